"""Two projects alike but for what Ana did in a blind round: Bruno must not be able to tell them."""

import shutil
from pathlib import Path

from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNewNode, ApplyNode, SetCertainty
from qda_app.services.commands.memos import WriteMemo, WriteSpanMemo
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.participants import SetCaseValues, TieVoices
from qda_app.services.commands.quotations import ChooseQuotations
from qda_app.services.commands.relations import RelateNodes
from qda_app.services.commands.rounds import CreateRound, SubmitRound
from qda_app.services.commands.sources import ImportSources, MarkDone
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole

SECRETS = ("Geheimnis", "verborgen")
ONE = "E: ¿Qué cambió?\nAntes uno cerraba la puerta. Ahora entro y miro a los niños.\n" * 3
TURNS = (Turn(0, 3, 15, "E", interviewer=True), Turn(16, 16, len(ONE), "D"))


def twins(folder: Path) -> tuple[Path, Path]:
    """Return a project in which only Bruno has coded yet, and one in which Ana did much besides."""
    still, busy = folder / "still" / "study.qdaproj", folder / "busy" / "study.qdaproj"
    still.parent.mkdir()
    busy.parent.mkdir()
    with Project.create(still, "Study") as project:
        ana, bruno = (project.run(AddCoder(name)) for name in ("Ana", "Bruno"))
        project.run(GrowTree([Branch("A > B"), Branch("A > C")]))
        project.run(ImportSources([Transcript("one", ONE, "txt", turns=TURNS)]))
        project.run(ImportSources([Transcript("two", ONE, "txt")]))
        project.run(SetCaseValues({"P": {"role": "director"}}, {"role": "text"}))
        one, two = (s.id for s in project.read.sources())
        project.run(TieVoices([(one, "D")], project.read.cases()[0].id))
        project.become("Ana")
        b = next(n.id for n in project.read.tree().order if n.name == "B")
        project.run(ApplyNode([b], two, 0, 9, memo="seen before"))
        project.become(None)
        sources = [s for s in project.read.sources() if s.name == "one"]
        project.run(CreateRound("blind", whole(sources), [ana, bruno]))
        project.become("Bruno")
        project.run(ApplyNode([b], one, 16, 44, memo="own"))
    shutil.copy(still, busy)
    with Project.open(busy, viewer="Ana") as project:
        _work(project, one, b)
    return still, busy


def _work(project: Project, one: int, b: int) -> None:
    """Do everything that Bruno must not learn of."""
    project.run(ApplyNode([b], one, 20, 60, memo="Geheimnis memo"))
    made = project.run(ApplyNewNode(one, 30, 50, "Geheimnis node"))
    project.run(RelateNodes(made, b, "condition"))
    project.run(WriteSpanMemo(one, 5, 25, "Geheimnis on a passage"))
    tree = {n.id: n for n in project.read.tree().order}
    project.run(WriteMemo(tree[made].guid, "node", "verborgen"))
    project.run(WriteMemo(tree[b].guid, "node", "verborgen"))
    project.run(ChooseQuotations([(one, 20, 60, b)]))
    codings = project.read.codings([project.viewer_id or 0], one)
    project.run(SetCertainty([codings[0].id], 1))
    project.run(MarkDone(project.viewer_id or 0, [one]))
    project.run(SubmitRound(1, project.viewer_id or 0, "blind"))
