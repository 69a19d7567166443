"""Agreement as a table with what it is about."""

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.errors import QdaError
from qda_app.formats.tables import write_report_csv, write_xlsx
from qda_app.services.result_tables import (
    Sheets,
    agreement_caption,
    agreement_sheets,
)
from qda_app.ui.desk import Desk
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import LARGE, SMALL
from qda_app.ui.views.page_frame import ProjectPage


class ResultView(ProjectPage):
    """A row of choices, the table, and below it what was compared or counted."""

    kinds = frozenset({"coding", "node", "source", "coder", "case", "case_value", "attribute"})

    def __init__(self, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.table = TableView(name, self)
        self.text = QComboBox()
        self.text.addItem(self.tr("Participants' words"), "participants")
        self.text.addItem(self.tr("Whole text"), "whole")
        self.text.setAccessibleName(self.tr("Text compared"))
        self.text.currentIndexChanged.connect(self.refresh)
        self.caption = QLabel()
        self.caption.setWordWrap(True)
        self.caption.setProperty("muted", True)  # noqa: FBT003
        export = QPushButton(self.tr("Export…"))
        export.clicked.connect(self._export)
        self.choices = QHBoxLayout()
        self.choices.setSpacing(SMALL)
        self.choices.addWidget(self.text)
        self.choices.addStretch(1)
        self.choices.addWidget(export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(SMALL)
        layout.addLayout(self.choices)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.caption)
        self._sheets: Sheets = {}

    def compute(self) -> tuple[Sheets, list[str]]:
        """Return the sheets and what they are about."""
        raise QdaError("")

    def refresh(self) -> None:
        """Compute again what is shown."""
        try:
            self._sheets, caption = self.compute()
        except QdaError as error:
            self._sheets = {}
            self.table.show_rows((), ())
            self.caption.setText(str(error))
            return
        header, rows = next(iter(self._sheets.values()))
        self.table.show_rows(header, rows)
        self.caption.setText("\n".join(caption))

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export"), "", self.tr("Workbook (*.xlsx);;Table (*.csv)")
        )
        if name and self._sheets:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write what is shown to a workbook or csv file."""
        try:
            if path.suffix.lower() == ".csv":
                header, rows = next(iter(self._sheets.values()))
                write_report_csv(path, header, rows)
            else:
                write_xlsx(path.with_suffix(".xlsx"), dict(self._sheets))
        except QdaError as error:
            self.caption.setText(str(error))


class AgreementView(ResultView):
    """Agreement of two coders per node."""

    name = "compare"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "", parent)
        self.table.grid.setAccessibleName(self.tr("Agreement by node"))

    def compute(self) -> tuple[Sheets, list[str]]:
        """Compare the project's two coders."""
        found = self.project.agreement(text=self.text.currentData())
        return agreement_sheets(found), agreement_caption(found)
