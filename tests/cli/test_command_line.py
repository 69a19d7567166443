"""The command line as other programs call it: names, formats, exit codes, sentences."""

import csv
import io
import json
import subprocess
import sys

import pytest

from qda_app.cli.main import main
from qda_app.services.languages import speak

TREE = "path,definition,color\nA > B,first,#ff0000\nA > C,,\nD,,\n"
TEXT = "Antes uno cerraba la puerta 😀. Ahora entro y miro a los niños.\n" * 10
TABLE = (
    "source,start,end,node,coder,memo\n"
    "one,0,100,A > B,Ana,why\n"
    "one,50,100,A > B,Bruno,\n"
    "one,0,30,A > C,Bruno,\n"
    "one,0,30,A > C,Bruno,\n"
)


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Run a command line in a folder with a small study and return (exit code, out, err)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tree.csv").write_text(TREE, encoding="utf-8")
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "codings.csv").write_text(TABLE, encoding="utf-8")

    def run(*words):
        capsys.readouterr()
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    assert run("new", "s.qdaproj", "--nodes", "tree.csv")[0] == 0
    return run


@pytest.fixture
def coded(call):
    """The same with a source, two coders and their codings."""
    call("import", "s.qdaproj", "one.txt")
    call("coders", "s.qdaproj", "--add", "Ana", "--add", "Bruno")
    assert call("codings", "s.qdaproj", "--import", "codings.csv")[0] == 0
    return call


def test_new_without_nodes_has_an_empty_tree_and_cic_has_the_studys(call):
    call("new", "empty.qdaproj", "--title", "Empty")
    assert json.loads(call("nodes", "empty.qdaproj", "--json")[1]) == []
    call("new", "cic.qdaproj", "--nodes", "cic")
    paths = [node["node"] for node in json.loads(call("nodes", "cic.qdaproj", "--json")[1])]
    assert "Implementation factors > Challenges for future interventions" in paths
    assert call("new", "cic.qdaproj")[0] == 1
    assert call("new", "bad.qdaproj", "--nodes", "nothing.csv")[0] == 1
    code, _out, err = call("new", "study.docx")
    assert code == 1
    assert "call it study.qdaproj" in err


def test_import_goes_on_past_a_bad_file_and_exits_1(call, tmp_path):
    (tmp_path / "bad.pdf").write_bytes(b"nonsense")
    code, out, err = call("import", "s.qdaproj", "bad.pdf", "one.txt", "one.txt", "--json")
    found = json.loads(out)
    assert code == 1
    assert "bad.pdf" in err
    assert len(err.strip().splitlines()) == 1
    assert found[0]["error"]
    call("import", "s.qdaproj", tmp_path)
    assert json.loads(call("info", "s.qdaproj", "--json")[1])["sources"] >= 2
    rows = call("codings", "s.qdaproj", "--export", "-")[1]
    assert rows == "source,start,end,node,coder,memo,text\n"


def test_agreement_json_has_the_figures_of_the_issue(coded):
    found = json.loads(
        coded("agreement", "s.qdaproj", "--coders", "Ana,Bruno", "--format", "json")[1]
    )
    assert found["coders"] == ["Ana", "Bruno"]
    assert found["unit"] == "character"
    assert found["universe"]["sources"] == 1
    assert found["universe"]["length"] == len(TEXT)
    by_node = {entry["node"]: entry for entry in found["nodes"]}
    assert list(by_node) == ["A", "A > B", "A > C", "D"]
    b = by_node["A > B"]
    assert (b["n11"], b["n10"], b["n01"], b["n00"]) == (50, 50, 0, len(TEXT) - 100)
    assert b["f1"] == pytest.approx(100 / 150)
    assert b["prevalence"] == pytest.approx(150 / (2 * len(TEXT)))
    a = by_node["A"]
    assert (a["n11"], a["n10"], a["n01"]) == (80, 20, 0)
    assert by_node["D"]["kappa"] is None
    assert by_node["D"]["reason"]
    assert by_node["A > C"]["kappa"] == 0
    assert {"source", "node", "kappa"} <= set(found["sources"][0])
    assert set(found["overall"]) >= {"percent", "pooled_kappa", "mean_kappa"}


