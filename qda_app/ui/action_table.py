"""Everything the window can do, declared once: menu, words, keys, icon. Keys can be changed."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

WINDOW, CODING, TRANSCRIPT = "window", "coding", "transcript"


@dataclass(frozen=True, slots=True)
class Entry:
    """One action; `needs` says whether a project must be open, `scope` where it acts.

    That is anywhere in the window, on the page that codes, or in its transcript only.
    """

    name: str
    menu: str
    text: str
    keys: str = ""
    icon: str = ""
    scope: str = WINDOW
    needs: bool = True
    tool: bool = False


class ActionTable(QObject):
    """The entries of all menus, in order; an entry without a name is a line between others."""

    def entries(self) -> list[Entry]:
        """Return every action."""
        return [
            *self._file(),
            *self._edit(),
            *self._code(),
            *self._nodes(),
            *self._report(),
            *self._view(),
            *self._help(),
        ]

    def menus(self) -> dict[str, str]:
        """Return the menus' names and titles, from left to right."""
        return {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "code": self.tr("&Code"),
            "nodes": self.tr("&Nodes"),
            "report": self.tr("&Report"),
            "view": self.tr("&View"),
            "help": self.tr("&Help"),
        }

    def _file(self) -> list[Entry]:
        return [
            Entry("new", "file", self.tr("New project…"), "Ctrl+N", needs=False),
            Entry("open", "file", self.tr("Open…"), "Ctrl+O", "open", needs=False),
            Entry("sample", "file", self.tr("Try the sample"), needs=False),
            Entry("", "file", ""),
            Entry("import", "file", self.tr("Import transcripts…"), "Ctrl+I", "import", tool=True),
            Entry("import_cases", "file", self.tr("Participants from a table…")),
            Entry("import_codings", "file", self.tr("Codings from a table…")),
            Entry("export_codings", "file", self.tr("Codings to a table…")),
            Entry("exchange_in", "file", self.tr("From another tool…"), needs=False),
            Entry("exchange_out", "file", self.tr("To another tool…")),
            Entry("backup", "file", self.tr("Save a copy…")),
            Entry("share", "file", self.tr("Share a copy…")),
            Entry("hand_out", "file", self.tr("Hand out a copy…")),
            Entry("merge_copy", "file", self.tr("Merge a copy…")),
            Entry("check", "file", self.tr("Check the project")),
            Entry("audit", "file", self.tr("Audit…")),
            Entry("", "file", ""),
            Entry("identity", "file", self.tr("Who is coding…")),
            Entry("preferences", "file", self.tr("Preferences…"), "Ctrl+,", needs=False),
            Entry("close", "file", self.tr("Close project"), "Ctrl+Shift+W"),
            Entry("quit", "file", self.tr("Quit"), "Ctrl+Q", needs=False),
        ]

    def _edit(self) -> list[Entry]:
        return [
            Entry("undo", "edit", self.tr("Undo"), "Ctrl+Z", "undo", tool=True),
            Entry("redo", "edit", self.tr("Redo"), "Ctrl+Shift+Z", "redo", tool=True),
            Entry("", "edit", ""),
            Entry("find", "edit", self.tr("Find in this source"), "Ctrl+F", "search"),
            Entry("search", "edit", self.tr("Search the project"), "Ctrl+Shift+F"),
            Entry("", "edit", ""),
            Entry("correct", "edit", self.tr("Correct this source's text…")),
        ]

    def _code(self) -> list[Entry]:
        here, done = TRANSCRIPT, self.tr("I am done with this source")
        return [
            Entry("code", "code", self.tr("Code…"), "Return", "code", here, tool=True),
            Entry("palette", "code", self.tr("Code from anywhere…"), "Ctrl+J"),
            Entry("repeat", "code", self.tr("Repeat last node"), "R", "repeat", here, tool=True),
            Entry("in_vivo", "code", self.tr("In vivo"), "V", "in-vivo", here, tool=True),
            Entry("sentence", "code", self.tr("Select the sentence"), "S", scope=here),
            Entry("paragraph", "code", self.tr("Select the paragraph"), "G", scope=here),
            Entry("turn", "code", self.tr("Select the turn"), "T", scope=here),
            Entry("", "code", ""),
            Entry("uncode", "code", self.tr("Uncode"), "Delete", "uncode", here, tool=True),
            Entry("memo", "code", self.tr("Memo…"), "M", "memo", here, tool=True),
            Entry("change_node", "code", self.tr("Change node…"), "W", scope=here),
            Entry("certainty", "code", self.tr("How sure: next"), "C", scope=here),
            Entry("edge", "code", self.tr("Move a boundary"), "E", scope=here),
            Entry("split", "code", self.tr("Split at the cursor"), "X", scope=here),
            Entry("", "code", ""),
            Entry("next", "code", self.tr("Next coding"), "N", scope=here),
            Entry("previous", "code", self.tr("Previous coding"), "P", scope=here),
            Entry("next_uncoded", "code", self.tr("Next uncoded passage"), "U", scope=here),
            Entry("previous_uncoded", "code", self.tr("Previous uncoded passage"), "Y", scope=here),
            Entry("next_turn", "code", self.tr("Next turn"), "J", scope=here),
            Entry("previous_turn", "code", self.tr("Previous turn"), "K", scope=here),
            Entry("", "code", ""),
            Entry("done", "code", done, "", "done", CODING, tool=True),
        ]

    def _nodes(self) -> list[Entry]:
        return [
            Entry("new_node", "nodes", self.tr("New node…"), "Ctrl+Shift+N", "add"),
            Entry("rename_node", "nodes", self.tr("Rename…"), "F2"),
            Entry("find_node", "nodes", self.tr("Find a node"), "Ctrl+L"),
            Entry("", "nodes", ""),
            Entry("template", "nodes", self.tr("Add the template of the CIC study")),
            Entry("import_tree", "nodes", self.tr("Nodes from a table or codebook…")),
        ]

    def _report(self) -> list[Entry]:
        return [Entry("excerpts", "report", self.tr("Quotations for the paper"), "", "report")]

    def _panels(self) -> list[Entry]:
        left, right = self.tr("Sources and nodes"), self.tr("Inspector and history")
        return [
            Entry("left", "view", left, "Ctrl+Shift+L", "panel-left", CODING, tool=True),
            Entry("right", "view", right, "Ctrl+Shift+R", "panel-right", CODING, tool=True),
        ]

    def _view(self) -> list[Entry]:
        previous = self.tr("Previous open source")
        return [
            *self._panels(),
            Entry("next_tab", "view", self.tr("Next open source"), "Ctrl+Tab", scope=CODING),
            Entry("previous_tab", "view", previous, "Ctrl+Shift+Tab", scope=CODING),
            Entry("close_tab", "view", self.tr("Close this source's tab"), "Ctrl+W", scope=CODING),
            Entry("", "view", ""),
            Entry("larger", "view", self.tr("Larger text"), "Ctrl++", scope=CODING),
            Entry("smaller", "view", self.tr("Smaller text"), "Ctrl+-", scope=CODING),
            Entry("normal", "view", self.tr("Normal text size"), "Ctrl+0", scope=CODING),
            Entry("theme", "view", self.tr("Dark or light"), "Ctrl+Shift+D", needs=False),
        ]

    def _help(self) -> list[Entry]:
        return [
            Entry("tour", "help", self.tr("A short tour"), needs=False),
            Entry("shortcuts", "help", self.tr("Shortcuts…"), "F1", needs=False),
            Entry("about", "help", self.tr("About and licences"), needs=False),
        ]
