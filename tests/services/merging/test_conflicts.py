"""What both sides changed is asked; what can be both is both."""

import pytest
from merging_studies import bring, closed, codings, node, paths

from qda_app.domain.errors import QdaError
from qda_app.services.commands.codings import (
    ApplyNode,
)
from qda_app.services.commands.nodes import (
    CreateNode,
    DefineNode,
    DeleteNode,
    MoveNode,
    RenameNode,
)
from qda_app.services.merging.copies import read_copy
from qda_app.services.merging.doing import merge
from qda_app.services.merging.planning import plan_merge
from qda_app.services.project import Project


def test_rename_here_and_move_there_are_both_done(study, copied):
    copy = copied()
    copy.run(MoveNode(node(copy, "D"), node(copy, "A")))
    study.run(RenameNode(node(study, "D"), "E"))
    assert bring(study, closed(copy)).plan.conflicts == ()
    assert "A > E" in paths(study)


@pytest.mark.parametrize(("choice", "name", "other"), [("mine", "E", "F"), ("theirs", "F", "E")])
def test_rename_against_rename_asks_and_keeps_the_other_as_an_alias(
    study, copied, choice, name, other
):
    copy = copied()
    key = node(copy, "D")
    copy.run(RenameNode(key, "F"))
    study.run(RenameNode(key, "E"))
    path = closed(copy)
    plan = plan_merge(study, read_copy(study, path))
    (conflict,) = plan.conflicts
    assert conflict.sentence == "“E” was renamed here, and in the copy it became “F”."
    assert conflict.choices == ("mine", "theirs")
    before = study.read.head()
    with pytest.raises(QdaError, match="1 conflict waits"):
        merge(study, plan)
    assert study.read.head() == before
    bring(study, path, name=choice)
    assert name in paths(study)
    with study.rows() as session:
        from qda_app.storage.team_tables import NodeAliasRow

        assert [a.name for a in session.query(NodeAliasRow)] == [other]
    study.undo()
    assert "E" in paths(study)


def test_move_against_move_and_a_cycle_ask(study, copied):
    copy = copied()
    b, c, d = (node(study, p) for p in ("A > B", "A > C", "D"))
    copy.run(MoveNode(d, b))
    study.run(MoveNode(d, c))
    copy.run(MoveNode(c, None))
    path = closed(copy)
    bring(study, path, parent="theirs")
    assert "A > B > D" in paths(study)


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_cycle_is_asked_and_broken(study, copied, choice):
    copy = copied()
    b, d = node(study, "A > B"), node(study, "D")
    copy.run(MoveNode(b, d))
    study.run(MoveNode(d, b))
    bring(study, closed(copy), cycle=choice)
    assert ("A > B > D" in paths(study)) == (choice == "mine")
    assert ("D > B" in " ".join(paths(study))) == (choice == "theirs")
    assert len(paths(study)) == 4


@pytest.mark.parametrize(
    ("choice", "text"), [("mine", "here"), ("theirs", "there"), ("both", "here\n\nthere")]
)
def test_definitions_edited_on_both_sides_are_kept_or_chosen(study, copied, choice, text):
    copy = copied()
    key = node(study, "D")
    copy.run(DefineNode(key, definition="there"))
    study.run(DefineNode(key, definition="here"))
    bring(study, closed(copy), definition=choice)
    assert study.read.tree().by_id[key].definition == text


@pytest.mark.parametrize(("choice", "retired"), [("mine", False), ("theirs", True)])
def test_a_node_deleted_there_and_used_here_is_kept_or_retired(study, copied, choice, retired):
    copy = copied()
    key = node(study, "D")
    copy.run(DeleteNode(key))
    study.run(ApplyNode([key], 1, 5, 9, coder=1))
    bring(study, closed(copy), deleted=choice)
    assert study.read.tree().by_id[key].retired is retired
    assert (1, "D", 1, 5, 9, "") in codings(study)


@pytest.mark.parametrize(("choice", "retired"), [("mine", True), ("theirs", False)])
def test_a_node_deleted_here_and_used_there_comes_back(study, copied, choice, retired):
    copy = copied()
    key = node(study, "D")
    copy.run(ApplyNode([key], 1, 5, 9, coder=1))
    study.run(DeleteNode(key))
    bring(study, closed(copy), deleted=choice)
    assert study.read.tree().by_id[key].retired is retired
    assert (1, "D", 1, 5, 9, "") in codings(study)
    study.undo()
    assert "D" not in paths(study)
    assert study.check() is None


@pytest.mark.parametrize("choice", ["unify", "apart"])
def test_nodes_of_one_name_are_unified_or_numbered(study, copied, choice):
    copy = copied()
    study.run(CreateNode("New", definition="here"))
    copy.run(CreateNode("New", definition="there"))
    copy.run(CreateNode("Below", node(copy, "New")))
    copy.run(ApplyNode([node(copy, "New")], 1, 5, 9, coder=1))
    path = closed(copy)
    bring(study, path, twin=choice)
    if choice == "unify":
        assert paths(study) == ["A", "A > B", "A > C", "D", "New", "New > Below"]
        assert (1, "New", 1, 5, 9, "") in codings(study)
        made = study.read.tree().by_id[node(study, "New")]
        assert made.definition == "here\n\nthere"
    else:
        assert (1, "New (2)", 1, 5, 9, "") in codings(study)
    assert study.check() is None
    study.undo()
    assert paths(study) == ["A", "A > B", "A > C", "D", "New"]
    study.redo()
    assert study.check() is None
    with Project.open(path) as again:
        again.run(ApplyNode([node(again, "New")], 1, 15, 19, coder=1))
    bring(study, path)
    name = "New" if choice == "unify" else "New (2)"
    assert (1, name, 1, 15, 19, "") in codings(study)
