"""Word documents: the text of the body, read as a stream of XML events."""

import posixpath
from pathlib import Path

from qda_app.domain.messages import say
from qda_app.formats.transcripts.flow import Flow
from qda_app.formats.transcripts.guards import damaged
from qda_app.formats.transcripts.kinds import checked_kind
from qda_app.formats.transcripts.package import Package, Target, open_package
from qda_app.formats.transcripts.reading import Reading

# What stands inside these is not the text: properties, deleted passages, doubles of a text box.
_SKIPPED = {"del", "moveFrom", "Fallback", "sdtPr", "tblPr", "tcPr", "sectPr", "rt"}
_BLANKS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑", "softHyphen": "\xad"
}  # fmt: skip
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


class Relations(Target):
    """Collects the targets of a part's relationships by the last word of their type."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take one relationship; external ones are never followed."""
        if _local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found.setdefault(kind, []).append(attributes.get("Target", ""))


class Body(Target):
    """Turns WordprocessingML into a flow of text."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.references: list[tuple[str, str]] = []
        self._skipping = 0
        self._text = 0
        self._properties = 0
        self._rows: list[bool] = []
        self._joined: list[bool] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open what the element opens."""
        name = _local(tag)
        if self._skipping or (name in _SKIPPED and not self._properties):
            self._skipping += 1
        elif name in {"pPr", "rPr", "trPr"} or self._properties:
            self._properties += 1
            self._mark(name)
        elif name == "t":
            self._text += 1
        elif name == "p":
            self._joined.append(False)
            self.flow.open_paragraph()
        elif name in {"tbl", "tr", "tc"}:
            self._rows += [True] if name == "tr" else []
            self.flow.open_block()
        else:
            self._inline(name, attributes)

    def _mark(self, name: str) -> None:
        """Take note of a deleted paragraph mark or table row among the properties."""
        if name in {"del", "moveFrom"}:
            if self._properties == 3 and self._joined:  # pPr > rPr > del
                self._joined[-1] = True
            elif self._properties == 2 and self._rows:  # trPr > del
                self._rows[-1] = False

    def _inline(self, name: str, attributes: dict[str, str]) -> None:
        """Take breaks, symbols and the references of notes."""
        if name in _BLANKS:
            self.flow.write(_BLANKS[name])
        elif name == "sym":
            code = _attribute(attributes, "char")
            if code and all(c in "0123456789abcdefABCDEF" for c in code[:6]):
                self.flow.write(chr(min(int(code[:6], 16), 0x10FFFF)))
        elif name in _NOTES:
            self.references.append((_NOTES[name], _attribute(attributes, "id")))
            self.flow.reserve_note()

    def end(self, tag: str) -> None:
        """Close what the element opened."""
        name = _local(tag)
        if self._skipping:
            self._skipping -= 1
        elif self._properties:
            self._properties -= 1
        elif name == "t":
            self._text -= 1
        elif name == "p":
            self.flow.close_paragraph(joins_next=self._joined.pop())
        elif name == "tr":
            self.flow.close_block("\t", keep=self._rows.pop())
        elif name in {"tbl", "tc"}:
            self.flow.close_block()

    def data(self, text: str) -> None:
        """Take text that stands in a text element."""
        if self._text and not self._skipping:
            self.flow.write(text)


class Notes(Body):
    """Footnotes or endnotes by their id."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self._kind = kind
        self._id = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin a note with a flow of its own."""
        if _local(tag) == self._kind:
            self.flow, self._id = Flow(), _attribute(attributes, "id")
        else:
            super().start(tag, attributes)

    def end(self, tag: str) -> None:
        """Keep the note's text."""
        if _local(tag) == self._kind:
            self.texts[self._id] = self.flow.text()
        else:
            super().end(tag)


def read(path: Path) -> Reading:
    """Read the body's paragraphs, tables and notes; headers, footers, comments are left out."""
    checked_kind(path, "docx")
    with open_package(path) as package:
        main = _relations(package, "").get("officeDocument", ["word/document.xml"])[0].lstrip("/")
        if not package.part(main):
            raise damaged(path)
        body = Body()
        package.parse(main, body)
        related = _relations(package, main)
        _fill_notes(package, body, related)
        return Reading(
            body.flow.text(),
            notes=tuple(_left_out(package, related)),
            appendix=body.flow.appendix(),
        )


def _relations(package: Package, part: str) -> dict[str, list[str]]:
    """Return the paths of the parts that one part refers to, by kind."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    collected = Relations()
    if package.part(rels):
        package.parse(rels, collected)
    return {
        kind: [posixpath.normpath(posixpath.join("/", folder, t)).lstrip("/") for t in targets]
        for kind, targets in collected.found.items()
    }


def _fill_notes(package: Package, body: Body, related: dict[str, list[str]]) -> None:
    """Give each note that the body refers to its text."""
    texts: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _ in body.references}:
        for part in related.get(f"{kind}s", []):
            if package.part(part):
                notes = Notes(kind)
                package.parse(part, notes)
                texts.update({(kind, key): text for key, text in notes.texts.items()})
    for number, reference in enumerate(body.references, 1):
        body.flow.fill_note(number, texts.get(reference, ""))


def _left_out(package: Package, related: dict[str, list[str]]) -> list[str]:
    """Return what the report says about parts that hold text but are not the body's."""
    notes = []
    if _any_text(package, related.get("header", []) + related.get("footer", [])):
        notes.append(say("Headers and footers were left out."))
    if _any_text(package, related.get("comments", [])):
        notes.append(say("Comments were left out."))
    return notes


def _any_text(package: Package, parts: list[str]) -> bool:
    for part in parts:
        if package.part(part):
            body = Body()
            package.parse(part, body)
            if body.flow.text().strip():
                return True
    return False


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(attributes: dict[str, str], name: str) -> str:
    """Return an attribute by its local name; transitional and strict files differ in namespace."""
    return next((value for key, value in attributes.items() if _local(key) == name), "")
