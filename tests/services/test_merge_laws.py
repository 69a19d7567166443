"""Laws of merging over random pairs of histories: nothing is lost, doubled or made up."""

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qda_app.domain.errors import QdaError
from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import (
    ApplyNewNode,
    ApplyNode,
    ChangeNode,
    ChangeSpan,
    RemoveCodings,
    SetCertainty,
)
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.commands.nodes import (
    Branch,
    CreateNode,
    DefineNode,
    DeleteNode,
    GrowTree,
    MergeNodes,
    MoveNode,
    RenameNode,
    RetireNode,
)
from qda_app.services.commands.relations import RelateNodes
from qda_app.services.commands.sources import ImportSources, MarkDone
from qda_app.services.merging.copies import read_copy
from qda_app.services.merging.doing import merge
from qda_app.services.merging.plan import APART, BOTH, MINE, THEIRS, UNIFY
from qda_app.services.merging.planning import plan_merge
from qda_app.services.project import Project

TEXT = "¿Qué cambió? 😀 Ahora entro y miro a los niños."
MANY = settings(max_examples=settings().max_examples * 10 // 3)  # 200 daily, 10,000 deep

spans = st.tuples(st.integers(0, 8), st.integers(9, 14))
names = st.sampled_from(["a", "b", "c", "d"])
pick = st.integers(0, 20)
kinds = st.sampled_from(
    ["apply"] * 6 + ["span", "uncode", "recode"] * 2 + ["rename", "move", "create"] * 3
    + ["merge", "merge", "delete", "delete", "define", "memo", "retire", "new", "relate"]
    + ["sure", "done", "undo", "undo", "redo", "redo"]
)  # fmt: skip
acts = st.tuples(kinds, st.sampled_from([None, "Ana", "Bruno"]), pick, pick, names, spans)
histories = st.lists(acts, max_size=8)
tastes = st.sampled_from([MINE, THEIRS]), st.sampled_from([UNIFY, APART])


@pytest.fixture(scope="module")
def beginning():
    """A small project, closed, to begin each example with."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "begin.qdaproj"
        with Project.create(path) as project:
            project.run(AddCoder("Ana"))
            project.run(AddCoder("Bruno"))
            project.run(ImportSources([Transcript("one", TEXT, "txt")]))
            project.run(GrowTree([Branch("a > b"), Branch("c"), Branch("d > a")]))
            for coder in (1, 2):
                project.run(ApplyNode([2, 3], 1, 0, 9, coder=coder, memo="m"))
        yield path


def command(project, kind, i, j, name, span):
    """Return the command that an act stands for, None where there is nothing to act on."""
    nodes = [n.id for n in project.read.tree().order]
    codings = project.read.codings()
    own = [c for c in codings if project.viewer_id in {None, c.coder}]
    if kind == "create":
        return CreateNode(name, [None, *nodes][i % (len(nodes) + 1)])
    if kind == "new":
        return ApplyNewNode(1, *span, name)
    if kind == "done":
        return MarkDone(1 + i % 2, [1], j % 2 == 0)
    if not nodes:
        return None
    node, other = nodes[i % len(nodes)], nodes[j % len(nodes)]
    coding = own[i % len(own)] if own else None
    found = {
        "apply": lambda: ApplyNode([node], 1, *span, coder=project.viewer_id or 1 + j % 2),
        "rename": lambda: RenameNode(node, name),
        "move": lambda: MoveNode(node, [None, *nodes][j % (len(nodes) + 1)]),
        "merge": lambda: MergeNodes([node], other),
        "delete": lambda: DeleteNode(node),
        "define": lambda: DefineNode(node, definition=f"{name} {j}"),
        "retire": lambda: RetireNode(node, j % 2 == 0),
        "relate": lambda: RelateNodes(node, other, "condition"),
    }
    if coding is not None:
        found |= {
            "span": lambda: ChangeSpan(coding.id, *span),
            "uncode": lambda: RemoveCodings([coding.id]),
            "recode": lambda: ChangeNode([coding.id], other),
            "memo": lambda: WriteMemo(coding.guid, "coding", name if j % 3 else ""),
            "sure": lambda: SetCertainty([coding.id], j % 4),
        }
    return found[kind]() if kind in found else None


def live(project, history):
    """Do what a history says; what is refused is left out."""
    for kind, who, *rest in history:
        project.become(who)
        try:
            if kind in {"undo", "redo"}:
                getattr(project, kind)()
                continue
            step = command(project, kind, *rest)
            if step is not None:
                project.run(step)
        except QdaError:
            continue
    project.become(None)


def seen(project):
    """What the project holds, by GUID where that is lasting, without the order of siblings."""
    read = project.read
    guids = {n.id: n.guid for n in read.tree().order}
    return {
        "nodes": sorted(
            (n.guid, n.name, guids.get(n.parent, ""), n.retired, n.definition)
            for n in read.tree().order
        ),
        "codings": sorted(
            (c.start, c.end, c.coder, guids[c.node], c.memo, c.certainty) for c in read.codings()
        ),
        "relations": sorted((guids[r.node], guids[r.other]) for r in read.relations()),
        "done": sorted(read.done()),
    }


def loosely(project):
    """The same with memos and certainty apart: of a coding that was moved twice they follow one."""
    found = seen(project)
    notes = [(c[4], c[5]) for c in found["codings"] if c[4] or c[5]]
    return {
        **found,
        "codings": [c[:4] for c in found["codings"]],
        "memos": sorted(note[0] for note in notes if note[0]),
        "certainty": sorted(note[1] for note in notes if note[1]),
    }


def settle(project, path, taste, twin):
    """Merge a copy, answering every conflict by taste; return what was done and how much asked."""
    copy = read_copy(project, path)
    choices = {}
    for _ in range(30):
        plan = plan_merge(project, copy, choices)
        if not plan.open_conflicts:
            return merge(project, plan)
        for one in plan.open_conflicts:
            wanted = twin if UNIFY in one.choices else taste
            choices[one.key] = wanted if wanted in one.choices else BOTH
    raise AssertionError("conflicts without end")


def start(stack, beginning, base, *sides):
    """Return the main project and closed copies, after a common and each an own history."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    shutil.copy(beginning, folder / "a.qdaproj")
    main = stack.enter_context(Project.open(folder / "a.qdaproj"))
    live(main, base)
    paths = []
    for number, history in enumerate(sides):
        path = folder / f"copy {number}.qdaproj"
        main.backup(path)
        with Project.open(path) as copy:
            live(copy, history)
        paths.append(path)
    return main, paths


def spans_of(project):
    return {c.guid: (c.source, c.coder, c.start, c.end) for c in project.read.codings()}


def places(project):
    return set(spans_of(project).values())


@MANY
@given(histories, histories, histories, *tastes)
def test_a_merge_keeps_everything_and_is_taken_back_whole(
    beginning, base, ours, theirs, taste, twin
):
    with ExitStack() as stack:
        main, (first, path) = start(stack, beginning, base, [], theirs)
        stood = places(main)
        live(main, ours)
        before, here, ours_now = seen(main), places(main), spans_of(main)
        assert settle(main, first, taste, twin).backup is None  # merge(A, base) = A
        main.backup(first.with_name("same.qdaproj"))
        assert settle(main, first.with_name("same.qdaproj"), taste, twin).backup is None
        assert seen(main) == before

        done = settle(main, path, taste, twin)
        after = seen(main)
        with Project.open(path) as copy:
            there, theirs_now = places(copy), spans_of(copy)
        kept = {ours_now[guid] for guid in ours_now.keys() & theirs_now.keys()}
        assert places(main) >= (there - stood) | (here - stood) | kept
        assert places(main) <= here | there
        assert done.plan.conservation.holds
        assert len(main.read.codings()) == done.plan.conservation.after
        assert main.check() is None
        assert settle(main, path, taste, twin).backup is None  # the same copy again
        assert seen(main) == after
        if done.backup is None:
            return
        main.undo()
        assert seen(main) == before
        main.redo()
        assert seen(main) == after
        main.undo()
        settle(main, path, taste, twin)
        assert seen(main) == after
        assert main.check() is None


@MANY
@given(histories, histories, histories, histories, *tastes)
def test_the_order_of_two_copies_does_not_matter_where_nobody_is_asked(
    beginning, base, ours, one, two, taste, twin
):
    with ExitStack() as stack:
        main, paths = start(stack, beginning, base, one, two)
        live(main, ours)
        main.backup(main.path.with_name("other.qdaproj"))
        other = stack.enter_context(Project.open(main.path.with_name("other.qdaproj")))
        asked = 0
        for project, order in ((main, paths), (other, paths[::-1])):
            for path in order:
                asked += len(settle(project, path, taste, twin).plan.conflicts)
            assert project.check() is None
        if not asked:
            assert loosely(main) == loosely(other)
        else:
            assert places(main) == places(other)
