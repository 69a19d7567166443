"""Lists of names from tables and back."""

import pytest

from qda_app.domain.errors import QdaError
from qda_app.domain.replacing import Name
from qda_app.formats.names import read_names, write_names

NAMES = [Name("Ana, María", "T 1", ("Anita", "Ani")), Name("=José", "[D]"), Name("Eva “x”", "+1")]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_list_comes_back_exactly(tmp_path, suffix):
    path = tmp_path / f"l.{suffix}"
    write_names(path, NAMES, ["times"], [(3,), (2,), (1,)])
    assert list(read_names(path).names) == NAMES
    if suffix == "csv":
        assert "\n=José," in path.read_text(encoding="utf-8")


def test_columns_in_spanish_and_rows_without_a_replacement(tmp_path):
    path = tmp_path / "l.txt"
    path.write_text("nombre;Reemplazo;VARIANTES\nAna;T 1;Anita, Ani\nEva;;\n;;\nPaz; [] ;\n")
    found = read_names(path)
    assert found.names == (Name("Ana", "T 1", ("Anita, Ani",)),)
    assert found.ignored == 2


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name,variants\nAna,x\n", "l.csv has no column “replacement”"),
        ("replacement,x\nAna,x\n", "l.csv has no column “name”"),
        ("name,replacement\nAna,T\n\n,U\n", "l.csv, line 4: The name is empty"),
        ("name,replacement\nEva,\nAna,T\nANA,U\n", "l.csv, line 4: “ANA” is listed twice"),
        ("name,replacement\nA,T\n", "l.csv, line 2: “A” is a single letter"),
        ("name,replacement\nAna,Eva 1\nEva,T\n", "l.csv, line 2: The replacement “Eva 1” holds"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path, table, said):
    path = tmp_path / "l.csv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(QdaError, match=said.replace("(", r"\(")):
        read_names(path)


def test_a_list_is_csv_or_xlsx(tmp_path):
    with pytest.raises(QdaError, match=r"must end in \.csv or \.xlsx"):
        write_names(tmp_path / "l.docx", NAMES)
