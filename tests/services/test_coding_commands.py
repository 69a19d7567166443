"""Splitting, certainty, in vivo and new nodes: one step each, taken back whole."""

import pytest

from qda_app.domain.errors import QdaError
from qda_app.services.commands.codings import (
    ApplyNewNode,
    ApplyNode,
    ChangeSpan,
    SetCertainty,
    SplitCoding,
    in_vivo_name,
)
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.commands.settings import KeepSetting


def coded(project, span=(0, 31)):
    project.become("Ana")
    node = next(n.id for n in project.read.tree().order if n.name == "B")
    source = project.read.sources()[0].id
    project.run(ApplyNode([node], source, *span))
    return project.read.codings()[0]


def spans(project):
    return [(c.start, c.end, c.memo, c.certainty) for c in project.read.codings()]


def test_split_keeps_the_memo_with_the_first_part_and_certainty_with_both(project):
    coding = coded(project)
    project.run(WriteMemo(coding.guid, "coding", "why"))
    project.run(SetCertainty([coding.id], 1))
    project.run(SplitCoding(coding.id, 10))
    assert spans(project) == [(0, 9, "why", 1), (10, 31, "", 1)]
    project.undo()
    assert spans(project) == [(0, 31, "why", 1)]
    with pytest.raises(QdaError, match="cut in two"):
        project.run(SplitCoding(project.read.codings()[0].id, 31))
    assert project.check() is None


def test_split_leaves_the_blank_between_the_parts_out(project):
    coding = coded(project)
    text = project.read.text(coding.source)
    blank = text.index(" ", 5)
    for at in (blank, blank + 1):
        project.run(SplitCoding(coding.id, at))
        assert [span[:2] for span in spans(project)] == [(0, blank), (blank + 1, 31)]
        project.undo()
    with pytest.raises(QdaError, match="cut in two"):
        project.run(SplitCoding(coded_blank(project, text, blank), blank))


def coded_blank(project, text, blank):
    """Code a word with the blank before it, where nothing lies before the cut."""
    node = next(n.id for n in project.read.tree().order if n.name == "B")
    source = project.read.sources()[0].id
    end = text.index(" ", blank + 1)
    project.run(ApplyNode([node], source, blank, end))
    return next(c.id for c in project.read.codings() if (c.start, c.end) == (blank, end))


def test_certainty_follows_a_moved_boundary_and_is_the_coders_own(project):
    coding = coded(project)
    project.run(SetCertainty([coding.id], 2))
    project.run(ChangeSpan(coding.id, 1, 31))
    assert spans(project) == [(1, 31, "", 2)]
    now = project.read.codings()[0].id
    project.become("Bruno")
    with pytest.raises(QdaError, match="Only the person"):
        project.run(SetCertainty([now], 3))
    with pytest.raises(QdaError, match="1 \\(unsure\\)"):
        project.run(SetCertainty([now], 7))
    project.become("Ana")
    project.run(SetCertainty([now], 0))
    assert spans(project)[0][3] == 0
    project.undo()
    assert spans(project)[0][3] == 2


def test_two_peoples_memos_on_a_coding_do_not_double_it(project):
    coding = coded(project)
    project.run(WriteMemo(coding.guid, "coding", "mine"))
    project.become("Bruno")
    project.run(WriteMemo(coding.guid, "coding", "yours"))
    assert [c.memo for c in project.read.codings()] == ["mine\n\nyours"]


def test_a_new_node_and_its_coding_are_one_step(project):
    project.become("Ana")
    source = project.read.sources()[0].id
    node = project.run(ApplyNewNode(source, 0, 30))
    assert project.read.tree().path(node) == "Antes uno cerraba la puerta 😀"
    assert project.run(ApplyNewNode(source, 40, 50, "Antes uno cerraba la puerta 😀")) == node
    assert len(project.read.codings()) == 2
    below = project.run(ApplyNewNode(source, 0, 3, "D > E"))
    assert project.read.tree().path(below) == "D > E"
    project.undo()
    project.undo()
    project.undo()
    assert len(project.read.tree().order) == 4
    assert project.read.codings() == []


def test_an_in_vivo_name_is_one_line_and_cut_at_a_word():
    assert in_vivo_name("«¿Y\n qué > cambió?»") == "Y qué cambió"
    long = in_vivo_name("palabra " * 20)
    assert len(long) <= 61
    assert long.endswith("palabra…")


def test_going_to_a_step_takes_back_or_brings_back_all_after_it(project):
    coding = coded(project)
    project.run(ChangeSpan(coding.id, 1, 31))
    project.run(KeepSetting("favourites", "[]"))
    first, _second, third = (step.number for step in project.steps())
    assert project.go_to_step(first) == 2
    assert spans(project) == [(0, 31, "", 0)]
    assert [step.undone for step in project.steps()] == [False, True, True]
    assert project.steps()[-1].label == "Changed a setting of the project"
    newest = project.steps()[-1].number
    assert newest != third
    assert project.go_to_step(newest) == 2
    assert project.read.settings() == {"favourites": "[]"}
    with pytest.raises(QdaError, match="no such step"):
        project.go_to_step(9_999)
