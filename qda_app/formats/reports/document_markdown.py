"""A document as CommonMark (tables as GitHub reads them), its words exact to the code point.

Pandoc reads the same words with `pandoc -f markdown-smart-implicit_header_references`; else it
makes typographer's marks of typewriter's, and links of words in brackets that are a heading's.
"""

from collections.abc import Iterable

from qda_app.domain.messages import say
from qda_app.formats.reports.document import (
    Block,
    Document,
    Heading,
    Labelled,
    Paragraph,
    Quoted,
    spoken,
    translated,
)
from qda_app.formats.reports.markdown_words import cell, escaped, flat, heading, runs_markdown
from qda_app.formats.reports.word_tables import PaperTable, column_widths, depth_of, numeric_columns


def markdown(document: Document) -> str:
    """Return the document as Markdown."""
    numbers = document.numbered()
    blocks = [f"# {heading(document.title)}"]
    blocks += [_block(block, numbers.get(n, 0)) for n, block in enumerate(document.blocks)]
    return "\n\n".join(blocks) + "\n"


def _block(block: Block, number: int) -> str:
    if isinstance(block, Heading):
        return f"{'#' * min(block.level + 1, 6)} {heading(block.text)}"
    if isinstance(block, Paragraph):
        return f"*{flat(block.text)}*" if block.kind == "muted" and block.text else _text(block)
    if isinstance(block, Labelled):
        return f"**{flat(block.label)}** {escaped(block.text)}"
    if isinstance(block, Quoted):
        return _quotation(block)
    return _table(block, number)


def _text(block: Paragraph) -> str:
    return escaped(block.text)


def _quotation(of: Quoted) -> str:
    parts = [runs_markdown(spoken(of))]
    if of.translation:
        parts.append(escaped(translated(of)))
    if of.note:
        parts.append(f"*{flat(of.note)}*")
    text = "\n\n".join(parts)
    if of.apart:
        return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))
    return text


def _table(table: PaperTable, number: int) -> str:
    lines = [_row(map(cell, table.header)), _row(_rules(table))]
    lines += [_row(_cells(table, place)) for place in range(len(table.rows))]
    parts = [
        f"**{escaped(say('Table {number}', number=number))}**",
        f"*{flat(table.title)}*",
        "\n".join(lines),
    ]
    if table.note:
        parts.append(f"*{escaped(say('Note.'))}* {escaped(table.note)}")
    return "\n\n".join(parts)


def _rules(table: PaperTable) -> Iterable[str]:
    """Yield the rule below each head, as long as its column is wide, for Pandoc goes by it."""
    for width, right in zip(column_widths(table), numeric_columns(table), strict=True):
        rule = "-" * max(round(width * 4), 3)
        yield f"{rule[1:]}:" if right else rule


def _cells(table: PaperTable, place: int) -> list[str]:
    """Return the cells of a row; what stands under it follows its first words in their cell."""
    depth, first = depth_of(table.rows[place][0])
    name = f"**{cell(first)}**" if table.below and first.strip() else cell(first)
    under = [runs_markdown(runs, cells=True) for runs in table.under(place)]
    opening = "<br>".join(["&emsp;" * depth + name, *under])
    return [opening, *map(cell, table.rows[place][1:])]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
