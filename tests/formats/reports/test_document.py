"""Documents read back: each format says exactly the words, whatever characters they hold."""

import io
import re
import zipfile
from itertools import pairwise

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as page
from markdown_it import MarkdownIt

from qda_app.domain.errors import QdaError
from qda_app.domain.quotation import Run
from qda_app.domain.text import normalise
from qda_app.formats.reports.document import Document, Heading, Labelled, Paragraph, Quoted
from qda_app.formats.reports.document_docx import word_document
from qda_app.formats.reports.document_files import write_document
from qda_app.formats.reports.document_html import html_page
from qda_app.formats.reports.document_markdown import markdown
from qda_app.formats.reports.document_tex import NAMES, tex
from qda_app.formats.reports.fixed_times import WHEN, fix_times
from qda_app.formats.reports.word_runs import WORDS
from qda_app.formats.reports.word_tables import PaperTable, write_word_tables

HARD = [
    "line one\nline two\n\nline four",
    "\tindented\twith tabs\t",
    "  two  spaces   kept  ",
    "\n leading and trailing break\n",
    "emoji 😀👩‍🏫 and ñ é",
    "שלום 12 (abc)",
    "مرحبا\nبكم",
    "<w:t>&amp; \"quotes\" 'and' ]]> <!-- x --> <b>",
    "non\u00a0breaking\u2011hyphen soft\u00adhyphen \u2028 \u200f end",
    r"50 % & $3_000 #1 ^x ~ {a} \textbf{b} --- ``q'' ?` !` <<x>> ,, ' '' '''",
    "# no heading\n- no list\n1. none\n> none\n---\n    no code\n| a | b |\n***bold*** [x](y) `c`",
    "*",
    "[1] begins with a bracket",
    "ends with a backslash \\",
    "&copy; &#38; \\& \\\\",
    "– Y ahora… ¿qué? ¡Eso! «sí» “no”",
]
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), min_size=1
).map(normalise)
# Characters that no browser and no Markdown reader keeps at an edge: the C1 controls.
plain = texts.map(lambda t: re.sub("[\x80-\x9f]", "", t)).filter(bool)


def quoted(text, **more):
    return Document("T", [Quoted((Run(text),), "(P1)", **more)])


def from_docx(document):
    stream = io.BytesIO()
    word_document(document).save(stream)
    stream.seek(0)
    found = docx.Document(stream)
    paragraphs = list(found.paragraphs)
    paragraphs += [
        p for t in found.tables for row in t.rows for c in row.cells for p in c.paragraphs
    ]
    return "".join(r.text for p in paragraphs for r in p.runs if r.style.name == WORDS)


def element_text(element):
    for line in element.iter("br"):
        line.tail = "\n" + (line.tail or "")
    return element.text_content()


def from_html(document):
    found = page.fromstring(html_page(document))
    return "".join(element_text(e) for e in found.xpath("//span[@class='words']"))


def paragraphs_of(text):
    """What a CommonMark reader says in each paragraph, italics between < and >."""
    signs = {"hardbreak": "\n", "em_open": "<", "em_close": ">"}
    found = []
    for token in MarkdownIt("commonmark").parse(text):
        for child in token.children or ():
            assert child.type in {"text", "text_special", *signs}, child
        if token.type == "inline":
            found.append("".join(signs.get(c.type, c.content) for c in token.children))
    return found


def from_markdown(document):
    """What a CommonMark reader says between the title and the attribution."""
    found = paragraphs_of(markdown(document))[1]
    if document.blocks[0].apart:
        return found.removesuffix(" (P1)")
    return found.removesuffix(".").removesuffix(" (P1)")[1:-1]


BACK = {
    **{said: char for char, said in NAMES.items() if len(said) > 2},
    "\\leavevmode{}": "",
    "\\ ": " ",
    "{}": "",
    **{said: char for char, said in NAMES.items() if len(said) == 2},
}
TOKEN = re.compile("|".join(re.escape(t) for t in sorted(BACK, key=len, reverse=True)))


