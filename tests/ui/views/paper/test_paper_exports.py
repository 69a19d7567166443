"""Everything that the Paper page writes: what is asked, what is written, what is to be known."""

import pytest
from openpyxl import load_workbook
from paper_study import LINES, allow
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog

from qda_app.domain.quotation import Edit
from qda_app.services.commands.quotations import EditQuotation
from qda_app.ui.dialogs.excerpts_export import ExcerptsDialog
from qda_app.ui.dialogs.themes_export import ThemesDialog
from qda_app.ui.dialogs.written import WrittenDialog


def saving(monkeypatch, path, kind=""):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), kind))


def answering(monkeypatch, kind, answer):
    """Let a person answer a dialog of a kind: `answer(dialog)`, then its first button."""

    def exec_(dialog):
        answer(dialog)
        assert dialog.go_on.isEnabled()
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(kind, "exec", exec_)


@pytest.fixture
def told(page):
    said = []
    page.desk.said.connect(lambda sentence, _undo: said.append(sentence))
    return said


def report(page):
    return page.findChild(WrittenDialog)


@pytest.mark.parametrize(
    ("ask", "name"),
    [
        ("ask_basket", "basket.docx"),
        ("ask_excerpts", "all.md"),
        ("ask_themes", "themes.xlsx"),
        ("ask_codebook", "codebook.html"),
        ("ask_transcript", "transcript.html"),
    ],
)
def test_everything_is_exported(qtbot, page, tmp_path, monkeypatch, told, ask, name):
    saving(monkeypatch, tmp_path / name)
    for kind in (ExcerptsDialog, ThemesDialog):
        answering(monkeypatch, kind, lambda _dialog: None)
    monkeypatch.setattr(
        QInputDialog, "getItem", lambda _p, _t, _l, names, *_a, **_k: (names[1], True)
    )
    getattr(page.exports, ask)()
    qtbot.waitUntil(lambda: told == [f"Exported to {name}."])
    assert (tmp_path / name).stat().st_size


def test_files_are_written_in_the_language_that_was_chosen_for_them(
    qtbot, page, tmp_path, monkeypatch, told
):
    menu = page.exports.menu()
    choices = next(a.menu() for a in menu.actions() if a.menu()).actions()
    assert [a.text() for a in choices] == ["As the application", "English", "Español"]
    assert [a.isChecked() for a in choices] == [True, False, False]
    choices[2].trigger()
    saving(monkeypatch, tmp_path / "codebook.md")
    page.exports.ask_codebook()
    qtbot.waitUntil(lambda: told == ["Exported to codebook.md."])
    assert "Codificaciones de: " in (tmp_path / "codebook.md").read_text(encoding="utf-8")
    again = next(a.menu() for a in page.exports.menu().actions() if a.menu()).actions()
    assert [a.isChecked() for a in again] == [False, False, True]


def test_a_name_without_an_ending_gets_that_of_the_kind(qtbot, page, tmp_path, monkeypatch):
    saving(monkeypatch, tmp_path / "basket", "LaTeX (*.tex)")
    answering(monkeypatch, ExcerptsDialog, lambda _dialog: None)
    page.exports.ask_basket()
    qtbot.waitUntil((tmp_path / "basket.tex").exists)


def test_what_to_know_stays_until_it_is_read_and_is_copied(
    qtbot, page, tmp_path, monkeypatch, told
):
    allow(page.project, {"P1": "share", "P2": "quote"})
    page.template.setEditText("({role} - School {school})")
    saving(monkeypatch, tmp_path / "chosen.md")
    answering(monkeypatch, ExcerptsDialog, lambda _dialog: None)
    page.exports.ask_basket()
    qtbot.waitUntil(lambda: report(page) is not None)
    dialog = report(page)
    assert dialog.isVisible()
    assert dialog.said.text() == "Exported to chosen.md."
    assert "1 passage of 1 participant who does not allow quotation" in dialog.text()
    assert "(Teacher - School 1): 1" in dialog.remarks.toPlainText()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.text()
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    dialog.open_folder.click()
    assert opened == [str(tmp_path)]
    assert dialog.isVisible()
    dialog.buttons.rejected.emit()
    qtbot.waitUntil(lambda: report(page) is None)


def test_nothing_to_know_shows_no_report(qtbot, page, tmp_path, monkeypatch, told):
    allow(page.project, dict.fromkeys(("P1", "P2", "P3", "P4", "P5"), "quote"))
    page.template.setEditText("({case})")
    saving(monkeypatch, tmp_path / "chosen.md")
    answering(monkeypatch, ExcerptsDialog, lambda _dialog: None)
    page.exports.ask_basket()
    qtbot.waitUntil(lambda: bool(told))
    assert report(page) is None


