"""Where a study of another tool goes, and what becomes of what is there already."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.joining import ADD, COPY, LEAVE, Joining
from qda_app.domain.messages import counted
from qda_app.services.project import Project
from qda_app.ui.theme import MEDIUM, SMALL

LONGEST = 40  # characters of a file's name


class ExchangeWhere(QWidget):
    """Into a new project or the open one; of known sources nothing, new codings, or copies."""

    changed = Signal()

    def __init__(self, project: Project | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.new = QRadioButton(self.tr("into a new project"))
        self.new.setChecked(True)
        self.here = QRadioButton()
        self.speakers = QCheckBox(self.tr("Recognise who speaks where"))
        self.speakers.setChecked(True)
        self.known = QLabel()
        self.ways = QComboBox()
        self.ways.setAccessibleName(self.tr("What becomes of sources that are there already"))
        self.known.setBuddy(self.ways)
        if project is None:
            self.here.hide()
        else:
            name = project.path.name
            name = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
            self.here.setText(self.tr("into the open project, {0}").format(name))
        self.here.toggled.connect(lambda _on: self._show_state())
        self.ways.currentIndexChanged.connect(lambda _i: self.changed.emit())
        self._lay_out()
        self._show_state()

    def _lay_out(self) -> None:
        where, there = QHBoxLayout(), QHBoxLayout()
        for row in (where, there):
            row.setSpacing(MEDIUM)
        for part in (QLabel(self.tr("Bring it")), self.new, self.here):
            where.addWidget(part)
        where.addStretch(1)
        there.addWidget(self.speakers)
        there.addStretch(1)
        there.addWidget(self.known)
        there.addWidget(self.ways)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addLayout(where)
        layout.addLayout(there)

    def show_ways(self, ways: Mapping[str, Joining]) -> None:
        """Offer what can be done with a study; without ways the open project cannot take it."""
        self.here.setEnabled(bool(ways))
        why = self.tr("Only a lead can do this, in a project that can be written to.")
        self.here.setToolTip("" if ways else why)
        if not ways:
            self.new.setChecked(True)
        known = [one for one in ways[LEAVE].known if one.identical] if ways else []
        fresh = sum(one.fresh for one in known)
        self.ways.blockSignals(True)  # noqa: FBT003
        self.ways.clear()
        if known:
            self.ways.addItem(self.tr("leave them out"), LEAVE)
            if fresh:
                words = counted(
                    "add 1 coding to them that is new", "add {count} codings to them that are new",
                    fresh,
                )  # fmt: skip
                self.ways.addItem(words, ADD)
            self.ways.addItem(self.tr("bring them as copies"), COPY)
        self.ways.blockSignals(False)  # noqa: FBT003
        words = counted(
            "1 source is in it already:", "{count} sources are in it already:", len(known)
        )
        self.known.setText(words)
        self._show_state()

    def _show_state(self) -> None:
        asked = self.here.isChecked() and self.ways.count() > 0
        self.known.setVisible(asked)
        self.ways.setVisible(asked)
        self.changed.emit()

    def way(self) -> str | None:
        """Return what becomes of known sources; None where a new project is made."""
        if not self.here.isChecked():
            return None
        return str(self.ways.currentData() or LEAVE)
