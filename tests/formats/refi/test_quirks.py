"""Quirks of programs that write REFI-QDA, each as it was met in a file or reported in public."""

import io
import zipfile

import docx
import pytest
from refi_projects import (
    CODES,
    HEAD,
    NODE,
    SOURCE,
    USER,
    USERS,
    content,
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

from qda_app.domain.errors import QdaError
from qda_app.domain.exchange import Coding, Node, Source, Study, User
from qda_app.formats.refi.codebook import read_study
from qda_app.formats.refi.reading import read_project
from qda_app.formats.refi.writing import write_project


def code(key, name, inside="", more=""):
    return f'<Code guid="{numbered(key)}" name="{name}" isCodable="true"{more}>{inside}</Code>'


@pytest.mark.parametrize(
    "namespace",
    ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:0:4", "urn:QDA-XML:codebook:1:0", ""],
)
def test_codebooks_of_every_namespace_are_read(tmp_path, namespace):
    path = tmp_path / "c.qdc"
    space = f' xmlns="{namespace}"' if namespace else ""
    codes = code(1, "A", code(2, "B"), ' color="rgba(1, 2, 3, 0.5)"')
    members = f'<Sets><Set guid="{numbered(3)}" name="S"><MemberCode guid="{numbered(2)}"/></Set>'
    path.write_text(f"{HEAD}<CodeBook{space}><Codes>{codes}</Codes>{members}</Sets></CodeBook>")
    study = read_study(path).study
    assert [(node.name, node.color) for node in study.nodes] == [("A", "#010203"), ("B", "")]
    assert study.groups[0].nodes == (numbered(2),)


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:project:1:0", "urn:QDA-XML:project:2.0"])
def test_projects_of_other_namespaces_are_read(tmp_path, namespace):
    xml = project(USERS, CODES, sources(content("Uno dos", selection(0, 3))))
    file = qdpx(tmp_path / "p.qdpx", xml.replace("urn:QDA-XML:project:1.0", namespace))
    assert passages(read_project(file)) == ["Uno"]


@pytest.mark.parametrize("head", [HEAD, "", '<?xml version="1.0"?>'])
def test_a_codebook_in_windows_letters_that_says_utf8_is_read(tmp_path, head):
    path = tmp_path / "c.qdc"
    text = f"{head}<CodeBook><Codes>{code(1, 'Évaluation')}</Codes></CodeBook>"
    path.write_bytes(text.encode("cp1252"))
    assert [node.name for node in read_study(path).study.nodes] == ["Évaluation"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_codebooks_and_projects_in_other_encodings(tmp_path, encoding):
    said = {"utf-8-sig": "utf-8", "utf-16": "utf-16", "cp1252": "windows-1252"}[encoding]
    head = f'<?xml version="1.0" encoding="{said}"?>'
    path = tmp_path / "c.qdc"
    path.write_text(
        f"{head}<CodeBook><Codes>{code(1, 'Año')}</Codes></CodeBook>", encoding=encoding
    )
    assert [node.name for node in read_study(path).study.nodes] == ["Año"]
    xml = project(f"<CodeBook><Codes>{code(1, 'Año')}</Codes></CodeBook>").replace(HEAD, head)
    with zipfile.ZipFile(tmp_path / "p.qdpx", "w") as package:
        package.writestr("project.qde", xml.encode(encoding))
    assert [node.name for node in read_project(tmp_path / "p.qdpx").study.nodes] == ["Año"]


def test_equal_names_under_different_parents_stay_as_they_are(tmp_path):
    codes = code(1, "A", code(2, "Other")) + code(3, "B", code(4, "Other"))
    brought = read(tmp_path, f"<CodeBook><Codes>{codes}</Codes></CodeBook>", origin="NVivo 12")
    assert [node.name for node in brought.study.nodes] == ["A", "Other", "B", "Other"]
    assert lost(brought) == {}


def test_a_coding_with_several_codes_is_several_codings(tmp_path):
    codes = CODES.replace("</Codes>", code(9, "B") + "</Codes>")
    coding = (
        f'<Coding guid="{numbered(50)}" creatingUser="{USER}"><CodeRef targetGUID="{NODE}"/>'
        f'<CodeRef targetGUID="{numbered(9)}"/></Coding>'
    )
    inside = selection(0, 3, "Uno", 1, coding)
    brought = read(tmp_path, USERS, codes, sources(content("Uno dos", inside)))
    found = brought.study.sources[0].codings
    assert [each.node for each in found] == [NODE, numbered(9)]
    assert len({each.guid for each in found}) == 2
    assert lost(brought) == {"guids": 1}


def test_positions_written_as_fractions_are_read(tmp_path):
    inside = selection(0, 3).replace('"0"', '"0.0"').replace('"3"', '"3.0"')
    assert passages(read(tmp_path, USERS, CODES, sources(content("Uno dos", inside)))) == ["Uno"]


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ("sources/mi texto.txt", "internal://mi%20texto.txt"),
        ("sources/Niño.txt", "internal://Nin\u0303o.txt"),
        ("sources/Nin\u0303o.txt", "internal://NIÑO.txt"),
        ("Sources\\t.txt", "internal://t.txt"),
        ("sources/100%.txt", "internal://100%.txt"),
    ],
)
def test_texts_are_found_however_their_names_are_written(tmp_path, entry, path):
    xml = sources(source(selection(0, 3), path=path))
    brought = read(tmp_path, USERS, CODES, xml, files={entry: b"Uno dos"})
    assert passages(brought) == ["Uno"]
    assert lost(brought) == {}


