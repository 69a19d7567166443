"""What stands beside a disputed passage: definitions, what was decided, the discussion."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.disagreements import CAUSES, Item
from qda_app.domain.source import Memo
from qda_app.services.reconciling.reconciling import Reconciliation, cause_words, outcome_words
from qda_app.ui.theme import MEDIUM, SMALL, Theme

DISCUSSION = "disagreement"  # the kind of memos on an item


class Side(QWidget):
    """Definition cards, the decision with cause and note, and notes of the discussion."""

    cause_said = Signal(str)
    note_written = Signal(str)
    definition_wanted = Signal(int)  # a node

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.card = self._label(self.tr("Definition"))
        self.card.setOpenExternalLinks(False)
        self.card.linkActivated.connect(lambda link: self.definition_wanted.emit(int(link)))
        self.verdict = self._label(self.tr("Decision"))
        self.cause = QComboBox()
        self.cause.setAccessibleName(self.tr("Cause"))
        for cause in CAUSES:
            self.cause.addItem(cause_words(cause), cause)
        self.cause.activated.connect(lambda _row: self.cause_said.emit(self.cause.currentData()))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Why (kept with the next decision) · T"))
        self.reason.setAccessibleName(self.tr("Reason of the decision"))
        self.talk = self._label(self.tr("Discussion"))
        self.note = QPlainTextEdit()
        self.note.setPlaceholderText(self.tr("Your note for the discussion"))
        self.note.setAccessibleName(self.tr("Your note for the discussion"))
        self.note.setTabChangesFocus(True)
        self.note.setMaximumHeight(84)
        self.keep = QPushButton(self.tr("Keep note"))
        self.keep.clicked.connect(lambda: self.note_written.emit(self.note.toPlainText()))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(MEDIUM, 0, MEDIUM, MEDIUM)
        column.setSpacing(SMALL)
        for title, *widgets in (
            (self.tr("DEFINITION"), self.card),
            (self.tr("CAUSE AND DECISION"), self.cause, self.verdict, self.reason),
            (self.tr("DISCUSSION"), self.talk, self.note, self.keep),
        ):
            heading = QLabel(title)
            heading.setProperty("role", "muted")
            column.addSpacing(SMALL)
            column.addWidget(heading)
            for widget in widgets:
                column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(self.tr("Definitions, decision and discussion"))
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def _label(self, name: str) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setAccessibleName(name)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        return label

    def show_item(
        self,
        of: Reconciliation,
        item: Item | None,
        notes: list[Memo],
        mine: str,
        names: dict[int, str],
    ) -> None:
        """Show an item; `names` are how its coders are called at the moment."""
        self.setEnabled(item is not None)
        if item is None:
            for label in (self.card, self.verdict, self.talk):
                label.clear()
            self.note.clear()
            return
        self.card.setText("<p>&nbsp;</p>".join(self._card(of, node) for node in item.nodes))
        self.cause.setCurrentIndex(self.cause.findData(of.cause(item)))
        self.verdict.setText(self._verdict(of, item, names))
        self.talk.setText(self._talk(notes, names))
        if self.note.toPlainText() != mine:
            self.note.setPlainText(mine)
        self.reason.clear()

    def _card(self, of: Reconciliation, node: int) -> str:
        found = of.tree.by_id.get(node)
        if found is None:
            return escape(of.path(node))
        lines = [f"<b>{escape(found.name)}</b> <span>{escape(of.path(node))}</span>"]
        for title, text in (
            ("", found.short),
            ("", found.definition),
            (self.tr("Use when"), found.use_when),
            (self.tr("Not when"), found.not_when),
            (self.tr("Example"), found.example),
        ):
            if text:
                lead = f"<i>{escape(title)}:</i> " if title else ""
                lines.append(lead + escape(text).replace("\n", "<br>"))
        if len(lines) == 1:
            lines.append(escape(self.tr("Not defined yet.")))
        accent = self._theme.tokens.accent
        link = f"<a style='color:{accent}' href='{node}'>{escape(self.tr('Edit definition…'))}</a>"
        return "".join(f"<p style='margin:0 0 4px 0'>{line}</p>" for line in [*lines, link])

    def _verdict(self, of: Reconciliation, item: Item, names: dict[int, str]) -> str:
        found, before = of.decision(item), of.earlier(item)
        if found is None and before is None:
            return escape(self.tr("Not decided yet."))
        if found is None and before is not None:
            words = self.tr("Open again: codings came after it was decided ({0}).")
            return escape(words.format(outcome_words(before.outcome)))
        assert found is not None  # noqa: S101
        outcome = outcome_words(found.outcome)
        if found.accepted is not None:
            outcome += f": {names.get(found.accepted, '?')}"
        by = of.names.get(found.coder or 0, self.tr("owner"))
        lines = [f"<b>{escape(outcome)}</b>", escape(f"{by} · {found.made[:16].replace('T', ' ')}")]
        if found.note:
            lines.append(f"“{escape(found.note)}”")
        return "<br>".join(lines)

    def _talk(self, notes: list[Memo], names: dict[int, str]) -> str:
        if not notes:
            return escape(self.tr("No notes yet."))
        return "".join(
            f"<p style='margin:0 0 6px 0'><b>{escape(self._who(memo, names))}</b> "
            f"{escape(memo.written[:10])}<br>{escape(memo.text)}</p>"
            for memo in notes
        )

    def _who(self, memo: Memo, names: dict[int, str]) -> str:
        if memo.coder_id is None:
            return self.tr("owner")
        return names.get(memo.coder_id, memo.coder)
