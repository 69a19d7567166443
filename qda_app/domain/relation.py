"""A typed relation between two nodes, in the terms of the paradigm of axial coding.

Strauss and Corbin (1990), Basics of Qualitative Research, chapter 7.
"""

from dataclasses import dataclass

KINDS = ("condition", "context", "action", "consequence", "related")


@dataclass(frozen=True, slots=True)
class Relation:
    """`node` is a condition (context, action …) of `other`; ids are the project's own."""

    id: int
    guid: str
    node: int
    other: int
    kind: str
    memo: str = ""
