"""How long agreement and frequencies take, beside a naive version and scikit-learn."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from sklearn.metrics import cohen_kappa_score

from qda_app.analysis.agreement import coefficients, lengths, units
from qda_app.analysis.agreement.report import Names, report
from qda_app.analysis.agreement.study import Codings, Study, compared_text, rolled_up, study
from qda_app.analysis.frequencies import Corpus, frequencies

Line = tuple[str, float, str]


def run() -> list[Line]:
    """Return (name, median, unit) of every measure."""
    return [*_team_study(), *_large_study()]


def _team_study() -> list[Line]:
    name = "agreement 21 x 40,000 characters, 30 nodes, 4,000 codings"
    sources, length, nodes = 21, 40_000, 30
    texts, codings = _random(sources, length, nodes, 2, 4_000)
    parents = _tree(nodes)
    turns = [[(at + 15, at + 300) for at in range(0, length, 400)]] * sources
    own = study(compared_text(texts), nodes, 2, codings)
    names = Names([f"S{i}" for i in range(sources)], [f"N{i}" for i in range(nodes)], ["A", "B"])

    def tables() -> None:
        table = lengths.table(own)
        for measure in (
            coefficients.percent,
            coefficients.cohen_kappa,
            coefficients.krippendorff_alpha,
            coefficients.f1,
            coefficients.prevalence,
        ):
            measure(lengths.pairs(table, 0, 1))

    ours = _median(tables)
    naive = _median(lambda: _naive(own, length), 3)
    learned = _median(lambda: _scikit_learn(own, length), 1)
    return [
        (f"{name}: tables and coefficients", ours, "ms"),
        (
            f"{name}: study, tree, report from arrays, participants' words",
            _median(lambda: report(study(compared_text(turns), nodes, 2, codings), names, parents)),
            "ms",
        ),
        (f"{name}: the same per code point with numpy", naive, "ms"),
        (f"{name}: per code point, times slower", naive / ours, "x"),
        (f"{name}: scikit-learn's cohen_kappa_score on vectors", learned, "ms"),
        (f"{name}: scikit-learn, times slower", learned / ours, "x"),
    ]


def _large_study() -> list[Line]:
    name = "agreement 1,000 x 100,000 characters, 200 nodes, 500,000 codings, 3 coders"
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
    return [
        (f"{name}: study from arrays", _median(lambda: study(text, nodes, 3, codings)), "ms"),
        (
            f"{name}: study clipped to 250,000 turns",
            _median(lambda: study(words, nodes, 3, codings)),
            "ms",
        ),
        (f"{name}: table by pattern", _median(lambda: lengths.table(own)), "ms"),
        (
            f"{name}: tree of 3 levels",
            _median(lambda: lengths.table(rolled_up(own, parents))),
            "ms",
        ),
        (f"{name}: paragraphs", _median(lambda: units.table(own, paragraphs), 3), "ms"),
        (
            "frequencies of the same in the turns",
            _median(lambda: frequencies(replace(corpus, texts=turns)), 3),
            "ms",
        ),
        ("frequencies of the same, own and total", _median(lambda: frequencies(corpus), 3), "ms"),
    ]


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
