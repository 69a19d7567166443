"""The pages of the rail, in order."""

from PySide6.QtCore import QObject

from qda_app.ui.desk import Desk
from qda_app.ui.rail import RailItem
from qda_app.ui.views.code.workspace import Workspace
from qda_app.ui.views.page_frame import ProjectPage


class PageList(QObject):
    """Names the pages and makes each when it is wanted; what one does not open is not loaded."""

    def items(self) -> list[RailItem]:
        """Return what stands on the rail."""
        return [
            RailItem("code", self.tr("Code"), "code", Workspace),
            RailItem("retrieve", self.tr("Retrieve"), "retrieve", self._retrieve),
            RailItem("search", self.tr("Search"), "search", self._search),
            RailItem("relations", self.tr("Relate"), "nodes", self._relations),
            RailItem("cases", self.tr("Cases"), "cases", self._cases),
            RailItem("memos", self.tr("Memos"), "memo", self._memos),
            RailItem("compare", self.tr("Compare"), "agreement", self._compare),
            RailItem("reconcile", self.tr("Reconcile"), "reconcile", self._reconcile),
            RailItem("team", self.tr("Team"), "team", self._team),
            RailItem("report", self.tr("Report"), "frequencies", self._report),
            RailItem("paper", self.tr("Paper"), "report", self._paper),
        ]

    def _retrieve(self, desk: Desk) -> ProjectPage:
        from qda_app.ui.views.retrieve.page import RetrievePage

        return RetrievePage(desk)

    def _search(self, desk: Desk) -> ProjectPage:
        from qda_app.ui.views.search.page import SearchPage

        return SearchPage(desk)

    def _relations(self, desk: Desk) -> ProjectPage:
        from qda_app.ui.views.relations.page import RelationsPage

        return RelationsPage(desk)

    def _cases(self, desk: Desk) -> ProjectPage:
        from qda_app.ui.views.cases.page import CasesPage

        return CasesPage(desk)

    def _memos(self, desk: Desk) -> ProjectPage:
        from qda_app.ui.views.memos.page import MemosPage

        return MemosPage(desk)

    def _compare(self, desk: Desk) -> ProjectPage:
        from qda_app.ui.views.compare.page import ComparePage

        return ComparePage(desk)

    def _reconcile(self, desk: Desk) -> ProjectPage:
        from qda_app.ui.views.reconcile.page import ReconcilePage

        return ReconcilePage(desk)

    def _team(self, desk: Desk) -> ProjectPage:
        from qda_app.ui.views.team.page import TeamPage

        return TeamPage(desk)

    def _report(self, desk: Desk) -> ProjectPage:
        from qda_app.ui.views.report.page import ReportPage

        return ReportPage(desk)

    def _paper(self, desk: Desk) -> ProjectPage:
        from qda_app.ui.views.paper.page import PaperPage

        return PaperPage(desk)
