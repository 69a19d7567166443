"""The page of agreement: choices, figures by node, and below what stands behind them."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.errors import QdaError
from qda_app.domain.text import Span
from qda_app.services.comparison import Comparison
from qda_app.services.comparison_passages import Passage
from qda_app.services.comparison_tables import heat_chart, methods_paragraph, settings, sheets
from qda_app.services.project import Changed
from qda_app.ui.desk import Desk
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import LARGE, SMALL
from qda_app.ui.views.compare.choices import CompareChoices
from qda_app.ui.views.compare.figures import figure
from qda_app.ui.views.compare.grid import ShadedGrid
from qda_app.ui.views.compare.node_table import NodeTable
from qda_app.ui.views.compare.passages import PassagePanel
from qda_app.ui.views.page_frame import ProjectPage

WIDTH = 24.0  # centimetres of the heat map in files


class ComparePage(ProjectPage):
    """Two coders' agreement, following their work; every figure leads to its passages."""

    name = "compare"
    kinds = frozenset(
        {"coding", "node", "source", "coder", "progress", "case", "case_value", "case_link"}
        | {"attribute"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.comparison: Comparison | None = None
        self._edited: set[int] = set()
        self._anew = True
        self._behind: tuple[int, ...] = ()  # node; node and source; or -1 and two nodes
        self.choices = CompareChoices(desk.theme)
        self.choices.changed.connect(self.compare_anew)
        self.choices.shown_changed.connect(self.show_figures)
        self.nodes = NodeTable(desk.theme)
        self.nodes.chosen.connect(lambda node: self._show_behind((node,)))
        self.passages = PassagePanel(desk.theme)
        self.passages.wanted.connect(self._open)
        self.by_source = TableView(self.tr("Agreement by source"))
        self.heat = ShadedGrid(self.tr("Agreement by node and source"), desk.theme)
        self.heat.cell_chosen.connect(self._on_heat)
        self.crossed = ShadedGrid(self.tr("Where one used a node, the other another"), desk.theme)
        self.crossed.cell_chosen.connect(self._on_crossed)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.passages, self.tr("Passages"))
        self.tabs.addTab(self.by_source, self.tr("By source"))
        self.tabs.addTab(self.heat, self.tr("Heat map"))
        self.tabs.addTab(self.crossed, self.tr("Confusions"))
        self.tabs.currentChanged.connect(lambda _tab: self._show_crossed())
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.caption = QLabel()
        self.caption.setProperty("role", "muted")
        self.caption.setWordWrap(True)
        self.methods = QPushButton(self.tr("Copy methods paragraph"))
        self.methods.clicked.connect(self.copy_methods)
        self.export = QPushButton(self.tr("Export…"))
        self.export.clicked.connect(self._ask_export)
        self._lay_out()

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Compare")

    def _lay_out(self) -> None:
        self.body = QSplitter(Qt.Orientation.Vertical)
        self.body.addWidget(self.nodes)
        self.body.addWidget(self.tabs)
        self.body.setSizes([340, 260])
        below = QHBoxLayout()
        below.setSpacing(SMALL)
        below.addWidget(self.caption, 1)
        below.addWidget(self.methods)
        below.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(SMALL)
        layout.addWidget(self.choices)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.body, 1)
        layout.addLayout(below)

    # -- reading -------------------------------------------------------------------------------

    def on_changed(self, change: Changed) -> None:
        """Take note of which sources changed, so that only they are read again."""
        touched = change.kinds & self.kinds
        if touched == {"coding"} and change.sources:
            self._edited |= change.sources
        elif touched:
            self._anew = True
        super().on_changed(change)

    def refresh(self) -> None:
        """Read again what changed since."""
        edited, self._edited = self._edited, set()
        made = None if self._anew or not edited else self.comparison
        if made is None or not made.replace(edited):
            self._anew = False
            self.choices.read(self.project.read)
            self.compare_anew()
        else:
            self.show_figures()

    def compare_anew(self) -> None:
        """Compare what is chosen, or say why it cannot be."""
        reason = self._missing()
        self.comparison = None
        if not reason:
            try:
                self.comparison = self.choices.comparison(self.project.read)
            except QdaError as error:
                reason = str(error)
        self.empty.setText(reason)
        self.empty.setVisible(self.comparison is None)
        for widget in (self.body, self.methods, self.export, self.caption):
            widget.setVisible(self.comparison is not None)
        self.show_figures()

    def _missing(self) -> str:
        """Say what is wanting before two coders can be compared."""
        if len(self.project.read.coders()) < 2:
            return self.tr(
                "Agreement needs two coders. Add a second coder, or bring in a colleague's "
                "codings; the figures then appear here and follow the work."
            )
        if self.choices.first.currentData() == self.choices.second.currentData():
            return self.tr("Choose two different coders above.")
        return ""

    def show_figures(self) -> None:
        """Show the coefficient chosen of the comparison that there is."""
        made = self.comparison
        if made is None:
            return
        measure, own = self.choices.coefficient, self.choices.own
        parents = {node.id: node.parent for node in made.tree.order}
        rows, overall = made.node_rows(measure, own=own), made.overall_row(measure, own=own)
        title = "κ" if measure == "kappa" else self.choices.measure.currentText()
        self.nodes.show_rows(overall, rows, parents, made.names, title)
        self._show_sources(made, measure, title)
        self.heat.show_values(
            [node.name for node in made.tree.order],
            [source.name for source in made.sources],
            made.heat(measure, own=own),
            1.0,
            figure,
        )
        self._show_crossed()
        self._show_behind(self._behind, raise_tab=False)
        lines = [f"{n}: {v}" for n, v in settings(made, measure, own=own).items()]
        self.caption.setText(" · ".join([*lines[2:5], lines[7]]))
        self.caption.setToolTip("\n".join(lines))

    def _show_sources(self, made: Comparison, measure: str, title: str) -> None:
        header = [self.tr("Source"), title, self.tr("F1"), self.tr("Percent agreement")]
        header += [self.tr("Prevalence"), self.tr("Notes")]
        rows = [
            [
                row.name,
                figure(row.value),
                figure(row.f1),
                figure(row.percent),
                figure(row.prevalence),
                row.reason or "",
            ]
            for row in made.source_rows(measure)
        ]
        self.by_source.show_rows(header, rows)

    def _show_crossed(self) -> None:
        """Work the confusions out while they are looked at, not before."""
        made = self.comparison
        if made is None or self.tabs.currentWidget() is not self.crossed:
            return
        table = made.confusions()
        names = [node.name for node in made.tree.order]
        values = [[float(v) if v else None for v in row] for row in table.tolist()]

        def words(value: float | None) -> str:
            return "" if value is None else f"{value:.0f}"

        self.crossed.show_values(names, names, values, float(table.max(initial=0)), words)
        first, second = made.names
        tip = self.tr("Rows: what only {0} gave a node. Columns: what only {1} gave another.")
        self.crossed.setToolTip(tip.format(first, second))

    # -- behind and out ------------------------------------------------------------------------

    def _on_heat(self, row: int, column: int) -> None:
        made = self.comparison
        if made is not None:
            self._show_behind((made.tree.order[row].id, made.sources[column].id))

    def _on_crossed(self, row: int, column: int) -> None:
        made = self.comparison
        if made is not None:
            self._show_behind((-1, made.tree.order[row].id, made.tree.order[column].id))

    def _show_behind(self, behind: tuple[int, ...], *, raise_tab: bool = True) -> None:
        """Show the passages of a node, of a node in a source, or of two nodes that cross."""
        made = self.comparison
        if made is None:
            return
        known = {source.id: source.name for source in made.sources}
        crossed = behind[:1] == (-1,)
        nodes = behind[1:] if crossed else behind[:1]
        gone = not all(node in made.tree.by_id for node in nodes)
        if gone or (not crossed and len(behind) > 1 and behind[1] not in known):
            behind, nodes = (), ()
        self._behind = behind
        found: list[Passage] = []
        title = " × ".join(made.tree.by_id[node].name for node in nodes)
        if crossed and behind:
            found = made.crossed(behind[1], behind[2])
        elif behind:
            source = behind[1] if len(behind) > 1 else None
            found = made.passages(behind[0], source, own=self.choices.own)
            title += "" if source is None else f" · {known[source]}"
        texts = self.project.read.texts({p.source for p in found}) if found else {}
        self.passages.show_passages(title, found, known, texts, made.names)
        if raise_tab:
            self.tabs.setCurrentWidget(self.passages)

    def _open(self, passage: object) -> None:
        chosen = cast("Passage", passage)
        self.desk.go_to(chosen.source, Span(chosen.start, chosen.end))

    def copy_methods(self) -> None:
        """Copy a paragraph for a methods section."""
        made = self.comparison
        if made is not None:
            words = methods_paragraph(made, self.choices.coefficient, own=self.choices.own)
            QGuiApplication.clipboard().setText(words)
            self.desk.said.emit(self.tr("Copied a methods paragraph."), False)  # noqa: FBT003

    def _ask_export(self) -> None:
        kinds = [
            self.tr("Workbook (*.xlsx)"),
            self.tr("Table (*.csv)"),
            self.tr("Chart (*.svg *.pdf *.png)"),
        ]
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), "", ";;".join(kinds))
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the tables as xlsx or csv, or the heat map as svg, pdf or png, with settings."""
        from qda_app.formats.reports.charts import KINDS, write_chart
        from qda_app.formats.tables import write_report_csv, write_xlsx

        made, measure, own = self.comparison, self.choices.coefficient, self.choices.own
        if made is None:
            return
        kind = path.suffix.lower().removeprefix(".")
        try:
            if kind in KINDS:
                write_chart(heat_chart(made, measure, own=own), path, WIDTH)
            elif kind == "csv":
                tables = list(sheets(made, measure, own=own).values())
                write_report_csv(path, *tables[0])
                write_report_csv(path.with_name(f"{path.stem} settings.csv"), *tables[-1])
            else:
                write_xlsx(path.with_suffix(".xlsx"), sheets(made, measure, own=own))
        except QdaError as error:
            self.desk.refused.emit(str(error))
            return
        self.desk.said.emit(self.tr("Exported to {0}.").format(path.name), False)  # noqa: FBT003
