"""Acceptance standards: versions per part or category, and the characteristics that are looked at."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Dialect, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from kernel.db import Base, one_of, whole
from kernel.guards import append_only, refuse
from receiving.readings import Reading
from receiving.verdict import Aspect, DefectClass


class ReadingType(TypeDecorator[Reading]):
    """Store a reading as millionths of its unit."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Reading | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Take only a `Reading`: a bare number here would be wrong by a million."""
        if value is not None and not isinstance(value, Reading):
            raise TypeError(f"a Reading is needed, not {type(value).__name__}")
        return None if value is None else value.scaled

    def process_result_value(self, value: Any, dialect: Dialect) -> Reading | None:  # noqa: ANN401, ARG002
        """Return the reading."""
        return None if value is None else Reading(int(value))


class Standard(Base):
    """Hold one version of an acceptance standard 验收标准 of a part, or of a category for parts without their own."""

    __tablename__ = "standard"
    __table_args__ = (
        UniqueConstraint("part_id", "version"),
        UniqueConstraint("category_id", "version"),
        CheckConstraint("(part_id IS NULL) <> (category_id IS NULL)", name="part_or_category"),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    version: Mapped[int]
    valid_from_on: Mapped[date] = mapped_column(index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    part_id: Mapped[int | None] = mapped_column(ForeignKey("part.id"), default=None)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), default=None)
    note: Mapped[str] = mapped_column(String(300), default="")


class Characteristic(Base):
    """Hold one thing to look at: an attribute that is right or not, or a measured value with its limits."""

    __tablename__ = "characteristic"
    __table_args__ = (
        UniqueConstraint("standard_id", "position"),
        one_of("aspect", Aspect),
        one_of("kind", ("attribute", "measured")),
        one_of("defect_class", DefectClass),
        CheckConstraint("length(text_zh) + length(text_en) > 0", name="said"),
        CheckConstraint(
            "(kind = 'measured') = (lower_limit IS NOT NULL OR upper_limit IS NOT NULL)", name="limits_where_measured"
        ),
        CheckConstraint(
            "lower_limit IS NULL OR upper_limit IS NULL OR lower_limit <= upper_limit", name="limits_in_order"
        ),
        *whole("lower_limit", "upper_limit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id"))
    position: Mapped[int] = mapped_column(comment="1, 2, 3 ... on the sheet")
    aspect: Mapped[str] = mapped_column(
        String(12), comment="appearance 外观, dimension 尺寸, performance 性能, marking 标识"
    )
    kind: Mapped[str] = mapped_column(String(10))
    text_zh: Mapped[str] = mapped_column(String(300))
    text_en: Mapped[str] = mapped_column(String(300))
    defect_class: Mapped[str] = mapped_column(String(10))
    gauge: Mapped[str] = mapped_column(String(120), default="", comment="what it is looked at or measured with")
    unit: Mapped[str] = mapped_column(String(20), default="", comment="of the limits, as written on the sheet")
    lower_limit: Mapped[Reading | None] = mapped_column(ReadingType, default=None, comment="millionths of the unit")
    upper_limit: Mapped[Reading | None] = mapped_column(ReadingType, default=None, comment="millionths of the unit")


append_only("standard", ("part_id", "version"), ("category_id", "version"))
append_only("characteristic", ("standard_id", "position"))
refuse(
    "characteristic_before_use",
    "characteristic",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM inspection i WHERE i.standard_id = NEW.standard_id)",
    "standard_in_use",
)
