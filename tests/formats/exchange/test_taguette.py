"""Taguette files, made by SQL: offsets in bytes of the text without tags."""

import json
import re
import sqlite3

import pytest

from qda_app.domain.errors import QdaError
from qda_app.formats.exchange.taguette import Page, read_project

SCHEMA = """
CREATE TABLE users (login VARCHAR(30) PRIMARY KEY, created DATETIME, hashed_password VARCHAR(192));
CREATE TABLE projects (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, created DATETIME);
CREATE TABLE project_members (project_id INTEGER, user_login VARCHAR(30), privileges VARCHAR(11));
CREATE TABLE documents (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, filename VARCHAR(200), created DATETIME, project_id INTEGER,
  text_direction VARCHAR(13), contents TEXT NOT NULL);
CREATE TABLE commands (id INTEGER PRIMARY KEY AUTOINCREMENT, date DATETIME, user_login VARCHAR(30),
  project_id INTEGER, document_id INTEGER, payload TEXT NOT NULL);
CREATE TABLE highlights (id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER,
  start_offset INTEGER, end_offset INTEGER, snippet TEXT NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, project_id INTEGER, path VARCHAR(200),
  description TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
INSERT INTO projects VALUES (1, 'Study', 'About it', '');
INSERT INTO project_members VALUES (1, 'ana', 'ADMIN');
INSERT INTO tags VALUES (1, 1, 'time.lack', 'Too little'), (2, 1, 'place', ''),
  (3, 1, 'time', 'All');
"""
HTML = "<h1>Título 😀</h1><p>Primera &amp; <b>única</b> línea.</p><p>Segunda<br>línea</p>"
STRIPPED = "Título 😀Primera & única línea.Segundalínea"


def made(tmp_path, *statements):
    path = tmp_path / "t.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
        connection.execute(
            "INSERT INTO documents VALUES (1, 'Doc', 'Described', 'd.html', '', 1, 'LTR', ?)",
            (HTML,),
        )
        for statement, values in statements:
            connection.execute(statement, values)
    connection.close()
    return path


def highlight(key, words, tags=(1,)):
    start = len(STRIPPED[: STRIPPED.index(words)].encode())
    end = start + len(words.encode())
    yield "INSERT INTO highlights VALUES (?, 1, ?, ?, ?)", (key, start, end, words)
    for tag in tags:
        yield "INSERT INTO highlight_tags VALUES (?, ?)", (key, tag)


def test_highlights_stand_on_their_words(tmp_path):
    logged = json.dumps({"type": "highlight_add", "highlight_id": 2})
    path = made(
        tmp_path,
        *highlight(1, "Título 😀"),
        *highlight(2, "única línea", (1, 2)),
        *highlight(3, "línea.Segunda"),
        *highlight(4, "Segundalínea", ()),
        ("INSERT INTO highlights VALUES (5, 1, 3, 900, 'x')", ()),
        ("INSERT INTO commands VALUES (1, '', 'bruno', 1, 1, ?)", (logged,)),
    )
    brought = read_project(path)
    source = brought.study.sources[0]
    assert source.text == "Título 😀\nPrimera & única línea.\nSegunda\nlínea"
    users = {user.guid: user.name for user in brought.study.users}
    names = {node.guid: node.name for node in brought.study.nodes}
    assert [
        (source.text[c.start : c.end], names[c.node], users[c.user]) for c in source.codings
    ] == [
        ("Título 😀", "lack", "ana"),
        ("única línea", "lack", "bruno"),
        ("única línea", "place", "bruno"),
        ("línea.\nSegunda", "lack", "ana"),
    ]
    assert [(names.get(n.parent, ""), n.name, n.definition) for n in brought.study.nodes] == [
        ("", "time", "All"), ("time", "lack", "Too little"), ("", "place", ""),
    ]  # fmt: skip
    spans = [source.text[m.start : m.end] for m in brought.study.memos if m.kind == "span"]
    assert spans == ["Segunda\nlínea"]
    assert {loss.what: loss.count for loss in brought.losses} == {
        "formatting": 1, "flat paths": 1, "bare passages": 1, "outside": 1,
    }  # fmt: skip


def test_without_a_log_and_with_two_members_nobody_is_known(tmp_path):
    second = ("INSERT INTO project_members VALUES (1, 'bruno', 'TAG')", ())
    brought = read_project(made(tmp_path, second, *highlight(1, "Primera")))
    assert [user.name for user in brought.study.users] == ["Unknown coder"]
    assert brought.losses.count("nobody") == 1


def test_two_projects_in_one_file_are_refused(tmp_path):
    path = made(tmp_path, ("INSERT INTO projects VALUES (2, 'Other', '', '')", ()))
    with pytest.raises(QdaError, match="holds 2 Taguette projects"):
        read_project(path)


def test_every_byte_of_a_page_has_its_place():
    page = Page(HTML)
    raw = STRIPPED.encode()
    for start in range(len(STRIPPED)):
        at = len(STRIPPED[:start].encode())
        end = at + len(STRIPPED[start].encode())
        first, last = page.place(at, end=False), page.place(end, end=True)
        assert page.raw[first:last] == STRIPPED[start]
    assert page.place(len(raw) + 1, end=True) is None


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p><strong>Ana:</strong> hello</p><p>Yes</p>", "Ana: hello\nYes"),
        ("\n<p>Hello <i>you</i></p>\n\n<p>\n There</p>", "Hello you\n There"),
        ("\n\nHello", "Hello"),
        ("<b>A</b>b<p>c<b>d</b>e</p>f", "Ab\ncde\nf"),
        ("<table><tr><td>a</td><td>b</td></tr>\n<tr>\n<td>c</td>\n<td>d</td></tr></table>e",
         "a\tb\nc\td\ne"),
        ("<tr><th><p>a</p></th><th></th><th><p>b</p></th></tr>", "a\t\tb"),
        ("one<br>two<br/>\nthree", "one\ntwo\nthree"),
    ],
)  # fmt: skip
def test_a_page_is_laid_out_in_lines_and_cells(html, text):
    page = Page(html)
    assert page.raw == text
    stripped = re.sub("<[^>]*>", "", html)
    for start in range(len(stripped)):
        for end in range(start + 1, len(stripped) + 1):
            first, last = page.place(start, end=False), page.place(end, end=True)
            found = "".join(page.raw[first:last].split())
            assert found == "".join(stripped[start:end].split())
