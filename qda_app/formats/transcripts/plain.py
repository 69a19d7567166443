"""Plain text and Markdown: the characters of the file, nothing else."""

from pathlib import Path

from qda_app.formats.transcripts.decoding import read_text
from qda_app.formats.transcripts.guards import MAX_TEXT_BYTES, checked_size
from qda_app.formats.transcripts.kinds import checked_kind
from qda_app.formats.transcripts.reading import Reading


def read(path: Path, encoding: str | None = None) -> Reading:
    """Read the file as it is written, marks such as `**` included."""
    checked_size(path, MAX_TEXT_BYTES)
    checked_kind(path, "text")
    text, encoding = read_text(path, encoding)
    return Reading(text, encoding)
