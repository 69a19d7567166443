"""The sources that are open, one tab each."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget

TABS = 8  # sources kept open
NAME = 24  # characters of a name that a tab shows at least, before the tabs scroll


class SourceTabs(QTabBar):
    """One tab for each open source; a new one takes the place of the oldest where needed."""

    chosen = Signal(int)  # source

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Open sources"))
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setUsesScrollButtons(True)
        self.currentChanged.connect(self._on_current)
        self.tabCloseRequested.connect(self.close_tab)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the least size of a tab: its name is read, or a good part of a long one."""
        whole = self.tabSizeHint(index)
        measure = self.fontMetrics()
        spare = measure.horizontalAdvance(self.tabText(index)) - NAME * measure.averageCharWidth()
        return QSize(whole.width() - max(0, spare), whole.height())

    def open(self) -> list[int]:
        """Return the sources that are open, from left to right."""
        return [int(self.tabData(number)) for number in range(self.count())]

    def show_source(self, source: int, names: Mapping[int, str]) -> None:
        """Bring a source's tab to the front."""
        self.blockSignals(True)  # noqa: FBT003
        known = self.open()
        if source not in known:
            if self.count() >= TABS:
                self.removeTab(0)
            self.setTabData(self.addTab(""), source)
        self.setCurrentIndex(self.open().index(source))
        self.blockSignals(False)  # noqa: FBT003
        self.rename(names)

    def rename(self, names: Mapping[int, str]) -> None:
        """Give every tab its source's name; sources that are gone lose theirs."""
        self.blockSignals(True)  # noqa: FBT003
        for number in reversed(range(self.count())):
            name = names.get(self.tabData(number))
            if name is None:
                self.removeTab(number)
            else:
                self.setTabText(number, name.replace("&", "&&"))
                self.setTabToolTip(number, name)
        self.blockSignals(False)  # noqa: FBT003

    def close_tab(self, number: int | None = None) -> None:
        """Close a tab, by default the current one; the last one stays."""
        if self.count() > 1:
            self.removeTab(self.currentIndex() if number is None else number)

    def step(self, way: int) -> None:
        """Go to the next (1) or the previous (-1) open source, around the end."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + way) % self.count())

    def _on_current(self, number: int) -> None:
        source = self.tabData(number)
        if source is not None:
            self.chosen.emit(int(source))
