"""What a project of ours has no place for is kept in words, or named in the report."""

import pytest
from refi_projects import (
    CODES,
    NODE,
    SET,
    SOURCE,
    USER,
    USERS,
    content,
    lost,
    numbered,
    passages,
    read,
    selection,
    sources,
)

CODING = f'<Coding guid="{{}}" creatingUser="{USER}"><CodeRef targetGUID="{NODE}"/></Coding>'
TIMES = "Times in the recording, by position as the file counts them:"
TWO = CODES.replace("</Codes>", f'<Code guid="{numbered(9)}" name="B" isCodable="true"/></Codes>')


def transcript(key, name, words, inside=""):
    return (
        f'<Transcript guid="{numbered(key)}" name="{name}"><PlainTextContent>{words}'
        f"</PlainTextContent>{inside}</Transcript>"
    )


def recording(*transcripts):
    return (
        f'<AudioSource guid="{SOURCE}" name="talk" path="internal://talk.mp3">'
        f"{''.join(transcripts)}</AudioSource>"
    )


def link(name, one, other, way="OneWay", inside=""):
    return (
        f'<Link guid="{numbered(300)}" name="{name}" direction="{way}" originGUID="{one}" '
        f'targetGUID="{other}">{inside}</Link>'
    )


def test_the_transcripts_of_a_recording_keep_their_names_and_times(tmp_path):
    points = (
        f'<SyncPoint guid="{numbered(40)}" timeStamp="3723004" position="4"/>'
        f'<SyncPoint guid="{numbered(41)}" timeStamp="1000" position="0"/>'
        f'<SyncPoint guid="{numbered(42)}" position="5"/>'
    )
    both = recording(
        transcript(31, "original", "Uno dos", points), transcript(32, "translation", "One two")
    )
    brought = read(tmp_path, sources(both), files={"sources/talk.mp3": b"x"})
    study = brought.study
    assert [(s.guid, s.name, s.text) for s in study.sources] == [
        (SOURCE, "talk: original", "Uno dos"),
        (numbered(32), "talk: translation", "One two"),
    ]
    assert [(m.kind, m.target, m.text) for m in study.memos] == [
        (
            "source",
            SOURCE,
            f"{TIMES} 0 = 0:00:01.000; 4 = 1:02:03.004.",
        )
    ]
    assert lost(brought) == {"media": 1, "time marks": 2}


def test_the_name_of_the_only_transcript_is_told(tmp_path):
    brought = read(
        tmp_path,
        sources(recording(transcript(31, "draft", "Uno"))),
        files={"sources/talk.mp3": b"x"},
    )
    assert [s.name for s in brought.study.sources] == ["talk"]
    told = {loss.what: loss.examples for loss in brought.losses}
    assert told == {"media": ("talk",), "part names": ("draft",)}


def test_codings_in_the_text_of_a_page_selection_are_kept_with_their_words(tmp_path):
    inner = (
        f'<PlainTextSelection guid="{numbered(50)}" startPosition="4" endPosition="7">'
        f"{CODING.format(numbered(51))}</PlainTextSelection>"
    )
    page = (
        f'<PDFSource guid="{SOURCE}" name="b" path="internal://b.pdf">'
        f'<PDFSelection guid="{numbered(52)}" name="n" page="2" firstX="0" firstY="1" secondX="2" '
        f'secondY="3"><Representation guid="{numbered(53)}" plainTextPath="internal://p.txt">'
        f"{inner}{CODING.format(numbered(55))}</Representation>{CODING.format(numbered(54))}"
        "</PDFSelection></PDFSource>"
    )
    files = {"sources/b.pdf": b"x", "sources/p.txt": b"Uno dos"}
    brought = read(tmp_path, USERS, CODES, sources(page), files=files)
    place = "Coding at “Time” in b, page 2, firstX 0, firstY 1, secondX 2, secondY 3."
    assert [memo.text for memo in brought.study.memos] == [
        f"{place}\nUno dos",
        f"{place}\nUno dos",
        f"{place}\ndos",
    ]
    assert {memo.user for memo in brought.study.memos} == {USER}
    assert lost(brought) == {"media": 1, "media codings": 3, "text missing": 1}


def test_a_set_without_members_is_named(tmp_path):
    empty = f'<Sets><Set guid="{SET}" name="To do"><Description>Later</Description></Set></Sets>'
    brought = read(tmp_path, CODES, empty)
    assert lost(brought) == {"empty sets": 1, "descriptions": 1}
    assert [loss.examples for loss in brought.losses] == [("To do",), ("To do",)]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("OneWay", {}),
        ("Associative", {"link directions": 1}),
        ("Bidirectional", {"link directions": 1}),
    ],
)
def test_a_link_between_nodes_that_leads_no_single_way_is_told(tmp_path, way, said):
    brought = read(tmp_path, TWO, f"<Links>{link('related', NODE, numbered(9), way)}</Links>")
    assert [(r.node, r.other, r.kind) for r in brought.study.relations] == [
        (NODE, numbered(9), "related")
    ]
    assert lost(brought) == said


def test_a_link_between_passages_is_a_memo_on_both_that_names_the_other(tmp_path):
    one, other, bare = numbered(2), numbered(4), numbered(6)  # of the selections
    inside = (
        selection(0, 3, "", 1) + selection(4, 7, "", 2) + selection(8, 100, "", 3, "<Description>d"
        "</Description>")
    )  # fmt: skip
    text = "Uno dos " + "tres " * 18 + "fin"
    note = f'<NoteRef targetGUID="{numbered(301)}"/>'
    links = (
        link("contradicts", one, other, inside=note)
        + link("", bare, one, "Associative")
        + link("about", NODE, SOURCE)
        + link("lost", one, numbered(999))
    )
    notes = f'<Notes><Note guid="{numbered(301)}"><PlainTextContent>Why</PlainTextContent></Note>'
    brought = read(
        tmp_path, USERS, CODES, sources(content(text, inside)), f"{notes}</Notes>",
        f"<Links>{links}</Links>",
    )  # fmt: skip
    first, second = (coding.guid for coding in brought.study.sources[0].codings)
    long = f"“{('tres ' * 16).strip()}…” (I_1, 8–100)"
    assert [(m.kind, m.target, m.text) for m in brought.study.memos] == [
        ("span", SOURCE, "d"),
        ("coding", first, "contradicts → “dos” (I_1, 4–7)"),
        ("coding", second, "contradicts ← “Uno” (I_1, 0–3)"),
        ("span", SOURCE, "Link ↔ “Uno” (I_1, 0–3)"),
        ("coding", first, f"Link ↔ {long}"),
        ("node", NODE, "about → I_1"),
        ("source", SOURCE, "about ← Time"),
        ("coding", first, "Why"),
    ]
    assert lost(brought) == {"kept links": 3, "links": 1}
    assert passages(brought) == ["Uno", "dos"]


def test_a_link_to_one_coding_is_on_that_coding(tmp_path):
    inside = selection(0, 3, "", 1) + selection(4, 7, "", 2)
    links = link("so", numbered(3), numbered(5))  # of the codings
    brought = read(
        tmp_path, USERS, CODES, sources(content("Uno dos", inside)), f"<Links>{links}</Links>"
    )
    assert [(m.kind, m.target, m.text) for m in brought.study.memos] == [
        ("coding", numbered(3), "so → “dos” (I_1, 4–7)"),
        ("coding", numbered(5), "so ← “Uno” (I_1, 0–3)"),
    ]
