"""Copies that come back: hand-outs and copied files, undo and again, what is new only."""

import shutil
from pathlib import Path

import pytest
from merging_studies import bring, closed, codings, digest, node, paths

from qda_app.domain.errors import QdaError
from qda_app.domain.transcript import Transcript
from qda_app.services.commands.codings import (
    ApplyNewNode,
    ApplyNode,
    ChangeSpan,
    RemoveCodings,
)
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.commands.nodes import (
    CreateNode,
    DeleteNode,
    MergeNodes,
    RenameNode,
)
from qda_app.services.commands.participants import SetCaseValues
from qda_app.services.commands.rounds import CreateRound, SubmitRound
from qda_app.services.commands.sources import ImportSources
from qda_app.services.handouts import hand_out
from qda_app.services.merging.copies import read_copy
from qda_app.services.merging.doing import merge
from qda_app.services.merging.planning import plan_merge
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole


def test_a_hand_out_comes_back_with_everything(study, handed):
    for step in (
        ApplyNode([node(handed, "D")], 1, 20, 30, memo="why"),
        ApplyNewNode(1, 40, 50, "mine alone"),
        RemoveCodings([handed.read.codings()[0].id]),
        WriteMemo(handed.read.sources()[0].guid, "source", "about the source"),
    ):
        handed.run(step)
    handed.run(SubmitRound(handed.read.rounds()[0].id, handed.viewer_id))
    before, steps = codings(study), len(study.read.history())
    done = bring(study, closed(handed))
    assert [c for c in codings(study) if c[2] == 1] == [
        (1, "D", 1, 20, 30, "why"), (1, "mine alone", 1, 40, 50, ""),
    ]  # fmt: skip
    figures = done.plan.conservation
    assert (figures.brought, figures.identical, figures.removed) == (2, 0, 1)
    assert figures.after == len(study.read.codings()) == len(before) - 1 + 2
    assert study.read.rounds()[0].assignments[0].submitted
    assert study.read.rounds()[0].assignments[0].count == 2
    assert not study.read.rounds()[0].compared
    assert len(study.read.history()) == steps + 1
    assert study.check() is None
    with Project.open(done.backup) as kept:
        assert codings(kept) == before
    study.become("Bruno")
    assert "mine alone" not in paths(study)


def test_a_merge_is_undone_and_done_again(study, handed):
    handed.run(ApplyNode([node(handed, "D")], 1, 20, 30, memo="why"))
    handed.run(ApplyNewNode(1, 40, 50, "mine alone"))
    path = closed(handed)
    before = codings(study), paths(study)
    bring(study, path)
    after = codings(study), paths(study)
    assert bring(study, path).backup is None
    assert study.undo() == "Merged ana.qdaproj"
    assert (codings(study), paths(study)) == before
    study.redo()
    assert (codings(study), paths(study)) == after
    study.undo()
    bring(study, path)
    assert (codings(study), paths(study)) == after
    assert study.check() is None


def test_a_later_state_of_the_same_copy_brings_only_what_is_new(study, handed):
    handed.run(ApplyNode([node(handed, "D")], 1, 20, 30))
    handed.run(ApplyNewNode(1, 40, 50, "mine alone"))
    path = closed(handed)
    early = path.with_name("early.qdaproj")
    shutil.copy(path, early)
    bring(study, path)
    with Project.open(path, viewer="Ana") as again:
        again.run(RenameNode(node(again, "mine alone"), "mine"))
        again.run(ApplyNode([node(again, "mine")], 1, 60, 70))
        moved = next(c for c in again.read.codings() if c.start == 20)
        again.run(ChangeSpan(moved.id, 20, 35))
    done = bring(study, path)
    assert (done.plan.conservation.brought, done.plan.conservation.removed) == (2, 1)
    assert "mine" in paths(study)
    assert "mine alone" not in paths(study)
    assert (1, "D", 1, 20, 35, "") in codings(study)
    with pytest.raises(QdaError, match="older state"):
        read_copy(study, early)


