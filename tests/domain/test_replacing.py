"""Names found and replaced: what must hold of every text, and the cases that names are made of."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.domain.corrections import KEPT
from qda_app.domain.name_list import faults, resembling
from qda_app.domain.replacing import Finder, Name, hits, replaced, replaced_bare

NAMES = [
    Name("Ana María", "Teacher 1", ("Anita", "Ana M.")),
    Name("Ana", "Teacher 2"),
    Name("María", "Teacher 3"),
    Name("José Ñuño", "[Director]", ("Pepe",)),
    Name("O'Brien", "Teacher 4"),
    Name("😀 Luz 😀", "Teacher 5"),
]
PIECES = [
    "Ana", "ANA", "Ana María", "ana\nmaria", "María", "Anita", "mañana", "Ñuño", "José  Ñuño",
    "Jose Nuno", "o’brien", "😀", "𝄞", "Luz", "Ana's", "Ana\u0301", "año", "ano", "[Ana]",
    "_", ".", " ", "\n", "'s", "\u00ad", "é", "e\u0301", "[", "]", "M.", "अनिता", "Teacher", "1",
    "Ａｎａ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=25).map("".join)


def found(text, names=NAMES):
    return [hit.words for hit in hits(text, names)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana, ANA; ána.", ["Ana", "ANA", "ána"]),
        ("mañana Anatomy Ana2 Susana", []),
        ("Ana's dog", ["Ana"]),
        ("Interview_Ana_María_2", ["Ana_María"]),
        ("ana\n  maria", ["ana\n  maria"]),
        ("Ana\u00a0María", ["Ana\u00a0María"]),
        ("An\u00ada", ["An\u00ada"]),
        ("ana-maria ana.maria@x.org", ["ana-maria", "ana.maria"]),
        ("Ana. María", ["Ana", "María"]),
        ("A\u0301na and Ana\u0323", ["A\u0301na", "Ana\u0323"]),
        ("José Ñuño, Jose ñuño", ["José Ñuño", "Jose ñuño"]),
        ("Jose Nuno", []),
        ("O’BRIEN and O' Brien", ["O’BRIEN", "O' Brien"]),
        ("Ana M. left. Ana Marta", ["Ana M", "Ana"]),
        ("😀Ana😀", ["Ana"]),
        ("ＡＮＡ Ａna　Ｍａｒｉ\u0301ａ，ñＡｎａ", ["ＡＮＡ", "Ａna　Ｍａｒｉ\u0301ａ"]),
        ("Ana María José Ñuño", ["Ana María", "José Ñuño"]),
    ],
)
def test_whole_words_of_any_case_and_accents_and_the_longest(text, expected):
    assert found(text) == expected


def test_the_longest_wins_and_of_equals_the_first():
    names = [Name("Ana María", "X"), Name("María Luz", "Y"), Name("María Luz Paz", "Z")]
    assert found("Ana María Luz", names) == ["Ana María"]
    assert found("Ana María Luz Paz", names) == ["María Luz Paz"]
    assert found("año, Año, ano", [Name("año", "X")]) == ["año", "Año"]


def test_a_replacement_stands_in_brackets_once():
    text = "Ana met [Ana] and José Ñuño."
    assert replaced(text, hits(text, NAMES))[0] == ("[Teacher 2] met [Teacher 2] and [Director].")


@given(TEXTS)
def test_what_is_outside_of_names_keeps_every_code_point_and_no_name_is_left(text):
    there = hits(text, NAMES)
    new, map_ = replaced(text, there)
    assert not hits(new, NAMES)
    edges = [0, *(x for hit in there for x in (hit.start, hit.end)), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if start < end:
            place = map_.moved(start, end)
            assert place.fate == KEPT
            assert new[place.start : place.end] == text[start:end]
    for hit in there:
        place = map_.moved(hit.start, hit.end)
        words = new[place.start : place.end]
        assert words.strip("[]\n") == hit.name.shown.strip("[]")
    assert new.count("\n") == text.count("\n")


@given(TEXTS, st.data())
def test_the_names_that_are_kept_are_all_that_is_left(text, data):
    there = hits(text, NAMES)
    keep = [hit for hit in there if data.draw(st.booleans())]
    new, _map = replaced(text, [hit for hit in there if hit not in keep])
    assert [hit.words for hit in hits(new, NAMES)] == [hit.words for hit in keep]


@given(TEXTS)
def test_hits_are_the_same_whatever_way_accents_are_written(text):
    plain, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert [unicodedata.normalize("NFC", words) for words in found(apart)] == found(plain)


def test_words_that_resemble_a_name_are_told():
    words = {
        "Anas": 1, "Ana2": 1, "Anastasia": 3, "ANASTASIA": 2, "Anamaría": 7, "anas": 9,
        "Banana": 1, "Ana": 1, "Joséphine": 2, "Albert": 1, "Alba": 1, "Perez": 1, "Nunez": 1,
        "Nuñez": 1, "pérez": 1, "De": 1,
    }  # fmt: skip
    names = [Name("Ana", "X"), Name("Eva de Pérez", "Y"), Name("Núñez", "Z"), Name("José", "W"),
             Name("Al", "V")]  # fmt: skip
    near = resembling(words, names)
    assert near.longer == (
        ("Anamaría", 7), ("Anastasia", 5), ("Joséphine", 2), ("Alba", 1), ("Ana2", 1), ("Anas", 1),
    )  # fmt: skip
    assert near.parts == ("Nunez", "Perez")


@pytest.mark.parametrize(
    ("names", "at", "part"),
    [
        ([Name("", "X")], 0, "is empty"),
        ([Name("Ana", " [] ")], 0, "no replacement"),
        ([Name("Ana", "X"), Name("B.", "Y")], 1, "single letter"),
        ([Name("Ana", "X", ("?!",))], 0, "no letter"),
        ([Name("Ana [1]", "X")], 0, "bracket"),
        ([Name("Ana", "X"), Name("Eva", "Y", ("ANÁ",))], 1, "listed twice"),
        ([Name("Ana", "Eva's friend"), Name("Eva", "X")], 0, "holds the listed name “Eva”"),
        ([Name("Ana", "Ana 1")], 0, "holds the listed name"),
    ],
)
def test_faults_of_a_list_are_told_by_row(names, at, part):
    (fault,) = faults(names)
    assert fault.at == at
    assert part in fault.sentence


def test_a_list_without_faults_may_name_one_person_twice():
    assert faults([*NAMES, Name("ANA", "[Teacher 2]")]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Directora", "Head"),
        ("my Profe, [Profe]", "my Teacher B, [Teacher B]"),
        ("the Jefa of it", "the (Head) of it"),
    ],
)
def test_within_brackets_a_replacement_has_none_of_its_own(text, expected):
    names = [Name("Directora", "[Head]"), Name("Profe", "Teacher [B]"),
             Name("Jefa", "Head"), Name("the head", "X")]  # fmt: skip
    assert replaced_bare(text, Finder(names)) == expected
    assert not hits(expected, names)


def test_a_replacement_that_holds_a_name_but_for_its_brackets_is_a_fault():
    (fault,) = faults([Name("Ana", "the [old] man"), Name("old man", "X")])
    assert "holds the listed name “old man”" in fault.sentence
