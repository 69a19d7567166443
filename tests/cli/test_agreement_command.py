"""`qda-app agreement` as other programs call it: options, formats, sentences."""

import csv
import io
import json

import pytest
from docx import Document

from qda_app.cli.main import main
from qda_app.services.languages import speak
from qda_app.services.sample import write_sample

TEXT = "P: Antes uno cerraba la puerta 😀.\nI: Why?\nP: Ahora entro y miro a los niños.\n" * 4
TABLE = (
    "source,start,end,node,coder\n"
    "one,3,33,A > B,Ana\none,3,30,A > B,Bruno\none,5,33,A > B,Cam\n"
    "one,45,75,A > C,Ana\none,45,75,A > C,Bruno\none,50,60,A > C,Bruno\n"
    "two,3,33,D,Ana\ntwo,3,20,D,Bruno\ntwo,100,140,D,Cam\ntwo,10,30,A > B,Ana\n"
)
CASES = "case,source,role\nP1,one,Director\nP2,two,Teacher\n"


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Run `agreement` on a study of three coders; return (exit code, out, err)."""
    monkeypatch.chdir(tmp_path)
    files = {"t.csv": "path\nA > B\nA > C\nD\n", "one.txt": TEXT, "two.txt": TEXT}
    for name, text in {**files, "c.csv": TABLE, "k.csv": CASES}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def run(*words):
        capsys.readouterr()
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    for words in (
        ("new", "s", "--nodes", "t.csv"),
        ("import", "s", "one.txt", "two.txt"),
        ("coders", "s", "--add", "Ana", "--add", "Bruno", "--add", "Cam"),
        ("codings", "s", "--import", "c.csv"),
        ("cases", "s", "k.csv"),
    ):
        assert run(words[0], "s.qdaproj", *words[2:])[0] == 0
    return lambda *words: run("agreement", "s.qdaproj", *words)


def as_json(result):
    assert result[0] == 0, result[2]
    return json.loads(result[1])


BOTH = ("--coders", "Ana,Bruno")
ALL = ("--coders", "Ana,Bruno,Cam")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Ana, Bruno, Cam"),
        (["--coders", "Ana"], "Ana, Bruno, Cam"),
        (["--coders", "Ana,Eva"], "Ana, Bruno, Cam"),
        ([*BOTH, "--node", "X"], "A > B"),
        ([*BOTH, "--sources", "three"], "one; two"),
        ([*BOTH, "--measure", "luck"], "kappa, pi"),
        ([*BOTH, "--where", "role=Cook"], "Director, Teacher"),
        ([*BOTH, "--where", "hat=1"], "role"),
        ([*BOTH, "--where", "role"], "ATTRIBUTE=VALUE"),
        ([*BOTH, "--overlap", "2"], "0 and 1"),
    ],
)
def test_one_sentence_says_what_there_is(call, words, said):
    code, out, err = call(*words)
    assert (code, out) == (1, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_segments_match_by_overlap_or_by_rows(call):
    found = as_json(call(*BOTH, "--unit", "segment", "--format", "json"))
    by_node = {entry["node"]: entry for entry in found["nodes"]}
    assert list(by_node) == ["A", "A > B", "A > C", "D"]
    assert by_node["A > B"]["matches"] == 1
    assert by_node["A > B"]["first_only"] == 1
    assert by_node["A > B"]["f1"] == pytest.approx(2 / 3)
    assert by_node["A > B"]["mean_iou"] == pytest.approx(27 / 30)
    assert by_node["A > C"]["segments"] == [1, 1]
    assert by_node["D"]["matches"] == 1
    assert by_node["D"]["kappa"] is by_node["D"]["n00"] is None
    assert by_node["D"]["reason"]
    strict = as_json(call(*BOTH, "--unit", "segment", "--overlap", "0.6", "--format", "json"))
    assert strict["nodes"][3]["matches"] == 0
    rows = as_json(call(*BOTH, "--unit", "segment", "--match", "maxqda", "--format", "json"))
    b = rows["nodes"][1]
    assert (b["agreeing"], b["disagreeing"]) == (2, 1)
    assert b["kappa"] == pytest.approx((2 / 3 - 1 / 4) / (1 - 1 / 4))


def test_three_coders_have_pairs_in_json_and_rows_in_tables(call):
    found = as_json(call(*ALL, "--format", "json"))
    for entry in found["nodes"] + found["sources"]:
        assert [pair["coders"] for pair in entry["pairs"]] == [
            ["Ana", "Bruno"],
            ["Ana", "Cam"],
            ["Bruno", "Cam"],
        ]
        assert "fleiss_kappa" in entry
    assert found["overall"]["pairs"][0]["coders"] == ["Ana", "Bruno"]
    lines = call(*ALL)[1].splitlines()
    assert lines[0].split("\t")[:2] == ["node", "coders"]
    assert [line.split("\t")[1] for line in lines[1:5]] == [
        "all",
        "Ana × Bruno",
        "Ana × Cam",
        "Bruno × Cam",
    ]


def test_measures_choose_what_tables_show(call):
    header, first, *_ = call(*BOTH, "--measure", "ac1", "--measure", "pi")[1].splitlines()
    assert header.split("\t")[5:7] == ["ac1", "pi"]
    assert "[" in first.split("\t")[5]
    found = as_json(call(*BOTH, "--measure", "ac1", "--format", "json"))
    assert list(found["nodes"][0]["ci"]) == ["ac1"]


def test_free_spans_have_a_block_and_a_table_of_their_own(call):
    words = [
        *ALL,
        *(f"--measure={name}" for name in ("u_alpha", "cu_alpha", "ku_alpha", "alpha_u")),
    ]
    blocks = as_json(call(*words, "--format", "json"))["unitizing"]
    assert set(blocks) == {"domain", "u_alpha", "cu_alpha", "ku_alpha", "alpha_u"}
    assert "two 10–30, Ana: D and A > B" in blocks["u_alpha"]["reason"]
    assert blocks["u_alpha"]["overlaps"][1:] == [
        {
            "source": "two",
            "coder": "Ana",
            "node": "D",
            "start": 3,
            "end": 33,
            "other_node": "A > B",
            "other_start": 10,
            "other_end": 30,
        }
    ]
    assert "one 50–60, Bruno: A > C and A > C" in blocks["alpha_u"]["reason"]
    lines = call(*words)[1].splitlines()
    table = lines[lines.index("measure\tnode\tvalue\treason") :]
    assert {line.split("\t")[0] for line in table[1:]} == set(blocks) - {"domain"}


def test_where_keeps_the_words_of_some_participants(call):
    found = as_json(call(*BOTH, "--where", "role=Director", "--format", "json"))
    assert found["universe"]["names"] == ["one"]
    both = as_json(call(*BOTH, "--where", "role=Director", "--where", "role=Teacher",
                        "--format", "json"))  # fmt: skip
    assert both["universe"]["names"] == ["one", "two"]
    assert both["universe"]["where"] == {"role": ["Director", "Teacher"]}


def test_two_sources_have_intervals_over_turns_that_are_called_narrow(call):
    found = as_json(call(*BOTH, "--format", "json"))
    assert found["interval"]["over"] in {"turn", "paragraph"}
    assert found["interval"]["too_narrow"]
    entry = found["nodes"][0]
    assert entry["ci"]["kappa"] is not None
    assert "too narrow" in entry["warnings"][-1]
    assert "too narrow" in call(*BOTH)[2]
    one = as_json(call(*BOTH, "--sources", "one", "--format", "json"))
    assert one["nodes"][0]["ci"]["kappa"] is None
    assert one["nodes"][0]["ci_reasons"]["kappa"]


def test_every_file_names_the_head_and_the_version(call, tmp_path):
    from openpyxl import load_workbook

    found = as_json(call(*BOTH, "--format", "json"))
    head, software = found["journal"], found["software"]
    assert len(head) == 64
    assert software.startswith("qda-app ")
    rows = list(csv.DictReader(io.StringIO(call(*BOTH, "--format", "csv")[1], newline="")))
    assert {(row["journal"], row["software"]) for row in rows} == {(head, software)}
    assert float(rows[1]["kappa_low"]) <= float(rows[1]["kappa"]) <= float(rows[1]["kappa_high"])
    assert call(*BOTH, "-o", "a.xlsx")[0] == 0
    book = load_workbook(tmp_path / "a.xlsx")
    settings = [cell.value for row in book["Settings"].iter_rows() for cell in row]
    assert {head, software} <= set(settings)
    assert "kappa_low" in [cell.value for cell in book["Nodes"][1]]
    book.close()
    assert call(*BOTH, "-o", "a.docx")[0] == 0
    text = "\n".join(p.text for p in Document(str(tmp_path / "a.docx")).paragraphs)
    assert head in text
    assert software in text
    assert head in call(*BOTH)[2]


def test_word_tables_hold_the_figures_in_brackets(call, tmp_path):
    words = [*ALL, "--measure", "fleiss_kappa", "--measure", "alpha_u", "-o", "a.docx"]
    assert call(*words)[0] == 0
    nodes, overall, spans = Document(str(tmp_path / "a.docx")).tables
    assert [cell.text for cell in nodes.rows[0].cells][:3] == ["Node", "Coders", "Fleiss' κ"]
    found = as_json(call(*ALL, "--format", "json"))["nodes"][1]
    low, high = (
        f"{x:.2f}".replace("0.", ".").replace("-", "−") for x in found["ci"]["fleiss_kappa"]
    )
    assert nodes.rows[5].cells[2].text.endswith(f"[{low}, {high}]")
    assert overall.rows[1].cells[0].text == "all"
    assert spans.rows[1].cells[0].text == "alpha-U"
    assert call(*ALL, "--format", "docx")[0] == 2


def test_in_spanish(call, monkeypatch):
    from openpyxl import load_workbook

    monkeypatch.setenv("QDA_LANGUAGE", "es")
    try:
        code, out, err = call(*BOTH, "--unit", "segment")
        assert code == 0
        assert "segmento; dos se emparejan" in err
        assert out.startswith("node\t")  # exact where machines read
        assert call(*BOTH, "-o", "a.xlsx")[0] == 0
        book = load_workbook("a.xlsx")
        assert {"nodo", "kappa_inferior", "motivo"} <= {cell.value for cell in book["Nodos"][1]}
        book.close()
        assert "Las medidas son: percent, kappa" in call(*BOTH, "--measure", "luck")[2]
        assert call(*ALL, "-o", "a.docx")[0] == 0
        text = [paragraph.text for paragraph in Document("a.docx").paragraphs]
        assert text[:2] == ["Tabla 1", "Acuerdo de Ana × Bruno × Cam por nodo"]
    finally:
        speak("en")


def test_the_sample_has_every_figure(tmp_path, capsys):
    path = write_sample(tmp_path)
    for unit in ("character", "sentence", "paragraph", "turn", "segment"):
        assert main(["agreement", str(path), "--unit", unit, "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["unit"] == unit
        assert all(entry["f1"] is not None for entry in found["nodes"])
        assert not found["interval"]["too_narrow"]
