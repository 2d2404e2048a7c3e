"""Places: a tree of warehouses, zones and bins, engineers' vans, and the world outside."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from inventory.places import EXTERNAL, LocationKind
from inventory.tables.parts import Named
from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import frozen_columns, kept, refuse


def _index_where_set(column: str) -> Index:
    """Return an index of a column without the many places, one for each work order, that do not have it.

    Counted in, they would make SQLite believe that a search by the column finds half the table.
    """
    there = text(f"{column} IS NOT NULL")
    return Index(f"ix_location_{column}", column, sqlite_where=there, postgresql_where=there)


LASTING = text("location.kind <> 'work_order'")
"""The condition of the index of places that are no work orders, as a statement has to word it to be served by it."""


class Location(Named, Base):
    """Hold a place; a warehouse or a van is a store, and everything inside names its store."""

    __tablename__ = "location"
    __table_args__ = (
        UniqueConstraint("id", "kind"),
        one_of("kind", LocationKind),
        CheckConstraint("kind <> 'van' OR keeper_id IS NOT NULL", name="van_has_keeper"),
        CheckConstraint(
            "(most_units IS NULL OR most_units > 0) AND (most_lots IS NULL OR most_lots > 0)"
            " AND (most_value_cny IS NULL OR most_value_cny > 0)",
            name="limits_positive",
        ),
        *whole("most_units", "most_lots", "most_value_cny"),
        *(_index_where_set(column) for column in ("parent_id", "store_id", "keeper_id")),
        Index(
            "ix_location_lasting",
            "kind",
            sqlite_where=text("kind <> 'work_order'"),
            postgresql_where=text("kind <> 'work_order'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(12), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), default=None)
    store_id: Mapped[int | None] = mapped_column(
        ForeignKey("location.id"), default=None, comment="the warehouse it is in; a store names itself"
    )
    supplying_store_id: Mapped[int | None] = mapped_column(
        ForeignKey("location.id"), default=None, comment="where a regional store or a van is replenished from"
    )
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    region: Mapped[str] = mapped_column(String(60), default="")
    pick_sequence: Mapped[int] = mapped_column(default=0, comment="order of the walk through the bins")
    active: Mapped[bool] = mapped_column(default=True)
    storage_condition: Mapped[str] = mapped_column(
        String(120), default="", comment="what may lie in a zone or bin; a bin without one follows its zone"
    )
    most_units: Mapped[Quantity | None] = mapped_column(
        default=None, comment="capacity of a bin: so many units in all, each part in its own unit"
    )
    most_lots: Mapped[int | None] = mapped_column(default=None, comment="capacity of a bin: so many different lots")
    most_value_cny: Mapped[Money | None] = mapped_column(
        default=None, comment="limit of a van: no transfer takes it beyond this value unless signed"
    )


class StoreDeputy(Base):
    """Name a further keeper of a store for some days, or until taken back."""

    __tablename__ = "store_deputy"
    __table_args__ = (
        UniqueConstraint("store_id", "person_id", "from_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    named_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    until_on: Mapped[date | None] = mapped_column(default=None, comment="the last day; none: until taken back")


class BinHome(Base):
    """Say that a bin is a fixed home of a part, and how much of the part it takes."""

    __tablename__ = "bin_home"
    __table_args__ = (
        UniqueConstraint("part_id", "location_id"),
        CheckConstraint("most IS NULL OR most > 0", name="most_positive"),
        *whole("most"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    position: Mapped[int] = mapped_column(default=1, comment="which home is filled first")
    most: Mapped[Quantity | None] = mapped_column(default=None, comment="so much of the part at most, in its own unit")


class VanLimit(Base):
    """Say how much of a part an engineer may have in the van."""

    __tablename__ = "van_limit"
    __table_args__ = (
        UniqueConstraint("van_id", "part_id"),
        CheckConstraint("most >= 0", name="most_not_negative"),
        *whole("most"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    van_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    most: Mapped[Quantity]


_STORES = "'warehouse', 'van'"
_NOWHERE = ", ".join(f"'{kind}'" for kind in sorted(EXTERNAL | {LocationKind.WORK_ORDER}))

frozen_columns("location", "kind")
refuse(
    "location_keeps_store",
    "location",
    "BEFORE UPDATE",
    "OLD.store_id IS NOT NULL AND (NEW.store_id IS NULL OR NEW.store_id <> OLD.store_id)",
    "unchangeable:location",
)

kept("location", ("code",))
for _when in ("INSERT", "UPDATE"):
    refuse(
        f"location_{_when.lower()}_store_right",
        "location",
        f"BEFORE {_when}",
        f"""NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ({_STORES}) THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ({_NOWHERE}) THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ({_STORES})) END""",
        "other_store",
    )

for _table, _column, _kinds, _code in (
    ("store_deputy", "store_id", _STORES, "wrong_kind_of_place"),
    ("bin_home", "location_id", "'bin'", "wrong_kind_of_place"),
    ("van_limit", "van_id", "'van'", "wrong_kind_of_place"),
):
    refuse(
        f"{_table}_right_place",
        _table,
        "BEFORE INSERT",
        f"NOT EXISTS (SELECT 1 FROM location l WHERE l.id = NEW.{_column} AND l.kind IN ({_kinds}))",
        _code,
    )
    frozen_columns(_table, _column)
