"""Quotations that are not what stands at their positions: shifted, counted, or names."""

import pytest
from refi_projects import (
    CODES,
    NODE,
    USERS,
    content,
    lost,
    numbered,
    passages,
    read,
    selection,
    source,
    sources,
)

WORDS = [f"azul{n}" for n in range(12)]
TEXT = "\n".join(f"Ana: canción{n} azul{n} y después 😀 roja{n} fin." for n in range(12))


def at(words, text=TEXT):
    return text.index(f"{words} ")


def marks(place, text=TEXT):
    """Return selections of the words at the places that a program would write for them."""
    return "".join(
        selection(*place(at(each, text), at(each, text) + len(each)), each, number)
        for number, each in enumerate(WORDS, 1)
    )


def octets(*places):
    return tuple(len(TEXT[:place].encode()) for place in places)


SHIFTED = {
    "counted from one": lambda start, end: (start + 1, end + 1),
    "one too early": lambda start, end: (start - 1, end - 1),
    "the end is the last character": lambda start, end: (start, end - 1),
    "counted from one, the end is the last character": lambda start, end: (start + 1, end),
    "bytes": octets,
}


@pytest.mark.parametrize("said", SHIFTED)
def test_a_shift_that_makes_the_quotations_agree_is_taken(tmp_path, said):
    inside = marks(SHIFTED[said])
    brought = read(tmp_path, USERS, CODES, sources(content(TEXT, inside)))
    assert passages(brought) == WORDS
    judged = brought.judged[0]
    assert judged.described().endswith(said)
    assert (judged.confidence, judged.agree, judged.of, judged.beside) == ("high", 12, 12, 0)
    assert len(brought.study.sources[0].raw) == 12
    assert lost(brought) == {}


def test_bytes_count_the_line_ends_and_the_mark_of_the_file(tmp_path):
    raw = "\ufeff" + TEXT.replace("\n", "\r\n")

    def place(start, end):
        body = TEXT[:start].replace("\n", "\r\n")
        begins = 3 + len(body.encode())
        return begins, begins + end - start

    xml = sources(source(marks(place)))
    brought = read(tmp_path, USERS, CODES, xml, files={"sources/t.txt": raw.encode()})
    assert passages(brought) == WORDS
    reading = brought.judged[0].reading
    assert (reading.utf8, reading.crlf_two, reading.bom) == (True, True, True)


def test_the_texts_of_a_file_share_its_way_of_counting(tmp_path):
    silent = selection(2, 5, "", 60)  # "nos" from one is "nos" without its first letter
    both = (
        content(TEXT, marks(SHIFTED["counted from one"])),
        content("Unos dos", silent, numbered(99), "I_2"),
    )
    brought = read(tmp_path, USERS, CODES, sources(*both))
    assert passages(brought, 1) == ["nos"]
    assert brought.judged[1].confidence == "medium"


@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_codings_beside_their_words_are_counted_and_keep_the_words(tmp_path, line):
    text = TEXT.replace("😀", "-").replace("\n", line)
    inside = marks(lambda start, end: (start + 3, end + 3), text)
    xml = sources(source(inside))
    brought = read(tmp_path, USERS, CODES, xml, files={"sources/t.txt": text.encode()})
    assert passages(brought)[0] == "l0 y "
    judged = brought.judged[0]
    assert (judged.confidence, judged.agree, judged.of, judged.beside) == ("low", 0, 12, 12)
    assert "the words of 12 quotations stand elsewhere (0 of 12 agree)" in judged.sentence()
    assert lost(brought) == {"other words": 12}
    memos = [(m.kind, m.text) for m in brought.study.memos]
    assert memos[0] == ("coding", "The file gives other words for this passage: “azul0”.")
    assert len(memos) == 12


def test_a_few_that_stand_elsewhere_do_not_move_the_others(tmp_path):
    spots = iter(range(12))

    def place(start, end):
        return (start + 1, end + 1) if next(spots) < 2 else (start, end)

    brought = read(tmp_path, USERS, CODES, sources(content(TEXT.replace("😀", "-"), marks(place))))
    assert passages(brought)[2:] == WORDS[2:]
    judged = brought.judged[0]
    assert (judged.confidence, judged.agree, judged.beside) == ("medium", 10, 2)
    assert lost(brought) == {"other words": 2}


def test_the_words_may_stand_in_the_description(tmp_path):
    inside = marks(lambda start, end: (start + 3, end + 3), TEXT.replace("😀", "-"))
    for words in WORDS:
        inside = inside.replace(
            f'name="{words}"', 'name=""'
        )  # the Description comes first in a selection
    parts = inside.split("<Coding ")
    told = "".join(
        part + (f"<Description>{words}</Description><Coding " if words else "")
        for part, words in zip(parts, [*WORDS, ""], strict=True)
    )
    brought = read(tmp_path, USERS, CODES, sources(content(TEXT.replace("😀", "-"), told)))
    assert lost(brought) == {"other words": 12}


def test_a_name_that_is_no_quotation_is_kept(tmp_path):
    coding = (
        f'<Coding guid="{{}}" creatingUser="00000001-0000-4000-8000-000000000000">'
        f'<CodeRef targetGUID="{NODE}"/></Coding>'
    )
    two = "".join(coding.format(numbered(n)) for n in (70, 71))
    inside = (
        selection(0, 3, "Key quote: of time", 1)
        + selection(4, 7, "Of both", 2, two)
        + selection(8, 12, "No node", 3, "")
    )
    told = [selection(0, 3, name, n) for n, name in enumerate(["Time", "I_1", "0-3", "1:2"], 20)]
    brought = read(
        tmp_path, USERS, CODES, sources(content("Uno dos tres.", inside + "".join(told)))
    )
    assert [(m.kind, m.text, m.start, m.end) for m in brought.study.memos] == [
        ("coding", "Key quote: of time", 0, 0),
        ("span", "Of both", 4, 7),
        ("span", "A passage without a node.", 8, 12),
        ("span", "No node", 8, 12),
    ]
    assert brought.judged[0].confidence == "certain"
    assert lost(brought) == {"passage names": 3, "bare passages": 1}


def test_a_name_that_happens_to_be_in_the_text_is_a_name_where_most_are(tmp_path):
    names = ["Key quote: work", "tres", "Later", "Rejects it", "dos"]
    inside = "".join(selection(4, 7, name, n) for n, name in enumerate(names, 1))
    brought = read(tmp_path, USERS, CODES, sources(content("Uno dos tres.", inside)))
    assert [memo.text for memo in brought.study.memos] == names[:-1]
    assert brought.judged[0].confidence == "certain"
    assert lost(brought) == {"passage names": 4}


def test_a_name_beside_a_quotation_in_the_description_is_kept(tmp_path):
    coding = selection(0, 3, "A title", 1).replace(
        "<Coding ", "<Description>Uno</Description><Coding "
    )
    brought = read(tmp_path, USERS, CODES, sources(content("Uno dos tres.", coding)))
    assert [memo.text for memo in brought.study.memos] == ["Uno", "A title"]
    assert lost(brought) == {"passage names": 1}
