"""Retrieved excerpts as files: documents of quotations, or tables."""

from collections.abc import Callable, Sequence
from pathlib import Path

from qda_app.services.paper.quotation_documents import Choices
from qda_app.services.paper.quotation_files import KINDS, Written, write_quotes
from qda_app.services.paper.quotes import quotes_of
from qda_app.services.paper.spoken import said_text
from qda_app.services.reads import Reads
from qda_app.services.retrieval.excerpts import Excerpt

__all__ = ["KINDS", "write_retrieved"]


def write_retrieved(
    read: Reads,
    excerpts: Sequence[Excerpt],
    target: Path,
    *,
    shown: str = "",
    choices: Choices | None = None,
    progress: Callable[[int, int, str], None] = lambda _done, _of, _name: None,
) -> Written:
    """Write excerpts as the target's ending asks for.

    `shown` says in words what was retrieved. Each stands once at every node behind it.
    """
    choices = choices or Choices()
    said = [*([shown] if shown else []), said_text(choices.text)]
    quotes = quotes_of(read, excerpts, choices.text)
    return write_quotes(read, quotes, target, choices, shown=said, progress=progress)
