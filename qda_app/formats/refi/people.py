"""Cases and variables of a project as cases with attributes, documents' variables included."""

from dataclasses import dataclass, field

from qda_app.domain.exchange import Case
from qda_app.domain.messages import say
from qda_app.formats.exchange.brought import derived, fitting, free, one_line
from qda_app.formats.refi.context import Context, Place
from qda_app.formats.refi.elements import RawCase, RawSource

_KINDS = {"boolean": "boolean", "integer": "number", "float": "number",
          "date": "date", "datetime": "date"}  # fmt: skip
_TRUTH = {"1": "true", "0": "false"}


@dataclass(slots=True)
class _Open:
    """A case while it grows."""

    guid: str
    name: str
    values: dict[str, str] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)


class People:
    """Collects cases, and the values of documents on the cases that are heard in them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._taken: set[str] = set()
        self._cases: list[_Open] = []
        self._heard: dict[str, list[_Open]] = {}  # the cases that are heard in a source
        self._names = {s.guid: s.name for s in context.raw.sources if s.guid}
        self._variables: dict[str, tuple[str, str]] = {}
        self.kinds: dict[str, str] = {}
        for variable in context.raw.variables:
            name = one_line(variable.name) or "?"
            self._variables[variable.guid] = (name, _KINDS.get(variable.kind.lower(), "text"))
            self.kinds.setdefault(name, self._variables[variable.guid][1])
            if variable.description.strip():
                context.losses.add("descriptions", name)
                context.write(f"{name}: {variable.description}")

    def read(self) -> None:
        """Take the cases, then the values that stand on documents."""
        for raw in self._context.raw.cases:
            self._case(raw)
        for source in self._context.raw.sources:
            for variable, value in source.values:
                self._of_document(source, variable, value)

    def _of_document(self, source: RawSource, variable: str, value: str) -> None:
        """Give a document's value to every case that is heard in it."""
        losses = self._context.losses
        name = self._variables.get(variable, ("", ""))[0]
        if not name:
            losses.add("dangling", source.name)
        elif value.strip():
            losses.add("source values", f"{name}: {value}")
            cases = self.of_source(self._context.sources.get(source.guid, ""), source.name)
            names = ", ".join(case.name for case in cases)
            losses.add("shared values", f"{name}: {value} → {names}", int(len(cases) > 1))
            for case in cases:
                self._set(case, variable, value, source.name)

    def _case(self, raw: RawCase) -> None:
        context = self._context
        known = [context.sources[each] for each in raw.sources if each in context.sources]
        context.losses.add("dangling", raw.name, len(raw.sources) - len(known))
        fresh = self._named(raw)
        wanted = raw.guid
        if wanted in context.nodes:  # a code with others below it, which are no cases
            context.losses.add("case codes", fresh)
            wanted = derived("case", wanted)
        made = _Open(context.guids.own("case", wanted), fresh)
        if raw.guid:
            context.cases.setdefault(raw.guid, made.guid)
        self._cases.append(made)
        self._hear(made, known)
        for variable, value in raw.values:
            self._set(made, variable, value)
        if raw.description.strip():
            context.write(raw.description, "case", made.guid)
        self._keep_code(raw, made)
        self._keep_parts(raw, made)

    def _named(self, raw: RawCase) -> str:
        name = one_line(raw.name)
        if not name:
            named = [self._names.get(each, "") for each in raw.sources]
            name = next(filter(None, map(one_line, named)), "")
            name = name or say("Case {number}", number=len(self._cases) + 1)
        fresh = free(name, self._taken, str)
        if fresh != raw.name:
            self._context.losses.add("cases renamed", fresh)
        return fresh

    def _keep_code(self, raw: RawCase, made: _Open) -> None:
        """Let a case bear what is said of the code that stands for it."""
        context = self._context
        code = context.stand_ins.get(raw.guid)
        if code is None:
            return
        context.losses.add("case nodes", made.name, int(not context.own))
        context.pin(code.notes, "case", made.guid)
        if code.description.strip() != raw.description.strip():
            context.write(code.description, "case", made.guid)

    def _keep_parts(self, raw: RawCase, made: _Open) -> None:
        """Keep the passages and codes of a case: whole texts as links, the rest as memos."""
        context = self._context
        places: list[Place] = []
        for selection in raw.selections:
            if selection in context.places:
                places.append(context.places[selection])
            else:
                context.losses.add("dangling", made.name)
        passages: dict[str, set[tuple[int, int]]] = {}
        for place in [*places, *context.heard.get(raw.guid, ())]:
            self._hear(made, [place.source])
            if not context.whole(place):
                passages.setdefault(place.source, set()).add((place.start, place.end))
        for source, found in passages.items():
            context.losses.add("case parts", made.name, len(found))
            shown = "; ".join(f"{start}–{end}" for start, end in sorted(found))
            name = context.texts[source].name
            words = say("Passages of this case in {source}: {places}.", source=name, places=shown)
            context.write(words, "case", made.guid)
        for code in raw.codes:
            if code in context.nodes and code != raw.guid:
                named = context.names.get(code, "")
                context.write(say("Coded at “{node}”.", node=named), "case", made.guid)
            elif code not in context.nodes and code not in context.stand_ins:
                context.losses.add("dangling", made.name)

    def _set(self, case: _Open, variable: str, value: str, source: str = "") -> None:
        name, kind = self._variables.get(variable, ("", ""))
        if not name:
            self._context.losses.add("dangling", case.name)
        elif value.strip():
            self.put(case, name, _TRUTH.get(value, value) if kind == "boolean" else value, source)

    def put(self, case: _Open, name: str, value: str, source: str = "") -> None:
        """Give a case a value; one that contradicts another is kept as a memo."""
        if case.values.setdefault(name, value) != value:
            self._context.losses.add("values clash", f"{case.name}, {name}: {value}")
            said = f"{name}: {value} ({source})" if source else f"{name}: {value}"
            self._context.write(said, "case", case.guid)

    def of_source(self, source: str, name: str) -> list[_Open]:
        """Return the cases that are heard in a source, one made where there is none."""
        key = source or f"no text: {name}"
        if key in self._heard:
            return self._heard[key]
        plain = one_line(name) or say("Case {number}", number=len(self._cases) + 1)
        fresh = free(plain, self._taken, str)
        made = _Open(derived("case of", source or name, fresh), fresh)
        self._cases.append(made)
        self._heard[key] = [made]
        if source:
            made.sources[source] = None
        return [made]

    def _hear(self, case: _Open, sources: list[str]) -> None:
        for source in sources:
            if source not in case.sources:
                case.sources[source] = None
                self._heard.setdefault(source, []).append(case)

    def group_sources(self, name: str, sources: list[str]) -> bool:
        """Make a set of documents an attribute of their cases; False where it would not fit."""
        attribute, found, value = name.partition(":")
        attribute, value = one_line(attribute), one_line(value)
        if not (found and attribute and value):
            attribute, value = one_line(name), "true"
        cases = {id(case): case for s in sources for case in self.of_source(s, self._name(s))}
        whole = all(set(case.sources) <= set(sources) for case in cases.values())
        if not whole or any(case.values.get(attribute, value) != value for case in cases.values()):
            return False
        for case in cases.values():
            case.values[attribute] = value
        self.kinds.setdefault(attribute, "boolean" if value == "true" else "text")
        return True

    def _name(self, source: str) -> str:
        guids = self._context.sources
        return next(
            (self._names[g] for g, own in guids.items() if own == source and g in self._names), ""
        )

    def cases(self) -> list[Case]:
        """Return the cases."""
        return [Case(c.guid, c.name, c.values, tuple(c.sources)) for c in self._cases]

    def attributes(self) -> list[tuple[str, str]]:
        """Return (name, kind); a kind that the values contradict becomes text."""
        found = []
        for name, kind in self.kinds.items():
            values = [case.values[name] for case in self._cases if name in case.values]
            found.append((name, fitting(name, kind, values, self._context.losses)))
        return found
