"""A document as the file that a name's ending asks for."""

from collections.abc import Callable
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.formats.reports.document import Document
from qda_app.formats.tables import replacing

KINDS = (".docx", ".html", ".md", ".tex")


Progress = Callable[[int, int, str], None]


def write_document(
    target: Path, document: Document, progress: Progress = lambda _done, _of, _name: None
) -> None:
    """Write a document as docx, html, md or tex; `progress` is told of each hundredth block.

    Raises QdaError for another ending and where the file cannot be written.
    """
    kind = target.suffix.lower()
    if kind == ".docx":
        from qda_app.formats.reports.document_docx import save_word, word_document

        save_word(word_document(document, progress), target)
    elif kind in KINDS:
        write_text(target, text_of(document, kind))
    else:
        known = ", ".join(KINDS)
        raise QdaError(say("Name a file that ends in one of: {known}.", known=known))


def text_of(document: Document, kind: str) -> str:
    """Return a document as html, md or tex."""
    if kind == ".html":
        from qda_app.formats.reports.document_html import html_page

        return html_page(document)
    if kind == ".md":
        from qda_app.formats.reports.document_markdown import markdown

        return markdown(document)
    from qda_app.formats.reports.document_tex import tex

    return tex(document)


def write_text(target: Path, text: str) -> None:
    """Write a text with LF line ends, whole or not at all; raises QdaError where it cannot be."""
    with replacing(target) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
