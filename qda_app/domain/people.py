"""Coders, and the cases (participants or sites) that are studied."""

from dataclasses import dataclass, field

OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who codes, or the consensus layer; `lead` may plan rounds and settle them."""

    id: int
    guid: str
    name: str
    consensus: bool = False
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A participant or site with attributes, and the sources (and speakers) it is heard in.

    `links` holds (source id, speaker); an empty speaker stands for the whole source.
    """

    id: int
    guid: str
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    links: tuple[tuple[int, str], ...] = ()
