"""QualCoder projects: the database of a `.qda` folder, of the first version to the fourth.

Positions should be code points into the text, but move by one for each emoji before them; the
words kept beside each coding tell which it is.
"""

from collections.abc import Iterator
from pathlib import Path

from qda_app.domain.exchange import UNKNOWN, Case, Coding, Memo, Node, Source, Study, User
from qda_app.domain.losses import Losses
from qda_app.domain.messages import say
from qda_app.domain.text import unwritable
from qda_app.formats.exchange.brought import (
    Brought,
    Guids,
    coder_name,
    color,
    derived,
    fitting,
    free,
    moment,
    node_name,
    one_line,
)
from qda_app.formats.exchange.databases import (
    Database,
    Progress,
    Row,
    data_file,
    number,
    open_database,
    silent,
    text,
)
from qda_app.formats.exchange.evidence import Judged, Selection, judge, on_words
from qda_app.formats.exchange.positions import Positions

_BESIDE = {"graph": "graphs", "stored_sql": "stored queries"}
_MEDIA = ("images:", "/images", "audio:", "/audio", "video:", "/video")


def read_project(path: Path, progress: Progress = silent) -> Brought:
    """Read a QualCoder folder or its data.qda."""
    with open_database(data_file(path)) as database:
        reader = _Reader(database, progress)
        title = path.stem if path.is_dir() else path.parent.stem
        return reader.read(title)


