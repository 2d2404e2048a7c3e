"""Kits: a named list of parts that a kind of repair usually needs, asked for in one go."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, whole
from kernel.guards import frozen_columns, kept


class Kit(Base):
    """Hold a kit 维修套件: for a product model, a symptom, both, or any repair."""

    __tablename__ = "kit"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    product_model_id: Mapped[int | None] = mapped_column(
        ForeignKey("product_model.id"), default=None, index=True, comment="none: for every model"
    )
    symptom_id: Mapped[int | None] = mapped_column(
        ForeignKey("symptom.id"), default=None, index=True, comment="none: for every symptom"
    )
    note: Mapped[str] = mapped_column(String(300), default="")
    active: Mapped[bool] = mapped_column(default=True)


class KitLine(Base):
    """Hold one part of a kit and how many a repair usually takes."""

    __tablename__ = "kit_line"
    __table_args__ = (
        UniqueConstraint("kit_id", "part_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kit_id: Mapped[int] = mapped_column(ForeignKey("kit.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    quantity: Mapped[Quantity]
    optional: Mapped[bool] = mapped_column(default=False, comment="offered, and left out unless wanted")


kept("kit", ("code",))
frozen_columns("kit", "code")
