"""Charts: every kind is written, text stays text, and odd input is refused or drawn."""

import re

import pytest

from qda_app.domain.errors import QdaError
from qda_app.formats.reports.charts import Chart, draw, write_chart

BARS = Chart("Title", ["Ñandú & co <b>", "$b$"], ["n"], [[3], [None]], "codings", "a note")
HEAT = Chart("Heat", ["one", "two"], ["x", "y"], [[1, 0], [0.25, None]], "share")
EMPTY = Chart("Empty", ["one"], ["x", "y"], [[0, 0]], "codings")
STARTS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.mark.parametrize("chart", [BARS, HEAT, EMPTY], ids=["bars", "heat", "empty"])
@pytest.mark.parametrize("kind", STARTS)
def test_every_kind_is_drawn_and_the_same_again(chart, kind):
    first = draw(chart, kind)
    assert first.startswith(STARTS[kind])
    assert draw(chart, kind) == first


def test_words_in_a_drawing_stay_words():
    svg = draw(BARS, "svg").decode()
    found = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert "Ñandú &amp; co &lt;b&gt;" in found
    assert "$b$" in found
    assert "3" in found
    assert "–" in found


def test_another_ending_and_a_missing_folder_are_said(tmp_path):
    with pytest.raises(QdaError, match="png, svg or pdf"):
        write_chart(BARS, tmp_path / "chart.gif")
    with pytest.raises(QdaError, match="cannot be written"):
        write_chart(BARS, tmp_path / "nowhere" / "chart.png")
    write_chart(HEAT, tmp_path / "chart.PDF", 8)
    assert (tmp_path / "chart.PDF").read_bytes().startswith(b"%PDF")


def lines_in(svg):
    """Return the lines of text that a drawing holds, outermost first."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_in_a_column_of_a_journal_words_are_broken_and_none_is_lost():
    title = "Codings of every node of the tree, those below included, by the coders"
    names = ["Collaboration between teachers of one school", "Materials"]
    note = "Journal: " + "7580bc71" * 8
    chart = Chart(title, names, ["n"], [[3], [2]], "codings", note)
    lines = lines_in(draw(chart, "svg", 8.5).decode())
    assert title not in lines
    assert all(len(line) <= 8.5 * 7.4 for line in lines)
    joined = "".join("".join(lines).split())
    for words in (title, names[0], note):
        assert "".join(words.split()) in joined
    assert title in lines_in(draw(chart, "svg", 24).decode())


def test_a_narrow_heat_map_leaves_its_numbers_to_the_shades():
    many = [f"source {n}" for n in range(20)]
    chart = Chart("H", ["a", "b"], many, [[7] * 20, [0] * 20], "codings")
    assert lines_in(draw(chart, "svg", 24).decode()).count("7") >= 20
    assert lines_in(draw(chart, "svg", 10).decode()).count("7") <= 1
