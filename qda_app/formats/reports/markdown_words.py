"""Words as Markdown says them: what CommonMark or Pandoc would misread is escaped, and no more."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from qda_app.domain.quotation import Run

# What is misread anywhere in a line, with what makes it so.
_SPECIAL = re.compile(
    r"[\\`*~$^]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it is a letter to both
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|\](?=[\[({:])"
    r"|(?<![^\W_])@(?=[\w{])"
)
# What begins a list, a heading, a rule, a table, a definition or another block; from Pandoc too.
_OPENING = re.compile(
    r"(?P<before>\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+|[\#@]))(?P<mark>[.)])(?=\s|$)"
    r"|(?P<sign>[-+](?=[\s+-]|$)|\#{1,6}(?=\s|$)|=(?=[=\s]|$)|:(?=[:\s~]|$)|[>|\[%])"
)
_EDGE = re.compile(r"^\s+|\s+$")
_INNER = re.compile(r"[\t\x0b-\x1f]")
_BREAK = "\\\n"


def escaped(text: str) -> str:
    """Return a text such that Markdown says exactly it, line breaks as hard breaks.

    Space that would be trimmed stands as a character reference.
    """
    return "".join(_pieces(text, [0, len(text)], cells=False))


def cell(text: str) -> str:
    """Return a text for a cell of a table, line breaks as HTML says them."""
    return "".join(_pieces(text, [0, len(text)], cells=True))


def flat(text: str) -> str:
    """Return a text on one line."""
    return escaped(" ".join(text.split()))


def heading(text: str) -> str:
    """Return a text for a heading, whose last # would be taken for its end, and {…} for more."""
    found = flat(text).replace("{", "\\{")  # Pandoc's attributes of a heading
    return f"{found[:-1]}\\#" if re.search(r"(?<!\\)(?:\\\\)*#$", found) else found


def runs_markdown(runs: Iterable[Run], *, cells: bool = False) -> str:
    """Return runs as Markdown, those in italics in asterisks; space at their ends stays outside."""
    stretches = _stretches(runs)
    text = "".join(words for words, _italic in stretches)
    cuts = [0]
    for words, _italic in stretches:
        cuts.append(cuts[-1] + len(words))
    pieces = _pieces(text, cuts, cells=cells)
    found = []
    for place, ((_words, italic), piece) in enumerate(zip(stretches, pieces, strict=True)):
        if italic:
            opening, closing = _emphasis(text[: cuts[place]], text[cuts[place] :], len(_words))
            found.append(f"{opening}{piece}{closing}")
        else:
            found.append(piece)
    return "".join(found)


def _stretches(runs: Iterable[Run]) -> list[tuple[str, bool]]:
    """Return the words as stretches in italics and not, none of them in italics at a space."""
    parts: list[tuple[str, bool]] = []
    for run in runs:
        core = run.text.strip() if run.italic else ""
        if not core:
            parts.append((run.text, False))
            continue
        at = run.text.index(core)
        parts += [(run.text[:at], False), (core, True), (run.text[at + len(core) :], False)]
    found: list[tuple[str, bool]] = []
    for text, italic in parts:
        if found and text and found[-1][1] == italic:
            found[-1] = (found[-1][0] + text, italic)
        elif text:
            found.append((text, italic))
    return found


def _emphasis(before: str, rest: str, length: int) -> tuple[str, str]:
    """Return the signs around a stretch: asterisks, or HTML where they would not bind."""
    after = rest[length : length + 1]
    opens = rest[0].isalnum() or _apart(before[-1:])
    closes = rest[length - 1].isalnum() or _apart(after)
    return ("*", "*") if opens and closes else ("<em>", "</em>")


def _apart(char: str) -> bool:
    """Say whether a character beside asterisks is space or punctuation, or none is there."""
    return not char or char.isspace() or unicodedata.category(char).startswith("P")


def _pieces(text: str, cuts: Sequence[int], *, cells: bool) -> list[str]:
    """Return the text escaped as a whole, cut at these places."""
    signs = _signs(text, cells=cells)
    places = sorted(signs)
    found, at = [], 0
    for start, end in pairwise(cuts):
        said, done = [], start
        while at < len(places) and places[at] < end:
            place = places[at]
            said += [text[done:place], signs[place]]
            done, at = place + 1, at + 1
        found.append("".join([*said, text[done:end]]))
    return found or [""]


def _signs(text: str, *, cells: bool) -> dict[int, str]:
    """Return by place what stands for the characters that Markdown would misread."""
    found = {m.start(): f"\\{m.group()}" for m in _SPECIAL.finditer(text)}
    found |= {m.start(): f"&#{ord(m.group())};" for m in _INNER.finditer(text)}
    if cells:
        found |= {m.start(): "\\|" for m in re.finditer(r"\|", text)}
    first, last = len(text) - len(text.lstrip("\n")), len(text.rstrip("\n"))
    for m in re.finditer("\n", text):
        inside = first <= m.start() < last
        found[m.start()] = "<br>" if cells else _BREAK if inside else "&#10;"
    at = 0
    for line in text.split("\n"):
        opening = _OPENING.match(line.lstrip())
        if opening and not cells:
            begun = at + len(line) - len(line.lstrip())
            place = begun + max(opening.start("mark"), 0)
            found[place] = f"\\{text[place]}"
        for edge in _EDGE.finditer(line):
            found |= {at + n: f"&#{ord(line[n])};" for n in range(*edge.span())}
        at += len(line) + 1
    return found
