"""A copy made before a text was corrected here: what was done in it is placed in the new text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from qda_app.domain.corrections import LOST, Corrected, splices
from qda_app.domain.errors import QdaError
from qda_app.domain.guid import new_guid
from qda_app.domain.messages import say
from qda_app.services.merging.copies import Copy
from qda_app.storage.merge_reads import Line, RowChange
from qda_app.storage.merge_rows import Columns, Rows

PLACED = ("memo_place", "quotation")
SHOWN = 60  # characters of a passage in a remark


def in_new_texts(copy: Copy, mine: Rows, text_of: Callable[[str], str]) -> Copy:
    """Return the copy with its places in the texts as they are here; `text_of` takes a hash.

    What cannot be placed becomes a memo on its source, and a remark. Raises QdaError where the
    copy itself has another text than at the base, or a round over the old one.
    """
    found = _Replacing(copy)
    for guid, theirs in copy.rows["source"].items():
        ours = mine["source"].get(guid)
        if ours is None or ours["gone"] or ours["text_hash"] == theirs["text_hash"]:
            continue
        _check(copy, guid, ours, theirs)
        old, new = text_of(theirs["text_hash"]), text_of(ours["text_hash"])
        found.replace(guid, Corrected(splices(old, new)), old)
    return found.done() if found.maps else copy


def _check(copy: Copy, guid: str, ours: Columns, theirs: Columns) -> None:
    change = copy.changes.get("source", {}).get(guid)
    base = change.base.get("text_hash", theirs["text_hash"]) if change else theirs["text_hash"]
    parts = copy.rows["round_part"].values()
    if base != theirs["text_hash"]:
        raise QdaError(
            say(
                "The text of “{source}” was corrected in {name}. Correct it here in the same way, "
                "then merge again. Nothing was merged.",
                source=ours["name"],
                name=copy.name,
            )
        )
    if any(part["source_id"] == guid and not part["gone"] for part in parts):
        raise QdaError(
            say(
                "{name} has a round over the text of “{source}” as it was before it was corrected "
                "here. Nothing was merged.",
                source=ours["name"],
                name=copy.name,
            )
        )


@dataclass(slots=True)
class _Replacing:
    """The copy on its way, source by source."""

    copy: Copy
    maps: dict[str, tuple[Corrected, str]] = field(default_factory=dict)
    lost: list[Line] = field(default_factory=list)

    def replace(self, source: str, map_: Corrected, old: str) -> None:
        """Take note of one corrected text."""
        self.maps[source] = map_, old

    def done(self) -> Copy:
        """Return the copy with everything placed anew."""
        copy = self.copy
        opened = [line for line in map(self._line, copy.opened) if line.start < line.end]
        gone = {line.guid for line in copy.opened} - {line.guid for line in opened}
        self.lost = [line for line in copy.opened if line.guid in gone]
        rows = {**copy.rows, **{table: self._rows(copy.rows[table]) for table in PLACED}}
        changes = {**copy.changes, "source": self._without_turns(copy.changes.get("source", {}))}
        for table in PLACED:
            kept = {g: c for g, c in copy.changes.get(table, {}).items() if rows[table][g]["end"]}
            changes[table] = kept
        adrift = {v["memo_id"] for v in rows["memo_place"].values() if not v["end"]}
        rows["memo"] = {
            guid: {**values, "kind": "source"} if guid in adrift else values
            for guid, values in copy.rows["memo"].items()
        }
        memos = {new_guid(): self._memo(line) for line in self.lost}
        rows["memo"] = {**rows["memo"], **memos}
        made = {guid: RowChange(new=True, base=values) for guid, values in memos.items()}
        changes["memo"] = {**changes.get("memo", {}), **made}
        return replace(
            copy,
            opened=opened,
            closed=[self._line(line) for line in copy.closed],
            passing={guid: self._line(line) for guid, line in copy.passing.items()},
            rows=rows,
            changes=changes,
            remarks=tuple(self._remarks()),
        )

    def _line(self, line: Line) -> Line:
        if line.source not in self.maps:
            return line
        place = self.maps[line.source][0].moved(line.start, line.end)
        return line._replace(start=place.start, end=place.end)

    def _rows(self, rows: dict[str, Columns]) -> dict[str, Columns]:
        found = {}
        for guid, values in rows.items():
            new = values
            if values["source_id"] in self.maps:
                map_ = self.maps[values["source_id"]][0]
                place = map_.moved(values["start"], values["end"])
                end = 0 if place.fate == LOST else place.end  # 0: there is no place any more
                new = {**values, "start": place.start, "end": end}
            found[guid] = new
        return found

    def _without_turns(self, changes: dict[str, RowChange]) -> dict[str, RowChange]:
        """Keep the turns that the corrected text has here."""
        return {
            guid: replace(change, base={n: v for n, v in change.base.items() if n != "turns_hash"})
            if guid in self.maps
            else change
            for guid, change in changes.items()
        }

    def _memo(self, line: Line) -> Columns:
        names: dict[str, Any] = {
            "coder": self.copy.rows["coder"][line.coder]["name"],
            "node": self.copy.rows["node"][line.node]["name"],
            "words": self.maps[line.source][1][line.start : line.end],
        }
        return {
            "target": line.source,
            "kind": "source",
            "coder_id": line.coder,
            "text": say("{coder} coded words that were corrected away, at {node}: “{words}”",
                        **names),
            "gone": False,
        }  # fmt: skip

    def _remarks(self) -> Iterable[str]:
        for source in self.maps:
            yield say(
                "“{source}” was corrected here since; what was done in {name} follows its words.",
                source=self.copy.rows["source"][source]["name"],
                name=self.copy.name,
            )
        for line in self.lost:
            words = self.maps[line.source][1][line.start : line.end]
            yield say(
                "A coding of “{words}” could not be placed, for these words were corrected away: "
                "it is kept as a memo on its source.",
                words=words if len(words) <= SHOWN else f"{words[:SHOWN]}…",
            )
