"""Tables as a Word document in the style of the APA (7th edition): three rules, a title, a note."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from qda_app.domain.disk import not_written
from qda_app.domain.messages import say
from qda_app.domain.quotation import Run
from qda_app.formats.reports.fixed_times import WHEN
from qda_app.formats.reports.word_runs import WORDS, add_runs, styled

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph as WordParagraph

NUMBER, TITLE, CELL, NOTE = "Table Number", "Table Title", "Table Text", "Table Note"
NOTHING = "–"

_FONT = "Times New Roman"
_PAGE = (21.0, 29.7)  # cm
_MARGIN = 2.54
_LETTER = 0.16  # cm that a letter of a cell takes, on average
_WORD = 0.2  # the same in a word that must not be broken, if it is neither narrow nor broad
_NARROW, _BROAD = frozenset("iljtf.,:;'|!()[] "), frozenset("mwMW%—")
_PADDING = 0.45
_HANGING = 0.25
_WHOLE = 1_500  # characters of a row that stays on one page; a longer one may be parted
_TOGETHER = 2  # rows under a row, its definition and first example, that stay with it
_DEEPER = 0.35  # what a node is indented more than the one above it
DEEP = "\N{EM SPACE}"  # a first cell begins with as many as its node is deep
_WIDEST = 42  # letters that a column of words may want before it is broken into lines
_WIDEST_WIDE = 64  # the same on a wide page
_SHORT = 8  # letters of a head that is not broken
_NARROWEST = 4.0
_PATIENT = 22  # letters at which such a column would rather have a wide page than be broken more
_NUMERIC = re.compile(r"[-−–<>=±.,;:%×\d\s\[\]()]*")


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table of plain text; `note` stands below it, and its lines are paragraphs of their own.

    A first cell that begins with em spaces is indented by as many steps. `below` has for each row
    what stands under it across the whole table, each as runs, or is empty.
    """

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    below: Sequence[Sequence[Sequence[Run]]] = ()

    def under(self, row: int) -> Sequence[Sequence[Run]]:
        """Return what stands under a row across the table."""
        return self.below[row] if self.below else ()


def depth_of(cell: str) -> tuple[int, str]:
    """Return how deep a first cell stands, and its text without the em spaces that say so."""
    text = cell.lstrip(DEEP)
    return len(cell) - len(text), text


def indented(paths: Sequence[str], separator: str = " > ") -> list[str]:
    """Return names of nodes below those that are in the list too, behind em spaces that say so."""
    known = set(paths)
    found = []
    for path in paths:
        names = path.split(separator)
        above = [n for n in range(1, len(names)) if separator.join(names[:n]) in known]
        rest = separator.join(names[above[-1] :]) if above else path
        found.append(DEEP * len(above) + rest)
    return found


def coefficient(
    value: float | None, low: float | None = None, high: float | None = None, decimals: int = 2
) -> str:
    """Return a figure that cannot exceed 1 as the APA prints it: `.81 [.72, .90]`, or a dash."""
    if value is None:
        return NOTHING
    text = _without_zero(value, decimals)
    if low is None or high is None:
        return text
    return f"{text} [{_without_zero(low, decimals)}, {_without_zero(high, decimals)}]"


def write_word_tables(target: Path | IO[bytes], tables: Iterable[PaperTable]) -> None:
    """Write the tables, numbered from 1; one that is wide lies on wide pages.

    The document's language is that of the user's sentences. Raises QdaError where the file cannot
    be written, and ValueError for a row that is not as long as its header.
    """
    shown = list(tables)
    document = blank_document(shown[0].title if shown else "")
    for number, table in enumerate(shown, 1):
        if any(len(row) != len(table.header) for row in table.rows):
            raise ValueError("a row is as long as the header")
        if is_wide(table) != (number > 1 and is_wide(shown[number - 2])):
            turn_page(document, wide=is_wide(table), first=number == 1)
        add_table(document, number, table)
    try:
        document.save(str(target) if isinstance(target, Path) else target)
    except OSError as error:
        raise not_written(Path(str(target)), error) from None


def _without_zero(value: float, decimals: int) -> str:
    text = f"{abs(value):.{decimals}f}"
    text = text.removeprefix("0") if decimals else text
    return text if float(text) == 0 or value >= 0 else f"−{text}"


