"""A document as LaTeX that pdfLaTeX, XeLaTeX and LuaLaTeX set, its words exact."""

import re
from collections.abc import Iterable, Iterator, Sequence

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
from qda_app.formats.reports.word_tables import (
    PaperTable,
    column_widths,
    depth_of,
    is_wide,
    numeric_columns,
)

NAMES = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "\t": r"\hspace*{2em}",
    "\N{EM SPACE}": r"\quad{}",
    "\n": "\\\\{}\n",
} | {char: f"\\{char}" for char in "{}$&#%_"}

_SPECIAL = re.compile("[" + re.escape("".join(NAMES)) + "]")
_JOINED = re.compile(r"(?<=[-,!?])(?=[-,])")  # what fonts would draw as one character
_SPACES = re.compile(r"(?m)^ | $|(?<= ) ")
_GAP = 0.43  # centimetres that LaTeX puts between two columns
_SECTIONS = ("section", "subsection", "subsubsection", "paragraph", "subparagraph")

_BEGIN = r"""% pdfLaTeX, or XeLaTeX and LuaLaTeX, which emoji and other scripts need, with fonts
% that have them (\setmainfont): a sign that the font lacks stops the run, so that no word is lost.
\documentclass[11pt,a4paper]{article}
\usepackage[margin=2.54cm]{geometry}
\usepackage{iftex}
\iftutex\usepackage{fontspec}\tracinglostchars=3 \else
\usepackage[T1]{fontenc}\usepackage{textcomp}\fi
\iftutex\else % spaces and marks that have no picture
\DeclareUnicodeCharacter{2028}{\space}\DeclareUnicodeCharacter{2029}{\space}
\DeclareUnicodeCharacter{2009}{\,}\DeclareUnicodeCharacter{202F}{\,}
\DeclareUnicodeCharacter{200B}{}\DeclareUnicodeCharacter{200D}{}\DeclareUnicodeCharacter{200E}{}
\DeclareUnicodeCharacter{200F}{}\DeclareUnicodeCharacter{2060}{}\DeclareUnicodeCharacter{FEFF}{}
\fi
\usepackage{array,booktabs,longtable,lscape}
\usepackage[labelfont=bf,textfont=it,labelsep=newline,singlelinecheck=off,
  justification=raggedright]{caption}
\setlength{\parindent}{0pt}\setlength{\parskip}{6pt}\sloppy
\newcommand{\words}[1]{#1} % what the speaker said
"""


def tex(document: Document) -> str:
    """Return the document as LaTeX with its preamble."""
    title = escaped(document.title)
    named = (
        f"\\renewcommand{{\\tablename}}{{{escaped(say('Table {number}', number='').strip())}}}\n"
    )
    blocks = "\n\n".join(_block(block) for block in document.blocks)
    head = f"\\title{{{title}}}\\author{{}}\\date{{}}"
    body = f"\\begin{{document}}\n\\maketitle\n\n{blocks}\n\n\\end{{document}}\n"
    return f"{_BEGIN}{named}{head}\n{body}"


def escaped(text: str) -> str:
    """Return a text such that LaTeX prints exactly it; line ends become forced breaks."""
    found = _inner(text)
    return f"\\leavevmode{{}}{found}" if text.startswith(("\n", " ", "[", "*")) else found


def _inner(text: str) -> str:
    spaced = _SPACES.sub("\0", text)  # a text never holds this character
    joined = _JOINED.sub("\1", spaced)
    found = _SPECIAL.sub(lambda match: NAMES[match.group()], joined)
    return found.replace("\0", "\\ ").replace("\1", "{}")


def runs_tex(runs: Iterable[Run]) -> str:
    """Return runs as LaTeX; the speaker's words stand in `\\words`."""
    found: list[str] = []
    before = "\n"
    for run in runs:
        text = escaped(run.text) if before[-1:].isspace() else _following(run.text)
        before = run.text if run.added else "}"
        text = f"\\emph{{{text}}}" if run.italic else text
        found.append(text if run.added else f"\\words{{{text}}}")
    return "".join(found)


