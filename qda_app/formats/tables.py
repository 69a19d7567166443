"""Tables in and out: csv and xlsx read with line numbers, written exactly or for spreadsheets."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias

from qda_app.domain.disk import not_written
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.formats.transcripts.sheets import Table, read_table

__all__ = [
    "Cell",
    "Table",
    "infer_kind",
    "read_table",
    "replacing",
    "write_csv",
    "write_report_csv",
    "write_xlsx",
]

Cell: TypeAlias = str | float | bool | None
Kind: TypeAlias = Literal["number", "date", "boolean", "text"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_QUOTED = re.compile('[,"\r\n]|^[ \t]|[ \t]$')
_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d*)(?:[.,]\d+)?")
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?"
)
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_BOOLEANS = frozenset(re.findall(r"\w+", "true false yes no sí si verdadero falso y n s"))
_MAX_ROWS = 1_048_576
_MAX_CELL = 32_767
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def write_csv(
    target: Path | str | IO[str], header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write UTF-8 without BOM, commas, LF line ends; every cell exactly as it is."""
    _write_lines(target, (_line(cells) for cells in _with_header(header, rows)))


def write_report_csv(
    target: Path | str | IO[str], header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write as `write_csv`, with an apostrophe before text that a spreadsheet would calculate."""
    inert = ([_inert(cell) for cell in cells] for cells in _with_header(header, rows))
    _write_lines(target, (_line(cells) for cells in inert))


def write_xlsx(
    path: Path | str, sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Cell]]]]
) -> None:
    """Write one worksheet per entry: text typed as text, numbers as numbers, the header frozen."""
    import xlsxwriter

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,  # no passage is left in the system's folder of temporary files
    }
    with replacing(Path(path)) as unfinished:
        book = xlsxwriter.Workbook(str(unfinished), options)
        looks = (
            book.add_format({"bold": True, "text_wrap": True}),
            book.add_format({"valign": "top"}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        used: set[str] = set()
        for name, (header, rows) in sheets.items():
            sheet = book.add_worksheet(_sheet_name(name, used))
            _fill_sheet(sheet, header, rows, looks)
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:  # it wraps the system's own
            raise error.args[0] from error


def infer_kind(values: Iterable[str]) -> Kind:
    """Return what all values that are not empty can be read as; text where they differ."""
    filled = {value.strip() for value in values} - {""}
    if not filled:
        return "text"
    if all(_NUMBER.fullmatch(value) for value in filled):
        return "number"
    if all(value.casefold() in _BOOLEANS for value in filled):
        return "boolean"
    return "date" if all(map(_is_date, filled)) else "text"


def _is_date(value: str) -> bool:
    if _ISO.fullmatch(value):
        day = value[:10]
    elif match := _DAY_FIRST.fullmatch(value):
        first, _, second, year = match.groups()
        month, date = (second, first) if int(second) <= 12 else (first, second)
        day = f"{year}-{month:0>2}-{date:0>2}"
    else:
        return False
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _with_header(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield header
    yield from rows


def _inert(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _line(cells: Sequence[Cell]) -> str:
    """Return one csv line; a carriage return is quoted too, which the csv module forgets."""
    texts = [_text(cell) for cell in cells]
    if texts == [""]:
        return '""\n'
    return ",".join(_quote(text) for text in texts) + "\n"


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell if isinstance(cell, str) else str(cell)


def _write_lines(target: Path | str | IO[str], lines: Iterable[str]) -> None:
    if isinstance(target, Path | str):
        with (
            replacing(Path(target)) as unfinished,
            unfinished.open("w", encoding="utf-8", newline="") as file,
        ):
            file.writelines(lines)
    else:
        target.writelines(lines)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a file beside the wanted one that takes its place once it is complete."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        raise not_written(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _sheet_name(wanted: str, used: set[str]) -> str:
    """Return a worksheet name that Excel accepts and that no other sheet bears."""
    base = _SHEET_NAME.sub(" ", wanted).strip(" '")[:31] or "Sheet"
    name, number = base, 1
    while name.casefold() in used:
        number += 1
        name = f"{base[: 30 - len(str(number))]} {number}"
    used.add(name.casefold())
    return name


def _fill_sheet(
    sheet: Any, header: Sequence[str], rows: Iterable[Sequence[Cell]], looks: tuple[Any, Any, Any]
) -> None:
    bold, top, wrapped = looks
    widths = [len(name) for name in header]
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    for number, cells in enumerate(rows, 1):
        if number >= _MAX_ROWS:
            raise QdaError(say("The table has more rows than Excel can hold: export it as csv."))
        for column, cell in enumerate(cells):
            _write_cell(sheet, number, column, cell, wrapped)
            if number < 200 and column < len(widths):
                widths[column] = max(widths[column], len(_text(cell).partition("\n")[0]))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, 8), 60), top)
    sheet.freeze_panes(1, 0)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, wrapped: Any) -> None:
    """Write one cell with its own type; what Excel cannot hold as a number becomes text."""
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, str):
        text = _fitting(cell)
        sheet.write_string(row, column, text, wrapped if "\n" in text or len(text) > 60 else None)
    else:
        value = float(cell)
        if math.isfinite(value) and abs(value) < 1e15:
            sheet.write_number(row, column, value)
        elif math.isfinite(value):
            sheet.write_string(row, column, str(cell))


def _fitting(text: str) -> str:
    """Return the text, cut with a remark where Excel's limit for one cell makes it necessary."""
    if len(text) * 2 <= _MAX_CELL or len(text.encode("utf-16-le")) // 2 <= _MAX_CELL:
        return text
    remark = say(" … [cut here: a cell of Excel holds no more]")
    room = (_MAX_CELL - len(remark)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + remark
