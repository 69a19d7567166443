"""A copy to share: no listed name in any byte, everything else as it was."""

import zipfile
from pathlib import Path

import pytest
from refi_projects import assert_valid
from share_study import NAMES, SPELT, TEXT, at

from qda_app.domain.errors import QdaError
from qda_app.domain.quotation import Edit, printed
from qda_app.domain.replacing import Name
from qda_app.domain.text import fold
from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.quotations import EditQuotation
from qda_app.services.commands.rounds import CreateRound
from qda_app.services.commands.sources import ImportSources
from qda_app.services.exchange.arriving import read_foreign
from qda_app.services.exchange.gathering import gather
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole
from qda_app.services.sample import write_sample
from qda_app.services.share.planning import plan
from qda_app.services.share.reporting import as_json, lines, sheets
from qda_app.services.share.writing import write

SUFFIXES = (".qdaproj", ".qdpx")


def held(path):
    """Return all that a file holds, folded: its bytes, and of a package every member."""
    raw = path.read_bytes()
    if path.suffix == ".qdpx":
        with zipfile.ZipFile(path) as package:
            raw += b"".join(package.read(name) for name in package.namelist())
    return fold(raw.decode("utf-8", "ignore"))


def shared(path, target, names=NAMES, **options):
    """Write a copy and return its plan."""
    with Project.open(path) as project:
        before, head = path.read_bytes(), project.read.head()
        made = plan(project.read, names, **options)
        write(made, target)
        assert (path.read_bytes(), project.read.head()) == (before, head)
    return made


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_name_is_in_any_byte_of_the_copy(named, tmp_path, suffix):
    assert all(name in held(named) for name in SPELT)
    shared(named, tmp_path / f"copy{suffix}")
    assert [name for name in SPELT if name in held(tmp_path / f"copy{suffix}")] == []
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"copy{suffix}", "named.qdaproj"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_copy_holds_what_the_plan_says(named, tmp_path, suffix):
    made = shared(named, tmp_path / f"copy{suffix}")
    if suffix == ".qdpx":
        assert_valid(tmp_path / "copy.qdpx")
        study = read_foreign(tmp_path / "copy.qdpx")[1].study
    else:
        with Project.open(tmp_path / "copy.qdaproj") as copy:
            assert copy.check() is None
            study = gather(copy.read).study
    planned = made.study
    assert study.counts() == planned.counts()
    for field in ("title", "users", "nodes", "relations", "quotations"):
        assert getattr(study, field) == getattr(planned, field), field
    texts = {s.guid: (s.name, s.text, s.turns, s.language) for s in study.sources}
    assert texts == {s.guid: (s.name, s.text, s.turns, s.language) for s in planned.sources}
    assert {c.name: (c.values, c.speakers) for c in study.cases} == {
        c.name: (c.values, c.speakers) for c in planned.cases
    }
    assert {(m.guid, m.text, m.start) for m in study.memos} == {
        (m.guid, m.text, m.start) for m in planned.memos
    }


