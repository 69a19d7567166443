"""The main window on a real project: code, undo, reopen, import, results, pictures."""

import pytest

from qda_app.domain.text import Span
from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.sources import ImportSources, RemoveSource
from qda_app.services.project import Project
from qda_app.ui.dialogs.identity import IdentityDialog
from qda_app.ui.dialogs.import_dialog import ImportDialog
from qda_app.ui.main_window import MainWindow
from qda_app.ui.preferences import Preferences
from qda_app.ui.views.compare.page import ComparePage
from qda_app.ui.views.report.page import ReportPage

TEXT = "Antes uno cerraba la puerta 😀.\nAhora entro y miro a los niños.\n" * 5


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "study.qdaproj"
    with Project.create(made) as project:
        project.run(AddCoder("Ana"))
        project.run(AddCoder("Bruno"))
        project.run(GrowTree([Branch("A > B"), Branch("C")]))
        project.run(ImportSources([Transcript("one", TEXT, "txt"), Transcript("two", TEXT, "txt")]))
    return made


@pytest.fixture
def window(qtbot, theme, tmp_path, path):
    made = MainWindow(theme, Preferences(tmp_path / "preferences"))
    qtbot.addWidget(made)
    made.show()
    made.open_project(path, viewer="Ana")
    yield made
    made.close()


def node(window, name):
    return next(n.id for n in window.workspace.nodes.model.tree.order if n.name == name)


def spans(window):
    return [(c.start, c.end) for c in window.project.read.codings()]


def test_without_a_project_the_start_page_is_shown(qtbot, theme, tmp_path):
    made = MainWindow(theme, Preferences(tmp_path))
    qtbot.addWidget(made)
    assert made.stack.currentWidget() is made.start_page
    made.open_project(tmp_path / "nothing.qdaproj")
    assert "no file" in made.messages.text()


def test_apply_undo_redo_uncode(window):
    space = window.workspace
    space.page.select(Span(0, 28))
    space.gestures.apply(node(window, "B"))
    assert spans(window) == [(0, 28)]
    assert len(space.page.marks_at(5)) == 1
    assert "B" in window.messages.text()
    window.action("undo")()
    assert space.page.marks_at(5) == []
    window.action("redo")()
    assert len(space.page.marks_at(5)) == 1
    space.page.select(Span(3, 5))
    space.gestures.uncode()
    assert spans(window) == []


def test_palette_codes_and_makes_nodes(window):
    space = window.workspace
    space.page.select(Span(0, 5))
    space.gestures.open_palette()
    assert space.palette_box.isVisible()
    space.palette_box.picked.emit(node(window, "C"))
    space.palette_box.new_node_requested.emit("fresh")
    assert {n.name for n in space.nodes.model.tree.order} == {"A", "B", "C", "fresh"}
    assert spans(window) == [(0, 5), (0, 5)]


def test_without_a_selection_the_sentence_at_the_cursor_is_meant(window):
    window.workspace.page.select(None)
    window.workspace.gestures.open_palette()
    assert window.workspace.page.selected_span() is not None
    assert window.workspace.palette_box.isVisible()


def test_without_a_source_a_sentence_says_what_to_do(window):
    for source in window.project.read.sources():
        window.workspace.run(RemoveSource(source.id))
    window.workspace.gestures.open_palette()
    assert "Select a passage" in window.messages.text()


def test_the_start_page_says_how_far_recent_projects_are(window, path):
    window.close_project()
    shown = window.start_page._list.item(0).text()
    assert shown.startswith("study    2 coders, 2 sources, 0% done")


def test_undo_survives_closing(window, path):
    window.workspace.page.select(Span(0, 5))
    window.workspace.gestures.apply(node(window, "B"))
    window.close_project()
    assert window.stack.currentWidget() is window.start_page
    window.open_project(path, viewer="Ana")
    window.action("undo")()
    assert spans(window) == []


def test_a_node_moves_by_its_model(window):
    model = window.workspace.nodes.model
    data = model.mimeData([model.index_of(node(window, "C"))])
    target = model.index_of(node(window, "A"))
    from PySide6.QtCore import Qt

    assert model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, target) is False
    assert window.project.read.tree().path(node(window, "C")) == "A > C"


def test_results_follow_the_codings(qtbot, window):
    window.workspace.page.select(Span(0, 5))
    window.workspace.gestures.apply(node(window, "B"))
    for name, kind in (("compare", ComparePage), ("report", ReportPage)):
        window.show_page(name)
        shown = window.pages.currentWidget()
        assert isinstance(shown, kind)
    assert shown.table.model.rowCount() == 3
    window.pages.currentWidget().export_to(window.project.path.with_name("f.xlsx"))
    assert window.project.path.with_name("f.xlsx").exists()


def test_identity_has_no_choice_in_advance(qtbot, window):
    dialog = IdentityDialog(window.project)
    qtbot.addWidget(dialog)
    assert dialog.chosen() is None
    assert not dialog.go_on.isEnabled()
    dialog.name.setText("Carla")
    dialog.add()
    assert dialog.chosen() == "Carla"
    assert dialog.go_on.isEnabled()
    dialog.name.setText("Carla")
    dialog.add()
    assert len(window.project.read.coders()) == 3


def test_import_dialog_reads_first_and_imports_what_it_can(qtbot, window, tmp_path):
    (tmp_path / "good.txt").write_text("E: ¿Qué cambió?\nP: Todo.\nE: ¿Más?\nP: No.\n" * 3)
    (tmp_path / "bad.pdf").write_bytes(b"nonsense")
    dialog = ImportDialog(window.project, None, None, [tmp_path / "good.txt", tmp_path / "bad.pdf"])
    qtbot.addWidget(dialog)
    assert "1 ready" in dialog.count.text()
    assert "Todo" in dialog.preview.toPlainText()
    dialog.import_now()
    names = [source.name for source in window.project.read.sources()]
    assert names == ["good", "one", "two"]


def test_jobs_report_success_failure_and_cancel(qtbot, window):
    from qda_app.domain.errors import QdaError

    done = []
    window.jobs.start(lambda progress: progress(1, 2, "x") or 7, done.append, "work")
    qtbot.waitUntil(lambda: done == [7])

    def refuse(_progress):
        raise QdaError("a sentence")

    window.jobs.start(refuse, done.append, "work")
    qtbot.waitUntil(lambda: window.messages.text() == "a sentence")


def test_the_report_menu_leads_to_the_quotations_for_the_paper(window):
    window.action("excerpts")()
    assert window.pages.current_name() == "paper"


def test_theme_switches_and_is_remembered(window):
    dark = window.theme.dark
    window.switch_theme()
    assert window.theme.dark is not dark
    assert window.preferences.get("theme", "") in {"dark", "light"}


def test_a_removed_source_leaves_the_page_and_comes_back(window):
    space = window.workspace
    space.run(RemoveSource(space.source))
    assert len(window.project.read.sources()) == 1
    assert space.source == window.project.read.sources()[0].id
    window.action("undo")()
    assert len(window.project.read.sources()) == 2


def test_no_page_and_no_message_makes_a_small_window_higher(qtbot, window):
    window.resize(1024, 700)
    for name in ("code", "team", "compare", "paper"):
        window.show_page(name)
        window.tell("Something was done. " * 20, undoable=False)
        qtbot.wait(20)
        assert window.messages.isVisible()
        assert window.height() == 700
