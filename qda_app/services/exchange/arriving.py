"""Projects of other tools: recognised, read, looked at, and brought into a project."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qda_app.domain.errors import QdaError
from qda_app.domain.exchange import ORIGIN
from qda_app.domain.joining import LEAVE, WAYS, Joining
from qda_app.domain.losses import CHANGED, CONTAINED, JOINED, LEFT, Losses
from qda_app.domain.messages import counted, say
from qda_app.domain.transcript import Turn
from qda_app.formats.exchange.brought import Brought
from qda_app.services.commands.exchange import BringStudy
from qda_app.services.exchange.gathering import set_definition
from qda_app.services.exchange.joining import join
from qda_app.services.project import Project, check_name

Progress = Callable[[int, int, str], None]
_CLOSED = {
    ".nvp": "NVivo", ".nvpx": "NVivo", ".atlproj": "ATLAS.ti", ".atlproj23": "ATLAS.ti",
    ".hpr7": "ATLAS.ti", ".mx18": "MAXQDA", ".mx20": "MAXQDA", ".mx22": "MAXQDA",
    ".mx24": "MAXQDA", ".mex22": "MAXQDA", ".mex24": "MAXQDA",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of an import: how much of everything, what was lost, how positions were read."""

    tool: str
    counts: dict[str, int]
    losses: Losses
    brought: Brought
    joining: Joining = field(default_factory=Joining)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain data."""
        lines = self.losses.as_json()
        return {
            "from": self.tool,
            "title": self.brought.study.title,
            "read": self.counts,
            "changed": [line for line in lines if line["kind"] == CHANGED],
            "left": [line for line in lines if line["kind"] == LEFT],
            "joined": [line for line in lines if line["kind"] == JOINED],
            "positions": [
                {
                    "source": each.source,
                    "units": each.units,
                    "crlf": (2 if each.reading.crlf_two else 1) if each.breaks else None,
                    "bom": each.reading.bom,
                    "confidence": each.confidence,
                    "agree": each.agree,
                    "of": each.of,
                    "next": each.other,
                    "beside": each.beside,
                    "first": each.reading.first,
                    "last": each.reading.last,
                }
                for each in self.brought.judged
            ],
        }


@dataclass(frozen=True, slots=True)
class Found:
    """What a file of another tool holds, and by way of joining how it meets the open project."""

    tool: str
    brought: Brought
    ways: dict[str, Joining]

    def losses(self, way: str | None) -> Losses:
        """Return what the import would report; None stands for a new project."""
        losses = self.brought.losses.copy()
        if way is not None and way in self.ways:
            losses.take(self.ways[way].losses)
        return losses


def look(
    path: Path,
    project: Project | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> Found:
    """Read a project of another tool, and how it would meet the open one; nothing is changed."""
    tool, brought = read_foreign(path, progress)
    ways: dict[str, Joining] = {}
    for number, way in enumerate(WAYS if _open_to(project) else ()):
        progress(number, len(WAYS), brought.study.title)
        ways[way] = join(project.read, brought.study, way)  # type: ignore[union-attr]
    return Found(tool, brought, ways)


def _open_to(project: Project | None) -> bool:
    return project is not None and not project.read_only and project.read.leads()


def lines(counts: dict[str, int], brought: Brought, losses: Losses) -> list[str]:
    """Return the report in sentences: what was read, what was left, what was changed."""
    said = [say("Read: {things}.", things=", ".join(_counted(counts)))]
    heads = {
        LEFT: say("Left"), CHANGED: say("Changed"), JOINED: say("There already"),
        CONTAINED: say("Contained"),
    }  # fmt: skip
    for loss in losses:
        examples = f" ({'; '.join(loss.examples)})" if loss.examples else ""
        said.append(f"{heads[loss.kind]}: {loss.sentence}{examples}")
    doubtful = [each for each in brought.judged if each.confidence != "certain"]
    said.extend(f"{each.source}: {each.sentence()}" for each in doubtful)
    if not losses and not doubtful:
        said.append(say("Nothing was lost."))
    return said


def _counted(counts: dict[str, int]) -> list[str]:
    return [
        counted("1 source", "{count} sources", counts["sources"]),
        counted("1 node", "{count} nodes", counts["nodes"]),
        counted("1 coding", "{count} codings", counts["codings"]),
        counted("1 coder", "{count} coders", counts["coders"]),
        counted("1 participant", "{count} participants", counts["cases"]),
        counted("1 memo", "{count} memos", counts["memos"]),
    ]


def tool_of(path: Path) -> str:
    """Return what a file or folder is, by its content: refi, codebook, qualcoder or taguette."""
    if path.suffix.lower() in _CLOSED:
        tool = _CLOSED[path.suffix.lower()]
        raise QdaError(
            say(
                "{name} is a closed {tool} file: open it in {tool} and export it as a REFI-QDA "
                "project (.qdpx).",
                name=path.name,
                tool=tool,
            )
        )
    from qda_app.formats.exchange.databases import kind_of
    from qda_app.formats.transcripts.guards import checked_size, readable

    if path.is_dir():
        return kind_of(path)
    checked_size(path, 8_000_000_000)
    with readable(path), path.open("rb") as file:
        head = file.read(16)
    if head.startswith(b"PK\x03\x04") or path.suffix.lower() == ".qdpx":
        return "refi"
    if head.startswith(b"SQLite format 3\x00"):
        return kind_of(path)
    if path.suffix.lower() in {".qdc", ".xml"}:
        return "codebook"
    sentence = (
        "{name} is no project of another tool that can be read here: choose a .qdpx, a .qdc, a "
        "QualCoder folder (.qda) or a Taguette file (.sqlite3)."
    )
    raise QdaError(say(sentence, name=path.name))


def read_foreign(
    path: Path, progress: Progress = lambda _done, _of, _name: None
) -> tuple[str, Brought]:
    """Read a project of another tool; return which it is and what it holds."""
    kind = tool_of(path)
    if kind == "refi":
        from qda_app.formats.refi.reading import read_project

        found = read_project(path, progress)
    elif kind == "codebook":
        from qda_app.formats.refi.codebook import read_study

        found = read_study(path)
    else:
        from qda_app.formats.exchange import qualcoder, taguette

        found = (qualcoder if kind == "qualcoder" else taguette).read_project(path, progress)
    names = {"qualcoder": "QualCoder", "taguette": "Taguette"}
    return names.get(kind) or found.study.origin or "REFI-QDA", found


def bring(
    project: Project,
    tool: str,
    brought: Brought,
    progress: Progress = lambda _done, _of, _name: None,
    *,
    speakers: bool = True,
    way: str = LEAVE,
) -> Arrived:
    """Bring a study into a project as one step; what `progress` raises leaves it as it was.

    `way` says what becomes of sources that the project has already.
    """
    study = brought.study
    joining = join(project.read, study, way)
    losses = brought.losses.copy()
    losses.take(joining.losses)
    turns: dict[str, tuple[Turn, ...]] = {}
    of = len(study.sources) + 1
    turns |= {each.guid: each.turns for each in study.sources if each.turns is not None}
    if speakers:
        from qda_app.formats.transcripts.speakers import recognise

        for number, source in enumerate(study.sources):
            progress(number, of, source.name)
            if ("source", source.guid) in joining.ids or source.guid in turns:
                continue
            turns[source.guid] = recognise(source.text)
    progress(of - 1, of, study.title)
    names = {node.guid: node.name for node in study.nodes}
    queries = {
        group.guid: set_definition([(node, names[node]) for node in group.nodes])
        for group in study.groups
    }
    said = lines(study.counts(), brought, losses)
    worth = losses and not study.origin.startswith(ORIGIN)
    report = "\n".join([say("Brought in from {tool}.", tool=tool), *said]) if worth else ""
    command = BringStudy(
        study, turns, queries, report, joining, lambda: progress(of - 1, of, study.title)
    )
    counts = project.run(command)  # done now: nothing may stop it any more
    return Arrived(tool, counts, losses, brought, joining)


def convert(
    path: Path, target: Path, progress: Progress = lambda _done, _of, _name: None
) -> Arrived:
    """Make a new project from another tool's; on any failure no file is left."""
    check_name(target)
    tool, brought = read_foreign(path, progress)
    return found_project(target, tool, brought, progress)


def found_project(
    target: Path,
    tool: str,
    brought: Brought,
    progress: Progress = lambda _done, _of, _name: None,
    *,
    speakers: bool = True,
) -> Arrived:
    """Make a new project that holds a study; on any failure no file is left."""
    check_name(target)
    project = Project.create(target, brought.study.title)
    try:
        with project:
            return bring(project, tool, brought, progress, speakers=speakers)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
