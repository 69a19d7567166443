"""The question before a dialog is closed with something in it that is kept nowhere."""

from PySide6.QtWidgets import QDialog, QMessageBox


def ask_to_discard(dialog: QDialog, sentence: str) -> QMessageBox:
    """Ask whether to go, which rejects the dialog, or to keep editing, the usual answer."""
    roles = QMessageBox.ButtonRole
    question = QMessageBox(dialog)
    question.setWindowTitle(dialog.windowTitle())
    question.setText(sentence)
    discard = question.addButton(question.tr("Discard"), roles.DestructiveRole)
    stay = question.addButton(question.tr("Keep editing"), roles.RejectRole)
    question.setDefaultButton(stay)
    question.setEscapeButton(stay)
    discard.clicked.connect(lambda _on: dialog.done(QDialog.DialogCode.Rejected))
    question.open()
    return question
