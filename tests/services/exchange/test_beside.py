"""What a project file of our own holds beside the standard, and that nothing is forgotten."""

import json
import zipfile

import pytest

from qda_app.domain.joining import ADD, COPY, LEAVE
from qda_app.domain.loss_sentences_out import not_exported
from qda_app.domain.transcript import Transcript, Turn
from qda_app.formats.refi.beside import NAME
from qda_app.services.commands.cases import CaseLine, ImportCases
from qda_app.services.commands.quotations import ChooseQuotations
from qda_app.services.commands.sources import ImportSources
from qda_app.services.exchange.arriving import bring, convert, read_foreign
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project
from qda_app.storage.tables import Base

# Where each column of each table goes: into the file as it is, or under this name into the report.
HELD = "held"
TABLES = {
    "project": {"title": HELD, "created": "history"},
    "setting": {"name": "settings", "value": "settings"},
    "coder": {"name": HELD, "consensus": HELD, "lead": "leads"},
    "source": {
        "name": HELD, "origin": "import notes", "format": "import notes",
        "encoding": "import notes", "language": "languages", "imported": "history",
        "notes": "import notes", "text_hash": HELD, "turns_hash": "turns", "turns_used": "turns",
        "length": HELD,
    },
    "node": {
        "parent_id": HELD, "name": HELD, "position": HELD, "color": HELD, "short": HELD,
        "definition": HELD, "use_when": HELD, "not_when": HELD, "example": HELD,
        "retired": "retired", "merged_into_id": "history", "inventor_id": "rounds",
        "round_id": "rounds",
    },
    "case": {"name": HELD},
    "attribute": {"name": HELD, "kind": HELD, "position": HELD},
    "case_value": {"case_id": HELD, "attribute_id": HELD, "value": HELD},
    "case_link": {"case_id": HELD, "source_id": HELD, "speaker": "speakers"},
    "progress": {"coder_id": "done", "source_id": "done", "done": "done"},
    "memo": {"target": HELD, "kind": HELD, "coder_id": HELD, "text": HELD},
    "memo_place": {"memo_id": HELD, "source_id": HELD, "start": HELD, "end": HELD},
    "memo_link": {"memo_id": HELD, "other_id": HELD},
    "certainty": {"target": "certainty", "level": "certainty"},
    "relation": {"node_id": HELD, "other_id": HELD, "kind": HELD},
    "saved_query": {"name": "queries", "definition": "queries"},
    "quotation": dict.fromkeys(
        ("source_id", "node_id", "coder_id", "start", "end", "position", "words_hash", "edits",
         "note", "translation", "translator", "status"), "quotations"),
    "coding": {
        "source_id": HELD, "node_id": HELD, "coder_id": HELD, "start": HELD, "end": HELD,
        "replaces": "history", "version": "versions",
    },
    "node_alias": {"node_id": "history", "name": "history"},
    "codebook_version": dict.fromkeys(
        ("number", "rationale", "made", "tree_hash", "coder_id"), "versions"),
    "round": dict.fromkeys(
        ("name", "pilot", "blind", "closed", "created", "plan", "version_id", "basis_hash"),
        "rounds"),
    "round_part": dict.fromkeys(("round_id", "source_id", "start", "end"), "rounds"),
    "assignment": dict.fromkeys(
        ("round_id", "coder_id", "submitted", "codings_hash", "count", "head"), "rounds"),
    "decision": dict.fromkeys(
        ("round_id", "item", "node_id", "other_id", "source_id", "start", "end", "members",
         "produced", "outcome", "accepted_id", "cause", "note", "by_hand", "coder_id", "made"),
        "decisions"),
    "handout": dict.fromkeys(("coder_id", "round_id", "head", "made"), "history"),
    "branch": dict.fromkeys(
        ("handout_id", "base", "tip", "head", "origin", "journal_hash", "report"), "history"),
    "tray": dict.fromkeys(
        ("coding", "source_id", "node_id", "coder_id", "start", "end", "words", "reason"),
        "history"),
}  # fmt: skip
JOURNAL = {"fact", "change_set", "image", "coding_life", "coding_digest"}  # the history itself
TEXT = "Ana: Sí claro.\nBruno: No nunca.\nAna: Ya.\nBruno: Bueno.\n"
TURNS = (
    Turn(0, 5, 14, "Ana", seconds=0.0),
    Turn(15, 22, 31, "Bruno", interviewer=True, seconds=61.5),
)


def test_no_table_and_no_column_is_forgotten():
    """A new one must be exported or counted in the report, and said here."""
    there = {
        name: set(table.columns.keys()) - {"id", "guid", "gone"}
        for name, table in Base.metadata.tables.items()
        if name not in JOURNAL
    }
    assert there == {name: set(columns) for name, columns in TABLES.items()}
    said = {where for columns in TABLES.values() for where in columns.values()} - {HELD}
    assert said <= set(not_exported())


@pytest.fixture
def here(tmp_path):
    with Project.create(tmp_path / "s.qdaproj", "S") as made:
        made.run(ImportSources([Transcript("I_1", TEXT, "txt", "", TURNS, language="es")]))
        made.run(ImportCases([CaseLine(1, "P", {"Age": "4"}, "I_1", "Ana")], {"Age": "number"}))
        made.run(ChooseQuotations([(made.read.sources()[0].id, 5, 14, None)]))
        yield made


