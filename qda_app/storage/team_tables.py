"""The team's tables: rounds and who codes what in them, decisions, versions, copies and merges."""

from sqlalchemy.orm import Mapped

from qda_app.storage.table_base import Row, column, reference


class NodeAliasRow(Row):
    """A name that a node was also given, such as one not chosen when copies were merged."""

    __tablename__ = "node_alias"
    node_id: Mapped[int] = reference("node")
    name: Mapped[str] = column()


class CodebookVersionRow(Row):
    """The node tree with its definitions as it stood when this version was made; a fact."""

    __tablename__ = "codebook_version"
    number: Mapped[int] = column()
    rationale: Mapped[str] = column(default="")
    made: Mapped[str] = column()
    tree_hash: Mapped[str] = column()
    coder_id: Mapped[int | None] = reference("coder")


class RoundRow(Row):
    """Sources or segments that several coders code independently.

    `plan` says as JSON how they were drawn. `basis_hash` is empty until every coder has submitted;
    it then names the fact with the tree and the turns under which the round is counted for ever.
    """

    __tablename__ = "round"
    name: Mapped[str] = column()
    pilot: Mapped[bool] = column(default=False)
    blind: Mapped[bool] = column(default=True)
    closed: Mapped[bool] = column(default=False)
    created: Mapped[str] = column()
    plan: Mapped[str] = column(default="")
    version_id: Mapped[int | None] = reference("codebook_version")
    basis_hash: Mapped[str] = column(default="")


class RoundPartRow(Row):
    """A passage that is coded in a round; a whole source is the one from 0 to its length."""

    __tablename__ = "round_part"
    round_id: Mapped[int] = reference("round")
    source_id: Mapped[int] = reference("source")
    start: Mapped[int] = column()
    end: Mapped[int] = column()


class AssignmentRow(Row):
    """One coder's part in a round; submitting stores when, and the GUIDs of the codings then."""

    __tablename__ = "assignment"
    round_id: Mapped[int] = reference("round")
    coder_id: Mapped[int] = reference("coder")
    submitted: Mapped[str] = column(default="")
    codings_hash: Mapped[str] = column(default="")
    count: Mapped[int] = column(default=0)
    head: Mapped[str] = column(default="")


class DecisionRow(Row):
    """How one disagreement was settled.

    `item` identifies the disagreement by the GUIDs of its codings, which `members` lists as JSON;
    `produced` lists those of the consensus layer that the decision made. `by_hand` is false for
    what both coders applied identically and was accepted in advance; `accepted_id` is the coder
    whose codings were accepted, if one coder's were.
    """

    __tablename__ = "decision"
    round_id: Mapped[int] = reference("round")
    item: Mapped[str] = column(index=True)
    node_id: Mapped[int] = reference("node")
    other_id: Mapped[int | None] = reference("node")
    source_id: Mapped[int] = reference("source")
    start: Mapped[int] = column()
    end: Mapped[int] = column()
    members: Mapped[str] = column()
    produced: Mapped[str] = column(default="[]")
    outcome: Mapped[str] = column()
    accepted_id: Mapped[int | None] = reference("coder")
    cause: Mapped[str] = column(default="")
    note: Mapped[str] = column(default="")
    by_hand: Mapped[bool] = column(default=True)
    coder_id: Mapped[int | None] = reference("coder")
    made: Mapped[str] = column()


class HandoutRow(Row):
    """A copy of the project made for one coder; `head` is the main file's head at that time."""

    __tablename__ = "handout"
    coder_id: Mapped[int] = reference("coder")
    round_id: Mapped[int | None] = reference("round")
    head: Mapped[str] = column()
    made: Mapped[str] = column()


class BranchRow(Row):
    """The journal of a copy that was merged, kept as it was.

    `base` and `tip` are the GUIDs of the first change set that was not new and of the last one
    taken; `head` is the copy's head, `journal_hash` the fact with the copy's change sets.
    """

    __tablename__ = "branch"
    handout_id: Mapped[int | None] = reference("handout")
    base: Mapped[str] = column()
    tip: Mapped[str] = column()
    head: Mapped[str] = column()
    origin: Mapped[str] = column(default="")
    journal_hash: Mapped[str] = column()
    report: Mapped[str] = column(default="")


class TrayRow(Row):
    """A coding of a merged copy that could not be placed, with its words."""

    __tablename__ = "tray"
    coding: Mapped[str] = column()
    source_id: Mapped[int] = reference("source")
    node_id: Mapped[int] = reference("node")
    coder_id: Mapped[int] = reference("coder")
    start: Mapped[int] = column()
    end: Mapped[int] = column()
    words: Mapped[str] = column()
    reason: Mapped[str] = column()


TEAM_ROWS: tuple[type[Row], ...] = (
    NodeAliasRow,
    CodebookVersionRow,
    RoundRow,
    RoundPartRow,
    AssignmentRow,
    DecisionRow,
    HandoutRow,
    BranchRow,
    TrayRow,
)
