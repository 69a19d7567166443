"""Which participants are called by name in words that leave: quotations, tables, transcripts."""

from collections import Counter
from collections.abc import Iterable

from qda_app.domain.messages import say
from qda_app.domain.replacing import Finder, Name, folded_words
from qda_app.services.paper.pseudonyms import pseudonym, some
from qda_app.services.paper.quotes import Quote
from qda_app.services.reads import Reads

_SHORT = 2  # letters of a name that stands for too much


def named_words(read: Reads, quotes: Iterable[Quote]) -> list[str]:
    """Say which participants are called by name in the words of quotations; nothing where none.

    Of those who have a pseudonym, a part of the name counts too where it has a capital.
    """
    names = [
        Name(case.name, case.name, tuple(_parts(case.name)) if own else ())
        for case in read.cases()
        if len(case.name) > _SHORT
        for own in (pseudonym(case.attributes, ""),)
    ]
    found = _called(names, {(q.source, q.start, q.end): q.printed.text for q in quotes}.values())
    if not found:
        return []
    return [
        say(
            "Participants are called by name in the words of quotations ({which}): put a "
            "pseudonym in brackets there.",
            which=some([f"{name}: {count}" for name, count in found.most_common()]),
        )
    ]


def exact_words(read: Reads, quotes: Iterable[Quote]) -> list[str]:
    """Say which names of participants with a pseudonym stand in the exact words of a table."""
    texts = {(q.source, q.start, q.end): q.of.text for q in quotes}
    found = _called(_replaced(read), texts.values())
    if not found:
        return []
    return [
        say(
            "The column “text” holds the words exactly as they stand in the transcripts, names "
            "included ({which}): take it out before you hand the table on.",
            which=some([f"{name}: {count}" for name, count in found.most_common()]),
        )
    ]


def names_within(read: Reads, text: str) -> list[str]:
    """Say which names of participants with a pseudonym stand in a transcript, if any."""
    found = _called(_replaced(read), [text])
    if not found:
        return []
    return [
        say(
            "The transcript holds names of participants who have a pseudonym ({which}): make a "
            "copy to share before you hand it on.",
            which=some(sorted(found)),
        )
    ]


def _replaced(read: Reads) -> list[Name]:
    """Return the names and labels of participants who go by a pseudonym."""
    own = (
        name
        for case in read.cases()
        if pseudonym(case.attributes, "")
        for name in (case.name, *(speaker for _source, speaker in case.links))
    )
    return [Name(name, name) for name in dict.fromkeys(own) if len(name) > _SHORT]


def _parts(name: str) -> list[str]:
    parts = name.split()
    return [p for p in parts if len(p) > _SHORT and p[0].isupper()] if len(parts) > 1 else []


def _called(names: Iterable[Name], texts: Iterable[str]) -> Counter[str]:
    """Count the texts that hold each name; a part of one only as it is written."""
    finder = Finder(names)
    whole = {name.name: folded_words(name.name) for name in finder.names}
    found: Counter[str] = Counter()
    for text in texts:
        said = (
            hit.name.name
            for hit in finder.hits(text)
            if hit.words[0].isupper() or folded_words(hit.words) == whole[hit.name.name]
        )
        found.update(dict.fromkeys(said).keys())  # in the order of the words, the same every time
    return found
