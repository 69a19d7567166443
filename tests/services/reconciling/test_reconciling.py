"""Reconciliation: items of a round, decisions and their undo, the consensus layer, the report."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qda_app.domain.disagreements import BOUNDARY, OTHER_NODE
from qda_app.domain.errors import QdaError
from qda_app.domain.rounds import Part
from qda_app.domain.text import Span
from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder, NameLead
from qda_app.services.commands.codings import ApplyNewNode, ApplyNode
from qda_app.services.commands.decisions import AcceptAgreed, Decide, SetCause
from qda_app.services.commands.nodes import Branch, DeleteNode, GrowTree, MergeNodes
from qda_app.services.commands.rounds import CloseRound, CreateRound, SubmitRound
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project
from qda_app.services.reconciling.reconciling import Reconciliation, item_named
from qda_app.services.rounds.agreement import round_agreement
from qda_app.services.rounds.rounds import whole

WORDS = {
    "Ana": [("B", "Antes uno cerraba la puerta"), ("C", "Ahora entro y miro"), ("D", "profesor")],
    "Bruno": [("B", "Antes uno cerraba la"), ("D", "Ahora entro y miro a"), ("D", "profesor.")],
}


@pytest.fixture
def settled(project):
    """The project with a submitted round: one boundary, two nodes that compete, one agreed."""
    text = project.read.texts()
    (one, _two) = project.read.sources()
    nodes = {n.name: n.id for n in project.read.tree().order}
    people = {c.name: c.id for c in project.read.coders()}
    made = project.run(CreateRound("first", whole([one]), list(people.values())))
    for who, spans in WORDS.items():
        project.become(who)
        for node, words in spans:
            start = text[one.id].index(words)
            project.run(ApplyNode([nodes[node]], one.id, start, start + len(words)))
        project.run(SubmitRound(made, people[who], "first"))
    project.become(None)
    return project


def reconciliation(project):
    return Reconciliation(project.read, project.read.rounds()[0])


def consensus(project):
    tree = project.read.tree()
    layer = [c.id for c in project.read.coders() if c.consensus]
    return [
        (tree.by_id[c.node].name, project.read.text(c.source)[c.start : c.end])
        for c in (project.read.codings(layer) if layer else [])
    ]


def decide(project, kind, outcome, **more):
    of = reconciliation(project)
    item = next(i for i in of.items if i.cause == kind)
    return project.run(Decide(of.round.id, item, outcome, **more))


def test_the_queue_holds_what_is_not_agreed(settled):
    of = reconciliation(settled)
    assert sorted(item.cause for item in of.items) == [BOUNDARY, OTHER_NODE]
    assert len(of.everything) == 3
    assert (of.progress().total, of.progress().settled, of.progress().agreed) == (2, 0, 1)


@pytest.mark.parametrize(
    ("outcome", "who", "found"),
    [
        ("accept", "Ana", [("B", "Antes uno cerraba la puerta")]),
        ("accept", "Bruno", [("B", "Antes uno cerraba la")]),
        ("both", None, [("B", "Antes uno cerraba la puerta")]),
        ("neither", None, []),
        ("defer", None, []),
    ],
)
def test_a_boundary_is_settled_in_every_way(settled, outcome, who, found):
    coder = next((c.id for c in settled.read.coders() if c.name == who), None)
    decide(settled, BOUNDARY, outcome, coder=coder, note="because")
    assert consensus(settled) == found
    of = reconciliation(settled)
    item = next(i for i in of.items if i.cause == BOUNDARY)
    assert (of.decision(item).outcome, of.decision(item).note) == (outcome, "because")
    assert of.settled(item) == (outcome != "defer")
    settled.undo()
    assert consensus(settled) == []
    assert reconciliation(settled).decision(item) is None
    settled.redo()
    assert consensus(settled) == found
    assert settled.check() is None


def test_competing_nodes_are_settled_by_one_both_or_a_third(settled):
    nodes = {n.name: n.id for n in settled.read.tree().order}
    decide(settled, OTHER_NODE, "both")
    assert sorted(consensus(settled)) == [
        ("C", "Ahora entro y miro"),
        ("D", "Ahora entro y miro a"),
    ]
    decide(settled, OTHER_NODE, "another", node=nodes["A"])
    assert consensus(settled) == [("A", "Ahora entro y miro a")]
    start = settled.read.text(1).index("miro")
    decide(settled, OTHER_NODE, "adjust", node=nodes["C"], span=Span(start, start + 4))
    assert consensus(settled) == [("C", "miro")]
    assert len(settled.read.decisions(1)) == 1


def test_what_all_coded_alike_is_accepted_once_and_changes_no_decision(settled):
    of = reconciliation(settled)
    agreed = of.unaccepted()
    assert settled.run(AcceptAgreed(of.round.id, agreed)) == 1
    assert consensus(settled) == [("D", "profesor")]
    steps = len(settled.read.history())
    assert settled.run(AcceptAgreed(of.round.id, agreed)) == 0
    assert len(settled.read.history()) == steps
    settled.run(Decide(of.round.id, agreed[0], "neither"))
    settled.run(AcceptAgreed(of.round.id, agreed))
    assert consensus(settled) == []


def test_coders_layers_stay_as_they_were(settled):
    people = [c.id for c in settled.read.coders() if not c.consensus]
    before = settled.read.codings(people)
    for cause in (BOUNDARY, OTHER_NODE):
        decide(settled, cause, "both")
    assert settled.read.codings(people) == before


def test_a_cause_can_be_said_without_settling(settled):
    of = reconciliation(settled)
    item = of.items[0]
    settled.run(SetCause(of.round.id, item, "definition"))
    of.reread()
    assert (of.cause(item), of.settled(item)) == ("definition", False)
    settled.run(Decide(of.round.id, item, "both", cause="definition"))
    settled.run(SetCause(of.round.id, item, "ambiguous"))
    of.reread()
    assert (of.cause(item), of.settled(item)) == ("ambiguous", True)
    report = of.report()
    assert report["causes"]["ambiguous"] == 1
    assert report["outcomes"] == {"both": 1, "open": 1}


def test_nodes_unified_since_are_one(settled):
    nodes = {n.name: n.id for n in settled.read.tree().order}
    settled.run(MergeNodes([nodes["C"]], nodes["D"]))
    of = reconciliation(settled)
    assert sorted(i.cause for i in of.everything) == ["agreed", BOUNDARY, BOUNDARY]


def test_a_node_that_a_submitted_layer_uses_cannot_be_deleted(settled):
    nodes = {n.name: n.id for n in settled.read.tree().order}
    with pytest.raises(QdaError, match="Ana submitted"):
        settled.run(DeleteNode(nodes["B"]))


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"outcome": "maybe"}, "The decision is one of accept"),
        ({"outcome": "accept"}, "whose codings"),
        ({"outcome": "another"}, "which node"),
        ({"outcome": "adjust", "span": Span(0, 10_000)}, "no passage"),
        ({"outcome": "both", "cause": "whim"}, "The cause is one of"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(settled, choice, sentence):
    with pytest.raises(QdaError, match=sentence):
        decide(settled, BOUNDARY, **choice)
    assert settled.read.decisions(1) == []


def test_a_closed_round_is_settled_for_ever(settled):
    decide(settled, BOUNDARY, "both")
    settled.run(CloseRound(1))
    with pytest.raises(QdaError, match="closed"):
        decide(settled, OTHER_NODE, "both")
    assert settled.undo_label is None


def test_only_a_lead_settles_once_there_is_one(settled):
    settled.run(NameLead(1, lead=True, name="Ana"))
    settled.become("Bruno")
    with pytest.raises(QdaError, match="Only a lead"):
        decide(settled, BOUNDARY, "both")


def test_items_are_found_by_the_beginning_of_their_key(settled):
    of = reconciliation(settled)
    assert item_named(of, of.items[0].key[:8].upper()) == of.items[0]
    for key in ("", "zz"):
        with pytest.raises(QdaError, match="no item"):
            item_named(of, key)


def test_the_matrix_says_which_nodes_compete(settled):
    nodes, table = reconciliation(settled).matrix()
    assert [settled.read.tree().by_id[n].name for n in nodes] == ["C", "D"]
    assert table == [[0, 1], [1, 0]]


def test_notes_of_a_disagreement_are_kept_as_json_prints_them(settled):
    decide(settled, BOUNDARY, "both", note="  agreed by phone ")
    packed = reconciliation(settled).as_json()
    one = next(d for d in packed["disagreements"] if d["cause"] == BOUNDARY)
    assert one["text"] == "Antes uno cerraba la puerta"
    assert one["decision"]["note"] == "agreed by phone"
    assert packed["settled"] == 1


TEXT = "uno dos tres cuatro cinco seis siete ocho nueve diez " * 3
spans = st.tuples(st.integers(0, 2), st.integers(0, 150), st.integers(1, 40))
acts = st.lists(
    st.tuples(
        st.integers(0, 30), st.sampled_from(["both", "neither", "defer", "a", "b", "undo", "redo"])
    ),
    max_size=14,
)


@settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
@given(st.lists(spans, max_size=10), st.lists(spans, max_size=10), acts)
def test_the_consensus_layer_is_what_the_standing_decisions_made(tmp_path_factory, a, b, acts):
    with Project.create(tmp_path_factory.mktemp("r") / "r.qdaproj") as project:
        people = [project.run(AddCoder(name)) for name in ("Ana", "Bruno")]
        project.run(GrowTree([Branch("X"), Branch("Y"), Branch("Z")]))
        project.run(ImportSources([Transcript("one", TEXT, "txt")]))
        nodes = [n.id for n in project.read.tree().order]
        made = project.run(CreateRound("r", whole(project.read.sources()), people))
        for coder, rows in zip(people, (a, b), strict=True):
            for node, start, size in rows:
                end = min(start + size, len(TEXT))
                project.run(ApplyNode([nodes[node]], 1, start, end, coder=coder))
            project.run(SubmitRound(made, coder))
        of = reconciliation(project)
        for number, act in acts:
            try:
                if act in {"undo", "redo"}:
                    getattr(project, act)()
                elif of.items:
                    item = of.items[number % len(of.items)]
                    who = {"a": people[0], "b": people[1]}.get(act)
                    outcome = act if who is None else "accept"
                    project.run(Decide(made, item, outcome, coder=who))
            except QdaError:
                assert act in {"undo", "redo"}
        of.reread()
        layer = [c.id for c in project.read.coders() if c.consensus]
        standing = {c.guid for c in project.read.codings(layer)} if layer else set()
        assert standing == {guid for d in of.decisions.values() for guid in d.produced}
        assert [i.key for i in reconciliation(project).items] == [i.key for i in of.items]
        assert project.check() is None


def figures(project, **choices):
    found = round_agreement(project.read, "first", interval="none", **choices).as_json()
    return {k: v for k, v in found.items() if k != "software"}


def test_the_figures_of_a_round_are_the_same_whatever_happens_later(settled):
    before = figures(settled)
    assert before["round"]["state"] == "submitted"
    nodes = {n.name: n.id for n in settled.read.tree().order}
    decide(settled, BOUNDARY, "both")
    settled.run(MergeNodes([nodes["C"]], nodes["D"]))
    settled.run(GrowTree([Branch("A > E")]))
    settled.run(CloseRound(1))
    assert figures(settled) == before


def test_after_settling_the_coders_agree_where_it_was_settled(settled):
    def kappa(node, **choices):
        return next(n["kappa"] for n in figures(settled, **choices)["nodes"] if n["node"] == node)

    assert kappa("A > B") < 1
    assert kappa("A > B", after=True) == kappa("A > B")
    decide(settled, BOUNDARY, "accept", coder=1)
    assert kappa("A > B", after=True) == 1
    assert kappa("A > B") < 1
    assert figures(settled, after=True)["round"]["state"] == "settled"


def test_only_the_passages_of_the_round_are_compared(project):
    (one, _two) = project.read.sources()
    people = [c.id for c in project.read.coders()]
    parts = [Part(one.id, 0, 30), Part(one.id, 60, 90)]
    made = project.run(CreateRound("first", parts, people))
    for coder in people:
        project.run(ApplyNode([2], one.id, 20, 70, coder=coder))
        project.run(SubmitRound(made, coder))
    found = figures(project)
    assert found["universe"]["length"] == 60
    assert found["nodes"][1]["n11"] == 20


def test_coders_outside_the_round_are_named(settled):
    settled.run(AddCoder("Carla"))
    with pytest.raises(QdaError, match=r"Carla did not code in the round “first”\."):
        figures(settled, coders=["Ana", "Carla"])
    with pytest.raises(QdaError, match="two coders or more"):
        figures(settled, coders=["Ana"])


def test_nodes_of_one_name_are_told_apart_by_who_invented_them(project):
    sources = project.read.sources()[:1]
    people = [c.id for c in project.read.coders()]
    made = project.run(CreateRound("first", whole(sources), people))
    for coder, name in zip(people, ("Ana", "Bruno"), strict=True):
        project.become(name)
        project.run(ApplyNewNode(sources[0].id, 0, 27, "idea"))
        project.run(SubmitRound(made, coder))
    of = reconciliation(project)
    assert {of.path(node) for node in of.items[0].nodes} == {"idea (Ana)", "idea (Bruno)"}


def test_an_item_that_gets_more_codings_is_open_again_and_the_others_stay(settled):
    nodes = {n.name: n.id for n in settled.read.tree().order}
    decide(settled, BOUNDARY, "both")
    decide(settled, OTHER_NODE, "accept", coder=1)
    before = reconciliation(settled)
    kept = next(i for i in before.items if i.cause == BOUNDARY)
    (alone,) = before.unaccepted()
    settled.run(Decide(1, alone, "neither"))
    settled.run(MergeNodes([nodes["D"]], nodes["C"]))
    of = reconciliation(settled)
    assert of.settled(next(i for i in of.items if i.key == kept.key))
    assert of.decision(next(i for i in of.everything if i.key == alone.key)).outcome == "neither"
    settled.undo()
    settled.run(MergeNodes([nodes["B"]], nodes["C"]))
    assert reconciliation(settled).settled(next(i for i in of.items if i.key == kept.key))


def test_codings_that_come_to_a_settled_passage_open_it_again(project):
    (one, _two) = project.read.sources()
    people = [c.id for c in project.read.coders()]
    made = project.run(CreateRound("first", whole([one]), people))
    for coder, node, end in ((people[0], 2, 27), (people[0], 3, 12), (people[1], 2, 20)):
        project.run(ApplyNode([node], one.id, 0, end, coder=coder))
    for coder in people:
        project.run(SubmitRound(made, coder))
    decide(project, BOUNDARY, "accept", coder=people[0])
    assert [words for _node, words in consensus(project)] == ["Antes uno cerraba la puerta"]
    project.run(MergeNodes([3], 2))  # one more coding lies at the node by now
    of = reconciliation(project)
    (item,) = of.items
    assert (len(item.members), of.decision(item)) == (3, None)
    assert of.earlier(item).outcome == "accept"
    decide(project, BOUNDARY, "accept", coder=people[1])
    assert [words for _node, words in consensus(project)] == ["Antes uno cerraba la"]
    assert len(project.read.decisions(made)) == 1
