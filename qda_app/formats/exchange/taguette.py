"""Taguette projects (.sqlite3): HTML documents whose highlights count UTF-8 bytes of the text.

Tags have no tree, only names such as `time.lack`; a highlight does not say whose it is, but the
log of commands may.
"""

import json
import re
from bisect import bisect_right
from html.parser import HTMLParser
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.exchange import UNKNOWN, Coding, Memo, Node, Source, Study, User
from qda_app.domain.losses import Losses
from qda_app.domain.messages import say
from qda_app.domain.text import normalise, unwritable
from qda_app.domain.tree import LEVELS, too_deep
from qda_app.formats.exchange.brought import (
    Brought,
    Guids,
    coder_name,
    derived,
    free,
    moment,
    node_name,
    one_line,
)
from qda_app.formats.exchange.databases import (
    Database,
    Progress,
    Row,
    number,
    open_database,
    silent,
    text,
)
from qda_app.formats.exchange.positions import Positions, Reading

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div br li ul ol h1 h2 h3 h4 h5 h6 tr table blockquote pre section article hr dd dt dl",
    )
)
_EMPTY_LINES = re.compile(r"(?:\s*\n)?")
_CELLS, _ROWS = frozenset({"td", "th"}), frozenset({"tr", "table"})
_HIDDEN = frozenset({"script", "style", "title"})


def read_project(path: Path, progress: Progress = silent) -> Brought:
    """Read a file with one project in it, as Taguette exports it."""
    with open_database(path) as database:
        projects = list(database.rows("projects"))
        if len(projects) > 1:
            sentence = (
                "{name} holds {count} Taguette projects: export the one you want from Taguette as "
                "SQLite3."
            )
            raise QdaError(say(sentence, name=path.name, count=len(projects)))
        return _Reader(database, progress).read(projects[0] if projects else {}, path.stem)


