"""Who and what is compared: the choices above the figures."""

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from qda_app.analysis.agreement.intervals import ENOUGH_FOR_BOOTSTRAP
from qda_app.domain.amounts import coders_words, sources_words
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.scales import PAIR, measure_words
from qda_app.services.comparing.segments import Match
from qda_app.services.comparing.units import (
    BOOTSTRAP,
    IOU,
    JACKKNIFE,
    LEAF,
    MAXQDA,
    NONE,
    OWN,
    SEGMENT,
)
from qda_app.services.reads import Reads
from qda_app.ui.icons import dress
from qda_app.ui.number_boxes import number_box
from qda_app.ui.theme import Theme
from qda_app.ui.views.case_filter import CaseFilter
from qda_app.ui.views.compare.check_menu import CheckMenu
from qda_app.ui.views.compare.flow import FlowRow

USUAL_SHARES = {"": 0, IOU: 50, MAXQDA: 90}  # percent


class CompareChoices(FlowRow):
    """Asks for coders, unit, text, coefficient, level of the tree and interval."""

    changed = Signal()  # other text, coders or unit: compare anew
    shown_changed = Signal()  # another coefficient, level or interval of the same comparison

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[int, str] = {}
        self._working: set[int] = set()
        self._shares = dict(USUAL_SHARES)
        self.coders = CheckMenu(self.tr("Coders compared"))
        self.measure = self._box(self.tr("Coefficient"))
        self.unit = self._filled(
            self.tr("Unit"),
            ("character", self.tr("by character")),
            ("sentence", self.tr("by sentence")),
            ("paragraph", self.tr("by paragraph")),
            ("turn", self.tr("by turn")),
            (SEGMENT, self.tr("by segment")),
        )
        self.match = self._filled(
            self.tr("How segments are matched"),
            (IOU, self.tr("matched by overlap")),
            (MAXQDA, self.tr("row by row, as MAXQDA")),
        )
        self.share = number_box()
        self.text = self._filled(
            self.tr("Text compared"),
            ("participants", self.tr("Participants' words")),
            ("whole", self.tr("Whole text")),
        )
        self.level = self._box(self.tr("Which codings count for a node"))
        self.interval = self._filled(
            self.tr("Interval"),
            (JACKKNIFE, self.tr("jackknife interval")),
            (BOOTSTRAP, self.tr("bootstrap interval")),
            (NONE, self.tr("no interval")),
        )
        self.seed = number_box()
        self.sources = CheckMenu(self.tr("Sources compared"))
        self.cases = CaseFilter(theme)
        dress(self.coders, "team", theme)
        dress(self.sources, "source", theme)
        self._set_up()

    def _set_up(self) -> None:
        for name, words in measure_words(PAIR).items():
            self.measure.addItem(words, name)
        self.share.setRange(0, 100)
        self.share.setSuffix(" %")
        self.share.setKeyboardTracking(False)
        self.seed.setRange(0, 999_999)
        self.seed.setValue(1)
        self.seed.setPrefix(self.tr("seed "))
        self.seed.setAccessibleName(self.tr("Seed of the bootstrap"))
        self.seed.setToolTip(self.tr("The same seed draws the same samples again."))
        for widget in (
            self.coders,
            self.measure,
            self.level,
            self.interval,
            self.seed,
            self.unit,
            self.match,
            self.share,
            self.text,
            self.sources,
            self.cases,
        ):
            self.add(widget)
        for menu in (self.coders, self.sources):
            menu.changed.connect(self._on_menu)
        for box in (self.unit, self.match):
            box.activated.connect(self._on_unit)
        self.text.activated.connect(self.changed)
        self.cases.changed.connect(self.changed)
        self.share.valueChanged.connect(self._on_share)
        for box in (self.measure, self.level, self.interval):
            box.activated.connect(self._on_shown)
        self.seed.valueChanged.connect(self.shown_changed)
        self._fit()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def _filled(self, name: str, *items: tuple[str, str]) -> QComboBox:
        box = self._box(name)
        for key, words in items:
            box.addItem(words, key)
        return box

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def _mode(self) -> str:
        """Which share the field of percents is about: of units, or of a way to match."""
        return str(self.match.currentData()) if self.unit.currentData() == SEGMENT else ""

    @property
    def view(self) -> View:
        """How the comparison is looked at."""
        return View(
            str(self.measure.currentData()),
            str(self.level.currentData()),
            str(self.interval.currentData()),
            self.seed.value(),
        )

    def comparison(self, read: Reads) -> Comparison:
        """Compare what is chosen."""
        sources = None if self.sources.all_ticked else self.sources.ticked
        names = [self._known[key] for key in self._known if key in self.coders.ticked]
        match = Match(self._mode or IOU, self.share.value() / 100 if self._mode else 0.5)
        return Comparison(
            read,
            names,
            self.unit.currentData(),
            self.text.currentData(),
            self.cases.where or None,
            sources,
            0.0 if self._mode else self.share.value() / 100,
            match,
        )

    def has_worked(self, coder: int | None) -> bool:
        """Say whether a coder is known to have coded; true of nobody in particular."""
        return coder is None or coder in self._working

    def unticked(self) -> list[str]:
        """Return the names of coders who have coded and are not compared."""
        left = self._working - self.coders.ticked
        return [name for key, name in self._known.items() if key in left]

    def compare_only(self, coders: tuple[int, int]) -> None:
        """Compare these two."""
        self.coders.choose(coders)

    def _on_menu(self) -> None:
        self._say_chosen()
        self.changed.emit()

    def _on_unit(self) -> None:
        self._fit()
        self.changed.emit()

    def _on_share(self, value: int) -> None:
        self._shares[self._mode] = value
        self.changed.emit()

    def _on_shown(self) -> None:
        self._fit()
        self.shown_changed.emit()

    # -- what can be chosen --------------------------------------------------------------------

    def _fit(self) -> None:
        """Show only what matters for the unit and the interval."""
        unit = self.unit.currentData()
        self.match.setVisible(unit == SEGMENT)
        self.share.setVisible(unit != "character")
        self.seed.setVisible(self.interval.currentData() == BOOTSTRAP)
        words = {
            "": self.tr("Share of a unit that must be coded; 0 stands for any of it"),
            IOU: self.tr("Smallest intersection over union of two segments that match"),
            MAXQDA: self.tr("Share of a segment that the other coder must have coded"),
        }[self._mode]
        self.share.setAccessibleName(words)
        self.share.setToolTip(words)
        self.share.blockSignals(True)  # noqa: FBT003
        self.share.setPrefix("≥ " if self._mode else "")
        self.share.setSpecialValueText("" if self._mode else self.tr("any of it"))
        self.share.setValue(self._shares[self._mode])
        self.share.blockSignals(False)  # noqa: FBT003
        self.updateGeometry()

    def offer(self, made: Comparison) -> None:
        """Offer the coefficients and intervals that there are for this comparison."""
        kept = self.measure.currentData()
        self.measure.clear()
        for name, words in measure_words(made.scale).items():
            self.measure.addItem(words, name)
        self.measure.setCurrentIndex(max(self.measure.findData(kept), 0))
        model = cast("QStandardItemModel", self.interval.model())
        item = model.item(self.interval.findData(BOOTSTRAP))
        enough = len(made.sources) >= ENOUGH_FOR_BOOTSTRAP or made.in_parts(View())
        words = self.tr("A bootstrap needs at least {0} sources.").format(ENOUGH_FOR_BOOTSTRAP)
        item.setEnabled(enough)
        item.setToolTip("" if enough else words)

    def read(self, read: Reads) -> None:
        """Take coders, sources, levels and attributes as they are now, keeping what is chosen."""
        people = read.coders()
        self.cases.set_cases([name for name, _kind in read.attributes()], read.cases())
        working = {coder for _source, coder in read.counts_by_source()}
        usual = [c.id for c in people if c.id in working and not c.consensus]
        self._working = set(usual)
        usual += [c.id for c in people if c.id not in usual]
        fresh = not self.coders.ticked & {c.id for c in people}
        self._known = {c.id: c.name for c in people}
        self.coders.offer(list(self._known.items()), usual[:2] if fresh else self.coders.ticked)
        sources = [(source.id, source.name) for source in read.sources()]
        every = self.sources.all_ticked
        kept = [key for key, _name in sources] if every else self.sources.ticked
        self.sources.offer(sources, kept)
        tree = read.tree()
        self._offer_levels(max((len(tree.ancestors(n.id)) for n in tree.order), default=0))
        self._say_chosen()

    def _offer_levels(self, deepest: int) -> None:
        kept = self.level.currentData()
        self.level.clear()
        self.level.addItem(self.tr("with nodes below"), "")
        self.level.addItem(self.tr("own codings only"), OWN)
        self.level.addItem(self.tr("leaf nodes only"), LEAF)
        for level in range(deepest):
            self.level.addItem(self.tr("down to level {0}").format(level + 1), str(level))
        self.level.setCurrentIndex(max(self.level.findData(kept), 0))

    def _say_chosen(self) -> None:
        names = self.coders.names()
        many = coders_words(len(names))
        self.coders.setText(" × ".join(names) if 0 < len(names) < 3 else many)
        count = len(self.sources.ticked)
        some = sources_words(count)
        self.sources.setText(self.tr("All sources") if self.sources.all_ticked else some)
        self.updateGeometry()
