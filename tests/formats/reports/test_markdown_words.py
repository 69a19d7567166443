"""Markdown that is escaped where it would be misread and nowhere else, read back by a parser."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qda_app.domain.quotation import Run
from qda_app.domain.text import normalise
from qda_app.formats.reports.markdown_words import escaped, heading, runs_markdown

PLAIN = [
    "I won't say \"my course\" – it's (all of us) now!",
    "Director - School II_4",
    "Bueno... no sé; [sic] y (…) [emphasis added].",
    "#almuerzo, 50 % y 3 < 4 > 2 & más",
    "({source}), {role}-{school} {{a}} {",
    "a@b.cl and A|B and x = y + 1 - 2",
]
READ = [
    "1. none", "(a) none", "iv) none", "- none", "+ none", "> none", "# none", "---", "===",
    "| a | b |", ": none", "[a]: b", "[a](b)", "![a](b)", "[a][b]", "*a*", "_a_", "__a__ b_",
    "<b>", "<!-- a", "&amp; &#38;", "`a`", "~~a~~",
    "$x$ a^2^", "\\*", "@a", "@{a}", "[a]{b}", "`a`{b}",
    "=\n-", "a\n---", "a\n===", "a\n- b", "  a  \n\tb", "# ", "+", "*", "_", "a\\",
]  # fmt: skip


def read(text):
    """What a reader says, line ends as such, italics between two private characters."""
    signs = {"hardbreak": "\n", "em_open": "\ue000", "em_close": "\ue001"}
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(text)
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"], tokens
    found = []
    for child in tokens[1].children:
        if child.type == "html_inline":
            assert child.content in {"<em>", "</em>"}
            found.append("\ue000" if child.content == "<em>" else "\ue001")
            continue
        assert child.type in {"text", "text_special", *signs}, child
        found.append(signs.get(child.type, child.content))
    return "".join(found)


@pytest.mark.parametrize("text", PLAIN)
def test_what_nobody_misreads_stays_as_it_is(text):
    assert escaped(text) == text
    assert read(text) == text


@pytest.mark.parametrize("text", READ)
def test_what_would_be_misread_is_read_as_it_is(text):
    assert read(escaped(text)) == text


words = st.text(
    st.one_of(
        st.sampled_from("*_`[]()<>&#;\\~!-+=.|1a \n'\"é"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x7f\ue000\ue001"),
    ),
    min_size=1,
).map(lambda text: re.sub("[\x80-\x9f]", "", normalise(text)))


@given(st.lists(st.tuples(words, st.booleans(), st.booleans()), min_size=1, max_size=5))
def test_any_runs_read_back_exactly_with_their_italics(parts):
    runs = [Run(text, italic, added) for text, italic, added in parts]
    text = "".join(run.text for run in runs)
    if not text.strip():
        return
    found = read(runs_markdown(runs))
    assert re.sub("[\ue000\ue001]", "", found) == text
    places, italic, at = set(), False, 0
    for char in found:
        if char in "\ue000\ue001":
            italic = char == "\ue000"
            continue
        places |= {at} if italic else set()
        at += 1
    wanted, at = set(), 0
    for run in runs:
        wanted |= {at + n for n in range(len(run.text))} if run.italic else set()
        at += len(run.text)
    assert {n for n in places if not text[n].isspace()} == {
        n for n in wanted if not text[n].isspace()
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [("_@a", r"\_\@a"), ("@.", r"@\."), ("(@) a", r"(@\) a"), ("a@b.cl", "a@b.cl")],
)
def test_citations_and_examples_of_pandoc_are_none(text, said):
    assert escaped(text) == said
    assert read(said) == text


def test_asterisks_where_they_bind_and_html_where_they_would_not():
    assert (
        runs_markdown([Run("so "), Run("it was ", italic=True), Run("then")]) == "so *it was* then"
    )
    assert runs_markdown([Run("un"), Run("cer", italic=True), Run("tain")]) == "un*cer*tain"
    assert runs_markdown([Run("a"), Run("«b»", italic=True), Run("c")]) == "a<em>«b»</em>c"


@pytest.mark.parametrize("text", ["C #", "#", "C \\#", "C {#c}", "C {.c} #", "{source}"])
def test_a_heading_keeps_its_last_signs(text):
    said = heading(text)
    tokens = MarkdownIt("commonmark").parse(f"# {said}")
    assert "".join(child.content for child in tokens[1].children) == text
    assert not re.search(r"(?<!\\)\{", said)  # attributes to Pandoc, which reads no escaped ones
