"""While a round is blind, no read, result or export tells a coder what another did in it.

Every public read is called on two projects that differ only in what Ana did; what Bruno is told
must be the same in both, but for the hash of the newest step. A read that is not in the table
fails the first test, so that none is forgotten.
"""

import inspect
import io
import re
import zipfile

import pytest
from blind_twins import SECRETS, twins
from sqlalchemy import select

from qda_app.domain.errors import QdaError
from qda_app.domain.query import Term
from qda_app.services import (
    coding_tables,
    counting,
    crosstabs,
    interview_questions,
    memo_list,
    merging_nodes,
    quoting,
    searching,
    versions,
    word_tables,
)
from qda_app.services.paper import codebook, data_tables, pack, quotes, themes, transcripts
from qda_app.services.project import Project
from qda_app.services.reads import Reads
from qda_app.services.retrieval.excerpts import retrieve
from qda_app.services.retrieval.queries import evaluate
from qda_app.services.rounds.rounds import as_json
from qda_app.storage.tables import CodingRow

READS = {
    "attributes": (), "audit": (), "blinding": (), "cases": (), "coders": (), "coding_arrays": (),
    "corrected": (),
    "coding_arrays_at": (10000,), "coding_times": (), "coding_versions": (), "codings": (),
    "codings_named": "guids", "counts_by_node": (), "counts_by_source": (), "decisions": (1,),
    "done": (), "find": ("puerta",), "handed_to": (), "head": (), "history": (),
    "holding": ("puerta",), "info": (), "kept": ("",), "leads": (), "memos": (),
    "merged_nodes": (), "node_ids": (), "own_memo": ("x", "node"), "project_guid": (),
    "quotations": (), "relations": (), "rounds": (), "saved_queries": (), "settings": (),
    "sources": (), "submitted": "round", "text": (1,), "texts": (), "title": (), "tree": (),
    "turns": (), "turns_of": (1,), "versions": (),
}  # fmt: skip
PROJECT = {
    "cases": (), "codings": (), "nodes": (), "sources": (), "turns": (), "steps": (),
    "undo_label": None, "redo_label": None, "viewer": None, "viewer_id": None, "read_only": None,
    "frequencies": (), "agreement": (),
}  # fmt: skip
ACTS = {  # `rows` is the door of merging, which writes and shows nothing by itself
    "rows", "become", "check", "close", "create", "on_changed", "open", "redo", "run", "undo",
    "go_to_step", "path", "backup",
}  # fmt: skip


PAIR: list[Project] = []  # the twins, for what needs more than their reads
DECIDES = {"sight"}  # what the decision is read from; it names what is hidden, by id


def excerpts(read, tmp):
    quoting.write_excerpts(read, tmp / "out.docx", None, ())
    import docx

    paragraphs = docx.Document(str(tmp / "out.docx")).paragraphs
    return [re.sub(r"(journal|state of) [-\w]+", "", p.text) for p in paragraphs]


def packed(read, tmp):
    """What stands in a report pack, but for the hashes and the times in the audit."""
    project = next(p for p in (*PAIR,) if p.read is read)
    folder = tmp / project.path.parent.name
    pack.write_pack(project, folder)
    found = {}
    for path in sorted(folder.rglob("*.*")):
        inside = path.read_bytes()
        if path.suffix in {".docx", ".xlsx"}:
            with zipfile.ZipFile(path) as file:
                inside = b"".join(file.read(name) for name in sorted(file.namelist()))
        words = inside.decode("utf-8", "replace")
        if path.stem == "rounds":  # that Ana has submitted may be known
            words = re.sub(r"partly submitted|assigned|202\d-[-:.T+\d]+", "", words)
        found[path.name] = re.sub(r"\b[0-9a-f]{12,64}\b", "HASH", words)
    return found


def exported(read, _tmp):
    out = io.StringIO()
    coding_tables.export_codings(read, out)
    return out.getvalue()


