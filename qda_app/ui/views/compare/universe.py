"""The line that says what is compared: sources, those left out and why, and how much text."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from qda_app.domain.messages import counted
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.tables import amount

NAMED = 3  # sources left out that are named; the others are on hover


def _coded_by(sources: int, coders: int) -> str:
    """Say how many sources are compared, and who coded them."""
    if coders > 2:
        return counted("1 source coded by all", "{count} sources coded by all", sources)
    return counted("1 source coded by both", "{count} sources coded by both", sources)


class UniverseLine(QLabel):
    """States the consequences of the choices above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "muted")
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_universe(
        self, of: Comparison, view: View, blind: str = "", unticked: Sequence[str] = ()
    ) -> None:
        """Say what this comparison is about.

        `blind` says what is hidden from it, `unticked` are others who coded and are left out.
        """
        parts = [_coded_by(len(of.sources), len(of.coders)), self._left_out(of)]
        parts.append(self.tr("{0} compared").format(amount(of)))
        if of.where:
            which = "; ".join(f"{name}: {', '.join(sorted(v))}" for name, v in of.where.items())
            parts.append(self.tr("only participants with {0}").format(which))
        if of.in_parts(view):
            parts.append(
                "⚠ "
                + self.tr("intervals over parts of sources, probably too narrow: code five or more")
            )
        if unticked:
            others = self.tr("also coded, but not ticked above: {0}")
            parts.insert(0, others.format(", ".join(unticked)))
        self.setText(" · ".join([*parts, blind] if blind else parts))

    def _left_out(self, of: Comparison) -> str:
        if not of.left_out:
            return self.tr("none left out")
        named = ", ".join(f"{name} ({why})" for name, why in of.left_out[:NAMED])
        more = "" if len(of.left_out) <= NAMED else ", …"
        return self.tr("{0} left out: {1}").format(len(of.left_out), named + more)
