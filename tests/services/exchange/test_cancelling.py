"""Cancelling an exchange at every point at which it can be: the files are as they were."""

import sqlite3

import pytest
from refi_projects import CODES, USERS, content, project, qdpx, selection, sources

from qda_app.domain.joining import COPY
from qda_app.services.exchange.arriving import bring, look, read_foreign
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project
from qda_app.services.sample import write_sample


class Stopped(Exception):  # noqa: N818
    """The person has cancelled."""


def stopping(after):
    """Return a progress that raises the n-th time it is told anything."""
    left = iter(range(after))

    def progress(_done, _of, _name):
        if next(left, None) is None:
            raise Stopped

    return progress


def stops(act):
    """Act, cancelled a little later each time, until it gets through; return how often it was."""
    for number in range(500):
        try:
            act(stopping(number))
        except Stopped:
            yield number
        else:
            return


@pytest.fixture
def here(tmp_path):
    with Project.open(write_sample(tmp_path / "s")) as opened:
        yield opened


def test_reading_and_looking(here, tmp_path):
    export(here.read, tmp_path / "o.qdpx")
    before = here.path.read_bytes()
    assert len(list(stops(lambda p: look(tmp_path / "o.qdpx", here, p)))) > 20
    assert here.path.read_bytes() == before


@pytest.mark.parametrize("speakers", [True, False])
def test_bringing_in(here, tmp_path, speakers):
    export(here.read, tmp_path / "o.qdpx")
    found = read_foreign(tmp_path / "o.qdpx")
    before, counts, head = here.path.read_bytes(), here.read.info(), here.read.head()
    seen = 0
    for _ in stops(lambda p: bring(here, *found, p, speakers=speakers, way=COPY)):
        seen += 1
        assert here.path.read_bytes() == before
        assert (here.read.info(), here.read.head()) == (counts, head)
    assert seen >= 9  # at least before each kind of thing that is written
    assert len(here.read.sources()) == 2 * counts["sources"]
    assert here.check() is None


def test_reading_databases(tmp_path):
    folder = tmp_path / "s.qda"
    folder.mkdir()
    with sqlite3.connect(folder / "data.qda") as connection:
        connection.executescript(
            "CREATE TABLE source (id integer, name text, fulltext text);"
            "CREATE TABLE code_name (cid integer, name text); CREATE TABLE code_text (cid integer);"
            "INSERT INTO source VALUES (1, 'a', 'Uno'), (2, 'b', 'Dos'); "
        )
    connection.close()
    before = (folder / "data.qda").read_bytes()
    assert len(list(stops(lambda p: look(folder, None, p)))) == 2
    assert (folder / "data.qda").read_bytes() == before
    assert [p.name for p in folder.iterdir()] == ["data.qda"]


def test_sources_are_told_one_by_one(tmp_path):
    several = sources(*(content("Uno", selection(0, 3), "", f"I_{n}") for n in range(3)))
    told = []
    file = qdpx(tmp_path / "p.qdpx", project(USERS, CODES, several))
    read_foreign(file, lambda _done, _of, name: told.append(name))
    assert told[-3:] == ["I_0", "I_1", "I_2"]
