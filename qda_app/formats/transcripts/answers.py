"""Open answers from a table: one source per row."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.text import normalise, unwritable
from qda_app.domain.transcript import Transcript, Turn
from qda_app.formats.transcripts.reading import replaced_words
from qda_app.formats.transcripts.sheets import Table, read_table
from qda_app.formats.transcripts.speakers import INTERVIEWER, PARTICIPANT


def read_answers(
    path: Path | str,
    text_columns: Sequence[str],
    case_column: str | None = None,
    name_column: str | None = None,
    *,
    language: str = "",
    encoding: str | None = None,
) -> list[Transcript]:
    """Return one transcript per row that holds an answer; the other columns become attributes.

    Of several text columns each is headed by a line with its name, which counts as the
    interviewer's. A row without a name of its own is called after the file and its line.
    """
    path = Path(path)
    table = read_table(path, encoding)
    _check_columns(path, table, [*text_columns, *filter(None, (case_column, name_column))])
    if not text_columns:
        raise QdaError(say("Choose at least one column of {name} as text.", name=path.name))
    taken = {*text_columns, case_column, name_column}
    found: list[Transcript] = []
    silent: list[int] = []
    for line, row in table.rows:
        case = row[case_column].strip() if case_column else ""
        text, turns = _lay_out(row, text_columns, case or PARTICIPANT)
        if not text:
            silent.append(line)
            continue
        own = row[name_column].strip() if name_column else ""
        replaced = sum(unwritable(row[column]) for column in text_columns)
        found.append(
            Transcript(
                name=normalise(" ".join(own.split()) or f"{path.stem} {line}"),
                text=text,
                format=path.suffix.lower().lstrip("."),
                encoding=table.encoding,
                turns=turns,
                notes=_notes(replaced),
                language=language,
                case=normalise(case),
                attributes={
                    normalise(k): normalise(v.strip()) for k, v in row.items() if k not in taken
                },
            )
        )
    if not found:
        sentence = "{name} holds no answers in the columns chosen: choose others."
        raise QdaError(say(sentence, name=path.name))
    return _with_silent(found, silent)


def _check_columns(path: Path, table: Table, chosen: Sequence[str]) -> None:
    """Refuse a column that the table does not have."""
    for column in chosen:
        if column not in table.header:
            sentence = "{name} has no column “{column}”: it has {known}."
            known = ", ".join(table.header)
            raise QdaError(say(sentence, name=path.name, column=column, known=known))


def _lay_out(
    row: dict[str, str], columns: Sequence[str], speaker: str
) -> tuple[str, tuple[Turn, ...]]:
    """Return the text of one row and, when it has several questions, its turns."""
    answers = [(normalise(c), normalise(row[c])) for c in columns if row[c].strip()]
    if len(columns) == 1:
        return (answers[0][1] if answers else ""), ()
    parts: list[str] = []
    turns: list[Turn] = []
    at = 0
    for question, answer in answers:
        turns.append(Turn(at, at, at + len(question), INTERVIEWER, interviewer=True))
        at += len(question) + 1
        lead = len(answer) - len(answer.lstrip())
        turns.append(Turn(at + lead, at + lead, at + len(answer.rstrip()), speaker))
        at += len(answer) + 1
        parts += [question, answer]
    return "\n".join(parts), tuple(turns)


def _notes(replaced: int) -> tuple[str, ...]:
    if not replaced:
        return ()
    return (replaced_words(replaced),)


def _with_silent(found: list[Transcript], silent: Sequence[int]) -> list[Transcript]:
    """Say with the first transcript which rows held no answer."""
    if not silent:
        return found
    lines = ", ".join(map(str, silent[:20])) + (" …" if len(silent) > 20 else "")
    note = counted(
        "1 row without an answer was left out: line {lines}.",
        "{count} rows without an answer were left out: lines {lines}.",
        len(silent),
        lines=lines,
    )
    return [replace(found[0], notes=(*found[0].notes, note)), *found[1:]]
