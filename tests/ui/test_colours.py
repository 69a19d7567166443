from itertools import combinations

import pytest
from colour_vision import DEFICIENCIES, ciede2000, seen
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from qda_app.domain.tree import Node, Tree
from qda_app.ui.colours import (
    FLOOR,
    NAMES,
    PATTERNS,
    contrast,
    fill_colour,
    initials,
    label_of,
    node_colour,
    paint_stripe,
    speaker_colour,
    tree_colours,
)
from qda_app.ui.theme import tokens_of

HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
STORED = st.one_of(st.just(""), st.sampled_from(NAMES), HEX, st.text(max_size=8))


@pytest.mark.parametrize(
    ("one", "two", "distance"),
    [  # pairs from the supplement of Sharma, Wu and Dalal 2005
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_yardstick_itself(one, two, distance) -> None:
    assert ciede2000(one, two) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_no_two_palette_colours_come_nearer_than_the_floor(dark: bool, deficiency: str) -> None:
    colors = [seen(node_colour(name, dark=dark), deficiency) for name in NAMES]
    assert min(ciede2000(a, b) for a, b in combinations(colors, 2)) >= FLOOR


@pytest.mark.parametrize("dark", [False, True])
@given(stored=STORED, steps=st.integers(0, 5))
def test_every_colour_is_seen_and_text_stays_readable_on_its_fill(dark, stored, steps) -> None:
    tokens, written = tokens_of(dark=dark), f"{stored}+{steps}"
    assert contrast(node_colour(written, dark=dark), tokens.color("surface")) >= 3
    assert contrast(fill_colour(written, dark=dark), tokens.color("text")) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_speakers_names_keep_aa(dark: bool) -> None:
    for number in range(8):
        assert (
            contrast(speaker_colour(number, dark=dark), tokens_of(dark=dark).color("surface"))
            >= 4.5
        )


def test_there_are_eight_hues_in_two_lightnesses() -> None:
    assert len(NAMES) == 16
    assert {name.removesuffix("-soft") for name in NAMES} == set(NAMES[:8])
    assert len({label_of(name) for name in NAMES}) == 16


def test_children_inherit_a_shade_unless_they_have_a_colour() -> None:
    tree = Tree([
        Node(1, "a", None, "Factors", 0),
        Node(2, "b", 1, "Time", 0),
        Node(3, "c", 1, "Trust", 1, color="#123456"),
        Node(4, "d", 2, "Protected", 0),
        Node(5, "e", 3, "Peers", 0),
        Node(6, "f", None, "Results", 1, color="red"),
    ])  # fmt: skip
    found = tree_colours(tree)
    assert found[1] == NAMES[0]
    assert found[2].startswith(f"{NAMES[0]}+")
    assert found[3] == "#123456"
    assert found[4].startswith(f"{NAMES[0]}+")
    assert found[5].startswith("#123456+")
    assert found[6] == "red"
    others = Tree(node for node in tree.order if node.id not in {3, 5})
    assert tree_colours(others) == {key: found[key] for key in (1, 2, 4, 6)}
    for dark in (False, True):
        assert node_colour(found[2], dark=dark) != node_colour(found[1], dark=dark)


@pytest.mark.parametrize(
    ("name", "short"),
    [("C1", "C1"), ("lead", "Le"), ("María José Pérez Soto", "MJP"), ("", "?"), ("Ana", "Ana")],
)
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short


def test_patterns_differ_without_colour() -> None:
    drawn = set()
    for pattern in PATTERNS:
        image = QImage(8, 60, QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        paint_stripe(painter, QRectF(1, 2, 5, 50), QColor("black"), pattern)
        painter.end()
        drawn.add(bytes(image.constBits()))
    assert len(drawn) == len(PATTERNS)
