"""docx, odt, rtf, pdf: text in document order, what is left out and said so."""

from pathlib import Path

import docx
import pytest
from made_files import make_docx, make_odt, make_pdf, paragraph
from odf import opendocument, table, text

from qda_app.formats.transcripts import read

RUN = "<w:r><w:t>{}</w:t></w:r>"


def test_docx_as_python_docx_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph("Ana: ¿Cómo?\tya")
    grid = document.add_table(2, 2)
    for n, cell in enumerate(cell for row in grid.rows for cell in row.cells):
        cell.text = "abcd"[n]
    document.add_paragraph("Luis: fin").add_run("al")
    document.sections[0].header.paragraphs[0].text = "ENCABEZADO"
    document.save(str(path))
    found = read(path)
    assert found.text == "Ana: ¿Cómo?\tya\na\tb\nc\td\nLuis: final"
    assert found.notes == ("Headers and footers were left out.",)
    assert found.format == "docx"


def test_docx_inline_marks(tmp_path: Path) -> None:
    body = (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/>'
        "<w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:sym w:char='2713'/></w:r>"
        f"<w:hyperlink>{RUN.format(' enlace')}</w:hyperlink>"
        f"<w:ins>{RUN.format(' nuevo')}</w:ins>"
        "<w:del><w:r><w:delText>viejo</w:delText></w:r></w:del>"
        f"<w:moveFrom>{RUN.format('ido')}</w:moveFrom><w:moveTo>{RUN.format(' venido')}</w:moveTo>"
        "<w:r><w:instrText>HYPERLINK no</w:instrText></w:r></w:p>"
    )
    found = read(make_docx(tmp_path / "a.docx", body))
    assert found.text == "a\tb\nc‑✓ enlace nuevo venido"
    assert found.notes == ()


def test_docx_deleted_paragraph_mark_and_row(tmp_path: Path) -> None:
    cut = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + RUN.format("uno ") + "</w:p>"
    row = "<w:tr>{}<w:tc>" + paragraph("{}") + "</w:tc><w:tc>" + paragraph("x") + "</w:tc></w:tr>"
    rows = row.format("<w:trPr><w:del/></w:trPr>", "no") + row.format("", "sí")
    body = cut + paragraph("dos") + f"<w:tbl>{rows}</w:tbl>" + cut
    assert read(make_docx(tmp_path / "a.docx", body)).text == "uno dos\nsí\tx\nuno "


def test_docx_text_box_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('caja')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>antes</w:t><mc:AlternateContent>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        "<w:t> y después</w:t></w:r></w:p>"
    )
    assert read(make_docx(tmp_path / "a.docx", body)).text == "antes y después\ncaja"


def test_docx_notes_and_comments(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>uno</w:t><w:footnoteReference w:id='7'/><w:t> dos</w:t>"
        "<w:endnoteReference w:id='7'/></w:r></w:p>"
    )
    found = read(
        make_docx(
            tmp_path / "a.docx",
            body,
            footnotes=f"<w:footnote w:id='-1'>{paragraph('sep')}</w:footnote>"
            f"<w:footnote w:id='7'>{paragraph(' al pie')}</w:footnote>",
            endnotes=f"<w:endnote w:id='7'>{paragraph('al final')}</w:endnote>",
            comments=f"<w:comment>{paragraph('ojo')}</w:comment>",
            footer="<w:p/>",
        )
    )
    assert found.text == "uno[1] dos[2]\n[1] al pie\n[2] al final"
    assert found.notes == ("Comments were left out.",)


def test_docx_cells_with_paragraphs_and_nested_tables(tmp_path: Path) -> None:
    inner = (
        f"<w:tbl><w:tr><w:tc>{paragraph('i')}</w:tc><w:tc>{paragraph('j')}</w:tc></w:tr></w:tbl>"
    )
    cells = f"<w:tc>{paragraph('a')}{paragraph('b')}</w:tc><w:tc>{inner}</w:tc>"
    body = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    assert read(make_docx(tmp_path / "a.docx", body)).text == "a\nb\ti\tj"


