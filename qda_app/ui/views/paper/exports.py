"""What the Paper page writes to files: quotations, themes, codebook, transcripts, the pack."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QDialog, QInputDialog, QMenu, QWidget

from qda_app.services.languages import LANGUAGES, in_language
from qda_app.services.paper.pack_files import PackSettings
from qda_app.services.paper.quotation_documents import NODE, NONE, Choices
from qda_app.services.paper.quotation_files import Written
from qda_app.ui.desk import Desk
from qda_app.ui.dialogs.excerpts_export import ExcerptsDialog, Wishes
from qda_app.ui.dialogs.report_pack import ask_pack
from qda_app.ui.dialogs.themes_export import ThemesDialog, ThemeWishes
from qda_app.ui.dialogs.written import show_written
from qda_app.ui.jobs import Progress
from qda_app.ui.saving import ask_file

DOCUMENTS = (".docx", ".html", ".md", ".tex")
TABLES = (".xlsx", ".csv")
LANGUAGE = "paper/language"  # of the files, in the preferences


@dataclass(slots=True)
class Last:
    """What was asked for last, kept while the project is open."""

    basket: Wishes | None = None
    excerpts: Wishes | None = None
    themes: ThemeWishes | None = None
    pack: PackSettings | None = None


class PaperExports(QObject):
    """Asks for a file and writes it beside the desktop's work."""

    def __init__(self, desk: Desk, choices: Callable[[], Choices], page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._choices, self._page = desk, choices, page
        self._last = Last()

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
        menu.addAction(self.tr("Report pack…")).triggered.connect(lambda _on: self.ask_pack())
        menu.addSeparator()
        menu.addMenu(self._languages(menu))
        return menu

    def _languages(self, menu: QMenu) -> QMenu:
        """Return the choice of the language in which files are written, kept for the next time."""
        made = QMenu(self.tr("Language of the files"), menu)
        group = QActionGroup(made)
        for words, key in (
            (self.tr("As the application"), ""),
            *((n, k) for k, n in LANGUAGES.items()),
        ):
            action = made.addAction(words)
            action.setCheckable(True)
            action.setChecked(key == self.language())
            action.triggered.connect(lambda _on, k=key: self._desk.preferences.set(LANGUAGE, k))
            group.addAction(action)
        return made

    def language(self) -> str:
        """Return the language in which files are written; empty for the application's own."""
        kept = str(self._desk.preferences.get(LANGUAGE, ""))
        return kept if kept in LANGUAGES else ""

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
        return ask_file(self._page, title, [words[kind] for kind in kinds])

    def _write(
        self, title: str, path: Path | None, work: Callable[[Path, Progress], Sequence[str]]
    ) -> None:
        """Write beside the desktop's work; `work` returns what is to be known, which is shown."""
        if path is None:
            return
        said = self.tr("Exported to {0}.").format(path.name)

        def told(remarks: Sequence[str]) -> None:
            self._desk.said.emit(said, False)  # noqa: FBT003
            if remarks:
                show_written(self._page, title, said, path.parent, remarks)

        language = self.language()

        def run(progress: Progress) -> Sequence[str]:
            with in_language(language):
                return work(path, progress)

        self._desk.jobs.start(run, told, title)

    def ask_basket(self) -> None:
        """Write the quotations chosen."""
        from qda_app.services.quoting import write_basket

        read, title = self._desk.project.read, self.tr("Quotations chosen")
        last = self._last.basket or Wishes(replace(self._choices(), notes=True))
        dialog = ExcerptsDialog(read, title, self._now(last), chosen=True, parent=self._page)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self._last.basket = wishes = dialog.wishes()
        path = self._ask(title, (*DOCUMENTS, *TABLES))
        self._write(title, path, lambda to, p: _remarks(write_basket(read, to, wishes.choices, p)))

    def ask_excerpts(self) -> None:
        """Write all coded passages, by node where no other grouping is chosen."""
        from qda_app.services.quoting import write_excerpts

        read, title, choices = self._desk.project.read, self.tr("All excerpts"), self._choices()
        by = NODE if choices.by == NONE else choices.by
        last = self._last.excerpts or Wishes(replace(choices, by=by))
        dialog = ExcerptsDialog(read, title, self._now(last), chosen=False, parent=self._page)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self._last.excerpts = asked = dialog.wishes()
        path = self._ask(title, (*DOCUMENTS, *TABLES))
        self._write(
            title,
            path,
            lambda to, p: _remarks(
                write_excerpts(read, to, asked.coders, asked.nodes, asked.choices, p)
            ),
        )

    def _now(self, last: Wishes) -> Wishes:
        """Return what was asked for last with the attribution and the words of the page."""
        now = self._choices()
        return replace(last, choices=replace(last.choices, template=now.template, text=now.text))

    def ask_themes(self) -> None:
        """Write the theme table."""
        from qda_app.services.paper.attributions import warnings
        from qda_app.services.paper.themes import themes, write_themes

        read, title = self._desk.project.read, self.tr("Theme table")
        template = self._choices().template
        last = replace(self._last.themes or ThemeWishes(template), template=template)
        dialog = ThemesDialog(read, last, self._page)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self._last.themes = asked = dialog.wishes()

        def work(path: Path, _progress: Progress) -> Sequence[str]:
            found = themes(read, asked.coders, None, asked.by, asked.examples, asked.template)
            write_themes(read, found, path)
            quotes = [quote for row in found.rows for quote in row.quotes]
            return [*found.withheld, *warnings(read, quotes, asked.template)]

        self._write(title, self._ask(title, (*DOCUMENTS, *TABLES)), work)

    def ask_pack(self) -> None:
        """Write the report pack."""
        template = self._choices().template
        usual = self._last.pack or PackSettings(language=self.language())
        last = replace(usual, template=template)
        self._last.pack = ask_pack(self._desk, last, self._page) or self._last.pack

    def ask_codebook(self) -> None:
        """Write the codebook."""
        from qda_app.services.paper.codebook import write_codebook

        read, title = self._desk.project.read, self.tr("Codebook")

        def work(path: Path, _progress: Progress) -> Sequence[str]:
            write_codebook(read, path)
            return ()

        self._write(title, self._ask(title, (".docx", ".xlsx", ".html", ".md", ".tex")), work)

    def ask_transcript(self) -> None:
        """Write one coded transcript."""
        from qda_app.services.paper.transcripts import transcript_remarks, write_transcript

        read, title = self._desk.project.read, self.tr("Coded transcript")
        names = [source.name for source in read.sources()]
        name, accepted = QInputDialog.getItem(
            self._page, title, self.tr("Source"), names, 0, editable=False
        )
        if not accepted:
            return

        def work(path: Path, _progress: Progress) -> Sequence[str]:
            write_transcript(read, name, path)
            return transcript_remarks(read, name)

        self._write(title, self._ask(title, (".docx", ".html")), work)


def _remarks(of: Written) -> Sequence[str]:
    return of.remarks
