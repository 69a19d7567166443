"""Tables as charts: which rows and columns can stand in one drawing."""

from qda_app.domain.tree import SEPARATOR
from qda_app.formats.reports.charts import Chart
from qda_app.services.crosstabs import Crosstab

MOST_ROWS, MOST_COLUMNS = 80, 60


def chart_of(table: Crosstab, column: int | None = None, *, empty: bool = False) -> Chart:
    """Return a table as a chart: one column as bars, all of them as a heat map.

    Rows and columns without any number are left out unless `empty`; names of nodes lose the path
    where the last name is enough. At most `MOST_ROWS` by `MOST_COLUMNS` are drawn, the first ones.
    """
    wanted = range(len(table.columns)) if column is None else [column]
    numbers = [[_number(row[c]) for c in wanted] for row in table.values]
    rows = [r for r, row in enumerate(numbers) if empty or any(row)][:MOST_ROWS]
    columns = [c for c in range(len(wanted)) if empty or any(numbers[r][c] for r in rows)]
    columns = columns[:MOST_COLUMNS] or [0]
    names = _short([table.names[r] for r in rows])
    titles = [table.columns[wanted[c]] for c in columns]
    single = len(columns) == 1
    note = "; ".join(f"{name}: {value}" for name, value in table.settings.items())
    title = f"{table.title}: {titles[0]}" if single and not table.comparable else table.title
    return Chart(
        title,
        names,
        titles,
        [[numbers[r][c] for c in columns] for r in rows],
        titles[0] if single and not table.comparable else table.measure,
        note,
    )


def _number(cell: object) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None


def _short(paths: list[str]) -> list[str]:
    """Return the last names of paths where no two are the same, indented by depth."""
    leaves = [path.split(SEPARATOR)[-1] for path in paths]
    doubled = {leaf for leaf in leaves if leaves.count(leaf) > 1}
    return [path if leaf in doubled else leaf for path, leaf in zip(paths, leaves, strict=True)]
