"""How deep a tree may be, wherever it comes from, and that rules ask once for many rows."""

import sqlite3

import pytest
from refi_projects import numbered, project, qdpx
from sqlalchemy import event

from qda_app.domain.errors import QdaError
from qda_app.domain.tree import LEVELS, SEPARATOR
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.nodes import Branch, CreateNode, GrowTree, MergeNodes, MoveNode
from qda_app.services.exchange.arriving import bring, convert, look, read_foreign
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project
from qda_app.services.trees import tree_command

TOO_DEEP = f"at most {LEVELS} levels"


def chain(levels, name="n"):
    return SEPARATOR.join(f"{name}{level}" for level in range(1, levels + 1))


@pytest.fixture
def made(tmp_path):
    with Project.create(tmp_path / "p.qdaproj") as opened:
        yield opened


def deepest(project):
    return max(project.read.tree().depth.values()) + 1


def last(project, name):
    return next(n.id for n in project.read.tree().order if n.name == name)


def refused(project, act):
    before = project.read.tree().paths()
    with pytest.raises(QdaError, match=TOO_DEEP):
        act()
    assert project.read.tree().paths() == before
    assert project.check() is None


def test_a_tree_of_all_levels_goes_out_and_comes_back_and_takes_no_more(made, tmp_path):
    made.run(GrowTree([Branch(chain(LEVELS))]))
    assert deepest(made) == LEVELS
    refused(made, lambda: made.run(CreateNode("more", last(made, f"n{LEVELS}"))))
    for name in ("o.qdpx", "o.qdc"):
        export(made.read, tmp_path / name)
        convert(tmp_path / name, tmp_path / f"{name}.qdaproj")
        with Project.open(tmp_path / f"{name}.qdaproj") as back:
            assert back.read.tree().paths().keys() == made.read.tree().paths().keys()
            assert deepest(back) == LEVELS


def test_what_lies_below_a_node_counts_where_it_is_moved_or_merged(made):
    made.run(GrowTree([Branch(chain(60)), Branch(chain(40, "m")), Branch(chain(41, "k"))]))
    refused(made, lambda: made.run(MoveNode(last(made, "k1"), last(made, "n60"))))
    made.run(MergeNodes([last(made, "k1")], last(made, "n60")))  # k41 is on level 100 now
    assert deepest(made) == LEVELS
    made.undo()
    made.run(MoveNode(last(made, "m1"), last(made, "n60")))
    assert deepest(made) == LEVELS


def test_undo_passes_the_limit_too(made):
    made.run(GrowTree([Branch(chain(60)), Branch(f"{chain(60)} > a")]))
    made.run(MoveNode(last(made, "a"), None))
    deep = last(made, "a")
    for name in ("Ana", "Bea"):
        made.run(AddCoder(name))
    made.become("Ana")
    made.run(MoveNode(deep, last(made, "n60")))
    made.run(MoveNode(deep, None))
    made.become("Bea")
    made.run(GrowTree([Branch(f"a > {chain(60, 'b')}")]))
    made.become("Ana")
    refused(made, made.undo)


@pytest.mark.parametrize("levels", [LEVELS + 1, 300, 3_000])
def test_every_way_in_says_how_deep_a_tree_may_be(made, tmp_path, levels):
    xml = "".join(f'<Code guid="{numbered(n)}" name="n{n}">' for n in range(levels))
    codes = f"<CodeBook><Codes>{xml}{'</Code>' * levels}</Codes></CodeBook>"
    file = qdpx(tmp_path / "d.qdpx", project(codes))
    (tmp_path / "d.qdc").write_text(
        codes.replace("<CodeBook>", '<CodeBook xmlns="urn:QDA-XML:codebook:1.0">'), encoding="utf-8"
    )
    (tmp_path / "d.txt").write_text(
        "".join(f"{' ' * n}n{n}\n" for n in range(levels)), encoding="utf-8"
    )
    (tmp_path / "d.csv").write_text(f"path\n{chain(levels)}\n", encoding="utf-8")
    rows = "".join(f"n{n},n{n - 1}\n" for n in range(1, levels))
    (tmp_path / "p.csv").write_text(f"node,parent\n{rows}", encoding="utf-8")
    for name in ("d.qdc", "d.txt", "d.csv", "p.csv"):
        refused(made, lambda name=name: made.run(tree_command(str(tmp_path / name))))
    for path in (file, tmp_path / "d.qdc", taguette(tmp_path, levels), qualcoder(tmp_path, levels)):
        with pytest.raises(QdaError, match=TOO_DEEP):
            look(path)
    refused(made, lambda: bring(made, *read_foreign(file)))


def taguette(folder, levels):
    path = folder / "t.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE projects (id, name, description); CREATE TABLE documents (id, name);"
            "CREATE TABLE highlights (id); CREATE TABLE highlight_tags (highlight_id, tag_id);"
            "CREATE TABLE tags (id, path, description, parent_id);"
        )
        rows = [(n, f"t{n}", "", n - 1 if n else None) for n in range(levels)]
        connection.executemany("INSERT INTO tags VALUES (?, ?, ?, ?)", rows)
    connection.close()
    return path


def qualcoder(folder, levels):
    path = folder / "c.qda"
    path.mkdir()
    with sqlite3.connect(path / "data.qda") as connection:
        connection.executescript(
            "CREATE TABLE source (id, name, fulltext); CREATE TABLE code_name (cid, name, catid);"
            "CREATE TABLE code_text (cid, fid); CREATE TABLE code_cat (catid, name, supercatid);"
        )
        rows = [(n, f"c{n}", n + 1 if n + 1 < levels else None) for n in range(levels)]
        connection.executemany("INSERT INTO code_cat VALUES (?, ?, ?)", rows)
    connection.close()
    return path


def statements(project, act):
    """Return how many statements an act sends to the database."""
    sent = []
    engine = project._store.engine

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement.split()[0])

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return sent.count("SELECT")


@pytest.mark.parametrize("shape", ["beside", "below", "inside"])
def test_the_rules_and_undo_ask_no_more_often_for_many_nodes(tmp_path, shape):
    asked = []
    for count in (20, 90):
        xml = [f'<Code guid="{numbered(n)}" name="n{n}"' for n in range(count)]
        codes = ">".join([*xml, ""]) if shape == "below" else "/>".join([*xml, ""])
        if shape == "inside":  # below a node that is there already
            codes = f'<Code guid="{numbered(999)}" name="All">{codes}</Code>'
        codes += "</Code>" * count if shape == "below" else ""
        file = qdpx(tmp_path / "p.qdpx", project(f"<CodeBook><Codes>{codes}</Codes></CodeBook>"))
        with Project.create(tmp_path / f"{count}.qdaproj") as opened:
            tool, brought = read_foreign(file)
            if shape == "inside":
                opened.run(CreateNode("All"))
            levels = count if shape == "below" else 0  # each is written by itself
            into = statements(opened, lambda: bring(opened, tool, brought))  # noqa: B023
            assert len(opened.read.tree().order) == count + (shape == "inside")
            asked.append((into - levels, statements(opened, opened.undo)))
    assert asked[0] == asked[1]
