"""The sources beside the transcript: find one, group them, see how far the coders are."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.amounts import codings_words
from qda_app.domain.source import Source
from qda_app.domain.text import fold, natural
from qda_app.services.project import Project
from qda_app.ui.icons import dress
from qda_app.ui.theme import SMALL, TIGHT, Theme

KEY = Qt.ItemDataRole.UserRole
FOUND = Qt.ItemDataRole.UserRole + 1


class SourcePanel(QWidget):
    """Lists the sources with a dot per coder: full when done, half when begun, empty before."""

    chosen = Signal(int)
    menu_requested = Signal(QPoint, int)
    grouped = Signal(str)  # an attribute, empty for none

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = ""
        self._attributes: list[str] = []
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a source"))
        self.filter.setToolTip(self.tr("Looks in the names and in the cases' attributes"))
        self.filter.setAccessibleName(self.tr("Find a source"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.more = QToolButton()
        dress(self.more, "more", theme)
        self.more.setToolTip(self.tr("Group the sources by an attribute"))
        self.more.setAccessibleName(self.tr("Group the sources by an attribute"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        menu.aboutToShow.connect(lambda: self._fill_menu(menu))
        self.more.setMenu(menu)
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setIndentation(12)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setAccessibleName(self.tr("Sources"))
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.currentItemChanged.connect(self._choose)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.empty = QLabel(self.tr("No sources yet. Drop transcripts here, or use File › Import."))
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        heading = QLabel(self.tr("Sources"))
        heading.setProperty("role", "heading")
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        row.addWidget(heading)
        row.addWidget(self.filter, 1)
        row.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        layout.setSpacing(TIGHT)
        layout.addLayout(row)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)

    def group_by(self, attribute: str) -> None:
        """Group by an attribute of the cases heard in a source; by none with an empty name."""
        self._group = attribute

    def refresh(self, project: Project) -> None:
        """Read the sources again, keeping the one chosen."""
        read = project.read
        counts, done, coders = read.counts_by_source(), read.done(), read.coders()
        sight = read.sight()
        self._attributes = [name for name, _kind in read.attributes()]
        values: dict[int, dict[str, str]] = {}
        for case in read.cases():
            for source_id, _speaker in case.links:
                values.setdefault(source_id, {}).update(case.attributes)
        kept = self.current()
        self.list.blockSignals(True)  # noqa: FBT003
        self.list.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        grouped = self._group in self._attributes
        self.list.setRootIsDecorated(grouped)
        for source in sorted(read.sources(), key=lambda s: natural(s.name)):
            known = values.get(source.id, {})
            item = self._item(source, known)
            dots, said = "", []
            for coder in coders:
                if not sight.shows(coder.id, source.id):
                    dots += "–"
                    said.append(self.tr("{0}: hidden while the round is blind").format(coder.name))
                    continue
                count = counts.get((source.id, coder.id), 0)
                finished = (coder.id, source.id) in done
                dots += "●" if finished else "◐" if count else "○"
                state = self.tr("done") if finished else self.tr("not done")
                said.append(f"{coder.name}: {codings_words(count)}, {state}")
            item.setText(1, dots)
            item.setToolTip(1, "\n".join(said))
            if grouped:
                name = known.get(self._group) or self.tr("(nothing)")
                groups.setdefault(name, QTreeWidgetItem([name, ""])).addChild(item)
            else:
                self.list.addTopLevelItem(item)
        for name in sorted(groups, key=natural):
            groups[name].setFlags(Qt.ItemFlag.ItemIsEnabled)
            groups[name].setText(1, str(groups[name].childCount()))
            self.list.addTopLevelItem(groups[name])
            groups[name].setExpanded(True)
        for item in self._items():
            if item.data(0, KEY) == kept:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)  # noqa: FBT003
        self.empty.setVisible(self.list.topLevelItemCount() == 0)
        self._filter(self.filter.text())

    def _item(self, source: Source, values: dict[str, str]) -> QTreeWidgetItem:
        item = QTreeWidgetItem([source.name, ""])
        item.setData(0, KEY, source.id)
        item.setData(0, FOUND, fold(" ".join([source.name, *values.values()])))
        about = [f"{name}: {value}" for name, value in values.items() if value]
        item.setToolTip(0, "\n".join([source.name, *about]))
        return item

    def _items(self) -> Iterator[QTreeWidgetItem]:
        for row in range(self.list.topLevelItemCount()):
            top = self.list.topLevelItem(row)
            if top is not None and top.data(0, KEY) is not None:
                yield top
            elif top is not None:
                children = (top.child(number) for number in range(top.childCount()))
                yield from (child for child in children if child is not None)

    def current(self) -> int | None:
        """Return the id of the chosen source."""
        item = self.list.currentItem()
        key = item.data(0, KEY) if item else None
        return None if key is None else int(key)

    def choose_first(self) -> None:
        """Choose the first source, if none is chosen."""
        if self.current() is None:
            for item in self._items():
                self.list.setCurrentItem(item)
                return

    def choose(self, source: int) -> None:
        """Choose a source as if it had been clicked."""
        for item in self._items():
            if item.data(0, KEY) == source:
                self.list.setCurrentItem(item)

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, KEY) is not None:
            self.chosen.emit(int(item.data(0, KEY)))

    def _filter(self, text: str) -> None:
        words = fold(text).split()
        for item in self._items():
            item.setHidden(not all(word in item.data(0, FOUND) for word in words))
        for row in range(self.list.topLevelItemCount()):
            top = self.list.topLevelItem(row)
            if top is not None and top.data(0, KEY) is None:
                children = (top.child(number) for number in range(top.childCount()))
                top.setHidden(all(child.isHidden() for child in children if child is not None))

    def _fill_menu(self, menu: QMenu) -> None:
        menu.clear()
        for name, text in (("", self.tr("Not grouped")), *((a, a) for a in self._attributes)):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(name == self._group)
            action.triggered.connect(lambda _c, n=name: self.grouped.emit(n))

    def _menu(self, place: QPoint) -> None:
        source = self.current()
        if source is not None:
            self.menu_requested.emit(self.list.viewport().mapToGlobal(place), source)
