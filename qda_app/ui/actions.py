"""The window's actions, made from the table with the keys that the person has chosen."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QToolButton

from qda_app.ui.action_table import TRANSCRIPT, WINDOW, ActionTable, Entry
from qda_app.ui.icons import dress
from qda_app.ui.preferences import Preferences
from qda_app.ui.theme import Theme

KEPT = "shortcuts"


class Actions(QObject):
    """Builds menus and tool bar; single letters act only while the transcript has the focus."""

    def __init__(
        self,
        window: QMainWindow,
        theme: Theme,
        preferences: Preferences,
        run: Mapping[str, Callable[[], object]],
    ) -> None:
        super().__init__(window)
        self._preferences = preferences
        self._run = run
        self._coding = True
        table = ActionTable(self)
        self.entries = {entry.name: entry for entry in table.entries() if entry.name}
        self.by_name: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {
            name: window.menuBar().addMenu(title) for name, title in table.menus().items()
        }
        self.tools = QToolBar(self.tr("Tools"))
        self.tools.setObjectName("tools")
        self.tools.setMovable(False)
        self.tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for entry in table.entries():
            if entry.name:
                self._add(window, entry, theme)
            else:
                self.menus[entry.menu].addSeparator()
        self._fill_tools()
        window.addToolBar(self.tools)
        self.apply_keys()

    def _add(self, window: QMainWindow, entry: Entry, theme: Theme) -> None:
        action = QAction(entry.text, window)
        action.setObjectName(entry.name)
        action.triggered.connect(lambda _checked: self._run[entry.name]())
        if entry.icon:
            dress(action, entry.icon, theme)
        if entry.scope == TRANSCRIPT:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.menus[entry.menu].addAction(action)
        self.by_name[entry.name] = action

    def _fill_tools(self) -> None:
        self.tools.clear()
        group = ""
        shown = [e for e in self.entries.values() if e.tool and self._coding | (e.scope == WINDOW)]
        for entry in sorted(shown, key=lambda e: e.menu != "view"):  # the panels stand first
            if group and group != entry.menu:
                self.tools.addSeparator()
            group = entry.menu
            action = self.by_name[entry.name]
            self.tools.addAction(action)
            button = self.tools.widgetForAction(action)
            if entry.menu == "view" and isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def keys(self, name: str) -> str:
        """Return the keys of an action: the person's own, else those of the table."""
        own = self._preferences.get(KEPT, {})
        return str(own.get(name, self.entries[name].keys))

    def words_of(self, keys: str) -> str:
        """Return keys as they are read, the same in menus' tooltips, lists and sentences."""
        text = QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)
        return text.replace("Return", self.tr("Enter")).replace("Del", self.tr("Delete"))

    def apply_keys(self) -> None:
        """Give every action its keys and say them in its tooltip."""
        for name, action in self.by_name.items():
            keys = self.keys(name)
            action.setShortcut(QKeySequence(keys))
            shown = self.words_of(keys)
            text = self.entries[name].text
            action.setToolTip(f"{text} ({shown})" if shown else text)

    def set_keys(self, chosen: Mapping[str, str]) -> None:
        """Remember other keys; what is as in the table is not kept."""
        own = {n: k for n, k in chosen.items() if k != self.entries[n].keys}
        self._preferences.set(KEPT, own)
        self.apply_keys()

    def on_key(self, key: str) -> None:
        """Run the action of the transcript that has this key, if there is one."""
        for name, entry in self.entries.items():
            action = self.by_name[name]
            if entry.scope == TRANSCRIPT and self.keys(name) == key and action.isEnabled():
                action.trigger()
                return

    def enable(self, *, project: bool) -> None:
        """Enable what can be done with or without an open project."""
        for name, entry in self.entries.items():
            here = self._coding or entry.scope == WINDOW
            self.by_name[name].setEnabled((project and here) or not entry.needs)
        self.tools.setVisible(project)

    def show_page(self, name: str) -> None:
        """Offer what acts on the transcript only while the page that codes is in front."""
        coding = name == "code"
        if coding == self._coding:
            return
        self._coding = coding
        for entry in self.entries.values():
            if entry.scope != WINDOW:
                self.by_name[entry.name].setEnabled(coding)
        self._fill_tools()
