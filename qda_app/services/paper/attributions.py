"""Who a quotation is attributed to, the usual templates, and whom an attribution gives away."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qda_app.domain.messages import counted, say, translated
from qda_app.domain.people import Case
from qda_app.formats.reports.attribution import DEFAULT, attribution, names_in
from qda_app.services.paper.names_said import named_words
from qda_app.services.paper.pseudonyms import has_pseudonyms, pseudonym, some, unnamed_words
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


def every_values(quote: Quote, paths: Mapping[int, str]) -> list[dict[str, str]]:
    """Return what a template can name, for each of those who are heard in a quote."""
    heard: Sequence[Heard | None] = quote.heard or (None,)
    return [values_of(quote, paths, who) for who in heard]


def every_attribution(template: str, quote: Quote, paths: Mapping[int, str]) -> list[str]:
    """Return the attributions to all who are heard in a quote, each once."""
    every = (attribution(template, values) for values in every_values(quote, paths))
    return list(dict.fromkeys(every))


def attributed(template: str, quote: Quote, paths: Mapping[int, str]) -> str:
    """Return who a quote is attributed to: everybody who is heard in it, within one parenthesis."""
    return joined(every_attribution(template, quote, paths))


def joined(found: Sequence[str]) -> str:
    """Return several attributions as one; those in parentheses within one pair."""
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
        for values in every_values(quote, paths):
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
                which=some(which),
            )
        )
    return [*said, *by_name_words(read, quotes, template)]


def by_name_words(read: Reads, quotes: Sequence[Quote], template: str) -> list[str]:
    """Say who stands under their name for want of a pseudonym, or is called by it in the words."""
    said = named_words(read, quotes)
    if "pseudonym" not in names_in(template):
        return said
    participants = {name for quote in quotes for name in quote.participants}
    return [*unnamed_words(read, participants), *said]
