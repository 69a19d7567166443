"""Coded passages as quotations, chosen by coders and nodes as the command line names them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.query import Query
from qda_app.services.paper.quotation_documents import Choices
from qda_app.services.paper.quotation_files import Written, write_quotes
from qda_app.services.paper.quotes import basket, quotes_of
from qda_app.services.paper.spoken import said_text
from qda_app.services.reads import Reads
from qda_app.services.retrieval.excerpts import retrieve
from qda_app.services.retrieval.queries import evaluate
from qda_app.services.retrieval.query_json import from_json
from qda_app.services.retrieval.query_words import in_words
from qda_app.services.selection import chosen_coders, chosen_nodes, hidden_words

Progress = Callable[[int, int, str], None]


def write_excerpts(
    read: Reads,
    target: Path,
    coders: Sequence[str] | None = None,
    nodes: Sequence[str] | None = None,
    choices: Choices | None = None,
    progress: Progress = lambda _done, _of, _name: None,
    query: str | None = None,
) -> Written:
    """Write the coded passages as the target's ending asks for.

    `coders` are names and `nodes` paths, None for all; a node brings the nodes below it along.
    Quotations are whole codings, `choices.text` of them; with `query`, the name of a saved one, the
    passages that it finds.
    """
    choices = choices or Choices()
    people = chosen_coders(read, coders)
    whose = [coder.id for coder in people]
    shown = [say("Codings of: {names}.", names=", ".join(coder.name for coder in people))]
    shown += filter(None, [hidden_words(read)])
    if query is None:
        wanted = chosen_nodes(read.tree(), nodes)
        found = retrieve(read, wanted, coders=whose, merge_same=True)
        shown.append(say("Each coded passage is quoted."))
    else:
        asked = saved_query(read, query)
        found = evaluate(read, asked, coders=whose)
        shown.append(in_words(asked, read.tree()))
    shown.append(said_text(choices.text))
    quotes = quotes_of(read, found, choices.text)
    return write_quotes(read, quotes, target, choices, shown=shown, progress=progress)


def saved_query(read: Reads, name: str) -> Query:
    """Return a saved query by its name, or refuse one that is not there."""
    saved = read.saved_queries()
    found = next((each for each in saved if each.name == name), None)
    if found is None:
        known = ", ".join(each.name for each in saved) or say("none")
        raise QdaError(
            say("There is no saved query “{name}”. There are: {known}.", name=name, known=known)
        )
    return from_json(found.definition, read.tree())


def write_basket(
    read: Reads,
    target: Path,
    choices: Choices | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> Written:
    """Write the quotations chosen for the paper in their order; what cannot be used is said."""
    choices = choices or Choices()
    quotes, problems = basket(read, choices.text)
    shown = [say("Quotations chosen for the paper."), said_text(choices.text)]
    return write_quotes(
        read, quotes, target, choices, shown=shown, problems=problems, progress=progress
    )
