"""Which text is meant: participants only, and cases by their attributes."""

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QToolButton, QWidget

from qda_app.domain.people import Case
from qda_app.services.reads import Reads
from qda_app.ui.icons import dress
from qda_app.ui.theme import MEDIUM, Theme

WIDEST = 200  # pixels of the values chosen that are shown
MOST_VALUES = 60  # values of an attribute that a menu can offer


class CaseFilter(QToolButton):
    """A button with a menu of attributes and their values; of several values any will do."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.where: dict[str, frozenset[str]] = {}
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(self.tr("Cases to search in"))
        dress(self, "filter", theme)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._show()

    def show_cases(self, read: Reads) -> None:
        """Offer the attributes and values that there are; what was chosen stays where it can."""
        cases, names = read.cases(), [name for name, _kind in read.attributes()]
        values = {name: _values(cases, name) for name in names}
        kept = {name: self.where.get(name, frozenset()) & set(values[name]) for name in names}
        self.where = {name: chosen for name, chosen in kept.items() if chosen}
        self._menu.clear()
        everybody = self._menu.addAction(self.tr("All cases"))
        everybody.triggered.connect(lambda: self.choose({}))
        self._menu.addSeparator()
        for name in names:
            below = self._menu.addMenu(name.replace("&", "&&"))
            for value in values[name][:MOST_VALUES]:
                action = below.addAction((value or self.tr("(no value)")).replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(value in self.where.get(name, ()))
                action.setData((name, value))
                action.toggled.connect(self._on_value)
        self.setEnabled(any(values.values()))
        self._show()

    def choose(self, where: Mapping[str, frozenset[str]]) -> None:
        """Choose values; an empty mapping stands for all cases."""
        self.where = dict(where)
        for action in self._actions():
            name, value = action.data()
            action.blockSignals(True)  # noqa: FBT003
            action.setChecked(value in self.where.get(name, ()))
            action.blockSignals(False)  # noqa: FBT003
        self._show()
        self.changed.emit()

    def _actions(self) -> list[QAction]:
        menus = [cast(QMenu, a.menu()) for a in self._menu.actions() if a.menu() is not None]
        return [action for menu in menus for action in menu.actions()]

    def _on_value(self) -> None:
        where: dict[str, set[str]] = {}
        for action in self._actions():
            if action.isChecked():
                name, value = action.data()
                where.setdefault(name, set()).add(value)
        self.where = {name: frozenset(chosen) for name, chosen in where.items()}
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        if not self.where:
            self.setText(self.tr("All cases"))
            self.setToolTip(self.tr("Search in the words of some cases only"))
            return
        parts = [", ".join(sorted(v or "–" for v in chosen)) for chosen in self.where.values()]
        text = " · ".join(parts)
        self.setToolTip(
            "\n".join(f"{name}: {part}" for name, part in zip(self.where, parts, strict=True))
        )
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, WIDEST)
        self.setText(shown.replace("&", "&&"))


def _values(cases: Sequence[Case], name: str) -> list[str]:
    return sorted({case.attributes.get(name, "") for case in cases})


class ScopeChoice(QWidget):
    """A check box for participants' words and the filter of cases, in a row."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.participants = QCheckBox(self.tr("Participants only"))
        self.participants.setToolTip(self.tr("Leave out what interviewers say, and labels"))
        self.cases = CaseFilter(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MEDIUM)
        row.addWidget(self.participants)
        row.addWidget(self.cases)
        self.participants.toggled.connect(self.changed)
        self.cases.changed.connect(self.changed)
