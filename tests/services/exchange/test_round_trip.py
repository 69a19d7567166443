"""The sample study out through our own .qdpx and in again: what the standard holds comes back."""

import zipfile

import pytest
from refi_projects import assert_valid
from sqlalchemy import select

from qda_app.domain.errors import QdaError
from qda_app.domain.query import Or, Term
from qda_app.domain.quotation import Edit
from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.cases import CaseLine, ImportCases
from qda_app.services.commands.codings import SetCertainty
from qda_app.services.commands.memos import LinkMemos, WriteMemo, WriteSpanMemo
from qda_app.services.commands.nodes import Branch, DefineNode, GrowTree, RetireNode
from qda_app.services.commands.queries import SaveQuery
from qda_app.services.commands.quotations import (
    ChooseQuotations,
    EditQuotation,
    NoteQuotation,
    TranslateQuotation,
)
from qda_app.services.commands.relations import RelateNodes
from qda_app.services.commands.rounds import CreateRound
from qda_app.services.commands.settings import KeepSetting
from qda_app.services.commands.sources import CorrectTurns, ImportSources, UseTurns
from qda_app.services.exchange.arriving import convert
from qda_app.services.exchange.gathering import gather
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project
from qda_app.services.retrieval.query_json import to_json
from qda_app.services.rounds.rounds import whole
from qda_app.services.sample import write_sample
from qda_app.storage.tables import SettingRow

