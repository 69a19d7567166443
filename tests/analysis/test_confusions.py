import naive_agreement as naive
import naive_spans
import numpy as np
from hypothesis import given

from qda_app.analysis.agreement import sets
from qda_app.analysis.agreement.confusions import confusions, crossed_nodes
from qda_app.analysis.agreement.study import codings_of, compared_text, study


@given(naive.studies())
def test_nodes_are_crossed_code_point_by_code_point(drawn):
    rows, texts, nodes, coders, _ = drawn
    own = study(compared_text(texts), nodes, coders, codings_of(rows))
    crossed = np.zeros((nodes + 1, nodes + 1), dtype=np.int64)
    instead = np.zeros((nodes, nodes), dtype=np.int64)
    for given_by in naive_spans.sets_per_code_point(rows, texts, nodes, coders):
        first, second = given_by[0], given_by[1]
        for x in first or {nodes}:
            for y in second or {nodes}:
                crossed[x, y] += 1
        for x in first - second:
            for y in second - first:
                instead[x, y] += 1
    found = sets.by_character(own)
    np.testing.assert_array_equal(crossed_nodes(found), crossed)
    np.testing.assert_array_equal(confusions(found), instead)


def test_a_study_without_text_has_empty_tables():
    found = sets.by_character(study(compared_text([]), 2, 2, codings_of([])))
    assert not crossed_nodes(found).any()
    assert confusions(found).shape == (2, 2)
