"""What columns are called where people read them."""

import pytest

from qda_app.analysis.agreement.measures import MEASURES
from qda_app.domain.messages import speaking
from qda_app.formats.reports.agreement_tables import CELLS
from qda_app.formats.reports.column_names import column_name, for_people
from qda_app.formats.reports.results import FREQUENCY_COLUMNS
from qda_app.services.languages import load_catalogue

KEYS = [*MEASURES, *CELLS, *FREQUENCY_COLUMNS, "kappa_low", "coders_2", "reason"]
SAME = {"kappa", "pi", "s", "pabak", "ac1", "f1", "jaccard", "n11", "n10", "n01", "n00"}


@pytest.mark.parametrize("key", KEYS)
def test_english_has_the_exact_names_and_spanish_its_own(key):
    assert column_name(key) == key
    with speaking(load_catalogue("es")):
        assert (column_name(key) == key) == (key in SAME)


def test_sheets_for_people_name_columns_and_measures_and_nothing_else():
    sheet = (["measure", "node", "kappa_high"], [["mean_kappa", "percent", 0.5]])
    with speaking(load_catalogue("es")):
        found = for_people({"Global": sheet})
        assert column_name("Kappa") == "Kappa"
    assert found == {
        "Global": (["medida", "nodo", "kappa_superior"], [["kappa_medio", "percent", 0.5]])
    }
    assert sheet[0][0] == "measure"
