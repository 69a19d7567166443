"""Which coders and nodes a result is about, from the names a person gives."""

from collections import Counter
from collections.abc import Sequence

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Coder
from qda_app.domain.tree import Node, Tree, split_path
from qda_app.services.reads import Reads
from qda_app.services.viewpoint import named


def chosen_coders(read: Reads, names: Sequence[str] | None) -> list[Coder]:
    """Return the coders named; without names the consensus layer once it stands, else the people.

    It stands where all that people coded lies in rounds that are closed: before that, what is not
    settled or lies outside would be missing without a word.
    """
    coders = read.coders()
    if names:
        return list({coder.id: coder for coder in (named(coders, n) for n in names)}.values())
    agreed = [coder for coder in coders if coder.consensus]
    if not agreed:
        return coders
    return agreed if consensus_stands(read) else [c for c in coders if not c.consensus]


def unfinished_words(read: Reads) -> str:
    """Say that there is a consensus layer that is not counted yet; nothing where there is none."""
    agreed = any(coder.consensus for coder in read.coders())
    if not agreed or consensus_stands(read):
        return ""
    return say("The consensus layer is not complete, so the coders' own codings are counted.")


def consensus_stands(read: Reads) -> bool:
    """Say whether the consensus layer holds all there is: see `chosen_coders`."""
    agreed = {coder.id for coder in read.coders() if coder.consensus}
    worked = read.counts_by_source()
    if not agreed & {coder for _source, coder in worked}:
        return False
    covered: Counter[int] = Counter()
    for one in read.rounds():
        if not one.closed:
            return False
        for part in one.parts:
            covered[part.source] += part.end - part.start
    lengths = {source.id: source.length for source in read.sources()}
    coded = {source for source, coder in worked if coder not in agreed}
    return all(covered[source] >= lengths[source] for source in coded)


def chosen_pair(read: Reads, names: Sequence[str] | None) -> tuple[Coder, Coder]:
    """Return the two coders to compare; without names the only two that have coded."""
    if names:
        pair = chosen_coders(read, names)
    else:
        working = {coder for _source, coder in read.counts_by_source()}
        working |= {coder for coder, _source in read.done()}
        people = [coder for coder in read.coders() if not coder.consensus]
        pair = people if len(people) == 2 else [c for c in people if c.id in working]
    if len(pair) != 2:
        known = ", ".join(coder.name for coder in read.coders()) or say("none")
        raise QdaError(
            say("Agreement compares two coders or more; name two or more of: {known}.", known=known)
        )
    return pair[0], pair[1]


def chosen_group(read: Reads, names: Sequence[str] | None) -> tuple[Coder, ...]:
    """Return the coders to compare, two or more; without names the only two that have coded."""
    if not names:
        return chosen_pair(read, None)
    group = tuple(chosen_coders(read, names))
    if len(group) < 2:
        known = ", ".join(coder.name for coder in read.coders()) or say("none")
        raise QdaError(say("Name two coders or more to compare, of: {known}.", known=known))
    return group


def chosen_where(read: Reads, wanted: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the values wanted of each attribute, from words such as `role=teacher`.

    Several values of one attribute are alternatives. Raises QdaError for an attribute that the
    cases do not have, or a value that none of them has.
    """
    if not wanted:
        return {}
    names, found = [name for name, _kind in read.attributes()], dict[str, tuple[str, ...]]()
    for word in wanted:
        name, equals, value = (part.strip() for part in word.partition("="))
        if not equals:
            raise QdaError(say("Cases are chosen as ATTRIBUTE=VALUE, not “{word}”.", word=word))
        if name not in names:
            known = ", ".join(names) or say("none")
            raise QdaError(
                say(
                    "There is no attribute “{name}”. The attributes are: {known}.",
                    name=name,
                    known=known,
                )
            )
        there = {case.attributes.get(name, "") for case in read.cases()}
        if value not in there:
            known = ", ".join(sorted(there - {""})) or say("none")
            raise QdaError(
                say(
                    "No participant has “{value}” as {name}. The values are: {known}.",
                    value=value,
                    name=name,
                    known=known,
                )
            )
        found[name] = (*found.get(name, ()), value)
    return found


def node_at(tree: Tree, path: str) -> Node:
    """Return the node at a path, or refuse one that is not there."""
    found = tree.find(split_path(path))
    if not found:
        raise _no_node(tree, path)
    return found[0]


def _no_node(tree: Tree, path: str) -> QdaError:
    known = "; ".join(tree.paths().values()) or say("none")
    return QdaError(
        say("There is no node “{path}”. The nodes are: {known}.", path=path, known=known)
    )


def chosen_nodes(tree: Tree, paths: Sequence[str] | None) -> list[int]:
    """Return the ids of the nodes named by path, in reading order; without paths all."""
    if not paths:
        return [node.id for node in tree.order]
    wanted: set[int] = set()
    for path in paths:
        found = tree.find(split_path(path))
        if not found:
            raise _no_node(tree, path)
        wanted.update(node.id for node in found)
    return [node.id for node in tree.order if node.id in wanted]


def hidden_words(read: Reads) -> str:
    """Say what is hidden from the viewer and so not counted in any result; empty for nothing."""
    names = [one.name for one in read.blinding()]
    if not names:
        return ""
    return say(
        "What others code in the round “{rounds}” is hidden until all have submitted, and is not "
        "counted.",
        rounds="”, “".join(names),
    )
