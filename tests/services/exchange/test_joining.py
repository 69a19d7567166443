"""A study that the project has already, all or in part: joined, left out, added to or copied."""

import re
from dataclasses import replace

import pytest
from blind_twins import twins
from refi_projects import (
    CODES,
    NODE,
    SOURCE,
    USER,
    USERS,
    content,
    numbered,
    project,
    qdpx,
    selection,
)
from refi_projects import sources as section

from qda_app.domain.joining import ADD, COPY, LEAVE, WAYS
from qda_app.services.commands.coders import RenameCoder
from qda_app.services.commands.codings import RemoveCodings
from qda_app.services.commands.nodes import DefineNode, MoveNode, RenameNode
from qda_app.services.commands.participants import RenameCase
from qda_app.services.exchange.arriving import bring, convert, look, read_foreign
from qda_app.services.exchange.gathering import gather
from qda_app.services.exchange.joining import join
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project
from qda_app.services.sample import write_sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    path = write_sample(folder / "s")
    with Project.open(path) as opened:
        export(opened.read, folder / "o.qdpx")
    return path, folder / "o.qdpx"


@pytest.fixture
def here(sample, tmp_path):
    """A copy of the sample that may be changed."""
    path = tmp_path / "here.qdaproj"
    path.write_bytes(sample[0].read_bytes())
    with Project.open(path) as opened:
        yield opened


def counts(opened):
    study = gather(opened.read).study
    return {**study.counts(), "links": sum(len(case.sources) for case in study.cases)}


def told(losses):
    return [(loss.what, loss.count, loss.sentence, loss.examples) for loss in losses]


def test_the_project_itself_comes_in_without_a_change(here, sample):
    before, steps = counts(here), len(here.read.history())
    found = look(sample[1], here)
    arrived = bring(here, found.tool, found.brought)
    assert counts(here) == before
    assert len(here.read.history()) == steps
    assert arrived.losses.count("sources there") == before["sources"]
    assert arrived.losses.count("codings joined") == before["codings"]
    assert "codings left" not in arrived.losses
    assert "sources renamed" not in arrived.losses
    kinds = {line["what"] for line in arrived.as_json()["joined"]}
    assert {"nodes joined", "coders joined", "codings joined"} <= kinds
    assert found.ways[LEAVE].counts() == found.brought.study.counts()
    known = found.ways[LEAVE].known
    assert len(known) == before["sources"]
    assert all(one.identical and not one.fresh for one in known)


def test_copies_come_beside_what_is_there_when_they_are_asked_for(here, sample):
    before = counts(here)
    arrived = bring(here, *read_foreign(sample[1]), way=COPY)
    after = counts(here)
    assert after["sources"] == 2 * before["sources"]
    assert after["codings"] == 2 * before["codings"]
    assert (after["nodes"], after["coders"]) == (before["nodes"], before["coders"])
    assert arrived.losses.count("copies") == before["sources"]
    assert arrived.losses.count("sources renamed") == before["sources"]
    assert here.check() is None
    here.undo()
    assert counts(here) == before


def test_new_codings_are_counted_left_out_or_added(here, sample):
    gone = here.read.codings()[:3]
    viewer = {coder.id: coder.name for coder in here.read.coders()}
    for coding in gone:
        here.become(viewer[coding.coder])
        here.run(RemoveCodings([coding.id]))
    here.become(None)
    before = counts(here)
    found = look(sample[1], here)
    assert found.losses(LEAVE).count("codings left") == 3
    assert sum(one.fresh for one in found.ways[LEAVE].known) == 3
    bring(here, found.tool, found.brought, way=LEAVE)
    assert counts(here) == before
    bring(here, found.tool, found.brought, way=ADD)
    after = counts(here)
    assert after["codings"] == before["codings"] + 3
    assert after["sources"] == before["sources"]
    assert here.check() is None
    bring(here, found.tool, found.brought, way=ADD)
    assert counts(here) == after


@pytest.mark.parametrize("way", [None, *WAYS])
def test_the_preview_says_what_the_report_says(here, sample, tmp_path, way):
    odd = section(
        content("Uno dos tres", selection(0, 3) + selection(4, 900, "", 4)),
        content("", key=numbered(8), name="Empty"),
    )
    other = qdpx(tmp_path / "other.qdpx", project(USERS, CODES, odd, "<Graphs><Graph/></Graphs>"))
    bring(here, *read_foreign(other))
    for file in (sample[1], other):
        if way is None:
            foreseen = look(file).losses(None)
            arrived = convert(file, tmp_path / f"{file.stem}.qdaproj")
        else:
            found = look(file, here)
            foreseen = found.losses(way)
            arrived = bring(here, found.tool, found.brought, way=way)
        assert told(foreseen) == told(arrived.losses)
    assert foreseen.count("outside") == 1


