"""Agreement over time: as the codings stood at points of the journal, or in named lists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from qda_app.analysis.arrays import Bools, Ints
from qda_app.domain.messages import say
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.figures import AgreementRow
from qda_app.services.comparing.rows import overall_of
from qda_app.services.comparing.text import Pieces
from qda_app.services.reads import Reads

POINTS, FEWEST = 16, 3
CODINGS = 400_000  # counted for all points together, so that a large project does not wait
FEW_DAYS = 4


@dataclass(frozen=True, slots=True)
class Moment:
    """A change set and its time, as the journal has it."""

    change_set: int
    time: str


@dataclass(frozen=True, slots=True, eq=False)
class NamedCodings:
    """Codings under a name, such as those submitted in a round or those of a day.

    `rows` int64 (n, 5): source, node, coder, start, end. `pieces` by source id are the text that
    they are about, None for all that the coders had begun; `time` is when they were complete.
    """

    name: str
    rows: Ints
    pieces: Mapping[int, Pieces] | None = None
    time: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """The overall figures of one list of codings; `sources` all coders had coded, of how many."""

    name: str
    codings: int
    sources: int
    figures: AgreementRow
    time: str = ""


def moments(read: Reads, most: int = POINTS) -> list[Moment]:
    """Return the last change set of each day, oldest first; of few days, points spread evenly."""
    entries = [Moment(entry.number, entry.time) for entry in reversed(read.history())]
    days = {entry.time[:10]: entry for entry in entries}
    found = list(days.values()) if len(days) >= FEW_DAYS else entries
    if len(found) <= most:
        return found
    places = np.unique(np.linspace(0, len(found) - 1, most).round().astype(int))
    return [found[place] for place in places]


def affordable(of: Comparison) -> int:
    """Return at how many points a comparison of this size is looked at."""
    return max(FEWEST, min(POINTS, CODINGS // max(len(of.rows), 1)))


def codings_at(of: Comparison, points: Iterable[Moment]) -> Iterator[NamedCodings]:
    """Yield the compared coders' codings as they stood at each of these points."""
    coders = [coder.id for coder in of.coders]
    for point in points:
        rows = of.read.coding_arrays_at(point.change_set, coders)
        time = _clock(point.time)
        yield NamedCodings(time, rows, time=time)


def _clock(time: str) -> str:
    return time[:19].replace("T", " ")


def rounds_of(of: Comparison) -> Iterator[NamedCodings]:
    """Yield what the compared coders submitted in each round that all its coders have submitted."""
    for one in of.read.rounds():
        if not (one.compared and all(one.assignment(coder.id) for coder in of.coders)):
            continue
        submitted = of.read.submitted(one)
        placed = [p for coder in of.coders for p in submitted.get(coder.id, ())]
        rows = [(p.source, p.node, p.coder, p.start, p.end) for p in placed]
        pieces = {source: one.pieces(source) for source in one.sources}
        name = say("Round “{name}”", name=one.name)
        complete = _clock(max(a.submitted for a in one.assignments))
        table = np.array(rows, dtype=np.int64).reshape(-1, 5)
        yield NamedCodings(name, table, pieces, complete)


def agreement_of(of: Comparison, view: View, lists: Iterable[NamedCodings]) -> list[HistoryRow]:
    """Return the overall figures of each list of codings, on the text of the comparison.

    Of a list those sources are compared in which every coder has a coding, and those that the
    comparison has without any coding of a coder, who marked them done; where pieces are named, the
    sources that these are of.
    """
    return [_figures(of, view, each) for each in lists]


def changing(rows: Iterable[HistoryRow]) -> list[HistoryRow]:
    """Return the rows that differ from the one before, from the first with any coding on."""
    kept: list[HistoryRow] = []
    for row in rows:
        same = kept and replace(row, name=kept[-1].name, time=kept[-1].time) == kept[-1]
        if row.codings and not same:
            kept.append(row)
    return kept


def _figures(of: Comparison, view: View, named: NamedCodings) -> HistoryRow:
    now, then = _held(of, of.rows), _held(of, named.rows)
    both = (then | ~now).all(axis=1) & then.any(axis=1)
    if named.pieces is not None:
        both = np.array([source.id in named.pieces for source in of.sources])
    tables = of.tables_of(named.rows, named.pieces, own=view.own)[both]
    row = overall_of(of, view, tables)
    return HistoryRow(named.name, len(named.rows), int(both.sum()), row, named.time)


def _held(of: Comparison, rows: Ints) -> Bools:
    """Say which coder has a coding in which source [sources, coders]."""
    held = np.zeros((len(of.sources), len(of.coders)), dtype=np.bool_)
    sources = np.array([source.id for source in of.sources])
    for number, coder in enumerate(of.coders):
        held[:, number] = np.isin(sources, rows[rows[:, 2] == coder.id, 0])
    return held
