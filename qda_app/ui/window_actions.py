"""What each action of the window does; the table of actions names them."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from qda_app.services.project import Project
from qda_app.ui.desk import Desk
from qda_app.ui.jobs import Jobs
from qda_app.ui.node_menu import NodeMenu
from qda_app.ui.preferences import Preferences
from qda_app.ui.project_files import ProjectFiles
from qda_app.ui.table_files import TableFiles
from qda_app.ui.theme import Theme
from qda_app.ui.views.code.workspace import Workspace

Run = Callable[[], object]


class Window(Protocol):
    """The window as its actions see it."""

    theme: Theme
    preferences: Preferences
    project: Project | None
    workspace: Workspace | None
    node_menu: NodeMenu | None
    desk: Desk | None
    jobs: Jobs
    files: ProjectFiles
    tables: TableFiles
    actions_table: Any
    language_changed: Any

    def import_files(self) -> None:
        """Open the import dialog."""
        ...

    def change_identity(self) -> None:
        """Ask again who is coding."""
        ...

    def close_project(self) -> None:
        """Close the project."""
        ...

    def close(self) -> bool:
        """Close the window."""
        ...

    def take_back(self) -> None:
        """Undo."""
        ...

    def bring_back(self) -> None:
        """Redo."""
        ...

    def mark_done(self) -> None:
        """Mark the open source done."""
        ...

    def switch_theme(self) -> None:
        """Go from light to dark or back."""
        ...

    def search_project(self) -> None:
        """Search the project for the selected words."""
        ...

    def start_tour(self) -> None:
        """Walk through the page."""
        ...

    def tell(self, sentence: str, undoable: bool) -> None:
        """Say what was done and offer to take it back."""
        ...

    def show_page(self, name: str) -> None:
        """Show one page of the rail."""
        ...


class WindowActions(QObject):
    """Maps the names of actions to what the window, its pages and dialogs do."""

    def __init__(self, window: Window, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._parent = window, parent

    def run(self) -> dict[str, Run]:
        """Return what runs by the name of each action."""
        return {**self._files(), **self._coding(), **self._moving(), **self._looks(), **self._aid()}

    def _files(self) -> dict[str, Run]:
        window = self._window
        files, tables = window.files, window.tables
        return {
            "new": files.new,
            "open": files.ask_open,
            "sample": files.try_sample,
            "import": window.import_files,
            "import_cases": tables.import_cases,
            "import_codings": tables.import_codings,
            "export_codings": tables.export_codings,
            "template": tables.add_template,
            "import_tree": tables.import_tree,
            "exchange_in": self._exchange_in,
            "exchange_out": self._exchange_out,
            "backup": lambda: files.backup(window.project) if window.project else None,
            "check": lambda: files.check(window.project) if window.project else None,
            "share": self._share,
            "hand_out": self._hand_out,
            "merge_copy": self._merge_copy,
            "audit": self._audit,
            "identity": window.change_identity,
            "close": window.close_project,
            "quit": window.close,
            "undo": window.take_back,
            "redo": window.bring_back,
            "excerpts": self._excerpts,
        }

    def _on(self, act: Callable[[Workspace], object]) -> Run:
        """Return what acts on the coding page, if there is one."""

        def run() -> None:
            space = self._window.workspace
            if space is not None:
                act(space)

        return run

    def _in_front(self, act: Callable[[Workspace], object]) -> Run:
        """Return what brings the coding page to the front and then acts on it."""

        def run(space: Workspace) -> None:
            self._window.show_page("code")
            act(space)

        return self._on(run)

    def _coding(self) -> dict[str, Run]:
        window, on = self._window, self._on
        return {
            "code": on(lambda s: s.gestures.open_palette()),
            "palette": self._in_front(lambda s: s.gestures.open_palette()),
            "repeat": on(lambda s: s.gestures.repeat()),
            "in_vivo": on(lambda s: s.gestures.in_vivo()),
            "sentence": on(lambda s: s.page.select_sentence()),
            "paragraph": on(lambda s: s.page.select_paragraph()),
            "turn": on(lambda s: s.page.select_turn()),
            "uncode": on(lambda s: s.gestures.uncode()),
            "memo": on(lambda s: s.gestures.write_memo()),
            "change_node": on(lambda s: s.gestures.change_node()),
            "certainty": on(lambda s: s.gestures.next_certainty()),
            "split": on(lambda s: s.gestures.split()),
            "edge": on(lambda s: s.gestures.begin_edge()),
            "done": window.mark_done,
            "new_node": on(lambda _s: window.node_menu.new_node() if window.node_menu else None),
            "rename_node": on(
                lambda _s: window.node_menu.rename_node() if window.node_menu else None
            ),
            "find_node": self._in_front(lambda s: s.nodes.filter.setFocus()),
        }

    def _moving(self) -> dict[str, Run]:
        on = self._on
        return {
            "next": on(lambda s: s.step(1)),
            "previous": on(lambda s: s.step(-1)),
            "next_uncoded": on(lambda s: s.step_uncoded(1)),
            "previous_uncoded": on(lambda s: s.step_uncoded(-1)),
            "next_turn": on(lambda s: s.step_turn(1)),
            "previous_turn": on(lambda s: s.step_turn(-1)),
            "find": self._in_front(lambda s: s.pane.find_words()),
            "search": self._window.search_project,
            "correct": self._in_front(self._correct),
            "next_tab": on(lambda s: s.pane.tabs.step(1)),
            "previous_tab": on(lambda s: s.pane.tabs.step(-1)),
            "close_tab": on(lambda s: s.pane.tabs.close_tab()),
        }

    def _looks(self) -> dict[str, Run]:
        window, on = self._window, self._on
        return {
            "left": on(lambda s: s.left.setVisible(not s.left.isVisible())),
            "right": on(lambda s: s.right.setVisible(not s.right.isVisible())),
            "larger": on(lambda s: s.page.zoom(1)),
            "smaller": on(lambda s: s.page.zoom(-1)),
            "normal": on(lambda s: s.page.zoom(0)),
            "theme": window.switch_theme,
        }

    def _aid(self) -> dict[str, Run]:
        return {
            "preferences": self._preferences,
            "shortcuts": self._shortcuts,
            "tour": self._tour,
            "about": self._about,
        }

    def _exchange_in(self) -> None:
        from qda_app.ui.dialogs.exchange_in import ExchangeWizard

        window = self._window
        wizard = ExchangeWizard(window.project, window.jobs, self._parent)
        wizard.made.connect(window.files.path_chosen)
        wizard.exec()

    def _exchange_out(self) -> None:
        from qda_app.ui.dialogs.exchange_out import ExchangeOutDialog

        window = self._window
        if window.project is not None:
            ExchangeOutDialog(window.project, window.jobs, self._parent).exec()

    def _correct(self, space: Workspace) -> None:
        from qda_app.ui.dialogs.correct_text import ask_correction

        if space.source is not None:
            ask_correction(space.desk, space.source, space.pane.caret(), self._parent)

    def _excerpts(self) -> None:
        if self._window.project is not None:
            self._window.show_page("paper")

    def _share(self) -> None:
        from qda_app.ui.dialogs.share.dialog import ShareDialog

        if self._window.desk is not None:
            ShareDialog(self._window.desk, self._parent).open()

    def _hand_out(self) -> None:
        from qda_app.ui.dialogs.hand_out import ask_hand_out

        window = self._window
        if window.project is not None:
            said = ask_hand_out(window.project, window.jobs, self._parent)
            if said:
                window.tell(said, False)  # noqa: FBT003

    def _merge_copy(self) -> None:
        from qda_app.ui.dialogs.merge_copy import ask_merge

        window = self._window
        if window.project is not None:
            said = ask_merge(window.project, window.jobs, self._parent)
            if said:
                window.tell(said, True)  # noqa: FBT003

    def _audit(self) -> None:
        from qda_app.ui.dialogs.audit import ask_audit

        if self._window.desk is not None:
            ask_audit(self._window.desk)

    def _preferences(self) -> None:
        from qda_app.ui.dialogs.preferences_dialog import PreferencesDialog

        window = self._window
        dialog = PreferencesDialog(window.theme, window.preferences, self._parent)
        dialog.reading_changed.connect(self._on(lambda space: space.pane.dress_text()))
        dialog.language_chosen.connect(window.language_changed)
        dialog.exec()

    def _shortcuts(self) -> None:
        from qda_app.ui.dialogs.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(self._window.actions_table, self._parent).exec()

    def _tour(self) -> None:
        if self._window.workspace is None:
            self._window.files.try_sample()
        else:
            self._window.start_tour()

    def _about(self) -> None:
        from qda_app.ui.dialogs.about import AboutDialog

        AboutDialog(self._parent).exec()
