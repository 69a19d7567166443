"""The texts of a package: which entry a path means, and what damaged bytes become."""

import io
import zipfile

import docx
import pytest
from refi_projects import (
    CODES,
    SOURCE,
    USERS,
    lost,
    numbered,
    passages,
    project,
    qdpx,
    read,
    selection,
    source,
    sources,
)

from qda_app.formats.refi.reading import read_project

SPANISH = "Ana: Sí, el café está aquí.\nBob: ¿Por qué? Mañana no.\n"


def at(text, words, number=1):
    return selection(text.index(words), text.index(words) + len(words), words, number)


def other(inside, path, name="I_2"):
    return source(inside, name, path).replace(SOURCE, numbered(90))


@pytest.mark.parametrize(
    ("damage", "stands", "count"),
    [
        (b"te\xed\xa0\x80", "te\ufffd", 1),  # half a surrogate pair, one unit to whoever wrote it
        (b"te\xff", "te\ufffd", 1),
        (b"te\xe2\x82", "te\ufffd", 1),  # a character that was cut off
        (b"te\xed\xa0\xbd\xed\xb8\x80", "te😀", 0),  # both halves, each by itself
        ("te\ufffd".encode(), "te\ufffd", 0),
    ],
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_damaged_byte_leaves_the_rest_of_the_text_as_it_is(tmp_path, damage, stands, count, mark):
    text = f"{SPANISH}{stands} fin: Mañana"
    raw = mark + SPANISH.encode() + damage + " fin: Mañana".encode()
    inside = at(text, "está") + at(text, "fin: Mañana", 2)
    files = {"sources/t.txt": raw}
    brought = read(tmp_path, USERS, CODES, sources(source(inside)), files=files)
    assert brought.study.sources[0].text == text
    assert passages(brought) == ["está", "fin: Mañana"]
    assert lost(brought) == ({"broken letters": count} if count else {})
    assert [loss.examples for loss in brought.losses] == ([("I_1",)] if count else [])


def test_half_a_pair_alone_does_not_make_a_plain_text_another_encoding(tmp_path):
    files = {"sources/t.txt": b"Ana: tea.\n\xed\xa0\x80: coffee"}
    inside = at("Ana: tea.\n?: coffee", "coffee")
    brought = read(tmp_path, USERS, CODES, sources(source(inside)), files=files)
    assert passages(brought) == ["coffee"]
    assert lost(brought) == {"broken letters": 1}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le"])
def test_texts_far_from_utf8_are_still_read(tmp_path, encoding):
    files = {"sources/t.txt": SPANISH.encode(encoding)}
    inside = at(SPANISH, "Mañana")
    brought = read(tmp_path, USERS, CODES, sources(source(inside)), files=files)
    assert passages(brought) == ["Mañana"]
    assert lost(brought) == {}


@pytest.mark.parametrize(
    ("path", "folder"),
    [("internal://{}/t.txt", "sources/"), ("relative:///{}/t.txt", ""), ("{}/t.txt", "Sources/")],
)
def test_texts_of_one_name_in_several_folders_stay_apart(tmp_path, path, folder):
    both = sources(
        source(at("Ana: uno", "uno"), "I_1", path.format("wave1")),
        other(at("Bob: nada dos", "dos", 2), path.format("wave2")),
    )
    files = {
        f"{folder}wave1/t.txt": b"Ana: uno",
        f"{folder}wave2/t.txt": b"Bob: nada dos",
        "sources/t.txt" if not folder else "sources/x/t.txt": b"Neither",
    }
    brought = read(tmp_path, USERS, CODES, both, files=files)
    assert [passages(brought, 0), passages(brought, 1)] == [["uno"], ["dos"]]
    assert lost(brought) == {"strangers": 1}


@pytest.mark.parametrize("claims", ["internal://wave1/t.txt", "absolute:///C:/wave1/t.txt"])
def test_a_text_of_another_source_is_not_taken_for_its_name(tmp_path, claims):
    """The first is found at its path, or as the one file of its name; the second has none."""
    both = sources(source("", "I_1", claims), other(at("abc", "a"), "internal://wave2/t.txt"))
    brought = read(tmp_path, USERS, CODES, both, files={"sources/wave1/t.txt": b"Ana: uno"})
    assert [each.name for each in brought.study.sources] == ["I_1"]
    assert lost(brought) == {"text missing": 1, "textless": 1}


def test_a_path_that_leads_to_an_entry_comes_before_a_mere_name(tmp_path):
    both = sources(
        source("", "I_1", "absolute:///C:/wave2/t.txt"), other("", "internal://wave1/t.txt")
    )
    brought = read(tmp_path, USERS, CODES, both, files={"sources/wave1/t.txt": b"Ana: uno"})
    assert [each.name for each in brought.study.sources] == ["I_2"]
    assert lost(brought) == {"text missing": 1, "led outside": 1}


def test_two_files_of_one_name_are_not_guessed_between(tmp_path):
    files = {"sources/a/t.txt": b"One", "sources/b/t.txt": b"Two"}
    brought = read(tmp_path, sources(source("", "I_1", "absolute:///C:/t.txt")), files=files)
    assert brought.study.sources == ()
    assert lost(brought) == {"text missing": 1, "strangers": 2, "led outside": 1}


def test_an_empty_plain_text_beside_a_full_document_is_read_from_the_document(tmp_path):
    document, held = docx.Document(), io.BytesIO()
    document.add_paragraph("Uno dos")
    document.save(held)
    xml = source(at("Uno dos", "dos")).replace(
        "plainTextPath", 'richTextPath="internal://t.docx" plainTextPath'
    )
    for plain in (b"", b"\xef\xbb\xbf\r\n"):
        files = {"sources/t.txt": plain, "sources/t.docx": held.getvalue()}
        brought = read(tmp_path, USERS, CODES, sources(xml), files=files)
        assert passages(brought) == ["dos"]
        assert lost(brought) == {"formatting": 1}
    brought = read(tmp_path, USERS, CODES, sources(xml), files={"sources/t.txt": b""})
    assert lost(brought) == {"text empty": 1, "textless": 1}


@pytest.mark.parametrize(("second", "said"), [(b"Dos", {"double entries": 1}), (b"Uno", {})])
def test_an_entry_that_is_there_twice_is_named(tmp_path, second, said):
    path = qdpx(tmp_path / "p.qdpx", project(sources(source())), {"sources/t.txt": b"Uno"})
    with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("sources/t.txt", second)
    brought = read_project(path)
    assert brought.study.sources[0].text == second.decode()
    assert lost(brought) == said