def test_coding_tables_come_back_exactly(coded, tmp_path):
    coded("codings", "s.qdaproj", "--export", "out.csv")
    first = (tmp_path / "out.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(first, newline="")))
    assert len(rows) == 4
    assert all(row["text"] == TEXT[int(row["start"]) : int(row["end"])] for row in rows)
    coded("new", "t.qdaproj")
    coded("import", "t.qdaproj", "one.txt")
    coded("coders", "t.qdaproj", "--add", "Ana", "--add", "Bruno")
    assert coded("codings", "t.qdaproj", "--import", "out.csv")[0] == 1
    assert coded("codings", "t.qdaproj", "--import", "out.csv", "--create-nodes")[0] == 0
    coded("codings", "t.qdaproj", "--export", "again.csv")
    assert (tmp_path / "again.csv").read_text(encoding="utf-8") == first


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("nowhere,0,5,D,Ana,", "no source"),
        ("one,5,5,D,Ana,", "no passage"),
        ("one,0,99999,D,Ana,", "no passage"),
        ("one,x,5,D,Ana,", "whole number"),
        ("one,0,5,E,Ana,", "no node"),
        ("one,0,5,D,Eva,", "no coder"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_applied(coded, tmp_path, row, reason):
    (tmp_path / "wrong.csv").write_text(TABLE + row + "\n", encoding="utf-8")
    code, _, err = coded("codings", "s.qdaproj", "--import", "wrong.csv")
    assert code == 1
    assert "line 6:" in err
    assert reason in err
    assert json.loads(coded("info", "s.qdaproj", "--json")[1])["codings"] == 4


def test_a_text_that_differs_refuses_the_row(coded, tmp_path):
    table = "source,start,end,node,coder,text\none,0,5,D,Ana,Ante!\n"
    (tmp_path / "wrong.csv").write_text(table, encoding="utf-8")
    assert "line 2:" in coded("codings", "s.qdaproj", "--import", "wrong.csv")[2]
    fixed = table.replace("Ante!", "Antes").replace("Ana", "Eva")
    (tmp_path / "right.csv").write_text(fixed, encoding="utf-8")
    assert coded("codings", "s.qdaproj", "--import", "right.csv", "--coder", "Ana")[0] == 0


def test_frequencies_count_a_passage_once(coded):
    rows = json.loads(coded("frequencies", "s.qdaproj", "--format", "json")[1])
    by_node = {row["node"]: row for row in rows}
    assert by_node["A > B"]["codings"] == 2
    assert by_node["A > B"]["characters"] == 100
    assert by_node["A"]["codings_total"] == 4
    assert by_node["A"]["characters_total"] == 100
    assert by_node["A"]["share"] == pytest.approx(100 / len(TEXT))
    by_coder = json.loads(coded("frequencies", "s.qdaproj", "--by", "coder", "--format", "json")[1])
    assert {row["group"] for row in by_coder} == {"Ana", "Bruno"}
    assert coded("frequencies", "s.qdaproj", "--by", "shoe")[0] == 1


def test_cases_done_undo_redo_history_check(coded, tmp_path):
    table = "case,source,role,years\nP01,one,Director,12\n"
    (tmp_path / "cases.csv").write_text(table, encoding="utf-8")
    assert coded("cases", "s.qdaproj", "cases.csv")[0] == 0
    by_role = json.loads(coded("frequencies", "s.qdaproj", "--by", "role", "--format", "json")[1])
    assert by_role[0]["group"] == "Director"
    assert coded("done", "s.qdaproj", "--coder", "Ana", "one")[0] == 0
    assert coded("done", "s.qdaproj", "--coder", "Ana", "two")[0] == 1
    history = json.loads(coded("history", "s.qdaproj", "--json")[1])
    assert history[0]["number"] == len(history)
    assert coded("undo", "s.qdaproj")[0] == 0
    assert coded("redo", "s.qdaproj")[0] == 0
    assert coded("undo", "s.qdaproj", "--as", "Ana")[0] == 1
    assert coded("check", "s.qdaproj")[0] == 0


def test_excerpts_are_the_source_code_point_for_code_point(coded, tmp_path):
    from docx import Document

    assert coded("excerpts", "s.qdaproj", "--node", "A > B", "-o", "e.docx")[0] == 0
    paragraphs = [
        "".join(run.text for run in p.runs if run.style.name == "Quoted Words")
        for p in Document(str(tmp_path / "e.docx")).paragraphs
    ]
    assert TEXT[0:100] in paragraphs
    assert paragraphs.count(TEXT[50:100]) == 1
    code, _, err = coded("excerpts", "s.qdaproj", "--attribution", "{shoe}", "-o", "f.docx")
    assert code == 1
    assert "shoe" in err
    assert not (tmp_path / "f.docx").exists()


def test_workbooks_and_csv(coded, tmp_path):
    from openpyxl import load_workbook

    for name in ("agreement", "frequencies"):
        assert coded(name, "s.qdaproj", "-o", f"{name}.xlsx")[0] == 0
        book = load_workbook(tmp_path / f"{name}.xlsx")
        assert book.worksheets[0]["A1"].value == "node"
        book.close()
        assert coded(name, "s.qdaproj", "--format", "csv")[1].startswith("node,")
    assert coded("agreement", "s.qdaproj", "--format", "xlsx")[0] == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["info", "nothing.qdaproj"], 1),
        (["agreement", "s.qdaproj", "--coders", "Ana,Eva"], 1),
        (["agreement", "s.qdaproj", "--node", "X"], 1),
        (["codings", "s.qdaproj"], 2),
        (["agreement", "s.qdaproj", "--unit", "shoe"], 2),
        (["nonsense"], 2),
        (["info", "s.qdaproj", "--as", "Eva"], 1),
    ],
)
def test_exit_codes(coded, words, code):
    found, _, err = coded(*words)
    assert found == code
    assert err.strip()
    if code == 1:
        assert len(err.strip().splitlines()) == 1


