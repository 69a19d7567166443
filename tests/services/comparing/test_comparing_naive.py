"""The command's own service against single characters counted one by one, on random studies."""

from itertools import combinations

import numpy as np
import pytest
from analysis import naive_agreement as naive
from hypothesis import given

from qda_app.domain.people import Coder
from qda_app.domain.source import Source
from qda_app.domain.transcript import Turn
from qda_app.domain.tree import Node, Tree
from qda_app.services.comparing.agreement import Material, compare
from qda_app.services.comparing.units import Settings

LETTERS = "a😀é \nb"


def asked(end):
    return Turn(0, 0, end, "I", interviewer=True)


def material(drawn):
    """Make sources, turns, tree and codings with ids that are no positions."""
    rows, texts, _, coders, parents = drawn
    ends = [
        max([1, *(b for _, b in pieces), *(b for s, _, _, _, b in rows if s == number)])
        for number, pieces in enumerate(texts)
    ]
    words = {10 + n: (LETTERS * end)[:end] for n, end in enumerate(ends)}
    turns = {
        10 + n: tuple(Turn(a, a, b, "P") for a, b in pieces) or (asked(ends[n]),)
        for n, pieces in enumerate(texts)
        if pieces != [(0, ends[n])]
    }
    tree = Tree(
        Node(50 + n, str(n), None if parent < 0 else 50 + parent, f"n{n}", n)
        for n, parent in enumerate(parents)
    )
    table = [(10 + s, 50 + n, 70 + c, a, b) for s, n, c, a, b in rows]
    return Material(
        [Source(key, str(key), f"s{key}", len(text)) for key, text in words.items()],
        lambda ids: {key: words[key] for key in ids},
        turns,
        (),
        [Coder(70 + c, str(c), f"c{c}") for c in range(coders)],
        tree,
        np.array(table, dtype=np.int64).reshape(-1, 5),
        "head",
    )


def ratio(above, below):
    return above / below if below else None


def of_two(a, b, points):
    """Return cells and coefficients of two sets of characters, by their definitions."""
    n11, n10, n01 = len(a & b), len(a - b), len(b - a)
    n, n00 = len(points), len(points - a - b)
    if not n:
        return dict.fromkeys(["percent", "kappa", "alpha", "f1", "ac1"]) | {"n00": 0}
    po, m = (n11 + n00) / n, (len(a) + len(b)) / (2 * n)
    chance = (len(a) * len(b) + (n - len(a)) * (n - len(b))) / n**2
    finite = 1 - (m**2 + (1 - m) ** 2)
    return {
        "n11": n11,
        "n10": n10,
        "n01": n01,
        "n00": n00,
        "percent": po,
        "kappa": ratio(po - chance, 1 - chance),
        "alpha": None if finite < 1e-12 else 1 - (1 - po) / (finite * 2 * n / (2 * n - 1)),
        "f1": ratio(2 * n11, len(a) + len(b)),
        "ac1": (po - 2 * m * (1 - m)) / (1 - 2 * m * (1 - m)),
    }


def of_several(given, points):
    """Return the coefficients of several coders from how many chose each character."""
    many, k, n = [sum(p in own for own in given) for p in points], len(given), len(points)
    if not n:
        return dict.fromkeys(["percent", "fleiss_kappa", "alpha"])
    po = sum(x * (x - 1) + (k - x) * (k - x - 1) for x in many) / (k * (k - 1) * n)
    used = sum(many) / (k * n)
    differ = 2 * used * (1 - used)
    return {
        "percent": po,
        "fleiss_kappa": None if differ < 1e-12 else 1 - (1 - po) / differ,
        "alpha": None if differ < 1e-12 else 1 - (1 - po) / (differ * k * n / (k * n - 1)),
    }


def check(found, expected):
    for name, value in expected.items():
        assert found[name] == (None if value is None else pytest.approx(value, abs=1e-9)), name


@given(naive.studies())
def test_every_figure_is_that_of_single_characters(drawn):
    rows, texts, nodes, coders, parents = drawn
    of = material(drawn)
    report = compare(of, Settings(interval="none")).as_json()
    place = {node.id - 50: number for number, node in enumerate(of.tree.order)}
    for node in range(nodes):
        family, at = naive.below(parents, node), place[node]
        given = [
            {(s, p) for s in range(len(texts)) for p in naive.covered(rows, texts, s, family, c)}
            for c in range(coders)
        ]
        points = {(s, p) for s, spans in enumerate(texts) for a, b in spans for p in range(a, b)}
        for source in (None, *range(len(texts))):
            here = points if source is None else {x for x in points if x[0] == source}
            entry = (
                report["nodes"][at] if source is None else report["sources"][source * nodes + at]
            )
            own = [coded & here for coded in given]
            if coders == 2:
                check(entry, of_two(*own, here))
                continue
            check(entry, of_several(own, here))
            for pair, (a, b) in zip(entry["pairs"], combinations(range(coders), 2), strict=True):
                assert pair["coders"] == [f"c{a}", f"c{b}"]
                check(pair, of_two(own[a], own[b], here))
    assert report["universe"]["length"] == len(points)


@given(naive.studies())
def test_segments_are_those_of_runs_of_characters(drawn):
    rows, texts, nodes, coders, parents = drawn
    of = material(drawn)
    report = compare(of, Settings(unit="segment", interval="none")).as_json()
    place = {node.id - 50: number for number, node in enumerate(of.tree.order)}
    for node in range(nodes):
        family = naive.below(parents, node)
        runs = [
            [run for s in range(len(texts)) for run in runs_of(rows, texts, s, family, c)]
            for c in range(coders)
        ]
        entry = report["nodes"][place[node]]
        assert entry["segments"] == [len(own) for own in runs]
        for at, (a, b) in enumerate(combinations(range(coders), 2)):
            said = entry["pairs"][at] if coders > 2 else entry
            overlaps = [len(x & y) / len(x | y) for x in runs[a] for y in runs[b]]
            sure = sum(value > 0.5 for value in overlaps)  # at .5 exactly, two may have one partner
            possible = sum(value >= 0.5 for value in overlaps)
            assert sure <= said["matches"] <= possible
            assert said["matches"] + said["first_only"] == len(runs[a])
            assert said["matches"] + said["second_only"] == len(runs[b])
            total = len(runs[a]) + len(runs[b])
            check(said, {"f1": ratio(2 * said["matches"], total), "kappa": None, "n00": None})


def runs_of(rows, texts, source, family, coder):
    """Return each run of coded characters that stand side by side in the text compared."""
    points = sorted({p for a, b in texts[source] for p in range(a, b)})
    coded = naive.covered(rows, texts, source, family, coder)
    found, run = [], set()
    for point in points:
        if point in coded:
            run.add((source, point))
        elif run:
            found.append(run)
            run = set()
    return [*found, run] if run else found
