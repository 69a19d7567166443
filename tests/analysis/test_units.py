import naive_agreement as naive
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.analysis.agreement import units
from qda_app.analysis.agreement.study import codings_of, compared_text, study


def naive_units(rows, texts, edges, nodes, coders, share):
    result = np.zeros((nodes, len(texts), 1 << coders), dtype=np.int64)
    for source, spans in enumerate(edges):
        counted = {p for a, b in texts[source] for p in range(a, b)}
        for start, end in spans:
            inside = counted & set(range(start, end))
            for node in range(nodes) if inside else ():
                pattern = 0
                for coder in range(coders):
                    given = naive.covered(rows, texts, source, {node}, coder) & inside
                    if given and len(given) >= share * len(inside) - 1e-9:
                        pattern += 1 << coder
                result[node, source, pattern] += 1
    return result


@given(naive.studies(), st.sampled_from([0.0, 0.1, 0.3, 0.5, 1.0]), st.integers(1, 9))
def test_units_equal_a_count_one_by_one(drawn, share, step):
    rows, texts, nodes, coders, _ = drawn
    own = study(compared_text(texts), nodes, coders, codings_of(rows))
    edges = [
        [(at, at + step) for at in range(0, 40, step + source)] for source in range(len(texts))
    ]
    found = units.table(own, units.units_of(own.text, edges), share)
    expected = naive_units(rows, texts, edges, nodes, coders, share)
    np.testing.assert_array_equal(found, expected)


def test_a_tenth_of_thirty_code_points_is_three():
    own = study(compared_text([[(0, 30)]]), 1, 2, codings_of([(0, 0, 0, 4, 7)]))
    spans = units.units_of(own.text, [[(0, 30)]])
    assert units.table(own, spans, 0.1).tolist() == [[[0, 1, 0, 0]]]


def test_units_that_overlap_or_a_share_beyond_one_are_refused():
    own = study(compared_text([[(0, 30)]]), 1, 2, codings_of([]))
    with pytest.raises(ValueError, match="overlap"):
        units.units_of(own.text, [[(0, 10), (5, 12)]])
    with pytest.raises(ValueError, match="share"):
        units.table(own, units.units_of(own.text, [[]]), 1.5)


def test_white_space_makes_no_unit():
    text = "Uno\n\n  \n\u00a0\nDos 😀\n"
    found = units.paragraphs(text)
    assert [text[a:b] for a, b in found] == ["Uno", "Dos 😀"]
    assert units.without_blank(text, [(0, 3), (3, 8)]) == [(0, 3)]


def test_a_text_is_divided_and_says_what_it_dropped():
    text = "Ana: Uno. ¿Dos?\n \t\nLuis: Tres 😀."
    turns = [(0, 15), (16, 18), (19, len(text))]
    for unit, expected in {
        "turn": ["Ana: Uno. ¿Dos?", "Luis: Tres 😀."],
        "paragraph": ["Ana: Uno. ¿Dos?", "Luis: Tres 😀."],
        "sentence": ["Ana: Uno.", "¿Dos?", "Luis: Tres 😀."],
    }.items():
        found, dropped = units.divided(text, unit, turns, "es")
        assert [text[a:b] for a, b in found] == expected
        assert dropped == 1
    assert units.divided("", "sentence") == ([], 0)
    with pytest.raises(ValueError, match="not page"):
        units.divided(text, "page")
