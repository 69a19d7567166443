"""Correcting a transcript from the command line: print, look, write."""

import json

from paper_study import LINES, TEXT, write_study

from qda_app.services.project import Project


def test_a_text_is_printed_looked_at_and_corrected(say_to, tmp_path):
    write_study(tmp_path / "s.qdaproj")
    code, out, _err = say_to("correct", "s.qdaproj", "I P1")
    assert (code, out) == (0, TEXT)
    fixed = tmp_path / "fixed.txt"
    fixed.write_text(TEXT.replace("uno", "yo"), encoding="utf-8")
    code, out, err = say_to("correct", "s.qdaproj", "I P1", "fixed.txt", "--dry-run", "--json")
    assert code == 0
    found = json.loads(out)
    assert (found["changes"], found["kept"]) == (1, 2)
    assert {row["after"] for row in found["affected"]} == {LINES[1].replace("uno", "yo")}
    with Project.open(tmp_path / "s.qdaproj") as project:
        assert project.read.text(1) == TEXT
    code, out, err = say_to("correct", "s.qdaproj", "I P1", "fixed.txt")
    assert (code, err.splitlines()) == (0, ["1 place changes.",
                                            "2 codings take the new words in."])  # fmt: skip
    assert "new words within" in out
    with Project.open(tmp_path / "s.qdaproj") as project:
        assert project.read.text(1) == fixed.read_text(encoding="utf-8")
        assert project.check() is None
    assert say_to("undo", "s.qdaproj")[0] == 0
    assert say_to("correct", "s.qdaproj", "I P1")[1] == TEXT


def test_what_cannot_be_corrected_says_why(say_to, tmp_path):
    write_study(tmp_path / "s.qdaproj")
    code, _out, err = say_to("correct", "s.qdaproj", "nobody", "x.txt")
    assert (code, "nobody" in err) == (1, True)
    code, _out, err = say_to("correct", "s.qdaproj", "I P1", "missing.txt")
    assert (code, "missing.txt" in err) == (1, True)


def test_a_wholly_other_text_needs_a_word_more(say_to, tmp_path):
    write_study(tmp_path / "s.qdaproj")
    (tmp_path / "x.txt").write_text("Something else altogether.", encoding="utf-8")
    code, _out, err = say_to("correct", "s.qdaproj", "I P1", "x.txt")
    assert (code, "say --anyway" in err) == (1, True)
    assert say_to("correct", "s.qdaproj", "I P1")[1] == TEXT
    assert say_to("correct", "s.qdaproj", "I P1", "x.txt", "--anyway")[0] == 0
    assert say_to("correct", "s.qdaproj", "I P1")[1] == "Something else altogether."
    assert say_to("check", "s.qdaproj")[0] == 0
