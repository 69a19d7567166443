"""What all tables share: the base, and rows that the journal records.

Every row has a GUID beside its integer key, and none is ever deleted.
"""

from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from qda_app.domain.guid import new_guid

NAMES = {"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"}
KEY = {"sqlite_autoincrement": True}
_MANY = 500  # values that one statement names
_V = TypeVar("_V")


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)


def column(*args: Any, **options: Any) -> Any:
    """Return a journaled column: its old value is loaded before it is overwritten."""
    return mapped_column(*args, active_history=True, **options)


def reference(table: str, **options: Any) -> Any:
    """Return a journaled, indexed foreign key that is checked at the end of the transaction."""
    target = ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")
    return column(target, index=True, **options)


class Row(Base):
    """A journaled row; `gone` marks it removed, and an id is never used again."""

    __abstract__ = True
    __table_args__: Any = KEY
    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(unique=True, default=new_guid)
    gone: Mapped[bool] = column(default=False)


def parts(values: Collection[_V]) -> Iterator[list[_V]]:
    """Yield the values in lists that one statement can name."""
    listed = list(values)
    for at in range(0, len(listed), _MANY):
        yield listed[at : at + _MANY]
