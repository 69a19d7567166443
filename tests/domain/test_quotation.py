"""Quotations: the speaker's words stay, every edit can be told from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.domain.errors import QdaError
from qda_app.domain.quotation import (
    EMPHASISE,
    INSERT,
    KINDS,
    OMIT,
    REPLACE,
    SIC,
    Edit,
    printed,
)
from qda_app.domain.text import fingerprint

WORDS = "Antes uno cerraba la puerta, y ahora entro y miro."


def at(words, kind, text=""):
    start = WORDS.index(words)
    return Edit(kind, start, start + len(words), text)


@pytest.mark.parametrize(
    ("edits", "found"),
    [
        ([], WORDS),
        ([at(", y ahora", OMIT)], "Antes uno cerraba la puerta (…) entro y miro."),
        ([at("uno", REPLACE, "yo")], "Antes [yo] cerraba la puerta, y ahora entro y miro."),
        ([Edit(INSERT, 6, 6, "en clase")], WORDS.replace("uno", "[en clase] uno")),
        ([at("puerta", SIC)], WORDS.replace("puerta", "puerta [sic]")),
        ([at("miro", EMPHASISE)], WORDS),
        (
            [at("Antes uno", OMIT), at("miro", SIC)],
            "(…) cerraba la puerta, y ahora entro y miro [sic].",
        ),
    ],
)
def test_edits_are_marked_in_brackets(edits, found):
    assert printed(WORDS, edits).text == found


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("se fue", "—No sé", "(…) —No sé"),
        ("fin", '"Todo', '(…) "Todo'),
        ("fin", "“Todo", "(…) “Todo"),
        ("fin", "😀", "(…) 😀"),
        ("fin", '", dijo', '(…)", dijo'),
        ("fin", "” dijo", "(…)” dijo"),
        ("fin", ", y", "(…), y"),
        ("fin", "…", "(…)…"),
        ("fin", "'", "(…)'"),
        ("fin", "¿Qué?", "(…) ¿Qué?"),
    ],
)
def test_a_space_parts_a_bracket_from_what_opens_and_not_from_what_closes(before, after, found):
    words = f"{before}{after}"
    omitted = [Edit(OMIT, 0, len(before))]
    assert printed(words, omitted).text == found


def test_emphasis_is_italic_and_can_be_told():
    runs = printed(WORDS, [at("miro", EMPHASISE)]).runs
    assert [run.text for run in runs if run.italic] == ["miro"]
    assert printed(WORDS, [at("miro", EMPHASISE)]).emphasised
    assert not printed(WORDS, []).emphasised


@pytest.mark.parametrize(
    ("edits", "sentence"),
    [
        ([Edit(OMIT, 0, 500)], "outside"),
        ([Edit(OMIT, 3, 3)], "outside"),
        ([Edit(REPLACE, 0, 3, " ")], "in the brackets"),
        ([Edit(OMIT, 0, 10), Edit(REPLACE, 5, 12, "x")], "the same words"),
    ],
)
def test_edits_that_do_not_fit_are_refused(edits, sentence):
    with pytest.raises(QdaError, match=sentence):
        printed(WORDS, edits)


def test_edits_on_other_words_are_refused():
    assert printed(WORDS, [], fingerprint(WORDS)).text == WORDS
    with pytest.raises(QdaError, match="changed since"):
        printed(WORDS.replace("puerta", "ventana"), [], fingerprint(WORDS))


edit = st.builds(
    lambda kind, a, b: Edit(kind, min(a, b), max(a, b), "x"),
    st.sampled_from(KINDS),
    st.integers(0, len(WORDS)),
    st.integers(0, len(WORDS)),
)


@given(st.lists(edit, max_size=6))
def test_what_is_not_added_is_the_speakers_words_in_order(edits):
    try:
        found = printed(WORDS, edits)
    except QdaError:
        return
    rest = WORDS
    for run in found.runs:
        text = run.text.strip() if run.added else run.text
        if run.added:
            assert text[0] in "[(" and text[-1] in "])"  # noqa: PT018
            continue
        assert text in rest
        rest = rest[rest.index(text) + len(text) :]
    gone = {n for e in edits if e.kind in {OMIT, REPLACE} for n in range(e.start, e.end)}
    kept = "".join(c for n, c in enumerate(WORDS) if n not in gone)
    shown = "".join(run.text for run in found.runs if not run.added)
    assert shown.replace(" ", "") == kept.replace(" ", "")


def test_only_the_speakers_words_are_counted():
    assert printed(WORDS, []).words == 10
    assert printed(WORDS, [Edit(INSERT, 6, 6, "en clase"), at("miro", SIC)]).words == 10
    assert printed(WORDS, [at(", y ahora", OMIT)]).words == 8
    assert printed(WORDS, [Edit(EMPHASISE, 8, 12)]).words == 10
