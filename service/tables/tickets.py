"""Tickets, the log of their steps and the clocks that run on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, one_of
from kernel.guards import append_only, frozen_columns, no_delete, no_replace
from service.calendar import Runs
from service.sla import ClockKind
from service.states import Channel, Colour, FaultType, TicketState, Urgency, Visit


class Ticket(Base):
    """Hold a customer's case from the first call to its closing."""

    __tablename__ = "ticket"
    __table_args__ = (
        one_of("channel", Channel),
        one_of("state", TicketState),
        one_of("urgency", Urgency),
        one_of("visit", Visit),
        one_of("colour", Colour),
        one_of("fault_type", FaultType),
        CheckConstraint("state <> 'cancelled' OR cancel_reason <> ''", name="cancelled_with_reason"),
        CheckConstraint("state NOT IN ('completed', 'closed') OR completed_at IS NOT NULL", name="completed_when"),
        Index("ix_ticket_history", "product_model_id", "symptom_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    channel: Mapped[str] = mapped_column(String(10))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, comment="首问责任人: first to take it")
    opened_at: Mapped[datetime] = mapped_column(index=True)
    opened_on: Mapped[date]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), default=None, index=True)
    product_model_id: Mapped[int | None] = mapped_column(ForeignKey("product_model.id"), default=None)
    model_typed: Mapped[str] = mapped_column(String(120), default="", comment="as told, where the model is not known")
    serial: Mapped[str] = mapped_column(String(80), default="", index=True)
    purchased_on: Mapped[date | None] = mapped_column(default=None)
    symptom_id: Mapped[int | None] = mapped_column(ForeignKey("symptom.id"), default=None)
    description: Mapped[str] = mapped_column(Text, default="")
    fault_at: Mapped[datetime | None] = mapped_column(default=None, comment="when it began")
    fault_environment: Mapped[str] = mapped_column(String(300), default="")
    wished_at: Mapped[datetime | None] = mapped_column(default=None, comment="when the customer wants the visit")
    region: Mapped[str] = mapped_column(String(60), default="", index=True)
    remote_area: Mapped[bool] = mapped_column(default=False, comment="exempt from the time on site")
    fault_type: Mapped[str | None] = mapped_column(String(10), default=None)
    urgency: Mapped[str] = mapped_column(String(10), default="normal")
    visit: Mapped[str] = mapped_column(String(10), default="on_site")
    complex: Mapped[bool] = mapped_column(default=False, comment="solved in working days, not on the spot")
    colour: Mapped[str] = mapped_column(String(10), default="green", comment="红黄绿")
    in_warranty: Mapped[bool | None] = mapped_column(default=None, comment="null: purchase date unknown")
    warranty_until_on: Mapped[date | None] = mapped_column(default=None, comment="last day under warranty")
    state: Mapped[str] = mapped_column(String(14), default="new", index=True)
    engineer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    work_order_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"), default=None, unique=True)
    completed_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")


class TicketEvent(Base):
    """Log one step of a ticket: who did what when; never changed."""

    __tablename__ = "ticket_event"
    __audited__: ClassVar[bool] = False
    __table_args__ = (Index("ix_ticket_event_ticket", "ticket_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, comment="null: the system")
    note: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[Any] = mapped_column(JSON, default_factory=dict)


class SlaClock(Base):
    """Hold a clock of a ticket: when it must be met, and when it was."""

    __tablename__ = "sla_clock"
    __table_args__ = (
        UniqueConstraint("ticket_id", "kind"),
        one_of("kind", ClockKind),
        one_of("runs", Runs),
        CheckConstraint("started_at <= warn_at AND warn_at <= due_at", name="in_order"),
        Index(
            "ix_sla_clock_running",
            "due_at",
            sqlite_where=text("met_at IS NULL AND stopped_at IS NULL"),
            postgresql_where=text("met_at IS NULL AND stopped_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    kind: Mapped[str] = mapped_column(String(16))
    runs: Mapped[str] = mapped_column(String(16), comment="always, on working days, or in working hours")
    started_at: Mapped[datetime]
    warn_at: Mapped[datetime]
    due_at: Mapped[datetime]
    met_at: Mapped[datetime | None] = mapped_column(default=None)
    warned_at: Mapped[datetime | None] = mapped_column(default=None)
    breached_at: Mapped[datetime | None] = mapped_column(default=None, comment="its due time, once it was missed")
    stopped_at: Mapped[datetime | None] = mapped_column(default=None, comment="no longer asked for")


no_delete("ticket")
frozen_columns("ticket", "number", "opened_at", "owner_id", "customer_id")
no_replace("ticket", ("id",), ("number",))
append_only("ticket_event")
no_delete("sla_clock")
frozen_columns("sla_clock", "ticket_id", "kind")
no_replace("sla_clock", ("ticket_id", "kind"))
