"""Items of disagreement: groups, edges, competing nodes, keys that come from GUIDs alone."""

import random

from hypothesis import given
from hypothesis import strategies as st

from qda_app.analysis.disagreements import disagreements
from qda_app.domain.disagreements import AGREED, BOUNDARY, MISSED, OTHER_NODE, key_of, letters
from qda_app.domain.rounds import Placed

TEXT = "Antes uno cerraba la puerta. Ahora entro, y miro a los niños; no al profesor.\n"
A, B, C = 1, 2, 3
X, Y = 10, 11


def coding(guid, coder, words, node=X, text=TEXT):
    start = text.index(words)
    return Placed(guid, 1, node, coder, start, start + len(words))


def items(*codings, coders=(A, B), text=TEXT):
    return disagreements(codings, coders, {1: text})


def test_the_same_words_agree_whatever_white_space_and_punctuation_is_at_their_edges():
    one = coding("a", A, "Antes uno cerraba la puerta.")
    (found,) = items(one, coding("b", B, " uno cerraba la puerta. ".strip()))
    assert found.cause == BOUNDARY
    (found,) = items(one, coding("b", B, "Antes uno cerraba la puerta. "))
    assert found.cause == AGREED
    (found,) = items(coding("a", A, ", y miro"), coding("b", B, "y miro"))
    assert found.cause == AGREED


def test_what_only_one_coder_has_was_missed_by_the_other():
    (found,) = items(coding("a", A, "uno cerraba"))
    assert (found.cause, found.node, found.of(B)) == (MISSED, X, ())
    assert found.key == key_of(["a"])


def test_spans_that_overlap_are_one_item_and_those_that_touch_are_two():
    (found,) = items(
        coding("a", A, "Antes uno cerraba"),
        coding("b", B, "cerraba la"),
        coding("c", A, "la puerta"),
    )
    assert (found.cause, len(found.members)) == (BOUNDARY, 3)
    assert len(items(coding("a", A, "Antes "), coding("b", B, "uno"))) == 2


def test_nodes_compete_where_coders_gave_about_the_same_words_to_one_each():
    (found,) = items(coding("a", A, "Ahora entro, y miro", X), coding("b", B, "entro, y miro", Y))
    assert (found.cause, set(found.nodes)) == (OTHER_NODE, {X, Y})
    apart = items(coding("a", A, "Ahora entro, y miro", X), coding("b", B, "miro a los niños", Y))
    assert [item.cause for item in apart] == [MISSED, MISSED]


def test_a_node_that_both_gave_does_not_compete():
    found = items(
        coding("a", A, "Ahora entro", X),
        coding("b", B, "Ahora entro", X),
        coding("c", B, "Ahora entro", Y),
    )
    assert sorted(item.cause for item in found) == [AGREED, MISSED]


def test_of_two_that_might_compete_the_closer_does():
    found = items(
        coding("a", A, "Ahora entro, y", X),
        coding("b", B, "Ahora entro, y miro", Y),
        coding("c", B, "Ahora entro, y", 12),
    )
    pair = next(item for item in found if item.cause == OTHER_NODE)
    assert set(pair.nodes) == {X, 12}


def test_with_three_coders_all_must_have_it():
    two = [coding("a", A, "Ahora entro"), coding("b", B, "Ahora entro")]
    (found,) = items(*two, coders=(A, B, C))
    assert found.cause == MISSED
    (found,) = items(*two, coding("c", C, "Ahora entro,"), coders=(A, B, C))
    assert found.cause == AGREED


def test_a_span_of_nothing_but_punctuation_is_itself():
    (found,) = items(coding("a", A, "; "), coding("b", B, "; "))
    assert found.cause == AGREED


placed = st.lists(
    st.tuples(
        st.sampled_from([A, B, C]),
        st.sampled_from([X, Y, 12]),
        st.integers(0, len(TEXT) - 1),
        st.integers(1, 30),
    ),
    max_size=30,
)


@given(placed, st.randoms(use_true_random=False))
def test_every_coding_is_in_exactly_one_item_in_whatever_order_they_come(rows, chance):
    codings = [
        Placed(str(n), 1, node, coder, start, min(start + size, len(TEXT)))
        for n, (coder, node, start, size) in enumerate(rows)
    ]
    found = items(*codings, coders=(A, B, C))
    assert sorted(m.guid for i in found for m in i.members) == sorted(c.guid for c in codings)
    chance.shuffle(codings)
    assert items(*codings, coders=(A, B, C)) == found
    for item in found:
        assert item.agrees or item.cause in {MISSED, BOUNDARY, OTHER_NODE}
        assert {m.node for m in item.members} == set(item.nodes)
    assert len({item.key for item in found}) == len(found)


def test_who_is_a_changes_from_item_to_item_and_not_from_time_to_time():
    chance = random.Random(1)
    found = [items(coding(str(chance.random()), A, "Ahora"))[0] for _ in range(60)]
    firsts = [letters(item, (A, B), "round")["A"] for item in found]
    assert 15 < firsts.count(A) < 45
    assert firsts == [letters(item, (A, B), "round")["A"] for item in found]


def test_an_emoji_is_no_punctuation():
    text = "Ya está 😀 bien."
    one, two = coding("a", A, "Ya está 😀", text=text), coding("b", B, "Ya está", text=text)
    (found,) = items(one, two, text=text)
    assert found.cause == BOUNDARY
    (found,) = items(one, coding("b", B, "😀", text=text), text=text)
    assert found.cause == BOUNDARY
