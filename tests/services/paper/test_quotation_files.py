"""Quotations on their way into a paper: printed, attributed, left out, counted, read back."""

import csv
import sqlite3

import pytest
from docx import Document
from lxml import html
from openpyxl import load_workbook
from paper_study import LINES, TEXT, THIRD, allow

from qda_app.domain.errors import QdaError
from qda_app.domain.quotation import EMPHASISE, OMIT, Edit
from qda_app.services.commands.participants import RenameCase
from qda_app.services.commands.quotations import (
    ChooseQuotations,
    EditQuotation,
    NoteQuotation,
    OrderQuotations,
    TranslateQuotation,
)
from qda_app.services.paper.attributions import narrow, presets
from qda_app.services.paper.quotation_documents import Choices, clipboard, printed_words
from qda_app.services.paper.quotes import basket, quotes_of
from qda_app.services.paper.spread import spread
from qda_app.services.project import Project
from qda_app.services.quoting import write_basket, write_excerpts
from qda_app.services.retrieval.excerpts import retrieve


@pytest.fixture
def chosen(study):
    """Two quotations in the basket: the first edited, the second translated, in this order."""
    sources = {s.name: s.id for s in study.read.sources()}
    b = next(n.id for n in study.read.tree().order if n.name == "B")
    places = [
        (sources["I P1"], THIRD, len(TEXT) - 1, b),
        (sources["I P2"], THIRD, THIRD + 12, None),
    ]
    first, second = study.run(ChooseQuotations(places))
    study.run(EditQuotation(first, [Edit(OMIT, 12, 15), Edit(EMPHASISE, 16, 20)]))
    study.run(TranslateQuotation(second, "Now I go in", "Eva", "checked"))
    study.run(NoteQuotation(second, "for the results"))
    study.run(OrderQuotations([second, first]))
    return study, first, second


def words(path):
    paragraphs = list(Document(str(path)).paragraphs)
    paragraphs += [
        p for t in Document(str(path)).tables for c in t.rows[0].cells for p in c.paragraphs
    ]
    found = ("".join(r.text for r in p.runs if r.style.name == "Quoted Words") for p in paragraphs)
    return [text for text in found if text]


def test_each_passage_stands_once_at_a_node_with_everybody_who_coded_it(study, tmp_path):
    found = write_excerpts(study.read, tmp_path / "x.csv", choices=Choices("{coder}"))
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert found.count == len(rows) == 15
    assert {row["attribution"] for row in rows if row["lines"] == "2"} == {"Ana, Bruno"}
    assert {row["text"] for row in rows if row["lines"] == "3"} == {"'" + LINES[2]}
    settings = (tmp_path / "x settings.csv").read_text(encoding="utf-8")
    assert "5 of 5 participants are quoted" in settings