def test_codings_keep_node_coder_time_and_identity_and_stay_on_their_words(named, tmp_path):
    made = shared(named, tmp_path / "copy.qdaproj")
    with Project.open(named) as project:
        before = {c.guid: c for s in gather(project.read).study.sources for c in s.codings}
    with Project.open(tmp_path / "copy.qdaproj") as copy:
        study = gather(copy.read).study
        sure = [c for c in copy.read.codings() if c.certainty]
        assert len(sure) == 1
        assert before.keys() >= {sure[0].guid}
        assert len(copy.read.done()) == 4
        assert [n.name for n in copy.read.tree().order if n.retired] == ["D"]
    source = next(s for s in study.sources if len(s.text) > 100)
    words = {}
    for coding in source.codings:
        old = before.pop(coding.guid)
        assert (coding.node, coding.user, coding.made) == (old.node, old.user, old.made)
        words[TEXT[old.start : old.end]] = source.text[coding.start : coding.end]
    assert before == {}
    assert words == {
        "ZACARÍAS\nQuiroga": "[Teacher 1]",
        "Vino 𝄞 ZACARÍAS\nQuiroga con": "Vino 𝄞 \n[Teacher 1] con",
        "ZACARÍAS": "[Teacher 1]",
        "Quiroga con Wilhelmina's 😀": "[Teacher 1] con [Teacher 2]'s 😀",
        "'s 😀 perro": "'s 😀 perro",
        "Vino 𝄞 ZACARÍAS\nQuiroga con Wil": "Vino 𝄞 \n[Teacher 1] con [Teacher 2]",
    }
    assert [(c.what, c.before, c.after) for c in made.crossed] == [
        ("coding", "Vino 𝄞 ZACARÍAS\nQuiroga con Wil", "Vino 𝄞 \n[Teacher 1] con [Teacher 2]"),
        ("coding", "ZACARÍAS", "[Teacher 1]"),
        ("coding", "Quiroga con Wilhelmina's 😀", "[Teacher 1] con [Teacher 2]'s 😀"),
        ("memo", "Quiroga con", "[Teacher 1] con"),
        ("edit of a quotation", "dropped", ""),
    ]


def test_every_place_that_holds_words_is_replaced_and_listed(named):
    with Project.open(named) as project:
        made = plan(project.read, NAMES)
    study = made.study
    assert study.title == "What [Teacher 1] said"
    assert {user.name for user in study.users} == {"[Coder 1]", "Bruno"}
    assert {node.name for node in study.nodes} == {"A", "[School]", "C", "D"}
    assert {s.name for s in study.sources} == {"Interview_[Teacher 1]_1", "two", "three"}
    assert dict(study.attributes).keys() == {"school", "friend of [Teacher 2]"}
    assert [case.name for case in study.cases] == ["[Teacher 1]", "[Teacher 1] (2)"]
    assert made.numbered == (("Zaquito", "[Teacher 1] (2)"),)
    (quote,) = study.quotations
    source = next(s for s in study.sources if s.guid == quote.source)
    words = source.text[quote.start : quote.end]
    assert words == "[Teacher 1] con [Teacher 2]'s"
    assert [(e.kind, words[e.start : e.end], e.text) for e in quote.edits] == [
        ("omit", "[Teacher 1]", ""),
        ("replace", "con", "School"),
        ("sic", "", ""),
    ]
    assert words[: quote.edits[2].end] == "[Teacher 1] con"
    assert ("edit of a quotation", "dropped", "") in [
        (each.what, each.before, each.after) for each in made.crossed
    ]
    assert [turn.speaker for turn in source.turns] == ["E", "[Teacher 1]", "[Teacher 2]"]
    assert [turn.interviewer for turn in source.turns] == [True, False, False]
    for turn in source.turns:
        assert source.text[turn.start : turn.words] == f"{turn.speaker}: "
    kinds = {each.what for each in made.elsewhere}
    assert kinds == {
        "title", "coder", "node", "definition of a node", "name of a source", "speaker", "memo",
        "participant", "attribute", "value of an attribute", "saved query", "edit of a quotation",
        "note on a quotation", "translation of a quotation", "translator",
    }  # fmt: skip
    assert len(made.hits) == 7
    assert {hit.replacement for hit in made.hits} == {"[Teacher 1]", "[Teacher 2]", "[School]"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hits_that_are_kept_stay_and_are_counted(named, tmp_path, suffix):
    with Project.open(named) as project:
        first = plan(project.read, NAMES)
        keep = [hit.place for hit in first.hits if "Wilhelmina" in hit.words][:1]
        made = plan(project.read, NAMES, keep)
        done = write(made, tmp_path / f"copy{suffix}")
    assert (done.kept, len(made.kept)) == (1, 1)
    assert done.replaced == first.replaced - 1
    assert "wilhelmina" in held(tmp_path / f"copy{suffix}")
    assert "quiroga" not in held(tmp_path / f"copy{suffix}")
    assert "1 hit stays as it is, by choice." in lines(made, project=True)


def test_names_that_stand_nowhere_and_longer_words_are_told(named):
    with Project.open(named) as project:
        made = plan(project.read, [Name("Bru", "X"), Name("Nobodyhere", "Y")])
    assert made.unused == ("Bru", "Nobodyhere")
    assert made.longer == (("Bruno", 2),)
    said = " ".join(lines(made, project=True))
    assert "Listed and found nowhere: Bru; Nobodyhere." in said
    assert "stay: Bruno (2)." in said


def test_the_word_anonymous_is_never_said(named):
    with Project.open(named) as project:
        made = plan(project.read, NAMES)
        told = [*lines(made, project=True), *lines(made, project=False), str(sheets(made))]
        told.append(str(as_json(made, project=True)))
    assert "anonym" not in fold(" ".join(told))
    assert "can still identify a person" in told[-3]


def test_what_stays_in_the_project_is_told(named):
    with Project.open(named) as project:
        (source, *_rest) = project.read.sources()
        coders = [coder.id for coder in project.read.coders()]
        project.run(CreateRound("Pilot", whole([source]), coders))
        made = plan(project.read, NAMES)
    (said,) = (line for line in lines(made, project=True) if line.startswith("Stays in the"))
    assert "rounds and who codes in them" in said
    assert "the history" in said
    assert [line for line in lines(made, project=False) if "round" in line and "format" in line]
    held = as_json(made, project=True)["not_held"]
    assert held["rounds"] == 1
    assert not held.keys() & {"turns", "quotations", "certainty"}


def test_a_list_with_a_fault_is_refused(named):
    with Project.open(named) as project, pytest.raises(QdaError, match="listed twice"):
        plan(project.read, [Name("Ana", "X"), Name("ana", "Y")])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("copy.docx", "must end in"),
        ("named.qdaproj", "exists already"),
        ("there.qdpx", "exists already"),
        ("no/copy.qdpx", "there is no folder"),
        ("of Zacarias.qdpx", "own name holds “Zacarias”"),
    ],
)
def test_where_no_copy_can_be_written_is_said(named, tmp_path, name, said):
    (tmp_path / "there.qdpx").write_text("mine")
    with Project.open(named) as project:
        made = plan(project.read, NAMES)
        with pytest.raises(QdaError, match=said):
            write(made, tmp_path / name)
    assert (tmp_path / "there.qdpx").read_text() == "mine"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder that nobody can write to")
