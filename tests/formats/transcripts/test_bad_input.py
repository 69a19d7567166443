"""Each kind of bad input gets a sentence of its own, and never more than a little memory."""

import os
import re
import resource
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from made_files import (
    make_docx,
    make_locked_pdf,
    make_odt,
    make_ole,
    make_pdf,
    make_zip,
    paragraph,
)

from qda_app.domain.errors import QdaError
from qda_app.formats.transcripts import guards, package, read
from qda_app.formats.transcripts.sheets import read_table


def refused(path: Path, sentence: str) -> None:
    with pytest.raises(QdaError, match=re.escape(sentence)) as caught:
        read(path)
    assert path.name in str(caught.value)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_missing_folder_empty(tmp_path: Path) -> None:
    refused(tmp_path / "no.docx", "was not found: check the name")
    (tmp_path / "f.docx").mkdir()
    refused(tmp_path / "f.docx", "is a folder: choose the files in it")
    refused(written(tmp_path / "e.txt", b""), "is empty: there is nothing to read")
    refused(written(tmp_path / "w.txt", b" \n\t"), "holds no text: there is nothing to code")
    refused(make_docx(tmp_path / "n.docx", "<w:p/>"), "holds no text")
    refused(make_odt(tmp_path / "n.odt", ""), "holds no text")
    refused(written(tmp_path / "n.rtf", rb"{\rtf1 }"), "holds no text")
    refused(written(tmp_path / "n.html", b"<p> </p>"), "holds no text")
    os.mkfifo(tmp_path / "p.txt")
    refused(tmp_path / "p.txt", "is not an ordinary file")


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.txt", b"hola")

    def fail(error: OSError):
        def opening(*_: object, **__: object) -> None:
            raise error

        return opening

    monkeypatch.setattr(Path, "open", fail(PermissionError(13, "no")))
    refused(path, "may not be read by this user")
    monkeypatch.setattr(Path, "open", fail(OSError(5, "Input/output error")))
    refused(path, "could not be read (Input/output error)")


def test_suffixes(tmp_path: Path) -> None:
    refused(written(tmp_path / "a.xyz", b"x"), "has the suffix “.xyz”, which is not read here")
    refused(written(tmp_path / "a.doc", b"x"), "in a format that cannot be read here: save it as")
    refused(written(tmp_path / "a.csv", b"x"), "is a table: choose which of its columns")


def test_content_of_another_kind(tmp_path: Path) -> None:
    pdf = make_pdf(tmp_path / "p.pdf", "x").read_bytes()
    word = make_docx(tmp_path / "d.docx", paragraph("x")).read_bytes()
    refused(written(tmp_path / "a.docx", pdf), "its content is not Word (docx); it looks like PDF")
    refused(written(tmp_path / "b.odt", word), "not OpenDocument text (odt); it looks like Word")
    refused(written(tmp_path / "b.pdf", word), "is not PDF; it looks like Word (docx)")
    refused(written(tmp_path / "c.rtf", b"hola"), "is not RTF; it looks like plain text")
    refused(written(tmp_path / "a.txt", word), "is not text, it looks like Word (docx)")
    refused(written(tmp_path / "b.md", pdf), "is not text, it looks like PDF")
    refused(
        written(tmp_path / "c.txt", b"\x89PNG\r\n\x1a\n"),
        "is not text, it looks like picture, sound",
    )
    refused(make_zip(tmp_path / "z.docx", {"a": "b"}), "it looks like ZIP")
    refused(
        make_ole(tmp_path / "o.docx", "WordDocument"), "is in the format old Word (doc): open it"
    )
    refused(make_ole(tmp_path / "o.txt", "Other"), "is not text, it looks like old Office")
    refused(make_zip(tmp_path / "t.odt", {"mimetype": "application/zip"}), "looks like ZIP")


def test_binary_data_in_text(tmp_path: Path) -> None:
    content = bytes(range(256)) * 20
    refused(written(tmp_path / "a.txt", content), "holds binary data, not text")


