"""Which reader reads which suffix, and the one way from a file to a transcript."""

import unicodedata
from bisect import bisect_right
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.text import normalise, unwritable
from qda_app.domain.transcript import Transcript, Turn
from qda_app.formats.transcripts.guards import checked_size
from qda_app.formats.transcripts.reading import Reading, replaced_words
from qda_app.formats.transcripts.speakers import recognise, turns_between

# Suffix: the reader's module, the format's name, whether its bytes have an encoding to choose.
_READERS = {
    ".docx": ("docx", "docx", False),
    ".docm": ("docx", "docx", False),
    ".odt": ("odt", "odt", False),
    ".rtf": ("rtf", "rtf", False),
    ".txt": ("plain", "txt", True),
    ".text": ("plain", "txt", True),
    ".md": ("plain", "md", True),
    ".markdown": ("plain", "md", True),
    ".html": ("webpage", "html", True),
    ".htm": ("webpage", "html", True),
    ".xhtml": ("webpage", "html", True),
    ".pdf": ("pdf", "pdf", False),
    ".vtt": ("subtitles", "vtt", True),
    ".srt": ("subtitles", "srt", True),
}
SUFFIXES = tuple(_READERS)
TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm")


def read(
    path: Path | str,
    *,
    speakers: bool = True,
    language: str = "",
    encoding: str | None = None,
    name: str | None = None,
) -> Transcript:
    """Read one file as a transcript, or raise a QdaError that says what is wrong with it.

    The text never depends on `speakers`, which only says whether turns are looked for beside it.
    `encoding` overrides the detection for formats whose bytes need one.
    """
    path = Path(path)
    module, label, encoded = _reader_for(path)
    reader = import_module(f"{__package__}.{module}")
    reading: Reading = reader.read(path, encoding) if encoded else reader.read(path)
    laid_out = bool(reading.voices or reading.times)
    text = reading.text if laid_out else normalise(reading.text)
    if not text.strip():
        raise QdaError(say("{name} holds no text: there is nothing to code in it.", name=path.name))
    return Transcript(
        name=unicodedata.normalize("NFC", name or path.stem),
        text=text,
        format=label,
        encoding=reading.encoding,
        turns=_turns(text, reading) if speakers else (),
        notes=_notes(reading, reading.replaced if laid_out else unwritable(reading.text)),
        language=language,
    )


def _reader_for(path: Path) -> tuple[str, str, bool]:
    """Return the reader of the path's suffix, or refuse the path in a sentence of its own."""
    checked_size(path)
    suffix = path.suffix.lower()
    if suffix in _READERS:
        return _READERS[suffix]
    if suffix in TABLE_SUFFIXES:
        sentence = "{name} is a table: choose which of its columns hold the answers to code."
        raise QdaError(say(sentence, name=path.name))
    if suffix in {".doc", ".dot", ".wpd", ".pages"}:
        sentence = "{name} is in a format that cannot be read here: save it as docx."
        raise QdaError(say(sentence, name=path.name))
    sentence = (
        "{name} has the suffix “{suffix}”, which is not read here: save it as one of {known}."
    )
    known = " ".join(SUFFIXES)
    raise QdaError(say(sentence, name=path.name, suffix=suffix, known=known))


def _turns(text: str, reading: Reading) -> tuple[Turn, ...]:
    """Return the turns that the format marks itself, else those recognised in the text."""
    if reading.voices:
        return turns_between(text, reading.voices)
    said = len(text) - len(normalise(reading.appendix))
    turns = recognise(text[:said])
    if not reading.times:
        return turns
    starts = [offset for offset, _ in reading.times]
    timed = []
    for turn in turns:
        cue = bisect_right(starts, turn.start) - 1
        known = turn.seconds is not None or cue < 0
        timed.append(turn if known else replace(turn, seconds=reading.times[cue][1]))
    return tuple(timed)


def _notes(reading: Reading, replaced: int) -> tuple[str, ...]:
    """Return the reader's notes, and how many characters no document can hold."""
    if not replaced:
        return reading.notes
    return (*reading.notes, replaced_words(replaced))
