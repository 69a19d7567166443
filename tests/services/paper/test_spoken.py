"""What a quotation holds of an interview: the participants' words, and (…) for a question."""

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from qda_app.cli.main import main
from qda_app.domain.errors import QdaError
from qda_app.domain.quotation import OMIT, Edit, printed
from qda_app.domain.transcript import Transcript, Turn, touched
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.quotations import ChooseQuotations, EditQuotation
from qda_app.services.commands.sources import ImportSources
from qda_app.services.paper.quotation_documents import Choices
from qda_app.services.paper.quotes import basket, quotes_of
from qda_app.services.paper.spoken import spoken
from qda_app.services.paper.themes import themes
from qda_app.services.quoting import write_basket, write_excerpts
from qda_app.services.retrieval.excerpts import retrieve

LINES = ("E: ¿Y entonces?", "D: Partimos a la hora.", "E: ¿Siempre?", "D: Casi siempre 😀.",
         "P: Yo diría que no.", "E: Gracias.")  # fmt: skip
TEXT = "\n".join(LINES) + "\n"


def turns_of(lines=LINES):
    found, at = [], 0
    for line in lines:
        found.append(Turn(at, at + 3, at + len(line), line[0], interviewer=line[0] == "E"))
        at += len(line) + 1
    return tuple(found)


def shown(first, last, text="participants"):
    """Return what is printed from the words `first` to the words `last`."""
    start, end = TEXT.index(first), TEXT.index(last) + len(last)
    heard = spoken(touched(turns_of(), start, end), start, end, text)
    return printed(TEXT[start:end], heard.marks, "", heard.hidden).text


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("Partimos", "la hora.", "Partimos a la hora."),
        ("¿Y ent", "la hora.", "Partimos a la hora."),
        ("D: Partimos", "¿Siempre?", "Partimos a la hora."),
        ("a la hora", "Casi siempre", "a la hora. (…) Casi siempre"),
        ("E: ¿Y", "siempre 😀.", "Partimos a la hora. (…) Casi siempre 😀."),
        ("Casi", "que no.", "Casi siempre 😀.\nP: Yo diría que no."),
        ("¿Siempre?", "Gracias.", "D: Casi siempre 😀.\nP: Yo diría que no."),
        ("Partimos", "que no.", "Partimos a la hora. (…) D: Casi siempre 😀.\nP: Yo diría que no."),
    ],
)
def test_an_interviewer_between_participants_becomes_a_sign_and_at_the_edge_nothing(
    first, last, found
):
    assert shown(first, last) == found


def test_the_whole_text_names_an_interviewer_whose_label_is_outside():
    assert shown("¿Y ent", "la hora.", "whole") == "[E:] ¿Y entonces?\nD: Partimos a la hora."
    assert shown("E: ¿Y", "la hora.", "whole") == "E: ¿Y entonces?\nD: Partimos a la hora."
    with pytest.raises(QdaError, match=r"“participants” or “whole”, not “some”"):
        shown("E: ¿Y", "la hora.", "some")


def test_a_passage_of_an_interviewer_alone_is_silent():
    assert spoken(touched(turns_of(), 3, 9), 3, 9, "participants").silent
    assert not spoken((), 3, 9, "participants").silent


@given(
    st.lists(st.sampled_from("EDP"), min_size=1, max_size=6),
    st.integers(0, 60),
    st.integers(1, 60),
)
def test_what_is_printed_is_what_participants_said_letter_for_letter(speakers, start, length):
    lines = [f"{who}: {chr(97 + n) * 7}" for n, who in enumerate(speakers)]
    text, turns = "\n".join(lines), turns_of(lines)
    end = min(len(text), start + length)
    if start >= end:
        return
    heard = spoken(touched(turns, start, end), start, end, "participants")
    words = printed(text[start:end], (), "", heard.hidden)
    said = [
        text[n]
        for turn in turns
        for n in range(turn.words, turn.end)
        if start <= n < end and not turn.interviewer
    ]
    asked = any(t.interviewer and max(t.words, start) < min(t.end, end) for t in turns)
    if not said:
        assert heard.silent == asked
        return
    kept = "".join(run.text for run in words.runs if not run.added)
    assert [c for c in kept if c.islower()] == said
    assert heard.cut == asked
    between = "".join(text[n] for n in range(start, end))
    assert words.text.count("(…)") <= between.count("E: ")


