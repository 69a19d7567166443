"""The Paper page: choose, order, edit, translate, copy, be warned, export."""

from paper_study import LINES, allow
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QInputDialog

from qda_app.domain.text import Span
from qda_app.services.case_tables import import_cases
from qda_app.ui.views.paper.page import PaperPage


def ids(page):
    return [quotation.id for quotation in page.project.read.quotations()]


def mark(page, words):
    text = page.editor.words.toPlainText()
    cursor = page.editor.words.textCursor()
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    cursor.setPosition(start)
    cursor.setPosition(start + len(words.encode("utf-16-le")) // 2, QTextCursor.MoveMode.KeepAnchor)
    page.editor.words.setTextCursor(cursor)


def test_an_empty_page_says_what_to_do_and_passages_are_chosen_there(qtbot, made):
    assert made.basket.empty.isVisible()
    assert not made.copy.isEnabled()
    assert made.editor.isHidden()
    made.take_focus()
    assert made.basket.offer.hasFocus()
    made.basket.offer.click()
    made.chooser.table.choose_row(0)
    made.chooser.table.grid.setFocus()
    qtbot.keyClick(made.chooser.table.grid, Qt.Key.Key_Q)
    (quotation,) = made.project.read.quotations()
    assert made.project.read.text(quotation.source)[quotation.start : quotation.end] == LINES[1]
    assert made.tabs.tabText(0) == "Chosen (1)"
    told, steps = [], len(made.project.steps())
    made.desk.said.connect(lambda sentence, undoable: told.append((sentence, undoable)))
    made.chooser.button.click()
    assert told == [("Chosen already.", False)]
    assert len(made.project.steps()) == steps
    assert made.chooser.table.model.index(0, 0).data() == "✓"
    assert made.chooser.table.current_row() == 0  # where the person was, stays
    assert made.chooser.passage.toPlainText() == LINES[1]
    assert made.chooser.about.text() == "P1 · I P1 · A > B"
    assert made.basket.empty.isHidden()
    made.tabs.setCurrentIndex(0)
    assert made.editor.isVisible()
    made.tabs.setCurrentIndex(1)
    made.project.undo()
    assert made.chooser.table.model.index(0, 0).data() == ""
    made.chooser.node.setCurrentIndex(made.chooser.node.count() - 1)
    made.chooser.node.activated.emit(0)
    rows = made.chooser.table.model
    assert {rows.index(row, 3).data() for row in range(rows.rowCount())} == {"C"}


def test_who_refuses_is_not_offered_and_left_out_with_a_sentence(page):
    allow(page.project, {"P1": "share", "P2": "quote"})
    page.tabs.setCurrentWidget(page.chooser)
    rows = page.chooser.table.model
    assert "P1" not in {rows.index(row, 1).data() for row in range(rows.rowCount())}
    assert page.chooser.said.text().startswith("2 passages of 1 participant")
    assert "1 passage of 1 participant who does not allow" in page.side.consent.text()
    shown = [page.list.item(row).text().split("\n") for row in range(3)]
    assert shown[0] == ["1. The words are not shown.", "left out: no consent to quote"]
    assert [lines[1] for lines in shown[1:]] == ["(I P2)", "(I P3)"]
    page.tabs.setCurrentIndex(0)
    page.list.go_to(ids(page)[0])
    assert page.editor.words.toPlainText() == page.editor.preview.toPlainText() == ""
    assert "does not allow quotation" in page.editor.trouble.sentence.text()
    assert not page.editor.buttons["omit"].isEnabled()
    page.copy.click()
    assert "P1" not in QGuiApplication.clipboard().text()
    assert QGuiApplication.clipboard().text().count("“") == 2


def test_consent_can_be_asked_for_in_writing_and_undone(qtbot, page):
    kept = sum(entry.quote is not None for entry in page._entries)
    assert not page.side.consented.isChecked()
    assert page.side.unrecorded.text().endswith(f"counts as allowed: {kept}.")
    qtbot.mouseClick(page.side.consented, Qt.MouseButton.LeftButton)
    assert page.side.consented.isChecked()
    assert "only where consent to it is recorded" in page.side.consent.text()
    assert page.side.unrecorded.text() == ""
    page.desk.project.undo()
    assert not page.side.consented.isChecked()
    assert page.side.consent.text() == ""


def test_keys_and_buttons_order_and_take_out(qtbot, page):
    first, second, third = ids(page)
    page.list.go_to(first)
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert ids(page) == [second, first, third]
    assert page.list.current() == first
    page.basket.down.click()
    assert ids(page) == [second, third, first]
    page.basket.up.click()
    page.project.undo()
    assert ids(page) == [second, third, first]
    page.project.undo()
    assert ids(page) == [second, first, third]
    page.list.go_to(third)
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert ids(page) == [second, first]


def test_the_menu_and_enter_lead_to_the_passage(qtbot, page):
    went = []
    page.desk.passage_requested.connect(lambda source, span: went.append((source, span)))
    page.list.go_to(ids(page)[1])
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    quotation = page.project.read.quotations()[1]
    assert went == [(quotation.source, Span(quotation.start, quotation.end))]
    page.list.customContextMenuRequested.emit(page.list.rect().center())
    menu = QApplication.activePopupWidget()
    words = [action.text().split("\t")[0] for action in menu.actions()]
    menu.actions()[2].trigger()
    menu.close()
    assert words == ["Go to the passage", "Copy as rich text", "Take out"]
    assert quotation.id not in ids(page)


def test_edits_are_made_on_the_marked_words_and_taken_back(page, monkeypatch):
    page.list.go_to(ids(page)[1])
    assert page.editor.words.toPlainText() == LINES[1]
    mark(page, "uno ")
    page.editor.buttons["omit"].click()
    mark(page, "😀")
    page.editor.buttons["sic"].click()
    mark(page, "puerta")
    page.editor.buttons["emphasise"].click()
    mark(page, "Antes")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("Before", True))
    page.editor.buttons["replace"].click()
    quote = page._entry(page.list.current()).quote
    assert quote.printed.text == "[Before] (…) cerraba la puerta 😀 [sic]."
    assert 'font-style:italic;">puerta<' in page.editor.preview.toHtml()
    assert "emphasis added" in page.editor.preview.toPlainText()
    chips = page.editor.chips.chips()
    assert [chip.text() for chip in chips] == [
        "[Before] ← Antes",
        "(…) ← uno",
        "italics: puerta",
        "😀 [sic]",
    ]
    chips[0].click()
    quote = page._entry(page.list.current()).quote
    assert quote.printed.text == "Antes (…) cerraba la puerta 😀 [sic]."


