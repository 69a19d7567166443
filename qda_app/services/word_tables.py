"""Word frequencies of a project, and words in their context."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from qda_app.analysis.lemmas import WORD, lemma
from qda_app.analysis.stop_words import stop_words
from qda_app.analysis.words import Portion, WordRow, word_rows, words_of
from qda_app.domain.messages import say
from qda_app.domain.text import fold
from qda_app.services.commands.settings import KeepSetting
from qda_app.services.reads import Reads
from qda_app.services.searching import Hit, Progress
from qda_app.services.shelf import Pieces, Scope, Shelf, coded_pieces, shared

SETTING = "stop_words"
KEYS = 5  # words on either side that decide an order


@dataclass(frozen=True, slots=True)
class WordChoices:
    """What is counted: the text meant, lemmas or words, stop words, the fewest letters.

    `by` names an attribute whose values become columns.
    """

    scope: Scope = field(default_factory=Scope)
    lemmas: bool = True
    leave_out: bool = True
    shortest: int = 2
    by: str = ""


@dataclass(frozen=True, slots=True)
class WordTable:
    """The rows with the columns' titles, and how many words the text has in all."""

    rows: list[WordRow]
    columns: tuple[str, ...]
    total: int
    choices: WordChoices


@dataclass(frozen=True, slots=True)
class StopWords:
    """A project's changes to the shipped stop words: words added, and words that stay counted."""

    added: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def of(self, language: str) -> frozenset[str]:
        """Return the stop words of a language, in lower case."""
        return (stop_words(language) | self.added) - self.kept


def project_stop_words(read: Reads) -> StopWords:
    """Return what the project says about stop words."""
    kept = read.settings().get(SETTING, "")
    if not kept:
        return StopWords()
    values = json.loads(kept)
    return StopWords(frozenset(values["added"]), frozenset(values["kept"]))


def keep_stop_words(words: Iterable[str], *, shipped: frozenset[str]) -> KeepSetting:
    """Return the command that makes these the project's stop words, kept as what differs."""
    wanted = {word.casefold() for word in words}
    values = {"added": sorted(wanted - shipped), "kept": sorted(shipped - wanted)}
    return KeepSetting(
        SETTING, json.dumps(values, ensure_ascii=False), say("Changed the stop words")
    )


def word_table(
    read: Reads,
    choices: WordChoices | None = None,
    *,
    shelf: Shelf | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> WordTable:
    """Count the words of a project's texts, the most frequent first; labels are no words of it."""
    choices = choices or WordChoices()
    shelf = shelf or Shelf(read)
    own = project_stop_words(read)
    portions = list(_portions(shelf, choices, progress))
    columns = tuple(sorted({portion.column for portion in portions})) if choices.by else ()

    @cache
    def stop(language: str) -> frozenset[str]:
        return own.of(language) if choices.leave_out else frozenset()

    @cache
    def word_of(form: str, language: str) -> str | None:
        word = lemma(form, language) if choices.lemmas else form
        if len(word) < choices.shortest or form in stop(language):
            return None
        return None if choices.leave_out and word in own.added else word

    rows, total = word_rows(portions, word_of, columns)
    return WordTable(rows, columns, total, choices)


def _portions(shelf: Shelf, choices: WordChoices, progress: Progress) -> Iterator[Portion]:
    scope = choices.scope
    coded = coded_pieces(shelf.read, scope) if scope.nodes is not None else None
    for number, source in enumerate(shelf.sources.values()):
        if scope.sources is not None and source.id not in scope.sources:
            continue
        if coded is not None and source.id not in coded:
            continue
        progress(number, len(shelf.sources), source.name)
        pieces = shelf.pieces(source.id, scope)
        turns = shelf.turns(source.id)
        if turns:  # what was said, without the labels that say who speaks
            pieces = shared(pieces, [(t.words, t.end) for t in turns if t.words < t.end])
        if coded is not None:
            pieces = shared(pieces, coded[source.id])
        text = shelf.text(source.id)
        for case, column, part in _voices(shelf, source.id, pieces, choices.by):
            words = words_of(text, part)
            if words:
                yield Portion(source.id, case, source.language, words, column)


def _voices(
    shelf: Shelf, source: int, pieces: Pieces | None, by: str
) -> list[tuple[int | None, str, Pieces | None]]:
    """Return a source's pieces by whose voice they are: case, its column, pieces."""
    turns = shelf.turns(source)
    speakers = {turn.speaker for turn in turns} | {""}
    cases = {speaker: shelf.case(source, speaker) for speaker in speakers}
    if len({case.id if case is not None else None for case in cases.values()}) == 1:
        case = cases[""]
        column = case.attributes.get(by, "") if case is not None and by else ""
        return [(case.id if case is not None else None, column, pieces)]
    whole = pieces if pieces is not None else [(0, shelf.sources[source].length)]
    starts = [turn.start for turn in turns]
    found: dict[int | None, list[tuple[int, int]]] = {}
    values: dict[int | None, str] = {}
    for start, end in whole:
        for piece in _cut(start, end, starts):
            turn = turns[at] if (at := bisect_right(starts, piece[0]) - 1) >= 0 else None
            case = cases[turn.speaker if turn is not None else ""]
            key = case.id if case is not None else None
            found.setdefault(key, []).append(piece)
            values[key] = case.attributes.get(by, "") if case is not None and by else ""
    return [(key, values[key], part) for key, part in found.items()]


def _cut(start: int, end: int, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield a piece cut at the places where turns begin."""
    at = bisect_right(starts, start)
    while at < len(starts) and starts[at] < end:
        yield start, starts[at]
        start, at = starts[at], at + 1
    yield start, end


def sheet(table: WordTable, *, caption: bool = True) -> tuple[list[str], list[list[str | float]]]:
    """Return the table as header and rows for an export."""
    header = [say("word"), say("times"), say("share"), say("sources"), say("cases")]
    header += [value or say("(no value)") for value in table.columns]
    rows: list[list[str | float]] = [
        [row.word, row.count, row.share, row.sources, row.cases, *row.columns] for row in table.rows
    ]
    if caption and table.choices.lemmas:
        header.append(say("forms"))
        for cells, row in zip(rows, table.rows, strict=True):
            cells.append(", ".join(f"{form} ({count})" for form, count in row.forms))
    return header, rows


Order = Literal["text", "left", "right", "match"]


def in_order(hits: Sequence[Hit], order: Order) -> list[Hit]:
    """Return hits in text order, or by the words before, after or matched; accents aside."""
    if order == "text":
        return list(hits)
    if order == "match":
        return sorted(hits, key=lambda hit: (fold(hit.match), _after(hit)))
    return sorted(hits, key=_before if order == "left" else _after)


def _before(hit: Hit) -> list[str]:
    return [fold(word) for word in reversed(WORD.findall(hit.before)[-KEYS:])]


def _after(hit: Hit) -> list[str]:
    return [fold(word) for word in WORD.findall(hit.after)[:KEYS]]
