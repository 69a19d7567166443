"""The passages behind a figure: a list of them, and every coder's spans, of two side by side."""

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.amounts import disagreements_words, passages_words
from qda_app.services.comparing.passages import (
    EDGES,
    ONLY,
    OTHER_NODE,
    Passage,
)
from qda_app.ui.theme import SMALL, Theme

AROUND = 80  # characters of the text shown before and after
LONGEST = 70  # characters of a passage in the list


class PassagePanel(QWidget):
    """Lists passages; N and P step through the disagreements, a double click opens the text.

    The keys act in all of `area` while the panel is in sight.
    """

    wanted = Signal(object)  # a Passage: show it where it is coded

    def __init__(self, theme: Theme, area: QWidget | None = None) -> None:
        super().__init__()
        self._theme, self._area = theme, area or self
        self._passages: list[Passage] = []
        self._shown: list[Passage] = []
        self._sources: Mapping[int, str] = {}
        self._title = ""
        self.crossing = True  # whether there is a tab of confusions to choose from
        self._texts: Mapping[int, str] = {}
        self._names: Sequence[str] = ()
        self._nodes: Mapping[int, str] = {}
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.notes = QLabel()
        self.notes.setProperty("role", "muted")
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setWordWrap(True)
        self.only = QCheckBox(self.tr("Disagreements only"))
        self.only.toggled.connect(lambda _on: self._fill())
        self.previous = self._step(self.tr("Previous disagreement"), "P", -1)
        self.next = self._step(self.tr("Next disagreement"), "N", 1)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Passages"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(self._open)
        self.detail = QTextBrowser()
        self.detail.setAccessibleName(self.tr("Every coder's spans"))
        above = QHBoxLayout()
        above.setSpacing(SMALL)
        above.addWidget(self.heading, 1)
        for widget in (self.only, self.previous, self.next):
            above.addWidget(widget)
        both = QSplitter()
        both.addWidget(self.list)
        both.addWidget(self.detail)
        both.setSizes([380, 640])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SMALL, 0, 0)
        layout.setSpacing(SMALL)
        layout.addLayout(above)
        layout.addWidget(self.notes)
        layout.addWidget(both, 1)
        theme.changed.connect(self._redress)

    def _redress(self) -> None:
        """Show the passage again in the colours of the theme."""
        self._show(self.list.currentRow())

    def _step(self, words: str, key: str, step: int) -> QPushButton:
        button = QPushButton(words)
        button.setToolTip(f"{words} ({key})")
        button.clicked.connect(lambda _on: self.step(step))
        shortcut = QShortcut(QKeySequence(key), self._area)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._on_key(step))
        return button

    def _on_key(self, step: int) -> None:
        if self.isVisible():
            self.step(step)

    def show_passages(
        self,
        title: str,
        passages: Sequence[Passage],
        sources: Mapping[int, str],
        texts: Mapping[int, str],
        names: Sequence[str],
        nodes: Mapping[int, str],
        notes: str = "",
    ) -> None:
        """Show these passages.

        `sources` are names and `texts` whole texts by source id, `nodes` names by node id; `notes`
        say what to know about the figure.
        """
        if title != self._title:
            self.list.setCurrentRow(-1)
        self._title = title
        self._passages, self._sources = list(passages), sources
        self._texts, self._names, self._nodes = texts, names, nodes
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))
        apart = sum(not passage.agrees for passage in passages)
        count = f"{passages_words(len(passages))}, {disagreements_words(apart)}"
        self.heading.setText(f"{title} — {count}" if title else "")
        self._fill()

    def _fill(self) -> None:
        kept = self.list.currentRow()
        self.list.clear()
        self._shown = [p for p in self._passages if not (self.only.isChecked() and p.agrees)]
        for passage in self._shown:
            words = " ".join(passage.text.split())
            short = words if len(words) <= LONGEST else words[:LONGEST] + "…"
            kind = self.kind_words(passage)
            place = self._sources[passage.source]
            if passage.node is not None:  # all of one source
                place = self._nodes.get(passage.node, place)
            item = QListWidgetItem(f"{kind} · {place}\n{short}")
            self.list.addItem(item)
        for button in (self.previous, self.next):
            button.setEnabled(any(not p.agrees for p in self._shown))
        if self._shown:
            self.list.setCurrentRow(min(max(kept, 0), len(self._shown) - 1))
        else:
            self._show(-1)

    def kind_words(self, passage: Passage) -> str:
        """Say how the coders compare on a passage."""
        if passage.kind == ONLY:
            return self.tr("Only {0}").format(", ".join(self._names[n] for n in passage.users))
        return {EDGES: self.tr("Other edges"), OTHER_NODE: self.tr("Other node")}.get(
            passage.kind, self.tr("Same text")
        )

    def current(self) -> Passage | None:
        """Return the passage chosen."""
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def step(self, by: int) -> None:
        """Choose the next or the previous disagreement, from the end on to the beginning."""
        count = len(self._shown)
        for away in range(1, count + 1):
            row = (self.list.currentRow() + by * away) % count
            if not self._shown[row].agrees:
                self.list.setCurrentRow(row)
                return

    def _open(self, _item: QListWidgetItem) -> None:
        if (passage := self.current()) is not None:
            self.wanted.emit(passage)

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._shown):
            words = self.tr("Choose a node or a cell of the heat map.")
            if self.crossing:
                words = self.tr("Choose a node, a cell of the heat map or of the confusions.")
            none = self.tr("Nobody gave this node to any of the text compared.")
            self.detail.setPlainText(none if self.heading.text() else words)
            return
        passage = self._shown[row]
        blocks = [
            f"<p><b>{escape(name)}</b></p><p>{self._marked(passage, spans)}</p>"
            for name, spans in zip(self._names, passage.spans, strict=False)
        ]
        if len(blocks) == 2:  # side by side, each in its half
            cells = "".join(f"<td width='50%' valign='top'>{block}</td>" for block in blocks)
            blocks = [f"<table width='100%' cellspacing='{SMALL}'><tr>{cells}</tr></table>"]
        self.detail.setHtml("".join(blocks))

    def _marked(self, passage: Passage, spans: Sequence[tuple[int, int]]) -> str:
        """Return the passage and what is around it, the spans marked."""
        text, tokens = self._texts[passage.source], self._theme.tokens
        low, high = max(passage.start - AROUND, 0), min(passage.end + AROUND, len(text))
        parts, at = [f"<span style='color:{tokens.muted}'>…"], low
        for start, end in spans:
            mark = f"background-color:{tokens.selection};color:{tokens.text}"
            parts.append(_html(text[at:start]))
            parts.append(f"<span style='{mark}'>{_html(text[start:end])}</span>")
            at = end
        parts.append(f"{_html(text[at:high])}…</span>")
        return "".join(parts)


def _html(text: str) -> str:
    return escape(text).replace("\n", "<br>")