def from_tex(document):
    inside = re.search(r"\\words\{(.*)\}(?:”)? \(P1\)\.?\n", tex(document), re.DOTALL)
    return TOKEN.sub(lambda found: BACK[found.group()], inside.group(1))


READERS = {"docx": from_docx, "html": from_html, "md": from_markdown, "tex": from_tex}


@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize("block", [True, False])
@pytest.mark.parametrize("kind", READERS)
def test_a_quotation_reads_back_exactly(kind, block, text):
    assert READERS[kind](quoted(text, block=block)) == text


@given(plain, st.booleans())
@pytest.mark.parametrize("kind", READERS)
def test_any_text_of_a_project_reads_back_exactly(kind, text, block):
    assert READERS[kind](quoted(text, block=block)) == text


def test_short_ones_stand_in_quotation_marks_and_blocks_do_not():
    short, long = quoted("Entro."), quoted("Entro.", block=True)
    assert "“<span" in html_page(short)
    assert "“" not in html_page(long)
    assert "<blockquote>" in html_page(long)
    assert "\n“Entro.” (P1)" in markdown(short)
    assert "\n> Entro. (P1)" in markdown(long)
    assert "\\begin{quote}" in tex(long)
    styles = [p.style.name for p in word_document(long).paragraphs]
    assert styles == ["Title", "Block Quotation"]


@pytest.mark.parametrize("kind", ["docx", "html", "tex"])
def test_edits_are_no_words_of_the_speaker(kind):
    runs = (Run("Antes "), Run("(…)", added=True), Run(" entro"), Run(" y miro", italic=True))
    document = Document("T", [Quoted(runs, "(P1)", block=True)])
    if kind == "tex":
        told = "(…)\\words{ entro}\\words{\\emph{ y miro}} [emphasis added] (P1)\n"
        assert f"\\words{{Antes\\ }}{told}" in tex(document)
    else:
        assert READERS[kind](document) == "Antes  entro y miro"


def test_a_translation_stands_beside_or_below_the_original():
    document = quoted("Entro.", translation="I go in.", about="translated by Eva, draft")
    (table,) = word_document(document).tables
    left, right = table.rows[0].cells
    assert [p.text for p in left.paragraphs] == ["Entro. (P1)"]
    assert [p.text for p in right.paragraphs] == ["I go in.", "(translated by Eva, draft)"]
    found = page.fromstring(html_page(document))
    assert [p.text_content() for p in found.xpath("//div[@class='pair']//p")] == [
        "Entro. (P1)",
        "I go in. (translated by Eva, draft)",
    ]
    assert paragraphs_of(markdown(document))[1:] == [
        "Entro. (P1)",
        "I go in. (translated by Eva, draft)",
    ]
    below = "\\words{Entro.} (P1)\n\nI go in. (translated by Eva, draft)\n\\end{quote}"
    assert below in tex(document)


def test_tables_headings_and_labels_read_back():
    blocks = [
        Heading("A & B"),
        Paragraph("muted <i>", "muted"),
        Labelled("Use when:", "x_1"),
        PaperTable("Nodes", ["Node", "n"], [["a | b", "3"], ["c & d", "4"]], "A note."),
    ]
    document = Document("Title", blocks)
    word = word_document(document)
    assert [[c.text for c in row.cells] for row in word.tables[0].rows] == [
        ["Node", "n"],
        ["a | b", "3"],
        ["c & d", "4"],
    ]
    cells = page.fromstring(html_page(document)).xpath("//td/text()")
    assert cells == ["a | b", "3", "c & d", "4"]
    parsed = MarkdownIt("commonmark").enable("table").parse(markdown(document))
    inline = [
        "".join(c.content for c in token.children)
        for before, token in pairwise(parsed)
        if before.type == "td_open"
    ]
    assert inline == ["a | b", "3", "c & d", "4"]
    assert "c \\& d & 4 \\\\" in tex(document)


