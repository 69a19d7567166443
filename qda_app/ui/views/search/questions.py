"""Code by interview question: questions that recur are proposed, confirmed, and answers coded."""

from collections.abc import Collection, Iterable
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.amounts import in_sources, nodes_words
from qda_app.domain.messages import counted
from qda_app.services.interview_questions import (
    ALIKE,
    Asked,
    Question,
    answers,
    code_answers,
    merged,
    recurring_questions,
    without,
)
from qda_app.services.shelf import Shelf
from qda_app.ui.desk import Desk
from qda_app.ui.icons import dress
from qda_app.ui.number_boxes import number_box
from qda_app.ui.theme import LARGE, MEDIUM, SMALL
from qda_app.ui.views.compare.flow import FlowRow
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.search.empty import EmptyState
from qda_app.ui.views.search.finder import TEXTS
from qda_app.ui.views.search.lane import Lane, Progress
from qda_app.ui.views.search.question_tree import QuestionTree


def _together(*widgets: QWidget) -> QWidget:
    """Return the widgets in a row that is not broken."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SMALL)
    for widget in widgets:
        line.addWidget(widget)
    return row


class QuestionsPane(ProjectPage):
    """Proposed groups of questions, what can be done with them, and what coding them comes to."""

    name = "questions"
    kinds: ClassVar[frozenset[str]] = TEXTS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._shelf: Shelf | None = None
        self._lane = Lane(self)
        self._lane.failed.connect(desk.refused)
        self._rest = QTimer(self, singleShot=True, interval=200)
        self._rest.timeout.connect(self.propose)
        self.alike = QSlider(Qt.Orientation.Horizontal)
        self.least = number_box()
        self.tree = QuestionTree(desk.theme)
        self.merge = QPushButton(self.tr("Merge"))
        self.rename = QPushButton(self.tr("Rename"))
        self.take_out = QPushButton(self.tr("Take out"))
        self.below = QLineEdit(self.tr("Questions"))
        self.follow_ups = QCheckBox(self.tr("Answers go on after follow-up questions"))
        self.told = QLabel()
        self.apply = QPushButton(self.tr("Code the answers"))
        self.empty = EmptyState()
        self._set_up()
        self._lay_out()
        self._connect()

    def _set_up(self) -> None:
        self.alike.setRange(25, 90)
        self.alike.setValue(round(100 * ALIKE))
        self.alike.setFixedWidth(160)
        self.alike.setAccessibleName(self.tr("How much alike questions must be"))
        self.alike.setToolTip(self.tr("Further right, only questions worded more alike are joined"))
        self.least.setRange(1, 999)
        self.least.setValue(3)
        self.least.setAccessibleName(self.tr("Fewest sources that a question is asked in"))
        self.below.setAccessibleName(self.tr("Node above the questions"))
        self.below.setMaximumWidth(220)
        self.follow_ups.setToolTip(
            self.tr("An answer ends where the next of these questions is asked, not before")
        )
        self.told.setWordWrap(True)
        self.apply.setProperty("primary", True)  # noqa: FBT003
        self.merge.setToolTip(self.tr("Make one question of those selected"))
        self.rename.setToolTip(self.tr("Change the label, which becomes the node's name (F2)"))
        self.take_out.setToolTip(self.tr("Remove the selected wordings or questions (Delete)"))
        for button, icon in ((self.merge, "merge"), (self.rename, "edit"),
                             (self.take_out, "remove")):  # fmt: skip
            dress(button, icon, self.desk.theme)

    def _lay_out(self) -> None:
        first, where, last = FlowRow(), FlowRow(), QHBoxLayout()
        for widget in (
            _together(
                QLabel(self.tr("Worded alike: loosely")), self.alike, QLabel(self.tr("closely"))
            ),
            _together(QLabel(self.tr("Asked in at least")), self.least, QLabel(self.tr("sources"))),
            _together(self.merge, self.rename, self.take_out),
        ):
            first.add(widget)
        for widget in (_together(QLabel(self.tr("Below the node")), self.below), self.follow_ups):
            where.add(widget)
        last.setSpacing(SMALL)
        last.addWidget(self.told, 1)
        last.addWidget(self.apply)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        column.setSpacing(SMALL)
        column.addWidget(first)
        column.addWidget(self.stack, 1)
        column.addWidget(where)
        column.addLayout(last)

    def _connect(self) -> None:
        self.alike.valueChanged.connect(lambda _value: self._rest.start())
        self.least.valueChanged.connect(lambda _value: self._rest.start())
        self.tree.ticked.connect(self._tell)
        self.tree.renamed.connect(self._on_renamed)
        self.tree.itemSelectionChanged.connect(self._enable)
        self.tree.asked_activated.connect(lambda asked: self.desk.go_to(asked.source, asked.span))
        self.tree.removal_requested.connect(self.remove_selected)
        self.merge.clicked.connect(self.merge_selected)
        self.rename.clicked.connect(self.tree.edit_label)
        self.take_out.clicked.connect(self.remove_selected)
        self.follow_ups.toggled.connect(lambda _on: self._tell())
        self.apply.clicked.connect(self.code)

    def refresh(self) -> None:
        """Take the texts as they are now and propose anew."""
        self._lane.stop()
        self._shelf = Shelf(self.project.read)
        self.propose()

    def propose(self) -> None:
        """Gather the questions beside the desktop's work; what was changed by hand is dropped."""
        shelf = self._shelf
        if shelf is None:
            return
        alike, least = self.alike.value() / 100, self.least.value()

        def work(progress: Progress) -> list[Question]:
            return recurring_questions(
                shelf.read, alike=alike, least=least, shelf=shelf, progress=progress
            )

        self._lane.start(work, self.show_questions)

    def show_questions(
        self,
        questions: list[Question],
        chosen: Iterable[int] = (),
        off: Collection[str] = (),
    ) -> None:
        """Show questions, ticked but for those with a label in `off`."""
        count = len(self._shelf.sources) if self._shelf is not None else 0
        self.tree.show_questions(questions, count, chosen, off)
        if questions:
            self.stack.setCurrentWidget(self.tree)
        else:
            self.empty.say(
                self.tr("No question recurs"),
                self.tr(
                    "Questions are gathered from what interviewers say. Lower the number of "
                    "sources or ask for less likeness, and check in the sources who the "
                    "interviewer is."
                ),
            )
            self.stack.setCurrentWidget(self.empty)
        self._tell()
        self._enable()

    def _enable(self) -> None:
        groups, turns = self.tree.selected()
        self.merge.setEnabled(len(groups) > 1)
        self.rename.setEnabled(len(groups) == 1)
        self.take_out.setEnabled(bool(groups or turns))

    def _tell(self) -> None:
        """Say what coding the ticked questions would come to."""
        questions = self.tree.ticked_questions()
        if self._shelf is None:
            return
        found = answers(self._shelf, questions, follow_ups=self.follow_ups.isChecked())
        places = [place for each in found for place in each]
        many = counted("1 answer", "{count} answers", len(places))
        where = in_sources(many, len({source for source, _start, _end in places}))
        text = f"{where}, {nodes_words(sum(bool(each) for each in found))}"
        who = self.project.viewer_id is not None
        if not who:
            text += " · " + self.tr("Choose who is coding before you apply it.")
        self.told.setText(text)
        self.tree.show_answers({id(q): len(a) for q, a in zip(questions, found, strict=True)})
        self.apply.setEnabled(bool(places) and who)

    def _on_renamed(self, place: int, label: str) -> None:
        questions = list(self.tree.questions)
        questions[place] = Question(label.strip() or questions[place].label,
                                    questions[place].members)  # fmt: skip
        self.tree.replace(questions)
        self._tell()

    def merge_selected(self) -> None:
        """Make one question of those selected."""
        groups, _turns = self.tree.selected()
        if len(groups) > 1:
            off = self.tree.unticked()
            self.show_questions(merged(self.tree.questions, groups), [groups[0]], off)

    def remove_selected(self) -> None:
        """Take selected wordings out of their questions, and selected questions off the list."""
        groups, turns = self.tree.selected()
        gone: set[Asked] = set(turns)
        kept = [q for place, q in enumerate(self.tree.questions) if place not in groups]
        off = self.tree.unticked()
        self.show_questions(without(kept, lambda asked: asked in gone), off=off)

    def code(self) -> None:
        """Code the answers to the ticked questions as one step."""
        if self._shelf is None:
            return
        command = code_answers(
            self._shelf,
            self.tree.ticked_questions(),
            below=" ".join(self.below.text().split()),
            follow_ups=self.follow_ups.isChecked(),
        )
        self.desk.run(command)

    def stop(self) -> None:
        """Gather nothing any more."""
        self._rest.stop()
        self._lane.stop()
        self._shelf = None
