"""Working out a copy to share: who is left out, what is replaced, what must be looked at."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from qda_app.domain.errors import QdaError
from qda_app.domain.exchange import Study
from qda_app.domain.messages import say
from qda_app.domain.name_list import faults, resembling
from qda_app.domain.replacing import Finder, Name, words_of
from qda_app.services.consent import silence_allows
from qda_app.services.exchange.gathering import gather
from qda_app.services.reads import Reads
from qda_app.services.share.checking import texts_of
from qda_app.services.share.consenting import without_refusing
from qda_app.services.share.copying import copied
from qda_app.services.share.plan import Extras, LeftOut, Place, Plan

Progress = Callable[[int, int, str], None]


def plan(
    read: Reads,
    names: Sequence[Name],
    keep: Collection[Place] = (),
    progress: Progress = lambda _done, _of, _name: None,
) -> Plan:
    """Work out the copy of what the viewer may see; the project is only read.

    `keep` holds (GUID of a source, offset) of the hits in transcripts that stay. Raises QdaError
    where the list of names has a fault.
    """
    for fault in faults(names)[:1]:
        raise QdaError(fault.sentence)
    progress(0, 1, say("reading"))
    gathered = gather(read)
    silence = silence_allows(read)
    living, orphans = _without_orphans(read, gathered.study)
    study, left = without_refusing(living, silence=silence)
    finder, of = Finder(names), len(study.sources) + 1
    made, work = copied(study, finder, frozenset(keep), lambda n, name: progress(n, of, name))
    progress(of - 1, of, say("finding names"))
    found = {hit.words for hit in work.hits} | {each.words for each in work.elsewhere}
    used = {hit.name for words in found for hit in finder.hits(words)}
    near = resembling(Counter(w for each in texts_of(made) for w in words_of(each.text)), names)
    ready = Plan(
        made,
        tuple(names),
        tuple(work.hits),
        tuple(work.elsewhere),
        tuple(work.crossed),
        tuple(work.numbered),
        replace(left, mentioned=_mentioned(made, left), orphans=orphans),
        tuple(name.name for name in names if name not in used),
        near.longer,
        near.parts,
        _extras(read, made, required=not silence),
        gathered.losses,
    )
    progress(of, of, "")
    return ready


def _without_orphans(read: Reads, study: Study) -> tuple[Study, int]:
    """Leave out memos on what was removed, such as a participant, and count them."""
    about = {memo.guid for memo in read.memos() if memo.kind != "project"}
    memos = tuple(m for m in study.memos if m.kind != "project" or m.guid not in about)
    known = {memo.guid for memo in memos}
    links = tuple(pair for pair in study.links if known.issuperset(pair))
    return replace(study, memos=memos, links=links), len(study.memos) - len(memos)


def _mentioned(study: Study, left: LeftOut) -> tuple[tuple[str, int], ...]:
    """Return how often those who are left out are still named in the copy."""
    if not left.participants:
        return ()
    finder = Finder([Name(name, name) for name in left.participants])
    found = Counter(hit.name.name for each in texts_of(study) for hit in finder.hits(each.text))
    return tuple(found.items())


def _extras(read: Reads, study: Study, *, required: bool) -> Extras:
    coders = {coder.id: coder.guid for coder in read.coders()}
    here = {source.guid for source in study.sources}
    sources = {source.id: source.guid for source in read.sources() if source.guid in here}
    done = sorted((coders[c], sources[s]) for c, s in read.done() if s in sources)
    codings = {coding.guid for source in study.sources for coding in source.codings}
    sure = {c.guid: c.certainty for c in read.codings() if c.certainty and c.guid in codings}
    retired = frozenset(node.guid for node in read.tree().order if node.retired)
    return Extras(tuple(done), sure, retired, required)