@pytest.mark.parametrize("form", ["docx", "rtf"])
def test_a_formatted_document_without_a_plain_companion_is_read(tmp_path, form):
    if form == "docx":
        document, held = docx.Document(), io.BytesIO()
        document.add_paragraph("Uno dos")
        document.save(held)
        raw = held.getvalue()
    else:
        raw = rb"{\rtf1\ansi Uno dos}"
    xml = source(selection(0, 3)).replace(
        'plainTextPath="internal://t.txt"', f'richTextPath="internal://t.{form}"'
    )
    brought = read(tmp_path, USERS, CODES, sources(xml), files={f"sources/t.{form}": raw})
    assert passages(brought) == ["Uno"]
    assert lost(brought) == {"formatting": 1}


def test_a_plain_companion_is_preferred_and_counts(tmp_path):
    xml = source(selection(0, 3)).replace("plainTextPath", 'richTextPath="t.docx" plainTextPath')
    files = {"sources/t.txt": b"Uno dos", "sources/t.docx": b"no document"}
    brought = read(tmp_path, USERS, CODES, sources(xml), files=files)
    assert passages(brought) == ["Uno"]
    assert lost(brought) == {"formatting": 1}


def test_variables_of_quirkos_and_maxqda_reach_the_document_that_they_are_of(tmp_path):
    """Quirkos hangs them on nameless cases, MAXQDA on the document and on such a case."""
    key = numbered(80)
    value = (
        f'<VariableValue><VariableRef targetGUID="{key}"/><TextValue>Sur</TextValue>'
        "</VariableValue>"
    )
    variables = f'<Variables><Variable guid="{key}" name="Zone" typeOfVariable="Text"/></Variables>'
    case = (
        f'<Cases><Case guid="{numbered(81)}">{value}<SourceRef targetGUID="{SOURCE}"/></Case>'
        "</Cases>"
    )
    for inside in ("", value):
        brought = read(tmp_path, variables, case, sources(content("Uno", inside)))
        assert [(c.name, c.values) for c in brought.study.cases] == [("I_1", {"Zone": "Sur"})]


