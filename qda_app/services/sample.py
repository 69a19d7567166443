"""The fictitious sample study: its documents, and the project made from them."""

import shutil
from collections.abc import Callable
from pathlib import Path

from qda_app import paths
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.case_tables import import_cases
from qda_app.services.coding_tables import import_codings
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.sources import MarkDone
from qda_app.services.importing import Choices, import_files
from qda_app.services.project import Project
from qda_app.services.trees import tree_command

CODERS = ("Ana", "Bruno")
PROJECT = "sample.qdaproj"
_TABLES = ("participants.csv", "codings.csv")

Progress = Callable[[int, int, str], None]


def sample_files() -> list[Path]:
    """Return the shipped interviews and tables, without the note beside them."""
    folder = paths.shipped("resources/sample")
    return sorted(path for path in folder.iterdir() if path.suffix != ".md")


def write_sample(folder: Path, progress: Progress = lambda _done, _of, _name: None) -> Path:
    """Copy the study's documents into a folder, build its project there and return its path.

    Raises QdaError when the folder holds one of the files already; nothing is overwritten.
    """
    files = sample_files()
    _refuse_to_overwrite(folder, [path.name for path in files])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copies = [Path(shutil.copyfile(path, folder / path.name)) for path in files]
    except OSError as error:
        reason = error.strerror
        raise QdaError(
            say("{path} cannot be written: {reason}.", path=folder, reason=reason)
        ) from error
    interviews = [path for path in copies if path.name not in _TABLES]
    path = folder / PROJECT
    with Project.create(path, say("CIC sample study (fictitious)")) as project:
        project.run(tree_command("cic"))
        import_files(project, interviews, Choices(), progress)
        import_cases(project, folder / "participants.csv")
        coders = [project.run(AddCoder(name)) for name in CODERS]
        import_codings(project, folder / "codings.csv")
        sources = [source.id for source in project.read.sources()]
        for coder in coders:
            project.run(MarkDone(coder, sources))
    return path


def _refuse_to_overwrite(folder: Path, names: list[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise QdaError(say("{path} is a file; name a folder for the sample.", path=folder))
    for name in (PROJECT, *names):
        if (folder / name).exists():
            raise QdaError(
                say("{path} exists already. Choose an empty folder.", path=folder / name)
            )
