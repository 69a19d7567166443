"""The steps taken, newest first: go back to any of them, or forward again."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted
from qda_app.ui.desk import Desk
from qda_app.ui.theme import SMALL, TIGHT

KEY = Qt.ItemDataRole.UserRole


class HistoryPanel(QWidget):
    """Lists the viewer's own steps; those taken back are dimmed and can be brought back."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        heading = QLabel(self.tr("History"))
        heading.setProperty("role", "heading")
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Steps taken, newest first"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemActivated.connect(self._go)
        self.empty = QLabel(self.tr("What you do is listed here; every step can be taken back."))
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        layout.setSpacing(TIGHT)
        layout.addWidget(heading)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)

    def refresh(self) -> None:
        """Read the steps again."""
        steps = self._desk.project.steps()
        self.list.clear()
        for step in reversed(steps):
            time = datetime.fromisoformat(step.time).astimezone().strftime("%H:%M")
            item = QListWidgetItem(f"{time}  {step.label}")
            item.setData(KEY, step.number)
            if step.undone:
                item.setForeground(self.palette().placeholderText())
                tip = self.tr("Taken back. Double-click to bring it back.")
            else:
                tip = self.tr("Double-click to go back to this step.")
            item.setToolTip(f"{step.label}\n{tip}")
            self.list.addItem(item)
        standing = [row for row, step in enumerate(reversed(steps)) if not step.undone]
        if standing:
            self.list.setCurrentRow(standing[0])
        self.list.setVisible(bool(steps))
        self.empty.setVisible(not steps)

    def _go(self, item: QListWidgetItem) -> None:
        try:
            count = self._desk.project.go_to_step(int(item.data(KEY)))
        except QdaError as error:
            self._desk.refused.emit(str(error))
        else:
            said = counted("1 step taken", "{count} steps taken", count)
            self._desk.said.emit(said, False)  # noqa: FBT003
