"""The report pack: what goes into it, where it is written, and what to know of it."""

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from qda_app.domain.messages import counted
from qda_app.services.paper.pack import Packed, PackSettings, write_pack
from qda_app.services.project import Project
from qda_app.ui.desk import Desk
from qda_app.ui.dialogs.check_list import CheckList, offer_coders
from qda_app.ui.dialogs.form_dialog import FormDialog
from qda_app.ui.dialogs.template_field import TemplateField
from qda_app.ui.dialogs.themes_export import attribute_choice, count_box
from qda_app.ui.dialogs.written import show_written
from qda_app.ui.theme import SMALL

WIDTH = 600  # pixels


class PackDialog(FormDialog):
    """Asks for the folder, coders, rounds, denominators, attribution, examples and language."""

    def __init__(
        self, project: Project, wanted: PackSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", WIDTH, parent)
        self.setWindowTitle(self.tr("Report pack"))
        self.go_on.setText(self.tr("Write"))
        read = project.read
        self.folder = QLineEdit()
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder.setPlaceholderText(self.tr("A new folder, or an empty one"))
        self.browse = QPushButton(self.tr("Browse…"))
        self.browse.clicked.connect(lambda _on: self._browse())
        self.coders, self.rounds = (
            CheckList(self.tr("Coders")),
            CheckList(self.tr("Rounds reported")),
        )
        offer_coders(self.coders, read, wanted.coders)
        self._usual = () if wanted.coders else self.coders.names()
        self.no_rounds = QLabel()
        self._fill_rounds(project, wanted)
        self.by = attribute_choice(read, wanted.by, self.tr("(none)"))
        self.by.setAccessibleName(self.tr("A column for each value of"))
        self.template = TemplateField(read, wanted.template)
        self.examples = count_box(wanted.examples, self.tr("Quotations of each theme"))
        self.language = QComboBox()
        self.language.setAccessibleName(self.tr("Language of the files"))
        for words, key in (
            (self.tr("As the application"), ""),
            ("English", "en"),
            ("Español", "es"),
        ):
            self.language.addItem(words, key)
        self.language.setCurrentIndex(max(0, self.language.findData(wanted.language)))
        self.folder.textChanged.connect(lambda _text: self._check())
        self.template.changed.connect(self._check)
        self.coders.changed.connect(self._check)
        self.rounds.changed.connect(self._check)
        self._lay_out()
        self._check()

    def _fill_rounds(self, project: Project, wanted: PackSettings) -> None:
        """Offer the rounds that are compared, else say why there are none."""
        every = project.read.rounds()
        pilot = self.tr("{0} (pilot, apart)")
        lines = [(pilot.format(r.name) if r.pilot else r.name, r.name) for r in every if r.compared]
        self.rounds.offer(lines, wanted.rounds or None)
        self.no_rounds.setWordWrap(True)
        self.no_rounds.setProperty("role", "muted")
        self.no_rounds.setText(
            self.tr("No round is reported: not everybody has submitted one yet.")
            if every
            else self.tr("No round is reported: the project has none. Plan one on the page Team.")
        )

    def _lay_out(self) -> None:
        self.explain(
            self.tr(
                "Methods, COREQ and SRQR, codebook, themes, quotations, agreement, disagreements, "
                "audit and data tables in one folder. The same project and choices give the same "
                "files again."
            )
        )
        place, form = QHBoxLayout(), self.form
        place.setSpacing(SMALL)
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        form.addRow(self.tr("Folder"), place)
        form.addRow(self.tr("Coders"), self.coders)
        rounds = self.rounds if self.rounds.count() else self.no_rounds
        form.addRow(self.tr("Rounds reported"), rounds)
        form.addRow(self.tr("A column for each value of"), self.by)
        form.addRow(self.tr("Attribution"), self.template)
        form.addRow(self.tr("Quotations of each theme"), self.examples)
        form.addRow(self.tr("Language of the files"), self.language)
        self.arrange()

    def _browse(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.windowTitle(), self.folder.text())
        if found:
            self.folder.setText(found)

    def _check(self) -> None:
        """Write only into a folder that is named, with a template that fits, coders and rounds."""
        named = bool(self.folder.text().strip())
        some = bool(self.coders.names()) and bool(self.rounds.names() or not self.rounds.count())
        self.go_on.setEnabled(named and self.template.usable() and some)
        self.fit()

    def settings(self) -> PackSettings:
        """Return what is asked for; all rounds checked stand for all there are."""
        coders = self.coders.names()
        return PackSettings(
            coders=() if coders == self._usual else coders,
            rounds=() if self.rounds.every() else self.rounds.names(),
            by=self.by.currentData(),
            template=self.template.text(),
            examples=self.examples.value(),
            language=self.language.currentData(),
        )


def ask_pack(desk: Desk, wanted: PackSettings, parent: QWidget) -> PackSettings | None:
    """Ask, and write the pack beside the desktop's work; return what was asked for."""
    dialog = PackDialog(desk.project, wanted, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    start_pack(desk, Path(dialog.folder.text().strip()), dialog.settings(), parent)
    return dialog.settings()


def start_pack(desk: Desk, folder: Path, settings: PackSettings, parent: QWidget) -> None:
    """Write the pack in the worker's lane, then show what was written and what to know."""
    title, project = parent.tr("Report pack"), desk.project

    def told(found: Packed) -> None:
        sentence = counted(
            "1 file was written to {folder}.",
            "{count} files were written to {folder}.",
            len(found.files),
            folder=folder,
        )
        desk.said.emit(sentence, False)  # noqa: FBT003
        show_written(parent, title, sentence, folder, found.remarks, found.files)

    desk.jobs.start(lambda p: write_pack(project, folder, settings, p), told, title)
