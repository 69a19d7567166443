"""A project's XML read section by section, whatever the order; only a section is in memory."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from lxml import etree

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.formats.exchange.brought import derived
from qda_app.formats.refi.elements import (
    RawCase,
    RawCode,
    RawCoding,
    RawLink,
    RawProject,
    RawSelection,
    RawSet,
    RawSource,
    RawVariable,
)
from qda_app.formats.transcripts.guards import broken, inflated
from qda_app.formats.transcripts.package import Package, Prolog

MAX_XML = 250_000_000
MAX_ELEMENTS = 4_000_000
_GUID = re.compile(r"[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}")
_TEXTS = {"Representation", "TextDescription", "Transcript"}
_PLACES = ("page", "firstX", "firstY", "secondX", "secondY", "begin", "end")
Progress = Callable[[int, int, str], None]
Element = Any  # the stubs know no element without a document


def guid(written: str | None) -> str:
    """Return a GUID in lower case without braces, derived where something else stands for it.

    Empty where nothing does.
    """
    plain = (written or "").strip().strip("{}")
    lower = plain.lower()
    match = _GUID.fullmatch(lower)
    if match is None:
        return derived("identifier", plain) if plain else ""
    return lower if match.group(1) else str(UUID(lower))


def parse_project(package: Package, name: str, progress: Progress) -> RawProject:
    """Read a part of the package as a project; refuses other roots, declarations and damage."""
    package.parse(name, Prolog())
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
    )
    project = RawProject()
    path: list[str] = []
    done, size = 0, package.size(name)
    try:
        for chunk in package.chunks(name, MAX_XML):
            progress(done, size, "")
            done += len(chunk)
            parser.feed(chunk)
            _take_events(parser, path, project, package.path)
        parser.close()
        _take_events(parser, path, project, package.path)
    except etree.XMLSyntaxError as error:
        raise broken(package.path, error) from error
    return project


def _take_events(parser: Any, path: list[str], project: RawProject, file: Path) -> None:
    for event, element in parser.read_events():
        if event == "start":
            path.append(local(element))
            project.elements += 1
            project.derived += "Graphs" not in path[1:2] and _is_other(element.get("guid"))
            if project.elements > MAX_ELEMENTS:
                raise inflated(file)
            if len(path) == 1:
                _begin(element, project, file)
            continue
        path.pop()
        if len(path) == 2 and path[1] in _SECTIONS and path[1] != "CodeBook":
            _SECTIONS[path[1]](element, project)
            element.getparent().remove(element)
        elif len(path) == 1:
            _end_section(element, project)
            element.clear()


def _is_other(written: str | None) -> bool:
    """Say whether an identifier is something else than a GUID."""
    return bool(written) and not _GUID.fullmatch(str(written).strip().strip("{}").lower())


def _begin(root: Element, project: RawProject, file: Path) -> None:
    if local(root) != "Project":
        sentence = "{name} holds no REFI-QDA project: export one from the other program again."
        raise QdaError(say(sentence, name=file.name))
    project.name = root.get("name", "")
    project.origin = root.get("origin", "")


def _end_section(element: Element, project: RawProject) -> None:
    name = local(element)
    if name == "CodeBook":
        for codes in children(element, "Codes"):
            project.codes.extend(_codes(codes, ""))
    elif name == "Description":
        project.description = text_of(element)
    elif name == "NoteRef":
        project.notes_on_it.append(guid(element.get("targetGUID")))


def local(element: Element) -> str:
    """Return an element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the child elements of a name in any namespace."""
    return (child for child in element if local(child) == name)


def text_of(element: Element) -> str:
    """Return all text below an element."""
    return "".join(map(str, element.itertext()))


def _described(element: Element) -> str:
    return "".join(text_of(child) for child in children(element, "Description"))


def _targets(element: Element, name: str) -> list[str]:
    found = (child.get("targetGUID", child.get("guid")) for child in children(element, name))
    return [guid(each) for each in found]


def _codes(element: Element, parent: str) -> Iterator[RawCode]:
    for code in children(element, "Code"):
        key = guid(code.get("guid"))
        made = RawCode(
            key,
            parent,
            code.get("name", ""),
            code.get("isCodable", "true").strip().lower() not in {"false", "0"},
            code.get("color", ""),
            _described(code),
            _targets(code, "NoteRef"),
        )
        yield made
        made.guid = made.guid or f"code {id(made)}"  # a parent without GUID still has children
        yield from _codes(code, made.guid)


def read_codes(element: Element) -> list[RawCode]:
    """Return the codes below a Codes element, parents first."""
    return list(_codes(element, ""))


def read_set(element: Element) -> RawSet:
    """Return one Set, of a project or of a codebook."""
    return RawSet(
        guid(element.get("guid")),
        element.get("name", ""),
        _described(element),
        _targets(element, "MemberCode"),
        _targets(element, "MemberSource"),
        _targets(element, "MemberNote"),
    )


def _user(element: Element, project: RawProject) -> None:
    names = (element.get("name", ""), element.get("id", ""))
    project.users.append((guid(element.get("guid")), *names))


def _variable(element: Element, project: RawProject) -> None:
    kind = element.get("typeOfVariable", "Text")
    made = RawVariable(
        guid(element.get("guid")), element.get("name", ""), kind, _described(element)
    )
    project.variables.append(made)


def _values(element: Element) -> list[tuple[str, str]]:
    found = []
    for value in children(element, "VariableValue"):
        reference, written = "", ""
        for child in value:
            if local(child) == "VariableRef":
                reference = guid(child.get("targetGUID"))
            elif local(child).endswith("Value"):
                written = text_of(child)
        found.append((reference, written))
    return found


def _case(element: Element, project: RawProject) -> None:
    project.cases.append(
        RawCase(
            guid(element.get("guid")),
            element.get("name", ""),
            _described(element),
            _targets(element, "CodeRef"),
            _values(element),
            _targets(element, "SourceRef"),
            _targets(element, "SelectionRef"),
        )
    )


def _codings(element: Element, user: str = "", made: str = "") -> list[RawCoding]:
    """Return the codings of an element; what they do not say themselves is its own.

    One with several codes, which the standard does not allow, is as many codings.
    """
    return [
        RawCoding(
            "" if number else guid(coding.get("guid")),
            node,
            guid(coding.get("creatingUser")) or user,
            coding.get("creationDateTime") or made,
            _targets(coding, "NoteRef"),
        )
        for coding in children(element, "Coding")
        for number, node in enumerate(_targets(coding, "CodeRef") or [""])
    ]


def _number(written: str | None) -> int | None:
    if written is None or len(written) >= 19:
        return None
    try:
        return int(written.removesuffix(".0"))
    except ValueError:
        return None


def _selection(element: Element, syncs: dict[str, int | None]) -> RawSelection:
    kind = local(element)
    start, end = _number(element.get("startPosition")), _number(element.get("endPosition"))
    place = ""
    if kind == "TranscriptSelection":
        start = syncs.get(guid(element.get("fromSyncPoint")))
        end = syncs.get(guid(element.get("toSyncPoint")))
    elif kind != "PlainTextSelection":
        place = ", ".join(f"{n} {element.get(n)}" for n in _PLACES if element.get(n) is not None)
    parts = [read_source(part) for part in children(element, "Representation")]
    user, made = guid(element.get("creatingUser")), element.get("creationDateTime", "")
    return RawSelection(
        guid(element.get("guid")),
        element.get("name", ""),
        start,
        end,
        user,
        place or ("" if kind in {"PlainTextSelection", "TranscriptSelection"} else kind),
        _described(element),
        _codings(element, user, made),
        _targets(element, "NoteRef"),
        parts,
    )


def read_source(element: Element) -> RawSource:
    """Return a source or note with its selections and the parts that have texts of their own."""
    source = RawSource(
        local(element),
        guid(element.get("guid")),
        element.get("name", ""),
        guid(element.get("creatingUser")),
        element.get("plainTextPath", ""),
        element.get("richTextPath", ""),
        element.get("path") or element.get("currentPath") or "",
        made=element.get("creationDateTime") or element.get("modifiedDateTime") or "",
        codings=_codings(element),
        notes=_targets(element, "NoteRef"),
        values=_values(element),
    )
    syncs: dict[str, int | None] = {}
    for child in element:
        name = local(child)
        if name == "Description":
            source.description = text_of(child)
        elif name == "PlainTextContent":
            source.content = text_of(child)
        elif name == "SyncPoint":
            position = syncs[guid(child.get("guid"))] = _number(child.get("position"))
            milliseconds = _number(child.get("timeStamp"))
            if milliseconds is not None:
                source.times.append((position or 0, milliseconds))
        elif name in _TEXTS:
            source.parts.append(read_source(child))
        elif name.endswith("Selection"):
            source.selections.append(_selection(child, syncs))
    return source


def _link(element: Element, project: RawProject) -> None:
    project.links.append(
        RawLink(
            guid(element.get("guid")),
            element.get("name", ""),
            guid(element.get("originGUID")),
            guid(element.get("targetGUID")),
            element.get("direction", "OneWay").strip().casefold() == "oneway",
            _targets(element, "NoteRef"),
        )
    )


def _graph(_element: Element, project: RawProject) -> None:
    project.graphs += 1


_SECTIONS: dict[str, Any] = {
    "Users": _user,
    "Variables": _variable,
    "Cases": _case,
    "Sources": lambda element, project: project.sources.append(read_source(element)),
    "Notes": lambda element, project: project.notes.append(read_source(element)),
    "Links": _link,
    "Sets": lambda element, project: project.sets.append(read_set(element)),
    "Graphs": _graph,
}
