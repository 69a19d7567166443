"""What one meets first: new, open, the sample, the recent projects."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.ui.theme import LARGE, MEDIUM, SMALL, WIDE

COLUMN = 560


class StartPage(QWidget):
    """The start page; it asks, the window acts."""

    new_requested = Signal()
    open_requested = Signal()
    sample_requested = Signal()
    recent_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Qualitative coding"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.9)
        title.setFont(font)
        promise = QLabel(
            self.tr("Code interview transcripts in a team, compare coders, take quotations along.")
        )
        promise.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        for text, signal in (
            (self.tr("New project…"), self.new_requested),
            (self.tr("Open…"), self.open_requested),
            (self.tr("Try the sample"), self.sample_requested),
        ):
            button = QPushButton(text)
            button.setMinimumHeight(36)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch()
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Recent projects"))
        self._list.itemActivated.connect(self._choose)
        self._list.itemClicked.connect(self._choose)
        self._empty = QLabel(self.tr("Projects that you open will be listed here."))
        self._build([title, promise, row, QLabel(self.tr("Recent")), self._list, self._empty])

    def _build(self, parts: list[QWidget | QHBoxLayout]) -> None:
        column = QVBoxLayout()
        column.setSpacing(MEDIUM)
        column.addStretch(1)
        for part in parts:
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
                column.addSpacing(LARGE)
        column.addStretch(2)
        middle = QWidget()
        middle.setFixedWidth(COLUMN)
        middle.setLayout(column)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        outer.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_recent(self, recent: list[str], about: Mapping[str, str]) -> None:
        """List the recent projects, each with what is known about it."""
        self._list.clear()
        for path in recent:
            known = about.get(path, "")
            words = [Path(path).stem, known, str(Path(path).parent)]
            item = QListWidgetItem("    ".join(word for word in words if word))
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(path)
            self._list.addItem(item)
        self._list.setVisible(bool(recent))
        self._empty.setVisible(not recent)

    def _choose(self, item: QListWidgetItem) -> None:
        self.recent_chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))
