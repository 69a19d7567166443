"""A coded transcript as a page for print: stripes in the margin, no scripts."""

from bisect import bisect_right
from html import escape
from itertools import pairwise

from qda_app.formats.reports.coded_text import CodedText, Mark, lanes
from qda_app.formats.reports.document_html import page

MOST = 12  # lanes drawn; further codings are named in the margin only

_STYLE = """
body { font: 11pt/1.5 Georgia, 'Times New Roman', serif; margin: 2em; color: #1c1e21;
  background: #fff; }
h1 { font-size: 1.3em; } .muted { color: #55595f; font-size: .85em; margin: .2em 0; }
table { border-collapse: collapse; width: 100%; margin-top: 1em; }
td { padding: 0; vertical-align: top; }
td.number { color: #6b7078; font: 8pt/2.1 sans-serif; text-align: right; padding-right: .8em; }
td.text { white-space: pre-wrap; padding: 0 1em .5em 0; overflow-wrap: anywhere; width: 64%; }
td.text b { color: #55595f; } .coded { border-bottom: 2px solid; }
td.lane { min-width: 7px; width: 7px; border-left: 2px solid #fff;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
td.names { font: 8pt/1.35 sans-serif; padding: .2em 0 .2em .8em; color: #3c4046; width: 26%; }
td.names span { display: block; } td.names i { font-style: normal; color: #6b7078; }
tr { break-inside: avoid; }
@page { size: A4; margin: 2cm; }
@media print { body { margin: 0; font-size: 9.5pt; } h1 { break-after: avoid; } }
"""


def coded_page(of: CodedText) -> str:
    """Return the page; each line of the transcript is a row with the stripes of its codings."""
    placed = lanes(of)
    width = min(placed.count, MOST)
    rows = []
    lines = list(of.lines())
    starts = [start for start, _end in lines]
    here: list[list[int]] = [[] for _line in lines]
    for place, mark in enumerate(of.marks):
        first = bisect_right(starts, mark.start) - 1
        for line in range(first, len(lines)):
            if lines[line][0] >= mark.end and line > first:
                break
            here[line].append(place)
    for number, (start, end) in enumerate(lines):
        cells = [""] * width
        for place in here[number]:
            if placed.of[place] < width:
                cells[placed.of[place]] = of.marks[place].color
        begun = [of.marks[p] for p in here[number] if start <= of.marks[p].start <= end]
        rows.append(
            f"<tr><td class='number'>{number + 1}</td>"
            f"<td class='text'>{_line(of, start, end, [of.marks[p] for p in here[number]])}</td>"
            + "".join(_stripe(color) for color in cells)
            + f"<td class='names'>{''.join(map(_name, begun))}</td></tr>"
        )
    said = "".join(f"<p class='muted'>{escape(line)}</p>" for line in of.statement)
    body = f"<h1>{escape(of.title)}</h1>{said}<table>\n" + "\n".join(rows) + "\n</table>"
    return page(of.title, body, _STYLE)


def _stripe(color: str) -> str:
    return f"<td class='lane' style='background:{escape(color)}'></td>" if color else (
        "<td class='lane'></td>"
    )  # fmt: skip


def _name(mark: Mark) -> str:
    memo = f" – {escape(mark.memo)}" if mark.memo else ""
    return (
        f"<span title='{escape(mark.node, quote=True)}'><b style='color:{escape(mark.color)}'>▌</b>"
        f"{escape(mark.name)} <i>{escape(mark.coder)}{memo}</i></span>"
    )


def _line(of: CodedText, start: int, end: int, marks: list[Mark]) -> str:
    """Return the words of a line, the coded ones underlined, the speaker's label bold."""
    edges = {start, end}
    for a, b in (*((m.start, m.end) for m in marks), *of.labels):
        edges |= {place for place in (a, b) if start < place < end}
    ordered = sorted(edges)
    found = []
    for a, b in pairwise(ordered):
        text = escape(of.text[a:b])
        coded = next((m for m in marks if m.start <= a and b <= m.end), None)
        if coded is not None:
            text = f"<span class='coded' style='border-color:{escape(coded.color)}'>{text}</span>"
        if any(x <= a and b <= y for x, y in of.labels):
            text = f"<b>{text}</b>"
        found.append(text)
    return "".join(found)
