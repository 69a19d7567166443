"""The fictitious sample study: its documents, and the project made from them."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from qda_app import paths
from qda_app.domain.disk import not_written
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.case_tables import import_cases
from qda_app.services.coding_tables import import_codings
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.sources import MarkDone
from qda_app.services.importing import import_files
from qda_app.services.project import Project
from qda_app.services.trees import tree_command

CODERS = ("Ana", "Bruno")
PROJECT = "sample.qdaproj"
CASES = "participants.csv"
CODINGS = "codings.csv"

Progress = Callable[[int, int, str], None]


def sample_files() -> list[Path]:
    """Return the shipped interviews and the two tables, without the note beside them."""
    folder = paths.shipped("resources/sample")
    return sorted(path for path in folder.iterdir() if path.suffix != ".md")


def write_sample(folder: Path, progress: Progress = lambda _done, _of, _name: None) -> Path:
    """Copy the study's documents into a folder, build its project there and return its path.

    Raises QdaError when the folder holds one of the files already; nothing is overwritten. What
    `progress` raises, as any failure, takes back the files written.
    """
    files = sample_files()
    _refuse_to_overwrite(folder, [path.name for path in files])
    made = not folder.exists()
    copies: list[Path] = []
    try:
        _copy(files, folder, copies)
        interviews = [copy for copy in copies if copy.name not in {CASES, CODINGS}]
        return _build(folder / PROJECT, interviews, progress)
    except BaseException:
        with suppress(OSError):
            for copy in copies:
                copy.unlink()
            if made:
                folder.rmdir()
        raise


def _refuse_to_overwrite(folder: Path, names: list[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise QdaError(say("{path} is a file; name a folder for the sample.", path=folder))
    for name in (PROJECT, *names):
        if (folder / name).exists():
            path = folder / name
            raise QdaError(say("{path} exists already. Choose an empty folder.", path=path))


def _copy(files: list[Path], folder: Path, copies: list[Path]) -> None:
    """Copy the files and note each one begun; what appeared meanwhile is not overwritten."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in files:
            with (folder / path.name).open("xb") as copy:
                copies.append(folder / path.name)
                copy.write(path.read_bytes())
    except OSError as error:
        raise not_written(folder, error) from error


def _build(path: Path, interviews: list[Path], progress: Progress) -> Path:
    """Make the project: tree, sources, cases, two coders, their codings, marked done."""
    project = Project.create(path, say("CIC sample study (fictitious)"))
    try:
        with project:
            project.run(tree_command("cic"))
            import_files(project, interviews, progress=progress)
            import_cases(project, path.with_name(CASES))
            coders = [project.run(AddCoder(name)) for name in CODERS]
            import_codings(project, path.with_name(CODINGS))
            sources = [source.id for source in project.read.sources()]
            for coder in coders:
                project.run(MarkDone(coder, sources))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
