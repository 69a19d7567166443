"""What a passage or memo is called in a project for other applications: its first words."""

from qda_app.domain.replacing import word_at

QUOTED = 160  # characters of a text that name it


def label(text: str, start: int, end: int) -> str:
    """Return the first words of text[start:end] on one line, never a part of a word.

    A passage that begins within a word has no label, so that a label always is how it begins.
    """
    if word_at(text, start):
        return ""
    last = min(end, start + QUOTED)
    within = word_at(text, last)
    if within:
        last = max(start, within[0])
    line = " ".join(text[start:last].split())
    return f"{line}…" if line and last < end else line
