"""A node tree as a table: of paths, or of names and what each lies below."""

from collections.abc import Iterable
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.text import fold
from qda_app.domain.tree import LEVELS, SEPARATOR, too_deep
from qda_app.formats.tables import Table, read_table

PATH, NAME, PARENT, DEFINITION, COLOR = "path", "node", "parent", "definition", "color"
_SAID = {
    PATH: ("path", "ruta", "camino"),
    NAME: ("node", "code", "name", "nodo", "codigo", "nombre"),
    PARENT: ("parent", "parent code", "parent node", "category", "padre", "nodo padre",
             "codigo padre", "superior", "categoria"),
    DEFINITION: ("definition", "description", "definicion", "descripcion"),
    COLOR: ("color", "colour"),
}  # fmt: skip
Line = tuple[str, str, str]


def read_node_table(path: Path) -> list[Line]:
    """Return (path, definition, colour) of each row of a csv or xlsx table, parents first.

    Columns may have English or Spanish names. Raises QdaError with the line of the first fault.
    """
    table = read_table(path)
    own = _columns(table.header)
    if PATH in own or (NAME in own and PARENT not in own):
        return _by_paths(table, own)
    if NAME not in own:
        sentence = (
            "{name} has no column “path”. A table of nodes has a column path, such as "
            "“Factors > Time”, or the columns node and parent; definition and color are optional."
        )
        raise QdaError(say(sentence, name=path.name))
    return _by_parents(table, own)


def _columns(header: Iterable[str]) -> dict[str, str]:
    """Return which column holds what; of several that could, the one that is named first."""
    plain = {fold(" ".join(column.split())): column for column in header}
    return {
        what: plain[name]
        for what, names in _SAID.items()
        for name in reversed(names)
        if name in plain
    }


def _by_paths(table: Table, own: dict[str, str]) -> list[Line]:
    column = own.get(PATH) or own[NAME]
    return [(_filled(row, column, line), *_beside(row, own)) for line, row in table.rows]


def _filled(row: dict[str, str], column: str, line: int) -> str:
    if not row[column].strip():
        sentence = "line {number}: the column “{column}” is empty."
        raise QdaError(say(sentence, number=line, column=column))
    return row[column].strip()


def _beside(row: dict[str, str], own: dict[str, str]) -> tuple[str, str]:
    return row.get(own.get(DEFINITION, ""), "").strip(), row.get(own.get(COLOR, ""), "").strip()


def _by_parents(table: Table, own: dict[str, str]) -> list[Line]:
    """Return the rows with the names above them, which other rows may say."""
    named: dict[str, tuple[int, str]] = {}
    for line, row in table.rows:
        name, parent = _filled(row, own[NAME], line), row[own[PARENT]].strip()
        if name in named and named[name][1] != parent:
            sentence = (
                "line {number}: “{node}” is below “{one}” and below “{other}”. Say the whole tree "
                "in one column path, such as “Factors > Time”."
            )
            other = {"one": named[name][1] or "–", "other": parent or "–"}
            raise QdaError(say(sentence, number=line, node=name, **other))
        named.setdefault(name, (line, parent))
    paths = {name: _path(name, named) for name in named}
    found = [(paths[row[own[NAME]].strip()], *_beside(row, own)) for _line, row in table.rows]
    return sorted(found, key=lambda each: each[0].count(SEPARATOR))


def _path(name: str, named: dict[str, tuple[int, str]]) -> str:
    """Return a node's path: the parents are rows, paths, or nodes of their own at the top."""
    steps = [name]
    above = named[name][1]
    while above:
        steps.append(above)
        if len(steps) > LEVELS:
            if len(set(steps)) == len(steps):
                raise too_deep(name)
            sentence = "line {number}: “{node}” would lie below itself."
            raise QdaError(say(sentence, number=named[name][0], node=name))
        above = named[above][1] if above in named else ""
    return SEPARATOR.join(reversed(steps))