def _following(text: str) -> str:
    """Return what stands directly behind other words; its one space is a plain one."""
    plain = text[:1] == " " and text[1:2] not in {"", " ", "\n"}
    return f" {_inner(text[1:])}" if plain else _inner(text)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        name = _SECTIONS[min(block.level, len(_SECTIONS)) - 1]
        return f"\\{name}*{{{_flat(block.text)}}}"
    if isinstance(block, Paragraph):
        return f"{{\\small {escaped(block.text)}\\par}}" if block.kind != "text" else _text(block)
    if isinstance(block, Labelled):
        return f"\\textbf{{{_flat(block.label)}}} {escaped(block.text)}"
    if isinstance(block, Quoted):
        return _quotation(block)
    return _table(block)


def _text(block: Paragraph) -> str:
    return escaped(block.text)


def _quotation(of: Quoted) -> str:
    said = runs_tex(spoken(of))
    note = f"\n\n{{\\small {escaped(of.note)}\\par}}" if of.note else ""
    if of.apart:
        other = f"\n\n{escaped(translated(of))}" if of.translation else ""
        return f"\\begin{{quote}}\n{said}{other}\n\\end{{quote}}{note}"
    return said + note


def _flat(text: str) -> str:
    return escaped(" ".join(text.split()))


def _table(table: PaperTable) -> str:
    """Return a table in the widths that Word's have; a wide one lies on its side."""
    sides = ("\\raggedleft" if right else "\\raggedright" for right in numeric_columns(table))
    columns = "".join(
        f">{{{side}\\arraybackslash}}p{{{max(width - _GAP, 0.5):.2f}cm}}"
        for side, width in zip(sides, column_widths(table), strict=True)
    )
    head = f"\\toprule\n{_row(table.header)}\n\\midrule"
    note = f"\\emph{{{say('Note.')}}} {escaped(table.note)}\n" if table.note else ""
    drawn = (
        f"\\begin{{longtable}}[l]{{{columns}}}\n\\caption{{{_flat(table.title)}}}\\\\\n"
        f"{head}\\endfirsthead\n{head}\\endhead\n"
        + "\n".join(_rows(table))
        + f"\n\\bottomrule\n\\end{{longtable}}\n{note}"
    )
    around = "landscape" if is_wide(table) else "flushleft"
    return f"\\begin{{{around}}}\\small\n{drawn}\\end{{{around}}}"


def _rows(table: PaperTable) -> Iterator[str]:
    """Yield the rows; no page ends between one and what stands under it."""
    if not table.below:
        yield from map(_row, table.rows)
        return
    widths = column_widths(table)
    for place, row in enumerate(table.rows):
        depth = depth_of(row[0])[0]
        lines = [_row(row, bold=True), *(_across(r, depth, widths) for r in table.under(place))]
        yield "\\addlinespace\n" + "*\n".join(lines)


def _row(cells: Sequence[str], *, bold: bool = False) -> str:
    depth, first = depth_of(cells[0])
    inner = [_cell(escaped(cell)) for cell in (first, *cells[1:])]
    inner[0] = f"\\textbf{{{inner[0]}}}" if bold else inner[0]
    return f"{_indent(depth)}{' & '.join(inner)} \\\\"


def _across(runs: Iterable[Run], depth: int, widths: Sequence[float]) -> str:
    """Return a row of one cell across the table."""
    room = sum(widths) - _GAP
    said = f"{_indent(depth)}{_cell(runs_tex(runs))}"
    column = f">{{\\raggedright\\arraybackslash}}p{{{room:.2f}cm}}"
    return f"\\multicolumn{{{len(widths)}}}{{{column}}}{{{said}}} \\\\"


def _indent(depth: int) -> str:
    return f"\\leftskip={depth}em\\relax " if depth else ""


def _cell(text: str) -> str:
    return text.replace("\\\\{}\n", "\\newline ")
