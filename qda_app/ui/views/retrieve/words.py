"""What is said of an excerpt: its attribution, its colours, what was looked for in it, counts."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor

from qda_app.domain.amounts import sources_words, words_words
from qda_app.domain.messages import counted
from qda_app.domain.people import Coder
from qda_app.domain.text import fold
from qda_app.domain.tree import Tree
from qda_app.services.reads import hits
from qda_app.services.retrieval.excerpts import Excerpt
from qda_app.services.retrieval.groups import word_count
from qda_app.ui.colours import node_colour
from qda_app.ui.theme import Theme


class Words(QObject):
    """Names of the project's nodes and coders, put together for the list."""

    def __init__(self, theme: Theme, colour: Callable[[int], str]) -> None:
        super().__init__()
        self._theme, self._colour = theme, colour
        self._paths: dict[int, str] = {}
        self.coders: dict[int, str] = {}
        self._wanted = self._plain = ""
        self._folded: dict[tuple[int, int, int], str] = {}

    def show_names(self, tree: Tree, coders: Sequence[Coder]) -> None:
        """Take the names as they are now."""
        self._paths = {node: path.replace(" > ", " › ") for node, path in tree.paths().items()}
        self.coders = {coder.id: coder.name for coder in coders}
        self._folded.clear()

    def line(self, of: Excerpt) -> str:
        """Return the attribution: who, where, when, coded by whom, at what."""
        parts = [of.case or of.speaker, of.source_name, clock(of.seconds)]
        parts.append(", ".join(self.coders.get(coder, "") for coder in of.coders))
        parts.append("; ".join(self._paths.get(node, "") for node in of.nodes))
        if of.certainty:
            sure = (self.tr("unsure"), self.tr("fairly sure"), self.tr("sure"))
            parts.append(sure[of.certainty - 1])
        if of.memo:
            parts.append(self.tr("memo"))
        return " · ".join(part for part in parts if part)

    def colours(self, of: Excerpt) -> list[QColor]:
        """Return the colours of the excerpt's nodes."""
        return [node_colour(self._colour(node), dark=self._theme.dark) for node in of.nodes]

    def look_for(self, text: str) -> None:
        """Look for these words from now on, whatever their accents and case."""
        self._wanted = text.strip()
        self._plain = fold(self._wanted)

    def fits(self, of: Excerpt) -> bool:
        """Say whether an excerpt holds the words looked for."""
        if not self._wanted:
            return True
        key = (of.source, of.start, of.end)
        if key not in self._folded:
            self._folded[key] = fold(of.text)
        return self._plain in self._folded[key]

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Return where the words looked for stand in a text."""
        if not self._wanted:
            return []
        length = len(self._wanted)
        return [(at, min(at + length, len(text))) for at in hits(text, self._wanted, folded=True)]

    def count(self, excerpts: Sequence[Excerpt]) -> str:
        """Say how many excerpts, sources and words there are; a passage shown twice counts once."""
        sources = {excerpt.source for excerpt in excerpts}
        words = counted("1 excerpt", "{count} excerpts", len(excerpts))
        return " · ".join([words, sources_words(len(sources)), words_words(word_count(excerpts))])


def clock(seconds: float | None) -> str:
    """Return a time as minutes and seconds, with hours where there are any."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
