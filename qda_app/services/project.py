"""A project: open it, run commands on it, take them back, read it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy.orm import Session

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.paths import SUFFIX, project_path
from qda_app.services.reads import Reads
from qda_app.services.viewpoint import Viewpoint, named
from qda_app.services.work import Command, Work
from qda_app.storage import changes, check, journal, note_queries
from qda_app.storage.store import Store
from qda_app.storage.tables import ChangeSetRow, ProjectRow
from qda_app.storage.undo import Stacks, extended, invert, read_stacks

if TYPE_CHECKING:
    import pandas as pd

    from qda_app.services.comparing.agreement import AgreementReport
    from qda_app.services.counting import FrequencyReport


@dataclass(frozen=True, slots=True)
class Changed:
    """What one change set touched: table names, `coding` for codings, and the sources of those.

    `opened` and `closed` are the ids of the codings, None where they are too many to name.
    """

    kinds: frozenset[str]
    sources: frozenset[int] = frozenset()
    initiator: object = None
    opened: frozenset[int] | None = None
    closed: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the viewer; `undone` where it was taken back and can be brought back."""

    number: int
    label: str
    time: str
    undone: bool


Listener = Callable[[Changed], None]


def check_name(path: Path) -> None:
    """Refuse a name for a new project that does not end as projects do."""
    if path.suffix.lower() != SUFFIX:
        sentence = "A project's name ends in {suffix}: call it {name}."
        raise QdaError(say(sentence, suffix=SUFFIX, name=project_path(path).name))


