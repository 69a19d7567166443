"""`convert` and `export`: what they write, what they say, how they fail."""

import json


def test_there_and_back(team, tmp_path):
    code, out, err = team("export", "s.qdaproj", "o.qdpx")
    assert (code, err) == (0, "")
    assert out.startswith("o.qdpx was written.\n")
    code, out, _err = team("convert", "o.qdpx", "b.qdaproj", "--report", "json")
    assert code == 0
    report = json.loads(out)
    assert report["read"]["codings"] == 6
    assert report["from"] == "qda-app"
    assert [line["what"] for line in report["left"]] == []
    assert {p["confidence"] for p in report["positions"]} == {"certain", "high"}
    _code, before, _err = team("codings", "s.qdaproj")
    _code, after, _err = team("codings", "b.qdaproj")
    assert before == after
    assert team("check", "b.qdaproj")[0] == 0


def test_a_report_in_words_and_a_profile(team):
    assert team("export", "s.qdaproj", "n.qdpx", "--profile", "nvivo")[0] == 0
    code, out, _err = team("convert", "n.qdpx", "b.qdaproj")
    assert code == 0
    assert out.startswith("Read: 2 sources, 4 nodes, 6 codings, 2 coders, 0 participants, 1 memo.")
    assert "Positions were read as UTF-16 units" in out
    assert team("export", "s.qdaproj", "c.qdc", "--report", "json")[0] == 0
    assert team("new", "n.qdaproj", "--nodes", "c.qdc")[0] == 0


def test_errors_are_one_sentence_and_leave_nothing(team, tmp_path):
    (tmp_path / "x.nvpx").write_bytes(b"x")
    (tmp_path / "x.bin").write_bytes(b"\x00\x01")
    (tmp_path / "x.qdpx").write_bytes(b"PK\x03\x04")
    before = sorted(p.name for p in tmp_path.iterdir())
    for words in (
        ("convert", "x.nvpx", "b.qdaproj"),
        ("convert", "x.bin", "b.qdaproj"),
        ("convert", "x.qdpx", "b.qdaproj"),
        ("convert", "none.qdpx", "b.qdaproj"),
        ("convert", "s.qdaproj", "x.docx"),
        ("export", "s.qdaproj", "o.txt"),
        ("export", "s.qdaproj", "no/folder/o.qdpx"),
    ):
        code, out, err = team(*words)
        assert (code, out) == (1, ""), words
        assert err.count("\n") == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_a_project_in_the_way_is_not_overwritten(team):
    team("export", "s.qdaproj", "o.qdpx")
    assert team("convert", "o.qdpx", "s.qdaproj")[0] == 1
    assert team("check", "s.qdaproj")[0] == 0


def test_a_project_is_named_as_one(team, tmp_path):
    team("export", "s.qdaproj", "o.qdpx")
    code, out, err = team("convert", "o.qdpx", "x.docx")
    assert (code, out) == (1, "")
    assert err == "A project's name ends in .qdaproj: call it x.qdaproj.\n"
    assert not (tmp_path / "x.docx").exists()
    for given, proposed in (("Study v1.2", "Study v1.2.qdaproj"), ("s.qdpx", "s.qdaproj")):
        assert f"call it {proposed}.\n" in team("convert", "o.qdpx", given)[2]


def test_words_of_those_who_do_not_share_are_told_of(team, tmp_path):
    _code, out, err = team("export", "s.qdaproj", "o.qdpx")
    assert "sharing" not in out + err
    (tmp_path / "c.csv").write_text(
        "case,source,consent\nP1,one,quote\nP2,two,withdrawn\nP3,,no\n", encoding="utf-8"
    )
    assert team("cases", "s.qdaproj", "c.csv")[0] == 0
    said = "It contains the words of 2 participants who do not allow sharing."
    assert said in team("export", "s.qdaproj", "o.qdpx")[1]
    for target in ("-", "t.csv"):  # all codings are in one of the two sources
        code, out, err = team("codings", "s.qdaproj", "--export", target)
        assert (code, err) == (
            0,
            "It contains the words of 1 participant who does not allow sharing.\n",
        )
        assert "sharing" not in out