def test_excerpts_are_of_the_coders_and_nodes_checked_and_the_choice_is_kept(
    qtbot, page, tmp_path, monkeypatch, told
):
    saving(monkeypatch, tmp_path / "all.xlsx")
    seen = []

    def first(dialog):
        seen.append((dialog.coders.names(), dialog.nodes.paths(), dialog.by.currentData()))
        dialog.coders.item(1).setCheckState(dialog.coders.item(1).checkState().Unchecked)
        dialog.nodes.view.topLevelItem(0).child(0).setCheckState(
            0, dialog.coders.item(1).checkState()
        )
        dialog.by.setCurrentIndex(dialog.by.findData("role"))

    answering(monkeypatch, ExcerptsDialog, first)
    page.exports.ask_excerpts()
    qtbot.waitUntil(lambda: len(told) == 1)
    header, *rows = load_workbook(tmp_path / "all.xlsx")["Excerpts"].iter_rows(values_only=True)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert {row["node"] for row in found} == {"A > C"}
    assert {row["coder"] for row in found} == {"Ana"}
    again = []
    answering(
        monkeypatch,
        ExcerptsDialog,
        lambda d: again.append((d.coders.names(), d.nodes.paths(), d.by.currentData())),
    )
    page.exports.ask_excerpts()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert seen == [(("Ana", "Bruno"), None, "node")]
    assert again == [(("Ana",), ("A > C",), "role")]


def test_the_dialog_goes_on_only_with_what_can_be_written(qtbot, page):
    from qda_app.ui.dialogs.excerpts_export import Wishes

    dialog = ExcerptsDialog(
        page.project.read, "All", Wishes(page.choices()), chosen=False, parent=page
    )
    off, on = (dialog.coders.item(0).checkState().__class__(value) for value in (0, 2))
    top = dialog.nodes.view.topLevelItem(0)
    top.setCheckState(0, off)
    assert dialog.nodes.paths() == ()
    assert not dialog.go_on.isEnabled()
    top.setCheckState(0, on)
    assert dialog.nodes.paths() is None
    assert dialog.go_on.isEnabled()
    dialog.template.line.setEditText("({shoe})")
    assert "{shoe}" in dialog.template.wrong.text()
    assert not dialog.go_on.isEnabled()
    dialog.template.line.setEditText("({case})")
    for row in range(2):
        dialog.coders.item(row).setCheckState(off)
    assert not dialog.go_on.isEnabled()
    dialog.nodes.field.setText("c")
    assert [top.child(n).isHidden() for n in range(2)] == [True, False]


def test_themes_have_the_columns_and_examples_asked_for(qtbot, page, tmp_path, monkeypatch, told):
    saving(monkeypatch, tmp_path / "themes.csv")

    def answer(dialog):
        dialog.by.setCurrentIndex(dialog.by.findData("role"))
        dialog.examples.setValue(2)
        dialog.template.line.setEditText("({case})")

    answering(monkeypatch, ThemesDialog, answer)
    page.exports.ask_themes()
    qtbot.waitUntil(lambda: bool(told))
    text = (tmp_path / "themes.csv").read_text(encoding="utf-8")
    assert "Teacher: N" in text
    assert "(P1)" in text
    assert "(P2)" in text
    kept = []
    answering(
        monkeypatch,
        ThemesDialog,
        lambda d: kept.append((d.by.currentData(), d.examples.value(), d.template.text())),
    )
    page.exports.ask_themes()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert kept == [("role", 2, page.template.currentText())]


def test_cancelling_a_dialog_writes_nothing(qtbot, page, monkeypatch):
    asked = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: asked.append(1) or ("", ""))
    for kind in (ExcerptsDialog, ThemesDialog):
        monkeypatch.setattr(kind, "exec", lambda _self: QDialog.DialogCode.Rejected)
    page.exports.ask_basket()
    page.exports.ask_excerpts()
    page.exports.ask_themes()
    assert asked == []


def test_what_is_copied_is_pasted_exactly(qtbot, page):
    from PySide6.QtGui import QTextDocument

    second = page.project.read.quotations()[1]
    page.project.run(EditQuotation(second.id, [Edit("emphasise", 0, 5)]))
    page.template.setEditText("({case})")
    page.copy.click()
    data = QGuiApplication.clipboard().mimeData()
    pasted = QTextDocument()
    pasted.setHtml(data.html())
    words = [line for line in pasted.toPlainText().split("\n") if line.strip()]
    assert [LINES[2] in words[0], "Antes" in words[1], LINES[1] in words[2]] == [True] * 3
    assert words == data.text().split("\n\n")
    assert "<em>Antes</em>" in data.html()
