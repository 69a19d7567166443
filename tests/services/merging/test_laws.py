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
SOME = settings(max_examples=settings().max_examples // 3)  # each merges three or four times

spans = st.tuples(st.integers(0, 8), st.integers(9, 14))
names = st.sampled_from(["a", "b", "c", "d"])
pick = st.integers(0, 20)
kinds = st.sampled_from(
    ["apply"] * 6 + ["span", "uncode", "recode"] * 2 + ["rename", "move", "create"] * 3
    + ["merge", "merge", "delete", "delete", "define", "memo", "retire", "new", "relate"]
    + ["sure", "done", "undo", "undo", "redo", "redo"]
)  # fmt: skip
acts = st.tuples(kinds, st.sampled_from([None, "Ana", "Bruno"]), pick, pick, names, spans)
histories = st.lists(acts, max_size=6)
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


def settle(project, copy, taste, twin):
    """Merge a copy, answering every conflict by taste."""
    choices = {}
    for _ in range(30):
        plan = plan_merge(project, copy, choices)
        if not plan.open_conflicts:
            return merge(project, plan)
        for one in plan.open_conflicts:
            wanted = twin if UNIFY in one.choices else taste
            choices[one.key] = wanted if wanted in one.choices else BOTH
    raise AssertionError("conflicts without end")


def start(stack, beginning, base, *sides, spans=None):
    """Return the main project and closed copies, after a common and each an own history.

    `spans` takes up where the codings of each copy are.
    """
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
            if spans is not None:
                spans.append(spans_of(copy))
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
        main, (path,) = start(stack, beginning, base, theirs, spans=(spans := []))
        (there,) = spans
        stood = places(main)
        live(main, ours)
        before, here = seen(main), spans_of(main)
        done = settle(main, read_copy(main, path), taste, twin)
        after = seen(main)
        kept = {here[guid] for guid in here.keys() & there.keys()}
        new = {*here.values(), *there.values()} - stood
        assert new | kept <= places(main) <= {*here.values(), *there.values()}
        assert done.plan.conservation.holds
        assert len(main.read.codings()) == done.plan.conservation.after
        assert main.check() is None
        if done.backup is None:
            assert after == before
            return
        main.undo()
        assert seen(main) == before
        main.redo()
        assert seen(main) == after


@SOME
@given(histories, histories, histories, *tastes)
def test_what_is_here_already_changes_nothing(beginning, base, ours, theirs, taste, twin):
    with ExitStack() as stack:
        main, (first, path) = start(stack, beginning, base, [], theirs)
        live(main, ours)
        main.backup(first.with_name("same.qdaproj"))
        before = seen(main), main.read.head()
        for known in (first, first.with_name("same.qdaproj")):  # merge(A, base), merge(A, A)
            assert settle(main, read_copy(main, known), taste, twin).backup is None
        assert (seen(main), main.read.head()) == before
        settle(main, read_copy(main, path), taste, twin)
        after = seen(main), main.read.head()
        assert settle(main, read_copy(main, path), taste, twin).backup is None
        assert (seen(main), main.read.head()) == after
        if main.undo_label == "Merged copy 1.qdaproj":
            main.undo()
            settle(main, read_copy(main, path), taste, twin)
            assert seen(main) == after[0]
            assert main.check() is None


@SOME
@given(histories, histories, histories, histories, *tastes)
def test_the_order_of_two_copies_does_not_matter_but_for_answers(
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
                done = settle(project, read_copy(project, path), taste, twin)
                asked += len(done.plan.conflicts)
        if not asked:
            assert loosely(main) == loosely(other)
        else:
            assert places(main) == places(other)
        assert main.check() is None
