"""Tables read with the line numbers a person sees, and written so that they come back exactly."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qda_app.domain.errors import QdaError
from qda_app.formats import tables
from qda_app.formats.tables import (
    infer_kind,
    read_table,
    write_csv,
    write_report_csv,
    write_xlsx,
)


def table(tmp_path: Path, content: str | bytes, name: str = "t.csv") -> tables.Table:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path)


def test_lines_as_a_person_sees_them(tmp_path: Path) -> None:
    found = table(tmp_path, 'a,b\r\n"x\r\ny",1\r\n\r\n,\r\nz,"2 ""q"""\r\n')
    assert found.header == ("a", "b")
    assert found.rows == ((2, {"a": "x\r\ny", "b": "1"}), (6, {"a": "z", "b": '2 "q"'}))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [["año", "señal, x", "c"], ["uno; dos", "ñandú\tsí", "1,5"]] * 2
    rows[2] = ["3", "4", "5"]
    text = "".join(delimiter.join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    found = table(tmp_path, text.encode(encoding))
    assert found.header == tuple(rows[0])
    assert [tuple(row.values()) for _, row in found.rows] == [tuple(row) for row in rows[1:]]
    assert found.encoding == encoding.removesuffix("-sig")


def test_hint_of_excel_and_single_column(tmp_path: Path) -> None:
    assert table(tmp_path, "sep=|\na|b\n1|2\n").rows == ((3, {"a": "1", "b": "2"}),)
    assert table(tmp_path, "case\nana\n").rows == ((2, {"case": "ana"}),)
    assert table(tmp_path, "case\n").rows == ()
    assert table(tmp_path, "a;b,c\n1;2,3\n4;5\n").header == ("a", "b,c")


def test_trailing_empty_columns_fall_away(tmp_path: Path) -> None:
    assert table(tmp_path, "a,b,,\n1,2,,\n").rows == ((2, {"a": "1", "b": "2"}),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,b\n1,2\n1,2,3\n", r"t\.csv, line 3: 3 cells where the header has 2"),
        ('a,b\n"1\n2",2\n1\n', r"line 4: 1 cells where the header has 2"),
        ("a,a\n", r"line 1: the column “a” stands there twice"),
        ("a,,c\n1,2,3\n", r"line 1: column 2 has no name"),
        ("\n\n a ,,c\n1,2,3\n", r"line 3: column 2 has no name"),
        ('a,b\n1,"2\n3,4\n', r"line 2: a quotation mark is missing"),
        (" \n,\n", r"t\.csv is empty: a table needs a line with the names"),
        (b"", r"t\.csv is empty"),
        (b"%PDF-1.4", r"t\.csv is not text, it looks like PDF"),
    ],
)
def test_bad_tables(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    with pytest.raises(QdaError, match=sentence):
        table(tmp_path, content)


def test_not_a_table(tmp_path: Path) -> None:
    with pytest.raises(QdaError, match=r"t\.ods is not a table that can be read here"):
        table(tmp_path, "x", "t.ods")
    with pytest.raises(QdaError, match=r"t\.xlsx has the suffix \.xlsx, but its content is not"):
        table(tmp_path, "a,b", "t.xlsx")
    with pytest.raises(QdaError, match="was not found"):
        read_table(tmp_path / "none.csv")


def test_xlsx_cells(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(1, 0, ["a", "b", "c", "d", "e", "f"])
        sheet.write_row(3, 0, [4.0, 0.25, True, "=1+1"])
        sheet.write_datetime(3, 4, dt.date(2024, 5, 3), day)
        sheet.write_datetime(3, 5, dt.datetime.fromisoformat("2024-05-03T10:30"), moment)
        sheet.write_string(5, 0, "corta")
        sheet.data_validation("A1", {"validate": "list", "source": ["x"]})
    found = read_table(path)
    full = ("4", "0.25", "true", "", "2024-05-03", "2024-05-03 10:30:00")
    assert [(n, tuple(row.values())) for n, row in found.rows] == [
        (4, ("4", "0.25", "true", found.rows[0][1]["d"], *full[4:])),
        (6, ("corta", "", "", "", "", "")),
    ]


def test_bad_xlsx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.xlsx"
    write_xlsx(path, {"s": (["a", "b"], [["1", "2"]])})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-30]
    broken = tmp_path / "b.xlsx"
    with zipfile.ZipFile(broken, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(QdaError, match=r"b\.xlsx is damaged or cut off"):
        read_table(broken)
    write_xlsx(broken, {"s": (["a", "b"], [["1", "2"], ["1", "2", "3"]])})
    with pytest.raises(QdaError, match="line 3: 3 cells where the header has 2"):
        read_table(broken)
    monkeypatch.setattr("qda_app.formats.transcripts.sheets.MAX_CELLS", 3)
    with pytest.raises(QdaError, match=r"t\.xlsx has too many cells"):
        read_table(path)


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_csv_comes_back_exactly(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "r.csv"
    write_csv(path, ["source", "text"], rows)
    raw = path.read_bytes()
    assert raw.startswith(b"source,text\n")
    back = read_table(path, encoding="utf-8")
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert [tuple(row.values()) for _, row in back.rows] == filled


def test_csv_is_written_plainly(tmp_path: Path) -> None:
    out = io.StringIO()
    write_csv(out, ["a", "b"], [["=1+1", -2], ["x\ry", None], [True, 0.5], ["", ""], ["- sí", '"']])
    assert out.getvalue() == 'a,b\n=1+1,-2\n"x\ry",\ntrue,0.5\n,\n- sí,""""\n'
    write_csv(tmp_path / "e.csv", ["año"], [])
    assert (tmp_path / "e.csv").read_bytes() == "año\n".encode()


def test_report_csv_is_inert() -> None:
    out = io.StringIO()
    rows = [[start + "x", -0.5] for start in ("=", "+", "-", "@", "\t", "\r", "'", "a")]
    write_report_csv(out, ["=h", "n"], rows)
    assert out.getvalue() == (
        "'=h,n\n'=x,-0.5\n'+x,-0.5\n'-x,-0.5\n'@x,-0.5\n'\tx,-0.5\n\"'\rx\",-0.5\n'x,-0.5\nax,-0.5\n"
    )


def test_xlsx_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    long = "ñ\U0001f600" * 20_000
    rows = [
        ["=1+1", 4, "- sí", "http://x", None],
        ["007", 0.5, "@a", True, float("nan")],
        ["1.5", 10**17, long, "\tx", ""],
    ]
    write_xlsx(
        path, {"a/b": (["t", "n", "x", "y", "z"], rows), "A:B": (["q"], []), "Ñ" * 40: (["q"], [])}
    )
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["a b", "A B 2", "Ñ" * 31]
    sheet = book["a b"]
    got = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [value for value, _ in got[0]] == ["=1+1", 4, "- sí", "http://x", None]
    assert got[0][0][1] == "s"
    assert got[1][0] == ("007", "s")
    assert got[1][3][0] is True
    assert got[1][4][0] is None
    assert got[2][1] == (str(10**17), "s")
    assert got[2][2][0].startswith("ñ\U0001f600")
    assert got[2][2][0].endswith("[cut here: a cell of Excel holds no more]")
    assert got[2][3] == ("\tx", "s")
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet["A2"].hyperlink is None
    book.close()


def test_writing_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("old")

    def rows():
        yield ["1"]
        raise OSError(28, "No space left on device")

    with pytest.raises(QdaError, match=r"t\.csv cannot be written: the disk is full"):
        write_csv(path, ["a"], rows())
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]
    monkeypatch.setattr(tables, "_MAX_ROWS", 2)
    with pytest.raises(QdaError, match="more rows than Excel can hold"):
        write_xlsx(tmp_path / "x.xlsx", {"s": (["a"], [["1"], ["2"]])})
    with pytest.raises(QdaError, match="cannot be written"):
        write_xlsx(tmp_path / "none" / "x.xlsx", {"s": (["a"], [])})
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", " 2.5", "-3,5", "", "0"], "number"),
        (["1", "dos"], "text"),
        (["007", "012"], "text"),
        (["1.234.567"], "text"),
        (["sí", "No", "SI"], "boolean"),
        (["true", "false"], "boolean"),
        (["2024-05-03", "2024-05-03 10:30", ""], "date"),
        (["03/05/2024", "31.12.2023"], "date"),
        (["12/31/2023"], "date"),
        (["2024-13-03"], "text"),
        (["32/12/2024"], "text"),
        (["", " "], "text"),
        ([], "text"),
        (["II_4"], "text"),
        (["2024-05-03", "4"], "text"),
    ],
)
def test_kinds(values: list[str], kind: str) -> None:
    assert infer_kind(values) == kind


def test_every_cell_stands_at_the_top_beside_long_ones(tmp_path):
    write_xlsx(tmp_path / "x.xlsx", {"S": (["a", "b", "c"], [["short", 1, "long " * 40]])})
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert [cell.alignment.vertical for cell in sheet[2]] == ["top", "top", "top"]
    assert sheet["C2"].alignment.wrap_text
