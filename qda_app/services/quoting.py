"""Coded passages as quotations, chosen by coders and nodes as the command line names them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from qda_app.domain.messages import say
from qda_app.services.counted_text import WHOLE, statement
from qda_app.services.paper.quotation_documents import Choices
from qda_app.services.paper.quotation_files import Written, write_quotes
from qda_app.services.paper.quotes import basket, quotes_of
from qda_app.services.reads import Reads
from qda_app.services.retrieval import retrieve
from qda_app.services.selection import chosen_coders, chosen_nodes

Progress = Callable[[int, int, str], None]


def write_excerpts(
    read: Reads,
    target: Path,
    coders: Sequence[str] | None = None,
    nodes: Sequence[str] | None = None,
    choices: Choices | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> Written:
    """Write the coded passages as the target's ending asks for.

    `coders` are names and `nodes` paths, None for all; a node brings the nodes below it along.
    Quotations are whole codings, interviewer's words included where they were coded.
    """
    people = chosen_coders(read, coders)
    wanted = chosen_nodes(read.tree(), nodes)
    found = retrieve(read, wanted, coders=[coder.id for coder in people], merge_same=True)
    shown = [
        say("Codings of: {names}.", names=", ".join(coder.name for coder in people)),
        say("Each passage is quoted whole ({text}).", text=statement(WHOLE)),
    ]
    quotes = quotes_of(read, found)
    return write_quotes(read, quotes, target, choices, shown=shown, progress=progress)


def write_basket(
    read: Reads,
    target: Path,
    choices: Choices | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> Written:
    """Write the quotations chosen for the paper in their order; what cannot be used is said."""
    quotes, problems = basket(read)
    shown = [say("Quotations chosen for the paper."), *problems]
    return write_quotes(read, quotes, target, choices, shown=shown, progress=progress)
