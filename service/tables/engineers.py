"""Engineers as dispatch sees them: where they are, what they may repair and until when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base


class EngineerProfile(Base):
    """Hold an engineer's region, van and how many open tickets are enough."""

    __tablename__ = "engineer_profile"
    __table_args__ = (CheckConstraint("max_load > 0", name="max_load_positive"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    region: Mapped[str] = mapped_column(String(60), index=True)
    van_location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), default=None)
    max_load: Mapped[int] = mapped_column(default=6, comment="open tickets at a time")
    active: Mapped[bool] = mapped_column(default=True)


class Qualification(Base):
    """Say that an engineer may repair a product family or one model until a day."""

    __tablename__ = "qualification"
    __table_args__ = (
        CheckConstraint("(product_model_id IS NULL) <> (family = '')", name="family_or_model"),
        UniqueConstraint("engineer_id", "family", "product_model_id", "valid_until_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    engineer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    valid_until_on: Mapped[date] = mapped_column(comment="last day on which it holds")
    family: Mapped[str] = mapped_column(String(60), default="")
    product_model_id: Mapped[int | None] = mapped_column(ForeignKey("product_model.id"), default=None)
    certificate: Mapped[str] = mapped_column(String(80), default="")


class RegionNeighbour(Base):
    """Say that one region lies beside another; written once for each direction."""

    __tablename__ = "region_neighbour"
    __table_args__ = (CheckConstraint("region <> neighbour", name="another_region"),)

    region: Mapped[str] = mapped_column(String(60), primary_key=True)
    neighbour: Mapped[str] = mapped_column(String(60), primary_key=True)
