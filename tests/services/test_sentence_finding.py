import subprocess
import sys

from qda_app.domain.text import Span
from qda_app.services.sentence_finding import sentence_finder, warm_up

TEXT = "Antes cerraba la puerta 🙂. ¿Y ahora? «Entro» y miro."


def test_sentences_are_spans_of_the_passage() -> None:
    found = sentence_finder("es")(TEXT)
    assert [span.of(TEXT) for span in found] == [
        "Antes cerraba la puerta 🙂.",
        "¿Y ahora?",
        "«Entro» y miro.",
    ]
    assert all(isinstance(span, Span) for span in found)


def test_nothing_is_loaded_until_a_sentence_is_asked_for() -> None:
    code = (
        "import sys; from qda_app.services.sentence_finding import sentence_finder\n"
        "find = sentence_finder('es'); print('spacy' in sys.modules)\n"
        "find('Uno. Dos.'); print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_warming_up_answers_nothing_and_does_no_harm() -> None:
    warm_up("xx")
    assert sentence_finder("")("") == []
