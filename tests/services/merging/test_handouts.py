"""Hand-outs: what is in a copy for one coder, and that nothing of the others is."""

import pytest

from qda_app.domain.errors import QdaError
from qda_app.services.commands.codings import ApplyNewNode, ApplyNode, SetCertainty
from qda_app.services.commands.memos import WriteMemo, WriteSpanMemo
from qda_app.services.commands.rounds import CloseRound, CreateRound, SubmitRound
from qda_app.services.commands.versions import MakeVersion
from qda_app.services.handouts import hand_out, suggested_name
from qda_app.services.merging.copies import read_copy
from qda_app.services.merging.doing import merge
from qda_app.services.merging.planning import plan_merge
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole


@pytest.fixture
def round_one(project):
    """A blind round over the first source; Ana and Bruno have coded, and each invented a node."""
    read = project.read
    sources = {s.name: s for s in read.sources()}
    project.run(ApplyNode([3], sources["two"].id, 0, 9, coder=1))
    project.run(CreateRound("Round 1", whole([sources["one"]]), [1, 2]))
    for name, word in (("Ana", "apple"), ("Bruno", "brick")):
        project.become(name)
        project.run(ApplyNode([3], sources["one"].id, 0, 10, memo=f"{word} memo"))
        project.run(ApplyNewNode(sources["one"].id, 5, 20, f"{word} node"))
        own = project.read.codings(coders=[project.viewer_id], source=sources["one"].id)
        project.run(SetCertainty([own[0].id], 2))
        project.run(WriteSpanMemo(sources["one"].id, 1, 4, f"{word} passage"))
        node = project.read.tree().by_id[3]
        project.run(WriteMemo(node.guid, "node", f"{word} on a node"))
    project.become(None)
    project.run(WriteMemo(read.tree().by_id[3].guid, "node", "owner on a node"))
    return project


def test_a_hand_out_has_no_byte_of_another_coder(round_one, tmp_path):
    bruno = [c.guid for c in round_one.read.codings(coders=[2])]
    copy = tmp_path / "ana.qdaproj"
    made = hand_out(round_one, "ana", copy, "round 1")
    assert (made.coder, made.round, made.sources, made.codings) == ("Ana", "Round 1", 1, 2)
    assert [p.name for p in tmp_path.iterdir() if "ana" in p.name] == ["ana.qdaproj"]
    raw = copy.read_bytes()
    for word in [*bruno, "brick", "Bruno"]:
        assert word.encode() not in raw
        assert word.encode("utf-16-le") not in raw
    main = round_one.path.read_bytes() + round_one.path.with_name("study.qdaproj-wal").read_bytes()
    assert all(word.encode() in main for word in [*bruno, "brick", "Bruno"])


def test_a_hand_out_has_what_its_coder_needs_with_the_same_guids(round_one, tmp_path):
    copy = tmp_path / "ana.qdaproj"
    hand_out(round_one, "Ana", copy, "Round 1")
    mine = {c.guid: c for c in round_one.read.codings(coders=[1])}
    with Project.open(copy, viewer="Ana") as project:
        assert project.check() is None
        read = project.read
        assert read.project_guid() == round_one.read.project_guid()
        assert [s.guid for s in read.sources()] == [
            s.guid for s in round_one.read.sources() if s.name == "one"
        ]
        assert read.text(read.sources()[0].id) == round_one.read.text(1)
        found = read.codings()
        assert {c.guid for c in found} == {c.guid for c in mine.values() if c.source == 1}
        assert sorted(c.memo for c in found) == ["", "apple memo"]
        assert sorted(c.certainty for c in found) == [0, 2]
        assert sorted(n.name for n in read.tree().order) == ["A", "B", "C", "D", "apple node"]
        assert sorted(m.text for m in read.memos()) == [
            "apple memo", "apple on a node", "apple passage", "owner on a node",
        ]  # fmt: skip
        assert [c.name for c in read.coders()] == ["Ana"]
        assert [(r.name, r.coders, len(r.parts)) for r in read.rounds()] == [("Round 1", (1,), 1)]
        assert project.undo_label is None
        assert len(read.history()) == 1
        assert round_one.read.history()[1].hash in read.history()[0].label
    assert round_one.check() is None
    assert round_one.undo_label == "Handed a copy out to Ana"


def test_without_a_round_everything_is_handed_out_but_what_others_invent(round_one, tmp_path):
    copy = tmp_path / "bruno.qdaproj"
    made = hand_out(round_one, "Bruno", copy)
    assert (made.sources, made.codings, made.round) == (2, 2, "")
    assert b"apple" not in copy.read_bytes()
    assert suggested_name(round_one, "Bruno", "a/b") == "study - Bruno - a_b.qdaproj"


@pytest.mark.parametrize(
    ("coder", "name", "said"),
    [
        ("Clara", "Round 1", "There is no coder “Clara”"),
        ("Ana", "Round 9", "There is no round “Round 9”"),
        ("Ana", "Bruno's", "Ana does not code in the round “Bruno's”"),
    ],
)
def test_what_cannot_be_handed_out_is_refused(round_one, tmp_path, coder, name, said):
    round_one.run(CreateRound("Bruno's", whole(round_one.read.sources()), [2]))
    steps = len(round_one.read.history())
    with pytest.raises(QdaError, match=said):
        hand_out(round_one, coder, tmp_path / "copy.qdaproj", name)
    assert not (tmp_path / "copy.qdaproj").exists()
    assert len(round_one.read.history()) == steps


def test_a_file_that_is_there_is_never_overwritten(round_one, tmp_path):
    (tmp_path / "there.qdaproj").write_text("mine")
    with pytest.raises(QdaError, match="exists already"):
        hand_out(round_one, "Ana", tmp_path / "there.qdaproj")
    assert (tmp_path / "there.qdaproj").read_text() == "mine"


def test_a_hand_out_into_nowhere_leaves_the_project_as_it_was(round_one, tmp_path):
    steps = len(round_one.read.history())
    with pytest.raises(QdaError, match="cannot be written"):
        hand_out(round_one, "Ana", tmp_path / "none" / "copy.qdaproj")
    assert len(round_one.read.history()) == steps


def test_in_a_hand_out_the_coder_looks_and_nobody_leads(project, tmp_path):
    made = project.run(CreateRound("R", whole(project.read.sources()), [1, 2]))
    hand_out(project, "Ana", tmp_path / "ana.qdaproj", "R")
    with Project.open(tmp_path / "ana.qdaproj") as copy:
        assert copy.viewer == "Ana"
        copy.run(ApplyNewNode(1, 0, 9, "mine"))
        copy.run(SubmitRound(copy.read.rounds()[0].id, copy.viewer_id, "R"))
        assert copy.read.rounds()[0].state == "submitted"
        for command in (CloseRound(copy.read.rounds()[0].id), MakeVersion("x")):
            with pytest.raises(QdaError, match="This is Ana's copy"):
                copy.run(command)
        with pytest.raises(QdaError, match="only its project hands out"):
            hand_out(copy, "Ana", tmp_path / "again.qdaproj")
        with pytest.raises(QdaError, match="Open the project and merge the copy there"):
            read_copy(copy, project.path)
    merge(project, plan_merge(project, read_copy(project, tmp_path / "ana.qdaproj")))
    project.become("Bruno")
    assert "mine" not in {node.name for node in project.read.tree().order}
    assert project.read.rounds()[0].id == made
