"""A comparison's figures as the rows of its tables: nodes, sources, pairs, history, plan."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from qda_app.analysis.agreement.cautions import Caution
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.figures import AgreementRow, figure, interval, share
from qda_app.services.comparing.history import HistoryRow
from qda_app.services.comparing.planning import PlanRow
from qda_app.services.comparing.rows import overall_row, pair_rows, source_rows
from qda_app.services.comparing.scales import MATCHES, PAIR, ROWS, measure_words
from qda_app.ui.views.compare.figure_model import Cell, Column, Line

Table = tuple[list[Column], list[Line]]


def tr(sentence: str) -> str:
    """Return a sentence in the user's language."""
    return QCoreApplication.translate("CompareLines", sentence)


def title_of(of: Comparison, view: View) -> str:
    """Return a coefficient's name as short as a column's title must be."""
    name = of.reading(view).name
    short = {"kappa": "κ", "fleiss_kappa": "κ", "alpha": "α", "pi": "π", "f1": "F1", "s": "S"}
    return short.get(name, measure_words(of.scale)[name])


def node_table(of: Comparison, view: View, rows: Sequence[AgreementRow]) -> Table:
    """Return the nodes' rows as a tree, all of them together first."""
    parents = {node.id: node.parent for node in of.tree.order}
    columns = [
        Column(tr("Node"), width=190),
        _value_column(of, view),
        Column(tr("Own"), _own_words(), number=True, width=56),
        *_interval_columns(),
        *_middle_columns(of),
        Column(tr("Notes"), tr("What to know about the figures; more on hover."), width=300),
    ]
    lines = [_overall_line(of, view)]
    lines += [_node_line(of, row, parents[row.key]) for row in rows]
    return columns, lines


def _overall_line(of: Comparison, view: View) -> Line:
    """Return the line of the nodes together, which says how they are brought together."""
    row = overall_row(of, view)
    if of.reading(view).name in of.scale.pooled:
        name = tr("{0}, pooled").format(row.name)
        tip = tr("All nodes' text is put into one table, and the coefficient is that table's.")
    else:
        name = tr("{0}, mean").format(row.name)
        tip = tr("The mean of the nodes' own coefficients, each node counting alike.")
    line = _node_line(of, replace(row, name=name), None, bold=True)
    first = replace(line.cells[0], tip=f"{name}. {tip}")
    return replace(line, cells=(first, *line.cells[1:]))


def _own_words() -> str:
    return tr("The same coefficient of the node's own codings, without the nodes below it.")


def _value_column(of: Comparison, view: View) -> Column:
    how = of.reading(view)
    return Column(
        title_of(of, view), f"{measure_words(of.scale)[how.name]} ({how.paper})", number=True
    )


def _interval_columns() -> list[Column]:
    return [
        Column(tr("95% CI"), tr("The interval of the coefficient, over sources."), width=118),
        Column(
            tr("0 to 1"),
            tr("Estimate and interval, drawn from 0 to 1; what lies below 0 is drawn at 0."),
            width=112,
            drawn=True,
        ),
    ]


def _middle_columns(of: Comparison) -> list[Column]:
    if of.scale is MATCHES:
        only = [tr("Only {0}").format(name) for name in of.names]
        if len(of.coders) > 2:
            only = [tr("Only first"), tr("Only second")]
        alone = tr("Segments without a match; of three coders and more, summed over the pairs.")
        return [
            Column(tr("Matched"), tr("Segments that answer to each other."), number=True),
            *(Column(title, alone, number=True) for title in only),
        ]
    if of.scale is ROWS:
        return [
            Column(tr("Agree"), tr("Segments of either coder that the other has."), number=True),
            Column(tr("Do not"), tr("Segments that the other coder has not."), number=True),
            Column("%", tr("Percent agreement"), number=True, width=60),
        ]
    found = [
        Column("F1", tr("Positive agreement: what both gave of all that was given."), number=True),
        Column(tr("Prevalence"), tr("The share of the text with the node."), number=True, width=92),
    ]
    if of.scale is PAIR:
        found.append(Column(tr("Bias"), tr("Who used the node for more text."), width=112))
    return found


def _middle_cells(of: Comparison, row: AgreementRow) -> list[Cell]:
    if of.scale is MATCHES or of.scale is ROWS:
        counts = [Cell(str(number), number) for number in row.cells]
        more = [Cell(share(row.percent), row.percent)] if of.scale is ROWS else []
        return counts + more
    found = [
        Cell(figure(row.f1), row.f1, row.reason or ""),
        Cell(share(row.prevalence), row.prevalence),
    ]
    if of.scale is PAIR:
        found.append(Cell(bias_words(row, of.names), row.bias, figure(row.bias)))
    return found


def _percent_columns(of: Comparison) -> list[Column]:
    """Return the column of percent agreement where there is such a thing, and none shows it."""
    if of.scale is MATCHES or of.scale is ROWS:
        return []
    return [Column(tr("Percent"), tr("Percent agreement"), number=True)]


def _percent_cells(of: Comparison, row: AgreementRow) -> list[Cell]:
    return [Cell(share(row.percent), row.percent) for _column in _percent_columns(of)]


def _value_cells(row: AgreementRow) -> list[Cell]:
    words, why = interval(row.low, row.high), row.no_interval or ""
    below = min(n for n in (row.value, row.low, 0.0) if n is not None) < 0
    cut = tr("{0}: what lies below 0 is drawn at 0.").format(words) if below else ""
    return [Cell(words, row.low, why), Cell(words, row.value, why or cut)]


