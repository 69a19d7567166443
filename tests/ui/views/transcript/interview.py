"""A made-up interview with an emoji, a turn of two paragraphs, and many more of one."""

from qda_app.domain.transcript import Turn
from qda_app.ui.views.transcript.marks import Mark

INTERVIEW = (
    "Entrevistador: ¿Y qué cambió?\n"
    "Directora: Antes 🙂 uno cerraba la puerta. Ahora entro y miro.\n"
    "Sigue la directora en otro párrafo.\n"
    "Entrevistador: ¿Y el tiempo?\n"
    "Directora: No había tiempo 👩🏽‍🏫 para nada.\n"
) + "".join(f"Directora: párrafo {n} con algo más que decir sobre el tiempo.\n" for n in range(60))


def interview_turns() -> list[Turn]:
    """Return who speaks where; the second paragraph of a turn has no label."""
    found: list[Turn] = []
    at = 0
    for line in INTERVIEW.splitlines():
        name, label, _ = line.partition(": ")
        if label:
            words = at + len(name) + len(label)
            found.append(Turn(at, words, at + len(line), name, name[0] == "E"))
        else:
            last = found.pop()
            found.append(
                Turn(last.start, last.words, at + len(line), last.speaker, last.interviewer)
            )
        at += len(line) + 1
    return found


def coding(number: int, passage: str, node: int = 1, coder: int = 1, *, own: bool = True) -> Mark:
    """Return a coding of the first place where a passage stands."""
    start = INTERVIEW.index(passage)
    return Mark(
        number, node, f"N{node}", "blue", coder, f"C{coder}", start, start + len(passage), own=own
    )
