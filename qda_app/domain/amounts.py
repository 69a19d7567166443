"""How many of something there are, in words: one in the singular, thousands set apart."""

from collections.abc import Sequence

from qda_app.domain.messages import counted, say, thousands


def transcripts_words(count: int) -> str:
    """Say how many transcripts."""
    return counted("1 transcript", "{count} transcripts", count)


def participants_words(count: int) -> str:
    """Say how many participants."""
    return counted("1 participant", "{count} participants", count)


def words_words(count: int) -> str:
    """Say how many words."""
    return counted("1 word", "{count} words", count)


def nodes_words(count: int) -> str:
    """Say how many nodes."""
    return counted("1 node", "{count} nodes", count)


def levels_words(count: int) -> str:
    """Say how many levels."""
    return counted("1 level", "{count} levels", count)


def codings_words(count: int) -> str:
    """Say how many codings."""
    return counted("1 coding", "{count} codings", count)


def sources_words(count: int) -> str:
    """Say how many sources."""
    return counted("1 source", "{count} sources", count)


def coders_words(count: int) -> str:
    """Say how many coders."""
    return counted("1 coder", "{count} coders", count)


def passages_words(count: int) -> str:
    """Say how many passages."""
    return counted("1 passage", "{count} passages", count)


def segments_words(count: int) -> str:
    """Say how many segments."""
    return counted("1 segment", "{count} segments", count)


def characters_words(count: int) -> str:
    """Say how many characters."""
    return counted("1 character", "{count} characters", count)


def disagreements_words(count: int) -> str:
    """Say how many disagreements."""
    return counted("1 disagreement", "{count} disagreements", count)


def hits_words(count: int) -> str:
    """Say how many hits."""
    return counted("1 hit", "{count} hits", count)


def in_sources(what: str, sources: int) -> str:
    """Say in how many sources something stands."""
    return say("{what} in {sources}", what=what, sources=sources_words(sources))


def found_words(hits: int, sources: int, searched: int) -> str:
    """Say how many hits there are, and in how many of the sources searched."""
    return counted(
        "{hits} in {sources} of 1 source",
        "{hits} in {sources} of {count} sources",
        searched,
        hits=hits_words(hits),
        sources=thousands(sources),
    )


def percent_words(share: float, decimals: int = 0) -> str:
    """Return a share of 1 as a percentage, as the language writes it."""
    return say("{number}%", number=f"{100 * share:.{decimals}f}")


def and_words(names: Sequence[str]) -> str:
    """Return names as a sentence lists them, the last one behind “and”."""
    if not names:
        return say("Nobody")
    *first, last = names
    return say("{names} and {last}", names=", ".join(first), last=last) if first else last
