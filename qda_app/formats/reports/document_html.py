"""A document as a page that any browser shows: no scripts, nothing from outside, exact words."""

from collections.abc import Iterable, Sequence
from html import escape

from qda_app.domain.messages import say
from qda_app.domain.quotation import Run
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
from qda_app.formats.reports.word_tables import PaperTable, depth_of, is_wide, numeric_columns

WORDS = "words"  # the class of what the speaker said, and nothing else

_STYLE = """
body { font: 12pt/1.5 'Times New Roman', serif; max-width: 46em; margin: 2em auto; padding: 0 1em;
  color: #1c1e21; background: #fff; }
h1 { font-size: 1.5em; } h2, h3, h4, h5, h6 { font-size: 1.1em; margin: 1.4em 0 .3em; }
h3, h4, h5, h6 { font-size: 1em; } h4, h5, h6 { font-style: italic; }
p { margin: .4em 0; overflow-wrap: anywhere; }
.muted, .note { color: #55595f; font-size: .9em; }
blockquote { margin: .6em 3em; } .words { white-space: pre-wrap; unicode-bidi: isolate; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.5em; margin: .6em 0; }
.pair .note { grid-column: 1 / 3; }
table { border-collapse: collapse; margin: .3em 0; border: solid; border-width: 1px 0; }
th { border-bottom: 1px solid; text-align: left; vertical-align: bottom; }
th, td { padding: .25em .7em .25em 0; vertical-align: top; white-space: pre-wrap; }
.grouped { width: 100%; } .grouped tbody tr:first-child td { padding-top: .6em; }
.grouped tbody tr:first-child td:first-child { font-weight: bold; }
.grouped td { padding-top: 0; } .grouped th.n { max-width: 6em; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-style: italic; } caption b { display: block; font-style: normal; }
@page { size: A4; margin: 2.54cm; } @page wide { size: A4 landscape; }
p { orphans: 2; widows: 2; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 11pt; }
  h1, h2, h3, h4, h5, h6, caption, thead, :is(h2, h3, h4, h5, h6) + p { break-after: avoid; }
  tr, .grouped tbody, blockquote, .pair { break-inside: avoid; } .wide { page: wide; } }
"""
_WIDE = "@media screen { body { max-width: 76em; } }\n"


def page(title: str, body: str, style: str = _STYLE) -> str:
    """Return a whole page; `body` is HTML already, its texts escaped."""
    return (
        f"<!doctype html>\n<html lang='{say('en-GB')}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{style}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def html_page(document: Document) -> str:
    """Return the document as a page."""
    body = [f"<h1>{escape(document.title)}</h1>"]
    numbers = document.numbered()
    body += [html_of(block, numbers.get(n, 0)) for n, block in enumerate(document.blocks)]
    tables = [block for block in document.blocks if isinstance(block, PaperTable)]
    style = _STYLE + (_WIDE if any(map(is_wide, tables)) else "")
    return page(document.title, "\n".join(body), style)


def html_of(block: Block, number: int = 0) -> str:
    """Return one block as HTML; `number` is that of a table."""
    if isinstance(block, Heading):
        level = min(block.level + 1, 6)
        return f"<h{level}>{escape(block.text)}</h{level}>"
    if isinstance(block, Paragraph):
        kind = "" if block.kind == "text" else f" class='{block.kind}'"
        return f"<p{kind}>{_lines(block.text)}</p>"
    if isinstance(block, Labelled):
        return f"<p><b>{escape(block.label)}</b> {_lines(block.text)}</p>"
    if isinstance(block, Quoted):
        return _quotation(block)
    return _table(block, number)


def runs_html(runs: Iterable[Run]) -> str:
    """Return runs as HTML: what the speaker said is of the class `words`."""
    found = []
    for run in runs:
        text = _lines(run.text)
        text = f"<em>{text}</em>" if run.italic else text
        if not run.added:  # said in the element too, for programs that drop the style sheet
            text = f"<span class='{WORDS}' dir='auto' style='white-space:pre-wrap'>{text}</span>"
        found.append(text)
    return "".join(found)


def _quotation(of: Quoted) -> str:
    said = runs_html(spoken(of))
    note = f"<p class='note'>{_lines(of.note)}</p>" if of.note else ""
    if of.translation:
        other = f"<div><p>{_lines(translated(of))}</p></div>"
        return f"<div class='pair'><div><p>{said}</p></div>{other}{note}</div>"
    if of.apart:
        return f"<blockquote><p>{said}</p></blockquote>{note}"
    return f"<p>{said}</p>{note}"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _table(table: PaperTable, number: int) -> str:
    right = numeric_columns(table)
    above = say("Table {number}", number=number)
    heads = "".join(
        f"<th scope='col'{' class=n' if r else ''}>{escape(name)}</th>"
        for name, r in zip(table.header, right, strict=True)
    )
    rows = [_rows(table, place, right) for place in range(len(table.rows))]
    note = f"<p class='note'><i>{say('Note.')}</i> {_lines(table.note)}</p>" if table.note else ""
    kinds = [*(["grouped"] if table.below else []), *(["wide"] if is_wide(table) else [])]
    kind = f" class='{' '.join(kinds)}'" if kinds else ""
    return (
        f"<table{kind}><caption><b>{escape(above)}</b>{escape(table.title)}</caption>"
        f"<thead><tr>{heads}</tr></thead>\n"
        + ("\n".join(rows) if table.below else "<tbody>" + "\n".join(rows) + "</tbody>")
        + f"</table>{note}"
    )


def _rows(table: PaperTable, place: int, right: Sequence[bool]) -> str:
    """Return a row, and in a group with it what stands under it across the table."""
    depth, first = depth_of(table.rows[place][0])
    indent = f" style='padding-left:{depth + 1}em;text-indent:-1em'"
    opening = f"<td{indent}>{escape(first)}</td>" if not right[0] else f"<td class=n>{first}</td>"
    cells = zip(table.rows[place][1:], right[1:], strict=True)
    inner = "".join(f"<td{' class=n' if r else ''}>{escape(cell)}</td>" for cell, r in cells)
    row = f"<tr>{opening}{inner}</tr>"
    if not table.below:
        return row
    across = f"<tr><td colspan='{len(right)}' style='padding-left:{depth + 1}em'>"
    under = "".join(f"{across}{runs_html(runs)}</td></tr>" for runs in table.under(place))
    return f"<tbody>{row}{under}</tbody>"
