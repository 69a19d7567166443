"""Tables of participants: columns in English or Spanish, the rest are attributes."""

import pytest

from qda_app.domain.errors import QdaError
from qda_app.domain.transcript import Transcript
from qda_app.services.case_tables import import_cases
from qda_app.services.commands.sources import ImportSources


@pytest.mark.parametrize(
    "own", ["case,source,speaker", "Caso,Fuente,Hablante", "participante,FUENTE,speaker"]
)
def test_columns_are_known_in_both_languages(project, tmp_path, own):
    project.run(ImportSources([Transcript("I", "Hola.", "txt")]))
    (tmp_path / "t.csv").write_text(f"{own},role\nP1,I,,Directora\n", encoding="utf-8")
    assert import_cases(project, tmp_path / "t.csv") == 1
    (case,) = project.read.cases()
    source = next(s.id for s in project.read.sources() if s.name == "I")
    assert (case.name, case.links) == ("P1", ((source, ""),))
    assert case.attributes == {"role": "Directora"}


def test_without_a_column_of_cases_nothing_is_taken(project, tmp_path):
    (tmp_path / "t.csv").write_text("name,role\nP1,x\n", encoding="utf-8")
    with pytest.raises(QdaError, match="has no column “case”; “source” and “speaker” may stand"):
        import_cases(project, tmp_path / "t.csv")
    assert project.read.cases() == []
