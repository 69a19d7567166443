"""What a reader of the figures must know: when a coefficient says less than it seems to."""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np

from qda_app.analysis.agreement import coefficients
from qda_app.analysis.agreement.blocks import FEW_SOURCES
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.arrays import Bools, Floats, Ints, ratio
from qda_app.domain.messages import say

RARE, COMMON = 0.01, 0.99  # prevalence
FEW_SEGMENTS = 10  # per coder
FAR_APART = 0.3  # percent minus kappa
MUCH_OF_IT = 0.5  # of the text both gave the node
WIDE = 0.15  # half-width
ONE_WAY = 0.8  # of the disagreement
NOTICEABLE = 0.1  # disagreement's surplus one way, of all the text given the node


class Caution(IntEnum):
    """A column of the table that `cautions` returns."""

    RARE = 0
    COMMON = 1
    FEW_SEGMENTS = 2
    FAR_APART = 3
    ONE_SPAN = 4
    WIDE = 5
    ONE_WAY = 6


def cautions(
    table: Table,
    segments: Ints | None = None,
    longest: Ints | None = None,
    half_width: Floats | None = None,
) -> Bools:
    """Say of each node which cautions apply [nodes, 7], by `Caution`.

    `table` [nodes, 4] over all sources; `segments` [nodes, coders] and `longest` [nodes] as from
    `segments.numbers` (summed) and `segments.longest_shared` (largest), in characters;
    `half_width` [nodes] of the interval of the leading coefficient. What is not given is not
    warned of; a node that nobody used has no cautions, for it has no figures.
    """
    n11, n10, n01, _ = np.moveaxis(np.asarray(table, dtype=np.float64), -1, 0)
    share = coefficients.prevalence(table)
    apart = coefficients.percent(table) - coefficients.cohen_kappa(table)
    surplus = np.abs(n10 - n01)
    found = np.zeros((*n11.shape, len(Caution)), dtype=np.bool_)
    found[..., Caution.RARE] = share < RARE
    found[..., Caution.COMMON] = share > COMMON
    found[..., Caution.FAR_APART] = apart > FAR_APART
    found[..., Caution.ONE_WAY] = (np.maximum(n10, n01) > ONE_WAY * (n10 + n01)) & (
        ratio(surplus, 2 * n11 + n10 + n01) > NOTICEABLE
    )
    if segments is not None:
        found[..., Caution.FEW_SEGMENTS] = segments.min(axis=-1) < FEW_SEGMENTS
    if longest is not None:
        found[..., Caution.ONE_SPAN] = longest > MUCH_OF_IT * n11
    if half_width is not None:
        found[..., Caution.WIDE] = half_width > WIDE
    found[n11 + n10 + n01 == 0] = False
    return found


def cautions_of_several(
    segments: Ints, share: Floats | None = None, half_width: Floats | None = None
) -> Bools:
    """Say of each node which cautions apply [nodes, 7] where no table of two coders tells.

    `segments` [nodes, coders]; `share` [nodes] is the prevalence, `half_width` as above.
    """
    found = np.zeros((len(segments), len(Caution)), dtype=np.bool_)
    found[:, Caution.FEW_SEGMENTS] = segments.min(axis=-1) < FEW_SEGMENTS
    if share is not None:
        found[:, Caution.RARE], found[:, Caution.COMMON] = share < RARE, share > COMMON
    if half_width is not None:
        found[:, Caution.WIDE] = half_width > WIDE
    found[segments.sum(axis=-1) == 0] = False
    return found


def explain(caution: int, cells: Sequence[int], coders: Sequence[str]) -> str:
    """Return a caution on n11, n10, n01, n00 in words; `coders` are the two names."""
    more, less = (coders[0], coders[1]) if cells[1] > cells[2] else (coders[1], coders[0])
    return {
        Caution.RARE: say(
            "Less than 1 % of the text has this node: kappa and alpha rest on very little text."
        ),
        Caution.COMMON: say(
            "More than 99 % of the text has this node: kappa and alpha rest on very little text."
        ),
        Caution.FEW_SEGMENTS: say(
            "A coder has fewer than {count} segments here: one more or less changes the figures.",
            count=FEW_SEGMENTS,
        ),
        Caution.FAR_APART: say(
            "Percent agreement is far above kappa: chance alone would give most of it."
        ),
        Caution.ONE_SPAN: say("One passage makes up more than half of the agreement."),
        Caution.WIDE: say("The interval is wide: more sources coded by both would narrow it."),
        Caution.ONE_WAY: say(
            "The disagreement runs one way: {more} gave this node to much that {less} did not.",
            more=more,
            less=less,
        ),
    }[Caution(caution)]


def explanations(found: Bools, cells: Sequence[int], coders: Sequence[str]) -> list[str]:
    """Return the cautions of one node [7] in words."""
    return [explain(int(caution), cells, coders) for caution in np.flatnonzero(found)]


def cautions_of_study(
    sources: int,
    left_out: Sequence[str] = (),
    idle: Sequence[str] = (),
    blank_units: int = 0,
    *,
    in_blocks: bool = False,
) -> list[str]:
    """Return what must be known about the study as a whole, in words.

    `left_out` names the sources that not all coders did, `idle` the coders without any coding in
    the text compared; `in_blocks` says that intervals are over blocks of text, not sources.
    """
    found = []
    if sources == 1:
        found.append(say("There is one source only, so intervals say nothing about others."))
    elif 0 < sources < FEW_SOURCES:
        found.append(say("There are fewer than {count} sources.", count=FEW_SOURCES))
    if in_blocks:
        found.append(say("The intervals are over parts of sources and probably too narrow."))
    if left_out:
        names = ", ".join(left_out)
        found.append(say("Not done by all coders, so left out: {names}.", names=names))
    found.extend(say("{coder} coded nothing in the text compared.", coder=coder) for coder in idle)
    if blank_units:
        found.append(say("Blank units dropped: {count}.", count=blank_units))
    return found


def reason_for_several(counts: Sequence[int]) -> str | None:
    """Return why coefficients of several coders are missing, from text by number of coders."""
    if not sum(counts):
        return say("There is no text that all coders worked on.")
    if not sum(counts[1:]):
        return say("No coder used this node, so only percent agreement exists.")
    if not sum(counts[:-1]):
        return say("All coders gave this node to all of the text: kappa and alpha do not exist.")
    return None
