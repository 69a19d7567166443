"""When codings were made: kept as the file says, on the way in and out again."""

import re
import zipfile

import pytest
from refi_projects import CODES, NODE, USER, USERS, content, project, qdpx, selection
from refi_projects import sources as section

from qda_app.domain.losses import Losses
from qda_app.formats.exchange.brought import moment
from qda_app.formats.refi.reading import read_project
from qda_app.services.commands.codings import ApplyNode, RemoveCodings
from qda_app.services.exchange.arriving import convert
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project

WRITTEN = ["2019-08-07T09:30:00Z", "2020-01-01T00:00:00.1234567+02:00", "2021-02-03T04:05:06"]


@pytest.fixture
def file(tmp_path):
    inside = "".join(
        selection(n, n + 3, "", n + 1).replace(
            " creatingUser", f' creationDateTime="{time}" creatingUser', 1
        )
        for n, time in enumerate(WRITTEN)
    )
    return qdpx(
        tmp_path / "o.qdpx", project(USERS, CODES, section(content("Uno dos tres", inside)))
    )


def times_in(path):
    with zipfile.ZipFile(path) as package:
        xml = package.read("project.qde").decode()
    return re.findall(r'<Coding [^>]*creationDateTime="([^"]*)"', xml)


def test_each_coding_leaves_with_the_time_it_came_with(file, tmp_path):
    arrived = convert(file, tmp_path / "p.qdaproj")
    assert not arrived.losses
    with Project.open(tmp_path / "p.qdaproj") as made:
        assert sorted(made.read.coding_times().values()) == WRITTEN
        export(made.read, tmp_path / "again.qdpx")
        assert made.read.settings() == {}
    assert times_in(tmp_path / "again.qdpx") == WRITTEN
    convert(tmp_path / "again.qdpx", tmp_path / "q.qdaproj")
    with Project.open(tmp_path / "q.qdaproj") as made:
        export(made.read, tmp_path / "third.qdpx")
        assert made.check() is None
    assert times_in(tmp_path / "third.qdpx") == WRITTEN


def test_times_come_and_go_with_their_import_and_own_codings_have_their_own(file, tmp_path):
    convert(file, tmp_path / "p.qdaproj")
    with Project.open(tmp_path / "p.qdaproj") as made:
        made.undo()
        assert made.read.coding_times() == {}
        made.redo()
        assert sorted(made.read.coding_times().values()) == WRITTEN
        source, node = made.read.sources()[0].id, made.read.tree().order[0].id
        first, coder = made.read.codings()[0], made.read.coders()[0]
        made.become(coder.name)
        made.run(ApplyNode((node,), source, 0, 2))
        made.run(RemoveCodings([first.id]))
        now = [t for t in made.read.coding_times().values() if t not in WRITTEN]
        assert len(now) == 1
        assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", now[0])
        made.undo()
        assert made.read.coding_times()[first.id] == WRITTEN[0]


def test_what_a_coding_does_not_say_its_selection_does(tmp_path):
    bare = selection(0, 3).replace(f' creatingUser="{USER}"', "")
    inside = bare.replace(" name=", f' creatingUser="{USER}" creationDateTime="{WRITTEN[0]}" name=')
    xml = project(USERS, CODES, section(content("Uno dos", inside)))
    brought = read_project(qdpx(tmp_path / "p.qdpx", xml))
    coding = brought.study.sources[0].codings[0]
    assert (coding.user, coding.made, coding.node) == (USER, WRITTEN[0], NODE)
    assert not brought.losses


def test_times_of_documents_and_memos_and_unreadable_ones_are_reported(tmp_path):
    inside = selection(0, 3).replace(" creatingUser", ' creationDateTime="soon" creatingUser', 1)
    text = content("Uno dos", inside).replace(
        "<TextSource", f'<TextSource modifiedDateTime="{WRITTEN[0]}"'
    )
    brought = read_project(qdpx(tmp_path / "p.qdpx", project(USERS, CODES, section(text))))
    assert {loss.what: loss.count for loss in brought.losses} == {"times": 1, "other times": 1}
    assert brought.study.sources[0].codings[0].made == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *((time, time) for time in WRITTEN),
        ("2024-05-01 10:11:12", "2024-05-01T10:11:12"),
        ("2024-05-01_10-11-12", "2024-05-01T10:11:12"),
        ("2024-05-01 10:11:12.5Z", "2024-05-01T10:11:12.5Z"),
        (" ", ""),
    ],
)
def test_times_are_read_as_tools_write_them(written, read):
    losses = Losses()
    assert moment(written, losses) == read
    assert not losses


@pytest.mark.parametrize("written", ["2024-13-01T00:00:00Z", "2024-05-01", "Wed Feb 22 13:01:00"])
def test_what_is_no_time_is_counted(written):
    losses = Losses()
    assert moment(written, losses) == ""
    assert losses.count("times") == 1
