"""Coded transcripts: the text whole, each coding in the margin, nobody who refuses."""

import pytest
from docx import Document
from lxml import html
from paper_study import LINES, TEXT, allow

from qda_app.domain.errors import QdaError
from qda_app.formats.reports.coded_text import CodedText, Mark, lanes
from qda_app.services.paper.transcripts import write_transcript


def test_comments_stand_on_exactly_the_coded_words(study, tmp_path):
    assert write_transcript(study.read, "I P1", tmp_path / "t.docx") == 4
    document = Document(str(tmp_path / "t.docx"))
    body = [p for p in document.paragraphs if p.style.name == "Body Words"]
    assert "\n".join(p.text for p in body) == TEXT
    assert [r.text for r in body[0].runs if r.bold] == ["E: "]
    comments = list(document.comments)
    assert [(c.text, c.author) for c in comments] == [
        ("A > B", "Ana"),
        ("A > B", "Bruno"),
        ("A > B", "Ana"),
        ("A > C", "Ana"),
    ]
    xml = body[1]._p.xml
    assert xml.index("commentRangeStart") < xml.index("Antes") < xml.index("commentRangeEnd")
    assert "comment" not in body[0]._p.xml


def test_a_coding_over_several_lines_has_one_comment(study, tmp_path):
    from qda_app.formats.reports.coded_docx import coded_word

    of = CodedText("t", "one\ntwo\nthree", [Mark(1, 9, "N", "Ana Soto", "#123456", "why")])
    word = coded_word(of)
    (comment,) = word.comments
    assert (comment.text, comment.initials) == ("N\nwhy", "AS")
    starts = [i for i, p in enumerate(word.paragraphs) if "commentRangeStart" in p._p.xml]
    ends = [i for i, p in enumerate(word.paragraphs) if "commentRangeEnd" in p._p.xml]
    assert (starts, ends) == ([1], [3])


def test_a_question_stays_on_the_page_of_its_answer():
    from qda_app.formats.reports.coded_docx import coded_word

    of = CodedText("t", "E: why?\nP: so.\nAnd so.\nP: yes.", [], [(0, 3), (8, 11), (23, 26)])
    body = [p for p in coded_word(of).paragraphs if p.style.name == "Body Words"]
    assert [p.paragraph_format.keep_with_next for p in body] == [True, None, None, None]


def test_a_page_has_a_row_a_line_and_stripes_beside_it(study, tmp_path):
    write_transcript(study.read, "I P1", tmp_path / "t.html", coders=["Ana"])
    page = html.parse(str(tmp_path / "t.html"))
    rows = page.xpath("//tr")
    assert [row.xpath("td[@class='text']")[0].text_content() for row in rows] == [*LINES, ""]
    stripes = [len(row.xpath("td[@class='lane' and @style]")) for row in rows]
    assert stripes == [0, 1, 2, 0]
    names = rows[2].xpath("td[@class='names']/span")
    assert [" ".join(n.text_content().split()) for n in names] == ["▌B Ana", "▌C Ana"]
    assert not page.xpath("//script")


def test_stripes_on_one_line_stand_in_lanes_of_their_own():
    marks = [Mark(a, b, "N", "A", "#000000") for a, b in ((0, 9), (1, 2), (5, 6), (10, 12))]
    found = lanes(CodedText("t", "abc\ndefgh\nijkl", marks))
    assert [found.of[n] for n in range(4)] == [0, 1, 1, 0]
    assert found.count == 2


def test_a_source_of_somebody_who_refuses_is_not_written(study, tmp_path):
    allow(study, {"P1": "share"})
    with pytest.raises(QdaError, match="P1 did not allow quotation"):
        write_transcript(study.read, "I P1", tmp_path / "t.docx")
    assert write_transcript(study.read, "I P2", tmp_path / "t.docx") == 4
    with pytest.raises(QdaError, match="no source “none”"):
        write_transcript(study.read, "none", tmp_path / "t.docx")
    with pytest.raises(QdaError, match="ends in one of"):
        write_transcript(study.read, "I P2", tmp_path / "t.md")
