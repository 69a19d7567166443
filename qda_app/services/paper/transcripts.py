"""A coded transcript for an appendix: comments in Word, stripes on a page."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qda_app.domain.amounts import codings_words
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.source import Source
from qda_app.domain.tree import Tree
from qda_app.services.comparing.units import chosen_sources
from qda_app.services.consent import Consent
from qda_app.services.paper.stated import made_of
from qda_app.services.reads import Reads
from qda_app.services.selection import chosen_coders, chosen_nodes

if TYPE_CHECKING:
    from qda_app.formats.reports.coded_text import CodedText

KINDS = (".docx", ".html")
# Dark enough for print, told apart in grey by the names beside them.
_COLOURS = ("#2b5c8a", "#a4572b", "#3c7a4a", "#7a4a8a", "#8a7a2b", "#2b8a84", "#a43a5c", "#5c5f66")


def coded_text(
    read: Reads,
    name: str,
    coders: Sequence[str] | None = None,
    nodes: Sequence[str] | None = None,
) -> "CodedText":
    """Return a source by name with the codings of these coders at these nodes, None for all.

    Raises QdaError where somebody heard in the source does not allow quotation.
    """
    from qda_app.formats.reports.coded_text import CodedText, Mark

    (source,) = chosen_sources(read.sources(), [name])
    _checked_consent(read, source)
    people = {coder.id: coder.name for coder in chosen_coders(read, coders)}
    tree = read.tree()
    colours, paths = _colours(tree), tree.paths()
    codings = read.codings(people, source.id, chosen_nodes(tree, nodes))
    newest = read.history(1)
    marks = [
        Mark(c.start, c.end, paths[c.node], people[c.coder], colours[c.node], c.memo)
        for c in codings
    ]
    return CodedText(
        source.name,
        read.text(source.id),
        marks,
        [(t.start, t.words) for t in read.turns_of(source.id) if t.start < t.words],
        [
            say(
                "{codings} of: {names}.",
                codings=codings_words(len(marks)),
                names=", ".join(people.values()),
            ),
            made_of(read),
        ],
        newest[0].time if newest else "",
    )


def _checked_consent(read: Reads, source: Source) -> None:
    refusing = Consent(read).refusing_in(source.id, source.length)
    if refusing:
        raise QdaError(
            say(
                "“{source}” cannot be written whole: {names} did not allow quotation.",
                source=source.name,
                names=", ".join(case.name for case in refusing),
            )
        )


def _colours(tree: Tree) -> dict[int, str]:
    """Return a colour for every node: its own, else another than its neighbours have."""
    return {
        node.id: node.color or _COLOURS[place % len(_COLOURS)]
        for place, node in enumerate(tree.order)
    }


def write_transcript(
    read: Reads,
    name: str,
    target: Path,
    coders: Sequence[str] | None = None,
    nodes: Sequence[str] | None = None,
) -> int:
    """Write a coded transcript as docx or html and return how many codings it shows."""
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise QdaError(say("Name a file that ends in one of: {known}.", known=", ".join(KINDS)))
    found = coded_text(read, name, coders, nodes)
    if kind == ".docx":
        from qda_app.formats.reports.coded_docx import coded_word
        from qda_app.formats.reports.document_docx import save_word

        save_word(coded_word(found), target)
    else:
        from qda_app.formats.reports.coded_html import coded_page
        from qda_app.formats.reports.document_files import write_text

        write_text(target, coded_page(found))
    return len(found.marks)


def transcript_remarks(read: Reads, name: str) -> list[str]:
    """Say what to know before a coded transcript is handed on."""
    from qda_app.services.paper.names_said import names_within

    source = next((s.id for s in read.sources() if s.name == name), None)
    return [] if source is None else names_within(read, f"{name}\n{read.text(source)}")
