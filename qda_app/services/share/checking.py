"""Reading a written copy again: no listed name may be in it but those that were kept."""

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

from qda_app.domain.errors import QdaError
from qda_app.domain.exchange import CARD, KEPT, Coding
from qda_app.domain.messages import say
from qda_app.domain.replacing import Finder, Hit, folded_words
from qda_app.domain.text import fold
from qda_app.services.share.plan import Plan

_FIELDS = frozenset({  # of a study: GUIDs, times and words of ours
    "guid", "kind", "status", "format", "color", "origin", "modified", "made", "language", "source",
    "target", "user", "node", "nodes", "other", "parent", "sources", "raw",
})  # fmt: skip
_COLUMNS = frozenset({  # of a project file: GUIDs, hashes, times and words of ours
    "guid", "kind", "status", "format", "color", "language", "target", "scope", "hash", "digest",
    "salt", "time", "table_name", "row_guid", "source_guid", "text_hash", "turns_hash",
    "words_hash", "imported", "created", "encoding", "replaces", "version", "op",
})  # fmt: skip
_TABLES = frozenset({"alembic_version", "sqlite_sequence"})
_WORDED = frozenset({"kind", "status", "format", "language", "scope", "table_name"})
_FIXED = re.compile(  # and hashes, and times as files write them
    r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\b[0-9a-f]{64}\b"
    r"|\b\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d(?:\.\d+)?(?:z|[+-]\d\d:\d\d)?"
)
_LONG = 5  # letters of a name that bytes do not form by chance
_CHUNK = 1_000_000
_OFTEN = 2_000  # texts after which it is said that the check goes on
Step = Callable[[], object]
T = TypeVar("T")
_STUDY = {("Study", "sources"), ("Study", "nodes")}


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a study and the field that holds it."""

    where: str
    text: str


def texts_of(study: Any, where: str = "") -> Iterator[Text]:
    """Yield every text that a study holds, by whatever it is made of; codings hold none."""
    if isinstance(study, str):
        yield Text(where, study)
    elif isinstance(study, dict):
        for key, value in study.items():
            yield from texts_of(key, where) if key not in CARD else ()
            yield from texts_of(value, where)
    elif isinstance(study, tuple | list | frozenset):
        for each in study:
            if not isinstance(each, Coding):
                yield from texts_of(each, where)
    elif is_dataclass(study):
        name = type(study).__name__
        for field in fields(study):
            if (name, field.name) == ("Study", "attributes"):
                yield from texts_of(
                    [of for of, _kind in getattr(study, field.name)], "Study.attributes"
                )
            elif field.name not in _FIELDS or (name, field.name) in _STUDY:
                yield from texts_of(getattr(study, field.name), f"{name}.{field.name}")


def check_study(plan: Plan) -> None:
    """Refuse a plan whose copy holds a listed name that was not kept, before it is written."""
    finder, study = Finder(plan.names), plan.study
    kept = Counter(hit.source for hit in plan.kept)
    for source in study.sources:
        if len(finder.hits(source.text)) != kept[source.guid]:
            raise _refusal(source.name, "")
    whole = {source.text for source in study.sources}
    for each in texts_of(study):
        if each.text not in whole:
            _refuse_hits(finder, each.text, each.where, lambda _hit: False)


def check_project(path: Path, plan: Plan, step: Step = lambda: None) -> None:
    """Refuse a written project file in which a listed name is left, in a row or a free page."""
    from qda_app.storage import sqlite_bytes

    finder, allowed, indexed = Finder(plan.names), _allowed(plan), _indexed(plan)
    labels, ours, index = own_labels(), set(folded_words(sqlite_bytes.schema(path))), set()
    for table, column, text in _telling(sqlite_bytes.every_text(path), step):
        if table == sqlite_bytes.VOCABULARY:
            index.add(text)
            _refuse_hits(finder, text, say("the search index"), indexed)
            continue
        if table in _TABLES or column in _COLUMNS or text in labels or text.startswith(KEPT):
            ours.update(folded_words(text) if column in _WORDED or text in labels else ())
            continue
        for part in _parts(text):
            _refuse_hits(finder, part, f"{table}.{column}", allowed)
    free = sqlite_bytes.free_pages(path)
    for page in free:
        _refuse_hits(finder, page.decode("utf-8", "replace"), say("a free page"), allowed)
    if free:
        raise QdaError(say("The copy has free pages, which it should not. Nothing was written."))
    long = [name for name in plan.names if max(map(_length, name.spellings)) >= _LONG]
    for text in _chunks(path) if long else ():
        _refuse_hits(
            Finder(long),
            text,
            say("the bytes of the file"),
            lambda hit: allowed(hit) or _explained(hit, ours, index),
        )


def _telling(found: Iterable[T], step: Step) -> Iterator[T]:
    """Yield everything and call `step` now and then; what it raises ends the check."""
    for number, each in enumerate(found):
        if number % _OFTEN == 0:
            step()
        yield each


def own_labels() -> set[str]:
    """Return the labels of the steps in which a copy is made."""
    return {say("Created the project"), say("Made a copy in which listed names were replaced")}


def _indexed(plan: Plan) -> Callable[[Hit], bool]:
    """Return what says whether a word of the index is of a text, in which it was not found.

    The index ends words in places where no name ends, such as at a soft hyphen.
    """
    folded: list[str] = []

    def allows(hit: Hit) -> bool:
        if not folded:
            folded.extend(fold(source.text) for source in plan.study.sources)
        return any(fold(hit.words) in text for text in folded)

    return allows


def _explained(hit: Hit, ours: Collection[str], index: Collection[str]) -> bool:
    """Say whether a name in a file's bytes is something else than that name.

    The words of ours are many names too, bytes form short words and numbers by chance, and the
    index writes its words without the beginnings that they share.
    """
    folded = folded_words(hit.words)
    whole = "".join(folded)
    if len(whole) < _LONG or whole.isdigit():
        return True
    return len(folded) == 1 and (folded[0] in ours or any(w.endswith(folded[0]) for w in index))


def _length(spelling: str) -> int:
    return len("".join(folded_words(spelling)))


def _chunks(path: Path) -> Iterator[str]:
    """Yield the file as text, piece by piece, each beginning with the end of the one before."""
    tail = b""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield _FIXED.sub(" ", (tail + piece).decode("utf-8", "replace"))
            tail = piece[-1_000:]


def check_package(path: Path, plan: Plan, step: Step = lambda: None) -> None:
    """Refuse a written package in which a listed name is left, in a member or beside them."""
    from qda_app.formats.refi.members import every_text

    finder, allowed = Finder(plan.names), _allowed(plan)
    for member, text in _telling(every_text(path), step):
        _refuse_hits(finder, text, member or say("the package"), allowed)


def _allowed(plan: Plan) -> Callable[[Hit], bool]:
    """Return what says whether words are among those that were kept, or within them."""
    kept = {folded_words(hit.words) for hit in plan.kept}
    within = {
        words[start:end] for words in kept for start, end in combinations(range(len(words) + 1), 2)
    }
    return lambda hit: folded_words(hit.words) in within


def _parts(text: str) -> Iterable[str]:
    """Return the texts within a value: those of JSON where it is JSON, else the value itself."""
    if text[:1] not in {"[", "{"}:
        return [text]
    try:
        held = json.loads(text)
    except ValueError:
        return [text]
    return list(_leaves(held))


def _leaves(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield from _parts(held)
    elif isinstance(held, dict):
        for key, value in held.items():
            if key not in _COLUMNS:
                yield from _leaves(value)
    elif isinstance(held, list):
        for value in held:
            yield from _leaves(value)


def _refuse_hits(finder: Finder, text: str, where: str, allowed: Callable[[Hit], bool]) -> None:
    for hit in finder.hits(_FIXED.sub(" ", text)):
        if not allowed(hit):
            raise _refusal(where, hit.words)


def _refusal(where: str, words: str) -> QdaError:
    sentence = "The listed name “{name}” would be left in the copy ({where}). Nothing was written."
    return QdaError(say(sentence, name=words, where=where))
