"""Retrieve: coded passages of one or many nodes, of a query, or behind a figure."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QInputDialog, QWidget

from qda_app.domain.amounts import in_sources, passages_words
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted
from qda_app.domain.query import Query, SavedQuery
from qda_app.domain.tree import Tree
from qda_app.services.commands.queries import SaveQuery
from qda_app.services.retrieval.excerpts import Excerpt, fits, retrieve
from qda_app.services.retrieval.groups import Group, grouped, ordered
from qda_app.services.retrieval.queries import evaluate
from qda_app.services.retrieval.query_json import from_json, to_json
from qda_app.services.retrieval.query_words import in_words
from qda_app.services.retrieval.transcripts import Transcripts
from qda_app.ui.desk import Behind, Desk
from qda_app.ui.views.palette import PaletteEntry
from qda_app.ui.views.retrieve.frame import RetrieveFrame

AROUND = {"sentence": 120, "paragraph": 250, "turn": 250}


class RetrievePage(RetrieveFrame):
    """Excerpts in a list, what to retrieve at the left, whose and how above."""

    name: ClassVar[str] = "retrieve"
    kinds: ClassVar[frozenset[str]] = frozenset({
        "coding", "node", "source", "memo", "coder", "case", "case_value", "attribute",
        "case_link", "saved_query", "certainty",
    })  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._tree = Tree([])
        self._counts: dict[int, int] = {}
        self._behind: Behind | None = None
        self._asking = False
        self._found: list[Excerpt] = []
        self._shown: list[Excerpt] = []
        self._every = 0  # how many there would be without a filter
        self._connect()

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Retrieve")

    def _connect(self) -> None:
        self.nodes.changed.connect(self._on_nodes)
        self.saved.chosen.connect(self.ask_saved)
        self.saved.new_requested.connect(self.new_query)
        self.bar.filtered.connect(self._retrieve)
        self.bar.arranged.connect(self._arrange)
        self.builder.changed.connect(lambda _query: self._begin())
        self.builder.closed.connect(self.leave_query)
        self.builder.save_requested.connect(self.save_query)
        self.field.textChanged.connect(lambda _text: self._arrange())
        self.field.returnPressed.connect(self._enter_list)
        self.back.clicked.connect(lambda _on: self.leave_behind())
        self.show_all.clicked.connect(lambda _on: self._show_everything())
        self.export.clicked.connect(lambda _on: self.acts.export(self._shown, self._about()))
        self.to_code.clicked.connect(lambda _on: self.desk.page_requested.emit("code"))
        self.list.opened.connect(lambda e: self.desk.go_to(e.source, e.span))
        self.list.asked.connect(self._act)
        self.list.customContextMenuRequested.connect(self._menu)
        self.desk.theme.changed.connect(self._dress)

    # -- what is retrieved -------------------------------------------------------------------

    def refresh(self) -> None:
        """Read tree, people, transcripts and codings again; the place in the list stays."""
        read = self.project.read
        self._tree = read.tree()
        self.transcripts = Transcripts(read)
        coders = read.coders()
        self.words.show_names(self._tree, coders)
        self._counts = read.counts_by_node()
        self.nodes.show_tree(self._tree, self._counts)
        self.bar.refresh(coders, [name for name, _kind in read.attributes()], read.cases())
        self.saved.show_queries(read.saved_queries())
        self.builder.show_tree(self._tree)
        usable = [node for node in self._tree.order if not node.retired]
        self.palette_box.set_entries(
            PaletteEntry(n.id, self._tree.names(n.id), self.nodes.model.colour(n.id))
            for n in usable
        )
        self._retrieve()

    def _on_nodes(self) -> None:
        self._behind = None
        self._leave_builder()
        self._begin()

    def _begin(self) -> None:
        """Retrieve something else, from its beginning."""
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())
        self.list.verticalScrollBar().setValue(0)
        self._retrieve()

    def show_behind(self, behind: Behind) -> None:
        """Show exactly the codings behind a figure, until the person goes back."""
        self._behind = behind
        self._leave_builder()
        self.field.clear()
        self.nodes.choose([], quiet=True)
        self.bar.show_all(quiet=True)
        self._begin()

    def leave_behind(self) -> None:
        """Show the nodes again."""
        self._behind = None
        self._begin()

    def new_query(self) -> None:
        """Open the builder for a new query, at the node chosen."""
        chosen = self.nodes.chosen()
        self._behind, self._asking = None, True
        self.saved.list.setCurrentRow(-1)
        self.nodes.choose([], quiet=True)
        self.builder.show()
        self.builder.start(chosen[0] if len(chosen) == 1 else None)

    def ask_saved(self, saved: SavedQuery) -> None:
        """Ask a saved query again."""
        try:
            query = from_json(saved.definition, self._tree)
        except QdaError as error:
            self.desk.refused.emit(str(error))
            return
        self._behind, self._asking = None, True
        self.nodes.choose([], quiet=True)
        self.builder.show()
        self.builder.show_query(query)

    def save_query(self) -> None:
        """Ask for a name and keep the query, in place of the one of that name."""
        query, known = self.query(), self.saved.current()
        if query is None:
            return
        name, accepted = QInputDialog.getText(
            self, self.tr("Save the query"), self.tr("Name"), text=known.name if known else ""
        )
        if not accepted:
            return
        same = known.id if known is not None and known.name == name.strip() else None
        self.desk.run(SaveQuery(name, to_json(query, self._tree), same))

    def leave_query(self) -> None:
        """Close the builder and show the nodes again."""
        self._leave_builder()
        self._begin()

    def _leave_builder(self) -> None:
        self._asking = False
        self.builder.hide()
        self.saved.list.setCurrentRow(-1)

    def query(self) -> Query | None:
        """Return the query that is asked; None where none is, or a node is missing in it."""
        return self.builder.query() if self._asking else None

    def _retrieve(self) -> None:
        """Read the excerpts wanted from the project."""
        if self.transcripts is None:
            return
        whose = self.bar.coders()
        self._found = self._read(whose)
        self._every = len(self._found) if whose is None else len(self._read(None))
        self._arrange()

    def _read(self, coders: frozenset[int] | None) -> list[Excerpt]:
        read, transcripts, once = self.project.read, self.transcripts, self.bar.once.isChecked()
        if self._asking:
            query = self.query()
            if query is None:
                return []
            return evaluate(read, query, coders=coders, transcripts=transcripts)
        if self._behind is not None:
            of = self._behind
            whose = coders if of.coders is None else of.coders & (coders or of.coders)
            return retrieve(
                read, of.nodes, with_below=False, coders=whose, sources=of.sources, ids=of.ids,
                merge_same=once, transcripts=transcripts,
            )  # fmt: skip
        return retrieve(
            read, self.nodes.chosen() or None, with_below=self.nodes.below.isChecked(),
            coders=coders, merge_same=once, transcripts=transcripts,
        )  # fmt: skip

    # -- how it is shown ---------------------------------------------------------------------

    def _arrange(self) -> None:
        """Filter, sort and group what was retrieved, and say how much that is."""
        self._learn_sentences()
        place = self.list.currentIndex().row()
        before, group = self.model.excerpt(place), self.model.group_of(place)
        scrolled = self.list.verticalOffset()
        self.words.look_for(self.field.text())
        self._shown = [
            e for e in self._found if fits(e, self.bar.cases.where) and self.words.fits(e)
        ]
        by = self.bar.group.currentData() or ""
        rows = ordered(self._shown, self.bar.sort.currentData(), self._tree)
        groups = (
            grouped(rows, by, self._tree, self.words.coders) if by else [Group("", "", tuple(rows))]
        )
        self.sheet.forget()
        self.list.extra = self._extra()
        self.model.show_groups(groups, headed=bool(by))
        self.list.verticalScrollBar().setValue(scrolled)
        self._restore(before, group, place)
        self._tell()

    def _restore(self, before: Excerpt | None, group: Group | None, place: int) -> None:
        """Make the excerpt current that was, or what has taken its place."""
        if before is None:
            return
        row = self.model.row_of(before, group.key if group else None)
        if row is None:
            near = [r for r in (place, place - 1, place + 1) if self.model.excerpt(r) is not None]
            row = near[0] if near else None
        if row is not None:
            self.list.go_to_row(row)

    def _extra(self) -> int:
        around = self.bar.around()
        return 2 * around if isinstance(around, int) else AROUND.get(around or "", 0)

    def _tell(self) -> None:
        """Say what is shown, how much it is, and what is hidden."""
        shown = self._shown
        self.heading.setText(self._heading())
        self.heading.setToolTip(self.heading.text())
        self.count.setText(self.words.count(shown))
        self.export.setEnabled(bool(shown))
        self._tell_hidden()
        self.behind_line.setVisible(self._behind is not None)
        self.behind_words.setText(self._behind.title if self._behind else "")
        self.banners.setVisible(self._behind is not None or not self.hidden_line.isHidden())
        query = self.query()
        if self._asking:
            self.builder.show_found(self._said(query) if query else "")
            self.builder.save.setEnabled(query is not None)
        self.stack.setCurrentIndex(0 if shown else 1)
        if not shown:
            self._tell_empty()

    def _said(self, query: Query) -> str:
        """Say what is asked and how much was found."""
        asked = in_words(query, self._tree)
        sources = len({excerpt.source for excerpt in self._shown})
        found = in_sources(passages_words(len(self._shown)), sources)
        return f"{asked[:1].upper()}{asked[1:]}: {found}"

    def _tell_hidden(self) -> None:
        parts = self.bar.said()
        if self.field.text().strip():
            parts.append(f"“{self.field.text().strip()}”")
        self.hidden_line.setVisible(bool(parts))
        words = counted(
            "Only {what}: {shown} of 1 excerpt is shown.",
            "Only {what}: {shown} of {count} excerpts are shown.",
            self._every,
            what=" · ".join(parts),
            shown=len(self._shown),
        )
        self.hidden_words.setText(words)

    def _tell_empty(self) -> None:
        hidden = bool(self.bar.hides() or self.field.text().strip())
        nothing = not self._counts
        if nothing:
            words = self.tr(
                "Nothing is coded yet. What you code in the transcripts is retrieved here."
            )
        elif self._asking and self.query() is None:
            words = self.tr("Choose the nodes of your query above; what it finds stands here.")
        elif hidden:
            words = self.tr("No excerpt fits what is shown. “Show all” takes the filters off.")
        elif self._asking:
            words = self.tr("No passage fits this query. Try another relation, or a wider reach.")
        else:
            words = self.tr("Nothing is coded at the nodes chosen.")
        self.empty.setText(words)
        self.to_code.setVisible(nothing)

    def _heading(self) -> str:
        if self._asking:
            return self.tr("Query")
        if self._behind is not None:
            return self.tr("Behind a figure")
        chosen = self.nodes.chosen()
        if not chosen:
            return self.tr("All nodes")
        if len(chosen) == 1:
            return self._tree.path(chosen[0]).replace(" > ", " › ")
        return ", ".join(self._tree.by_id[node].name for node in chosen)

    def _about(self) -> str:
        """Say in words what an exported file holds."""
        query = self.query()
        what = in_words(query, self._tree) if query else self._heading()
        if self._behind is not None:
            what = self._behind.title
        return " · ".join([what, *self.bar.said(), self.words.count(self._shown)])

    def _show_everything(self) -> None:
        self.field.clear()
        self.bar.show_all()

    def _dress(self) -> None:
        self.nodes.show_tree(self._tree, self._counts)
        self.list.relay()

    # -- keys and menu -----------------------------------------------------------------------

    def _enter_list(self) -> None:
        self.list.setFocus()
        if not self.list.currentIndex().isValid() and self.model.rows:
            self.list.go_to_row(1 if self.model.headings else 0)

    def _place(self) -> QPoint:
        rect = self.list.visualRect(self.list.currentIndex())
        top = max(0, min(rect.top(), self.list.viewport().height() - 320))
        return self.list.viewport().mapToGlobal(QPoint(rect.width() // 4, top))

    def _group(self) -> object:
        """Return the node whose group the current row stands in; None elsewhere."""
        group = self.model.group_of(self.list.currentIndex().row())
        by_node = self.bar.group.currentData() == "node"
        return group.key if group is not None and by_node else None

    def _act(self, what: str) -> None:
        chosen: Sequence[Excerpt] = self.list.chosen()
        if what == "find":
            self.field.setFocus()
        elif what == "copy":
            self.acts.copy(chosen, self.words.line)
        elif what == "recode":
            self.acts.recode(chosen, self._group(), self._place())
        elif what == "memo" and chosen:
            self.acts.write_memo(chosen, self._group())
        elif what == "uncode":
            self.acts.uncode(chosen, self._group())
        elif what == "quote":
            self.acts.quote(chosen, self._group())

    def _menu(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        if self.model.excerpt(index.row()) is None:
            return
        at = self.list.viewport().mapToGlobal(place)
        menu = self.acts.menu(self.list.chosen(), self._group(), self.words.line, at)
        menu.popup(at)
