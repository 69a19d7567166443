import shutil
import sqlite3
import struct
from pathlib import Path

import pytest

from qda_app.domain.errors import QdaError
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import SetCertainty
from qda_app.services.project import Project
from qda_app.storage import migrations, sqlite_file
from qda_app.storage.sqlite_file import SCHEMA
from qda_app.storage.store import Store
from qda_app.storage.tables import Base

DATA = Path(__file__).parents[1] / "data" / "projects"


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "study.qdaproj"
    with Project.create(made) as project:
        project.run(AddCoder("Ana"))
    return made


def patched(path, offset, value):
    data = bytearray(path.read_bytes())
    data[offset : offset + 4] = struct.pack(">I", value)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda p: p.write_bytes(b""), "empty"),
        (lambda p: p.write_bytes(b"PK\x03\x04" * 100), "not a project"),
        (lambda p: p.write_text("hello"), "not a project"),
        (lambda p: p.write_bytes(p.read_bytes()[:9000]), "cut off"),
        (lambda p: patched(p, 60, SCHEMA + 1), "newer version"),
        (lambda p: patched(p, 68, 0), "not a project of this application"),
    ],
)
def test_what_is_no_project_is_refused_and_not_touched(path, spoil, sentence):
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(QdaError, match=sentence):
        Project.open(path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_missing_and_folder_have_their_sentences(tmp_path):
    with pytest.raises(QdaError, match="no file"):
        Project.open(tmp_path / "nothing.qdaproj")
    with pytest.raises(QdaError, match="folder"):
        Project.open(tmp_path)


def test_a_damaged_page_is_found(path):
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    path.write_bytes(data)
    try:
        with Project.open(path) as project:
            fault = project.check()
    except QdaError as error:
        fault = str(error)
    assert "damaged" in (fault or "")


def test_create_never_overwrites(path):
    before = path.read_bytes()
    with pytest.raises(QdaError, match="exists already"):
        Project.create(path)
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_written_opens_for_reading(path, monkeypatch):
    monkeypatch.setattr("qda_app.storage.store.writable", lambda _path: False)
    with Project.open(path) as project:
        assert project.read_only
        assert [c.name for c in project.read.coders()] == ["Ana"]
        with pytest.raises(QdaError, match="reading only"):
            project.run(AddCoder("Bruno"))
    path.with_name(path.name + "-wal").write_bytes(b"x")
    with pytest.raises(QdaError, match="not closed properly"):
        Project.open(path)


def test_a_full_disk_is_one_sentence_and_the_step_can_be_repeated(path):
    with Project.open(path) as project:
        cursor = project._store.engine.raw_connection().cursor()
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        refusal = ""
        for number in range(500):
            try:
                project.run(AddCoder(f"coder {number}" + "x" * 500))
            except QdaError as error:
                refusal = str(error)
                break
        assert "disk is full" in refusal
        known = len(project.read.coders())
        cursor.execute("PRAGMA max_page_count = 1000000")
        project.run(AddCoder("again"))
        assert len(project.read.coders()) == known + 1
        assert project.check() is None


SCRIPT = """
from alembic import op
revision = "next"
down_revision = "{before}"


def upgrade():
    op.execute("ALTER TABLE coder ADD COLUMN shade VARCHAR")
    {rest}
"""


def scripts(tmp_path, rest):
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    from qda_app import paths

    shipped = paths.shipped("migrations")
    for path in [shipped / "env.py", shipped / "script.py.mako", *shipped.glob("versions/*.py")]:
        copy = folder / path.relative_to(shipped)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    script = SCRIPT.format(rest=rest, before=migrations.REVISION)
    (folder / "versions" / "next.py").write_text(script, encoding="utf-8")
    return folder


def test_a_migration_keeps_the_file_as_it_was_beside_it(path, tmp_path):
    before = path.read_bytes()
    kept = migrations.migrate(path, scripts(tmp_path, "pass"), SCHEMA + 1)
    assert kept.read_bytes() == before
    assert kept.name == f"study (before update from schema {SCHEMA}).qdaproj"
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA + 1,)
    assert (
        "shade"
        in connection.execute("SELECT sql FROM sqlite_master WHERE name='coder'").fetchone()[0]
    )
    assert connection.execute("SELECT kind FROM change_set ORDER BY id DESC").fetchone() == (
        "barrier",
    )
    connection.close()


def test_a_failed_migration_leaves_the_file_byte_for_byte(path, tmp_path):
    before = path.read_bytes()
    folder = scripts(tmp_path, 'op.execute("UPDATE nothing SET x = 1")')
    with pytest.raises(QdaError, match="left as it was"):
        migrations.migrate(path, folder, SCHEMA + 1)
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == ["migrations", "study.qdaproj"]


def test_a_new_file_has_all_tables_and_the_revision(path):
    store = Store.open(path)
    with store.reading() as connection:
        names = {r[0] for r in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    store.close()
    assert set(Base.metadata.tables) <= names
    assert revision == migrations.REVISION
    assert sqlite_file.checked_header(path) == SCHEMA


def test_a_backup_is_a_sound_project(path, tmp_path):
    with Project.open(path) as project:
        project.backup(tmp_path / "copy.qdaproj")
    with Project.open(tmp_path / "copy.qdaproj") as copy:
        assert copy.check() is None


def test_a_backup_that_cannot_be_written_is_said_and_leaves_nothing(path, tmp_path):
    (tmp_path / "folder.qdaproj").mkdir()
    with Project.open(path) as project:
        for target, words in (
            (tmp_path / "none" / "copy.qdaproj", "there is no folder"),
            (tmp_path / "folder.qdaproj", "a folder has this name"),
            (path, "is the open project itself"),
        ):
            with pytest.raises(QdaError, match=words):
                project.backup(target)
        assert project.check() is None
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder.qdaproj", path.name]


def columns(path):
    connection = sqlite3.connect(path)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'index')")
    names = sorted(r[0] for r in tables if not r[0].startswith("sqlite_"))
    found = {n: connection.execute(f"PRAGMA table_info({n!r})").fetchall() for n in names}
    connection.close()
    return {name: sorted(row[1:4] for row in rows) for name, rows in found.items()}


@pytest.mark.parametrize("schema", [1, 2])
def test_files_of_every_older_schema_open_whole(tmp_path, path, schema):
    old = tmp_path / "old.qdaproj"
    shutil.copy(DATA / f"schema{schema}.qdaproj", old)
    with Project.open(old, viewer="Ana") as project:
        coding = project.read.codings()[0]
        assert (coding.start, coding.end, coding.memo) == (0, 30, "why")
        assert project.undo_label is None
        project.run(SetCertainty([coding.id], 2))
        assert project.read.codings()[0].certainty == 2
        assert project.check() is None
    assert columns(old) == columns(path)
    assert (tmp_path / "backups" / f"old (before update from schema {schema}).qdaproj").exists()
