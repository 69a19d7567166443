"""Coding by interview question: what interviewers ask again and again, and what is answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qda_app.analysis.lemmas import WORD, lemma
from qda_app.domain.text import Span
from qda_app.domain.transcript import Turn
from qda_app.services.commands.autocode import AutoCode, Target
from qda_app.services.commands.codings import in_vivo_name
from qda_app.services.reads import Reads
from qda_app.services.searching import Progress
from qda_app.services.shelf import Shelf

ALIKE = 0.5  # how much alike wordings are that count as one question
TOLD_APART = frozenset({"otro", "other", "others"})  # grammar elsewhere, content in a question


class Asked(NamedTuple):
    """One turn of an interviewer, without its label."""

    source: int
    name: str
    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """What was said, as a span."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Question:
    """Turns that ask the same, the most typical first; `label` names the question."""

    label: str
    members: tuple[Asked, ...]

    @property
    def sources(self) -> int:
        """In how many sources it is asked."""
        return len({asked.source for asked in self.members})


def recurring_questions(
    read: Reads,
    *,
    alike: float = ALIKE,
    least: int = 2,
    shelf: Shelf | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> list[Question]:
    """Return the questions asked in at least so many sources, those asked in most sources first.

    The label is the most frequent wording, of equally frequent ones the most typical.
    """
    from qda_app.analysis.questions import gathered
    from qda_app.analysis.stop_words import asking_words

    shelf = shelf or Shelf(read)
    asked = _asked(shelf, progress)
    wordings = [_content(turn.text, shelf.sources[turn.source].language) for turn in asked]
    groups = gathered(wordings, [turn.source for turn in asked], alike, asking_words())
    found = [question([asked[place] for place in group]) for group in groups]
    found = [each for each in found if each.sources >= least]
    return sorted(found, key=lambda each: (-each.sources, -len(each.members), each.label))


def question(members: Sequence[Asked], label: str = "") -> Question:
    """Return turns as one question, named by a label or by their most frequent wording."""
    counts: dict[str, int] = {}
    for asked in members:
        counts[asked.text] = counts.get(asked.text, 0) + 1
    usual = max(counts, key=lambda text: counts[text])
    return Question(label or " ".join(usual.split()), tuple(members))


def _asked(shelf: Shelf, progress: Progress) -> list[Asked]:
    found = []
    for number, source in enumerate(shelf.sources.values()):
        progress(number, len(shelf.sources), source.name)
        turns = [turn for turn in shelf.turns(source.id) if turn.interviewer]
        text = shelf.text(source.id) if turns else ""
        for turn in turns:
            start, end = _spoken(text, turn)
            if start < end:
                found.append(Asked(source.id, source.name, start, end, text[start:end]))
    return found


def _spoken(text: str, turn: Turn) -> tuple[int, int]:
    words = text[turn.words : turn.end]
    start = turn.words + len(words) - len(words.lstrip())
    return start, max(start, turn.words + len(words.rstrip()))


def _content(text: str, language: str) -> frozenset[str]:
    """Return the lemmas of a question without stop words and without stage directions."""
    from qda_app.analysis.stop_words import stop_words

    stop = stop_words(language)
    lemmas = {lemma(w, language): w.casefold() for w in WORD.findall(text) if not w.isdigit()}
    return frozenset(each for each, word in lemmas.items() if word not in stop) | (
        TOLD_APART & lemmas.keys()
    )


def answers(
    shelf: Shelf, questions: Sequence[Question], *, follow_ups: bool = False
) -> list[list[tuple[int, int, int]]]:
    """Return, for each question, the participants' turns that answer it as (source, start, end).

    An answer goes on until the interviewer speaks again; with `follow_ups` until the interviewer
    asks one of these questions.
    """
    asking = {
        (asked.source, asked.start): number
        for number, each in enumerate(questions)
        for asked in each.members
    }
    found: list[list[tuple[int, int, int]]] = [[] for _ in questions]
    for source in dict.fromkeys(asked.source for each in questions for asked in each.members):
        text = shelf.text(source)
        current: int | None = None
        answered = False
        for turn in shelf.turns(source):
            start, end = _spoken(text, turn)
            if turn.interviewer:
                asked = asking.get((source, start))
                # An interviewer's turn straight after the question goes on with it.
                if asked is not None or (answered and not follow_ups):
                    current, answered = asked, False
            elif current is not None and start < end:
                found[current].append((source, start, end))
                answered = True
    return found


def code_answers(
    shelf: Shelf,
    questions: Sequence[Question],
    *,
    parent: int | None = None,
    below: str = "",
    follow_ups: bool = False,
) -> AutoCode:
    """Return the command that codes the answers, one node for each question.

    The nodes are made below `parent`, in a node named `below` where one is given; questions with
    the same label share a node.
    """
    above = (below,) if below else ()
    places = answers(shelf, questions, follow_ups=follow_ups)
    targets = [
        Target(passages, parent, (*above, node_name(each.label)))
        for each, passages in zip(questions, places, strict=True)
        if passages
    ]
    return AutoCode(targets, targets[0].names[-1] if targets else "")


def node_name(label: str) -> str:
    """Return a question's label as the name of a node."""
    return in_vivo_name(label) or label.strip()


def merged(questions: Sequence[Question], chosen: Sequence[int]) -> list[Question]:
    """Return the questions with those at the chosen places joined at the first of them."""
    first, rest = chosen[0], set(chosen[1:])
    members = [asked for place in chosen for asked in questions[place].members]
    joined = Question(questions[first].label, tuple(members))
    return [
        joined if place == first else each
        for place, each in enumerate(questions)
        if place not in rest
    ]


def without(questions: Sequence[Question], leaving: Callable[[Asked], bool]) -> list[Question]:
    """Return the questions without the turns that leave; one that is left empty is left out."""
    kept = [
        Question(each.label, tuple(asked for asked in each.members if not leaving(asked)))
        for each in questions
    ]
    return [each for each in kept if each.members]
