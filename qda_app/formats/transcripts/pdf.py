"""PDF: the text of each page in the order in which the file draws it."""

import threading
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.formats.transcripts.guards import checked_size, damaged, locked
from qda_app.formats.transcripts.kinds import checked_kind
from qda_app.formats.transcripts.reading import Reading

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_ONE_AT_A_TIME = threading.Lock()  # PDFium is not safe in several threads


def read(path: Path) -> Reading:
    """Read a PDF's text, page by page joined by LF; a scanned one without text is refused."""
    import pypdfium2

    checked_size(path)
    checked_kind(path, "pdf")
    try:
        with _ONE_AT_A_TIME:
            pages = _pages(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise locked(path) from error
        raise damaged(path) from error
    if not pages:
        raise damaged(path)
    blank = sum(not page.strip() for page in pages)
    if blank == len(pages):
        sentence = (
            "{name} holds pictures of pages, no text: run text recognition (OCR) on it first and"
            " import the result."
        )
        raise QdaError(say(sentence, name=path.name))
    notes = [say("The text comes from a page layout: check its order and line breaks.")]
    if blank:
        notes.append(
            counted(
                "1 of {pages} pages holds no text.",
                "{count} of {pages} pages hold no text.",
                blank,
                pages=len(pages),
            )
        )
    return Reading("\n".join(pages), notes=tuple(notes))


def _pages(path: Path) -> list[str]:
    import pypdfium2

    pages = []
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            layer = page.get_textpage()
            # PDFium writes U+FFFE or U+0002 for the hyphen of a word broken at a line's end.
            pages.append(layer.get_text_range().replace("\ufffe", "-").replace("\x02", "-"))
            layer.close()
            page.close()
    finally:
        document.close()
    return pages
