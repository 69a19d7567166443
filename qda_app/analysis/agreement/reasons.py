"""Why a figure of agreement is missing, or why kappa is exactly 0, in words."""

from collections.abc import Sequence

from qda_app.analysis.agreement.cautions import reason_for_several
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.kinds import PAIR, SEVERAL, Kind
from qda_app.domain.messages import say


def reason_for(cells: Sequence[int], coders: Sequence[str]) -> str | None:
    """Return why a coefficient on n11, n10, n01, n00 is missing, or why kappa is exactly 0."""
    n11, n10, n01, n00 = cells
    a, b = n11 + n10, n11 + n01
    n = a + n01 + n00
    if n == 0:
        return _no_text()
    if a == b == 0:
        return say("Neither coder used this node, so only percent agreement exists.")
    if a == b == n:
        return say("Both coders gave this node to all of the text: kappa and alpha do not exist.")
    for used, other in ((a, 1), (b, 0)):
        if used == 0:
            return say("Only {coder} used this node, so kappa is 0.", coder=coders[other])
    for used, who in ((a, 0), (b, 1)):
        if used == n:
            sentence = "{coder} gave this node to all of the text, so kappa is 0."
            return say(sentence, coder=coders[who])
    return None


def reason_of(kind: Kind, counted: Sequence[int] | None, coders: Sequence[str]) -> str | None:
    """Return why figures on a table of this kind are missing, None for all nodes together.

    `counted` are the cells of two coders, lengths by number of coders, or counts of segments.
    """
    if kind is PAIR or kind is SEVERAL:
        if counted is None:
            return _no_room()
        return reason_for(counted, coders) if kind is PAIR else _for_several(counted)
    unused = counted is not None and not sum(counted) and bool(counted)
    if kind.choices is None:
        return _for_matches(unused)
    return _for_rows(unused, kind.choices[counted is None])


def nothing_to_compare(kind: Kind, table: Table) -> str | None:
    """Return why there are no figures over nodes at all, from their tables [nodes, cells]."""
    if not len(table):
        return say("There are no nodes to compare.")
    if kind is PAIR and not table.any():
        return _no_text()
    return reason_for_several([]) if kind is SEVERAL and not table.any() else None


def _for_several(counts: Sequence[int]) -> str:
    of_pairs = say("Cohen's kappa, pi, Jaccard and bias are of two coders: see the pairs.")
    return reason_for_several(counts) or of_pairs


def _for_rows(unused: bool, nodes: int) -> str:
    if unused:
        return say("No coder used this node, so there are no rows.")
    if nodes < 2:
        return only_one_node()
    return say(
        "Kappa is Brennan and Prediger's, with chance 1 / number of nodes; rows have no text "
        "that nobody coded, so the other coefficients do not exist."
    )


def _for_matches(unused: bool) -> str:
    if unused:
        return say("No coder used this node, so there is nothing to match.")
    return say(
        "Segments have no text that nobody coded: n00, kappa and what rests on them do not exist."
    )


def only_one_node() -> str:
    """Say why there is no kappa of MAXQDA's rows where nothing else could have been chosen."""
    return say("Only one node: kappa's chance is 1 / number of nodes, so there is no kappa.")


def _no_text() -> str:
    return say("There is no text that both coders worked on.")


def _no_room() -> str:
    return say("No node leaves room for chance: each was used nowhere or everywhere by both.")
