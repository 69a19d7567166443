"""Tables of participants and their attributes."""

from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.commands.cases import CaseLine, ImportCases
from qda_app.services.project import Project

_OWN = ("case", "source", "speaker")


def import_cases(project: Project, path: Path) -> int:
    """Add or update the cases of a csv or xlsx table as one step; return how many there are."""
    from qda_app.formats.tables import infer_kind, read_table

    table = read_table(path)
    if "case" not in table.header:
        raise QdaError(say("{name} has no column “case”.", name=path.name))
    attributes = [name for name in table.header if name not in _OWN]
    kinds = {name: infer_kind([row[name] for _line, row in table.rows]) for name in attributes}
    lines = [
        CaseLine(
            number,
            row["case"].strip(),
            {name: row[name].strip() for name in attributes},
            row.get("source", "").strip(),
            row.get("speaker", "").strip(),
        )
        for number, row in table.rows
    ]
    result = project.run(ImportCases(lines, kinds))
    return int(result)
