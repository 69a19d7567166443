"""Tables with words under their rows: indented, across the whole width, on the row's page."""

from itertools import pairwise

from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from qda_app.domain.quotation import Run
from qda_app.formats.reports.document import Document
from qda_app.formats.reports.document_docx import word_document
from qda_app.formats.reports.document_html import html_page
from qda_app.formats.reports.document_markdown import markdown
from qda_app.formats.reports.word_tables import (
    PaperTable,
    column_widths,
    depth_of,
    indented,
    is_wide,
)

SAID = (Run("“", added=True), Run("one | two\nthree"), Run("” (P1).", added=True))
GROUPS = [f"Head of the technical unit {n} (of 3)" for n in range(4)]
TABLE = PaperTable(
    "Themes",
    ["Theme", "n of 21", *GROUPS],
    [["A", "21", *"1234"], ["\N{EM SPACE}B", "3", *"1234"]],
    below=[[], [(Run("what it is", added=True),), SAID]],
)


def test_what_stands_below_goes_across_the_whole_page():
    document = word_document(Document("T", [TABLE]))
    (table,) = document.tables
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert not is_wide(TABLE)
    assert abs(sum(column.width for column in table.columns) - room) < 2_000
    assert [len({id(c._tc) for c in row.cells}) for row in table.rows] == [6, 6, 6, 1, 1]
    assert table.rows[4].cells[0].text == "“one | two\nthree” (P1)."
    kept = [bool(r.cells[0].paragraphs[0].paragraph_format.keep_with_next) for r in table.rows]
    assert kept == [False, False, True, True, False]
    ends = table.rows[-1].cells[0]._tc.tcPr.find(qn("w:tcBorders"))
    assert [edge.tag for edge in ends] == [qn("w:bottom")]
    indents = [r.cells[0].paragraphs[0].paragraph_format.left_indent for r in table.rows[1:]]
    assert indents[0] < indents[1] == indents[2] == indents[3]
    assert table.rows[2].cells[0].text == "B"
    assert table.rows[2].cells[0].paragraphs[0].runs[0].bold


def test_a_page_and_markdown_hold_it_with_its_row():
    assert html_page(Document("T", [TABLE])).count("<tbody>") == 2
    assert "<td colspan='6'" in html_page(Document("T", [TABLE]))
    parsed = MarkdownIt("commonmark").enable("table").parse(markdown(Document("T", [TABLE])))
    cells = [
        [(c.type, c.content) for c in token.children if c.content]
        for before, token in pairwise(parsed)
        if before.type == "td_open"
    ]
    assert len(cells) == 12
    said = "".join(text for kind, text in cells[6] if kind != "html_inline")
    assert said == "\N{EM SPACE}Bwhat it is“one | twothree” (P1)."


def test_figures_keep_their_width_and_short_heads_their_line():
    widths = column_widths(TABLE)
    assert widths[0] > max(widths[1:])
    assert min(widths[1:]) > 1


def test_names_stand_below_those_in_the_list():
    paths = ["A", "A > B", "A > B > C", "D > E > F", "A > X > Y"]
    assert [depth_of(name) for name in indented(paths)] == [
        (0, "A"),
        (1, "B"),
        (2, "C"),
        (0, "D > E > F"),
        (1, "X > Y"),
    ]


def test_a_row_longer_than_a_page_may_be_parted_and_the_rest_does_not_hang_on_it():
    long = (Run("palabra " * 6_000),)
    short = (Run("what it is"),)
    table = PaperTable("Themes", ["Theme", "n"], [["A", "21"]], below=[[short, long, short, long]])
    (drawn,) = word_document(Document("T", [table])).tables
    whole = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None
             for row in drawn.rows]  # fmt: skip
    assert whole == [True, True, True, False, True, False]
    kept = [bool(r.cells[0].paragraphs[0].paragraph_format.keep_with_next) for r in drawn.rows]
    assert kept == [False, True, True, False, False, False]
