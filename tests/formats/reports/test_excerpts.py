import io
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qda_app.domain.errors import QdaError
from qda_app.domain.text import normalise
from qda_app.formats.reports.excerpts import (
    ATTRIBUTION,
    MUTED,
    QUOTATION,
    Excerpt,
    Section,
    write_excerpts,
)

SECTIONS = [
    Section(1, "Factors", "Factors", 0, "What helps or hinders."),
    Section(2, "Obstacles", "Factors > Obstacles", 1),
    Section(3, "Unused", "Factors > Unused", 1),
    Section(4, "Other", "Other", 0),
]
EXCERPT = Excerpt(2, "INT-01", 5, 9, "Hola", "Ana", "P1", "Rosa", {"role": "teacher"})


def written(excerpts, **options):
    stream = io.BytesIO()
    given = {"title": "Quotations", "statement": ["Coders: Ana."], "sections": SECTIONS}
    number = write_excerpts(stream, excerpts=excerpts, **given | options)
    stream.seek(0)
    return number, docx.Document(stream).paragraphs


def texts(paragraphs, style):
    return [p.text for p in paragraphs if p.style.name == style]


HARD = [
    "line one\nline two\n\nline four",
    "\tindented\twith tabs\t",
    "  two  spaces   kept  ",
    "\n leading and trailing break\n",
    "emoji 😀👩‍🏫 and ñ é",
    "שלום 12 (abc)",
    "مرحبا\nبكم",
    "<w:t>&amp; \"quotes\" 'and' ]]>",
    "non\u00a0breaking\u2011hyphen soft\u00adhyphen \u2028 \u0085 \u200f end",
]


@pytest.mark.parametrize("text", HARD)
def test_a_quotation_reads_back_exactly(text):
    _, paragraphs = written([replace(EXCERPT, text=text)])
    assert texts(paragraphs, QUOTATION) == [text]


@settings(max_examples=25)
@given(st.lists(st.text(min_size=1).map(normalise).filter(bool), min_size=1, max_size=20))
def test_any_text_of_a_project_reads_back_exactly(passages):
    excerpts = [replace(EXCERPT, text=t, start=i, end=i + 1) for i, t in enumerate(passages)]
    number, paragraphs = written(excerpts)
    assert number == len(passages)
    assert texts(paragraphs, QUOTATION) == passages


def test_headings_follow_the_tree_and_leave_out_what_is_empty():
    _, paragraphs = written([EXCERPT])
    styled = [(p.style.name, p.text) for p in paragraphs]
    assert styled == [
        ("Title", "Quotations"),
        ("Normal", "Coders: Ana."),
        ("Heading 1", "Factors"),
        (MUTED, "What helps or hinders."),
        ("Heading 2", "Obstacles"),
        (QUOTATION, "Hola"),
        (ATTRIBUTION, "(P1, INT-01)"),
    ]


def test_a_section_between_two_branches_stays_only_if_needed():
    sections = [
        Section(1, "A", "A", 0),
        Section(2, "B", "A > B", 1),
        Section(3, "C", "C", 0),
        Section(4, "D", "C > D", 1),
        Section(5, "E", "C > D > E", 2),
        Section(6, "F", "C > F", 1),
    ]
    _, paragraphs = written([replace(EXCERPT, node=5)], sections=sections)
    assert [p.text for p in paragraphs if "Heading" in p.style.name] == ["C", "D", "E"]


def test_an_identical_passage_is_printed_once_with_all_its_coders():
    excerpts = [
        EXCERPT,
        replace(EXCERPT, coder="Ben"),
        replace(EXCERPT, coder="Ana"),
        replace(EXCERPT, end=8, text="Hol"),
        replace(EXCERPT, node=1),
    ]
    number, paragraphs = written(excerpts, template="{node}: {coder}")
    assert number == 3
    assert texts(paragraphs, ATTRIBUTION) == [
        "Factors: Ana",
        "Factors > Obstacles: Ana, Ben",
        "Factors > Obstacles: Ana",
    ]


def test_attribution_uses_attributes_and_shows_what_is_missing():
    template = "({role} - School {school}), { speaker }, {years of service}"
    excerpts = [EXCERPT, replace(EXCERPT, start=1, attributes={"school": "{case}"}, speaker="")]
    names = ["role", "school", "years of service"]
    _, paragraphs = written(excerpts, template=template, attributes=names)
    assert texts(paragraphs, ATTRIBUTION) == [
        "(teacher - School —), Rosa, —",
        "(— - School {case}), —, —",
    ]


def test_an_unknown_name_is_refused_before_anything_is_written(tmp_path):
    target = tmp_path / "out.docx"
    with pytest.raises(QdaError) as refused:
        write_excerpts(
            target,
            title="T",
            statement=[],
            sections=SECTIONS,
            excerpts=[EXCERPT],
            template="{rol}",
            attributes=["role"],
        )
    assert "{rol}" in str(refused.value)
    assert "{case}, {source}, {speaker}, {coder}, {node}, {role}" in str(refused.value)
    assert not target.exists()


def test_without_a_passage_the_document_says_so(tmp_path):
    target = tmp_path / "out.docx"
    given = {"title": "T", "statement": [], "sections": SECTIONS, "excerpts": []}
    assert write_excerpts(target, **given) == 0
    assert "No passage" in docx.Document(str(target)).paragraphs[-1].text


def test_right_to_left_passages_are_set_from_the_right():
    _, paragraphs = written([replace(EXCERPT, text="«שלום»"), replace(EXCERPT, start=1)])
    quoted = [p for p in paragraphs if p.style.name == QUOTATION]
    assert ["w:bidi" in p._p.xml for p in quoted] == [True, False]
