"""The page of agreement where there is nobody to compare with yet."""

from PySide6.QtWidgets import QWidget

from qda_app.services.commands.coders import AddCoder
from qda_app.services.project import Project
from qda_app.ui.desk import Desk
from qda_app.ui.jobs import Jobs
from qda_app.ui.preferences import Preferences
from qda_app.ui.views.compare.page import ComparePage


def test_with_one_coder_the_page_leads_to_adding_another(qtbot, theme, tmp_path):
    with Project.create(tmp_path / "one.qdaproj") as project:
        project.run(AddCoder("Ana"))
        preferences = Preferences(tmp_path / "preferences")
        window = QWidget()
        desk = Desk(project, theme, Jobs(window), preferences, window)
        page = ComparePage(desk)
        qtbot.addWidget(page)
        page.show()
        asked = []
        desk.page_requested.connect(asked.append)
        assert page.choices.measure.currentText()
        page.to_team.click()
        assert asked == ["team"]