# What a project holds and REFI-QDA does not; each is counted in the report of an export.
NOT_HELD = {
    "turns", "speakers", "rounds", "versions", "certainty", "queries", "retired", "done", "history",
    "import notes", "kinds", "languages", "quotations", "settings",
}  # fmt: skip
TEXT = "Ana: Sí 😀 claro.\nBruno: No, 𝄞 nunca.\n"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample with everything that a project can hold."""
    path = write_sample(tmp_path_factory.mktemp("sample") / "s")
    with Project.open(path) as project:
        run, read = project.run, project.read
        run(ImportSources([Transcript("emoji", TEXT, "txt")]))
        sources, nodes = read.sources(), read.tree().order
        source, coding = sources[-1], read.codings()[0]
        run(
            DefineNode(
                nodes[0].id, short="Short", use_when="When\nso", not_when="=no", example="«E»"
            )
        )
        run(RetireNode(nodes[5].id))
        run(RelateNodes(nodes[1].id, nodes[2].id, "condition"))
        for target, kind in (
            (coding.guid, "coding"), (nodes[0].guid, "node"), (source.guid, "source"),
            (read.project_guid(), "project"), (read.cases()[0].guid, "case"),
            (read.relations()[0].guid, "relation"),
        ):  # fmt: skip
            run(WriteMemo(target, kind, f"  A memo\r\non the {kind} 😀  "))
        project.become("Ana")
        run(WriteSpanMemo(source.id, 4, 9, "On a passage"))
        mine = [c.id for c in project.read.codings() if c.coder == project.viewer_id]
        run(SetCertainty(mine[:1], 2))
        project.become(None)
        ids = [memo.id for memo in read.memos()]
        run(LinkMemos(ids[-1], ids[-2]))
        terms = Or(tuple(Term((node.id,), with_below=False) for node in nodes[:3]))
        run(SaveQuery("Three", to_json(terms, read.tree())))
        run(SaveQuery("Below", to_json(Term((nodes[0].id,)), read.tree())))
        line = CaseLine(1, "Pair", {"Years": "3,5", "Met": "2024-05-31"}, source.name, "Ana")
        run(ImportCases([line], {"Years": "number", "Met": "date"}))
        talk = (
            Turn(0, 5, 18, "Ana", seconds=0.0),
            Turn(18, 25, 37, "Bruno", interviewer=True, seconds=61.5),
        )
        run(CorrectTurns(source.id, talk))
        run(UseTurns(sources[0].id, used=False))
        run(KeepSetting("consent", "required"))
        run(ChooseQuotations([(source.id, 5, 17, nodes[1].id), (sources[0].id, 3, 9, None)]))
        chosen = read.quotations()[0].id
        run(EditQuotation(chosen, [Edit("omit", 0, 3), Edit("insert", 4, 4, "she")]))
        run(TranslateQuotation(chosen, "Yes, sure.", "Eva", "checked"))
        run(NoteQuotation(chosen, "For the end"))
        run(CreateRound("Pilot", whole(sources[:2]), [c.id for c in read.coders()]))
    return path


@pytest.fixture
def project(sample):
    with Project.open(sample) as opened:
        yield opened


def plain(study, *, exact_queries=True):
    """Return what of a study must be the same on both sides."""
    return {
        "title": study.title,
        "users": study.users,
        "nodes": study.nodes,
        "sources": [
            (s.guid, s.name, s.text, s.language, s.turns, s.turns_used) for s in study.sources
        ],
        "codings": sorted(
            (c.guid, s.guid, c.node, c.user, c.start, c.end)
            for s in study.sources
            for c in s.codings
        ),
        "attributes": study.attributes,
        "cases": study.cases,
        "memos": sorted(study.memos, key=lambda memo: memo.guid),
        "links": sorted(map(sorted, study.links)),
        "relations": study.relations,
        "groups": study.groups,
        "quotations": study.quotations,
    }


@pytest.mark.parametrize("profile", ["standard", "nvivo"])
def test_what_the_standard_holds_comes_back(project, tmp_path, profile):
    lost = export(project.read, tmp_path / "o.qdpx", profile)
    before = plain(gather(project.read).study)
    assert before["memos"]
    assert before["groups"]
    assert before["quotations"][0].edits
    assert any(turn.seconds == 61.5 for source in before["sources"] for turn in source[4])
    assert any(case.speakers for case in before["cases"])
    arrived = convert(tmp_path / "o.qdpx", tmp_path / "b.qdaproj")
    with Project.open(tmp_path / "b.qdaproj") as back:
        assert plain(gather(back.read).study) == before
        assert back.check() is None
        kinds = dict(back.read.attributes())
        assert (kinds["Met"], kinds["Years"], kinds["participated"]) == (
            "date",
            "number",
            "boolean",
        )
        back.undo()
        assert back.read.sources() == []
    assert {loss.what for loss in lost} - {"nvivo", "not sharing"} == NOT_HELD
    assert [loss.what for loss in arrived.losses] == []
    emoji = next(j for j in arrived.brought.judged if j.source == "II_2 Head of unit")
    assert (emoji.reading.utf16, emoji.confidence) == (profile == "nvivo", "high")


def test_the_same_project_gives_the_same_bytes(project, tmp_path):
    for name in ("a.qdpx", "b.qdpx", "a.qdc", "b.qdc"):
        export(project.read, tmp_path / name)
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()
    assert (tmp_path / "a.qdc").read_bytes() == (tmp_path / "b.qdc").read_bytes()


@pytest.mark.parametrize("name", ["o.qdpx", "n.qdpx", "o.qdc"])
def test_output_is_valid_by_the_published_schemas(project, tmp_path, name):
    export(project.read, tmp_path / name, "nvivo" if name == "n.qdpx" else "standard")
    assert_valid(tmp_path / name)


def test_an_empty_project_is_valid_too(tmp_path):
    with Project.create(tmp_path / "e.qdaproj") as empty:
        export(empty.read, tmp_path / "e.qdpx")
        with pytest.raises(QdaError, match="no nodes yet"):
            export(empty.read, tmp_path / "e.qdc")
        with pytest.raises(QdaError, match="must end in"):
            export(empty.read, tmp_path / "e.txt")
    assert_valid(tmp_path / "e.qdpx")


def test_output_is_read_by_the_models_of_pyrefiqda(project, tmp_path):
    models = pytest.importorskip("pyrefiqda.models.project", reason="pyrefiqda is not installed")
    from xsdata_pydantic.bindings import XmlParser

    export(project.read, tmp_path / "o.qdpx")
    with zipfile.ZipFile(tmp_path / "o.qdpx") as package:
        read = XmlParser().from_bytes(package.read("project.qde"), models.Project)
    sources = list(read.sources.text_source)
    assert len(sources) == len(project.read.sources())
    marks = [m for s in sources for m in s.plain_text_selection if m.coding]
    assert len(marks) == len(project.read.codings())


def test_a_codebook_comes_back_as_a_tree_with_its_sets(project, tmp_path):
    lost = export(project.read, tmp_path / "o.qdc")
    assert {loss.what for loss in lost} == {
        "codings beside", "memos beside", "cards beside", "relations beside", "retired",
    }  # fmt: skip
    convert(tmp_path / "o.qdc", tmp_path / "c.qdaproj")
    with Project.open(tmp_path / "c.qdaproj") as back:
        mine, theirs = project.read.tree(), back.read.tree()
        assert list(theirs.paths().values()) == list(mine.paths().values())
        assert [n.guid for n in theirs.order] == [n.guid for n in mine.order]
        assert [q.name for q in back.read.saved_queries()] == ["Three"]


@pytest.mark.parametrize("nested", [["Time > ::", "Time > a::b"], []])
def test_names_come_back_letter_by_letter(tmp_path, nested):
    paths = ["std::vector", "A::B::C", "Time", "time", "C++", *nested]
    with Project.create(tmp_path / "s.qdaproj") as made:
        made.run(GrowTree([Branch(path) for path in paths]))
        made.run(ImportCases([CaseLine(1, name, {}, "") for name in ("Ana", "ana")], {}))
        made.run(ImportSources([Transcript(name, TEXT, "txt") for name in ("I_1", "i_1")]))
        before = gather(made.read).study
        for name in ("o.qdpx", "o.qdc"):
            export(made.read, tmp_path / name)
            arrived = convert(tmp_path / name, tmp_path / f"{name}.qdaproj")
            assert not arrived.losses
            with Project.open(tmp_path / f"{name}.qdaproj") as back:
                study = gather(back.read).study
                assert study.nodes == before.nodes
                if name == "o.qdpx":
                    assert study.cases == before.cases
                    assert [s.name for s in study.sources] == [s.name for s in before.sources]


def test_original_positions_are_kept_where_they_had_to_be_read(project, tmp_path):
    export(project.read, tmp_path / "n.qdpx", "nvivo")
    convert(tmp_path / "n.qdpx", tmp_path / "b.qdaproj")
    with Project.open(tmp_path / "b.qdaproj") as back, back.rows() as session:
        kept = list(session.scalars(select(SettingRow.value)))
    with Project.open(tmp_path / "b.qdaproj") as back:
        lines = back.read.kept(kept[0]).splitlines()
    guid, start, end = lines[-1].split()
    assert len(guid) == 36
    assert int(start) < int(end)


def test_a_cancelled_import_leaves_nothing(project, tmp_path):
    export(project.read, tmp_path / "o.qdpx")

    def cancel(done, of, _name):
        if done > of // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert(tmp_path / "o.qdpx", tmp_path / "b.qdaproj", cancel)
    assert not (tmp_path / "b.qdaproj").exists()
    with pytest.raises(KeyboardInterrupt):
        export(project.read, tmp_path / "x.qdpx", progress=cancel)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["o.qdpx"]
