"""What leaves a comparison: sheets, methods paragraph, Word tables, charts, history and plan."""

import re

import numpy as np
import pytest

from qda_app import __version__
from qda_app.analysis.agreement.jackknife import sources_needed
from qda_app.domain import messages
from qda_app.domain.errors import QdaError
from qda_app.domain.rounds import Part
from qda_app.formats.reports.interval_chart import write_interval_chart
from qda_app.formats.reports.word_tables import write_word_tables
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.rounds import CreateRound, SubmitRound
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.figures import figure
from qda_app.services.comparing.history import (
    CODINGS,
    FEWEST,
    POINTS,
    NamedCodings,
    affordable,
    agreement_of,
    codings_at,
    moments,
    rounds_of,
)
from qda_app.services.comparing.papers import interval_chart, methods_paragraph, paper_tables
from qda_app.services.comparing.planning import described, plan
from qda_app.services.comparing.rows import node_rows, overall_row
from qda_app.services.comparing.segments import Match
from qda_app.services.comparing.tables import sheets
from qda_app.services.comparing.units import BOOTSTRAP, MAXQDA, NONE, OWN, SEGMENT
from qda_app.services.languages import speak
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole
from qda_app.services.sample import write_sample


@pytest.fixture
def sample(tmp_path):
    project = Project.open(write_sample(tmp_path / "sample"))
    yield project
    project.close()


@pytest.fixture
def spanish():
    messages.install(speak("es"))
    yield
    messages.install({})


def known_numbers(of, view):
    """Everything countable of a comparison, as it is written."""
    rows = [overall_row(of, view), *node_rows(of, view)]
    found = {figure(v) for row in rows for v in (row.value, row.low, row.high)}
    kept, over = of.level(view)
    found |= {str(len(of.coders)), str(len(of.sources)), str(of.length), str(of.counted)}
    found |= {
        str(of.codebook),
        str(len(of.left_out)),
        str(int(over.sum())),
        str(len(kept)),
        str(len(kept) - int(over.sum())),
        str(view.seed),
    }
    found |= {str(sum(row.value is not None for row in rows[1:]))}
    found |= {figure(of.match.share), f"{of.match.share:.0%}", f"{of.share:.0%}"}
    return found


CASES = [
    ({}, View()),
    ({}, View("alpha", OWN)),
    ({"unit": "sentence", "share": 0.25}, View("ac1", "0", NONE)),
    ({"unit": SEGMENT}, View("f1")),
    ({"unit": SEGMENT, "match": Match(MAXQDA, 0.9)}, View("kappa", "", BOOTSTRAP, 7)),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("settings", "view"), CASES)
def test_every_number_of_the_methods_paragraph_is_the_comparisons(
    sample, request, language, settings, view
):
    of = Comparison(sample.read, **settings)
    known = known_numbers(of, view)
    if language == "es":
        request.getfixturevalue("spanish")
    words = methods_paragraph(of, view)
    assert of.head in words
    assert ("Acuerdo" in words or "acuerdo" in words) == (language == "es")
    for fixed in (of.head, __version__, of.reading(view).paper, *(s.name for s in of.sources)):
        words = words.replace(fixed, " ")
    for name, _why in of.left_out:
        words = words.replace(name, " ")
    # what is said in a sentence of its own: the level of the interval, its papers, F1 and AC1
    words = re.sub(r"95 ?%|1979|1981|2[.,\s]?000|F1|AC1|α|κ", " ", words)
    words = re.sub(r"(?<=\d)[,\u202f](?=\d{3}\b)", "", words)  # thousands set apart
    numbers = re.findall(r"[-−]?\d*\.?\d+\s?%?", words)
    assert len(numbers) >= 5
    for number in numbers:
        assert number.strip() in known or number.replace(" ", "") in known, number


def test_the_methods_paragraph_says_over_which_nodes_each_range_goes(sample):
    of = Comparison(sample.read)
    words = methods_paragraph(of, View())
    assert "Over the 13 leaf nodes together it was" in words
    assert "over these 13 and the 5 above them, it could be computed for 18 of 18" in words
    leaf = methods_paragraph(of, View(level="leaf"))
    assert "it could be computed for 13 of these 13 and ranged" in leaf


def test_sheets_hold_every_node_source_and_the_settings(sample):
    of, view = Comparison(sample.read), View()
    half = 0.1
    history = agreement_of(of, view, codings_at(of, moments(sample.read)))
    found = sheets(of, view, history, plan(of, view, half))
    assert list(found) == [
        "Nodes", "Sources", "Nodes by source", "History", "Plan", "Settings",
    ]  # fmt: skip
    for header, lines in found.values():
        assert lines
        assert {len(line) for line in lines} == {len(header)}
    assert len(found["Nodes"][1]) == 1 + len(of.tree.order)
    assert dict(found["Settings"][1])["Journal"] == of.head


