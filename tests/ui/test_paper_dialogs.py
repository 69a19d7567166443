"""The dialogs of the Paper page are named for screen readers and cut nothing in Spanish."""

import pytest
from paper_study import write_study
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from qda_app.services.paper.pack import PackSettings
from qda_app.services.paper.quotation_documents import Choices
from qda_app.services.project import Project
from qda_app.ui.dialogs.excerpts_export import ExcerptsDialog, Wishes
from qda_app.ui.dialogs.report_pack import PackDialog
from qda_app.ui.dialogs.themes_export import ThemesDialog, ThemeWishes
from qda_app.ui.dialogs.written import WrittenDialog
from qda_app.ui.translation import Languages

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
)  # fmt: skip


@pytest.fixture(params=["excerpts", "chosen", "themes", "pack", "written"])
def dialog(qtbot, theme, tmp_path, request):
    """Each of the dialogs, in Spanish, with a template that cannot be used where it has one."""
    languages = Languages(QApplication.instance())
    languages.switch("es")
    with Project.open(write_study(tmp_path / "s.qdaproj")) as project:
        read, wishes = project.read, Wishes(Choices("({shoe})"))
        made = {
            "excerpts": lambda: ExcerptsDialog(read, "x", wishes, chosen=False, parent=None),
            "chosen": lambda: ExcerptsDialog(read, "x", wishes, chosen=True, parent=None),
            "themes": lambda: ThemesDialog(read, ThemeWishes("({shoe})")),
            "pack": lambda: PackDialog(project, PackSettings(template="({shoe})")),
            "written": lambda: WrittenDialog("x", "y", tmp_path, ["one " * 40, "two"], ["a", "b"]),
        }[request.param]()
        qtbot.addWidget(made)
        made.show()
        QApplication.processEvents()
        yield made
    languages.switch("en")


def test_every_control_has_a_name(dialog):
    nameless = [
        type(each).__name__
        for each in dialog.findChildren(QWidget)
        if isinstance(each, CONTROLS)
        and each.isVisible()
        and each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not each.objectName().startswith("qt_")
        and not isinstance(each.parentWidget(), QComboBox | QAbstractSpinBox)
        and not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
    ]
    assert nameless == []


def test_the_tab_key_goes_through_the_form_to_the_buttons(qtbot, dialog):
    first = dialog.focusWidget()
    assert not isinstance(first, QPushButton)
    seen = [first]
    for _ in range(40):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        if dialog.focusWidget() in seen:
            break
        seen.append(dialog.focusWidget())
    buttons = [widget for widget in seen if widget.parent() is dialog.buttons]
    assert buttons
    assert seen[-len(buttons) :] == buttons


def test_nothing_is_cut(dialog):
    seen = [w for w in dialog.findChildren(QPushButton) if w.isVisible()]
    assert [w.text() for w in seen if w.width() < w.sizeHint().width()] == []
    labels = [w for w in dialog.findChildren(QLabel) if w.isVisible() and w.text()]
    cut = [
        w.text()
        for w in labels
        if w.height() < (w.heightForWidth(w.width()) if w.wordWrap() else w.sizeHint().height())
        or (not w.wordWrap() and w.width() < w.sizeHint().width())
    ]
    assert cut == []
    form = [w for w in dialog.children() if isinstance(w, QWidget) and w.isVisible()]
    assert not [
        (one, other)
        for place, one in enumerate(form)
        for other in form[:place]
        if one.geometry().intersects(other.geometry())
    ]
    assert dialog.width() <= 700
    assert dialog.height() <= 700