def test_every_page_is_a4_in_its_direction():
    wide = PaperTable("W", [f"Measure {n}" for n in range(16)], [[".12 [.01, .23]"] * 16])
    blocks = [Paragraph("a"), wide, PaperTable("N", ["Node", "n"], [["a", "3"]])]
    sections = word_document(Document("T", blocks)).sections
    sizes = [(round(s.page_width.cm, 1), round(s.page_height.cm, 1)) for s in sections]
    assert sizes == [(21.0, 29.7), (29.7, 21.0), (21.0, 29.7)]
    (plain,) = word_document(quoted("a")).sections
    assert (round(plain.page_width.cm, 1), round(plain.left_margin.cm, 2)) == (21.0, 2.54)
    found = html_page(Document("T", blocks))
    assert "@page { size: A4; margin: 2.54cm; }" in found
    assert "@page wide { size: A4 landscape; }" in found
    tables = page.fromstring(found).xpath("//table/@class")
    assert tables == ["wide"]
    assert "a4paper" in tex(quoted("a"))


def test_a_definition_stays_with_its_heading_and_what_follows():
    blocks = [
        Heading("A"),
        Paragraph("what it is", "muted"),
        Quoted((Run("x"),), "(P1)"),
        Heading("B"),
        Paragraph("what it is"),
        Labelled("Use when:", "always"),
        Paragraph("3 codings", "muted"),
        Heading("C"),
    ]
    paragraphs = word_document(Document("T", blocks)).paragraphs[1:]
    kept = [p.text for p in paragraphs if p.paragraph_format.keep_with_next]
    assert kept == ["what it is", "what it is", "Use when: always"]
    assert all(p.style.paragraph_format.keep_with_next for p in paragraphs if len(p.text) == 1)


def test_words_from_the_right_run_from_the_right_and_emoji_stay_whole():
    said = Quoted((Run("שלום (abc) 😀👩‍🏫"),), "(P1)", block=True)
    (_title, paragraph) = word_document(Document("T", [said])).paragraphs
    (words,) = [r for r in paragraph.runs if r.style.name == WORDS]
    assert (words.text, words.font.rtl) == (said.runs[0].text, True)
    assert paragraph._p.pPr.find(qn("w:bidi")) is not None
    (span,) = page.fromstring(html_page(Document("T", [said]))).xpath("//span[@class='words']")
    assert (span.get("dir"), span.text_content()) == ("auto", said.runs[0].text)


def test_a_page_runs_nothing_and_asks_for_nothing():
    found = page.fromstring(html_page(quoted("<script>alert(1)</script>")))
    assert not found.xpath("//script | //link | //img | //@onclick | //@src | //@href")


def test_another_ending_and_a_folder_that_is_not_there_are_refused(tmp_path):
    with pytest.raises(QdaError, match=r"ends in one of: \.docx"):
        write_document(tmp_path / "x.odt", quoted("a"))
    for kind in READERS:
        with pytest.raises(QdaError, match="cannot be written"):
            write_document(tmp_path / "none" / f"x.{kind}", quoted("a"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "write",
    [
        lambda to: write_document(to, quoted("Ahora")),
        lambda to: write_word_tables(to, [PaperTable("T", ["a"], [["1"]])]),
    ],
)
def test_a_word_file_holds_nothing_of_the_template_it_is_made_from(tmp_path, write):
    write(tmp_path / "one.docx")
    said = docx.Document(str(tmp_path / "one.docx")).core_properties
    assert said.created == said.modified == WHEN
    assert (said.author, said.last_modified_by, said.comments) == ("", "", "")
    with zipfile.ZipFile(tmp_path / "one.docx") as packed:
        names = packed.namelist()
        assert b"Macintosh" not in b"".join(map(packed.read, names))
    assert [name for name in names if name.endswith((".jpeg", "app.xml"))] == []
    fix_times(tmp_path / "one.docx")
    with zipfile.ZipFile(tmp_path / "one.docx") as packed:
        assert packed.namelist() == names
        assert {entry.date_time for entry in packed.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_latex_keeps_straight_marks_straight_and_stops_where_a_font_lacks_a_sign():
    found = tex(quoted("don't `x`"))
    assert r"don\textquotesingle{}t \textasciigrave{}x\textasciigrave{}" in found
    assert r"\iftutex\usepackage{fontspec}\tracinglostchars=3 \else" in found
