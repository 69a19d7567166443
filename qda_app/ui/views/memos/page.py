"""The page of memos: one searchable list, and the one chosen beside it."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.commands.memos import EditMemo, LinkMemos
from qda_app.services.memo_list import MemoLine, memo_lines
from qda_app.ui.desk import Behind, Desk
from qda_app.ui.dialogs.memo import ask_memo
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import LARGE, SMALL
from qda_app.ui.views.page_frame import ProjectPage

KEY = Qt.ItemDataRole.UserRole
TITLE = 60  # characters of a memo that stand for it in a list


class MemosPage(ProjectPage):
    """Memos on the project, sources, passages, nodes, cases, codings and relations."""

    name = "memos"
    kinds = frozenset(
        {"memo", "memo_place", "memo_link", "coding", "node", "source", "case", "relation", "coder"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lines: list[MemoLine] = []
        self._shown: MemoLine | None = None
        self.table = TableView(self.tr("Memos"))
        self.table.grid.selectionModel().currentRowChanged.connect(lambda *_a: self._choose())
        self.table.grid.doubleClicked.connect(lambda _i: self.go())
        self.empty = QLabel(
            self.tr(
                "No memos yet. Write one on the project here, or on a passage, a coding, a source, "
                "a node or a case from its menu."
            )
        )
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setProperty("role", "heading")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("The memo"))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._mark_changed)
        self.links = QListWidget()
        self.links.setAccessibleName(self.tr("Memos it is linked with"))
        self.links.itemActivated.connect(lambda item: self.choose(int(item.data(KEY))))
        self.new = QPushButton(self.tr("New project memo…"))
        self.save = QPushButton(self.tr("Save"))
        self.place = QPushButton(self.tr("Go to what it is about"))
        self.remove = QPushButton(self.tr("Remove"))
        self.link = QPushButton(self.tr("Link…"))
        self.unlink = QPushButton(self.tr("Unlink"))
        for button, run in (
            (self.new, self.write_new),
            (self.save, self.keep),
            (self.place, self.go),
            (self.remove, self.take_away),
            (self.link, self.ask_link),
            (self.unlink, self.cut_link),
        ):
            button.clicked.connect(run)
        self._lay_out()
        self._show_line(None)

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Memos")

    def kinds_in_words(self) -> dict[str, str]:
        """Return what memos can be about."""
        return {
            "project": self.tr("Project"),
            "source": self.tr("Source"),
            "span": self.tr("Passage"),
            "node": self.tr("Node"),
            "case": self.tr("Case"),
            "coding": self.tr("Coding"),
            "relation": self.tr("Relation"),
        }

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.new, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        buttons, linking = QHBoxLayout(), QHBoxLayout()
        for button in (self.save, self.place, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        heading = QLabel(self.tr("Linked with"))
        heading.setProperty("role", "heading")
        linking.addWidget(heading, 1)
        for button in (self.link, self.unlink):
            linking.addWidget(button)
        column = QVBoxLayout(right)
        column.setContentsMargins(SMALL, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.about)
        column.addWidget(self.text, 3)
        column.addLayout(buttons)
        column.addLayout(linking)
        column.addWidget(self.links, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([640, 460])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.addWidget(splitter)

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the memos again; what is being written stays."""
        self._lines = memo_lines(self.project.read)
        words = self.kinds_in_words()
        rows = [
            (
                words[line.memo.kind],
                " ".join(line.memo.text.split()),
                line.about,
                line.memo.coder or self.tr("owner"),
                _when(line.memo.written),
            )
            for line in self._lines
        ]
        header = (
            self.tr("On"),
            self.tr("Memo"),
            self.tr("About"),
            self.tr("By"),
            self.tr("Written"),
        )
        unsaved = self.text.toPlainText() if self._changed() else None
        kept = self._shown.memo.id if self._shown else None
        self.table.show_rows(header, rows)
        self.table.limit_columns(230)
        self.empty.setVisible(not rows)
        if kept is not None:
            self.choose(kept)
        elif self._lines:
            self.choose(self._lines[0].memo.id)
        if unsaved is not None and self._shown is not None:
            self.text.setPlainText(unsaved)

    def choose(self, memo: int) -> None:
        """Choose a memo by its id."""
        rows = [row for row, line in enumerate(self._lines) if line.memo.id == memo]
        if rows:
            self.table.choose_row(rows[0])
            self._show_line(self._lines[rows[0]])
        else:
            self._show_line(None)

    def _choose(self) -> None:
        row = self.table.current_row()
        if row is not None and row < len(self._lines):
            self._keep_if_changed()
            self._show_line(self._lines[row])

    def _show_line(self, line: MemoLine | None) -> None:
        self._shown = line
        self.links.clear()
        mine = line is not None and self.project.viewer_id in {None, line.memo.coder_id}
        self.about.setText(line.about if line else self.tr("Choose a memo in the list."))
        self.text.setPlainText(line.memo.text if line else "")
        self.text.setReadOnly(not mine)
        self.remove.setEnabled(mine)
        for button in (self.link, self.unlink):
            button.setEnabled(line is not None)
        has_place = line is not None and (line.source is not None or line.node is not None)
        self.place.setEnabled(has_place)
        self._mark_changed()
        known = {each.memo.id: each for each in self._lines}
        for other in line.memo.links if line else ():
            if other in known:
                item = QListWidgetItem(_title(known[other]))
                item.setData(KEY, other)
                self.links.addItem(item)

    def _changed(self) -> bool:
        return self._shown is not None and self.text.toPlainText() != self._shown.memo.text

    def _mark_changed(self) -> None:
        self.save.setEnabled(self._changed())

    # -- acting --------------------------------------------------------------------------------

    def keep(self) -> None:
        """Save what was written; an empty text removes the memo."""
        if self._shown is not None and self._changed():
            self.desk.run(EditMemo(self._shown.memo.id, self.text.toPlainText()))

    def _keep_if_changed(self) -> None:
        """Save before another memo is shown, so that nothing written is lost."""
        if self._changed() and self.text.toPlainText().strip():
            self.keep()

    def take_away(self) -> None:
        """Remove the memo shown; undo brings it back."""
        if self._shown is not None:
            self.desk.run(EditMemo(self._shown.memo.id, ""))

    def write_new(self) -> None:
        """Ask for the person's memo on the project."""
        read = self.project.read
        title = self.tr("Memo on the project")
        ask_memo(self.desk, read.project_guid(), "project", title, read.title(), self)

    def go(self) -> None:
        """Go to what the memo is about: its passage, its source, or its node's excerpts."""
        line = self._shown
        if line is None:
            return
        if line.source is not None:
            self.desk.go_to(line.source, line.span)
        elif line.node is not None:
            self.desk.show_excerpts(Behind(line.about, nodes=frozenset({line.node})))

    def ask_link(self) -> None:
        """Ask which other memo to link with."""
        if self._shown is None:
            return
        mine = self._shown.memo
        others = [each for each in self._lines if each.memo.id not in {mine.id, *mine.links}]
        names = [f"{number}. {_title(each)}" for number, each in enumerate(others, start=1)]
        if not names:
            self.desk.refused.emit(self.tr("There is no other memo to link with."))
            return
        title = self.tr("Link with")
        chosen, accepted = QInputDialog.getItem(self, title, "", names, 0, False)  # noqa: FBT003
        if accepted:
            self.desk.run(LinkMemos(mine.id, others[names.index(chosen)].memo.id))

    def cut_link(self) -> None:
        """Unlink the memo chosen among the links."""
        item: QListWidgetItem | None = self.links.currentItem()
        if self._shown is None or item is None:
            self.desk.refused.emit(self.tr("Choose a linked memo in the list below first."))
            return
        self.desk.run(LinkMemos(self._shown.memo.id, int(item.data(KEY)), linked=False))

    def stop(self) -> None:
        """Save what was written; the project is about to be closed."""
        self._keep_if_changed()
        super().stop()


def _when(time: str) -> str:
    return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M") if time else ""


def _title(line: MemoLine) -> str:
    text = " ".join(line.memo.text.split())
    short = text if len(text) <= TITLE else text[:TITLE] + "…"
    return f"{short} ({line.about})"
