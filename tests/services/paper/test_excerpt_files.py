"""Retrieved excerpts as files: nothing of a quotation is lost or added."""

import csv
from pathlib import Path

import pytest
from docx import Document

from qda_app.domain.errors import QdaError
from qda_app.domain.query import And, Not, Term
from qda_app.formats.tables import read_table
from qda_app.services.paper.excerpt_files import write_retrieved
from qda_app.services.paper.quotation_documents import Choices
from qda_app.services.project import Project
from qda_app.services.retrieval.excerpts import retrieve
from qda_app.services.retrieval.queries import evaluate
from qda_app.services.sample import write_sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory):
    with Project.open(write_sample(tmp_path_factory.mktemp("sample") / "s")) as project:
        yield project


def words_of(paragraph):
    """What the speaker said, which alone has a style of its own."""
    return "".join(run.text for run in paragraph.runs if run.style.name == "Quoted Words")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_tables_hold_every_passage_exactly(sample, tmp_path: Path, suffix):
    found = retrieve(sample.read, merge_same=True)
    target = tmp_path / f"excerpts.{suffix}"
    once_a_node = sum(len(each.nodes) for each in found)
    assert write_retrieved(sample.read, found, target, shown="all nodes").count == once_a_node
    rows = [row for _line, row in read_table(target).rows]
    texts = sample.read.texts()
    names = {source.name: source.id for source in sample.read.sources()}
    assert len(rows) == once_a_node > len(found)
    for row in rows:
        kept = row["text"].removeprefix("'")
        assert kept == texts[names[row["source"]]][int(row["start"]) : int(row["end"])]
    assert any(", " in row["coder"] for row in rows)


def test_a_table_says_who_and_what(sample, tmp_path: Path):
    found = retrieve(sample.read)[:1]
    write_retrieved(sample.read, found, tmp_path / "one.csv")
    with (tmp_path / "one.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    (coding,) = sample.read.codings(ids=found[0].ids)
    assert row["node"] == sample.read.tree().path(coding.node)
    assert row["case"] == found[0].case
    assert {name: row[name] for name in found[0].attributes} == dict(found[0].attributes)


def test_a_document_quotes_under_nodes(sample, tmp_path: Path):
    leaf = sample.read.tree().leaves()[0]
    found = retrieve(sample.read, [leaf], merge_same=True)
    target = tmp_path / "excerpts.docx"
    choices = Choices("{coder}, {source}")
    write_retrieved(sample.read, found, target, shown="one leaf", choices=choices)
    document = Document(str(target))
    words = [p.text for p in document.paragraphs]
    assert "one leaf" in words
    said = (words_of(paragraph) for paragraph in document.paragraphs)
    quoted = [text for text in said if text]
    assert quoted == [e.text for e in found]
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == list(sample.read.tree().names(leaf))


def test_passages_without_a_coding_stand_under_a_heading_of_their_own(sample, tmp_path: Path):
    leaves = sample.read.tree().leaves()
    found = evaluate(sample.read, Not(Term((leaves[0],)), "source"))
    found += evaluate(sample.read, And((Term((leaves[1],)), Term((leaves[2],)))))
    target = tmp_path / "none.docx"
    write_retrieved(sample.read, found[:3], target, choices=Choices(text="whole"))
    document = Document(str(target))
    assert "Passages without a node" in [p.text for p in document.paragraphs]
    assert found[0].text in map(words_of, document.paragraphs)


def test_a_whole_interview_is_quoted_by_its_participants_words(sample, tmp_path: Path):
    leaf = sample.read.tree().leaves()[0]
    found = evaluate(sample.read, Not(Term((leaf,)), "source"))[:1]
    target = tmp_path / "none.docx"
    write_retrieved(sample.read, found, target)
    paragraphs = Document(str(target)).paragraphs
    assert any(p.text.startswith("Printed: participants' words") for p in paragraphs)
    (quoted,) = (words for words in map(words_of, paragraphs) if words)
    text = sample.read.text(found[0].source)
    turns = sample.read.turns_of(found[0].source)
    said = "".join(text[t.words : t.end] for t in turns if not t.interviewer)
    assert "".join(quoted.split()) == "".join(said.split())


def test_other_kinds_are_refused(sample, tmp_path: Path):
    with pytest.raises(QdaError, match=r"\.odt"):
        write_retrieved(sample.read, [], tmp_path / "x.odt")
    assert list(tmp_path.iterdir()) == []


def test_every_kind_says_what_is_shown(sample, tmp_path: Path):
    found = retrieve(sample.read, merge_same=True)[:3]
    for kind in ("md", "tex", "html"):
        write_retrieved(sample.read, found, tmp_path / f"x.{kind}", shown="all of it")
        assert "all of it" in (tmp_path / f"x.{kind}").read_text(encoding="utf-8")
