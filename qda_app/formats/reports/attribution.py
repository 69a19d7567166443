"""The line behind a quotation: who said it and where, from a template with {names}."""

import re
from collections.abc import Iterable, Mapping

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say

BUILT_IN = ("case", "pseudonym", "source", "speaker", "coder", "node", "lines", "time")
DEFAULT = "({source})"
MISSING = "—"

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def names_in(template: str) -> list[str]:
    """Return the {names} that a template asks for, in order."""
    return [name.strip() for name in _PLACEHOLDER.findall(template)]


def checked_template(template: str, attributes: Iterable[str]) -> str:
    """Return the template, or refuse one with a {name} that nothing bears."""
    if set("{}") & set(_PLACEHOLDER.sub("", template)):
        sentence = "The attribution has a brace without its partner. Write it as {example}."
        raise QdaError(say(sentence, example="({source})"))
    known = [*BUILT_IN, *(name for name in attributes if name not in BUILT_IN)]
    unknown = [name for name in names_in(template) if name not in known]
    if unknown:
        sentence = "The attribution asks for {unknown}, which does not exist. It can use: {known}."
        raise QdaError(say(sentence, unknown=_braced(unknown), known=_braced(known)))
    return template


def attribution(template: str, values: Mapping[str, str]) -> str:
    """Fill the template for one excerpt; — stands for what it does not have."""
    return _PLACEHOLDER.sub(lambda m: values.get(m.group(1).strip()) or MISSING, template)


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in dict.fromkeys(names))
