"""The query builder: rows that read like a sentence."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.messages import counted
from qda_app.domain.query import Query, Reach
from qda_app.domain.tree import Tree
from qda_app.ui.icons import dress
from qda_app.ui.theme import MEDIUM, SMALL, TIGHT, Theme
from qda_app.ui.views.palette import NodePalette
from qda_app.ui.views.retrieve import steps as chain
from qda_app.ui.views.retrieve.steps import Step, query_of, steps_of, with_below

NODE_WIDTH = 248  # pixels
OPERATOR = 34  # characters, so that rows stand in columns


def _away(count: int) -> str:
    return counted("at most 1 character away", "at most {count} characters away", count)


class StepRow(QWidget):
    """One operator, one node, and how near where that is asked."""

    changed = Signal()
    node_wanted = Signal(object)  # this row
    removed = Signal(object)

    def __init__(self, theme: Theme, *, first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.node: int | None = None
        self.operator = QComboBox()
        self.operator.setAccessibleName(self.tr("How it relates"))
        for name in chain.FIRST if first else chain.NEXT:
            self.operator.addItem(self._words(name), name)
        self.operator.setMinimumContentsLength(OPERATOR)
        self.button = QPushButton()
        self.button.setAccessibleName(self.tr("Node"))
        self.button.setFixedWidth(NODE_WIDTH)
        self.reach = QComboBox()
        self.reach.setAccessibleName(self.tr("How near"))
        self.drop = QToolButton()
        self.drop.setToolTip(self.tr("Remove this row"))
        self.drop.setAccessibleName(self.tr("Remove this row"))
        self.drop.setVisible(not first)
        dress(self.drop, "close", theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        for widget in (self.operator, self.button, self.reach, self.drop):
            row.addWidget(widget)
        row.addStretch(1)
        self.operator.activated.connect(lambda _n: self._on_operator())
        self.button.clicked.connect(lambda _on: self.node_wanted.emit(self))
        self.reach.activated.connect(lambda _n: self.changed.emit())
        self.drop.clicked.connect(lambda _on: self.removed.emit(self))
        self._fill_reach()
        self.set_node(None, "")

    def _words(self, operator: str) -> str:
        return {
            chain.START: self.tr("Passages coded at"),
            chain.TURNS: self.tr("Turns of participants never coded at"),
            chain.SOURCES: self.tr("Sources never coded at"),
            chain.OVERLAPPING: self.tr("that overlap passages at"),
            chain.WITHIN: self.tr("that lie wholly within passages at"),
            chain.NEAR: self.tr("that are near passages at"),
            chain.AND: self.tr("cut to the text that is also coded at"),
            chain.OR: self.tr("together with the passages at"),
            chain.WITHOUT: self.tr("but without passages at"),
        }[operator]

    def example(self) -> str:
        """Say in an example what the operator finds."""
        return {
            chain.START: self.tr("Every passage coded at the node."),
            chain.TURNS: self.tr("What a participant says in one go, with no coding at the node."),
            chain.SOURCES: self.tr("Whole interviews in which nothing was coded at the node."),
            chain.OVERLAPPING: self.tr(
                "Example: “We had no time to plan” when a word of it is also coded there."
            ),
            chain.WITHIN: self.tr(
                "Example: one sentence when the whole paragraph around it is coded there."
            ),
            chain.NEAR: self.tr(
                "Example: an answer when the next one, a few lines below, is coded there."
            ),
            chain.AND: self.tr(
                "Example: of a paragraph, only the sentence that is coded at both nodes."
            ),
            chain.OR: self.tr("Example: all passages of both nodes, one after the other."),
            chain.WITHOUT: self.tr(
                "Example: an obstacle is kept only when no solution was coded in reach."
            ),
        }[self.operator.currentData()]

    def _fill_reach(self) -> None:
        """Offer how near, in the words that fit the operator."""
        operator = self.operator.currentData()
        self.reach.clear()
        choices: dict[Reach | None, str] = {}
        if operator == chain.WITHOUT:
            choices[None] = self.tr("overlapping")
        for count in (50, 200, 500):
            choices[count] = _away(count)
        choices["paragraph"] = self.tr("in the same paragraph")
        choices["turn"] = self.tr("in the same turn")
        choices["source"] = self.tr("in the same source")
        for key, words in choices.items():
            self.reach.addItem(words, key)
        self.reach.setCurrentIndex(self.reach.findData(200) if operator == chain.NEAR else 0)
        self.reach.setVisible(operator in {chain.NEAR, chain.WITHOUT})

    def _on_operator(self) -> None:
        self._fill_reach()
        self.changed.emit()

    def set_node(self, node: int | None, path: str) -> None:
        """Show which node is asked for."""
        self.node = node
        words = path.rsplit(" > ", 1)[-1] if node is not None else self.tr("Choose a node…")
        metrics = self.button.fontMetrics()
        short = metrics.elidedText(words, Qt.TextElideMode.ElideRight, NODE_WIDTH - 40)
        self.button.setText(short.replace("&", "&&"))
        self.button.setToolTip(path.replace(" > ", " › ") or words)

    def step(self) -> Step | None:
        """Return what the row asks; None while no node is chosen."""
        if self.node is None:
            return None
        return Step(self.operator.currentData(), self.node, self._reached())

    def _reached(self) -> Reach | None:
        near = self.operator.currentData() in {chain.NEAR, chain.WITHOUT}
        found: Reach | None = self.reach.currentData() if near else None
        return found

    def show_step(self, step: Step, path: str) -> None:
        """Show a step of a saved query."""
        self.operator.setCurrentIndex(self.operator.findData(step.operator))
        self._fill_reach()
        if step.reach is not None and self.reach.findData(step.reach) < 0:
            words = _away(step.reach) if isinstance(step.reach, int) else step.reach
            self.reach.addItem(words, step.reach)
        if self.reach.isVisibleTo(self):
            self.reach.setCurrentIndex(self.reach.findData(step.reach))
        self.set_node(step.node, path)


class QueryBuilder(QFrame):
    """Builds a query row by row; says it in words and how much it finds."""

    changed = Signal(object)  # Query or None
    save_requested = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, palette: NodePalette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self._theme, self._palette = theme, palette
        self._tree = Tree([])
        self._waiting: StepRow | None = None
        self._query: Query | None = None
        self.rows: list[StepRow] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(TIGHT)
        self.below = QCheckBox(self.tr("With the nodes below"))
        self.below.setChecked(True)
        self.below.toggled.connect(lambda _on: self._tell())
        self.more = QPushButton(self.tr("Add a condition"))
        self.save = QPushButton(self.tr("Save…"))
        self.close_button = QPushButton(self.tr("Close the query"))
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.example = QLabel()
        self.example.setWordWrap(True)
        self.example.setProperty("role", "muted")
        self._lay_out()
        self.more.clicked.connect(lambda _on: self._ask_node(self._add()))
        self.save.clicked.connect(lambda _on: self.save_requested.emit())
        self.close_button.clicked.connect(lambda _on: self.closed.emit())
        palette.picked.connect(self._on_picked)
        palette.closed.connect(self._on_left)
        self.start()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        for widget in (self.more, self.below):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        for button in (self.save, self.close_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        column.setSpacing(SMALL)
        column.addLayout(self._lines)
        column.addWidget(self.example)
        column.addLayout(buttons)
        column.addWidget(self.said)

    def show_tree(self, tree: Tree) -> None:
        """Take the tree as it is now; nodes that are gone leave their rows."""
        self._tree = tree
        for row in self.rows:
            known = row.node if row.node in tree.by_id else None
            row.set_node(known, tree.path(known) if known is not None else "")

    def start(self, node: int | None = None) -> None:
        """Begin a new query, at a node on request."""
        self._clear()
        row = self._add()
        if node is not None and node in self._tree.by_id:
            row.set_node(node, self._tree.path(node))
        self._tell()

    def show_query(self, query: Query) -> None:
        """Show a saved query; one that is no chain is only said in words."""
        self._clear()
        self.below.blockSignals(True)  # noqa: FBT003
        self.below.setChecked(with_below(query))
        self.below.blockSignals(False)  # noqa: FBT003
        found = steps_of(query)
        for step in found or []:
            self._add().show_step(step, self._tree.path(step.node))
        self.more.setEnabled(found is not None)
        self.below.setEnabled(found is not None)
        self._show_example()
        self._query = query
        self.changed.emit(query)

    def show_found(self, sentence: str) -> None:
        """Say what is asked and how much was found."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def query(self) -> Query | None:
        """Return the query as it stands; None while a node is missing."""
        return self._query

    def _clear(self) -> None:
        for row in self.rows:
            self._lines.removeWidget(row)
            row.deleteLater()
        self.rows = []
        self.more.setEnabled(True)
        self.below.setEnabled(True)

    def _add(self) -> StepRow:
        row = StepRow(self._theme, first=not self.rows)
        row.changed.connect(self._tell)
        row.node_wanted.connect(self._ask_node)
        row.removed.connect(self._remove)
        self.rows.append(row)
        self._lines.addWidget(row)
        self._show_example()
        return row

    def _remove(self, row: StepRow) -> None:
        self.rows.remove(row)
        self._lines.removeWidget(row)
        row.deleteLater()
        self._tell()

    def _ask_node(self, row: StepRow) -> None:
        self._waiting = row
        place = row.button.mapToGlobal(QPoint(0, row.button.height()))
        self._palette.open_at(place, self.tr("Node of the query"))

    def _on_picked(self, node: int) -> None:
        row, self._waiting = self._waiting, None
        if row is not None and row in self.rows and node in self._tree.by_id:
            row.set_node(node, self._tree.path(node))
            self._tell()

    def _on_left(self) -> None:
        """Forget who asked, once the palette has said what was picked."""
        QTimer.singleShot(0, self, self._forget)

    def _forget(self) -> None:
        if not self._palette.isVisible():
            self._waiting = None

    def _show_example(self) -> None:
        self.example.setText(self.rows[-1].example() if self.rows else "")
        self.example.setVisible(bool(self.rows))

    def _tell(self) -> None:
        self._show_example()
        self._query = query_of(self._steps(), with_below=self.below.isChecked())
        self.changed.emit(self._query)

    def _steps(self) -> Sequence[Step]:
        steps = [row.step() for row in self.rows]
        return [step for step in steps if step is not None] if steps and steps[0] else []
