"""A copy as it comes back: opened without touching it, checked, and read since the common base."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.project import Project
from qda_app.storage import check, facts, merge_journal, merge_reads
from qda_app.storage.merge_reads import Line, RowChange
from qda_app.storage.merge_rows import Rows, named_facts, read_rows
from qda_app.storage.sqlite_file import checked_header
from qda_app.storage.store import Store
from qda_app.storage.tables import FactRow

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy brings, in GUIDs.

    `base` and `tip` are the change sets between which it lies, `head` the hash of the last one;
    `handout` and `coder` are empty for a file that was merely copied. `rows` are all rows as they
    are in the copy, `changes` says which of them changed since the base and what they were then.
    """

    name: str
    handout: str
    coder: str
    base: str
    tip: str
    head: str
    steps: int
    rows: Rows
    changes: dict[str, dict[str, RowChange]]
    opened: list[Line]
    closed: list[Line]
    passing: dict[str, Line]
    stands: frozenset[str]
    journal: str
    facts: dict[str, str]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Main:
    """What is asked of the main file to judge a copy by."""

    rows: Rows
    facts: set[str]
    own: set[tuple[str, str]]
    merged: set[tuple[str, str]]
    tips: set[str]


def read_copy(
    project: Project, path: Path, progress: Progress = lambda _done, _of, _name: None
) -> Copy:
    """Read what a copy brings to the project; neither file is changed.

    Raises QdaError, with the sentence that says why, for anything that cannot be merged.
    """
    checked_header(path)
    if path.resolve() == project.path.resolve() or path.samefile(project.path):
        raise QdaError(say("{name} is this project itself. Choose a copy.", name=path.name))
    theirs = project.read.handed_to()
    if theirs is not None:
        raise QdaError(
            say(
                "{name} is {coder}'s copy, and {other} may be the project it came from. Open the "
                "project and merge the copy there.",
                name=project.path.name,
                coder=theirs.name,
                other=path.name,
            )
        )
    progress(0, 4, say("reading the project"))
    with project.rows() as session:
        main = _read_main(session)
    progress(1, 4, say("opening the copy"))
    with _opened(path) as store:
        progress(2, 4, say("checking the copy"))
        fault = check.first_fault(store)
        if fault is not None:
            raise QdaError(
                say("{name} is damaged and was not merged. {fault}", name=path.name, fault=fault)
            )
        progress(3, 4, say("reading the copy"))
        with store.looking() as session:
            found = _read(session, path.name, main)
    progress(4, 4, "")
    return found


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    """Open a twin of the file in a temporary folder, so that the file itself is never written."""
    with tempfile.TemporaryDirectory() as folder:
        twin = Path(folder) / path.name
        for suffix in ("", "-wal"):
            beside = path.with_name(path.name + suffix)
            if beside.exists():
                shutil.copyfile(beside, twin.with_name(twin.name + suffix))
        store = Store.open(twin)
        try:
            yield store
        finally:
            store.close()


def _read_main(session: Session) -> _Main:
    connection = session.connection()
    own = {(guid, digest) for _, guid, digest in merge_reads.history(connection)}
    merged: set[tuple[str, str]] = set()
    tips, bases = set(), set()
    for base, tip, _head, _origin, text in merge_journal.branches(connection):
        merged.update(merge_journal.held(text))
        tips.add(tip)
        bases.add(base)
    known = set(connection.scalars(select(FactRow.hash)))
    return _Main(read_rows(connection), known, own, merged, tips - bases)


def _read(session: Session, name: str, main: _Main) -> Copy:
    connection = session.connection()
    rows = read_rows(connection)
    if rows["project"].keys() != main.rows["project"].keys():
        raise QdaError(say("{name} is a copy of another project.", name=name))
    history = merge_reads.history(connection)
    handout = _handout(history, rows, main)
    base = _base(name, history, handout, main)
    coder = main.rows["handout"][handout]["coder_id"] if handout else ""
    _refuse_strangers(name, merge_reads.strangers(connection, base, coder or None))
    _refuse_namesakes(name, rows, main)
    opened, closed = merge_reads.coding_changes(connection, base)
    missing = named_facts(rows) - main.facts
    _, tip, head = history[-1]
    return Copy(
        name,
        handout,
        coder,
        next(guid for number, guid, _ in history if number == base),
        tip,
        head,
        sum(number > base for number, _, _ in history),
        rows,
        merge_reads.row_changes(connection, base),
        opened,
        closed,
        merge_reads.passing(connection, base),
        merge_reads.standing_guids(connection),
        merge_journal.branch_text(session, base),
        {key: facts.get(connection, key) for key in missing},
    )


def _handout(history: list[tuple[int, str, str]], rows: Rows, main: _Main) -> str:
    """Return the GUID of the hand-out that a file is, empty where it is a copied file."""
    first = history[0][1:]
    known = [guid for guid in rows["handout"] if guid in main.rows["handout"]]
    return known[0] if known and first not in main.own else ""


def _base(name: str, history: list[tuple[int, str, str]], handout: str, main: _Main) -> int:
    """Return the number, in the copy, of the newest change set that both histories hold."""
    held = [n for n, guid, digest in history if (guid, digest) in main.own | main.merged]
    if not held and not handout:
        raise QdaError(
            say(
                "{name} shares no step with this project's history, so what it changed cannot be "
                "told. Choose a copy or a hand-out of this very file.",
                name=name,
            )
        )
    newest = history[-1]
    if newest[1:] in main.merged - main.own and newest[1] not in main.tips:
        raise QdaError(
            say(
                "{name} is an older state of a copy that was merged already. Choose the newer one.",
                name=name,
            )
        )
    return held[-1] if held else history[0][0]


def _refuse_strangers(name: str, found: list[str]) -> None:
    if found:
        raise QdaError(
            say(
                "In {name} somebody else changed codings of {coders}, which only they may do. "
                "Nothing was merged.",
                name=name,
                coders=", ".join(found),
            )
        )


def _refuse_namesakes(name: str, rows: Rows, main: _Main) -> None:
    known = {v["name"].lower(): g for g, v in main.rows["coder"].items() if not v["gone"]}
    for guid, theirs in rows["coder"].items():
        if not theirs["gone"] and known.get(theirs["name"].lower(), guid) != guid:
            raise QdaError(
                say(
                    "{name} has another coder who is called {coder} too. Rename one of them, then "
                    "merge again.",
                    name=name,
                    coder=theirs["name"],
                )
            )
