"""Agreement as tables: typed cells for a spreadsheet, text for a terminal or a paper.

All take the structure that the command line prints as JSON, so a table never says anything else. A
figure that cannot be computed is an empty cell, with the reason in its row.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from qda_app.domain.messages import say
from qda_app.formats.reports.results import Cell, Sheet, settings_lines, settings_sheet
from qda_app.formats.reports.word_tables import PaperTable, coefficient, indented

Figure: TypeAlias = Callable[[float | None, float | None, float | None], str]

CELLS = (
    *("n11", "n10", "n01", "n00"),
    *("matches", "first_only", "second_only", "agreeing", "disagreeing"),
)
_PLAIN = ("prevalence", "bias")
_SAID = ("reason", "warnings")
_OF_PAIRS = ("kappa", "pi", "jaccard")  # there are none of three coders or more


def agreement_sheets(
    report: Mapping[str, Any], settings: Mapping[str, str], measures: Sequence[str]
) -> dict[str, Sheet]:
    """Return the report as sheets: nodes, sources, overall, alphas of free spans, settings.

    `measures` are the coefficients shown, each with the ends of its interval beside it where there
    are any. `settings` says how the figures came about, as sentences or short values.
    """
    names = [[None, source] for source in report["universe"]["names"]]
    spans = {say("Unitizing"): unitizing_rows(report["unitizing"])} if "unitizing" in report else {}
    return {
        say("Nodes"): agreement_rows(report["nodes"], measures),
        say("Sources"): agreement_rows(report["sources"], measures),
        say("Overall"): overall_rows(report["overall"]),
        **spans,
        **settings_sheet(settings, names),
    }


def agreement_rows(entries: Sequence[Mapping[str, Any]], measures: Sequence[str]) -> Sheet:
    """Return entries of nodes as a table; of several coders, a row for all and one for every pair.

    A cell or coefficient that no row has gets no column.
    """
    lines = [line for entry in entries for line in _lines(entry)]
    first = [name for name in ("source", "node", "coders") if any(name in line for line in lines)]
    cells = [name for name in CELLS if any(line.get(name) is not None for line in lines)]
    plain = [name for name in _PLAIN if any(line.get(name) is not None for line in lines)]
    header = [*(first or ["node"]), *cells]
    for name in measures:
        header.append(name)
        if any(line.get("ci", {}).get(name) for line in lines):
            header += [f"{name}_low", f"{name}_high"]
    header += [*(name for name in plain if name not in measures), "reason", "warnings"]
    return header, [_line(header, line, measures) for line in lines]


def _lines(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the entry, and those of its pairs, with the coders said where there are several."""
    where = {name: entry[name] for name in ("source", "node") if name in entry}
    if "pairs" not in entry:
        return [dict(entry)]
    pairs = [{**where, **pair, "coders": " × ".join(pair["coders"])} for pair in entry["pairs"]]
    return [{**entry, "coders": say("all")}, *pairs]


def _line(header: Sequence[str], line: Mapping[str, Any], measures: Sequence[str]) -> list[Cell]:
    ends = {
        f"{name}_{side}": both[at]
        for name, both in line.get("ci", {}).items()
        if both
        for at, side in enumerate(("low", "high"))
    }
    said = {"reason": _reason(line, measures), "warnings": " ".join(line["warnings"]) or None}
    return [{**ends, **line, **said}.get(name) for name in header]


def _reason(line: Mapping[str, Any], measures: Sequence[str]) -> str | None:
    """Return why a coefficient that is shown is missing, or kappa 0; None where neither is."""
    skipped = _OF_PAIRS if "pairs" in line else ()
    there = [line[name] for name in measures if name in line and name not in skipped]
    lacking = any(value is None for value in there) or line.get("kappa") == 0
    found: str | None = line["reason"] if lacking else None
    return found


