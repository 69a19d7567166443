"""A study without the participants who do not allow sharing, and all in which they are heard."""

from dataclasses import replace

from qda_app.domain.exchange import Case, Memo, Node, Study
from qda_app.domain.text import fold
from qda_app.services.consent import may_share
from qda_app.services.share.plan import LeftOut


def without_refusing(study: Study, *, silence: bool) -> tuple[Study, LeftOut]:
    """Return what of a study may be shared; `silence` says whether nothing recorded allows it."""
    refusing = [case for case in study.cases if not may_share(case.values, silence=silence)]
    if not refusing:
        return study, LeftOut()
    out = {guid for case in refusing for guid in case.sources or _named(case, study)}
    gone = [source for source in study.sources if source.guid in out]
    codings = {coding.guid for source in gone for coding in source.codings}
    targets = codings | out | {case.guid for case in refusing}
    memos = tuple(memo for memo in study.memos if not _about(memo, targets))
    known = {memo.guid for memo in memos}
    nodes, examples = _without_examples(study, out)
    kept = replace(
        study,
        nodes=nodes,
        sources=tuple(source for source in study.sources if source.guid not in out),
        cases=tuple(_heard(case, out) for case in study.cases if case not in refusing),
        memos=memos,
        links=tuple(pair for pair in study.links if known.issuperset(pair)),
        quotations=tuple(quote for quote in study.quotations if quote.source not in out),
    )
    left = LeftOut(
        tuple(case.name for case in refusing),
        tuple(source.name for source in gone),
        len(codings),
        len(study.memos) - len(memos),
        len(study.quotations) - len(kept.quotations),
        examples,
        untied=tuple(c.name for c in refusing if not c.sources and not _named(c, study)),
    )
    return kept, left


def _named(case: Case, study: Study) -> list[str]:
    """Return the sources in which a speaker bears the name of a case that is tied to none."""
    name = fold(case.name).strip()
    return [
        source.guid
        for source in study.sources
        if any(fold(turn.speaker).strip() == name for turn in source.turns or ())
    ]


def _about(memo: Memo, targets: set[str]) -> bool:
    return memo.kind != "project" and memo.target in targets


def _heard(case: Case, out: set[str]) -> Case:
    return replace(
        case,
        sources=tuple(guid for guid in case.sources if guid not in out),
        speakers=tuple(pair for pair in case.speakers if pair[0] not in out),
    )


def _without_examples(study: Study, out: set[str]) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """Take out the examples on cards that are words of sources left out and of no other."""
    if not any("example" in node.card for node in study.nodes):
        return study.nodes, ()
    here, there = (
        [" ".join(s.text.split()) for s in study.sources if (s.guid in out) == gone]
        for gone in (False, True)
    )
    nodes, found = [], []
    for node in study.nodes:
        words = " ".join(node.card.get("example", "").split()).strip(" “”«»\"'")
        if words and any(words in text for text in there) and not any(words in t for t in here):
            card = {name: text for name, text in node.card.items() if name != "example"}
            nodes.append(replace(node, card=card))
            found.append(node.name)
        else:
            nodes.append(node)
    return tuple(nodes), tuple(found)
