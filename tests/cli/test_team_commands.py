"""Rounds, disagreements, decisions and the audit on the command line."""

import csv
import json
from pathlib import Path

import docx
import openpyxl
import pytest

P = "s.qdaproj"
NEW = ("rounds", P, "create", "New", "--coders", "Ana")


@pytest.fixture
def begun(team):
    """A blind round of both coders on the first source."""
    words = ("create", "Pilot", "--sources", "one", "--coders", "Ana,Bruno", "--blind", "--pilot")
    assert team("rounds", P, *words)[0] == 0
    return team


@pytest.fixture
def compared(begun):
    for name in ("Ana", "Bruno"):
        assert begun("rounds", P, "submit", "Pilot", "--coder", name)[0] == 0
    return begun


def listed(call, *more):
    return json.loads(call("rounds", P, "list", "--json", *more)[1])


def items(call):
    return json.loads(call("disagreements", P, "--round", "Pilot", "--json")[1])


def test_a_round_is_listed_with_its_state_and_coders(begun):
    (one,) = listed(begun)
    assert (one["name"], one["state"], one["pilot"], one["blind"]) == (
        "Pilot",
        "assigned",
        True,
        True,
    )
    assert [c["name"] for c in one["coders"]] == ["Ana", "Bruno"]
    assert one["sources"] == ["one"]
    code, out, _err = begun("rounds", P, "list")
    assert code == 0
    assert "Pilot\tassigned\tpilot, blind\t1\tAna 0/1; Bruno 0/1" in out


def test_submitting_counts_and_closing_waits_for_all(begun):
    code, out, _ = begun("rounds", P, "submit", "Pilot", "--coder", "Ana")
    assert (code, out) == (0, "Ana submitted “Pilot” with 3 codings.\n")
    code, _, err = begun("rounds", P, "close", "Pilot")
    assert (code, err) == (
        1, "The round “Pilot” waits for Bruno; close it when all have submitted.\n",
    )  # fmt: skip
    assert begun("rounds", P, "submit", "pilot", "--coder", "Bruno")[0] == 0
    assert begun("rounds", P, "close", "Pilot")[0] == 0
    assert listed(begun)[0]["state"] == "closed"


def test_while_blind_a_coder_is_told_nothing_of_another(begun):
    assert listed_codings(begun, "Bruno") == {"Bruno"}
    assert listed_codings(begun, "Ana") == {"Ana"}
    assert begun("agreement", P, "--round", "Pilot")[0] == 1
    for name in ("Ana", "Bruno"):
        begun("rounds", P, "submit", "Pilot", "--coder", name)
    assert listed_codings(begun, "Bruno") == {"Ana", "Bruno"}


def listed_codings(call, viewer):
    call("codings", P, "--as", viewer, "--export", "out.csv")
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["coder"] for row in csv.DictReader(file)}


def test_disagreements_are_listed_settled_and_reported(compared, tmp_path):
    found = items(compared)
    assert (found["items"], found["agreed"], found["settled"]) == (2, 1, 0)
    causes = {d["cause"]: d["item"] for d in found["disagreements"]}
    assert set(causes) == {"boundary", "node"}
    code, out, _ = compared(
        "decide", P, causes["boundary"], "accept:Ana", "--note", "whole sentence"
    )
    assert (code, "Settled: 1 of 2." in out) == (0, True)
    code, out, _ = compared("decide", P, causes["node"][:10], "another", "--node", "A")
    assert code == 0
    assert items(compared)["outcomes"] == {"accept": 1, "another": 1}
    code, _, _ = compared("disagreements", P, "--round", "Pilot", "--accept-agreed")
    assert code == 0
    compared("codings", P, "--export", "out.csv", "--as", "Ana")
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["coder"] == "Consensus"]
    layer = [(r["node"], r["start"], r["end"]) for r in rows]
    assert sorted(layer) == [("A", "63", "90"), ("A > B", "0", "29"), ("D", "126", "153")]
    assert compared("check", P)[0] == 0


def test_the_report_for_an_appendix_is_written_as_a_workbook_and_for_word(compared, tmp_path):
    assert compared("disagreements", P, "--round", "Pilot", "-o", "d.xlsx")[0] == 0
    book = openpyxl.load_workbook("d.xlsx")
    assert book.sheetnames == ["Nodes", "Outcomes", "Items", "Settings"]
    assert [c.value for c in book["Nodes"][2]][:4] == ["all items", 0, 1, 1]
    assert compared("disagreements", P, "--round", "Pilot", "-o", "d.docx")[0] == 0
    assert len(docx.Document("d.docx").tables) == 2
    assert compared("disagreements", P, "--round", "Pilot", "-o", "d.csv")[0] == 0
    assert (tmp_path / "d settings.csv").exists()


