"""Tables in Word, read back: text, rules, alignment, orientation, language."""

from io import BytesIO

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from qda_app.domain.errors import QdaError
from qda_app.formats.reports.word_tables import PaperTable, coefficient, write_word_tables
from qda_app.services.languages import speak

NARROW = PaperTable(
    "Agreement by Node",
    ["Node", "κ", "Segments"],
    [["Trust > Family", ".81 [.72, .90]", "1,204"], ["Fear", "–", ""], ["Joy", "−.05", "3"]],
    "Two coders.\nComputed with qda-app.",
)
WIDE = PaperTable("Wide", [f"Measure {n}" for n in range(16)], [[".12 [.01, .23]"] * 16])


def written(*tables):
    file = BytesIO()
    write_word_tables(file, tables)
    file.seek(0)
    return Document(file)


def edges(cell):
    found = cell._tc.tcPr.find(qn("w:tcBorders"))
    return set() if found is None else {edge.tag.split("}")[1] for edge in found}


def test_text_comes_back_under_a_bold_number_and_an_italic_title():
    document = written(NARROW)
    number, title, note, more = document.paragraphs
    assert (number.text, title.text) == ("Table 1", "Agreement by Node")
    assert number.style.font.bold
    assert title.style.font.italic
    assert note.text == "Note. Two coders."
    assert [run.italic for run in note.runs] == [True, None, None]
    assert more.text == "Computed with qda-app."
    cells = document.tables[0].rows[0].cells
    assert note.style.font.size < document.styles["Normal"].font.size
    assert [cell.text for cell in cells] == NARROW.header
    shown = [[cell.text for cell in row.cells] for row in document.tables[0].rows[1:]]
    assert shown == NARROW.rows


def test_there_are_three_rules_and_no_other_line():
    table = written(NARROW).tables[0]
    assert table.style.name == "Normal Table"
    drawn = [{frozenset(edges(cell)) for cell in row.cells} for row in table.rows]
    assert drawn == [
        {frozenset({"top", "bottom"})},
        {frozenset()},
        {frozenset()},
        {frozenset({"bottom"})},
    ]
    empty = written(PaperTable("None", ["Node"], [])).tables[0]
    assert edges(empty.rows[0].cells[0]) == {"top", "bottom"}


def test_figures_stand_at_the_right_and_words_at_the_left():
    rows = written(NARROW).tables[0].rows
    for row in rows:
        assert [c.paragraphs[0].alignment for c in row.cells] == [
            None,
            WD_ALIGN_PARAGRAPH.RIGHT,
            WD_ALIGN_PARAGRAPH.RIGHT,
        ]
    head = rows[0]._tr.trPr
    assert head.find(qn("w:tblHeader")) is not None
    assert rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


def test_a_wide_table_lies_on_a_wide_page_and_fits_it():
    document = written(NARROW, WIDE, NARROW)
    turned = [section.orientation for section in document.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    for section, table in zip(document.sections, document.tables, strict=True):
        room = section.page_width - section.left_margin - section.right_margin
        assert sum(column.width for column in table.columns) <= room + 1000
    assert [p.text for p in document.paragraphs if p.style.name == "Table Number"] == [
        "Table 1",
        "Table 2",
        "Table 3",
    ]


def test_the_language_is_that_of_the_sentences():
    speak("es")
    try:
        document = written(NARROW)
    finally:
        speak("en")
    languages = {tag.get(qn("w:val")) for tag in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"es-ES"}
    assert document.paragraphs[0].text == "Tabla 1"
    assert document.paragraphs[2].text.startswith("Nota.")
    assert written(NARROW).core_properties.language == "en-GB"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ((0.814, 0.72, 0.9), ".81 [.72, .90]"),
        ((1.0, 0.95, 1.0), "1.00 [.95, 1.00]"),
        ((-0.05, -0.3, 0.2), "−.05 [−.30, .20]"),
        ((-0.001,), ".00"),
        ((0.5, None, 0.6), ".50"),
        ((None, 0.1, 0.2), "–"),
    ],
)
def test_coefficients_have_no_leading_zero(given, text):
    assert coefficient(*given) == text


def test_what_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(QdaError, match="cannot be written"):
        write_word_tables(tmp_path / "missing" / "a.docx", [NARROW])
    with pytest.raises(ValueError, match="as long as"):
        written(PaperTable("Short", ["a", "b"], [["1"]]))
