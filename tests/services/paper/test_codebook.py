"""The codebook as a document: the tree, the cards, the counts, the versions."""

import pytest
from docx import Document
from lxml import html
from openpyxl import load_workbook

from qda_app.domain.errors import QdaError
from qda_app.services.commands.nodes import DefineNode
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
