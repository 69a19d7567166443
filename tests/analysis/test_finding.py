"""What is found is found where it stands, whatever is folded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.analysis.finding import (
    beginning,
    folded,
    forms_of,
    literal,
    matching,
    pattern_of,
    unfolded,
)
from qda_app.domain.text import fold, normalise


def found(text, query, **how):
    return [text[a:b] for a, b in literal(folded(text), fold(query), **how)]


def forms(text, query, language="es"):
    pattern = pattern_of(forms_of(query, language), accents=True)
    return [text[a:b] for a, b in matching(folded(text), pattern)]


def test_signs_are_signs():
    assert found("100 % de 10 % y 100%", "100 %") == ["100 %"]
    assert found("a_b aXb a%b", "a_b") == ["a_b"]
    assert found('dijo "no" y «no»', '"no"') == ['"no"']
    assert found("El co-docente y la co docente", "co-doc") == ["co-doc"]


def test_case_and_accents_are_ignored_and_n_with_tilde_is_a_letter():
    assert found("REUNIÓN reunion Reunión", "reunión") == ["REUNIÓN", "reunion", "Reunión"]
    assert found("año ano AÑO", "ano") == ["ano"]
    assert literal(unfolded("Año año"), "año") == [(4, 7)]


def test_whole_words_end_where_letters_end():
    assert found("son sonido, SON. unison son-son", "son", whole=True) == [
        "son", "SON", "son", "son",
    ]  # fmt: skip
    assert found("un 5% y 15%", "5%", whole=True) == ["5%"]


@pytest.mark.parametrize(
    ("text", "query", "match"),
    [
        ("Die Straße hier", "strasse", "Straße"),
        ("Die Straße hier", "stras", "Straß"),
        ("x\u0301y", "x", "x\u0301"),
        ("el ﬁn 😀 del día", "fin", "ﬁn"),
        ("el ﬁn 😀 del día", "dia", "día"),
    ],
)
def test_letters_that_fold_to_several_are_never_cut(text, query, match):
    assert found(text, query) == [match]


@given(st.text(alphabet="aábßñ😀ﬁ \n"), st.text(alphabet="aábsfiñ", min_size=1, max_size=3))
def test_every_hit_folds_to_something_that_holds_the_query(text, query):
    text = normalise(text)
    for start, end in literal(folded(text), fold(query)):
        assert fold(query) in fold(text[start:end])


@given(st.text())
def test_folding_is_that_of_the_domain(text):
    text = normalise(text)
    assert folded(text).text == "".join(fold(char) for char in text)


def test_word_forms_match_consecutive_words_at_their_beginnings():
    assert forms("Cambió, cambiaron y el cambio; intercambió.", "cambiar") == [
        "Cambió", "cambiaron", "cambio",
    ]  # fmt: skip
    assert forms("las escuelas y la escuela, escuelita", "la escuela") == [
        "las escuelas", "la escuela",
    ]  # fmt: skip
    assert forms("la\nescuela", "la escuela") == []
    assert forms("ir voy fueron", "ir ir") == ["ir voy"]
    assert forms("xir voy fui", "voy ir") == ["voy fui"]


def test_forms_of_an_unknown_language_are_those_of_all():
    (both,) = forms_of("son", "")
    assert {"son", "sons", "era"} <= both


def test_the_beginning_that_forms_share():
    assert beginning({"cambió", "cambiar", "Cambios"}) == "cambi"
    assert beginning({"ir", "voy"}) == ""
    assert beginning([]) == ""