class Project:
    """One open project file, seen by one viewer; the door for screens, command line and scripts."""

    def __init__(self, store: Store, viewpoint: Viewpoint) -> None:
        self._store = store
        self._viewpoint = viewpoint
        self._listeners: list[Listener] = []
        self._stacks: Stacks | None = None
        self.read = Reads(store, viewpoint)

    @classmethod
    def create(cls, path: str | Path, title: str = "") -> "Project":
        """Create a project file; refuses to overwrite one."""
        path = Path(path)
        store = Store.create(path)
        row = ProjectRow(title=title or path.name.removesuffix(SUFFIX), created="")
        entry = journal.Entry(say("Created the project"), kind=journal.BARRIER)

        def fill(session: Session, change_set: ChangeSetRow) -> None:
            row.created = change_set.time
            session.add(row)

        try:
            store.write(entry, fill)
        except BaseException:
            store.close()
            path.unlink(missing_ok=True)
            raise
        return cls(store, Viewpoint())

    @classmethod
    def open(cls, path: str | Path, viewer: str | None = None) -> "Project":
        """Open a project file; `viewer` names the coder who is looking.

        None means the owner; in a hand-out it means the coder whose copy it is.
        """
        store = Store.open(Path(path))
        project = cls(store, Viewpoint())
        try:
            theirs = project.read.handed_to() if viewer is None else None
            if viewer is not None or theirs is not None:
                project.become(viewer or (theirs.name if theirs else None))
        except BaseException:
            project.close()
            raise
        return project

    def close(self) -> None:
        """Close the file; nothing is left beside it."""
        self._listeners.clear()
        self._store.close()

    def __enter__(self) -> Self:
        """Return the project itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file, whatever happened."""
        self.close()

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._store.path

    @property
    def read_only(self) -> bool:
        """Whether the file can only be looked at."""
        return self._store.read_only

    @property
    def viewer(self) -> str | None:
        """Name of the coder who is looking; None for the owner."""
        return self._viewpoint.coder.name if self._viewpoint.coder else None

    @property
    def viewer_id(self) -> int | None:
        """Id of the coder who is looking; None for the owner."""
        return self._viewpoint.author

    def become(self, viewer: str | None) -> None:
        """Look and act as this coder from now on, or as the owner."""
        coder = None if viewer is None else named(self.read.coders(), viewer)
        self._viewpoint = Viewpoint(coder)
        self.read = Reads(self._store, self._viewpoint)
        self._stacks = None

    def on_changed(self, listener: Listener) -> Callable[[], None]:
        """Call the listener after every change set; the returned function ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def run(self, command: Command, initiator: object = None) -> Any:
        """Run a command as one undoable, journaled change set and return its result."""
        if getattr(command, "leading", False) and not self.read.leads():
            raise self._not_leading()
        scope = journal.TEAM if getattr(command, "team", False) else journal.OWN
        kind = journal.BARRIER if getattr(command, "barrier", False) else journal.DO
        author = self._viewpoint.author
        entry = journal.Entry(command.label, author, kind, scope)
        hidden = self.read.sight().nodes
        inventing = next((r.id for r in self.read.blinding() if author in r.coders), None)
        results: list[Any] = []

        def work(session: Session, row: ChangeSetRow) -> None:
            results.append(command.run(Work(session, row.id, author, hidden, inventing)))

        self._write(entry, work, initiator)
        return results[0]

    def _not_leading(self) -> QdaError:
        """Return why the viewer may not plan or settle."""
        theirs = self.read.handed_to()
        if theirs is not None:
            return QdaError(
                say(
                    "This is {name}'s copy. Rounds are planned, settled and closed in the project "
                    "it came from.",
                    name=theirs.name,
                )
            )
        names = ", ".join(coder.name for coder in self.read.coders() if coder.lead)
        return QdaError(say("Only a lead can do this. The leads are: {names}.", names=names))

    def undo(self, initiator: object = None) -> str:
        """Take back the viewer's newest step and return its label."""
        stack = self._read_stacks().undoable
        if not stack:
            raise QdaError(say("There is nothing to undo."))
        return self._invert(stack[-1], journal.UNDO, initiator)

    def redo(self, initiator: object = None) -> str:
        """Bring back what the viewer took back last and return its label."""
        stack = self._read_stacks().redoable
        if not stack:
            raise QdaError(say("There is nothing to redo."))
        return self._invert(stack[-1], journal.REDO, initiator)

    @property
    def undo_label(self) -> str | None:
        """Label of the step that undo would take back, None if there is none."""
        stack = self._read_stacks().undoable
        return self._label(stack[-1]) if stack else None

    @property
    def redo_label(self) -> str | None:
        """Label of the step that redo would bring back, None if there is none."""
        stack = self._read_stacks().redoable
        return self._label(stack[-1]) if stack else None

    def steps(self, limit: int = 200) -> list[Step]:
        """Return the viewer's steps that can be taken back or brought back, in order, newest last.

        Those taken back follow those that stand, the one to be brought back first ahead.
        """
        stacks = self._read_stacks()
        wanted = [*stacks.undoable[-limit:], *reversed(stacks.redoable[-limit:])]
        with self._store.reading() as connection:
            labels = note_queries.step_labels(connection, wanted)
        undone = frozenset(stacks.redoable)
        return [Step(n, *labels[n], n in undone) for n in wanted]

    def go_to_step(self, number: int, initiator: object = None) -> int:
        """Undo or redo until this step is the newest that stands; return how many steps that took.

        Raises QdaError where one of them cannot be taken back; those before it are.
        """
        steps = self.steps()
        at = next((i for i, step in enumerate(steps) if step.number == number), None)
        if at is None:
            raise QdaError(say("There is no such step to go back to any more."))
        standing = sum(not step.undone for step in steps)
        for _ in range(standing - at - 1):
            self.undo(initiator)
        for _ in range(at + 1 - standing):
            self.redo(initiator)
        return abs(standing - at - 1)

    def _read_stacks(self) -> Stacks:
        if self._stacks is None:
            with self._store.looking() as session:
                self._stacks = read_stacks(session, self._viewpoint.author)
        return self._stacks

    def _label(self, number: int) -> str:
        """Return the label of the command behind a change set, through undo and redo."""
        with self._store.looking() as session:
            row = session.get_one(ChangeSetRow, number)
            while row.kind in {journal.UNDO, journal.REDO} and row.target_id:
                row = session.get_one(ChangeSetRow, row.target_id)
            return row.label

    def _invert(self, target: int, kind: str, initiator: object) -> str:
        label = self._label(target)
        undoing = kind == journal.UNDO
        sentence = (
            say("Undo: {label}", label=label) if undoing else say("Redo: {label}", label=label)
        )
        with self._store.looking() as session:
            scope = session.get_one(ChangeSetRow, target).scope
        entry = journal.Entry(sentence, self._viewpoint.author, kind, scope, target)

        def work(session: Session, row: ChangeSetRow) -> None:
            invert(session, target, row.id)

        self._write(entry, work, initiator)
        return label

    def _write(
        self, entry: journal.Entry, work: Callable[[Session, ChangeSetRow], None], initiator: object
    ) -> None:
        number = self._store.write(entry, work)
        if number is None:
            return
        if self._stacks is not None:
            self._stacks = extended(self._stacks, number, entry.kind)
        with self._store.reading() as connection:
            found = changes.touched_by(connection, number)
        change = Changed(found.kinds, found.sources, initiator, found.opened, found.closed)
        for listener in list(self._listeners):
            listener(change)

    def check(self, progress: Callable[[str], None] = lambda _step: None) -> str | None:
        """Check pages, texts, journal and codings; return the first fault, None when sound."""
        return check.first_fault(self._store, progress)

    def rows(self) -> AbstractContextManager[Session]:
        """Return a session for services that read whole rows, past the viewer's eyes."""
        return self._store.looking()

    def backup(self, target: str | Path) -> None:
        """Write a copy of the project as it is now to another file."""
        self._store.backup(Path(target))

    def sources(self) -> "pd.DataFrame":
        """Sources: name, length in code points, language, format, encoding, turns, imported."""
        from qda_app.services import frames

        return frames.sources(self.read)

    def turns(self) -> "pd.DataFrame":
        """Turns: source, speaker, interviewer, seconds, start, words, end, text."""
        from qda_app.services import frames

        return frames.turns(self.read)

    def cases(self) -> "pd.DataFrame":
        """Cases: case, one column per attribute, sources."""
        from qda_app.services import frames

        return frames.cases(self.read)

    def nodes(self) -> "pd.DataFrame":
        """Nodes in reading order: node (path), name, depth, definition, colour, codings."""
        from qda_app.services import frames

        return frames.nodes(self.read)

    def codings(self) -> "pd.DataFrame":
        """Codings: source, start, end, node, coder, memo, text."""
        from qda_app.services import frames

        return frames.codings(self.read)

    def agreement(self, **choices: Any) -> "AgreementReport":
        """Inter-coder agreement; see `services.comparing.agreement.agreement` for the choices."""
        from qda_app.services.comparing import agreement as comparing

        return comparing.agreement(self.read, **choices)

    def frequencies(self, **choices: Any) -> "FrequencyReport":
        """Node frequencies; see `services.counting.frequencies` for the choices."""
        from qda_app.services import counting

        return counting.frequencies(self.read, **choices)
