"""QualCoder folders and Taguette files with the tables that their programs make today."""

import json
import sqlite3

import pytest

from qda_app.formats.exchange import qualcoder, taguette
from qda_app.services.exchange.arriving import convert
from qda_app.services.project import Project

# Table: columns, as QualCoder 4 makes them (its database version 17); * marks the key.
QUALCODER = {
    "project": "databaseversion date memo about bookmarkfile bookmarkpos codername "
    "recently_used_codes avbookmarkfile avbookmarkmsec avbookmarktextpos",
    "source": "id* name fulltext mediapath memo owner date av_text_id risid",
    "code_image": "imid* id x1 y1 width height cid memo date owner important pdf_page",
    "code_av": "avid* id pos0 pos1 cid memo date owner important",
    "annotation": "anid* fid pos0 pos1 memo owner date",
    "attribute_type": "name date owner memo caseOrFile valuetype",
    "attribute": "attrid* name attr_type value id date owner",
    "case_text": "id* caseid fid pos0 pos1 owner date memo",
    "cases": "caseid* name memo owner date",
    "code_cat": "catid* name owner date memo supercatid",
    "code_text": "ctid* cid fid seltext pos0 pos1 owner date memo avid important",
    "code_name": "cid* name memo catid owner date color supercid",
    "journal": "jid* name jentry date owner",
    "stored_sql": "title description grouper ssql",
    "graph": "grid* name description date scene_width scene_height",
    "gr_memo_item": "gmemoid* grid memo_source_type memo_source_id x y color font_size",
    "ris": "risid tag longtag value",
    "manage_files_display": "mfid* name tblrows tblcolumns owner",
    "files_filter": "filterid* name filter owner",
    "coder_names": "name visibility",
}
NEWER = {  # what files of early version 3 do not have
    "source": {"risid"}, "code_image": {"pdf_page"}, "code_name": {"supercid"},
    "project": {"avbookmarkfile", "avbookmarkmsec", "avbookmarktextpos", "recently_used_codes"},
}  # fmt: skip
LATER = {"ris", "gr_memo_item", "manage_files_display", "files_filter", "coder_names"}
SECOND = {  # what files of version 2 do not have either
    "source": {"av_text_id"}, "code_image": {"important"}, "code_av": {"important"},
    "code_text": {"ctid*", "avid", "important"},
    "project": {"bookmarkfile", "bookmarkpos", "codername"},
}  # fmt: skip
TEXT = "Ana: Falta tiempo 😀.\nBea: No hay aulas."
WHEN = "2024-05-01 10:00:00"


def tables(version):
    """Return the columns by table of QualCoder 2, 3 or 4."""
    found = {}
    for table, columns in QUALCODER.items():
        gone = NEWER.get(table, set()) if version < 4 else set()
        gone = gone | (SECOND.get(table, set()) if version < 3 else set())
        names = [name for name in columns.split() if name not in gone]
        if not (version < 4 and table in LATER) and not (version < 3 and table == "stored_sql"):
            found[table] = names
    return found


def folder(tmp_path, version, rows=()):
    """Make a QualCoder folder; what a version has no column for is left out of the rows."""
    place = tmp_path / f"estudio{version}.qda"
    for name in ("", "images", "audio", "video", "documents"):
        (place / name).mkdir()
    known = tables(version)
    with sqlite3.connect(place / "data.qda") as connection:
        for table, names in known.items():
            columns = ", ".join(
                f'"{n[:-1]}" integer primary key' if n.endswith("*") else f'"{n}"' for n in names
            )
            connection.execute(f"CREATE TABLE {table} ({columns})")
        if version == 4:
            connection.execute("CREATE VIEW code_text_visible AS SELECT * FROM code_text")
        for table, values in rows:
            held = [n.rstrip("*") for n in known.get(table, [])]
            kept = {name: value for name, value in values.items() if name in held}
            if kept:
                marks = ", ".join("?" * len(kept))
                connection.execute(
                    f"INSERT INTO {table} ({', '.join(kept)}) VALUES ({marks})",
                    list(kept.values()),
                )
    connection.close()
    return place


