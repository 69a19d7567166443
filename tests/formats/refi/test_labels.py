"""Labels of passages and memos: how they begin, to a word's end, and read back as quotations."""

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from qda_app.domain.exchange import Coding, Memo, Node, Source, Study, User
from qda_app.domain.replacing import Name, hits, replaced
from qda_app.formats.exchange.quoted import plain, stands
from qda_app.formats.refi.labels import QUOTED, label
from qda_app.formats.refi.reading import read_project
from qda_app.formats.refi.writing import NAMESPACE, write_project
from qda_app.services.exchange.gathering import gather
from qda_app.services.project import Project
from qda_app.services.sample import write_sample

NAMES = [Name("Eva", "A"), Name("José", "B"), Name("Ana María", "C")]
PIECES = ["Eva", "evaluación", "Joséphine", "José", "Ana", "María", "Mariano", "😀", "An\u00ada",
          "e\u0301", " ", "  ", "\n", ", ", "-", "_", "[", "…"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("I saw José\nand Eva", 6, 14, "José and"),
        ("I saw Joséphine", 2, 10, "saw…"),
        ("I saw Joséphine", 6, 10, ""),
        ("I saw Joséphine there", 10, 21, ""),
        ("I saw Jose\u0301 there", 2, 10, "saw…"),
        (f"{'x' * 156} evaluación", 0, 167, f"{'x' * 156}…"),
        (f"{'x' * 155} eva luación", 0, 167, f"{'x' * 155} eva…"),
        ("x" * 161, 0, 161, ""),
    ],
)
def test_a_label_ends_where_a_word_ends(text, start, end, expected):
    assert label(text, start, end) == expected


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=70).map("".join), st.data())
def test_a_label_names_nobody_and_is_how_the_passage_begins(raw, data):
    text = replaced(raw, hits(raw, NAMES))[0]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    name = label(text, start, end)
    assert len(name) <= QUOTED + 1
    assert not hits(name, NAMES)
    if len(plain(name)[0]) > 1:
        assert stands(text, (start, end), name)


def test_a_label_with_a_letter_of_two_signs_is_recognised():
    text = "evaluacio\u0301n  [A]"
    assert stands(text, (0, 14), label(text, 0, 14))


def study(text, places, memo):
    codings = tuple(Coding(f"{n:08x}-0000-4000-8000-000000000000", "n", "u", *place)
                    for n, place in enumerate(places))  # fmt: skip
    return Study(
        "t", users=(User("u", "C"),), nodes=(Node("n", "", "N"),),
        sources=(Source("s", "one", text, codings=codings),),
        memos=(Memo("m", memo, "source", "s"),),
    )  # fmt: skip


def test_they_are_in_the_file_and_read_as_quotations(tmp_path):
    text = "I saw Joséphine. " + "y una evaluación " * 20
    places = [(2, 10), (0, len(text)), (10, 30), (17, 17 + 167)]
    write_project(tmp_path / "p.qdpx", study(text, places, f"{'z' * 156} evaluación"))
    with zipfile.ZipFile(tmp_path / "p.qdpx") as package:
        root = etree.fromstring(package.read("project.qde"))
    said = [each.get("name") for each in root.iter(f"{{{NAMESPACE}}}PlainTextSelection")]
    assert said[0].endswith("y una…")
    assert said[1:3] == ["saw…", ""]
    assert [note.get("name") for note in root.iter(f"{{{NAMESPACE}}}Note")] == [f"{'z' * 156}…"]
    brought = read_project(tmp_path / "p.qdpx")
    assert [judged.beside for judged in brought.judged] == [0]
    found = sorted((c.start, c.end) for c in brought.study.sources[0].codings)
    assert found == sorted(places)


def test_every_label_of_the_sample_agrees_with_its_text(tmp_path):
    with Project.open(write_sample(tmp_path / "s")) as project:
        sample = gather(project.read).study
    write_project(tmp_path / "p.qdpx", sample)
    brought = read_project(tmp_path / "p.qdpx")
    assert len(brought.judged) == len(sample.sources)
    assert {judged.beside for judged in brought.judged} == {0}
    spans = [(s.guid, c.start, c.end) for s in sample.sources for c in s.codings]
    labels = [label(s.text, c.start, c.end) for s in sample.sources for c in s.codings]
    assert len(spans) > 100
    assert all(labels)