def test_a_memo_of_quirkos_is_an_annotation(tmp_path):
    note = selection(0, 3, "", 1, "<Description>Mind this</Description>")
    brought = read(tmp_path, USERS, sources(content("Uno dos", note)), origin="Quirkos 2.5")
    assert [(m.kind, m.text, m.start, m.end) for m in brought.study.memos] == [
        ("span", "Mind this", 0, 3)
    ]


def test_a_survey_of_maxqda_is_many_sources(tmp_path):
    """Each answer of an imported table is a document of its own, some of them empty."""
    answers = [content(words, "", numbered(90 + n), f"ID {n}") for n, words in
               enumerate(["Uno", "", "Tres"])]  # fmt: skip
    brought = read(tmp_path, sources(*answers), origin="MAXQDA 2020")
    assert [each.name for each in brought.study.sources] == ["ID 0", "ID 2"]
    assert lost(brought) == {"text empty": 1}


def test_what_we_write_names_no_folder_and_no_person_of_this_machine(tmp_path):
    """An absolute basePath would leak the user's name; line ends are LF, there is no mark."""
    coding = Coding(numbered(3), NODE, USER, 0, 3)
    text = Source(SOURCE, "I_1", "Uno\ndos", "txt", (coding,))
    study = Study("P", "", (User(USER, "Ana"),), (Node(NODE, "", "Time"),), (text,))
    write_project(tmp_path / "o.qdpx", study)
    with zipfile.ZipFile(tmp_path / "o.qdpx") as package:
        xml = package.read("project.qde").decode()
        raw = package.read(f"sources/{SOURCE.upper()}.txt")
    assert "basePath" not in xml
    assert str(tmp_path) not in xml
    assert "absolute:" not in xml
    assert "<Sets" not in xml
    assert raw == b"Uno\ndos"


def test_a_basepath_of_another_machine_is_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    xml = project(USERS, sources(source(path="relative:///secret.txt")))
    xml = xml.replace('name="P"', f'name="P" basePath="{tmp_path}"')
    assert read_project(qdpx(tmp_path / "p.qdpx", xml)).study.sources == ()


def test_a_damaged_codebook_is_still_refused(tmp_path):
    path = tmp_path / "c.qdc"
    path.write_bytes(b"<CodeBook>\xe9<Codes>")
    with pytest.raises(QdaError, match="is not a REFI-QDA codebook"):
        read_study(path)


@pytest.mark.parametrize(
    ("make", "other"),
    [
        (lambda key: key.replace("-", "").upper(), False),
        (lambda key: f"{{{key}}}", False),
        (lambda key: f"id-{key}", True),
        (lambda key: key[:-2], True),  # cut off
    ],
)
def test_whatever_is_used_as_an_identifier_holds_things_together(tmp_path, make, other):
    key, coding = numbered(3), numbered(2)
    xml = project(USERS, CODES, sources(content("Uno dos", selection(0, 3, "Uno"))))
    for each in (USER, NODE, SOURCE, key, coding):
        xml = xml.replace(each, make(each))
    found = []
    for name in ("a", "b"):
        brought = read_project(qdpx(tmp_path / f"{name}.qdpx", xml))
        study = brought.study
        assert passages(brought) == ["Uno"]
        assert study.sources[0].codings[0].node == study.nodes[0].guid
        assert [user.name for user in study.users] == ["Ana"]
        assert lost(brought) == ({"other identifiers": 5} if other else {})
        found.append([study.users[0].guid, study.nodes[0].guid, study.sources[0].guid])
    assert found[0] == found[1]
    assert (found[0] == [USER, NODE, SOURCE]) == (not other)


def test_identifiers_that_are_no_guids_differ_by_case_and_stay_apart(tmp_path):
    codes = code(1, "A") + code(2, "B")
    codes = codes.replace(numbered(1), "code-a").replace(numbered(2), "code-A")
    brought = read(tmp_path, f"<CodeBook><Codes>{codes}</Codes></CodeBook>")
    assert len({node.guid for node in brought.study.nodes}) == 2
    assert lost(brought) == {"other identifiers": 2}
