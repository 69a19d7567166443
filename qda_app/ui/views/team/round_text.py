"""Which text a round is about: sources to tick, taken whole or drawn from by chance."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.source import Source
from qda_app.services.reads import Reads
from qda_app.services.rounds.planning import DrawPlan, filtered
from qda_app.ui.number_boxes import decimal_box, number_box
from qda_app.ui.theme import SMALL, Theme
from qda_app.ui.views.case_filter import CaseFilter
from qda_app.ui.views.compare.check_menu import CheckMenu
from qda_app.ui.views.compare.flow import FlowRow

KEY = Qt.ItemDataRole.UserRole
On = Qt.CheckState


class TickList(QListWidget):
    """Names to tick with the mouse or the space bar."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def offer(self, names: Sequence[tuple[int, str]], ticked: Collection[int]) -> None:
        """Offer other names, some of them ticked."""
        self.blockSignals(True)  # noqa: FBT003
        self.clear()
        for key, name in names:
            item = QListWidgetItem(name)
            item.setData(KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(On.Checked if key in ticked else On.Unchecked)
            self.addItem(item)
        self.blockSignals(False)  # noqa: FBT003

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the rows out in the style that the list has by now."""
        super().showEvent(event)
        self.doItemsLayout()

    def show_rows(self, least: int, most: int) -> None:
        """Be as high as the names are many, within these numbers of rows."""
        row = max(self.sizeHintForRow(0), self.fontMetrics().height() + 10)
        frame = 2 * self.frameWidth() + 6
        self.setFixedHeight(row * min(max(self.count(), least), most) + frame)

    def ticked(self) -> list[int]:
        """Return the keys ticked, in the order of the list."""
        items = [self.item(row) for row in range(self.count())]
        return [int(i.data(KEY)) for i in items if i.checkState() == On.Checked]

    def tick(self, keys: Collection[int]) -> None:
        """Tick exactly these, all at once."""
        self.blockSignals(True)  # noqa: FBT003
        for row in range(self.count()):
            item = self.item(row)
            item.setCheckState(On.Checked if item.data(KEY) in keys else On.Unchecked)
        self.blockSignals(False)  # noqa: FBT003
        self.changed.emit()

    def show_only(self, keys: Collection[int]) -> None:
        """Show these names; what is ticked stays ticked."""
        for row in range(self.count()):
            item = self.item(row)
            item.setHidden(item.data(KEY) not in keys)


class RoundText(QWidget):
    """Sources with a filter, and below how text is drawn from those that are ticked."""

    changed = Signal()

    def __init__(self, read: Reads, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources, self._cases = read.sources(), read.cases()
        attributes = [name for name, _kind in read.attributes()]
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Filter the sources by name"))
        self.words.setAccessibleName(self.tr("Filter the sources by name"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._filter)
        self.cases = CaseFilter(theme)
        self.cases.set_cases(attributes, self._cases)
        self.cases.setToolTip(self.tr("Only sources of participants with these attributes"))
        self.cases.changed.connect(self._filter)
        self.sources = TickList(self.tr("Sources"))
        self.sources.offer([(s.id, s.name) for s in self._sources], ())
        self.sources.changed.connect(self._on_ticks)
        self.every = QPushButton(self.tr("Tick all shown"))
        self.every.clicked.connect(lambda: self.sources.tick(self._with_shown()))
        self.none = QPushButton(self.tr("Untick all"))
        self.none.clicked.connect(lambda: self.sources.tick(()))
        self.counted = QLabel()
        self.counted.setProperty("role", "muted")
        self.whole = QRadioButton(self.tr("The ticked sources as they are"))
        self.drawn = QRadioButton(self.tr("Drawn from them by chance"))
        self.whole.setChecked(True)
        group = QButtonGroup(self)
        for button in (self.whole, self.drawn):
            group.addButton(button)
        self.drawn.toggled.connect(self._on_way)
        self._make_draw(attributes)
        self._lay_out()
        self._count()

    def _make_draw(self, attributes: Sequence[str]) -> None:
        self.share = decimal_box()
        self.share.setRange(0.5, 100)
        self.share.setDecimals(1)
        self.share.setValue(20)
        self.share.setSuffix(" %")
        self.unit = QComboBox()
        self.unit.addItem(self.tr("as segments"), False)  # noqa: FBT003
        self.unit.addItem(self.tr("as whole sources"), True)  # noqa: FBT003
        self.seed = number_box()
        self.seed.setRange(1, 999_999)
        self.seed.setPrefix(self.tr("seed") + " ")
        self.strata = CheckMenu(self.tr("Attributes whose values are all drawn from"))
        self.strata.offer(list(enumerate(attributes)), ())
        self.strata.setEnabled(bool(attributes))
        self.fresh = QCheckBox(self.tr("only text that was in no round before"))
        self.fresh.setChecked(True)
        for widget, words in (
            (self.share, self.tr("Share of the text")),
            (self.unit, self.tr("How text is drawn")),
            (self.seed, self.tr("Seed: the same seed draws the same text")),
        ):
            widget.setAccessibleName(words)
            widget.setToolTip(words)
        self.share.valueChanged.connect(lambda _v: self.changed.emit())
        self.seed.valueChanged.connect(lambda _v: self.changed.emit())
        self.unit.activated.connect(lambda _r: self.changed.emit())
        self.fresh.toggled.connect(lambda _on: self.changed.emit())
        self.strata.changed.connect(self._on_strata)
        self._name_strata()

    def _lay_out(self) -> None:
        above, ticks = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.words, 1)
        above.addWidget(self.cases)
        ticks.addWidget(self.every)
        ticks.addWidget(self.none)
        ticks.addWidget(self.counted, 1, Qt.AlignmentFlag.AlignRight)
        self.draw = FlowRow()
        for part in (self.share, self.unit, self.strata, self.seed, self.fresh):
            self.draw.add(part)
        self.draw.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addLayout(above)
        layout.addWidget(self.sources, 1)
        layout.addLayout(ticks)
        for widget in (self.whole, self.drawn, self.draw):
            layout.addWidget(widget)

    # -- what is chosen ------------------------------------------------------------------------

    def chosen(self) -> list[Source]:
        """Return the sources ticked."""
        ticked = set(self.sources.ticked())
        return [source for source in self._sources if source.id in ticked]

    def draw_plan(self) -> DrawPlan | None:
        """Return how text is drawn, None where the sources are taken as they are."""
        if not self.drawn.isChecked():
            return None
        return DrawPlan(
            self.share.value() / 100,
            tuple(self.strata.names()),
            self.seed.value(),
            bool(self.unit.currentData()),
            self.fresh.isChecked(),
        )

    def _shown(self) -> set[int]:
        return {s.id for s in filtered(self._sources, self._cases, self.words.text(), self._where)}

    @property
    def _where(self) -> dict[str, set[str]]:
        return self.cases.where

    def _with_shown(self) -> set[int]:
        return self._shown() | set(self.sources.ticked())

    def _filter(self) -> None:
        self.sources.show_only(self._shown())
        self._count()

    def _count(self) -> None:
        words = self.tr("{0} of {1} ticked")
        self.counted.setText(words.format(len(self.sources.ticked()), len(self._sources)))

    def _on_ticks(self) -> None:
        self._count()
        self.changed.emit()

    def _on_way(self, drawing: bool) -> None:
        """Draw from all sources where none was ticked yet."""
        self.draw.setEnabled(drawing)
        if drawing and not self.sources.ticked():
            self.sources.tick({source.id for source in self._sources})
        else:
            self.changed.emit()

    def _name_strata(self) -> None:
        names = ", ".join(self.strata.names())
        words = self.tr("strata: {0}").format(names) if names else self.tr("no strata")
        self.strata.setText(words)

    def _on_strata(self) -> None:
        self._name_strata()
        self.draw.updateGeometry()
        self.changed.emit()
