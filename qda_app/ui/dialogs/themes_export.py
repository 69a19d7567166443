"""What goes into the theme table."""

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from qda_app.services.reads import Reads
from qda_app.ui.dialogs.check_list import CheckList, offer_coders
from qda_app.ui.dialogs.form_dialog import FormDialog
from qda_app.ui.dialogs.template_field import TemplateField
from qda_app.ui.theme import SMALL

WIDTH, MOST = 520, 9  # pixels; examples of a theme


@dataclass(frozen=True, slots=True)
class ThemeWishes:
    """The attribute with a column for each value, the examples of a theme, the coders, the line."""

    template: str
    by: str = ""
    examples: int = 1
    coders: tuple[str, ...] = ()


class ThemesDialog(FormDialog):
    """Asks for the denominators, the examples, the coders and the attribution."""

    def __init__(self, read: Reads, wishes: ThemeWishes, parent: QWidget | None = None) -> None:
        super().__init__("", "", WIDTH, parent)
        self.setWindowTitle(self.tr("Theme table"))
        self.go_on.setText(self.tr("Choose a file…"))
        self.explain(
            self.tr(
                "Every node with its definition, how many participants speak of it, and what they "
                "say. Quotations chosen for the paper come first."
            )
        )
        self.by = attribute_choice(read, wishes.by, self.tr("(none)"))
        self.by.setAccessibleName(self.tr("A column for each value of"))
        self.examples = count_box(wishes.examples, self.tr("Quotations of each theme"))
        self.coders = CheckList(self.tr("Coders"))
        offer_coders(self.coders, read, wishes.coders)
        self.template = TemplateField(read, wishes.template)
        self.template.changed.connect(self._check)
        self.coders.changed.connect(self._check)
        self.form.addRow(self.tr("A column for each value of"), self.by)
        self.form.addRow(self.tr("Quotations of each theme"), self.examples)
        self.form.addRow(self.tr("Coders"), self.coders)
        self.form.addRow(self.tr("Attribution"), self.template)
        self.arrange()
        self._check()

    def _check(self) -> None:
        self.go_on.setEnabled(self.template.usable() and bool(self.coders.names()))
        self.fit()

    def wishes(self) -> ThemeWishes:
        """Return what is asked for."""
        return ThemeWishes(
            self.template.text(),
            self.by.currentData(),
            self.examples.value(),
            self.coders.names(),
        )


def count_box(value: int, name: str) -> QSpinBox:
    """Return a box for how many examples a theme has."""
    made = QSpinBox()
    made.setRange(1, MOST)
    made.setValue(value)
    made.setAccessibleName(name)
    made.lineEdit().setTextMargins(SMALL, 0, 0, 0)
    return made


def attribute_choice(read: Reads, chosen: str, none: str) -> QComboBox:
    """Return a choice among the attributes, or none of them."""
    made = QComboBox()
    made.addItem(none, "")
    for name, _kind in read.attributes():
        made.addItem(name, name)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made
