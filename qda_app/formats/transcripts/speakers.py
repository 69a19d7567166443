"""Turns in a plain text: candidates for labels weighed over the whole document."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from qda_app.domain.transcript import Turn
from qda_app.formats.transcripts.labels import Label, find_labels, looks_like_name
from qda_app.formats.transcripts.reading import Voice
from qda_app.formats.transcripts.roles import is_role, mark_interviewer, only_questions, words_of

INTERVIEWER = "Interviewer"
PARTICIPANT = "Participant"
_DASH = re.compile(r"[ \t]*(?:[—–―]|-(?=[ \t]))[ \t]*")
_SPEECH = re.compile(r"[.?!…]['\"”»)]*\s*$")


def recognise(text: str) -> tuple[Turn, ...]:
    """Return who speaks where in the text, in code points; nothing where that is uncertain."""
    labels, lines = find_labels(text)
    chosen = _timed(labels) or _inline(text, labels, lines)
    if not chosen:
        return _dialogue(text)
    names: dict[str, str] = {}
    for label in chosen:
        names.setdefault(label.key, label.name)
    voices = [Voice(x.start, x.words, names[x.key], x.seconds) for x in chosen]
    return turns_between(text, voices)


def turns_between(text: str, voices: Sequence[Voice]) -> tuple[Turn, ...]:
    """Return one turn per label, each lasting until the next, surrounding white space trimmed."""
    turns = []
    for voice, following in zip(voices, [*voices[1:], None], strict=True):
        limit = following.start if following else len(text)
        words = min(voice.words, limit)
        said = text[words:limit]
        words += len(said) - len(said.lstrip())
        end = limit - (len(said) - len(said.rstrip()))
        if not said.strip():
            words = end = voice.start + len(text[voice.start : limit].rstrip())
        turns.append(Turn(voice.start, words, end, voice.speaker, seconds=voice.seconds))
    return mark_interviewer(text, turns)


def _timed(labels: Sequence[Label]) -> list[Label]:
    """Return the labels of a transcript that gives each speaker's name beside a time."""
    for style in ("range", "heading"):
        found = [x for x in labels if x.style == style and looks_like_name(x)]
        counts = Counter(x.key for x in found)
        again = [x for x in found if counts[x.key] > 1]
        inline = sum(x.style == "inline" for x in labels)
        if style == "range" and len(again) * 2 < len(found):
            continue
        if len(again) >= 2 and len(found) >= 3 and len(again) * 3 >= inline:
            return found
        if _short_and_timed(found) and not inline and style == "heading":
            return found
    return []


def _short_and_timed(found: Sequence[Label]) -> bool:
    """Say whether a handful of headings begins the text and runs forward in time."""
    seconds = [x.seconds for x in found if x.seconds is not None]
    forward = all(a <= b for a, b in pairwise(seconds))
    apart = all(b.line - a.line > 1 for a, b in pairwise(found))
    return len(found) >= 2 and found[0].line <= 2 and forward and apart


def _inline(text: str, labels: Sequence[Label], lines: int) -> list[Label]:
    """Return the labels that stand before what is said, if the document bears them out."""
    begins = _after_facts(text, labels)
    labels = [x for x in labels if x.style == "inline" and x.line >= begins]
    if not labels:
        return []
    counts = Counter(x.key for x in labels)
    bearing = {x.key for x in labels if _bears(x, counts[x.key], len(labels))}
    again = {key for key in bearing if counts[key] > 1}
    first = next((x for x in labels if x.key in again), labels[0])
    dense = not again or len(labels) / max(1, lines - first.line) >= 0.3
    stems = {_stem(key) for key in again} - {""}
    chosen = [
        x
        for x in labels
        if x.key in again
        or ((dense or is_role(x.key) or _stem(x.key) in stems) and _belongs(text, x, first))
    ]
    if only_questions(x.key for x in chosen):
        return []
    return chosen if chosen and _convinces(text, chosen, again, lines) else []


def _bears(label: Label, count: int, total: int) -> bool:
    """Say whether a label is written like a name, or recurs too often to be chance."""
    least, share = (5, 5) if " " in label.key else (3, 10)
    often = count >= least and count * share >= total
    return often or looks_like_name(label)


def _stem(key: str) -> str:
    """Return what numbered labels such as P1 and P2 have in common; nothing for other labels."""
    return "".join(words_of(key)) if any(c.isdigit() for c in key) else ""


def _belongs(text: str, label: Label, first: Label) -> bool:
    """Say whether a label that occurs once is a speaker's all the same."""
    if not looks_like_name(label):
        return False
    return label.start >= first.start or _speech(text, label)


def _convinces(text: str, chosen: Sequence[Label], again: set[str], lines: int) -> bool:
    """Say whether the chosen labels make the document a transcript."""
    keys = {x.key for x in chosen}
    count = len(chosen)
    share = count / max(1, lines - chosen[0].line)
    role = any(is_role(key) for key in keys)
    spoken = sum(_speech(text, x) for x in chosen) / count
    if not role and spoken < 0.3:  # entries of a record, not sentences
        return False
    if len(again) >= 2:
        return role or count >= 6 or share >= 0.1
    if len(again) == 1 and len(keys) >= 2:
        return count >= 3 and (share >= 0.3 or (role and share >= 0.05))
    if len(again) == 1:
        return count >= 3 and (role or share >= 0.5)
    asks = "?" in _said(text, chosen[0])
    named = any(is_role(key) and len(words_of(key)[0]) > 1 for key in keys)
    return len(keys) >= 2 and min(share, spoken) >= 0.5 and (named or asks)


def _after_facts(text: str, labels: Sequence[Label]) -> int:
    """Return the line behind a record of facts (`Date: …`) that precedes the interview, or 0."""
    begins = 0
    for label in labels:
        if label.line > 15 or (label.style != "fact" and _speech(text, label)):
            break
        if label.style == "fact":
            begins = label.line + 1
    return begins


def _said(text: str, label: Label) -> str:
    """Return what stands behind the label on its line."""
    end = text.find("\n", label.words)
    return text[label.words : end if end >= 0 else len(text)]


def _speech(text: str, label: Label) -> bool:
    """Say whether what follows a label reads as something said and not as an entry in a form."""
    said = _said(text, label)
    return not said.strip() or bool(_SPEECH.search(said)) or len(said.split()) >= 10


def _dialogue(text: str) -> tuple[Turn, ...]:
    """Return the turns of lines with dashes, if the first speaker is clearly the one who asks."""
    voices: list[Voice] = []
    at = other = 0
    for line in text.split("\n"):
        match = _DASH.match(line)
        if match and match.end() < len(line):
            start = at + len(line) - len(line.lstrip())
            speaker = (INTERVIEWER, PARTICIPANT)[len(voices) % 2]
            voices.append(Voice(start, at + match.end(), speaker))
        elif voices and line.strip():
            other += 1
        at += len(line) + 1
    if len(voices) < 4 or other > len(voices):
        return ()
    asks = ["?" in text[v.words : w.start] for v, w in pairwise(voices)]
    asks.append("?" in text[voices[-1].words :])
    first, second = asks[::2], asks[1::2]
    if sum(first) < 0.6 * len(first) or sum(second) > 0.25 * len(second):
        return ()
    return tuple(
        Turn(t.start, t.words, t.end, t.speaker, t.speaker == INTERVIEWER)
        for t in turns_between(text, voices)
    )
