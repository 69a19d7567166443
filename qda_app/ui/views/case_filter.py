"""Only some participants: a menu of their attributes, each with its values to tick."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from qda_app.domain.people import Case
from qda_app.ui.icons import dress
from qda_app.ui.theme import Theme


class CaseFilter(QToolButton):
    """A menu of attributes, each with its values to tick; nothing ticked stands for all."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.where: dict[str, set[str]] = {}
        self._values: dict[str, list[str]] = {}
        dress(self, "filter", theme)
        self.setText(self.tr("Participants"))
        self.setToolTip(self.tr("Only passages of participants with these attributes"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    def set_cases(self, attributes: Sequence[str], cases: Iterable[Case]) -> None:
        """Take the attributes in use and their values."""
        cases = list(cases)
        found = {
            name: sorted({case.attributes.get(name, "") for case in cases}) for name in attributes
        }
        self._values = {name: values for name, values in found.items() if any(values)}
        kept = {name: self.where.get(name, set()) & set(v) for name, v in self._values.items()}
        self.where = {name: values for name, values in kept.items() if values}
        self.setEnabled(bool(self._values))

    def fill(self) -> QMenu:
        """Fill the menu with what there is, and return it."""
        self._menu.clear()
        for name, values in self._values.items():
            menu = self._menu.addMenu(name.replace("&", "&&"))
            for value in values:
                action = menu.addAction(value.replace("&", "&&") or self.tr("(none)"))
                action.setCheckable(True)
                action.setChecked(value in self.where.get(name, ()))
                action.toggled.connect(lambda on, n=name, v=value: self.tick(n, v, on=on))
        self._menu.addSeparator()
        every = self._menu.addAction(self.tr("All participants"))
        every.setEnabled(bool(self.where))
        every.triggered.connect(lambda _on: self.clear())
        return self._menu

    def tick(self, name: str, value: str, *, on: bool) -> None:
        """Show the passages of participants with this value too, or not any more."""
        values = self.where.setdefault(name, set())
        (values.add if on else values.discard)(value)
        if not values:
            del self.where[name]
        self.changed.emit()

    def clear(self) -> None:
        """Show all participants."""
        self.where = {}
        self.changed.emit()
