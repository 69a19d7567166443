import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from qda_app.ui.colours import contrast
from qda_app.ui.theme import Theme, reading_font, style_sheet, system_is_dark, tokens_of

PAGES = ("window", "surface", "raised")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("ink", ["text", "muted", "accent", "danger", "warn", "ok"])
@pytest.mark.parametrize("page", PAGES)
def test_text_of_every_kind_keeps_aa(dark: bool, ink: str, page: str) -> None:
    tokens = tokens_of(dark=dark)
    assert contrast(tokens.color(ink), tokens.color(page)) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("page", ["selection", "coded_tint", "accent_soft", "hover"])
def test_text_keeps_aa_on_every_ground_it_is_written_on(dark: bool, page: str) -> None:
    tokens = tokens_of(dark=dark)
    assert contrast(tokens.color("text"), tokens.color(page)) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_muted_text_keeps_aa_on_tint_and_on_hover(dark: bool) -> None:
    tokens = tokens_of(dark=dark)
    for page in ("coded_tint", "accent_soft", "hover"):
        assert contrast(tokens.color("muted"), tokens.color(page)) >= 4.5
    assert contrast(tokens.color("accent_text"), tokens.color("accent")) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("page", PAGES)
def test_edges_of_controls_can_be_seen(dark: bool, page: str) -> None:
    tokens = tokens_of(dark=dark)
    assert contrast(tokens.color("line_strong"), tokens.color(page)) >= 3
    assert contrast(tokens.color("accent"), tokens.color(page)) >= 3


@pytest.mark.parametrize("dark", [False, True])
def test_the_style_sheet_names_no_colour_of_its_own(dark: bool) -> None:
    sheet = style_sheet(tokens_of(dark=dark), dark=dark)
    known = {value.lower() for value in (getattr(tokens_of(dark=dark), n) for n in
             tokens_of(dark=dark).__slots__)}  # fmt: skip
    found = {word.strip(";,").lower() for word in sheet.split() if word.startswith("#")}
    assert found <= known
    assert "$" not in sheet


def test_images_of_the_style_sheet_are_there() -> None:
    from pathlib import Path

    for dark in (False, True):
        sheet = style_sheet(tokens_of(dark=dark), dark=dark)
        named = [part.split('"')[0] for part in sheet.split('url("')[1:]]
        assert named
        assert all(Path(path).is_file() for path in named)


def test_apply_dresses_the_application_and_says_so(qapp: QApplication, theme: Theme) -> None:
    heard: list[bool] = []
    theme.changed.connect(lambda: heard.append(theme.dark))
    theme.apply(qapp, "dark")
    assert heard == [True]
    assert qapp.palette().color(QPalette.ColorRole.Base) == tokens_of(dark=True).color("surface")
    theme.apply(qapp, "system")
    assert theme.dark == system_is_dark()
    assert theme.mode == "system"


def test_a_button_can_be_dressed(qtbot, theme: Theme) -> None:
    button = QPushButton("Import")
    qtbot.addWidget(button)
    button.show()
    assert button.sizeHint().height() >= 28


def test_reading_font_has_fallbacks() -> None:
    assert len(reading_font(13).families()) > 3
    assert reading_font(13, serif=False).pointSizeF() == 13
