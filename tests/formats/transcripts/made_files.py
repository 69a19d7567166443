"""Small real files for the tests, some of them with defects."""

import zipfile
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def make_zip(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def relations(**targets: str) -> str:
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{REL}/{kind.rstrip("_")}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{RELS}">{rows}</Relationships>'


def make_docx(path: Path, body: str, prolog: str = "", **parts: str) -> Path:
    """Write a docx with this body XML; parts such as footnotes="<w:footnote …>" are added."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": f'{prolog}<w:document {W} xmlns:mc="urn:mc"><w:body>{body}</w:body>'
        "</w:document>",
    }
    if parts:
        files["word/_rels/document.xml.rels"] = relations(**{k: f"{k}.xml" for k in parts})
    for kind, content in parts.items():
        files[f"word/{kind}.xml"] = f"<w:{kind} {W}>{content}</w:{kind}>"
    return make_zip(path, files)


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def make_odt(path: Path, body: str, **parts: str) -> Path:
    names = " ".join(f'xmlns:{k}="{OFFICE}:{k}:1.0"' for k in ("office", "text", "table", "style"))
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {names}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>",
    }
    for name, content in parts.items():
        files[f"{name}.xml"] = f"<office:document-styles {names}>{content}</office:document-styles>"
    return make_zip(path, files)


def make_pdf(path: Path, *pages: str) -> Path:
    """Write a PDF by hand with one line of text per page; an empty one has no text."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, text in enumerate(pages):
        shown = text.replace("(", r"\(").replace(")", r"\)")
        lines = "".join(f"({line}) Tj 0 -20 Td " for line in shown.split("\n"))
        stream = f"BT /F1 12 Tf 72 700 Td {lines} ET" if text else ""
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _write_pdf(path, objects, "")


def make_locked_pdf(path: Path) -> Path:
    """Write a PDF that asks for a password (standard handler, 40 bit, keys that fit nothing)."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [] /Count 0 >>",
        f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>",
    ]
    return _write_pdf(path, objects, f"/Encrypt 3 0 R /ID [<{'43' * 16}> <{'43' * 16}>]")


def _write_pdf(path: Path, objects: list[str], more: str) -> Path:
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    size = len(objects) + 1
    out += f"trailer << /Size {size} /Root 1 0 R {more} >>\nstartxref\n{table}\n%%EOF".encode()
    path.write_bytes(out)
    return path


def make_ole(path: Path, stream: str) -> Path:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    path.write_bytes(head + stream.encode("utf-16-le") + b"\x00" * 512)
    return path
