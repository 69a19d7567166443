"""The list of names that are replaced in a copy: a table of name, replacement, variants."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.name_list import faults
from qda_app.domain.replacing import Name
from qda_app.domain.text import fold
from qda_app.formats.tables import Cell, read_table, write_csv, write_xlsx

COLUMNS = ("name", "replacement", "variants")
_SAID = {
    "nombre": "name", "reemplazo": "replacement", "variantes": "variants",
    "variant": "variants", "variante": "variants",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameList:
    """The names of a table, and how many rows were passed over for lack of a replacement."""

    names: tuple[Name, ...]
    ignored: int = 0


def read_names(path: Path) -> NameList:
    """Read a csv, tsv, txt or xlsx list; rows without a replacement are counted, not taken.

    Raises QdaError with the line of the first fault.
    """
    table = read_table(path)
    own = {_own(column): column for column in reversed(table.header) if _own(column)}
    for wanted in COLUMNS[:2]:
        if wanted not in own:
            sentence = "{name} has no column “{column}”: a list has name, replacement, variants."
            raise QdaError(say(sentence, name=path.name, column=wanted))
    names, lines, ignored = [], [], 0
    for line, row in table.rows:
        name, replacement = row[own["name"]].strip(), row[own["replacement"]].strip()
        if not replacement.strip("[] "):
            ignored += 1
            continue
        names.append(Name(name, replacement, split(row.get(own.get("variants", ""), ""))))
        lines.append(line)
    for fault in faults(names)[:1]:
        sentence = "{name}, line {line}: {what}"
        line = lines[fault.at]
        raise QdaError(say(sentence, name=path.name, line=line, what=fault.sentence))
    return NameList(tuple(names), ignored)


def split(variants: str) -> tuple[str, ...]:
    """Return the variants that one cell lists, set apart by semicolons."""
    return tuple(filter(None, (part.strip() for part in variants.split(";"))))


def write_names(
    path: Path,
    names: Iterable[Name],
    header: Sequence[str] = (),
    beside: Sequence[Sequence[Cell]] = (),
) -> None:
    """Write a list as csv or xlsx, every cell exactly; `beside` are further cells of each row."""
    rows = [[each.name, each.replacement, "; ".join(each.variants)] for each in names]
    full = [[*row, *more] for row, more in zip(rows, beside or [()] * len(rows), strict=True)]
    columns = [*COLUMNS, *header]
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        write_xlsx(path, {say("Names"): (columns, full)})
    elif suffix == ".csv":
        write_csv(path, columns, full)
    else:
        raise QdaError(say("{name} must end in .csv or .xlsx.", name=path.name))


def _own(column: str) -> str:
    """Return what a column is, by its name in English or Spanish."""
    name = fold(column).strip()
    return name if name in COLUMNS else _SAID.get(name, "")
