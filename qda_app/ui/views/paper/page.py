"""Paper: the quotations chosen, ordered, edited and translated, and everything that goes out."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import (
    QComboBox,
    QMenu,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted
from qda_app.domain.text import Span
from qda_app.services.commands.quotations import (
    ChooseQuotations,
    DropQuotations,
    OrderQuotations,
    RenewQuotation,
)
from qda_app.services.consent import Consent
from qda_app.services.consent_list import require_consent
from qda_app.services.counted_text import PARTICIPANTS, WHOLE
from qda_app.services.paper.attribution_fields import fields
from qda_app.services.paper.attributions import (
    by_name_words,
    default_template,
    every_attribution,
    joined,
    narrow,
    presets,
)
from qda_app.services.paper.basket_order import sorted_quotations
from qda_app.services.paper.quotation_documents import (
    CASE,
    CODER,
    NODE,
    NONE,
    SOURCE,
    Choices,
    clipboard,
)
from qda_app.services.paper.quotation_files import checked_choices, usable_template
from qda_app.services.paper.quotes import Entry, Quote, entries, has_changed
from qda_app.services.paper.spread import spread
from qda_app.services.project import Changed
from qda_app.ui.desk import Desk
from qda_app.ui.icons import dress
from qda_app.ui.preferences import TEMPLATE
from qda_app.ui.theme import LARGE, SMALL
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.paper.attribution_bar import AttributionBar
from qda_app.ui.views.paper.basket_paint import Shown
from qda_app.ui.views.paper.basket_panel import BasketPanel
from qda_app.ui.views.paper.chooser import QuotationChooser
from qda_app.ui.views.paper.editor import QuotationEditor
from qda_app.ui.views.paper.exports import PaperExports
from qda_app.ui.views.paper.side import PaperSide
from qda_app.ui.views.paper.trouble import CHANGED, REFUSED, SILENT

GROUP, TEXT = "paper/group", "paper/text"


class PaperPage(ProjectPage):
    """The basket at the left, the quotation in the middle, what to know of them at the right."""

    name = "paper"
    kinds = frozenset(
        {"quotation", "coding", "node", "source", "case", "case_value", "case_link", "attribute"}
        | {"coder", "setting"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._entries: list[Entry] = []
        self._troubles: dict[int, str] = {}
        self._passages_stale = True
        self.basket, self.chooser = BasketPanel(desk.theme), QuotationChooser()
        self.list = self.basket.list
        self.editor, self.side = QuotationEditor(desk), PaperSide()
        self.group = QComboBox()
        self.copy = QPushButton(self.tr("Copy all"))
        self.export = QPushButton(self.tr("Export"))
        self.exports = PaperExports(desk, self.choices, self)
        self.export.setMenu(self.exports.menu())
        self.tabs = QTabWidget()
        self.bar = AttributionBar([self.group, self.copy, self.export])
        self.template, self.example = self.bar.template, self.bar.example
        self._dress()
        self._lay_out()
        self._connect()

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Paper")

    def _dress(self) -> None:
        said, read = self.desk.preferences, self.project.read
        kept = said.get(f"{TEMPLATE}/{read.project_guid()}", "")
        self.template.setEditText(kept or str(said.get(TEMPLATE, default_template(read))))
        self.bar.whole.setChecked(said.get(TEXT, PARTICIPANTS) == WHOLE)
        self.group.setAccessibleName(self.tr("Group by"))
        self.group.setToolTip(self.tr("The headings under which quotations are exported"))
        self.copy.setToolTip(self.tr("Copy as rich text, for a word processor"))
        dress(self.copy, "copy", self.desk.theme)
        dress(self.export, "export", self.desk.theme)

    def _lay_out(self) -> None:
        self.tabs.addTab(self.basket, self.tr("Chosen"))
        self.tabs.addTab(self.chooser, self.tr("All passages"))
        self.tabs.tabBar().setAccessibleName(self.tr("Chosen, or all passages"))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        for part in (self.tabs, self.editor, self.side):
            self.splitter.addWidget(part)
        self.splitter.setSizes([430, 500, 320])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(SMALL)
        layout.addWidget(self.bar)
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self._show_entry)
        self.list.ordered.connect(self._order)
        self.list.dropped.connect(self._drop)
        self.list.copied.connect(self.copy_quotations)
        self.list.opened.connect(self._go)
        self.list.itemDoubleClicked.connect(lambda _item: self._go())
        self.list.customContextMenuRequested.connect(self._menu)
        self.basket.sorted.connect(self.sort_by)
        self.basket.offered.connect(lambda: self.tabs.setCurrentWidget(self.chooser))
        self.chooser.chosen.connect(self._choose)
        self.chooser.node.activated.connect(lambda _at: self._on_node())
        self.tabs.currentChanged.connect(lambda _at: self._on_tab())
        self.copy.clicked.connect(lambda _on: self.copy_quotations(None))
        self.bar.changed.connect(self._on_template)
        self.bar.whole.toggled.connect(lambda _on: self._on_text())
        self.bar.asked.connect(lambda: self.side.tabs.setCurrentIndex(0))
        self.side.chosen.connect(self._go_to_number)
        self.side.required.connect(lambda on: self.desk.run(require_consent(required=on)))
        self.group.activated.connect(lambda _at: self._keep_choices())
        trouble = self.editor.trouble
        trouble.renewed.connect(lambda: self.desk.run(RenewQuotation(self.list.current())))
        trouble.whole_wanted.connect(lambda: self.bar.whole.setChecked(True))
        trouble.dropped.connect(lambda: self._drop([self.list.current()]))
        trouble.opened.connect(self._go)

    def take_focus(self) -> None:
        """Let the keys act on the quotations."""
        (self.list if self._entries else self.basket.offer).setFocus()

    # -- reading -----------------------------------------------------------------------------

    def on_changed(self, change: Changed) -> None:
        """Take note of a change; what is offered is read again only where that matters."""
        self._passages_stale |= bool(change.kinds & self.kinds - {"quotation"})
        super().on_changed(change)

    def refresh(self) -> None:
        """Read the basket again, and what the attributions can name."""
        read = self.project.read
        self._fill_choices()
        self._entries = entries(read, self.choices().text)
        coded = any(read.counts_by_node().values())
        self.basket.show_emptiness(empty=not self._entries, coded=coded)
        self.copy.setEnabled(bool(self._entries))
        self._share_room()
        self._show()
        self._read_passages()

    def _fill_choices(self) -> None:
        read = self.project.read
        self.bar.offer(presets(read), fields(read))
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

    def _on_tab(self) -> None:
        """Give the passages all the room while they are chosen from."""
        self._share_room()
        self._read_passages()

    def _share_room(self) -> None:
        """Show the quotation and what to know only where there is one."""
        choosing = self.tabs.currentWidget() is self.chooser
        for part in (self.editor, self.side):
            part.setHidden(choosing or not self._entries)

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
        text = WHOLE if self.bar.whole.isChecked() else PARTICIPANTS
        return Choices(self.template.currentText(), self.group.currentData() or NONE, text=text)

    def _usable(self) -> Choices:
        """Return the choices, with the usual template while the one being typed cannot be used."""
        choices = self.choices()
        return replace(choices, template=usable_template(self.project.read, choices.template))

    def _show(self) -> None:
        """Show list, quotation, warnings and spread under the attribution that is chosen."""
        read, consent = self.project.read, Consent(self.project.read)
        choices, paths = self._usable(), self.project.read.tree().paths()
        self._troubles = {
            entry.of.id: kind for entry in self._entries if (kind := self._trouble(entry, consent))
        }
        shown, numbers = [], dict[str, list[int]]()
        for number, entry in enumerate(self._entries, 1):
            quote = None if entry.of.id in self._troubles else entry.quote
            said = every_attribution(choices.template, quote, paths) if quote else []
            for one in said:
                numbers.setdefault(one, []).append(number)
            shown.append(self._shown(number, entry, joined(said)))
        self.list.show_entries(shown)
        sifted = consent.sift([entry.quote for entry in self._entries if entry.quote])
        told = narrow(read, sifted.kept, choices.template)
        problems = [
            f"{number}. {entry.problem}"
            for number, entry in enumerate(self._entries, 1)
            if entry.problem and self._troubles.get(entry.of.id) != REFUSED
        ] + by_name_words(read, sifted.kept, choices.template)
        self.side.show_all(sifted, told, numbers, problems, spread(read, sifted.kept))
        self.bar.warn([f"{row.attribution}: {row.participants}" for row in told])
        self.tabs.setTabText(0, self.tr("Chosen ({0})").format(len(self._entries)))

    def _trouble(self, entry: Entry, consent: Consent) -> str:
        """Return why an entry is not printed, nothing where it is."""
        if not consent.allows(entry.of):
            return REFUSED
        if entry.quote is not None:
            return ""
        return CHANGED if has_changed(self.project.read, entry.of) else SILENT

    def _shown(self, number: int, entry: Entry, line: str) -> Shown:
        """Return an entry as the list shows it; the words of who refuses are not shown."""
        trouble = self._troubles.get(entry.of.id, "")
        words = " ".join(entry.quote.printed.text.split()) if entry.quote else ""
        below = line
        if trouble == REFUSED:
            words = self.tr("The words are not shown.")
            below = self.tr("left out: no consent to quote")
        elif trouble:
            words, below = " ".join(self._words(entry).split()), entry.problem
        return Shown(entry.of.id, number, words, below, entry.of.note, bool(trouble))

    def _words(self, entry: Entry) -> str:
        """Return the words that now stand at the place of an entry."""
        return self.project.read.text(entry.of.source)[entry.of.start : entry.of.end]

    def _entry(self, quotation: int) -> Entry | None:
        return next((entry for entry in self._entries if entry.of.id == quotation), None)

    def _show_entry(self, quotation: int) -> None:
        """Show one quotation as it is printed, and its attribution as the example."""
        entry, choices, read = self._entry(quotation), self._usable(), self.project.read
        trouble = self._troubles.get(quotation, "")
        printed = words = ""
        if entry is not None and trouble:
            words = "" if trouble == REFUSED else self._words(entry)
        elif entry is not None and entry.quote is not None:
            bare = replace(choices, translation=False, notes=False)
            printed, _plain = clipboard(read, [entry.quote], bare)
        self.editor.show_entry(entry, printed, trouble, words)
        self._show_example(None if trouble else entry, choices)

    def _show_example(self, entry: Entry | None, choices: Choices) -> None:
        """Show what the template makes of this quotation, else of the first, or what is wrong."""
        try:
            checked_choices(self.project.read, self.choices())
        except QdaError as error:
            self.bar.show_error(str(error))
            return
        usable = [each for each in self._entries if each.of.id not in self._troubles]
        entry = entry or next(iter(usable), None)
        quotes = [entry.quote] if entry and entry.quote else []
        bare = replace(choices, translation=False, notes=False)
        self.bar.show_example(clipboard(self.project.read, quotes, bare)[1])

    # -- acts --------------------------------------------------------------------------------

    def _on_template(self) -> None:
        self._keep_choices()
        self._show()

    def _on_text(self) -> None:
        self._keep_choices()
        self.refresh()

    def _keep_choices(self) -> None:
        """Remember the choices, a template only while it can be used, for this project too."""
        choices, said = self.choices(), self.desk.preferences
        if self._usable().template == choices.template:
            said.set(TEMPLATE, choices.template)
            said.set(f"{TEMPLATE}/{self.project.read.project_guid()}", choices.template)
        said.set(GROUP, choices.by)
        said.set(TEXT, choices.text)

    def _order(self, quotations: Sequence[int]) -> None:
        """Keep an order; the same one is no step that undo would have to take back."""
        if list(quotations) != [entry.of.id for entry in self._entries]:
            self.desk.run(OrderQuotations(quotations))

    def sort_by(self, key: str) -> None:
        """Put the quotations in the order of nodes, participants or sources; ties stay."""
        self._order(sorted_quotations(self.project.read, self._entries, key))

    def _go_to_number(self, number: int) -> None:
        if 0 < number <= len(self._entries):
            self.tabs.setCurrentIndex(0)
            self.list.go_to(self._entries[number - 1].of.id)

    def _choose(self, places: Sequence[tuple[int, int, int, int | None]]) -> None:
        there = {(q.source, q.start, q.end, q.node) for q in (e.of for e in self._entries)}
        if set(places) <= there:
            self.desk.said.emit(self.tr("Chosen already."), False)  # noqa: FBT003
        else:
            self.desk.run(ChooseQuotations(places))

    def _drop(self, quotations: Sequence[int]) -> None:
        if quotations:
            self.desk.run(DropQuotations(quotations))

    def _go(self) -> None:
        entry = self._entry(self.list.current())
        if entry is not None:
            self.desk.go_to(entry.of.source, Span(entry.of.start, entry.of.end))

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
        copied = counted("Copied 1 quotation", "Copied {count} quotations", len(sifted.kept))
        said = [copied, *sifted.statement()]
        self.desk.said.emit(" · ".join(said[:2] if sifted.left_out else said[:1]), False)  # noqa: FBT003

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being written when the page is left."""
        super().hideEvent(event)
        if not self.stopped:
            self.editor.keep()

    def stop(self) -> None:
        """Keep what is being written; read nothing any more."""
        if not self.stopped:
            self.editor.show_entry(None, "")
        super().stop()
