"""Excerpts as a Word document: block quotations under node headings, exact to the code point."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from qda_app.domain.messages import say
from qda_app.formats.reports.attribution import DEFAULT, attribution, checked_template

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

QUOTATION = "Block Quotation"
ATTRIBUTION = "Quotation Attribution"
MUTED = "Definition"

_DEEPEST_HEADING = 9
_GREY = "595959"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One coded passage: text[start:end] of a source; `node` is its section's number."""

    node: int
    source: str
    start: int
    end: int
    text: str
    coder: str
    case: str = ""
    speaker: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A node's heading: `level` 0 is the top of the tree, `path` its names joined with ` > `."""

    node: int
    name: str
    path: str
    level: int
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """An excerpt and everybody who gave it the node, as it is printed once."""

    excerpt: Excerpt
    coders: tuple[str, ...]


def write_excerpts(
    target: Path | IO[bytes],
    *,
    title: str,
    statement: Sequence[str],
    sections: Sequence[Section],
    excerpts: Iterable[Excerpt],
    template: str = DEFAULT,
    attributes: Iterable[str] = (),
) -> int:
    """Write the document and return how many quotations are in it.

    `statement` says in sentences what was counted, `sections` come in the order of the tree and
    those without an excerpt in or below them are left out, `attributes` names all that a template
    may use. Raises QdaError for an unknown {name} in the template, before anything is written.
    """
    names = {section.node: section.path for section in sections}
    template = checked_template(template, attributes)
    quotations = merged(excerpts)
    document = _document(title, statement)
    number = 0
    for section in _needed(sections, quotations):
        document.add_heading(section.name, level=min(section.level + 1, _DEEPEST_HEADING))
        if section.definition:
            document.add_paragraph(section.definition, style=MUTED)
        for quotation in quotations.get(section.node, ()):
            _quote(document, quotation.excerpt.text)
            line = attribution(template, quotation.excerpt, names[section.node], quotation.coders)
            _paragraph(document, line, ATTRIBUTION)
            number += 1
    if not number:
        document.add_paragraph(say("No passage was coded with these nodes."))
    document.save(str(target) if isinstance(target, Path) else target)
    return number


def merged(excerpts: Iterable[Excerpt]) -> dict[int, list[Quotation]]:
    """Return the quotations by node in the order given, an identical passage once."""
    found: dict[tuple[int, str, int, int], tuple[Excerpt, dict[str, None]]] = {}
    for excerpt in excerpts:
        key = (excerpt.node, excerpt.source, excerpt.start, excerpt.end)
        found.setdefault(key, (excerpt, {}))[1][excerpt.coder] = None
    by_node: dict[int, list[Quotation]] = {}
    for excerpt, coders in found.values():
        by_node.setdefault(excerpt.node, []).append(Quotation(excerpt, tuple(coders)))
    return by_node


def _needed(sections: Sequence[Section], quotations: Mapping[int, object]) -> list[Section]:
    """Return the sections with a quotation in them or below them."""
    needed: list[Section] = []
    reach = 0  # sections above this level lead to one that was kept
    for section in reversed(sections):
        if section.node in quotations or section.level < reach:
            needed.append(section)
            reach = section.level
        elif section.level == 0:
            reach = 0
    return needed[::-1]


def _document(title: str, statement: Sequence[str]) -> "Document":
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    styles = document.styles
    for name in (QUOTATION, ATTRIBUTION, MUTED):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    block = styles[QUOTATION].paragraph_format
    block.left_indent = block.right_indent = Cm(1.27)
    block.space_before, block.space_after, block.keep_with_next = Pt(6), Pt(0), True
    below = styles[ATTRIBUTION].paragraph_format
    below.alignment, below.right_indent, below.space_after = (
        WD_ALIGN_PARAGRAPH.RIGHT,
        Cm(1.27),
        Pt(8),
    )
    for name in (ATTRIBUTION, MUTED):
        styles[name].font.size = Pt(9)
        styles[name].font.color.rgb = RGBColor.from_string(_GREY)
    styles[MUTED].paragraph_format.keep_with_next = True
    document.add_heading(title, level=0)
    for sentence in statement:
        document.add_paragraph(sentence)
    return document


def _quote(document: "Document", text: str) -> None:
    """Add the passage as it is: python-docx turns line ends into breaks and tabs into tabs."""
    paragraph = _paragraph(document, text, QUOTATION)
    if _right_to_left(text):
        paragraph.runs[0].font.rtl = True
        _set_right_to_left(paragraph)


def _paragraph(document: "Document", text: str, style: str) -> "Paragraph":
    """Add a paragraph in a style of this document, by id: looking one up by name takes 1 ms."""
    paragraph = document.add_paragraph()
    paragraph._p.style = style.replace(" ", "")  # noqa: SLF001
    paragraph.add_run(text)
    return paragraph


def _right_to_left(text: str) -> bool:
    """Say whether the first letter with a direction is written from the right."""
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((d for d in directions if d in {"L", "R", "AL"}), "L") != "L"


def _set_right_to_left(paragraph: "Paragraph") -> None:
    from docx.oxml.parser import OxmlElement

    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    following = ("w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
    properties.insert_element_before(cast("BaseOxmlElement", OxmlElement("w:bidi")), *following)