def test_odt_as_odfpy_writes_it(tmp_path: Path) -> None:
    document = opendocument.OpenDocumentText()
    first = text.P(text="Ana: ")
    first.addElement(text.Span(text="¿Cómo?"))
    first.addElement(text.Tab())
    first.addElement(text.S(c=3))
    first.addText("ya")
    document.text.addElement(first)
    grid = table.Table()
    for letters in ("ab", "cd"):
        row = table.TableRow()
        for letter in letters:
            cell = table.TableCell()
            cell.addElement(text.P(text=letter))
            row.addElement(cell)
        grid.addElement(row)
    document.text.addElement(grid)
    document.save(str(tmp_path / "a.odt"))
    found = read(tmp_path / "a.odt")
    assert found.text == "Ana: ¿Cómo?\t   ya\na\tb\nc\td"
    assert found.notes == ()


def test_odt_notes_changes_comments_headers(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>borrado</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:h>  Título\n   dos </text:h><text:p>uno<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>al pie</text:p><text:p>más</text:p>"
        "</text:note-body></text:note> fin<text:line-break/><text:s text:c='9999999999'/>"
        "<office:annotation><text:p>ojo</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>punto</text:p></text:list-item></text:list>"
    )
    styles = "<style:header><text:p>ARRIBA</text:p></style:header><style:header-style/>"
    found = read(make_odt(tmp_path / "a.odt", body, styles=styles))
    spaces = " " * 1000
    assert found.text == f"Título dos \nuno[1] fin\n{spaces}\npunto\n[1] al pie\nmás"
    assert found.notes == ("Headers and footers were left out.", "Comments were left out.")


RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Cyr;}}"
    r"{\colortbl;\red0;}{\*\generator x;}{\info{\title no}}{\header CABEZA\par}"
    r"Ana: \'bfC\'f3mo \u8364?\u-10179?\u-8704? {\b neg}rita?\tab ya\par "
    r"{\field{\*\fldinst{HYPERLINK x}}{\fldrslt enlace}}{\deleted viejo}"
    r"{\super\chftn}{\footnote\pard {\super\chftn} al pie\par}\line otra {\f1\'cf} \{x\}\par"
    r"\trowd a\cell b\cell\row c\cell d\cell\row{\*\annotation ojo}\pard fin\par}"
)


def test_rtf(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF.encode("latin-1") + b"\x00")
    found = read(path)
    assert found.text == (
        "Ana: ¿Cómo €\U0001f600 negrita?\tya\nenlace[1]\notra П {x}\na\tb\nc\td\nfin\n[1] al pie"
    )
    assert found.notes == ("Headers and footers were left out.", "Comments were left out.")


def test_rtf_pictures_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1 uno {\pict\wmetafile8\bin5 }}}{x}{\pict 00ff} dos}")
    assert read(path).text == "uno  dos"


def test_pdf(tmp_path: Path) -> None:
    found = read(make_pdf(tmp_path / "a.pdf", "Ana: (hola) señor\nsegunda", "", "tercera"))
    lines = [line.rstrip() for line in found.text.split("\n") if line.strip()]
    assert lines == ["Ana: (hola) señor", "segunda", "tercera"]
    assert found.notes == (
        "The text comes from a page layout: check its order and line breaks.",
        "1 of 3 pages holds no text.",
    )


@pytest.mark.parametrize("suffix", [".DOCX", ".docm"])
def test_suffix_in_any_case(tmp_path: Path, suffix: str) -> None:
    assert read(make_docx(tmp_path / f"a{suffix}", paragraph("hola"))).text == "hola"


def test_footnotes_are_nobodys_words() -> None:
    from qda_app import paths

    found = read(paths.shipped("resources/sample") / "II_2 Head of unit.docx")
    assert "\n[1] " in found.text
    assert "[1] " not in found.text[found.turns[-1].words : found.turns[-1].end]
