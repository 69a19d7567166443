"""A query as a chain of steps, each with one operator and one node, as the builder shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.query import (
    And,
    Near,
    Not,
    Or,
    Overlapping,
    Query,
    Reach,
    Scope,
    Term,
    Within,
    Without,
)

START, TURNS, SOURCES = "at", "turns-without", "sources-without"
AND, OR, OVERLAPPING, WITHIN, NEAR, WITHOUT = "and", "or", "overlap", "within", "near", "without"
FIRST = (START, TURNS, SOURCES)
NEXT = (OVERLAPPING, WITHIN, NEAR, AND, OR, WITHOUT)
_SCOPES: dict[str, Scope] = {TURNS: "turn", SOURCES: "source"}


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the builder; `reach` matters to near and without only."""

    operator: str
    node: int
    reach: Reach | None = None


def query_of(steps: Sequence[Step], *, with_below: bool = True) -> Query | None:
    """Return the query that steps stand for, each applied to all before it; None without steps."""
    found: Query | None = None
    for step in steps:
        term = Term((step.node,), with_below)
        if found is None:
            scope = _SCOPES.get(step.operator)
            found = Not(term, scope) if scope else term
        else:
            found = _applied(found, step, term)
    return found


def _applied(before: Query, step: Step, term: Term) -> Query:
    if step.operator == AND:
        return And((before, term))
    if step.operator == OR:
        return Or((before, term))
    if step.operator == WITHIN:
        return Within(before, term)
    if step.operator == NEAR:
        return Near(before, term, 200 if step.reach is None else step.reach)
    if step.operator == WITHOUT:
        return Without(before, term, step.reach)
    return Overlapping(before, term)


def steps_of(query: Query) -> list[Step] | None:
    """Return the steps of a query; None where it is no chain of single nodes."""
    if isinstance(query, Term):
        return [Step(START, query.nodes[0])] if len(query.nodes) == 1 else None
    if isinstance(query, Not):
        names = {scope: name for name, scope in _SCOPES.items()}
        inner = steps_of(query.part) if query.scope in names else None
        return [Step(names[query.scope], inner[0].node)] if inner and len(inner) == 1 else None
    if isinstance(query, And | Or):
        return _joined(query)
    before = steps_of(query.a)
    last = steps_of(query.b) if isinstance(query.b, Term) else None
    return [*before, _related(query, last[0].node)] if before and last else None


def _related(query: Near | Overlapping | Within | Without, node: int) -> Step:
    if isinstance(query, Near | Without):
        return Step(NEAR if isinstance(query, Near) else WITHOUT, node, query.reach)
    return Step(WITHIN if isinstance(query, Within) else OVERLAPPING, node)


def _joined(query: And | Or) -> list[Step] | None:
    name = AND if isinstance(query, And) else OR
    found = steps_of(query.parts[0]) if query.parts else None
    for part in query.parts[1:]:
        step = steps_of(part) if isinstance(part, Term) else None
        if found is None or not step:
            return None
        found = [*found, Step(name, step[0].node)]
    return found


def with_below(query: Query) -> bool:
    """Say whether the nodes below are asked for, by the first term."""
    if isinstance(query, Term):
        return query.with_below
    if isinstance(query, Not):
        return with_below(query.part)
    if isinstance(query, And | Or):
        return with_below(query.parts[0]) if query.parts else True
    return with_below(query.a)