def test_codings_follow_a_node_merged_away_here(study, copied):
    copy = copied()
    b, d = node(study, "A > B"), node(study, "D")
    copy.run(ApplyNode([b], 1, 20, 29, coder=1, memo="new"))
    copy.run(RemoveCodings([study.read.codings(coders=[2])[0].id]))
    study.run(MergeNodes([b], d))
    bring(study, closed(copy))
    assert codings(study) == [(1, "D", 1, 0, 10, ""), (1, "D", 1, 20, 29, "new")]
    assert study.check() is None


def test_a_merge_of_nodes_there_takes_what_is_only_here_along(study, copied):
    copy = copied()
    b, d = node(study, "A > B"), node(study, "D")
    study.run(ApplyNode([b], 1, 20, 29, coder=2, memo="only here"))
    copy.run(MergeNodes([b], d))
    done = bring(study, closed(copy))
    assert {c[1] for c in codings(study)} == {"D"}
    assert (1, "D", 2, 20, 29, "only here") in codings(study)
    assert done.plan.conservation.holds
    study.undo()
    assert {c[1] for c in codings(study)} == {"A > B"}
    assert study.check() is None


def test_what_both_coded_alike_is_not_doubled(study, copied):
    copy = copied()
    d = node(study, "D")
    for project in (copy, study):
        project.run(ApplyNode([d], 1, 20, 29, coder=1, memo=project.path.stem))
    figures = bring(study, closed(copy)).plan.conservation
    assert (figures.brought, figures.identical) == (1, 1)
    assert len([c for c in codings(study) if c[1] == "D"]) == 1
    found = next(c for c in codings(study) if c[1] == "D")
    assert found[5] == "study\n\ncopy"


def test_all_coders_submitted_in_two_hand_outs_makes_the_round_comparable(study, tmp_path):
    study.run(CreateRound("R", whole([study.read.sources()[0]]), [1, 2]))
    for name in ("Ana", "Bruno"):
        path = tmp_path / f"{name}.qdaproj"
        hand_out(study, name, path, "R")
        with Project.open(path, viewer=name) as copy:
            copy.run(ApplyNode([node(copy, "D")], 1, 20, 30))
            copy.run(SubmitRound(1, copy.viewer_id))
        assert not study.read.rounds()[0].basis
        bring(study, path)
    one = study.read.rounds()[0]
    assert one.compared
    assert one.basis
    assert {c: len(v) for c, v in study.read.submitted(one).items()} == {1: 2, 2: 2}


def test_a_blind_lead_merges_and_is_told_no_figures(study, handed):
    from qda_app.services.merging.reporting import as_json, lines

    handed.run(ApplyNode([node(handed, "D")], 1, 20, 30))
    study.become("Bruno")
    done = bring(study, closed(handed))
    told = "\n".join(lines(done.plan, done))
    assert "You still code blind in R" in told
    assert not [c for c in told.replace("qdaproj", "") if c.isdigit()]
    assert as_json(done.plan, done)["codings"] is None


def test_two_files_that_merge_one_another_agree(study, copied):
    copy = copied()
    study.run(ApplyNode([node(study, "D")], 1, 20, 29, coder=2, memo="here"))
    study.run(CreateNode("here"))
    copy.run(ApplyNode([node(copy, "A > C")], 1, 30, 39, coder=1, memo="there"))
    copy.run(RenameNode(node(copy, "A > B"), "B2"))
    other = study.path.with_name("study copy.qdaproj")
    study.backup(other)
    bring(copy, other)
    assert (1, "D", 2, 20, 29, "here") in codings(copy)
    assert copy.check() is None
    path = closed(copy)
    bring(study, path)
    with Project.open(path) as again:
        assert codings(again) == codings(study)
        assert paths(again) == paths(study)
        study.run(RemoveCodings([next(c.id for c in study.read.codings() if c.start == 30)]))
        again.run(ApplyNode([node(again, "here")], 1, 1, 2, coder=1))
    bring(study, path)
    assert (1, "here", 1, 1, 2, "") in codings(study)
    assert not [c for c in codings(study) if c[3] == 30]
    assert study.check() is None


