from hypothesis import given
from hypothesis import strategies as st

from qda_app.domain.text import Span
from qda_app.ui.views.transcript.lanes import MOST_LANES, Lanes, shares
from qda_app.ui.views.transcript.marks import Mark, MarkIndex
from qda_app.ui.views.transcript.offsets import Offsets
from qda_app.ui.views.transcript.runs import MOST_UNDERLINES, runs_of, union

TEXT = "uno dos\ntres cuatro cinco\n\nseis 🙂 siete\nocho nueve diez once\n" * 3


def mark(number: int, start: int, end: int, node: int = 1, coder: int = 1) -> Mark:
    return Mark(number, node, f"N{node}", "blue", coder, f"C{coder}", start, end)


@st.composite
def many_marks(draw: st.DrawFn) -> list[Mark]:
    found = []
    for number in range(draw(st.integers(0, 14))):
        start = draw(st.integers(0, len(TEXT) - 1))
        end = draw(st.integers(start + 1, len(TEXT)))
        found.append(mark(number, start, end, draw(st.integers(1, 4)), draw(st.integers(1, 3))))
    return found


@given(many_marks(), st.data())
def test_the_index_finds_what_a_search_through_all_finds(marks: list[Mark], data) -> None:
    index = MarkIndex(Offsets(TEXT))
    for each in marks:
        index.add(each)
    gone = data.draw(st.sets(st.sampled_from(range(15))))
    for number in gone:
        index.remove(number)
    kept = [each for each in marks if each.id not in gone]
    assert list(index) == kept
    for position in range(len(TEXT)):
        wanted = {each.id for each in kept if each.start <= position < each.end}
        assert {each.id for each in index.at(position)} == wanted


def test_a_mark_touches_only_its_paragraphs() -> None:
    index = MarkIndex(Offsets(TEXT))
    assert index.add(mark(1, 0, 7)) == range(1)
    assert index.add(mark(1, 4, 12)) == range(2)
    assert len(index) == 1
    assert index.remove(1) == range(2)
    assert index.remove(1) == range(0)
    assert mark(1, 4, 12).span == Span(4, 12)


def test_the_shortest_comes_first() -> None:
    index = MarkIndex(Offsets(TEXT))
    for each in (mark(1, 0, 20), mark(2, 3, 6), mark(3, 2, 9)):
        index.add(each)
    assert [each.id for each in index.at(4)] == [2, 3, 1]


def assert_lanes(lanes: Lanes, marks: list[Mark]) -> None:
    placed = [(each, lanes.lane(each)) for each in marks]
    assert lanes.count() <= MOST_LANES
    for nth, (one, lane) in enumerate(placed):
        assert lane is None or 0 <= lane < lanes.count()
        for two, other in placed[nth + 1 :]:
            if lane is not None and lane == other:
                assert one.coder_id == two.coder_id
                assert one.end <= two.start or two.end <= one.start


@given(many_marks(), st.data())
def test_stripes_never_cover_each_other_and_never_move(marks: list[Mark], data) -> None:
    index = MarkIndex(Offsets(TEXT))
    first = data.draw(st.integers(0, len(marks)))
    for each in marks[:first]:
        index.add(each)
    lanes = Lanes(index)
    lanes.fill()
    assert_lanes(lanes, marks[:first])
    for each in marks[first:]:
        index.add(each)
        lanes.add(each)
    assert_lanes(lanes, marks)
    for each in marks[::2]:
        lanes.remove(each)
        index.remove(each.id)
    assert_lanes(lanes, marks[1::2])


def test_lanes_are_shared_out_among_coders() -> None:
    assert shares([2, 3]) == [2, 3]
    assert sum(shares([9, 3])) == MOST_LANES
    assert shares([9, 3])[1] == 3
    assert shares([1] * 9) == [1] * 8 + [0]
    assert sum(shares([9] * 5)) == MOST_LANES


@given(many_marks())
def test_underlines_stack_without_covering_and_count_the_rest(marks: list[Mark]) -> None:
    runs = runs_of([(each.start, each.end, each.node_id, each.color) for each in marks])
    assert [*runs.tints] == union((each.start, each.end) for each in marks)
    lines = [line for row in runs.rows for line in row]
    for line in lines:
        assert line.row < MOST_UNDERLINES
    for position in range(len(TEXT)):
        nodes = {each.node_id for each in marks if each.start <= position < each.end}
        rows = [line.row for line in lines if line.start <= position < line.end]
        assert len(rows) == len(set(rows))
        announced = max((n for s, e, n in runs.more if s <= position < e), default=0)
        assert len(rows) + announced >= len(nodes)


def test_the_same_node_by_two_coders_is_one_underline() -> None:
    runs = runs_of([(0, 10, 1, "blue"), (4, 14, 1, "blue"), (20, 24, 1, "blue")])
    lines = [line for row in runs.rows for line in row]
    assert [(line.start, line.end, line.row) for line in lines] == [(0, 14, 0), (20, 24, 0)]


def test_a_fourth_node_is_announced() -> None:
    runs = runs_of([(0, 10, node, "blue") for node in range(5)])
    assert len(runs.rows) == 3
    assert runs.more == ((0, 10, 2),)
