"""The line below a quotation: who said it and where, from a template with {names}."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say

BUILT_IN = ("case", "source", "speaker", "coder", "node")
DEFAULT = "({case}, {source})"
MISSING = "—"

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Quoted(Protocol):
    """What a template can name of an excerpt."""

    @property
    def case(self) -> str:
        """The participant's or site's name, or nothing."""

    @property
    def source(self) -> str:
        """The source's name."""

    @property
    def speaker(self) -> str:
        """The speaker's name, or nothing."""

    @property
    def attributes(self) -> Mapping[str, str]:
        """The case's attributes by name."""


def checked_template(template: str, attributes: Iterable[str]) -> str:
    """Return the template, or refuse one with a {name} that nothing bears."""
    known = [*BUILT_IN, *(name for name in attributes if name not in BUILT_IN)]
    asked = [name.strip() for name in _PLACEHOLDER.findall(template)]
    unknown = [name for name in asked if name not in known]
    if unknown:
        sentence = "The attribution asks for {unknown}, which does not exist. It can use: {known}."
        raise QdaError(say(sentence, unknown=_braced(unknown), known=_braced(known)))
    return template


def attribution(template: str, quoted: Quoted, node: str, coders: Sequence[str]) -> str:
    """Fill the template for one excerpt; — stands for what it does not have."""
    values = {
        **quoted.attributes,
        "case": quoted.case,
        "source": quoted.source,
        "speaker": quoted.speaker,
        "coder": ", ".join(coders),
        "node": node,
    }
    return _PLACEHOLDER.sub(lambda m: values.get(m.group(1).strip()) or MISSING, template)


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in dict.fromkeys(names))
