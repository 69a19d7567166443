"""A comparison as tables for spreadsheets, with the settings that made them."""

from collections.abc import Sequence

from qda_app import __version__
from qda_app.domain.amounts import characters_words
from qda_app.domain.messages import counted, say
from qda_app.formats.reports.column_names import column_name
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.figures import AgreementRow, figure, share
from qda_app.services.comparing.history import HistoryRow
from qda_app.services.comparing.planning import PlanRow
from qda_app.services.comparing.rows import (
    heat,
    node_rows,
    overall_row,
    pair_rows,
    source_rows,
)
from qda_app.services.comparing.scales import PAIR, SEVERAL, measure_words
from qda_app.services.comparing.units import BOOTSTRAP, LEAF, MAXQDA, NONE, OWN, SEGMENT
from qda_app.services.counted_text import statement

Cells = list[str | int | float | None]
Sheets = dict[str, tuple[list[str], list[Cells]]]


def settings(of: Comparison, view: View) -> dict[str, str]:
    """Say what the figures are about: coders, coefficient, unit, text, sources, version."""
    how = of.reading(view)
    found = {
        say("Coders"): " × ".join(of.names),
        say("Coefficient"): f"{measure_words(of.scale)[how.name]} ({how.paper})",
        say("Unit"): unit_words(of),
        say("Text compared"): statement(of.text),
        say("Sources compared"): say("{count} that all of them worked on", count=len(of.sources)),
        say("Sources left out"): left_out(of),
        say("Length compared"): amount(of),
        say("Figures of a node"): level_words(view),
        say("Interval"): interval_words(of, view),
    }
    if of.where:
        said = "; ".join(f"{name}: {', '.join(sorted(v))}" for name, v in of.where.items())
        found[say("Participants")] = said
    if of.codebook:
        found[say("Codebook version")] = str(of.codebook)
    return found | {say("Journal"): of.head, say("Software"): f"qda-app {__version__}"}


def left_out(of: Comparison) -> str:
    """Name the sources left out, each with the reason."""
    return "; ".join(f"{name} ({why})" for name, why in of.left_out) or say("none")


def amount(of: Comparison) -> str:
    """Say how much is compared, in units and characters."""
    said = characters_words(of.length)
    words = {
        "sentence": counted("1 sentence", "{count} sentences", of.counted),
        "paragraph": counted("1 paragraph", "{count} paragraphs", of.counted),
        "turn": counted("1 turn", "{count} turns", of.counted),
        SEGMENT: counted("1 row of segments", "{count} rows of segments", of.counted)
        if of.match.mode == MAXQDA
        else counted(
            "1 segment, matched ones once", "{count} segments, matched ones once", of.counted
        ),
    }
    return f"{words[of.unit]}, {said}" if of.unit in words else said


def unit_words(of: Comparison) -> str:
    """Return the unit in the user's language, with the share of it that must be coded."""
    if of.unit == SEGMENT and of.match.mode == MAXQDA:
        return say("segment, rows of both coders, {share} overlap", share=share(of.match.share))
    if of.unit == SEGMENT:
        least = figure(of.match.share)
        return say("segment, intersection over union of {share} or more", share=least)
    said = {
        "character": say("character"),
        "sentence": say("sentence"),
        "paragraph": say("paragraph"),
        "turn": say("turn"),
    }[of.unit]
    if of.share and of.unit != "character":
        return say("{unit}, coded where {share} of it is", unit=said, share=share(of.share))
    return said


def level_words(view: View) -> str:
    """Say which codings count for a node."""
    if view.level.isdecimal():
        return say("nodes below level {level} counted with it", level=int(view.level) + 1)
    return {
        OWN: say("own codings only"),
        LEAF: say("nodes without nodes below them"),
    }.get(view.level, say("its descendants included"))


def interval_words(of: Comparison, view: View) -> str:
    """Say how the intervals were made."""
    if view.interval == NONE:
        return say("none")
    if view.interval == BOOTSTRAP and of.in_parts(view):
        return say(
            "95%, bootstrap over parts of sources, seed {seed}, probably too narrow",
            seed=view.seed,
        )
    if view.interval == BOOTSTRAP:
        return say("95%, bootstrap over sources, seed {seed}", seed=view.seed)
    if of.in_parts(view):
        return say("95%, jackknife over parts of sources, probably too narrow")
    return say("95%, jackknife over sources, t distribution")


def sheets(
    of: Comparison,
    view: View,
    history: Sequence[HistoryRow] = (),
    plan: Sequence[PlanRow] = (),
) -> Sheets:
    """Return the tables by node, source and pair, node by source, and the settings."""
    title = column_name(of.reading(view).name)
    header = [
        say("name"), *cells_header(of), title, say("low"), say("high"), say("own codings"),
        *map(column_name, ("percent", "f1", "prevalence", "bias")), say("notes"),
    ]  # fmt: skip
    paths = {node.id: of.tree.path(node.id) for node in of.tree.order}
    by_node = node_rows(of, view)
    rows = [overall_row(of, view), *by_node]
    found: Sheets = {
        say("Nodes"): (header, [_line(row, paths.get(row.key, row.name)) for row in rows]),
        say("Sources"): (header, [_line(row, row.name) for row in source_rows(of, view)]),
    }
    if len(of.coders) > 2:
        cells = [*PAIR.kind.cells] if of.scale is SEVERAL else cells_header(of)
        wide = [say("name"), *cells, *header[1 + len(cells_header(of)) :]]
        pairs = [_line(row, row.name) for _pair, row in pair_rows(of, view)]
        found[say("Pairs of coders")] = (wide, pairs)
    found[say("Nodes by source")] = (
        [say("node"), *(source.name for source in of.sources)],
        [[paths[row.key], *values] for row, values in zip(by_node, heat(of, view), strict=True)],
    )
    found |= _later(history, plan, title)
    said = [[name, value] for name, value in settings(of, view).items()]
    found[say("Settings")] = ([say("setting"), say("value")], [list(line) for line in said])
    return found


def cells_header(of: Comparison) -> list[str]:
    """Return the titles of the lengths or counts that the figures rest on."""
    if of.scale is SEVERAL:
        return [column_name(f"coders_{number}") for number in range(len(of.coders) + 1)]
    return [column_name(name) for name in of.scale.kind.whole]


def _later(history: Sequence[HistoryRow], plan: Sequence[PlanRow], title: str) -> Sheets:
    found: Sheets = {}
    if history:
        header = [say("name"), say("codings"), say("sources"), title, say("low"), say("high"), "f1"]
        lines: list[Cells] = []
        for h in history:
            of = h.figures
            lines.append([h.name, h.codings, h.sources, of.value, of.low, of.high, of.f1])
        found[say("History")] = (header, lines)
    if plan:
        header = [say("name"), title, say("half-width"), say("sources"), say("more")]
        found[say("Plan")] = (
            [*header, say("segments"), say("notes")],
            [
                [p.name, p.value, p.half_width, p.sources, p.more, p.segments, p.reason or ""]
                for p in plan
            ],
        )
    return found


def _line(row: AgreementRow, name: str) -> Cells:
    figures = (row.value, row.low, row.high, row.own, row.percent, row.f1, row.prevalence, row.bias)
    return [name, *row.cells, *figures, "; ".join(row.notes)]