def test_sheets_are_headed_in_spanish(sample, spanish):
    header = sheets(Comparison(sample.read), View())["Nodos"][0]
    assert header[5:8] == ["kappa", "inferior", "superior"]
    assert header[-5:] == ["porcentaje", "f1", "prevalencia", "sesgo", "notas"]


def test_tables_for_word_and_charts_are_written(sample, tmp_path):
    of, view = Comparison(sample.read), View()
    tables = paper_tables(of, view)
    assert [len(table.rows) for table in tables] == [1 + len(of.tree.order), len(of.sources)]
    write_word_tables(tmp_path / "a.docx", tables)
    for kind in ("svg", "pdf", "png"):
        write_interval_chart(interval_chart(of, view), tmp_path / f"a.{kind}")
        assert (tmp_path / f"a.{kind}").stat().st_size > 2_000
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert all(f">{r.name}<" in drawn for r in node_rows(of, view) if r.value is not None)
    with pytest.raises(QdaError, match="svg"):
        write_interval_chart(interval_chart(of, view), tmp_path / "a.bmp")


def test_the_last_point_of_the_history_is_today_and_an_earlier_one_what_was_then(sample):
    of, view = Comparison(sample.read), View()
    now = overall_row(of, view).value
    points = moments(sample.read)
    rows = agreement_of(of, view, codings_at(of, points))
    assert rows[-1].figures.value == pytest.approx(now)
    assert rows[-1].sources == len(of.sources)
    assert [point.change_set for point in points] == sorted(p.change_set for p in points)
    source, coder = of.sources[0], of.coders[0]
    sample.run(ApplyNode([of.tree.order[-1].id], source.id, 0, source.length, coder=coder.id))
    then = list(codings_at(of, [points[-1]]))
    assert of.replace({source.id})
    assert overall_row(of, view).value != pytest.approx(now)
    assert agreement_of(of, view, then)[0].figures.value == pytest.approx(now)
    none = agreement_of(of, view, [NamedCodings("nothing", of.rows[:0])])
    assert (none[0].sources, none[0].figures.value) == (0, None)


def test_fewer_points_are_counted_of_a_large_project(sample):
    of = Comparison(sample.read)
    assert affordable(of) == POINTS
    assert len(moments(sample.read, 2)) <= 2
    of.rows = np.zeros((CODINGS, 5), dtype=np.int64)
    assert affordable(of) == FEWEST


def test_a_round_is_counted_on_its_own_text_by_what_was_submitted(sample):
    people = [c for c in sample.read.coders() if c.name in {"Ana", "Bruno"}]
    source, other = sample.read.sources()[:2]
    half = source.length // 2
    parts = [Part(source.id, 0, half), *whole([other])]
    made = sample.run(CreateRound("pilot", parts, [c.id for c in people]))
    of, view = Comparison(sample.read, ("Ana", "Bruno"), text="whole"), View()
    assert list(rounds_of(of)) == []
    for coder in people:
        sample.become(coder.name)
        sample.run(SubmitRound(made, coder.id, "pilot"))
    sample.become(None)
    of = Comparison(sample.read, ("Ana", "Bruno"), text="whole")
    (found,) = agreement_of(of, view, rounds_of(of))
    assert (found.name, found.sources) == ("Round “pilot”", 2)
    sums = found.figures.cells
    assert sum(sums) == (half + other.length) * int(of.level(view)[1].sum())
    sample.become(people[0].name)
    sample.run(ApplyNode([of.tree.order[-1].id], source.id, half + 1, source.length))
    again = Comparison(sample.read, ("Ana", "Bruno"), text="whole")
    assert agreement_of(again, view, rounds_of(again)) == [found]


def test_the_plan_follows_the_present_standard_errors(sample):
    of, view = Comparison(sample.read), View()
    rows = plan(of, view, 0.1)
    assert [row.key for row in rows[1:]] == [node.id for node in of.tree.order]
    by_key = {row.key: row for row in node_rows(of, view)}
    for row in rows[1:]:
        if row.sources is None:
            assert row.reason
            continue
        error = by_key[row.key].error
        assert row.sources == sources_needed(error, len(of.sources), 0.1)
        assert row.more == max(row.sources - len(of.sources), 0)
    assert "already" in described(rows, 0.1)
    narrow = plan(of, view, 0.01)
    assert narrow[0].more > 0
    assert f"{narrow[0].more} more" in described(narrow, 0.01)
    with pytest.raises(QdaError, match="above 0"):
        plan(of, view, 0)
    few = Comparison(sample.read, sources=[s.id for s in of.sources[:3]])
    assert {row.sources for row in plan(few, view, 0.1)} == {None}
