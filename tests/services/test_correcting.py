"""Correcting a transcript: codings, memos, quotations, turns and cases follow; undo is exact."""

import pytest

from qda_app.domain.corrections import ALTERED, CUT, LOST
from qda_app.domain.errors import QdaError
from qda_app.domain.quotation import OMIT, Edit
from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode, RemoveCodings
from qda_app.services.commands.corrections import CorrectText
from qda_app.services.commands.memos import EditMemo, WriteMemo, WriteSpanMemo
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.participants import AddCase, TieVoices
from qda_app.services.commands.quotations import ChooseQuotations, EditQuotation
from qda_app.services.commands.rounds import CreateRound
from qda_app.services.commands.sources import ImportSources
from qda_app.services.correcting import correction, preview, refusal
from qda_app.services.paper.quotes import basket
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole
from qda_app.services.searching import search

TEXT = "E: ¿Quién vino 😀?\nMaría: Vino María López a la escula.\nMaría: Y después nada."


@pytest.fixture
def study(tmp_path):
    """One conversation coded by two, with memos and quotations; its file name is t.qdaproj."""
    with Project.create(tmp_path / "t.qdaproj", "T") as project:
        for name in ("Ana", "Bruno"):
            project.run(AddCoder(name))
        project.run(GrowTree([Branch("A"), Branch("B")]))
        second, third = TEXT.index("María:"), TEXT.index("María: Y")
        turns = (
            Turn(0, 3, second - 1, "E", interviewer=True),
            Turn(second, second + 7, third - 1, "María"),
            Turn(third, third + 7, len(TEXT), "María"),
        )
        project.run(ImportSources([Transcript("I", TEXT, "txt", turns=turns)]))
        project.run(AddCase("P1"))
        project.run(TieVoices([(1, "María")], 1))
        yield project


def code(project, words, node=1, coder=1):
    start = project.read.text(1).index(words)
    return project.run(ApplyNode([node], 1, start, start + len(words), coder=coder))[0]


def coded(project):
    text = project.read.text(1)
    return sorted(text[c.start : c.end] for c in project.read.codings())


def correct(project, *pairs):
    text = project.read.text(1)
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return project.run(correction(project.read, 1, text))


def test_codings_follow_their_words_and_undo_brings_everything_back(study):
    code(study, "vino 😀")
    code(study, "Vino María López", coder=2)
    code(study, "López a la escula", node=2)
    code(study, "después nada.")
    before, ids = study.read.codings(), coded(study)
    found = correct(study, ("María López", "[una docente]"), ("escula", "escuela"))
    assert (found.changes, found.codings) == (2, {"kept": 2, ALTERED: 1, CUT: 1})
    assert coded(study) == [
        "Vino [una docente]", "[una docente] a la escuela", "después nada.", "vino 😀",
    ]  # fmt: skip
    assert study.check() is None
    assert study.undo()
    assert (study.read.codings(), coded(study), study.read.text(1)) == (before, ids, TEXT)
    assert study.redo()
    assert "[una docente] a la escuela" in coded(study)
    assert study.check() is None


def test_nothing_is_lost_silently(study):
    code(study, "López")
    text = TEXT.replace(" María López", "")
    seen = preview(study.read, 1, text)
    assert [(e.coder, e.node, e.before, e.after, e.fate) for e in seen.affected] == [
        ("Ana", "A", "López", "", LOST)
    ]
    assert seen.said() == [
        "1 place changes.", "1 coding is removed, for nothing of its words is left.",
    ]  # fmt: skip
    assert study.read.codings()
    assert study.run(correction(study.read, 1, text)).codings == {LOST: 1}
    assert study.read.codings() == []
    assert preview(study.read, 1, text).said() == ["The text is the same."]


def test_a_shorter_text_is_sound_and_so_is_its_undo(study):
    code(study, "después nada.")
    start = TEXT.index("María:")
    study.run(correction(study.read, 1, TEXT[start:]))
    assert coded(study) == ["después nada."]
    assert study.check() is None
    study.undo()
    assert study.check() is None
    assert coded(study) == ["después nada."]


def test_memos_and_certainty_follow_the_codings_and_passages(study):
    guid = code(study, "la escula")
    study.run(WriteMemo(guid, "coding", "typo?"))
    start = TEXT.index("después")
    study.run(WriteSpanMemo(1, start, start + 7, "when?"))
    lost = TEXT.index("López")
    study.run(WriteSpanMemo(1, lost, lost + 5, "who?"))
    correct(study, (" López", ""), ("escula", "escuela"))
    text = study.read.text(1)
    memos = {memo.text: memo for memo in study.read.memos()}
    assert text[memos["when?"].start : memos["when?"].end] == "después"
    assert memos["who?"].kind == "source"
    (coding,) = study.read.codings()
    assert memos["typo?"].target == coding.guid != guid
    assert study.undo()
    assert {m.text: m.kind for m in study.read.memos()}["who?"] == "span"


def test_turns_speakers_and_their_cases_follow(study):
    correct(study, ("María:", "P1:"), ("E: ¿Quién", "[Eva]: ¿Quién"))
    text = study.read.text(1)
    turns = study.read.turns_of(1)
    assert [(text[t.start : t.words], text[t.words : t.end], t.speaker) for t in turns] == [
        ("[Eva]: ", "¿Quién vino 😀?", "[Eva]"),
        ("P1: ", "Vino María López a la escula.", "P1"),
        ("P1: ", "Y después nada.", "P1"),
    ]
    assert [t.interviewer for t in turns] == [True, False, False]
    assert study.read.cases()[0].links == ((1, "P1"),)
    assert study.undo()
    assert study.read.cases()[0].links == ((1, "María"),)


