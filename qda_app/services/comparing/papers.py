"""A comparison for a paper: the methods paragraph, tables for Word, and charts."""

from collections.abc import Sequence

from qda_app import __version__
from qda_app.analysis.agreement.bootstrap import REPLICATES
from qda_app.domain.amounts import sources_words
from qda_app.domain.messages import counted, say
from qda_app.formats.reports.charts import Chart
from qda_app.formats.reports.interval_chart import IntervalChart, Reach
from qda_app.formats.reports.word_tables import PaperTable, coefficient
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.figures import AgreementRow, figure, interval
from qda_app.services.comparing.rows import (
    heat,
    node_rows,
    overall_row,
    pair_rows,
    source_rows,
)
from qda_app.services.comparing.scales import measure_words
from qda_app.services.comparing.tables import (
    amount,
    left_out,
    level_words,
    settings,
    unit_words,
)
from qda_app.services.comparing.units import BOOTSTRAP, NONE
from qda_app.services.counted_text import statement


def methods_paragraph(of: Comparison, view: View) -> str:
    """Return a paragraph for a methods section; every number is one of this comparison's."""
    row, how = overall_row(of, view), of.reading(view)
    sentences = [
        _about_coders(of),
        _about_left_out(of),
        _about_participants(of),
        say(
            "The unit was the {unit}. Agreement was computed as {measure} ({paper}); figures of a "
            "node: {level}.",
            unit=unit_words(of),
            measure=overall_words(of, view),
            paper=how.paper,
            level=level_words(view),
        ),
        say(
            "Over {nodes} together it was {value}.",
            nodes=_nodes_words(of, view),
            value=_with_interval(row),
        ),
        _range_words(of, view),
        _interval_sentence(of, view, row),
        say("Codebook version {number}.", number=of.codebook) if of.codebook else "",
        say("Computed with qda-app {version}, journal {head}.", version=__version__, head=of.head),
    ]
    return " ".join(filter(None, sentences))


def overall_words(of: Comparison, view: View) -> str:
    """Name the coefficient over several nodes."""
    name = of.reading(view).name
    words = measure_words(of.scale)[name]
    if name in of.scale.pooled:
        return say("{name}, pooled over nodes", name=words)
    return say("{name}, averaged over nodes", name=words)


def _about_coders(of: Comparison) -> str:
    *first, last = of.names
    if len(of.coders) == 2:
        return say(
            "{first} and {last} both coded {sources} ({amount}; {text}).",
            first=first[0],
            last=last,
            sources=sources_words(len(of.sources)),
            amount=amount(of),
            text=statement(of.text),
        )
    return say(
        "{names} and {last} ({coders} coders) all coded {sources} ({amount}; {text}).",
        names=", ".join(first),
        last=last,
        coders=len(of.coders),
        sources=sources_words(len(of.sources)),
        amount=amount(of),
        text=statement(of.text),
    )


def _about_left_out(of: Comparison) -> str:
    if not of.left_out:
        return ""
    return say("Left out: {count} ({names}).", count=len(of.left_out), names=left_out(of))


def _about_participants(of: Comparison) -> str:
    if not of.where:
        return ""
    said = "; ".join(f"{name}: {', '.join(sorted(v))}" for name, v in of.where.items())
    return say("Only the text of these participants was compared: {which}.", which=said)


def _nodes_words(of: Comparison, view: View) -> str:
    count = int(of.level(view)[1].sum())
    if view.own:
        return counted("the only node", "all {count} nodes", count)
    if view.level.isdecimal():
        return counted("the only node of the level", "the {count} nodes of the level", count)
    return counted("the only leaf node", "the {count} leaf nodes", count)


def _with_interval(row: AgreementRow) -> str:
    known = row.low is not None and row.high is not None
    return figure(row.value) + (f" {interval(row.low, row.high)}" if known else "")


def _range_words(of: Comparison, view: View) -> str:
    values = [row.value for row in node_rows(of, view) if row.value is not None]
    if len(values) < 2:
        return ""
    kept, over = of.level(view)
    together, low, high = int(over.sum()), figure(min(values)), figure(max(values))
    if together == len(kept):
        return say(
            "Node by node it could be computed for {count} of these {nodes} and ranged from {low} "
            "to {high}.",
            count=len(values),
            nodes=together,
            low=low,
            high=high,
        )
    return say(
        "Node by node, over these {together} and the {above} above them, it could be computed for "
        "{count} of {nodes} and ranged from {low} to {high}.",
        together=together,
        above=len(kept) - together,
        count=len(values),
        nodes=len(kept),
        low=low,
        high=high,
    )


