"""A study as a REFI-QDA project (.qdpx): valid by the published schema, the same bytes each time.

Texts are written with LF and without a byte order mark; positions are code points, or UTF-16 units
in the profile for NVivo.
"""

import zipfile
from bisect import bisect_left
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from qda_app.domain.exchange import ORIGIN, Coding, Memo, Source, Study
from qda_app.formats.exchange.brought import derived
from qda_app.formats.refi import beside
from qda_app.formats.refi.context import CONSENSUS
from qda_app.formats.refi.labels import label
from qda_app.formats.refi.notes import CARD_NOTE
from qda_app.formats.refi.shapes import (
    add_codes,
    clean,
    named,
    references,
    upper,
)
from qda_app.formats.tables import infer_kind, replacing

NAMESPACE = "urn:QDA-XML:project:1.0"
STANDARD, NVIVO = "standard", "nvivo"
PROFILES = (STANDARD, NVIVO)
Progress = Callable[[int, int, str], None]
_TYPES = {"boolean": "Boolean", "date": "Date", "number": "Float"}


def write_project(
    path: Path,
    study: Study,
    profile: str = STANDARD,
    progress: Progress = lambda _done, _of, _name: None,
) -> None:
    """Write the package beside the wanted place and put it there once it is complete."""
    with replacing(path) as unfinished, zipfile.ZipFile(unfinished, "w") as package:
        for number, source in enumerate(study.sources):
            progress(number, 2 * len(study.sources), source.name)
            package.writestr(_entry(f"sources/{upper(source.guid)}.txt"), source.text.encode())
        with package.open(_entry("project.qde"), "w", force_zip64=True) as xml:
            _Writer(study, profile).write(xml, progress)  # type: ignore[arg-type]
        if study.sources or study.attributes:
            package.writestr(_entry(beside.NAME), beside.pack(study))
        progress(1, 1, "")


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry that carries no time and no system of its own."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


