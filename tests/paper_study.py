"""A small study with participants, as a paper quotes it."""

from pathlib import Path

from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.participants import SetCaseValues, TieVoices
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project

LINES = ("E: ¿Qué cambió?", "Antes uno cerraba la puerta 😀.", "=Ahora entro, y miro & <escucho>.")
TEXT = "\n".join(LINES) + "\n"
SECOND = TEXT.index("Antes")
THIRD = TEXT.index("=Ahora")
PEOPLE = (("P1", "Director", "1"), ("P2", "Teacher", "1"), ("P3", "Teacher", "2"),
          ("P4", "Teacher", "2"), ("P5", "Teacher", "3"))  # fmt: skip


def write_study(path: Path) -> Path:
    """Write five participants with a source each; each says two things that both coders coded at B.

    Ana coded the second thing at C as well.
    """
    with Project.create(path, "Study") as project:
        ana, bruno = (project.run(AddCoder(name)) for name in ("Ana", "Bruno"))
        project.run(GrowTree([Branch("A > B", "what changed"), Branch("A > C")]))
        turns = (
            Turn(0, 3, SECOND - 1, "E", interviewer=True),
            Turn(SECOND, SECOND, len(TEXT), "X"),
        )
        names = [name for name, _role, _school in PEOPLE]
        project.run(ImportSources([Transcript(f"I {n}", TEXT, "txt", turns=turns) for n in names]))
        kinds = {"role": "text", "school": "text"}
        values = {name: {"role": role, "school": school} for name, role, school in PEOPLE}
        project.run(SetCaseValues(values, kinds))
        b, c = (next(n.id for n in project.read.tree().order if n.name == x) for x in "BC")
        ids = {source.name: source.id for source in project.read.sources()}
        for case in project.read.cases():
            source = ids[f"I {case.name}"]
            project.run(TieVoices([(source, "X")], case.id))
            for coder in (ana, bruno):
                project.run(ApplyNode([b], source, SECOND, SECOND + len(LINES[1]), coder=coder))
            project.run(ApplyNode([b, c], source, THIRD, len(TEXT) - 1, coder=ana))
    return path


def allow(project: Project, values: dict[str, str], name: str = "consent") -> None:
    """Record what participants allow."""
    project.run(SetCaseValues({case: {name: v} for case, v in values.items()}, {name: "text"}))
