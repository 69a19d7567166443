"""Open answers: one source per row of a table."""

from pathlib import Path

import pytest
import xlsxwriter

from qda_app.domain.errors import QdaError
from qda_app.domain.transcript import participants_text
from qda_app.formats.transcripts import read_answers

CSV = 'id,q1,q2,school\nana,"Sí, claro\r\nmás",cafe\u0301,II_4\n luis ,No\x00,,II_5\neva,, ,II_6\n'


def written(tmp_path: Path) -> Path:
    path = tmp_path / "Encuesta.csv"
    path.write_bytes(CSV.encode())
    return path


def test_one_column(tmp_path: Path) -> None:
    first, second = read_answers(written(tmp_path), ["q1"], "id")
    assert (first.name, first.text, first.case) == ("Encuesta 2", "Sí, claro\nmás", "ana")
    assert first.attributes == {"q2": "café", "school": "II_4"}
    assert (first.format, first.encoding, first.turns) == ("csv", "utf-8", ())
    assert first.notes == ("1 row without an answer was left out: line 5.",)
    assert (second.name, second.case, second.text) == ("Encuesta 4", "luis", "No\ufffd")
    assert "1 character that no document can hold" in second.notes[0]


def test_several_columns_have_the_headers_as_questions(tmp_path: Path) -> None:
    first, second = read_answers(written(tmp_path), ["q1", "q2"], None, "id")
    assert (first.name, second.name) == ("ana", "luis")
    assert first.text == "q1\nSí, claro\nmás\nq2\ncafé"
    pieces = participants_text(len(first.text), first.turns)
    assert [first.text[a:b] for a, b in pieces] == ["Sí, claro\nmás", "café"]
    assert second.text == "q1\nNo\ufffd"
    assert first.attributes == {"school": "II_4"}
    named = read_answers(written(tmp_path), ["q1", "q2"], "id")[0]
    assert [t.speaker for t in named.turns] == ["Interviewer", "ana"] * 2


def test_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "e.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["caso", "edad", "respuesta"])
        sheet.write_row(2, 0, ["ana", 44.0, "hola"])
    (found,) = read_answers(path, ["respuesta"], "caso")
    assert (found.name, found.case, found.attributes) == ("e 3", "ana", {"edad": "44"})


def test_wrong_choices(tmp_path: Path) -> None:
    path = written(tmp_path)
    with pytest.raises(QdaError, match="has no column “q9”: it has id, q1, q2, school"):
        read_answers(path, ["q9"])
    with pytest.raises(QdaError, match=r"Choose at least one column of Encuesta\.csv as text"):
        read_answers(path, [])
    path.write_text("a,b\n,x\n")
    with pytest.raises(QdaError, match="holds no answers in the columns chosen"):
        read_answers(path, ["a"])
