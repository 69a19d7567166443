"""Cases that share a code, as NVivo writes them, and documents' values on several cases."""

import zipfile

from refi_projects import (
    CASE,
    CODES,
    NODE,
    SOURCE,
    USERS,
    VARIABLE,
    content,
    lost,
    numbered,
    passages,
    read,
    selection,
    sources,
)

from qda_app.domain.exchange import Case, Source, Study, User
from qda_app.formats.refi.reading import read_project
from qda_app.formats.refi.writing import NVIVO, STANDARD, write_project

TEXT = "Ana: Sí 😀 claro.\nBruno: No nunca. "
ANA, BRUNO, PEOPLE, OTHER = (numbered(n) for n in (101, 102, 103, 104))


def codes(*inside):
    return f"<CodeBook><Codes>{''.join(inside)}</Codes></CodeBook>"


def code(key, name, inside=""):
    return f'<Code guid="{key}" name="{name}" isCodable="true">{inside}</Code>'


def case(key, name, inside=""):
    return f'<Case guid="{key}" name="{name}">{inside}</Case>'


def value(written):
    return (
        f'<VariableValue><VariableRef targetGUID="{VARIABLE}"/><TextValue>{written}</TextValue>'
        "</VariableValue>"
    )


VARIABLES = (
    f'<Variables><Variable guid="{VARIABLE}" name="Place" typeOfVariable="Text"/></Variables>'
)


def coded(start, end, node, number):
    return selection(start, end, "", number).replace(NODE, node)


def test_a_case_is_heard_where_its_code_was_applied(tmp_path):
    said = "<Description>Teacher</Description>" + f'<NoteRef targetGUID="{numbered(60)}"/>'
    book = codes(
        code(PEOPLE, "People", code(ANA, "Ana", said) + code(BRUNO, "Bruno")), code(NODE, "Time")
    )
    cases = f"<Cases>{case(ANA, 'Ana', value('Sur'))}{case(BRUNO, 'Bruno')}</Cases>"
    inside = (
        coded(0, len(TEXT) - 1, ANA, 1)  # all but the last space
        + coded(17, 33, BRUNO, 2) + coded(0, 4, BRUNO, 3) + coded(17, 33, BRUNO, 4)
        + coded(5, 7, NODE, 5)
    )  # fmt: skip
    note = f'<Notes><Note guid="{numbered(60)}"><PlainTextContent>New</PlainTextContent></Note>'
    sets = (
        f'<Sets><Set guid="{numbered(61)}" name="All"><MemberCode targetGUID="{ANA}"/>'
        f'<MemberCode targetGUID="{NODE}"/></Set></Sets>'
    )
    brought = read(
        tmp_path, USERS, book, VARIABLES, cases, sources(content(TEXT, inside)),
        f"{note}</Notes>", sets, origin="NVivo 14",
    )  # fmt: skip
    study = brought.study
    assert [node.name for node in study.nodes] == ["People", "Time"]
    assert passages(brought) == ["Sí"]
    assert [(c.guid, c.name, c.values, c.sources) for c in study.cases] == [
        (ANA, "Ana", {"Place": "Sur"}, (SOURCE,)),
        (BRUNO, "Bruno", {}, (SOURCE,)),
    ]
    assert {(m.kind, m.target, m.text) for m in study.memos} == {
        ("case", ANA, "Teacher"),
        ("case", ANA, "New"),
        ("case", BRUNO, "Passages of this case in I_1: 0–4; 17–33."),
        ("project", "", "Set “All”: Ana."),
    }
    assert [group.nodes for group in study.groups] == [(NODE,)]
    assert lost(brought) == {"case nodes": 2, "case parts": 2, "memo sets": 1, "node sets": 1}


def test_a_case_whose_code_has_nodes_below_it_stays_both(tmp_path):
    book = codes(code(ANA, "Ana", code(NODE, "Time")))
    brought = read(
        tmp_path, USERS, book, f"<Cases>{case(ANA, 'Ana')}</Cases>",
        sources(content("Uno dos", coded(0, 7, ANA, 1))),
    )  # fmt: skip
    assert [node.guid for node in brought.study.nodes] == [ANA, NODE]
    assert [(c.name, c.sources) for c in brought.study.cases] == [("Ana", (SOURCE,))]
    assert brought.study.cases[0].guid != ANA
    assert passages(brought) == ["Uno dos"]
    assert lost(brought) == {"case codes": 1}


def test_cases_are_codes_in_the_profile_for_nvivo_and_come_back_as_cases(tmp_path):
    study = Study(
        "P", "", (User(numbered(1), "Ana"),), (),
        (Source(SOURCE, "I_1", TEXT), Source(OTHER, "I_2", "Nada.")),
        cases=(Case(CASE, "Ana", {}, (SOURCE,)),),
    )  # fmt: skip
    for profile in (NVIVO, STANDARD):
        path = tmp_path / f"{profile}.qdpx"
        write_project(path, study, profile)
        with zipfile.ZipFile(path) as package:
            xml = package.read("project.qde").decode()
        coded_so = f'<Code guid="{CASE.upper()}" name="Ana"' in xml
        assert coded_so == (profile == NVIVO)
        assert xml.count(f'<CodeRef targetGUID="{CASE.upper()}"/>') == int(coded_so)
        assert (f'endPosition="{len(TEXT) + 1}"' in xml) == coded_so  # in UTF-16 units
        brought = read_project(path)
        assert brought.study.nodes == ()
        assert [(c.guid, c.sources) for c in brought.study.cases] == [(CASE, (SOURCE,))]
        assert lost(brought) == {}


def test_a_value_of_a_document_reaches_every_case_heard_in_it(tmp_path):
    heard = f'<SourceRef targetGUID="{SOURCE}"/>'
    cases = "".join(case(key, name, heard) for key, name in ((ANA, "Ana"), (BRUNO, "Bruno")))
    brought = read(
        tmp_path, VARIABLES, f"<Cases>{cases}</Cases>", sources(content("Uno", value("Norte")))
    )
    assert [c.values for c in brought.study.cases] == [{"Place": "Norte"}] * 2
    assert lost(brought) == {"source values": 1, "shared values": 1}
    told = {loss.what: loss.examples for loss in brought.losses}
    assert told["shared values"] == ("Place: Norte → Ana, Bruno",)


def test_values_of_two_waves_are_both_kept(tmp_path):
    heard = f'<SourceRef targetGUID="{SOURCE}"/><SourceRef targetGUID="{OTHER}"/>'
    waves = content("Uno", value("1")), content("Dos", value("2"), OTHER, "I_2")
    brought = read(
        tmp_path, VARIABLES, f"<Cases>{case(ANA, 'Ana', heard)}</Cases>", sources(*waves)
    )
    assert brought.study.cases[0].values == {"Place": "1"}
    assert [(m.kind, m.text) for m in brought.study.memos] == [("case", "Place: 2 (I_2)")]
    assert lost(brought) == {"source values": 2, "values clash": 1}


def test_values_of_a_document_without_a_text_make_one_case(tmp_path):
    two = VARIABLES.replace("</Variables>", f'<Variable guid="{OTHER}" name="Year" '
                            'typeOfVariable="Text"/></Variables>')  # fmt: skip
    inside = value("Norte") + value("2020").replace(VARIABLE, OTHER)
    brought = read(tmp_path, CODES, two, sources(content("", inside)))
    assert [(c.name, c.values) for c in brought.study.cases] == [
        ("I_1", {"Place": "Norte", "Year": "2020"})
    ]
