"""The audit as a page that any browser shows, without scripts and without anything from outside."""

from collections.abc import Mapping, Sequence
from html import escape

from qda_app.domain.messages import say

Cell = str | int

_STYLE = """
body { font: 14px/1.45 system-ui, sans-serif; margin: 2em; color: #1c1e21; background: #fff; }
h1 { font-size: 1.4em; margin: 0 0 .6em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25em 1em; margin: 0 0 1.5em; }
dt { color: #5b616b; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; border-bottom: 2px solid #444; position: sticky; top: 0; background: #fff; }
th, td { padding: .3em .6em; vertical-align: top; }
td { border-bottom: 1px solid #ddd; overflow-wrap: anywhere; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
td.h { font-family: ui-monospace, monospace; font-size: .8em; color: #5b616b; min-width: 12em; }
@page { size: A4 landscape; margin: 1.5cm; }
@media print { th { position: static; } body { margin: 0; font-size: 9pt; } }
"""


def audit_page(
    title: str,
    about: Mapping[str, str],
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
) -> str:
    """Return the audit as HTML; every text in it is escaped."""
    facts = "".join(f"<dt>{escape(n)}</dt><dd>{escape(v)}</dd>" for n, v in about.items())
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in header)
    lines = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>\n" for row in rows)
    name = escape(say("Audit of {title}", title=title))
    return (
        "<!doctype html>\n<html><head><meta charset='utf-8'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\">"
        f"<title>{name}</title><style>{_STYLE}</style></head>\n<body><h1>{name}</h1>"
        f"<dl>{facts}</dl>\n<table><thead><tr>{heads}</tr></thead>\n"
        f"<tbody>{lines}</tbody></table></body></html>\n"
    )


def _cell(cell: Cell) -> str:
    if isinstance(cell, int):
        return f"<td class='n'>{cell}</td>"
    kind = " class='h'" if len(cell) in {36, 64} and " " not in cell else ""
    return f"<td{kind}>{escape(cell)}</td>"
