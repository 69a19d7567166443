"""By which name a paper calls a participant."""

from collections.abc import Iterable, Mapping, Sequence

from qda_app.domain.messages import counted
from qda_app.domain.text import fold
from qda_app.services.reads import Reads

_PSEUDONYMS = frozenset({"pseudonym", "seudonimo"})
_SHOWN = 5


def is_pseudonym(attribute: str) -> bool:
    """Say whether an attribute holds pseudonyms, by its name."""
    return fold(attribute).strip() in _PSEUDONYMS


def pseudonym(attributes: Mapping[str, str], case: str) -> str:
    """Return the name by which a paper calls a participant: an attribute, else the case's name."""
    said = (v for name, v in attributes.items() if is_pseudonym(name) and v)
    return next(said, case)


def has_pseudonyms(read: Reads) -> bool:
    """Say whether a pseudonym is recorded for anybody."""
    return any(pseudonym(case.attributes, "") for case in read.cases())


def unnamed_words(read: Reads, quoted: Iterable[str]) -> list[str]:
    """Say which of the participants quoted stand under their names while others have pseudonyms."""
    if not has_pseudonyms(read):
        return []
    named = set(quoted)
    bare = [c.name for c in read.cases() if c.name in named and not pseudonym(c.attributes, "")]
    if not bare:
        return []
    return [
        counted(
            "1 participant has no pseudonym and stands under the name: {which}.",
            "{count} participants have no pseudonym and stand under their names: {which}.",
            len(bare),
            which=some(bare),
        )
    ]


def some(which: Sequence[str]) -> str:
    """Return the first few of a list, with a sign where there are more."""
    return "; ".join([*which[:_SHOWN], *(["…"] if len(which) > _SHOWN else [])])
