"""How often words occur: counts of a text, and rows of many texts' counts put together."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qda_app.analysis.lemmas import WORD
from qda_app.domain.text import fold

Pieces = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Portion:
    """The words counted of one voice in one source; `case` is None where nobody is tied to it."""

    source: int
    case: int | None
    language: str
    words: Counter[str]
    column: str = ""


@dataclass(frozen=True, slots=True)
class WordRow:
    """One word (or lemma): how often, its share of all words, in how many sources and cases.

    `columns` has its count in each column asked for, `forms` the words counted with their counts,
    most frequent first.
    """

    word: str
    count: int
    share: float
    sources: int
    cases: int
    columns: tuple[int, ...]
    forms: tuple[tuple[str, int], ...]


def words_of(text: str, pieces: Pieces | None = None) -> Counter[str]:
    """Count the words of a text, or of its [start, end) pieces, in lower case."""
    if pieces is None:
        return Counter(WORD.findall(text.casefold()))
    counts: Counter[str] = Counter()
    for start, end in pieces:
        counts.update(WORD.findall(text[start:end].casefold()))
    return counts


class _Tally:
    """What is known of one row while it grows."""

    __slots__ = ("cases", "columns", "forms", "sources")

    def __init__(self) -> None:
        self.forms: Counter[str] = Counter()
        self.sources: set[int] = set()
        self.cases: set[int] = set()
        self.columns: Counter[str] = Counter()


def word_rows(
    portions: Iterable[Portion],
    word_of: Callable[[str, str], str | None],
    columns: Sequence[str] = (),
) -> tuple[list[WordRow], int]:
    """Return the rows, most frequent first, and the number of all words, left out or not.

    `word_of` gives, for a word and a language, the row it belongs to; None leaves it out. `columns`
    orders the portions' columns.
    """
    tallies: dict[str, _Tally] = {}
    total = 0
    for portion in portions:
        total += portion.words.total()
        for form, count in portion.words.items():
            word = word_of(form, portion.language)
            if word is None:
                continue
            tally = tallies.get(word)
            if tally is None:
                tally = tallies[word] = _Tally()
            tally.forms[form] += count
            tally.sources.add(portion.source)
            tally.columns[portion.column] += count
            if portion.case is not None:
                tally.cases.add(portion.case)
    rows = [_row(word, tally, total, columns) for word, tally in tallies.items()]
    rows.sort(key=lambda row: (-row.count, fold(row.word), row.word))
    return rows, total


def _row(word: str, tally: _Tally, total: int, columns: Sequence[str]) -> WordRow:
    count = tally.forms.total()
    return WordRow(
        word,
        count,
        count / total,
        len(tally.sources),
        len(tally.cases),
        tuple(tally.columns[column] for column in columns),
        tuple(tally.forms.most_common()),
    )
