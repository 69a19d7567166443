"""Tables of codings, in and out; what is exported can be read back exactly."""

from pathlib import Path
from typing import IO

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.coding_rows import COLUMNS, coding_rows
from qda_app.services.commands.coding_table import CodingLine, ImportCodings
from qda_app.services.project import Project
from qda_app.services.reads import Reads
from qda_app.services.viewpoint import named

NEEDED = ("source", "start", "end", "node")


def export_codings(read: Reads, target: Path | IO[str]) -> int:
    """Write the table as UTF-8 csv, never altered against formulas; return the number of rows."""
    from qda_app.formats.tables import write_csv

    rows = list(coding_rows(read))
    write_csv(target, COLUMNS, rows)
    return len(rows)


def import_codings(
    project: Project, path: Path, *, coder: str | None = None, create_nodes: bool = False
) -> int:
    """Apply a csv or xlsx table of codings as one step; return the number of rows.

    Raises QdaError, with nothing applied, that names the first wrong row as `line N`.
    """
    from qda_app.formats.tables import read_table

    table = read_table(path)
    given = None if coder is None else named(project.read.coders(), coder).id
    needed = NEEDED if given is not None else (*NEEDED, "coder")
    missing = [name for name in needed if name not in table.header]
    if missing:
        raise QdaError(
            say(
                "{name} has no column “{missing}”. A table of codings has the columns {columns}.",
                name=path.name,
                missing="”, “".join(missing),
                columns=", ".join(COLUMNS),
            )
        )
    quoted = "text" in table.header
    lines = [
        CodingLine(
            number,
            row["source"],
            row["start"],
            row["end"],
            row["node"],
            row.get("coder", ""),
            row.get("memo", ""),
            row["text"] if quoted else None,
        )
        for number, row in table.rows
    ]
    result = project.run(ImportCodings(lines, given, create_nodes))
    return int(result)
