"""How long agreement and frequencies take, beside a naive version and scikit-learn."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from sklearn.metrics import cohen_kappa_score

from qda_app.analysis.agreement import (
    coefficients,
    coincidences,
    lengths,
    segments,
    sets,
    several,
    unitizing,
    units,
)
from qda_app.analysis.agreement.bootstrap import bootstrap
from qda_app.analysis.agreement.cautions import cautions
from qda_app.analysis.agreement.jackknife import jackknife
from qda_app.analysis.agreement.live import Live
from qda_app.analysis.agreement.report import Names, report
from qda_app.analysis.agreement.study import (
    Codings,
    Study,
    compared_text,
    leaves,
    rolled_up,
    study,
)
from qda_app.analysis.agreement.tallies import by_matches, by_rows, by_text
from qda_app.analysis.frequencies import Corpus, frequencies
from qda_app.domain.people import Coder
from qda_app.domain.source import Source
from qda_app.domain.tree import Node, Tree
from qda_app.services.comparing.agreement import Material, compare
from qda_app.services.comparing.units import Settings

Line = tuple[str, float, str]
MEASURES = (
    coefficients.percent,
    coefficients.cohen_kappa,
    coefficients.krippendorff_alpha,
    coefficients.f1,
    coefficients.prevalence,
    coefficients.bias,
)
TEAM = "agreement 21 x 40,000 characters, 30 nodes, 4,000 codings"
LARGE = "agreement 1,000 x 100,000 characters, 200 nodes, 500,000 codings, 3 coders"


def run() -> list[Line]:
    """Return (name, median, unit) of every measure."""
    return [*_team_study(), *_large_study()]


def _team_study() -> list[Line]:
    sources, length, nodes = 21, 40_000, 30
    texts, codings = _random(sources, length, nodes, 2, 4_000)
    parents = _tree(nodes)
    turns = [[(at + 15, at + 300) for at in range(0, length, 400)]] * sources
    own = study(compared_text(texts), nodes, 2, codings)

    def tables() -> None:
        table = lengths.pairs(lengths.table(own), 0, 1)
        for measure in MEASURES[:-1]:
            measure(table)

    def everything() -> None:
        table = lengths.pair_table(own).swapaxes(0, 1)
        for measure in MEASURES:
            measure(table.sum(axis=0))
        for measure in (coefficients.cohen_kappa, coefficients.krippendorff_alpha, coefficients.f1):
            jackknife(table, measure)

    ours, whole = _median(tables), _median(everything, 15)
    naive = _median(lambda: _naive(own, length), 3)
    learned = _median(lambda: _scikit_learn(own, length), 1)
    live = Live(own, parents)
    apart = replace(own, codings=_without_clashes(lengths.union(own.codings)))
    return [
        (f"{TEAM}: tables and coefficients", ours, "ms"),
        (f"{TEAM}: tables, coefficients, jackknife of kappa, alpha and F1", whole, "ms"),
        (
            f"{TEAM}: study, tree, report from arrays, participants' words",
            _median(lambda: _reported(study(compared_text(turns), nodes, 2, codings), parents)),
            "ms",
        ),
        (f"{TEAM}: the same per code point with numpy", naive, "ms"),
        (f"{TEAM}: per code point, times slower", naive / ours, "x"),
        (f"{TEAM}: scikit-learn's cohen_kappa_score on vectors", learned, "ms"),
        (f"{TEAM}: scikit-learn, times slower", learned / ours, "x"),
        *_command(TEAM, own, parents, codings, 15),
        *_edits(TEAM, live, codings, naive, learned),
        (
            f"{TEAM}: alpha of sets, MASI",
            _median(lambda: sets.alpha(sets.by_character(own)), 5),
            "ms",
        ),
        (
            f"{TEAM}: alpha_U of every node",
            _median(lambda: unitizing.alpha(unitizing.unitizing(_joined(own)))),
            "ms",
        ),
        (
            f"{TEAM}: u-alpha and cu-alpha",
            _median(lambda: coincidences.u_alpha(coincidences.coincidences(apart))),
            "ms",
        ),
    ]


def _command(
    name: str, own: Study, parents: np.ndarray, codings: Codings, times: int
) -> list[Line]:
    """Return how long the command's own service takes from rows at hand, every interval made."""
    columns = (codings.source, codings.node, codings.coder, codings.start, codings.end)
    tree = Tree(
        Node(i, str(i), None if parent < 0 else parent, f"N{i}", i)
        for i, parent in enumerate(parents.tolist())
    )
    of = Material(
        [Source(i, str(i), f"S{i}", int(length)) for i, length in enumerate(own.text.length)],
        lambda ids: dict.fromkeys(ids, ""),
        {},
        (),
        [Coder(i, str(i), f"C{i}") for i in range(own.coders)],
        tree,
        np.stack(columns, axis=-1),
        "",
    )
    return [
        (
            f"{name}: the command's figures and intervals by {unit}, from rows",
            _median(lambda unit=unit: compare(of, Settings(unit=unit)), times),
            "ms",
        )
        for unit in ("character", "segment")
    ]