def study():
    own = {"owner": "ana", "date": WHEN, "memo": ""}
    last = TEXT.index("aulas")
    return [
        ("project", {"databaseversion": "v", "date": WHEN, "memo": "Plan", "about": "QualCoder"}),
        ("source", {**own, "id": 1, "name": "I_1.txt", "fulltext": TEXT, "risid": 1}),
        ("source", {**own, "id": 2, "name": "plano.png", "mediapath": "/images/plano.png"}),
        ("source", {**own, "id": 3, "name": "charla.mp3", "mediapath": "audio:/tmp/charla.mp3",
                    "av_text_id": 4, "memo": "Grabada"}),
        ("source", {**own, "id": 4, "name": "charla.mp3.txt", "fulltext": "[00:01] Hola."}),
        ("source", {**own, "id": 5, "name": "hoja.pdf", "fulltext": "Una hoja",
                    "mediapath": "/docs/hoja.pdf"}),
        ("source", {**own, "id": 6, "name": "escaneo.pdf", "fulltext": "",
                    "mediapath": "/docs/escaneo.pdf"}),
        ("code_cat", {**own, "catid": 1, "name": "Factores", "supercatid": None}),
        ("code_name", {**own, "cid": 1, "name": "Tiempo", "catid": 1, "color": "#F4D7D7"}),
        ("code_name", {**own, "cid": 2, "name": "Aulas", "catid": None, "supercid": 1}),
        ("code_text", {**own, "ctid": 1, "cid": 1, "fid": 1, "seltext": "tiempo 😀", "pos0": 11,
                       "pos1": 19, "important": 1}),
        ("code_text", {**own, "ctid": 2, "cid": 2, "fid": 1, "seltext": "aulas", "pos0": last,
                       "pos1": last + 5, "owner": "bea"}),
        ("code_text", {**own, "ctid": 3, "cid": 1, "fid": 4, "seltext": "Hola", "pos0": 8,
                       "pos1": 12, "avid": 1}),
        ("code_image", {**own, "imid": 1, "id": 2, "x1": 1, "y1": 2, "width": 3, "height": 4,
                        "cid": 1, "memo": "aquí"}),
        ("code_image", {**own, "imid": 2, "id": 5, "x1": 1, "y1": 2, "width": 3, "height": 4,
                        "cid": 1, "pdf_page": 7, "important": 1}),
        ("code_av", {**own, "avid": 1, "id": 3, "pos0": 0, "pos1": 900, "cid": 2}),
        ("annotation", {**own, "anid": 1, "fid": 1, "pos0": 0, "pos1": 3, "memo": "Ella"}),
        ("cases", {**own, "caseid": 1, "name": "Ana P.", "memo": "Directora"}),
        ("cases", {**own, "caseid": 2, "name": "Sin fuentes"}),
        ("case_text", {**own, "caseid": 1, "fid": 1, "pos0": 0, "pos1": len(TEXT)}),
        ("case_text", {**own, "caseid": 1, "fid": 2, "pos0": None, "pos1": None}),
        ("case_text", {**own, "caseid": 1, "fid": 4, "pos0": 0, "pos1": 5}),
        ("attribute_type", {"name": "Edad", "caseOrFile": "case", "valuetype": "numeric"}),
        ("attribute_type", {"name": "Zona", "caseOrFile": "file", "valuetype": "character"}),
        ("attribute", {"attrid": 1, "name": "Edad", "attr_type": "case", "value": "41", "id": 1}),
        ("attribute", {"attrid": 2, "name": "Zona", "attr_type": "file", "value": "Sur", "id": 1}),
        ("attribute", {"attrid": 3, "name": "Edad", "attr_type": "case", "value": "", "id": 2}),
        ("journal", {"jid": 1, "name": "Día 1", "jentry": "Bien", "date": WHEN, "owner": "ana"}),
        ("ris", {"risid": 1, "tag": "TI", "longtag": "Title", "value": "Un libro"}),
        ("ris", {"risid": 1, "tag": "AU", "longtag": "Author", "value": "Alguien"}),
        ("stored_sql", {"title": "q", "ssql": "select 1"}),
        ("graph", {"grid": 1, "name": "G"}),
    ]  # fmt: skip


