"""All memos in one list: what each is about, in words, and where that is."""

from dataclasses import dataclass

from qda_app.domain.source import Memo
from qda_app.domain.text import Span
from qda_app.services.reads import Reads

QUOTED = 80  # characters of a passage that stand for it in the list


@dataclass(frozen=True, slots=True)
class MemoLine:
    """A memo with what it is about; `source` and `span` where that is a place in a text."""

    memo: Memo
    about: str
    source: int | None = None
    span: Span | None = None
    node: int | None = None


def memo_lines(read: Reads) -> list[MemoLine]:
    """Return the memos, the newest first; those on codings that the viewer may not see left out."""
    memos = read.memos()
    sources = {source.guid: source for source in read.sources()}
    names = {source.id: source.name for source in sources.values()}
    tree = read.tree()
    nodes = {node.guid: node for node in tree.order}
    cases = {case.guid: case.name for case in read.cases()}
    relations = {relation.guid: relation for relation in read.relations()}
    wanted = any(memo.kind == "coding" for memo in memos)
    codings = {coding.guid: coding for coding in read.codings()} if wanted else {}
    texts = read.texts({c.source for c in codings.values()} | {m.source or 0 for m in memos})
    found = []
    for memo in memos:
        line = MemoLine(memo, read.title())
        if memo.kind == "source" and memo.target in sources:
            source = sources[memo.target]
            line = MemoLine(memo, source.name, source.id)
        elif memo.kind == "span" and memo.source is not None:
            span = Span(memo.start, memo.end)
            about = f"{names[memo.source]}: “{_short(span.of(texts[memo.source]))}”"
            line = MemoLine(memo, about, memo.source, span)
        elif memo.kind == "node" and memo.target in nodes:
            node = nodes[memo.target]
            line = MemoLine(memo, tree.path(node.id), node=node.id)
        elif memo.kind == "case" and memo.target in cases:
            line = MemoLine(memo, cases[memo.target])
        elif memo.kind == "relation" and memo.target in relations:
            relation = relations[memo.target]
            ends = f"{tree.path(relation.node)} – {tree.path(relation.other)}"
            line = MemoLine(memo, ends, node=relation.node)
        elif memo.kind == "coding" and memo.target in codings:
            coding = codings[memo.target]
            quoted = _short(coding.span.of(texts[coding.source]))
            about = f"{tree.names(coding.node)[-1]}, {names[coding.source]}: “{quoted}”"
            line = MemoLine(memo, about, coding.source, coding.span, coding.node)
        elif memo.kind != "project":
            continue
        found.append(line)
    return sorted(found, key=lambda line: line.memo.written, reverse=True)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[:QUOTED].rstrip() + "…"