def _reported(own: Study, parents: np.ndarray) -> None:
    names = Names([f"S{i}" for i in range(own.text.sources)], [str(i) for i in range(own.nodes)],
                  ["A", "B"])  # fmt: skip
    length = int(own.text.length.sum())
    report(by_text(own, parents), names, length=length, over=leaves(parents))


def _edits(name: str, live: Live, codings: Codings, naive: float, learned: float) -> list[Line]:
    """Return how long it takes to follow the change of one source, from its codings as arrays."""
    mine = codings.take(codings.source == 3)
    live.segment_sums()

    def coefficients_only() -> None:
        live.replace_source(3, mine)
        table = live.pair_sums()
        for measure in MEASURES:
            measure(table)

    def with_interval() -> None:
        coefficients_only()
        found = jackknife(live.pairs(), coefficients.cohen_kappa)
        longest = live.longest_shared()
        cautions(live.pair_sums(), live.segment_sums(), longest, found.half_width)

    coefficients_only()
    short = _median(coefficients_only, 25)
    with_interval()
    return [
        (f"{name}: after one edit, tables and coefficients", short, "ms"),
        (
            f"{name}: after one edit, with kappa's jackknife, segments and cautions",
            _median(with_interval, 25),
            "ms",
        ),
        (f"{name}: all of it per code point, times slower than the edit", naive / short, "x"),
        (f"{name}: scikit-learn, times slower than the edit", learned / short, "x"),
    ]


def _large_study() -> list[Line]:
    sources, length, nodes = 1_000, 100_000, 200
    texts, codings = _random(sources, length, nodes, 3, 500_000)
    turns = [[(at + 15, at + 300) for at in range(0, length, 400)]] * sources
    text = compared_text(texts)
    words = compared_text(turns)
    own = study(text, nodes, 3, codings)
    parents = _tree(nodes)
    lines = [[(at, at + 400) for at in range(0, length, 400)]] * sources
    paragraphs = units.units_of(text, lines)
    starts = [np.arange(0, length, 6)] * sources
    corpus = Corpus(texts, starts, parents, codings)
    ours = _median(lambda: _three_coders(own))
    naive, learned = _sampled(own, length)
    return [
        (f"{LARGE}: study from arrays", _median(lambda: study(text, nodes, 3, codings)), "ms"),
        (
            f"{LARGE}: study clipped to 250,000 turns",
            _median(lambda: study(words, nodes, 3, codings)),
            "ms",
        ),
        (f"{LARGE}: table by pattern", _median(lambda: lengths.table(own)), "ms"),
        (f"{LARGE}: tables and coefficients of all coders and every pair", ours, "ms"),
        (f"{LARGE}: per code point (from 20 sources, 4 nodes), times slower", naive / ours, "x"),
        (f"{LARGE}: scikit-learn (from 20 sources, 4 nodes), times slower", learned / ours, "x"),
        (
            f"{LARGE}: tree of 3 levels",
            _median(lambda: lengths.table(rolled_up(own, parents))),
            "ms",
        ),
        (f"{LARGE}: paragraphs", _median(lambda: units.table(own, paragraphs), 5), "ms"),
        (f"{LARGE}: segments of every pair, IoU 0.5", _median(lambda: _segments(own, 0.5)), "ms"),
        (f"{LARGE}: segments of every pair, IoU 0.2", _median(lambda: _segments(own, 0.2)), "ms"),
        (
            f"{LARGE}: matched segments of all and every pair, tree of 3 levels",
            _median(lambda: by_matches(own, parents), 5),
            "ms",
        ),
        (
            f"{LARGE}: MAXQDA's rows of all and every pair, tree of 3 levels",
            _median(lambda: by_rows(own, parents, nodes), 5),
            "ms",
        ),
        *_intervals(own, codings, parents, naive, learned),
        *_command(LARGE, own, parents, codings, 3),
        (
            "frequencies of the same in the turns",
            _median(lambda: frequencies(replace(corpus, texts=turns)), 3),
            "ms",
        ),
        ("frequencies of the same, own and total", _median(lambda: frequencies(corpus), 3), "ms"),
    ]


