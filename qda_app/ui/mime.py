"""What is dragged between the node tree and the transcript."""

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QMimeData

from qda_app.domain.text import Span

NODE_MIME = "application/x-qda-node"
SPAN_MIME = "application/x-qda-span"


def put_nodes(data: QMimeData, node_ids: Iterable[int]) -> None:
    """Write the ids of dragged nodes."""
    data.setData(NODE_MIME, QByteArray(",".join(map(str, node_ids)).encode()))


def nodes_of(data: QMimeData) -> list[int]:
    """Read the ids of dragged nodes; none when something else is dragged."""
    written = bytes(data.data(NODE_MIME).data()).decode(errors="replace")
    return [int(part) for part in written.split(",") if part.isdecimal()]


def put_span(data: QMimeData, span: Span) -> None:
    """Write the dragged passage's place in its source."""
    data.setData(SPAN_MIME, QByteArray(f"{span.start},{span.end}".encode()))


def span_of(data: QMimeData) -> Span | None:
    """Read the dragged passage's place; None when something else is dragged."""
    written = bytes(data.data(SPAN_MIME).data()).decode(errors="replace")
    start, _, end = written.partition(",")
    if not (start.isdecimal() and end.isdecimal()) or int(start) >= int(end):
        return None
    return Span(int(start), int(end))
