"""Who was sent, what was done, what it cost and which lots went in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, frozen_columns, no_delete, no_replace, refuse
from kernel.refusals import name_check

OPEN_DISPATCH = "declined_at IS NULL AND withdrawn_at IS NULL"


class Dispatch(Base):
    """Hold one sending of an engineer: accepted, declined with a reason, or withdrawn for another."""

    __tablename__ = "dispatch"
    __table_args__ = (
        CheckConstraint("accepted_at IS NULL OR declined_at IS NULL", name="one_answer"),
        CheckConstraint("declined_at IS NULL OR reason <> ''", name="declined_with_reason"),
        CheckConstraint("withdrawn_at IS NULL OR reason <> ''", name="withdrawn_with_reason"),
        Index(
            "uq_dispatch_open",
            "ticket_id",
            unique=True,
            sqlite_where=text(OPEN_DISPATCH),
            postgresql_where=text(OPEN_DISPATCH),
        ),
        Index("ix_dispatch_ticket", "ticket_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    engineer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    dispatched_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    dispatched_at: Mapped[datetime]
    score: Mapped[int] = mapped_column(default=0, comment="points of the ranking when it was chosen")
    score_reasons: Mapped[Any] = mapped_column(JSON, default_factory=list, comment="why, as the ranking told it")
    notified_at: Mapped[datetime | None] = mapped_column(default=None)
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    declined_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(String(300), default="", comment="of declining or withdrawing")


class RepairReport(Base):
    """Hold the engineer's report: begun with the diagnosis, fixed for good when the repair is completed."""

    __tablename__ = "repair_report"
    __table_args__ = (
        UniqueConstraint("ticket_id", "engineer_id"),
        one_of("agreed_how", ("signature", "spoken", "message")),
        CheckConstraint("told_cny >= 0 AND total_cny >= 0 AND covered_cny >= 0", name="money_not_negative"),
        CheckConstraint("labour_fee_cny >= 0 AND travel_fee_cny >= 0 AND parts_fee_cny >= 0", name="fees_not_negative"),
        CheckConstraint("total_cny = labour_fee_cny + travel_fee_cny + parts_fee_cny - covered_cny", name="total_adds"),
        CheckConstraint("cost_agreed_at IS NULL OR cost_agreed_at >= cost_told_at", name="told_before_agreed"),
        CheckConstraint(
            "completed_at IS NULL OR total_cny = 0"
            " OR (cost_agreed_at IS NOT NULL AND total_cny <= told_cny AND cost_agreed_at <= completed_at)",
            name="cost_agreed_before",
        ),
        CheckConstraint(
            "completed_at IS NULL OR visit = 'remote' OR signature_attachment_id IS NOT NULL OR unsigned_reason <> ''",
            name="signed_or_reason",
        ),
        *whole("labour_fee_cny", "travel_fee_cny", "parts_fee_cny", "covered_cny", "total_cny", "told_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), unique=True)
    engineer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    visit: Mapped[str] = mapped_column(String(10))
    diagnosis: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(String(300), default="")
    told_cny: Mapped[Money] = mapped_column(default=Money(0), comment="the most the customer was told to pay")
    cost_told_at: Mapped[datetime | None] = mapped_column(default=None)
    cost_agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    agreed_how: Mapped[str | None] = mapped_column(String(10), default=None)
    work_done: Mapped[str] = mapped_column(Text, default="")
    test_result: Mapped[str] = mapped_column(Text, default="")
    test_passed: Mapped[bool | None] = mapped_column(default=None)
    labour_fee_cny: Mapped[Money] = mapped_column(default=Money(0))
    travel_fee_cny: Mapped[Money] = mapped_column(default=Money(0))
    parts_fee_cny: Mapped[Money] = mapped_column(default=Money(0), comment="at sale price")
    covered_cny: Mapped[Money] = mapped_column(default=Money(0), comment="borne by the warranty")
    total_cny: Mapped[Money] = mapped_column(default=Money(0), comment="for the customer to pay")
    part_warranty_months: Mapped[int] = mapped_column(default=0, comment="on the replaced parts")
    signature_attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), default=None)
    unsigned_reason: Mapped[str] = mapped_column(String(300), default="")
    completed_at: Mapped[datetime | None] = mapped_column(default=None, index=True)


class ReportPart(Base):
    """Hold a lot that a completed repair used up, as the ledger had it, with cost and price."""

    __tablename__ = "report_part"
    __table_args__ = (
        UniqueConstraint("report_id", "lot_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price_cny >= 0 AND unit_cost_cny >= 0", name="money_not_negative"),
        *whole("quantity", "unit_cost_cny", "cost_cny", "unit_price_cny", "price_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    report_id: Mapped[int] = mapped_column(ForeignKey("repair_report.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    quantity: Mapped[Quantity]
    unit_cost_cny: Mapped[Money]
    cost_cny: Mapped[Money]
    unit_price_cny: Mapped[Money] = mapped_column(comment="sale price, before what the warranty bears")
    price_cny: Mapped[Money]
    warranty_until_on: Mapped[date | None] = mapped_column(default=None, comment="last day on the replaced part")


name_check("ck_repair_report_cost_agreed_before", "cost_not_agreed")
name_check("ck_repair_report_signed_or_reason", "signature_missing")
no_delete("dispatch")
frozen_columns("dispatch", "ticket_id", "engineer_id", "dispatched_by_id", "dispatched_at")
no_delete("repair_report")
frozen_columns("repair_report", "ticket_id")
no_replace("repair_report", ("id",), ("ticket_id",))
refuse(
    "repair_report_fixed",
    "repair_report",
    "BEFORE UPDATE",
    "OLD.completed_at IS NOT NULL",
    "append_only:repair_report",
)
append_only("report_part", ("report_id", "lot_id"))
refuse(
    "report_part_before_completion",
    "report_part",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM repair_report r WHERE r.id = NEW.report_id AND r.completed_at IS NOT NULL)",
    "append_only:report_part",
)
