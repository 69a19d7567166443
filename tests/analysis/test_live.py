import naive_agreement as naive
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.analysis.agreement import lengths, units
from qda_app.analysis.agreement.live import Live
from qda_app.analysis.agreement.study import codings_of, compared_text, study

READINGS = {
    "patterns": lambda live: live.patterns(),
    "own patterns": lambda live: live.patterns(own=True),
    "pattern sums": lambda live: live.pattern_sums(),
    "pairs": lambda live: live.pairs(1, 0),
    "pair sums": lambda live: live.pair_sums(1, 0),
    "own pair sums": lambda live: live.pair_sums(own=True),
    "segments": lambda live: live.segments(),
    "segment sums": lambda live: live.segment_sums(),
    "matches": lambda live: live.matches(0, 1, 0.3),
    "longest": lambda live: live.longest_shared(),
}


def built(rows, texts, nodes, coders):
    return study(compared_text(texts), nodes, coders, codings_of(rows))


@given(naive.studies(), naive.studies(), st.sampled_from([None, 0.0, 0.5]), st.booleans())
def test_after_an_edit_all_tables_are_those_of_a_new_study(drawn, other, share, early):
    rows, texts, nodes, coders, parents = drawn
    parents = np.array(parents)
    edits = {}
    for s, n, c, a, b in other[0]:
        edits.setdefault(s % len(texts), []).append((0, n % nodes, c % coders, a, b))
    edits.setdefault(0, [])

    def live(rows):
        own = built(rows, texts, nodes, coders)
        spans = [[(at, at + 7) for at in range(0, 40, 7)]] * len(texts)
        parts = None if share is None else units.units_of(own.text, spans)
        return Live(own, parents, parts, share or 0.0)

    kept = live(rows)
    if early:
        for read in READINGS.values():
            read(kept)
    for source, new in edits.items():
        kept.replace_source(source, codings_of(new))
        rows = [row for row in rows if row[0] != source] + [(source, *row[1:]) for row in new]
    fresh = live(rows)
    for name, read in READINGS.items():
        np.testing.assert_array_equal(read(kept), read(fresh), err_msg=name)


@given(naive.studies())
def test_tables_are_those_of_the_study_with_descendants(drawn):
    rows, texts, nodes, coders, parents = drawn
    live = Live(built(rows, texts, nodes, coders), np.array(parents))
    expected = naive.tables(rows, texts, nodes, coders, parents).swapaxes(0, 1)
    np.testing.assert_array_equal(live.patterns(), expected)
    np.testing.assert_array_equal(live.pairs(), lengths.pairs(expected, 0, 1))
    own = naive.tables(rows, texts, nodes, coders).swapaxes(0, 1)
    np.testing.assert_array_equal(live.patterns(own=True), own)


def test_a_wrong_edit_leaves_everything_as_it_was():
    rows = [(0, 0, 0, 0, 5), (1, 1, 1, 0, 3)]
    live = Live(built(rows, [[(0, 9)], [(0, 4)]], 2, 2), np.array([-1, 0]))
    before = live.pairs().copy(), live.pair_sums().copy()
    with pytest.raises(ValueError, match="source is not within"):
        live.replace_source(2, codings_of([]))
    with pytest.raises(ValueError, match="node"):
        live.replace_source(0, codings_of([(0, 2, 0, 0, 1)]))
    with pytest.raises(ValueError, match="covers no text"):
        live.replace_source(0, codings_of([(0, 1, 0, 2, 2)]))
    np.testing.assert_array_equal(live.pairs(), before[0])
    np.testing.assert_array_equal(live.pair_sums(), before[1])
    with pytest.raises(ValueError, match="two coders"):
        Live(built([], [[(0, 9)]], 1, 1), np.array([-1]))


def test_emoji_and_a_span_to_the_last_code_point_are_counted_in_code_points():
    text = "Sí 😀👩‍👧 fin"
    start = text.index("👩")
    rows = [(0, 0, 0, start, len(text)), (0, 0, 1, start + 1, len(text))]
    live = Live(built([], [[(0, len(text))]], 1, 2), np.array([-1]))
    live.replace_source(0, codings_of(rows))
    assert live.pair_sums().tolist() == [[len(text) - start - 1, 1, 0, start]]
