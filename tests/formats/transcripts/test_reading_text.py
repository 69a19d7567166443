"""Plain text, Markdown, HTML, subtitles: characters, encodings, what the report says."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qda_app.domain.errors import QdaError
from qda_app.domain.text import normalise
from qda_app.formats.transcripts import read

SPANISH = "Entrevistadora: ¿Cómo llegó usted?\nDirectora: Llegué en el año 2009; él también.\n"


def said(transcript):
    return [(t.speaker, transcript.text[t.words : t.end]) for t in transcript.turns]


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_text_is_the_normalised_file(tmp_path: Path, suffix: str) -> None:
    raw = "\ufeff**Ana:** ¿cafe\u0301?\r\nsin más\r\n\r\n**Luis:** _sí_ \U0001f600\r"
    path = tmp_path / f"uno{suffix}"
    path.write_bytes(raw.encode())
    found = read(path)
    assert found.text == normalise(raw)
    assert (found.name, found.format, found.encoding) == ("uno", suffix[1:], "utf-8")
    assert said(found) == [("Ana", "¿café?\nsin más"), ("Luis", "_sí_ \U0001f600")]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman",
     "cp850", "latin_1"],
)  # fmt: skip
def test_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "e.txt"
    path.write_bytes(SPANISH.encode(encoding))
    found = read(path)
    assert found.text == SPANISH
    assert found.encoding
    assert len(found.turns) == 2


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "text",
    [
        "It’s the “new” café – really… don’t you think?\n",
        "Über die Straße, größer. Où êtes-vous né ? Não, São Paulo.\n",
        "Mañana será otro día",
        "¿Qué? —dijo él—. ¡No!",
    ],
)
def test_guess_between_eight_bit_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "g.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text


def test_bytes_that_no_code_page_defines(tmp_path: Path) -> None:
    path = tmp_path / "g.txt"
    path.write_bytes(b"se\xf1or \x81\x8d\x8f\x90\x9d " + b"ni\xf1o " * 20)
    assert "señor" in read(path).text


def test_encoding_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "e.txt"
    path.write_bytes("ñandú".encode("cp850"))
    assert read(path, encoding="cp850").text == "ñandú"
    with pytest.raises(QdaError, match=r"e\.txt is not written in utf-8: choose another"):
        read(path, encoding="utf-8")
    with pytest.raises(QdaError, match="no text encoding called klingon"):
        read(path, encoding="klingon")


def test_unwritable_characters_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "nul.txt"
    path.write_bytes(b"uno\x00dos\x01" + b" tres" * 50)
    found = read(path)
    assert found.text.startswith("uno\ufffddos\ufffd")
    assert found.notes == ("2 characters that no document can hold were replaced by “\ufffd”.",)


def test_speakers_off_leaves_the_text(tmp_path: Path) -> None:
    for name, content in {
        "a.txt": SPANISH,
        "a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>hola\n",
    }.items():
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        on, off = read(path), read(path, speakers=False)
        assert on.turns
        assert not off.turns
        assert on.text == off.text


def test_name_and_language(tmp_path: Path) -> None:
    path = tmp_path / unicodedata.normalize("NFD", "José.txt")
    path.write_text("hola", encoding="utf-8")
    assert read(path).name == "José"
    given_name = read(str(path), name="Otro", language="es")
    assert (given_name.name, given_name.language) == ("Otro", "es")


def test_html(tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    path.write_bytes(
        b"<!DOCTYPE html><html><head><title>no</title><meta charset='iso-8859-1'><style>x</style>"
        b"</head><body><script>no()</script><h1>T\xedtulo</h1><p>Ana:   &iquest;S&iacute;\n o "
        b"no?<br>l&#237;nea <b>dos</b><!-- no --></p><table><tr><td>a</td><td><p>b</p></td></tr>"
        b"<tr><td><p>c<p>e</td><td>d</td></tr></table><pre>  x\n   y</pre>fin &amp; "
        b"&euro;</body></html>"
    )
    found = read(path)
    assert found.text.split("\n") == [
        "Título", "Ana: ¿Sí o no?", "línea dos", "a\tb", "c", "e\td", "  x", "   y", "fin & €"
    ]  # fmt: skip
    assert found.encoding == "cp1252"


def test_html_is_never_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<?xml version='1.0' encoding='latin-1'?>" + "<div>" * 3000 + "hondo ñ")
    assert read(path).text == "hondo ñ"


def test_html_entities_declared_inside_stay_inert(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    path = tmp_path / "x.html"
    path.write_text(f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><p>a &x; b</p>')
    assert "geheim" not in read(path).text


def test_vtt_voices_merge_and_times(tmp_path: Path) -> None:
    path = tmp_path / "z.vtt"
    path.write_text(
        "WEBVTT - título\n\nNOTE nada\nde esto\n\nSTYLE\n::cue {}\n\n1\n"
        "00:00:01.500 --> 00:00:02.000 align:start\n<v.loud Ana Soto>¿Cómo <i>fue</i>?</v>\n\n"
        "00:03.000 --> 00:04.000\n<v Ana Soto>Diga\n\n"
        "01:00:05.000 --> 01:00:06.000\n<v Luis>Bien &amp; <00:01:02.000>mal\ndos\n"
        "<v Ana Soto>Ah\n",
        encoding="utf-8",
    )
    found = read(path)
    assert found.text == "Ana Soto: ¿Cómo fue?\nDiga\nLuis: Bien & mal\ndos\nAna Soto: Ah"
    assert said(found)[0] == ("Ana Soto", "¿Cómo fue?\nDiga")
    assert [t.seconds for t in found.turns] == [1.5, 3605.0, 3605.0]


def test_srt_with_written_labels(tmp_path: Path) -> None:
    path = tmp_path / "z.srt"
    path.write_bytes(
        "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<font color='red'>ANA:</font> ¿Sí?\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,250\r\nLUIS: No.\r\nNunca\r\n\r\n"
        "3\r\n00:00:07,000 --> 00:00:08,000\r\nANA: ¿Y?\r\n".encode("cp1252")
    )
    found = read(path)
    assert found.text == "ANA: ¿Sí?\nLUIS: No.\nNunca\nANA: ¿Y?"
    assert [(t.speaker, t.seconds) for t in found.turns] == [("ANA", 1), ("LUIS", 3), ("ANA", 7)]
    assert found.encoding == "cp1252"


def test_subtitles_without_times(tmp_path: Path) -> None:
    path = tmp_path / "z.srt"
    path.write_text("hola\n")
    with pytest.raises(QdaError, match=r"z\.srt holds no subtitles"):
        read(path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_is_kept(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    expected = normalise(text.encode().decode("utf-8-sig"))
    if expected.strip():
        assert read(path).text == expected
    else:
        with pytest.raises(QdaError, match="holds no text"):
            read(path)


def test_small_text_needs_no_heavy_library(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SPANISH, encoding="utf-8")
    program = (
        "import sys; from qda_app.formats.transcripts import read; read(sys.argv[1]);"
        "print([m for m in ('docx','lxml','pandas','openpyxl','striprtf','pypdfium2','odf',"
        "'charset_normalizer','numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