def test_a_folder_that_cannot_be_written_to_is_not_said_to_be_missing(named):
    with Project.open(named) as project:
        made = plan(project.read, NAMES)
        with pytest.raises(QdaError, match="may not write in /proc"):
            write(made, Path("/proc/x.qdaproj"))


class Stopped(Exception):  # noqa: N818
    """The person has cancelled."""


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_cancelled_at_any_point_nothing_is_left(named, tmp_path, suffix):
    target = tmp_path / f"copy{suffix}"
    with Project.open(named) as project:
        before = named.read_bytes()
        for number in range(200):
            left = iter(range(number))

            def progress(_done, _of, _name, left=left):
                if next(left, None) is None:
                    raise Stopped

            try:
                write(plan(project.read, NAMES, (), progress), target, progress)
            except Stopped:
                assert not target.exists()
                assert {p.name for p in tmp_path.iterdir()} <= {
                    "named.qdaproj", "named.qdaproj-wal", "named.qdaproj.open",
                }  # fmt: skip
            else:
                break
        assert number > 8
        assert target.exists()
        assert named.read_bytes() == before


def differing(one, other, path=""):
    """Return where two reports differ by more than the order in which numbers are added."""
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        return [d for key in one for d in differing(one[key], other[key], f"{path}.{key}")]
    if isinstance(one, list):
        assert len(one) == len(other)
        pairs = enumerate(zip(one, other, strict=True))
        return [d for at_, (a, b) in pairs for d in differing(a, b, f"{path}.{at_}")]
    if isinstance(one, float):
        return [] if one == pytest.approx(other, abs=1e-12) else [(path, one, other)]
    return [] if one == other else [(path, one, other)]


