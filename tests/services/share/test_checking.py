"""The closing check finds a name wherever it is planted, and nothing else."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing

import pytest
from share_study import NAMES

from qda_app.domain.errors import QdaError
from qda_app.domain.replacing import Name
from qda_app.services.project import Project
from qda_app.services.share.checking import check_package, check_project, check_study
from qda_app.services.share.planning import plan
from qda_app.services.share.writing import write
from qda_app.storage.sqlite_bytes import compact

PLANTED = {
    "a journal label": ("UPDATE change_set SET label = 'Zaquito said so'", "change_set.label"),
    "metadata": ("UPDATE project SET title = 'by WILHELMINA'", "project.title"),
    "a row that is gone": ("UPDATE memo SET gone = 1, text = 'Zaquito'", "memo.text"),
    "what a row was before": (
        """UPDATE image SET before = '{"name": "of\\nXochitl"}' WHERE table_name = 'node'""",
        "image.before",
    ),
    "JSON within JSON": (
        """UPDATE quotation SET edits = '[{"kind": "omit", "text": "Xochitl"}]'""",
        "quotation.edits",
    ),
    "a fact that nothing names": (
        "INSERT INTO fact (hash, content) VALUES ('x', 'Zacari\u0301as\nquiroga')",
        "fact.content",
    ),
    "bytes": ("UPDATE project SET title = CAST('Yolanda' AS BLOB)", "project.title"),
    "a setting": ("INSERT INTO setting (guid, gone, name, value) VALUES ('g', 0, 'Yolanda', '')",
                  "setting.name"),
    "the search index": (
        "INSERT INTO fact_words (rowid, content) VALUES (99, 'zaquito')", "search index",
    ),
    "a table of another's": ("CREATE TABLE t AS SELECT 'Zaquito' AS words", "t.words"),
}  # fmt: skip


@pytest.fixture
def made(named, tmp_path):
    """Return the plan, and write both copies."""
    with Project.open(named) as project:
        found = plan(project.read, NAMES)
        for suffix in ("qdaproj", "qdpx"):
            write(found, tmp_path / f"copy.{suffix}")
    return found


def run(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize("planted", PLANTED)
def test_a_name_in_the_project_file_is_found(made, tmp_path, planted):
    path = tmp_path / "copy.qdaproj"
    check_project(path, made)
    statement, where = PLANTED[planted]
    run(path, statement)
    with pytest.raises(QdaError, match="would be left in the copy") as caught:
        check_project(path, made)
    assert where in str(caught.value)


def test_a_name_in_a_free_page_is_found_and_so_is_a_page_without_one(made, tmp_path):
    path = tmp_path / "copy.qdaproj"
    run(
        path, "PRAGMA secure_delete = OFF", "CREATE TABLE t (a)",
        "INSERT INTO t VALUES (' Wilhelmina, ' || hex(zeroblob(6000)))", "DROP TABLE t",
    )  # fmt: skip
    with pytest.raises(QdaError, match=r"“Wilhelmina” would be left in the copy \(a free page\)"):
        check_project(path, made)
    run(path, "PRAGMA secure_delete = ON", "VACUUM", "CREATE TABLE t (a)", "DROP TABLE t")
    with pytest.raises(QdaError, match="free pages"):
        check_project(path, made)


def test_a_name_among_the_bytes_of_no_row_is_found(made, tmp_path):
    path = tmp_path / "copy.qdaproj"
    with path.open("ab") as file:
        file.write(b"\0" * 2_000_000 + b" Wilhelmina ")
    with pytest.raises(QdaError, match="the bytes of the file"):
        check_project(path, made)


def rewritten(path, change, comment=b""):
    """Write a package anew, each member as `change(name, content)` returns it."""
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.comment = comment
        for name, content in members.items():
            package.writestr(*change(name, content))


def within(member, old, new):
    def change(name, content):
        if name.endswith(member):
            assert old in content
            content = content.replace(old, new, 1)
        return name, content

    return change


def with_note(name, content):
    if name.endswith(".json"):
        held = json.loads(content)
        held["speakers"]["Wilhelmina"] = []
        content = json.dumps(held).encode()
    return name, content


PACKED = {
    "a text": lambda n, c: (n, c + b" de WILHELMINA" if n.endswith(".txt") else c),
    "an attribute": within(".qde", b'name="two"', b'name="Zaquito"'),
    "an element": within(".qde", b"on a node", b"on a node &#88;ochitl"),
    "a tail": within(".qde", b"</CodeBook>", b"</CodeBook> Xochitl "),
    "a comment": within(".qde", b"<Users>", b"<!-- Zaquito --><Users>"),
    "the first tag": within(".qde", b'origin="qda-app"', b'origin="qda-app" basePath="Zaquito"'),
    "a field": with_note,
    "a value": within(".json", b'"speakers":{', b'"more":"Wilhelmina","speakers":{'),
}


@pytest.mark.parametrize("planted", PACKED)
def test_a_name_in_the_package_is_found(made, tmp_path, planted):
    path = tmp_path / "copy.qdpx"
    check_package(path, made)
    rewritten(path, PACKED[planted])
    with pytest.raises(QdaError, match="would be left in the copy"):
        check_package(path, made)


def test_a_name_beside_the_members_is_found(made, tmp_path):
    path = tmp_path / "copy.qdpx"
    plain = path.read_bytes()
    rewritten(path, lambda name, content: (name, content), b"for Wilhelmina")
    with pytest.raises(QdaError, match="would be left"):
        check_package(path, made)
    path.write_bytes(plain)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("Zaquito.jpg", b"\xff\xd8")
    with pytest.raises(QdaError, match="“Zaquito”"):
        check_package(path, made)
    path.write_bytes(b"Yolanda " + plain)
    with pytest.raises(QdaError, match="the package"):
        check_package(path, made)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        entry = zipfile.ZipInfo("a.txt")
        entry.comment = b"Yolanda"
        package.writestr(entry, "")
    path.write_bytes(inner.getvalue())
    with pytest.raises(QdaError, match=r"a\.txt"):
        check_package(path, made)


def test_a_plan_that_forgets_a_place_is_refused_before_anything_is_written(made, tmp_path):
    from dataclasses import replace

    case = replace(made.study.cases[0], name="Zaquito")
    for study in (
        replace(made.study, title="Xochitl"),
        replace(made.study, cases=(case, *made.study.cases[1:])),
        replace(made.study, attributes=(("Xochitl", "text"),)),
        replace(
            made.study,
            sources=(replace(made.study.sources[0], text="Zaquito"), *made.study.sources[1:]),
        ),
    ):
        with pytest.raises(QdaError, match="would be left"):
            write(replace(made, study=study), tmp_path / "other.qdaproj")
        assert not (tmp_path / "other.qdaproj").exists()
    check_study(made)


@pytest.mark.parametrize("suffix", ["qdaproj", "qdpx"])
def test_names_that_are_words_of_ours_hinder_no_copy(named, tmp_path, suffix):
    ours = [
        "Source", "Sources", "Branch", "Short", "Case", "Link", "Text", "Note", "Status", "Draft",
        "Condition", "Project", "Title", "Example", "Span", "Coding", "Owner", "Do", "True", "Omit",
        "Created", "Copy", "Made", "Number", "Term", "Internal", "Txt", "Qde", "App", "Format",
        "Abad", "Fade", "Beef", "Dada", "Bea", "Consent", "Required",
    ]  # fmt: skip
    with Project.open(named) as project:
        made = plan(project.read, [Name(name, f"P {n}x") for n, name in enumerate(ours)])
        write(made, tmp_path / f"o.{suffix}")


@pytest.mark.parametrize("suffix", ["qdaproj", "qdpx"])
def test_numbers_that_are_offsets_and_times_hinder_no_copy(named, tmp_path, suffix):
    with Project.open(named) as project:
        coding = project.read.codings()[-1]
        year = project.read.coding_times()[coding.id][:4]
        numbers = {str(coding.start), str(coding.end), year, "00"}
        listed = [Name(number, "N") for number in sorted(numbers)]
        write(plan(project.read, listed), tmp_path / f"copy.{suffix}")


def test_a_file_that_cannot_be_written_anew_is_told(tmp_path):
    (tmp_path / "s.qdaproj").write_bytes(b"no database, but long enough to be read as one" * 9)
    with pytest.raises(QdaError, match="could not be written to"):
        compact(tmp_path / "s.qdaproj")


def test_a_word_of_the_index_that_a_text_explains_hinders_no_copy(tmp_path):
    """A soft hyphen is within a word for us, and ends one for the index."""
    from qda_app.domain.transcript import Transcript
    from qda_app.services.commands.sources import ImportSources

    with Project.create(tmp_path / "s.qdaproj") as project:
        project.run(ImportSources([Transcript("one", "Ro\u00adsa Rosal Ro\u00adsal.", "txt")]))
        made = plan(project.read, [Name("Rosa", "X"), Name("sal", "Y")])
        assert [hit.words for hit in made.hits] == ["Ro\u00adsa"]
        write(made, tmp_path / "copy.qdaproj")
