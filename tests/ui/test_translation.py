"""The screens in Spanish: every sentence of the desktop is in the catalogue."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

import qda_app
from qda_app.ui.translation import CatalogueTranslator, load_catalogue, preferred_language
from qda_app.ui.views.start_page import StartPage


def sentences():
    found = set()
    for path in (Path(qda_app.__file__).parent / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "tr"
            if called and node.args and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def test_the_spanish_catalogue_holds_every_sentence_of_the_desktop_and_no_other():
    assert set(load_catalogue("es")) == sentences()


def test_placeholders_are_the_same_on_both_sides():
    for english, spanish in load_catalogue("es").items():
        assert re.findall(r"\{\w+\}", english) == re.findall(r"\{\w+\}", spanish), english
        assert english.count("&") == spanish.count("&")


def test_a_page_is_shown_in_spanish(qtbot):
    translator = CatalogueTranslator(load_catalogue("es"))
    app = QApplication.instance()
    app.installTranslator(translator)
    try:
        page = StartPage()
        qtbot.addWidget(page)
        assert "Probar la muestra" in [b.text() for b in page.findChildren(QPushButton)]
        assert QApplication.translate("QPlatformTheme", "Retry") == "Retry"
    finally:
        app.removeTranslator(translator)


@pytest.mark.parametrize(("value", "language"), [("es_CL.UTF-8", "es"), ("C", "c"), ("", "en")])
def test_the_environment_says_which(monkeypatch, value, language):
    for name in ("QDA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", value)
    assert preferred_language() == language
    assert load_catalogue("xx") == {}
