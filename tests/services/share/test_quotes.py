"""Edits of quotations that move along with replaced names always fit the words they are on."""

from hypothesis import given
from hypothesis import strategies as st

from qda_app.domain.corrections import KEPT
from qda_app.domain.errors import QdaError
from qda_app.domain.exchange import Quote
from qda_app.domain.quotation import INSERT, KINDS, REPLACE, Edit, checked_edits, printed
from qda_app.domain.replacing import Name, hits, replaced
from qda_app.services.share.quotes import moved_edits

NAMES = [Name("Ana María", "A"), Name("Eva", "a much longer name"), Name("María Luz", "M")]
WORDS = ["Ana", "María", "Ana\nMaría", "Eva", "Luz", "😀", "said", "so", ","]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=10).map(" ".join), st.data())
def test_they_fit_and_are_on_the_same_words(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    place = st.integers(0, end - start)
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(KINDS), place, place), max_size=5))
    edits = []
    for kind, one, other in drawn:
        text_ = "x" if kind in {INSERT, REPLACE} else ""
        edit = Edit(kind, min(one, other), max(one, other), text_)
        try:
            edits = list(checked_edits(text[start:end], [*edits, edit]))
        except QdaError:
            continue
    new, map_ = replaced(text, hits(text, NAMES))
    moved = map_.moved(start, end)
    quote = Quote("g", "s", "", "", start, end, tuple(edits))
    begins = moved.start + len(words := new[moved.start : moved.end]) - len(words.lstrip())
    begins = min(begins, moved.end - 1)  # as line breaks at the edge are left out
    pairs = moved_edits(quote, map_, begins, moved.end)
    assert sorted(map(repr, edits)) == sorted(repr(old) for old, _new in pairs)
    kept = [after for _old, after in pairs if after is not None]
    words = new[begins : moved.end]
    assert len(checked_edits(words, kept)) == len(kept)
    printed(words, kept)
    if moved.fate == KEPT and begins == moved.start:
        assert kept == sorted(edits, key=lambda edit: (edit.start, edit.end))
