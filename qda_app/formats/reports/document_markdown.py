"""A document as CommonMark (tables as GitHub reads them), its words exact to the code point."""

import re
from collections.abc import Iterable

from qda_app.domain.messages import say
from qda_app.domain.quotation import Run
from qda_app.formats.reports.document import (
    Block,
    Document,
    Heading,
    Labelled,
    Paragraph,
    Quoted,
    marked,
)
from qda_app.formats.reports.word_tables import PaperTable, numeric_columns

# What Markdown, or Pandoc's typography, would not print as it is; a backslash makes it literal.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|$^{}\"'@]|-(?=-)|(?<=-)-|\.(?=\.)|(?<=\.)\.|!(?=\[)")
_OPENING = re.compile(r"^(\s*\d*)([-+#=:.)%])")  # what begins a list, a heading or a rule
_EDGE = re.compile(r"^\s+|\s+$", re.MULTILINE)
_INNER = re.compile(r"[\t\x0b-\x1f]")


def markdown(document: Document) -> str:
    """Return the document as Markdown."""
    numbers = document.numbered()
    blocks = [f"# {escaped(document.title)}"]
    blocks += [_block(block, numbers.get(n, 0)) for n, block in enumerate(document.blocks)]
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """Return a text such that Markdown says exactly it, line breaks as hard breaks.

    Space that would be trimmed stands as a character reference.
    """
    core = text.strip("\n")
    before = len(text) - len(text.lstrip("\n"))
    after = len(text) - before - len(core)
    lines = [_line(line) for line in core.split("\n")]
    return "&#10;" * before + "\\\n".join(lines) + "&#10;" * after


def _line(line: str) -> str:
    literal = _SPECIAL.sub(lambda found: f"\\{found.group()}", line)
    literal = _OPENING.sub(lambda found: f"{found.group(1)}\\{found.group(2)}", literal)
    literal = _EDGE.sub(lambda found: _references(found.group()), literal)
    return _INNER.sub(lambda found: _references(found.group()), literal)


def _references(space: str) -> str:
    return "".join(f"&#{ord(char)};" for char in space)


def runs_markdown(runs: Iterable[Run]) -> str:
    """Return runs as Markdown, emphasis as HTML since asterisks bind to letters only."""
    return "".join(
        f"<em>{escaped(run.text)}</em>" if run.italic else escaped(run.text) for run in runs
    )


def _block(block: Block, number: int) -> str:
    if isinstance(block, Heading):
        return f"{'#' * min(block.level + 1, 6)} {_flat(block.text)}"
    if isinstance(block, Paragraph):
        return f"*{_flat(block.text)}*" if block.kind == "muted" and block.text else _text(block)
    if isinstance(block, Labelled):
        return f"**{_flat(block.label)}** {escaped(block.text)}"
    if isinstance(block, Quoted):
        return _quotation(block)
    return _table(block, number)


def _text(block: Paragraph) -> str:
    return escaped(block.text)


def _quotation(of: Quoted) -> str:
    said = runs_markdown(marked(of))
    said = f"{said} {escaped(of.attribution)}" if of.attribution else said
    parts = [f"{said}"]
    if of.translation:
        about = f" {escaped(of.about)}" if of.about else ""
        parts.append(f"{escaped(of.translation)}{about}")
    if of.note:
        parts.append(f"*{_flat(of.note)}*")
    text = "\n\n".join(parts)
    if of.block or of.translation:
        return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))
    return text


def _flat(text: str) -> str:
    return escaped(" ".join(text.split()))


def _table(table: PaperTable, number: int) -> str:
    rules = ["--:" if right else "---" for right in numeric_columns(table)]
    lines = [_row(map(_cell, table.header)), _row(rules)]
    lines += [_row(map(_cell, row)) for row in table.rows]
    parts = [
        f"**{escaped(say('Table {number}', number=number))}**",
        f"*{_flat(table.title)}*",
        "\n".join(lines),
    ]
    if table.note:
        parts.append(f"*{escaped(say('Note.'))}* {escaped(table.note)}")
    return "\n\n".join(parts)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return "<br>".join(_line(line) for line in text.split("\n"))
