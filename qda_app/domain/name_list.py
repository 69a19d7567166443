"""What must hold of a list of names before anything is replaced by it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qda_app.domain.messages import say
from qda_app.domain.replacing import Finder, Name, folded_word, folded_words


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the name at the place `at` of a list, as a sentence."""

    at: int
    sentence: str


def faults(names: Sequence[Name]) -> list[Fault]:
    """Return what is wrong with a list, in its order; nothing may be replaced before it is mended.

    A replacement that holds a listed name would leave that name in the copy.
    """
    found = [Fault(at, said) for at, name in enumerate(names) for said in _of_one(name)]
    seen: dict[tuple[str, ...], Name] = {}
    for at, name in enumerate(names):
        for spelling in name.spellings:
            key = folded_words(spelling)
            other = seen.setdefault(key, name)
            if key and other.shown != name.shown:
                sentence = "“{name}” is listed twice, as {one} and as {other}: keep one of them."
                said = say(sentence, name=spelling, one=other.shown, other=name.shown)
                found.append(Fault(at, said))
    finder = Finder(names)
    for at, name in enumerate(names):
        for hit in (finder.hits(name.shown) or finder.hits(name.bare))[:1]:
            sentence = (
                "The replacement “{replacement}” holds the listed name “{name}”, which would stay "
                "in the copy: choose another."
            )
            said = say(sentence, replacement=name.replacement.strip(), name=hit.words)
            found.append(Fault(at, said))
    return sorted(found, key=lambda fault: fault.at)


def _of_one(name: Name) -> Iterator[str]:
    if not name.name.strip():
        yield say("The name is empty: write it, or empty the replacement too.")
        return
    if not name.replacement.strip("[] \t\n"):
        yield say("“{name}” has no replacement.", name=name.name)
    for spelling in name.spellings:
        letters = "".join(folded_words(spelling))
        if not letters:
            yield say("“{name}” holds no letter, so it is found nowhere.", name=spelling)
        elif len(letters) == 1:
            sentence = "“{name}” is a single letter, which stands for too much: write the name out."
            yield say(sentence, name=spelling)
        elif set("[]") & set(spelling):
            sentence = "“{name}” holds a bracket: brackets mark what was replaced."
            yield say(sentence, name=spelling)


@dataclass(frozen=True, slots=True)
class Resembling:
    """Capitalised words that are no listed name: those that begin with one, and the others.

    The first come with how often they stand there, the most frequent first. The others are a word
    of a listed name, or differ from such a word by nothing but ñ.
    """

    longer: tuple[tuple[str, int], ...] = ()
    parts: tuple[str, ...] = ()


def resembling(words: Mapping[str, int], names: Sequence[Name]) -> Resembling:
    """Return which of these words, given with their counts, look as if they should be listed too.

    Of a name of two letters only what adds three letters at most is taken to begin with it.
    """
    keys = [folded_words(spelling) for name in names for spelling in name.spellings]
    single = {key[0] for key in keys if len(key) == 1}
    parts = {_without_tilde(word) for key in keys for word in key if len(word) > 2}
    longer: Counter[str] = Counter()
    found, written = set(), dict[str, str]()
    for word, count in words.items():
        folded = folded_word(word)
        if not word[0].isupper() or folded in single:
            continue
        if any(folded[:n] in single for n in range(3 if len(folded) > 5 else 2, len(folded))):
            longer[written.setdefault(folded, word)] += count
        elif _without_tilde(folded) in parts:
            found.add(word)
    ordered = sorted(longer.items(), key=lambda pair: (-pair[1], pair[0]))
    return Resembling(tuple(ordered), tuple(sorted(found)))


def _without_tilde(folded: str) -> str:
    return folded.replace("ñ", "n")
