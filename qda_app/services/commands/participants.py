"""What can be done with single cases, their attributes and their voices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.services.commands.cases import find_or_add_case, link_case, set_values
from qda_app.services.work import Work
from qda_app.storage.tables import AttributeRow, CaseLinkRow, CaseRow, CaseValueRow, SourceRow

KINDS = ("text", "number", "date", "boolean")


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise QdaError(say("A name is needed here."))
    return name


def _attribute(work: Work, name: str) -> AttributeRow:
    found = work.live(AttributeRow, AttributeRow.name == name)
    if not found:
        raise QdaError(say("There is no attribute “{name}” any more.", name=name))
    return found[0]


@dataclass(frozen=True)
class AddCase:
    """Add a participant or site."""

    name: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Added the case “{name}”", name=self.name)

    def run(self, work: Work) -> int:
        """Add the case and return its id."""
        return work.add(CaseRow(name=_checked(self.name))).id


@dataclass(frozen=True)
class RenameCase:
    """Give a case another name."""

    case: int
    name: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Renamed a case to “{name}”", name=self.name)

    def run(self, work: Work) -> None:
        """Rename the case."""
        work.get(CaseRow, self.case).name = _checked(self.name)


@dataclass(frozen=True)
class RemoveCases:
    """Take cases out of the project with their values and links; sources and codings stay."""

    cases: Sequence[int]

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted("Removed 1 case", "Removed {count} cases", len(self.cases))

    def run(self, work: Work) -> None:
        """Mark the cases gone with what belongs to them."""
        for key in self.cases:
            case = work.get(CaseRow, key)
            for value in work.live(CaseValueRow, CaseValueRow.case_id == key):
                value.gone = True
            for link in work.live(CaseLinkRow, CaseLinkRow.case_id == key):
                link.gone = True
            case.gone = True


@dataclass(frozen=True)
class AddAttribute:
    """Add a property that cases have."""

    name: str
    kind: str = "text"

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Added the attribute “{name}”", name=self.name)

    def run(self, work: Work) -> None:
        """Add the attribute after the others."""
        name = _checked(self.name)
        known = work.live(AttributeRow)
        if name.casefold() in {row.name.casefold() for row in known}:
            raise QdaError(say("There is an attribute “{name}” already.", name=name))
        _check_kind(self.kind)
        work.add(AttributeRow(name=name, kind=self.kind, position=len(known)))


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise QdaError(say("An attribute is text, a number, a date or yes and no."))


@dataclass(frozen=True)
class ChangeAttribute:
    """Give an attribute another name or kind; values that do not fit the kind are named."""

    attribute: str
    name: str
    kind: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Changed the attribute “{name}”", name=self.name)

    def run(self, work: Work) -> None:
        """Change the attribute."""
        row, name = _attribute(work, self.attribute), _checked(self.name)
        _check_kind(self.kind)
        others = {other.name.casefold() for other in work.live(AttributeRow) if other.id != row.id}
        if name.casefold() in others:
            raise QdaError(say("There is an attribute “{name}” already.", name=name))
        for value in work.live(CaseValueRow, CaseValueRow.attribute_id == row.id):
            check_value(name, self.kind, value.value)
        row.name, row.kind = name, self.kind


@dataclass(frozen=True)
class RemoveAttribute:
    """Take an attribute out of the project with its values."""

    attribute: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Removed the attribute “{name}”", name=self.attribute)

    def run(self, work: Work) -> None:
        """Mark the attribute gone."""
        row = _attribute(work, self.attribute)
        for value in work.live(CaseValueRow, CaseValueRow.attribute_id == row.id):
            value.gone = True
        row.gone = True


def check_value(name: str, kind: str, value: str) -> None:
    """Refuse a value that cannot be read as its attribute's kind; nothing always can."""
    from qda_app.formats.tables import infer_kind

    if value and kind != "text" and infer_kind([value]) != kind:
        sentences = {
            "number": say("“{value}” is no number, which “{name}” needs.", value=value, name=name),
            "date": say(
                "“{value}” is no date such as 2024-05-31, which “{name}” needs.",
                value=value,
                name=name,
            ),
            "boolean": say(
                "“{value}” is neither yes nor no, which “{name}” needs.", value=value, name=name
            ),
        }
        raise QdaError(sentences[kind])


@dataclass(frozen=True)
class SetCaseValues:
    """Set many cells of the grid in one step; a case that is not there yet is added.

    `cells` maps names of cases to their new values by attribute; unknown attributes are added with
    the kind in `kinds`, or as text.
    """

    cells: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, str]

    @property
    def label(self) -> str:
        """What the history shows."""
        count = sum(len(values) for values in self.cells.values())
        return counted("Changed 1 value of a case", "Changed {count} values of cases", count)

    def run(self, work: Work) -> None:
        """Write the values."""
        kinds = {row.name: row.kind for row in work.live(AttributeRow)}
        for name, values in self.cells.items():
            for attribute, value in values.items():
                known = kinds.get(attribute, self.kinds.get(attribute, "text"))
                check_value(attribute, known, value)
            set_values(work, find_or_add_case(work, _checked(name)), values, self.kinds)


@dataclass(frozen=True)
class TieVoices:
    """Say whose voice speakers are: (source, speaker) pairs, an empty speaker for a whole source.

    Each voice is taken from the case it was tied to before; without a case it is only untied.
    """

    voices: Sequence[tuple[int, str]]
    case: int | None

    @property
    def label(self) -> str:
        """What the history shows."""
        if self.case is None:
            return counted("Untied 1 speaker", "Untied {count} speakers", len(self.voices))
        return counted(
            "Tied 1 speaker to a case", "Tied {count} speakers to a case", len(self.voices)
        )

    def run(self, work: Work) -> None:
        """Move the links."""
        for source, speaker in self.voices:
            work.get(SourceRow, source)
            there = (CaseLinkRow.source_id == source, CaseLinkRow.speaker == speaker)
            for link in work.live(CaseLinkRow, *there):
                if link.case_id != self.case:
                    link.gone = True
            if self.case is not None:
                link_case(work, work.get(CaseRow, self.case), source, speaker)


@dataclass(frozen=True)
class TieMany:
    """Tie voices to several cases as one step: lists of (source, speaker) by case id."""

    voices: Mapping[int, Sequence[tuple[int, str]]]

    @property
    def label(self) -> str:
        """What the history shows."""
        count = sum(len(each) for each in self.voices.values())
        return counted("Tied 1 speaker by name", "Tied {count} speakers by name", count)

    def run(self, work: Work) -> None:
        """Move the links."""
        for case, voices in self.voices.items():
            TieVoices(voices, case).run(work)
