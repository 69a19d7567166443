"""Consent: whose words may be quoted, and what is said of those who refuse."""

import pytest

from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.participants import SetCaseValues, TieVoices
from qda_app.services.commands.sources import ImportSources
from qda_app.services.consent import (
    Consent,
    has_withdrawn,
    left_out_words,
    may_quote,
    may_share,
    recorded,
)
from qda_app.services.consent_list import require_consent
from qda_app.services.retrieval.excerpts import Excerpt


@pytest.mark.parametrize(
    ("value", "allowed"),
    [
        ("quote", True),
        ("quote, share", True),
        ("Citar y compartir", True),
        ("share", False),
        ("compartir", False),
        ("withdrawn", False),
        ("quote; withdrawn", False),
        ("retirada", False),
        ("no quote", False),
        ("not decided", False),
        ("?", True),  # nothing is recorded
        ("", True),
    ],
)
@pytest.mark.parametrize("name", ["consent", "Consentimiento"])
def test_only_the_word_quote_allows_it_where_anything_is_recorded(name, value, allowed):
    assert may_quote({name: value, "role": "withdrawn"}) is allowed


def test_nothing_recorded_is_told_from_nothing_allowed():
    assert recorded({"role": "x"}) is None
    assert recorded({"consent": "maybe"}) == frozenset()


def test_who_is_left_out_is_counted_in_words():
    assert left_out_words(3, 2) == (
        "3 passages of 2 participants who do not allow quotation are left out."
    )
    assert "1 participant who does not" in left_out_words(3, 1)
    assert left_out_words(1, 1).startswith("1 passage of")
    assert left_out_words(0, 0) == ""


def test_silence_allows_or_not():
    assert may_quote({}, silence=True)
    assert not may_quote({}, silence=False)
    assert may_share({"consent": "?"}, silence=True)
    assert not may_share({"consent": "?"}, silence=False)
    assert may_quote({"consent": "quote"}, silence=False)
    assert has_withdrawn({"consent": "quote, withdrawn"})
    assert not has_withdrawn({"consent": "no"})


def passage(source, start, end):
    return Excerpt(source, "", start, end, "")


@pytest.fixture
def talk(project):
    """A conversation of P and Q, of whom Q has withdrawn."""
    text = "P: Antes no. Q: Ahora sí."
    turns = (Turn(0, 3, 13, "P"), Turn(13, 16, 25, "Q"))
    project.run(ImportSources([Transcript("talk", text, "txt", turns=turns)]))
    values = {"P": {"consent": ""}, "Q": {"consent": "withdrawn"}}
    project.run(SetCaseValues(values, {"consent": "text"}))
    source = next(s.id for s in project.read.sources() if s.name == "talk")
    for case in project.read.cases():
        project.run(TieVoices([(source, case.name)], case.id))
    return project, source


def test_a_passage_in_which_anybody_refusing_is_heard_is_left_out(talk):
    project, source = talk
    of_p, both, of_q = passage(source, 3, 12), passage(source, 8, 20), passage(source, 16, 25)
    found = Consent(project.read).sift([of_p, both, of_q, of_q])
    assert found.kept == [of_p]
    assert (found.left_out, found.refusing, found.unrecorded) == (2, ("Q",), 1)
    assert len(found.statement()) == 2


def test_where_speakers_are_not_told_apart_one_refusal_counts_for_the_source(project):
    one = project.read.sources()[0].id
    values = {"P": {"consent": "quote"}, "Q": {"consent": "share"}}
    project.run(SetCaseValues(values, {"consent": "text"}))
    for case in project.read.cases():
        project.run(TieVoices([(one, "")], case.id))
    consent = Consent(project.read)
    assert not consent.allows(passage(one, 0, 5))
    assert [case.name for case in consent.refusing_in(one, 400)] == ["Q"]
    assert consent.allows(passage(project.read.sources()[1].id, 0, 5))


def test_a_project_can_ask_for_consent_in_writing(talk):
    project, source = talk
    before = Consent(project.read).sift([passage(source, 0, 12)])
    assert (len(before.kept), before.unrecorded) == (1, 1)
    project.run(require_consent(required=True))
    after = Consent(project.read).sift([passage(source, 0, 12)])
    assert (after.kept, after.left_out, after.refusing, after.unrecorded) == ([], 1, ("P",), 0)
    assert after.statement() == [
        left_out_words(1, 1),
        "In this project, quotation is allowed only where consent to it is recorded.",
    ]
    assert project.undo()
    assert Consent(project.read).sift([passage(source, 0, 12)]).kept
