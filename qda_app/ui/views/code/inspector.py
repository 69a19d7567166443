"""What stands at the cursor: the codings, how sure they are, memos, the node's definition."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.coding import Coding
from qda_app.domain.source import Memo
from qda_app.domain.tree import Node, Tree
from qda_app.ui.colours import node_colour
from qda_app.ui.icons import dress
from qda_app.ui.theme import SMALL, TIGHT, Theme

KEY = Qt.ItemDataRole.UserRole
SWATCH = 10  # pixels


class Inspector(QWidget):
    """Lists the codings at the caret; what is asked for one of them is a signal."""

    remove_requested = Signal(int)
    memo_requested = Signal(int)
    change_requested = Signal(int)
    certainty_requested = Signal(int, int)  # level, coding
    span_requested = Signal(int)
    coding_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._codings: dict[int, Coding] = {}
        self._tree = Tree([])
        self._author: int | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Codings at the cursor"))
        self.list.currentItemChanged.connect(lambda _a, _b: self._choose())
        self.list.itemClicked.connect(lambda item: self.span_requested.emit(item.data(KEY)))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._buttons = QWidget()
        self._own: list[QToolButton] = []
        self._build_buttons()
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        scroll = QScrollArea()
        scroll.setAccessibleName(self.tr("Definition"))
        scroll.setWidgetResizable(True)
        scroll.setProperty("flat", True)  # noqa: FBT003
        scroll.setWidget(self.about)
        self.memos = QLabel()
        self.memos.setWordWrap(True)
        self.memos.setTextFormat(Qt.TextFormat.PlainText)
        self.memos.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.memos.hide()
        self._meaning = QLabel(self.tr("Definition"))
        heading = QLabel(self.tr("At the cursor"))
        for label in (heading, self._meaning):
            label.setProperty("role", "heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        layout.setSpacing(TIGHT)
        layout.addWidget(heading)
        layout.addWidget(self.list, 2)
        layout.addWidget(self._buttons)
        layout.addWidget(self.memos)
        layout.addWidget(self._meaning)
        layout.addWidget(scroll, 2)
        self._explain()

    def levels(self) -> dict[int, str]:
        """Return the words for how sure a coding is."""
        return {
            0: self.tr("nothing said"),
            1: self.tr("unsure"),
            2: self.tr("fairly sure"),
            3: self.tr("sure"),
        }

    def _build_buttons(self) -> None:
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TIGHT)
        for icon, name, key, signal in (
            ("memo", self.tr("Memo"), "M", self.memo_requested),
            ("edit", self.tr("Change node"), "W", self.change_requested),
            ("uncode", self.tr("Uncode"), "Del", self.remove_requested),
        ):
            button = self._button(icon, name, key)
            button.clicked.connect(lambda _c, s=signal: self._emit(s))
            row.addWidget(button)
        sure = self._button("done", self.tr("How sure"), "C")
        sure.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(sure)
        for level, words in self.levels().items():
            action = menu.addAction(words)
            action.triggered.connect(lambda _c, n=level: self._grade(n))
        sure.setMenu(menu)
        row.addWidget(sure)
        row.addStretch(1)

    def _button(self, icon: str, name: str, key: str) -> QToolButton:
        button = QToolButton()
        dress(button, icon, self._theme)
        button.setToolTip(f"{name} ({key})")
        button.setAccessibleName(name)
        if icon != "memo":
            self._own.append(button)
        return button

    def show_codings(
        self,
        codings: Sequence[Coding],
        active: int | None,
        tree: Tree,
        coders: dict[int, str],
        colour: Callable[[int], str],
        author: int | None,
    ) -> None:
        """Show these codings, the active one chosen; `author` may change own ones."""
        self.list.blockSignals(True)  # noqa: FBT003
        self.list.clear()
        self._codings = {coding.id: coding for coding in codings}
        self._tree, self._author = tree, author
        for coding in codings:
            words = [coders[coding.coder]]
            if coding.certainty:
                words.append(self.levels()[coding.certainty])
            text = f"{tree.by_id[coding.node].name}\n{' · '.join(words)}"
            item = QListWidgetItem(text + (f"\n{coding.memo}" if coding.memo else ""))
            item.setData(KEY, coding.id)
            item.setIcon(self._swatch(colour(coding.node)))
            item.setToolTip(tree.path(coding.node))
            self.list.addItem(item)
            if coding.id == active:
                self.list.setCurrentItem(item)
        if codings and self.list.currentItem() is None:
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)  # noqa: FBT003
        self._explain()

    def show_memos(self, memos: Sequence[Memo]) -> None:
        """Show the memos on passages at the caret."""
        words = [f"{memo.coder or self.tr('owner')}: {memo.text}" for memo in memos]
        self.memos.setText("\n\n".join(words))
        self.memos.setVisible(bool(memos))

    def _swatch(self, stored: str) -> QIcon:
        swatch = QPixmap(SWATCH, SWATCH)
        swatch.fill(QColor(node_colour(stored, dark=self._theme.dark)))
        icon = QIcon(swatch)
        icon.addPixmap(swatch, QIcon.Mode.Selected)
        return icon

    def chosen(self) -> int | None:
        """Return the id of the chosen coding."""
        item: QListWidgetItem | None = self.list.currentItem()
        return int(item.data(KEY)) if item is not None else None

    def _choose(self) -> None:
        self._explain()
        coding = self.chosen()
        if coding is not None:
            self.coding_chosen.emit(coding)

    def _explain(self) -> None:
        coding = self._codings.get(self.chosen() or 0)
        self._buttons.setEnabled(coding is not None)
        self._meaning.setVisible(coding is not None)
        if coding is None:
            self.about.setText(
                self.tr("Nothing is coded here. Select a passage and press Enter to code it.")
            )
            return
        mine = self._author in {None, coding.coder}
        for button in self._own:
            button.setEnabled(mine)
        self.about.setText(self._card(self._tree.by_id[coding.node]))

    def _card(self, node: Node) -> str:
        parts = [self._tree.path(node.id), node.short, node.definition]
        for words, text in (
            (self.tr("Use when: {0}"), node.use_when),
            (self.tr("Not when: {0}"), node.not_when),
            (self.tr("Example: {0}"), node.example),
        ):
            parts.append(words.format(text) if text else "")
        if not any(parts[1:]):
            parts.append(self.tr("Not defined yet. Right-click the node to define it."))
        return "\n\n".join(part for part in parts if part)

    def _grade(self, level: int) -> None:
        coding = self.chosen()
        if coding is not None:
            self.certainty_requested.emit(level, coding)

    def _emit(self, signal: object) -> None:
        coding = self.chosen()
        if coding is not None:
            signal.emit(coding)  # type: ignore[attr-defined]