def test_pdf_header_may_come_late(tmp_path: Path) -> None:
    content = make_pdf(tmp_path / "p.pdf", "hola").read_bytes()
    path = written(tmp_path / "q.pdf", b"junk\n" + content)
    assert "hola" in read(path).text


def test_protected(tmp_path: Path) -> None:
    refused(make_ole(tmp_path / "a.docx", "EncryptedPackage"), "is protected by a password")
    refused(make_locked_pdf(tmp_path / "a.pdf"), "is protected by a password")
    path = make_docx(tmp_path / "z.docx", paragraph("x"))
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + offset] |= 1
    refused(written(path, bytes(content)), "is protected by a password")
    manifest = "<m:file-entry xmlns:m='m'><m:encryption-data/></m:file-entry>"
    odt = make_odt(tmp_path / "a.odt", "<text:p>x</text:p>")
    with zipfile.ZipFile(odt, "a") as archive:
        archive.writestr("META-INF/manifest.xml", manifest)
    refused(odt, "is protected by a password")


def test_damaged(tmp_path: Path) -> None:
    word = make_docx(tmp_path / "d.docx", paragraph("palabra " * 500))
    content = word.read_bytes()
    sentence = "is damaged or cut off"
    refused(written(tmp_path / "a.docx", content[: len(content) // 2]), sentence)
    flipped = bytearray(content)
    flipped[content.index(b"word/document.xml") + 60] ^= 0xFF
    refused(written(tmp_path / "b.docx", bytes(flipped)), sentence)
    refused(make_docx(tmp_path / "c.docx", "<w:p>"), sentence)
    refused(make_zip(tmp_path / "e.docx", {"word/other.xml": "<a/>"}), sentence)
    refused(make_zip(tmp_path / "e.odt", {"mimetype": "vnd.oasis.opendocument.text"}), sentence)
    refused(written(tmp_path / "f.pdf", b"%PDF-1.4\nnothing"), sentence)
    refused(written(tmp_path / "g.rtf", rb"{\rtf1 breaks off"), sentence)
    bzipped = tmp_path / "h.docx"
    with zipfile.ZipFile(bzipped, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", "<a/>")
    refused(bzipped, sentence)


def test_truncated_at_any_point_is_refused_in_a_sentence(tmp_path: Path) -> None:
    whole = {
        "docx": make_docx(tmp_path / "w.docx", paragraph("hola " * 30)).read_bytes(),
        "odt": make_odt(tmp_path / "w.odt", "<text:p>hola</text:p>").read_bytes(),
    }
    for suffix, content in whole.items():
        for size in range(1, len(content) - 1, 37):
            path = written(tmp_path / f"t.{suffix}", content[:size])
            with pytest.raises(QdaError):
                read(path)


def test_flipped_bytes_give_text_or_a_sentence(tmp_path: Path) -> None:
    content = make_docx(tmp_path / "w.docx", paragraph("hola " * 30)).read_bytes()
    for at in range(0, len(content), 11):
        changed = bytearray(content)
        changed[at] ^= 0x55
        path = written(tmp_path / "f.docx", bytes(changed))
        try:
            read(path)
        except QdaError:
            continue


def test_scanned_pdf(tmp_path: Path) -> None:
    refused(make_pdf(tmp_path / "s.pdf", "", ""), "holds pictures of pages, no text: run text rec")


def test_too_large(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md", "a.html", "a.vtt", "a.rtf"):
        path = tmp_path / name
        with path.open("wb") as file:
            file.write(b"x")
            file.truncate(200_000_000)
        refused(path, "is too large (200 MB; at most 100 MB): split it")
    with path.with_suffix(".pdf").open("wb") as file:
        file.truncate(guards.MAX_FILE_BYTES + 1)
    refused(path.with_suffix(".pdf"), "is too large (500 MB")


def bomb(path: Path, part: str, size: int, extra: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in extra.items():
            archive.writestr(name, content)
        with archive.open(part, "w", force_zip64=False) as out:
            for _ in range(size // 1_000_000):
                out.write(b" " * 1_000_000)
    return path


@pytest.mark.parametrize(
    ("suffix", "part", "extra"),
    [
        ("docx", "word/document.xml", {}),
        ("odt", "content.xml", {"mimetype": "application/vnd.oasis.opendocument.text"}),
        ("xlsx", "xl/sharedStrings.xml", {"xl/workbook.xml": "<a/>"}),
    ],
)
def test_zip_bomb(tmp_path: Path, suffix: str, part: str, extra: dict[str, str]) -> None:
    path = bomb(tmp_path / f"b.{suffix}", part, 200_000_000, extra)
    assert path.stat().st_size < 300_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(QdaError, match=r"b\.\w+ unpacks to far more than a document holds"):
        (read_table if suffix == "xlsx" else read)(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = bomb(tmp_path / "l.docx", "word/document.xml", 50_000_000, {})
    content = path.read_bytes()
    lie = content.replace(struct.pack("<L", 50_000_000), struct.pack("<L", 5_000))
    refused(written(path, lie), "is damaged or cut off")


def test_too_many_entries_or_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = make_zip(tmp_path / "m.docx", {f"word/{n}": "" for n in range(30)})
    monkeypatch.setattr(package, "MAX_ENTRIES", 20)
    refused(many, "unpacks to far more")
    monkeypatch.undo()
    wide = bytearray(many.read_bytes())
    end = wide.rfind(b"PK\x05\x06")
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**7, 10**7, 10**9, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    refused(written(many, wide[:end] + record + locator + wide[end:]), "unpacks to far more")
    monkeypatch.setattr(package, "MAX_PART", 1000)
    refused(make_docx(tmp_path / "p.docx", paragraph("x" * 2000)), "unpacks to far more")
    monkeypatch.setattr(package, "MAX_UNPACKED", 1000)
    refused(make_docx(tmp_path / "u.docx", paragraph("x" * 2000)), "unpacks to far more")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's own figure")
def test_memory_of_a_dense_document_stays_small(tmp_path: Path) -> None:
    """90 MB of XML in one part, below every cap, are read as a stream."""
    unit = b"<w:p>" + os.urandom(30).hex().encode() + b"</w:p>"
    path = tmp_path / "dense.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w") as out,
    ):
        out.write(b'<w:document xmlns:w="w">')
        for _ in range(700):
            out.write((unit + b"<w:p>" + os.urandom(3000).hex().encode() + b"</w:p>") * 20)
        out.write(b"</w:document>")
    program = (
        "import sys\nfrom qda_app.formats.transcripts import read\n"
        "try: read(sys.argv[1])\nexcept Exception as e: print(e)\n"
        "peak = [x for x in open('/proc/self/status') if x.startswith('VmHWM')]\n"
        "print(peak[0].split()[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout.split()[-1]) < 300_000


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {"abcdefghij"[n]} "{"&" + "abcdefghij"[n - 1] + ";"}">' for n in range(1, 9)
    )
    + "]>"
)


@pytest.mark.parametrize("prolog", [ENTITY, LAUGHS, "<!DOCTYPE x>"])
def test_declarations_in_documents(tmp_path: Path, prolog: str) -> None:
    sentence = "holds XML declarations that no document needs"
    refused(make_docx(tmp_path / "a.docx", paragraph("x"), prolog=prolog), sentence)
    odt = make_odt(tmp_path / "a.odt", "<text:p>x</text:p>")
    with zipfile.ZipFile(odt) as archive:
        content = archive.read("content.xml").decode()
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": prolog + content}
    refused(make_zip(odt, parts), sentence)
    sheet = make_zip(tmp_path / "a.xlsx", {"xl/workbook.xml": prolog + "<a/>"})
    with pytest.raises(QdaError, match=sentence):
        read_table(sheet)


def test_external_relations_are_not_followed(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", paragraph("hola"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    outside = (
        b'<Relationship Type="x/footer" TargetMode="External" Target="http://example.invalid"/>'
    )
    parts["word/_rels/document.xml.rels"] = b"<Relationships>" + outside + b"</Relationships>"
    assert read(make_zip(path, parts)).text == "hola"
