"""A project's contents as pandas DataFrames, for scripts."""

import pandas as pd

from qda_app.services.coding_rows import COLUMNS, coding_rows
from qda_app.services.reads import Reads


def sources(read: Reads) -> pd.DataFrame:
    """One row per source, in the order of names."""
    turns = read.turns()
    rows = [
        (s.name, s.length, s.language, s.format, s.encoding, len(turns.get(s.id, ())), s.imported)
        for s in read.sources()
    ]
    columns = ["source", "length", "language", "format", "encoding", "turns", "imported"]
    return pd.DataFrame(rows, columns=columns)


def turns(read: Reads) -> pd.DataFrame:
    """One row per turn in use; `text` is what was said, without the label."""
    texts, turns = read.texts(), read.turns()
    rows = [
        (
            s.name,
            t.speaker,
            t.interviewer,
            t.seconds,
            t.start,
            t.words,
            t.end,
            texts[s.id][t.words : t.end],
        )
        for s in read.sources()
        for t in turns.get(s.id, ())
    ]
    columns = ["source", "speaker", "interviewer", "seconds", "start", "words", "end", "text"]
    return pd.DataFrame(rows, columns=columns)


def cases(read: Reads) -> pd.DataFrame:
    """One row per case with a column per attribute; `sources` holds the names tied to it."""
    names = {source.id: source.name for source in read.sources()}
    attributes = [name for name, _kind in read.attributes()]
    rows = [
        {
            "case": case.name,
            **{name: case.attributes.get(name) for name in attributes},
            "sources": tuple(dict.fromkeys(names[source] for source, _speaker in case.links)),
        }
        for case in read.cases()
    ]
    return pd.DataFrame(rows, columns=["case", *attributes, "sources"])


def nodes(read: Reads) -> pd.DataFrame:
    """One row per node in reading order; `node` is its path, `codings` its own count."""
    tree, counts = read.tree(), read.counts_by_node()
    rows = [
        (
            tree.path(n.id),
            n.name,
            tree.depth[n.id],
            n.definition,
            n.color,
            n.retired,
            counts.get(n.id, 0),
        )
        for n in tree.order
    ]
    columns = ["node", "name", "depth", "definition", "color", "retired", "codings"]
    return pd.DataFrame(rows, columns=columns)


def codings(read: Reads) -> pd.DataFrame:
    """One row per coding in the order of the exported table; `text` is the passage."""
    return pd.DataFrame(coding_rows(read), columns=list(COLUMNS))
