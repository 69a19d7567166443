"""Bringing transcripts into a project: many files at once, one bad file never stops the others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.transcript import Transcript
from qda_app.formats import transcripts
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project

_SPANISH = "que de la el en los se las por con una para como más pero qué nos y"
_ENGLISH = "the and of to in that was it we they for but with what is you on"
_HINTS = {"es": frozenset(_SPANISH.split()), "en": frozenset(_ENGLISH.split())}
Progress = Callable[[int, int, str], None]
WORDY = 40  # characters in an average cell of a column that holds answers


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of one file: the sources made from it, or the sentence that says why none."""

    path: Path
    sources: tuple[Transcript, ...] = ()
    names: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """How to read the files; `encodings` and `interviewers` (speaker names) are per path."""

    speakers: bool = True
    language: str = ""
    text_columns: tuple[str, ...] = ()
    case_column: str | None = None
    encodings: dict[Path, str] = field(default_factory=dict)
    interviewers: dict[Path, tuple[str, ...]] = field(default_factory=dict)


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files meant by paths; a folder stands for what can be read in it, at any depth."""
    known = {*transcripts.SUFFIXES, *transcripts.TABLE_SUFFIXES}
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file())
            readable = [p for p in inside if p.suffix.lower() in known]
            found.update(dict.fromkeys(p for p in readable if not p.name.startswith((".", "~$"))))
        else:
            found[path] = None
    return list(found)


def read_file(path: Path, choices: Choices) -> FileReport:
    """Read one file, whatever is wrong with it."""
    try:
        if path.suffix.lower() in transcripts.TABLE_SUFFIXES:
            columns = choices.text_columns or answer_columns(path)
            case = choices.case_column or ("case" if "case" in table_header(path) else None)
            read = transcripts.read_answers(path, columns, case_column=case)
        else:
            one = transcripts.read(
                path,
                speakers=choices.speakers,
                language=choices.language,
                encoding=choices.encodings.get(path),
            )
            read = [one]
    except QdaError as error:
        return FileReport(path, problem=str(error))
    return FileReport(path, tuple(_completed(t, path, choices) for t in read))


def table_header(path: Path) -> tuple[str, ...]:
    """Return the names of a table's columns."""
    from qda_app.formats.tables import read_table

    return read_table(path).header


def answer_columns(path: Path) -> tuple[str, ...]:
    """Return the columns of a table that hold answers rather than attributes: the wordy ones."""
    from qda_app.formats.tables import read_table

    table = read_table(path)
    wordy = []
    for name in table.header:
        filled = [row[name] for _line, row in table.rows if row[name].strip()]
        if filled and sum(len(value) for value in filled) > WORDY * len(filled):
            wordy.append(name)
    if not wordy:
        raise QdaError(
            say(
                "{name} has no column of longer answers. Name the columns that hold the text: "
                "{columns}.",
                name=path.name,
                columns=", ".join(table.header),
            )
        )
    return tuple(wordy)


def _completed(transcript: Transcript, path: Path, choices: Choices) -> Transcript:
    language = choices.language or transcript.language or guess_language(transcript.text)
    turns = transcript.turns if choices.speakers else ()
    named = choices.interviewers.get(path)
    if named is not None:
        turns = tuple(replace(turn, interviewer=turn.speaker in named) for turn in turns)
    return replace(transcript, language=language, turns=turns)


def guess_language(text: str) -> str:
    """Return `es` or `en` by the commonest short words, empty when neither leads."""
    words = text[:20_000].casefold().split()
    counts = {name: sum(word in hints for word in words) for name, hints in _HINTS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > 1.5 * (sum(counts.values()) - counts[best]) else ""


def import_files(
    project: Project,
    paths: Sequence[Path],
    choices: Choices | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> list[FileReport]:
    """Import files and folders as one step and return a report per file.

    `progress` hears the number of files read, their total and the next one's name; what it raises
    cancels the import and leaves the project as it was.
    """
    files = files_in(paths)
    if not files:
        raise QdaError(say("There is no file to import there."))
    reports: list[FileReport] = []

    def arriving() -> Iterator[Transcript]:
        for number, path in enumerate(files):
            progress(number, len(files), path.name)
            report = read_file(path, choices or Choices())
            reports.append(report)
            yield from report.sources
        progress(len(files), len(files), "")

    ids = project.run(ImportSources(arriving(), [path.name for path in files]))
    names = {source.id: source.name for source in project.read.sources()}
    given = iter([names[key] for key in ids])
    return [replace(report, names=tuple(next(given) for _ in report.sources)) for report in reports]
