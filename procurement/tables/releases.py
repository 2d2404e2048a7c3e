"""Releases: one order let through to a supplier that its score blocks, for a reason on record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base
from kernel.guards import frozen_columns, kept, refuse
from kernel.refusals import name_check


class SupplierRelease(Base):
    """Let one order through to a supplier that its score blocks; whoever drafts the order did not let it through."""

    __tablename__ = "supplier_release"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("order_id IS NULL OR ended_at IS NULL", name="used_or_ended"),
        Index(
            "ix_supplier_release_open",
            "supplier_id",
            unique=True,
            sqlite_where=text("order_id IS NULL AND ended_at IS NULL"),
            postgresql_where=text("order_id IS NULL AND ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    reason: Mapped[str] = mapped_column(String(300))
    released_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime]
    order_id: Mapped[int | None] = mapped_column(
        ForeignKey("purchase_order.id"), default=None, unique=True, comment="the order that used it up"
    )
    ended_at: Mapped[datetime | None] = mapped_column(default=None, comment="taken back before it was used")


kept("supplier_release", ("order_id",))
frozen_columns("supplier_release", "supplier_id", "reason", "released_by_id", "released_at")
refuse(
    "supplier_release_used_once",
    "supplier_release",
    "BEFORE UPDATE",
    "(OLD.order_id IS NOT NULL AND COALESCE(NEW.order_id, 0) <> OLD.order_id)"
    " OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR NEW.order_id IS NOT NULL))",
    "unchangeable:supplier_release",
)
for _when in ("INSERT", "UPDATE"):
    refuse(
        f"supplier_release_{_when.lower()}_for_another",
        "supplier_release",
        f"BEFORE {_when}",
        "EXISTS (SELECT 1 FROM purchase_order o WHERE o.id = NEW.order_id"
        " AND (o.created_by_id = NEW.released_by_id OR o.supplier_id <> NEW.supplier_id))",
        "four_eyes",
    )
name_check("ck_supplier_release_has_reason", "reason_needed")
