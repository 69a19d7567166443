import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

import qda_app
from qda_app.domain.errors import QdaError
from qda_app.services.commands.codings import ApplyNode, ChangeSpan, RemoveCodings
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.commands.nodes import CreateNode, DeleteNode, MoveNode, RenameNode
from qda_app.services.commands.sources import RemoveSource
from qda_app.services.project import Project


def ids(project):
    return {node.name: node.id for node in project.read.tree().order}


def source(project):
    return project.read.sources()[0].id


def spans(project):
    return sorted((c.start, c.end) for c in project.read.codings())


def test_closing_leaves_one_file(project):
    path = project.path
    assert path.with_name(path.name + ".open").exists()
    project.close()
    assert [p.name for p in path.parent.iterdir()] == ["study.qdaproj"]


def test_undo_survives_a_restart_and_is_each_coders_own(project):
    path, place, nodes = project.path, source(project), ids(project)
    project.become("Ana")
    project.run(ApplyNode([nodes["B"]], place, 0, 5))
    project.become("Bruno")
    project.run(ApplyNode([nodes["B"]], place, 3, 9))
    project.close()
    with Project.open(path, viewer="Ana") as again:
        again.undo()
        assert spans(again) == [(3, 9)]
        with pytest.raises(QdaError, match="nothing to undo"):
            again.undo()
        again.redo()
        assert spans(again) == [(0, 5), (3, 9)]
        assert again.check() is None


def test_nobody_changes_anothers_codings(project):
    project.become("Ana")
    project.run(ApplyNode([ids(project)["B"]], source(project), 0, 5))
    coding = project.read.codings()[0]
    project.become("Bruno")
    for command in (RemoveCodings([coding.id]), ChangeSpan(coding.id, 1, 5)):
        with pytest.raises(QdaError, match="Ana"):
            project.run(command)
    with pytest.raises(QdaError, match="Ana"):
        project.run(DeleteNode(ids(project)["B"]))
    assert spans(project) == [(0, 5)]
    assert project.check() is None


def test_the_same_coding_again_does_nothing(project):
    project.become("Ana")
    command = ApplyNode([ids(project)["B"]], source(project), 0, 5)
    project.run(command)
    steps = len(project.read.history())
    assert project.run(command) == []
    assert len(project.read.history()) == steps


def test_a_memo_follows_its_coding_through_a_moved_boundary_and_back(project):
    project.become("Ana")
    place = source(project)
    [guid] = project.run(ApplyNode([ids(project)["B"]], place, 0, 5, memo="why"))
    project.run(ChangeSpan(project.read.codings()[0].id, 0, 9))
    assert [(c.end, c.memo) for c in project.read.codings()] == [(9, "why")]
    project.undo()
    assert [(c.guid, c.end, c.memo) for c in project.read.codings()] == [(guid, 5, "why")]
    project.run(WriteMemo(guid, "coding", ""))
    assert project.read.codings()[0].memo == ""


def test_undo_refuses_what_was_changed_since(project):
    node = ids(project)["D"]
    project.become("Ana")
    project.run(RenameNode(node, "first"))
    project.become("Bruno")
    project.run(RenameNode(node, "second"))
    project.become("Ana")
    with pytest.raises(QdaError, match="changed again"):
        project.undo()
    assert "second" in ids(project)


def test_undoing_a_creation_that_is_in_use_is_refused(project):
    node = project.run(CreateNode("new"))
    project.become("Ana")
    project.run(ApplyNode([node], source(project), 0, 5))
    project.become(None)
    with pytest.raises(QdaError, match="still in use"):
        project.undo()
    assert project.check() is None


def test_undo_of_a_move_that_would_make_a_circle_is_refused(project):
    nodes = ids(project)
    project.become("Ana")
    project.run(MoveNode(nodes["D"], nodes["B"]))
    project.run(MoveNode(nodes["D"], None))
    project.become("Bruno")
    project.run(MoveNode(nodes["A"], nodes["D"]))
    project.become("Ana")
    with pytest.raises(QdaError, match=r"below itself|changed again"):
        project.undo()
    assert project.check() is None


def test_a_removed_source_comes_back_with_its_codings(project):
    place = source(project)
    project.run(ApplyNode([ids(project)["B"]], place, 0, 5, coder=1))
    project.run(RemoveSource(place))
    assert len(project.read.sources()) == 1
    assert spans(project) == []
    project.undo()
    assert len(project.read.sources()) == 2
    assert spans(project) == [(0, 5)]


