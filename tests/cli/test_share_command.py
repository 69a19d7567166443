"""Candidates and copies to share from the command line."""

import csv
import io
import json

import openpyxl
import pytest


@pytest.fixture
def named(team, tmp_path):
    """The small study, with a list of names in which one row is not filled in."""
    (tmp_path / "l.csv").write_text(
        "nombre,reemplazo,variantes\nBruno,Coder B,\nniños,Grupo,niñas\nAna,,\n", encoding="utf-8"
    )
    return team


def test_candidates_as_a_table_a_list_and_json(named, tmp_path):
    code, out, _err = named("names", "s.qdaproj", "--coders")
    assert code == 0
    assert "Bruno" in out
    code, out, _err = named("names", "s.qdaproj", "--coders", "-o", "m.csv")
    assert code == 0
    assert out.startswith("2 candidates were written. Fill in the column “replacement”; rows")
    assert (tmp_path / "m.csv").read_text().startswith("name,replacement,variants,what,times")
    code, _out, err = named("names", "s.qdaproj", "-o", "m.csv")
    assert code == 1
    assert "exists already" in err
    found = json.loads(named("names", "s.qdaproj", "--coders", "--json")[1])
    assert [each["kind"] for each in found] == ["coder", "coder"]


@pytest.mark.parametrize("out", ["o.qdaproj", "o.qdpx"])
def test_a_copy_and_its_report(named, tmp_path, out):
    code, said, _err = named("share", "s.qdaproj", out, "--names", "l.csv", "--list", "h.csv")
    assert code == 0
    assert "1 row of the list has no replacement and is passed over." in said
    assert "20 names are replaced in the transcripts." in said
    assert "h.csv holds the names: keep it apart from the copy." in said
    assert f"{out} was written and checked." in said
    table = (tmp_path / "h.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 21
    assert (rows[0]["name"], rows[0]["replacement"], rows[0]["stays"]) == ("niños", "[Grupo]", "no")
    code, _said, err = named("share", "s.qdaproj", out, "--names", "l.csv")
    assert (code, "exists already" in err) == (1, True)
    if out == "o.qdaproj":
        assert named("check", "o.qdaproj")[0] == 0
        table = named("codings", "o.qdaproj", "--export", "-")[1]
        assert "[Coder B]" in table
        assert "niños" not in table


def test_looking_writes_no_copy(named, tmp_path):
    words = ("share", "s.qdaproj", "o.qdpx", "--names", "l.csv", "--dry-run")
    code, said, _err = named(*words, "--list", "h.xlsx")
    assert (code, said.endswith("Nothing was written.\n")) == (0, True)
    book = openpyxl.load_workbook(tmp_path / "h.xlsx", read_only=True)
    assert book.sheetnames == ["Names", "Boundaries"]
    book.close()
    found = json.loads(named(*words, "--json")[1])
    assert (found["written"], found["in_transcripts"], found["elsewhere"]) == (False, 20, 1)
    assert found["rows_passed_over"] == 1
    assert not (tmp_path / "o.qdpx").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("o.txt", "--names", "l.csv"), "must end in"),
        (("o.qdpx", "--names", "none.csv"), "none.csv"),
        (("o.qdpx", "--names", "empty.csv"), "lists no name"),
        (("o.qdpx", "--names", "l.csv", "--list", "l.csv"), "another name"),
        (("o.qdpx", "--names", "l.csv", "--list", "h.txt"), "must end in"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(named, tmp_path, words, said):
    (tmp_path / "empty.csv").write_text("name,replacement\nAna,\n")
    before = (tmp_path / "l.csv").read_bytes()
    code, out, err = named("share", "s.qdaproj", *words)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert said in err
    assert (tmp_path / "l.csv").read_bytes() == before
    assert not (tmp_path / "o.qdpx").exists()


def test_the_list_is_asked_for(named):
    assert named("share", "s.qdaproj", "o.qdpx")[0] == 2
