"""Which codings are shown on the page: by coder, by node, and how the stripes are sorted."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from qda_app.domain.coding import Coding
from qda_app.domain.messages import counted
from qda_app.domain.people import Coder
from qda_app.ui.icons import dress
from qda_app.ui.theme import SMALL, TIGHT, Theme


class CodingFilter(QToolButton):
    """A menu of coders and of ways to hide nodes; None stands for all."""

    changed = Signal()
    hide_node_requested = Signal()
    only_node_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.coders: frozenset[int] | None = None
        self.nodes: frozenset[int] | None = None
        self._hidden_nodes = 0
        self._names: dict[int, str] = {}
        self.stripes_by_coder = True
        dress(self, "filter", theme)
        self.setText(self.tr("Show"))
        self.setToolTip(self.tr("Whose codings and which nodes are shown"))
        self.setAccessibleName(self.tr("Codings shown"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def set_coders(self, coders: Iterable[Coder]) -> None:
        """Take the project's coders; those that are gone leave the filter."""
        self._names = {coder.id: coder.name for coder in coders}
        if self.coders is not None:
            self.coders &= self._names.keys()
            self.coders = self.coders or None

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        everyone = menu.addAction(self.tr("All coders"))
        everyone.setCheckable(True)
        everyone.setChecked(self.coders is None)
        everyone.triggered.connect(lambda _c: self.choose_coders(None))
        for coder, name in self._names.items():
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self.coders is None or coder in self.coders)
            action.triggered.connect(lambda _c, c=coder: self.choose_coders({c}))
        menu.addSeparator()
        only = menu.addAction(self.tr("Only the chosen node and those below"))
        only.triggered.connect(self.only_node_requested)
        hide = menu.addAction(self.tr("Hide the chosen node and those below"))
        hide.triggered.connect(self.hide_node_requested)
        show = menu.addAction(self.tr("Show all nodes"))
        show.setEnabled(self.nodes is not None)
        show.triggered.connect(lambda _c: self.choose_nodes(None, 0))
        menu.addSeparator()
        group = QActionGroup(menu)
        for by_coder, text in (
            (True, self.tr("Stripes by coder")),
            (False, self.tr("Stripes by node")),
        ):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(self.stripes_by_coder is by_coder)
            action.triggered.connect(lambda _c, b=by_coder: self._sort(by_coder=b))
            group.addAction(action)

    def _sort(self, *, by_coder: bool) -> None:
        self.stripes_by_coder = by_coder
        self.changed.emit()

    def choose_coders(self, coders: Collection[int] | None) -> None:
        """Show the codings of these coders only, or of all."""
        self.coders = None if coders is None else frozenset(coders)
        self.changed.emit()

    def choose_nodes(self, nodes: Collection[int] | None, hidden: int) -> None:
        """Show the codings at these nodes only, or at all; `hidden` nodes are not shown."""
        self.nodes = None if nodes is None else frozenset(nodes)
        self._hidden_nodes = hidden
        self.changed.emit()

    def show_all(self) -> None:
        """Hide nothing."""
        self.coders = self.nodes = None
        self.changed.emit()

    def hides(self) -> bool:
        """Say whether anything may be hidden."""
        return self.coders is not None or self.nodes is not None

    def shows(self, coding: Coding) -> bool:
        """Say whether a coding is shown."""
        if self.coders is not None and coding.coder not in self.coders:
            return False
        return self.nodes is None or coding.node in self.nodes

    def sentence(self, hidden: int) -> str:
        """Say what is hidden, in one line; empty where nothing is."""
        parts = []
        if self.coders is not None:
            names = ", ".join(self._names[coder] for coder in sorted(self.coders))
            parts.append(self.tr("Showing {0} only").format(names))
        if self.nodes is not None:
            parts.append(counted("1 node hidden", "{count} nodes hidden", self._hidden_nodes))
        if parts:
            parts.append(
                counted(
                    "1 coding of this source not shown",
                    "{count} codings of this source not shown",
                    hidden,
                )
            )
        return " · ".join(parts)


class HiddenBanner(QWidget):
    """Says what a filter hides, and offers to show it."""

    show_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._label = QLabel()
        every = QPushButton(self.tr("Show all"))
        every.clicked.connect(self.show_all_requested)
        line = QHBoxLayout(self)
        line.setContentsMargins(SMALL, TIGHT, SMALL, TIGHT)
        line.addWidget(self._label, 1)
        line.addWidget(every)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; hide where there is none."""
        self._label.setText(sentence)
        self.setVisible(bool(sentence))

    def text(self) -> str:
        """Return what is said."""
        return self._label.text()