class Page(HTMLParser):
    """Strips the tags as Taguette does, puts line breaks where blocks end, tabs between cells.

    `raw` is the text with these; `place` leads from a byte of the stripped text to it. White space
    that only stands between blocks is left out.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._length = self._bytes = self._hidden = 0
        self._starts: list[int] = [0]  # bytes at which a run of text begins
        self._runs: list[tuple[int, str, int]] = [(0, "", 0)]  # its place, itself, what is left out
        self._between = "\n"  # what comes before the text that follows, if any text came before
        self._cells, self._in_cell = 0, False  # cells of this row so far, whether one is open
        self.feed(html)
        self.close()
        self.raw = "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Note the beginning of a block or a cell, and text that nobody sees."""
        self._hidden += tag in _HIDDEN
        if tag in _CELLS:
            if self._cells:
                self._between = self._between.replace("\n", "") + "\t"
            self._cells, self._in_cell = self._cells + 1, True
        else:
            self._note_block(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a block or a cell."""
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        self._in_cell = self._in_cell and tag not in _CELLS
        self._note_block(tag)

    def _note_block(self, tag: str) -> None:
        if tag in _ROWS:
            self._between, self._cells, self._in_cell = "\n", 0, False
        elif tag in _BLOCKS and not self._between.endswith("\t"):
            self._between = "\n"

    def handle_data(self, data: str) -> None:
        """Take text; what follows a block begins a line of its own."""
        if self._hidden:
            return
        left_out = 0
        if not data.strip() and (self._between or (self._cells and not self._in_cell)):
            left_out = len(data)
        elif self._between:
            left_out = len(_EMPTY_LINES.match(data)[0])  # type: ignore[index]
            self._separate()
        self._starts.append(self._bytes)
        self._runs.append((self._length, data, left_out))
        self._parts.append(data[left_out:])
        self._length += len(data) - left_out
        self._bytes += len(data.encode("utf-8", "surrogatepass"))

    def _separate(self) -> None:
        if self._length and not (self._between == "\n" and self._parts[-1].endswith("\n")):
            self._parts.append(self._between)
            self._length += len(self._between)
        self._between = ""

    def place(self, position: int, *, end: bool) -> int | None:
        """Return where a byte of the stripped text lies in `raw`; None beyond its end."""
        if not 0 <= position <= self._bytes:
            return None
        at = max(bisect_right(self._starts, position - 1 if end else position) - 1, 0)
        start, run, left_out = self._runs[at]
        head = run.encode("utf-8", "surrogatepass")[: position - self._starts[at]]
        return start + max(len(head.decode("utf-8", "ignore")) - left_out, 0)


class _Reader:
    """Reads table by table."""

    def __init__(self, database: Database, progress: Progress) -> None:
        self._db, self._losses, self._progress = database, Losses(), progress
        self._guids = Guids(self._losses)
        self._users: dict[str, User] = {}
        self._memos: list[Memo] = []
        self._nodes: dict[str, Node] = {}
        self._tags: dict[int | None, str] = {}
        self._made: dict[int | None, str] = {}

    def read(self, project: Row, title: str) -> Brought:
        """Return the study with its losses."""
        self._read_tags()
        self._authors = self._read_authors()
        self._write(text(project.get("description")), "project", "")
        sources = self._read_documents()
        study = Study(
            one_line(text(project.get("name"))) or title,
            "Taguette",
            tuple(self._users.values()),
            tuple(self._nodes.values()),
            tuple(sources),
            memos=tuple(self._memos),
        )
        return Brought(study, self._losses)

    def _write(self, words: str, kind: str, target: str) -> None:
        if words.strip():
            guid = derived("taguette memo", kind, target, len(self._memos))
            self._memos.append(Memo(guid, words, kind, target))

    def _read_tags(self) -> None:
        """Take tags; their dots make a tree, or the parents that newer files give them."""
        taken: dict[str, set[str]] = {}
        rows = {number(row.get("id")): row for row in self._db.rows("tags")}
        for row in rows.values():
            steps = self._steps(row, rows)
            parent = ""
            for depth, step in enumerate(steps, 1):
                key = "\x1f".join(steps[:depth])
                if key not in self._nodes:
                    name = free(node_name(step), taken.setdefault(parent, set()), str)
                    if name != step:
                        self._losses.add("nodes renamed", f"{step} → {name}")
                    self._nodes[key] = Node(derived("taguette tag", key), parent, name)
                parent = self._nodes[key].guid
            key = "\x1f".join(steps)
            node = self._nodes[key]
            words = text(row.get("description")).strip()
            self._nodes[key] = Node(node.guid, node.parent, node.name, "", words)
            self._tags[number(row.get("id"))] = node.guid

    def _steps(self, row: Row, rows: dict[int | None, Row]) -> list[str]:
        """Return the names from the top of the tree down to a tag's own."""
        found: list[str] = []
        seen: set[int | None] = set()
        tag: Row | None = row
        while tag is not None:
            seen.add(number(tag.get("id")))
            above = number(tag.get("parent_id"))
            over = rows.get(above) if above is not None and above not in seen else None
            steps = self._own_steps(tag, over)
            if tag is row and len(steps) > 1:
                self._losses.add("flat paths", text(row.get("path")))
            found[:0] = steps
            if len(found) > LEVELS:
                raise too_deep(found[-1])
            tag = over
        return found

    def _own_steps(self, tag: Row, over: Row | None) -> list[str]:
        """Return the names that a tag's own path adds below the tag over it, if there is one."""
        written = text(tag.get("path"))
        head = text(over.get("path")) if over is not None else ""
        if head and written.startswith((f"{head}.", f"{head}/")):
            written = written[len(head) + 1 :]
        steps = [step for step in written.split(".") if step.strip()]
        plain = len(steps) < 2 or any(step != step.strip() for step in steps)
        return [written] if plain else steps

    def _read_authors(self) -> dict[int | None, str]:
        """Return who made each highlight, where the log of commands still says so; note when."""
        found: dict[int | None, str] = {}
        for row in self._db.rows("commands"):
            try:
                payload = json.loads(text(row.get("payload")))
            except (ValueError, RecursionError):
                continue
            if isinstance(payload, dict) and payload.get("type") == "highlight_add":
                key = number(payload.get("highlight_id"))
                found.setdefault(key, text(row.get("user_login")))
                self._made.setdefault(key, text(row.get("date")))
        members = {text(row.get("user_login")) for row in self._db.rows("project_members")}
        self._only = next(iter(members)) if len(members) == 1 else ""
        return found

    def _user(self, highlight: int | None, name: str) -> str:
        login = self._authors.get(highlight) or self._only
        key = login or UNKNOWN
        if not login:
            self._losses.add("nobody", name)
        if key not in self._users:
            taken = {user.name.casefold() for user in self._users.values()}
            fresh = free(coder_name(login, say("Unknown coder")), taken)
            self._users[key] = User(derived("taguette user", key), fresh)
        return self._users[key].guid

    def _read_documents(self) -> list[Source]:
        marks: dict[int | None, list[Row]] = {}
        tags: dict[int | None, list[int | None]] = {}
        for row in self._db.rows("highlights"):
            marks.setdefault(number(row.get("document_id")), []).append(row)
        for row in self._db.rows("highlight_tags"):
            tags.setdefault(number(row.get("highlight_id")), []).append(number(row.get("tag_id")))
        sources: list[Source] = []
        taken: set[str] = set()
        of = self._db.count("documents")
        for row in self._db.rows("documents"):
            key = number(row.get("id"))
            written = text(row.get("name"))
            self._progress(len(sources), of, written)
            page = Page(text(row.get("contents")))
            name = one_line(written) or say("Source {number}", number=len(taken) + 1)
            if not page.raw.strip():
                self._losses.add("text empty", name)
                self._keep_textless(name, marks.pop(key, []))
                continue
            name = free(name, taken)
            if name != written:
                self._losses.add("sources renamed", f"{written} → {name}")
            guid = self._guids.own("source", derived("taguette document", key, name))
            self._losses.add("formatting", name)
            self._losses.add("replaced characters", name, unwritable(page.raw))
            self._write(text(row.get("description")), "source", guid)
            sources.append(self._source(guid, name, page, marks.pop(key, []), tags))
        self._losses.add("dangling", "highlights", sum(map(len, marks.values())))
        return sources

    def _keep_textless(self, name: str, marks: list[Row]) -> None:
        """Keep the words of highlights whose document is empty as memos of the project."""
        self._losses.add("textless", name, len(marks))
        for row in marks:
            ends = (row.get("start_offset"), row.get("end_offset"))
            words = say("A passage that could not be placed: {start}–{end}.",
                        start=ends[0], end=ends[1])  # fmt: skip
            self._write(f"{name}. {words}\n{text(row.get('snippet'))}", "project", "")

    def _source(
        self,
        guid: str,
        name: str,
        page: Page,
        marks: list[Row],
        tags: dict[int | None, list[int | None]],
    ) -> Source:
        positions = Positions(page.raw)
        codings: list[Coding] = []
        for row in marks:
            key = number(row.get("id"))
            ends = (number(row.get("start_offset")), number(row.get("end_offset")))
            span = _span(page, positions, *ends)
            marked = [self._tags[tag] for tag in tags.get(key, ()) if tag in self._tags]
            nodes = list(dict.fromkeys(marked))
            if span is None:
                self._losses.add("outside", name, max(len(nodes), 1))
                words = say("A passage that could not be placed: {start}–{end}.",
                            start=ends[0], end=ends[1])  # fmt: skip
                self._write(f"{words}\n{text(row.get('snippet'))}", "source", guid)
                continue
            stands, snippet = positions.text[slice(*span)], Page(text(row.get("snippet"))).raw
            if "".join(stands.split()) != "".join(normalise(snippet).split()):
                self._losses.add("other words", f"{name}: {stands}")
            written = self._made.get(key, "")
            made = moment(f"{written}Z", self._losses) if nodes and written else ""  # it is UTC
            for node in nodes:
                own = self._guids.own("coding", derived("taguette highlight", key, node))
                codings.append(Coding(own, node, self._user(key, name), *span, made))
            if not nodes:
                self._losses.add("bare passages", positions.text[span[0] : span[1]])
                memo = self._guids.own("memo", derived("taguette bare", key))
                words = say("A passage without a node.")
                self._memos.append(Memo(memo, words, "span", guid, "", *span))
        return Source(guid, name, positions.text, "html", tuple(codings))


def _span(
    page: Page, positions: Positions, start: int | None, end: int | None
) -> tuple[int, int] | None:
    if start is None or end is None:
        return None
    first, last = page.place(start, end=False), page.place(end, end=True)
    if first is None or last is None:
        return None
    return positions.span(first, last, Reading())
