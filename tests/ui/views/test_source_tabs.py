"""The tabs of the open sources: they scroll before their names cannot be told apart."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from qda_app.ui.views.code.source_tabs import NAME, TABS, SourceTabs

NAMES = {n: f"Entrevista II_{n} Directora de la escuela rural" for n in range(TABS)}


@pytest.fixture
def tabs(qtbot, theme):
    made = SourceTabs()
    qtbot.addWidget(made)
    for source in NAMES:
        made.show_source(source, NAMES)
    made.resize(500, made.sizeHint().height())
    made.show()
    qtbot.waitExposed(made)
    return made


def scrollers(tabs):
    return [
        button
        for button in tabs.findChildren(
            QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly
        )
        if button.arrowType() != Qt.ArrowType.NoArrow and button.isVisible()
    ]


def test_many_tabs_keep_a_good_part_of_their_names_and_scroll(tabs):
    least = NAME * tabs.fontMetrics().averageCharWidth()
    assert all(tabs.tabRect(number).width() >= least for number in range(TABS))
    left, _right = scrollers(tabs)
    assert tabs.tabRect(TABS - 1).right() < tabs.width()  # the newest is in view
    assert tabs.tabRect(0).left() < 0
    while left.isEnabled():
        left.click()
    assert tabs.tabRect(0).left() >= 0


def test_a_short_name_is_shown_whole_and_few_tabs_do_not_scroll(qtbot, theme):
    made = SourceTabs()
    qtbot.addWidget(made)
    for source in (1, 2):
        made.show_source(source, {1: "I_1", 2: "I_2"})
    made.resize(500, made.sizeHint().height())
    made.show()
    assert made.minimumTabSizeHint(0) == made.tabSizeHint(0)
    assert made.tabRect(0).width() < 150
    assert not scrollers(made)