def test_a_private_node_is_never_asked_about_and_never_unified(study, handed):
    handed.run(ApplyNewNode(1, 40, 50, "secret"))
    study.run(CreateNode("secret"))
    study.run(RemoveCodings([c.id for c in study.read.codings(coders=[2])]))
    done = bring(study, closed(handed))
    assert done.plan.conflicts == ()
    assert {"secret", "secret (2)"} <= set(paths(study))
    study.become("Bruno")
    assert "secret (2)" not in paths(study)


def test_a_hand_out_taken_back_is_merged_all_the_same(study, handed):
    handed.run(ApplyNode([node(handed, "D")], 1, 20, 30))
    assert study.undo() == "Handed a copy out to Ana"
    bring(study, closed(handed))
    assert (1, "D", 1, 20, 30, "") in codings(study)
    assert study.check() is None


def test_sources_cases_and_values_of_a_copied_file_come_along(study, copied):
    copy = copied()
    copy.run(ImportSources([Transcript("three", "Otra conversación.", "txt"),
                            Transcript("new", "Una más.", "txt")]))  # fmt: skip
    study.run(ImportSources([Transcript("new", "Otro texto.", "txt")]))
    for project, age in ((copy, "30"), (study, "40")):
        project.run(SetCaseValues({"P1": {"age": age}}, {"age": "number"}))
    copy.run(SetCaseValues({"P2": {"role": "head"}}, {}))
    done = bring(study, closed(copy))
    assert "“new” came as “new (2)”." in done.plan.notes
    read = study.read
    assert {"three", "new", "new (2)"} <= {s.name for s in read.sources()}
    third = next(s.id for s in read.sources() if s.name == "three")
    assert read.text(third) == "Otra conversación."
    assert third in read.holding("conversación")
    assert [c.name for c in read.cases()] == ["P1", "P1 (2)", "P2"]
    assert [name for name, _kind in read.attributes()] == ["age", "role"]
    assert study.check() is None


def test_what_hangs_on_a_node_with_another_name_does_not_keep_it(study, copied):
    copy = copied()
    key = node(study, "D")
    copy.run(RenameNode(key, "F"))
    study.run(RenameNode(key, "E"))
    bring(study, closed(copy), name="mine")
    study.run(DeleteNode(key))
    assert "E" not in paths(study)
    study.undo()
    study.run(MergeNodes([key], node(study, "A > C")))
    assert study.check() is None


def test_a_cancelled_merge_changes_nothing(study, copied):
    copy = copied()
    copy.run(RenameNode(node(copy, "D"), "E"))
    plan = plan_merge(study, read_copy(study, closed(copy)))
    before = study.read.head()

    class StopError(Exception):
        pass

    def stop(done, _of, _name):
        if done:
            raise StopError

    with pytest.raises(StopError):
        merge(study, plan, stop)
    assert study.read.head() == before
    assert not (study.path.parent / "backups").exists()


def test_a_copy_of_an_older_schema_that_cannot_be_written_to_is_not_touched(tmp_path):
    shipped = Path(__file__).parents[2] / "data" / "projects" / "schema2.qdaproj"
    main, copy = tmp_path / "main.qdaproj", tmp_path / "copy.qdaproj"
    for path in (main, copy):
        shutil.copy(shipped, path)
    copy.chmod(0o444)
    before = digest(copy)
    with Project.open(main) as project:
        assert bring(project, copy).backup is None
        assert project.check() is None
    assert digest(copy) == before
    assert not list(tmp_path.glob("copy (*"))


# What is refused
