"""What people have set for the planning of a part, in one store or in all of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

import inventory.tables  # noqa: F401  parts and places
from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole

POLICIES = ("periodic", "continuous", "base_stock")
STOCKED = ("auto", "yes", "no")


class PartPlanning(Base):
    """Hold what people have set for a part in a store, or in every store where none is named."""

    __tablename__ = "part_planning"
    __table_args__ = (
        Index("ix_part_planning_store", "part_id", "store_id", unique=True),
        Index(
            "ix_part_planning_everywhere",
            "part_id",
            unique=True,
            sqlite_where=text("store_id IS NULL"),
            postgresql_where=text("store_id IS NULL"),
        ),
        one_of("stocked", STOCKED),
        CheckConstraint("policy IN ('periodic', 'continuous', 'base_stock')", name="policy_known"),
        CheckConstraint("target_permyriad BETWEEN 1 AND 9999", name="target_in_range"),
        CheckConstraint("minimum >= 0 AND maximum >= 0", name="bounds_not_negative"),
        CheckConstraint("minimum <= maximum", name="bounds_in_order"),
        *whole("minimum", "maximum", "target_permyriad"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    store_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), index=True, comment="none: every store")
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
    stocked: Mapped[str] = mapped_column(String(4), default="auto", comment="auto: by the rule")
    policy: Mapped[str | None] = mapped_column(String(12), default=None, comment="none: by the rule")
    target_permyriad: Mapped[int | None] = mapped_column(default=None, comment="service target, 1/10000; none: as set")
    minimum: Mapped[Quantity | None] = mapped_column(default=None, comment="ordered when stock falls below")
    maximum: Mapped[Quantity | None] = mapped_column(default=None, comment="never ordered beyond")
    reason: Mapped[str] = mapped_column(String(300), default="")