def test_workbook_cells_are_words_and_never_formulas(study, tmp_path):
    write_excerpts(study.read, tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    header, *rows = book["Excerpts"].iter_rows()
    at = [cell.value for cell in header].index("text")
    assert {row[at].value for row in rows} == set(LINES[1:])
    assert {row[at].data_type for row in rows} == {"s"}
    assert len(list(book["Participants"].rows)) == 6


@pytest.mark.parametrize(
    ("by", "headings"),
    [
        ("node", ["A", "B", "C"]),
        ("case", ["P1", "P2", "P3", "P4", "P5"]),
        ("role", ["Director", "Teacher"]),
        ("coder", ["Ana", "Bruno"]),
        ("none", []),
    ],
)
def test_headings_are_nodes_cases_or_an_attributes_values(study, tmp_path, by, headings):
    write_excerpts(study.read, tmp_path / "x.docx", choices=Choices(by=by))
    found = Document(str(tmp_path / "x.docx")).paragraphs
    assert [p.text for p in found if p.style.name.startswith("Heading")] == headings
    assert set(words(tmp_path / "x.docx")) == set(LINES[1:])


def test_who_refuses_is_left_out_of_every_format_and_counted(study, tmp_path):
    allow(study, {"P1": "share", "P2": "withdrawn", "P3": "quote"})
    for kind in ("docx", "xlsx", "csv", "md", "tex", "html"):
        found = write_excerpts(study.read, tmp_path / f"x.{kind}")
        assert found.count == 9
        assert "4 passages of 2 participants who do not allow quotation are left out." in (
            found.statement
        )
        assert any(sentence.endswith("counts as allowed: 2.") for sentence in found.statement)
        assert found.spread.never == ()
    text = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "4 passages of 2" in text
    assert "I P1" not in text
    assert "I P3" in text


def test_an_attribution_that_few_share_is_reported(study):
    quotes = quotes_of(study.read, retrieve(study.read, merge_same=True))
    found = narrow(study.read, quotes, "({role} - School {school})")
    assert [(row.attribution, row.participants, row.quotes) for row in found] == [
        ("(Director - School 1)", 1, 3),
        ("(Teacher - School 1)", 1, 3),
        ("(Teacher - School 3)", 1, 3),
        ("(Teacher - School 2)", 2, 6),
    ]
    by_role = narrow(study.read, quotes, "({role})")
    assert [(row.attribution, row.participants) for row in by_role] == [("(Director)", 1)]
    assert narrow(study.read, quotes, "({pseudonym}, lines {lines})") == []
    assert len(narrow(study.read, quotes, "({source})")) == 5
    assert [t for _words, t in presets(study.read)][3] == "({role} - School {school})"


def test_a_participant_called_by_name_in_the_words_is_reported(study, tmp_path):
    study.run(RenameCase(study.read.cases()[0].id, "PUERTA"))
    found = write_excerpts(study.read, tmp_path / "x.md")
    named = [sentence for sentence in found.remarks if "called by name" in sentence]
    assert len(named) == 1
    assert "(PUERTA: 5)" in named[0]


def test_passages_at_several_nodes_are_told_from_quotations(study, tmp_path):
    found = write_excerpts(study.read, tmp_path / "x.md")
    assert found.count == 15
    assert "A passage stands at each of its nodes: 15 quotations are 10 passages." in found.remarks
    alone = write_excerpts(study.read, tmp_path / "x.md", nodes=["A > B"])
    assert not [sentence for sentence in alone.remarks if "stands at each" in sentence]


def test_how_evenly_participants_are_quoted(study):
    quotes = quotes_of(study.read, retrieve(study.read, merge_same=True))
    mine = [q for q in quotes if q.of.case in {"P1", "P2"}]
    found = spread(study.read, [*mine, *mine[:1]])
    assert found.counts == (("P1", 2), ("P2", 2))
    assert (found.total, found.largest) == (4, 0.5)
    assert found.never == ("P3", "P4", "P5")
    assert found.statement()[0] == "2 of 5 participants are quoted, each 2 times."
    once = spread(study.read, [q for q in mine if q.node == mine[0].node][:1])
    assert once.statement()[0] == "1 of 5 participants is quoted, once."
    most = spread(study.read, [q for q in quotes if q.of.case == "P3"] + mine[:1])
    assert most.statement()[0] == (
        "2 of 5 participants are quoted; P3 most often, 2 of 3 times (67%)."
    )


def test_the_basket_is_printed_in_its_order_with_edits_and_translation(chosen, tmp_path):
    study, _first, _second = chosen
    choices = Choices("({case})", by="none", notes=True)
    write_basket(study.read, tmp_path / "x.docx", choices)
    document = Document(str(tmp_path / "x.docx"))
    (table,) = document.tables
    assert [p.text for c in table.rows[0].cells for p in c.paragraphs] == [
        "=Ahora entro (P2)",
        "Now I go in",
        "(translated by Eva, checked)",
    ]
    said = [p for p in document.paragraphs if p.text.startswith("“")]
    told = "“=Ahora entro (…) miro [emphasis added] & <escucho>.” (P1)"
    assert [p.text for p in said] == [told]
    assert [r.text for r in said[0].runs if r.italic] == ["miro"]
    assert "for the results" in [p.text for p in document.paragraphs]


def test_a_translation_without_a_translator_is_said_to_be_one(chosen, tmp_path):
    study, _first, second = chosen
    study.run(TranslateQuotation(second, "Now I go in", "", "draft"))
    write_basket(study.read, tmp_path / "x.md", Choices("({case})", by="none"))
    said = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert "\n> =Ahora entro (P2)\n>\n> Now I go in (translation, draft)\n" in said


def test_a_quotation_whose_words_changed_is_said_and_left_out(chosen, tmp_path):
    study, first, second = chosen
    path = study.path
    study.close()
    with sqlite3.connect(path) as file:  # as if its transcript had been corrected
        file.execute("UPDATE quotation SET words_hash = 'x' WHERE id = ?", (second,))
    file.close()
    with Project.open(path) as again:
        quotes, problems = basket(again.read)
        assert [q.id for q in quotes] == [first]
        assert problems == [
            "Quotation 1: The text of this quotation changed since it was edited. Choose it again."
        ]
        assert problems[0] in write_basket(again.read, tmp_path / "x.md").statement


def test_a_chosen_quotation_knows_who_coded_it(chosen):
    study, *_ids = chosen
    quotes, _problems = basket(study.read)
    assert [quote.coders for quote in quotes] == [(), ("Ana",)]


def test_the_clipboard_holds_rich_and_plain_text(chosen):
    study, *_ids = chosen
    quotes, _problems = basket(study.read)
    rich, plain = clipboard(study.read, quotes, Choices("({case})"))
    told = "“=Ahora entro (…) miro [emphasis added] & <escucho>.” (P1)"
    assert plain.split("\n\n") == [
        "=Ahora entro (P2)\nNow I go in (translated by Eva, checked)",
        told,
    ]
    assert printed_words(quotes[1]) in told
    found = html.fromstring(f"<div>{rich}</div>")
    spoken = [e.text_content() for e in found.xpath("//span[@class='words']")]
    assert spoken == ["=Ahora entro", "=Ahora entro", " ", "miro", " & <escucho>."]
    assert found.xpath("//em/text()") == ["miro"]


@pytest.mark.parametrize(
    ("choices", "name", "sentence"),
    [
        (Choices("{shoe}"), "x.docx", "asks for {shoe}"),
        (Choices(by="shoe"), "x.docx", "no attribute “shoe”"),
        (Choices(), "x.odt", "not as .odt"),
        (Choices(), "none/x.docx", "cannot be written"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    study, tmp_path, choices, name, sentence
):
    before = sorted(tmp_path.iterdir())
    with pytest.raises(QdaError, match=sentence):
        write_excerpts(study.read, tmp_path / name, choices=choices)
    assert sorted(tmp_path.iterdir()) == before


def test_progress_is_told_and_what_is_cancelled_leaves_no_file(study, tmp_path):
    told = []
    write_excerpts(
        study.read, tmp_path / "x.docx", progress=lambda *told_now: told.append(told_now)
    )
    assert told[-1] == (15, 15, "")
    assert len(told) > 1

    def stop(_done, _of, _name):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_excerpts(study.read, tmp_path / "y.docx", progress=stop)
    assert not (tmp_path / "y.docx").exists()


def test_everything_can_be_a_block(study, tmp_path):
    write_excerpts(study.read, tmp_path / "x.md", choices=Choices("({case})", blocks=True))
    said = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert "“" not in said.split("# A")[1]
    assert said.count("\n> ") == 15


@pytest.mark.parametrize("template", ["{bad", "bad}", "({source}) {", "{{source}}"])
def test_a_brace_without_its_partner_is_refused(study, tmp_path, template):
    with pytest.raises(QdaError, match="brace without its partner"):
        write_excerpts(study.read, tmp_path / "x.md", choices=Choices(template))
    assert not (tmp_path / "x.md").exists()
