"""What goes into a paper, from the command line."""

import json

import pytest
from paper_study import write_study

from qda_app.domain.query import Overlapping, Term
from qda_app.services.commands.queries import SaveQuery
from qda_app.services.commands.quotations import ChooseQuotations
from qda_app.services.project import Project
from qda_app.services.retrieval.query_json import to_json


@pytest.fixture
def call(say_to, tmp_path):
    """Call a command on the study."""
    write_study(tmp_path / "s.qdaproj")

    def run(name, *words):
        return say_to(name, "s.qdaproj", *words)

    return run


@pytest.mark.parametrize("kind", ["docx", "xlsx", "csv", "md", "tex", "html"])
def test_excerpts_go_to_every_format_with_warnings_beside(call, tmp_path, kind):
    code, out, err = call(
        "excerpts", "--by", "case", "--attribution", "({role})", "-o", f"x.{kind}"
    )
    assert (code, out) == (0, f"15 quotations written to x.{kind}.\n")
    assert "fewer than three participants share" in err
    assert "5 of 5 participants are quoted" in err
    assert (tmp_path / f"x.{kind}").stat().st_size


def test_the_basket_is_written_alone(call):
    code, _out, err = call("excerpts", "--basket", "--translation", "-o", "x.md")
    assert (code, "Choose passages with Q" in err) == (1, True)
    with Project.open("s.qdaproj") as project:
        project.run(ChooseQuotations([(1, 20, 29, None)]))
    code, out, _err = call("excerpts", "--basket", "--translation", "-o", "x.md")
    assert (code, out) == (0, "1 quotation written to x.md.\n")
    code, _out, err = call("excerpts", "--basket", "--node", "A", "-o", "x.md")
    assert code == 2
    assert "--basket" in err


def test_a_saved_query_is_quoted(call, tmp_path):
    with Project.open(tmp_path / "s.qdaproj") as project:
        tree = project.read.tree()
        b, c = (next(n.id for n in tree.order if n.name == x) for x in "BC")
        both = Overlapping(Term((b,)), Term((c,)))
        project.run(SaveQuery("B and C", to_json(both, tree), None))
    code, out, _err = call("excerpts", "--query", "B and C", "-o", "x.csv")
    assert (code, out) == (0, "5 quotations written to x.csv.\n")
    assert "Ahora entro" in (tmp_path / "x.csv").read_text(encoding="utf-8")
    assert "cerraba" not in (tmp_path / "x.csv").read_text(encoding="utf-8")


def test_themes_and_codebook_print_json_and_write_files(call, tmp_path):
    _code, out, _err = call("themes", "--by", "role", "--json")
    assert json.loads(out)["groups"] == {"Director": 1, "Teacher": 4}
    assert call("themes", "-o", "t.docx")[:2] == (0, "3 themes written to t.docx.\n")
    _code, out, _err = call("codebook", "--json")
    assert [row["node"] for row in json.loads(out)] == ["A", "A > B", "A > C"]
    assert call("codebook", "-o", "c.html")[0] == 0
    assert call("codebook")[1].splitlines()[2].startswith("A > B\twhat changed\t15")
    assert call("transcript", "I P1", "-o", "t.html")[:2] == (0, "4 codings written to t.html.\n")
    assert call("frequencies", "-o", "f.docx")[0] == 0
    assert {"t.docx", "c.html", "t.html", "f.docx"} <= {p.name for p in tmp_path.iterdir()}


def test_the_pack_names_its_files(call):
    code, out, _err = call("pack", "folder", "--by", "role", "--json")
    assert code == 0
    assert "themes.docx" in json.loads(out)["files"]
    code, _out, err = call("pack", "folder")
    assert code == 1
    assert err.count("\n") == 1
    assert "not empty" in err


@pytest.mark.parametrize(
    "words",
    [
        ("excerpts", "--by", "shoe", "-o", "x.md"),
        ("excerpts", "-o", "x.odt"),
        ("excerpts", "--query", "none", "-o", "x.md"),
        ("themes", "--by", "shoe"),
        ("codebook", "-o", "x.pdf"),
        ("transcript", "none", "-o", "x.html"),
        ("pack", "folder", "--round", "none"),
    ],
)
def test_what_does_not_exist_is_one_sentence(call, tmp_path, words):
    code, _out, err = call(*words)
    assert (code, err.count("\n")) == (1, 1)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["s.qdaproj"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("excerpts", "-o", "x.md"), "Se cita cada pasaje codificado."),
        (("themes", "-o", "x.md"), "Tabla"),
        (("codebook", "-o", "x.md"), "Los recuentos de un nodo son los propios"),
        (("transcript", "I P1", "-o", "x.html"), "lang='es-ES'"),
        (("frequencies", "-o", "x.csv"), "node"),
    ],
)
def test_a_file_is_written_in_the_language_asked_for(call, tmp_path, words, said):
    assert call(*words, "--language", "es")[0] == 0
    assert said in (tmp_path / words[-1]).read_text(encoding="utf-8")
    code, _out, err = call(*words, "--language", "fr")
    assert code == 1
    assert "There is no language “fr”. There are: en, es." in err
