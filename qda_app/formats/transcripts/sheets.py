"""Tables from csv and xlsx, every row with the line number that a person sees."""

import csv
import datetime as dt
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.formats.transcripts.decoding import read_text
from qda_app.formats.transcripts.guards import (
    MAX_TEXT_BYTES,
    checked_size,
    damaged,
    inflated,
)
from qda_app.formats.transcripts.kinds import checked_kind
from qda_app.formats.transcripts.package import Prolog, open_package

DELIMITERS = (",", ";", "\t")
MAX_COLUMNS = 2_000
MAX_CELLS = 20_000_000
MAX_STRINGS = 50_000_000
_HINT = re.compile(r"sep=(.)\r?\n")
Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, each with its line number; the header stands in line 1 as a rule."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    encoding: str = ""


def read_table(path: Path | str, encoding: str | None = None) -> Table:
    """Read a csv, tsv or xlsx file with a header; every cell becomes text, empty rows fall away."""
    path = Path(path)
    checked_size(path)
    suffix = path.suffix.lower()
    if suffix in {".csv", ".tsv", ".txt"}:
        checked_size(path, MAX_TEXT_BYTES)
        checked_kind(path, "text")
        text, encoding = read_text(path, encoding)
        return _table(path, _csv_lines(path, text.removeprefix("\ufeff")), encoding)
    if suffix in {".xlsx", ".xlsm"}:
        checked_kind(path, "xlsx")
        return _table(path, _xlsx_lines(path))
    sentence = "{name} is not a table that can be read here: save it as csv or xlsx."
    raise QdaError(say(sentence, name=path.name))


def _table(path: Path, lines: Iterable[Line], encoding: str = "") -> Table:
    """Take the first row that is not empty as the header and check all others against it."""
    found = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not found:
        sentence = "{name} is empty: a table needs a line with the names of its columns."
        raise QdaError(say(sentence, name=path.name))
    number, first = found[0]
    width = max(_width(cells) for _, cells in found)
    header = [cell.strip() for cell in first[: max(_width(first), 1)]]
    _check_header(path, number, header)
    if width > len(header):
        _refuse_ragged(path, header, found[1:])
    rows = []
    for at, cells in found[1:]:
        if len(cells) < len(header):
            _refuse_ragged(path, header, [(at, cells)])
        rows.append((at, dict(zip(header, cells, strict=False))))
    return Table(tuple(header), tuple(rows), encoding)


def _width(cells: list[str]) -> int:
    """Return the number of cells up to the last one that is not empty."""
    return next((n for n in range(len(cells), 0, -1) if cells[n - 1].strip()), 0)


def _check_header(path: Path, number: int, header: list[str]) -> None:
    """Refuse a header with a nameless column or with the same name twice."""
    for column, name in enumerate(header, 1):
        if not name:
            sentence = "{name}, line {line}: column {column} has no name; name every column."
            raise QdaError(say(sentence, name=path.name, line=number, column=column))
        if name in header[: column - 1]:
            sentence = "{name}, line {line}: the column “{column}” stands there twice; rename one."
            raise QdaError(say(sentence, name=path.name, line=number, column=name))


def _refuse_ragged(path: Path, header: list[str], rows: Iterable[Line]) -> None:
    """Name the first row whose cells do not fit the header."""
    for number, cells in rows:
        filled = _width(cells)
        if filled > len(header) or len(cells) < len(header):
            sentence = (
                "{name}, line {line}: {cells} cells where the header has {columns}; mend the"
                " line, or put a cell that holds the separator in quotation marks."
            )
            count = filled if filled > len(header) else len(cells)
            values = {"name": path.name, "line": number, "cells": count, "columns": len(header)}
            raise QdaError(say(sentence, **values))


def _csv_lines(path: Path, text: str) -> Iterator[Line]:
    """Yield each row with the physical line on which it begins."""
    skipped = 0
    if match := _HINT.match(text):
        delimiter, text, skipped = match.group(1), text[match.end() :], 1
    else:
        delimiter = _delimiter(text)
    csv.field_size_limit(MAX_TEXT_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins + skipped, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        sentence = "{name}, line {line}: a quotation mark is missing or stands inside a cell."
        raise QdaError(say(sentence, name=path.name, line=begins + skipped)) from error


def _delimiter(text: str) -> str:
    """Return the delimiter under which the first rows have most columns, all the same number."""
    best, rank = DELIMITERS[0], (False, 1)
    for candidate in DELIMITERS:
        reader = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=candidate)
        widths: list[int] = []
        try:
            widths.extend(len(cells) for cells in islice(reader, 30) if cells)
        except csv.Error:
            continue
        if len(text) > 20_000 and len(widths) < 30:
            widths = widths[:-1] or widths
        found = (len(set(widths)) == 1, widths[0] if widths else 1)
        if found[1] > 1 and (rank[1] == 1 or found > rank):
            best, rank = candidate, found
    return best


def _xlsx_lines(path: Path) -> Iterator[Line]:
    """Yield the rows of the first worksheet with their numbers in the sheet."""
    from openpyxl import load_workbook

    _check_workbook(path)
    try:
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")  # features of the sheet that do not matter here
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            if not book.worksheets:
                return
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()
            yield from _sheet_lines(path, sheet)
    except (QdaError, MemoryError):
        raise
    except Exception as error:  # openpyxl meets defects in many ways
        raise damaged(path) from error


def _sheet_lines(path: Path, sheet: Any) -> Iterator[Line]:
    total = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        cells = [_cell(value) for value in row]
        total += len(cells) + 1
        if total > MAX_CELLS:
            sentence = "{name} has too many cells ({limit} at most): split it into parts."
            raise QdaError(say(sentence, name=path.name, limit=f"{MAX_CELLS:,}"))
        yield number, cells


def _check_workbook(path: Path) -> None:
    """Refuse a workbook with declarations in its XML or more text than a table holds."""
    with open_package(path) as package:
        for name in package.names():
            if name.endswith((".xml", ".rels")):
                package.parse(name, Prolog())
        size = package.size("xl/sharedStrings.xml")
        if size > MAX_STRINGS:
            raise inflated(path)


def _cell(value: object) -> str:
    """Return a cell as text: 4.0 as 4, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
