"""Rounds: who codes what, what is kept from whom, what is locked, what stays for ever."""

import pytest

from qda_app.domain.errors import QdaError
from qda_app.domain.rounds import ASSIGNED, CLOSED, COMPARED, SUBMITTED, Part
from qda_app.services.commands.coders import AddCoder, NameLead
from qda_app.services.commands.codings import ApplyNewNode, ApplyNode, RemoveCodings
from qda_app.services.commands.nodes import DefineNode, MergeNodes, RenameNode
from qda_app.services.commands.rounds import CloseRound, CreateRound, KeepNodes, SubmitRound
from qda_app.services.commands.versions import ConfirmCodings, MakeVersion
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import basis, coded_before, round_named, seats, whole
from qda_app.services.rounds.sampling import drawn
from qda_app.services.versions import recode_queue, version_list


@pytest.fixture
def ids(project):
    read = project.read
    tree = read.tree()
    return {
        **{coder.name: coder.id for coder in read.coders()},
        **{source.name: source.id for source in read.sources()},
        **{node.name: node.id for node in tree.order},
    }


@pytest.fixture
def blind(project, ids):
    """A blind round of both coders on the source `one`, in which both have coded."""
    sources = [s for s in project.read.sources() if s.name == "one"]
    made = project.run(CreateRound("first", whole(sources), [ids["Ana"], ids["Bruno"]]))
    for who, node in (("Ana", "B"), ("Bruno", "C")):
        project.become(who)
        project.run(ApplyNode([ids[node]], ids["one"], 0, 30, memo=f"by {who}"))
    return made


def submit_all(project, ids, made):
    for who in ("Ana", "Bruno"):
        project.become(who)
        project.run(SubmitRound(made, ids[who], "first"))


def test_a_round_goes_from_assigned_to_closed(project, ids, blind):
    def state():
        return project.read.rounds()[0].state

    assert state() == ASSIGNED
    project.become("Ana")
    project.run(SubmitRound(blind, ids["Ana"]))
    assert state() == SUBMITTED
    project.become("Bruno")
    project.run(SubmitRound(blind, ids["Bruno"]))
    assert state() == COMPARED
    project.run(CloseRound(blind))
    assert state() == CLOSED
    assert project.check() is None


def test_blind_coders_see_their_own_and_all_once_everybody_submitted(project, ids, blind):
    for who in ("Ana", "Bruno"):
        project.become(who)
        assert [c.coder for c in project.read.codings()] == [ids[who]]
        assert [m.text for m in project.read.memos()] == [f"by {who}"]
        assert project.read.counts_by_source() == {(ids["one"], ids[who]): 1}
    project.become(None)
    assert len(project.read.codings()) == 2
    submit_all(project, ids, blind)
    assert len(project.read.codings()) == 2


def test_elsewhere_nothing_is_hidden(project, ids, blind):
    project.become("Ana")
    project.run(ApplyNode([ids["B"]], ids["two"], 0, 10))
    project.become("Bruno")
    assert [(c.source, c.coder) for c in project.read.codings(source=ids["two"])] == [
        (ids["two"], ids["Ana"])
    ]


def test_nodes_invented_in_a_blind_round_are_their_inventors(project, ids, blind):
    project.become("Ana")
    hers = project.run(ApplyNewNode(ids["one"], 40, 50, "time"))
    project.run(ApplyNode([hers], ids["two"], 0, 5))
    project.become("Bruno")
    assert "time" not in {n.name for n in project.read.tree().order}
    assert not [c for c in project.read.codings() if c.node == hers]
    his = project.run(ApplyNewNode(ids["one"], 40, 50, "time"))
    assert his != hers
    with pytest.raises(QdaError, match="not in the project"):
        project.run(RenameNode(hers, "stolen"))
    submit_all(project, ids, blind)
    both = [n.id for n in project.read.tree().order if n.name == "time"]
    assert both == [hers, his]
    project.run(KeepNodes([hers]))
    with pytest.raises(QdaError, match="already one called “time”"):
        project.run(KeepNodes([his]))
    project.run(MergeNodes([his], hers))
    assert [n.id for n in project.read.tree().order if n.name == "time"] == [hers]
    assert project.check() is None


