"""Transfers between stores and vans, confirmed by both keepers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, frozen_columns, kept, other_person, refuse


class Transfer(Base):
    """Hold a transfer: asked, sent by one keeper, received by another."""

    __tablename__ = "transfer"
    __table_args__ = (
        one_of("state", ("requested", "sent", "received", "short", "closed", "cancelled")),
        CheckConstraint("from_store_id <> to_store_id", name="another_store"),
        CheckConstraint("received_by_id IS NULL OR received_by_id <> sent_by_id", name="two_keepers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    from_store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    to_store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="requested", index=True)
    note: Mapped[str] = mapped_column(String(300), default="")
    beyond_reason: Mapped[str] = mapped_column(
        String(300), default="", comment="why it should take a van beyond its limits; waits for a signature"
    )
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    received_at: Mapped[datetime | None] = mapped_column(default=None)


class TransferLine(Base):
    """Hold one part of a transfer; the lots are those of its movements."""

    __tablename__ = "transfer_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("sent >= 0 AND received >= 0 AND received <= sent AND sent <= quantity", name="steps_within"),
        *whole("quantity", "sent", "received"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    quantity: Mapped[Quantity] = mapped_column(comment="asked for")
    part_request_id: Mapped[int | None] = mapped_column(ForeignKey("part_request.id"), default=None)
    sent: Mapped[Quantity] = mapped_column(default=Quantity(0))
    received: Mapped[Quantity] = mapped_column(default=Quantity(0))


class LimitSignature(Base):
    """Hold the signature that a transfer may take a van beyond its limits."""

    __tablename__ = "limit_signature"
    __table_args__ = (
        UniqueConstraint("transfer_id"),
        CheckConstraint("signed_by_id <> asked_by_id", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"))
    reason: Mapped[str] = mapped_column(String(300))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="copied from the transfer")
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]


class TransferSettlement(Base):
    """Hold what became of goods that did not arrive: found late, sent back, or lost with approval."""

    __tablename__ = "transfer_settlement"
    __table_args__ = (
        one_of("cause", ("found", "sent_back", "lost")),
        one_of("state", ("asked", "posted", "refused")),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> by_id", name="four_eyes"),
        CheckConstraint("cause <> 'lost' OR state = 'asked' OR decided_by_id IS NOT NULL", name="loss_decided"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    quantity: Mapped[Quantity]
    cause: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="asked", index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decision_note: Mapped[str] = mapped_column(String(300), default="")
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"), default=None)


class TransferSettlementPiece(Base):
    """Hold which tracked piece a settlement is about."""

    __tablename__ = "transfer_settlement_piece"
    __table_args__ = (UniqueConstraint("settlement_id", "lot_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("transfer_settlement.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)


append_only("limit_signature", ("transfer_id",))
other_person("limit_signature", "transfer_id", "transfer", "asked_by_id", "asked_by_id", "signed_by_id")

_IN_VAN = """(SELECT {0} FROM balance b JOIN location l ON l.id = b.location_id {1}
    WHERE b.store_id = NEW.to_store_id AND l.kind IN ('van', 'in_transit') AND b.on_hand > 0 {2})"""
refuse(
    "transfer_within_limits",
    "transfer",
    "BEFORE UPDATE",
    "NEW.state = 'sent' AND OLD.state <> 'sent'"
    " AND NOT EXISTS (SELECT 1 FROM limit_signature s WHERE s.transfer_id = NEW.id)"
    " AND (EXISTS (SELECT 1 FROM transfer_line t JOIN van_limit v ON v.part_id = t.part_id"
    " WHERE t.transfer_id = NEW.id AND v.van_id = NEW.to_store_id AND t.sent > 0 AND v.most < "
    f"{_IN_VAN.format('COALESCE(SUM(b.on_hand), 0)', '', 'AND b.part_id = t.part_id')})"
    " OR EXISTS (SELECT 1 FROM location p WHERE p.id = NEW.to_store_id AND p.kind = 'van'"
    " AND p.most_value_cny * 1000 < "
    + _IN_VAN.format("COALESCE(SUM(b.on_hand * o.unit_cost_cny), 0)", "JOIN lot o ON o.id = b.lot_id", "")
    + "))",
    "beyond_limit",
    columns=("state",),
)

kept("transfer_settlement")
frozen_columns("transfer_settlement", "transfer_id", "part_id", "quantity", "cause", "note", "by_id", "at")
refuse(
    "transfer_settlement_once",
    "transfer_settlement",
    "BEFORE UPDATE",
    "OLD.state <> 'asked'",
    "settlement_decided",
)
refuse(
    "transfer_settlement_other",
    "transfer_settlement",
    "BEFORE UPDATE",
    "NEW.decided_by_id IS NOT NULL AND (NEW.decided_by_id = NEW.by_id OR EXISTS (SELECT 1 FROM transfer t"
    " WHERE t.id = NEW.transfer_id AND NEW.decided_by_id IN (t.sent_by_id, t.received_by_id)))",
    "four_eyes",
)
refuse(
    "transfer_settlement_asked_first",
    "transfer_settlement",
    "BEFORE INSERT",
    "NEW.decided_by_id IS NOT NULL",
    "four_eyes",
)
refuse(
    "transfer_settlement_begins_asked",
    "transfer_settlement",
    "BEFORE INSERT",
    "NEW.state <> 'asked'",  # what else is asked of it is looked at when it becomes more
    "not_settled",
)
_CAME = (
    " FROM transfer t JOIN posting p ON p.reference = t.number"
    " JOIN movement m ON m.posting_id = p.id AND m.kind = 'transfer_in' JOIN location l ON l.id = m.to_location_id"
    " AND l.store_id = CASE NEW.cause WHEN 'found' THEN t.to_store_id ELSE t.from_store_id END"
    " WHERE t.id = NEW.transfer_id AND "
)
refuse(
    "settlement_came_in",  # a loss is approved before it is posted: the ledger asks for the approval
    "transfer_settlement",
    "BEFORE UPDATE",
    f"COALESCE((SELECT SUM(m.quantity){_CAME}m.part_id = NEW.part_id), 0)"
    " < NEW.quantity + COALESCE((SELECT SUM(s.quantity) FROM transfer_settlement s"
    " WHERE s.transfer_id = NEW.transfer_id AND s.part_id = NEW.part_id AND s.cause = NEW.cause"
    " AND s.state = 'posted'), 0) + CASE NEW.cause WHEN 'found' THEN"
    " COALESCE((SELECT SUM(r.received) FROM transfer_line r"
    " WHERE r.transfer_id = NEW.transfer_id AND r.part_id = NEW.part_id), 0) ELSE 0 END"
    " OR EXISTS (SELECT 1 FROM transfer_settlement_piece e WHERE e.settlement_id = NEW.id"
    f" AND NOT EXISTS (SELECT 1{_CAME}m.lot_id = e.lot_id))",
    "not_settled",
    columns=("state",),
    only="NEW.state = 'posted' AND (NEW.cause = 'found' OR NEW.cause = 'sent_back')",
)
refuse(
    "transfer_closed_settled",
    "transfer",
    "BEFORE UPDATE",
    "NEW.state = 'closed' AND OLD.state = 'short' AND EXISTS (SELECT 1 FROM transfer_line t"
    " WHERE t.transfer_id = NEW.id AND t.sent - t.received <> COALESCE((SELECT SUM(s.quantity)"
    " FROM transfer_settlement s WHERE s.transfer_id = NEW.id AND s.part_id = t.part_id AND s.state = 'posted'), 0))",
    "not_settled",
    columns=("state",),
)
append_only("transfer_settlement_piece", ("settlement_id", "lot_id"))
refuse(
    "settlement_piece_was_sent",
    "transfer_settlement_piece",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM transfer_settlement s JOIN transfer t ON t.id = s.transfer_id"
    " JOIN lot o ON o.id = NEW.lot_id AND o.part_id = s.part_id AND o.serial_number IS NOT NULL"
    " JOIN movement m ON m.lot_id = o.id AND m.kind = 'transfer_out'"
    " JOIN posting p ON p.id = m.posting_id AND p.reference = t.number"
    " WHERE s.id = NEW.settlement_id AND s.state = 'asked')",
    "piece_not_on_transfer",
)
refuse(
    "settlement_piece_once",
    "transfer_settlement_piece",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM transfer_settlement_piece e JOIN transfer_settlement a ON a.id = e.settlement_id"
    " JOIN transfer_settlement b ON b.id = NEW.settlement_id AND b.transfer_id = a.transfer_id"
    " WHERE e.lot_id = NEW.lot_id AND a.state <> 'refused')",
    "piece_settled",
)
refuse(
    "settlement_names_its_pieces",
    "transfer_settlement",
    "BEFORE UPDATE",
    "NEW.state = 'posted' AND EXISTS (SELECT 1 FROM part q WHERE q.id = NEW.part_id AND q.serial_tracked)"
    " AND NEW.quantity <> 1000 * (SELECT COUNT(*) FROM transfer_settlement_piece e WHERE e.settlement_id = NEW.id)",
    "pieces_not_named",
    columns=("state",),
)
