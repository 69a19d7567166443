"""Finding what coders disagree on: connected groups of codings, and nodes that compete."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from qda_app.domain.disagreements import AGREED, BOUNDARY, MISSED, OTHER_NODE, Item, key_of
from qda_app.domain.rounds import Placed

SHARED = 0.5  # intersection over union from which two nodes compete for a passage


def disagreements(
    codings: Iterable[Placed], coders: Sequence[int], texts: Mapping[int, str]
) -> list[Item]:
    """Return the items of these coders' codings in the order of the text, agreement included.

    Edges that differ only in white space or punctuation are equal. A group that only some coders
    have competes with one of another node that only others have where the two share at least half
    of their text (intersection over union), one to one, the closest first.
    """
    by_place: dict[tuple[int, int], list[Placed]] = defaultdict(list)
    for coding in codings:
        by_place[coding.source, coding.node].append(coding)
    cores = {text: Cores(words) for text, words in texts.items()}
    by_source: dict[int, list[Item]] = defaultdict(list)
    for (source, _node), found in by_place.items():
        core = cores[source]
        for group in connected(found, core):
            by_source[source].append(_item(group, coders, core))
    items = [i for found in by_source.values() for i in competing(found, cores[found[0].source])]
    return sorted(items, key=lambda item: (item.source, item.start, item.end, item.node, item.key))


class Cores:
    """The words of spans in one text: their edges without white space and punctuation."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[int, int], tuple[int, int]] = {}

    def of(self, start: int, end: int) -> tuple[int, int]:
        """Return the span's core; one of nothing but space and punctuation is its own."""
        found = self._known.get((start, end))
        if found is None:
            found = self._known[start, end] = self._found(start, end)
        return found

    def _found(self, start: int, end: int) -> tuple[int, int]:
        text, first, last = self._text, start, end
        while first < last and _trimmed(text[first]):
            first += 1
        while last > first and _trimmed(text[last - 1]):
            last -= 1
        return (first, last) if first < last else (start, end)


def _trimmed(char: str) -> bool:
    """Say whether a character is white space or punctuation; an emoji is neither."""
    return char.isspace() or unicodedata.category(char).startswith("P")


def connected(codings: Sequence[Placed], core: Cores) -> list[list[Placed]]:
    """Return the groups of codings of one node in one source whose words overlap."""
    groups: list[list[Placed]] = []
    reach = -1
    for coding in sorted(codings, key=lambda c: (core.of(c.start, c.end), c.guid)):
        start, end = core.of(coding.start, coding.end)
        if groups and start < reach:
            groups[-1].append(coding)
        else:
            groups.append([coding])
        reach = max(reach, end)
    return groups


def _item(group: Sequence[Placed], coders: Sequence[int], core: Cores) -> Item:
    words: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for coding in group:
        words[coding.coder].add(core.of(coding.start, coding.end))
    joined = {coder: _joined(spans) for coder, spans in words.items()}
    if any(coder not in joined for coder in coders):
        cause = MISSED
    else:
        alike = all(spans == joined[coders[0]] for spans in joined.values())
        cause = AGREED if alike else BOUNDARY
    return _made(group, cause, group[0].node, None)


def _made(group: Iterable[Placed], cause: str, node: int, other: int | None) -> Item:
    members = tuple(sorted(group, key=lambda c: (c.coder, c.start, c.end, c.guid)))
    return Item(
        key_of(c.guid for c in members),
        members[0].source,
        node,
        other,
        min(c.start for c in members),
        max(c.end for c in members),
        members,
        cause,
    )


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def competing(items: Sequence[Item], core: Cores) -> list[Item]:
    """Return the items of one source with those that compete for a passage put together."""
    alone = sorted((i for i in items if i.cause == MISSED), key=lambda i: (i.start, i.end, i.key))
    close: list[tuple[float, int, int]] = []
    for first, one in enumerate(alone):
        for second in range(first + 1, len(alone)):
            two = alone[second]
            if two.start >= one.end:
                break
            if one.node != two.node and not _coders(one) & _coders(two):
                share = _share(core.of(one.start, one.end), core.of(two.start, two.end))
                if share >= SHARED:
                    close.append((-share, first, second))
    taken: set[int] = set()
    pairs: list[Item] = []
    for _closeness, first, second in sorted(close):
        if first in taken or second in taken:
            continue
        taken |= {first, second}
        one, two = alone[first], alone[second]
        pairs.append(_made([*one.members, *two.members], OTHER_NODE, one.node, two.node))
    gone = {alone[place].key for place in taken}
    return [*(item for item in items if item.key not in gone), *pairs]


def _coders(item: Item) -> set[int]:
    return {coding.coder for coding in item.members}


def _share(one: tuple[int, int], two: tuple[int, int]) -> float:
    """Return the intersection over the union of two spans, within 0..1."""
    both = min(one[1], two[1]) - max(one[0], two[0])
    return both / (max(one[1], two[1]) - min(one[0], two[0])) if both > 0 else 0.0
