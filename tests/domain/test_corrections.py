"""Corrected texts: every passage is found again, letter for letter where its words stayed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.domain.corrections import ALTERED, CUT, KEPT, LOST, Corrected, Splice, splices

OLD = "D: Ayer vino María López a la escula 😀.\nE: ¿Y qué dijo?\nD: Que volvería."


def applied(old, found):
    """Replace from the end, one after the other."""
    for each in reversed(found):
        old = old[: each.start] + each.text + old[each.end :]
    return old


def moved(new, words):
    start = OLD.index(words)
    place = Corrected(splices(OLD, new)).moved(start, start + len(words))
    return new[place.start : place.end], place.fate


@pytest.mark.parametrize(
    ("new", "words", "found"),
    [
        (OLD, "María López", ("María López", KEPT)),
        (OLD.replace("escula", "escuela"), "volvería", ("volvería", KEPT)),
        (OLD.replace("escula", "escuela"), "la escula 😀", ("la escuela 😀", ALTERED)),
        (OLD.replace("María López", "[P1]"), "vino María López a", ("vino [P1] a", ALTERED)),
        (OLD.replace("María López", "[P1]"), "López a la", ("[P1] a la", CUT)),
        (OLD.replace("María López", "[P1]"), "vino María", ("vino [P1]", CUT)),
        (OLD.replace("María López", "[P1]"), "María", ("[P1]", CUT)),
        (OLD.replace(" María López", ""), "María", ("", LOST)),
        (OLD.replace("vino", "nos vino"), "Ayer ", ("Ayer ", KEPT)),
        (OLD.replace("vino", "nos vino"), "vino", ("vino", KEPT)),
        ("# 1\n" + OLD, "D: Ayer", ("D: Ayer", KEPT)),
        (OLD + "\nE: Gracias.", "Que volvería.", ("Que volvería.", KEPT)),
    ],
)
def test_a_passage_is_found_again(new, words, found):
    assert moved(new, words) == found


def test_only_what_differs_is_replaced():
    assert splices(OLD, OLD) == []
    at = OLD.index("escula")
    assert splices(OLD, OLD.replace("escula", "escuela")) == [Splice(at + 4, at + 4, "e")]
    two = OLD.replace("Ayer", "Hoy").replace("volvería", "nada")
    assert [(OLD[s.start : s.end], s.text) for s in splices(OLD, two)] == [
        ("Ayer", "Hoy"),
        ("volverí", "nad"),
    ]


words = st.lists(
    st.sampled_from(["uno", "dos", "tres", "\n", " ", "😀", ".", "María"]), max_size=25
)


@given(words, words)
def test_the_splices_make_the_new_text_and_lie_apart(one, two):
    old, new = "".join(one), "".join(two)
    found = splices(old, new)
    assert applied(old, found) == new
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= s.start <= s.end <= len(old) and (s.text or s.start < s.end) for s in found)


@given(words, words, st.integers(0, 60), st.integers(1, 40))
def test_kept_words_are_equal_and_nothing_of_a_neighbour_is_taken(one, two, start, length):
    old, new = "".join(one), "".join(two)
    if start >= len(old):
        return
    end = min(len(old), start + length)
    found = splices(old, new)
    place = Corrected(found).moved(start, end)
    assert 0 <= place.start <= place.end <= len(new)
    if place.fate == KEPT:
        assert new[place.start : place.end] == old[start:end]
    if place.fate == ALTERED:
        inside = [Splice(s.start - start, s.end - start, s.text) for s in found
                  if start < s.end and s.start < end]  # fmt: skip
        assert applied(old[start:end], inside) == new[place.start : place.end]
    assert (place.fate == LOST) == (place.start == place.end)
