"""Retrieved excerpts as files: nothing of a quotation is lost or added."""

import csv
from pathlib import Path

import pytest
from docx import Document

from qda_app.domain.errors import QdaError
from qda_app.domain.query import And, Not, Term
from qda_app.formats.tables import read_table
from qda_app.services.project import Project
from qda_app.services.queries import evaluate
from qda_app.services.retrieval import retrieve
from qda_app.services.retrieval_files import write_retrieved
from qda_app.services.sample import write_sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory):
    with Project.open(write_sample(tmp_path_factory.mktemp("sample") / "s")) as project:
        yield project


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_tables_hold_every_passage_exactly(sample, tmp_path: Path, suffix):
    found = retrieve(sample.read, merge_same=True)
    target = tmp_path / f"excerpts.{suffix}"
    assert write_retrieved(sample.read, found, target, shown="all nodes") == len(found)
    rows = [row for _line, row in read_table(target).rows]
    texts = sample.read.texts()
    names = {source.name: source.id for source in sample.read.sources()}
    assert len(rows) == len(found)
    for row in rows:
        kept = row["text"].removeprefix("'")
        assert kept == texts[names[row["source"]]][int(row["start"]) : int(row["end"])]
    assert any("; " in row["node"] or ", " in row["coder"] for row in rows)


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
    write_retrieved(sample.read, found, target, shown="one leaf", attribution="{coder}, {source}")
    document = Document(str(target))
    words = [p.text for p in document.paragraphs]
    assert "one leaf" in words
    quoted = [p.text for p in document.paragraphs if p.style.name == "Block Quotation"]
    assert quoted == [e.text for e in found]
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == list(sample.read.tree().names(leaf))


def test_passages_without_a_coding_stand_under_a_heading_of_their_own(sample, tmp_path: Path):
    leaves = sample.read.tree().leaves()
    found = evaluate(sample.read, Not(Term((leaves[0],)), "source"))
    found += evaluate(sample.read, And((Term((leaves[1],)), Term((leaves[2],)))))
    target = tmp_path / "none.docx"
    write_retrieved(sample.read, found[:3], target)
    words = [p.text for p in Document(str(target)).paragraphs]
    assert "Passages without a node" in words
    assert found[0].text in words


def test_other_kinds_are_refused(sample, tmp_path: Path):
    with pytest.raises(QdaError, match=r"\.odt"):
        write_retrieved(sample.read, [], tmp_path / "x.odt")
    assert list(tmp_path.iterdir()) == []
