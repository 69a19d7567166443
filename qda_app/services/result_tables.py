"""Results as tables, with the settings that made them stated beside the numbers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qda_app import __version__
from qda_app.analysis.agreement.units import TURN
from qda_app.domain.amounts import percent_words
from qda_app.domain.messages import say
from qda_app.formats.reports import agreement_tables, results
from qda_app.formats.reports.column_names import named_sheet
from qda_app.formats.reports.word_tables import NOTHING, write_word_tables
from qda_app.services.comparing.agreement import AgreementReport
from qda_app.services.comparing.units import BOOTSTRAP, CHARACTER, NONE, OWN, SEGMENT
from qda_app.services.counted_text import statement
from qda_app.services.counting import FrequencyReport
from qda_app.services.rounds.agreement import round_words

Sheet = tuple[list[str], list[list[Any]]]
Sheets = Mapping[str, Sheet]


def agreement_settings(found: AgreementReport) -> dict[str, str]:
    """Say what the figures are about: coders, unit, text, sources, level, journal, version."""
    chosen, compared = found.settings, found.sources
    every = say("{count} that all of them worked on", count=len(compared))
    both = say("{count} that both worked on", count=len(compared))
    settings = {
        say("Coders"): " × ".join(found.coders),
        say("Unit"): unit_words(found),
        say("Interval"): interval_words(found),
        say("Text compared"): statement(chosen.text),
        say("Sources compared"): both if len(found.coders) == 2 else every,
        say("Sources left out"): ", ".join(found.left_out) or say("none"),
        say("Length compared"): str(found.report.length),
        say("Figures of a node"): _descendants(found),
    }
    if found.round is not None:
        settings[say("Round")] = round_words(found.round)
    if chosen.where:
        said = "; ".join(f"{name}: {', '.join(values)}" for name, values in chosen.where.items())
        settings[say("Participants")] = said
    return settings | {say("Journal"): found.head, say("Software"): f"qda-app {__version__}"}


def unit_words(found: AgreementReport) -> str:
    """Say what was counted, and how much of it had to be coded."""
    chosen = found.settings
    share = percent_words(chosen.share)
    if chosen.in_rows:
        return say(
            "segment; a row agrees where the other coder covered {share} of it (MAXQDA)",
            share=share,
        )
    if chosen.unit == SEGMENT:
        return say("segment; two match from {share} of intersection over union", share=share)
    name = {
        "sentence": say("sentence"),
        "paragraph": say("paragraph"),
        "turn": say("turn"),
    }.get(chosen.unit, say("character"))
    if chosen.unit == CHARACTER or not chosen.share:
        return name
    return say("{unit}, of which at least {share} is coded", unit=name, share=share)


def interval_words(found: AgreementReport) -> str:
    """Say how intervals were computed, if at all."""
    chosen = found.settings
    if chosen.interval == NONE:
        return say("none")
    if found.groups == 1 and not found.too_narrow:
        return say("none, for there is one source")
    if found.too_narrow:
        over = say("turns") if found.over == TURN else say("paragraphs")
        return say(
            "95%, {method} over {count} {blocks}, for there are few sources: probably too narrow",
            method=chosen.interval,
            count=found.groups,
            blocks=over,
        )
    if chosen.interval == BOOTSTRAP:
        return say("95%, bootstrap over sources, seed {seed}", seed=chosen.seed)
    return say("95%, leaving out one source at a time")


def _descendants(found: AgreementReport) -> str:
    if found.settings.level == OWN:
        return say("its own codings only")
    return say("its descendants included")


def agreement_caption(found: AgreementReport) -> list[str]:
    """Return the overall figures and the settings as lines below a table."""
    overall, words = found.report.overall, agreement_tables.overall_words()
    figures = [
        (words[name], _figure(value, *(overall.ci.get(name) or ())))
        for name, value in overall.figures.items()
        if value is not None
    ]
    line = ", ".join(f"{name} {value}" for name, value in figures) or overall.reason or NOTHING
    settings = results.settings_lines(agreement_settings(found))
    over = say("Overall, over the leaf nodes: {figures}", figures=line)
    if found.settings.level.isdecimal():
        over = say("Overall, over the nodes of this level: {figures}", figures=line)
    return [over, *settings, *found.warnings]


def shown_measures(found: AgreementReport) -> list[str]:
    """Return the coefficients that tables show: those asked for, else the usual ones."""
    asked = found.settings.figures()
    kinds = [part.tally.kind.shown for part in found.report.parts[:2]]
    return list(dict.fromkeys(asked or [name for names in kinds for name in names]))


def agreement_sheets(found: AgreementReport) -> Sheets:
    """Return all rows first (nodes, then per source), then overall, free spans, settings."""
    return agreement_tables.agreement_sheets(
        found.as_json(), agreement_settings(found), shown_measures(found)
    )


def agreement_screens(found: AgreementReport) -> list[Sheet]:
    """Return the tables for a pipe, intervals in brackets: nodes, then free spans."""
    sheets, measures = agreement_sheets(found), shown_measures(found)
    names = [say("Nodes"), *([say("Unitizing")] if found.free_spans is not None else [])]
    return [agreement_tables.bracketed(sheets[name], _figure, measures) for name in names]


def narrow_screens(found: AgreementReport) -> tuple[list[Sheet], list[str]]:
    """Return the tables for a terminal, and the notes on the first; percent only on request."""
    sheets, measures = agreement_sheets(found), shown_measures(found)
    fewer = [name for name in measures if name != "percent"] or measures
    entries = found.as_json()["nodes"]
    asked = measures if found.settings.figures() else fewer
    nodes, notes = agreement_tables.for_screen(entries, asked)
    spans = say("Unitizing")
    more = [agreement_tables.bracketed(sheets[spans], _figure, ())] if spans in sheets else []
    return [named_sheet(each) for each in (nodes, *more)], notes


def agreement_lines(found: AgreementReport) -> Sheet:
    """Return one table for a csv file; each row says how it was computed."""
    whole = found.as_json()
    header, rows = agreement_tables.agreement_rows(whole["nodes"], shown_measures(found))
    if "unitizing" in whole:
        header, rows = agreement_tables.with_unitizing((header, rows), whole["unitizing"])
    settings = agreement_settings(found)
    stated = {
        "unit": settings[say("Unit")],
        "text": found.text,
        "interval": settings[say("Interval")],
        "journal": found.head,
        "software": whole["software"],
    }
    return [*header, *stated], [[*row, *stated.values()] for row in rows]


def write_agreement(path: Path, found: AgreementReport) -> None:
    """Write the tables for a paper as a Word document."""
    settings = agreement_settings(found)
    tables = agreement_tables.paper_tables(found.as_json(), settings, shown_measures(found))
    write_word_tables(path, tables)


def _figure(value: float | None, low: float | None = None, high: float | None = None) -> str:
    if value is None:
        return NOTHING
    return f"{value:.3f}" + ("" if low is None or high is None else f" [{low:.3f}, {high:.3f}]")


def frequency_settings(found: FrequencyReport) -> dict[str, str]:
    """Say what was counted: whose codings, which text, and how repeated passages count."""
    hidden = {say("Hidden"): found.hidden} if found.hidden else {}
    return {
        say("Codings of"): ", ".join(found.coders) or say("nobody"),
        **hidden,
        say("Text counted"): statement(found.text),
        say("Length counted"): str(found.length),
        say("Characters and words"): say(
            "by union over spans and coders: a passage coded twice counts once"
        ),
        say("Journal"): found.head,
        say("Software"): f"qda-app {__version__}",
    }


def frequency_caption(found: FrequencyReport) -> list[str]:
    """Return the settings as lines below a table."""
    return results.settings_lines(frequency_settings(found))


def frequency_sheets(found: FrequencyReport) -> Sheets:
    """Return the counts, and the settings that made them."""
    rows = [{**entry, found.by: entry["group"]} if found.by else entry for entry in found.as_json()]
    return results.frequency_sheets(rows, frequency_settings(found), found.by or "")
