import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.analysis.sentences import sentence_at, sentences

SPANISH = (
    "El Sr. Pérez llegó. ¿Qué hizo después? —Nada —dijo. «¡No!» Y se fue…\n\nOtro día 😀.  Fin"
)


def passages(text, language):
    return [text[a:b] for a, b in sentences(text, language)]


def test_spanish_sentences_begin_with_what_opens_them():
    assert passages(SPANISH, "es") == [
        "El Sr. Pérez llegó.",
        "¿Qué hizo después?",
        "—Nada —dijo.",
        "«¡No!»",
        "Y se fue…",
        "Otro día 😀.",
        "Fin",
    ]


def test_english_abbreviations_do_not_end_a_sentence():
    text = 'At 3.5 p.m. Dr. Smith asked me. "Why?" I left.'
    assert passages(text, "en-GB") == ["At 3.5 p.m. Dr. Smith asked me.", '"Why?"', "I left."]
    assert passages(text, "xx") == passages(text, "en")


@pytest.mark.parametrize("position", range(len(SPANISH) + 1))
def test_the_sentence_at_a_position_is_one_of_the_whole_text(position):
    found = sentence_at(SPANISH, position, "es")
    if found is None:
        assert SPANISH[position - 1 : position + 1] == "\n\n"
    else:
        assert found in sentences(SPANISH, "es")
        covering = [s for s in sentences(SPANISH, "es") if s[0] <= position < s[1]]
        assert not covering or found == covering[0]


def test_a_position_outside_the_text_is_refused():
    with pytest.raises(ValueError, match="outside"):
        sentence_at("a", 2)
    assert sentence_at("", 0) is None
    assert sentence_at("  a", 0) == (2, 3)


@given(st.text(alphabet='aB .?!¿"«»—\n😀\u200f\t', max_size=40))
def test_sentences_are_in_order_and_cover_everything_but_space(text):
    spans = sentences(text, "es")
    left = list(text)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
        left[start:end] = [""] * (end - start)
    assert spans == sorted(spans)
    assert not "".join(left).strip()