def overall_rows(overall: Mapping[str, Any]) -> Sheet:
    """Return the figures over several nodes, one per row, for all coders and for every pair."""
    header = ["measure", "value", "low", "high", "reason"]
    blocks = [("", overall)]
    if "pairs" in overall:
        header.insert(0, "coders")
        pairs = [(" × ".join(pair["coders"]), pair) for pair in overall["pairs"]]
        blocks = [(say("all"), overall), *pairs]
    rows: list[list[Cell]] = []
    for coders, block in blocks:
        for name, value in block.items():
            if name in {"ci", "ci_reasons", "reason", "pairs", "coders"}:
                continue
            low, high = block.get("ci", {}).get(name) or (None, None)
            said = block.get("reason") if value is None else None
            row: list[Cell] = [name, value, low, high, said]
            rows.append([coders, *row] if "pairs" in overall else row)
    return header, rows


def unitizing_rows(blocks: Mapping[str, Any]) -> Sheet:
    """Return the alphas of free spans, one row per measure and node."""
    rows: list[list[Cell]] = []
    for name, block in blocks.items():
        if name == "domain":
            continue
        together = [block] if "value" in block else []
        for each in [*together, *block.get("nodes", ())]:
            low, high = each.get("ci") or (None, None)
            said = each["reason"] or each.get("ci_reason")
            rows.append([name, each.get("node"), each["value"], low, high, said])
    return ["measure", "node", "value", "low", "high", "reason"], rows


def with_unitizing(sheet: Sheet, blocks: Mapping[str, Any]) -> Sheet:
    """Return a table of nodes with a column for every alpha of free spans, for a csv file.

    The last row, without a node, holds those of all nodes together.
    """
    names = [name for name in blocks if name != "domain"]
    values: dict[tuple[str, Cell], Cell] = {
        (str(row[0]), row[1]): row[2] for row in unitizing_rows(blocks)[1]
    }
    header, rows = sheet
    at = header.index("node")
    wide = [[*row, *(values.get((name, row[at])) for name in names)] for row in rows]
    last: list[Cell] = [None] * len(header)
    return [*header, *names], [*wide, [*last, *(values.get((name, None)) for name in names)]]


def paper_tables(
    report: Mapping[str, Any], settings: Mapping[str, Cell], measures: Sequence[str]
) -> list[PaperTable]:
    """Return the tables for a paper: by node, overall, and the alphas of free spans."""
    names = " × ".join(report["coders"])
    stated = " ".join(f"{line}." for line in settings_lines(settings))
    brackets = say("Values with their intervals in brackets.")
    reason = report["overall"].get("reason") or ""
    tables = [
        PaperTable(
            say("Agreement of {coders} by node", coders=names),
            *_in_words(agreement_rows(report["nodes"], measures), measures),
            f"{brackets} {stated}",
        ),
        PaperTable(
            say("Agreement of {coders} over all nodes", coders=names),
            *_in_words(overall_rows(report["overall"]), ["value"]),
            reason,
        ),
    ]
    if "unitizing" in report:
        blocks = report["unitizing"]
        said = dict.fromkeys(
            block.get("reason") for name, block in blocks.items() if name != "domain"
        )
        tables.append(
            PaperTable(
                say("Alphas of free spans of {coders}", coders=names),
                *_in_words(unitizing_rows(blocks), ["value"]),
                " ".join(filter(None, said)),
            )
        )
    return tables


def bracketed(sheet: Sheet, figure: Figure, measures: Sequence[str]) -> Sheet:
    """Return a table with each interval in brackets behind its value, instead of beside it."""
    header, rows = sheet
    ends = {name: (f"{name}_low", f"{name}_high") for name in measures}
    ends["value"] = ("low", "high")
    gone = {end for pair in ends.values() for end in pair}
    kept = [name for name in header if name not in gone]
    written: list[list[Cell]] = []
    for row in rows:
        line = dict(zip(header, row, strict=True))
        written.append(
            [
                figure(line[name], *(line.get(end) for end in ends[name]))  # type: ignore[arg-type]
                if name in ends
                else line[name]
                for name in kept
            ]
        )
    return kept, written


