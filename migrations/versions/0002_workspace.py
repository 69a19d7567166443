"""Passages and links of memos, certainty of codings, relations of nodes, saved queries."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables that the coding workspace brings."""
    _make("memo_place", _ref("memo"), _ref("source"), _number("start"), _number("end"))
    _make("memo_link", _ref("memo"), _ref("memo", "other_id"))
    _make("certainty", _text("target", index=True), _number("level"))
    _make("relation", _ref("node"), _ref("node", "other_id"), _text("kind"))
    _make("saved_query", _text("name"), _text("definition"))


def _make(table: str, *columns: sa.Column) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer, primary_key=True, nullable=False),
        sa.Column("guid", sa.String, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        *columns,
        sa.UniqueConstraint("guid", name=f"uq_{table}_guid"),
        sqlite_autoincrement=True,
    )
    for column in columns:
        if column.info.get("index"):
            op.create_index(f"ix_{table}_{column.name}", table, [column.name])


def _ref(target: str, name: str = "") -> sa.Column:
    key = sa.ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED")
    info = {"index": True}
    return sa.Column(name or f"{target}_id", sa.Integer, key, nullable=False, info=info)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, nullable=False)


def _text(name: str, *, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.String, nullable=False, info={"index": index})
