import numpy as np
import pytest

from qda_app.analysis.agreement.report import Names, report
from qda_app.analysis.agreement.study import codings_of, compared_text, study
from qda_app.analysis.agreement.tallies import by_text
from qda_app.formats.reports import agreement_tables
from qda_app.formats.reports.word_tables import coefficient

SHOWN = ["kappa", "alpha", "f1", "percent"]


def found(coders=2):
    own = study(compared_text([[(0, 10)]]), 2, coders, codings_of([(0, 0, 0, 0, 5)]))
    names = Names(["S"], ["used", "unused"], ["Ana", "Ben", "Cam"][:coders])
    tallies = by_text(own, np.array([-1, -1]))
    data = report(tallies, names, length=10, over=np.array([True, True])).as_json()
    return {**data, "universe": {"names": ["S"]}}


def test_agreement_sheets_hold_typed_cells_and_reasons():
    sheets = agreement_tables.agreement_sheets(
        found(), {"Text compared": "participants' words"}, SHOWN
    )
    assert list(sheets) == ["Nodes", "Sources", "Overall", "Settings"]
    header, rows = sheets["Nodes"]
    used, unused = (dict(zip(header, row, strict=True)) for row in rows)
    assert rows[0][:7] == ["used", 0, 5, 0, 5, 0.0, pytest.approx(-5 * 19 / 75 + 1)]
    assert header[-4:] == ["prevalence", "bias", "reason", "warnings"]
    assert used["reason"] == "Only Ana used this node, so kappa is 0."
    assert "fewer than 10 segments" in used["warnings"]
    assert unused["kappa"] is None
    assert unused["reason"]
    assert sheets["Sources"][1][0][:3] == ["S", "used", 0]
    assert ["mean_kappa", 0.0, None, None, None] in sheets["Overall"][1]
    assert sheets["Settings"][1] == [["Text compared", "participants' words"], [None, "S"]]


def test_an_overall_figure_that_is_missing_has_its_reason():
    overall = {"percent": None, "mean_kappa": 0.5, "ci": {"mean_kappa": [0.4, 0.6]}}
    assert agreement_tables.overall_rows({**overall, "reason": "because"}) == (
        ["measure", "value", "low", "high", "reason"],
        [["percent", None, None, None, "because"], ["mean_kappa", 0.5, 0.4, 0.6, None]],
    )


def test_intervals_stand_beside_their_values_or_in_brackets():
    data = found()
    data["nodes"][0]["ci"] = {"kappa": [-0.5, 0.5]}
    sheet = agreement_tables.agreement_rows(data["nodes"], ["kappa", "f1"])
    at = sheet[0].index("kappa")
    assert sheet[0][at : at + 4] == ["kappa", "kappa_low", "kappa_high", "f1"]
    assert sheet[1][0][at : at + 3] == [0.0, -0.5, 0.5]
    header, rows = agreement_tables.bracketed(sheet, coefficient, ["kappa"])
    assert header[at : at + 2] == ["kappa", "f1"]
    assert [row[at] for row in rows] == [".00 [−.50, .50]", "–"]


def test_several_coders_have_a_row_for_all_and_one_for_every_pair():
    data = found(3)
    header, rows = agreement_tables.agreement_rows(data["nodes"], ["fleiss_kappa", "kappa"])
    lines = [dict(zip(header, row, strict=True)) for row in rows]
    assert [line["coders"] for line in lines[:4]] == ["all", "Ana × Ben", "Ana × Cam", "Ben × Cam"]
    assert (lines[0]["kappa"], lines[1]["kappa"]) == (None, 0.0)
    assert lines[0]["n11"] is None
    assert lines[1]["n10"] == 5
    assert lines[0]["reason"] is None
    header, rows = agreement_tables.overall_rows(data["overall"])
    assert header[0] == "coders"
    assert {row[0] for row in rows} == {"all", "Ana × Ben", "Ana × Cam", "Ben × Cam"}


def test_a_terminal_has_names_below_their_parents_and_numbered_notes():
    def entry(node, kappa, ci=None, reason=None, warnings=()):
        said = {"reason": reason, "warnings": list(warnings), "ci": {"kappa": ci} if ci else {}}
        return {"node": node, "n11": 1, "kappa": kappa, **said}

    pair = {**entry("", 0.5), "coders": ["Ana", "Ben"]}
    del pair["node"]
    entries = [
        {**entry("A", 0.5, [0.4, 0.6], None, ["Wide."]), "pairs": [pair]},
        entry("A > B > C", None, None, "Unused.", ["Wide.", "Rare."]),
        entry("D > E", 1.0),
        entry("D > E > F", -0.25),
    ]
    (names, shown), notes = agreement_tables.for_screen(entries, ["kappa"])
    assert names == ["node", "coders", "kappa", "notes"]
    assert [row[0] for row in shown] == ["A", "", "· B > C", "D > E", "· F"]
    assert [row[1] for row in shown[:2]] == ["all", "Ana × Ben"]
    assert [row[2] for row in shown] == [".50 [.40, .60]", ".50", "–", "1.00", "−.25"]
    assert [row[3] for row in shown] == ["1", "", "1, 2, 3", "", ""]
    assert notes == ["1  Wide.", "2  Unused.", "3  Rare."]


def test_alphas_of_free_spans_are_rows_and_columns_of_a_csv():
    blocks = {
        "domain": ["used", "unused"],
        "u_alpha": {"value": 0.5, "ci": [0.4, 0.6], "reason": None, "ci_reason": None},
        "ku_alpha": {"nodes": [{"node": "used", "value": 0.7, "ci": None, "reason": None}]},
        "cu_alpha": {"value": None, "reason": "because", "overlaps": []},
    }
    assert agreement_tables.unitizing_rows(blocks)[1] == [
        ["u_alpha", None, 0.5, 0.4, 0.6, None],
        ["ku_alpha", "used", 0.7, None, None, None],
        ["cu_alpha", None, None, None, None, "because"],
    ]
    header, rows = agreement_tables.with_unitizing((["node"], [["used"], ["unused"]]), blocks)
    assert header == ["node", "u_alpha", "ku_alpha", "cu_alpha"]
    assert rows == [
        ["used", None, 0.7, None],
        ["unused", None, None, None],
        [None, 0.5, None, None],
    ]


def test_tables_for_a_paper_leave_the_cells_out():
    nodes, overall = agreement_tables.paper_tables(found(), {"Unit": "character"}, SHOWN)
    assert nodes.header == ["Node", "κ", "α", "F1", "Agreement", "Prevalence", "Bias"]
    assert nodes.rows[0][:2] == ["used", ".00"]
    assert nodes.note.endswith("in brackets. Unit: character.")
    assert overall.rows[0] == ["percent agreement", ".75"]


def test_a_node_stands_below_its_parent_in_a_paper():
    data = found()
    data["nodes"][1]["node"] = "used > more > unused"
    nodes, _overall = agreement_tables.paper_tables(data, {}, SHOWN)
    assert [row[0] for row in nodes.rows] == ["used", "\N{EM SPACE}more > unused"]
