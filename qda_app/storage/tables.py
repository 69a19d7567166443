"""The tables of a project: the study and its journal. The team's stand in `team_tables`.

Rows derived from `Row` are journaled: the flush listener of `journal` records what changed in them.
Texts and turn lists are facts: kept once under their hash, never changed, journaled by that hash.
"""

from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from qda_app.storage.table_base import KEY, Base, Row, column, reference
from qda_app.storage.team_tables import TEAM_ROWS

__all__ = ["JOURNALED", "REFERENCES", "TEAM_ROWS", "Base", "Row"]


class ProjectRow(Row):
    """The project itself; there is one."""

    __tablename__ = "project"
    title: Mapped[str] = column()
    created: Mapped[str] = column()


class SettingRow(Row):
    """A choice kept with the project."""

    __tablename__ = "setting"
    name: Mapped[str] = column()
    value: Mapped[str] = column(default="")


class CoderRow(Row):
    """A person who codes, or the consensus layer."""

    __tablename__ = "coder"
    name: Mapped[str] = column()
    consensus: Mapped[bool] = column(default=False)
    lead: Mapped[bool] = column(default=False, server_default=text("0"))


class SourceRow(Row):
    """An imported transcript; its text and its turns are facts."""

    __tablename__ = "source"
    name: Mapped[str] = column()
    origin: Mapped[str] = column(default="")
    format: Mapped[str] = column(default="")
    encoding: Mapped[str] = column(default="")
    language: Mapped[str] = column(default="")
    imported: Mapped[str] = column(default="")
    notes: Mapped[str] = column(default="")
    text_hash: Mapped[str] = column()
    turns_hash: Mapped[str] = column(default="")
    turns_used: Mapped[bool] = column(default=True)
    length: Mapped[int] = column()


class NodeRow(Row):
    """An item of the node tree; `color` is empty where it is inherited.

    A node invented in a blind round names its inventor and the round: nobody else sees it before
    the round is compared.
    """

    __tablename__ = "node"
    parent_id: Mapped[int | None] = reference("node")
    name: Mapped[str] = column()
    position: Mapped[int] = column(default=0)
    color: Mapped[str] = column(default="")
    short: Mapped[str] = column(default="")
    definition: Mapped[str] = column(default="")
    use_when: Mapped[str] = column(default="")
    not_when: Mapped[str] = column(default="")
    example: Mapped[str] = column(default="")
    retired: Mapped[bool] = column(default=False)
    merged_into_id: Mapped[int | None] = reference("node")
    inventor_id: Mapped[int | None] = reference("coder")
    round_id: Mapped[int | None] = reference("round")


class CaseRow(Row):
    """A participant or site."""

    __tablename__ = "case"
    name: Mapped[str] = column()


class AttributeRow(Row):
    """A property that cases have; `kind` is text, number, date or boolean."""

    __tablename__ = "attribute"
    name: Mapped[str] = column()
    kind: Mapped[str] = column(default="text")
    position: Mapped[int] = column(default=0)


class CaseValueRow(Row):
    """One case's value of one attribute."""

    __tablename__ = "case_value"
    case_id: Mapped[int] = reference("case")
    attribute_id: Mapped[int] = reference("attribute")
    value: Mapped[str] = column(default="")


class CaseLinkRow(Row):
    """A source, or one speaker of it, that is the voice of a case."""

    __tablename__ = "case_link"
    case_id: Mapped[int] = reference("case")
    source_id: Mapped[int] = reference("source")
    speaker: Mapped[str] = column(default="")


class ProgressRow(Row):
    """How far one coder is with one source."""

    __tablename__ = "progress"
    coder_id: Mapped[int] = reference("coder")
    source_id: Mapped[int] = reference("source")
    done: Mapped[bool] = column(default=False)


class MemoRow(Row):
    """A note on the row of any table that has this GUID."""

    __tablename__ = "memo"
    target: Mapped[str] = column(index=True)
    kind: Mapped[str] = column()
    coder_id: Mapped[int | None] = reference("coder")
    text: Mapped[str] = column(default="")


class MemoPlaceRow(Row):
    """The passage that a memo of kind `span` is about."""

    __tablename__ = "memo_place"
    memo_id: Mapped[int] = reference("memo")
    source_id: Mapped[int] = reference("source")
    start: Mapped[int] = column()
    end: Mapped[int] = column()


class MemoLinkRow(Row):
    """A memo that refers to another one."""

    __tablename__ = "memo_link"
    memo_id: Mapped[int] = reference("memo")
    other_id: Mapped[int] = reference("memo")


