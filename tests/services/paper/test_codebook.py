"""The codebook as a document: the tree, the cards, the counts, the versions."""

import pytest
from docx import Document
from lxml import html
from openpyxl import load_workbook
from paper_study import LINES, allow

from qda_app.domain.errors import QdaError
from qda_app.domain.transcript import Transcript
from qda_app.services.commands.nodes import DefineNode
from qda_app.services.commands.participants import SetCaseValues, TieVoices
from qda_app.services.commands.sources import ImportSources
from qda_app.services.commands.versions import MakeVersion
from qda_app.services.paper.codebook import codebook, write_codebook


@pytest.fixture
def defined(study):
    b = next(n.id for n in study.read.tree().order if n.name == "B")
    study.run(MakeVersion("first"))
    study.run(
        DefineNode(b, definition="new & <better>", use_when="it is new", not_when="old",
                   example="“nuevo”")
    )  # fmt: skip
    study.run(MakeVersion("B was vague"))
    return study


def test_a_card_says_when_and_how_often(defined):
    row = codebook(defined.read)[1]
    assert (row["node"], row["definition"], row["not_when"]) == ("A > B", "new & <better>", "old")
    assert (row["codings"], row["sources"], row["participants"]) == (15, 5, 5)


def test_documents_follow_the_tree_and_end_with_the_versions(defined, tmp_path):
    assert write_codebook(defined.read, tmp_path / "c.docx") == 3
    found = Document(str(tmp_path / "c.docx")).paragraphs
    headings = [(p.text, p.style.name) for p in found if p.style.name.startswith("Heading")]
    assert headings == [
        ("A", "Heading 1"),
        ("B", "Heading 2"),
        ("C", "Heading 2"),
        ("Versions of the codebook", "Heading 1"),
    ]
    texts = [p.text for p in found]
    at = texts.index("B")
    assert texts[at + 1 : at + 5] == [
        "new & <better>",
        "Use when: it is new",
        "Not when: old",
        "Example: “nuevo”",
    ]
    assert "15 codings in 5 sources, 5 participants" in texts
    assert any(t.endswith("B was vague") for t in texts)
    assert "defined “B” anew" in texts
    write_codebook(defined.read, tmp_path / "c.html")
    page = html.parse(str(tmp_path / "c.html"))
    assert page.xpath("//h3/text()") == ["B", "C"]
    assert "new & <better>" in page.xpath("//p/text()")


def test_the_workbook_has_a_row_a_node(defined, tmp_path):
    write_codebook(defined.read, tmp_path / "c.xlsx")
    book = load_workbook(tmp_path / "c.xlsx")
    assert [row[0].value for row in book["Codebook"].rows] == ["node", "A", "A > B", "A > C"]
    assert [row[2].value for row in book["Versions"].rows] == ["reason", "first", "B was vague"]


def test_another_ending_is_refused(study, tmp_path):
    with pytest.raises(QdaError, match="ends in one of"):
        write_codebook(study.read, tmp_path / "c.odt")


def test_an_example_in_the_words_of_who_refuses_is_left_out_and_said(study, tmp_path):
    node = next(n.id for n in study.read.tree().order if n.name == "B")
    study.run(ImportSources([Transcript("Other", "Nadie más lo dijo así.", "txt")]))
    study.run(DefineNode(node, example="Nadie más  lo dijo así."))
    study.run(SetCaseValues({"P9": {"consent": "no"}}, {"consent": "text"}))
    case = next(c.id for c in study.read.cases() if c.name == "P9")
    source = next(s.id for s in study.read.sources() if s.name == "Other")
    study.run(TieVoices([(source, "")], case))
    assert [row["example"] for row in codebook(study.read)] == ["", "", ""]
    for kind in ("docx", "html", "md", "xlsx"):
        write_codebook(study.read, tmp_path / f"c.{kind}")
    text = (tmp_path / "c.md").read_text(encoding="utf-8")
    assert "The example of 1 node is left out" in text
    assert "Nadie" not in text + (tmp_path / "c.html").read_text(encoding="utf-8")
    study.run(DefineNode(node, example=LINES[1]))  # also others say so
    assert LINES[1] in [row["example"] for row in codebook(study.read)]


def test_who_withdrew_is_no_participant_of_a_node(study):
    allow(study, {"P1": "withdrawn"})
    found = {row["name"]: (row["codings"], row["participants"]) for row in codebook(study.read)}
    assert found["B"] == (15, 4)
