"""What can be done with sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.transcript import Transcript, Turn, name_interviewer, pack_turns, unpack_turns
from qda_app.services.commands.cases import find_or_add_case, link_case, set_values
from qda_app.services.commands.memos import remove as remove_memo
from qda_app.services.work import Work
from qda_app.storage import facts
from qda_app.storage.tables import (
    CaseLinkRow,
    CoderRow,
    CodingRow,
    MemoRow,
    ProgressRow,
    SourceRow,
)


@dataclass(frozen=True)
class ImportSources:
    """Bring transcripts into the project as one step.

    The transcripts may come from a generator, which is read inside the transaction: whatever it
    raises, a cancellation included, leaves the project as it was.
    """

    transcripts: Iterable[Transcript]
    files: Sequence[str] = ()

    @property
    def label(self) -> str:
        """What the history shows."""
        if len(self.files) == 1:
            return say("Imported {name}", name=self.files[0])
        if self.files:
            return say("Imported {count} files", count=len(self.files))
        return say("Imported sources")

    def run(self, work: Work) -> list[int]:
        """Add the sources and return their ids in order."""
        taken = {row.name for row in work.live(SourceRow)}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return [self._add(work, transcript, taken, now) for transcript in self.transcripts]

    def _add(self, work: Work, transcript: Transcript, taken: set[str], now: str) -> int:
        name = free_name(transcript.name, taken)
        taken.add(name)
        packed = pack_turns(transcript.turns) if transcript.turns else ""
        row = work.add(
            SourceRow(
                name=name,
                origin=transcript.name,
                format=transcript.format,
                encoding=transcript.encoding,
                language=transcript.language,
                imported=now,
                notes="\n".join(transcript.notes),
                text_hash=work.put_fact(transcript.text, searchable=True),
                turns_hash=work.put_fact(packed, searchable=False) if packed else "",
                length=len(transcript.text),
            )
        )
        if transcript.case or transcript.attributes:
            case = find_or_add_case(work, transcript.case or name)
            link_case(work, case, row.id, "")
            set_values(work, case, transcript.attributes, {})
        return row.id


def free_name(name: str, taken: set[str]) -> str:
    """Return the name, or the name with ` (2)`, ` (3)` … where it is taken."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    return found


@dataclass(frozen=True)
class RenameSource:
    """Give a source another name."""

    source: int
    name: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Renamed a source to {name}", name=self.name)

    def run(self, work: Work) -> None:
        """Rename the source."""
        name = " ".join(self.name.split())
        if not name:
            raise QdaError(say("A source needs a name."))
        work.get(SourceRow, self.source).name = name


@dataclass(frozen=True)
class RemoveSource:
    """Take a source out of the project, with its codings."""

    source: int

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Removed a source")

    def run(self, work: Work) -> int:
        """Remove the source and return how many codings went with it."""
        row = work.get(SourceRow, self.source)
        codings = work.standing(CodingRow.source_id == row.id)
        removed = work.close_codings([coding.id for coding in codings])
        for link in work.live(CaseLinkRow, CaseLinkRow.source_id == row.id):
            link.gone = True
        for progress in work.live(ProgressRow, ProgressRow.source_id == row.id):
            progress.gone = True
        for memo in work.live(MemoRow, MemoRow.target == row.guid):
            remove_memo(work, memo)
        row.gone = True
        return removed


@dataclass(frozen=True)
class MarkDone:
    """Say that a coder is done with sources, or not after all."""

    coder: int
    sources: Sequence[int]
    done: bool = True

    @property
    def label(self) -> str:
        """What the history shows."""
        if self.done:
            return counted("Marked 1 source done", "Marked {count} sources done", len(self.sources))
        return counted(
            "Marked 1 source not done", "Marked {count} sources not done", len(self.sources)
        )

    def run(self, work: Work) -> None:
        """Keep the mark."""
        coder = work.get(CoderRow, self.coder)
        if work.author not in {None, coder.id}:
            raise QdaError(say("Only {name} can say so.", name=coder.name))
        for source in self.sources:
            row = work.get(SourceRow, source)
            kept = work.live(
                ProgressRow, ProgressRow.coder_id == coder.id, ProgressRow.source_id == row.id
            )
            if kept:
                kept[0].done = self.done
            elif self.done:
                work.add(ProgressRow(coder_id=coder.id, source_id=row.id, done=True))


@dataclass(frozen=True)
class CorrectTurns:
    """Replace the turns of a source by corrected ones; the text stays as it is."""

    source: int
    turns: Sequence[Turn]

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Corrected turns")

    def run(self, work: Work) -> None:
        """Keep the turns."""
        row = work.get(SourceRow, self.source)
        end = 0
        for turn in self.turns:
            if not end <= turn.start <= turn.words <= turn.end <= row.length:
                raise QdaError(say("Turns must follow one another within the text."))
            end = turn.end
        packed = pack_turns(self.turns) if self.turns else ""
        row.turns_hash = work.put_fact(packed, searchable=False) if packed else ""


@dataclass(frozen=True)
class NameInterviewers:
    """Say which speakers of a source are interviewers."""

    source: int
    speakers: Sequence[str]

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Named the interviewers")

    def run(self, work: Work) -> None:
        """Mark the turns."""
        row = work.get(SourceRow, self.source)
        turns = unpack_turns(facts.get(work.rows.connection(), row.turns_hash))
        CorrectTurns(self.source, name_interviewer(turns, self.speakers)).run(work)


@dataclass(frozen=True)
class UseTurns:
    """Switch the recognised turns of a source on or off."""

    source: int
    used: bool

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Switched turns on") if self.used else say("Switched turns off")

    def run(self, work: Work) -> None:
        """Set the switch."""
        work.get(SourceRow, self.source).turns_used = self.used
