"""Asking where a file is to go: a name keeps all of its dots, and nothing is replaced unasked."""

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_ENDING = re.compile(r"\*(\.\w+)")


def ask_file(
    parent: QWidget | None, title: str, kinds: Sequence[str], beside: str = ""
) -> Path | None:
    """Return the file chosen, None for none; `kinds` are filters such as `Table (*.csv)`.

    A name with none of their endings gets that of the chosen kind behind it, and where that is
    another file than the one the person agreed to replace, it is asked again.
    """
    name, kind = QFileDialog.getSaveFileName(parent, title, beside, ";;".join(kinds))
    if not name:
        return None
    path = ended(Path(name), kinds, kind)
    if path != Path(name) and path.exists() and not _may_replace(parent, title, path):
        return None
    return path


def ended(path: Path, kinds: Sequence[str], kind: str = "") -> Path:
    """Return the path with one of the kinds' endings, that of `kind` where it had none."""
    known = [ending for each in kinds for ending in _ENDING.findall(each)]
    if path.suffix.lower() in known:
        return path
    return path.with_name(path.name + (_ENDING.findall(kind) or known)[0])


def _may_replace(parent: QWidget | None, title: str, path: Path) -> bool:
    sentence = "{0} is there already. Replace it?"
    words = QCoreApplication.translate("saving", sentence).format(path.name)
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    return QMessageBox.question(parent, title, words, yes | no, no) == yes
