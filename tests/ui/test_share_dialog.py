"""Sharing a copy on the desktop: the list of names, the hits, the copy, and what is asked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from qda_app.domain.replacing import Name
from qda_app.formats.names import read_names
from qda_app.services.project import Project
from qda_app.services.share.candidates import Candidate
from qda_app.ui.dialogs.share.dialog import BOUNDARIES, HITS, NAMES, REPORT, ShareDialog
from qda_app.ui.dialogs.share.hit_table import WORDS
from qda_app.ui.dialogs.share.name_model import NAME, REPLACEMENT, VARIANTS


@pytest.fixture
def dialog(desk):
    made = ShareDialog(desk, desk.parent())  # which takes it along when it goes
    made.open()
    return made


def fill(dialog, *rows):
    model = dialog.names.model
    for row in rows:
        at = model.add()
        for column, text in zip((NAME, REPLACEMENT, VARIANTS), row, strict=False):
            model.setData(model.index(at, column), text)


def look(qtbot, dialog, tab=HITS):
    dialog.tabs.setCurrentIndex(tab)
    qtbot.waitUntil(lambda: dialog._plan is not None)


def test_a_listed_name_is_shown_with_its_words_and_replaced_in_the_copy(qtbot, dialog, tmp_path):
    fill(dialog, ("puerta", "door"), ("nobody there", "x"))
    look(qtbot, dialog)
    assert dialog.tabs.tabText(HITS) == "In the transcripts (1)"
    row = [dialog.hits.hits.index(0, column).data() for column in range(5)]
    assert row[:3] == ["puerta", "[door]", "I_1"]
    assert row[3].endswith("Antes uno cerraba la ")
    assert row[4].startswith(" 😀.")
    dialog.write_copy(tmp_path / "copy.qdaproj")
    qtbot.waitUntil(lambda: "was written and read again" in dialog.said.text())
    assert dialog.tabs.currentIndex() == REPORT
    told = [dialog.report.item(row).text() for row in range(dialog.report.count())]
    assert "Listed and found nowhere: nobody there." in told
    with Project.open(tmp_path / "copy.qdaproj") as copy:
        texts = [copy.read.text(source.id) for source in copy.read.sources()]
        assert any("cerraba la [door] 😀." in text for text in texts)
        assert len(copy.read.codings()) == 3
    assert "puerta" in dialog._desk.project.read.text(1)


def test_a_line_break_within_a_name_is_shown_by_a_sign(qtbot, dialog):
    text = dialog._desk.project.read.text(1)
    line = next(n for n, char in enumerate(text) if char == "\n" and text[n - 1 :][2].isalpha())
    before, after = text[:line].split()[-1], text[line:].split()[0]
    fill(dialog, (f"{before} {after}", "X"))
    look(qtbot, dialog)
    shown = dialog.hits.hits.index(0, WORDS).data()
    assert "¶" in shown
    assert "\n" not in shown


def test_what_is_unticked_stays_and_is_counted(qtbot, dialog, tmp_path):
    fill(dialog, ("puerta", "door"), ("reunión", "meeting"))
    look(qtbot, dialog)
    assert dialog.said.text() == "2 names are replaced in the copy."
    hits = dialog.hits.hits
    rows = [hits.index(row, WORDS).data() for row in range(hits.rowCount())]
    box = hits.index(rows.index("puerta"), WORDS)
    assert hits.setData(box, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert dialog.said.text() == (
        "1 name is replaced in the copy. 1 hit stays as it is, by choice."
    )
    dialog.write_copy(tmp_path / "copy.qdaproj")
    qtbot.waitUntil(lambda: "was written" in dialog.said.text())
    with Project.open(tmp_path / "copy.qdaproj") as copy:
        texts = " ".join(copy.read.text(source.id) for source in copy.read.sources())
    assert "puerta" in texts
    assert "reunión" not in texts
    dialog.hits.grid.selectAll()
    hits.tick(dialog.hits.chosen_rows(), replaced=True)
    assert dialog.said.text() == "2 names are replaced in the copy."


def test_the_hits_are_filtered_and_copied(qtbot, dialog):
    fill(dialog, ("puerta", "door"), ("reunión", "meeting"))
    look(qtbot, dialog)
    dialog.hits.filter.setText("REUNIÓN")
    assert dialog.hits.grid.model().rowCount() == 1
    dialog.hits.grid.selectRow(0)
    qtbot.keyClick(dialog.hits.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("reunión\t[meeting]\tII_4\t")


def test_a_row_that_cannot_be_used_is_shown_before_anything_is_looked_for(dialog):
    fill(dialog, ("puerta", "door"), ("reunión", "puerta"))
    dialog.tabs.setCurrentIndex(HITS)
    assert dialog.tabs.currentIndex() == NAMES
    assert "holds the listed name “puerta”" in dialog.said.text()
    model = dialog.names.model
    assert "puerta" in model.data(model.index(1, NAME), Qt.ItemDataRole.ToolTipRole)
    assert dialog.names.grid.currentIndex().row() == 1
    model.setData(model.index(1, REPLACEMENT), "meeting")
    assert model.fault() is None


def test_a_change_of_the_names_works_the_copy_out_anew(qtbot, dialog):
    fill(dialog, ("puerta", "door"))
    look(qtbot, dialog)
    dialog.tabs.setCurrentIndex(NAMES)
    fill(dialog, ("reunión", "meeting"))
    assert dialog._plan is None
    look(qtbot, dialog, BOUNDARIES)
    assert len(dialog._plan.hits) == 2
    dialog.tabs.setCurrentIndex(NAMES)
    dialog.names.grid.selectRow(0)
    qtbot.keyClick(dialog.names.grid, Qt.Key.Key_Delete)
    assert [name.name for name in dialog.names.model.names()] == ["reunión"]
    assert dialog._plan is None


def test_names_are_suggested_and_rows_without_a_replacement_are_passed_over(qtbot, dialog):
    fill(dialog, ("Director", "Head"))
    dialog.names.suggestions_wanted.emit()
    qtbot.waitUntil(lambda: len(dialog.names.model.lines) > 1)
    lines = {line.name: line for line in dialog.names.model.lines}
    assert lines["Director"].replacement == "Head"
    assert lines["Director"].times == 1
    assert lines["Teacher"].seen == "speaker"
    assert not lines["Teacher"].given
    assert "Interviewer" not in lines
    assert [name.name for name in dialog.names.model.names()] == ["Director"]
    before = len(dialog.names.model.lines)
    assert dialog.names.model.suggest([]) == 0
    assert len(dialog.names.model.lines) == before


def test_suggestions_tell_of_the_name_itself_and_count_its_spellings(dialog):
    fill(dialog, ("Anita", "A"), ("Ana Luz", "B", "Ana; Pepa"), ("Pepa", "B"), ("Zoe", "C", "Zo"))
    model = dialog.names.model
    found = [
        Candidate("Ana", "word", 5, 1, "word Ana"),
        Candidate("Ana Luz", "participant", 2, 1, "the one"),
        Candidate("Pepa", "speaker", 3, 1, "Pepa"),
        Candidate("Zo", "word", 4, 1, "Zo"),
        Candidate("Berta", "word", 1, 1, "Berta"),
    ]
    assert model.suggest(found) == 1
    assert model.suggest(found) == 0
    told = [(line.name, line.seen, line.times, line.example) for line in model.lines]
    assert told == [
        ("Anita", "", None, ""),
        ("Ana Luz", "participant", 7, "the one"),
        ("Pepa", "speaker", 3, "Pepa"),
        ("Zoe", "word", 4, "Zo"),
        ("Berta", "word", 1, "Berta"),
    ]


def test_the_list_is_kept_in_a_file_and_opened_again(dialog, tmp_path):
    fill(dialog, ("puerta", "door", "puertas; portón"), ("sin nada", ""))
    path = tmp_path / "names.csv"
    assert dialog.names.unsaved
    dialog.names.save_list(path)
    assert not dialog.names.unsaved
    assert read_names(path).names == (Name("puerta", "door", ("puertas", "portón")),)
    assert read_names(path).ignored == 1
    dialog.names.model.remove([0, 1])
    dialog.names.open_list(path)
    assert dialog.names.model.names() == [Name("puerta", "door", ("puertas", "portón"))]
    assert dialog.said.text() == ("1 name was read. 1 row without a replacement was passed over.")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    dialog.names.open_list(tmp_path / "bad.csv")
    assert "has no column" in dialog.said.text()
    assert len(dialog.names.model.lines) == 1


def test_what_is_there_already_is_not_written_over(qtbot, dialog, tmp_path, monkeypatch):
    fill(dialog, ("puerta", "door"))
    there = tmp_path / "there.qdpx"
    there.write_text("mine", encoding="utf-8")
    chosen = str(tmp_path / "there"), "For other tools, REFI-QDA (*.qdpx)"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    dialog.save.click()
    qtbot.waitUntil(lambda: "there.qdpx" in dialog.said.text())
    assert there.read_text(encoding="utf-8") == "mine"
    assert dialog.said.property("role") == "danger"


def test_the_hits_go_to_a_table(qtbot, dialog, tmp_path, monkeypatch):
    fill(dialog, ("puerta", "door"))
    chosen = str(tmp_path / "hits.csv"), ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    dialog.table.click()
    qtbot.waitUntil((tmp_path / "hits.csv").exists)
    qtbot.waitUntil(lambda: "hits.csv" in dialog.said.text())
    assert "puerta" in (tmp_path / "hits.csv").read_text(encoding="utf-8-sig")


def test_a_list_in_no_file_is_asked_about(desk, dialog):
    fill(dialog, ("puerta", "door"))
    dialog.reject()
    assert dialog.isVisible()
    assert isinstance(dialog.question, QMessageBox)
    dialog.question.defaultButton().click()
    assert dialog.isVisible()
    dialog.reject()
    stay = dialog.question.defaultButton()
    next(button for button in dialog.question.buttons() if button is not stay).click()
    assert not dialog.isVisible()
    assert desk.preferences.get("share/size", []) == [dialog.width(), dialog.height()]
