"""Participants stand under their pseudonyms, everybody who speaks is attributed and counted."""

import csv

import pytest
from openpyxl import load_workbook

from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.case_tables import import_cases
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.participants import RenameCase, TieVoices
from qda_app.services.commands.sources import ImportSources
from qda_app.services.paper.names_said import named_words
from qda_app.services.paper.quotation_documents import Choices
from qda_app.services.paper.quotes import quotes_of
from qda_app.services.paper.spread import spread
from qda_app.services.paper.transcripts import transcript_remarks
from qda_app.services.project import Project
from qda_app.services.quoting import write_excerpts
from qda_app.services.retrieval.excerpts import retrieve

LINES = ("E: ¿Y?", "Eva: Yo creo que sí.", "Rosa: Yo no.", "Luis: Depende.")
TEXT = "\n".join(LINES) + "\n"
BY_NAME = Choices("({pseudonym})", "none")


def turns():
    at = 0
    for line in LINES:
        words = at + line.index(" ") + 1
        yield Turn(at, words, at + len(line), line[: line.index(":")], line.startswith("E:"))
        at += len(line) + 1


@pytest.fixture
def group(tmp_path):
    """A group in which Eva is called Estela, Rosa Amapola, and Luis has no pseudonym."""
    with Project.create(tmp_path / "g.qdaproj") as project:
        project.run(AddCoder("Ana"))
        project.run(GrowTree([Branch("A")]))
        project.run(ImportSources([Transcript("group", TEXT, "txt", turns=tuple(turns()))]))
        table = "case,pseudonym,role\nEva,Estela,teacher\nRosa,Amapola,head\nLuis,,teacher\n"
        (tmp_path / "cases.csv").write_text(table, encoding="utf-8")
        import_cases(project, tmp_path / "cases.csv")
        for case in project.read.cases():
            project.run(TieVoices([(1, case.name)], case.id))
        yield project


def code(project, first, last):
    project.run(ApplyNode([1], 1, TEXT.index(first), TEXT.index(last) + len(last), coder=1))


def quoted(project):
    return quotes_of(project.read, retrieve(project.read))


def test_everybody_who_speaks_is_attributed_in_order_and_counted(group, tmp_path):
    code(group, "Yo creo", "Yo no.")
    code(group, "Yo no.", "Depende.")
    write_excerpts(group.read, tmp_path / "x.md", None, (), choices=BY_NAME)
    text = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert "(Estela; Amapola)" in text
    assert "(Amapola; Luis)" in text
    found = spread(group.read, quoted(group))
    assert found.counts == (("Amapola", 2), ("Estela", 1), ("Luis", 1))
    assert found.total == 2
    assert found.never == ()


def test_what_several_share_stands_once_in_the_attribution(group, tmp_path):
    code(group, "Yo creo", "Depende.")
    for template, found in (("({role})", "(teacher; head)"), ("({source})", "(group)")):
        choices = Choices(template, "none")
        write_excerpts(group.read, tmp_path / "x.md", None, (), choices=choices)
        assert found in (tmp_path / "x.md").read_text(encoding="utf-8")


def test_labels_within_a_passage_give_way_to_pseudonyms_in_brackets(group):
    code(group, "Yo creo", "Depende.")
    (quote,) = quoted(group)
    assert quote.printed.text == "Yo creo que sí.\n[Amapola:] Yo no.\nLuis: Depende."
    (whole,) = quotes_of(group.read, retrieve(group.read), "whole")
    assert whole.printed.text == "Yo creo que sí.\n[Amapola:] Yo no.\nLuis: Depende."


def test_no_name_stands_beside_its_pseudonym(group, tmp_path):
    code(group, "Eva: Yo", "que sí.")
    code(group, "Rosa: Yo", "Depende.")
    written = write_excerpts(group.read, tmp_path / "x.xlsx", None, (), choices=BY_NAME)
    sheet = load_workbook(tmp_path / "x.xlsx").worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    lines = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(line["case"], line["speaker"]) for line in lines] == [
        ("Estela", "Estela"), ("Amapola; Luis", "Amapola; Luis"),
    ]  # fmt: skip
    assert [line["text"] for line in lines] == [
        "Eva: Yo creo que sí.",
        TEXT[TEXT.index("Rosa") :][:-1],
    ]
    said = " ".join(written.remarks)
    assert "names included (Eva: 1; Rosa: 1)" in said
    assert "1 participant has no pseudonym and stands under the name: Luis." in said
    write_excerpts(group.read, tmp_path / "x.md", None, (), choices=Choices(by="case"))
    headings = [
        line
        for line in (tmp_path / "x.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("## ")
    ]
    assert headings == ["## Amapola", "## Estela", "## Luis"]
    assert [line["role"] for line in lines] == ["teacher", "head; teacher"]


def test_a_table_for_a_spreadsheet_says_what_was_put_before_text(group, tmp_path):
    code(group, "Yo no", "Yo no.")
    write_excerpts(group.read, tmp_path / "x.csv", None, (), choices=BY_NAME)
    with (tmp_path / "x settings.csv").open(encoding="utf-8") as file:
        said = [row[0] for row in csv.reader(file)]
    assert any("An apostrophe stands before" in line for line in said)


def test_names_in_a_transcript_are_told_of(group):
    (said,) = transcript_remarks(group.read, "group")
    assert "names of participants who have a pseudonym (Eva; Rosa)" in said
    assert transcript_remarks(group.read, "nothing") == []


def test_a_part_of_a_name_in_the_words_is_told_of(group):
    case = next(c for c in group.read.cases() if c.name == "Eva")
    group.run(RenameCase(case.id, "Yo Depende Mora"))
    code(group, "Yo no", "Depende.")
    (said,) = named_words(group.read, quoted(group))
    assert "(Luis: 1; Yo Depende Mora: 1)" in said
