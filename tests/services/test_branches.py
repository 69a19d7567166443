"""Several nodes at once, and relations between nodes: one step each, taken back whole."""

import pytest

from qda_app.domain.errors import QdaError
from qda_app.services.commands.branches import (
    CopyBranch,
    GatherNodes,
    MoveNodes,
    SortNodes,
    SplitNode,
)
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.commands.nodes import CreateNode, DefineNode, DeleteNode, MergeNodes
from qda_app.services.commands.relations import RelateNodes, RemoveRelation


def paths(project):
    return list(project.read.tree().paths().values())


def ids(project):
    return {path: key for key, path in project.read.tree().paths().items()}


def back_and_forth(project, before):
    after = paths(project)
    project.undo()
    assert paths(project) == before
    project.redo()
    assert paths(project) == after


def test_sorting_by_name_ignores_case_and_accents_and_by_rank(project):
    for name in ("árbol", "Zeta", "azul"):
        project.run(CreateNode(name))
    before = paths(project)
    project.run(SortNodes(None))
    assert paths(project) == ["A", "A > B", "A > C", "árbol", "azul", "D", "Zeta"]
    back_and_forth(project, before)
    found = ids(project)
    project.run(SortNodes(None, {found["Zeta"]: 9, found["D"]: 4}))
    assert paths(project)[:2] == ["Zeta", "D"]


def test_moving_several_takes_only_the_topmost_along(project):
    before, found = paths(project), ids(project)
    project.run(CreateNode("Top"))
    top = ids(project)["Top"]
    project.run(MoveNodes([found["D"], found["A > B"], found["A"]], top))
    assert paths(project) == ["Top", "Top > D", "Top > A", "Top > A > B", "Top > A > C"]
    project.undo()
    project.undo()
    assert paths(project) == before
    with pytest.raises(QdaError, match="below itself"):
        project.run(MoveNodes([found["A"]], found["A > B"]))


def test_gathering_makes_the_category_once(project):
    before, found = paths(project), ids(project)
    project.run(GatherNodes([found["A > C"], found["D"]], "Category"))
    assert paths(project) == ["A", "A > B", "Category", "Category > C", "Category > D"]
    back_and_forth(project, before)
    project.run(GatherNodes([found["A > B"]], "Category"))
    assert paths(project)[-1] == "Category > B"
    with pytest.raises(QdaError, match="Choose the nodes"):
        project.run(GatherNodes([], "x"))


def test_copying_a_branch_keeps_definitions_and_leaves_codings(project):
    found = ids(project)
    project.run(DefineNode(found["A > B"], use_when="always"))
    source = project.read.sources()[0].id
    project.run(ApplyNode([found["A > B"]], source, 0, 5, coder=1))
    before = paths(project)
    (copy,) = project.run(CopyBranch([found["A"]], None))
    tree = project.read.tree()
    assert tree.path(copy) == "A (2)"
    assert tree.find(("A (2)", "B"))[0].use_when == "always"
    assert len(project.read.codings()) == 1
    back_and_forth(project, before)
    with pytest.raises(QdaError, match="into itself"):
        project.run(CopyBranch([found["A"]], found["A > B"]))


def test_splitting_re_codes_what_was_chosen_and_leaves_the_rest(project):
    found, source = ids(project), project.read.sources()[0].id
    for start in (0, 10, 20):
        project.run(ApplyNode([found["D"]], source, start, start + 5, coder=1))
    first, second, _third = (coding.id for coding in project.read.codings())
    project.run(SplitNode(found["D"], [("One", [first]), ("Two", [second])]))
    tree = project.read.tree()
    assert [tree.path(c.node) for c in project.read.codings()] == ["D > One", "D > Two", "D"]
    project.undo()
    assert {c.node for c in project.read.codings()} == {found["D"]}
    with pytest.raises(QdaError, match="another node"):
        project.run(SplitNode(found["A"], [("One", [project.read.codings()[0].id])]))
    assert project.check() is None


def kinds(project):
    tree = project.read.tree()
    return [(tree.path(r.node), r.kind, tree.path(r.other)) for r in project.read.relations()]


def test_relations_are_kept_once_and_refuse_what_makes_no_sense(project):
    found = ids(project)
    guid = project.run(RelateNodes(found["D"], found["A"], "condition"))
    assert project.run(RelateNodes(found["D"], found["A"], "condition")) == guid
    project.run(WriteMemo(guid, "relation", "without time no visits"))
    assert kinds(project) == [("D", "condition", "A")]
    assert project.read.relations()[0].memo == "without time no visits"
    for ends, kind, words in (
        ((found["D"], found["D"]), "condition", "itself"),
        ((found["D"], found["A"]), "friend", "kind"),
    ):
        with pytest.raises(QdaError, match=words):
            project.run(RelateNodes(*ends, kind))
    project.run(RemoveRelation(project.read.relations()[0].id))
    assert kinds(project) == []
    project.undo()
    assert kinds(project) == [("D", "condition", "A")]


def test_merging_carries_relations_along_and_deleting_takes_them_away(project):
    found = ids(project)
    project.run(RelateNodes(found["A > B"], found["D"], "action"))
    project.run(RelateNodes(found["A > B"], found["A > C"], "context"))
    project.run(MergeNodes([found["A > B"]], found["A > C"]))
    assert kinds(project) == [("A > C", "action", "D")]
    project.undo()
    assert len(kinds(project)) == 2
    project.run(DeleteNode(found["D"]))
    assert kinds(project) == [("A > B", "context", "A > C")]
    project.undo()
    assert project.check() is None
