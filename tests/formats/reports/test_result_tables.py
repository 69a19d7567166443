import numpy as np

from qda_app.analysis.agreement.report import Names, report
from qda_app.analysis.agreement.study import codings_of, compared_text, study
from qda_app.formats.reports import results


def found():
    own = study(compared_text([[(0, 10)]]), 2, 2, codings_of([(0, 0, 0, 0, 5)]))
    names = Names(["S"], ["used", "unused"], ["Ana", "Ben"])
    return report(own, names, np.array([-1, -1])).as_json()


def test_agreement_sheets_hold_typed_cells_and_reasons():
    sheets = results.agreement_sheets(found(), {"Text compared": "participants' words"})
    assert list(sheets) == ["Nodes", "Sources", "Overall", "Settings"]
    header, rows = sheets["Nodes"]
    assert rows[0][:7] == ["used", 0, 5, 0, 5, 0.5, 0.0]
    assert rows[0][8:] == [0.0, 0.25, "Only Ana used this node, so kappa is 0."]
    unused = dict(zip(header, rows[1], strict=True))
    assert unused["kappa"] is None
    assert unused["reason"]
    assert sheets["Sources"][1][0][:3] == ["S", "used", 0]
    assert ["mean_kappa", 0.0, None] in sheets["Overall"][1]
    assert sheets["Settings"][1] == [
        ["Coders", "Ana, Ben"],
        ["Unit", "character"],
        ["Text compared", "participants' words"],
        ["Length of the text compared, in code points", 10],
        ["Sources compared", 1],
        [None, "S"],
    ]


def test_one_table_holds_all_sources_together_and_each():
    header, rows = results.agreement_rows(found())
    assert [dict(zip(header, row, strict=True))["source"] for row in rows] == [None, None, "S", "S"]


def test_an_overall_figure_that_is_missing_has_its_reason():
    data = found()
    data["overall"] = {**dict.fromkeys(data["overall"]), "reason": "because"}
    assert results.agreement_sheets(data, {})["Overall"][1] == [
        ["percent", None, "because"],
        ["pooled_kappa", None, "because"],
        ["mean_kappa", None, "because"],
    ]


def test_frequencies_have_the_group_first():
    counts = [dict.fromkeys(results.FREQUENCY_COLUMNS, 1) | {"node": "n", "role": "teacher"}]
    sheets = results.frequency_sheets(counts, {"Coders": "Ana", "Text": ""}, "role")
    assert sheets["Frequencies"][0][:2] == ["role", "node"]
    assert sheets["Frequencies"][1][0][:3] == ["teacher", "n", 1]
    assert results.settings_lines({"Coders": "Ana", "Text": "", "Sources": 3}) == [
        "Coders: Ana",
        "Sources: 3",
    ]
