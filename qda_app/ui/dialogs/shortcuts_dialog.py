"""The list of keys: find one, change one, bring back those that ship."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.text import fold
from qda_app.ui.action_table import CODING, TRANSCRIPT, WINDOW
from qda_app.ui.actions import Actions
from qda_app.ui.theme import LARGE, MEDIUM, SMALL

KEY = Qt.ItemDataRole.UserRole


class ShortcutsDialog(QDialog):
    """Every action with its keys; a key that is taken is refused with the name of who has it."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._keys = {name: actions.keys(name) for name in actions.entries}
        self.setWindowTitle(self.tr("Shortcuts"))
        self.resize(620, 560)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find an action"))
        self.filter.setAccessibleName(self.tr("Find an action"))
        self.filter.textChanged.connect(self._filter)
        self.list = QTreeWidget()
        self.list.setHeaderLabels([self.tr("Action"), self.tr("Keys"), self.tr("Acts")])
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(self.tr("Actions and their keys"))
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setStretchLastSection(False)
        self.list.currentItemChanged.connect(lambda _a, _b: self._choose())
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(self.tr("New keys"))
        self.edit.editingFinished.connect(self._take)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self._fill()
        self._lay_out()

    def _lay_out(self) -> None:
        free = QPushButton(self.tr("No keys"))
        free.clicked.connect(lambda: self.set_keys(""))
        usual = QPushButton(self.tr("Bring all back"))
        usual.setToolTip(self.tr("The keys that the application ships with"))
        usual.clicked.connect(self.reset)
        for button in (free, usual):
            button.setAutoDefault(False)
        self.filter.returnPressed.connect(self.list.setFocus)
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(QLabel(self.tr("Press the new keys:")))
        row.addWidget(self.edit, 1)
        row.addWidget(free)
        row.addWidget(usual)
        fixed = QLabel(
            self.tr(
                "Always the same: 1 to 9 code at a favourite node, Alt+1 to Alt+9 show a page, "
                "Esc closes what is open above the page."
            )
        )
        fixed.setWordWrap(True)
        fixed.setProperty("role", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(self.filter)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        layout.addWidget(self.said)
        layout.addWidget(fixed)
        layout.addWidget(buttons)

    def _fill(self) -> None:
        where = {
            WINDOW: self.tr("everywhere"),
            CODING: self.tr("on the page Code"),
            TRANSCRIPT: self.tr("in the transcript"),
        }
        for name, entry in self._actions.entries.items():
            item = QTreeWidgetItem([entry.text, self._shown(name), where[entry.scope]])
            item.setData(0, KEY, name)
            self.list.addTopLevelItem(item)
        self.choose(next(iter(self._actions.entries)))

    def _shown(self, name: str) -> str:
        return self._actions.words_of(self._keys[name])

    def _filter(self, text: str) -> None:
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None:
                item.setHidden(fold(text) not in fold(f"{item.text(0)} {item.text(1)}"))
        current = self.list.currentItem()
        if current is None or current.isHidden():
            rows = (self.list.topLevelItem(r) for r in range(self.list.topLevelItemCount()))
            shown = next((item for item in rows if item is not None and not item.isHidden()), None)
            if shown is not None:
                self.list.setCurrentItem(shown)
            else:
                self.list.setCurrentIndex(QModelIndex())

    def chosen(self) -> str:
        """Return the name of the chosen action."""
        item = self.list.currentItem()
        return str(item.data(0, KEY)) if item is not None else ""

    def choose(self, name: str) -> None:
        """Choose an action by its name."""
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None and item.data(0, KEY) == name:
                self.list.setCurrentItem(item)

    def _choose(self) -> None:
        self.said.clear()
        if self.chosen():
            self.edit.setKeySequence(QKeySequence(self._keys[self.chosen()]))

    def _take(self) -> None:
        self.set_keys(self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText))

    def set_keys(self, keys: str) -> None:
        """Give the chosen action other keys, unless another action has them."""
        name = self.chosen()
        if not name or keys == self._keys[name]:
            return
        problem = self._problem(name, keys)
        if problem:
            self.said.setText(problem)
            self.edit.setKeySequence(QKeySequence(self._keys[name]))
            return
        self._keys[name] = keys
        self._show()

    def _problem(self, name: str, keys: str) -> str:
        entries = self._actions.entries
        plain = len(keys) == 1 or keys in {"Return", "Delete"}
        if keys.isdigit():
            return self.tr("1 to 9 are for favourite nodes.")
        if plain and entries[name].scope != TRANSCRIPT:
            return self.tr("A single letter would act while you write. Hold Ctrl or Alt with it.")
        if keys and not plain and entries[name].scope == TRANSCRIPT:
            return self.tr("In the transcript a single letter is enough: choose one.")
        taken = [n for n, k in self._keys.items() if k == keys and n != name and keys]
        if taken:
            return self.tr("“{0}” has these keys already.").format(entries[taken[0]].text)
        return ""

    def reset(self) -> None:
        """Bring back the keys that ship."""
        self._keys = {name: entry.keys for name, entry in self._actions.entries.items()}
        self._show()

    def _show(self) -> None:
        self.said.clear()
        self._actions.set_keys(self._keys)
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None:
                item.setText(1, self._shown(str(item.data(0, KEY))))
        self._choose()
