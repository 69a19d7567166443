"""A study with its names replaced: every text of it, and every place in the texts moved along."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from qda_app.domain.corrections import CUT, KEPT, Corrected, moved_turns
from qda_app.domain.exchange import Case, Coding, Memo, Node, Quote, Source, Study, User
from qda_app.domain.messages import say
from qda_app.domain.replacing import Finder, Hit, Name, replaced, replaced_bare
from qda_app.formats.exchange.brought import coder_name, free, node_name
from qda_app.services.share.plan import Crossed, Elsewhere, Found, Place, around
from qda_app.services.share.quotes import moved_edits


@dataclass(slots=True)
class Copying:
    """One study on its way into a copy, with what was found in it."""

    finder: Finder
    keep: Collection[Place]
    hits: list[Found] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)
    crossed: list[Crossed] = field(default_factory=list)
    numbered: list[tuple[str, str]] = field(default_factory=list)
    _maps: dict[str, Corrected] = field(default_factory=dict)
    _texts: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # name, old, new

    def words(self, what: str, where: str, text: str) -> str:
        """Return a text that is no transcript with every listed name in it replaced."""
        found = self._listed(what, where, text, lambda name: name.shown)
        return replaced(text, found)[0]

    def bare_words(self, what: str, where: str, text: str) -> str:
        """Return the text of an edit, which is printed in brackets, with names replaced."""
        self._listed(what, where, text, lambda name: name.bare)
        return replaced_bare(text, self.finder)

    def _listed(self, what: str, where: str, text: str, shown: Callable[[Name], str]) -> list[Hit]:
        found = self.finder.hits(text)
        self.elsewhere += [
            Elsewhere(what, where, hit.words, shown(hit.name), *around(text, hit)) for hit in found
        ]
        return found

    def names(self, what: str, found: Iterable[tuple[Hashable, str]]) -> list[str]:
        """Return names of things replaced; those of one group stay apart from each other.

        Pairs are (group, name); a name that changed gives way to one that did not.
        """
        pairs = [(group, old, self.words(what, old, old)) for group, old in found]
        taken: dict[Hashable, set[str]] = {}
        for group, old, new in pairs:
            if old == new:
                taken.setdefault(group, set()).add(new.casefold())
        fresh = []
        for group, old, new in pairs:
            own = new if old == new else free(new, taken.setdefault(group, set()))
            if own != new:
                self.numbered.append((old, own))
            fresh.append(own)
        return fresh

    def source(self, source: Source, name: str, labels: dict[tuple[str, str], str]) -> Source:
        """Return a source with its text replaced, its codings and turns moved along."""
        found = self.finder.hits(source.text)
        stays = [(source.guid, hit.start) in self.keep for hit in found]
        self.hits += [
            Found(
                source.guid, source.name, hit.start, hit.end, hit.words, hit.name.shown,
                *around(source.text, hit), kept,
            )
            for hit, kept in zip(found, stays, strict=True)
        ]  # fmt: skip
        gone = [hit for hit, kept in zip(found, stays, strict=True) if not kept]
        text, map_ = replaced(source.text, gone)
        self._maps[source.guid] = map_
        self._texts[source.guid] = source.name, source.text, text
        turns = source.turns
        if turns:
            pairs = moved_turns(turns, source.text, text, map_)
            turns = tuple(
                replace(
                    new,
                    speaker=labels.get((source.guid, old.speaker), old.speaker),
                    interviewer=old.interviewer,
                )
                for old, new in pairs
            )
        return replace(source, name=name, text=text, turns=turns)

    def place(self, what: str, source: str, start: int, end: int, label: str) -> tuple[int, int]:
        """Return where a passage is in the copy; one whose boundary was replaced is listed."""
        map_, (name, old, new) = self._maps[source], self._texts[source]
        moved = map_.moved(start, end)
        begins = moved.start
        if map_.moved(start, start + 1).fate != KEPT:  # the line breaks of a replaced name
            while begins + 1 < moved.end and new[begins].isspace():
                begins += 1
        if moved.fate == CUT:
            words = old[start:end], new[begins : moved.end]
            self.crossed.append(Crossed(what, name, label, *words))
        return begins, moved.end

    def edits(self, quote: Quote, start: int, end: int, label: str) -> Quote:
        """Return a quotation at its new place, edits moved along; one that is lost is listed."""
        what = say("edit of a quotation")
        moved = moved_edits(quote, self._maps[quote.source], start, end)
        name = self._texts[quote.source][0]
        self.crossed += [
            Crossed(what, name, label, old.text or old.kind, "")
            for old, new in moved
            if new is None
        ]
        edits = tuple(
            replace(new, text=self.bare_words(what, label, new.text)) for _old, new in moved if new
        )
        return replace(quote, start=start, end=end, edits=edits)


def copied(
    study: Study,
    finder: Finder,
    keep: Collection[Place],
    step: Callable[[int, str], object] = lambda _number, _name: None,
) -> tuple[Study, Copying]:
    """Return the study with names replaced, and what was found on the way.

    `step` hears the number and the name of each source before it is looked through.
    """
    work = Copying(finder, keep)
    names = {node.guid: node.name for node in study.nodes}
    people = {user.guid: user.name for user in study.users}
    users = _users(work, study.users)
    nodes = _nodes(work, study.nodes)
    labels = _speakers(work, study)
    called = work.names(say("name of a source"), [("", s.name) for s in study.sources])
    sources = []
    for number, source in enumerate(study.sources):
        step(number, source.name)
        sources.append(work.source(source, called[number], labels))
    placed = tuple(
        replace(source, codings=_codings(work, source, names, people)) for source in sources
    )
    attributes = work.names(say("attribute"), [("", name) for name, _kind in study.attributes])
    known = dict(zip((name for name, _kind in study.attributes), attributes, strict=True))
    groups = work.names(say("saved query"), [("", group.name) for group in study.groups])
    made = replace(
        study,
        title=work.words(say("title"), study.title, study.title),
        users=users,
        nodes=nodes,
        sources=placed,
        attributes=tuple((known[name], kind) for name, kind in study.attributes),
        cases=_cases(work, study.cases, known, labels),
        memos=tuple(_memo(work, memo, people) for memo in study.memos),
        groups=tuple(
            replace(group, name=name) for group, name in zip(study.groups, groups, strict=True)
        ),
        quotations=tuple(_quotation(work, quote, names) for quote in study.quotations),
    )
    return made, work


def _users(work: Copying, users: Sequence[User]) -> tuple[User, ...]:
    names = work.names(say("coder"), [("", user.name) for user in users])
    return tuple(
        user if user.name == name else replace(user, name=coder_name(name, "?"))
        for user, name in zip(users, names, strict=True)
    )


def _nodes(work: Copying, nodes: Sequence[Node]) -> tuple[Node, ...]:
    names = work.names(say("node"), [(node.parent, node.name) for node in nodes])
    what = say("definition of a node")
    return tuple(
        replace(
            node,
            name=node.name if node.name == name else node_name(name),
            definition=work.words(what, node.name, node.definition),
            card={key: work.words(what, node.name, text) for key, text in node.card.items()},
        )
        for node, name in zip(nodes, names, strict=True)
    )


def _speakers(work: Copying, study: Study) -> dict[tuple[str, str], str]:
    """Return what speakers are called in the copy by (source, speaker); each keeps to itself."""
    pairs = [(s.guid, turn.speaker) for s in study.sources for turn in s.turns or ()]
    pairs += [pair for case in study.cases for pair in case.speakers]
    known = [pair for pair in dict.fromkeys(pairs) if pair[1]]
    return dict(zip(known, work.names(say("speaker"), known), strict=True))


def _codings(
    work: Copying, source: Source, names: dict[str, str], people: dict[str, str]
) -> tuple[Coding, ...]:
    found = []
    for each in source.codings:
        label = f"{names[each.node]} · {people[each.user]}"
        start, end = work.place(say("coding"), source.guid, each.start, each.end, label)
        same = (start, end) == (each.start, each.end)
        found.append(each if same else replace(each, start=start, end=end))
    return tuple(found)


def _cases(
    work: Copying,
    cases: Sequence[Case],
    known: dict[str, str],
    labels: dict[tuple[str, str], str],
) -> tuple[Case, ...]:
    names = work.names(say("participant"), [("", case.name) for case in cases])
    what = say("value of an attribute")
    return tuple(
        replace(
            case,
            name=name,
            values={
                known[key]: work.words(what, f"{case.name}, {key}", value)
                for key, value in case.values.items()
            },
            speakers=tuple((s, labels.get((s, voice), voice)) for s, voice in case.speakers),
        )
        for case, name in zip(cases, names, strict=True)
    )


def _memo(work: Copying, memo: Memo, people: dict[str, str]) -> Memo:
    label = people.get(memo.user, say("owner"))
    text = work.words(say("memo"), label, memo.text)
    if memo.kind != "span":
        return replace(memo, text=text)
    start, end = work.place(say("memo"), memo.target, memo.start, memo.end, label)
    return replace(memo, text=text, start=start, end=end)


def _quotation(work: Copying, quote: Quote, names: dict[str, str]) -> Quote:
    label = names.get(quote.node, "–")
    start, end = work.place(say("quotation"), quote.source, quote.start, quote.end, label)
    return replace(
        work.edits(quote, start, end, label),
        note=work.words(say("note on a quotation"), label, quote.note),
        translation=work.words(say("translation of a quotation"), label, quote.translation),
        translator=work.words(say("translator"), label, quote.translator),
    )
