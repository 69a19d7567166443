"""Queries in words, as a person would read them aloud."""

from qda_app.domain.amounts import characters_words
from qda_app.domain.messages import say
from qda_app.domain.query import And, Near, Not, Or, Query, Reach, Term, Within, Without
from qda_app.domain.tree import Tree


def in_words(query: Query, tree: Tree) -> str:
    """Say what a query asks for."""
    if isinstance(query, Term):
        names = [tree.by_id[node].name for node in query.nodes if node in tree.by_id]
        quoted = [say("“{name}”", name=name) for name in names]
        return say("passages coded at {nodes}", nodes=say(" or ").join(quoted))
    if isinstance(query, And | Or):
        return _joined(query, tree)
    if isinstance(query, Not):
        part = in_words(query.part, tree)
        return {
            "text": say("text outside {a}", a=part),
            "paragraph": say("paragraphs without {a}", a=part),
            "turn": say("turns without {a}", a=part),
            "source": say("sources without {a}", a=part),
        }[query.scope]
    a, b = in_words(query.a, tree), in_words(query.b, tree)
    pair = {"a": a, "b": b}
    if isinstance(query, Near):
        return _near(a, b, query.reach)
    if isinstance(query, Without):
        return _without(a, b, query.reach)
    within = isinstance(query, Within)
    a_in_b, a_over_b = say("{a} that lie within {b}", **pair), say("{a} that overlap {b}", **pair)
    return a_in_b if within else a_over_b


def _joined(query: And | Or, tree: Tree) -> str:
    parts = [in_words(part, tree) for part in query.parts]
    if len(parts) == 1:
        return parts[0]
    a, b = ", ".join(parts[:-1]), parts[-1]
    if isinstance(query, Or):
        return say("{a} or {b}", a=a, b=b)
    return say("text that belongs both to {a} and to {b}", a=a, b=b)


def _near(a: str, b: str, reach: Reach) -> str:
    if isinstance(reach, int):
        return say("{a} at most {distance} from {b}", a=a, b=b, distance=characters_words(reach))
    return {
        "paragraph": say("{a} in the same paragraph as {b}", a=a, b=b),
        "turn": say("{a} in the same turn as {b}", a=a, b=b),
        "source": say("{a} in the same source as {b}", a=a, b=b),
    }[reach]


def _without(a: str, b: str, reach: Reach | None) -> str:
    if reach is None:
        return say("{a} that do not overlap {b}", a=a, b=b)
    if isinstance(reach, int):
        return say(
            "{a} farther than {distance} from {b}", a=a, b=b, distance=characters_words(reach)
        )
    return {
        "paragraph": say("{a} in paragraphs without {b}", a=a, b=b),
        "turn": say("{a} in turns without {b}", a=a, b=b),
        "source": say("{a} in sources without {b}", a=a, b=b),
    }[reach]
