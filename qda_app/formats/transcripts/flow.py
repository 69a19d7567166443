"""A document's text as it flows: paragraphs, tables and notes put in reading order."""


class Flow:
    """Collects text into paragraphs joined by LF, cells by TAB, rows by LF, notes at the end."""

    def __init__(self) -> None:
        self._blocks: list[list[str]] = [[]]
        self._paragraphs: list[list[str]] = []
        self._carried = ""
        self._notes: list[str] = []

    @property
    def in_paragraph(self) -> bool:
        """Say whether text belongs anywhere now."""
        return bool(self._paragraphs)

    def write(self, text: str) -> None:
        """Add text to the open paragraph; outside of one it is layout and dropped."""
        if self._paragraphs:
            self._paragraphs[-1].append(text)

    def ends_in_space(self) -> bool:
        """Say whether the open paragraph is empty or ends in white space."""
        for piece in reversed(self._paragraphs[-1] if self._paragraphs else []):
            if piece:
                return piece[-1] in " \t\n"
        return True

    def open_paragraph(self) -> None:
        """Begin a paragraph; inside another one it is a text box's."""
        self._paragraphs.append([self._carried] if self._carried else [])
        self._carried = ""
        self._blocks.append([])

    def close_paragraph(self, *, joins_next: bool = False) -> None:
        """End the paragraph; its boxes follow it. With `joins_next` the next one continues it."""
        text = "".join(self._paragraphs.pop())
        boxes = self._blocks.pop()
        if joins_next and not boxes:
            self._carried = text
        else:
            self._blocks[-1] += [text, *boxes]

    def open_block(self) -> None:
        """Begin a table, a row, a cell or a note's body."""
        self._blocks.append([])

    def close_block(self, separator: str = "\n", *, keep: bool = True) -> None:
        """End it: what it holds becomes one piece of what surrounds it."""
        pieces = self._taken()
        if keep:
            self._blocks[-1].append(separator.join(pieces))

    def reserve_note(self) -> int:
        """Put the next note's marker in place and return its number."""
        self._notes.append("")
        self.write(f"[{len(self._notes)}]")
        return len(self._notes)

    def fill_note(self, number: int, text: str) -> None:
        """Give a note its text."""
        self._notes[number - 1] = text.strip()

    def close_note(self, number: int) -> None:
        """End a note's body that was opened as a block in place."""
        self.fill_note(number, "\n".join(self._taken()))

    def text(self) -> str:
        """Return everything, the notes as `[1] text` lines at the end."""
        return "\n".join([*self._taken(), *([self.appendix()] if self._notes else [])])

    def appendix(self) -> str:
        """Return the footnotes as `[1] text` lines, which nobody said."""
        return "\n".join(f"[{n}] {text}" for n, text in enumerate(self._notes, 1))

    def _taken(self) -> list[str]:
        pieces = self._blocks.pop()
        if self._carried:
            pieces.append(self._carried)
            self._carried = ""
        return pieces
