"""Parts and what they fit, replace and are measured in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel import text
from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import kept


class Named:
    """Give a row with two name columns its name as one text."""

    if TYPE_CHECKING:
        name_zh: Mapped[str]
        name_en: Mapped[str]

    @property
    def name(self) -> text.Text:
        """Return the name in both languages."""
        return text.Text(self.name_zh, self.name_en)


class Unit(Named, Base):
    """Hold a unit of measure and the smallest step in which it is counted."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("step > 0", name="step_positive"), *whole("step"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(40))
    step: Mapped[Quantity] = mapped_column(comment="thousandths; 1000 for pieces, 1 for a metre cut to the millimetre")


class Category(Named, Base):
    """Hold a node of the function tree of parts."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), default=None)
    seasonal: Mapped[bool] = mapped_column(default=False, comment="demand follows the months of the year")


class ProductModel(Named, Base):
    """Hold a product model that the company services."""

    __tablename__ = "product_model"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    family: Mapped[str] = mapped_column(String(60), default="", index=True)
    warranty_months: Mapped[int] = mapped_column(default=12)


class Part(Named, Base):
    """Hold a part of the part master 配件档案."""

    __tablename__ = "part"
    __table_args__ = (
        one_of("use_class", ("wear", "common", "key")),
        one_of("criticality", ("vital", "essential", "desirable")),
        one_of("state", ("active", "phasing_out", "discontinued")),
        CheckConstraint("shelf_life_days IS NULL OR shelf_life_days > 0", name="shelf_life_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    name_zh: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), default=None, index=True)
    use_class: Mapped[str] = mapped_column(
        String(10), default="common", comment="wear 易损件, common 常用件, key 关键件"
    )
    criticality: Mapped[str] = mapped_column(String(10), default="essential", comment="VED")
    state: Mapped[str] = mapped_column(String(12), default="active")
    abc: Mapped[str | None] = mapped_column(String(1), default=None, comment="by value of issues, computed")
    xyz: Mapped[str | None] = mapped_column(String(1), default=None, comment="by variability, computed")
    fsn: Mapped[str | None] = mapped_column(String(1), default=None, comment="by movement, computed")
    shelf_life_days: Mapped[int | None] = mapped_column(default=None, comment="with it, lots leave by expiry (FEFO)")
    serial_tracked: Mapped[bool] = mapped_column(default=False, comment="each piece is a lot of its own")
    original_maker: Mapped[bool] = mapped_column(default=True)
    storage_condition: Mapped[str] = mapped_column(String(120), default="")
    specification: Mapped[str] = mapped_column(Text, default="")
    gtin: Mapped[str | None] = mapped_column(String(14), default=None, unique=True, comment="GS1 article number")


class Fit(Base):
    """Say that a part fits a product model 适用机型; a part without rows here fits every model."""

    __tablename__ = "fit"
    __table_args__ = (UniqueConstraint("part_id", "product_model_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    product_model_id: Mapped[int] = mapped_column(ForeignKey("product_model.id"), index=True)
    quantity_per_repair: Mapped[Quantity] = mapped_column(default=Quantity(1000))


class Alternate(Base):
    """Say that one part may be used in place of another."""

    __tablename__ = "alternate"
    __table_args__ = (
        UniqueConstraint("part_id", "alternate_part_id"),
        CheckConstraint("part_id <> alternate_part_id", name="another_part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    alternate_part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    note: Mapped[str] = mapped_column(String(200), default="")


class Supersession(Base):
    """Say that a part is succeeded by another from a day on; old stock is used up first."""

    __tablename__ = "supersession"
    __table_args__ = (
        CheckConstraint("predecessor_id <> successor_id", name="another_part"),
        CheckConstraint("predecessor_factor > 0 AND successor_factor > 0", name="factors_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("part.id"), unique=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    valid_from_on: Mapped[date]
    two_way: Mapped[bool] = mapped_column(default=False, comment="the old part may also stand in for the new one")
    predecessor_factor: Mapped[int] = mapped_column(default=1, comment="so many of the old equal")
    successor_factor: Mapped[int] = mapped_column(default=1, comment="so many of the new")


Index("ix_part_name_en", Part.name_en)

kept("unit", ("code",))
kept("part", ("number",), ("gtin",))
