"""Whose voice is each speaker: a table of sources and speakers, tied to cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.text import natural
from qda_app.services.reads import Reads


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker of a source, or the whole source where `speaker` is empty."""

    source: int
    source_name: str
    speaker: str
    turns: int
    case: str
    interviewer: bool


def voices_of(read: Reads) -> list[Voice]:
    """Return every speaker of every source, and every source that has no turns, by name."""
    cases = {link: case.name for case in read.cases() for link in case.links}
    turns = read.turns()
    found = []
    for source in sorted(read.sources(), key=lambda s: natural(s.name)):
        speakers: dict[str, list[bool]] = {}
        for turn in turns.get(source.id, ()):
            speakers.setdefault(turn.speaker, []).append(turn.interviewer)
        whole = cases.get((source.id, ""), "")
        if whole or not speakers:
            found.append(Voice(source.id, source.name, "", 0, whole, interviewer=False))
        for speaker, said in speakers.items():
            tied = cases.get((source.id, speaker), "")
            found.append(
                Voice(source.id, source.name, speaker, len(said), tied, interviewer=all(said))
            )
    return found


def suggestions(voices: Sequence[Voice], names: Sequence[str]) -> list[tuple[Voice, str]]:
    """Return voices that are tied to nobody with the case whose name is the source's."""
    known = {name.casefold(): name for name in names}
    tied = {voice.source for voice in voices if voice.case}
    return [
        (voice, known[voice.source_name.casefold()])
        for voice in voices
        if not voice.interviewer
        and voice.source not in tied
        and voice.source_name.casefold() in known
    ]
