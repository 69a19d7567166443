"""How fast the transcript view is with 1,000,000 characters and 10,000 codings,
in many turns and in one single paragraph."""

import random
import statistics
import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from qda_app.domain.transcript import Turn
from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.view import TranscriptView

CHARACTERS, MARKS = 1_000_000, 10_000
WORDS = ["antes", "uno", "cerraba", "la", "puerta", "nadie", "sabía", "lo", "que", "pasaba", "ahí"]
COLORS = ("blue", "orange", "green+1", "violet", "teal", "#804020", "", "pink-soft")


def study(characters: int = CHARACTERS, count: int = MARKS) -> tuple[str, list[Turn], list[Mark]]:
    """Return a text with turns, an emoji now and then, and codings by three coders."""
    draw = random.Random(7)
    parts, turns, at = [], [], 0
    while at < characters:
        speaker = "Entrevistador" if len(parts) % 2 == 0 else "Directora"
        said = " ".join(draw.choices(WORDS, k=draw.randint(8, 140)))
        said += " 🙂" if draw.random() < 0.1 else ""
        label = f"{speaker}: "
        end = at + len(label) + len(said)
        turns.append(Turn(at, at + len(label), end, speaker, speaker[0] == "E", at / 15))
        parts.append(f"{label}{said}\n")
        at = end + 1
    text = "".join(parts)
    marks = []
    for number in range(count):
        start = draw.randrange(len(text) - 1000)
        end = start + draw.randint(20, 600)
        node, coder = draw.randrange(60), draw.randrange(3)
        marks.append(
            Mark(number, node, f"Node {node}", COLORS[node % 8], coder, f"C{coder}", start, end)
        )
    return text, turns, marks


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work took until everything was painted."""
    begin = time.perf_counter()
    work()
    QApplication.processEvents()
    return (time.perf_counter() - begin) * 1000


def press(view: TranscriptView, key: Qt.Key) -> None:
    """Press a key in the view."""
    view.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))


def unbroken() -> tuple[str, list[Turn], list[Mark]]:
    """Return the same study as one single paragraph that nobody is named in."""
    text, _, marks = study()
    return text.replace("\n", " "), [], marks


def measured(name: str, made: tuple[str, list[Turn], list[Mark]]) -> list[tuple[str, float, str]]:
    """Measure showing, paging, scrolling, filtering and coding one source."""
    app = QApplication.instance() or QApplication([])
    theme = Theme()
    theme.apply(app, "light")  # type: ignore[arg-type]
    text, turns, marks = made
    view = TranscriptView(theme)
    view.resize(1600, 1000)
    view.show()
    view.setFocus()
    app.processEvents()
    shows = [milliseconds(lambda: view.show_source(text, turns, marks)) for _ in range(5)]
    pages = sorted(milliseconds(lambda: press(view, Qt.Key.Key_PageDown)) for _ in range(300))
    bar = view.verticalScrollBar()
    wheel = sorted(milliseconds(lambda: bar.setValue(bar.value() + 3)) for _ in range(300))
    view.scroll_to(500_000)
    app.processEvents()
    steps = [milliseconds(lambda: press(view, Qt.Key.Key_Right)) for _ in range(100)]
    adds = []
    for number in range(200):
        start = view.top_position() + 40 + number
        mark = Mark(50_000 + number, 3, "Node 3", "violet", 1, "C1", start, start + 90)
        adds.append(milliseconds(lambda mark=mark: view.add_marks([mark])))
    removes = [milliseconds(lambda n=n: view.remove_marks([50_000 + n])) for n in range(200)]
    some = frozenset(range(0, 60, 2))
    filters = [
        milliseconds(lambda n=n: view.set_filter(some if n % 2 else None, None)) for n in range(10)
    ]
    theme_change = milliseconds(lambda: theme.apply(app, "dark"))  # type: ignore[arg-type]
    view.close()
    return [
        (f"{name}: show until painted", statistics.median(shows), "ms, median of 5"),
        (f"{name}: page down", pages[len(pages) * 95 // 100], "ms, p95 of 300"),
        (f"{name}: page down", statistics.median(pages), "ms, median of 300"),
        (f"{name}: wheel step", wheel[len(wheel) * 95 // 100], "ms, p95 of 300"),
        (f"{name}: caret one character on", statistics.median(steps), "ms, median of 100"),
        (f"{name}: add one mark", statistics.median(adds), "ms, median of 200"),
        (f"{name}: add one mark", sorted(adds)[190], "ms, p95 of 200"),
        (f"{name}: remove one mark", statistics.median(removes), "ms, median of 200"),
        (f"{name}: filter by node", statistics.median(filters), "ms, median of 10"),
        (f"{name}: change of theme", theme_change, "ms, once"),
    ]


def run() -> list[tuple[str, float, str]]:
    """Measure a source of many turns, and one of a single paragraph."""
    return [*measured("transcript", study()), *measured("one paragraph", unbroken())]


if __name__ == "__main__":
    for name, value, note in run():
        print(f"{name:34} {value:9.2f} {note}")
