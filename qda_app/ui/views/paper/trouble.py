"""Why a quotation is not printed, with the ways out beside the sentence."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from qda_app.ui.theme import SMALL
from qda_app.ui.views.compare.flow import FlowRow

CHANGED, SILENT, REFUSED = "changed", "silent", "refused"


class TroublePanel(QFrame):
    """A sentence, and a button for each thing that can be done about it."""

    renewed = Signal()  # choose the words that stand there now
    whole_wanted = Signal()  # print the interviewer's words too
    dropped = Signal()  # take it out
    opened = Signal()  # go to the passage

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)  # noqa: FBT003
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("role", "warn")
        self.renew = QPushButton(self.tr("Choose it again"))
        self.renew.setToolTip(
            self.tr("Take the words that stand there now; the edits of the other words go")
        )
        self.whole = QPushButton(self.tr("Print the whole text"))
        self.drop = QPushButton(self.tr("Take out"))
        self.go = QPushButton(self.tr("Go to the passage"))
        row = FlowRow()
        for button, signal in (
            (self.renew, self.renewed),
            (self.whole, self.whole_wanted),
            (self.drop, self.dropped),
            (self.go, self.opened),
        ):
            button.clicked.connect(lambda _on, s=signal: s.emit())
            row.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        column.setSpacing(SMALL)
        column.addWidget(self.sentence)
        column.addWidget(row)
        self.show_trouble("", "")

    def show_trouble(self, kind: str, sentence: str) -> None:
        """Show a trouble; nothing where there is none."""
        self.sentence.setText(sentence)
        self.renew.setVisible(kind == CHANGED)
        self.whole.setVisible(kind == SILENT)
        self.go.setVisible(kind in {CHANGED, REFUSED})
        self.setVisible(bool(kind))
