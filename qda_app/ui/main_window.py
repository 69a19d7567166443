"""The main window: menus, tool bar, the views of one project, the status line."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from qda_app import __version__
from qda_app.domain.errors import QdaError
from qda_app.services.commands.sources import MarkDone
from qda_app.services.project import Changed, Project
from qda_app.ui.bridge import Bridge
from qda_app.ui.icons import dress
from qda_app.ui.jobs import Jobs
from qda_app.ui.message_bar import MessageBar
from qda_app.ui.panel_menus import PanelMenus
from qda_app.ui.preferences import Preferences
from qda_app.ui.table_files import TableFiles
from qda_app.ui.theme import Mode, Theme
from qda_app.ui.views.results import AgreementView, FrequencyView
from qda_app.ui.views.start_page import StartPage
from qda_app.ui.views.workspace import Workspace

FILES = "Project (*.qdaproj)"


class MainWindow(QMainWindow):
    """One window for one project at a time; without one it shows the start page."""

    def __init__(self, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self.theme, self.preferences = theme, preferences
        self.project: Project | None = None
        self.workspace: Workspace | None = None
        self._bridge: Bridge | None = None
        self._needing: list[QAction] = []
        self.jobs = Jobs(self)
        self.jobs.problem.connect(self.complain)
        self.start_page = StartPage()
        self.start_page.new_requested.connect(self.new_project)
        self.start_page.open_requested.connect(self.ask_open)
        self.start_page.sample_requested.connect(self.try_sample)
        self.start_page.recent_chosen.connect(lambda path: self.open_project(Path(path)))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start_page)
        self.messages = MessageBar(theme, self)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.messages)
        self.setCentralWidget(middle)
        self.who = QLabel()
        self.saved = QLabel()
        self.statusBar().addPermanentWidget(self.who)
        self.statusBar().addPermanentWidget(self.saved)
        self.tabs: QTabWidget | None = None
        self._build_actions()
        self.setAcceptDrops(True)
        self.resize(1366, 768)
        geometry = preferences.get("geometry", "")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self._show_state()

    # -- actions -----------------------------------------------------------------------------

    def _action(
        self, menu: QMenu, text: str, run: Callable[[], object], keys: str = "", icon: str = ""
    ) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked: run())
        if keys:
            action.setShortcut(QKeySequence(keys))
        if icon:
            dress(action, icon, self.theme)
        action.setToolTip(f"{text} ({action.shortcut().toString()})" if keys else text)
        menu.addAction(action)
        return action

    def _build_actions(self) -> None:
        bar = self.menuBar()
        file, edit = bar.addMenu(self.tr("&File")), bar.addMenu(self.tr("&Edit"))
        code, nodes = bar.addMenu(self.tr("&Code")), bar.addMenu(self.tr("&Nodes"))
        report, view = bar.addMenu(self.tr("&Report")), bar.addMenu(self.tr("&View"))
        aid = bar.addMenu(self.tr("&Help"))
        self._action(file, self.tr("New project…"), self.new_project, "Ctrl+N")
        self._action(file, self.tr("Open…"), self.ask_open, "Ctrl+O", "open")
        self._action(file, self.tr("Try the sample"), self.try_sample)
        load = self._action(
            file, self.tr("Import transcripts…"), self.import_files, "Ctrl+I", "import"
        )
        tables = self._tables(file, nodes)
        close = self._action(file, self.tr("Close project"), self.close_project, "Ctrl+W")
        file.addSeparator()
        self._action(file, self.tr("Quit"), self.close, "Ctrl+Q")
        self.undo = self._action(edit, self.tr("Undo"), self.take_back, "Ctrl+Z", "undo")
        self.redo = self._action(edit, self.tr("Redo"), self.bring_back, "Ctrl+Shift+Z", "redo")
        pick = self._action(
            code, self.tr("Code…"), lambda: self._on("open_palette"), "Ctrl+J", "code"
        )
        again = self._action(
            code, self.tr("Repeat last node"), lambda: self._on("repeat"), "", "repeat"
        )
        drop = self._action(code, self.tr("Uncode"), lambda: self._on("uncode"), "", "uncode")
        memo = self._action(code, self.tr("Memo…"), lambda: self._on("write_memo"), "", "memo")
        done = self._action(code, self.tr("I am done with this source"), self.mark_done, "", "done")
        made = self._action(
            nodes, self.tr("New node…"), lambda: self._menu("new_node"), "Ctrl+Shift+N"
        )
        named = self._action(nodes, self.tr("Rename…"), lambda: self._menu("rename_node"), "F2")
        quote = self._action(
            report, self.tr("Excerpts to Word…"), self.export_excerpts, "", "export"
        )
        views = [
            self._action(view, text, partial(self._show_tab, number), f"Alt+{number + 1}")
            for number, text in enumerate(
                (self.tr("Code"), self.tr("Agreement"), self.tr("Frequencies"))
            )
        ]
        view.addSeparator()
        self._action(view, self.tr("Larger text"), lambda: self._zoom(1), "Ctrl++")
        self._action(view, self.tr("Smaller text"), lambda: self._zoom(-1), "Ctrl+-")
        self._action(view, self.tr("Dark or light"), self.switch_theme, "Ctrl+Shift+D")
        self._action(aid, self.tr("Shortcuts"), self.show_shortcuts, "F1")
        self._action(aid, self.tr("About"), self.show_about)
        self._needing = [load, close, pick, again, drop, memo, done, made, named, quote]
        self._needing += [*tables, *views]
        tools = QToolBar(self.tr("Tools"))
        tools.setObjectName("tools")
        tools.setMovable(False)
        tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tools.addActions([self.undo, self.redo])
        tools.addSeparator()
        tools.addActions([pick, again, drop, memo, done])
        tools.addSeparator()
        tools.addActions([load, quote])
        self.addToolBar(tools)
        self.tools = tools

    def _tables(self, file: QMenu, nodes: QMenu) -> list[QAction]:
        """Add what brings tables in and out of a project."""
        ask = TableFiles(self)
        return [
            self._action(file, self.tr("Participants from a table…"), ask.import_cases),
            self._action(file, self.tr("Codings from a table…"), ask.import_codings),
            self._action(file, self.tr("Codings to a table…"), ask.export_codings),
            self._action(nodes, self.tr("Add the template of the CIC study"), ask.add_template),
            self._action(nodes, self.tr("Nodes from a table or codebook…"), ask.import_tree),
        ]

    def _on(self, method: str) -> None:
        if self.workspace is not None:
            getattr(self.workspace, method)()

    def _menu(self, method: str) -> None:
        if self.workspace is not None:
            getattr(self.menus, method)()

    def _show_tab(self, number: int) -> None:
        if self.tabs is not None:
            self.tabs.setCurrentIndex(number)

    def _zoom(self, steps: int) -> None:
        if self.workspace is not None:
            self.workspace.page.zoom(steps)

    # -- projects ----------------------------------------------------------------------------

    def new_project(self) -> None:
        """Ask where, and create a project with or without the study's tree."""
        name, _ = QFileDialog.getSaveFileName(self, self.tr("New project"), "", FILES)
        if not name:
            return
        path = Path(name if name.endswith(".qdaproj") else name + ".qdaproj")
        try:
            project = Project.create(path)
        except QdaError as error:
            self.complain(str(error))
            return
        self.show_project(project, ask=True)

    def ask_open(self) -> None:
        """Ask which project to open."""
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open"), "", FILES)
        if name:
            self.open_project(Path(name))

    def open_project(self, path: Path, viewer: str | None = None) -> None:
        """Open a project file; who is coding is asked unless it is known."""
        self.close_project()
        try:
            project = Project.open(path, viewer=viewer)
        except QdaError as error:
            self.complain(str(error))
            return
        self.show_project(project, ask=viewer is None)

    def try_sample(self) -> None:
        """Ask for a folder and build the fictitious study in it."""
        from qda_app.services.sample import write_sample

        folder = QFileDialog.getExistingDirectory(self, self.tr("An empty folder for the sample"))
        if folder:
            self.jobs.start(
                lambda progress: write_sample(Path(folder), progress),
                self.open_project,
                self.tr("Building the sample"),
            )

    def show_project(self, project: Project, *, ask: bool) -> None:
        """Show an open project."""
        from qda_app.ui.dialogs.identity import ask_identity

        self.close_project()
        if ask and not project.read_only and not ask_identity(project, self):
            project.close()
            return
        self.project = project
        self.preferences.opened(project.path)
        self.workspace = Workspace(project, self.theme)
        self.workspace.said.connect(self.tell)
        self.workspace.refused.connect(self.complain)
        self.workspace.counted.connect(self._show_count)
        self.menus = PanelMenus(self.workspace, self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.workspace, self.tr("Code"))
        self.tabs.addTab(AgreementView(project), self.tr("Agreement"))
        self.tabs.addTab(FrequencyView(project), self.tr("Frequencies"))
        self.tabs.currentChanged.connect(self._refresh_result)
        self.stack.addWidget(self.tabs)
        self.stack.setCurrentWidget(self.tabs)
        self._bridge = Bridge(project, self)
        self._bridge.changed.connect(self._on_changed)
        self._show_state()
        self.workspace.page.setFocus()

    def close_project(self) -> None:
        """Close the project and go back to the start page."""
        if self.project is None or self.tabs is None:
            return
        if self._bridge is not None:
            self._bridge.end()
        self.stack.removeWidget(self.tabs)
        self.tabs.deleteLater()
        self.tabs = self.workspace = None
        self.project.close()
        self.project = None
        self._show_state()

    def _on_changed(self, change: Changed) -> None:
        if self.workspace is not None and self.tabs is not None:
            self.workspace.on_changed(change)
            self._refresh_result(self.tabs.currentIndex())
        self._show_steps()

    def _refresh_result(self, _number: int) -> None:
        shown = self.tabs.currentWidget() if self.tabs is not None else None
        if isinstance(shown, AgreementView | FrequencyView):
            shown.refresh()

    def _show_state(self) -> None:
        project = self.project
        for action in self._needing:
            action.setEnabled(project is not None)
        self._show_steps()
        self.tools.setVisible(project is not None)
        if project is None:
            self.setWindowTitle(self.tr("Qualitative coding"))
            self.who.clear()
            self.saved.clear()
            self.start_page.set_recent(self.preferences.recent())
            self.stack.setCurrentWidget(self.start_page)
            return
        self.setWindowTitle(f"{project.read.title()} — {project.path.name}")
        self.who.setText(project.viewer or self.tr("owner"))
        self._show_count()

    def _show_steps(self) -> None:
        project = self.project
        self.undo.setEnabled(project is not None and project.undo_label is not None)
        self.redo.setEnabled(project is not None and project.redo_label is not None)

    def _show_count(self) -> None:
        if self.project is not None and self.workspace is not None:
            state = self.tr("read only") if self.project.read_only else self.tr("saved")
            count = self.workspace.nodes.model.total()
            self.saved.setText(self.tr("{0} · {1} codings").format(state, count))

    # -- what is done ------------------------------------------------------------------------

    def tell(self, sentence: str, undoable: bool) -> None:
        """Say what was done and offer to take it back."""
        offer = self.tr("Undo") if undoable else ""
        self.messages.show_message(sentence, "info", offer, self.take_back if undoable else None)

    def complain(self, sentence: str) -> None:
        """Say what went wrong and what to do."""
        self.messages.show_message(sentence, "error")

    def attempt(self, work: Callable[[Project], str | None]) -> None:
        """Run the work on the open project; say its sentence, or the error's."""
        if self.project is None:
            return
        try:
            said = work(self.project)
        except QdaError as error:
            self.complain(str(error))
        else:
            if said:
                self.tell(said, False)  # noqa: FBT003

    def take_back(self) -> None:
        """Undo the viewer's newest step."""
        self.attempt(lambda p: self.tr("Undone: {0}").format(p.undo()))

    def bring_back(self) -> None:
        """Redo what was undone last."""
        self.attempt(lambda p: self.tr("Redone: {0}").format(p.redo()))

    def import_files(self, paths: tuple[Path, ...] = ()) -> None:
        """Open the import dialog."""
        from qda_app.ui.dialogs.import_dialog import ImportDialog

        if self.project is not None:
            ImportDialog(self.project, self.jobs, self, paths).exec()

    def export_excerpts(self) -> None:
        """Open the export of quotations."""
        from qda_app.ui.dialogs.excerpts import export_excerpts

        if self.project is not None:
            export_excerpts(self.project, self.jobs, self)

    def mark_done(self) -> None:
        """Mark the open source done by the viewer."""
        space = self.workspace
        if space is None or space.source is None or self.project is None:
            return
        if self.project.viewer_id is None:
            self.complain(self.tr("Choose who is coding first."))
            return
        space.run(MarkDone(self.project.viewer_id, [space.source]))

    # -- the window --------------------------------------------------------------------------

    def switch_theme(self) -> None:
        """Go from light to dark or back and remember it."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            mode: Mode = "light" if self.theme.dark else "dark"
            self.theme.apply(app, mode)
            self.preferences.set("theme", mode)

    def show_shortcuts(self) -> None:
        """List the keys."""
        keys = self.tr(
            "In the transcript: Enter codes the selection, R repeats the last node, Delete "
            "uncodes, M writes a memo, N and P go to the next and previous coding."
        )
        QMessageBox.information(self, self.tr("Shortcuts"), keys)

    def show_about(self) -> None:
        """Say what this is."""
        text = self.tr("Qualitative coding, version {0}. Icons: Lucide, ISC licence.")
        QMessageBox.about(self, self.tr("About"), text.format(__version__))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if self.project is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the files dropped on the window."""
        self.import_files(tuple(Path(url.toLocalFile()) for url in event.mimeData().urls()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window and close the project."""
        self.preferences.set("geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        self.jobs.wait()
        self.close_project()
        super().closeEvent(event)