def test_what_cannot_be_edited_is_said(page, monkeypatch):
    told = []
    page.desk.refused.connect(told.append)
    page.editor.buttons["omit"].click()
    assert told == ["Mark the words first."]
    mark(page, "entro")
    page.editor.buttons["omit"].click()
    mark(page, "Ahora entro")
    page.editor.buttons["omit"].click()
    assert "same words" in told[-1]
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("a [b] c", True))
    mark(page, "miro")
    page.editor.buttons["replace"].click()
    assert "leave out the brackets" in told[-1]
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("", False))
    before = page.project.read.quotations()
    page.editor.buttons["replace"].click()
    assert page.project.read.quotations() == before


def test_note_and_translation_are_kept_when_left(page):
    page.list.go_to(ids(page)[0])
    page.editor.note.setText("results")
    page.editor.note.editingFinished.emit()
    page.editor.translation.setPlainText("Now I go in")
    page.editor.translator.setText("Eva")
    page.editor.status.setCurrentIndex(page.editor.status.findData("checked"))
    page.editor.keep()
    kept = page.project.read.quotations()[0]
    assert (kept.note, kept.translation, kept.translator, kept.status) == (
        "results", "Now I go in", "Eva", "checked",
    )  # fmt: skip
    steps = len(page.project.steps())
    page.editor.keep()
    assert len(page.project.steps()) == steps


def test_the_attribution_is_previewed_and_warned_of(page):
    page.template.setEditText("({role} - School {school})")
    assert page.example.text() == "“=Ahora entro, y miro & <escucho>.” (Director - School 1)"
    rows = page.side.attributions.model
    assert [rows.index(0, column).data() for column in range(3)] == [
        "(Director - School 1)", "1", "1",
    ]  # fmt: skip
    assert page.bar.warned.toolTip().splitlines()[0] == "(Director - School 1): 1"
    page.side.attributions.grid.doubleClicked.emit(page.side.attributions.grid.model().index(1, 0))
    assert page.list.current() == ids(page)[1]
    assert "(Teacher - School 1)" in page.example.text()
    page.template.setEditText("({shoe})")
    assert "{shoe}" in page.example.text()
    assert page.example.property("role") == "danger"
    page.template.setEditText("({pseudonym})")
    assert page.example.property("role") == "muted"
    assert page.side.narrow.isHidden()
    assert page.bar.warned.isHidden()
    assert "3 of 5 participants are quoted" in page.side.evenness.text()
    again = PaperPage(page.desk)
    assert again.template.currentText() == "({pseudonym})"
    again.deleteLater()


def test_all_or_one_are_copied_as_rich_text(qtbot, page):
    page.template.setEditText("({case})")
    page.copy.click()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().split("\n\n")[1] == f"“{LINES[1]}” (P2)"
    assert "class='words'" in data.html()
    page.list.go_to(ids(page)[2])
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"“{LINES[1]}” (P3)"


def test_who_has_no_pseudonym_is_told_of_once_others_have(page, tmp_path):
    table = "case,pseudonym\nP1,Alba\n"
    (tmp_path / "p.csv").write_text(table, encoding="utf-8")
    import_cases(page.project, tmp_path / "p.csv")
    page.template.setEditText("({pseudonym})")
    said = "2 participants have no pseudonym and stand under their names: P2; P3."
    assert said in page.side.problems.text()
    page.template.setEditText("({source})")
    assert "no pseudonym" not in page.side.problems.text()
