"""Rounds, decisions, codebook versions, hand-outs, merged copies; who leads; quotations."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

LATE = "DEFERRABLE INITIALLY DEFERRED"


def upgrade() -> None:
    """Make what working in a team brings."""
    _make("node_alias", _ref("node"), _text("name"))
    _make(
        "codebook_version",
        _number("number"),
        *(_text(name) for name in ("rationale", "made", "tree_hash")),
        _ref("coder", nullable=True),
    )
    _make(
        "round",
        _text("name"),
        *(_flag(name) for name in ("pilot", "blind", "closed")),
        *(_text(name) for name in ("created", "plan")),
        _ref("codebook_version", "version_id", nullable=True),
        _text("basis_hash"),
    )
    _make("round_part", _ref("round"), _ref("source"), _number("start"), _number("end"))
    _make(
        "assignment",
        _ref("round"),
        _ref("coder"),
        *(_text(name) for name in ("submitted", "codings_hash")),
        _number("count"),
        _text("head"),
    )
    _make(
        "decision",
        _ref("round"),
        _text("item", index=True),
        _ref("node"),
        _ref("node", "other_id", nullable=True),
        _ref("source"),
        *(_number(name) for name in ("start", "end")),
        *(_text(name) for name in ("members", "produced", "outcome", "cause", "note")),
        _flag("by_hand"),
        _ref("coder", "accepted_id", nullable=True),
        _ref("coder", nullable=True),
        _text("made"),
    )
    _make("handout", _ref("coder"), _ref("round", nullable=True), _text("head"), _text("made"))
    _make(
        "branch",
        _ref("handout", nullable=True),
        *(_text(name) for name in ("base", "tip", "head", "origin", "journal_hash", "report")),
    )
    _make(
        "tray",
        _text("coding"),
        *(_ref(name) for name in ("source", "node", "coder")),
        *(_number(name) for name in ("start", "end")),
        *(_text(name) for name in ("words", "reason")),
    )
    _make(
        "quotation",
        _ref("source"),
        _ref("node", nullable=True),
        _ref("coder", nullable=True),
        *(_number(name) for name in ("start", "end", "position")),
        _text("words_hash"),
        *(_text(name) for name in ("edits", "note", "translation", "translator", "status")),
    )
    op.execute("ALTER TABLE coder ADD COLUMN lead BOOLEAN NOT NULL DEFAULT 0")
    op.execute(f"ALTER TABLE node ADD COLUMN inventor_id INTEGER REFERENCES coder(id) {LATE}")
    op.execute(f"ALTER TABLE node ADD COLUMN round_id INTEGER REFERENCES round(id) {LATE}")
    op.execute("ALTER TABLE coding ADD COLUMN version VARCHAR")
    op.create_index("ix_node_inventor_id", "node", ["inventor_id"])
    op.create_index("ix_node_round_id", "node", ["round_id"])


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


def _ref(target: str, name: str = "", *, nullable: bool = False) -> sa.Column:
    key = sa.ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED")
    info = {"index": True}
    return sa.Column(name or f"{target}_id", sa.Integer, key, nullable=nullable, info=info)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, nullable=False)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean, nullable=False)


def _text(name: str, *, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.String, nullable=False, info={"index": index})
