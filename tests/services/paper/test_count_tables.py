"""Frequencies and crosstabs as tables for a paper."""

from docx import Document

from qda_app.services.crosstabs import frequencies_table, nodes_by
from qda_app.services.paper.count_tables import MOST, count_tables, write_count_table


def test_nodes_are_indented_and_figures_as_counted(study, tmp_path):
    write_count_table(study.read, tmp_path / "f.docx")
    (table,) = Document(str(tmp_path / "f.docx")).tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0][:4] == ["Node", "codings", "codings incl. below", "sources incl. below"]
    assert [row[0] for row in cells[1:]] == ["A", "B", "C"]
    indents = [row.cells[0].paragraphs[0].paragraph_format.left_indent for row in table.rows[1:]]
    assert indents[0] < indents[1] == indents[2]
    assert cells[1][1:5] == ["0", "20", "5", "5"]
    assert cells[3][6].startswith(".")


def test_groups_become_columns(study, tmp_path):
    write_count_table(study.read, tmp_path / "f.docx", by="role")
    (table,) = Document(str(tmp_path / "f.docx")).tables
    assert [cell.text for cell in table.rows[0].cells] == ["Node", "Director", "Teacher"]
    assert [cell.text for cell in table.rows[1].cells] == ["A", "4", "16"]


def test_a_table_that_no_page_holds_is_parted(study):
    table = nodes_by(study.read, "case")
    wide = type(table)(
        **{
            **{name: getattr(table, name) for name in table.__slots__},
            "columns": table.columns * 2,
            "values": tuple(row * 2 for row in table.values),
        }
    )
    first, second = count_tables(wide)
    assert (len(first.header), len(second.header)) == (MOST + 1, 3)
    assert (first.note, second.title) == ("", "Nodes by participant (2 of 2)")
    assert len(count_tables(frequencies_table(study.read))) == 1
