"""Retrieval: the coded passages as excerpts, with who, where and whose voice; grouped, ordered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qda_app.domain.coding import Coding
from qda_app.domain.text import Span
from qda_app.domain.tree import Tree
from qda_app.services.reads import Reads
from qda_app.services.retrieval.transcripts import Context, Transcripts

FEW = 20_000  # ids that are asked for by name; of more, everything is read and sifted

Where = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage, text[start:end] of a source, with the codings that it was found by.

    `ids`, `nodes` and `coders` belong to these codings, each once; `whole` says whether the passage
    is exactly theirs. `before` and `after` hold the context asked for; `certainty` is the lowest.
    """

    source: int
    source_name: str
    start: int
    end: int
    text: str
    ids: tuple[int, ...] = ()
    nodes: tuple[int, ...] = ()
    coders: tuple[int, ...] = ()
    whole: bool = True
    speaker: str = ""
    seconds: float | None = None
    case: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    memo: str = ""
    certainty: int = 0
    before: str = ""
    after: str = ""

    @property
    def span(self) -> Span:
        """The passage as a span."""
        return Span(self.start, self.end)


def retrieve(
    read: Reads,
    nodes: Collection[int] | None = None,
    *,
    with_below: bool = True,
    coders: Collection[int] | None = None,
    sources: Collection[int] | None = None,
    where: Where | None = None,
    ids: Collection[int] | None = None,
    context: Context | None = None,
    merge_same: bool = False,
    transcripts: Transcripts | None = None,
) -> list[Excerpt]:
    """Return the coded passages as excerpts in text order; None stands for all.

    `where` gives the values that a case's attribute may have; `context` is a number of characters,
    or sentence, paragraph or turn; `merge_same` shows a passage once that several coders or nodes
    share. `transcripts` spares reading them again.
    """
    wanted = None if nodes is None else below(read.tree(), nodes, with_below=with_below)
    few = ids if ids is not None and len(ids) <= FEW else None
    codings = read.codings(coders, nodes=wanted, ids=few)
    if ids is not None and few is None:
        known = frozenset(ids)
        codings = [coding for coding in codings if coding.id in known]
    if sources is not None:
        codings = [coding for coding in codings if coding.source in sources]
    transcripts = transcripts or Transcripts(read, {coding.source for coding in codings})
    groups: Iterable[Sequence[Coding]] = same_passages(codings) if merge_same else zip(codings)
    found = [of_codings(transcripts, group) for group in groups]
    return finished(transcripts, found, where, context)


def below(tree: Tree, nodes: Collection[int], *, with_below: bool = True) -> frozenset[int]:
    """Return the nodes that are in the tree, on request with all below them."""
    known = [node for node in nodes if node in tree.by_id]
    if not with_below:
        return frozenset(known)
    return frozenset(each for node in known for each in tree.descendants(node))


def same_passages(codings: Iterable[Coding]) -> list[list[Coding]]:
    """Return the codings of each passage together, in the order given."""
    groups: dict[tuple[int, int, int], list[Coding]] = {}
    for coding in codings:
        groups.setdefault((coding.source, coding.start, coding.end), []).append(coding)
    return list(groups.values())


def of_codings(transcripts: Transcripts, codings: Sequence[Coding]) -> Excerpt:
    """Return the excerpt of codings that share one passage."""
    first = codings[0]
    return excerpt(transcripts, first.source, first.start, first.end, codings)


def excerpt(
    transcripts: Transcripts, source: int, start: int, end: int, codings: Sequence[Coding]
) -> Excerpt:
    """Return any passage as an excerpt, with the codings behind it."""
    case, speaker, seconds = transcripts.voice(source, start, end)
    said = [coding.certainty for coding in codings if coding.certainty]
    memos = dict.fromkeys(coding.memo for coding in codings if coding.memo)
    return Excerpt(
        source,
        transcripts.sources[source].name,
        start,
        end,
        transcripts.texts[source][start:end],
        tuple(coding.id for coding in codings),
        tuple(dict.fromkeys(coding.node for coding in codings)),
        tuple(dict.fromkeys(coding.coder for coding in codings)),
        bool(codings) and all((c.start, c.end) == (start, end) for c in codings),
        speaker,
        seconds,
        case.name if case else "",
        case.attributes if case else {},
        "\n\n".join(memos),
        min(said, default=0),
    )


def finished(
    transcripts: Transcripts,
    found: Iterable[Excerpt],
    where: Where | None,
    context: Context | None,
) -> list[Excerpt]:
    """Return the excerpts of the cases wanted in text order, with their context."""
    order = {source: number for number, source in enumerate(transcripts.sources)}
    kept = [each for each in found if fits(each, where)]
    kept.sort(key=lambda each: (order[each.source], each.start, each.end))
    return kept if context is None else [with_context(transcripts, e, context) for e in kept]


def fits(of: Excerpt, where: Where | None) -> bool:
    """Say whether an excerpt's case has one of the values wanted in every attribute."""
    return all(of.attributes.get(name, "") in values for name, values in (where or {}).items())


def with_context(transcripts: Transcripts, of: Excerpt, context: Context) -> Excerpt:
    """Return the excerpt with the text before and after it."""
    before, after = transcripts.around(of.source, of.start, of.end, context)
    return replace(of, before=before, after=after)
