import tempfile
from pathlib import Path

import pytest

from qda_app.domain.errors import QdaError
from qda_app.services import self_test
from qda_app.services.project import Project


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_every_step_passes_and_leaves_nothing(temporary):
    steps = ["create", "import", "code", "agree", "count", "export", "check"]
    assert list(self_test.run_self_test()) == [f"{step}: ok" for step in steps]
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("error", [QdaError("no reader"), ModuleNotFoundError("no reader")])
def test_failing_step_is_named(monkeypatch, temporary, error):
    def fail(*_args):
        raise error

    monkeypatch.setattr(self_test, "import_files", fail)
    steps = self_test.run_self_test()
    assert next(steps) == "create: ok"
    with pytest.raises(QdaError, match="failed at “import”: no reader"):
        next(steps)
    assert list(temporary.iterdir()) == []


def test_lost_quotation_and_unsound_file_are_found(monkeypatch):
    monkeypatch.setattr(self_test, "write_excerpts", _write_empty)
    with pytest.raises(QdaError, match="failed at “export”: quotations: 0 instead of 2"):
        list(self_test.run_self_test())
    monkeypatch.undo()
    monkeypatch.setattr(Project, "check", lambda _project: "a page is damaged")
    with pytest.raises(QdaError, match="failed at “check”: check: 'a page is damaged'"):
        list(self_test.run_self_test())


def _write_empty(_read: object, path: Path) -> None:
    from docx import Document

    Document().save(str(path))