UNITS = ("turn", "paragraph", "sentence")


@pytest.mark.parametrize(
    ("names", "units"),
    [
        (
            [Name("Rodolfo", "T 1"), Name("director", "Head", ("directora",)), Name("el", "X")],
            UNITS,
        ),
        ([Name("director", "Role12"), Name("escuela", "Place")], (*UNITS, "character", "segment")),
    ],
)
def test_agreement_of_the_copy_is_that_of_the_project(tmp_path, names, units):
    """Where characters are counted, it is where replacements are as long as the names."""
    path = write_sample(tmp_path / "s")
    made = shared(path, tmp_path / "copy.qdaproj", names)
    assert len(made.hits) > 100
    with Project.open(path) as one, Project.open(tmp_path / "copy.qdaproj") as other:
        for unit in units:
            here, there = (each.agreement(unit=unit).as_json() for each in (one, other))
            for key in ("nodes", "overall"):
                assert differing(here[key], there[key]) == [], unit


def test_speakers_who_would_be_called_alike_are_told_apart(named):
    with Project.open(named) as project:
        made = plan(project.read, [Name("Zacarías", "P", ("Wilhelmina",))])
    source = max(made.study.sources, key=lambda source: len(source.text))
    assert [turn.speaker for turn in source.turns] == ["E", "[P]", "[P] (2)"]
    assert at(source.text, "[P]: ")


def test_a_label_that_is_cut_names_nobody(tmp_path):
    text = f"{'x ' * 78}evaluación. Joséphine María Luz habla."
    with Project.create(tmp_path / "p.qdaproj") as project:
        (source,) = project.run(ImportSources([Transcript("one", text, "txt")]))
        project.run(AddCoder("Bruno"))
        project.run(GrowTree([Branch("A")]))
        project.become("Bruno")
        node = project.read.tree().order[0].id
        for start, end in ((0, len(text)), at(text, "José"), at(text, "María"), (0, 161)):
            project.run(ApplyNode([node], source, start, end))
        project.run(WriteMemo(project.read.sources()[0].guid, "source", text))
        listed = [Name("Eva", "P"), Name("José", "Q"), Name("María", "R"), Name("María Luz", "S")]
        kept = [hit.place for hit in plan(project.read, listed).hits]
        made = plan(project.read, listed, kept)
        write(made, tmp_path / "copy.qdpx")
    assert len(made.kept) == 1
    study = read_foreign(tmp_path / "copy.qdpx")[1].study
    assert len(study.sources[0].codings) == 4


def test_edits_of_a_quotation_are_accepted_again(named, tmp_path):
    made = shared(named, tmp_path / "copy.qdaproj")
    assert ("edit of a quotation", "School") in [(e.what, e.replacement) for e in made.elsewhere]
    with Project.open(tmp_path / "copy.qdaproj") as copy:
        (quote,) = copy.read.quotations()
        assert [edit.text for edit in quote.edits] == ["", "School", ""]
        copy.run(EditQuotation(quote.id, quote.edits))
        copy.run(EditQuotation(quote.id, [*quote.edits, Edit("insert", 0, 0, quote.edits[1].text)]))
        assert len(copy.read.quotations()[0].edits) == 4
        words = copy.read.text(quote.source)[quote.start : quote.end]
        assert "[School]" in printed(words, quote.edits).text


def test_line_breaks_within_names_are_shown_by_a_sign(named):
    with Project.open(named) as project:
        tables = list(sheets(plan(project.read, NAMES)).values())
    assert "ZACARÍAS ¶ Quiroga" in [row[4] for row in tables[0][1]]
    assert "Vino 𝄞 ZACARÍAS ¶ Quiroga con Wil" in [row[3] for row in tables[1][1]]
    assert not any("\n" in str(cell) for _header, rows in tables for row in rows for cell in row)