def one(tmp_path, text="Uno dos tres", key=SOURCE, name="I_1", inside=None):
    inside = selection(0, 3) if inside is None else inside
    xml = project(USERS, CODES, section(content(text, inside, key, name)))
    return qdpx(tmp_path / "p.qdpx", xml)


def test_a_source_is_known_by_its_identity_or_by_name_and_text(tmp_path):
    convert(one(tmp_path), tmp_path / "p.qdaproj")
    with Project.open(tmp_path / "p.qdaproj") as made:

        def met(**changes):
            joining = look(one(tmp_path, **changes), made).ways[LEAVE]
            return [(each.identical, each.fresh) for each in joining.known], joining

        assert met()[0] == [(True, 0)]
        assert met(name="Renamed")[0] == [(True, 0)]
        assert met(key=numbered(5))[0] == [(True, 0)]
        assert met(key=numbered(5), name="Other")[0] == []
        assert met(key=numbered(5), text="Another text")[0] == []
        known, joining = met(text="Corrected text")
        assert known == [(False, 0)]
        assert joining.losses.count("other versions") == 1
        assert joining.names[SOURCE] == "I_1 (2)"
        fresh = selection(4, 7, "", 8)
        assert met(key=numbered(5), inside=selection(0, 3, "", 7) + fresh)[0] == [(True, 1)]


def test_memos_and_queries_that_are_there_are_not_doubled(tmp_path):
    note = (
        f'<Notes><Note guid="{numbered(9)}" name="N" creatingUser="{USER}"><PlainTextContent>N on '
        f"a node</PlainTextContent></Note></Notes><Links><Link guid='{numbered(10)}' "
        f"originGUID='{numbered(9)}' targetGUID='{NODE}'/></Links>"
        f'<Sets><Set guid="{numbered(11)}" name="S"><MemberCode targetGUID="{NODE}"/></Set></Sets>'
    )
    inside = selection(0, 3, "", 1, "<Description>On a passage</Description>")
    xml = project(USERS, CODES, section(content("Uno dos", inside)), note)
    file = qdpx(tmp_path / "p.qdpx", xml)
    convert(file, tmp_path / "p.qdaproj")
    with Project.open(tmp_path / "p.qdaproj") as made:
        before = counts(made)
        tool, brought = read_foreign(file)
        assert before["memos"] == 3  # with the report of the import
        arrived = bring(made, tool, brought)
        assert counts(made) == before
        assert arrived.losses.count("memos joined") == 2
        assert arrived.losses.count("queries joined") == 1
        study = brought.study
        renamed = replace(study.groups[0], nodes=())
        second = replace(brought, study=replace(study, groups=(renamed,)))
        assert bring(made, tool, second).losses.count("queries renamed") == 1
        assert [query.name for query in made.read.saved_queries()] == ["S", "S (2)"]


def test_positions_and_times_are_kept_for_copies_under_their_new_identity(tmp_path):
    inside = selection(5, 8, "dos").replace(
        " creatingUser", ' creationDateTime="2020-01-01T00:00:00Z" creatingUser', 1
    )
    file = one(tmp_path, "😀 1 dos", inside=inside)
    convert(file, tmp_path / "p.qdaproj")
    with Project.open(tmp_path / "p.qdaproj") as made:
        bring(made, *read_foreign(file), way=COPY)
        assert list(made.read.coding_times().values()) == 2 * ["2020-01-01T00:00:00Z"]
        assert made.check() is None


@pytest.mark.parametrize("way", WAYS)
def test_what_a_blind_viewer_may_not_see_changes_nothing_of_the_preview(tmp_path, way):
    paths = twins(tmp_path)
    with Project.open(paths[1]) as opened:
        study = gather(opened.read).study  # with what Ana has made and Bruno may not see
    met = []
    for path in paths:
        with Project.open(path, viewer="Bruno") as opened:
            joining = join(opened.read, study, way)
        met.append((told(joining.losses), joining.known, joining.names, joining.left))
    assert met[0] == met[1]
    assert met[0][1]


