"""Decisions in words, as the command line and scripts give them."""

from qda_app.domain.disagreements import ACCEPT, ADJUST, ANOTHER, BOTH, DEFER, NEITHER, Item
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.text import Span
from qda_app.services.commands.decisions import Decide
from qda_app.services.reads import Reads
from qda_app.services.reconciling.reconciling import Reconciliation, item_named
from qda_app.services.rounds.rounds import round_named
from qda_app.services.selection import chosen_nodes
from qda_app.services.viewpoint import named


def item_anywhere(read: Reads, key: str, round_name: str | None) -> tuple[Reconciliation, Item]:
    """Return the item with this key and its round's reconciliation, the newest round first.

    Raises QdaError where no round that may be settled has it.
    """
    if round_name is not None:
        found = Reconciliation(read, round_named(read, round_name))
        return found, item_named(found, key)
    for one in reversed([one for one in read.rounds() if one.basis]):
        found = Reconciliation(read, one)
        if any(item.key.startswith(key.strip().lower()) for item in found.everything):
            return found, item_named(found, key)
    raise QdaError(
        say("There is no item “{key}” in any round. `disagreements` lists them.", key=key)
    )


def decision_from_words(
    read: Reads,
    of: Reconciliation,
    item: Item,
    action: str,
    node: str | None = None,
    span: str | None = None,
    note: str = "",
    cause: str = "",
) -> Decide:
    """Return the command for an action: `accept:Ana`, `b`, `both`, `adjust:10:25`, `another:A > B`.

    A letter stands for the first, second … coder of the round. `node` is a path and `span` two
    offsets such as `10:25`, where the action itself does not say them. Raises QdaError for what
    does not exist.
    """
    word, _colon, more = (part.strip() for part in action.partition(":"))
    word = word.lower()
    if len(word) == 1 and word.isalpha():
        word, more = ACCEPT, word
    if word not in {ACCEPT, BOTH, NEITHER, ADJUST, ANOTHER, DEFER}:
        raise QdaError(
            say(
                "The action is accept:CODER, both, neither, adjust, another or defer, "
                "not “{word}”.",
                word=action,
            )
        )
    if word == ADJUST:
        span = span or more or None
        if span is None:
            raise QdaError(say("Say where the passage begins and ends: adjust:START:END."))
    elif word == ANOTHER:
        node = node or more or None
    coder = _coder(read, of, more) if word == ACCEPT else None
    chosen = None
    if node is not None:
        chosen = chosen_nodes(read.tree(), [node])[0]
    return Decide(
        of.round.id,
        item,
        word,
        coder,
        _span(span),
        chosen,
        note,
        cause,
        of.path(item.node),
    )


def _coder(read: Reads, of: Reconciliation, who: str) -> int:
    """Return the coder of that name, or by a letter the first, second … of the round."""
    known = [coder for coder in read.coders() if coder.id in of.coders]
    place = ord(who.lower()) - ord("a") if len(who) == 1 else -1
    if 0 <= place < len(of.coders) and who.casefold() not in {c.name.casefold() for c in known}:
        return of.coders[place]
    return named(known, who).id


def _span(words: str | None) -> Span | None:
    if words is None:
        return None
    start, _colon, end = words.partition(":")
    if not (start.strip().isdecimal() and end.strip().isdecimal() and int(start) < int(end)):
        raise QdaError(say("A passage is given as START:END in characters, such as 120:180."))
    return Span(int(start), int(end))