def test_a_second_process_is_refused_with_the_owner_named(project):
    code = (
        "import sys, qda_app\n"
        "from qda_app.domain.errors import QdaError\n"
        "try: qda_app.open(sys.argv[1])\n"
        "except QdaError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, project.path], capture_output=True, text=True, check=True
    )
    assert f"process {os.getpid()}" in done.stdout
    assert project.check() is None


def test_a_stale_owner_file_is_recognised(project):
    path = project.path
    project.close()
    path.with_name(path.name + ".open").write_text('{"user": "x", "host": "y", "process": 1}')
    with Project.open(path) as again:
        assert again.check() is None


KILLED = """
import sys, qda_app
from qda_app.services.commands.codings import ApplyNode
project = qda_app.open(sys.argv[1], viewer="Ana")
source = project.read.sources()[0].id
node = project.read.tree().leaves()[0]
for start in range(10_000):
    project.run(ApplyNode([node], source, start % 300, start % 300 + 1 + start // 300))
    print(start, flush=True)
"""


def test_kill_during_writes_loses_nothing_that_was_acknowledged(project):
    path = project.path
    project.close()
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED, path], stdout=subprocess.PIPE, text=True
    )
    with worker:
        lines = [worker.stdout.readline() for _ in range(25)]
        time.sleep(0.003)
        worker.send_signal(signal.SIGKILL)
        acknowledged = len(lines) + len(worker.stdout.readlines())
    with Project.open(path, viewer="Ana") as again:
        assert len(again.read.codings()) in {acknowledged, acknowledged + 1}
        assert again.check() is None
        again.undo()


def tampered(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE fact SET content = replace(content, 'puerta', 'puerto')", "not what was imported"),
        ("UPDATE coding SET start = start + 1", "coding is not as"),
        ("UPDATE coding SET node_id = 1", "coding is not as"),
        ("UPDATE node SET name = 'other' WHERE name = 'D'", "not as the journal has it"),
        ("UPDATE change_set SET label = 'other' WHERE id = 3", "chain is broken"),
        ("UPDATE change_set SET time = '2020' WHERE id = 4", "chain is broken"),
        ("UPDATE image SET after = replace(after, 'Ana', 'Eva')", "altered|journal has"),
        ("DELETE FROM coding_digest", "chain is broken|not as"),
        ("UPDATE coding_life SET closed = 1 WHERE id = 1", "missing|not as"),
        (
            "UPDATE coding_life SET opened = 999 WHERE id = 1",
            "row 1 of the table “coding_life” refers to something that is not there\\.$",
        ),
    ],
)
def test_check_names_what_was_tampered_with(project, statement, fault):
    place = source(project)
    project.run(ApplyNode([ids(project)["B"], ids(project)["C"]], place, 0, 5, coder=1))
    path = project.path
    project.close()
    tampered(path, statement)
    with Project.open(path) as again:
        assert __import__("re").search(fault, again.check() or "")


def test_check_sees_a_deleted_change_set(project):
    path = project.path
    project.close()
    tampered(
        path,
        "PRAGMA foreign_keys = OFF",
        "DELETE FROM image WHERE change_set_id = 3",
        "DELETE FROM change_set WHERE id = 3",
    )
    with Project.open(path) as again:
        assert "chain is broken" in (again.check() or "")


def test_the_scripting_door(project):
    path = project.path
    project.run(ApplyNode([ids(project)["B"]], source(project), 0, 5, coder=1, memo="m"))
    project.close()
    with qda_app.open(path) as study:
        assert list(study.sources()["source"]) == ["one", "two"]
        assert list(study.nodes()["node"]) == ["A", "A > B", "A > C", "D"]
        assert study.codings().iloc[0].to_dict() == {
            "source": "one",
            "start": 0,
            "end": 5,
            "node": "A > B",
            "coder": "Ana",
            "memo": "m",
            "text": "Antes",
        }
        assert study.turns().empty
        assert list(study.cases().columns) == ["case", "sources"]
        assert len(study.frequencies().rows) == 4
        assert study.agreement(coders=["Ana", "Bruno"]).sources == ()
    with pytest.raises(QdaError, match="no coder “Eva”"):
        qda_app.open(path, viewer="Eva")
    with qda_app.open(path, viewer="Bruno") as study:
        assert study.viewer == "Bruno"
