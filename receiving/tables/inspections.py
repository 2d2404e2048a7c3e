"""Inspections: who looked at which lot by which standard, what was found, and the verdict by quantity."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes
from kernel.guards import frozen_columns, no_delete, no_replace
from kernel.refusals import name_check
from receiving.readings import Reading
from receiving.tables.standards import ReadingType
from receiving.verdict import DefectClass


class Inspection(Base):
    """Hold one inspection 验收 of a lot in the hold; a lot may get several verdicts until nothing is pending.

    States: pending (being looked at), decided, dropped (its arrival was undone before a verdict).
    """

    __tablename__ = "inspection"
    __table_args__ = (
        ForeignKeyConstraint(["arrival_lot_id", "bought_by_id"], ["arrival_lot.id", "arrival_lot.bought_by_id"]),
        one_of("state", ("pending", "decided", "dropped")),
        one_of("severity", DefectClass),
        CheckConstraint("begun_by_id <> bought_by_id", name="begun_four_eyes"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> bought_by_id", name="decided_four_eyes"),
        CheckConstraint("passed >= 0 AND failed >= 0", name="quantities_not_negative"),
        CheckConstraint(
            "(state = 'decided') = (decided_by_id IS NOT NULL AND decided_at IS NOT NULL AND passed + failed > 0)",
            name="decided_by_somebody",
        ),
        CheckConstraint("state = 'decided' OR passed + failed = 0", name="undecided_empty"),
        CheckConstraint("failed = 0 OR (severity IS NOT NULL AND length(reason) > 0)", name="failure_explained"),
        *whole("passed", "failed"),
        Index(
            "ix_inspection_pending",
            "arrival_lot_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    arrival_lot_id: Mapped[int] = mapped_column(index=True)
    bought_by_id: Mapped[int] = mapped_column(comment="copied from the arrival's lot: never the inspector")
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime]
    standard_id: Mapped[int | None] = mapped_column(
        ForeignKey("standard.id"), default=None, comment="the version that held when it began; none was set if empty"
    )
    state: Mapped[str] = mapped_column(String(10), default="pending", index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    passed: Mapped[Quantity] = mapped_column(default=Quantity(0))
    failed: Mapped[Quantity] = mapped_column(default=Quantity(0))
    severity: Mapped[str | None] = mapped_column(String(10), default=None, comment="of the worst defect")
    reason: Mapped[str] = mapped_column(String(500), default="", comment="what is wrong, in the inspector's words")
    led_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("inspection.id"),
        default=None,
        index=True,
        comment="of a serial-tracked piece: the inspection with the findings and the sample of all that came with it",
    )


class InspectionResult(Base):
    """Hold what was found of one characteristic on one sample; sample 0 is the whole lot."""

    __tablename__ = "inspection_result"
    __table_args__ = (
        UniqueConstraint("inspection_id", "characteristic_id", "sample"),
        CheckConstraint("sample >= 0", name="sample_not_negative"),
        *whole("measured", "sample"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    characteristic_id: Mapped[int] = mapped_column(ForeignKey("characteristic.id"), index=True)
    sample: Mapped[int] = mapped_column(comment="number of the piece; 0 for the whole lot")
    conforms: Mapped[bool] = mapped_column(comment="computed from the limits where measured")
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
    measured: Mapped[Reading | None] = mapped_column(ReadingType, default=None, comment="millionths of the unit")
    note: Mapped[str] = mapped_column(String(300), default="")


for _check in ("begun_four_eyes", "decided_four_eyes"):
    name_check(f"ck_inspection_{_check}", "four_eyes", FourEyes)

no_delete("inspection")
no_replace("inspection", ("id",), ("number",))
frozen_columns(
    "inspection", "number", "arrival_lot_id", "bought_by_id", "begun_by_id", "begun_at", "standard_id", "led_by_id"
)
no_delete("inspection_result")
no_replace("inspection_result", ("id",), ("inspection_id", "characteristic_id", "sample"))
frozen_columns("inspection_result", "inspection_id", "characteristic_id", "sample")
