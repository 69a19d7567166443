"""A copy made before a text was corrected: its codings, memos and quotations follow their words."""

import pytest
from merging_studies import bring, closed, node

from qda_app.domain.errors import QdaError
from qda_app.services.commands.codings import ApplyNode, RemoveCodings
from qda_app.services.commands.memos import WriteMemo, WriteSpanMemo
from qda_app.services.commands.quotations import ChooseQuotations
from qda_app.services.commands.rounds import CreateRound
from qda_app.services.correcting import correction
from qda_app.services.rounds.rounds import whole


def correct(project, old, new):
    text = project.read.text(1)
    assert old in text
    project.run(correction(project.read, 1, text.replace(old, new)))


def words(project):
    texts = project.read.texts()
    names = {coder.id: coder.name for coder in project.read.coders()}
    return sorted(
        (names[c.coder], texts[c.source][c.start : c.end]) for c in project.read.codings()
    )


def code(project, passage, coder=1):
    start = project.read.text(1).index(passage)
    project.run(ApplyNode([node(project, "A > B")], 1, start, start + len(passage), coder=coder))
    return start


@pytest.fixture
def pieces(study):
    """Three words of the first source, in order: early, middle, late."""
    found = study.read.text(1).split()
    return found[0], found[5], found[-1]


def test_codings_memos_and_quotations_of_a_copy_follow_the_corrected_words(study, copied, pieces):
    early, middle, _late = pieces
    text = study.read.text(1)
    copy = copied()
    at = text.index(middle)
    copy.run(ApplyNode([node(copy, "D")], 1, at, at + len(middle), coder=2))
    copy.run(WriteMemo(copy.read.codings()[-1].guid, "coding", "from the copy"))
    copy.run(WriteSpanMemo(1, at, at + len(middle), "a passage"))
    copy.run(ChooseQuotations([(1, at, at + len(middle), None)]))
    correct(study, early, f"{early} and more")
    bring(study, closed(copy))
    new = study.read.text(1)
    assert ("Bruno", middle) in words(study)
    (memo,) = (m for m in study.read.memos() if m.text == "a passage")
    assert new[memo.start : memo.end] == middle
    (quotation,) = study.read.quotations()
    assert new[quotation.start : quotation.end] == middle
    assert any(m.text == "from the copy" and m.kind == "coding" for m in study.read.memos())
    assert study.check() is None
    study.undo()
    assert ("Bruno", middle) not in words(study)
    study.undo()
    assert study.read.text(1) == text


def test_quotations_chosen_in_a_copy_come_along(study, copied):
    copy = copied()
    copy.run(ChooseQuotations([(1, 0, 5, None)]))
    bring(study, closed(copy))
    assert [(q.source, q.start, q.end) for q in study.read.quotations()] == [(1, 0, 5)]
    assert study.check() is None


def test_what_the_copy_removed_is_removed_although_it_moved_here(study, copied, pieces):
    copy = copied()
    first = next(c for c in copy.read.codings() if c.coder == 1)
    copy.run(RemoveCodings([first.id]))
    correct(study, pieces[0], f"One {pieces[0]}")
    before = len(study.read.codings())
    bring(study, closed(copy))
    assert len(study.read.codings()) == before - 1
    assert {c.coder for c in study.read.codings()} == {2}


def test_what_cannot_be_placed_becomes_a_memo_and_is_said(study, copied, pieces):
    middle = pieces[1]
    copy = copied()
    at = code(copy, middle, coder=2)
    copy.run(WriteSpanMemo(1, at, at + len(middle), "adrift"))
    copy.run(ChooseQuotations([(1, at, at + len(middle), None)]))
    correct(study, f" {middle}", "")
    found = bring(study, closed(copy))
    assert found is not None
    memos = {m.text: m for m in study.read.memos()}
    kept = f"Bruno coded words that were corrected away, at B: “{middle}”"
    assert memos[kept].kind == "source"
    assert memos["adrift"].kind == "source"
    assert study.read.quotations() == []
    assert all(w != middle for _who, w in words(study))
    assert study.check() is None


def test_a_text_corrected_in_the_copy_alone_is_refused_and_the_way_is_said(study, copied, pieces):
    copy = copied()
    correct(copy, pieces[0], f"One {pieces[0]}")
    path = closed(copy)
    with pytest.raises(QdaError, match="Correct it here in the same way"):
        bring(study, path)
    correct(study, pieces[0], f"One {pieces[0]}")
    bring(study, path)
    assert study.check() is None


def test_a_round_of_the_copy_over_the_old_text_is_refused(study, copied, pieces):
    copy = copied()
    copy.run(CreateRound("R", whole([copy.read.sources()[0]]), [1, 2]))
    correct(study, pieces[0], f"One {pieces[0]}")
    with pytest.raises(QdaError, match="has a round over the text"):
        bring(study, closed(copy))
