"""Which coders and nodes a result is about, from the names a person gives."""

from collections.abc import Sequence

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Coder
from qda_app.domain.tree import Tree, split_path
from qda_app.services.reads import Reads
from qda_app.services.viewpoint import named


def chosen_coders(read: Reads, names: Sequence[str] | None) -> list[Coder]:
    """Return the coders named; without names the consensus layer where there is one, else all."""
    coders = read.coders()
    if names:
        return list({coder.id: coder for coder in (named(coders, n) for n in names)}.values())
    agreed = [coder for coder in coders if coder.consensus]
    return agreed or coders


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
        raise QdaError(say("Agreement compares two coders; name two of: {known}.", known=known))
    return pair[0], pair[1]


def chosen_nodes(tree: Tree, paths: Sequence[str] | None) -> list[int]:
    """Return the ids of the nodes named by path, in reading order; without paths all."""
    if not paths:
        return [node.id for node in tree.order]
    wanted: set[int] = set()
    for path in paths:
        found = tree.find(split_path(path))
        if not found:
            raise QdaError(
                say(
                    "There is no node “{path}”. The nodes are: {known}.",
                    path=path,
                    known="; ".join(tree.paths().values()) or say("none"),
                )
            )
        wanted.update(node.id for node in found)
    return [node.id for node in tree.order if node.id in wanted]
