"""What was written, and what its reader should know: stays until it is read."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from qda_app.ui.models.table import copy_text
from qda_app.ui.theme import MEDIUM, SMALL, TIGHT, WIDE

WIDTH, HEIGHT, FILES = 560, 440, 160  # pixels


class WrittenDialog(QDialog):
    """A sentence, the remarks to be copied, the files, and the way to their folder."""

    def __init__(
        self,
        title: str,
        said: str,
        folder: Path,
        remarks: Sequence[str],
        files: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.setMinimumHeight(HEIGHT if remarks and files else 0)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._folder = folder
        self.said = QLabel(said)
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.remarks = QPlainTextEdit("\n\n".join(remarks))
        self.remarks.setReadOnly(True)
        self.remarks.setTabChangesFocus(True)
        self.remarks.setAccessibleName(self.tr("What to know"))
        self.files = QListWidget()
        self.files.setAccessibleName(self.tr("Files"))
        self.files.addItems(list(files))
        self.files.setMaximumHeight(FILES)
        self.files.setSpacing(TIGHT // 2)
        self.files.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.open_folder = self.buttons.addButton(self.tr("Open folder"), role)
        self.open_folder.clicked.connect(
            lambda _on: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
        )
        self.copy = self.buttons.addButton(self.tr("Copy"), role)
        self.copy.setToolTip(self.tr("Copy everything said here"))
        self.copy.clicked.connect(lambda _on: copy_text(self.text()))
        self.buttons.rejected.connect(self.reject)
        for button in (self.open_folder, self.copy):
            button.setAutoDefault(False)
        self._lay_out(len(remarks), len(files))

    def _lay_out(self, remarks: int, files: int) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.setSpacing(SMALL)
        layout.addWidget(self.said)
        for words, count, widget in (
            (self.tr("What to know ({0})"), remarks, self.remarks),
            (self.tr("Files ({0})"), files, self.files),
        ):
            if count:
                heading = QLabel(words.format(count))
                heading.setProperty("role", "heading")
                layout.addSpacing(SMALL)
                layout.addWidget(heading)
                layout.addWidget(widget, 1)
            else:
                widget.hide()
        layout.addSpacing(MEDIUM)
        layout.addWidget(self.buttons)

    def text(self) -> str:
        """Return everything that is said, as it is copied."""
        names = [self.files.item(row).text() for row in range(self.files.count())]
        parts = (self.said.text(), self.remarks.toPlainText(), "\n".join(names))
        return "\n\n".join(filter(None, parts))


def show_written(
    parent: QWidget,
    title: str,
    said: str,
    folder: Path,
    remarks: Sequence[str],
    files: Sequence[str] = (),
) -> WrittenDialog:
    """Show what was written above a page, which need not wait for it; each remark once."""
    known = list(dict.fromkeys(remarks))
    dialog = WrittenDialog(title, said, folder, known, files, parent)
    dialog.open()
    return dialog
