from qda_app.formats.reports import results


def test_frequencies_have_the_group_first():
    counts = [dict.fromkeys(results.FREQUENCY_COLUMNS, 1) | {"node": "n", "role": "teacher"}]
    sheets = results.frequency_sheets(counts, {"Coders": "Ana", "Text": ""}, "role")
    assert sheets["Frequencies"][0][:2] == ["role", "node"]
    assert sheets["Frequencies"][1][0][:3] == ["teacher", "n", 1]
    assert results.settings_lines({"Coders": "Ana", "Text": "", "Sources": 3}) == [
        "Coders: Ana",
        "Sources: 3",
    ]
