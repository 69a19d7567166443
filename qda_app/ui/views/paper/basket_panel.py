"""The list of the quotations chosen, with its filter above and what orders it below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.paper.quotation_documents import CASE, NODE, SOURCE
from qda_app.ui.icons import dress
from qda_app.ui.theme import SMALL, Theme
from qda_app.ui.views.paper.basket_list import BasketList


class BasketPanel(QWidget):
    """Says what to do while nothing is chosen."""

    sorted = Signal(str)  # node, case or source
    offered = Signal()  # the person wants to choose

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list, self.filter, self.empty = BasketList(theme), QLineEdit(), QLabel()
        self.up, self.down = QPushButton(), QPushButton()
        self.sort, self.drop = QPushButton(self.tr("Sort")), QPushButton(self.tr("Take out"))
        self.offer = QPushButton(self.tr("Choose from all passages"))
        self.filter.setPlaceholderText(self.tr("Filter the quotations"))
        self.filter.setAccessibleName(self.tr("Filter the quotations"))
        self.filter.setClearButtonEnabled(True)
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        for button, icon, tip in (
            (self.up, "chevron-up", self.tr("Move up (Alt+Up)")),
            (self.down, "chevron-down", self.tr("Move down (Alt+Down)")),
        ):
            dress(button, icon, theme)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        self.drop.setToolTip(self.tr("Take the selected quotations out of the paper (Delete)"))
        self._make_sort()
        self._lay_out()
        self.filter.textChanged.connect(self.list.filter_rows)
        self.up.clicked.connect(lambda _on: self.list.move(-1))
        self.down.clicked.connect(lambda _on: self.list.move(1))
        self.drop.clicked.connect(lambda _on: self.list.dropped.emit(self.list.selected()))
        self.offer.clicked.connect(lambda _on: self.offered.emit())

    def _make_sort(self) -> None:
        self.sort.setToolTip(self.tr("Put the quotations into an order, which Undo takes back"))
        menu = QMenu(self.sort)
        for words, key in (
            (self.tr("By node"), NODE),
            (self.tr("By participant"), CASE),
            (self.tr("By source"), SOURCE),
        ):
            menu.addAction(words).triggered.connect(lambda _on, k=key: self.sorted.emit(k))
        self.sort.setMenu(menu)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        for widget in (self.up, self.down, self.sort, self.drop):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SMALL, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.empty)
        column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1000)
        column.addLayout(row)
        column.addStretch(1)

    def show_emptiness(self, *, empty: bool, coded: bool) -> None:
        """Say what to do where no quotation is chosen, or nothing is coded."""
        self.empty.setText(
            self.tr(
                "No quotation is chosen yet. Press Q on an excerpt in Retrieve, or choose here "
                "under “All passages”."
            )
            if coded
            else self.tr("Nothing is coded yet. Code passages first, then choose from them here.")
        )
        self.empty.setVisible(empty)
        self.offer.setVisible(empty and coded)
        for widget in (self.list, self.filter, self.up, self.down, self.sort, self.drop):
            widget.setHidden(empty)
