"""The report pack: everything for a paper in one folder, the same again for the same project."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from qda_app.domain.disk import not_written
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.languages import in_language
from qda_app.services.paper.pack_files import PackSettings, Step, steps
from qda_app.services.project import Project

__all__ = ["PackSettings", "Packed", "write_pack"]

Progress = Callable[[int, int, str], None]
CONTENTS = "contents.md"


@dataclass(frozen=True, slots=True)
class Packed:
    """The files written, by name, and what their reader should know."""

    files: tuple[str, ...]
    remarks: tuple[str, ...]


def write_pack(
    project: Project,
    folder: Path,
    settings: PackSettings | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> Packed:
    """Write the report pack into a new or empty folder.

    The same project and settings give the same bytes. Whatever ends it early, `progress` included,
    leaves the folder as it was. Raises QdaError where the folder holds anything already, for what
    the settings name and the project does not have, and where files cannot be written.
    """
    settings = settings or PackSettings()
    said = in_language(settings.language)
    target = folder.absolute()
    _check_place(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as place:
            unfinished = Path(place) / "pack"
            unfinished.mkdir()
            with said:
                packed = _fill(project, unfinished, settings, progress)
            if target.exists():
                target.rmdir()
            unfinished.rename(target)
    except OSError as error:
        raise not_written(target, error) from error
    return packed


def _check_place(target: Path) -> None:
    try:
        filled = target.exists() and (not target.is_dir() or any(target.iterdir()))
    except OSError:
        filled = True
    if filled:
        raise QdaError(say("{path} is not empty. Name a new folder or an empty one.", path=target))


def _fill(project: Project, folder: Path, settings: PackSettings, progress: Progress) -> Packed:
    from qda_app.formats.reports.document_files import write_text
    from qda_app.formats.reports.fixed_times import SUFFIXES, fix_times

    work = steps(project, settings)
    remarks: list[str] = []
    written: list[tuple[Step, list[str]]] = []
    for number, step in enumerate(work):
        progress(number, len(work), step.title)
        before = set(_files(folder))
        remarks += step.write(folder)
        new = sorted(set(_files(folder)) - before)
        written.append((step, [path.relative_to(folder).as_posix() for path in new]))
    for path in _files(folder):
        if path.suffix in SUFFIXES:
            fix_times(path)
    write_text(folder / CONTENTS, _contents(project, settings, written, remarks))
    progress(len(work), len(work), "")
    names = (path.relative_to(folder).as_posix() for path in _files(folder))
    return Packed(tuple(sorted(names)), tuple(remarks))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _names() -> dict[str, str]:
    """Return what the settings are called."""
    return {
        "coders": say("Coders"),
        "rounds": say("Rounds reported"),
        "by": say("A column for each value of"),
        "template": say("Attribution"),
        "examples": say("Quotations of each theme"),
        "language": say("Language"),
    }


def _contents(
    project: Project,
    settings: PackSettings,
    written: Sequence[tuple[Step, list[str]]],
    remarks: Sequence[str],
) -> str:
    """Return the list of the files, the settings and the remarks as Markdown."""
    from qda_app.formats.reports.document import Document, Heading, Labelled, Paragraph
    from qda_app.formats.reports.document_markdown import markdown
    from qda_app.services.paper.stated import made_of

    blocks: list[Heading | Labelled | Paragraph] = [Paragraph(made_of(project.read))]
    blocks += [Labelled(step.title, "; ".join(names)) for step, names in written if names]
    if remarks:
        blocks.append(Heading(say("What to know")))
        blocks += [Paragraph(remark) for remark in dict.fromkeys(remarks)]
    blocks.append(Heading(say("Settings")))
    names = _names()
    for name, value in asdict(settings).items():
        shown = ", ".join(value) if isinstance(value, tuple) else str(value)
        blocks.append(Labelled(f"{names[name]}:", shown or "–"))
    title = say("Report pack: {title}", title=project.read.title())
    return markdown(Document(title, blocks))
