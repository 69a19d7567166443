"""Bringing in a table of codings as one step."""

from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.tree import split_path
from qda_app.services.commands.nodes import grow, known_paths
from qda_app.services.work import NewCoding, Work
from qda_app.storage.tables import CoderRow, MemoRow, NodeRow, SourceRow


@dataclass(frozen=True, slots=True)
class CodingLine:
    """One row of a coding table; `line` is where it stands in the file, `text` None if absent."""

    line: int
    source: str
    start: str
    end: str
    node: str
    coder: str
    memo: str = ""
    text: str | None = None


@dataclass(frozen=True)
class ImportCodings:
    """Apply every row of a table, or, if one is wrong, none.

    `coder` takes the rows whose coder is missing or unknown. Duplicates stay separate codings.
    """

    lines: Sequence[CodingLine]
    coder: int | None = None
    create_nodes: bool = False

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted("Imported 1 coding", "Imported {count} codings", len(self.lines))

    def run(self, work: Work) -> int:
        """Apply the rows and return how many there were."""
        table = _Checker(self, work)
        codings, wrong = [], []
        for line in self.lines:
            try:
                codings.append(table.coding(line))
            except QdaError as error:
                wrong.append((line.line, str(error)))
        if wrong:
            raise QdaError(_refusal(wrong))
        guids = work.open_codings(codings)
        for line, coding, guid in zip(self.lines, codings, guids, strict=True):
            if line.memo:
                note = MemoRow(target=guid, kind="coding", coder_id=coding.coder, text=line.memo)
                work.rows.add(note)
        return len(codings)


def _refusal(wrong: list[tuple[int, str]]) -> str:
    line, reason = wrong[0]
    reason = reason.rstrip(".")
    if len(wrong) == 1:
        return say("line {number}: {reason}. Nothing was applied.", number=line, reason=reason)
    return counted(
        "line {number}: {reason}. 1 more line is wrong. Nothing was applied.",
        "line {number}: {reason}. {count} more lines are wrong. Nothing was applied.",
        len(wrong) - 1,
        number=line,
        reason=reason,
    )


class _Checker:
    """Turns lines into codings, with what the project knows at hand."""

    def __init__(self, command: ImportCodings, work: Work) -> None:
        self._work = work
        self._create = command.create_nodes
        self._fallback = command.coder
        self._sources = {row.name: row for row in work.live(SourceRow)}
        self._coders = {row.name.casefold(): row.id for row in work.live(CoderRow)}
        self._paths = known_paths(work)
        self._retired = {r.id for r in work.live(NodeRow, NodeRow.retired.is_(True))}
        self._nodes: dict[str, int] = {}
        self._texts: dict[int, str] = {}

    def coding(self, line: CodingLine) -> NewCoding:
        source = self._sources.get(line.source)
        if source is None:
            raise QdaError(say("there is no source “{name}”", name=line.source))
        start, end = _offset(line.start), _offset(line.end)
        if not 0 <= start < end <= source.length:
            raise QdaError(
                say(
                    "{start} to {end} is no passage of “{name}”, which has {length} characters",
                    start=start,
                    end=end,
                    name=source.name,
                    length=source.length,
                )
            )
        if line.text is not None and line.text != self._text(source.id)[start:end]:
            raise QdaError(
                say("the text differs from the passage {start} to {end}", start=start, end=end)
            )
        return NewCoding(source.id, self._node(line.node), self._coder(line.coder), start, end)

    def _text(self, source: int) -> str:
        if source not in self._texts:
            self._texts[source] = self._work.text(source)
        return self._texts[source]

    def _coder(self, name: str) -> int:
        known = self._coders.get(name.strip().casefold(), self._fallback)
        if known is None:
            raise QdaError(
                say("there is no coder “{name}”; add the coder first", name=name)
                if name.strip()
                else say("the column “coder” is empty")
            )
        return known

    def _node(self, path: str) -> int:
        if path not in self._nodes:
            names = split_path(path)
            if names not in self._paths and not self._create:
                raise QdaError(say("there is no node “{path}”", path=path))
            self._nodes[path] = grow(self._work, self._paths, names)
        node = self._nodes[path]
        if node in self._retired:
            raise QdaError(say("the node “{path}” is retired", path=path))
        return node


def _offset(written: str) -> int:
    try:
        return int(written)
    except ValueError:
        raise QdaError(say("“{value}” is not a whole number", value=written)) from None
