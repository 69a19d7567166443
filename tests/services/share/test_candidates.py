"""What might be a name is found in texts and among those who take part."""

import pytest

from qda_app.domain.errors import QdaError
from qda_app.domain.name_list import faults
from qda_app.domain.replacing import Name, hits, replaced
from qda_app.domain.transcript import Transcript, Turn
from qda_app.formats.names import read_names
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.commands.participants import AddCase
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project
from qda_app.services.share.candidates import candidates, propose

ONE = (
    "Interviewer: Then Rosa came with Mia to San Pedro. When did MIA go? «Nadie dijo nada».\n"
    "Head: Rosa left. The rosa bush, and Élan, and IV or SIMCE in May.\n"
)
TWO = "Mia may go with Interviewer. Ask Anna, said Head.\n— Luego vino. • Ello\n"


@pytest.fixture
def project(tmp_path):
    cut = ONE.index("Head")
    turns = (
        Turn(0, 13, cut, "Interviewer", interviewer=True),
        Turn(cut, cut + 6, len(ONE), "Head"),
    )
    with Project.create(tmp_path / "s.qdaproj") as made:
        made.run(ImportSources([Transcript("one", ONE, "txt", turns=turns),
                                Transcript("two", TWO, "txt")]))  # fmt: skip
        made.run(AddCase("P01"))
        made.run(AddCase("Anna"))
        made.run(AddCoder("Coder"))
        made.run(WriteMemo(made.read.project_guid(), "project", "I met Mia and Zoe. Élan of san."))
        yield made


def test_participants_speakers_and_words_written_as_names(project):
    found = [(c.kind, c.name, c.times, c.sources) for c in candidates(project.read)]
    assert found == [
        ("participant", "Anna", 1, 1),
        ("participant", "P01", 0, 0),
        ("speaker", "Head", 2, 2),
        ("word", "Mia", 3, 2),
        ("word", "Élan", 1, 1),
        ("word", "Pedro", 1, 1),
        ("word", "SIMCE", 1, 1),
        ("word", "Zoe", 0, 0),
    ]
    assert candidates(project.read)[-1].example.startswith("I met Mia and Zoe")
    assert "Rosa came with Mia to San" in candidates(project.read)[3].example
    assert ("coder", "Coder") in {(c.kind, c.name) for c in candidates(project.read, coders=True)}


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_list_to_fill_in_is_read_and_never_written_over(project, tmp_path, suffix):
    path = tmp_path / f"l.{suffix}"
    propose(candidates(project.read), path)
    assert (read_names(path).names, read_names(path).ignored) == ((), 8)
    with pytest.raises(QdaError, match="exists already"):
        propose(candidates(project.read), path)


CONTACTS = (
    "Escribe a Ana.Perez+x@liceo-uno.cl, o al +56 9 1234 5678; también (02) 2345 678.\n"
    "En 2019-2020, el 12-05-2024 a las 10:30:45, con 1.500.000 pesos y 3.1415926.\n"
    "Mi número es 987654321. Ana.Perez+x@liceo-uno.cl, sí.\n"
)


def test_addresses_and_telephone_numbers_are_found_and_can_be_listed(tmp_path):
    with Project.create(tmp_path / "s.qdaproj") as project:
        project.run(ImportSources([Transcript("one", CONTACTS, "txt")]))
        project.run(WriteMemo(project.read.project_guid(), "project", "Call 600-123-4567."))
        found = candidates(project.read)
    contacts = [(c.name, c.times) for c in found if c.kind == "contact"]
    assert contacts == [
        ("Ana.Perez+x@liceo-uno.cl", 2),
        ("+56 9 1234 5678", 1),
        ("02) 2345 678", 1),
        ("987654321", 1),
        ("600-123-4567", 0),
    ]
    assert not {"Ana", "Perez"} & {c.name for c in found}
    names = [Name(name, f"contact {chr(65 + n)}") for n, (name, _times) in enumerate(contacts)]
    assert faults(names) == []
    new = replaced(CONTACTS, hits(CONTACTS, names))[0]
    assert new.splitlines()[0] == "Escribe a [contact A], o al +[contact B]; también ([contact C]."
    assert new.splitlines()[2] == "Mi número es [contact D]. [contact A], sí."


def test_a_word_that_only_stands_within_names_is_left_out(tmp_path):
    with Project.create(tmp_path / "s.qdaproj") as project:
        text = "Vino O'Higgins con Rosa Prat y la Rosa, y O'Higgins habló con Prat.\n"
        project.run(ImportSources([Transcript("one", text, "txt")]))
        said = {c.name for c in candidates(project.read)}
        listed = [Name("O'Higgins", "X"), Name("Rosa Prat", "")]
        found = {c.name: c.times for c in candidates(project.read, listed=listed)}
        assert {"Higgins", "Rosa", "Prat"} <= said
        assert found == {"Rosa": 1, "Prat": 1}
        spelt = [Name("Rosa", "X", ("Rosa Prat", "O'Higgins")), Name("Prat", "Y")]
        found = {c.name: c.times for c in candidates(project.read, listed=spelt)}
        assert found == {"Rosa": 4, "Prat": 1}
        project.run(AddCase("O'Higgins"))
        assert "Higgins" not in {c.name for c in candidates(project.read)}
