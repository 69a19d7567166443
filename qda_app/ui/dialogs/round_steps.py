"""Before a step that cannot be taken back: what it locks, and whether to take it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from qda_app.domain.amounts import codings_words
from qda_app.domain.messages import counted
from qda_app.domain.rounds import RESOLVING, Round
from qda_app.services.rounds.steps import Submission
from qda_app.ui.theme import LARGE, MEDIUM

NAMED = 8  # sources named one by one


class _Confirmation(QDialog):
    """Sentences, and two buttons of which the harmless one is the default."""

    def _ask(self, title: str, lines: list[str], doing: str, leaving: str) -> None:
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.said = QLabel("\n\n".join(filter(None, lines)))
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.do = buttons.addButton(doing, role.AcceptRole)
        leave = buttons.addButton(leaving, role.RejectRole)
        self.do.setAutoDefault(False)
        leave.setDefault(True)
        leave.setFocus()
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(self.said)
        layout.addWidget(buttons)


class SubmitDialog(_Confirmation):
    """Says how many codings are locked by submitting, and what is not marked done."""

    def __init__(self, name: str, found: Submission, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = [
            counted(
                "Submitting “{name}” locks {codings} in {coded} of 1 source.",
                "Submitting “{name}” locks {codings} in {coded} of {count} sources.",
                found.sources,
                name=name,
                codings=codings_words(found.codings),
                coded=found.coded,
            ),
            self.tr("Not marked done: {0}.").format(_named(found.unmarked))
            if found.unmarked
            else self.tr("Every source of the round is marked done."),
            self.tr("Without any coding of yours: {0}.").format(_named(found.uncoded))
            if found.uncoded
            else "",
            self.tr("This cannot be taken back: your codings in the round stay as they are."),
        ]
        title, doing = self.tr("Submit my work"), self.tr("Submit")
        self._ask(title, lines, doing, self.tr("Go on coding"))


class CloseDialog(_Confirmation):
    """Says what cannot change any more once a round is closed."""

    def __init__(self, one: Round, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = [
            self.tr("Closing “{0}” ends it for ever.").format(one.name),
            self.tr(
                "What was submitted and how disagreements were settled then stays as it is: no "
                "decision can be made, changed or undone in this round."
            ),
            ""
            if one.state == RESOLVING
            else self.tr("Nothing was settled by hand in this round yet."),
            self.tr("This cannot be taken back."),
        ]
        title, doing = self.tr("Close the round"), self.tr("Close it")
        self._ask(title, lines, doing, self.tr("Leave it open"))


def _named(names: tuple[str, ...]) -> str:
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return f"{shown} … +{more}" if more > 0 else shown
