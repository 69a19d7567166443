"""Broken and malicious projects: one sentence each, nothing read or written outside the file."""

import zipfile

import pytest
from refi_projects import (
    CODES,
    HEAD,
    NAMESPACE,
    NOTE,
    SOURCE,
    USERS,
    content,
    project,
    qdpx,
    selection,
    source,
    sources,
)

from qda_app.domain.errors import QdaError
from qda_app.formats.refi import parsing
from qda_app.formats.refi.codebook import read_study
from qda_app.formats.refi.reading import read_project


def refused(path, words):
    with pytest.raises(QdaError, match=words) as error:
        (read_study if path.suffix == ".qdc" else read_project)(path)
    sentence = str(error.value)
    assert path.name in sentence
    assert "\n" not in sentence


def test_files_that_are_no_project(tmp_path):
    (tmp_path / "empty.qdpx").touch()
    refused(tmp_path / "empty.qdpx", "is empty")
    (tmp_path / "text.qdpx").write_text("no zip at all")
    refused(tmp_path / "text.qdpx", "damaged or cut off")
    whole = qdpx(tmp_path / "p.qdpx", project(USERS, CODES)).read_bytes()
    (tmp_path / "cut.qdpx").write_bytes(whole[: len(whole) // 2])
    refused(tmp_path / "cut.qdpx", "damaged or cut off")
    refused(qdpx(tmp_path / "root.qdpx", project(root="Study")), "holds no REFI-QDA project")
    refused(qdpx(tmp_path / "none.qdpx", "", main="readme.txt"), "no .qde file")
    refused(qdpx(tmp_path / "xml.qdpx", project(USERS)[:-9]), "damaged or cut off")
    refused(qdpx(tmp_path / "void.qdpx", ""), "damaged or cut off")


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE P [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
    ],
)
def test_declarations_are_refused_before_they_do_anything(tmp_path, declared):
    body = f'<Project xmlns="{NAMESPACE}" name="&x;"/>'
    refused(qdpx(tmp_path / "p.qdpx", HEAD + declared + body), "declarations that no document")
    codebook = tmp_path / "c.qdc"
    codebook.write_text(HEAD + declared + "<CodeBook><Codes/></CodeBook>")
    refused(codebook, "declarations that no document")


def test_bombs_are_not_opened(tmp_path):
    path = tmp_path / "bomb.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("project.qde", project(USERS))
        package.writestr("sources/x.txt", b"\0" * 60_000_000)
    refused(path, "as a ZIP bomb does")


def test_deeply_nested_codes_are_refused_without_a_crash(tmp_path):
    deep = '<Code guid="x" name="n" isCodable="true">' * 5_000 + "</Code>" * 5_000
    refused(
        qdpx(tmp_path / "d.qdpx", project(f"<CodeBook><Codes>{deep}</Codes></CodeBook>")),
        "too deep",
    )


@pytest.mark.parametrize(
    "path",
    ["internal://../../secret.txt", "absolute:///{0}/secret.txt", "relative:///../secret.txt",
     "{0}/secret.txt", "../secret.txt", "file://{0}/secret.txt"],
)  # fmt: skip
def test_no_path_leads_out_of_the_package(tmp_path, path):
    (tmp_path / "secret.txt").write_text("secret")
    inside = tmp_path / "in"
    inside.mkdir()
    xml = project(USERS, CODES, sources(source(path=path.format(tmp_path))))
    brought = read_project(qdpx(inside / "p.qdpx", xml))
    assert brought.study.sources == ()
    assert brought.losses.count("text missing") == 1
    told = {loss.what: loss for loss in brought.losses}
    assert told["led outside"].examples == ("I_1",)
    assert "outside the package" in told["led outside"].sentence


def test_a_missing_text_of_the_package_is_not_called_outside(tmp_path):
    for path in ("internal://none.txt", "none.txt", "sources/none.txt"):
        xml = project(USERS, CODES, sources(source(path=path)))
        brought = read_project(qdpx(tmp_path / "p.qdpx", xml))
        assert [loss.what for loss in brought.losses] == ["text missing"]


@pytest.mark.parametrize("path", ["absolute:///C:/talk.mp3", "relative:///talk.mp3",
                                  "internal://../talk.mp3", "C:\\talk.mp3"])  # fmt: skip
def test_media_outside_the_package_are_named(tmp_path, path):
    inside = f'<AudioSource guid="{SOURCE}" name="Talk" path="{path}"/>'
    brought = read_project(qdpx(tmp_path / "p.qdpx", project(USERS, CODES, sources(inside))))
    told = {loss.what: loss.examples for loss in brought.losses}
    assert told["led outside"] == ("Talk",)


def test_rich_texts_and_notes_outside_are_named(tmp_path):
    (tmp_path / "secret.docx").write_bytes(b"x")
    rich = source("<PlainTextContent>abc</PlainTextContent>").replace(
        'plainTextPath="internal://t.txt"', 'richTextPath="relative:///../secret.docx"'
    )
    note = (
        f'<Notes><Note guid="{NOTE}" name="N" plainTextPath="internal://../secret.docx"/></Notes>'
    )
    brought = read_project(qdpx(tmp_path / "p.qdpx", project(USERS, CODES, sources(rich), note)))
    told = {loss.what: loss.examples for loss in brought.losses}
    assert told["led outside"] == ("I_1", "N")
    assert brought.study.sources[0].text == "abc"


def test_entries_that_climb_write_nothing_and_are_refused(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    xml = project(USERS, CODES, sources(content("abc", selection(0, 1)), source()))
    names = ["../out.txt", "/abs.txt", "C:\\win.txt", "sources/../../t.txt"]
    brought = read_project(qdpx(inside / "p.qdpx", xml, dict.fromkeys(names, b"x")))
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["p.qdpx"]
    told = {loss.what: loss.examples for loss in brought.losses}
    assert len(told["climbing entries"]) == 4
    assert told.keys() == {"climbing entries", "text missing"}


def test_names_that_differ_in_case_only_stay_apart(tmp_path):
    xml = project(USERS, CODES, sources(source(path="internal://A.txt")))
    files = {"sources/a.txt": b"lower", "sources/A.txt": b"upper"}
    assert read_project(qdpx(tmp_path / "p.qdpx", xml, files)).study.sources[0].text == "upper"


@pytest.mark.parametrize("offset", ["-1", "99999999999999999999999", "x", ""])
def test_offsets_that_are_none_become_memos(tmp_path, offset):
    xml = sources(
        content("abc", selection(0, 1).replace('endPosition="1"', f'endPosition="{offset}"'))
    )
    brought = read_project(qdpx(tmp_path / "p.qdpx", project(USERS, CODES, xml)))
    assert brought.study.sources[0].codings == ()
    assert brought.losses.count("outside") == 1


def test_a_codebook_that_is_none(tmp_path):
    path = tmp_path / "c.qdc"
    path.write_text("<Other/>")
    refused(path, "is not a REFI-QDA codebook")
    path.write_text("")
    refused(path, "is empty")


def test_more_elements_than_a_study_has_are_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(parsing, "MAX_ELEMENTS", 20)
    inside = "".join(selection(0, 1, "a", n) for n in range(1, 9))
    xml = project(USERS, CODES, sources(content("abc", inside)))
    refused(qdpx(tmp_path / "p.qdpx", xml), "unpacks to far more")
