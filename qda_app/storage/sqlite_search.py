"""The full-text index (FTS5): it only preselects texts; the exact pass over them decides.

The index holds folded words, so a query finds words that contain its pieces through the vocabulary,
whatever characters stand between them; user text is never query syntax.
"""

import re

from sqlalchemy import Connection

from qda_app.domain.text import fold

_WORD = re.compile(r"[^\W_]+")


def create(connection: Connection) -> None:
    """Create the index and its vocabulary view."""
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE fact_words USING fts5(content, content='', detail=none, "
        'columnsize=0, tokenize="unicode61 remove_diacritics 0")'
    )
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE fact_vocabulary USING fts5vocab(fact_words, row)"
    )


def add(connection: Connection, fact_id: int, content: str) -> None:
    """Index one text."""
    connection.exec_driver_sql(
        "INSERT INTO fact_words(rowid, content) VALUES (?, ?)", (fact_id, fold(content))
    )


def remove(connection: Connection, fact_id: int, content: str) -> None:
    """Take one text out of the index."""
    connection.exec_driver_sql(
        "INSERT INTO fact_words(fact_words, rowid, content) VALUES ('delete', ?, ?)",
        (fact_id, fold(content)),
    )


def candidates(connection: Connection, query: str) -> set[int] | None:
    """Return the ids of the facts that may hold the query, or None where any may."""
    found: set[int] | None = None
    for piece in _WORD.findall(fold(query)):
        words = connection.exec_driver_sql(
            "SELECT term FROM fact_vocabulary WHERE instr(term, ?) LIMIT 2001", (piece,)
        ).fetchall()
        if len(words) > 2000:
            continue
        phrase = " OR ".join('"' + word.replace('"', '""') + '"' for (word,) in words)
        rows = (
            connection.exec_driver_sql(
                "SELECT rowid FROM fact_words WHERE fact_words MATCH ?", (phrase,)
            ).fetchall()
            if words
            else []
        )
        hits = {row[0] for row in rows}
        found = hits if found is None else found & hits
    return found
