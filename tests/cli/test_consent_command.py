"""Consent from the command line: who allows what, and the rule for those who said nothing."""

import json

from paper_study import allow, write_study

from qda_app.services.project import Project


def test_what_participants_allow_is_listed_and_silence_can_be_made_to_refuse(say_to, tmp_path):
    with Project.open(write_study(tmp_path / "s.qdaproj")) as project:
        allow(project, {"P1": "quote", "P2": "withdrawn", "P5": "maybe"})
    code, out, err = say_to("consent", "s.qdaproj")
    assert code == 0
    assert out.splitlines()[:4] == [
        "case\tconsent\tunderstood\tquote\tshare\twithdrawn",
        "P1\tquote\tyes\tyes\tno\tno",
        "P2\twithdrawn\tyes\tno\tno\tyes",
        "P3\t\tyes\tyes\tyes\tno",
    ]
    assert "Not understood, which allows nothing: P5 “maybe”." in err
    assert "quotation and sharing count as allowed" in err
    code, out, _err = say_to("consent", "s.qdaproj", "--unrecorded", "refuse", "--json")
    assert code == 0
    assert [row["case"] for row in json.loads(out) if row["quote"]] == ["P1"]
    code, out, err = say_to("excerpts", "s.qdaproj", "-o", "x.md")
    assert out == "3 quotations written to x.md.\n"
    assert "only where consent to it is recorded" in err
    code, _out, _err = say_to("undo", "s.qdaproj")
    assert code == 0
    code, _out, err = say_to("consent", "s.qdaproj")
    assert "quotation and sharing count as allowed" in err
