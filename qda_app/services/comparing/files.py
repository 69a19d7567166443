"""A comparison as files: workbook, tables of text, tables for Word, charts."""

from collections.abc import Sequence
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.formats.reports.charts import KINDS, write_chart
from qda_app.formats.reports.interval_chart import write_interval_chart
from qda_app.formats.reports.word_tables import write_word_tables
from qda_app.formats.tables import write_report_csv, write_xlsx
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.history import HistoryRow
from qda_app.services.comparing.papers import heat_chart, interval_chart, paper_tables
from qda_app.services.comparing.planning import PlanRow
from qda_app.services.comparing.tables import sheets

WIDTH = 24.0  # centimetres of a chart


def write_comparison(
    path: Path,
    of: Comparison,
    view: View,
    history: Sequence[HistoryRow] = (),
    plan: Sequence[PlanRow] = (),
    *,
    drawn_intervals: bool = False,
) -> None:
    """Write what the path's ending asks for: xlsx, csv, docx, or a chart as svg, pdf or png.

    The chart is the heat map, or the intervals by node. Raises QdaError for another ending and
    where the file cannot be written.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind in KINDS and drawn_intervals:
        write_interval_chart(interval_chart(of, view), path, WIDTH)
    elif kind in KINDS:
        write_chart(heat_chart(of, view), path, WIDTH)
    elif kind == "docx":
        write_word_tables(path, paper_tables(of, view))
    elif kind == "xlsx":
        write_xlsx(path, sheets(of, view, history, plan))
    elif kind == "csv":
        tables = list(sheets(of, view, history, plan).values())
        write_report_csv(path, *tables[0])
        write_report_csv(path.with_name(f"{path.stem} settings.csv"), *tables[-1])
    else:
        raise QdaError(say("End the name with xlsx, csv, docx, svg, pdf or png."))
