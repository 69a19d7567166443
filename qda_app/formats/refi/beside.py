"""What a project file of our own holds beside the standard, in an entry that other tools ignore.

Languages, who speaks where with times and speakers' cases, the kinds of attributes, the quotations
chosen for a paper. Each is taken back only onto the very text or values that it was written with.
"""

import json
import math
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from qda_app.domain.exchange import Case, Quote, Source, Study
from qda_app.domain.losses import Losses
from qda_app.domain.quotation import STATES, Edit, checked_edits
from qda_app.domain.text import fingerprint, unwritable
from qda_app.domain.transcript import Turn
from qda_app.formats.exchange.brought import Guids
from qda_app.formats.refi.archive import Archive
from qda_app.formats.refi.parsing import guid
from qda_app.formats.tables import infer_kind

NAME = "qda-app.json"
VERSION = 1
KINDS = ("number", "date", "boolean", "text")
_WRONG = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
)  # of what an entry holds otherwise


def pack(study: Study) -> bytes:
    """Return the entry, the same bytes each time."""
    held = {
        "version": VERSION,
        "sources": {source.guid: _packed(source) for source in study.sources},
        "attributes": [{"name": name, "kind": kind} for name, kind in study.attributes],
        "speakers": {case.guid: case.speakers for case in study.cases if case.speakers},
        "quotations": [asdict(quote) for quote in study.quotations],
    }
    written = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode("utf-8", "replace")


def _packed(source: Source) -> dict[str, Any]:
    turns = [list(asdict(turn).values()) for turn in source.turns or ()]
    return {
        "text": fingerprint(source.text),
        "language": source.language,
        "turns": turns,
        "turns used": source.turns_used,
    }


def restore(archive: Archive, study: Study, losses: Losses) -> Study:
    """Return a study of our own with what its file holds beside the standard; count the rest."""
    held = _read(archive)
    sources = tuple(_restored(source, held) for source in study.sources)
    for source in sources:
        losses.add("turns anew", source.name, int(source.turns is None))
    known = {source.guid: source for source in sources if source.turns is not None}
    cases = tuple(_voiced(case, held, known) for case in study.cases)
    study = replace(study, sources=sources, cases=cases, attributes=_kinds(held, study))
    written = held.get("quotations")
    quotes = written if isinstance(written, list) else []
    found = [_tried(partial(_quote, each, study, known)) for each in quotes]
    losses.add("quotations left", "", sum(quote is None for quote in found))
    guids = Guids(losses)
    quotations = [
        replace(quote, guid=guids.own("quotation", guid(quote.guid)))
        for quote in found
        if quote is not None
    ]
    return replace(study, quotations=tuple(quotations))


def _read(archive: Archive) -> dict[str, Any]:
    name = archive.find(NAME)
    if name is None:
        return {}
    try:
        held = json.loads(archive.package.read(name))
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) and held.get("version") == VERSION else {}


def _tried(make: Callable[[], Any]) -> Any:
    try:
        return make()
    except _WRONG:
        return None


def _restored(source: Source, held: dict[str, Any]) -> Source:
    def made() -> Source:
        entry = held["sources"][source.guid]
        if entry["text"] != fingerprint(source.text):
            raise ValueError
        used, language = entry["turns used"], _words(entry["language"])
        turns = _turns(entry["turns"], len(source.text))
        return replace(source, language=language, turns=turns, turns_used=used is True)

    return _tried(made) or source


def _kinds(held: dict[str, Any], study: Study) -> tuple[tuple[str, str], ...]:
    """Return the attributes, each of the kind that it had where its values are still of it."""
    kinds = _tried(lambda: {_words(e["name"]): _words(e["kind"]) for e in held["attributes"]}) or {}
    found = []
    for name, kind in study.attributes:
        values = [case.values[name] for case in study.cases if name in case.values]
        own = kinds.get(name)
        known = own == "text" or (own in KINDS and (not values or infer_kind(values) == own))
        found.append((name, own if own is not None and known else kind))
    return tuple(found)


def _turns(rows: list[Any], length: int) -> tuple[Turn, ...]:
    """Return turns in order within a text, or raise."""
    found = []
    at = 0
    for start, words, end, speaker, interviewer, seconds in rows:
        if not at <= _whole(start) <= _whole(words) <= _whole(end) <= length:
            raise ValueError
        if not (seconds is None or (type(seconds) in {int, float} and math.isfinite(seconds))):
            raise ValueError
        found.append(Turn(start, words, end, _words(speaker), interviewer is True, seconds))
        at = end
    return tuple(found)


def _voiced(case: Case, held: dict[str, Any], known: dict[str, Source]) -> Case:
    def made() -> Case:
        pairs = [(_words(source), _words(name)) for source, name in held["speakers"][case.guid]]
        kept = [pair for pair in pairs if pair[0] in known and pair[0] in case.sources]
        return replace(case, speakers=tuple(dict.fromkeys(kept)))

    return _tried(made) or case


def _quote(held: dict[str, Any], study: Study, known: dict[str, Source]) -> Quote:
    source = known[held["source"]]
    start, end = _whole(held["start"]), _whole(held["end"])
    if not 0 <= start < end <= len(source.text) or held["status"] not in STATES:
        raise ValueError
    edits = tuple(
        Edit(_words(e["kind"]), _whole(e["start"]), _whole(e["end"]), _words(e["text"]))
        for e in held["edits"]
    )
    try:
        edits = checked_edits(source.text[start:end], edits)
    except Exception as error:
        raise ValueError from error
    node = held["node"] if held["node"] in {node.guid for node in study.nodes} else ""
    user = held["user"] if held["user"] in {user.guid for user in study.users} else ""
    texts = (_words(held[name]) for name in ("note", "translation", "translator", "status"))
    return Quote(_words(held["guid"]), source.guid, node, user, start, end, edits, *texts)


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _words(value: object) -> str:
    if not isinstance(value, str) or unwritable(value):
        raise TypeError
    return value
