"""What a project knows of the study, for the methods section and the reporting checklists."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.messages import say
from qda_app.domain.rounds import Round
from qda_app.formats.reports.attribution import names_in
from qda_app.services.consent import has_withdrawn, may_quote, recorded, silence_allows
from qda_app.services.counted_text import WHOLE
from qda_app.services.counting import grouped
from qda_app.services.paper.quotes import Quote
from qda_app.services.paper.rounds_told import round_sentences
from qda_app.services.paper.spread import spread
from qda_app.services.paper.themes import Themes
from qda_app.services.reads import Reads
from qda_app.services.selection import consensus_stands

MINOR = 0.25  # the share of the participants below which a theme is a minor one


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts and names; `rounds` are sentences on the rounds that are reported.

    `participants` are those who have not withdrawn, `withdrawn` those who have; `corrected` is the
    number of transcripts whose text is not the one imported.
    """

    title: str
    coders: tuple[str, ...]
    consensus: bool
    sources: int
    words: int
    corrected: int
    participants: int
    withdrawn: int
    groups: str
    nodes: int
    levels: int
    defined: int
    versions: int
    codings: int
    consent: int
    allowed: int
    quotations: int
    quoted: int
    attributed: str
    major: tuple[str, ...]
    minor: tuple[str, ...]
    rounds: tuple[str, ...]


def facts(read: Reads, of: Themes, rounds: list[Round], quotes: Sequence[Quote]) -> Facts:
    """Gather what the project knows; `rounds` are those that everybody has submitted.

    `quotes` are the quotations that are printed.
    """
    tree, spoke = read.tree(), [case for case in read.cases() if case.links]
    cases = [case for case in spoke if not has_withdrawn(case.attributes)]
    used = {coder for _source, coder in read.counts_by_source()}
    people = [coder for coder in read.coders() if not coder.consensus and coder.id in used]
    (every,) = grouped(read, None, WHOLE, None)
    evenly, silence = spread(read, quotes), silence_allows(read)
    return Facts(
        title=read.title(),
        coders=tuple(coder.name for coder in people),
        consensus=consensus_stands(read),
        sources=len(read.sources()),
        words=sum(len(starts) for starts in every.corpus.words),
        corrected=len(read.corrected()),
        participants=len(cases),
        withdrawn=len(spoke) - len(cases),
        groups=_groups(of),
        nodes=len(tree.order),
        levels=max(tree.depth.values(), default=-1) + 1,
        defined=sum(bool(node.definition) for node in tree.order),
        versions=len(read.versions()),
        codings=sum(read.counts_by_node([coder.id for coder in people]).values()),
        consent=sum(recorded(case.attributes) is not None for case in cases),
        allowed=sum(may_quote(case.attributes, silence=silence) for case in cases),
        quotations=evenly.total,
        quoted=len(evenly.counts),
        attributed=", ".join(names_in(of.template)),
        major=tuple(row.name for row in of.rows if row.depth == 0 and row.n),
        minor=tuple(
            say("{name} ({n} of {count})", name=row.name, n=row.n, count=of.participants)
            for row in of.rows
            if row.n and row.n < MINOR * of.participants
        ),
        rounds=tuple(round_sentences(read, one) for one in rounds),
    )


def _groups(of: Themes) -> str:
    found = Counter(dict(of.groups))
    return ", ".join(f"{name}: {count}" for name, count in found.items())
