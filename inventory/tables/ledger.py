"""The ledger: lots, movements as the only truth, and the balances that triggers keep from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from inventory.places import MovementKind
from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole


class Lot(Base):
    """Hold what came in together: one cost, one date, one expiry; a serial-tracked piece is a lot of its own."""

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("id", "part_id"),
        CheckConstraint("unit_cost_cny >= 0", name="unit_cost_not_negative"),
        CheckConstraint("rank_on = COALESCE(expires_on, received_on)", name="rank_right"),
        one_of("origin", ("purchase", "opening", "refurbished", "old")),
        *whole("unit_cost_cny"),
        Index("ix_lot_part_rank", "part_id", "rank_on", "id"),
        Index("ix_lot_piece", "part_id", "serial_number"),
        Index(
            "ix_lot_refurbished",
            "origin",
            "part_id",
            sqlite_where=text("origin = 'refurbished'"),
            postgresql_where=text("origin = 'refurbished'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    origin: Mapped[str] = mapped_column(String(12))
    reference: Mapped[str] = mapped_column(String(60), comment="arrival or opening document that brought it")
    received_on: Mapped[date]
    rank_on: Mapped[date] = mapped_column(comment="its turn in FIFO or FEFO: expiry where there is one, else receipt")
    unit_cost_cny: Mapped[Money] = mapped_column(comment="1/10000 yuan per unit")
    brought_by_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), comment="who ordered it (or declared the opening): may not inspect it"
    )
    created_at: Mapped[datetime]
    expires_on: Mapped[date | None] = mapped_column(default=None)
    supplier_lot: Mapped[str | None] = mapped_column(String(60), default=None)
    serial_number: Mapped[str | None] = mapped_column(String(80), default=None, index=True)


class Posting(Base):
    """Group the movements of one document."""

    __tablename__ = "posting"
    __audited__: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    reference: Mapped[str] = mapped_column(
        String(80), index=True, comment="document it belongs to: work order, arrival"
    )
    moved_on: Mapped[date]
    posted_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Text, default="")


class MovementRule(Base):
    """Hold which kinds of location a kind of movement may join; fixed by the schema."""

    __tablename__ = "movement_rule"
    __audited__: ClassVar[bool] = False
    __table_args__ = ({"sqlite_with_rowid": False},)

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    from_kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    to_kind: Mapped[str] = mapped_column(String(12), primary_key=True)


class Clearance(Base):
    """Hold a verdict that lets a lot leave the hold: so much passed, so much failed, by whom."""

    __tablename__ = "clearance"
    __table_args__ = (
        ForeignKeyConstraint(["lot_id"], ["lot.id"]),
        CheckConstraint("passed >= 0 AND failed >= 0 AND passed + failed > 0", name="some_quantity"),
        CheckConstraint("inspected_by_id <> brought_by_id", name="four_eyes"),
        *whole("passed", "failed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    lot_id: Mapped[int] = mapped_column(index=True)
    hold_location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    passed: Mapped[Quantity]
    failed: Mapped[Quantity]
    brought_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="copied from the lot")
    inspected_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    reference: Mapped[str] = mapped_column(String(60), comment="inspection document")


class FifoException(Base):
    """Hold a signed permission to issue a lot before an older one."""

    __tablename__ = "fifo_exception"
    __table_args__ = (CheckConstraint("signed_by_id <> asked_by_id", name="four_eyes"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    work_order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]


class Movement(Base):
    """Hold one movement of one lot from one place to another; never changed, never deleted, chained by hash."""

    __tablename__ = "movement"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        ForeignKeyConstraint(["lot_id", "part_id"], ["lot.id", "lot.part_id"]),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("from_location_id <> to_location_id", name="another_place"),
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal_names_what"),
        CheckConstraint("(kind = 'adjustment') = (count_line_id IS NOT NULL)", name="adjustment_names_count"),
        CheckConstraint(
            "(kind IN ('release', 'rejection')) = (clearance_id IS NOT NULL)", name="hold_left_with_clearance"
        ),
        CheckConstraint("length(previous_hash) = 64 AND length(hash) = 64", name="hashes_whole"),
        one_of("kind", MovementKind),
        UniqueConstraint("clearance_id", "kind"),
        *whole("quantity", "id", "lot_id", "part_id"),
        Index("ix_movement_part", "part_id", "id"),
        Index("ix_movement_lot", "lot_id", "id"),
        Index("ix_movement_from", "from_location_id", "id"),
        Index("ix_movement_to", "to_location_id", "id"),
        Index("ix_movement_on", "moved_on", "id"),
        Index(
            "ix_movement_count_line",
            "count_line_id",
            sqlite_where=text("count_line_id IS NOT NULL"),
            postgresql_where=text("count_line_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    part_id: Mapped[int]
    lot_id: Mapped[int]
    from_location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    to_location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    quantity: Mapped[Quantity] = mapped_column(comment="thousandths of the part's unit")
    moved_on: Mapped[date] = mapped_column(comment="business date: an attribute, not the order")
    posted_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    clearance_id: Mapped[int | None] = mapped_column(ForeignKey("clearance.id"), default=None)
    count_line_id: Mapped[int | None] = mapped_column(ForeignKey("count_line.id"), default=None)
    fifo_exception_id: Mapped[int | None] = mapped_column(ForeignKey("fifo_exception.id"), default=None, unique=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"), default=None, unique=True)


NOTHING: ColumnElement[Quantity] = literal_column("0")
"""Zero, worded as the indexes of what is there word it: of a value that comes from outside PostgreSQL cannot know that
they serve, and would plan each execution anew."""


class Balance(Base):
    """Hold what of a lot is in a physical place; written by trigger only."""

    __tablename__ = "balance"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand_not_negative"),
        *whole("on_hand"),
        Index(
            "ix_balance_in_turn",
            "part_id",
            "store_id",
            "rank_on",
            "lot_id",
            sqlite_where=text("on_hand > 0"),
            postgresql_where=text("on_hand > 0"),
        ),
        Index(
            "ix_balance_expiring",
            "part_id",
            "store_id",
            "expires_on",
            sqlite_where=text("on_hand > 0 AND expires_on IS NOT NULL"),
            postgresql_where=text("on_hand > 0 AND expires_on IS NOT NULL"),
        ),
        Index("ix_balance_lot", "lot_id"),
        {"sqlite_with_rowid": False},
    )

    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    on_hand: Mapped[Quantity]
    last_movement_id: Mapped[int]
    rank_on: Mapped[date] = mapped_column(
        info={"made_of": "(SELECT l.rank_on FROM lot l WHERE l.id = balance.lot_id)"},
        comment="the lot's own, so that its turn is found by an index",
    )
    expires_on: Mapped[date | None] = mapped_column(
        default=None,
        info={"made_of": "(SELECT l.expires_on FROM lot l WHERE l.id = balance.lot_id)"},
        comment="the lot's own",
    )
    store_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), default=None)
    issueable: Mapped[bool] = mapped_column(default=False)


class Stock(Base):
    """Hold what of a part a store can issue and what of that is promised; written by trigger only."""

    __tablename__ = "stock"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand_not_negative"),
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("reserved <= on_hand", name="reserved_within_on_hand"),
        *whole("on_hand", "reserved"),
        {"sqlite_with_rowid": False},
    )

    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), primary_key=True, index=True)
    on_hand: Mapped[Quantity]
    reserved: Mapped[Quantity]
    last_movement_id: Mapped[int]
