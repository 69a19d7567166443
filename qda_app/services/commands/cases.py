"""What can be done with cases and their attributes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.services.work import Work
from qda_app.storage.tables import AttributeRow, CaseLinkRow, CaseRow, CaseValueRow, SourceRow


def find_or_add_case(work: Work, name: str) -> CaseRow:
    """Return the case of that name, added where missing."""
    found = work.live(CaseRow, CaseRow.name == name)
    return found[0] if found else work.add(CaseRow(name=name))


def link_case(work: Work, case: CaseRow, source: int, speaker: str) -> None:
    """Tie a source, or one speaker of it, to a case; once is enough."""
    same = (
        CaseLinkRow.case_id == case.id,
        CaseLinkRow.source_id == source,
        CaseLinkRow.speaker == speaker,
    )
    if not work.live(CaseLinkRow, *same):
        work.add(CaseLinkRow(case_id=case.id, source_id=source, speaker=speaker))


def set_values(
    work: Work, case: CaseRow, values: Mapping[str, str], kinds: Mapping[str, str]
) -> None:
    """Set a case's attributes; attributes that do not exist yet are added with their kind."""
    known = {row.name: row for row in work.live(AttributeRow)}
    kept = {
        row.attribute_id: row for row in work.live(CaseValueRow, CaseValueRow.case_id == case.id)
    }
    for name, value in values.items():
        attribute = known.get(name)
        if attribute is None:
            row = AttributeRow(name=name, kind=kinds.get(name, "text"), position=len(known))
            attribute = known[name] = work.add(row)
        if attribute.id in kept:
            kept[attribute.id].value = value
        elif value:
            work.add(CaseValueRow(case_id=case.id, attribute_id=attribute.id, value=value))


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One row of a table of cases; `line` is where it stands in the file."""

    line: int
    case: str
    values: Mapping[str, str]
    source: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class ImportCases:
    """Bring in cases with attributes, tied to sources and speakers where the table says so."""

    lines: Sequence[CaseLine]
    kinds: Mapping[str, str]

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted(
            "Imported 1 case", "Imported {count} cases", len({line.case for line in self.lines})
        )

    def run(self, work: Work) -> int:
        """Add or update the cases and return how many there were."""
        sources = {row.name: row.id for row in work.live(SourceRow)}
        seen: dict[tuple[str, str], str] = {}
        for line in self.lines:
            self._check(line, sources, seen)
            case = find_or_add_case(work, line.case)
            set_values(work, case, line.values, self.kinds)
            if line.source:
                link_case(work, case, sources[line.source], line.speaker)
        return len({line.case for line in self.lines})

    def _check(
        self, line: CaseLine, sources: Mapping[str, int], seen: dict[tuple[str, str], str]
    ) -> None:
        if not line.case:
            raise _wrong(line, say("the column “case” is empty"))
        if line.source and line.source not in sources:
            raise _wrong(line, say("there is no source “{name}”", name=line.source))
        for name, value in line.values.items():
            before = seen.setdefault((line.case, name), value)
            if before != value:
                raise _wrong(
                    line,
                    say(
                        "“{case}” has {name} “{one}” here and “{other}” further up",
                        case=line.case,
                        name=name,
                        one=value,
                        other=before,
                    ),
                )


def _wrong(line: CaseLine, reason: str) -> QdaError:
    return QdaError(
        say("line {number}: {reason}. Nothing was imported.", number=line.line, reason=reason)
    )


@dataclass(frozen=True)
class SetCaseValue:
    """Give one case one value of one attribute."""

    case: int
    attribute: str
    value: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Changed an attribute")

    def run(self, work: Work) -> None:
        """Set the value."""
        set_values(work, work.get(CaseRow, self.case), {self.attribute: self.value}, {})
