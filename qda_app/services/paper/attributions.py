"""Who a quotation is attributed to, the usual templates, and whom an attribution gives away."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qda_app.domain.messages import counted, say, translated
from qda_app.domain.people import Case
from qda_app.domain.text import fold
from qda_app.formats.reports.attribution import DEFAULT, attribution, names_in
from qda_app.services.paper.pseudonyms import has_pseudonyms, pseudonym, unnamed_words
from qda_app.services.paper.quotes import Quote
from qda_app.services.paper.spoken import Heard
from qda_app.services.reads import Reads

FEWEST = 3  # participants that an attribution should be true of
_CODES = frozenset({"case", "pseudonym"})


def values_of(quote: Quote, paths: Mapping[int, str], heard: Heard | None = None) -> dict[str, str]:
    """Return what a template can name of a quote, by default of whoever says most of it.

    A speaker who has a pseudonym goes by it.
    """
    of = quote.of
    who = heard or Heard(of.case, of.attributes, of.speaker)
    first, last = quote.lines
    return {
        **who.attributes,
        "case": who.case,
        "pseudonym": pseudonym(who.attributes, who.case),
        "source": of.source_name,
        "speaker": pseudonym(who.attributes, who.speaker),
        "coder": ", ".join(quote.coders),
        "node": paths.get(quote.node, ""),
        "lines": f"{first}" if first == last else f"{first}–{last}",
        "time": "" if of.seconds is None else _clock(of.seconds),
    }


def attributed(template: str, quote: Quote, paths: Mapping[int, str]) -> str:
    """Return who a quote is attributed to: everybody who is heard in it, within one parenthesis."""
    heard: Sequence[Heard | None] = quote.heard or (None,)
    every = (attribution(template, values_of(quote, paths, who)) for who in heard)
    found = list(dict.fromkeys(every))
    if len(found) > 1 and all(one.startswith("(") and one.endswith(")") for one in found):
        return f"({'; '.join(one[1:-1] for one in found)})"
    return "; ".join(found)


def default_template(read: Reads) -> str:
    """Return the usual attribution: by pseudonym where there are any, else by source."""
    return "({pseudonym})" if has_pseudonyms(read) else DEFAULT


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def presets(read: Reads) -> list[tuple[str, str]]:
    """Return the usual templates that fit the project, as (what it names, template)."""
    names = [name for name, _kind in read.attributes()]
    found = [
        (say("Source"), "({source})"),
        (say("Pseudonym"), "({pseudonym})"),
        (say("Participant"), "({case})"),
    ]
    if {"role", "school"} <= set(names):
        sentence = "({role} - School {school})"
        found.append((say("Role and school"), translated(sentence)))
    elif len(names) > 1:
        found.append((f"{names[0]}, {names[1]}", f"({{{names[0]}}}, {{{names[1]}}})"))
    sentence = "({pseudonym}, lines {lines})"
    found.append((say("Pseudonym and lines"), translated(sentence)))
    sentence = "({source}, lines {lines})"
    found.append((say("Source and lines"), translated(sentence)))
    return found


@dataclass(frozen=True, slots=True)
class Narrow:
    """An attribution that is true of fewer than three participants, and of how many."""

    attribution: str
    participants: int
    quotes: int


def narrow(read: Reads, quotes: Iterable[Quote], template: str) -> list[Narrow]:
    """Return the attributions that match fewer than three participants, the narrowest first.

    A case's name and a pseudonym are codes, so that what else is said is counted: a role, a
    school, a source.
    """
    asked = [name for name in names_in(template) if name not in _CODES]
    cases, paths = read.cases(), read.tree().paths()
    sources = {source.name: source.id for source in read.sources()}
    known_names = {"source", "speaker"} | {name for case in cases for name in case.attributes}
    telling = [name for name in asked if name in known_names]
    if not telling:
        return []
    found: Counter[tuple[str, int]] = Counter()
    known: dict[tuple[str, ...], int] = {}
    for quote in quotes:
        if not quote.of.case:
            continue
        heard: Sequence[Heard | None] = quote.heard or (None,)
        for values in (values_of(quote, paths, who) for who in heard):
            key = tuple(values.get(name, "") for name in telling)
            if key not in known:
                known[key] = sum(_fits(case, telling, key, sources) for case in cases)
            if 0 < known[key] < FEWEST:
                found[attribution(template, values), known[key]] += 1
    rows = [Narrow(words, count, many) for (words, count), many in found.items()]
    return sorted(rows, key=lambda row: (row.participants, row.attribution))


def _fits(case: Case, names: Sequence[str], key: Sequence[str], sources: Mapping[str, int]) -> bool:
    for name, value in zip(names, key, strict=True):
        if name == "source":
            if not any(source == sources.get(value) for source, _speaker in case.links):
                return False
        elif name == "speaker":
            called = {pseudonym(case.attributes, speaker) for _source, speaker in case.links}
            if not called & {value, ""}:
                return False
        elif case.attributes.get(name, "") != value:
            return False
    return True


def named(read: Reads, quotes: Iterable[Quote]) -> Counter[str]:
    """Count the quotations in whose printed words a participant is called by the case's name."""
    names = {fold(case.name): case.name for case in read.cases() if len(case.name) > 2}
    texts = {(q.source, q.start, q.end): q.printed.text for q in quotes}
    found = _holding(names, texts)
    parts = {
        part: case.name
        for case in read.cases()
        if pseudonym(case.attributes, "")
        for part in case.name.split()
        if len(part) > 2 and part[0].isupper() and part != case.name
    }
    for text in texts.values():  # a part of a name counts where it is written as one
        said = {word.strip(_AROUND) for word in text.split()}
        called = {parts[part] for part in said & parts.keys()}
        found.update(name for name in called if fold(name) not in fold(text))
    return found