def test_a_lead_who_codes_is_blind_until_submitting_and_one_who_does_not_sees(project, ids, blind):
    project.become(None)
    project.run(NameLead(ids["Ana"], lead=True, name="Ana"))
    project.run(AddCoder("Lea", lead=True))
    project.become("Lea")
    assert len(project.read.codings()) == 2
    project.become("Ana")
    assert len(project.read.codings()) == 1
    project.run(SubmitRound(blind, ids["Ana"]))
    assert len(project.read.codings()) == 2
    project.become("Bruno")
    assert len(project.read.codings()) == 1


def test_only_leads_plan_once_there_are_leads(project, ids):
    project.run(NameLead(ids["Ana"], lead=True, name="Ana"))
    project.become("Bruno")
    one = [Part(ids["one"], 0, 5)]
    with pytest.raises(QdaError, match=r"Only a lead can do this\. The leads are: Ana"):
        project.run(CreateRound("x", one, [ids["Bruno"]]))
    with pytest.raises(QdaError, match="Only a lead can say"):
        project.run(NameLead(ids["Bruno"], lead=True, name="Bruno"))
    project.become("Ana")
    project.run(CreateRound("x", one, [ids["Bruno"]]))
    assert [r.name for r in project.read.rounds()] == ["x"]


def test_what_was_submitted_stays_as_it_is(project, ids, blind):
    project.become("Ana")
    mine = project.read.codings()[0].id
    project.run(SubmitRound(blind, ids["Ana"]))
    assert project.undo_label is None
    for command in (RemoveCodings([mine]), ApplyNode([ids["C"]], ids["one"], 3, 9)):
        with pytest.raises(QdaError, match="Ana submitted the round “first”"):
            project.run(command)
    project.run(ApplyNode([ids["C"]], ids["two"], 3, 9))
    project.become("Bruno")
    project.run(ApplyNode([ids["C"]], ids["one"], 3, 9))
    project.become("Ana")
    with pytest.raises(QdaError, match="submitted the round “first” already"):
        project.run(SubmitRound(blind, ids["Ana"]))


def test_a_rounds_codings_and_tree_stay_when_nodes_are_merged(project, ids, blind):
    submit_all(project, ids, blind)
    one = round_named(project.read, "FIRST")
    before = basis(project.read, one)
    project.become(None)
    project.run(RenameNode(ids["B"], "other"))
    project.run(MergeNodes([ids["C"]], ids["B"]))
    after = basis(project.read, one)
    assert after.codings == before.codings
    assert {p.node for found in after.codings.values() for p in found} == {ids["B"], ids["C"]}
    assert [n.name for n in after.tree.order] == [n.name for n in before.tree.order]


