"""Projects damaged at random: a sentence or a sound project, never anything else."""

import random
import re
import sqlite3
import zipfile

import pytest
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

from qda_app.domain.errors import QdaError
from qda_app.domain.joining import ADD, COPY, LEAVE
from qda_app.services.exchange.arriving import bring, read_foreign
from qda_app.services.project import Project

DATABASE = """
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text,
  owner text);
CREATE TABLE code_cat (catid integer primary key, name text, memo text, supercatid integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text,
  color text, supercid integer);
CREATE TABLE code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer,
  owner text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text);
CREATE TABLE case_text (caseid integer, fid integer, pos0 integer, pos1 integer);
CREATE TABLE attribute (name text, attr_type text, value text, id integer);
INSERT INTO source VALUES (1, 'one', 'Uno 😀 dos', null, 'm', 'Ana'), (2, 'two', 'x', null, '', '');
INSERT INTO code_cat VALUES (1, 'Cat', '', null), (2, 'Cat', '', 1);
INSERT INTO code_name VALUES (1, 'A', '', 1, 'Ana', '#112233', null), (2, 'B', '', 2, '', '', 1);
INSERT INTO code_text VALUES (1, 1, 'Uno', 0, 3, 'Ana', 'm'), (2, 1, 'dos', 7, 10, 'Bo', '');
INSERT INTO cases VALUES (1, 'P', 'm'), (2, 'P', '');
INSERT INTO case_text VALUES (1, 1, 0, 9);
INSERT INTO attribute VALUES ('Age', 'case', '4', 1), ('Age', 'file', '5', 1),
  ('K', 'file', 'v', 2);
"""
ODD = (None, -1, 10**17, 3.5, "x", "", b"\xff\x00\xfe", "1", "😀")


def is_sound(file, target):
    try:
        tool, brought = read_foreign(file)
    except QdaError:
        return
    with Project.create(target) as made:
        bring(made, tool, brought)
        assert made.check() is None
        count = brought.study.counts()["codings"]
        assert len(made.read.codings()) == count
        for way, more in ((LEAVE, 0), (ADD, 0), (COPY, count)):
            bring(made, tool, brought, way=way)
            assert made.check() is None
            assert len(made.read.codings()) == count + more


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_database(tmp_path, seed):
    draw = random.Random(seed)
    file = tmp_path / "data.qda"
    with sqlite3.connect(file) as connection:
        connection.executescript(DATABASE)
        for _ in range(6):
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            table = draw.choice([row[0] for row in names])
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            change = f"UPDATE OR IGNORE {table} SET {draw.choice(columns)} = ?"
            try:
                connection.execute(change, (draw.choice(ODD),))
            except sqlite3.IntegrityError:  # a key takes whole numbers only
                continue
    connection.close()
    is_sound(file, tmp_path / "p.qdaproj")


@pytest.mark.parametrize("seed", range(20))
def test_damaged_xml(tmp_path, seed):
    draw = random.Random(seed)
    inside = "".join(selection(n, n + 2, "x", n) for n in range(1, 9))
    case = f'<Cases><Case guid="{numbered(90)}"><SourceRef targetGUID="{SOURCE}"/></Case></Cases>'
    note = (
        f'<Notes><Note guid="{numbered(91)}" creatingUser="{USER}"><PlainTextContent>n'
        f'</PlainTextContent></Note></Notes><Links><Link guid="{numbered(92)}" '
        f'originGUID="{numbered(91)}" targetGUID="{NODE}"/></Links>'
    )
    xml = project(USERS, CODES, case, section(content("Uno 😀 dos tres", inside)), note)
    for _ in range(12):
        found = draw.choice(list(re.finditer(r' \w+="[^"]*"|<\w+[^<>]*/>', xml)))
        values = re.findall(r'"([^"]*)"', xml)
        piece = found.group()
        if piece.startswith("<"):
            fresh = draw.choice(["", piece + piece])
        else:
            fresh = piece.split("=")[0] + f'="{draw.choice([*values, "", "-5"])}"'
        xml = xml[: found.start()] + fresh + xml[found.end() :]
    is_sound(qdpx(tmp_path / "p.qdpx", xml), tmp_path / "p.qdaproj")


def test_a_cut_package(tmp_path):
    whole = qdpx(tmp_path / "w.qdpx", project(USERS, CODES)).read_bytes()
    assert zipfile.is_zipfile(tmp_path / "w.qdpx")
    for at in range(0, len(whole), 40):
        (tmp_path / "c.qdpx").write_bytes(whole[:at])
        with pytest.raises(QdaError):
            read_foreign(tmp_path / "c.qdpx")
