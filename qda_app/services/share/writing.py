"""Writing a copy to share: beside its place, read again, and put there once nothing is found."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qda_app.domain.disk import not_written
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.replacing import Finder
from qda_app.paths import SUFFIX
from qda_app.services.commands.sharing import FillCopy
from qda_app.services.consent import REQUIRED, SETTING
from qda_app.services.exchange.gathering import set_definition
from qda_app.services.exchange.joining import join
from qda_app.services.project import Project
from qda_app.services.share.checking import check_package, check_project, check_study
from qda_app.services.share.plan import Plan

Progress = Callable[[int, int, str], None]
PACKAGE = ".qdpx"
_STEPS = 5


@dataclass(frozen=True, slots=True)
class Shared:
    """A copy that was written and read again: where it is, what it holds, what stays by choice."""

    path: Path
    counts: dict[str, int]
    replaced: int
    kept: int


def write(plan: Plan, target: Path, progress: Progress = lambda _done, _of, _name: None) -> Shared:
    """Write the copy as .qdaproj or .qdpx; whatever fails or stops it leaves no file.

    Raises QdaError where there is a file of that name, where its name holds a listed one, where
    nothing may be shared, and where a listed name is found in what was written.
    """
    check_target(plan, target)
    if plan.left_out.sources and not plan.study.sources:
        raise QdaError(say("No source is left: no participant heard in one allows sharing."))
    progress(0, _STEPS, say("checking"))
    check_study(plan)
    with _beside(target) as unfinished:
        if target.suffix.lower() == PACKAGE:
            _write_package(plan, unfinished, progress)
        else:
            _write_project(plan, unfinished, progress)
        check = check_package if target.suffix.lower() == PACKAGE else check_project
        check(unfinished, plan, lambda: progress(_STEPS - 1, _STEPS, say("checking")))
        progress(_STEPS, _STEPS, "")
        _put(unfinished, target)
    return Shared(target, plan.study.counts(), plan.replaced, len(plan.kept))


def check_target(plan: Plan, target: Path) -> None:
    """Refuse a place at which no copy can be written, before anything is done."""
    if target.suffix.lower() not in {SUFFIX, PACKAGE}:
        sentence = "{name} must end in .qdaproj (a project) or .qdpx (for any application)."
        raise QdaError(say(sentence, name=target.name))
    if os.path.lexists(target):
        raise _there(target)
    try:
        folder = target.parent.is_dir()
    except OSError as error:  # one above it may not be looked into
        raise not_written(target, error) from error
    if not folder:
        raise not_written(target, NotADirectoryError())
    for hit in Finder(plan.names).hits(target.name):
        sentence = "The file's own name holds “{name}”: call the copy something else."
        raise QdaError(say(sentence, name=hit.words))


def _there(target: Path) -> QdaError:
    return QdaError(say("{path} exists already. Choose another name.", path=target))


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a place in a folder of its own beside the target, so that it can be moved there."""
    try:
        with tempfile.TemporaryDirectory(prefix=".share-", dir=target.parent) as folder:
            yield Path(folder) / target.name
    except OSError as error:
        raise not_written(target, error) from error


def _put(unfinished: Path, target: Path) -> None:
    """Put the file in its place, never over another."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise _there(target) from None
    except OSError:  # a file system without links
        if target.exists():
            raise _there(target) from None
        unfinished.replace(target)


def _write_package(plan: Plan, path: Path, progress: Progress) -> None:
    from qda_app.formats.refi import writing

    def tell(done: int, of: int, name: str) -> None:
        progress(1 + 2 * done // max(of, 1), _STEPS, name)

    writing.write_project(path, plan.study, writing.STANDARD, tell)


def _write_project(plan: Plan, path: Path, progress: Progress) -> None:
    from qda_app.storage.sqlite_bytes import compact

    study, extras = plan.study, plan.extras
    names = {node.guid: node.name for node in study.nodes}
    queries = {g.guid: set_definition([(n, names[n]) for n in g.nodes]) for g in study.groups}
    turns = {source.guid: source.turns or () for source in study.sources}
    with Project.create(path, study.title) as project:
        progress(1, _STEPS, say("writing"))
        project.run(
            FillCopy(
                study,
                turns,
                queries,
                "",
                join(project.read, study),
                lambda: progress(1, _STEPS, say("writing")),
                extras.done,
                extras.certainty,
                extras.retired,
                {SETTING: REQUIRED} if extras.required else {},
            )
        )
    progress(2, _STEPS, say("writing"))
    compact(path)
    progress(3, _STEPS, say("checking"))
    with Project.open(path) as project:
        fault = project.check()
        found = project.read.info()
    counts = study.counts()
    wrong = [
        name for name in ("sources", "nodes", "codings", "cases") if found[name] != counts[name]
    ]
    if fault or wrong:
        raise QdaError(fault or say("The copy is not complete. Nothing was written."))
