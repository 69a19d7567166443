"""A project of NVivo whose cases are codes, and positions in bytes, as a project of ours."""

from refi_projects import (
    CODES,
    NODE,
    SOURCE,
    USERS,
    content,
    numbered,
    project,
    qdpx,
    selection,
    sources,
)

from qda_app.services.exchange.arriving import convert
from qda_app.services.exchange.gathering import gather
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project

TEXT = "Ana: Sí 😀 claro. Ana: Después."
ANA, BRUNO = numbered(101), numbered(102)


def coded(start, end, node, number):
    return selection(start, end, TEXT[start:end], number).replace(NODE, node)


def test_participants_are_tied_to_their_sources_and_go_out_and_in_again(tmp_path):
    codes = CODES.replace(
        "</Codes>",
        "".join(
            f'<Code guid="{key}" name="{name}" isCodable="true"/>'
            for key, name in ((ANA, "Ana"), (BRUNO, "Bruno"))
        )
        + "</Codes>",
    )
    cases = f'<Cases><Case guid="{ANA}" name="Ana"/><Case guid="{BRUNO}" name="Bruno"/></Cases>'
    inside = coded(0, len(TEXT), ANA, 1) + coded(5, 7, BRUNO, 2) + coded(10, 15, NODE, 3)
    xml = project(USERS, codes, cases, sources(content(TEXT, inside)), origin="NVivo 14")
    arrived = convert(qdpx(tmp_path / "nvivo.qdpx", xml), tmp_path / "a.qdaproj")
    assert (arrived.counts["nodes"], arrived.counts["codings"], arrived.counts["cases"]) == (
        1, 1, 2,
    )  # fmt: skip
    with Project.open(tmp_path / "a.qdaproj") as made:
        source = made.read.sources()[0].id
        assert {case.name: case.links for case in made.read.cases()} == {
            "Ana": ((source, ""),),
            "Bruno": ((source, ""),),
        }
        said = [memo.text for memo in made.read.memos() if memo.kind == "case"]
        assert said == ["Passages of this case in I_1: 5–7."]
        before = gather(made.read).study
        export(made.read, tmp_path / "b.qdpx", "nvivo")
    back = convert(tmp_path / "b.qdpx", tmp_path / "b.qdaproj")
    assert not list(back.losses)
    with Project.open(tmp_path / "b.qdaproj") as made:
        after = gather(made.read).study
        assert (after.nodes, after.cases) == (before.nodes, before.cases)
        assert [s.codings for s in after.sources] == [s.codings for s in before.sources]
        assert made.check() is None


def test_the_report_says_that_positions_are_bytes(tmp_path):
    def octets(words, number):
        start = len(TEXT[: TEXT.index(words)].encode())
        return selection(start, start + len(words.encode()), words, number)

    words = ["claro", "Después", "Sí", "claro. Ana"]
    inside = "".join(octets(each, number) for number, each in enumerate(words, 1))
    xml = project(USERS, CODES, sources(content(TEXT, inside)))
    arrived = convert(qdpx(tmp_path / "p.qdpx", xml), tmp_path / "a.qdaproj")
    told = arrived.as_json()["positions"][0]
    assert (told["units"], told["agree"], told["beside"]) == ("bytes", 4, 0)
    with Project.open(tmp_path / "a.qdaproj") as made:
        source = gather(made.read).study.sources[0]
        assert {source.text[c.start : c.end] for c in source.codings} == set(words)
        assert source.guid == SOURCE