def _node_line(
    of: Comparison, row: AgreementRow, parent: int | None, *, bold: bool = False
) -> Line:
    cells = (
        Cell(row.name, row.name.casefold(), row.name),
        Cell(figure(row.value), row.value, row.reason or ""),
        Cell("" if bold else figure(row.own), row.own),
        *_value_cells(row),
        *_middle_cells(of, row),
        notes_cell(row),
    )
    return Line(row.key, cells, parent, bold, (row.value, row.low, row.high))


def notes_cell(row: AgreementRow) -> Cell:
    """Return the notes in few words, the sentences on hover."""
    words = [flag_words()[Caution(flag)] for flag in row.flags]
    words += [] if row.reason is None else [row.reason]
    if not words and row.no_interval and row.value is not None:
        words = [row.no_interval]
    mark = "⚠ " if row.flags else ""
    return Cell(mark + " · ".join(words), len(row.notes), "\n".join(row.notes))


def flag_words() -> dict[Caution, str]:
    """Return the cautions in few words."""
    return {
        Caution.RARE: tr("rare"),
        Caution.COMMON: tr("almost everywhere"),
        Caution.FEW_SEGMENTS: tr("few segments"),
        Caution.FAR_APART: tr("percent far above kappa"),
        Caution.ONE_SPAN: tr("rests on one passage"),
        Caution.WIDE: tr("wide interval"),
        Caution.ONE_WAY: tr("runs one way"),
    }


def bias_words(row: AgreementRow, names: Sequence[str]) -> str:
    """Say who of two coders used a node for more text."""
    if row.bias is None or len(row.cells) != 4 or row.cells[0:3] == (0, 0, 0):
        return ""
    n11, n10, n01, _n00 = row.cells
    if abs(n10 - n01) <= 0.1 * max(1, 2 * n11 + n10 + n01):
        return tr("balanced")
    more, less = names if n10 > n01 else names[::-1]
    return f"{more} > {less}"


def source_table(of: Comparison, view: View) -> Table:
    """Return the sources with the figures of all nodes together."""
    columns = [Column(tr("Source"), width=220), _value_column(of, view)]
    columns += [*_middle_columns(of), *_percent_columns(of)]
    columns.append(Column(tr("Notes"), width=300))
    lines = [
        Line(
            row.key,
            (
                Cell(row.name, row.name.casefold(), row.name),
                Cell(figure(row.value), row.value, row.reason or ""),
                *_middle_cells(of, row),
                *_percent_cells(of, row),
                notes_cell(row),
            ),
        )
        for row in source_rows(of, view)
    ]
    return columns, lines


def pair_table(of: Comparison, view: View) -> Table:
    """Return every two of the coders with their overall figures."""
    columns = [
        Column(tr("Pair of coders"), width=220),
        Column(tr("Overall"), tr("Over all nodes, as in the first row above."), number=True),
        *_interval_columns(),
        Column("F1", number=True),
        *_percent_columns(of),
        Column(tr("Notes"), width=300),
    ]
    lines = [
        Line(
            number,
            (
                Cell(row.name, row.name.casefold(), row.name),
                Cell(figure(row.value), row.value, row.reason or ""),
                *_value_cells(row),
                Cell(figure(row.f1), row.f1),
                *_percent_cells(of, row),
                notes_cell(row),
            ),
            drawn=(row.value, row.low, row.high),
        )
        for number, (_pair, row) in enumerate(pair_rows(of, view))
    ]
    return columns, lines


def history_table(of: Comparison, view: View, rows: Sequence[HistoryRow]) -> Table:
    """Return the overall figures over time, oldest first."""
    columns = [
        Column(tr("As of"), width=150),
        _value_column(of, view),
        *_interval_columns(),
        Column(tr("Codings"), tr("Codings of the coders compared."), number=True, width=90),
        Column(tr("Sources"), tr("Sources that all coders had coded by then."), number=True),
        Column(tr("Notes"), width=300),
    ]
    lines = [
        Line(
            number,
            (
                Cell(each.name, each.name),
                Cell(figure(each.figures.value), each.figures.value, each.figures.reason or ""),
                *_value_cells(each.figures),
                Cell(str(each.codings), each.codings),
                Cell(str(each.sources), each.sources),
                notes_cell(each.figures),
            ),
            drawn=(each.figures.value, each.figures.low, each.figures.high),
        )
        for number, each in enumerate(rows)
    ]
    return columns, lines


def plan_table(of: Comparison, view: View, rows: Sequence[PlanRow]) -> Table:
    """Return how many sources and segments an interval of the wanted width takes."""
    columns = [
        Column(tr("Node"), width=190),
        _value_column(of, view),
        Column(tr("Now ±"), tr("Half the present interval."), number=True),
        Column(
            tr("Sources needed"), tr("Sources coded by all, those there are included."),
            number=True, width=130,
        ),
        Column(tr("More"), tr("How many of them are still to be coded."), number=True),
        Column(
            tr("Segments"), tr("About so many segments of the node each coder would then have."),
            number=True, width=90,
        ),
        Column(tr("Notes"), width=300),
    ]  # fmt: skip
    lines = [_plan_line(row, bold=number == 0) for number, row in enumerate(rows)]
    return columns, lines


def _plan_line(row: PlanRow, *, bold: bool) -> Line:
    def number(value: int | None) -> Cell:
        return Cell("–" if value is None else str(value), value, row.reason or "")

    cells = (
        Cell(row.name, row.name.casefold(), row.name),
        Cell(figure(row.value), row.value),
        Cell(figure(row.half_width), row.half_width),
        number(row.sources),
        number(row.more),
        number(row.segments),
        Cell(row.reason or "", row.reason or "", row.reason or ""),
    )
    return Line(row.key, cells, bold=bold)
