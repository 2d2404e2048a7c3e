"""Transfers between stores and vans, confirmed by both keepers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole


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
