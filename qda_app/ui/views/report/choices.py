"""What is counted: the row of choices above a report, and the table that they ask for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from qda_app.services import crosstabs
from qda_app.services.counting import measure_words
from qda_app.services.crosstabs import Crosstab
from qda_app.services.reads import Reads
from qda_app.services.selection import consensus_stands
from qda_app.ui.number_boxes import number_box
from qda_app.ui.theme import Theme
from qda_app.ui.views.case_filter import CaseFilter
from qda_app.ui.views.compare.flow import FlowRow

FREQUENCIES, BY, TOGETHER, PROGRESS = "frequencies", "by", "together", "progress"


class ReportChoices(FlowRow):
    """Asks what to count of what; only the choices that matter for the report are shown."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cases = CaseFilter(theme)
        self.kind = self._box(self.tr("Report"))
        for key, words in (
            (FREQUENCIES, self.tr("How often each node was used")),
            (BY, self.tr("Nodes by …")),
            (TOGETHER, self.tr("Nodes together")),
            (PROGRESS, self.tr("How far the coders are")),
        ):
            self.kind.addItem(words, key)
        self.by = self._box(self.tr("Group by"))
        self.measure = self._box(self.tr("What is counted"))
        for key, words in measure_words().items():
            self.measure.addItem(words, key)
        self.coders = self._box(self.tr("Codings of"))
        self.text = self._box(self.tr("Text counted"))
        self.text.addItem(self.tr("Participants' words"), "participants")
        self.text.addItem(self.tr("Whole text"), "whole")
        self.near = QComboBox()
        self.near.setAccessibleName(self.tr("Which codings are paired"))
        self.near.addItem(self.tr("that overlap"), "overlap")
        self.near.addItem(self.tr("at most this far apart"), "near")
        self.distance = number_box()
        self.distance.setRange(0, 100_000)
        self.distance.setValue(200)
        self.distance.setSuffix(self.tr(" characters"))
        self.distance.setAccessibleName(self.tr("Greatest distance"))
        self.same = QCheckBox(self.tr("of the same coder"))
        self.same.setChecked(True)
        for widget in (
            self.kind,
            self.by,
            self.measure,
            self.near,
            self.distance,
            self.same,
            self.coders,
            self.text,
            self.cases,
        ):
            self.add(widget)
        for box in (self.kind, self.by, self.measure, self.near, self.coders, self.text):
            box.activated.connect(self._on_change)
        self.distance.valueChanged.connect(self._on_change)
        self.same.toggled.connect(self._on_change)
        self.cases.changed.connect(self._on_change)
        self._fit()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def read(self, read: Reads) -> None:
        """Take coders and attributes as they are now, keeping what is chosen."""
        usual = self.tr("Consensus") if consensus_stands(read) else self.tr("All coders")
        coders: list[tuple[str, object]] = [(usual, None)]
        coders += [(coder.name, coder.name) for coder in read.coders()]
        self.cases.set_cases([name for name, _kind in read.attributes()], read.cases())
        groups: list[tuple[str, object]] = [
            (self.tr("By coder"), "coder"),
            (self.tr("By source"), "source"),
            (self.tr("By participant"), "case"),
        ]
        groups += [(self.tr("By {0}").format(name), name) for name, _kind in read.attributes()]
        for box, entries in ((self.coders, coders), (self.by, groups)):
            kept = box.currentData()
            box.clear()
            for words, key in entries:
                box.addItem(words, key)
            box.setCurrentIndex(max(0, box.findData(kept)))

    def choose(self, kind: str) -> None:
        """Choose a report by its name."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self._on_change()

    def _on_change(self) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        kind = self.kind.currentData()
        self.by.setVisible(kind == BY)
        self.measure.setVisible(kind == BY)
        self.near.setVisible(kind == TOGETHER)
        self.same.setVisible(kind == TOGETHER)
        self.distance.setVisible(kind == TOGETHER and self.near.currentData() == "near")
        self.coders.setVisible(kind != PROGRESS)
        self.text.setVisible(kind != TOGETHER)
        self.cases.setVisible(kind != PROGRESS)

    def table(self, read: Reads) -> Crosstab:
        """Return the table that is asked for."""
        kind, text = self.kind.currentData(), self.text.currentData()
        coder = self.coders.currentData()
        coders = None if coder is None else [coder]
        where = self.cases.where
        if kind == BY:
            by, measure = self.by.currentData(), self.measure.currentData()
            return crosstabs.nodes_by(read, by, measure, coders, text, where)
        if kind == TOGETHER:
            apart = self.near.currentData() == "near"
            near = self.distance.value() if apart else crosstabs.OVERLAP
            same = self.same.isChecked()
            return crosstabs.nodes_together(read, near, coders, where, same_coder=same)
        if kind == PROGRESS:
            return crosstabs.coder_progress(read, text)
        return crosstabs.frequencies_table(read, coders, text, where)