def blank_document(title: str) -> "Document":
    """Return a Word document without text, in the styles of papers and the user's language."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    _take_off_template(document)
    turn_page(document, wide=False, first=True)
    for name, value in (("title", title), ("author", ""), ("comments", "")):
        setattr(document.core_properties, name, value)
    language = say("en-GB")
    document.core_properties.language = language
    styles = document.styles
    for tag in styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), language)
    sizes = {"Normal": 11.0, NUMBER: 11.0, TITLE: 11.0, CELL: 9.5, NOTE: 9.0}
    for name, size in sizes.items():
        new = name not in styles
        style: Any = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if new else styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), _FONT)
        style.paragraph_format.space_before = Pt(2 if name == CELL else 0)
        style.paragraph_format.space_after = Pt(2 if name == CELL else 6)
        style.paragraph_format.line_spacing = 1.0
    styles.add_style(WORDS, WD_STYLE_TYPE.CHARACTER)
    styles[NUMBER].font.bold, styles[TITLE].font.italic = True, True
    styles[NUMBER].paragraph_format.keep_with_next = True
    styles[TITLE].paragraph_format.keep_with_next = True
    styles[NUMBER].paragraph_format.space_before = Pt(12)
    styles[NOTE].paragraph_format.space_before = Pt(4)
    styles[NOTE].paragraph_format.keep_together = True
    return document


def _take_off_template(document: "Document") -> None:
    """Remove picture, program and date of python-docx's template; equal documents stay equal."""
    from docx.opc.constants import RELATIONSHIP_TYPE as KINDS

    relations = document.part.package.rels
    for key, relation in list(relations.items()):
        if relation.reltype in {KINDS.THUMBNAIL, KINDS.EXTENDED_PROPERTIES}:
            del relations[key]
    document.core_properties.created = document.core_properties.modified = WHEN


def turn_page(document: "Document", *, wide: bool, first: bool) -> None:
    """Begin a page with this orientation."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Cm

    section: Section = document.sections[-1] if first else document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    width, height = _PAGE[::-1] if wide else _PAGE
    section.page_width, section.page_height = Cm(width), Cm(height)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(_MARGIN))


def add_table(document: "Document", number: int, table: PaperTable) -> None:
    """Add a table with its number and title above and its note below."""
    document.add_paragraph(say("Table {number}", number=number), style=NUMBER)
    document.add_paragraph(table.title, style=TITLE)
    _fill(document, table)
    for place, line in enumerate(table.note.splitlines()):
        paragraph = styled(document.add_paragraph(), NOTE)
        if place == 0:
            paragraph.add_run(say("Note.")).italic = True
            paragraph.add_run(" ")
        paragraph.add_run(line.replace(" %", "\N{NO-BREAK SPACE}%"))


def _fill(document: "Document", table: PaperTable) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    count = 1 + sum(1 + len(table.under(n)) for n in range(len(table.rows)))
    drawn = document.add_table(count, len(table.header))
    drawn.alignment, drawn.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    right, widths = numeric_columns(table), column_widths(table)
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Cm(width)
    lines = iter(drawn.rows)
    _row(next(lines), table.header, widths, right, heads=True)
    for number, row in enumerate(table.rows):
        under = table.under(number)
        line = next(lines)
        _row(line, row, widths, right, grouped=bool(table.below))
        for place, runs in enumerate(under):
            if place < _TOGETHER:
                _keep_with_next(line)
            line = next(lines)
            _across(line, runs, depth_of(row[0])[0])
    if table.rows:
        for cell in drawn.rows[-1].cells:
            _rule(cell, "bottom")


def _row(
    line: "_Row",
    cells: Sequence[str],
    widths: Sequence[float],
    right: Sequence[bool],
    *,
    heads: bool = False,
    grouped: bool = False,
) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Cm, Pt

    if heads or max(map(len, cells), default=0) < _WHOLE:
        _keep(line, heads=heads)
    for at, (cell, text) in enumerate(zip(line.cells, cells, strict=True)):
        cell.width = Cm(widths[at])
        depth, words = depth_of(text) if at == 0 else (0, text)
        paragraph = styled(cell.paragraphs[0], CELL)
        paragraph.add_run(words).bold = True if grouped and at == 0 else None
        _align(paragraph, right=right[at], depth=depth)
        if heads:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
            _rule(cell, "top", "bottom")
        elif grouped:
            paragraph.paragraph_format.space_before = Pt(6)


def _align(paragraph: "WordParagraph", *, right: bool, depth: int) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return
    paragraph.paragraph_format.left_indent = Cm(_HANGING + depth * _DEEPER)
    paragraph.paragraph_format.first_line_indent = Cm(-_HANGING)


def _across(line: "_Row", runs: Sequence[Run], depth: int) -> None:
    """Put runs under a row, across the whole table."""
    from docx.shared import Cm

    if sum(len(run.text) for run in runs) < _WHOLE:
        _keep(line, heads=False)
    cell = line.cells[0].merge(line.cells[-1]) if len(line.cells) > 1 else line.cells[0]
    paragraph = styled(cell.paragraphs[0], CELL)
    add_runs(paragraph, runs)
    paragraph.paragraph_format.left_indent = Cm(_HANGING + depth * _DEEPER)


def _keep_with_next(line: "_Row") -> None:
    """Let a page not end behind a row."""
    for cell in line.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _rule(cell: "_Cell", *edges: str) -> None:
    """Draw the rules at the top or bottom of a cell; no other line is ever drawn."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    for old in properties.findall(qn("w:tcBorders")):
        properties.remove(old)
    borders = cast("BaseOxmlElement", OxmlElement("w:tcBorders"))
    for name in edges:
        line = OxmlElement(f"w:{name}")
        for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    properties.append(borders)