@pytest.mark.parametrize("version", [2, 3, 4])
def test_a_folder_of_each_qualcoder(tmp_path, version):
    brought = qualcoder.read_project(folder(tmp_path, version, study()))
    found = brought.study
    assert [s.name for s in found.sources] == ["I_1.txt", "charla.mp3.txt", "hoja.pdf"]
    passages = [(s.text[c.start : c.end], c.made) for s in found.sources for c in s.codings]
    when = "2024-05-01T10:00:00"
    assert passages == [("tiempo 😀", when), ("aulas", when), ("Hola", when)]
    names = {node.guid: node.name for node in found.nodes}
    tree = {(names.get(node.parent, ""), node.name) for node in found.nodes}
    assert tree == {("", "Factores"), ("Factores", "Tiempo"),
                    ("Tiempo" if version == 4 else "", "Aulas")}  # fmt: skip
    assert {user.name for user in found.users} == {"ana", "bea"}
    case = found.cases[0]
    assert (case.name, case.values, len(case.sources)) == (
        "Ana P.",
        {"Edad": "41", "Zona": "Sur"},
        2,
    )
    assert [each.name for each in found.cases] == ["Ana P.", "Sin fuentes"]
    said = "\n".join(memo.text for memo in found.memos)
    assert ("page 7" in said) == (version == 4)
    for words in ("Plan", "Día 1\n\nBien", "Directora", "Grabada", "aquí", "0–900 ms", "Ella"):
        assert words in said
    losses = {loss.what: loss.count for loss in brought.losses}
    everywhere = {
        "media codings": 3, "media": 2, "text empty": 1, "folders": 1, "source values": 1,
        "case parts": 1, "journals": 1, "graphs": 1,
    }  # fmt: skip
    later = {3: {"marked important": 2, "stored queries": 1}, 2: {}}
    later[4] = {**later[3], "references": 1}
    assert losses == {**everywhere, **later[version]}


@pytest.mark.parametrize("version", [2, 3, 4])
@pytest.mark.parametrize("rows", [(), "uncoded"])
def test_an_empty_folder_and_one_without_codings_become_projects(tmp_path, version, rows):
    if rows:
        rows = [
            row for row in study() if not row[0].startswith(("code_text", "code_im", "code_av"))
        ]
    place = folder(tmp_path, version, rows)
    arrived = convert(place, tmp_path / "p.qdaproj")
    assert arrived.tool == "QualCoder"
    with Project.open(tmp_path / "p.qdaproj") as made:
        assert len(made.read.sources()) == (3 if rows else 0)
        assert made.read.codings() == []
        assert made.read.title() == f"estudio{version}"
        assert made.check() is None


# The tables of Taguette 1.4 and of the version whose tags have parents.
TAGUETTE = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
CREATE TABLE users (login VARCHAR(30) NOT NULL PRIMARY KEY, created DATETIME NOT NULL,
  hashed_password VARCHAR(192), disabled BOOLEAN, password_set_date DATETIME, language VARCHAR(10),
  email VARCHAR(256), email_sent DATETIME);
CREATE TABLE projects (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, created DATETIME NOT NULL);
CREATE TABLE project_members (project_id INTEGER NOT NULL, user_login VARCHAR(30) NOT NULL,
  privileges VARCHAR(11) NOT NULL, PRIMARY KEY (project_id, user_login));
CREATE TABLE documents (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL,
  project_id INTEGER NOT NULL, text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL);
CREATE TABLE commands (id INTEGER PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL,
  user_login VARCHAR(30) NOT NULL, project_id INTEGER NOT NULL, document_id INTEGER,
  payload TEXT NOT NULL);
CREATE TABLE highlights (id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL,
  start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL,
  path VARCHAR(200) NOT NULL, description TEXT NOT NULL{parents}, UNIQUE (project_id, path));
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
  PRIMARY KEY (highlight_id, tag_id));
