"""The codebook for an appendix: the tree with its definitions, counts, version and changes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qda_app.domain.amounts import codings_words, in_sources, nodes_words, participants_words
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.tree import Node
from qda_app.services.consent import Consent, not_withdrawn
from qda_app.services.counted_text import WHOLE
from qda_app.services.counting import grouped
from qda_app.services.paper.stated import made_of
from qda_app.services.reads import Reads
from qda_app.services.selection import chosen_coders, hidden_words
from qda_app.services.versions import version_list

if TYPE_CHECKING:
    from qda_app.formats.reports.document import Block, Document

KINDS = (".docx", ".xlsx", ".html", ".md", ".tex")


def codebook(read: Reads, coders: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Return the nodes in reading order with their definition cards and how often each was used.

    Who has withdrawn is no participant here. An example in the words of somebody who does not
    allow quotation is left out.
    """
    tree, (every,) = read.tree(), grouped(read, coders, WHOLE, None)
    spoke = [case for case in read.cases() if case.links]
    where = not_withdrawn(spoke)
    people = every if where is None else grouped(read, coders, WHOLE, None, where)[0]
    refused = _refused_examples(read)
    return [
        {
            "node": tree.path(node.id),
            "name": node.name,
            "depth": tree.depth[node.id],
            **_card(node, quoting=node.id not in refused),
            "retired": node.retired,
            "codings": counts.codings,
            "sources": counts.sources,
            "participants": heard.cases,
        }
        for node, counts, heard in zip(tree.order, every.counts, people.counts, strict=True)
    ]


def _refused_examples(read: Reads) -> set[int]:
    """Return the nodes on whose card somebody is quoted who does not allow it."""
    consent = Consent(read)
    if not consent.refuses:
        return set()
    texts = read.texts()
    return {node.id for node in read.tree().order if consent.withholds(node.example, texts)}


def _card(node: Node, *, quoting: bool) -> dict[str, str]:
    names = ("short", "definition", "use_when", "not_when", "example", "color")
    found = {name: str(getattr(node, name)) for name in names}
    return found if quoting else {**found, "example": ""}


def codebook_document(read: Reads, coders: Sequence[str] | None = None) -> "Document":
    """Return the codebook as a document: a section a node, the versions at the end."""
    from qda_app.formats.reports.document import Document

    title = say("Codebook: {title}", title=read.title())
    return Document(title, list(_blocks(read, coders)))


def _blocks(read: Reads, coders: Sequence[str] | None) -> "Iterator[Block]":
    from qda_app.formats.reports.document import Heading, Labelled, Paragraph

    rows, versions = codebook(read, coders), version_list(read)
    for line in _statement(read, coders, rows, versions):
        yield Paragraph(line, "muted")
    for row in rows:
        yield Heading(row["name"], row["depth"] + 1)
        if row["definition"] or row["short"]:
            yield Paragraph(row["definition"] or row["short"])
        labels = {
            "use_when": say("Use when:"),
            "not_when": say("Not when:"),
            "example": say("Example:"),
        }
        for name, label in labels.items():
            if row[name]:
                yield Labelled(label, row[name])
        yield Paragraph(_used(row), "muted")
    if versions:
        yield Heading(say("Versions of the codebook"))
    for version in reversed(versions):
        label = say(
            "Version {number}, {date}:", number=version["number"], date=version["made"][:10]
        )
        yield Labelled(label, version["rationale"] or say("no reason given"))
        if version["changes"]:
            yield Paragraph("; ".join(version["changes"]), "muted")


def _statement(
    read: Reads,
    coders: Sequence[str] | None,
    rows: Sequence[dict[str, Any]],
    versions: Sequence[dict[str, Any]],
) -> list[str]:
    nodes, withheld = len(rows), len(_refused_examples(read))
    names = ", ".join(coder.name for coder in chosen_coders(read, coders))
    said = [
        say("{nodes}. Codings of: {names}.", nodes=nodes_words(nodes), names=names or say("nobody"))
    ]
    if any(row["depth"] for row in rows):
        said.append(say("The counts of a node are its own, those below it not included."))
    said += filter(None, [hidden_words(read)])
    if withheld:
        said.append(
            counted(
                "The example of 1 node is left out, for its words are of somebody who does not "
                "allow quotation.",
                "The examples of {count} nodes are left out, for their words are of somebody who "
                "does not allow quotation.",
                withheld,
            )
        )
    if versions:
        newest = versions[-1]
        said.append(
            say(
                "Version {number} of {date}; changes since then stand in the tree as it is.",
                number=newest["number"],
                date=newest["made"][:10],
            )
        )
    return [*said, made_of(read)]


def _used(row: dict[str, Any]) -> str:
    used = in_sources(codings_words(row["codings"]), row["sources"])
    said = f"{used}, {participants_words(row['participants'])}"
    return f"{said} · {say('retired')}" if row["retired"] else said


def write_codebook(read: Reads, target: Path, coders: Sequence[str] | None = None) -> int:
    """Write the codebook as docx, xlsx, html, md or tex; return the number of its nodes."""
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise QdaError(say("Name a file that ends in one of: {known}.", known=", ".join(KINDS)))
    rows = codebook(read, coders)
    if kind != ".xlsx":
        from qda_app.formats.reports.document_files import write_document

        write_document(target, codebook_document(read, coders))
        return len(rows)
    from qda_app.formats.tables import write_xlsx

    versions = version_list(read)
    lines = _statement(read, coders, rows, versions)
    write_xlsx(
        target,
        {
            say("Codebook"): (
                list(rows[0]) if rows else ["node"],
                [list(r.values()) for r in rows],
            ),
            say("Versions"): (
                ["version", "date", "reason", "changes"],
                [
                    [v["number"], v["made"][:10], v["rationale"], "\n".join(v["changes"])]
                    for v in versions
                ],
            ),
            say("Settings"): ([say("Settings")], [[line] for line in lines]),
        },
    )
    return len(rows)