def _intervals(
    own: Study, codings: Codings, parents: np.ndarray, naive: float, learned: float
) -> list[Line]:
    live = Live(own, parents)
    table = live.pairs()
    kappa, alpha = coefficients.cohen_kappa, several.krippendorff_alpha
    counts = lengths.counts_of(live.patterns())
    return [
        (f"{LARGE}: jackknife of kappa", _median(lambda: jackknife(table, kappa)), "ms"),
        (
            f"{LARGE}: bootstrap of kappa, 2,000 replicates",
            _median(lambda: bootstrap(table, kappa, seed=1), 5),
            "ms",
        ),
        (
            f"{LARGE}: bootstrap of three coders' alpha, 2,000 replicates",
            _median(lambda: bootstrap(counts, alpha, seed=1), 5),
            "ms",
        ),
        *_edits(LARGE, live, codings, naive / 3, learned / 3),
    ]


def _three_coders(own: Study) -> None:
    """Compute every pair's and all coders' coefficients over all sources."""
    patterns = lengths.table(own).sum(axis=1)
    for a, b in ((0, 1), (0, 2), (1, 2)):
        for measure in MEASURES:
            measure(lengths.pairs(patterns, a, b))
    counts = lengths.counts_of(patterns)
    for measure in (several.percent, several.fleiss_kappa, several.krippendorff_alpha):
        measure(counts)


def _segments(own: Study, threshold: float) -> None:
    each = segments.segments_of(own.codings, own.coders)
    for a, b in ((0, 1), (0, 2), (1, 2)):
        found = segments.matching(each[a], each[b], threshold)
        segments.counts(found, own.nodes, own.text.sources)


def _sampled(own: Study, length: int) -> tuple[float, float]:
    """Return the naive version's and scikit-learn's times for three pairs, from a small part."""
    inside = (own.codings.source < 20) & (own.codings.node < 4)
    rows = own.codings.take(inside & (own.codings.coder < 2))
    part = study(compared_text([[(0, length)]] * 20), 4, 2, rows)
    share = 3 * (own.text.sources / 20) * (own.nodes / 4)
    naive = _median(lambda: _naive(part, length), 3)
    return naive * share, _median(lambda: _scikit_learn(part, length), 1) * share


def _joined(own: Study) -> Study:
    return replace(own, codings=lengths.union(own.codings))


def _without_clashes(codings: Codings) -> Codings:
    """Return codings so that no coder's overlap, whatever their nodes."""
    order = np.lexsort((codings.start, codings.source, codings.coder))
    kept, last = [], (-1, -1, 0)
    for row in order.tolist():
        coder, source = int(codings.coder[row]), int(codings.source[row])
        if (coder, source) != last[:2] or codings.start[row] >= last[2]:
            kept.append(row)
            last = coder, source, int(codings.end[row])
    return codings.take(np.array(kept))


def _random(
    sources: int, length: int, nodes: int, coders: int, number: int
) -> tuple[list[list[tuple[int, int]]], Codings]:
    random = np.random.default_rng(7)
    start = random.integers(0, length - 600, number)
    columns = (random.integers(0, limit, number) for limit in (sources, nodes, coders))
    codings = Codings(*columns, start, start + random.integers(1, 600, number))
    return [[(0, length)]] * sources, codings


def _tree(nodes: int) -> np.ndarray:
    """Return parents of a tree with a tenth of the nodes at the top, two tenths in the middle."""
    top, middle = nodes // 10, nodes // 5
    return np.array(
        [-1 if i < top else i % top if i < top + middle else top + i % middle for i in range(nodes)]
    )


def _vectors(own: Study, length: int, node: int) -> np.ndarray:
    """Return who gave a node to every code point [coders, sources * length]."""
    given = np.zeros((own.coders, own.text.sources * length), dtype=np.bool_)
    rows = own.codings.take(own.codings.node == node)
    at = rows.source * length
    for coder, start, end in zip(rows.coder, at + rows.start, at + rows.end, strict=True):
        given[coder, start:end] = True
    return given


def _naive(own: Study, length: int) -> None:
    tables = []
    for node in range(own.nodes):
        a, b = _vectors(own, length, node).reshape(2, own.text.sources, length)
        cells = (a & b, a & ~b, ~a & b, ~a & ~b)
        tables.append(np.stack([cell.sum(axis=1) for cell in cells], axis=-1))
    coefficients.cohen_kappa(np.array(tables))


def _scikit_learn(own: Study, length: int) -> None:
    for node in range(own.nodes):
        cohen_kappa_score(*_vectors(own, length, node))


def _median(work: Callable[[], object], times: int = 7) -> float:
    """Return the median of several runs in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1000


if __name__ == "__main__":
    for name, value, unit in run():
        print(f"{value:12,.2f} {unit:3} {name}")
