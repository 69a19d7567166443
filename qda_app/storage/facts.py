"""Long texts, kept once under their hash and never changed."""

from sqlalchemy import Connection, insert, select

from qda_app.domain.text import fingerprint
from qda_app.storage import sqlite_search
from qda_app.storage.tables import FactRow


def put(connection: Connection, content: str, *, searchable: bool) -> str:
    """Keep a text, index it for search if asked, and return the hash it is found under."""
    key = fingerprint(content)
    if connection.scalar(select(FactRow.id).where(FactRow.hash == key)) is None:
        values = {"hash": key, "content": content}
        fact = connection.execute(insert(FactRow).values(**values)).inserted_primary_key
        if searchable and fact is not None:
            sqlite_search.add(connection, int(fact[0]), content)
    return key


def get(connection: Connection, key: str) -> str:
    """Return the text under a hash; empty for the empty hash."""
    if not key:
        return ""
    found = connection.scalar(select(FactRow.content).where(FactRow.hash == key))
    if found is None:
        raise KeyError(key)
    return str(found)
