"""Agreement of a project's coders: units, levels, intervals and what is refused."""

import json

import numpy as np
import pytest

from qda_app.analysis.agreement import coefficients
from qda_app.analysis.agreement.jackknife import jackknife
from qda_app.domain.errors import QdaError
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.sources import MarkDone
from qda_app.services.project import Project
from qda_app.services.result_tables import (
    agreement_caption,
    agreement_lines,
    agreement_screens,
    agreement_settings,
    agreement_sheets,
)
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


def spans_of(project, source, node, coder):
    """Return the code points that a coder gave a node or one below it."""
    below = set(project.read.tree().descendants(node))
    return {
        p
        for c in project.read.codings([coder.id], source)
        if c.node in below
        for p in range(c.start, c.end)
    }


def test_under_five_sources_intervals_go_over_turns_and_say_so(sample):
    read, sources = sample.read, sample.read.sources()[:3]
    found = sample.agreement(sources=[s.name for s in sources])
    whole = found.as_json()
    node = read.tree().order[1]
    a, b = read.coders()
    tables = []
    for source in sources:
        first, second = (spans_of(sample, source.id, node.id, coder) for coder in (a, b))
        for turn in read.turns_of(source.id):
            points = set() if turn.interviewer else set(range(turn.words, turn.end))
            one, two = first & points, second & points
            if points:
                cells = len(one & two), len(one - two), len(two - one), len(points - one - two)
                tables.append(cells)
    expected = jackknife(np.array(tables), coefficients.cohen_kappa, limits=(-1.0, 1.0))
    entry = whole["nodes"][1]
    assert entry["ci"]["kappa"] == pytest.approx([float(expected.low), float(expected.high)])
    assert whole["interval"] == {
        "method": "jackknife",
        "seed": None,
        "over": "turn",
        "groups": len(tables),
        "too_narrow": True,
    }
    assert any("too narrow" in warning for warning in entry["warnings"])
    assert any("too narrow" in warning for warning in whole["warnings"])
    assert any("too narrow" in line for line in agreement_caption(found))
    paragraphs = sample.agreement(sources=[s.name for s in sources], unit="paragraph").as_json()
    assert paragraphs["nodes"][1]["ci"]["kappa"] is not None
    assert "too_narrow" in json.dumps(sample.agreement().as_json()["interval"])
    assert not sample.agreement().as_json()["interval"]["too_narrow"]


def test_only_the_words_of_some_cases_are_compared(sample):
    read = sample.read
    found = sample.agreement(where=["role=Director", "role=Teacher", "school=I_1"]).as_json()
    wanted = {
        case.name
        for case in read.cases()
        if case.attributes["role"] in {"Director", "Teacher"} and case.attributes["school"] == "I_1"
    }
    linked = {s for case in read.cases() if case.name in wanted for s, _speaker in case.links}
    names = {source.id: source.name for source in read.sources()}
    assert set(found["universe"]["names"]) == {names[s] for s in linked}
    assert found["universe"]["where"] == {"role": ["Director", "Teacher"], "school": ["I_1"]}
    length = sum(t.end - t.words for s in linked for t in read.turns_of(s) if not t.interviewer)
    assert found["universe"]["length"] == length
    assert {sum(e[name] for name in CELLS) for e in found["nodes"]} == {length}
    settings = agreement_settings(sample.agreement(where=["role=Director"]))
    assert settings["Participants"] == "role: Director"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"where": ["role=Pilot"]}, "Director"),
        ({"where": ["shoe=1"]}, "school"),
        ({"where": ["Director"]}, "ATTRIBUTE=VALUE"),
        ({"measures": ["shoe"]}, "kappa, pi"),
        ({"measures": ["fleiss_kappa"]}, "kappa, pi"),
        ({"unit": "segment", "measures": ["alpha"]}, "mean_iou"),
        ({"coders": ["Ana"]}, "Ana, Bruno"),
        ({"unit": "segment", "match": "near"}, "maxqda"),
    ],
)
def test_one_sentence_names_those_that_exist(sample, wrong, said):
    with pytest.raises(QdaError, match=said) as refused:
        sample.agreement(**wrong)
    assert "\n" not in str(refused.value)


def test_measures_choose_columns_and_intervals(sample):
    found = sample.agreement(measures=["ac1", "pabak"])
    entry = found.as_json()["nodes"][0]
    assert list(entry["ci"]) == ["ac1", "pabak"]
    assert entry["pabak"] == pytest.approx(entry["s"])
    header = agreement_sheets(found)["Nodes"][0]
    assert header[5:11] == ["ac1", "ac1_low", "ac1_high", "pabak", "pabak_low", "pabak_high"]
    assert "kappa" not in header


def test_segments_by_rows_as_maxqda_does(sample):
    found = sample.agreement(unit="segment", match="maxqda").as_json()
    assert found["counting"] == {
        "overlap": 0.9,
        "match": "maxqda",
        "level": "descendants",
        "nodes": len(found["nodes"]),
    }
    for entry in found["nodes"]:
        rows = entry["agreeing"] + entry["disagreeing"]
        assert rows == sum(entry["segments"])
        chance = 1 / len(found["nodes"])
        observed = entry["agreeing"] / rows
        assert entry["kappa"] == pytest.approx((observed - chance) / (1 - chance))
        assert entry["n00"] is entry["alpha"] is None
        assert entry["reason"]
    low, high = found["nodes"][0]["ci"]["kappa"]
    assert low < found["nodes"][0]["kappa"] < high


