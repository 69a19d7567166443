"""Tables of participants and their attributes."""

from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.text import fold
from qda_app.services.commands.cases import CaseLine, ImportCases
from qda_app.services.project import Project

_OWN = ("case", "source", "speaker")
_SAID = {"caso": "case", "participante": "case", "fuente": "source", "hablante": "speaker"}


def import_cases(project: Project, path: Path) -> int:
    """Add or update the cases of a csv or xlsx table as one step; return how many there are."""
    from qda_app.formats.tables import infer_kind, read_table

    table = read_table(path)
    own = {_own(name): name for name in reversed(table.header) if _own(name)}
    if "case" not in own:
        sentence = "{name} has no column “case”; “source” and “speaker” may stand beside it."
        raise QdaError(say(sentence, name=path.name))
    attributes = [name for name in table.header if name not in own.values()]
    kinds = {name: infer_kind([row[name] for _line, row in table.rows]) for name in attributes}
    lines = [
        CaseLine(
            number,
            row[own["case"]].strip(),
            {name: row[name].strip() for name in attributes},
            row.get(own.get("source", ""), "").strip(),
            row.get(own.get("speaker", ""), "").strip(),
        )
        for number, row in table.rows
    ]
    result = project.run(ImportCases(lines, kinds))
    return int(result)


def _own(column: str) -> str:
    """Return what a column is about beside the attributes, by its name in English or Spanish."""
    name = fold(column).strip()
    return name if name in _OWN else _SAID.get(name, "")
