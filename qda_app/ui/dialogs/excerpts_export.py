"""What goes into a file of quotations: those chosen, or all coded passages."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from qda_app.services.counted_text import PARTICIPANTS, WHOLE
from qda_app.services.paper.quotation_documents import CASE, CODER, NODE, NONE, SOURCE, Choices
from qda_app.services.reads import Reads
from qda_app.ui.dialogs.check_list import CheckList, NodeChecks, offer_coders
from qda_app.ui.dialogs.form_dialog import FormDialog
from qda_app.ui.dialogs.template_field import TemplateField

WIDTH = 560  # pixels


@dataclass(frozen=True, slots=True)
class Wishes:
    """How quotations are printed, of which coders (none: the usual ones) and nodes (None: all)."""

    choices: Choices
    coders: tuple[str, ...] = ()
    nodes: tuple[str, ...] | None = None


class ExcerptsDialog(FormDialog):
    """Asks for headings, words and attribution; for coders and nodes where passages are not chosen.

    The quotations chosen have translations and notes, which other passages do not have.
    """

    def __init__(
        self, read: Reads, title: str, wishes: Wishes, *, chosen: bool, parent: QWidget | None
    ) -> None:
        super().__init__(title, "", WIDTH, parent)
        self.go_on.setText(self.tr("Choose a file…"))
        self._chosen, choices = chosen, wishes.choices
        self.by, self.text = QComboBox(), QComboBox()
        self.by.setAccessibleName(self.tr("Headings"))
        fill_groups(self.by, read, self._groups(), self.tr("By {0}"))
        self.by.setCurrentIndex(max(0, self.by.findData(choices.by)))
        self.text.setAccessibleName(self.tr("Words"))
        self.text.addItem(self.tr("What participants say"), PARTICIPANTS)
        self.text.addItem(self.tr("The whole text, with the interviewer's words"), WHOLE)
        self.text.setCurrentIndex(self.text.findData(choices.text))
        self.template = TemplateField(read, choices.template)
        self.coders, self.nodes = CheckList(self.tr("Coders")), NodeChecks()
        offer_coders(self.coders, read, wishes.coders)
        self.nodes.offer(read.tree(), wishes.nodes)
        self.blocks = QCheckBox(self.tr("Every quotation as a block"))
        self.translation = QCheckBox(self.tr("Translations"))
        self.notes = QCheckBox(self.tr("Notes"))
        for box, on in (
            (self.blocks, choices.blocks),
            (self.translation, choices.translation),
            (self.notes, choices.notes),
        ):
            box.setChecked(on)
        for part in (self.template, self.coders, self.nodes):
            part.changed.connect(self._check)
        self._lay_out()
        self._check()

    def _groups(self) -> list[tuple[str, str]]:
        first = self.tr("In the order of the page") if self._chosen else self.tr("No headings")
        return [
            (self.tr("By node"), NODE),
            (self.tr("By participant"), CASE),
            (self.tr("By source"), SOURCE),
            (self.tr("By coder"), CODER),
            (first, NONE),
        ]

    def _lay_out(self) -> None:
        form = self.form
        form.addRow(self.tr("Headings"), self.by)
        form.addRow(self.tr("Words"), self.text)
        form.addRow(self.tr("Attribution"), self.template)
        if self._chosen:
            form.addRow(self.tr("With"), self.translation)
            form.addRow("", self.notes)
        else:
            form.addRow(self.tr("Coders"), self.coders)
            form.addRow(self.tr("Nodes"), self.nodes)
        form.addRow("", self.blocks)
        self.arrange()

    def _check(self) -> None:
        """Go on only with a template that fits, a coder and a node."""
        some = self._chosen or (bool(self.coders.names()) and self.nodes.paths() != ())
        self.go_on.setEnabled(self.template.usable() and some)
        self.fit()

    def wishes(self) -> Wishes:
        """Return what is asked for."""
        choices = Choices(
            self.template.text(),
            self.by.currentData(),
            blocks=self.blocks.isChecked(),
            translation=self.translation.isChecked(),
            notes=self.notes.isChecked(),
            text=self.text.currentData(),
        )
        if self._chosen:
            return Wishes(choices)
        return Wishes(choices, self.coders.names(), self.nodes.paths())


def fill_groups(of: QComboBox, read: Reads, fixed: Sequence[tuple[str, str]], by: str) -> None:
    """Offer fixed groupings as (words, key), and one for each attribute, named as `by` says."""
    of.clear()
    for words, key in fixed:
        of.addItem(words, key)
    for name, _kind in read.attributes():
        of.addItem(by.format(name), name)
