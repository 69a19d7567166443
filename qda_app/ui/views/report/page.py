"""The page of counts: choices above, the table or its chart below."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.errors import QdaError
from qda_app.services.charting import chart_of
from qda_app.services.crosstabs import Crosstab
from qda_app.ui.desk import Behind, Desk
from qda_app.ui.dialogs.chart_width import ask_width, is_chart
from qda_app.ui.jobs import Progress
from qda_app.ui.models.table import TableView
from qda_app.ui.saving import ask_file
from qda_app.ui.theme import LARGE, SMALL
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.report.chart_view import SHARP, ChartView
from qda_app.ui.views.report.choices import FREQUENCIES, PROGRESS, ReportChoices

DOTS = 96 * SHARP
NAMES = 420  # pixels of the widest column: a path with its last name whole
WIDTH = 20.0  # centimetres of the chart on screen, and in files where no other is asked for


class ReportPage(ProjectPage):
    """Every number leads to the excerpts behind it; every table and chart states its settings."""

    name = "report"
    kinds = frozenset(
        {"coding", "node", "source", "coder", "case", "case_value", "case_link", "attribute"}
        | {"progress"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._table: Crosstab | None = None
        self.choices = ReportChoices(desk.theme)
        self.choices.changed.connect(self.compute)
        self.table = TableView(self.tr("Counts"))
        self.table.grid.setWordWrap(False)
        self.table.grid.setTextElideMode(Qt.TextElideMode.ElideLeft)
        self.table.grid.doubleClicked.connect(self._on_cell)
        self.chart = ChartView()
        self.views = QStackedWidget()
        self.views.addWidget(self.table)
        self.views.addWidget(self.chart)
        self.caption = QLabel()
        self.caption.setWordWrap(True)
        self.caption.setProperty("role", "muted")
        self.as_table = self._switch(self.tr("Table"), 0)
        self.as_chart = self._switch(self.tr("Chart"), 1)
        self.as_table.setChecked(True)
        self._switches = QButtonGroup(self)
        for button in (self.as_table, self.as_chart):
            self._switches.addButton(button)
        self.excerpts = QPushButton(self.tr("Excerpts behind it"))
        self.excerpts.clicked.connect(lambda: self._on_cell(self.table.grid.currentIndex()))
        self.export = QPushButton(self.tr("Export…"))
        self.export.clicked.connect(self._ask_export)
        self._lay_out()

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Report")

    def _switch(self, text: str, view: int) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.clicked.connect(lambda _c: self._show(view))
        return button

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(SMALL)
        below.addWidget(self.as_table)
        below.addWidget(self.as_chart)
        below.addStretch(1)
        below.addWidget(self.excerpts)
        below.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(SMALL)
        layout.addWidget(self.choices)
        layout.addWidget(self.views, 1)
        layout.addWidget(self.caption)
        layout.addLayout(below)

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read coders and attributes again, and count again."""
        self.choices.read(self.project.read)
        self.compute()

    def compute(self) -> None:
        """Count what is asked for and show it."""
        try:
            table = self.choices.table(self.project.read)
        except QdaError as error:
            self._table = None
            self.table.show_rows((), ())
            self.chart.clear(str(error))
            self.caption.setText(str(error))
            return
        self._table = table
        header, rows = table.sheet()
        self.table.show_rows(header, rows)
        self.table.cap_columns(NAMES)
        lines = [f"{name}: {value}" for name, value in table.settings.items()]
        hint = self.tr("Double-click a number to read the excerpts behind it.")
        self.caption.setText(" · ".join([*lines[:-2], hint]))
        self.caption.setToolTip("\n".join(lines))
        if self.views.currentWidget() is self.chart:
            self._draw()

    def _show(self, view: int) -> None:
        self.views.setCurrentIndex(view)
        if view == 1:
            self._draw()

    def _column(self) -> int | None:
        """Return which column the chart shows: all that are of one measure, else the chosen one."""
        if self._table is None or self._table.comparable:
            return None
        chosen = self.table.grid.currentIndex().column() - 1
        usual = 1 if self.choices.kind.currentData() in {FREQUENCIES, PROGRESS} else 0
        return chosen if chosen >= 0 else usual

    def _draw(self) -> None:
        """Draw the chart in the worker's lane; loading the library takes a moment at first."""
        table = self._table
        if table is None or not any(any(row) for row in table.values):
            self.chart.clear(self.tr("There is nothing to draw yet. Code some passages first."))
            return
        chart = chart_of(table, self._column())
        self.chart.clear(self.tr("Drawing the chart"))

        def work(_progress: Progress) -> bytes:
            from qda_app.formats.reports.charts import draw

            return draw(chart, "png", WIDTH, DOTS)

        self.desk.jobs.start(
            work,
            lambda data: self.chart.show_picture(data, chart.title),
            self.tr("Drawing the chart"),
        )

    # -- behind and out ------------------------------------------------------------------------

    def _on_cell(self, index: QModelIndex) -> None:
        source = self.table.source_index(index)
        table = self._table
        if table is None or not source.isValid():
            self.desk.refused.emit(self.tr("Choose a number in the table first."))
            return
        row, column = source.row(), max(source.column() - 1, 0)
        ids = table.behind(row, column)
        if not ids:
            self.desk.refused.emit(self.tr("No excerpt stands behind this cell."))
            return
        title = f"{table.names[row]} · {table.columns[column]}"
        self.desk.show_excerpts(Behind(title, ids=ids))

    def _ask_export(self) -> None:
        kinds = [
            self.tr("Workbook (*.xlsx)"),
            self.tr("Table (*.csv)"),
            self.tr("Word (*.docx)"),
            self.tr("Chart (*.svg *.pdf *.png)"),
        ]
        if self.views.currentWidget() is self.chart:
            kinds.reverse()
        path, width = ask_file(self, self.tr("Export"), kinds), None
        if path is None:
            return
        if is_chart(path):
            columns = len(self._table.columns) if self._table and self._column() is None else 1
            width = ask_width(self.desk.preferences, WIDTH, self, columns)
            if width is None:
                return
        self.export_to(path, width or WIDTH)

    def export_to(self, path: Path, width: float = WIDTH) -> None:
        """Write the table (xlsx, csv, docx) or its chart (svg, pdf, png), with the settings.

        `width` is that of the chart, in centimetres.
        """
        from qda_app.formats.reports.charts import KINDS, write_chart
        from qda_app.formats.reports.word_tables import write_word_tables
        from qda_app.formats.tables import write_report_csv, write_xlsx
        from qda_app.services.paper.count_tables import count_tables

        table = self._table
        if table is None:
            return
        kind = path.suffix.lower().removeprefix(".")
        try:
            if kind in KINDS:
                write_chart(chart_of(table, self._column()), path, width)
            elif kind == "docx":
                write_word_tables(path, count_tables(table))
            elif kind == "csv":
                header, rows = table.sheet()
                write_report_csv(path, header, rows)
                settings = [[name, value] for name, value in table.settings.items()]
                beside = path.with_name(f"{path.stem} settings.csv")
                write_report_csv(beside, [self.tr("setting"), self.tr("value")], settings)
            else:
                write_xlsx(path, table.sheets())
        except QdaError as error:
            self.desk.refused.emit(str(error))
            return
        self.desk.said.emit(self.tr("Exported to {0}.").format(path.name), False)  # noqa: FBT003
