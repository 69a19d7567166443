"""What a paper puts around a speaker's words: marks, [emphasis added], the full stop.

The rules are those of the Publication Manual of the APA (7th edition, 8.26 to 8.31), as far as they
leave every code point of the words as it is:

- Fewer than 40 words stand in the sentence, in the marks of the paper's language: “…” in English,
  «…» in Spanish. The manual turns double marks within such words into single ones, which would
  change them. So words that hold the outer marks get a pair that does not clash with them, if their
  language has one (in Spanish “…” around words with «…», and the other way round), else they are
  set apart like a block, where the manual leaves double marks within the words as they are.
- The full stop of the sentence stands behind the attribution in parentheses: “words” (P1). So it
  does behind the speaker's own question or exclamation mark: “words?” (P1). The manual takes the
  words' own full stop away; here it stays in the marks, and none is added: “words.” (P1)
  So it does before what is told of the words: “words. [sic]” (P1)
- A quotation set apart has no marks, and no full stop behind its attribution.
- [emphasis added] stands directly behind each stretch of words that was put in italics.
"""

from collections.abc import Iterable, Sequence

from qda_app.domain.messages import say
from qda_app.domain.quotation import Run

_DOUBLE = frozenset('“”„‟"\N{FULLWIDTH QUOTATION MARK}')
_ANGLED = frozenset("«»")
_PAIRS = (("“", "”", _DOUBLE), ("«", "»", _ANGLED))
_STOPS = (".", "…", "。", "۔", "।")
_CLOSERS = "“”\"»«’'\N{RIGHT-TO-LEFT MARK}\N{LEFT-TO-RIGHT MARK}"


def marks_for(runs: Iterable[Run]) -> tuple[str, str] | None:
    """Return the marks around words in a sentence, None where no pair of the language fits."""
    text = "".join(run.text for run in runs)
    usual = say("“ ”").split()
    pairs = _PAIRS[:1] if usual[0] == "“" else _PAIRS[::-1]
    return next(
        ((opening, closing) for opening, closing, same in pairs if not same.intersection(text)),
        None,
    )


def stop_after(runs: Sequence[Run], attribution: str) -> str:
    """Return the full stop behind an attribution in parentheses, unless the words end in one."""
    text, told = "".join(run.text for run in runs).rstrip(), ("[sic]", say("[emphasis added]"))
    while text.endswith(told):
        text = text[: text.rindex("[")].rstrip()
    text = text.rstrip(_CLOSERS)
    return "." if attribution.endswith(")") and not text.endswith(_STOPS) else ""


def emphasis_told(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs with [emphasis added] directly behind each stretch in italics.

    Brackets and space within a stretch do not end it; the words stay the same runs.
    """
    found: list[Run] = []
    for n, run in enumerate(runs):
        found.append(run)
        spoken = (r for r in runs[n + 1 :] if not r.added and r.text.strip())
        if not run.italic or not run.text.strip() or next(spoken, Run("")).italic:
            continue
        before = "" if run.text[-1:].isspace() else " "
        following = runs[n + 1].text[:1] if n + 1 < len(runs) else ""
        behind = " " if following.isalnum() else ""
        found.append(Run(f"{before}{say('[emphasis added]')}{behind}", added=True))
    return tuple(found)
