"""Positions in a text as another tool counts them, and how the reading is chosen."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.domain.text import normalise
from qda_app.formats.exchange.evidence import Judged, Selection, judge
from qda_app.formats.exchange.positions import READINGS, Positions, Reading

PIECES = ["a", "b", " ", "\r\n", "\n", "\r", "😀", "𝄞", "e\u0301", "n\u0303", "é", "ñ", "한", "각",
          "क्षि", "x\u0323\u0307", "."]  # fmt: skip
BYTES = [Reading(crlf_two=c, bom=b, utf8=True) for c in (True, False) for b in (True, False)]
SHIFTED = [r._replace(first=-1, last=last) for r in (*READINGS, *BYTES) for last in (-1, 0)]
CRLF_EMOJI = "\ufeffUno 😀😀😀 dos.\r\nTres 😀 cuatro.\r\nCinco seis 😀😀 siete.\r\nOcho nueve."


def counted(raw: str, at: int, reading: Reading) -> int:
    """Count, the slow way, how a tool names the place before raw[at] (BOM included in raw)."""
    total, i = 0, 0
    while i < at:
        char = raw[i]
        if i == 0 and char == "\ufeff":
            total += reading.bom * (3 if reading.utf8 else 1)
        elif raw[i : i + 2] == "\r\n":
            total += 2 if reading.crlf_two else 1
            i += 1
        elif reading.utf8:
            total += len(char.encode())
        else:
            total += 2 if reading.utf16 and ord(char) > 0xFFFF else 1
        i += 1
    return total


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30), st.booleans(), st.data())
def test_every_reading_leads_to_the_words_that_were_meant(pieces, bom, data):
    raw = ("\ufeff" if bom else "") + "".join(pieces)
    edges = [bom + len("".join(pieces[:n])) for n in range(len(pieces) + 1)]
    edges = [at for at in edges if raw[at - 1 : at + 1] != "\r\n"]
    start, end = sorted(data.draw(st.lists(st.sampled_from(edges), min_size=2, max_size=2)))
    positions = Positions(raw)
    assert positions.text == normalise(raw)
    meant = normalise(raw[start:end])
    for reading in (*READINGS, *BYTES, *SHIFTED):
        ends = (
            counted(raw, start, reading) - reading.first,
            counted(raw, end, reading) - reading.last,
        )
        span = positions.span(*ends, reading)
        if start == end:
            assert span is None
        elif positions.exact(*ends, reading):
            assert positions.text[slice(*span)] == meant
        else:
            found = unicodedata.normalize("NFD", positions.text[slice(*span)])
            assert unicodedata.normalize("NFD", meant) in found


@pytest.mark.parametrize("reading", READINGS)
def test_quotations_decide_how_positions_count(reading):
    positions = Positions(CRLF_EMOJI)
    quotes = ["Tres 😀 cuatro.", "Cinco seis", "siete.", "Ocho nueve", "nueve."]
    marks = []
    for quote in quotes:
        at = CRLF_EMOJI.index(quote)
        span = (counted(CRLF_EMOJI, at, reading), counted(CRLF_EMOJI, at + len(quote), reading))
        marks.append(Selection(*span, quote))
    judged = judge([("s", positions, marks)], "")[0]
    assert (judged.reading, judged.confidence, judged.agree) == (reading, "high", len(quotes))


def test_word_edges_decide_where_there_are_no_quotations_and_the_tool_where_nothing_does():
    positions = Positions("😀 uno dos tres cuatro cinco")
    words = [(3, 6), (7, 10), (11, 15)]  # in UTF-16 units
    judged = judge([("s", positions, [Selection(*w) for w in words])], "")[0]
    assert (judged.reading.utf16, judged.confidence) == (True, "medium")
    blank = Positions("😀.........")
    for origin, utf16 in (("NVivo 12", True), ("Other", False)):
        judged = judge([("s", blank, [Selection(3, 5)])], origin)[0]
        assert (judged.reading.utf16, judged.confidence) == (utf16, "low")


def test_a_text_that_all_readings_agree_on_is_certain():
    judged = judge([("s", Positions("plain\ntext"), [Selection(0, 5, "other")])], "NVivo")[0]
    assert judged.confidence == "certain"


def test_what_no_position_depends_on_is_certain():
    """Readings that differ on the text, but put no passage elsewhere, contradict nothing."""
    text = "Uno dos.\r\nTres cuatro.\r\nCinco 😀"
    quotes = ["Tres", "cuatro.", "Tres cuatro."]
    marks = [Selection(text.index(q), text.index(q) + len(q), q) for q in quotes]
    judged = judge([("s", Positions(text), marks)], "Other")[0]
    assert (judged.confidence, judged.reading.crlf_two) == ("high", True)
    early = judge([("s", Positions(text), [Selection(0, 3), Selection(4, 7)])], "NVivo")[0]
    assert early.confidence == "certain"
    late = judge([("s", Positions(text), [Selection(0, 3), Selection(9, 21)])], "Other")[0]
    assert late.confidence != "certain"


def test_line_ends_are_spoken_of_only_where_there_are_any():
    for text, said in (("Uno 😀 dos", False), ("Uno 😀\r\ndos", True)):
        judged = judge([("s", Positions(text), [Selection(6, 9)])], "Other")[0]
        assert ("CRLF" in judged.sentence()) == said


def test_sources_of_a_file_support_each_other():
    rich = Positions(CRLF_EMOJI)
    reading = Reading(utf16=True)
    quotes = ["Cinco seis", "siete.", "Ocho nueve", "nueve."]
    marks = []
    for quote in quotes:
        at = CRLF_EMOJI.index(quote)
        ends = (at, at + len(quote))
        marks.append(Selection(*(counted(CRLF_EMOJI, e, reading) for e in ends), quote))
    silent = Positions("😀.........")
    judged = judge([("a", rich, marks), ("b", silent, [Selection(4, 6)])], "Other")
    assert judged[1].reading.utf16


def test_the_sentence_sets_thousands_apart_whether_words_stand_elsewhere_or_not():
    judged = Judged("s", Reading(), "high", 1234, 5678, 1000)
    assert "1,234 of 5,678 quotations agree, 1,000 under" in judged.sentence()
    beside = replace(judged, beside=4444)
    assert "4,444 quotations stand elsewhere (1,234 of 5,678 agree)" in beside.sentence()