class CertaintyRow(Row):
    """How sure the coder is of the coding with the GUID `target`; `level` is 1 to 3."""

    __tablename__ = "certainty"
    target: Mapped[str] = column(index=True)
    level: Mapped[int] = column()


class RelationRow(Row):
    """A typed relation between two nodes, such as condition or consequence."""

    __tablename__ = "relation"
    node_id: Mapped[int] = reference("node")
    other_id: Mapped[int] = reference("node")
    kind: Mapped[str] = column()


class SavedQueryRow(Row):
    """A query kept under a name; `definition` is JSON with references as GUIDs."""

    __tablename__ = "saved_query"
    name: Mapped[str] = column()
    definition: Mapped[str] = column()


class QuotationRow(Row):
    """A passage chosen for a paper.

    `edits` are operations on its exact words, as JSON; `words_hash` is the fingerprint of these
    words, so that edits are refused where the text is not what it was.
    """

    __tablename__ = "quotation"
    source_id: Mapped[int] = reference("source")
    node_id: Mapped[int | None] = reference("node")
    coder_id: Mapped[int | None] = reference("coder")
    start: Mapped[int] = column()
    end: Mapped[int] = column()
    position: Mapped[int] = column(default=0)
    words_hash: Mapped[str] = column()
    edits: Mapped[str] = column(default="[]")
    note: Mapped[str] = column(default="")
    translation: Mapped[str] = column(default="")
    translator: Mapped[str] = column(default="")
    status: Mapped[str] = column(default="")


class FactRow(Base):
    """A long text under its SHA-256; written once, never changed."""

    __tablename__ = "fact"
    __table_args__ = KEY
    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    content: Mapped[str] = mapped_column()


class ChangeSetRow(Base):
    """Everything one command changed: one undo step, one audit entry, one link of the chain."""

    __tablename__ = "change_set"
    __table_args__ = KEY
    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(unique=True)
    coder_id: Mapped[int | None] = mapped_column(ForeignKey("coder.id"), index=True)
    time: Mapped[str] = mapped_column()
    label: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    scope: Mapped[str] = mapped_column()
    target_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"))
    hash: Mapped[str] = mapped_column(default="")


class ImageRow(Base):
    """The changed columns of one row, before and after, as JSON with references as GUIDs.

    A purge empties `salt`, `before` and `after` and keeps `digest`, so that the chain holds.
    """

    __tablename__ = "image"
    __table_args__ = (Index("ix_image_row", "table_name", "row_guid"), KEY)
    id: Mapped[int] = mapped_column(primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"), index=True)
    table_name: Mapped[str] = mapped_column()
    row_guid: Mapped[str] = mapped_column()
    before: Mapped[str | None] = mapped_column()
    after: Mapped[str | None] = mapped_column()
    salt: Mapped[str | None] = mapped_column()
    digest: Mapped[str] = mapped_column()


class CodingRow(Base):
    """A fact: what one coder coded. Whether it stands is said by its lives.

    `replaces` is the GUID of the coding it follows, `version` that of the codebook version it was
    made under.
    """

    __tablename__ = "coding"
    __table_args__ = (Index("ix_coding_source_id_start", "source_id", "start"), KEY)
    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(unique=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    node_id: Mapped[int] = mapped_column(ForeignKey("node.id"), index=True)
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    start: Mapped[int] = mapped_column()
    end: Mapped[int] = mapped_column()
    replaces: Mapped[str | None] = mapped_column()
    version: Mapped[str | None] = mapped_column()


class CodingLifeRow(Base):
    """From which change set to which a coding stood; it stands while `closed` is empty."""

    __tablename__ = "coding_life"
    __table_args__: Any = (
        Index(
            "ix_coding_life_standing", "coding_id", unique=True, sqlite_where=text("closed IS NULL")
        ),
        KEY,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    coding_id: Mapped[int] = mapped_column(ForeignKey("coding.id"), index=True)
    opened: Mapped[int] = mapped_column(ForeignKey("change_set.id"), index=True)
    closed: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"), index=True)


class CodingDigestRow(Base):
    """The salted digest of the codings that one change set opened or closed in one source."""

    __tablename__ = "coding_digest"
    __table_args__ = KEY
    id: Mapped[int] = mapped_column(primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"), index=True)
    source_guid: Mapped[str] = mapped_column()
    opened: Mapped[bool] = mapped_column()
    count: Mapped[int] = mapped_column(Integer)
    salt: Mapped[str | None] = mapped_column()
    digest: Mapped[str] = mapped_column()


JOURNALED: dict[str, type[Row]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Row)
}
REFERENCES: dict[str, dict[str, str]] = {
    name: {
        key.parent.name: key.column.table.name for key in Base.metadata.tables[name].foreign_keys
    }
    for name in JOURNALED
}