@pytest.fixture
def three(project):
    """The small project with a third coder, everybody at work in both sources."""
    project.run(AddCoder("Cam"))
    read = project.read
    nodes, (one, two) = {n.name: n.id for n in read.tree().order}, read.sources()
    ana, bruno, cam = (coder.id for coder in read.coders())
    for coder, shift in ((ana, 0), (bruno, 3), (cam, 9)):
        for start in (0, 100, 200, 300):
            project.run(ApplyNode([nodes["B"]], one.id, start + shift, start + 40, coder=coder))
        project.run(ApplyNode([nodes["C"]], one.id, 20, 60 + shift, coder=coder))
        project.run(ApplyNode([nodes["D"]], two.id, 0, two.length, coder=coder))
    return project


def test_three_coders_need_to_be_named_and_then_have_pairs(three):
    with pytest.raises(QdaError, match="Ana, Bruno, Cam"):
        three.agreement()
    found = three.agreement(coders=["Ana", "Bruno", "Cam"]).as_json()
    two = three.agreement(coders=["Ana", "Cam"]).as_json()
    for entry, other in zip(found["nodes"], two["nodes"], strict=True):
        pair = entry["pairs"][1]
        assert pair["coders"] == ["Ana", "Cam"]
        assert {name: pair[name] for name in CELLS} == {name: other[name] for name in CELLS}
        assert pair["kappa"] == other["kappa"]
        assert pair["ci"] == other["ci"]
        assert sum(entry["counts"]) == found["universe"]["length"]
    b = next(e for e in found["nodes"] if e["node"] == "A > B")
    assert b["counts"][3] == 4 * 31
    assert b["fleiss_kappa"] is not None
    assert b["ci"]["fleiss_kappa"][0] < b["fleiss_kappa"] < b["ci"]["fleiss_kappa"][1]
    assert found["overall"]["pairs"][2]["coders"] == ["Bruno", "Cam"]
    for unit in ("sentence", "paragraph", "turn", "segment"):
        every = three.agreement(coders=["Ana", "Bruno", "Cam"], unit=unit).as_json()
        assert len(every["nodes"][0]["pairs"]) == 3
        json.dumps(every, allow_nan=False)
        assert agreement_screens(three.agreement(coders=["Ana", "Bruno", "Cam"], unit=unit))


def test_a_coder_who_coded_nothing_is_named(three):
    three.run(AddCoder("Dan"))
    read = three.read
    three.run(MarkDone(read.coders()[3].id, [source.id for source in read.sources()]))
    found = three.agreement(coders=["Ana", "Dan"]).as_json()
    assert found["nodes"][0]["kappa"] == 0
    assert any("Dan" in warning for warning in found["warnings"])


def test_free_spans_are_refused_with_the_overlaps_or_computed(three):
    asked = {"measures": ["u_alpha", "cu_alpha", "ku_alpha", "alpha_u"]}
    found = three.agreement(coders=["Ana", "Bruno"], **asked).as_json()["unitizing"]
    assert found["alpha_u"]["value"] is not None
    refused = found["u_alpha"]
    assert refused["value"] is None
    assert refused["overlaps_found"] == len(refused["overlaps"]) == 2
    first = refused["overlaps"][0]
    assert (first["source"], first["coder"]) == ("one", "Ana")
    assert {first["node"], first["other_node"]} == {"A > B", "A > C"}
    assert sorted([first["start"], first["other_start"]]) == [0, 20]
    assert "one 20–40, Ana" in refused["reason"]
    apart = three.agreement(coders=["Ana", "Bruno"], nodes=["A > B", "D"], **asked)
    blocks = apart.as_json()["unitizing"]
    assert blocks["domain"] == ["A > B", "D"]
    assert 0 < blocks["u_alpha"]["value"] < 1
    assert [row["node"] for row in blocks["ku_alpha"]["nodes"]] == ["A > B", "D"]
    assert "5 sources" in blocks["u_alpha"]["ci_reason"]
    assert len(agreement_screens(apart)) == 2
    header, rows = agreement_lines(apart)
    assert rows[-1][header.index("u_alpha")] == blocks["u_alpha"]["value"]
    merged = three.agreement(coders=["Ana", "Bruno"], level="0", **asked).as_json()["unitizing"]
    assert merged["u_alpha"]["value"] is not None


def test_free_spans_have_intervals_over_sources(sample):
    nodes = ["Synthesis > Most important learning", "Synthesis > Recommendations"]
    block = sample.agreement(nodes=nodes, measures=["u_alpha"]).as_json()["unitizing"]["u_alpha"]
    assert block["ci"][0] < block["value"] < block["ci"][1]


def test_offsets_of_overlaps_are_those_of_the_source(sample):
    found = sample.agreement(measures=["cu_alpha"]).as_json()["unitizing"]["cu_alpha"]
    read = sample.read
    tree, coders = read.tree(), {coder.name: coder.id for coder in read.coders()}
    sources = {source.name: source for source in read.sources()}
    for each in found["overlaps"]:
        own = read.codings([coders[each["coder"]]], sources[each["source"]].id)
        spans = {(tree.path(c.node), c.start, c.end) for c in own}
        assert (each["node"], each["start"], each["end"]) in spans
        assert (each["other_node"], each["other_start"], each["other_end"]) in spans
