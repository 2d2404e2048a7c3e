"""Months that are closed for good, asked for by one person and confirmed by another, with their figures frozen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import (
    append_only,
    frozen_columns,
    guard,
    kept,
    no_delete,
    no_replace,
    other_person,
    refuse,
    trigger_function,
)

FLOWS = (
    "received",
    "supplier_returned",
    "issued",
    "taken_back",
    "transferred_in",
    "transferred_out",
    "gained",
    "lost",
    "scrapped",
    "other_in",
    "other_out",
)
"""What goes into and out of stock in a month; closing is opening plus what came in less what went out."""
INWARD = frozenset({"received", "taken_back", "transferred_in", "gained", "other_in"})


class PeriodClosing(Base):
    """Hold that somebody asked to close a month, with what the checklist said then."""

    __tablename__ = "period_closing"
    __table_args__ = (
        UniqueConstraint("id", "asked_by_id"),
        one_of("state", ("asked", "confirmed", "withdrawn")),
        Index(
            "uq_period_closing_asked",
            "month_on",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    month_on: Mapped[date] = mapped_column(comment="first day of the month")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    checklist: Mapped[Any] = mapped_column(JSON, comment="how much was open of each kind when it was asked")
    note: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(10), default="asked", index=True)


class PeriodClose(Base):
    """Hold a closed month: no movement bears a date up to its last day any more."""

    __tablename__ = "period_close"
    __table_args__ = (
        ForeignKeyConstraint(["period_closing_id", "asked_by_id"], ["period_closing.id", "period_closing.asked_by_id"]),
        CheckConstraint("confirmed_by_id <> asked_by_id", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    period_closing_id: Mapped[int] = mapped_column(unique=True)
    month_on: Mapped[date] = mapped_column(unique=True, comment="first day of the month")
    ends_on: Mapped[date] = mapped_column(unique=True, comment="last day of the month")
    asked_by_id: Mapped[int]
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime]
    last_movement_id: Mapped[int] = mapped_column(comment="head of the ledger when the month was closed")
    ledger_hash: Mapped[str] = mapped_column(String(64))


_SUM = " + ".join(name for name in FLOWS if name in INWARD)
_LESS = " - ".join(name for name in FLOWS if name not in INWARD)
_VALUES = ("opening", *FLOWS, "closing")


class PeriodFigure(Base):
    """Hold the figures of a closed month for a store and a category, exactly: in ten-millionths of a yuan.

    A quantity in thousandths times a unit cost in ten-thousandths needs no rounding there, so that the figures add up.
    """

    __tablename__ = "period_figure"
    __table_args__ = (
        CheckConstraint(f"closing = opening + {_SUM} - {_LESS}", name="adds_up"),
        *whole(*_VALUES),
        Index("ix_period_figure_close", "period_close_id", "store_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    period_close_id: Mapped[int] = mapped_column(ForeignKey("period_close.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    opening: Mapped[int] = mapped_column(comment="1/10 000 000 yuan, as all figures of the row")
    received: Mapped[int] = mapped_column(comment="from suppliers and as opening stock")
    supplier_returned: Mapped[int] = mapped_column()
    issued: Mapped[int] = mapped_column(comment="to work orders")
    taken_back: Mapped[int] = mapped_column(comment="unused, from work orders")
    transferred_in: Mapped[int] = mapped_column(comment="from other stores")
    transferred_out: Mapped[int] = mapped_column()
    gained: Mapped[int] = mapped_column(comment="by stock-takes")
    lost: Mapped[int] = mapped_column(comment="by stock-takes")
    scrapped: Mapped[int] = mapped_column()
    other_in: Mapped[int] = mapped_column()
    other_out: Mapped[int] = mapped_column()
    closing: Mapped[int] = mapped_column()


class PeriodBalance(Base):
    """Hold what lay where at the end of a closed month, so that a past day is counted from the nearest month's end.

    Written with the month close from the balances, and never changed: nothing can be dated into the month any more.
    """

    __tablename__ = "period_balance"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        CheckConstraint("on_hand > 0", name="on_hand_positive"),
        *whole("on_hand"),
        {"sqlite_with_rowid": False},
    )

    ends_on: Mapped[date] = mapped_column(ForeignKey("period_close.ends_on"), primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    on_hand: Mapped[Quantity]


kept("period_closing")
frozen_columns("period_closing", "month_on", "asked_by_id", "asked_at", "note")
refuse(
    "period_closing_keeps_checklist",
    "period_closing",
    "BEFORE UPDATE",
    "CAST(NEW.checklist AS TEXT) <> CAST(OLD.checklist AS TEXT)",  # PostgreSQL compares no JSON
    "unchangeable:period_closing",
)
refuse(
    "period_closing_decided_once",
    "period_closing",
    "BEFORE UPDATE",
    "OLD.state <> 'asked' AND NEW.state <> OLD.state OR NEW.state = 'confirmed' AND OLD.state = 'asked'"
    " AND NOT EXISTS (SELECT 1 FROM period_close c WHERE c.period_closing_id = NEW.id)",
    "period_decided",
    columns=("state",),
)
refuse(
    "period_closing_begins_asked",
    "period_closing",
    "BEFORE INSERT",
    "NEW.state <> 'asked'",
    "period_not_asked",
)
refuse(
    "period_closing_stays_closed",
    "period_closing",
    "BEFORE UPDATE",
    "NEW.state = 'withdrawn' AND EXISTS (SELECT 1 FROM period_close c WHERE c.period_closing_id = NEW.id)",
    "period_decided",
    columns=("state",),
)
_ENDS_ON = "(SELECT c.ends_on FROM period_close c WHERE c.period_closing_id = NEW.id)"
_MOVED = (
    " UNION ALL SELECT m.{0}, m.lot_id, m.part_id, l.store_id, {1}m.quantity, 0 FROM movement m"
    f" JOIN location l ON l.id = m.{{0}} WHERE l.store_id IS NOT NULL AND m.moved_on > {_ENDS_ON}"
)
refuse(
    "period_balance_as_counted",  # every place and lot: what lies there now less what was moved later
    "period_closing",
    "BEFORE UPDATE",
    f"{_ENDS_ON} IS NOT NULL AND EXISTS (SELECT 1 FROM (SELECT b.location_id, b.lot_id, b.part_id, b.store_id,"
    " b.on_hand AS should, 0 AS stands FROM balance b WHERE b.on_hand > 0 AND b.store_id IS NOT NULL"
    + _MOVED.format("to_location_id", "-")
    + _MOVED.format("from_location_id", "")
    + " UNION ALL SELECT k.location_id, k.lot_id, k.part_id, k.store_id, 0, k.on_hand FROM period_balance k"
    f" WHERE k.ends_on = {_ENDS_ON}) d GROUP BY d.location_id, d.lot_id, d.part_id, d.store_id"
    " HAVING CASE WHEN SUM(d.should) > 0 THEN SUM(d.should) ELSE 0 END <> SUM(d.stands))",
    "period_balance_differs",
    columns=("state",),
    only="NEW.state = 'confirmed' AND OLD.state = 'asked'",
)
append_only("period_close", ("month_on",), ("ends_on",), ("period_closing_id",))
append_only("period_figure")
no_delete("period_balance")
no_replace("period_balance", ("ends_on", "location_id", "lot_id"))
refuse("period_balance_no_update", "period_balance", "BEFORE UPDATE", "true", "append_only:period_balance")
refuse(
    "period_balance_of_its_month",
    "period_balance",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM period_close c JOIN period_closing a ON a.id = c.period_closing_id"
    " WHERE c.ends_on = NEW.ends_on AND a.state = 'asked')",
    "period_figures_frozen",
)
other_person("period_close", "period_closing_id", "period_closing", "asked_by_id", "asked_by_id", "confirmed_by_id")
refuse(
    "period_close_as_asked",
    "period_close",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM period_closing a WHERE a.id = NEW.period_closing_id AND a.month_on = NEW.month_on"
    " AND a.state = 'asked')",
    "period_not_asked",
)


def _months_in_order() -> None:
    """Declare that a closed month is a whole one, is over, and follows the one closed before it without a gap.

    On PostgreSQL the head of the ledger is locked first: whoever is posting is waited for, and whoever posts later
    sees the month closed, because a movement looks after it has the head itself.
    """
    sqlite_month = (
        "NEW.month_on IS NOT date(NEW.month_on, 'start of month')"
        " OR NEW.ends_on IS NOT date(NEW.month_on, '+1 month', '-1 day')"
    )
    sqlite_next = (
        "EXISTS (SELECT 1 FROM period_close)"
        " AND NEW.month_on IS NOT (SELECT date(MAX(ends_on), '+1 day') FROM period_close)"
    )
    postgresql_month = (
        "NEW.month_on IS DISTINCT FROM date_trunc('month', NEW.month_on)::date"
        " OR NEW.ends_on IS DISTINCT FROM (NEW.month_on + interval '1 month' - interval '1 day')::date"
    )
    postgresql_next = (
        "EXISTS (SELECT 1 FROM period_close)"
        " AND NEW.month_on IS DISTINCT FROM (SELECT MAX(ends_on) + 1 FROM period_close)"
    )
    head = (
        "NOT EXISTS (SELECT 1 FROM chain_head h WHERE h.name = 'movement' AND h.last_id = NEW.last_movement_id"
        " AND h.hash = NEW.ledger_hash)"
    )
    # in UTC the last business day has at least begun; the script asks the business calendar for more
    rules = (
        ("period_not_a_month", sqlite_month, postgresql_month),
        ("period_not_next", sqlite_next, postgresql_next),
        (
            "period_not_over",
            "date(NEW.confirmed_at) < NEW.ends_on OR datetime(NEW.confirmed_at) IS NULL",
            "(NEW.confirmed_at AT TIME ZONE 'UTC')::date < NEW.ends_on",
        ),
        ("period_other_head", head, head),
    )
    guard(
        "period_close_in_order",
        sqlite=[
            f"""CREATE TRIGGER {code}_refused BEFORE INSERT ON period_close WHEN {wrong}
                BEGIN SELECT RAISE(ABORT, 'sparewell:{code}'); END"""
            for code, wrong, _postgresql in rules
        ],
        postgresql=trigger_function(
            "period_close_in_order",
            "period_close",
            "BEFORE INSERT",
            "PERFORM 1 FROM chain_head WHERE name = 'movement' FOR UPDATE;"
            + "".join(
                f" IF {wrong} THEN RAISE EXCEPTION 'sparewell:{code}' USING ERRCODE = 'check_violation'; END IF;"
                for code, _sqlite, wrong in rules
            ),
        ),
        tables=("period_close", "chain_head"),
    )


_months_in_order()
refuse(
    "period_figure_of_its_month",
    "period_figure",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM period_close c JOIN period_closing a ON a.id = c.period_closing_id"
    " WHERE c.id = NEW.period_close_id AND a.state = 'asked')"
    " OR EXISTS (SELECT 1 FROM period_figure f WHERE f.period_close_id = NEW.period_close_id"
    " AND f.store_id = NEW.store_id AND COALESCE(f.category_id, 0) = COALESCE(NEW.category_id, 0))",
    "period_figures_frozen",
)
