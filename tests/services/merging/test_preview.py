"""What a merge says beforehand: changes by name, and who coded how much at twin nodes."""

from merging_studies import closed, node

from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import (
    CreateNode,
    DefineNode,
    DeleteNode,
    MergeNodes,
    MoveNode,
    RenameNode,
    RetireNode,
)
from qda_app.services.merging.copies import read_copy
from qda_app.services.merging.planning import plan_merge
from qda_app.services.merging.reporting import as_json, lines


def planned(study, copy):
    return plan_merge(study, read_copy(study, closed(copy)))


def test_changes_of_nodes_are_told_by_name(study, copied):
    copy = copied()
    copy.run(RenameNode(node(copy, "A > C"), "Barriers"))
    copy.run(DefineNode(node(copy, "A"), definition="what it is"))
    copy.run(MoveNode(node(copy, "A > B"), node(copy, "D"), 0))
    copy.run(CreateNode("Fresh", node(copy, "D")))
    copy.run(RetireNode(node(copy, "D")))
    plan = planned(study, copy)
    assert set(plan.named) == {
        "New node “D > Fresh”",
        "Node “C”: name → “Barriers”",
        "Node “A”: defined",
        "Node “B”: moved below “D”",
        "Node “D”: retired",
    }
    assert set(plan.named) <= set(lines(plan, None))
    assert as_json(plan, None)["changes"] == list(plan.named)


def test_nodes_that_go_are_told_by_name(study, copied):
    copy = copied()
    copy.run(DeleteNode(node(copy, "D")))
    copy.run(MergeNodes([node(copy, "A > C")], node(copy, "A > B")))
    named = planned(study, copy).named
    assert "Node “D”: deleted" in named
    assert "Node “C”: merged into “B”" in named


def test_nothing_is_told_where_nothing_comes(study, copied):
    assert planned(study, copied()).named == ()


def test_twin_nodes_say_who_coded_how_much_on_either_side(study, copied):
    copy = copied()
    study.run(CreateNode("New", definition="ours"))
    copy.run(CreateNode("New"))
    for start in (5, 20):
        copy.run(ApplyNode([node(copy, "New")], 1, start, start + 4, coder=1))
    plan = planned(study, copy)
    (conflict,) = plan.conflicts
    name = study.read.coders()[0].name
    assert conflict.mine == "ours\nno codings yet"
    assert conflict.theirs == f"coded by {name}: 2"
    assert "  here: ours · no codings yet" in lines(plan, None)
