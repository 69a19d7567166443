"""A document for Word: headings, quotations after APA 7, tables; the words exact."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from qda_app.formats.reports import document as parts
from qda_app.formats.reports.document import (
    Block,
    Document,
    Heading,
    Labelled,
    Paragraph,
    Quoted,
    spoken,
)
from qda_app.formats.reports.word_runs import add_runs, styled
from qda_app.formats.reports.word_tables import (
    CELL,
    NOTE,
    add_table,
    blank_document,
    is_wide,
    turn_page,
)
from qda_app.formats.tables import replacing

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph as WordParagraph

BODY, BLOCK, MUTED = "Body Words", "Block Quotation", "Definition"
_STYLES = {BODY: (11.0, 6.0), BLOCK: (11.0, 8.0), MUTED: (9.5, 4.0)}
_GREY = "595959"
STEP = 100  # blocks between two signs of progress
Progress = Callable[[int, int, str], None]
_DEEPEST = 9
_FONT = "Times New Roman"


def save_word(word: "Word", target: Path) -> None:
    """Save a Word document whole or not at all; raises QdaError where it cannot be written."""
    with replacing(target) as unfinished:
        word.save(str(unfinished))


def word_document(
    document: Document, progress: Progress = lambda _done, _of, _name: None
) -> "Word":
    """Return the document as one of python-docx; `progress` may end it by raising."""
    word = paper_word(document.title)
    word.add_heading(document.title, level=0)
    numbers = document.numbered()
    wide = False
    every = document.blocks
    for number, block in enumerate(every):
        if number % STEP == 0:
            progress(number, len(every), "")
        if number in numbers and is_wide(cast("Any", block)) != wide:
            wide = not wide
            turn_page(word, wide=wide, first=False)
        added = _add(word, block, numbers.get(number, 0))
        if added is not None and _leads(every[max(number - 1, 0)], every[number + 1 : number + 2]):
            added.paragraph_format.keep_with_next = True
            added.paragraph_format.keep_together = True
    return word


def _leads(before: Block, following: Sequence[Block]) -> bool:
    """Say whether a page must not end behind a paragraph, by the blocks before and after it."""
    opens = isinstance(before, Heading) and any(isinstance(b, Quoted) for b in following)
    return opens or any(
        isinstance(b, Labelled) or (isinstance(b, Paragraph) and b.kind == parts.MUTED)
        for b in following
    )


def paper_word(title: str) -> "Word":
    """Return a Word document without text that has the styles of quotations and headings."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    word = blank_document(title)
    styles = word.styles
    for name, (size, after) in _STYLES.items():
        style: Any = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(after)
    block: Any = styles[BLOCK]
    block.paragraph_format.left_indent = Cm(1.27)
    block.paragraph_format.keep_together = True
    muted: Any = styles[MUTED]
    muted.font.color.rgb = RGBColor.from_string(_GREY)
    for level in range(_DEEPEST + 1):
        _plain_heading(styles["Title" if level == 0 else f"Heading {level}"], level)
    return word


def _plain_heading(style: Any, level: int) -> None:
    """Print a heading as papers do: black, in the face of the text, no rule below it."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    properties = style.element.get_or_add_rPr()
    for tag in properties.findall(qn("w:rFonts")):
        properties.remove(tag)
    style.font.name = _FONT
    properties.rFonts.set(qn("w:eastAsia"), _FONT)
    style.font.size = Pt({0: 16, 1: 13, 2: 12}.get(level, 11))
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.bold = True
    style.font.italic = level > 2
    style.paragraph_format.space_before = Pt(0 if level == 0 else 12)
    style.paragraph_format.space_after = Pt(10 if level == 0 else 4)
    for rule in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(rule)


def _add(word: "Word", block: Block, number: int) -> "WordParagraph | None":
    """Add a block; return the paragraph of one that is text, which may lead to the next."""
    if isinstance(block, Heading):
        word.add_heading(block.text, level=min(block.level, _DEEPEST))
    elif isinstance(block, Paragraph):
        style = {"muted": MUTED, "note": NOTE}.get(block.kind, BODY)
        paragraph = styled(word.add_paragraph(), style)
        paragraph.add_run(block.text)
        return paragraph
    elif isinstance(block, Labelled):
        paragraph = styled(word.add_paragraph(), BODY)
        paragraph.add_run(block.label).bold = True
        paragraph.add_run(f" {block.text}")
        return paragraph
    elif isinstance(block, Quoted):
        _quote(word, block)
    else:
        add_table(word, number, block)
    return None


def _quote(word: "Word", of: Quoted) -> None:
    if of.translation:
        _beside(word, of)
    else:
        add_runs(styled(word.add_paragraph(), BLOCK if of.apart else BODY), spoken(of))
    if of.note:
        styled(word.add_paragraph(), NOTE).add_run(of.note)


def _beside(word: "Word", of: Quoted) -> None:
    """Put the original at the left and its translation at the right."""
    table = word.add_table(1, 2)
    table.autofit = False
    left, right = table.rows[0].cells
    add_runs(styled(left.paragraphs[0], BODY), spoken(of))
    styled(right.paragraphs[0], BODY).add_run(of.translation)
    if of.about:
        styled(right.add_paragraph(), CELL).add_run(f"({of.about})")
