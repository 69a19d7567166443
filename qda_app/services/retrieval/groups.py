"""Excerpts in groups and orders: by node, source, case, coder or an attribute of the cases."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qda_app.domain.messages import say
from qda_app.domain.tree import Tree
from qda_app.services.retrieval.excerpts import Excerpt

NODE, SOURCE, CASE, CODER = "node", "source", "case", "coder"
POSITION, LONGEST, SHORTEST = "position", "longest", "shortest"


@dataclass(frozen=True, slots=True)
class Group:
    """Excerpts under one heading; `key` is an id, a name or a value, empty where there is none."""

    key: int | str
    title: str
    excerpts: tuple[Excerpt, ...]


def grouped(
    excerpts: Iterable[Excerpt], by: str, tree: Tree, coders: Mapping[int, str]
) -> list[Group]:
    """Return the excerpts by node, source, case, coder or an attribute's name, headings in order.

    An excerpt of several nodes or coders stands under each of them; `coders` gives their names.
    """
    found: dict[int | str, list[Excerpt]] = {}
    for each in excerpts:
        for key in _keys(each, by):
            found.setdefault(key, []).append(each)
    title, rank = _headings(by, tree, coders)
    keys = sorted(found, key=rank)
    return [Group(key, title(key), tuple(found[key])) for key in keys]


def _keys(of: Excerpt, by: str) -> Sequence[int | str]:
    if by == NODE:
        return of.nodes or ("",)
    if by == CODER:
        return of.coders or ("",)
    if by == SOURCE:
        return (of.source_name,)
    return (of.case if by == CASE else of.attributes.get(by, ""),)


def _headings(
    by: str, tree: Tree, coders: Mapping[int, str]
) -> tuple[Callable[[int | str], str], Callable[[int | str], Any]]:
    """Return how a key is shown, and by what the headings are sorted."""
    if by == NODE:
        place = {node.id: number for number, node in enumerate(tree.order)}
        return (
            lambda key: tree.path(key) if isinstance(key, int) else say("No node"),
            lambda key: place.get(int(key), -1) if key != "" else len(place),
        )
    if by == CODER:
        return (
            lambda key: coders.get(int(key), "") if key != "" else say("No coder"),
            lambda key: (key == "", key),
        )
    if by == SOURCE:
        return str, str
    missing = {CASE: say("No participant")}.get(by, say("{name}: none", name=by))
    return lambda key: str(key) or missing, lambda key: (key == "", str(key).casefold(), str(key))


def ordered(excerpts: Sequence[Excerpt], by: str, tree: Tree) -> list[Excerpt]:
    """Return excerpts sorted; those alike stay in the order given (text order).

    `by` is source (text order), position (place in the source), node, longest or shortest.
    """
    if by == NODE:
        place = {node.id: number for number, node in enumerate(tree.order)}
        return sorted(excerpts, key=lambda e: min((place[n] for n in e.nodes), default=len(place)))
    keys: dict[str, Callable[[Excerpt], int]] = {
        POSITION: lambda e: e.start,
        LONGEST: lambda e: e.start - e.end,
        SHORTEST: lambda e: e.end - e.start,
    }
    return sorted(excerpts, key=keys[by]) if by in keys else list(excerpts)


def word_count(excerpts: Iterable[Excerpt]) -> int:
    """Return how many words the passages have, counted as in frequencies, each passage once."""
    from qda_app.analysis.frequencies import word_starts

    once = {(each.source, each.start, each.end): each.text for each in excerpts}
    return len(word_starts("\n".join(once.values())))
