"""Queries as they are kept: JSON with the nodes' GUIDs, so that a renamed node stays the same."""

import json
from collections.abc import Mapping
from typing import Any, get_args

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.query import (
    And,
    Near,
    Not,
    Or,
    Overlapping,
    Query,
    Scope,
    Term,
    Within,
    Without,
)
from qda_app.domain.tree import Tree

VERSION = 1
UNITS = ("paragraph", "turn", "source")


def to_json(query: Query, tree: Tree) -> str:
    """Write a query; each node with its name of now, for the day when it is gone."""
    written = {"version": VERSION, "query": _written(query, tree)}
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def _written(query: Query, tree: Tree) -> dict[str, Any]:
    if isinstance(query, Term):
        nodes = [tree.by_id[node] for node in query.nodes if node in tree.by_id]
        return {
            "op": "term",
            "nodes": [{"guid": node.guid, "name": node.name} for node in nodes],
            "below": query.with_below,
        }
    if isinstance(query, And | Or):
        name = "and" if isinstance(query, And) else "or"
        return {"op": name, "parts": [_written(part, tree) for part in query.parts]}
    if isinstance(query, Not):
        return {"op": "not", "part": _written(query.part, tree), "scope": query.scope}
    pair = {"a": _written(query.a, tree), "b": _written(query.b, tree)}
    if isinstance(query, Near | Without):
        name = "near" if isinstance(query, Near) else "without"
        return {"op": name, **pair, "reach": query.reach}
    return {"op": "within" if isinstance(query, Within) else "overlapping", **pair}


def from_json(definition: str, tree: Tree) -> Query:
    """Read a query; refuses with a sentence what it does not know and nodes that are gone."""
    try:
        kept = json.loads(definition)
        if kept["version"] != VERSION:
            raise QdaError(say("This query was saved by a newer version of the application."))
        return _read(kept["query"], {node.guid: node.id for node in tree.order})
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise QdaError(say("This saved query cannot be read. Make it anew.")) from error


def _read(kept: Mapping[str, Any], ids: Mapping[str, int]) -> Query:
    name = kept["op"]
    if name == "term":
        return Term(tuple(_node(node, ids) for node in kept["nodes"]), bool(kept["below"]))
    if name in {"and", "or"}:
        parts = tuple(_read(part, ids) for part in kept["parts"])
        return And(parts) if name == "and" else Or(parts)
    if name == "not":
        if kept["scope"] not in get_args(Scope):
            raise ValueError(kept["scope"])
        return Not(_read(kept["part"], ids), kept["scope"])
    a, b = _read(kept["a"], ids), _read(kept["b"], ids)
    if name == "near":
        reach = _reach(kept["reach"])
        if reach is None:
            raise ValueError(name)
        return Near(a, b, reach)
    if name == "without":
        return Without(a, b, _reach(kept["reach"]))
    if name not in {"within", "overlapping"}:
        raise ValueError(name)
    return Within(a, b) if name == "within" else Overlapping(a, b)


def _node(kept: Mapping[str, str], ids: Mapping[str, int]) -> int:
    if kept["guid"] not in ids:
        raise QdaError(
            say(
                "This query asks for the node “{name}”, which is no longer in the project. "
                "Make it anew with another node.",
                name=kept["name"],
            )
        )
    return ids[kept["guid"]]


def _reach(kept: object) -> Any:
    """Return a distance in characters, a unit or None; refuse anything else."""
    if kept is None or kept in UNITS or (type(kept) is int and kept >= 0):
        return kept
    raise ValueError(kept)
