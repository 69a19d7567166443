"""What the Paper page writes to files: quotations, themes, codebook, transcripts, the pack."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QWidget

from qda_app.services.paper.quotation_documents import NODE, NONE, Choices
from qda_app.ui.desk import Desk
from qda_app.ui.dialogs.report_pack import ask_pack
from qda_app.ui.jobs import Progress

DOCUMENTS = (".docx", ".html", ".md", ".tex")
TABLES = (".xlsx", ".csv")


class PaperExports(QObject):
    """Asks for a file and writes it beside the desktop's work."""

    def __init__(self, desk: Desk, choices: Callable[[], Choices], page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._choices, self._page = desk, choices, page

    def menu(self) -> QMenu:
        """Return the menu of everything that can be written."""
        menu = QMenu(self._page)
        for words, act in (
            (self.tr("Quotations chosen…"), self.ask_basket),
            (self.tr("All excerpts…"), self.ask_excerpts),
            (self.tr("Theme table…"), self.ask_themes),
            (self.tr("Codebook…"), self.ask_codebook),
            (self.tr("Coded transcript…"), self.ask_transcript),
        ):
            menu.addAction(words).triggered.connect(lambda _on, do=act: do())
        menu.addSeparator()
        pack = menu.addAction(self.tr("Report pack…"))
        pack.triggered.connect(
            lambda _on: ask_pack(self._desk, self._choices().template, self._page)
        )
        return menu

    def _kinds(self) -> dict[str, str]:
        return {
            ".docx": self.tr("Word (*.docx)"),
            ".xlsx": self.tr("Excel (*.xlsx)"),
            ".csv": self.tr("Table (*.csv)"),
            ".html": self.tr("Web page (*.html)"),
            ".md": self.tr("Markdown (*.md)"),
            ".tex": self.tr("LaTeX (*.tex)"),
        }

    def _ask(self, title: str, kinds: Sequence[str]) -> Path | None:
        """Ask for a file; a name without an ending gets that of the kind chosen."""
        words = self._kinds()
        filters = ";;".join(words[kind] for kind in kinds)
        name, kind = QFileDialog.getSaveFileName(self._page, title, "", filters)
        if not name:
            return None
        path = Path(name)
        if path.suffix.lower() in kinds:
            return path
        suffix = next((each for each in kinds if words[each] == kind), kinds[0])
        return path.with_name(path.name + suffix)

    def _write(self, title: str, path: Path | None, work: Callable[[Path, Progress], int]) -> None:
        if path is None:
            return
        said = self.tr("Exported to {0}.").format(path.name)
        self._desk.jobs.start(
            lambda progress: work(path, progress),
            lambda _count: self._desk.said.emit(said, False),  # noqa: FBT003
            title,
        )

    def ask_basket(self) -> None:
        """Write the quotations chosen."""
        from qda_app.services.quoting import write_basket

        read, title = self._desk.project.read, self.tr("Quotations chosen")
        choices = replace(self._choices(), notes=True)
        path = self._ask(title, (*DOCUMENTS, *TABLES))
        self._write(title, path, lambda to, p: write_basket(read, to, choices, p).count)

    def ask_excerpts(self) -> None:
        """Write all coded passages, by node where no other grouping is chosen."""
        from qda_app.services.quoting import write_excerpts

        read, title, choices = self._desk.project.read, self.tr("All excerpts"), self._choices()
        by = NODE if choices.by == NONE else choices.by
        path = self._ask(title, (*DOCUMENTS, *TABLES))
        self._write(
            title,
            path,
            lambda to, p: write_excerpts(read, to, None, None, replace(choices, by=by), p).count,
        )

    def ask_themes(self) -> None:
        """Write the theme table, with denominators of an attribute where there are any."""
        from qda_app.services.paper.themes import themes, write_themes

        read, title = self._desk.project.read, self.tr("Theme table")
        template = self._choices().template
        names = [self.tr("(none)"), *(name for name, _kind in read.attributes())]
        by, accepted = QInputDialog.getItem(
            self._page, title, self.tr("A column for each value of"), names, 0, editable=False
        )
        if not accepted:
            return
        by = "" if by == names[0] else by

        def work(path: Path, _progress: Progress) -> int:
            found = themes(read, by=by, template=template)
            write_themes(read, found, path)
            return len(found.rows)

        self._write(title, self._ask(title, (*DOCUMENTS, *TABLES)), work)

    def ask_codebook(self) -> None:
        """Write the codebook."""
        from qda_app.services.paper.codebook import write_codebook

        read, title = self._desk.project.read, self.tr("Codebook")
        path = self._ask(title, (".docx", ".xlsx", ".html", ".md", ".tex"))
        self._write(title, path, lambda to, _p: write_codebook(read, to))

    def ask_transcript(self) -> None:
        """Write one coded transcript."""
        from qda_app.services.paper.transcripts import write_transcript

        read, title = self._desk.project.read, self.tr("Coded transcript")
        names = [source.name for source in read.sources()]
        name, accepted = QInputDialog.getItem(
            self._page, title, self.tr("Source"), names, 0, editable=False
        )
        if accepted:
            path = self._ask(title, (".docx", ".html"))
            self._write(title, path, lambda to, _p: write_transcript(read, name, to))
