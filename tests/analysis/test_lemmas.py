"""Lemmas of both languages, and words with their places."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app import paths
from qda_app.analysis import frequencies
from qda_app.analysis.lemmas import WORD, lemma, lemma_of_query, lemmas, tokens, word_forms
from qda_app.analysis.stop_words import asking_words, stop_words


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("cambió", "es", "cambiar"),
        ("Niñas", "es", "niño"),
        ("reuniones", "es", "reunión"),
        ("fueron", "es", "ser"),
        ("casas", "es", "casa"),
        ("para", "es", "para"),
        ("hicimos", "es-CL", "hacer"),
        ("visto", "es", "ver"),
        ("children", "en", "child"),
        ("TEACHERS", "en-GB", "teacher"),
        ("better", "en", "good"),
        ("co-docente", "es", "co-docente"),
        ("niños", "", "niños"),
        ("niños", "de", "niños"),
        ("1979", "es", "1979"),
    ],
)
def test_lemma(word, language, expected):
    assert lemma(word, language) == expected


def test_a_word_that_could_be_two_has_both_lemmas_the_likelier_first():
    assert lemmas("casa", "es") == ("casa", "casar")
    assert lemmas("fue", "es") == ("ser", "ir")


def test_forms_are_those_of_one_lemma_and_hold_irregular_ones():
    assert word_forms("casa", "es") == {"casa", "casas"}
    assert {"voy", "iba", "fue", "vamos", "yendo", "ir"} <= word_forms("ir", "es")
    assert {"go", "went", "gone", "goes"} <= word_forms("go", "en")
    assert word_forms("xyzzy", "es") == {"xyzzy"}


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_form_of_a_lemma_has_it_among_its_lemmas(language):
    for each in ("hacer", "ver", "niño", "be", "teacher", "write"):
        assert all(
            each in lemmas(form, language) for form in word_forms(each, language) if form != each
        )


def test_a_query_may_lack_its_accents():
    assert lemma_of_query("reunion", "es") == "reunión"
    assert lemma_of_query("Reuniones", "es") == "reunión"
    assert lemma_of_query("dificulto", "es") == "dificultar"
    assert lemma_of_query("xyzzy", "es") == "xyzzy"


def test_tokens_are_words_in_code_points():
    text = "😀 El co-docente dijo: «don't», ¿no? 21% de niños—y ya."
    assert [text[a:b] for a, b in tokens(text)] == [
        "El", "co-docente", "dijo", "don't", "no", "21", "de", "niños", "y", "ya",
    ]  # fmt: skip
    assert [text[a:b] for a, b in tokens(text, 5, 15)] == ["co-docente"]


@given(st.text(alphabet="abñé😀 -'’.\n1_"))
def test_words_are_those_that_frequencies_count(text):
    assert WORD.findall(text) == frequencies.WORD.findall(text)


def test_tables_stay_small_and_say_their_licence():
    folder = paths.shipped("resources/lemmas")
    assert sum(path.stat().st_size for path in folder.glob("*.gz")) < 2_000_000
    assert "MIT License" in (folder / "LICENSE").read_text(encoding="utf-8")
    assert gzip.decompress((folder / "en.json.gz").read_bytes())[:1] == b"{"


def test_stop_words_are_grammar_and_no_content():
    assert {"de", "que", "fue"} <= stop_words("es")
    assert {"the", "was"} <= stop_words("en")
    assert not {"profesor", "tiempo", "verdad", "escuela"} & stop_words("es")
    assert stop_words("") == stop_words("es") | stop_words("en")
    assert "contar" in asking_words()