INSERT INTO users (login, created) VALUES ('admin', '');
INSERT INTO projects VALUES (1, 'Estudio', 'De qué trata', '2024-05-01 09:00:00.000000');
INSERT INTO project_members VALUES (1, 'admin', 'ADMIN');
"""
DOCUMENT = "INSERT INTO documents VALUES (1, 'Doc', '', 'd.docx', '', 1, ?, ?)"


def taguette_file(tmp_path, *statements, parents=False):
    path = tmp_path / "t.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.executescript(TAGUETTE.format(parents=", parent_id INTEGER" if parents else ""))
        for statement, values in statements:
            connection.execute(statement, values)
    connection.close()
    return path


def test_a_taguette_file_with_times_and_a_log(tmp_path):
    html = "<h1>Título</h1>\n<p>Señora &amp; señor 😀</p>"
    stripped = "Título\nSeñora & señor 😀".encode()
    start = stripped.index("señor 😀".encode())
    payload = {"type": "highlight_add", "highlight_id": 1, "start_offset": start,
               "end_offset": len(stripped), "tags": [1]}  # fmt: skip
    path = taguette_file(
        tmp_path,
        ("INSERT INTO tags VALUES (1, 1, 'interesting', 'Further review required')", ()),
        (DOCUMENT, ("LEFT_TO_RIGHT", html)),
        ("INSERT INTO highlights VALUES (1, 1, ?, ?, 'señor 😀')", (start, len(stripped))),
        ("INSERT INTO highlight_tags VALUES (1, 1)", ()),
        ("INSERT INTO commands VALUES (1, '2024-05-01 10:00:00.123456', 'admin', 1, 1, ?)",
         (json.dumps(payload, sort_keys=True),)),
    )  # fmt: skip
    brought = taguette.read_project(path)
    source = brought.study.sources[0]
    coding = source.codings[0]
    assert source.text[coding.start : coding.end] == "señor 😀"
    assert coding.made == "2024-05-01T10:00:00.123456Z"
    assert [user.name for user in brought.study.users] == ["admin"]
    assert {loss.what for loss in brought.losses} == {"formatting"}


def test_tags_with_parents_become_the_tree(tmp_path):
    add = "INSERT INTO tags VALUES (?, 1, ?, '', ?)"
    path = taguette_file(
        tmp_path,
        (add, (1, "leaf", 2)),
        (add, (2, "middle", 3)),
        (add, (3, "top", None)),
        (add, (4, "top.own", 3)),
        (add, (5, "round", 6)),
        (add, (6, "about", 5)),
        (add, (7, "lost", 99)),
        parents=True,
    )
    nodes = taguette.read_project(path).study.nodes
    by = {node.guid: node for node in nodes}

    def path_of(node):
        return (path_of(by[node.parent]) + ">" if node.parent else "") + node.name

    found = {path_of(node) for node in nodes}
    assert {"top", "top>middle", "top>middle>leaf", "top>own", "lost"} <= found
    assert {"round", "about"} <= {node.name for node in nodes}


@pytest.mark.parametrize("document", [False, True])
def test_an_empty_taguette_file_and_one_without_highlights(tmp_path, document):
    rows = [(DOCUMENT, ("RIGHT_TO_LEFT", "<p>שלום</p>"))] if document else []
    convert(taguette_file(tmp_path, *rows), tmp_path / "p.qdaproj")
    with Project.open(tmp_path / "p.qdaproj") as made:
        assert (made.read.title(), len(made.read.sources())) == ("Estudio", int(document))
        assert made.read.codings() == []


def test_highlights_of_an_empty_document_are_kept_as_memos(tmp_path):
    path = taguette_file(
        tmp_path,
        (DOCUMENT, ("LEFT_TO_RIGHT", "<p> </p>")),
        ("INSERT INTO highlights VALUES (1, 1, 0, 5, 'words')", ()),
    )
    brought = taguette.read_project(path)
    assert {loss.what: loss.count for loss in brought.losses} == {"text empty": 1, "textless": 1}
    assert any(memo.text.endswith("words") for memo in brought.study.memos)