def test_agreement_of_a_round_before_and_after(compared):
    def kappa(*more):
        out = compared("agreement", P, "--round", "Pilot", "--format", "json", *more)[1]
        found = json.loads(out)
        assert found["round"]["name"] == "Pilot"
        return {n["node"]: n["kappa"] for n in found["nodes"]}

    before = kappa()
    item = next(d["item"] for d in items(compared)["disagreements"] if d["cause"] == "boundary")
    compared("decide", P, item, "both")
    assert kappa() == before
    assert before["A > B"] < 1
    assert kappa("--after")["A > B"] == 1
    assert compared("agreement", P, "--after")[0] == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("rounds", P, "submit", "Final", "--coder", "Ana"), "The rounds are: Pilot."),
        (("rounds", P, "submit", "Pilot", "--coder", "Eva"), "The coders are: Ana, Bruno."),
        (("rounds", P, "create", "Pilot", "--coders", "Ana"), "already a round “Pilot”"),
        (("rounds", P, "create", "New", "--coders", "Eva"), "There is no coder “Eva”"),
        ((*NEW, "--sources", "x"), "There is no source “x”"),
        ((*NEW, "--share", "2"), "The share lies above 0"),
        (("decide", P, "ffff", "both"), "There is no item “ffff” in any round."),
        (("disagreements", P, "--round", "Final"), "There is no round “Final”"),
        (("audit", P, "-o", "a.pdf"), "written as .csv or .html"),
    ],
)
def test_what_does_not_exist_is_one_sentence_and_changes_nothing(compared, words, sentence):
    before = compared("history", P)[1]
    code, _, err = compared(*words)
    assert code == 1
    assert sentence in err
    assert err.count("\n") == 1
    assert compared("history", P)[1] == before


@pytest.mark.parametrize(
    ("action", "outcome", "accepted"),
    [
        ("a", "accept", "Ana"),
        ("B", "accept", "Bruno"),
        ("accept:b", "accept", "Bruno"),
        ("accept:bruno", "accept", "Bruno"),
        ("adjust:2:9", "adjust", None),
        ("another:A > C", "another", None),
    ],
)
def test_an_action_can_be_said_in_one_word(compared, action, outcome, accepted):
    item = items(compared)["disagreements"][0]["item"]
    assert compared("decide", P, item, action)[0] == 0
    found = items(compared)["disagreements"][0]["decision"]
    assert (found["outcome"], found["accepted"]) == (outcome, accepted)


@pytest.mark.parametrize(
    ("action", "more", "sentence"),
    [
        ("maybe", (), "The action is accept:CODER"),
        ("accept:Eva", (), "There is no coder “Eva”"),
        ("another", (), "which node"),
        ("another", ("--node", "X"), "There is no node “X”"),
        ("adjust", (), "adjust:START:END"),
        ("adjust", ("--span", "9-12"), "START:END"),
        ("adjust", ("--span", "9:100000"), "is no passage of"),
        ("both", ("--cause", "whim"), "The cause is one of"),
    ],
)
def test_a_decision_that_cannot_be_is_one_sentence(compared, action, more, sentence):
    item = items(compared)["disagreements"][0]["item"]
    code, _, err = compared("decide", P, item, action, *more)
    assert code == 1
    assert sentence in err
    assert items(compared)["settled"] == 0


def test_segments_are_drawn_by_share_and_kept_with_the_round(team):
    words = ("create", "Final", "--coders", "Ana,Bruno", "--share", "0.3", "--seed", "5", "--fresh")
    assert team("rounds", P, *words)[0] == 0
    (one,) = listed(team)
    assert one["plan"]["seed"] == 5
    assert sum(part["end"] - part["start"] for part in one["parts"]) > 0


def test_the_audit_lists_every_step_and_says_whether_the_journal_holds(compared, tmp_path):
    assert compared("audit", P, "-o", "a.csv")[0] == 0
    with Path("a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    steps = json.loads(compared("history", P, "--json")[1])
    assert [row["step"] for row in rows] == [s["label"] for s in reversed(steps)]
    assert [row["hash before"] for row in rows[1:]] == [row["hash"] for row in rows[:-1]]
    assert compared("audit", P, "-o", "a.html")[0] == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "Submitted the round “Pilot”" in page
    assert "are sound" in page


def test_versions_are_made_with_a_reason_and_listed_with_their_changes(team, tmp_path):
    assert team("versions", P, "--make", "begin")[0] == 0
    code, _, err = team("versions", P, "--make", "again")
    assert (code, "as in version 1" in err) == (1, True)
    row = "source,start,end,node,coder\ntwo,0,9,A > E,Ana\n"
    (tmp_path / "more.csv").write_text(row, encoding="utf-8")
    team("codings", P, "--import", "more.csv", "--create-nodes")
    team("versions", P, "--make", "E was missing")
    found = json.loads(team("versions", P, "--json")[1])
    assert [v["changes"] for v in found] == [[], ["added “E”"]]


def test_leads_are_named_and_then_only_they_plan(team):
    assert team("coders", P, "--lead", "Ana")[0] == 0
    found = {c["name"]: c["lead"] for c in json.loads(team("coders", P, "--json")[1])}
    assert found == {"Ana": True, "Bruno": False}
    code, _, err = team("rounds", P, "create", "X", "--coders", "Bruno", "--as", "Bruno")
    assert (code, err) == (1, "Only a lead can do this. The leads are: Ana.\n")


def test_words_of_who_refuses_are_in_no_list_of_disagreements(compared):
    table = Path("people.csv")
    table.write_text("case,source,consent\nP,one,no\n", encoding="utf-8")
    assert compared("cases", P, "people.csv")[0] == 0
    found = items(compared)["disagreements"]
    assert found
    assert all(item["text"] is None for item in found)
    assert all(coding["text"] is None for item in found for coding in item["codings"])
    out = compared("disagreements", P, "--round", "Pilot")[1]
    assert "(no consent to quote)" in out
    assert "puerta" not in out
