"""Subtitles (WebVTT and SubRip): the cues' lines, voices as labels, times beside the text."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.text import normalise, unwritable
from qda_app.formats.transcripts.decoding import read_text
from qda_app.formats.transcripts.guards import MAX_TEXT_BYTES, checked_size
from qda_app.formats.transcripts.kinds import checked_kind
from qda_app.formats.transcripts.reading import Reading, Voice

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]{1,200})>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>|<[\d:.]{5,16}>|\{\\[^{}\n]{0,80}\}")


def read(path: Path, encoding: str | None = None) -> Reading:
    """Read the cues of a .vtt or .srt file, in the order of the file."""
    checked_size(path, MAX_TEXT_BYTES)
    checked_kind(path, "text")
    raw, encoding = read_text(path, encoding)
    reading = _assemble(_pieces(normalise(raw)), path, encoding)
    return replace(reading, replaced=unwritable(raw))


def _cues(text: str) -> Iterator[tuple[float, list[str]]]:
    """Yield each cue's time and payload lines; headers, notes, styles and numbers fall away."""
    seconds: float | None = None
    payload: list[str] = []
    for line in text.split("\n"):
        match = _TIMES.match(line) if "-->" in line else None
        if match or not line.strip():
            if seconds is not None and payload:
                yield seconds, payload
            seconds, payload = (_seconds(match), []) if match else (None, [])
        elif seconds is not None:
            payload.append(line)
    if seconds is not None and payload:
        yield seconds, payload


def _seconds(match: re.Match[str]) -> float:
    hours, minutes, seconds, fraction = match.groups()[:4]
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + (int(fraction.ljust(3, "0")) / 1000 if fraction else 0.0)


def _pieces(text: str) -> Iterator[tuple[float, str, str]]:
    """Yield time, voice and plain lines; a cue with several voices yields several pieces."""
    for seconds, payload in _cues(text):
        before, *voiced = _VOICE.split("\n".join(payload))
        voices = [("", before), *zip(voiced[::2], voiced[1::2], strict=True)]
        for voice, words in voices:
            plain = [line.strip() for line in _plain(words).split("\n")]
            if any(plain):
                yield seconds, " ".join(_plain(voice).split()), "\n".join(filter(None, plain))


def _plain(marked: str) -> str:
    return normalise(html.unescape(_TAG.sub("", marked)))


def _assemble(pieces: Iterator[tuple[float, str, str]], path: Path, encoding: str) -> Reading:
    """Join the pieces line by line; a voice is written out where it begins."""
    parts: list[str] = []
    voices: list[Voice] = []
    times: list[tuple[int, float]] = []
    at, current = 0, ""
    for seconds, voice, words in pieces:
        times.append((at, seconds))
        label = f"{voice}: " if voice and voice != current else ""
        if label:
            voices.append(Voice(at, at + len(label), voice, seconds))
            current = voice
        parts.append(label + words)
        at += len(parts[-1]) + 1
    if not parts:
        sentence = "{name} holds no subtitles: none of its lines has a time such as {example}."
        raise QdaError(say(sentence, name=path.name, example="00:01.000 --> 00:04.000"))
    return Reading("\n".join(parts), encoding, (), tuple(voices), tuple(times))
