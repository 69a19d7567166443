"""Coded passages as quotations: which they are, who said them, and as a document."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from qda_app import __version__
from qda_app.domain.coding import Coding
from qda_app.domain.messages import say
from qda_app.domain.people import Case
from qda_app.domain.transcript import Turn
from qda_app.formats.reports import excerpts as document
from qda_app.services.counted_text import WHOLE, statement
from qda_app.services.reads import Reads
from qda_app.services.selection import chosen_coders, chosen_nodes

Progress = Callable[[int, int, str], None]


def write_excerpts(
    read: Reads,
    target: Path,
    coders: Sequence[str] | None = None,
    nodes: Sequence[str] | None = None,
    attribution: str = "({source})",
    progress: Progress = lambda _done, _of, _name: None,
) -> int:
    """Write the coded passages to a Word document and return how many quotations it has.

    `coders` are names and `nodes` paths, None for all; a node brings the nodes below it along.
    Quotations are whole codings, interviewer's words included where they were coded.
    """
    chosen = chosen_coders(read, coders)
    tree = read.tree()
    shown = {below for node in chosen_nodes(tree, nodes) for below in tree.descendants(node)}
    sections = [
        document.Section(n.id, n.name, tree.path(n.id), tree.depth[n.id], n.definition)
        for n in tree.order
        if n.id in shown
    ]
    codings = read.codings([coder.id for coder in chosen], nodes=shown)
    people = {coder.id: coder.name for coder in chosen}
    return document.write_excerpts(
        target,
        title=read.title(),
        statement=[
            say("Codings of: {names}.", names=", ".join(people.values())),
            say("Each passage is quoted whole ({text}).", text=statement(WHOLE)),
            say(
                "qda-app {version}, {date}, journal {head}.",
                version=__version__,
                date=datetime.now(UTC).date(),
                head=read.head()[:12],
            ),
        ],
        sections=sections,
        excerpts=_quoted(read, codings, people, progress),
        template=attribution,
        attributes=[name for name, _kind in read.attributes()],
    )


def _quoted(
    read: Reads, codings: Sequence[Coding], people: Mapping[int, str], progress: Progress
) -> Iterator[document.Excerpt]:
    """Yield the codings as excerpts, each with whose voice it is."""
    texts, voices = read.texts(), _Voices(read)
    for number, coding in enumerate(codings):
        if number % 50 == 0:
            progress(number, len(codings), "")
        case, speaker = voices.of(coding.source, coding.start, coding.end)
        yield document.Excerpt(
            coding.node,
            voices.sources[coding.source],
            coding.start,
            coding.end,
            texts[coding.source][coding.start : coding.end],
            people[coding.coder],
            case.name if case else "",
            speaker,
            case.attributes if case else {},
        )
    progress(len(codings), len(codings), "")


class _Voices:
    """Whose voice a passage is: the case tied to its speaker, else to its source."""

    def __init__(self, read: Reads) -> None:
        self.sources = {source.id: source.name for source in read.sources()}
        self._turns: dict[int, tuple[Turn, ...]] = read.turns()
        self._cases: dict[tuple[int, str], Case] = {}
        for case in read.cases():
            for link in case.links:
                self._cases.setdefault(link, case)

    def of(self, source: int, start: int, end: int) -> tuple[Case | None, str]:
        """Return the case and the speaker of most of the passage."""
        shares: dict[str, int] = {}
        for turn in self._turns.get(source, ()):
            shared = min(end, turn.end) - max(start, turn.words)
            if shared > 0 and not turn.interviewer:
                shares[turn.speaker] = shares.get(turn.speaker, 0) + shared
        speaker = max(shares, key=lambda name: shares[name], default="")
        return self._cases.get((source, speaker)) or self._cases.get((source, "")), speaker
