"""Results as tables, with the settings that made them stated beside the numbers."""

from collections.abc import Mapping
from typing import Any

from qda_app import __version__
from qda_app.domain.messages import say
from qda_app.formats.reports import results
from qda_app.services.comparing import AgreementReport
from qda_app.services.comparing_units import BOOTSTRAP, NONE, OWN
from qda_app.services.counted_text import statement
from qda_app.services.counting import FrequencyReport

Sheets = Mapping[str, tuple[list[str], list[list[Any]]]]


def agreement_settings(found: AgreementReport) -> dict[str, str]:
    """Say what the figures are about: coders, unit, text, sources, level, journal, version."""
    left_out = ", ".join(found.left_out) or say("none")
    return {
        say("Coders"): " × ".join(found.coders),
        say("Unit"): _unit(found.settings.unit),
        say("Interval"): _interval(found),
        say("Text compared"): statement(found.text),
        say("Sources compared"): say("{count} that both worked on", count=len(found.sources)),
        say("Sources left out"): left_out,
        say("Length compared"): str(found.report.length),
        say("Figures of a node"): _descendants(found),
        say("Journal"): found.head,
        say("Software"): f"qda-app {__version__}",
    }


def _unit(unit: str) -> str:
    return {
        "sentence": say("sentence"),
        "paragraph": say("paragraph"),
        "turn": say("turn"),
    }.get(unit, say("character"))


def _interval(found: AgreementReport) -> str:
    if found.settings.interval == NONE:
        return say("none")
    if found.settings.interval == BOOTSTRAP:
        return say("95 %, bootstrap over sources, seed {seed}", seed=found.settings.seed)
    return say("95 %, leaving out one source at a time")


def _descendants(found: AgreementReport) -> str:
    if found.settings.level == OWN:
        return say("its own codings only")
    return say("its descendants included")


def agreement_caption(found: AgreementReport) -> list[str]:
    """Return the overall figures and the settings as lines below a table."""
    overall = found.report.overall
    figures = (
        (say("percent agreement"), overall.percent),
        (say("pooled kappa"), overall.pooled_kappa),
        (say("mean kappa"), overall.mean_kappa),
    )
    line = ", ".join(f"{n} {'–' if v is None else format(v, '.3f')}" for n, v in figures)
    settings = results.settings_lines(agreement_settings(found))
    over = say("Overall, over the leaf nodes: {figures}", figures=line)
    if found.settings.level.isdecimal():
        over = say("Overall, over the nodes of this level: {figures}", figures=line)
    return [over, *settings, *found.warnings]


def agreement_sheets(found: AgreementReport) -> Sheets:
    """Return all rows first (nodes, then per source), then overall, settings."""
    return results.agreement_sheets(found.report.as_json(), agreement_settings(found))


def frequency_settings(found: FrequencyReport) -> dict[str, str]:
    """Say what was counted: whose codings, which text, and how repeated passages count."""
    return {
        say("Codings of"): ", ".join(found.coders) or say("nobody"),
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
