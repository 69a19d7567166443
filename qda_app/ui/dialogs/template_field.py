"""The attribution in a dialog: the template, and below it what is wrong with it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from qda_app.domain.errors import QdaError
from qda_app.formats.reports.attribution import checked_template
from qda_app.services.paper.attributions import presets
from qda_app.services.reads import Reads
from qda_app.ui.theme import TIGHT


class TemplateField(QWidget):
    """Offers the usual templates; another can be written."""

    changed = Signal()

    def __init__(self, read: Reads, template: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = [name for name, _kind in read.attributes()]
        self.line = QComboBox()
        self.line.setEditable(True)
        self.line.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.line.setAccessibleName(self.tr("Attribution"))
        self.line.setMinimumContentsLength(24)
        self.line.addItems([template for _words, template in presets(read)])
        self.wrong = QLabel()
        self.wrong.setWordWrap(True)
        self.wrong.setProperty("role", "danger")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addWidget(self.line)
        layout.addWidget(self.wrong)
        self.line.editTextChanged.connect(lambda _text: self._check())
        self.line.setEditText(template)
        self._check()

    def text(self) -> str:
        """Return the template."""
        return self.line.currentText()

    def usable(self) -> bool:
        """Say whether it names only what there is."""
        return not self.wrong.text()

    def _fit(self) -> None:
        """Ask for the height that the sentence needs, which a form does not work out by itself."""
        said = max(0, self.wrong.heightForWidth(self.width())) + TIGHT if self.wrong.text() else 0
        self.setMinimumHeight(self.line.sizeHint().height() + said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the sentence to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _check(self) -> None:
        self.wrong.setText("")
        try:
            checked_template(self.text(), self._names)
        except QdaError as error:
            self.wrong.setText(str(error))
        self.wrong.setVisible(bool(self.wrong.text()))
        self._fit()
        self.changed.emit()
