"""QualCoder projects of the first and the fourth version, made by SQL."""

import sqlite3

import pytest

from qda_app.domain.errors import QdaError
from qda_app.formats.exchange.databases import kind_of
from qda_app.formats.exchange.qualcoder import read_project

OLD = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text,
  owner text, date text, unique(name));
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer,
  width integer, height integer, cid integer, memo text, date text, owner text);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer,
  memo text, owner text, date text);
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text,
  caseOrFile text, valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text,
  id integer, date text, owner text);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer,
  pos1 integer, owner text, date text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
  supercatid integer, unique(name));
CREATE TABLE code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer,
  owner text, date text, memo text);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text,
  date text, color text, unique(name));
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
"""
NEW = OLD.replace(
    "CREATE TABLE code_text (cid", "CREATE TABLE code_text (ctid integer primary key, cid"
).replace("memo text);\nCREATE TABLE code_name", "memo text, avid integer, important integer);\n"
          "CREATE TABLE code_name").replace(
    "color text, unique(name)", "color text, supercid integer, unique(name)"
) + """
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer,
  cid integer, memo text, date text, owner text, important integer);
CREATE TABLE stored_sql (title text, description text, grouper text, ssql text);
CREATE TABLE graph (grid integer primary key, name text);
CREATE TABLE ris (risid integer, tag text, longtag text, value text);
CREATE TABLE coder_names (name text unique not null);
INSERT INTO graph VALUES (1, 'G'); INSERT INTO stored_sql VALUES ('q', '', '', 'select 1');
INSERT INTO ris VALUES (1, 'TI', 'Title', 'T');
"""  # fmt: skip
NODE = "INSERT INTO code_name (cid, name, memo, catid, owner, color)"
CODING = "INSERT INTO code_text (cid, fid, seltext, pos0, pos1, owner, memo)"
MARKED = "INSERT INTO code_text (cid, fid, seltext, pos0, pos1, owner, important)"
TEXT = "Uno 😀 dos.\nTres 😀 cuatro cinco."


def made(tmp_path, schema, statements):
    folder = tmp_path / "study.qda"
    folder.mkdir()
    with sqlite3.connect(folder / "data.qda") as connection:
        connection.executescript(schema)
        for statement, values in statements:
            connection.execute(statement, values)
    connection.close()
    return folder


def common():
    return [
        ("INSERT INTO project (databaseversion, memo) VALUES ('v', 'About')", ()),
        ("INSERT INTO source VALUES (1, 'I_1', ?, null, 'File memo', 'Ana', '')", (TEXT,)),
        ("INSERT INTO source VALUES (2, 'p.png', null, '/images/p.png', '', 'Ana', '')", ()),
        ("INSERT INTO code_cat VALUES (1, 'Factors', 'Ana', '', 'Cat memo', null)", ()),
        ("INSERT INTO code_cat VALUES (2, 'Inner', 'Ana', '', '', 1)", ()),
        (f"{NODE} VALUES (1, 'Time', 'Def', 2, 'Ana', '#FF0000')", ()),
        (f"{NODE} VALUES (2, 'Top', '', null, 'Ana', '')", ()),
        ("INSERT INTO annotation VALUES (1, 1, 0, 3, 'Note', 'Bruno', '')", ()),
        ("INSERT INTO attribute_type VALUES ('Age', '', '', '', 'case', 'numeric')", ()),
        ("INSERT INTO attribute_type VALUES ('Kind', '', '', 'What', 'file', 'character')", ()),
        ("INSERT INTO attribute VALUES (1, 'Age', 'case', '40', 1, '', '')", ()),
        ("INSERT INTO attribute VALUES (2, 'Kind', 'file', 'interview', 1, '', '')", ()),
        ("INSERT INTO cases VALUES (1, 'P1', 'Case memo', 'Ana', '')", ()),
        ("INSERT INTO case_text VALUES (1, 1, 1, 0, ?, 'Ana', '', '')", (len(TEXT),)),
        ("INSERT INTO journal VALUES (1, 'Day 1', 'Went well', '', 'Ana')", ()),
        ("INSERT INTO code_image VALUES (1, 2, 1, 2, 3, 4, 1, 'On it', '', 'Ana')", ()),
    ]  # fmt: skip


def coded(shift):
    """Return codings, each emoji before them counted `shift` times more than once."""
    rows = []
    for words, owner in (("dos", "Ana"), ("Tres", "Bruno"), ("cuatro cinco", "Ana")):
        at = TEXT.index(words)
        start = at + shift * TEXT[:at].count("😀")
        rows.append(
            (
                f"{CODING} VALUES (1, 1, ?, ?, ?, ?, 'why')",
                (words, start, start + len(words), owner),
            )
        )
    return rows


@pytest.mark.parametrize("schema", [OLD, NEW], ids=["first", "fourth"])
@pytest.mark.parametrize("shift", [0, 1])
def test_codings_stand_on_their_words_even_behind_emoji(tmp_path, schema, shift):
    brought = read_project(made(tmp_path, schema, common() + coded(shift)))
    source = brought.study.sources[0]
    assert [source.text[c.start : c.end] for c in source.codings] == ["dos", "Tres", "cuatro cinco"]
    assert brought.judged[0].reading.utf16 == bool(shift)
    assert brought.judged[0].confidence == "high"


def test_codings_that_moved_are_put_back_one_by_one(tmp_path):
    """Most count code points; one of an older version counts UTF-16, one slipped by an edit."""
    rows = [*coded(0), coded(1)[2]]
    rows.append((f"{CODING} VALUES (1, 1, 'Tres 😀', 15, 21, 'Ana', '')", ()))
    rows.append((f"{CODING} VALUES (1, 1, 'elsewhere', 0, 3, 'Ana', '')", ()))
    brought = read_project(made(tmp_path, NEW, common() + rows))
    source = brought.study.sources[0]
    assert [source.text[c.start : c.end] for c in source.codings] == [
        "dos", "Tres", "cuatro cinco", "cuatro cinco", "Tres 😀", "Uno",
    ]  # fmt: skip
    assert brought.losses.count("moved") == 2
    assert brought.losses.count("other words") == 1


def test_a_number_that_is_none_is_named(tmp_path):
    other = ("INSERT INTO attribute VALUES (3, 'Age', 'case', 'abc', 2, '', '')", ())
    second = ("INSERT INTO cases VALUES (2, 'P2', '', 'Ana', '')", ())
    brought = read_project(made(tmp_path, NEW, [*common(), second, other]))
    assert ("Age", "text") in brought.study.attributes
    named = {loss.what: loss.examples for loss in brought.losses}
    assert named["other kinds"] == ("Age: abc",)


def test_everything_else_is_there(tmp_path):
    rows = [
        ("INSERT INTO code_name VALUES (3, 'Sub', '', null, 'Ana', '', '', 1)", ()),
        ("INSERT INTO code_av VALUES (1, 9, 0, 5, 1, '', '', 'Ana', 1)", ()),
        (f"{MARKED} VALUES (1, 1, 'none', 5, 900, '', 1)", ()),
        (f"{MARKED} VALUES (77, 1, 'Uno', 0, 3, 'Ana', 0)", ()),
        (f"{MARKED} VALUES (3, 1, 'Uno', 0, 3, '', 0)", ()),
    ]
    brought = read_project(made(tmp_path, NEW, common() + rows))
    study = brought.study
    assert study.title == "study"
    names = {node.guid: node.name for node in study.nodes}
    tree = [(names.get(node.parent, ""), node.name) for node in study.nodes]
    assert tree == [
        ("", "Factors"), ("", "Top"), ("Factors", "Inner"), ("Inner", "Time"), ("Time", "Sub"),
    ]  # fmt: skip
    assert {user.name for user in study.users} == {"Ana", "Bruno", "Unknown coder"}
    case = study.cases[0]
    assert (case.name, case.values) == ("P1", {"Age": "40", "Kind": "interview"})
    assert study.attributes == (("Age", "number"), ("Kind", "text"))
    kinds = [memo.kind for memo in study.memos]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "source": 3, "case": 1, "span": 1, "project": 5,
    }  # fmt: skip
    assert {loss.what: loss.count for loss in brought.losses} == {
        "folders": 2, "media": 1, "media codings": 2, "outside": 1, "node missing": 1,
        "nobody": 1, "marked important": 2, "stored queries": 1, "graphs": 1, "references": 1,
        "journals": 1, "source values": 1, "descriptions": 1,
    }  # fmt: skip


def test_a_circle_of_categories_and_files_that_are_no_project(tmp_path):
    circle = [
        ("INSERT INTO code_cat VALUES (1, 'A', '', '', '', 2)", ()),
        ("INSERT INTO code_cat VALUES (2, 'B', '', '', '', 1)", ()),
    ]
    folder = made(tmp_path, OLD, circle)
    assert {node.name for node in read_project(folder).study.nodes} == {"A", "B"}
    (tmp_path / "other").mkdir()
    with pytest.raises(QdaError, match="no QualCoder project"):
        kind_of(tmp_path / "other")
    (folder / "data.qda").write_bytes(b"SQLite format 3\x00" + b"x" * 200)
    with pytest.raises(QdaError, match="damaged"):
        kind_of(folder)
    (folder / "data.qda-wal").write_bytes(b"x")
    with pytest.raises(QdaError, match="open in another program"):
        kind_of(folder)
    with sqlite3.connect(tmp_path / "x.sqlite3") as connection:
        connection.execute("CREATE TABLE a (b)")
    connection.close()
    with pytest.raises(QdaError, match="neither QualCoder nor Taguette"):
        kind_of(tmp_path / "x.sqlite3")