def _keep(line: Any, *, heads: bool) -> None:
    """Keep a row on one page; the head is repeated on every page."""
    from docx.oxml.parser import OxmlElement

    properties = line._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:cantSplit"))
    if heads:
        properties.append(OxmlElement("w:tblHeader"))


def _columns(table: PaperTable) -> list[list[str]]:
    return [[row[at] for row in table.rows] for at in range(len(table.header))]


def numeric_columns(table: PaperTable) -> list[bool]:
    """Say for each column whether it holds figures, which stand at the right."""
    return [_is_numeric(column) for column in _columns(table)]


def _is_numeric(cells: Sequence[str]) -> bool:
    """Say whether a column holds figures, dashes and empty cells only, and any figure at all."""
    return all(_NUMERIC.fullmatch(cell) for cell in cells) and any(
        char.isdigit() for cell in cells for char in cell
    )


def _breadth(word: str) -> float:
    """Return the width of a word in letters of the usual breadth."""
    capitals = sum(c.isupper() for c in word)
    return capitals * 0.2 + sum(0.6 if c in _NARROW else 1.5 if c in _BROAD else 1 for c in word)


def _wanted(table: PaperTable, widest: int) -> list[float]:
    """Return the width that each column would like, in cm; figures are never broken."""
    found = []
    for at, (name, column) in enumerate(zip(table.header, _columns(table), strict=True)):
        numeric = _is_numeric(column)
        deepest = max((depth_of(cell)[0] for cell in column), default=0) if at == 0 else 0
        cells = [cell.strip(DEEP) for cell in column]
        longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
        words = name.split() if numeric else [*name.split(), *(w for c in cells for w in c.split())]
        word = max(map(_breadth, words), default=0)
        letters = longest if numeric else min(longest, widest)
        if len(name) <= _SHORT:
            word = max(word, _breadth(name))
        if not numeric and longest <= _PATIENT:
            word = max([word, *map(_breadth, cells)])
        room = max(letters * _LETTER, min(word, widest) * _WORD) + _PADDING
        found.append(room + (0 if numeric else _HANGING + deepest * _DEEPER))
    return found


def is_wide(table: PaperTable) -> bool:
    """Say whether a table needs a page in landscape."""
    return sum(_wanted(table, _PATIENT)) > _PAGE[0] - 2 * _MARGIN


def column_widths(table: PaperTable) -> list[float]:
    """Return the columns' widths in cm: as wanted where they fit, else words give way."""
    wide = is_wide(table)
    wanted = _wanted(table, _WIDEST_WIDE if wide else _WIDEST)
    room = (_PAGE[1] if wide else _PAGE[0]) - 2 * _MARGIN
    over = sum(wanted) - room
    if table.below and over < wanted[0] - _NARROWEST:  # what stands below takes the whole page
        return [wanted[0] - over, *wanted[1:]]
    if over <= 0:
        return wanted
    words = [not _is_numeric(cells) for cells in _columns(table)]
    soft = sum(width for width, is_words in zip(wanted, words, strict=True) if is_words)
    if soft - over > sum(words) * 2:
        share = (soft - over) / soft
        return [w * share if is_words else w for w, is_words in zip(wanted, words, strict=True)]
    return [width * room / sum(wanted) for width in wanted]
