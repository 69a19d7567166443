"""Paper: the quotations chosen, ordered, edited and translated, and everything that goes out."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.errors import QdaError
from qda_app.formats.reports.attribution import DEFAULT, attribution
from qda_app.services.commands.quotations import (
    ChooseQuotations,
    DropQuotations,
    OrderQuotations,
)
from qda_app.services.consent import Consent
from qda_app.services.paper.attributions import narrow, presets, values_of
from qda_app.services.paper.quotation_documents import (
    CASE,
    CODER,
    NODE,
    NONE,
    SOURCE,
    Choices,
    clipboard,
)
from qda_app.services.paper.quotation_files import checked_choices
from qda_app.services.paper.quotes import Entry, Quote, entries
from qda_app.services.paper.spread import spread
from qda_app.services.project import Changed
from qda_app.ui.desk import Desk
from qda_app.ui.icons import dress
from qda_app.ui.preferences import TEMPLATE
from qda_app.ui.theme import LARGE, SMALL
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.paper.basket_list import BasketList
from qda_app.ui.views.paper.chooser import QuotationChooser
from qda_app.ui.views.paper.editor import QuotationEditor
from qda_app.ui.views.paper.exports import PaperExports
from qda_app.ui.views.paper.side import PaperSide

GROUP = "paper/group"


class PaperPage(ProjectPage):
    """The basket at the left, the quotation in the middle, what to know of them at the right."""

    name = "paper"
    kinds = frozenset(
        {"quotation", "coding", "node", "source", "case", "case_value", "case_link", "attribute"}
        | {"coder"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._entries: list[Entry] = []
        self._passages_stale = True
        self.list, self.chooser = BasketList(), QuotationChooser()
        self.editor, self.side = QuotationEditor(desk), PaperSide()
        self.template, self.group = QComboBox(), QComboBox()
        self.example = QLabel()
        self.copy = QPushButton(self.tr("Copy all"))
        self.export = QPushButton(self.tr("Export"))
        self.exports = PaperExports(desk, self.choices, self)
        self.export.setMenu(self.exports.menu())
        self.up, self.down = QPushButton(), QPushButton()
        self.drop = QPushButton(self.tr("Take out"))
        self.offer = QPushButton(self.tr("Choose from all passages"))
        self.tabs = QTabWidget()
        self._make_top()
        self._lay_out()
        self._connect()

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Paper")

    def _make_top(self) -> None:
        self.template.setEditable(True)
        self.template.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.template.setAccessibleName(self.tr("Attribution"))
        self.template.setMinimumContentsLength(26)
        self.template.setEditText(str(self.desk.preferences.get(TEMPLATE, DEFAULT)))
        self.group.setAccessibleName(self.tr("Group by"))
        self.example.setProperty("role", "muted")
        self.example.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.copy.setToolTip(self.tr("Copy as rich text, for a word processor"))
        dress(self.copy, "copy", self.desk.theme)
        dress(self.export, "export", self.desk.theme)
        for button, icon, tip in (
            (self.up, "chevron-up", self.tr("Move up (Alt+Up)")),
            (self.down, "chevron-down", self.tr("Move down (Alt+Down)")),
        ):
            dress(button, icon, self.desk.theme)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        self.drop.setToolTip(self.tr("Take the selected quotations out of the paper (Delete)"))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SMALL)
        words = QLabel(self.tr("Attribution"))
        words.setBuddy(self.template)
        top.addWidget(words)
        top.addWidget(self.template)
        top.addWidget(self.example, 1)
        for widget in (self.group, self.copy, self.export):
            top.addWidget(widget)
        chosen = QWidget()
        column = QVBoxLayout(chosen)
        column.setContentsMargins(0, SMALL, 0, 0)
        column.setSpacing(SMALL)
        self.empty = QLabel(
            self.tr(
                "No quotation is chosen yet. Press Q on an excerpt in Retrieve, or choose here "
                "under “All passages”."
            )
        )
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        column.addWidget(self.empty)
        column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        for widget in (self.up, self.down, self.drop):
            row.addWidget(widget)
        row.addStretch(1)
        column.addLayout(row)
        self.tabs.addTab(chosen, self.tr("Chosen"))
        self.tabs.addTab(self.chooser, self.tr("All passages"))
        self.tabs.tabBar().setAccessibleName(self.tr("Chosen, or all passages"))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.tabs, self.editor, self.side):
            self.splitter.addWidget(part)
        self.splitter.setSizes([400, 520, 320])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(SMALL)
        layout.addLayout(top)
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self._show_entry)
        self.list.ordered.connect(lambda keys: self.desk.run(OrderQuotations(keys)))
        self.list.dropped.connect(self._drop)
        self.list.copied.connect(self.copy_quotations)
        self.list.opened.connect(self._go)
        self.list.itemDoubleClicked.connect(lambda _item: self._go())
        self.list.customContextMenuRequested.connect(self._menu)
        self.chooser.chosen.connect(self._choose)
        self.chooser.node.activated.connect(lambda _at: self._on_node())
        self.tabs.currentChanged.connect(lambda _at: self._read_passages())
        self.offer.clicked.connect(lambda _on: self.tabs.setCurrentWidget(self.chooser))
        self.up.clicked.connect(lambda _on: self.list.move(-1))
        self.down.clicked.connect(lambda _on: self.list.move(1))
        self.drop.clicked.connect(lambda _on: self._drop(self.list.selected()))
        self.copy.clicked.connect(lambda _on: self.copy_quotations(None))
        self.template.editTextChanged.connect(lambda _text: self._on_template())
        self.group.activated.connect(lambda _at: self._keep_choices())

    def take_focus(self) -> None:
        """Let the keys act on the quotations."""
        self.list.setFocus()

    # -- reading -----------------------------------------------------------------------------

    def on_changed(self, change: Changed) -> None:
        """Take note of a change; what is offered is read again only where that matters."""
        self._passages_stale |= bool(change.kinds & self.kinds - {"quotation"})
        super().on_changed(change)

    def refresh(self) -> None:
        """Read the basket again, and what the attributions can name."""
        read = self.project.read
        self._fill_choices()
        self._entries = entries(read)
        self.empty.setVisible(not self._entries)
        self.offer.setVisible(not self._entries)
        self._show()
        self._read_passages()

    def _fill_choices(self) -> None:
        read, kept = self.project.read, self.template.currentText()
        blocked = QSignalBlocker(self.template)
        self.template.clear()
        for words, template in presets(read):
            self.template.addItem(template, template)
            self.template.setItemData(self.template.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        self.template.setEditText(kept)
        blocked.unblock()
        wanted = self.group.currentData() or self.desk.preferences.get(GROUP, NONE)
        self.group.clear()
        for words, key in (
            (self.tr("In this order"), NONE),
            (self.tr("By node"), NODE),
            (self.tr("By participant"), CASE),
            (self.tr("By source"), SOURCE),
            (self.tr("By coder"), CODER),
        ):
            self.group.addItem(words, key)
        for name, _kind in read.attributes():
            self.group.addItem(self.tr("By {0}").format(name), name)
        self.group.setCurrentIndex(max(0, self.group.findData(wanted)))

    def _read_passages(self) -> None:
        """Read the passages to choose from, where they are shown."""
        if self.tabs.currentWidget() is not self.chooser:
            return
        chosen = [entry.of for entry in self._entries]
        if self._passages_stale:
            self._passages_stale = False
            self.chooser.read(self.project.read, chosen)
        else:
            self.chooser.mark(chosen)

    def _on_node(self) -> None:
        self._passages_stale = True
        self._read_passages()

    def choices(self) -> Choices:
        """Return how quotations are printed."""
        return Choices(self.template.currentText(), self.group.currentData() or NONE)

    def _usable(self) -> Choices:
        """Return the choices, with the usual template while the one being typed cannot be used."""
        try:
            return checked_choices(self.project.read, self.choices())
        except QdaError as error:
            self.example.setText(str(error))
            self.example.setToolTip(str(error))
            return Choices(DEFAULT, self.group.currentData() or NONE)

    def _show(self) -> None:
        """Show list, quotation, warnings and spread under the attribution that is chosen."""
        read = self.project.read
        self.example.setText("")
        choices, paths = self._usable(), self.project.read.tree().paths()
        lines = [
            attribution(choices.template, values_of(entry.quote, paths)) if entry.quote else ""
            for entry in self._entries
        ]
        quotes = [entry.quote for entry in self._entries if entry.quote]
        sifted = Consent(read).sift(quotes)
        kept = {quote.id for quote in sifted.kept}
        refused = self.tr("left out: no consent to quote")
        below = [
            line if entry.quote is None or entry.of.id in kept else refused
            for entry, line in zip(self._entries, lines, strict=True)
        ]
        self.list.show_entries(self._entries, below)
        problems = [entry.problem for entry in self._entries if entry.problem]
        told = narrow(read, sifted.kept, choices.template)
        self.side.show_all(sifted, told, problems, spread(read, sifted.kept))
        if not self.example.text():
            self.example.setText(next(filter(None, lines), ""))
            self.example.setToolTip(self.tr("The first quotation's attribution"))
        self.tabs.setTabText(0, self.tr("Chosen ({0})").format(len(self._entries)))
        for button in (self.up, self.down, self.drop, self.copy):
            button.setEnabled(bool(self._entries))
        self._show_entry(self.list.current())

    def _entry(self, quotation: int) -> Entry | None:
        return next((entry for entry in self._entries if entry.of.id == quotation), None)

    def _show_entry(self, quotation: int) -> None:
        entry = self._entry(quotation)
        line = ""
        if entry is not None and entry.quote is not None:
            paths = self.project.read.tree().paths()
            line = attribution(self._usable().template, values_of(entry.quote, paths))
        self.editor.show_entry(entry, line)

    # -- acts --------------------------------------------------------------------------------

    def _on_template(self) -> None:
        self._keep_choices()
        self._show()

    def _keep_choices(self) -> None:
        self.desk.preferences.set(TEMPLATE, self.template.currentText())
        self.desk.preferences.set(GROUP, self.group.currentData())

    def _choose(self, places: Sequence[tuple[int, int, int, int | None]]) -> None:
        self.desk.run(ChooseQuotations(places))

    def _drop(self, quotations: Sequence[int]) -> None:
        if quotations:
            self.desk.run(DropQuotations(quotations))

    def _go(self) -> None:
        entry = self._entry(self.list.current())
        if entry is not None and entry.quote is not None:
            self.desk.go_to(entry.of.source, entry.quote.of.span)

    def _menu(self, place: QPoint) -> None:
        """Offer what can be done with the selected quotations."""
        chosen = self.list.selected()
        if not chosen:
            return
        menu = QMenu(self)
        for words, act in (
            (self.tr("Go to the passage\tEnter"), self._go),
            (self.tr("Copy as rich text\tCtrl+C"), lambda: self.copy_quotations(chosen)),
            (self.tr("Take out\tDelete"), lambda: self._drop(chosen)),
        ):
            menu.addAction(words).triggered.connect(lambda _on, do=act: do())
        menu.popup(self.list.viewport().mapToGlobal(place))

    def copy_quotations(self, quotations: Sequence[int] | None) -> None:
        """Copy these quotations, None for all, as rich and as plain text."""
        wanted: list[Quote] = [
            entry.quote
            for entry in self._entries
            if entry.quote is not None and (quotations is None or entry.of.id in quotations)
        ]
        sifted = Consent(self.project.read).sift(wanted)
        rich, plain = clipboard(self.project.read, sifted.kept, self._usable())
        data = QMimeData()
        data.setHtml(rich)
        data.setText(plain)
        QGuiApplication.clipboard().setMimeData(data)
        said = [self.tr("Copied {0} quotations").format(len(sifted.kept)), *sifted.statement()]
        self.desk.said.emit(" · ".join(said[:2] if sifted.left_out else said[:1]), False)  # noqa: FBT003

    def stop(self) -> None:
        """Keep what is being written; read nothing any more."""
        if not self.stopped:
            self.editor.keep()
        super().stop()
