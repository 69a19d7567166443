import re
import time
from collections import Counter

import pytest

from qda_app import paths
from qda_app.domain.errors import QdaError
from qda_app.formats.tables import read_table
from qda_app.services.coding_tables import export_codings
from qda_app.services.project import Project
from qda_app.services.sample import sample_files, write_sample

WORDY = range(700, 1_201)
SPEAKERS = {  # who answers, and how often each of the two speaks
    "I_1 Director": ("Directora", 13),
    "I_1 Head of unit": ("P", 14),
    "I_1 Teacher A": ("Profesor", 14),
    "I_2 Director": ("Director", 15),
    "I_2 Special educator": ("Educadora diferencial", 15),
    "I_2 Teacher A": ("Teacher", 14),
    "I_3 Head of unit": ("Head of Unit", 16),
    "I_3 Teacher A": ("PROFESOR", 16),
    "I_3 Teacher B not participating": ("Profesora", 16),
    "I_4 Director": ("Director", 16),
    "I_4 Special educator": ("Educadora", 15),
    "II_1 Director": ("Director", 10),
    "II_1 Teacher A": ("Profesora", 12),
    "II_1 Teacher B not participating": ("Participant", 12),
    "II_2 Head of unit": ("Jefa de UTP", 12),
    "II_2 Teacher A": ("Profesor", 13),
    "II_3 Director": ("Director", 13),
    "II_3 Special educator": ("Special educator", 12),
    "II_4 Director": ("Directora", 13),
    "II_4 Teacher A": ("Profesora", 13),
    "II_5 Teacher A not participating": ("Teacher", 13),
}
TIMED = {
    "I_1 Teacher A",
    "I_2 Special educator",
    "I_3 Teacher A",
    "I_4 Director",
    "II_1 Teacher A",
    "II_2 Teacher A",
    "II_3 Special educator",
    "II_4 Teacher A",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    began = time.perf_counter()
    path = write_sample(tmp_path_factory.mktemp("study") / "new" / "sample")
    assert time.perf_counter() - began < 10  # about 1 s alone; a guard against something absurd
    with Project.open(path) as project:
        yield project


def test_folder_holds_documents_tables_and_one_project(sample):
    names = {path.name for path in sample.path.parent.iterdir()} - {"sample.qdaproj.open"}
    names = {name for name in names if not name.startswith("sample.qdaproj-")}
    assert names == {path.name for path in sample_files()} | {"sample.qdaproj"}
    assert sample.read.title() == "CIC sample study (fictitious)"


def test_sources_are_21_in_four_formats_two_thirds_spanish(sample):
    sources = sample.read.sources()
    assert {source.name for source in sources} == set(SPEAKERS)
    assert Counter(source.format for source in sources) == {
        "docx": 8,
        "txt": 6,
        "odt": 4,
        "vtt": 3,
    }
    encodings = Counter(source.encoding for source in sources if source.format == "txt")
    assert encodings == {"utf-8": 4, "cp1252": 1, "utf-16": 1}
    languages = Counter(source.language for source in sources)
    assert set(languages) == {"es", "en"}
    assert 0.6 < languages["es"] / 21 < 0.75


def test_every_interview_has_its_length_turns_and_times(sample):
    read = sample.read
    turns, texts = read.turns(), read.texts()
    for source in read.sources():
        answering, times = SPEAKERS[source.name]
        found = turns[source.id]
        assert [turn.interviewer for turn in found] == [True, False] * times, source.name
        assert {turn.speaker for turn in found if not turn.interviewer} == {answering}
        said = " ".join(texts[source.id][turn.words : turn.end] for turn in found)
        assert len(said.split()) in WORDY, source.name
        seconds = [turn.seconds for turn in found if turn.seconds is not None]
        assert len(seconds) == (len(found) if source.name in TIMED else 0), source.name
        assert seconds == sorted(set(seconds))


def test_no_answer_is_used_twice(sample):
    seen: dict[str, str] = {}
    texts = sample.read.texts()
    for source in sample.read.sources():
        for turn in sample.read.turns()[source.id]:
            said = " ".join(texts[source.id][turn.words : turn.end].split())
            for sentence in [] if turn.interviewer else re.split(r"(?<=[.?!]) ", said):
                if len(sentence.split()) > 4:
                    assert seen.setdefault(sentence, source.name) == source.name


def test_cases_are_linked_and_nine_schools_in_two_districts(sample):
    cases = sample.read.cases()
    names = {source.id: source.name for source in sample.read.sources()}
    assert sorted(names[link[0]] for case in cases for link in case.links) == sorted(SPEAKERS)
    schools = {case.attributes["school"]: case.attributes["district"] for case in cases}
    assert len(cases) == 21
    assert Counter(schools.values()) == {"District I": 4, "District II": 5}
    assert {case.attributes["role"] for case in cases} == {
        "Director",
        "Head of the technical unit",
        "Teacher",
        "Special educator",
    }
    assert Counter(case.attributes["participated"] for case in cases) == {"yes": 18, "no": 3}
    for case in cases:
        assert names[case.links[0][0]].startswith(f"{case.attributes['school']} ")
        refused = "not participating" in names[case.links[0][0]]
        assert refused == (case.attributes["participated"] == "no")
    assert dict(sample.read.attributes())["years_experience"] == "number"


def test_codings_are_the_shipped_table_and_quote_their_passages(sample, tmp_path):
    count = export_codings(sample.read, tmp_path / "codings.csv")
    shipped = paths.shipped("resources/sample/codings.csv")
    assert (tmp_path / "codings.csv").read_bytes() == shipped.read_bytes()
    assert 550 <= count <= 650
    texts = {source.name: sample.read.text(source.id) for source in sample.read.sources()}
    for _line, row in read_table(shipped).rows:
        passage = texts[row["source"]][int(row["start"]) : int(row["end"])]
        assert row["text"] == passage == passage.strip()
    assert any(row["memo"] for _line, row in read_table(shipped).rows)


def test_both_coders_worked_on_every_source_and_are_done(sample):
    coders = {coder.id: coder.name for coder in sample.read.coders()}
    assert sorted(coders.values()) == ["Ana", "Bruno"]
    pairs = {(coder, source.id) for coder in coders for source in sample.read.sources()}
    assert set(sample.read.counts_by_source()) == {(source, coder) for coder, source in pairs}
    assert sample.read.done() == pairs


def test_agreement_is_as_people_agree(sample):
    found = sample.agreement()
    assert len(found.sources) == 21
    assert found.left_out == ()
    assert 0.5 < found.report.overall.pooled_kappa < 0.9
    kappas = [entry.kappa for entry in found.report.node_entries()]
    assert all(kappa is not None and kappa > 0.2 for kappa in kappas)
    assert max(kappas) - min(kappas) > 0.1
    assert all(entry.n10 and entry.n01 for entry in found.report.node_entries())


def test_tree_is_the_template_with_definitions_and_distinct_colours(sample):
    tree = sample.read.tree()
    assert len(tree.order) == 18
    assert all(node.definition for node in tree.order)
    colours = [node.color for node in tree.order if tree.depth[node.id] < 2]
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)
    assert len(set(colours)) == len(colours) == 11
    assert not any(node.color for node in tree.order if tree.depth[node.id] == 2)


