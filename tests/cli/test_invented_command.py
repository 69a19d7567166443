"""Nodes invented in rounds, from the command line: listed, kept, unified."""

import json

import pytest

from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import CreateNode
from qda_app.services.project import Project

P = "s.qdaproj"


@pytest.fixture
def blind(team, tmp_path):
    """A blind round in which Ana invented `D` below A and `E`, and coded with both."""
    words = ("create", "R", "--sources", "one", "--coders", "Ana,Bruno", "--blind")
    assert team("rounds", P, *words)[0] == 0
    with Project.open(tmp_path / P, viewer="Ana") as project:
        above = next(n.id for n in project.read.tree().order if n.name == "A")
        for name, parent in (("D", above), ("E", None)):
            node = project.run(CreateNode(name, parent))
            project.run(ApplyNode([node], 1, 200, 220))
    return team


def submit(call):
    for name in ("Ana", "Bruno"):
        assert call("rounds", P, "submit", "R", "--coder", name)[0] == 0


def listed(call, *more):
    code, out, err = call("invented", P, *more, "--json")
    assert code == 0, err
    return {row["node"]: row for row in json.loads(out)}


def test_an_invented_node_is_private_first_then_kept_or_unified(blind):
    assert listed(blind)["E"]["private"]
    code, _out, err = blind("invented", P, "--keep", "E")
    assert (code, "private until all have submitted" in err) == (1, True)
    submit(blind)
    found = listed(blind)
    assert (found["A > D"]["round"], found["A > D"]["inventor"]) == ("R", "Ana")
    assert found["A > D"]["codings"] == {"Ana": 1}
    assert found["A > D"]["alike"] == ["D"]
    assert listed(blind, "--keep", "E").keys() == {"A > D"}
    code, out, err = blind("invented", P, "--unify", "A > D", "--into", "D")
    assert (code, err) == (0, "1 coding moved to D.\n")
    assert out == "node\tround\tinventor\tcodings\talike\n"
    for _ in range(2):
        assert blind("undo", P)[0] == 0
    assert listed(blind).keys() == {"A > D", "E"}


def test_what_does_not_fit_is_refused(blind):
    submit(blind)
    code, _out, err = blind("invented", P, "--keep", "A > B")
    assert (code, "no node that was invented" in err) == (1, True)
    assert "A > D; E" in err
    assert blind("invented", P, "--unify", "E")[0] == 2
    code, _out, err = blind("invented", P, "--unify", "E", "--into", "nowhere")
    assert (code, "There is no node" in err) == (1, True)
