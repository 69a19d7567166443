"""A node tree as an indented list, with tabs or blanks, bullets or not."""

import re
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.text import normalise
from qda_app.domain.tree import LEVELS, SEPARATOR, too_deep
from qda_app.formats.exchange.brought import node_name
from qda_app.formats.transcripts.decoding import read_text

_LINE = re.compile(r"([ \t]*)(?:[-*•–]\s+)?(.*)")
TAB = 4  # blanks that a tab stands for where both occur


def read_outline(path: Path) -> list[str]:
    """Return the paths of the nodes in order; refuses a line that stands between two levels."""
    text, _encoding = read_text(path)
    open_: list[tuple[int, str]] = []
    found: list[str] = []
    for number, line in enumerate(normalise(text).split("\n"), 1):
        match = _LINE.fullmatch(line)
        if match is None or not match.group(2).strip():
            continue
        depth = len(match.group(1).expandtabs(TAB))
        known = {at for at, _path in open_}
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        if depth < max(known, default=depth) and depth not in known:
            sentence = (
                "line {number} of {name} is indented as no line above it: indent the nodes of one "
                "level alike."
            )
            raise QdaError(say(sentence, number=number, name=path.name))
        name = node_name(match.group(2))
        whole = f"{open_[-1][1]}{SEPARATOR}{name}" if open_ else name
        open_.append((depth, whole))
        if len(open_) > LEVELS:
            raise too_deep(name)
        found.append(whole)
    if not found:
        raise QdaError(say("{name} holds no nodes: write one on each line.", name=path.name))
    return found
