"""Whatever stands where in a text: places in the copy are in order, whole, and on their words."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qda_app.domain.exchange import Coding, Memo, Node, Quote, Source, Study, User
from qda_app.domain.replacing import Finder, Name, hits, replaced
from qda_app.domain.transcript import Turn
from qda_app.services.share.copying import copied

NAMES = [Name("Ana María", "A"), Name("Eva", "a longer name"), Name("María", "M")]
PIECES = ["Ana", "María", "Ana\nMaría", "Eva", "Eva:", "😀", "𝄞", "said", "\n", "\n\n", "'s", "año"]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=15).map(" ".join)


def spans(draw, text, count):
    places = st.integers(0, len(text))
    drawn = draw(st.lists(st.tuples(places, places).filter(lambda p: p[0] != p[1]), max_size=count))
    return [tuple(sorted(pair)) for pair in drawn]


def turns(draw, text):
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
    found = []
    for start, end in pairwise(cuts):
        words = draw(st.integers(start, end))
        found.append(Turn(start, words, end, draw(st.sampled_from(["Eva", "María", "E", ""]))))
    return tuple(found)


@given(TEXTS, st.data())
def test_places_move_with_their_words(text, data):
    places = spans(data.draw, text, 6)
    there = hits(text, NAMES)
    keep = [("s", hit.start) for hit in there if data.draw(st.booleans())]
    source = Source(
        "s", "one", text, turns=turns(data.draw, text),
        codings=tuple(Coding(f"c{n}", "n", "u", *place) for n, place in enumerate(places)),
    )  # fmt: skip
    study = Study(
        "t", users=(User("u", "C"),), nodes=(Node("n", "", "N"),), sources=(source,),
        memos=tuple(Memo(f"m{n}", "x", "span", "s", "u", *p) for n, p in enumerate(places)),
        quotations=tuple(Quote(f"q{n}", "s", "n", "u", *p) for n, p in enumerate(places)),
    )  # fmt: skip
    made, work = copied(study, Finder(NAMES), frozenset(keep))
    (new,) = made.sources
    gone = [hit for hit in there if ("s", hit.start) not in keep]
    assert new.text == replaced(text, gone)[0]
    assert [hit.kept for hit in work.hits] == [("s", hit.start) in keep for hit in there]
    after = [(c.start, c.end) for c in new.codings]
    assert [(m.start, m.end) for m in made.memos] == after
    assert [(q.start, q.end) for q in made.quotations] == after
    for (start, end), (begins, ends) in zip(places, after, strict=True):
        assert 0 <= begins < ends <= len(new.text)
        within = [h for h in gone if h.start < end and start < h.end]
        if not within:
            assert new.text[begins:ends] == text[start:end]
        else:
            low, high = min(start, within[0].start), max(end, within[-1].end)
            moved = [h for h in gone if low <= h.start and h.end <= high]
            shifted = [type(h)(h.start - low, h.end - low, h.words, h.name) for h in moved]
            expected = replaced(text[low:high], shifted)[0]
            if within[0].start <= start:
                expected = expected.lstrip()
                assert not new.text[begins].isspace()
            assert new.text[begins:ends].strip("[]") == expected.strip("[]")
    crossed = sum(any(h.start < edge < h.end for h in gone) for pair in places for edge in pair)
    assert (crossed > 0) == bool(work.crossed)
    last = 0
    for turn in new.turns:
        assert last <= turn.start <= turn.words <= turn.end <= len(new.text)
        assert turn.speaker in {"[a longer name]", "[M]", "E", ""}
        last = turn.end
