"""The page of agreement: choices, figures by node, and below what stands behind them."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.errors import QdaError
from qda_app.domain.rounds import Round
from qda_app.domain.text import Span
from qda_app.services.comparing.comparison import Comparison
from qda_app.services.comparing.figures import AgreementRow, figure
from qda_app.services.comparing.papers import methods_paragraph
from qda_app.services.comparing.passages import Passage
from qda_app.services.comparing.rows import heat, node_rows
from qda_app.services.comparing.tables import settings
from qda_app.services.project import Changed
from qda_app.ui.desk import Desk
from qda_app.ui.theme import LARGE, SMALL
from qda_app.ui.views.compare.behind import Asked
from qda_app.ui.views.compare.choices import CompareChoices
from qda_app.ui.views.compare.exports import ExportButton
from qda_app.ui.views.compare.figure_table import FigureTable
from qda_app.ui.views.compare.grid import Captioned, ShadedGrid
from qda_app.ui.views.compare.history import HistoryPanel
from qda_app.ui.views.compare.lines import node_table, pair_table, source_table
from qda_app.ui.views.compare.passages import PassagePanel
from qda_app.ui.views.compare.planner import PlannerPanel
from qda_app.ui.views.compare.universe import UniverseLine
from qda_app.ui.views.page_frame import ProjectPage


class ComparePage(ProjectPage):
    """Coders' agreement, following their work; every figure leads to its passages."""

    name = "compare"
    kinds = frozenset(
        {"coding", "node", "source", "coder", "progress", "case", "case_value", "case_link"}
        | {"attribute", "round", "round_part", "assignment", "codebook_version"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.comparison: Comparison | None = None
        self._edited: set[int] = set()
        self._anew = True
        self._asked = Asked()
        self._crossed: tuple[list[int], list[int]] = ([], [])
        self._rows: list[AgreementRow] = []
        self.choices = CompareChoices(desk.theme)
        self.choices.changed.connect(self.compare_anew)
        self.choices.shown_changed.connect(self.show_figures)
        self.universe = UniverseLine()
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.to_team = QPushButton(self.tr("Add a coder"))
        self.to_team.clicked.connect(lambda: desk.page_requested.emit("team"))
        self.methods = QPushButton(self.tr("Copy methods paragraph"))
        self.methods.clicked.connect(self.copy_methods)
        self.export = ExportButton(desk)
        self.export.wanted.connect(self.export_to)
        self._make_figures()
        self._lay_out()

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Compare")

    def _make_figures(self) -> None:
        theme = self.desk.theme
        self.nodes = FigureTable(self.tr("Agreement by node"), theme)
        self.nodes.chosen.connect(lambda node: self._show_behind(Asked(node)))
        self.nodes.opened.connect(lambda node: self._show_behind(Asked(node)))
        self.passages = PassagePanel(theme, self)
        self.passages.wanted.connect(self._open)
        self.by_source = FigureTable(self.tr("Agreement by source"), theme)
        self.by_source.opened.connect(lambda key: self._show_behind(Asked(source=key)))
        self.by_pair = FigureTable(self.tr("Agreement by pair of coders"), theme)
        self.by_pair.opened.connect(self._on_pair)
        self.heat = ShadedGrid(self.tr("Agreement by node and source"), theme)
        self.heat.cell_chosen.connect(self._on_heat)
        crossed = self.tr("Where one used a node, the other another")
        self.crossed = ShadedGrid(crossed, theme)
        self.confusions = Captioned(self.crossed)
        self.crossed.cell_chosen.connect(self._on_crossed)
        self.history = HistoryPanel(theme)
        self.planner = PlannerPanel(theme)
        self.planner.changed.connect(self._show_tab)

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        for widget, words in (
            (self.passages, self.tr("Passages")),
            (self.by_source, self.tr("By source")),
            (self.by_pair, self.tr("By pair")),
            (self.heat, self.tr("Heat map")),
            (self.confusions, self.tr("Confusions")),
            (self.history, self.tr("History")),
            (self.planner, self.tr("Planner")),
        ):
            self.tabs.addTab(widget, words)
        self.tabs.currentChanged.connect(lambda _tab: self._show_tab())
        self.body = QSplitter(Qt.Orientation.Vertical)
        self.body.setChildrenCollapsible(False)
        self.body.addWidget(self.nodes)
        self.body.addWidget(self.tabs)
        self.body.setSizes([320, 280])
        below = QHBoxLayout()
        below.setSpacing(SMALL)
        below.addWidget(self.universe, 1)
        below.addWidget(self.methods)
        below.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(SMALL)
        layout.addWidget(self.choices)
        layout.addLayout(below)
        self.nothing = QWidget()
        column = QVBoxLayout(self.nothing)
        column.addStretch(1)
        column.addWidget(self.empty)
        column.addWidget(self.to_team, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.body, 1)

    # -- reading -------------------------------------------------------------------------------

    def on_changed(self, change: Changed) -> None:
        """Take note of which sources changed, so that only they are read again."""
        touched = change.kinds & self.kinds
        known = self.choices.has_worked(self.project.viewer_id)
        if touched == {"coding"} and change.sources and known:
            self._edited |= change.sources
        elif touched:
            self._anew = True
        super().on_changed(change)

    def refresh(self) -> None:
        """Read again what changed since."""
        edited, self._edited = self._edited, set()
        made = None if self._anew or not edited else self.comparison
        if made is None or not made.replace(edited):
            self._anew = False
            self.choices.read(self.project.read)
            self.compare_anew()
        else:
            self.show_figures()

    def compare_anew(self) -> None:
        """Compare what is chosen, or say why it cannot be."""
        reason = self._missing()
        self.comparison = None
        if not reason:
            try:
                self.comparison = self.choices.comparison(self.project.read)
                self.choices.offer(self.comparison)
                self.export.columns = len(self.comparison.sources)
            except QdaError as error:
                reason = str(error)
        self.empty.setText("\n\n".join(filter(None, (reason, self._blind()))))
        for widget in (self.nothing, self.empty):
            widget.setVisible(self.comparison is None)
        self.to_team.setVisible(self._alone())
        for widget in (self.body, self.methods, self.export, self.universe):
            widget.setVisible(self.comparison is not None)
        self.show_figures()

    def show_round(self, one: Round) -> None:
        """Compare a round's coders on its sources."""
        self.choices.sources.choose(one.sources)
        self.choices.coders.choose(one.coders)

    def _missing(self) -> str:
        """Say what is wanting before coders can be compared."""
        if self._alone():
            return self.tr(
                "Agreement needs two coders. Add a second coder, or bring in a colleague's "
                "codings; the figures then appear here and follow the work."
            )
        if len(self.choices.coders.ticked) < 2:
            return self.tr("Choose two coders or more above.")
        return ""

    def _alone(self) -> bool:
        return len(self.project.read.coders()) < 2

    def _blind(self) -> str:
        """Say in which rounds the others' codings are hidden, and so counted nowhere here."""
        names = ", ".join(one.name for one in self.project.read.blinding())
        if not names:
            return ""
        return self.tr("Blind in {0}: the others' codings there are not counted.").format(names)

    def show_figures(self) -> None:
        """Show the coefficient chosen of the comparison that there is."""
        made, view = self.comparison, self.choices.view
        if made is None:
            return
        self._rows = node_rows(made, view)
        self.nodes.show_lines(*node_table(made, view, self._rows))
        self.universe.show_universe(made, view, self._blind(), self.choices.unticked())
        self.universe.setToolTip("\n".join(f"{n}: {v}" for n, v in settings(made, view).items()))
        several = len(made.coders) > 2
        self.tabs.setTabVisible(self.tabs.indexOf(self.by_pair), several)
        self.tabs.setTabVisible(self.tabs.indexOf(self.confusions), not several)
        self.passages.crossing = not several
        self._show_tab()
        self._show_behind(self._asked, raise_tab=False)

    def _show_tab(self) -> None:
        """Work out what is on the tab in front, and nothing else."""
        made, view, shown = self.comparison, self.choices.view, self.tabs.currentWidget()
        if made is None:
            return
        if shown is self.by_source:
            self.by_source.show_lines(*source_table(made, view))
        elif shown is self.by_pair:
            self.by_pair.show_lines(*pair_table(made, view))
        elif shown is self.heat:
            names = [row.name for row in self._rows], [source.name for source in made.sources]
            self.heat.show_values(*names, heat(made, view), 1.0, figure)
        elif shown is self.confusions:
            self._show_crossed(made)
        elif shown is self.history:
            self.history.show_history(made, view)
        elif shown is self.planner:
            self.planner.show_plan(made, view)

    def _show_crossed(self, made: Comparison) -> None:
        table, order = made.confusions(), made.tree.order
        rows = [n for n in range(made.nodes) if table[n].any()]
        columns = [n for n in range(made.nodes) if table[:, n].any()]
        values = [[float(table[r, c]) or None for c in columns] for r in rows]
        self._crossed = [order[n].id for n in rows], [order[n].id for n in columns]

        def words(value: float | None) -> str:
            return "" if value is None else f"{value:.0f}"

        names = [order[n].name for n in rows], [order[n].name for n in columns]
        whole = [[made.tree.path(order[n].id) for n in some] for some in (rows, columns)]
        self.crossed.explain(*whole)
        self.crossed.show_values(*names, values, float(table.max(initial=0)), words)
        caption = self.tr(
            "Rows: what only {0} gave a node. Columns: what only {1} gave another. Numbers: {2}."
        )
        self.confusions.caption.setText(caption.format(*made.names[:2], self._counted(made)))

    def _counted(self, made: Comparison) -> str:
        """Say in what confusions are counted."""
        units = {
            "sentence": self.tr("sentences"),
            "paragraph": self.tr("paragraphs"),
            "turn": self.tr("turns"),
        }
        return units.get(made.unit, self.tr("characters"))

    # -- behind and out ------------------------------------------------------------------------

    def _on_heat(self, row: int, column: int) -> None:
        if (made := self.comparison) is not None:
            self._show_behind(Asked(self._rows[row].key, made.sources[column].id))

    def _on_crossed(self, row: int, column: int) -> None:
        rows, columns = self._crossed
        self._show_behind(Asked(rows[row], other=columns[column]))

    def _on_pair(self, number: int) -> None:
        """Compare two of the coders compared."""
        if (made := self.comparison) is not None:
            self.choices.compare_only(made.pair(number))

    def _show_behind(self, asked: Asked, *, raise_tab: bool = True) -> None:
        """Show the passages that were asked for."""
        made = self.comparison
        if made is None:
            return
        self._asked = asked = asked.still_there(made)
        found = asked.found(made, own=self.choices.view.own)
        texts = self.project.read.texts({p.source for p in found}) if found else {}
        self.passages.show_passages(
            asked.title(made),
            found,
            {source.id: source.name for source in made.sources},
            texts,
            made.names,
            {node.id: node.name for node in made.tree.order},
            asked.notes(self._rows),
        )
        if raise_tab:
            self.tabs.setCurrentWidget(self.passages)

    def _open(self, passage: object) -> None:
        chosen = cast("Passage", passage)
        self.desk.go_to(chosen.source, Span(chosen.start, chosen.end))

    def copy_methods(self) -> None:
        """Copy a paragraph for a methods section."""
        if (made := self.comparison) is not None:
            QGuiApplication.clipboard().setText(methods_paragraph(made, self.choices.view))
            self.desk.said.emit(self.tr("Copied a methods paragraph."), False)  # noqa: FBT003

    def export_to(self, path: object, drawn_intervals: bool = False) -> None:
        """Write tables or a chart, as the path's ending says."""
        made, view = self.comparison, self.choices.view
        if made is not None:
            self.export.write(
                path,
                made,
                view,
                self.history.history_of(made, view),
                self.planner.rows(made, view),
                drawn_intervals=drawn_intervals,
            )
