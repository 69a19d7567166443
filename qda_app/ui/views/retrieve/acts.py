"""What is done with the chosen excerpts: re-code, annotate, uncode, copy, export."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from qda_app.domain.coding import Coding
from qda_app.domain.messages import counted
from qda_app.formats.reports.attribution import DEFAULT
from qda_app.services.commands.codings import ChangeNode, RemoveCodings
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.commands.passages import CodePassages
from qda_app.services.commands.quotations import ChooseQuotations
from qda_app.services.consent import Consent
from qda_app.services.paper.excerpt_files import write_retrieved
from qda_app.services.paper.quotation_documents import Choices
from qda_app.services.paper.quotation_files import usable_template
from qda_app.services.retrieval.excerpts import Excerpt
from qda_app.ui.desk import Desk
from qda_app.ui.preferences import TEMPLATE
from qda_app.ui.saving import ask_file
from qda_app.ui.views.palette import NodePalette


def _written(count: int, path: Path) -> str:
    return counted(
        "1 excerpt was written to {name}.",
        "{count} excerpts were written to {name}.",
        count,
        name=path,
    )


class ExcerptActs(QObject):
    """Acts on excerpts through commands; refusals come from these."""

    def __init__(self, desk: Desk, palette: NodePalette, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._palette, self._page = desk, palette, page
        self._picked: Callable[[int], None] | None = None
        palette.picked.connect(self._on_picked)

    def codings(self, excerpts: Sequence[Excerpt], group: object = None) -> list[Coding]:
        """Return the codings behind excerpts: own ones where there are any, of one node on request.

        Passages cut out of codings, as queries make them, have none that could be changed.
        """
        ids = {key for excerpt in excerpts if excerpt.whole for key in excerpt.ids}
        found = self._desk.project.read.codings(ids=ids) if ids else []
        if isinstance(group, int):
            found = [c for c in found if c.node == group] or found
        own = [c for c in found if self._desk.project.viewer_id in {None, c.coder}]
        return own or found

    def recode(self, excerpts: Sequence[Excerpt], group: object, place: QPoint) -> None:
        """Ask for another node, and give it to the codings instead of theirs."""
        codings = self.codings(excerpts, group)
        if not codings:
            self.code(excerpts, place)
            return
        ids = [coding.id for coding in codings]
        title = counted(
            "Re-code 1 passage at another node",
            "Re-code {count} passages at another node",
            len(ids),
        )
        self._ask(place, title, lambda node: self._desk.run(ChangeNode(ids, node)))

    def code(self, excerpts: Sequence[Excerpt], place: QPoint) -> None:
        """Ask for a node, and code the passages there too."""
        if not excerpts:
            return
        passages = [(e.source, e.start, e.end) for e in excerpts]

        def run(node: int) -> None:
            name = self._desk.project.read.tree().by_id[node].name
            self._desk.run(CodePassages(node, passages, name))

        title = counted(
            "Code 1 passage at a node as well",
            "Code {count} passages at a node as well",
            len(passages),
        )
        self._ask(place, title, run)

    def _ask(self, place: QPoint, title: str, picked: Callable[[int], None]) -> None:
        self._picked = picked
        self._palette.open_at(place, title)

    def _on_picked(self, node: int) -> None:
        picked, self._picked = self._picked, None
        if picked is not None:
            picked(node)

    def forget(self) -> None:
        """Let the next node that is picked be for somebody else."""
        self._picked = None

    def write_memo(self, excerpts: Sequence[Excerpt], group: object = None) -> None:
        """Ask for the memo on the first coding."""
        codings = self.codings(excerpts[:1], group)
        if not codings:
            self._desk.refused.emit(self.tr("A memo belongs to a coding; code this passage first."))
            return
        guid = codings[0].guid
        known = self._desk.project.read.own_memo(guid, "coding")
        title = self.tr("Memo on the coding")
        text, accepted = QInputDialog.getMultiLineText(self._page, title, excerpts[0].text, known)
        if accepted:
            self._desk.run(WriteMemo(guid, "coding", text))

    def uncode(self, excerpts: Sequence[Excerpt], group: object = None) -> None:
        """Remove the codings."""
        codings = self.codings(excerpts, group)
        if codings:
            self._desk.run(RemoveCodings([coding.id for coding in codings]))
        elif excerpts:
            self._desk.refused.emit(
                self.tr("This passage is not coded as a whole, so there is nothing to remove.")
            )

    def quote(self, excerpts: Sequence[Excerpt], group: object = None) -> None:
        """Choose the passages for the paper, at the node they stand under or their first one."""
        allowed = Consent(self._desk.project.read).sift(excerpts)
        places = [
            (
                e.source,
                e.start,
                e.end,
                group if isinstance(group, int) else next(iter(e.nodes), None),
            )
            for e in allowed.kept
        ]
        if places:
            self._desk.run(ChooseQuotations(places))
        if allowed.left_out:
            self._desk.refused.emit(allowed.statement()[0])

    def copy(self, excerpts: Sequence[Excerpt], line: Callable[[Excerpt], str]) -> None:
        """Put the quotations with their attributions on the clipboard, but of who refuses."""
        if not excerpts:
            return
        found = Consent(self._desk.project.read).sift(excerpts)
        words = "\n\n".join(f"{e.text}\n({line(e)})" for e in found.kept)
        QGuiApplication.clipboard().setText(words)
        said = [counted("Copied 1 quotation", "Copied {count} quotations", len(found.kept))]
        said += found.statement()[:1] if found.left_out else []
        self._desk.said.emit(" · ".join(said), False)  # noqa: FBT003

    def export(self, excerpts: Sequence[Excerpt], shown: str) -> None:
        """Ask for a file, and write what is shown to it beside the desktop's work."""
        title = self.tr("Export the excerpts")
        kinds = (
            self.tr("Word (*.docx)"),
            self.tr("Excel (*.xlsx)"),
            self.tr("Table (*.csv)"),
            self.tr("Markdown (*.md)"),
            self.tr("LaTeX (*.tex)"),
            self.tr("Web page (*.html)"),
        )
        path = ask_file(self._page, title, kinds)
        if path is None:
            return
        read = self._desk.project.read
        choices = Choices(usable_template(read, self._desk.preferences.get(TEMPLATE, DEFAULT)))
        self._desk.jobs.start(
            lambda progress: write_retrieved(
                read, excerpts, path, shown=shown, choices=choices, progress=progress
            ),
            lambda found: self._desk.said.emit(_written(found.count, path), False),  # noqa: FBT003
            title,
        )

    def menu(
        self, excerpts: Sequence[Excerpt], group: object, line: Callable[[Excerpt], str], at: QPoint
    ) -> QMenu:
        """Return the menu of everything that can be done with the chosen excerpts."""
        menu = QMenu(self._page)
        entries: tuple[tuple[str, Callable[[], None]], ...] = (
            (
                self.tr("Go to the passage\tEnter"),
                lambda: self._desk.go_to(excerpts[0].source, excerpts[0].span),
            ),
            (self.tr("Re-code…\tC"), lambda: self.recode(excerpts, group, at)),
            (self.tr("Code at a node as well…"), lambda: self.code(excerpts, at)),
            (self.tr("Memo…\tM"), lambda: self.write_memo(excerpts, group)),
            (self.tr("Uncode\tDel"), lambda: self.uncode(excerpts, group)),
            (self.tr("Choose for the paper\tQ"), lambda: self.quote(excerpts, group)),
            (self.tr("Copy with attribution\tCtrl+C"), lambda: self.copy(excerpts, line)),
        )
        for words, act in entries:
            action = menu.addAction(words)
            action.setEnabled(bool(excerpts))
            action.triggered.connect(lambda _on, do=act: do())
        return menu
