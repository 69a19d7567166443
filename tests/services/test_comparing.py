"""Agreement of a project's coders: units, levels, intervals and what is refused."""

import json

import numpy as np
import pytest

from qda_app.analysis.agreement import coefficients
from qda_app.analysis.agreement.jackknife import jackknife
from qda_app.domain.errors import QdaError
from qda_app.services.project import Project
from qda_app.services.sample import write_sample

CELLS = ("n11", "n10", "n01", "n00")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    with Project.open(write_sample(tmp_path_factory.mktemp("sample"))) as project:
        yield project


def test_added_keys_are_those_of_the_table(sample):
    found = json.loads(json.dumps(sample.agreement().as_json(), allow_nan=False))
    for entry in found["nodes"]:
        n11, n10, n01, n00 = (entry[name] for name in CELLS)
        n = n11 + n10 + n01 + n00
        share = (2 * n11 + n10 + n01) / (2 * n)
        chance = share**2 + (1 - share) ** 2
        assert entry["pi"] == pytest.approx(((n11 + n00) / n - chance) / (1 - chance))
        assert entry["s"] == pytest.approx(2 * entry["percent"] - 1)
        assert entry["jaccard"] == pytest.approx(n11 / (n11 + n10 + n01))
        assert entry["bias"] == pytest.approx((n10 - n01) / n)
        assert entry["ac1"] > entry["kappa"]


def test_intervals_are_the_jackknife_over_sources(sample):
    found = sample.agreement().as_json()
    entry = found["nodes"][0]
    rows = [e for e in found["sources"] if e["node"] == entry["node"]]
    tables = np.array([[e[name] for name in CELLS] for e in rows])
    expected = jackknife(tables, coefficients.cohen_kappa, limits=(-1.0, 1.0))
    assert entry["ci"]["kappa"] == pytest.approx([float(expected.low), float(expected.high)])
    assert entry["ci"]["kappa"][0] < entry["kappa"] < entry["ci"]["kappa"][1]


def test_a_bootstrap_is_repeated_by_its_seed(sample):
    def drawn(seed):
        return sample.agreement(interval="bootstrap", seed=seed).as_json()["nodes"][0]["ci"]

    assert drawn(1) == drawn(1) != drawn(2)
    assert sample.agreement(interval="none").as_json()["nodes"][0]["ci"] == {}


def test_a_missing_interval_has_its_reason(sample):
    one = [sample.read.sources()[0].name]
    entry = sample.agreement(sources=one).as_json()["nodes"][0]
    assert entry["ci"]["kappa"] is None
    assert entry["ci_reasons"]["kappa"]


def test_units_are_counted_whole(sample):
    found = sample.agreement(unit="turn").as_json()
    pieces = sum(
        bool(text[t.words : t.end].strip())
        for source, text in sample.read.texts().items()
        for t in sample.read.turns_of(source)
        if not t.interviewer
    )
    assert found["unit"] == "turn"
    assert {sum(e[name] for name in CELLS) for e in found["nodes"]} == {pieces}
    more = sample.agreement(unit="turn", overlap=1.0).as_json()
    assert more["nodes"][0]["n11"] <= found["nodes"][0]["n11"]


def test_levels(sample):
    tree = sample.read.tree()
    top = sample.agreement(level="0").as_json()
    assert len(top["nodes"]) == sum(depth == 0 for depth in tree.depth.values())
    percent = [entry["percent"] for entry in top["nodes"]]
    assert top["overall"]["percent"] == pytest.approx(np.mean(percent))
    whole = {e["node"]: e for e in sample.agreement().as_json()["nodes"]}
    own = {e["node"]: e for e in sample.agreement(level="own").as_json()["nodes"]}
    leaf = {e["node"]: e for e in sample.agreement(level="leaf").as_json()["nodes"]}
    assert leaf.items() <= own.items()
    assert whole.keys() == own.keys() > leaf.keys()
    assert own != whole


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "shoe"},
        {"overlap": 1.5},
        {"level": "low"},
        {"interval": "wide"},
        {"seed": -1},
        {"sources": ["nowhere"]},
        {"nodes": ["nothing"]},
        {"coders": ["Ana", "Eva"]},
    ],
)
def test_what_does_not_exist_is_refused(sample, wrong):
    with pytest.raises(QdaError):
        sample.agreement(**wrong)