@pytest.fixture
def coded(study):
    """The study with a conversation in which a question, an answer and both were coded."""
    turns = turns_of()
    study.run(ImportSources([Transcript("Group", TEXT, "txt", turns=turns)]))
    source = next(s.id for s in study.read.sources() if s.name == "Group")
    node = next(n.id for n in study.read.tree().order if n.name == "C")
    ana = next(c.id for c in study.read.coders() if c.name == "Ana")
    last = turns[3].end
    for start, end in ((0, turns[0].end), (3, last), (turns[1].words, turns[1].end)):
        study.run(ApplyNode([node], source, start, end, coder=ana))
    return study, source, node, last


def test_excerpts_print_the_participants_words_and_say_what_they_leave_out(coded, tmp_path):
    study, *_ = coded
    found = write_excerpts(study.read, tmp_path / "x.docx", nodes=["A > C"])
    said = [p.text for p in Document(str(tmp_path / "x.docx")).paragraphs]
    assert any("“Partimos a la hora. (…) Casi siempre 😀.” (Group)" in line for line in said)
    assert not any("¿Siempre?" in line or "¿Y entonces?" in line for line in said)
    cut = (
        "In 1 quotation the interviewer's words are left out; (…) stands for those between a "
        "participant's."
    )
    for sentence in (cut, "1 passage in which only the interviewer speaks is left out."):
        assert sentence in found.remarks
        assert sentence in said
    assert any(line.startswith("Printed: participants' words") for line in said)


def test_a_table_keeps_the_passage_beside_what_is_printed(coded, tmp_path):
    study, *_ = coded
    write_excerpts(study.read, tmp_path / "x.xlsx", nodes=["A > C"])
    sheet = load_workbook(tmp_path / "x.xlsx").worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    texts = {row[header.index("text")]: row[header.index("printed")] for row in rows}
    assert texts["\n".join(LINES[:4])[3:]] == "Partimos a la hora. (…) Casi siempre 😀."


def test_the_command_prints_the_whole_text_on_request(coded, tmp_path, capsys):
    study, *_ = coded
    path, out = study.path, tmp_path / "x.md"
    study.close()
    asked = ["excerpts", str(path), "--node", "A > C", "--text", "whole", "-o", str(out)]
    assert main(asked) == 0
    assert "quotations written" in capsys.readouterr().out
    lines = out.read_text(encoding="utf-8").replace("\\", "").splitlines()
    assert any("[E:]" in line and "¿Y entonces?" in line for line in lines), lines


def test_examples_of_a_theme_are_never_an_interviewers(coded):
    study, *_ = coded
    row = next(r for r in themes(study.read, examples=9).rows if r.name == "C")
    printed_words = [quote.printed.text for quote in row.quotes]
    assert "Partimos a la hora. (…) Casi siempre 😀." in printed_words
    assert all(printed_words)


def test_edits_of_a_chosen_quotation_stand_beside_what_is_left_out(coded, tmp_path):
    study, source, node, last = coded
    study.run(ChooseQuotations([(source, 3, last, node), (source, 0, 9, node)]))
    first, second = study.read.quotations()
    words = TEXT[3:last]
    at = words.index(" a la hora.")
    study.run(EditQuotation(first.id, edits=(Edit(OMIT, at, at + len(" a la hora.")),)))
    (quote,), problems = basket(study.read)
    assert quote.printed.text == "Partimos (…) Casi siempre 😀."
    assert problems == [
        "Quotation 2: Only the interviewer speaks here. Print the whole text, or take it out."
    ]
    both, none = basket(study.read, "whole")
    assert [q.id for q in both] == [first.id, second.id]
    assert none == []
    found = write_basket(study.read, tmp_path / "x.md", Choices(text="whole"))
    assert found.count == 2


def test_retrieved_passages_stay_whole_on_request(coded):
    study, *_ = coded
    found = retrieve(study.read, merge_same=True)
    assert all(
        q.printed.text.removeprefix("[E:] ") == q.of.text
        for q in quotes_of(study.read, found, "whole")
    )
