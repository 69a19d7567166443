"""The rules of the layout, the style and the types, checked like everything else."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "qda_app").rglob("*.py"))
HEAVY = ["pandas", "spacy", "matplotlib", "docx", "openpyxl", "xlsxwriter", "lxml", "numpy"]


def tool(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_style():
    assert tool("-m", "ruff", "check", "--no-cache", ".") == ""


def test_format():
    assert tool("-m", "ruff", "format", "--no-cache", "--check", ".") == ""


def test_types():
    assert tool("-m", "mypy", "--no-error-summary") == ""


def test_import_contracts():
    call = "from importlinter.cli import lint_imports as lint; import sys; sys.exit(lint())"
    assert tool("-c", call) == ""


def test_files_and_functions_are_short():
    long = []
    for path in FILES:
        source = path.read_text(encoding="utf-8")
        if source.count("\n") > 400:
            long.append(f"{path.name}: {source.count(chr(10))} lines")
        functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)]
        long += [f"{path.name}: {n.name}" for n in functions if n.end_lineno - n.lineno >= 60]
    assert long == []


def test_rows_past_the_viewers_eyes_are_read_for_copies_alone():
    """`Project.rows` passes by what a blind viewer may see; only copies are made with it."""
    users = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "qda_app").rglob("*.py")
        if "project.rows()" in path.read_text(encoding="utf-8")
    }
    assert users == {
        "qda_app/services/handouts.py",
        "qda_app/services/merging/copies.py",
        "qda_app/services/merging/planning.py",
    }


@pytest.mark.parametrize(
    "start", ["qda_app", "qda_app.__main__", "qda_app.cli.main", "qda_app.services.project"]
)
def test_heavy_libraries_are_absent_at_start(start):
    code = f"import {start}, sys; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_qt_keeps_its_references_to_none():
    """PySide6 6.12.0 lost one in most void calls and aborted after some thousands of them."""
    code = (
        "import sys; from PySide6.QtCore import QObject; o = QObject(); b = sys.getrefcount(None)\n"
        "for _ in range(20_000): o.setObjectName('x')\n"
        "assert abs(sys.getrefcount(None) - b) < 1_000"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
