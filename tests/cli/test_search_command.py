"""Searching from the command line."""

import json

import pytest

from qda_app.cli.main import main
from qda_app.domain.transcript import Transcript
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project

TEXT = "Antes 😀 cambió todo.\nY cambiaron 100 % de las cosas.\n"


@pytest.fixture
def call(tmp_path, capsys):
    path = tmp_path / "s.qdaproj"
    with Project.create(path) as project:
        project.run(ImportSources([Transcript("one", TEXT, "txt", language="es")]))

    def run(*words):
        code = main(["search", str(path), *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_hits_with_their_places(call):
    code, out, err = call("CAMBIO")
    assert code == 0
    assert out.splitlines()[1:] == ["one\t8\t14\t\tAntes 😀 cambió todo."]
    assert "1 hit in 1 of 1 source" in err
    assert call("100 %")[1].count("\n") == 2
    assert call("CAMBIO", "--exact")[1].count("\n") == 1
    assert call("cambi", "--whole")[1].count("\n") == 1


def test_json_holds_quotations_equal_to_the_source(call):
    found = json.loads(call("cambiar", "--forms", "--json")[1])
    assert [hit["match"] for hit in found] == ["cambió", "cambiaron"]
    assert all(TEXT[hit["start"] : hit["end"]] == hit["match"] for hit in found)
    assert found[0]["source"] == "one"
