"""The bar that finds words in the open source."""

from bisect import bisect_left

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from qda_app.domain.messages import counted
from qda_app.domain.text import Span
from qda_app.services.reads import hits
from qda_app.ui.icons import dress
from qda_app.ui.theme import SMALL, TIGHT, Theme


class FindBar(QWidget):
    """Finds words literally; case and accents matter only on request."""

    found = Signal(object)  # Span
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._starts: list[int] = []
        self._at = 0
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in this source"))
        self.field.setAccessibleName(self.tr("Find in this source"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _t: self._search())
        self.field.returnPressed.connect(lambda: self.step(1))
        self.exact = QCheckBox(self.tr("Exact"))
        self.exact.setToolTip(self.tr("Capitals and accents must be the same"))
        self.exact.toggled.connect(lambda _on: self._search())
        self.count = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(SMALL, TIGHT, SMALL, TIGHT)
        row.addWidget(self.field, 1)
        row.addWidget(self.exact)
        row.addWidget(self.count)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for name, label, keys, run in (
            ("previous", self.tr("Previous hit"), ("Shift+F3", "Shift+Return"), self._back),
            ("next", self.tr("Next hit"), ("F3",), lambda: self.step(1)),
            ("close", self.tr("Close the search"), ("Esc",), self.leave),
        ):
            button = QToolButton()
            dress(button, name, theme)
            button.setToolTip(f"{label} ({keys[0]})")
            button.setAccessibleName(label)
            button.clicked.connect(run)
            row.addWidget(button)
            for key in keys:
                QShortcut(QKeySequence(key), self, run, context=scope)
        self.hide()

    def show_text(self, text: str) -> None:
        """Search another text from now on."""
        self._text = text
        self._at = 0
        if not self.isHidden():
            self._find()

    def open_at(self, caret: int) -> None:
        """Show the bar; the first hit is the first from the caret on."""
        self._at = caret
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._search()

    def leave(self) -> None:
        """Hide the bar."""
        self.hide()
        self.left.emit()

    def step(self, way: int) -> None:
        """Go to the next (1) or the previous (-1) hit, around the end."""
        if self._starts:
            self._show((self._starts.index(self._at) + way) % len(self._starts))

    def _back(self) -> None:
        self.step(-1)

    def _search(self) -> None:
        self._find()
        if self._starts:
            self._show(bisect_left(self._starts, self._at) % len(self._starts))

    def _find(self) -> None:
        query = self.field.text()
        folded = not self.exact.isChecked()
        self._starts = hits(self._text, query, folded=folded) if query else []
        count = counted("1 hit", "{count} hits", len(self._starts))
        self.count.setText(count if query else "")

    def _show(self, number: int) -> None:
        self._at = self._starts[number]
        self.count.setText(self.tr("{0} of {1}").format(number + 1, len(self._starts)))
        end = min(self._at + len(self.field.text()), len(self._text))
        self.found.emit(Span(self._at, end))
