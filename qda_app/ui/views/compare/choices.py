"""Who and what is compared: the row of choices above the figures."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from qda_app.services.comparison import Comparison
from qda_app.services.reads import Reads
from qda_app.ui.theme import SMALL, Theme
from qda_app.ui.views.case_filter import CaseFilter


class CompareChoices(QWidget):
    """Asks for two coders, unit, text, coefficient and level of the tree."""

    changed = Signal()  # other text, coders or unit: compare anew
    shown_changed = Signal()  # another coefficient or level of the same comparison

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = self._box(self.tr("First coder"))
        self.second = self._box(self.tr("Second coder"))
        self.measure = self._box(self.tr("Coefficient"))
        for key, words in (
            ("kappa", self.tr("Cohen's kappa")),
            ("alpha", self.tr("Krippendorff's alpha")),
            ("f1", self.tr("F1 (positive agreement)")),
            ("jaccard", self.tr("Jaccard")),
            ("pi", self.tr("Scott's pi")),
            ("percent", self.tr("Percent agreement")),
            ("ac1", self.tr("Gwet's AC1")),
            ("s", self.tr("Bennett's S")),
        ):
            self.measure.addItem(words, key)
        self.unit = self._box(self.tr("Unit"))
        for key, words in (
            ("character", self.tr("by character")),
            ("sentence", self.tr("by sentence")),
            ("paragraph", self.tr("by paragraph")),
            ("turn", self.tr("by turn")),
        ):
            self.unit.addItem(words, key)
        self.text = self._box(self.tr("Text compared"))
        self.text.addItem(self.tr("Participants' words"), "participants")
        self.text.addItem(self.tr("Whole text"), "whole")
        self.level = self._box(self.tr("Which codings count for a node"))
        self.level.addItem(self.tr("with nodes below"), False)  # noqa: FBT003
        self.level.addItem(self.tr("own codings only"), True)  # noqa: FBT003
        self.cases = CaseFilter(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        for widget in (
            self.first,
            QLabel("×"),
            self.second,
            self.measure,
            self.unit,
            self.text,
            self.level,
            self.cases,
        ):
            row.addWidget(widget)
        row.addStretch(1)
        for box in (self.first, self.second, self.unit, self.text):
            box.activated.connect(self.changed)
        for box in (self.measure, self.level):
            box.activated.connect(self.shown_changed)
        self.cases.changed.connect(self.changed)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def read(self, read: Reads) -> None:
        """Take coders and attributes as they are now, keeping what is chosen."""
        coders = read.coders()
        self.cases.set_cases([name for name, _kind in read.attributes()], read.cases())
        working = {coder for _source, coder in read.counts_by_source()}
        usual = [c.name for c in coders if c.id in working and not c.consensus]
        usual += [c.name for c in coders if c.name not in usual]
        for place, box in enumerate((self.first, self.second)):
            kept = box.currentData()
            box.clear()
            for coder in coders:
                box.addItem(coder.name, coder.name)
            wanted = kept if box.findData(kept) >= 0 else (usual[place : place + 1] or [""])[0]
            box.setCurrentIndex(box.findData(wanted))

    @property
    def own(self) -> bool:
        """Whether a node's figures leave out the nodes below it."""
        return bool(self.level.currentData())

    @property
    def coefficient(self) -> str:
        """The key of the coefficient chosen."""
        return str(self.measure.currentData())

    def comparison(self, read: Reads) -> Comparison:
        """Compare what is chosen."""
        names = [box.currentData() for box in (self.first, self.second)]
        unit, text = self.unit.currentData(), self.text.currentData()
        return Comparison(read, names, unit, text, self.cases.where or None)