def _interval_sentence(of: Comparison, view: View, row: AgreementRow) -> str:
    if view.interval == NONE:
        return ""
    if row.low is None:
        return row.no_interval or ""
    if view.interval == BOOTSTRAP and of.in_parts(view):
        return say(
            "The interval is a 95% percentile interval from {replicates} bootstrap samples of "
            "parts of the sources and probably too narrow, there being fewer than five sources "
            "(Efron, 1979; seed {seed}).",
            replicates=REPLICATES,
            seed=view.seed,
        )
    if view.interval == BOOTSTRAP:
        return say(
            "The interval is a 95% percentile interval from {replicates} bootstrap samples of "
            "the sources (Efron, 1979; seed {seed}).",
            replicates=REPLICATES,
            seed=view.seed,
        )
    if of.in_parts(view):
        return say(
            "The interval is a 95% jackknife interval over parts of the sources and probably too "
            "narrow, there being fewer than five sources (Efron & Stein, 1981)."
        )
    return say(
        "The interval is a 95% jackknife interval over sources with the t distribution (Efron & "
        "Stein, 1981)."
    )


# -- tables for Word ---------------------------------------------------------------------------


def paper_tables(of: Comparison, view: View) -> list[PaperTable]:
    """Return the figures by node, by source and by pair of coders as tables for a paper."""
    words = measure_words(of.scale)[of.reading(view).name]
    note = ". ".join(f"{name}: {value}" for name, value in settings(of, view).items()) + "."
    whole = overall_row(of, view)
    header = [say("Node"), words, "F1", say("Percent"), say("Prevalence")]
    by_node = [whole, *node_rows(of, view)]
    indented = [_paper_line(row, _indent(of, row)) for row in by_node]
    tables = [PaperTable(say("Agreement by node"), header, indented, note)]
    if len(of.coders) > 2:
        pairs = [_paper_line(row, row.name) for _pair, row in pair_rows(of, view)]
        two = [say("Coders"), *header[1:]]
        tables.append(PaperTable(say("Agreement by pair of coders"), two, pairs))
    by_source = [_paper_line(row, row.name) for row in source_rows(of, view)]
    third = [say("Source"), *header[1:]]
    return [*tables, PaperTable(say("Agreement by source"), third, by_source)]


def _indent(of: Comparison, row: AgreementRow) -> str:
    if row.key not in of.place:
        return row.name
    return "\N{EM SPACE}" * (len(of.tree.ancestors(row.key))) + row.name


def _paper_line(row: AgreementRow, name: str) -> list[str]:
    figures = (row.f1, row.percent, row.prevalence)
    return [name, coefficient(row.value, row.low, row.high), *map(coefficient, figures)]


# -- charts ------------------------------------------------------------------------------------


def heat_chart(of: Comparison, view: View) -> Chart:
    """Return the coefficient by node and source as a chart; nodes that nobody used are left out."""
    values, rows = heat(of, view), node_rows(of, view)
    used = [n for n, row in enumerate(values) if any(value is not None for value in row)]
    return Chart(
        say("Agreement by node and source"),
        [rows[n].name for n in used],
        [source.name for source in of.sources],
        [[None if v is None else round(v, 4) for v in values[n]] for n in used],
        measure_words(of.scale)[of.reading(view).name],
        _note(of, view),
    )


def interval_chart(of: Comparison, view: View) -> IntervalChart:
    """Return the coefficient of every node with its interval, nodes without a value left out."""
    rows: Sequence[AgreementRow] = [overall_row(of, view), *node_rows(of, view)]
    return IntervalChart(
        say("Agreement by node"),
        [Reach(r.name, r.value, r.low, r.high) for r in rows if r.value is not None],
        measure_words(of.scale)[of.reading(view).name],
        _note(of, view),
    )


def _note(of: Comparison, view: View) -> str:
    return "; ".join(f"{name}: {value}" for name, value in settings(of, view).items())
