"""What columns of result tables are called where people read them, in their language.

In English they have the names by which machines know them; csv and JSON have these in any language.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from qda_app.domain.messages import say

Table = tuple[Sequence[str], Sequence[Sequence[Any]]]
Sheet = tuple[list[str], list[list[Any]]]

_ENDS = ("low", "high", "total")


def column_name(key: str) -> str:
    """Return what people read for a column's name, or a measure's, such as `kappa_low`."""
    names = _names()
    if key in names:
        return names[key]
    first, _, last = key.rpartition("_")
    if first in names and last in _ENDS:
        return f"{names[first]}_{names[last]}"
    if first == "coders" and last.isdecimal():
        return f"{names[first]}_{last}"
    return key


def for_people(sheets: Mapping[str, Table]) -> dict[str, Sheet]:
    """Return the sheets with the names of their columns, and of measures, as people read them."""
    return {name: named_sheet(sheet) for name, sheet in sheets.items()}


def named_sheet(sheet: Table) -> Sheet:
    """Return a table with the names of its columns, and of measures in it, as people read them."""
    header, rows = sheet
    measure = header.index("measure") if "measure" in header else None
    written = [
        [column_name(str(cell)) if at == measure else cell for at, cell in enumerate(row)]
        for row in rows
    ]
    return [column_name(name) for name in header], written


def _names() -> dict[str, str]:
    return {
        "node": say("node"),
        "source": say("source"),
        "sources": say("sources"),
        "coder": say("coder"),
        "coders": say("coders"),
        "cases": say("cases"),
        "codings": say("codings"),
        "characters": say("characters"),
        "words": say("words"),
        "share": say("share"),
        "setting": say("setting"),
        "measure": say("measure"),
        "value": say("value"),
        "low": say("low"),
        "high": say("high"),
        "total": say("total"),
        "reason": say("reason"),
        "warnings": say("warnings"),
        **_measures(),
        **_cells(),
    }


def _measures() -> dict[str, str]:
    return {
        "kappa": "kappa",
        "alpha": say("alpha"),
        "f1": "f1",
        "pi": "pi",
        "s": "s",
        "ac1": "ac1",
        "pabak": "pabak",
        "jaccard": "jaccard",
        "percent": say("percent"),
        "prevalence": say("prevalence"),
        "bias": say("bias"),
        "prevalence_index": say("prevalence_index"),
        "fleiss_kappa": say("fleiss_kappa"),
        "conger_kappa": say("conger_kappa"),
        "light_kappa": say("light_kappa"),
        "pooled_kappa": say("pooled_kappa"),
        "pooled_fleiss_kappa": say("pooled_fleiss_kappa"),
        "mean_kappa": say("mean_kappa"),
        "mean_fleiss_kappa": say("mean_fleiss_kappa"),
        "mean_alpha": say("mean_alpha"),
        "mean_f1": say("mean_f1"),
        "mean_iou": say("mean_iou"),
        "first_share": say("first_share"),
        "second_share": say("second_share"),
    }


def _cells() -> dict[str, str]:
    return {
        "matches": say("matches"),
        "first_only": say("first_only"),
        "second_only": say("second_only"),
        "agreeing": say("agreeing"),
        "disagreeing": say("disagreeing"),
    }
