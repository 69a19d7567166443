"""OpenDocument texts: content.xml read as a stream of XML events."""

import re
from pathlib import Path

from qda_app.domain.messages import say
from qda_app.formats.transcripts.flow import Flow
from qda_app.formats.transcripts.guards import damaged, locked
from qda_app.formats.transcripts.kinds import checked_kind
from qda_app.formats.transcripts.package import Package, Target, open_package
from qda_app.formats.transcripts.reading import Reading

_SKIPPED = {"tracked-changes", "annotation", "forms", "ruby-text", "note-citation", "title", "desc"}
_BLOCKS = {"table": "\n", "table-row": "\t", "table-cell": "\n"}
_SPACE = re.compile(r"[ \t\r\n]+")
_MAX_SPACES = 1000


class Content(Target):
    """Turns an OpenDocument body into a flow of text."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.comments = False
        self._skipping = 0
        self._notes: list[int] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open what the element opens."""
        name = _local(tag)
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
            self.comments = self.comments or name == "annotation"
        elif name in {"p", "h"}:
            self.flow.open_paragraph()
        elif name in _BLOCKS:
            self.flow.open_block()
        elif name == "note":
            self._notes.append(self.flow.reserve_note())
        elif name == "note-body":
            self.flow.open_block()
        elif name == "s":
            count = next((v for k, v in attributes.items() if _local(k) == "c"), "1")
            self.flow.write(" " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES))
        elif name in {"tab", "line-break"}:
            self.flow.write("\t" if name == "tab" else "\n")

    def end(self, tag: str) -> None:
        """Close what the element opened."""
        name = _local(tag)
        if self._skipping:
            self._skipping -= 1
        elif name in {"p", "h"}:
            self.flow.close_paragraph()
        elif name in _BLOCKS:
            self.flow.close_block(_BLOCKS[name])
        elif name == "note-body" and self._notes:
            self.flow.close_note(self._notes.pop())

    def data(self, text: str) -> None:
        """Take text; runs of white space count as one blank, as the format says."""
        if self._skipping or not self.flow.in_paragraph:
            return
        text = _SPACE.sub(" ", text)
        self.flow.write(text[1:] if text[0] == " " and self.flow.ends_in_space() else text)


class Margins(Content):
    """Collects only what stands in headers and footers of the page styles."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Enter a header or footer."""
        inside = _local(tag).startswith(("header", "footer")) and "style" in tag
        if self._depth or (inside and not _local(tag).endswith("-style")):
            self._depth += 1
            super().start(tag, attributes)

    def end(self, tag: str) -> None:
        """Leave it."""
        if self._depth:
            self._depth -= 1
            super().end(tag)


class Manifest(Target):
    """Looks for encrypted parts."""

    locked = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        """Take note of encryption."""
        self.locked = self.locked or _local(tag) == "encryption-data"


def read(path: Path) -> Reading:
    """Read paragraphs, tables and notes; headers, footers and comments are left out."""
    checked_kind(path, "odt")
    with open_package(path) as package:
        if package.part("META-INF/manifest.xml"):
            manifest = Manifest()
            package.parse("META-INF/manifest.xml", manifest)
            if manifest.locked:
                raise locked(path)
        if not package.part("content.xml"):
            raise damaged(path)
        content = Content()
        package.parse("content.xml", content)
        notes = []
        if _has_margins(package):
            notes.append(say("Headers and footers were left out."))
        if content.comments:
            notes.append(say("Comments were left out."))
        return Reading(content.flow.text(), notes=tuple(notes), appendix=content.flow.appendix())


def _has_margins(package: Package) -> bool:
    if not package.part("styles.xml"):
        return False
    margins = Margins()
    package.parse("styles.xml", margins)
    return bool(margins.flow.text().strip())


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
