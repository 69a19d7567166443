"""Whose codings and which participants are shown, and how: grouped, sorted, with context."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
)

from qda_app.domain.people import Case, Coder
from qda_app.services.retrieval import groups as order
from qda_app.ui.preferences import Preferences
from qda_app.ui.theme import WIDE, Theme
from qda_app.ui.views.case_filter import CaseFilter
from qda_app.ui.views.compare.flow import FlowRow

KEPT = "retrieve"
WIDEST = 230  # pixels of a box


class ViewBar(FlowRow):
    """The choices above the list of excerpts."""

    filtered = Signal()  # other codings are wanted
    arranged = Signal()  # the same in another order, or with other context

    def __init__(self, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._kept: dict[str, Any] = dict(preferences.get(KEPT, {}))
        self.coder = self._box(self.tr("Whose codings"))
        self.cases = CaseFilter(theme)
        self.group = self._box(self.tr("Grouped by"))
        self.sort = self._box(self.tr("Sorted by"))
        self.context = self._box(self.tr("Context around the passages"))
        self.once = QCheckBox(self.tr("Shared passages once"))
        self.once.setToolTip(
            self.tr("A passage that several coders or nodes share is shown once, with all of them")
        )
        self.once.setChecked(bool(self._kept.get("once", False)))
        self._fill_fixed()
        for widget in (self.coder, self.cases, self.group, self.sort, self.context):
            self.add(widget)
        self.coder.activated.connect(lambda _n: self.filtered.emit())
        self.cases.changed.connect(self.filtered)
        self.once.toggled.connect(lambda on: self._keep("once", on, self.filtered))
        for name, box in (("group", self.group), ("sort", self.sort), ("context", self.context)):
            box.activated.connect(
                lambda _n, key=name, of=box: self._keep(key, of.currentData(), self.arranged)
            )

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMaximumWidth(WIDEST)
        return box

    def _fill_fixed(self) -> None:
        sorts = {
            order.SOURCE: self.tr("In text order"),
            order.POSITION: self.tr("By place in the source"),
            order.NODE: self.tr("By node"),
            order.LONGEST: self.tr("Longest first"),
            order.SHORTEST: self.tr("Shortest first"),
        }
        contexts: dict[Any, str] = {
            "": self.tr("No context"),
            "sentence": self.tr("Sentence around"),
            "paragraph": self.tr("Paragraph around"),
            "turn": self.tr("Turn around"),
            200: self.tr("200 characters around"),
        }
        for box, choices, name in ((self.sort, sorts, "sort"), (self.context, contexts, "context")):
            for key, text in choices.items():
                box.addItem(text, key)
            box.setCurrentIndex(max(0, box.findData(self._kept.get(name))))
            _widen(box)

    def _keep(self, name: str, value: object, tell: Any) -> None:
        self._kept[name] = value
        self._preferences.set(KEPT, self._kept)
        tell.emit()

    def refresh(
        self, coders: Sequence[Coder], attributes: Sequence[str], cases: Iterable[Case]
    ) -> None:
        """Offer the coders and attributes that there are; choices that still exist stay."""
        self.cases.set_cases(attributes, cases)
        chosen = self.coder.currentData()
        self.coder.clear()
        self.coder.addItem(self.tr("All coders"), None)
        for coder in coders:
            self.coder.addItem(coder.name, coder.id)
        self.coder.setCurrentIndex(max(0, self.coder.findData(chosen)))
        grouped: Mapping[str, str] = {
            order.NODE: self.tr("Grouped by node"),
            order.SOURCE: self.tr("Grouped by source"),
            order.CASE: self.tr("Grouped by participant"),
            order.CODER: self.tr("Grouped by coder"),
            **{name: self.tr("Grouped by {0}").format(name) for name in attributes},
            "": self.tr("Not grouped"),
        }
        self.group.clear()
        for key, text in grouped.items():
            self.group.addItem(text, key)
        self.group.setCurrentIndex(max(0, self.group.findData(self._kept.get("group"))))
        _widen(self.group)

    def around(self) -> Any:
        """Return the context chosen; None for none."""
        return self.context.currentData() or None

    def coders(self) -> frozenset[int] | None:
        """Return whose codings are wanted; None for everybody's."""
        chosen = self.coder.currentData()
        return None if chosen is None else frozenset({chosen})

    def hides(self) -> bool:
        """Say whether a coder or participants are left out."""
        return self.coders() is not None or bool(self.cases.where)

    def said(self) -> list[str]:
        """Say in words which codings are shown, each part apart."""
        parts = [] if self.coders() is None else [self.coder.currentText()]
        for name, values in self.cases.where.items():
            parts.append(f"{name}: {', '.join(sorted(values))}")
        return parts

    def show_all(self, *, quiet: bool = False) -> None:
        """Leave nobody out."""
        self.coder.setCurrentIndex(0)
        self.cases.where = {}
        if not quiet:
            self.filtered.emit()


def _widen(box: QComboBox) -> None:
    """Let the list that a box opens be as wide as its longest entry."""
    box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + WIDE)