def test_a_label_that_is_corrected_to_another_speaker_asks_as_that_one(study):
    start = TEXT.index("María: Y")
    study.run(correction(study.read, 1, TEXT[:start] + "E: Y" + TEXT[start + 8 :]))
    assert [(t.speaker, t.interviewer) for t in study.read.turns_of(1)] == [
        ("E", True), ("María", False), ("E", True),
    ]  # fmt: skip
    assert study.read.cases()[0].links == ((1, "María"),)


def test_quotations_follow_and_edited_ones_say_that_their_words_changed(study):
    for words in ("después nada.", "la escula"):
        start = TEXT.index(words)
        study.run(ChooseQuotations([(1, start, start + len(words), None)]))
    second = study.read.quotations()[1].id
    study.run(EditQuotation(second, edits=(Edit(OMIT, 0, 2),)))
    correct(study, ("escula", "escuela"))
    quotes, problems = basket(study.read)
    assert [q.printed.text for q in quotes] == ["después nada."]
    assert len(problems) == 1
    assert "changed since" in problems[0]


def test_the_new_text_is_found_by_a_search_and_the_old_one_is_not(study):
    correct(study, ("escula", "escuela"))
    assert [len(search(study.read, words).hits) for words in ("escuela", "escula")] == [1, 0]


def test_what_was_coded_since_keeps_a_text_from_changing_back(study):
    code(study, "después")
    correct(study, ("escula", "escuela"))
    study.become("Bruno")
    code(study, "escuela", coder=2)
    study.become(None)
    with pytest.raises(QdaError, match="coded or noted in the corrected text since"):
        study.undo()
    assert "escuela" in study.read.text(1)
    study.become("Bruno")
    study.undo()
    study.become(None)
    study.undo()
    assert (study.read.text(1), coded(study)) == (TEXT, ["después"])


def test_a_memo_or_a_quotation_since_keeps_it_too(study):
    correct(study, ("escula", "escuela"))
    study.become("Ana")
    study.run(WriteSpanMemo(1, 3, 9, "who?"))
    study.run(ChooseQuotations([(1, 3, 9, None)]))
    for _ in range(2):
        study.become(None)
        with pytest.raises(QdaError, match="coded or noted"):
            study.undo()
        study.become("Ana")
        study.undo()
    study.become(None)
    study.undo()
    assert study.read.text(1) == TEXT


def test_what_was_removed_before_a_correction_comes_back_only_into_its_own_text(study):
    study.become("Ana")
    code(study, "después")
    (coding,) = study.read.codings()
    study.run(RemoveCodings([coding.id]))
    study.run(WriteSpanMemo(1, 3, 9, "who?"))
    study.run(EditMemo(study.read.memos()[0].id, ""))
    study.become(None)
    correct(study, ("escula", "escuela"))
    study.become("Ana")
    with pytest.raises(QdaError, match="the text was corrected since"):
        study.undo()
    study.become(None)
    study.undo()
    study.become("Ana")
    for _ in range(3):
        study.undo()
    assert coded(study) == ["después"]


def test_a_text_that_a_round_rests_on_stays(study):
    people = [coder.id for coder in study.read.coders()]
    assert refusal(study.read, 1) == ""
    study.run(CreateRound("R", whole(study.read.sources()), people))
    with pytest.raises(QdaError, match="round “R” rest on the text of “I”") as refused:
        correct(study, ("escula", "escuela"))
    assert refusal(study.read, 1) == str(refused.value)
    assert study.read.text(1) == TEXT


@pytest.mark.parametrize(
    ("text", "seen", "sentence"),
    [("x", "0", "was changed since"), (" \n", None, "Remove the source instead")],
)
def test_what_does_not_fit_is_refused(study, text, seen, sentence):
    command = correction(study.read, 1, text)
    if seen:
        command = CorrectText(1, text, seen, "I")
    with pytest.raises(QdaError, match=sentence):
        study.run(command)
    assert study.read.text(1) == TEXT


def test_a_correction_stays_once_a_round_rests_on_it(study):
    people = [coder.id for coder in study.read.coders()]
    correct(study, ("escula", "escuela"))
    study.become("Ana")
    study.run(CreateRound("R", whole(study.read.sources()), people))
    study.become(None)
    with pytest.raises(QdaError, match="round “R” rest on the text of “I”"):
        study.undo()
    study.become("Ana")
    study.undo()
    study.become(None)
    study.undo()
    assert study.read.text(1) == TEXT


def test_the_same_text_is_no_step(study):
    head = study.read.head()
    assert study.run(correction(study.read, 1, TEXT)).changes == 0
    assert study.read.head() == head


def test_a_text_of_which_hardly_anything_stays_is_asked_about(study):
    seen = preview(study.read, 1, "Otra entrevista, por completo.")
    assert "is this the right one?" in seen.strange
    assert seen.strange in seen.said()
    assert preview(study.read, 1, TEXT.replace("escula", "escuela")).strange == ""
