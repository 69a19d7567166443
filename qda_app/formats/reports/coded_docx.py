"""A coded transcript for Word: each coding is a comment in the margin."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from qda_app.domain.quotation import Run as Words
from qda_app.formats.reports.coded_text import CodedText, Mark
from qda_app.formats.reports.document_docx import BODY, MUTED, paper_word
from qda_app.formats.reports.word_runs import add_runs, styled

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.run import Run

QUESTION = 240  # characters of a turn that stays on the page of its answer


def coded_word(of: CodedText) -> "Word":
    """Return the transcript as one of python-docx: a paragraph a line, a comment a coding."""
    word = paper_word(of.title)
    word.add_heading(of.title, level=0)
    for sentence in of.statement:
        styled(word.add_paragraph(), MUTED).add_run(sentence)
    runs: list[tuple[int, int, Run]] = []
    edges = _edges(of)
    labelled = {start for start, _end in of.labels}
    for start, end in of.lines():
        paragraph = styled(word.add_paragraph(), BODY)
        if start in labelled and end + 1 in labelled and end - start <= QUESTION:
            paragraph.paragraph_format.keep_with_next = True
        cuts = [start, *_within(edges, start, end), end]
        for a, b in pairwise(cuts):
            if a < b:
                add_runs(paragraph, (Words(of.text[a:b]),))
                run = paragraph.runs[-1]
                run.bold = True if any(x <= a and b <= y for x, y in of.labels) else None
                runs.append((a, b, run))
    for mark in of.marks:
        _comment(
            word, mark, [run for a, b, run in runs if a < mark.end and mark.start < b], of.made
        )
    return word


def _edges(of: CodedText) -> list[int]:
    places = {x for m in of.marks for x in (m.start, m.end)} | {x for ab in of.labels for x in ab}
    return sorted(places)


def _within(edges: Sequence[int], start: int, end: int) -> Sequence[int]:
    from bisect import bisect_left, bisect_right

    return edges[bisect_right(edges, start) : bisect_left(edges, end)]


def _comment(word: "Word", mark: Mark, runs: "Sequence[Run]", made: str) -> None:
    if not runs:
        return
    from docx.oxml.ns import qn

    said = f"{mark.node}\n{mark.memo}" if mark.memo else mark.node
    initials = "".join(part[:1] for part in mark.coder.split()).upper()
    comment = word.add_comment([runs[0], runs[-1]], said, mark.coder, initials)
    moment = dt.datetime.fromisoformat(made) if made else dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    comment._comment_elm.set(qn("w:date"), moment.strftime("%Y-%m-%dT%H:%M:%SZ"))  # noqa: SLF001