def for_screen(
    entries: Sequence[Mapping[str, Any]], measures: Sequence[str]
) -> tuple[Sheet, list[str]]:
    """Return a table of nodes for a terminal, and what its numbered notes say.

    The cells are left out, intervals stand in brackets, and a node stands below its parent.
    """
    lines = [line for entry in entries for line in _lines(entry)]
    table = agreement_rows(entries, measures)
    header, rows = bracketed(table, coefficient, [*measures, *_PLAIN])
    kept = [name for name in header if name not in {*CELLS, *_SAID}]
    notes: dict[str, int] = {}
    written: list[list[Cell]] = []
    above: list[str] = []
    for line, row in zip(lines, rows, strict=True):
        shown = dict(zip(header, row, strict=True))
        said = filter(None, [_reason(line, measures), *line["warnings"]])
        marks = ", ".join(map(str, sorted(notes.setdefault(s, len(notes) + 1) for s in said)))
        path = str(line["node"])
        shown["node"] = "" if above and path == above[-1] else _indented(path, above)
        written.append([*(shown[name] for name in kept), marks])
    return ([*kept, say("notes")], written), [f"{n}  {text}" for text, n in notes.items()]


def _indented(path: str, above: list[str]) -> str:
    """Return a node's name below the nearest node shown above it, and put it on their list."""
    while above and not path.startswith(f"{above[-1]} > "):
        above.pop()
    name = path.removeprefix(f"{above[-1]} > ") if above else path
    above.append(path)
    return "· " * (len(above) - 1) + name


def _in_words(sheet: Sheet, measures: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Return the table as text for a paper, without the cells and the notes."""
    header, rows = bracketed(sheet, coefficient, [*measures, *_PLAIN])
    kept = [at for at, name in enumerate(header) if name not in {*CELLS, *_SAID}]
    words = column_words()
    named = overall_words() if "measure" in header else {}
    written = [
        ["" if row[at] is None else named.get(str(row[at]), str(row[at])) for at in kept]
        for row in rows
    ]
    if kept and header[kept[0]] == "node":
        names = indented([row[0] for row in written])
        written = [[name, *row[1:]] for name, row in zip(names, written, strict=True)]
    return [words.get(header[at], header[at]) for at in kept], written


def column_words() -> dict[str, str]:
    """Return what a table for a paper calls its columns."""
    return {
        "node": say("Node"),
        "coders": say("Coders"),
        "source": say("Source"),
        "measure": say("Measure"),
        "value": say("Value"),
        "kappa": "κ",
        "fleiss_kappa": say("Fleiss' κ"),
        "alpha": "α",
        "f1": "F1",
        "pi": "π",
        "s": "S",
        "ac1": "AC1",
        "pabak": "PABAK",
        "conger_kappa": say("Conger's κ"),
        "light_kappa": say("Light's κ"),
        "percent": say("Agreement"),
        "prevalence": say("Prevalence"),
        "prevalence_index": say("Prevalence index"),
        "bias": say("Bias"),
        "jaccard": "Jaccard",
        "mean_iou": "IoU",
        "first_share": say("Matched of the first"),
        "second_share": say("Matched of the second"),
    }


def overall_words() -> dict[str, str]:
    """Return what tables call the figures over several nodes, and the alphas of free spans."""
    return {
        "percent": say("percent agreement"),
        "pooled_kappa": say("pooled kappa"),
        "mean_kappa": say("mean kappa"),
        "pooled_fleiss_kappa": say("pooled Fleiss' kappa"),
        "mean_fleiss_kappa": say("mean Fleiss' kappa"),
        "mean_alpha": say("mean alpha"),
        "mean_f1": say("mean F1"),
        "f1": "F1",
        "mean_iou": say("mean IoU of the matches"),
        "u_alpha": "u-alpha",
        "cu_alpha": "cu-alpha",
        "ku_alpha": "(k)u-alpha",
        "alpha_u": "alpha-U",
    }
