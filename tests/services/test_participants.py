"""Cases, attributes, voices and memos: what can be done, undone, and what is refused."""

import pytest

from qda_app.domain.errors import QdaError
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.memos import EditMemo, LinkMemos, WriteMemo, WriteSpanMemo
from qda_app.services.commands.nodes import MergeNodes
from qda_app.services.commands.participants import (
    AddAttribute,
    AddCase,
    ChangeAttribute,
    RemoveAttribute,
    RemoveCases,
    RenameCase,
    SetCaseValues,
    TieMany,
    TieVoices,
)
from qda_app.services.commands.sources import RemoveSource


def table(project):
    return {
        case.name: (case.attributes, [speaker for _source, speaker in case.links])
        for case in project.read.cases()
    }


def test_cases_and_attributes_are_made_changed_and_removed_and_come_back(project):
    one = project.run(AddCase(" Director  I "))
    project.run(AddAttribute("role"))
    project.run(AddAttribute("age", "number"))
    project.run(SetCaseValues({"Director I": {"role": "director", "age": "51"}}, {}))
    project.run(
        SetCaseValues({"Teacher": {"role": "teacher", "district": "3"}}, {"district": "number"})
    )
    assert table(project)["Teacher"][0] == {"role": "teacher", "district": "3"}
    assert dict(project.read.attributes())["district"] == "number"
    project.run(RenameCase(one, "Director I_4"))
    project.run(ChangeAttribute("role", "post", "text"))
    project.run(RemoveAttribute("age"))
    assert table(project)["Director I_4"][0] == {"post": "director"}
    project.run(RemoveCases([one]))
    assert list(table(project)) == ["Teacher"]
    for _ in range(2):
        project.undo()
    assert table(project)["Director I_4"][0] == {"post": "director", "age": "51"}
    assert project.check() is None


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (AddCase("  "), "name is needed"),
        (AddCase("A"), "already one called"),
        (AddAttribute("Age", "number"), "already"),
        (AddAttribute("x", "colour"), "text, a number"),
        (ChangeAttribute("role", "AGE", "text"), "already"),
        (ChangeAttribute("role", "role", "number"), "is no number"),
        (RemoveAttribute("nothing"), "no attribute “nothing”"),
        (SetCaseValues({"A": {"age": "old"}}, {}), "“old” is no number"),
        (SetCaseValues({"A": {"born": "soon"}}, {"born": "date"}), "no date"),
        (
            SetCaseValues({"A": {"consent": "perhaps"}}, {"consent": "boolean"}),
            "neither yes nor no",
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_changed(project, command, words):
    project.run(SetCaseValues({"A": {"age": "4", "role": "x"}}, {"age": "number"}))
    before = table(project)
    with pytest.raises(QdaError, match=words):
        project.run(command)
    assert table(project) == before


def test_a_voice_is_tied_to_one_case_only(project):
    one, two = project.run(AddCase("A")), project.run(AddCase("B"))
    source, other = (s.id for s in project.read.sources())
    project.run(TieVoices([(source, "Ana"), (source, "Luis")], one))
    project.run(TieVoices([(source, "Luis")], two))
    assert {n: v for n, (_a, v) in table(project).items()} == {"A": ["Ana"], "B": ["Luis"]}
    project.run(TieMany({one: [(other, "")], two: [(source, "Ana")]}))
    assert {n: v for n, (_a, v) in table(project).items()} == {"A": [""], "B": ["Luis", "Ana"]}
    project.run(TieVoices([(source, "Luis")], None))
    project.undo()
    project.undo()
    assert {n: v for n, (_a, v) in table(project).items()} == {"A": ["Ana"], "B": ["Luis"]}


def memos(project):
    return [(m.kind, m.text, m.coder, m.source, m.start, m.end) for m in project.read.memos()]


def test_memos_on_passages_links_and_what_goes_with_them(project):
    project.become("Ana")
    source = project.read.sources()[0].id
    project.run(WriteSpanMemo(source, 0, 5, " why "))
    project.run(WriteSpanMemo(source, 3, 9, "also"))
    project.run(WriteMemo(project.read.project_guid(), "project", "the whole"))
    first, second, whole = project.read.memos()
    assert memos(project)[0] == ("span", "why", "Ana", source, 0, 5)
    assert first.written > project.read.history()[-1].time
    project.run(LinkMemos(first.id, whole.id))
    project.run(LinkMemos(whole.id, first.id))
    assert [m.links for m in project.read.memos()] == [(whole.id,), (), (first.id,)]
    project.run(EditMemo(first.id, "why so"))
    project.run(EditMemo(whole.id, ""))
    assert [m.links for m in project.read.memos()] == [(), ()]
    project.undo()
    assert project.read.memos()[0].links == (whole.id,)
    project.run(LinkMemos(first.id, whole.id, linked=False))
    assert [m.links for m in project.read.memos()] == [(), (), ()]
    project.become("Bruno")
    with pytest.raises(QdaError, match="somebody else's"):
        project.run(EditMemo(second.id, "mine now"))
    for command, words in (
        (WriteSpanMemo(source, 0, 5, "  "), "Write something"),
        (WriteSpanMemo(source, 5, 5, "x"), "is no passage"),
        (LinkMemos(first.id, first.id), "itself"),
    ):
        with pytest.raises(QdaError, match=words):
            project.run(command)
    project.run(RemoveSource(source))
    assert [kind for kind, *_rest in memos(project)] == ["project"]
    project.undo()
    assert len(memos(project)) == 3
    assert project.check() is None


def test_merging_and_undoing_leaves_the_time_at_which_a_memo_was_written(project):
    project.become("Ana")
    nodes = {n.name: n.id for n in project.read.tree().order}
    source = project.read.sources()[0].id
    project.run(ApplyNode([nodes["B"]], source, 0, 5))
    project.run(WriteMemo(project.read.codings()[0].guid, "coding", "why"))
    written = project.read.memos()[0].written
    project.run(MergeNodes([nodes["B"]], nodes["C"]))
    project.undo()
    assert project.read.memos()[0].written == written
