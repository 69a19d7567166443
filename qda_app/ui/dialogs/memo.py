"""Asking for the person's own memo on something."""

from PySide6.QtWidgets import QInputDialog, QWidget

from qda_app.domain.text import Span
from qda_app.services.commands.memos import WriteMemo, WriteSpanMemo
from qda_app.ui.desk import Desk


def ask_memo(desk: Desk, guid: str, kind: str, title: str, words: str, parent: QWidget) -> None:
    """Ask for the memo on the row with this GUID and keep it; an empty one removes it."""
    old = desk.project.read.own_memo(guid, kind)
    text, accepted = QInputDialog.getMultiLineText(parent, title, words, old)
    if accepted and text != old:
        desk.run(WriteMemo(guid, kind, text))


def ask_span_memo(desk: Desk, source: int, span: Span, title: str, parent: QWidget) -> None:
    """Ask for a memo on a passage and keep it."""
    text, accepted = QInputDialog.getMultiLineText(parent, title, "", "")
    if accepted:
        desk.run(WriteSpanMemo(source, span.start, span.end, text))
