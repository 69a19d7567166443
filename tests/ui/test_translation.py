"""The screens in Spanish: every sentence of the desktop is in the catalogue."""

import ast
import json
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

import qda_app
from qda_app import paths
from qda_app.cli.help_texts import HEADINGS, english
from qda_app.cli.main import commands
from qda_app.domain.messages import counted, install, say
from qda_app.services.languages import load_catalogue, preferred_language, speak
from qda_app.ui.action_table import ActionTable
from qda_app.ui.translation import Languages
from qda_app.ui.views.start_page import StartPage

# What is counted, as it stands right after a count.
COUNTED = (
    "answers|cases|characters|coders|codings|conflicts|disagreements|excerpts|files|hits|nodes"
)
COUNTED += (
    "|occurrences|pages|participants|passages|quotations|rows|segments|sources|speakers|steps"
)
COUNTED += "|themes|transcripts|turns|values|words"
# How sentences begin that never count one: fixed limits, several coders, what has its own singular.
NEVER_OF_ONE = (
    "A bootstrap needs at least {",
    "A coder has fewer than {count} segments",
    "A passage stands at each of its nodes",
    "APA 7 prints quotations of {0} words",
    "Fewer than {0} participants share",
    "For ± {width:.2f} over all nodes, {sources} sources",
    "Free spans have intervals from {count} sources",
    "Imported {count} files",
    "Removed {count} codings",
    "The merge would leave {found} codings",
    "There are fewer than {count} sources.",
    "{name} needs codings that exclude each other.",
    "{names} and {last} ({coders} coders)",
    "{quoted} of {every} participants are quoted; {name} most often",
    "{start} to {end} is no passage of",
    "{name} holds no nodes",
    "Choose at least one column of",
)
# Of the page Paper, still to be said in the singular.


def calls():
    """Every call in the package with an argument, as (name, call)."""
    for path in Path(qda_app.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def literals(node):
    branches = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return {b.value for b in branches if isinstance(b, ast.Constant) and isinstance(b.value, str)}


def sentences():
    """Every literal that `tr` or `say` is called with, or that a `sentence` is set to for it."""
    found = set()
    for path in Path(qda_app.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                found |= literals(node.args[0]) if called in {"tr", "say"} else set()
                if called == "counted":  # the sentence for one, and that for more
                    found |= set().union(*map(literals, node.args[:2]))
                found |= literals(node.args[-1]) if called == "QT_TRANSLATE_NOOP" else set()
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "sentence":
                found |= literals(node.value)
    return found


def test_the_spanish_catalogue_holds_every_sentence_and_no_other():
    folder = paths.shipped("resources/translations/es")
    shipped = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.json"))]
    assert sum(map(len, shipped)) == len(load_catalogue("es")), "a sentence stands in two files"
    assert set(load_catalogue("es")) == sentences() | set(english(commands)) | set(HEADINGS)


def test_placeholders_are_the_same_on_both_sides():
    for sentence, spanish in load_catalogue("es").items():
        assert re.findall(r"\{\w+\}", sentence) == re.findall(r"\{\w+\}", spanish), sentence
        assert sentence.count("&") == spanish.count("&")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_two_menus_have_the_same_mnemonic(qapp, language):
    languages = Languages(qapp)
    languages.switch(language)
    try:
        titles = list(ActionTable().menus().values())
    finally:
        languages.switch("en")
    letters = [re.findall(r"&(\w)", title.casefold()) for title in titles]
    assert all(len(found) == 1 for found in letters), titles
    assert len({found[0] for found in letters}) == len(titles), titles


def test_spanish_sentences_quote_with_angle_quotation_marks():
    assert not [text for text in load_catalogue("es").values() if set("“”") & set(text)]


def test_one_is_said_in_the_singular_in_both_languages():
    def said():
        return [counted("1 case.", "{count} cases.", number) for number in (0, 1, 2)]

    assert said() == ["0 cases.", "1 case.", "2 cases."]
    install(load_catalogue("es"))
    try:
        assert said() == ["0 casos.", "1 caso.", "2 casos."]
    finally:
        install({})


def test_no_sentence_with_a_count_lacks_a_singular():
    said = set().union(*(literals(c.args[0]) for name, c in calls() if name in {"tr", "say"}))
    plural = {
        s
        for s in said
        if re.search(rf"\{{(?!coder|name)[^}}]*\}} (?:(?!in )\w+ )?(?:{COUNTED})\b", s)
    }
    assert {s for s in plural if not s.startswith(NEVER_OF_ONE)} == set()


def test_the_spanish_sentences_have_one_word_for_one_thing():
    said = " ".join(load_catalogue("es").values()).casefold()
    assert not [word for word in ("bitácora", "nodos hoja", "nodo hoja") if word in said]
    assert "diario" in said
    assert "nodos terminales" in said


def test_screens_services_and_qts_own_buttons_speak_spanish_and_english_again(qtbot):
    languages = Languages(QApplication.instance())
    languages.switch("es")
    try:
        page = StartPage()
        qtbot.addWidget(page)
        assert "Probar la muestra" in [b.text() for b in page.findChildren(QPushButton)]
        assert say("There is nothing to undo.") == "No hay nada que deshacer."
        assert QApplication.translate("QPlatformTheme", "Cancel") == "Cancelar"
    finally:
        languages.switch("en")
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert say("There is nothing to undo.") == "There is nothing to undo."
    assert speak("xx") == {}


@pytest.mark.parametrize(("value", "language"), [("es_CL.UTF-8", "es"), ("C", "c"), ("", "en")])
def test_the_environment_says_which(monkeypatch, value, language):
    for name in ("QDA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", value)
    assert preferred_language() == language
    assert load_catalogue("xx") == {}