def test_the_installed_program_runs(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "qda_app", "info", str(tmp_path / "no.qdaproj")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_agreement_options_reach_the_figures(coded):
    words = ["agreement", "s.qdaproj", "--format", "json"]
    found = json.loads(coded(*words, "--unit", "paragraph", "--overlap", "0.5")[1])
    assert found["unit"] == "paragraph"
    first = next(e for e in found["nodes"] if e["node"] == "A > B")
    assert first["n11"] + first["n10"] + first["n01"] + first["n00"] == 10
    assert (first["n11"], first["n10"]) == (1, 1)  # Bruno has 12 of the first line's 62 characters
    found = json.loads(coded(*words, "--level", "0", "--interval", "none")[1])
    assert [entry["node"] for entry in found["nodes"]] == ["A", "D"]
    assert found["nodes"][0]["ci"] == {}
    code, _, err = coded(*words, "--sources", "two")
    assert code == 1
    assert "one" in err


def test_tables_have_spanish_headers_and_json_english_keys(team, monkeypatch):
    monkeypatch.setenv("QDA_LANGUAGE", "es")
    try:
        for command, header in (
            ("nodes", "nodo\tcodificaciones\tdefinición"),
            ("coders", "codificador\tcodificaciones\tterminada\tresponsable"),
            ("history", "número\thora\tcodificador\tpaso"),
        ):
            assert team(command, "s.qdaproj")[1].splitlines()[0] == header
        lines = team("info", "s.qdaproj")[1].splitlines()
        assert [line.split("\t")[0] for line in lines[1:4]] == ["título", "fuentes", "nodos"]
        assert lines[-1].startswith("diario\t")
        assert "sources" in json.loads(team("info", "s.qdaproj", "--json")[1])
        imported = team("import", "s.qdaproj", "one.txt")[1].splitlines()
        assert imported[0] == "fuente\tformato\tcodificación del texto\tcaracteres\tturnos\tnotas"
    finally:
        speak("en")


def test_one_coding_is_not_said_as_many(team, tmp_path):
    (tmp_path / "k.csv").write_text(
        "source,start,end,node,coder\ntwo,0,9,D,Ana\n", encoding="utf-8"
    )
    said = team("codings", "s.qdaproj", "--import", "k.csv", "--coder", "Ana")[1]
    assert said == "1 coding imported.\n"
    assert team("codings", "s.qdaproj", "--export", "all.csv")[1] == "7 codings exported.\n"
