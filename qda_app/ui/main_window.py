"""The main window: menus, tool bar, the rail with the pages of one project, the status line."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.amounts import codings_words
from qda_app.domain.errors import QdaError
from qda_app.domain.rounds import Round
from qda_app.domain.text import Span
from qda_app.services.commands.sources import MarkDone
from qda_app.services.project import Changed, Project
from qda_app.services.sentence_finding import warm_up
from qda_app.ui.actions import Actions
from qda_app.ui.bridge import Bridge
from qda_app.ui.desk import Behind, Desk
from qda_app.ui.jobs import Jobs
from qda_app.ui.message_bar import MessageBar
from qda_app.ui.node_menu import NodeMenu
from qda_app.ui.page_list import PageList
from qda_app.ui.preferences import Preferences
from qda_app.ui.project_files import ProjectFiles, slots_raise
from qda_app.ui.rail import Pages, Rail
from qda_app.ui.small_screen import Front, Scrolled
from qda_app.ui.source_menu import SourceMenu
from qda_app.ui.standing_label import StandingLabel
from qda_app.ui.table_files import TableFiles
from qda_app.ui.theme import Mode, Theme
from qda_app.ui.views.code.workspace import Workspace
from qda_app.ui.views.start_page import StartPage
from qda_app.ui.window_actions import WindowActions

REST = 2_000  # milliseconds after opening, before what sentences need is loaded
SMALLEST = (480, 320)  # pixels; what has no room scrolls


class MainWindow(QMainWindow):
    """One window for one project at a time; without one it shows the start page."""

    language_changed = Signal()

    def __init__(self, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self.theme, self.preferences = theme, preferences
        self.project: Project | None = None
        self.workspace: Workspace | None = None
        self.pages: Pages | None = None
        self.desk: Desk | None = None
        self.node_menu: NodeMenu | None = None
        self._bridge: Bridge | None = None
        self.jobs = Jobs(self)
        self.jobs.problem.connect(self.complain)
        self.files = ProjectFiles(self, self.jobs)
        self.tables = TableFiles(self)
        self.start_page = StartPage()
        self.stack = Front()
        self.stack.addWidget(self.start_page)
        self.messages = MessageBar(theme, self)
        self.who, self.saved = StandingLabel(), QLabel()
        self._items = PageList(self).items()
        self.rail = Rail(self._items, theme)
        self.beside = Scrolled(self.rail, upright=True)
        self._lay_out()
        self._connect()
        self.actions_table = Actions(self, theme, preferences, WindowActions(self, self).run())
        self.setAcceptDrops(True)
        self.resize(1366, 768)
        self.setMinimumSize(*SMALLEST)
        geometry = preferences.get("geometry", "")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self._show_state()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.beside)
        row.addWidget(Scrolled(self.stack), 1)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.messages)
        self.setCentralWidget(middle)
        self.statusBar().addPermanentWidget(self.who)
        self.statusBar().addPermanentWidget(self.saved)

    def _connect(self) -> None:
        start, files = self.start_page, self.files
        start.new_requested.connect(files.new)
        start.open_requested.connect(files.ask_open)
        files.sample_built.connect(self.show_sample)
        start.sample_requested.connect(files.try_sample)
        start.recent_chosen.connect(lambda path: self.open_project(Path(path)))
        files.opened.connect(lambda project, ask: self.show_project(project, ask=ask))
        files.path_chosen.connect(self.open_project)
        files.said.connect(self.tell)
        files.refused.connect(self.complain)
        self.rail.chosen.connect(self.show_page)
        self.rail.pressed.connect(self.beside.ensureWidgetVisible)

    def action(self, name: str) -> Callable[[], None]:
        """Return what triggers an action by its name."""
        return self.actions_table.by_name[name].trigger

    # -- projects ----------------------------------------------------------------------------

    def open_project(self, path: Path, viewer: str | None = None) -> None:
        """Open a project file; who is coding is asked unless it is known."""
        self.close_project()
        try:
            project = Project.open(path, viewer=viewer)
        except QdaError as error:
            self.complain(str(error))
            return
        self.show_project(project, ask=viewer is None)

    def show_project(self, project: Project, *, ask: bool) -> None:
        """Show an open project; where it turns out to be damaged, say so and close it."""
        from qda_app.ui.dialogs.identity import ask_identity

        self.close_project()
        try:
            if ask and not project.read_only and not ask_identity(project, self):
                project.close()
                return
            with slots_raise():
                self._lay_open(project)
        except Exception as error:
            fault = self.files.fault_behind(error, project)
            self.project = project
            self.close_project()
            if not fault:
                raise
            self.complain(fault)

    def _lay_open(self, project: Project) -> None:
        """Make the pages of a project and show where it is coded."""
        self.project = project
        self.preferences.opened(project.path)
        self.desk = Desk(project, self.theme, self.jobs, self.preferences, self)
        self.desk.said.connect(self.tell)
        self.desk.refused.connect(self.complain)
        self.desk.passage_requested.connect(self.show_passage)
        self.desk.page_requested.connect(self.show_page)
        self.desk.round_requested.connect(self.show_round)
        self.desk.identity_requested.connect(
            self.change_identity, Qt.ConnectionType.QueuedConnection
        )
        self.desk.excerpts_requested.connect(self.show_excerpts)
        self.pages = Pages(self._items, self.desk)
        self.pages.shown.connect(self.rail.press)
        self.pages.shown.connect(self.actions_table.show_page)
        workspace = self.pages.page("code")
        assert isinstance(workspace, Workspace)  # noqa: S101
        self.workspace = workspace
        workspace.counted.connect(self._show_count)
        workspace.pane.source_shown.connect(lambda _source: self._show_standing())
        workspace.page.key_command.connect(self.actions_table.on_key)
        workspace.page.apply_requested.connect(lambda: self.actions_table.on_key("Return"))
        self.node_menu = NodeMenu(workspace, self)
        SourceMenu(workspace, self)
        self.stack.addWidget(self.pages)
        self.stack.setCurrentWidget(self.pages)
        self.pages.show_page("code")
        self._bridge = Bridge(project, self)
        self._bridge.changed.connect(self._on_changed)
        self._show_state()
        workspace.page.setFocus()
        QTimer.singleShot(REST, workspace, lambda: self.jobs.start_quietly(warm_up))

    def close_project(self) -> None:
        """Close the project and go back to the start page."""
        if self.project is None:
            return
        if self._bridge is not None:
            self._bridge.end()
        self.jobs.wait()
        if self.pages is not None:
            self.pages.stop()
            self.stack.removeWidget(self.pages)
            self.pages.deleteLater()
        self.pages = self.workspace = self.desk = self.node_menu = None
        self.project.close()
        self.project = None
        self._show_state()

    def show_sample(self, path: Path) -> None:
        """Open the sample study as one of its coders, with the short tour."""
        self.open_project(path, viewer="Ana")
        self.start_tour()

    def start_tour(self) -> None:
        """Walk through the parts of the coding page."""
        from qda_app.ui.tour import Tour

        if self.workspace is not None:
            self.show_page("code")
            Tour(self, self.workspace, self.rail).start()

    def change_identity(self) -> None:
        """Ask again who is coding, and show the project through those eyes."""
        from qda_app.ui.dialogs.identity import ask_identity

        project = self.project
        if project is None or not ask_identity(project, self):
            return
        path, viewer = project.path, project.viewer
        self.close_project()
        self.open_project(path, viewer=viewer)

    # -- pages -------------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Show one page of the rail; say so where what it shows cannot be read."""
        if self.pages is None or self.project is None:
            return
        try:
            with slots_raise():
                self.pages.show_page(name)
        except Exception as error:
            fault = self.files.fault_behind(error, self.project)
            if not fault:
                raise
            self.complain(fault)

    def show_round(self, name: str, one: Round) -> None:
        """Show a round on the page that compares or settles it."""
        if self.pages is not None:
            self.pages.show_page(name).show_round(one)

    def show_passage(self, source: int, span: Span | None) -> None:
        """Show a source, and a passage of it, where it is coded."""
        if self.workspace is not None:
            self.show_page("code")
            self.workspace.go_to(source, span)

    def show_excerpts(self, behind: Behind) -> None:
        """Show the codings behind a figure on the page of excerpts."""
        from qda_app.ui.views.retrieve.page import RetrievePage

        if self.pages is not None:
            page = self.pages.show_page("retrieve")
            assert isinstance(page, RetrievePage)  # noqa: S101
            page.show_behind(behind)

    def search_project(self) -> None:
        """Search the project, for the words selected in the transcript if there are a few."""
        from qda_app.ui.views.search.page import SearchPage

        if self.pages is None or self.workspace is None:
            return
        span = self.workspace.page.selected_span() if self.workspace.isVisible() else None
        page = self.pages.show_page("search")
        assert isinstance(page, SearchPage)  # noqa: S101
        if span is not None and span.length <= 80:
            page.look_for(span.of(self.workspace.page.text))
        page.finder.field.setFocus()
        page.finder.field.selectAll()

    def _on_changed(self, change: Changed) -> None:
        if self.pages is not None:
            self.pages.on_changed(change)
        self._show_steps()
        if change.kinds & {"round", "assignment", "coder"}:
            self._show_standing()
        if self.project is not None:
            self.files.look_after(self.project)
            self._show_count()

    def _show_standing(self) -> None:
        source = self.workspace.source if self.workspace is not None else None
        self.who.show_standing(self.project, source)

    def _show_state(self) -> None:
        project = self.project
        self.actions_table.enable(project=project is not None)
        self.beside.setVisible(project is not None)
        self._show_steps()
        self._show_standing()
        if project is None:
            self.setWindowTitle(self.tr("Qualitative coding"))
            self.saved.clear()
            about = self.preferences.get("projects", {})
            known = {path: str(kept.get("about", "")) for path, kept in about.items()}
            self.start_page.set_recent(self.preferences.recent(), known)
            self.stack.setCurrentWidget(self.start_page)
            return
        self.setWindowTitle(f"{project.read.title()} — {project.path.name}")
        self._show_count()

    def _show_steps(self) -> None:
        project, actions = self.project, self.actions_table.by_name
        for name, label in (
            ("undo", project.undo_label if project else None),
            ("redo", project.redo_label if project else None),
        ):
            actions[name].setEnabled(label is not None)
            actions[name].setStatusTip(label or "")

    def _show_count(self) -> None:
        if self.project is not None and self.workspace is not None:
            count = self.workspace.nodes.model.total()
            self.saved.setText(f"{self.files.standing(self.project)} · {codings_words(count)}")

    # -- what is said ------------------------------------------------------------------------

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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project dropped on the window, or import transcripts into the open one."""
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls())
        projects = [path for path in paths if path.suffix == ".qdaproj"]
        if projects:
            self.open_project(projects[0])
        elif self.project is None:
            self.complain(self.tr("Open or create a project first, then drop transcripts on it."))
        else:
            self.import_files(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window and close the project."""
        self.preferences.set("geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        self.jobs.wait()
        self.close_project()
        super().closeEvent(event)
