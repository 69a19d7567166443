"""Disagreements as tables: the items, and the report for the appendix of a paper."""

from collections.abc import Callable
from pathlib import Path

from qda_app import __version__
from qda_app.domain.amounts import passages_words
from qda_app.domain.disagreements import CAUSES, Item
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.services.consent import Consent
from qda_app.services.reconciling.reconciling import Reconciliation, cause_words, outcome_words

Row = list[str | int]
LONGEST = 60  # characters of a passage in a table on screen


def item_rows(
    of: Reconciliation, *, agreed: bool = False, quoted: Callable[[Item], bool] = lambda _item: True
) -> tuple[list[str], list[Row]]:
    """Return the items one by one, with how each was settled; their words where `quoted`."""
    header = [
        say("item"), say("source"), say("start"), say("end"), say("node"), say("cause"),
        say("coders"), say("decision"), say("note"), say("text"),
    ]  # fmt: skip
    rows: list[Row] = []
    for item in of.everything if agreed else of.items:
        found = of.decision(item)
        words = " ".join(of.texts[item.source][item.start : item.end].split())
        words = words if quoted(item) else say("(no consent to quote)")
        outcome = outcome_words(found.outcome if found else "open")
        if found is not None and found.accepted is not None:
            outcome = f"{outcome}: {of.names.get(found.accepted, '?')}"
        rows.append(
            [
                item.key,
                of.sources[item.source],
                item.start,
                item.end,
                " / ".join(of.path(node) for node in item.nodes),
                cause_words(of.cause(item)),
                ", ".join(of.names.get(c, "?") for c in sorted({m.coder for m in item.members})),
                outcome,
                found.note if found else "",
                words if len(words) <= LONGEST else words[:LONGEST] + "…",
            ]
        )
    return header, rows


def caption(of: Reconciliation) -> list[str]:
    """Return the counts as lines below a table."""
    found = of.progress()
    return [
        counted(
            "{settled} of 1 disagreement is settled, {deferred} put off; coded alike: {alike}.",
            "{settled} of {count} disagreements are settled, {deferred} put off; coded alike: "
            "{alike}.",
            found.total,
            settled=found.settled,
            deferred=found.deferred,
            alike=passages_words(found.agreed),
        )
    ]


def report_sheets(of: Reconciliation) -> dict[str, tuple[list[str], list[Row]]]:
    """Return the report: by node and cause, by outcome, item by item, and what it is about."""
    counts = of.report()
    causes = [cause_words(cause) for cause in CAUSES]
    nodes: list[Row] = [
        [path, *(found.get(cause, 0) for cause in CAUSES), found.get("settled", 0)]
        for path, found in counts["nodes"].items()
    ]
    in_all: Row = [say("all items"), *counts["causes"].values(), counts["settled"]]
    outcomes: list[Row] = [[outcome_words(n), v] for n, v in counts["outcomes"].items()]
    return {
        say("Nodes"): ([say("node"), *causes, say("settled")], [in_all, *nodes]),
        say("Outcomes"): ([say("decision"), say("items")], outcomes),
        say("Items"): item_rows(of, quoted=Consent(of.read).allows),
        say("Settings"): ([say("setting"), say("value")], _settings(of)),
    }


def _settings(of: Reconciliation) -> list[Row]:
    return [
        [say("Round"), of.round.name],
        [say("Coders"), ", ".join(of.names.get(coder, "?") for coder in of.coders)],
        [say("Counting"), say("an item with two nodes counts at both; once in all items")],
        [say("Coded alike"), of.progress().agreed],
        [say("Journal"), of.read.head()],
        [say("Software"), f"qda-app {__version__}"],
    ]


def write_report(of: Reconciliation, target: Path) -> None:
    """Write the report as xlsx, docx, or csv (the items) with a settings file beside it."""
    from qda_app.formats.tables import write_report_csv, write_xlsx

    sheets = report_sheets(of)
    suffix = target.suffix.lower()
    if suffix == ".docx":
        _write_docx(of, target)
    elif suffix == ".csv":
        write_report_csv(target, *sheets[say("Items")])
        write_report_csv(target.with_name(f"{target.stem} settings.csv"), *sheets[say("Settings")])
    elif suffix == ".xlsx":
        write_xlsx(target, {n: (list(h), r) for n, (h, r) in sheets.items()})
    else:
        raise QdaError(say("{name} must end in .xlsx, .docx or .csv.", name=target.name))


def _write_docx(of: Reconciliation, target: Path) -> None:
    from qda_app.formats.reports.word_tables import PaperTable, write_word_tables

    sheets = report_sheets(of)
    note = "; ".join(f"{name}: {value}" for name, value in _settings(of))
    titles = {
        say("Nodes"): say("Disagreements by node and cause"),
        say("Outcomes"): say("Disagreements by how they were settled"),
    }
    write_word_tables(
        target,
        [
            PaperTable(
                title, sheets[name][0], [[str(c) for c in row] for row in sheets[name][1]], note
            )
            for name, title in titles.items()
        ],
    )
