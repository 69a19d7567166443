"""Questions with their wordings below them: tick, rename, select, go to."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from qda_app.services.interview_questions import Asked, Question
from qda_app.ui.theme import Theme
from qda_app.ui.views.search.hit_model import Index

LABEL, SOURCES, ANSWERS = range(3)
ASKED = Qt.ItemDataRole.UserRole
Flag = Qt.ItemFlag


class _Fixed(QStyledItemDelegate):
    """Keeps a column from being edited."""

    def createEditor(
        self, _parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """Offer no editor."""
        return None  # type: ignore[return-value]


class QuestionTree(QTreeWidget):
    """The questions in the order given; `questions` holds them as they are shown."""

    ticked = Signal()
    renamed = Signal(int, str)
    removal_requested = Signal()
    asked_activated = Signal(object)

    def __init__(self, _theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.questions: list[Question] = []
        self.setHeaderLabels([self.tr("Question"), self.tr("Sources"), self.tr("Answers")])
        self.setAccessibleName(self.tr("Questions that recur"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setUniformRowHeights(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        for column in (SOURCES, ANSWERS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            self.setItemDelegateForColumn(column, _Fixed(self))
        self.itemChanged.connect(self._on_changed)
        self.itemActivated.connect(self._on_activated)

    def show_questions(
        self,
        questions: Sequence[Question],
        sources: int,
        chosen: Iterable[int] = (),
        off: Collection[str] = (),
    ) -> None:
        """Show questions with the number of sources each is asked in.

        They are ticked, but for those with a label in `off`; those at the places `chosen` are
        selected.
        """
        self.blockSignals(True)  # noqa: FBT003
        self.questions = list(questions)
        self.clear()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        items = []
        for question in self.questions:
            told = self.tr("{0} of {1}").format(question.sources, sources)
            item = QTreeWidgetItem([question.label, told, ""])
            item.setFlags(
                Flag.ItemIsEnabled | Flag.ItemIsSelectable | Flag.ItemIsEditable
                | Flag.ItemIsUserCheckable
            )  # fmt: skip
            on = question.label not in off
            item.setCheckState(LABEL, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            item.setToolTip(LABEL, question.label)
            for column in (SOURCES, ANSWERS):
                item.setTextAlignment(column, right)
            for asked in question.members:
                item.addChild(self._child(asked))
            items.append(item)
        self.addTopLevelItems(items)
        self.blockSignals(False)  # noqa: FBT003
        for place in chosen:
            items[place].setSelected(True)
            self.setCurrentItem(items[place])

    @staticmethod
    def _child(asked: Asked) -> QTreeWidgetItem:
        words = " ".join(asked.text.split())
        child = QTreeWidgetItem([words, asked.name, ""])
        child.setToolTip(LABEL, words)
        child.setToolTip(SOURCES, asked.name)
        child.setData(LABEL, ASKED, asked)
        return child

    def replace(self, questions: Sequence[Question]) -> None:
        """Take questions that differ from those shown in their labels only."""
        self.questions = list(questions)
        self.blockSignals(True)  # noqa: FBT003
        for place, question in enumerate(self.questions):
            self._item(place).setText(LABEL, question.label)
        self.blockSignals(False)  # noqa: FBT003

    def show_answers(self, counts: Mapping[int, int]) -> None:
        """Show how many answers each question has, by the question's identity."""
        self.blockSignals(True)  # noqa: FBT003
        for place, question in enumerate(self.questions):
            count = counts.get(id(question))
            self._item(place).setText(ANSWERS, "–" if count is None else str(count))
        self.blockSignals(False)  # noqa: FBT003

    def _item(self, place: int) -> QTreeWidgetItem:
        item = self.topLevelItem(place)
        if item is None:
            raise IndexError(place)
        return item

    def ticked_questions(self) -> list[Question]:
        """Return the ticked questions."""
        return [
            question
            for place, question in enumerate(self.questions)
            if self._item(place).checkState(LABEL) == Qt.CheckState.Checked
        ]

    def unticked(self) -> frozenset[str]:
        """Return the labels of the questions that are not ticked."""
        ticked = {id(question) for question in self.ticked_questions()}
        return frozenset(each.label for each in self.questions if id(each) not in ticked)

    def selected(self) -> tuple[list[int], list[Asked]]:
        """Return the places of the selected questions, and the selected wordings."""
        groups, turns = [], []
        for item in self.selectedItems():
            asked = item.data(LABEL, ASKED)
            if isinstance(asked, Asked):
                turns.append(asked)
            else:
                groups.append(self.indexOfTopLevelItem(item))
        return sorted(groups), turns

    def edit_label(self) -> None:
        """Let the label of the selected question be changed."""
        groups, _turns = self.selected()
        if groups:
            self.editItem(self._item(groups[0]), LABEL)

    def _on_changed(self, item: QTreeWidgetItem, column: int) -> None:
        place = self.indexOfTopLevelItem(item)
        if place < 0 or column != LABEL:
            return
        label = item.text(LABEL)
        if label != self.questions[place].label:
            self.renamed.emit(place, label)
        else:
            self.ticked.emit()

    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        asked = item.data(LABEL, ASKED)
        if isinstance(asked, Asked):
            self.asked_activated.emit(asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove with Delete, copy with Ctrl+C."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            lines = ["\t".join(item.text(c) for c in range(3)) for item in self.selectedItems()]
            QGuiApplication.clipboard().setText("\n".join(lines))
        else:
            super().keyPressEvent(event)
