"""Returns to the supplier: what did not pass or was not ordered, the claim for it, and how it was settled."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes
from kernel.guards import append_only, frozen_columns, kept
from kernel.refusals import name_check
from receiving.settlement import Demand, Reason, SettlementKind


class SupplierReturn(Base):
    """Hold a return and claim: open until the goods have left, returned until it is settled in full."""

    __tablename__ = "supplier_return"
    __table_args__ = (
        UniqueConstraint("id", "opened_by_id"),
        one_of("reason", Reason),
        one_of("demand", Demand),
        one_of("state", ("open", "returned", "settled", "cancelled")),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("sent >= 0 AND scrapped >= 0 AND sent + scrapped <= quantity", name="goods_within"),
        CheckConstraint("settled >= 0 AND settled <= quantity", name="settled_within"),
        CheckConstraint("amount_cny >= 0", name="amount_not_negative"),
        CheckConstraint("(reason IN ('over', 'wrong_part')) = (lot_id IS NULL)", name="lot_where_taken_in"),
        CheckConstraint("(lot_id IS NULL) = (quarantine_location_id IS NULL)", name="quarantine_where_lot"),
        CheckConstraint(
            "(reason IN ('rejected', 'refused')) = (inspection_id IS NOT NULL)", name="inspection_where_rejected"
        ),
        CheckConstraint("(reason = 'warranty') = (failed_lot_id IS NOT NULL)", name="failed_lot_where_warranty"),
        CheckConstraint("lot_id IS NOT NULL OR scrapped = 0", name="only_own_goods_scrapped"),
        CheckConstraint("state <> 'returned' OR sent + scrapped = quantity", name="returned_in_full"),
        CheckConstraint(
            "(state = 'settled') = (sent + scrapped = quantity AND settled = quantity)", name="ends_settled"
        ),
        CheckConstraint("state <> 'cancelled' OR sent + scrapped + settled = 0", name="cancelled_untouched"),
        *whole("quantity", "sent", "scrapped", "settled", "amount_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    arrival_line_id: Mapped[int] = mapped_column(ForeignKey("arrival_line.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    quantity: Mapped[Quantity]
    reason: Mapped[str] = mapped_column(
        String(12),
        comment="rejected at inspection, over the order, wrong part, found later, under warranty, refused replacement",
    )
    deadline_on: Mapped[date] = mapped_column(index=True, comment="the supplier should have settled by then")
    amount_cny: Mapped[Money] = mapped_column(comment="claimed: 1/10000 yuan")
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"), default=None, index=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), default=None, unique=True)
    quarantine_location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), default=None)
    failed_lot_id: Mapped[int | None] = mapped_column(
        ForeignKey("lot.id"), default=None, index=True, comment="under warranty: the lot that the failed part came from"
    )
    work_order_id: Mapped[int | None] = mapped_column(
        ForeignKey("work_order.id"), default=None, index=True, comment="under warranty: the repair that replaced it"
    )
    demand: Mapped[str] = mapped_column(String(12), default="replacement", comment="what is asked of the supplier")
    note: Mapped[str] = mapped_column(String(500), default="", comment="what is wrong, as told to the supplier")
    sent: Mapped[Quantity] = mapped_column(default=Quantity(0), comment="gone back to the supplier")
    scrapped: Mapped[Quantity] = mapped_column(default=Quantity(0), comment="scrapped here with the supplier's consent")
    settled: Mapped[Quantity] = mapped_column(default=Quantity(0), comment="sum of the settlements")
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)


class ClaimedLine(Base):
    """Say which claim a line of an arrival came for, as replacement or reworked."""

    __tablename__ = "claimed_line"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    arrival_line_id: Mapped[int] = mapped_column(ForeignKey("arrival_line.id"), unique=True)
    supplier_return_id: Mapped[int] = mapped_column(ForeignKey("supplier_return.id"), index=True)


class Settlement(Base):
    """Hold how a part of a claim ended: replaced, credited, reworked, taken back, or waived by another person."""

    __tablename__ = "settlement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["supplier_return_id", "opened_by_id"], ["supplier_return.id", "supplier_return.opened_by_id"]
        ),
        one_of("kind", SettlementKind),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("amount_cny >= 0", name="amount_not_negative"),
        CheckConstraint("kind <> 'waived' OR settled_by_id <> opened_by_id", name="waived_four_eyes"),
        CheckConstraint("kind <> 'waived' OR length(note) > 0", name="waived_for_a_reason"),
        CheckConstraint(
            "limit_cny IS NULL OR amount_cny <= limit_cny OR settled_by_id <> opened_by_id", name="credit_four_eyes"
        ),
        *whole("quantity", "amount_cny", "limit_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_return_id: Mapped[int] = mapped_column(index=True)
    opened_by_id: Mapped[int] = mapped_column(comment="copied from the return: may not waive it")
    kind: Mapped[str] = mapped_column(String(12))
    quantity: Mapped[Quantity]
    amount_cny: Mapped[Money] = mapped_column(comment="credited, or worth of what came in its place: 1/10000 yuan")
    reference: Mapped[str] = mapped_column(String(80), comment="credit note, replacement order or delivery")
    settled_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(300), default="")
    credited_on: Mapped[date | None] = mapped_column(default=None, comment="the day of the credit note")
    limit_cny: Mapped[Money | None] = mapped_column(
        default=None, comment="of a credit: above it another person notes it, by the setting of that day"
    )
    inspection_id: Mapped[int | None] = mapped_column(
        ForeignKey("inspection.id"), default=None, index=True, comment="replaced or reworked: the verdict that settled"
    )


kept("supplier_return", ("number",), ("inspection_id",))
frozen_columns(
    "supplier_return",
    "number",
    "supplier_id",
    "arrival_line_id",
    "part_id",
    "quantity",
    "reason",
    "lot_id",
    "inspection_id",
    "failed_lot_id",
    "work_order_id",
    "opened_by_id",
)
append_only("claimed_line", ("arrival_line_id",))
append_only("settlement")
name_check("ck_settlement_waived_four_eyes", "four_eyes", FourEyes)
name_check("ck_settlement_waived_for_a_reason", "reason_needed")
name_check("ck_settlement_credit_four_eyes", "four_eyes", FourEyes)
name_check("ck_supplier_return_settled_within", "settled_too_much")
name_check("ck_supplier_return_goods_within", "more_than_claimed")