_AROUND = ".,;:!?¿¡…()[]“”\"'«»—–-"


def _holding(names: Mapping[str, str], texts: Mapping[Any, str]) -> Counter[str]:
    """Count the texts that hold each name as whole words; `names` are known by folded ones."""
    if not names:
        return Counter()
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b")
    found = (set(pattern.findall(fold(text))) for text in texts.values())
    return Counter(names[name] for each in found for name in each)


def exact_words(read: Reads, quotes: Iterable[Quote]) -> list[str]:
    """Say which names of participants with a pseudonym stand in the exact words of a table."""
    texts = {(q.source, q.start, q.end): q.of.text for q in quotes}
    found = _holding(_replaced_names(read), texts)
    if not found:
        return []
    return [
        say(
            "The column “text” holds the words exactly as they stand in the transcripts, names "
            "included ({which}): take it out before you hand the table on.",
            which=_some([f"{name}: {count}" for name, count in found.most_common()]),
        )
    ]


def names_within(read: Reads, text: str) -> list[str]:
    """Say which names of participants with a pseudonym stand in a transcript, if any."""
    found = _holding(_replaced_names(read), {0: text})
    if not found:
        return []
    return [
        say(
            "The transcript holds names of participants who have a pseudonym ({which}): make a "
            "copy to share before you hand it on.",
            which=_some(sorted(found)),
        )
    ]


def _replaced_names(read: Reads) -> dict[str, str]:
    """Return, folded, the names and labels of participants who go by a pseudonym."""
    names: dict[str, str] = {}
    for case in read.cases():
        if pseudonym(case.attributes, ""):
            own = (case.name, *(speaker for _source, speaker in case.links))
            names |= {fold(name): name for name in own if len(name) > 2}
    return names


def warnings(read: Reads, quotes: Sequence[Quote], template: str) -> list[str]:
    """Say which attributions fewer than three participants share, and who is named in the words."""
    said = []
    if found := narrow(read, quotes, template):
        which = [f"{row.attribution}: {row.participants}" for row in found]
        said.append(
            counted(
                "1 quotation has an attribution that fewer than three participants share, by which "
                "they can be recognised: {which}.",
                "{count} quotations have an attribution that fewer than three participants share, "
                "by which they can be recognised: {which}.",
                sum(row.quotes for row in found),
                which=_some(which),
            )
        )
    return [*said, *bare_words(read, quotes, template), *named_words(read, quotes)]


def bare_words(read: Reads, quotes: Iterable[Quote], template: str) -> list[str]:
    """Say who stands under their name because no pseudonym is recorded; nothing where none."""
    if "pseudonym" not in names_in(template):
        return []
    return unnamed_words(read, {name for quote in quotes for name in quote.participants})


def named_words(read: Reads, quotes: Iterable[Quote]) -> list[str]:
    """Say which participants are called by name in the words of quotations; nothing where none."""
    names = named(read, quotes)
    if not names:
        return []
    return [
        say(
            "Participants are called by name in the words of quotations ({which}): put a "
            "pseudonym in brackets there.",
            which=_some([f"{name}: {count}" for name, count in names.most_common()]),
        )
    ]


def _some(which: Sequence[str]) -> str:
    return "; ".join([*which[:5], *(["…"] if len(which) > 5 else [])])
