import numpy as np
import pytest

from qda_app.analysis.agreement.cautions import (
    Caution,
    cautions,
    cautions_of_study,
    explain,
    explanations,
    reason_for_several,
)

SOUND = [300, 60, 55, 585]
NAMES = ["Ana", "Ben"]


def found(table, **more):
    return {Caution(i).name for i in np.flatnonzero(cautions(np.array([table]), **more)[0])}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (SOUND, set()),
        ([6, 1, 1, 992], {"RARE"}),
        ([993, 3, 3, 1], {"COMMON", "FAR_APART"}),
        ([10, 45, 45, 900], {"FAR_APART"}),
        ([300, 100, 10, 590], {"ONE_WAY"}),
        ([300, 20, 1, 679], set()),
        ([0, 0, 0, 1000], set()),
    ],
)
def test_figures_that_say_less_than_they_seem_to_are_marked(table, expected):
    assert found(table) == expected


def test_segments_spans_and_widths_are_looked_at_where_given():
    assert found(SOUND, segments=np.array([[10, 10]])) == set()
    assert found(SOUND, segments=np.array([[10, 9]])) == {"FEW_SEGMENTS"}
    assert found(SOUND, longest=np.array([150])) == set()
    assert found(SOUND, longest=np.array([151])) == {"ONE_SPAN"}
    assert found(SOUND, half_width=np.array([0.15])) == set()
    assert found(SOUND, half_width=np.array([0.16])) == {"WIDE"}
    assert found(SOUND, half_width=np.array([np.nan])) == set()


def test_every_caution_explains_itself_and_names_who_gave_more():
    sentences = [explain(caution, SOUND, NAMES) for caution in Caution]
    assert len(set(sentences)) == len(Caution)
    assert "Ana gave this node to much that Ben did not" in explain(
        Caution.ONE_WAY, [0, 9, 1, 5], NAMES
    )
    assert "Ben gave this node to much that Ana did not" in explain(
        Caution.ONE_WAY, [0, 1, 9, 5], NAMES
    )
    marked = cautions(np.array([[6, 1, 1, 992]]))[0]
    assert explanations(marked, [6, 1, 1, 992], NAMES) == [explain(Caution.RARE, SOUND, NAMES)]


def test_the_study_as_a_whole_has_cautions():
    assert cautions_of_study(21) == []
    assert len(cautions_of_study(1)) == len(cautions_of_study(4)) == 1
    assert cautions_of_study(1) != cautions_of_study(4)
    assert cautions_of_study(0) == []
    said = cautions_of_study(9, ["S1", "S2"], ["Ana"], 3, in_blocks=True)
    assert len(said) == 4
    assert "Not done by all coders, so left out: S1, S2." in said
    assert "Ana coded nothing in the text compared." in said
    assert "Blank units dropped: 3." in said


def test_what_several_coders_lack_has_a_reason():
    assert reason_for_several([5, 2, 1, 0]) is None
    reasons = [reason_for_several(counts) for counts in ([0, 0, 0], [5, 0, 0], [0, 0, 5])]
    assert len(set(reasons)) == 3
    assert None not in reasons