def rewritten(file, target, change, *, xml=None):
    """Copy a package, its own entry changed; None takes it out."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            if name == NAME:
                raw = change(raw)
            elif name.endswith(".txt") and xml:
                raw = xml(raw)
            if raw is not None:
                new.writestr(name, raw)
    return target


def test_who_speaks_where_comes_back_exactly(here, tmp_path):
    lost = export(here.read, tmp_path / "o.qdpx")
    assert {"turns", "speakers", "languages", "quotations"} <= {loss.what for loss in lost}
    arrived = convert(tmp_path / "o.qdpx", tmp_path / "b.qdaproj")
    assert not arrived.losses
    with Project.open(tmp_path / "b.qdaproj") as back:
        source = back.read.sources()[0]
        assert (back.read.turns()[source.id], source.language) == (TURNS, "es")
        assert back.read.cases()[0].links == ((source.id, "Ana"),)
        assert [(q.start, q.end) for q in back.read.quotations()] == [(5, 14)]


def nested(raw):
    return b"[" * 100_000


def with_turns(rows):
    def change(raw):
        held = json.loads(raw)
        for source in held["sources"].values():
            source["turns"] = rows
        return json.dumps(held).encode()

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda _: None, lambda _: b"\xff\x00", lambda _: b"[]", nested,
        lambda raw: raw.replace(b'"version":1', b'"version":2'),
        lambda _: b'{"version":1,"sources":[],"speakers":3,"quotations":{}}',
        with_turns([[0, 5, 900, "Ana", False, None]]), with_turns([[5, 0, 9, "Ana", False, None]]),
        with_turns([[0, 5, 9, "A", False, None], [3, 4, 9, "B", False, None]]),
        with_turns([[0, 5, 9, None, False, None]]), with_turns([[0, 5, 9, "A", False, "x"]]),
        with_turns([[0, 5, 9, "A", False, float("inf")]]), with_turns([3]), with_turns(None),
        with_turns([[0, 5, 9, "\ud800", False, None]]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_turns_are_recognised_anew(here, tmp_path, change):
    export(here.read, tmp_path / "o.qdpx")
    file = rewritten(tmp_path / "o.qdpx", tmp_path / "d.qdpx", change)
    arrived = convert(file, tmp_path / "b.qdaproj")
    assert arrived.losses.count("turns anew") == 1
    with Project.open(tmp_path / "b.qdaproj") as back:
        source = back.read.sources()[0]
        assert [turn.speaker for turn in back.read.turns()[source.id]] == ["Ana", "Bruno"] * 2
        assert back.read.cases()[0].links == ((source.id, ""),)
        assert back.read.quotations() == []
        assert back.check() is None


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda raw: raw, "boolean"),
        (lambda raw: raw.replace(b'"boolean"', b'"number"'), "text"),
        (lambda raw: raw.replace(b'"boolean"', b'"date of"'), "text"),
        (lambda raw: raw.replace(b'"boolean"', b"7"), "text"),
        (lambda raw: raw.replace(b'"attributes":[', b'"attributes":[3,'), "text"),
        (lambda _raw: None, "text"),
    ],
)
def test_the_kind_of_an_attribute_comes_back_where_its_values_are_of_it(tmp_path, change, kind):
    with Project.create(tmp_path / "s.qdaproj") as made:
        made.run(ImportCases([CaseLine(1, "P", {"Met": "yes"}, "")], {"Met": "boolean"}))
        export(made.read, tmp_path / "o.qdpx")
    file = rewritten(tmp_path / "o.qdpx", tmp_path / "n.qdpx", change)
    assert read_foreign(file)[1].study.attributes == (("Met", kind),)


def test_another_text_takes_nothing_back(here, tmp_path):
    export(here.read, tmp_path / "o.qdpx")
    file = rewritten(
        tmp_path / "o.qdpx",
        tmp_path / "d.qdpx",
        lambda raw: raw,
        xml=lambda raw: b"More. " + raw,
    )
    arrived = convert(file, tmp_path / "b.qdaproj")
    assert {loss.what for loss in arrived.losses} == {"turns anew", "quotations left"}


@pytest.mark.parametrize(
    "change",
    [{"start": -1}, {"end": 900}, {"status": "?"}, {"edits": [{"kind": "omit"}]}, {"note": 3},
     {"note": "\ud800"},
     {"source": []}, {"edits": [{"kind": "burn", "start": 0, "end": 1, "text": ""}]}],
)  # fmt: skip
def test_a_quotation_that_does_not_fit_is_counted(here, tmp_path, change):
    def changed(raw):
        held = json.loads(raw)
        held["quotations"] = [held["quotations"][0] | change, *held["quotations"] * 2]
        return json.dumps(held).encode()

    export(here.read, tmp_path / "o.qdpx")
    arrived = convert(
        rewritten(tmp_path / "o.qdpx", tmp_path / "d.qdpx", changed), tmp_path / "b.qdaproj"
    )
    assert arrived.losses.count("quotations left") == 1
    with Project.open(tmp_path / "b.qdaproj") as back:
        assert len(back.read.quotations()) == 2
        assert back.check() is None


@pytest.mark.parametrize(("way", "count"), [(LEAVE, 1), (ADD, 1), (COPY, 2)])
def test_what_is_chosen_already_is_not_chosen_twice(here, tmp_path, way, count):
    export(here.read, tmp_path / "o.qdpx")
    arrived = bring(here, *read_foreign(tmp_path / "o.qdpx"), way=way)
    assert len(here.read.quotations()) == count
    assert arrived.losses.count("quotations joined") == 2 - count
    assert here.check() is None
