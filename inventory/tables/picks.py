"""Picking: walks of a keeper for many requests, shelves found short, asks to leave the order, hand-overs signed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, frozen_columns, kept, refuse


class PickWave(Base):
    """Hold one walk of one keeper through a store for many requests; what it took on is held for it."""

    __tablename__ = "pick_wave"
    __table_args__ = (one_of("state", ("open", "done", "cancelled")),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    keeper_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class PickWaveLine(Base):
    """Hold one request of a walk and how much of it was promised when the walk began."""

    __tablename__ = "pick_wave_line"
    __table_args__ = (
        UniqueConstraint("pick_wave_id", "part_request_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    pick_wave_id: Mapped[int] = mapped_column(ForeignKey("pick_wave.id"))
    part_request_id: Mapped[int] = mapped_column(ForeignKey("part_request.id"), index=True)
    quantity: Mapped[Quantity]
    issued_before: Mapped[Quantity] = mapped_column(comment="of the request when the walk began")
    holds: Mapped[bool] = mapped_column(comment="the walk made the promise hard and lifts it at its end")


class ShortPick(Base):
    """Record that a keeper found less in a place than the book has; the place is to be counted."""

    __tablename__ = "short_pick"
    __table_args__ = (
        CheckConstraint("found >= 0 AND found < wanted", name="short"),
        CheckConstraint("length(reason) > 0", name="reasoned"),
        *whole("wanted", "found"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_request_id: Mapped[int] = mapped_column(ForeignKey("part_request.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    wanted: Mapped[Quantity] = mapped_column(comment="to be taken from this lot in this place")
    found: Mapped[Quantity] = mapped_column(comment="taken: all that was there and good")
    reason: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class FifoAsk(Base):
    """Hold a keeper's wish to take a lot before an older one, until another person signs or refuses it."""

    __tablename__ = "fifo_ask"
    __table_args__ = (
        one_of("state", ("asked", "signed", "refused", "withdrawn")),
        CheckConstraint("(state = 'asked') = (decided_by_id IS NULL)", name="decided_by_whom"),
        CheckConstraint("(state = 'signed') = (fifo_exception_id IS NOT NULL)", name="signed_with_exception"),
        CheckConstraint("state NOT IN ('signed', 'refused') OR decided_by_id <> asked_by_id", name="four_eyes"),
        CheckConstraint("length(reason) > 0", name="reasoned"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_request_id: Mapped[int] = mapped_column(ForeignKey("part_request.id"), index=True)
    work_order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    reason: Mapped[str] = mapped_column(String(300))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="asked", index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(String(300), default="", comment="why it was refused")
    fifo_exception_id: Mapped[int | None] = mapped_column(ForeignKey("fifo_exception.id"), default=None, unique=True)


class Handover(Base):
    """Record that parts were handed over to whom they were issued for, with the receiver's signature."""

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("handed_by_id <> received_by_id", name="two_persons"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40))
    work_order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"), index=True)
    handed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    received_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    handed_at: Mapped[datetime]
    signature_attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    note: Mapped[str] = mapped_column(String(300), default="")


class HandoverPosting(Base):
    """Name an issue that a hand-over covers; each is handed over once."""

    __tablename__ = "handover_posting"
    __table_args__ = (UniqueConstraint("posting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), index=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"))


kept("pick_wave", ("number",))
frozen_columns("pick_wave", "number", "store_id", "keeper_id", "started_at")
refuse("pick_wave_closed_once", "pick_wave", "BEFORE UPDATE", "OLD.state <> 'open'", "wave_closed")
append_only("pick_wave_line", ("pick_wave_id", "part_request_id"))
refuse(
    "pick_wave_line_one_walk",
    "pick_wave_line",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM pick_wave_line l JOIN pick_wave w ON w.id = l.pick_wave_id AND w.state = 'open'"
    " WHERE l.part_request_id = NEW.part_request_id) OR NOT EXISTS (SELECT 1 FROM pick_wave w JOIN part_request q"
    " ON q.id = NEW.part_request_id AND q.store_id = w.store_id WHERE w.id = NEW.pick_wave_id AND w.state = 'open')",
    "already_being_picked",
)
append_only("short_pick")
refuse(
    "short_pick_right",
    "short_pick",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM part_request q JOIN lot o ON o.id = NEW.lot_id AND o.part_id = q.part_id"
    " JOIN location p ON p.id = NEW.location_id AND p.store_id = q.store_id"
    " WHERE q.id = NEW.part_request_id AND q.part_id = NEW.part_id)",
    "lot_of_another_part",
)
kept("fifo_ask", ("fifo_exception_id",))
frozen_columns("fifo_ask", "part_request_id", "work_order_id", "lot_id", "reason", "asked_by_id", "asked_at")
refuse("fifo_ask_decided_once", "fifo_ask", "BEFORE UPDATE", "OLD.state <> 'asked'", "ask_decided")
refuse(
    "fifo_ask_other_person",
    "fifo_ask",
    "BEFORE UPDATE",
    "NEW.state IN ('signed', 'refused') AND (NEW.decided_by_id IS NULL OR NEW.decided_by_id = NEW.asked_by_id)"
    " OR NEW.state = 'signed' AND NOT EXISTS (SELECT 1 FROM fifo_exception x WHERE x.id = NEW.fifo_exception_id"
    " AND x.lot_id = NEW.lot_id AND x.work_order_id = NEW.work_order_id AND x.asked_by_id = NEW.asked_by_id"
    " AND x.signed_by_id = NEW.decided_by_id)",
    "four_eyes",
)
refuse(
    "fifo_ask_right",
    "fifo_ask",
    "BEFORE INSERT",
    "NEW.state <> 'asked' OR NOT EXISTS (SELECT 1 FROM part_request q JOIN lot o ON o.part_id = q.part_id"
    " AND o.id = NEW.lot_id WHERE q.id = NEW.part_request_id AND q.work_order_id = NEW.work_order_id)",
    "lot_of_another_part",
)
append_only("handover", ("number",))
append_only("handover_posting", ("posting_id",))
refuse("handover_two_persons", "handover", "BEFORE INSERT", "NEW.handed_by_id = NEW.received_by_id", "four_eyes")
refuse(
    "handover_posting_right",
    "handover_posting",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM handover h JOIN work_order w ON w.id = h.work_order_id JOIN posting p"
    " ON p.reference = w.number AND p.kind = 'issue' WHERE h.id = NEW.handover_id AND p.id = NEW.posting_id)",
    "not_issued_to_it",
)
