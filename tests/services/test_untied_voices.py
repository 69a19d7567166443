"""Who refuses is heard by name where no voice was tied, and is told of where none has the name."""

import pytest

from qda_app.domain.replacing import Name
from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.case_tables import import_cases
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.sources import ImportSources
from qda_app.services.consent import Consent
from qda_app.services.project import Project
from qda_app.services.quoting import write_excerpts
from qda_app.services.share.planning import plan
from qda_app.services.share.reporting import lines
from qda_app.services.sharing import not_sharing

TEXT = "Ana: Yo no quiero.\nLuis: Yo sí.\n"
TURNS = (Turn(0, 5, 18, "Ana"), Turn(19, 25, 31, "Luis"))


@pytest.fixture
def project(tmp_path):
    """Ana and Rosa have withdrawn; nobody is tied to a voice, and only Ana bears a voice's name."""
    with Project.create(tmp_path / "u.qdaproj") as made:
        made.run(AddCoder("C"))
        made.run(GrowTree([Branch("A")]))
        made.run(
            ImportSources(
                [
                    Transcript("i", TEXT, "txt", turns=TURNS),
                    Transcript("j", "Y nada más.\n", "txt"),
                ]
            )
        )
        table = "case,consent\nANA,withdrawn\nRosa,withdrawn\n"
        (tmp_path / "c.csv").write_text(table, encoding="utf-8")
        import_cases(made, tmp_path / "c.csv")
        for start, end in ((5, 18), (25, 31)):
            made.run(ApplyNode([1], 1, start, end, coder=1))
        yield made


def test_a_voice_of_the_same_name_counts_as_hers_and_the_other_is_told(project, tmp_path):
    written = write_excerpts(project.read, tmp_path / "x.md", None, ())
    text = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert "Yo sí" in text
    assert "no quiero" not in text
    said = " ".join(written.remarks)
    assert "1 passage of 1 participant who does not allow quotation is left out." in said
    assert "is tied to no speaker or source" in said
    assert "not left out: Rosa." in said
    assert Consent(project.read).untied == ("Rosa",)
    assert not_sharing(project.read) == ["ANA"]


def test_a_copy_to_share_leaves_her_source_out(project):
    found = plan(project.read, [Name("Nobody", "X")])
    assert [source.name for source in found.study.sources] == ["j"]
    assert found.left_out.sources == ("i",)
    assert found.left_out.untied == ("Rosa",)
    assert any("not left out: Rosa." in line for line in lines(found, project=True))


def test_a_voice_that_is_tied_to_another_source_is_not_taken_by_name(project, tmp_path):
    table = "case,source,speaker\nANA,j,\n"
    (tmp_path / "c.csv").write_text(table, encoding="utf-8")
    import_cases(project, tmp_path / "c.csv")
    consent = Consent(project.read)
    assert [case.name for case in consent.heard(2, 0, 5)] == ["ANA"]
    assert consent.heard(1, 0, 18) == []