class _Reader:
    """Reads table by table; `_nodes` and `_sources` lead from numbers to GUIDs."""

    def __init__(self, database: Database, progress: Progress) -> None:
        self._db, self._losses, self._progress = database, Losses(), progress
        self._guids = Guids(self._losses)
        self._users: dict[str, User] = {}
        self._nodes: dict[tuple[str, int | None], Node] = {}
        self._positions: dict[int | None, Positions] = {}
        self._names: dict[int | None, str] = {}
        self._memos: list[Memo] = []

    def read(self, title: str) -> Brought:
        """Return the study with its losses."""
        self._read_tree()
        rows = self._read_texts()
        marks = list(self._db.rows("code_text"))
        judged = self._judge(rows, marks)
        sources = tuple(self._sources(rows, marks, judged))
        cases, attributes = self._cases()
        self._read_annotations(judged)
        self._read_rest()
        study = Study(
            title,
            "QualCoder",
            tuple(self._users.values()),
            tuple(self._nodes.values()),
            sources,
            tuple(attributes),
            tuple(cases),
            tuple(self._memos),
        )
        return Brought(study, self._losses, tuple(judged.values()))

    def _user(self, name: object, what: str = "") -> str:
        """Return a coder's GUID by the name in a row; `what` is given where one is needed."""
        written = text(name)
        if not written.strip() and not what:
            return ""
        key = written.strip() or UNKNOWN
        if key not in self._users:
            taken = {user.name.casefold() for user in self._users.values()}
            fresh = free(coder_name(written, say("Unknown coder")), taken)
            if key == UNKNOWN:
                self._losses.add("nobody", what)
            elif fresh != written:
                self._losses.add("coders renamed", f"{written} → {fresh}")
            self._users[key] = User(derived("qualcoder user", key), fresh)
        return self._users[key].guid

    def _write(self, words: object, kind: str, target: str, owner: object = "",
               start: int = 0, end: int = 0) -> None:  # fmt: skip
        if text(words).strip():
            guid = derived("qualcoder memo", kind, target, len(self._memos))
            memo = Memo(guid, text(words), kind, target, self._user(owner), start, end)
            self._memos.append(memo)

    # -- nodes -------------------------------------------------------------------------------

    def _read_tree(self) -> None:
        """Take categories and codes; a code lies below its code, else below its category."""
        waiting: list[tuple[str, int | None, tuple[str, int | None] | None, Row]] = []
        for row in self._db.rows("code_cat"):
            above = number(row.get("supercatid"))
            parent = ("cat", above) if above is not None else None
            waiting.append(("cat", number(row.get("catid")), parent, row))
        for row in self._db.rows("code_name"):
            code, cat = number(row.get("supercid")), number(row.get("catid"))
            over = ("code", code) if code is not None else None
            over = over or (("cat", cat) if cat is not None else None)
            waiting.append(("code", number(row.get("cid")), over, row))
        known = {(kind, key) for kind, key, _over, _row in waiting}
        taken: dict[str, set[str]] = {}
        left = dict(enumerate(waiting))
        below: dict[tuple[str, int | None], list[int]] = {}
        for place, each in left.items():
            if each[2] is not None:
                below.setdefault(each[2], []).append(place)
        ready = [place for place, each in left.items() if each[2] not in known]
        while left:
            ready = ready or [next(iter(left))]  # what lies below itself goes to the top
            level = [left.pop(place) for place in ready if place in left]
            for each in level:
                self._add_node(each, taken)
            ready = sorted(place for each in level for place in below.get(each[:2], ()))

    def _add_node(
        self,
        item: tuple[str, int | None, tuple[str, int | None] | None, Row],
        taken: dict[str, set[str]],
    ) -> None:
        kind, key, over, row = item
        parent = self._nodes[over].guid if over is not None and over in self._nodes else ""
        if over is not None and not parent:
            self._losses.add("dangling", text(row.get("name")))
        written = text(row.get("name"))
        name = free(node_name(written), taken.setdefault(parent, set()), str)
        if name != written:
            self._losses.add("nodes renamed", f"{written} → {name}")
        if kind == "cat":
            self._losses.add("folders", name)
        guid = self._guids.own("node", derived("qualcoder", kind, key, written))
        shade = color(text(row.get("color")), self._losses)
        self._nodes[kind, key] = Node(guid, parent, name, shade, text(row.get("memo")).strip())
        self._user(row.get("owner"))

    # -- texts and codings -------------------------------------------------------------------

    def _read_texts(self) -> dict[int | None, Row]:
        found: dict[int | None, Row] = {}
        taken: set[str] = set()
        of = self._db.count("source")
        for row in self._db.rows("source"):
            key, written = number(row.get("id")), text(row.get("name"))
            self._progress(len(found), of, written)
            name = one_line(written) or say("Source {number}", number=len(found) + 1)
            body = text(row.get("fulltext"))
            media = text(row.get("mediapath"))
            seen = media.startswith(_MEDIA)
            self._losses.add("media", name, int(seen))
            if not body.strip():
                self._names[key] = name
                if not seen:
                    self._losses.add("text empty", name)
                if text(row.get("memo")).strip():
                    self._write(f"{name}: {text(row.get('memo'))}", "project", "", row.get("owner"))
                continue
            fresh = free(name, taken)
            if fresh != written:
                self._losses.add("sources renamed", f"{written} → {fresh}")
            self._names[key] = fresh
            self._positions[key] = Positions(body)
            self._losses.add("replaced characters", fresh, unwritable(body))
            self._losses.add("recomposed", fresh, int(self._positions[key].recomposed))
            found[key] = row
        return found

    def _judge(self, rows: dict[int | None, Row], marks: list[Row]) -> dict[int | None, Judged]:
        chosen: dict[int | None, list[Selection]] = {key: [] for key in rows}
        for row in marks:
            start, end = number(row.get("pos0")), number(row.get("pos1"))
            key = number(row.get("fid"))
            if key in chosen and start is not None and end is not None:
                chosen[key].append(Selection(start, end, text(row.get("seltext"))))
        texts = [(self._names[key], self._positions[key], chosen[key]) for key in rows]
        return dict(zip(rows, judge(texts, "QualCoder"), strict=True))

    def _guid(self, key: int | None) -> str:
        return derived("qualcoder source", key, self._names.get(key, ""))

    def _sources(
        self, rows: dict[int | None, Row], marks: list[Row], judged: dict[int | None, Judged]
    ) -> Iterator[Source]:
        codings: dict[int | None, list[Coding]] = {key: [] for key in rows}
        raw: dict[int | None, list[tuple[str, int, int]]] = {key: [] for key in rows}
        for place, row in enumerate(marks):
            if not place % 1_000:
                self._progress(place, len(marks), "")
            key = number(row.get("fid"))
            coding = self._coding(row, place, judged)
            if coding is not None:
                codings[key].append(coding)
                start, end = number(row.get("pos0")) or 0, number(row.get("pos1")) or 0
                raw[key].append((coding.guid, start, end))
        for key, row in rows.items():
            guid, each = self._guid(key), judged[key]
            self._write(row.get("memo"), "source", guid, row.get("owner"))
            sure = each.confidence == "certain"
            yield Source(
                guid,
                self._names[key],
                self._positions[key].text,
                "text",
                tuple(codings[key]),
                () if sure else (each.sentence(),),
                () if sure else tuple(raw[key]),
            )

    def _coding(self, row: Row, place: int, judged: dict[int | None, Judged]) -> Coding | None:
        """Return one coding; kept as a memo, and None, where it has no node or no place."""
        key = number(row.get("fid"))
        start, end = number(row.get("pos0")), number(row.get("pos1"))
        node = self._nodes.get(("code", number(row.get("cid"))))
        positions = self._positions.get(key)
        self._losses.add("marked important", "", int(bool(number(row.get("important")))))
        span = None
        if positions is not None and start is not None and end is not None:
            words = text(row.get("seltext"))
            span, done = on_words(positions, start, end, words, judged[key].reading)
            if done:
                self._losses.add(done, f"{self._names[key]}: {words}")
        if span is None or node is None or positions is None:
            lacking = "textless" if positions is None else "outside"
            loss = "node missing" if span is not None else lacking
            self._unplaced(loss, row, f"{start}–{end}", node, text(row.get("seltext")))
            return None
        user = self._user(row.get("owner"), self._names[key])
        guid = derived("qualcoder coding", place, key, start, end, node.guid)
        self._write(row.get("memo"), "coding", guid, row.get("owner"))
        made = moment(text(row.get("date")), self._losses)
        return Coding(guid, node.guid, user, *span, made)

    def _unplaced(self, loss: str, row: Row, place: str, node: Node | None, words: str) -> None:
        key = number(row.get("fid", row.get("id")))
        if loss == "media codings":
            self._losses.add("marked important", "", int(bool(number(row.get("important")))))
        name = self._names.get(key, "?")
        title = node.name if node else "?"
        self._losses.add(loss, f"{name}: {title}")
        said = say("Coding at “{node}” in {name}, {place}.", node=title, name=name, place=place)
        lines = "\n".join(part for part in (said, words, text(row.get("memo"))) if part.strip())
        kind, target = ("source", self._guid(key)) if key in self._positions else ("project", "")
        self._write(lines, kind, target, row.get("owner"))

    # -- cases and the rest ------------------------------------------------------------------

    def _cases(self) -> tuple[list[Case], list[tuple[str, str]]]:
        cases: dict[int | None, Case] = {}
        taken: set[str] = set()
        for row in self._db.rows("cases"):
            key = number(row.get("caseid"))
            name = free(one_line(text(row.get("name"))) or f"Case {key}", taken)
            cases[key] = Case(self._guids.own("case", derived("qualcoder case", key, name)), name)
            self._write(row.get("memo"), "case", cases[key].guid, row.get("owner"))
        heard: dict[str, list[str]] = {case.guid: [] for case in cases.values()}
        self._read_case_texts(cases, heard)
        values: dict[str, dict[str, str]] = {case.guid: {} for case in cases.values()}
        for row in self._db.rows("attribute"):
            self._read_value(row, cases, heard, values, taken)
        found = [Case(c.guid, c.name, values[c.guid], tuple(heard[c.guid])) for c in cases.values()]
        return found, self._attributes(found)

    def _read_case_texts(self, cases: dict[int | None, Case], heard: dict[str, list[str]]) -> None:
        for row in self._db.rows("case_text"):
            case, key = cases.get(number(row.get("caseid"))), number(row.get("fid"))
            if case is None or key not in self._names:
                self._losses.add("dangling", "case_text")
                continue
            if key not in self._positions:
                continue  # a picture or a recording, counted already
            if self._guid(key) not in heard[case.guid]:
                heard[case.guid].append(self._guid(key))
            start, end = number(row.get("pos0")) or 0, number(row.get("pos1")) or 0
            if start > 0 or end < len(self._positions[key].text) - 1:
                self._losses.add("case parts", case.name)
                said = say("A passage of this case: {start}–{end}.", start=start, end=end)
                self._write(f"{self._names[key]}. {said}", "case", case.guid, row.get("owner"))

    def _read_value(
        self,
        row: Row,
        cases: dict[int | None, Case],
        heard: dict[str, list[str]],
        values: dict[str, dict[str, str]],
        taken: set[str],
    ) -> None:
        name, value = one_line(text(row.get("name"))), text(row.get("value"))
        key = number(row.get("id"))
        if not value.strip():
            return
        if text(row.get("attr_type")) == "case":
            case = cases.get(key)
        else:
            self._losses.add("source values", f"{name}: {value}")
            case = self._case_of(key, cases, heard, values, taken)
        if case is None:
            self._losses.add("dangling", name)
        elif values[case.guid].setdefault(name, value) != value:
            self._losses.add("values clash", f"{case.name}, {name}: {value}")
            self._write(f"{name}: {value}", "case", case.guid, row.get("owner"))

    def _case_of(
        self,
        key: int | None,
        cases: dict[int | None, Case],
        heard: dict[str, list[str]],
        values: dict[str, dict[str, str]],
        taken: set[str],
    ) -> Case | None:
        """Return the case that is heard in a file, made where there is none."""
        if key not in self._names:
            return None
        source = self._guid(key)
        for case in cases.values():
            if source in heard[case.guid]:
                return case
        name = free(self._names[key], taken)
        made = Case(derived("qualcoder case of", key, name), name)
        cases[-len(cases) - 1] = made
        heard[made.guid] = [source] if key in self._positions else []
        values[made.guid] = {}
        return made

    def _attributes(self, cases: list[Case]) -> list[tuple[str, str]]:
        kinds: dict[str, str] = {}
        for row in self._db.rows("attribute_type"):
            name = one_line(text(row.get("name")))
            kinds[name] = "number" if text(row.get("valuetype")) == "numeric" else "text"
            if text(row.get("memo")).strip():
                self._losses.add("descriptions", name)
                self._write(f"{name}: {text(row.get('memo'))}", "project", "", row.get("owner"))
        for case in cases:
            for name in case.values:
                kinds.setdefault(name, "text")
        for name, kind in kinds.items():
            held = [case.values[name] for case in cases if name in case.values]
            kinds[name] = fitting(name, kind, held, self._losses)
        return list(kinds.items())

    def _read_annotations(self, judged: dict[int | None, Judged]) -> None:
        for row in self._db.rows("annotation"):
            key = number(row.get("fid"))
            positions = self._positions.get(key)
            start, end = number(row.get("pos0")), number(row.get("pos1"))
            span = None
            if positions is not None and start is not None and end is not None:
                span = positions.span(start, end, judged[key].reading)
            if span is not None:
                self._write(row.get("memo"), "span", self._guid(key), row.get("owner"), *span)
            else:
                self._losses.add("outside", self._names.get(key, "?"))
                self._write(row.get("memo"), "project", "", row.get("owner"))

    def _read_rest(self) -> None:
        """Keep journals and codings of pictures and recordings as memos; count what is beside."""
        for row in self._db.rows("project"):
            self._write(row.get("memo"), "project", "")
        for row in self._db.rows("journal"):
            self._losses.add("journals", text(row.get("name")))
            words = f"{text(row.get('name'))}\n\n{text(row.get('jentry'))}"
            self._write(words, "project", "", row.get("owner"))
        for row in self._db.rows("code_image"):
            page = ("pdf_page",) if number(row.get("pdf_page")) is not None else ()
            corners = ", ".join(
                f"{n.removeprefix('pdf_')} {row.get(n)}"
                for n in (*page, "x1", "y1", "width", "height")
            )
            node = self._nodes.get(("code", number(row.get("cid"))))
            self._unplaced("media codings", row, corners, node, "")
        for row in self._db.rows("code_av"):
            node = self._nodes.get(("code", number(row.get("cid"))))
            place = f"{row.get('pos0')}–{row.get('pos1')} ms"
            self._unplaced("media codings", {**row, "fid": row.get("id")}, place, node, "")
        entries = {number(row.get("risid")) for row in self._db.rows("ris")}
        self._losses.add("references", "", len(entries))
        for table, loss in _BESIDE.items():
            self._losses.add(loss, "", self._db.count(table))
