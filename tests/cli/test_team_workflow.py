"""The workflow of a team on the command line: two copies, a lead, a pilot and a final round."""

import csv
import json
from pathlib import Path

import pytest

MAIN = "main.qdaproj"
LINE = "Interviewer: ¿Qué cambió?\nDirector: Antes uno cerraba la puerta 😀. Ahora entro y miro.\n"
FIRST = {  # what the two coders find in the pilot: words and node
    "Ana": [("Antes uno cerraba la puerta", "A > B"), ("Ahora entro", "A > C"), ("miro", "D")],
    "Bruno": [("Antes uno cerraba la", "A > B"), ("Ahora entro", "D"), ("miro", "D")],
}


def ok(call, *words):
    code, out, err = call(*words)
    assert code == 0, (words, err)
    return out


def code(call, copy, coder, source, found, folder):
    """Code passages in a copy by a table, as a coder would on the desktop."""
    text = (folder / f"{source}.txt").read_text(encoding="utf-8")
    with Path(f"{coder}.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["source", "start", "end", "node", "coder", "memo"])
        for words, node in found:
            start = text.index(words)
            rows.writerow([source, start, start + len(words), node, coder, ""])
    ok(call, "codings", copy, "--import", f"{coder}.csv", "--create-nodes", "--as", coder)


def as_json(call, *words):
    return json.loads(ok(call, *words))


@pytest.fixture
def piloted(say_to, tmp_path):
    """A project with a blind pilot that two coders coded in copies, submitted and gave back."""
    call = say_to
    (tmp_path / "tree.csv").write_text("path,definition\nA > B,first\nA > C,\nD,\n", "utf-8")
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.txt").write_text(LINE * 4, encoding="utf-8")
    ok(call, "new", MAIN, "--nodes", "tree.csv")
    ok(call, "import", MAIN, "one.txt", "two.txt", "three.txt")
    ok(call, "coders", MAIN, "--add", "Ana", "--add", "Bruno", "--add", "Lea", "--lead", "Lea")
    begin = ("create", "Pilot", "--sources", "one", "--coders", "Ana,Bruno", "--blind", "--pilot")
    ok(call, "rounds", MAIN, *begin, "--as", "Lea")
    for coder, found in FIRST.items():
        copy = f"{coder}.qdaproj"
        ok(call, "handout", MAIN, "--coder", coder, "--round", "Pilot", "-o", copy)
        assert [c["name"] for c in as_json(call, "coders", copy, "--json")] == [coder]
        code(call, copy, coder, "one", found, tmp_path)
        if coder == "Ana":
            code(call, copy, coder, "one", [("cerraba", "closing doors")], tmp_path)
        ok(call, "rounds", copy, "submit", "Pilot", "--coder", coder)
        ok(call, "merge", MAIN, copy)
    assert as_json(call, "rounds", MAIN, "list", "--json")[0]["state"] == "compared"
    return call


def test_two_coders_and_a_lead_from_the_first_copy_to_the_audit(piloted, tmp_path):
    call = piloted
    twice = as_json(call, "merge", MAIN, "Ana.qdaproj", "--json")
    assert twice["codings"]["brought"] == 0

    # 5: agreement before the discussion
    figures = ("agreement", MAIN, "--round", "Pilot", "--format", "json", "--interval", "none")
    before = as_json(call, *figures)

    # 6: the lead settles, another node becomes part of one, the consensus layer fills
    shown = as_json(call, "disagreements", MAIN, "--round", "Pilot", "--json")
    assert {d["cause"] for d in shown["disagreements"]} == {"boundary", "node", "missed"}
    ok(call, "disagreements", MAIN, "--round", "Pilot", "--accept-agreed", "--as", "Lea")
    acts = {"boundary": "accept:Ana", "node": "accept:Bruno", "missed": "neither"}
    for item in shown["disagreements"]:
        ok(call, "decide", MAIN, item["item"], acts[item["cause"]], "--as", "Lea", "--note", "talk")
    settled = as_json(call, "disagreements", MAIN, "--round", "Pilot", "--json")
    assert settled["settled"] == settled["items"] == 3
    ok(call, "rounds", MAIN, "close", "Pilot", "--as", "Lea")

    # 7-9: the codebook's second version, a final round on text that was in none
    code(call, MAIN, "Lea", "three", [("cerraba", "A > E")], tmp_path)
    ok(call, "versions", MAIN, "--make", "E was missing", "--as", "Lea")
    draw = ("--share", "0.5", "--fresh", "--seed", "3", "--whole")
    ok(call, "rounds", MAIN, "create", "Final", "--coders", "Ana,Bruno", *draw, "--as", "Lea")
    final = as_json(call, "rounds", MAIN, "list", "--json")[1]
    assert "one" not in final["sources"]
    assert final["codebook_version"] == 2

    # 11: figures from before and after the discussion, whatever came since
    assert as_json(call, *figures) == before
    after = as_json(call, *figures, "--after")
    kappas = [n["kappa"] for n in after["nodes"] if n["node"] in {"A > B", "D"}]
    assert kappas == [1.0, 1.0]
    ok(call, "excerpts", MAIN, "--coders", "Consensus", "-o", "consensus.docx")
    counted = as_json(call, "frequencies", MAIN, "--coders", "Consensus", "--format", "json")
    by_node = {row["node"]: row["codings"] for row in counted}
    assert (by_node["A > B"], by_node["D"], by_node["A > C"]) == (1, 2, 0)

    # 12: what happened, from the journal and the copies' own
    ok(call, "disagreements", MAIN, "--round", "Pilot", "-o", "appendix.docx")
    ok(call, "audit", MAIN, "-o", "audit.csv")
    with Path("audit.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["file"] for row in rows} == {"this file", "Ana.qdaproj", "Bruno.qdaproj"}
    assert sum(row["step"].startswith("Submitted") for row in rows) == 2
    ok(call, "check", MAIN)