SERVICES = {
    "frequencies": lambda r, _t: counting.frequencies(r).as_json(),
    "frequencies by coder": lambda r, _t: counting.frequencies(r, by="coder").as_json(),
    "nodes by source": lambda r, _t: crosstabs.nodes_by(r, "source").sheets(),
    "nodes together": lambda r, _t: crosstabs.nodes_together(r).sheets(),
    "progress": lambda r, _t: crosstabs.coder_progress(r).sheets(),
    "retrieve": lambda r, _t: retrieve(r),
    "query": lambda r, _t: evaluate(r, Term(frozenset(n.id for n in r.tree().order))),
    "search": lambda r, _t: searching.search_project(r, "geheimnis"),
    "search for a node": lambda r, _t: searching.search_project(r, "B"),
    "words": lambda r, _t: word_tables.word_table(r),
    "memos": lambda r, _t: memo_list.memo_lines(r),
    "questions": lambda r, _t: interview_questions.recurring_questions(r),
    "merge preview": lambda r, _t: merging_nodes.preview_merge(
        r, [n.id for n in r.tree().order if n.name == "C"],
        next(n.id for n in r.tree().order if n.name == "B"),
    ),
    "seats": lambda r, _t: [as_json(r, one) for one in r.rounds()],
    "recode queue": lambda r, _t: versions.recode_queue(r),
    "versions": lambda r, _t: versions.version_list(r),
    "excerpts": excerpts,
    "themes": lambda r, _t: themes.as_json(themes.themes(r, examples=3)),
    "codebook": lambda r, _t: codebook.codebook(r),
    "data tables": lambda r, _t: {
        name: table for name, table in data_tables.data_tables(r).items() if name != "rounds"
    },
    "transcript": lambda r, _t: transcripts.coded_text(r, "one").marks,
    "basket": lambda r, _t: quotes.basket(r),
    "report pack": packed,
    "codings table": exported,
}  # fmt: skip


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    still, busy = twins(tmp_path_factory.mktemp("twins"))
    with Project.open(still, viewer="Bruno") as one, Project.open(busy, viewer="Bruno") as other:
        PAIR[:] = one, other
        yield one, other
        PAIR.clear()


def shown(value, head):
    """What a value says, without the hash of the newest step."""
    found = value.to_csv() if hasattr(value, "to_csv") else value
    found = getattr(found, "order", found)
    told = repr(getattr(found, "as_json", lambda: found)()).replace(head, "HEAD")
    return re.sub(r"(hash|previous)='\w+'", "", told)


def both(pair, ask):
    told = []
    for project in pair:
        try:
            found = shown(ask(project), project.read.head())
        except QdaError as error:
            found = str(error)
        told.append(found)
    return told


def public(kind):
    return {name for name, _ in inspect.getmembers(kind) if not name.startswith("_")}


def test_every_public_read_is_in_the_table():
    assert public(Reads) - DECIDES == READS.keys()
    assert public(Project) - ACTS == PROJECT.keys()


@pytest.mark.parametrize("name", READS)
def test_no_read_tells_what_another_did(pair, name):
    arguments = READS[name]

    def ask(project):
        given = arguments
        if arguments == "round":
            given = (project.read.rounds()[0],)
        elif arguments == "guids":
            given = (every_guid(pair),)
        return getattr(project.read, name)(*given)

    still, busy = both(pair, ask)
    if name in {"rounds", "blinding"}:  # that Ana has submitted may be known
        busy = unsubmitted(busy, pair[1])
    assert busy == still
    assert not [secret for secret in SECRETS if secret in busy]


def every_guid(pair):
    with pair[1].rows() as session:
        return list(session.scalars(select(CodingRow.guid)))


def unsubmitted(told, project):
    """The same without the fact that Ana has submitted, which the board may show."""
    time = project.read.rounds()[0].assignments[0].submitted
    assert time
    told = told.replace(f"'submitted': '{time}'", "'submitted': None")
    return told.replace(repr(time), "''").replace("'state': 'submitted'", "'state': 'assigned'")


@pytest.mark.parametrize("name", PROJECT)
def test_nothing_a_project_shows_tells_it(pair, name):
    def ask(project):
        found = getattr(project, name)
        return found() if PROJECT[name] is not None else found

    still, busy = both(pair, ask)
    assert busy == still


@pytest.mark.parametrize("name", SERVICES)
def test_no_result_tells_it(pair, tmp_path, name):
    still, busy = both(pair, lambda project: SERVICES[name](project.read, tmp_path))
    if name == "seats":
        busy = unsubmitted(busy, pair[1])
    assert busy == still
    assert not [secret for secret in SECRETS if secret in busy]


def test_the_owner_sees_that_the_twins_differ(pair):
    """The comparison above can fail: without blindness nearly all of it differs."""
    for project in pair:
        project.become(None)
    try:
        differing = {
            name
            for name in ("codings", "memos", "tree", "relations", "history", "counts_by_node")
            if (told := both(pair, lambda p, n=name: getattr(p.read, n)()))[0] != told[1]
        }
    finally:
        for project in pair:
            project.become("Bruno")
    assert differing == {"codings", "memos", "tree", "relations", "history", "counts_by_node"}
