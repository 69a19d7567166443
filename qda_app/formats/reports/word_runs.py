"""Runs of a quotation in a paragraph of Word: italics, a style for the words, direction."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, cast

from qda_app.domain.quotation import Run

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph as WordParagraph

WORDS = "Quoted Words"  # the character style of what the speaker said, and of nothing else


def styled(paragraph: "WordParagraph", style: str) -> "WordParagraph":
    """Give a paragraph a style of its document by its id: a look-up by name takes 1 ms."""
    paragraph._p.style = style.replace(" ", "")  # noqa: SLF001
    return paragraph


def add_runs(paragraph: "WordParagraph", runs: Iterable[Run]) -> None:
    """Add runs of a quotation; the speaker's words get a character style of their own.

    They stay as they are: python-docx turns line ends into breaks and tabs into tabs.
    """
    for run in runs:
        added = paragraph.add_run(run.text)
        if run.italic:
            added.italic = True
        if run.added:
            continue
        added._r.style = WORDS.replace(" ", "")  # noqa: SLF001
        if _right_to_left(run.text):
            added.font.rtl = True
            _set_right_to_left(paragraph)


@cache
def _leftward(char: str) -> bool | None:
    found = unicodedata.bidirectional(char)
    return {"L": False, "R": True, "AL": True}.get(found)


def _right_to_left(text: str) -> bool:
    """Say whether the first letter with a direction is written from the right."""
    if text.isascii():
        return False
    return next((way for char in text if (way := _leftward(char)) is not None), False)


def _set_right_to_left(paragraph: "WordParagraph") -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    if properties.find(qn("w:bidi")) is None:
        following = ("w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
        properties.insert_element_before(cast("BaseOxmlElement", OxmlElement("w:bidi")), *following)
