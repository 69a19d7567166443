"""How many of something there are, in words: one in the singular, thousands set apart."""

from qda_app.domain.messages import counted


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