def test_a_round_that_waits_is_not_compared_nor_closed(project, ids, blind):
    one = round_named(project.read, "first")
    with pytest.raises(QdaError, match="waits for Ana, Bruno"):
        basis(project.read, one)
    with pytest.raises(QdaError, match="waits for Ana, Bruno"):
        project.run(CloseRound(blind))
    assert [(s.name, s.codings) for s in seats(project.read, one)] == [("Ana", None), ("Bruno", 1)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "First"}, "already a round"),
        ({"parts": []}, "at least one source"),
        ({"coders": []}, "at least one coder"),
        ({"parts": [Part(1, 0, 10_000)]}, "no passage of"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(project, ids, blind, change, sentence):
    wanted = {"name": "second", "parts": [Part(ids["one"], 0, 5)], "coders": [ids["Ana"]]}
    project.become(None)
    steps = len(project.read.history())
    with pytest.raises(QdaError, match=sentence):
        project.run(CreateRound(**{**wanted, **change}))
    assert len(project.read.history()) == steps


def test_making_a_round_can_be_taken_back_until_somebody_submitted(project, ids):
    project.run(CreateRound("first", whole(project.read.sources()), [ids["Ana"]]))
    project.undo()
    assert project.read.rounds() == []
    project.redo()
    assert [v["number"] for v in version_list(project.read)] == [1]
    assert project.check() is None


def test_a_definition_that_changed_puts_its_codings_on_the_recode_queue(project, ids):
    project.run(MakeVersion("begin"))
    with pytest.raises(QdaError, match="as in version 1"):
        project.run(MakeVersion("again"))
    project.become("Ana")
    project.run(ApplyNode([ids["B"], ids["C"]], ids["one"], 0, 30))
    project.run(DefineNode(ids["B"], definition="only in class"))
    assert recode_queue(project.read) == []
    project.run(MakeVersion("B was too wide"))
    (found,) = recode_queue(project.read)
    assert (found.coding.node, found.version, found.fields) == (ids["B"], 1, ("definition",))
    assert version_list(project.read)[1]["changes"] == ["defined “B” anew"]
    project.run(ConfirmCodings((found.coding.id,)))
    assert recode_queue(project.read) == []
    assert len(project.read.codings()) == 2
    assert project.check() is None


def test_a_draw_is_the_same_for_the_same_seed_and_leaves_out_text_of_earlier_rounds(project, ids):
    sources = project.read.sources()
    one = drawn(project.read, sources, 0.3, seed=7, size=90)
    assert one == drawn(project.read, sources, 0.3, seed=7, size=90)
    project.run(CreateRound("pilot", one.parts, [ids["Ana"]], pilot=True, plan=one.plan))
    fresh = drawn(project.read, sources, 0.5, seed=7, size=90, fresh=True)
    used = {(p.source, x) for p in one.parts for x in range(p.start, p.end)}
    assert not used & {(p.source, x) for p in fresh.parts for x in range(p.start, p.end)}
    project.run(CreateRound("all", whole(sources), [ids["Ana"]]))
    with pytest.raises(QdaError, match="No text is left"):
        drawn(project.read, sources, 0.5, fresh=True)
    with pytest.raises(QdaError, match="no attribute “age”"):
        drawn(project.read, sources, 0.5, ["age"])
    with pytest.raises(QdaError, match="share lies"):
        drawn(project.read, sources, 0)


def test_a_round_survives_reopening(project, ids, blind, tmp_path):
    submit_all(project, ids, blind)
    before = project.read.rounds()
    project.close()
    with Project.open(tmp_path / "study.qdaproj") as again:
        assert again.read.rounds() == before
        assert again.check() is None


def test_text_that_a_coder_submitted_is_not_begun_again(project, ids, blind):
    submit_all(project, ids, blind)
    again = [Part(ids["one"], 10, 40)]
    with pytest.raises(QdaError, match=r"Ana submitted “one” in the round “first”"):
        project.run(CreateRound("second", again, [ids["Ana"]]))
    project.run(CreateRound("second", whole(project.read.sources())[1:], [ids["Ana"]]))


def test_codings_from_before_a_round_are_said(project, ids, blind):
    project.become(None)
    parts = [Part(ids["one"], 0, 40)]
    found = coded_before(project.read, parts, [ids["Ana"], ids["Bruno"]])
    assert found[0].startswith("Ana has coded 1 passage here before")
    assert coded_before(project.read, [Part(ids["two"], 0, 40)], [ids["Ana"]]) == []


def test_submitted_codings_wait_for_nothing_when_a_definition_changes(project, ids, blind):
    submit_all(project, ids, blind)
    project.become(None)
    project.run(DefineNode(ids["B"], definition="narrower"))
    project.run(MakeVersion("B was too wide"))
    assert recode_queue(project.read) == []


def test_nodes_of_one_name_are_told_apart_in_a_rounds_figures(project, ids, blind):
    for who in ("Ana", "Bruno"):
        project.become(who)
        project.run(ApplyNewNode(ids["one"], 40, 50, "time"))
    submit_all(project, ids, blind)
    tree = basis(project.read, round_named(project.read, "first")).tree
    assert {"time (Ana)", "time (Bruno)"} <= set(tree.paths().values())
