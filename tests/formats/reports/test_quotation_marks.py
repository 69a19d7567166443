"""Quotations after APA 7: marks that do not clash, the full stop, [emphasis added] in its place."""

import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from qda_app.domain.quotation import Run
from qda_app.formats.reports.document import Document, Quoted, spoken
from qda_app.formats.reports.document_docx import word_document
from qda_app.formats.reports.document_html import html_page
from qda_app.formats.reports.document_markdown import markdown
from qda_app.formats.reports.document_tex import tex
from qda_app.services.languages import speak


@pytest.fixture
def spanish():
    speak("es")
    yield
    speak("en")


def said(text, attribution="(P1)", **more):
    return "".join(run.text for run in spoken(Quoted((Run(text),), attribution, **more)))


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Ahora entro", "“Ahora entro” (P1)."),
        ("Ahora entro.", "“Ahora entro.” (P1)"),
        ("Ahora…", "“Ahora…” (P1)"),
        ("¿Y ahora?", "“¿Y ahora?” (P1)."),
        ("¡Sí!", "“¡Sí!” (P1)."),
        ("Ahora. ", "“Ahora. ” (P1)"),
        ("Dijo ‘ya.’", "“Dijo ‘ya.’” (P1)"),
        ("revueltos. [sic]", "“revueltos. [sic]” (P1)"),
        ("Dijo ‘ya.’ [sic] ", "“Dijo ‘ya.’ [sic] ” (P1)"),
        ("revueltos [sic]", "“revueltos [sic]” (P1)."),
        ("¿Revueltos? [sic]", "“¿Revueltos? [sic]” (P1)."),
        ("revueltos. [y más]", "“revueltos. [y más]” (P1)."),
    ],
)
def test_the_full_stop_stands_behind_the_attribution_unless_the_words_have_one(words, printed):
    assert said(words) == printed


def test_words_in_italics_that_end_in_a_full_stop_get_no_other():
    runs = Run("Todo "), Run("revuelto.", italic=True), Run(" [sic]", added=True)
    assert "".join(run.text for run in spoken(Quoted(runs[:2], "(P1)"))).endswith(
        "revuelto. [emphasis added]” (P1)"
    )
    assert "".join(run.text for run in spoken(Quoted(runs, "(P1)"))).endswith("” (P1)")


def test_no_full_stop_without_parentheses_nor_behind_a_block():
    assert said("Ahora", "– P1") == "“Ahora” – P1"
    assert said("Ahora", "") == "“Ahora”"
    assert said("Ahora", block=True) == "Ahora (P1)"
    assert said("Ahora", translation="Now") == "Ahora (P1)"


@pytest.mark.parametrize("words", ['They say "the fourth graders" now', "Dijo “ya” y se fue"])
def test_words_with_double_marks_are_set_apart_with_the_words_as_they_are(words):
    of = Quoted((Run(words),), "(P1)")
    assert of.apart
    assert said(words) == f"{words} (P1)"
    styles = [p.style.name for p in word_document(Document("T", [of])).paragraphs]
    assert styles == ["Title", "Block Quotation"]
    assert "<blockquote>" in html_page(Document("T", [of]))
    assert f"\n> {words} (P1)\n" in markdown(Document("T", [of]))
    assert "\\begin{quote}" in tex(Document("T", [of]))


def test_angled_marks_do_not_clash_with_english_ones():
    assert said("Dijo «ya»") == "“Dijo «ya»” (P1)."


@pytest.mark.usefixtures("spanish")
def test_a_spanish_paper_has_spanish_marks():
    assert said("Ahora entro") == "«Ahora entro» (P1)."
    assert said("Dijo “ya” y “no”") == "«Dijo “ya” y “no”» (P1)."
    assert said("Dijo «ya»") == "“Dijo «ya»” (P1)."
    assert said("Dijo «ya» y “no”") == "Dijo «ya» y “no” (P1)"
    (added,) = (r for r in spoken(Quoted((Run("ya", italic=True),), "")) if "énfasis" in r.text)
    assert added.text == " [énfasis añadido]"


EMPHASISED = Quoted(
    (Run("Antes "), Run("entro", italic=True), Run(", y "), Run("miro", italic=True), Run(".")),
    "(P1)",
)


def test_emphasis_is_told_directly_behind_the_words_in_italics():
    printed = "“Antes entro [emphasis added], y miro [emphasis added].” (P1)"
    assert "".join(run.text for run in spoken(EMPHASISED)) == printed
    document = Document("T", [EMPHASISED])
    (_title, paragraph) = word_document(document).paragraphs
    assert paragraph.text == printed
    assert [r.text for r in paragraph.runs if r.italic] == ["entro", "miro"]
    words = [r.text for r in paragraph.runs if r.style.name == "Quoted Words"]
    assert "".join(words) == "Antes entro, y miro."
    assert "<em>entro</em></span> [emphasis added]<span" in html_page(document)
    assert "*entro* [emphasis added], y *miro* [emphasis added].” (P1)" in markdown(document)
    assert "\\words{\\emph{entro}} [emphasis added]\\words{, y\\ }" in tex(document)


@pytest.mark.parametrize(
    ("runs", "printed"),
    [
        ((Run("un"), Run("cer", italic=True), Run("tain")), "uncer [emphasis added] tain"),
        ((Run("so ", italic=True), Run("it was")), "so [emphasis added] it was"),
        (
            (Run("one", italic=True), Run(" (…)", added=True), Run(" two", italic=True)),
            "one (…) two [emphasis added]",
        ),
        ((Run("all.", italic=True),), "all. [emphasis added]"),
    ],
)
def test_a_stretch_in_italics_is_told_once(runs, printed):
    assert "".join(run.text for run in spoken(Quoted(runs, "", block=True))) == printed


LINES = "Primero, la guía.\n\n  Después, nada."


def test_line_ends_within_a_block_stay_line_ends():
    of = Quoted((Run(LINES),), "(P1)", block=True)
    document = Document("T", [of])
    paragraph = word_document(document).paragraphs[1]
    assert paragraph.text == f"{LINES} (P1)"
    assert len(paragraph._p.findall(f".//{qn('w:br')}")) == 2
    assert html_page(document).count("<br>") == 2
    breaks = [
        child.type
        for token in MarkdownIt("commonmark").parse(markdown(document))
        for child in token.children or ()
    ]
    assert breaks.count("hardbreak") == 2
    assert tex(document).count("\\\\{}\n") == 2
