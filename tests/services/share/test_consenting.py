"""Who does not allow sharing is left out, with all in which they are heard."""

import pytest
from blind_twins import SECRETS, twins
from share_study import NAMES

from qda_app.domain.errors import QdaError
from qda_app.domain.replacing import Name
from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.cases import CaseLine, ImportCases
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.memos import WriteMemo, WriteSpanMemo
from qda_app.services.commands.nodes import Branch, DefineNode, GrowTree
from qda_app.services.commands.participants import RemoveCases
from qda_app.services.commands.quotations import ChooseQuotations
from qda_app.services.commands.settings import KeepSetting
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project
from qda_app.services.share.planning import plan
from qda_app.services.share.reporting import lines
from qda_app.services.share.writing import write

SAID = {"Eva": "quote, share", "Iris": "quote", "Otto": "withdrawn", "Uma": "", "Nobody": "no"}


@pytest.fixture
def project(tmp_path):
    """Eva and Uma each in a source of their own, Iris with Eva, Otto alone."""
    talk = "Eva: Ya.\nIris: Geheim, das bleibt.\n"
    turns = (Turn(0, 5, 9, "Eva"), Turn(9, 15, len(talk), "Iris"))
    texts = [Transcript("both", talk, "txt", turns=turns)]
    texts += [Transcript(name, f"{name} spricht: {name} geht.\n", "txt")
              for name in ("eva", "otto", "uma")]  # fmt: skip
    places = {"Iris": ("both", "Iris"), "Otto": ("otto", ""), "Uma": ("uma", "")}
    with Project.create(tmp_path / "s.qdaproj") as made:
        run, read = made.run, made.read
        run(AddCoder("C"))
        run(GrowTree([Branch("A"), Branch("B")]))
        ids = run(ImportSources(texts))
        rows = [CaseLine(n, name, {"consent": said}, *places.get(name, ("", "")))
                for n, (name, said) in enumerate(SAID.items())]  # fmt: skip
        rows += [CaseLine(8, "Eva", {}, "both", "Eva"), CaseLine(9, "Eva", {}, "eva")]
        run(ImportCases(rows, {"consent": "text"}))
        a, b = read.tree().order
        run(DefineNode(a.id, example="“Geheim,  das bleibt.”"))
        run(DefineNode(b.id, example="eva geht"))
        made.become("C")
        for source in ids:
            run(ApplyNode([a.id], source, 0, 8, memo=f"on {source}"))
        run(WriteSpanMemo(ids[0], 0, 3, "a passage of both"))
        made.become(None)
        run(WriteMemo(next(c.guid for c in read.cases() if c.name == "Otto"), "case", "of otto"))
        run(WriteMemo(a.guid, "node", "Otto told me"))
        run(ChooseQuotations([(ids[0], 0, 3, None), (ids[1], 0, 3, None)]))
        yield made


def test_they_and_their_sources_are_left_out_and_named(project, tmp_path):
    made = plan(project.read, [])
    left = made.left_out
    assert left.participants == ("Iris", "Nobody", "Otto")
    assert left.sources == ("both", "otto")
    assert (left.codings, left.memos, left.quotations) == (2, 4, 1)
    assert left.examples == ("A",)
    assert left.mentioned == (("Otto", 1),)
    study = made.study
    assert [s.name for s in study.sources] == ["eva", "uma"]
    assert [c.name for c in study.cases] == ["Eva", "Uma"]
    eva = study.cases[0]
    assert eva.speakers == ((eva.sources[0], ""),)
    assert [node.card for node in study.nodes] == [{}, {"example": "eva geht"}]
    write(made, tmp_path / "copy.qdaproj")
    text = (tmp_path / "copy.qdaproj").read_bytes().lower()
    assert not [word for word in (b"geheim", b"otto spricht", b"of otto", b"both") if word in text]
    said = "\n".join(lines(made, project=True))
    assert "do not allow sharing: Iris; Nobody; Otto." in said
    assert "in which they are heard: both; otto." in said
    assert "the example of these nodes: A." in said
    assert "still named in what remains: Otto (1)." in said


def test_memos_on_a_participant_who_was_removed_are_left_out(project, tmp_path):
    otto = next(case for case in project.read.cases() if case.name == "Otto")
    project.run(RemoveCases([otto.id]))
    made = plan(project.read, [])
    assert "Otto" not in made.left_out.participants
    assert made.left_out.orphans == 1
    write(made, tmp_path / "copy.qdaproj")
    assert b"of otto" not in (tmp_path / "copy.qdaproj").read_bytes()
    said = lines(made, project=True)
    assert "1 memo on something that was removed is left out." in said
    assert not [line for line in said if "on the project" in line]


def test_where_silence_allows_nothing_it_allows_nothing(project, tmp_path):
    project.run(KeepSetting("consent", "required"))
    made = plan(project.read, [])
    assert "Uma" in made.left_out.participants
    write(made, tmp_path / "copy.qdaproj")
    with Project.open(tmp_path / "copy.qdaproj") as copy:
        assert copy.read.settings()["consent"] == "required"
        assert copy.check() is None
        assert not copy.undo_label


def test_where_nothing_is_left_nothing_is_written(project, tmp_path):
    lines_ = [CaseLine(1, "Eva", {"consent": "no"}), CaseLine(2, "Uma", {"consent": "no"})]
    project.run(ImportCases(lines_, {"consent": "text"}))
    with pytest.raises(QdaError, match="No source is left"):
        write(plan(project.read, []), tmp_path / "copy.qdpx")
    assert not (tmp_path / "copy.qdpx").exists()


@pytest.mark.parametrize("suffix", ["qdaproj", "qdpx"])
def test_a_blind_viewer_shares_nothing_of_the_others(tmp_path, suffix):
    found = []
    for path in twins(tmp_path):
        with Project.open(path, viewer="Bruno") as project:
            made = plan(project.read, [Name("puerta", "Tür"), *NAMES])
            write(made, tmp_path / f"{path.parent.name}.{suffix}")
            raw = (tmp_path / f"{path.parent.name}.{suffix}").read_bytes()
            assert not [secret for secret in SECRETS if secret.encode() in raw]
            told = lines(made, project=suffix == "qdaproj")
        found.append((made.study.counts(), made.hits, made.elsewhere, made.extras, told))
    one, other = (list(each) for each in found)
    assert len(one[1]) == len(other[1]) > 3
    assert [h.words for h in one[1]] == [h.words for h in other[1]]
    assert one[0] == other[0]
    assert one[2:] == other[2:]
