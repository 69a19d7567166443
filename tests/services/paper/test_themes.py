"""The theme table: n of N, a denominator for each role, examples of those who allow it."""

import csv

import pytest
from docx import Document
from lxml import html
from openpyxl import load_workbook
from paper_study import LINES, SECOND, TEXT, THIRD, allow

from qda_app.domain.errors import QdaError
from qda_app.domain.quotation import EMPHASISE, Edit
from qda_app.services.commands.quotations import ChooseQuotations, EditQuotation
from qda_app.services.paper.themes import as_json, themes, write_themes


def test_participants_are_counted_with_denominators(study):
    found = as_json(themes(study.read, by="role"))
    assert found["participants"] == 5
    assert found["groups"] == {"Director": 1, "Teacher": 4}
    rows = {row["node"]: (row["n"], row["by"]) for row in found["themes"]}
    assert rows == {
        "A": (5, {"Director": 1, "Teacher": 4}),
        "A > B": (5, {"Director": 1, "Teacher": 4}),
        "A > C": (5, {"Director": 1, "Teacher": 4}),
    }
    only = as_json(themes(study.read, coders=["Bruno"]))
    assert {row["node"]: row["n"] for row in only["themes"]} == {"A": 5, "A > B": 5}


def test_examples_come_from_the_basket_else_from_different_participants(study):
    b, c = (next(n.id for n in study.read.tree().order if n.name == x) for x in "BC")
    last = study.read.sources()[-1].id
    study.run(ChooseQuotations([(last, SECOND, SECOND + 9, c)]))
    found = {row.node: row.quotes for row in themes(study.read, examples=3).rows}
    assert [quote.of.case for quote in found[b]] == ["P1", "P2", "P3"]
    assert found[c][0].of.text == LINES[1][:9]
    assert len(found[c]) == 3


def test_nobody_who_refuses_is_an_example(study):
    allow(study, {"P1": "share", "P2": "no"}, "Consentimiento")
    found = themes(study.read, examples=5)
    quoted = {quote.of.case for row in found.rows for quote in row.quotes}
    assert quoted == {"P3", "P4", "P5"}
    assert "4 passages of 2 participants" in found.statement[1]


def test_who_withdrew_is_counted_nowhere_and_that_is_said(study):
    allow(study, {"P2": "withdrawn", "P3": "no"})
    found = themes(study.read, by="role")
    assert found.participants == 4
    assert {row.name: (row.n, row.by) for row in found.rows}["B"] == (4, (1, 3))
    assert found.groups == (("Director", 1), ("Teacher", 3))
    assert "1 participant who has withdrawn is not counted." in found.statement
    allow(study, dict.fromkeys(("P1", "P3", "P4", "P5"), "withdrawn"))
    nobody = themes(study.read, by="role")
    assert (nobody.participants, nobody.groups) == (0, ())
    assert "5 participants who have withdrawn are not counted." in nobody.statement


def test_every_format_reads_back(study, tmp_path):
    found = themes(study.read, by="role", template="({role})")
    for kind in ("docx", "xlsx", "csv", "html", "md", "tex"):
        write_themes(study.read, found, tmp_path / f"t.{kind}")
    (table,) = Document(str(tmp_path / "t.docx")).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[:4] == [
        ["Theme", "n of 5", "Director (of\u00a01)", "Teacher (of\u00a04)"],
        ["A", "5", "1", "4"],
        ["B", "5", "1", "4"],
        ["what changed"] * 4,
    ]
    assert rows[4] == [f"“{LINES[1]}” (Director)"] * 4
    sheet = load_workbook(tmp_path / "t.xlsx")["Themes"]
    assert sheet.freeze_panes == "A2"
    assert 8 <= sheet.column_dimensions["B"].width <= 61
    assert [c.value for c in sheet[3]][2:7] == [5, 5, 1, 1, 4]
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert [row["n"] for row in csv.DictReader(file)] == ["5", "5", "5"]
    groups = html.parse(str(tmp_path / "t.html")).xpath("//tbody")
    assert [c.text_content() for c in groups[1].xpath(".//td")] == [
        "B", "5", "1", "4", "what changed", f"“{LINES[1]}” (Director)",
    ]  # fmt: skip
    words = [e.text_content() for e in groups[1].xpath(".//span[@class='words']")]
    assert words == [LINES[1]]
    line = f"| &emsp;**B**<br>what changed<br>“{LINES[1]}” (Director) | 5 | 1 | 4 |"
    assert line in (tmp_path / "t.md").read_text(encoding="utf-8").split("\n")
    said = (tmp_path / "t.tex").read_text(encoding="utf-8")
    assert "\\textbf{B} & 5 & 1 & 4 \\\\*" in said
    assert "what changed} \\\\*\n" in said


def test_the_words_of_an_example_keep_their_italics_in_a_cell(study, tmp_path):
    place = (study.read.sources()[0].id, THIRD, len(TEXT) - 1)
    b = next(n.id for n in study.read.tree().order if n.name == "B")
    (key,) = study.run(ChooseQuotations([(*place, b)]))
    study.run(EditQuotation(key, [Edit(EMPHASISE, 16, 20)]))
    found = themes(study.read, template="({case})")
    told = "“=Ahora entro, y miro [emphasis added] & <escucho>.” (P1)"
    assert as_json(found)["themes"][1]["examples"] == [told]
    write_themes(study.read, found, tmp_path / "t.docx")
    (table,) = Document(str(tmp_path / "t.docx")).tables
    (paragraph,) = table.rows[4].cells[0].paragraphs
    assert paragraph.text == told
    assert [run.text for run in paragraph.runs if run.italic] == ["miro"]
    said = "".join(run.text for run in paragraph.runs if run.style.name == "Quoted Words")
    assert said == LINES[2]


def test_what_does_not_exist_is_refused(study, tmp_path):
    with pytest.raises(QdaError, match="no attribute “shoe”"):
        themes(study.read, by="shoe")
    with pytest.raises(QdaError, match=r"asks for \{shoe\}"):
        themes(study.read, template="{shoe}")
    with pytest.raises(QdaError, match="ends in one of"):
        write_themes(study.read, themes(study.read), tmp_path / "t.odt")
