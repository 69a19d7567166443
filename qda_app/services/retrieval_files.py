"""Retrieved excerpts as files: a Word document of quotations, or a table in Excel or csv."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qda_app import __version__
from qda_app.domain.coding import Coding
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.tree import Tree
from qda_app.services.reads import Reads
from qda_app.services.retrieval import FEW, Excerpt

if TYPE_CHECKING:
    from qda_app.formats.reports.excerpts import Excerpt as Quoted

KINDS = (".docx", ".xlsx", ".csv")


def write_retrieved(
    read: Reads,
    excerpts: Sequence[Excerpt],
    target: Path,
    *,
    shown: str = "",
    attribution: str = "({source})",
) -> int:
    """Write excerpts to a .docx, .xlsx or .csv file and return how many there are.

    `shown` says in words what was retrieved. In a document they stand under their nodes.
    """
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise QdaError(
            say("Excerpts are written as .docx, .xlsx or .csv, not as {kind}.", kind=kind)
        )
    if kind == ".docx":
        _write_document(read, excerpts, target, shown, attribution)
        return len(excerpts)
    from qda_app.formats.tables import write_report_csv, write_xlsx

    header, rows = table(read, excerpts)
    if kind == ".csv":
        write_report_csv(target, header, rows)
    else:
        settings = [[line] for line in _statement(read, shown)]
        write_xlsx(
            target,
            {say("Excerpts"): (header, rows), say("Settings"): ([say("Settings")], settings)},
        )
    return len(excerpts)


def table(read: Reads, excerpts: Sequence[Excerpt]) -> tuple[list[str], list[list[str | int]]]:
    """Return a header and one row per excerpt, the passage exact, the cases' attributes last."""
    paths = read.tree().paths()
    people = {coder.id: coder.name for coder in read.coders()}
    attributes = [name for name, _kind in read.attributes()]
    header = ["source", "start", "end", "node", "coder", "case", "speaker", "memo", "text"]
    rows: list[list[str | int]] = [
        [
            e.source_name,
            e.start,
            e.end,
            "; ".join(paths[node] for node in e.nodes),
            ", ".join(people[coder] for coder in e.coders),
            e.case,
            e.speaker,
            e.memo,
            e.text,
            *(e.attributes.get(name, "") for name in attributes),
        ]
        for e in excerpts
    ]
    return [*header, *attributes], rows


def _statement(read: Reads, shown: str) -> list[str]:
    made = say(
        "qda-app {version}, {date}, journal {head}.",
        version=__version__,
        date=datetime.now(UTC).date(),
        head=read.head()[:12],
    )
    return [shown, made] if shown else [made]


def _write_document(
    read: Reads, excerpts: Sequence[Excerpt], target: Path, shown: str, attribution: str
) -> None:
    from qda_app.formats.reports.excerpts import Section, write_excerpts

    tree = read.tree()
    used = {node for each in excerpts for node in each.nodes}
    above = {up for node in used for up in tree.ancestors(node)}
    sections = [
        Section(n.id, n.name, tree.path(n.id), tree.depth[n.id], n.definition)
        for n in tree.order
        if n.id in used | above
    ]
    write_excerpts(
        target,
        title=read.title(),
        statement=_statement(read, shown),
        sections=[*sections, Section(0, say("Passages without a node"), "", 0)],
        excerpts=_quoted(read, tree, excerpts),
        template=attribution,
        attributes=[name for name, _kind in read.attributes()],
    )


def _quoted(read: Reads, tree: Tree, excerpts: Sequence[Excerpt]) -> Iterator["Quoted"]:
    """Yield every excerpt once for each coding behind it, or once where there is none."""
    from qda_app.formats.reports.excerpts import Excerpt as Quoted

    ids = {key for each in excerpts for key in each.ids}
    codings = {c.id: c for c in read.codings(ids=ids if len(ids) <= FEW else None)}
    people = {coder.id: coder.name for coder in read.coders()}
    for each in excerpts:
        behind: list[Coding | None] = [codings[key] for key in each.ids if key in codings]
        for coding in behind or [None]:
            yield Quoted(
                coding.node if coding and coding.node in tree.by_id else 0,
                each.source_name,
                each.start,
                each.end,
                each.text,
                people[coding.coder] if coding else "",
                each.case,
                each.speaker,
                each.attributes,
            )