def test_sample_is_sound(sample):
    assert sample.check() is None


def test_nothing_is_overwritten(tmp_path):
    taken = tmp_path / "I_2 Director.docx"
    taken.write_text("mine")
    with pytest.raises(QdaError, match=r"I_2 Director.docx exists already"):
        write_sample(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [taken.name]
    assert taken.read_text() == "mine"
    with pytest.raises(QdaError, match="is a file"):
        write_sample(taken)
    with pytest.raises(QdaError, match="cannot be written"):
        write_sample(taken / "below")


def test_progress_is_told_and_cancelling_leaves_nothing(tmp_path):
    heard = []

    def cancel(done: int, of: int, name: str) -> None:
        heard.append((done, of, name))
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_sample(tmp_path / "new", cancel)
    assert heard[0] == (0, 21, "II_1 Director.docx")
    assert not (tmp_path / "new").exists()


def test_documents_name_nobody():
    import zipfile

    for path in sample_files():
        if path.suffix in {".docx", ".odt"}:
            with zipfile.ZipFile(path) as package:
                part = "docProps/core.xml" if path.suffix == ".docx" else "meta.xml"
                about = package.read(part).decode()
                people = re.findall(r"<(?:[\w-]+:)?(?:\w*-?creator|lastModifiedBy)>([^<]*)<", about)
            assert set(people) == {"Sample study (fictitious)"}
            assert path.stat().st_size < 10_000