class _Writer:
    """Writes the sections in the order that the schema wants."""

    def __init__(self, study: Study, profile: str) -> None:
        self._study, self._profile = study, profile
        self._noted: dict[tuple[str, str], list[str]] = {}
        self._cards: list[tuple[str, str, str]] = []
        for node in study.nodes:
            for name, text in node.card.items():
                guid = derived("card", node.guid, name)
                self._cards.append((guid, name, text))
                self._noted.setdefault(("node", node.guid), []).append(guid)
        for memo in study.memos:
            if memo.kind != "span":
                self._noted.setdefault((memo.kind, memo.target), []).append(memo.guid)
        self._spans: dict[str, list[Memo]] = {}
        for memo in study.memos:
            if memo.kind == "span":
                self._spans.setdefault(memo.target, []).append(memo)

    def write(self, out: BinaryIO, progress: Progress) -> None:
        root = etree.tostring(etree.Element("Project", self._head()), encoding="unicode")
        start = root.removesuffix("/>").removeprefix("<Project")
        out.write(b'<?xml version="1.0" encoding="utf-8"?>\n')
        out.write(f'<Project xmlns="{NAMESPACE}"{start}>\n'.encode())
        for make in (self._users, self._codebook, self._variables, self._cases):
            self._put(out, make())
        self._put_sources(out, progress)
        for make in (self._notes, self._links, self._sets):
            self._put(out, make())
        for guid in self._noted.get(("project", ""), ()):
            self._put(out, etree.Element("NoteRef", {"targetGUID": upper(guid)}))
        out.write(b"</Project>\n")

    def _head(self) -> dict[str, str]:
        origin = f"{ORIGIN} (NVivo)" if self._profile == NVIVO else ORIGIN
        head = {"name": clean(self._study.title), "origin": origin}
        if self._study.modified:
            head["modifiedDateTime"] = self._study.modified
        return head

    def _put(self, out: BinaryIO, element: Any) -> None:
        """Write a section; an empty one would be invalid, so it is left out."""
        if len(element) or element.tag == "NoteRef":
            out.write(etree.tostring(element, encoding="utf-8", pretty_print=True))

    def _users(self) -> Any:
        users = etree.Element("Users")
        for user in self._study.users:
            attributes = named(user.guid, user.name)
            if user.consensus:
                attributes["id"] = CONSENSUS
            etree.SubElement(users, "User", attributes)
        return users

    def _codebook(self) -> Any:
        book = etree.Element("CodeBook")
        if self._study.nodes:
            add_codes(book, self._study, self._noted)
        if self._profile == NVIVO and self._study.cases:
            codes = book.find("Codes")
            codes = etree.SubElement(book, "Codes") if codes is None else codes
            for case in self._study.cases:  # NVivo's cases are codes with the same GUID
                attributes = {**named(case.guid, case.name), "isCodable": "true"}
                etree.SubElement(codes, "Code", attributes)
        return book

    def _kind(self, name: str, kind: str) -> str:
        values = [case.values[name] for case in self._study.cases if name in case.values]
        return variable_type(kind, values)

    def _variables(self) -> Any:
        variables = etree.Element("Variables")
        for name, kind in self._study.attributes:
            attributes = {**named(derived("variable", name), name)}
            attributes["typeOfVariable"] = self._kind(name, kind)
            etree.SubElement(variables, "Variable", attributes)
        return variables

    def _cases(self) -> Any:
        cases = etree.Element("Cases")
        kinds = {name: self._kind(name, kind) for name, kind in self._study.attributes}
        for case in self._study.cases:
            element = etree.SubElement(cases, "Case", named(case.guid, case.name))
            for name, value in case.values.items():
                held = etree.SubElement(element, "VariableValue")
                references(held, "VariableRef", [derived("variable", name)])
                etree.SubElement(held, f"{kinds[name]}Value").text = clean(value)
            references(element, "SourceRef", case.sources)
        return cases

    def _put_sources(self, out: BinaryIO, progress: Progress) -> None:
        sources = self._study.sources
        if not sources:
            return
        out.write(b"<Sources>\n")
        for number, source in enumerate(sources):
            progress(len(sources) + number, 2 * len(sources), source.name)
            out.write(etree.tostring(self._source(source), encoding="utf-8", pretty_print=True))
        out.write(b"</Sources>\n")

    def _source(self, source: Source) -> Any:
        attributes = named(source.guid, source.name)
        attributes["plainTextPath"] = f"internal://{upper(source.guid)}.txt"
        element = etree.Element("TextSource", attributes)
        place = offsets(source.text, utf16=self._profile == NVIVO)
        if self._profile == NVIVO and source.text:
            self._cases_heard(element, source, place(len(source.text)))
        for selection, coding in self._selections(source, place):
            found = etree.SubElement(element, "PlainTextSelection", selection)
            if isinstance(coding, Memo):
                references(found, "NoteRef", [coding.guid])
            else:
                self._coding(found, coding)
        references(element, "NoteRef", self._noted.get(("source", source.guid), ()))
        return element

    def _cases_heard(self, element: Any, source: Source, end: int) -> None:
        """Code the whole text with the codes of the cases that are heard in it."""
        for case in self._study.cases:
            if source.guid in case.sources:
                attributes = named(derived("heard", case.guid, source.guid), case.name)
                attributes |= {"startPosition": "0", "endPosition": str(end)}
                found = etree.SubElement(element, "PlainTextSelection", attributes)
                guid = derived("heard coding", case.guid, source.guid)
                coding = etree.SubElement(found, "Coding", {"guid": upper(guid)})
                references(coding, "CodeRef", [case.guid])

    def _selections(
        self, source: Source, place: Callable[[int], int]
    ) -> Iterator[tuple[dict[str, str], Coding | Memo]]:
        """Yield one selection for each coding and each memo on a passage, in text order."""
        found: list[Coding | Memo] = [*source.codings, *self._spans.get(source.guid, ())]
        found.sort(key=lambda each: (each.start, each.end))
        for each in found:
            name = label(source.text, each.start, each.end)
            attributes = named(derived("selection", each.guid), name)
            attributes["startPosition"] = str(place(each.start))
            attributes["endPosition"] = str(place(each.end))
            if each.user:
                attributes["creatingUser"] = upper(each.user)
            yield attributes, each

    def _coding(self, parent: Any, coding: Coding) -> None:
        attributes = {"guid": upper(coding.guid), "creatingUser": upper(coding.user)}
        if coding.made:
            attributes["creationDateTime"] = coding.made
        element = etree.SubElement(parent, "Coding", attributes)
        references(element, "CodeRef", [coding.node])
        references(element, "NoteRef", self._noted.get(("coding", coding.guid), ()))

    def _notes(self) -> Any:
        notes = etree.Element("Notes")
        for guid, name, text in self._cards:
            self._note(notes, guid, f"{CARD_NOTE}{name}", text)
        for memo in self._study.memos:
            line = memo.text.strip()
            self._note(notes, memo.guid, label(line, 0, len(line)), memo.text, memo.user)
        return notes

    def _note(self, notes: Any, guid: str, name: str, text: str, user: str = "") -> None:
        attributes = named(guid, name)
        if user:
            attributes["creatingUser"] = upper(user)
        note = etree.SubElement(notes, "Note", attributes)
        etree.SubElement(note, "PlainTextContent").text = clean(text)

    def _links(self) -> Any:
        """Write relations, memos that refer to each other, and memos on what holds no NoteRef."""
        links = etree.Element("Links")
        for relation in self._study.relations:
            link = self._link(links, relation.guid, relation.node, relation.other, relation.kind)
            references(link, "NoteRef", self._noted.get(("relation", relation.guid), ()))
        for one, other in self._study.links:
            self._link(links, derived("link", one, other), one, other, "", "Associative")
        for memo in self._study.memos:
            if memo.kind == "case":
                self._link(links, derived("link", memo.guid), memo.guid, memo.target, "")
        return links

    def _link(
        self, links: Any, guid: str, origin: str, target: str, name: str, way: str = "OneWay"
    ) -> Any:
        attributes = {"guid": upper(guid), "direction": way}
        if name:
            attributes["name"] = name
        attributes |= {"originGUID": upper(origin), "targetGUID": upper(target)}
        return etree.SubElement(links, "Link", attributes)

    def _sets(self) -> Any:
        sets = etree.Element("Sets")
        for group in self._study.groups:
            references(etree.SubElement(sets, "Set", named(group.guid, group.name)),
                       "MemberCode", group.nodes)  # fmt: skip
        return sets


def variable_type(kind: str, values: list[str]) -> str:
    """Return the standard's type of an attribute: its own where every value can be written so."""
    wanted = _TYPES.get(kind, "Text")
    return wanted if all(_FITS[wanted](value) for value in values) else "Text"


def _is_number(value: str) -> bool:
    whole, point, part = value.removeprefix("-").partition(".")
    return whole.isascii() and whole.isdigit() and (not point or part.isdigit())


def _is_date(value: str) -> bool:
    return len(value) == 10 and value[4:5] == value[7:8] == "-" and infer_kind([value]) == "date"


_FITS: dict[str, Callable[[str], bool]] = {
    "Text": lambda _value: True,
    "Boolean": lambda value: value in {"true", "false"},
    "Float": _is_number,
    "Date": _is_date,
}


def offsets(text: str, *, utf16: bool) -> Callable[[int], int]:
    """Return how a position in code points is written: as it is, or in UTF-16 units."""
    wide = [i for i, char in enumerate(text) if ord(char) > 0xFFFF] if utf16 else []
    if not wide:
        return lambda position: position
    return lambda position: position + bisect_left(wide, position)
