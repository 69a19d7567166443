"""Quotations as a document or as rich text: under headings, printed after APA 7."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qda_app.domain.messages import say
from qda_app.domain.tree import Tree
from qda_app.formats.reports.attribution import DEFAULT
from qda_app.services.counted_text import PARTICIPANTS
from qda_app.services.paper.attributions import attributed
from qda_app.services.paper.pseudonyms import pseudonym
from qda_app.services.paper.quotes import Quote, translation_words
from qda_app.services.paper.spoken import Heard
from qda_app.services.reads import Reads

if TYPE_CHECKING:
    from qda_app.formats.reports.document import Block, Quoted

NODE, CASE, SOURCE, CODER, NONE = "node", "case", "source", "coder", "none"
GROUPS = (NODE, CASE, SOURCE, CODER, NONE)


@dataclass(frozen=True, slots=True)
class Choices:
    """How quotations are printed.

    `by` is node, case, source, coder, none or an attribute's name; `blocks` prints every quotation
    as a block and not by APA 7; `translation` and `notes` say whether these are printed. `text` is
    participants, which leaves the interviewer's words out of the passages, or whole.
    """

    template: str = DEFAULT
    by: str = NODE
    blocks: bool = False
    translation: bool = True
    notes: bool = False
    text: str = PARTICIPANTS


def quoted(quote: Quote, choices: Choices, paths: Mapping[int, str]) -> "Quoted":
    """Return a quotation as a block of a document."""
    from qda_app.formats.reports.document import Quoted

    return Quoted(
        quote.printed.runs,
        attributed(choices.template, quote, paths),
        block=choices.blocks or quote.block,
        note=quote.note if choices.notes else "",
        translation=quote.translation if choices.translation else "",
        about=_about(quote) if choices.translation else "",
    )


def printed_words(quote: Quote) -> str:
    """Return the words as they are printed, [emphasis added] behind those in italics."""
    from qda_app.formats.reports.quotation_marks import emphasis_told

    return "".join(run.text for run in emphasis_told(quote.printed.runs))


def _about(quote: Quote) -> str:
    """Return what stands in parentheses behind a translation: that it is one, whose, how far."""
    said = translation_words(quote)
    if quote.translator or not quote.translation:
        return said
    return ", ".join(filter(None, (say("translation"), said)))


def blocks(read: Reads, quotes: Sequence[Quote], choices: Choices) -> "Iterator[Block]":
    """Yield the quotations under their headings."""
    from qda_app.formats.reports.document import Heading, Paragraph

    tree = read.tree()
    paths = tree.paths()
    if not quotes:
        yield Paragraph(say("No passage was coded with these nodes."))
    if choices.by == NONE:
        yield from (quoted(q, choices, paths) for q in quotes)
    elif choices.by == NODE:
        yield from _by_node(tree, quotes, choices, paths)
    else:
        for title, members in grouped(quotes, choices.by):
            yield Heading(title)
            yield from (quoted(q, choices, paths) for q in members)


def _by_node(
    tree: Tree, quotes: Sequence[Quote], choices: Choices, paths: Mapping[int, str]
) -> "Iterator[Block]":
    from qda_app.formats.reports.document import Heading, Paragraph

    at: dict[int, list[Quote]] = {}
    for quote in quotes:
        at.setdefault(quote.node, []).append(quote)
    shown = {up for node in at if node for up in (node, *tree.ancestors(node))}
    for node in tree.order:
        if node.id not in shown:
            continue
        yield Heading(node.name, tree.depth[node.id] + 1)
        if node.definition:
            yield Paragraph(node.definition, "muted")
        yield from (quoted(q, choices, paths) for q in at.get(node.id, ()))
    if 0 in at:
        yield Heading(say("Passages without a node"))
        yield from (quoted(q, choices, paths) for q in at[0])


def grouped(quotes: Iterable[Quote], by: str) -> list[tuple[str, list[Quote]]]:
    """Return the quotations by case, source, coder or an attribute's value, titles in order."""
    found: dict[str, list[Quote]] = {}
    for quote in quotes:
        for key in dict.fromkeys(_keys(quote, by)):
            found.setdefault(key, []).append(quote)
    missing = {CASE: say("No participant"), CODER: say("No coder")}.get(
        by, say("{name}: none", name=by)
    )
    order = sorted(found, key=lambda key: (key == "", key.casefold(), key))
    return [(key or missing, found[key]) for key in order]


def _keys(quote: Quote, by: str) -> Sequence[str]:
    """Return the headings under which a quotation stands: those of everybody heard in it."""
    if by == SOURCE:
        return (quote.of.source_name,)
    if by == CODER:
        return quote.coders or ("",)
    heard = quote.heard or (Heard(quote.of.case, quote.of.attributes),)
    if by == CASE:
        return [pseudonym(who.attributes, who.case) for who in heard]
    return [who.attributes.get(by, "") for who in heard]


def clipboard(read: Reads, quotes: Iterable[Quote], choices: Choices) -> tuple[str, str]:
    """Return quotations as HTML and as plain text, for a word processor and for an editor."""
    from qda_app.formats.reports.document import spoken, translated
    from qda_app.formats.reports.document_html import html_of

    paths = read.tree().paths()
    printed = [quoted(quote, choices, paths) for quote in quotes]
    plain = []
    for one in printed:
        said = "".join(run.text for run in spoken(one))
        rest = [translated(one) if one.translation else "", one.note]
        plain.append("\n".join([said, *filter(None, rest)]))
    return "\n".join(html_of(one) for one in printed), "\n\n".join(plain)