@pytest.mark.parametrize("way", WAYS)
def test_what_was_renamed_since_the_export_is_known_and_keeps_its_name(here, sample, way):
    node = next(n for n in here.read.tree().order if n.definition and here.read.memos())
    here.run(RenameNode(node.id, "Renamed"))
    here.run(DefineNode(node.id, definition="Said anew"))
    here.run(RenameCoder(here.read.coders()[0].id, "Ana María"))
    here.run(RenameCase(here.read.cases()[0].id, "Another"))
    before = counts(here)
    found = look(sample[1], here)
    arrived = bring(here, found.tool, found.brought, way=way)
    after = counts(here)
    doubled = {"sources", "codings", "links"} if way == COPY else set()
    assert {k: n for k, n in after.items() if k not in doubled and n != before[k]} == (
        {} if way != COPY else {"memos": after["memos"]}
    )
    assert "Renamed" in [n.name for n in here.read.tree().order]
    assert here.read.tree().by_id[node.id].definition == "Said anew"
    for what in ("nodes kept", "coders kept", "cases kept", "definitions kept"):
        assert arrived.losses.count(what) == 1
    kept = {loss.what: loss.examples for loss in arrived.losses}
    assert kept["nodes kept"] == (f"{node.name} → Renamed",)
    assert here.check() is None


def test_a_name_that_went_to_another_one_since_does_not_bring_the_two_together(here, sample):
    tops = here.read.tree().children(None)
    first, second = tops[:2]
    moved = here.read.tree().children(first.id)[0]
    coders, cases = here.read.coders(), here.read.cases()
    here.run(MoveNode(moved.id, None))
    for rename, one, other in (
        (RenameNode, first, second),
        (RenameCoder, coders[0], coders[1]),
        (RenameCase, cases[0], cases[1]),
    ):
        here.run(rename(other.id, "Elsewhere"))
        here.run(rename(one.id, other.name))
    before = counts(here)
    arrived = bring(here, *read_foreign(sample[1]))
    assert counts(here) == before
    assert arrived.losses.count("nodes kept") == 2
    assert arrived.losses.count("places kept") == 1


def test_what_is_gone_comes_beside_what_took_its_name(tmp_path):
    nodes = "".join(f'<Code guid="{numbered(n)}" name="{name}"/>' for n, name in
                    ((20, "Time"), (21, "Money")))  # fmt: skip
    cases = "".join(f'<Case guid="{numbered(n)}" name="{name}"/>' for n, name in
                    ((30, "School"), (31, "Shop")))  # fmt: skip
    users = "".join(f'<User guid="{numbered(n)}" name="{name}"/>' for n, name in
                    ((40, "Ana"), (41, "Bea")))  # fmt: skip

    def file(second):
        found = project(f"<Users>{users}</Users><CodeBook><Codes>{nodes}</Codes></CodeBook>",
                        f"<Cases>{cases}</Cases>")  # fmt: skip
        if not second:
            for number in (21, 31, 41):
                found = re.sub(f'<\\w+ guid="{numbered(number)}"[^>]*/>', "", found)
        return qdpx(tmp_path / "p.qdpx", found)

    convert(file(second=False), tmp_path / "p.qdaproj")
    with Project.open(tmp_path / "p.qdaproj") as made:
        made.run(RenameNode(made.read.tree().order[0].id, "Money"))
        made.run(RenameCase(made.read.cases()[0].id, "Shop"))
        made.run(RenameCoder(made.read.coders()[0].id, "bea"))
        arrived = bring(made, *read_foreign(file(second=True)))
        assert [n.name for n in made.read.tree().order] == ["Money", "Money (2)"]
        assert [c.name for c in made.read.cases()] == ["Shop", "Shop (2)"]
        assert sorted(c.name for c in made.read.coders()) == ["Bea (2)", "bea"]
        for what in ("nodes renamed", "cases beside", "coders renamed"):
            assert arrived.losses.count(what) == 1
        assert made.check() is None


def test_whoever_names_nobody_is_not_known_by_an_identity_that_all_files_share(tmp_path):
    coded = selection(0, 3).replace(f' creatingUser="{USER}"', "")
    convert(one(tmp_path, inside=coded), tmp_path / "p.qdaproj")
    with Project.open(tmp_path / "p.qdaproj") as made:
        nobody = next(c for c in made.read.coders() if c.name != "Ana")
        made.run(RenameCoder(nobody.id, "Bea"))
        other = one(tmp_path, text="Another text", name="I_2", key=numbered(9), inside=coded)
        bring(made, *read_foreign(other))
        assert {c.name for c in made.read.coders()} == {"Ana", "Bea", "Unknown coder"}
