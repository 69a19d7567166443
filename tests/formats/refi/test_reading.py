"""REFI-QDA projects with the quirks of the programs that write them: read, nothing dropped."""

import pytest
from refi_projects import (
    CASE,
    CODES,
    NODE,
    NOTE,
    SET,
    SOURCE,
    USER,
    USERS,
    VARIABLE,
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

from qda_app.formats.refi.reading import read_project

TEXT = "\ufeffUno 😀 dos.\r\nTres 😀😀 cuatro.\r\nCinco e\u0301 seis. Siete."
PLAIN = "Uno 😀 dos.\nTres 😀😀 cuatro.\nCinco é seis. Siete."


def units(raw, at, *, utf16, crlf, bom):
    head = raw[: at + 1]
    count = len(head.encode("utf-16-le")) // 2 if utf16 else len(head)
    return count - 2 * 0 - (0 if bom else 1) - (0 if crlf else head.count("\r\n"))


def marked(words, *, utf16, crlf, bom=False):
    """Return selections of these words of TEXT as a program would count them."""
    found = []
    body = TEXT[1:]
    for number, each in enumerate(words, 1):
        at = body.index(each)
        ends = [units(TEXT, p, utf16=utf16, crlf=crlf, bom=bom) for p in (at, at + len(each))]
        found.append(selection(*ends, each, number))
    return "".join(found)


WORDS = ["Tres 😀😀 cuatro.", "dos.", "Cinco e\u0301 seis", "Siete", "seis. Siete."]
COMPOSED = ["Tres 😀😀 cuatro.", "dos.", "Cinco é seis", "Siete", "seis. Siete."]


@pytest.mark.parametrize(
    ("origin", "counts"),
    [
        ("NVivo 12", {"utf16": True, "crlf": True}),
        ("ATLAS.ti 9", {"utf16": False, "crlf": False}),
        ("MAXQDA 22", {"utf16": False, "crlf": True}),
        ("MAXQDA 22", {"utf16": True, "crlf": True, "bom": True}),
    ],
)
def test_codings_stand_on_their_words_however_a_program_counts(tmp_path, origin, counts):
    xml = sources(source(marked(WORDS, **counts)))
    brought = read(
        tmp_path, USERS, CODES, xml, files={"Sources/t.txt": TEXT.encode()}, origin=origin
    )
    assert brought.study.sources[0].text == PLAIN
    assert passages(brought) == COMPOSED
    judged = brought.judged[0]
    assert (judged.reading.utf16, judged.reading.crlf_two, judged.reading.bom) == (
        counts["utf16"],
        counts["crlf"],
        counts.get("bom", False),
    )
    assert judged.confidence == "high"
    assert len(brought.study.sources[0].raw) == len(WORDS)
    assert lost(brought) == {"recomposed": 1}


def test_quotations_cut_with_an_ellipsis_still_tell(tmp_path):
    inside = "".join(
        selection(TEXT.index(w) + TEXT[: TEXT.index(w)].count("😀") - 1, 45 + n, f"{w[:4]}…", n)
        for n, w in enumerate(["dos.", "cuatro.", "Cinco"], 1)
    )
    files = {"sources/t.txt": TEXT.encode()}
    brought = read(tmp_path, USERS, CODES, sources(source(inside)), files=files)
    assert brought.judged[0].reading.utf16


def test_packages_are_found_whatever_they_are_called(tmp_path):
    for main, entry, path in (
        ("My study.qde", "Sources/T.TXT", "internal://t.txt"),
        ("project.qde", "sources/t.txt", "t.txt"),
        ("x/project.qde", "x/Sources/t.txt", "sources/t.txt"),
        ("project.qde", "t.txt", "relative:///media/t.txt"),
    ):
        xml = project(USERS, CODES, sources(source(selection(0, 3, "Uno"), path=path)))
        junk = {"__MACOSX/._project.qde": b"x", ".DS_Store": b"x", entry: b"Uno dos"}
        brought = read_project(qdpx(tmp_path / "p.qdpx", xml, junk, main))
        assert passages(brought) == ["Uno"]
        assert lost(brought) == {}


def test_codes_keep_their_tree_and_atlas_paths_become_one(tmp_path):
    codes = (
        f'<CodeBook><Codes><Code guid="{{{NODE.upper()}}}" name="Coke" isCodable="false" '
        f'color="rgb(255, 0, 16)"><Description>All of it</Description></Code>'
        f'<Code guid="{numbered(1)}" name="Coke::diet Coke" isCodable="true" color="#12345678"/>'
        f'<Code guid="{numbered(2)}" name="New::Deep::Leaf" isCodable="true" color="teal"/>'
        f'<Code guid="{numbered(3)}" name="" isCodable="true"/>'
        f'<Code guid="{numbered(3)}" name="coke" isCodable="true" color="#abc"/></Codes></CodeBook>'
    )
    brought = read(tmp_path, codes, origin="ATLAS.ti 8")
    nodes = {node.guid: node for node in brought.study.nodes}

    def path(node):
        above = path(nodes[node.parent]) + ">" if node.parent else ""
        return above + node.name

    shades = [(path(node), node.color) for node in brought.study.nodes]
    assert shades == [
        ("Coke", "#ff0010"),
        ("Coke>diet Coke", "#123456"),
        ("New", ""),
        ("New>Deep", ""),
        ("New>Deep>Leaf", ""),
        ("?", ""),
        ("coke (2)", "#aabbcc"),
    ]
    assert lost(brought) == {
        "flat paths": 2, "folders": 1, "colors": 3, "colors lost": 1, "nodes renamed": 2,
        "guids": 1,
    }  # fmt: skip


def test_memos_come_from_references_links_and_descriptions(tmp_path):
    coding = (
        f'<Coding guid="{numbered(50)}" creatingUser="{USER}" '
        f'creationDateTime="2020-01-01T00:00:00Z">'
        f'<CodeRef targetGUID="{NODE}"/><NoteRef targetGUID="{numbered(60)}"/></Coding>'
    )
    inside = (
        selection(0, 3, "Uno", 1, f"<Description>On one coding</Description>{coding}")
        + selection(4, 7, "dos", 2, "<Description>An annotation</Description>")
        + selection(8, 12, "tres", 3, "")
    )
    notes = "".join(
        f'<Note guid="{numbered(60 + n)}" name="{title}" creatingUser="{USER}">'
        f"<PlainTextContent>{words}</PlainTextContent></Note>"
        for n, (title, words) in enumerate(
            [("", "of a coding"), ("Title", "of a node"), ("Loose", "Loose words"), ("T", "of all")]
        )
    )
    links = "".join(
        f'<Link guid="{numbered(70 + n)}" name="{name}" originGUID="{one}" targetGUID="{other}"/>'
        for n, (name, one, other) in enumerate(
            [("", numbered(61), NODE), ("because", NODE, numbered(9)), ("x", SOURCE, USER)]
        )
    )
    codes = CODES.replace(
        "</Codes>", f'<Code guid="{numbered(9)}" name="B" isCodable="true"/></Codes>'
    )
    brought = read(
        tmp_path,
        USERS,
        codes,
        sources(content("Uno dos tres.", inside)),
        f"<Notes>{notes}</Notes><Links>{links}</Links>",
        "<Graphs><Graph guid='x'/></Graphs><Description>About it</Description>"
        f'<NoteRef targetGUID="{numbered(63)}"/><NoteRef targetGUID="{numbered(99)}"/>',
    )
    found = {(m.kind, m.text, m.start, m.end) for m in brought.study.memos}
    assert found == {
        ("coding", "On one coding", 0, 0),
        ("coding", "of a coding", 0, 0),
        ("span", "An annotation", 4, 7),
        ("span", "A passage without a node.", 8, 12),
        ("node", "Title\n\nof a node", 0, 0),
        ("project", "Loose words", 0, 0),
        ("project", "T\n\nof all", 0, 0),
        ("project", "About it", 0, 0),
        ("relation", "because", 0, 0),
    }
    assert [(r.node, r.other, r.kind) for r in brought.study.relations] == [
        (NODE, numbered(9), "related")
    ]
    assert lost(brought) == {
        "bare passages": 1, "graphs": 1, "links": 1, "link kinds": 1, "dangling": 1,
    }  # fmt: skip


def test_cases_variables_and_sets_become_cases_attributes_and_queries(tmp_path):
    value = (
        f'<VariableValue><VariableRef targetGUID="{VARIABLE}"/><IntegerValue>7</IntegerValue>'
        "</VariableValue>"
    )
    other = value.replace("7", "8")
    variable = f'<Variable guid="{VARIABLE}" name="Years" typeOfVariable="Integer"/>'
    variables = f"<Variables>{variable}</Variables>"
    cases = (
        f'<Cases><Case guid="{numbered(4)}" name="Ana">{value}'
        f'<SourceRef targetGUID="{SOURCE}"/></Case>'
        f'<Case guid="{CASE}">{value}<SourceRef targetGUID="{numbered(5)}"/></Case></Cases>'
    )
    sets = (
        f'<Sets><Set guid="{SET}" name="Core"><MemberCode targetGUID="{NODE}"/></Set>'
        f'<Set guid="{numbered(7)}" name="gender: male"><MemberSource targetGUID="{SOURCE}"/></Set>'
        f'<Set guid="{numbered(8)}" name="Notes"><MemberNote targetGUID="{NOTE}"/></Set></Sets>'
    )
    note = (
        f'<Notes><Note guid="{NOTE}" name="n"><PlainTextContent>n</PlainTextContent></Note></Notes>'
    )
    brought = read(
        tmp_path,
        CODES,
        variables,
        cases,
        sources(content("a b", other), content("c d", key=numbered(5), name="I_2")),
        note,
        sets,
    )
    study = brought.study
    ana, nameless = study.cases
    assert (ana.name, ana.values, ana.sources) == (
        "Ana",
        {"Years": "7", "gender": "male"},
        (SOURCE,),
    )
    assert (nameless.name, nameless.values) == ("I_2", {"Years": "7"})
    assert study.attributes == (("Years", "number"), ("gender", "text"))
    assert [(g.name, g.nodes) for g in study.groups] == [("Core", (NODE,))]
    assert ("case", "Years: 8 (I_1)") in {(m.kind, m.text) for m in study.memos}
    assert lost(brought) == {
        "cases renamed": 1, "source values": 1, "values clash": 1,
        "node sets": 1, "source sets": 1, "memo sets": 1,
    }  # fmt: skip


def test_what_has_no_place_in_a_text_becomes_a_memo(tmp_path):
    coding = f'<Coding guid="{{0}}" creatingUser="{USER}"><CodeRef targetGUID="{NODE}"/></Coding>'
    picture = (
        f'<PictureSource guid="{numbered(30)}" name="photo" path="internal://photo.jpg">'
        f'<PictureSelection guid="{numbered(31)}" firstX="1" firstY="2" secondX="3" secondY="4">'
        f"{coding.format(numbered(32))}</PictureSelection></PictureSource>"
    )
    pdf = (
        f'<PDFSource guid="{numbered(33)}" name="paper" path="relative:///paper.pdf">'
        f'<PDFSelection guid="{numbered(34)}" page="2" firstX="0" firstY="0" secondX="9" '
        f'secondY="9">'
        f"{coding.format(numbered(35))}</PDFSelection>"
        f'<Representation guid="{numbered(36)}" name="paper text"><PlainTextContent>Of a page'
        f"</PlainTextContent>{selection(3, 4, 'a', 9)}</Representation></PDFSource>"
    )
    audio = (
        f'<AudioSource guid="{numbered(37)}" name="talk" path="absolute:///etc/passwd"><Transcript '
        f'guid="{numbered(38)}"><PlainTextContent>Said so</PlainTextContent>'
        f'<SyncPoint guid="{numbered(40)}" position="0"/>'
        f'<SyncPoint guid="{numbered(41)}" position="4"/>'
        f'<TranscriptSelection guid="{numbered(42)}" fromSyncPoint="{numbered(40)}" '
        f'toSyncPoint="{numbered(41)}">{coding.format(numbered(43))}</TranscriptSelection></Transcript>'
        f'<AudioSelection guid="{numbered(44)}" begin="0" end="900">{coding.format(numbered(45))}'
        "</AudioSelection></AudioSource>"
    )
    unknown = selection(0, 1, "a", 20).replace(NODE, numbered(77))
    text = content("abc", selection(1, 99, "bc") + selection(2, 1, "", 3) + unknown
                   + coding.format(numbered(47)))  # fmt: skip
    empty = content("", selection(0, 1, "a", 25), numbered(48), "empty")
    files = {"sources/photo.jpg": b"x", "sources/left.txt": b"x"}
    brought = read(tmp_path, USERS, CODES, sources(picture, pdf, audio, text, empty), files=files)
    assert [s.name for s in brought.study.sources] == ["paper", "talk", "I_1"]
    assert [passages(brought, n) for n in range(3)] == [["a"], ["Said"], ["abc"]]
    assert lost(brought) == {
        "media": 3, "media codings": 3, "text missing": 1, "outside": 2, "textless": 1,
        "node missing": 1, "whole sources": 1, "text empty": 1, "strangers": 1, "led outside": 2,
        "part names": 1,
    }  # fmt: skip
    memos = [m.text for m in brought.study.memos]
    assert len([m for m in memos if m.startswith("Coding at “Time” in")]) == 6
    assert "Coding at “Time” in photo, firstX 1, firstY 2, secondX 3, secondY 4." in memos
    assert "Coding at “Time” in I_1, 1–99.\nbc" in memos


def test_people_without_names_and_codings_without_people(tmp_path):
    users = (
        f'<Users><User guid="{USER}" name="Smith, Ann"/>'
        f'<User guid="{numbered(1)}" name="smith ann"/>'
        f'<User guid="{numbered(2)}" id="b"/><User guid="{numbered(3)}"/></Users>'
    )
    inside = selection(0, 1).replace(f' creatingUser="{USER}"', "")
    brought = read(tmp_path, users, CODES, sources(content("abc", inside)))
    names = [user.name for user in brought.study.users]
    assert names == ["Smith Ann", "smith ann (2)", "b", "Coder 4", "Unknown coder"]
    assert lost(brought) == {"coders renamed": 4, "nobody": 1}


def test_equal_ranges_and_repeated_guids_stay_apart(tmp_path):
    inside = selection(0, 3, "Uno") + selection(0, 3, "Uno")
    twice = content("Uno dos", inside) + content("Otro", name="I_1")
    brought = read(tmp_path, USERS, CODES, sources(twice))
    assert [s.name for s in brought.study.sources] == ["I_1", "I_1 (2)"]
    assert passages(brought) == ["Uno", "Uno"]
    assert len({c.guid for c in brought.study.sources[0].codings}) == 2
    assert lost(brought) == {"guids": 2, "sources renamed": 1}


@pytest.mark.parametrize(
    ("kind", "values", "read_as"),
    [("Integer", ["7", "abc"], "text"), ("Boolean", ["true", "0"], "boolean"),
     ("Date", ["2024-05-31", "soon"], "text"), ("Float", ["7.5", "8"], "number")],
)  # fmt: skip
def test_values_that_are_not_of_their_kind_are_named(tmp_path, kind, values, read_as):
    variable = f'<Variable guid="{VARIABLE}" name="Years" typeOfVariable="{kind}"/>'
    cases = "".join(
        f'<Case guid="{numbered(20 + n)}" name="C{n}"><VariableValue>'
        f'<VariableRef targetGUID="{VARIABLE}"/><{kind}Value>{value}</{kind}Value>'
        "</VariableValue></Case>"
        for n, value in enumerate(values)
    )
    brought = read(tmp_path, f"<Variables>{variable}</Variables>", f"<Cases>{cases}</Cases>")
    assert brought.study.attributes == (("Years", read_as),)
    found = {loss.what: loss.examples for loss in brought.losses}
    assert found == ({} if read_as != "text" else {"other kinds": (f"Years: {values[1]}",)})


def test_each_coder_that_is_named_by_an_identifier_alone_is_one_coder(tmp_path):
    first, second, third = (numbered(n) for n in (201, 202, 203))
    users = '<Users><User guid="{}" name="Unknown coder 1 ({})"/></Users>'
    inside = "".join(
        selection(0, 3, "Uno", number).replace(f'"{USER}"', f'"{key}"')
        for number, key in enumerate((first, second, second), 1)
    ) + selection(0, 3, "Uno", 9).replace(f' creatingUser="{USER}"', "")
    bare = f' endPosition="3" creatingUser="{third}">'
    inside = inside.replace(' endPosition="3">', bare, 1)  # the coding says another than this
    note = (
        f'<Notes><Note guid="{NOTE}" name="n" creatingUser="{second}"><PlainTextContent>n'
        "</PlainTextContent></Note></Notes>"
    )
    taken = users.format(USER, first[:8])
    brought = read(tmp_path, taken, CODES, sources(content("Uno dos", inside)), note)
    names = {user.guid: user.name for user in brought.study.users}
    assert names.pop(USER) == f"Unknown coder 1 ({first[:8]})"
    assert names.pop(first) == f"Unknown coder 1 ({first[:8]}) (2)"
    assert names.pop(second) == f"Unknown coder 2 ({second[:8]})"
    assert list(names.values()) == ["Unknown coder"]
    found = brought.study.sources[0].codings
    assert [coding.user for coding in found] == [first, second, second, *names]
    assert [memo.user for memo in brought.study.memos] == [second]
    assert lost(brought) == {"unknown coders": 2, "nobody": 1}
