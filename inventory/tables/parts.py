"""Parts and what they fit, replace and are measured in."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from inventory.old_parts import Owed
from kernel import text
from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import frozen_columns, guard, kept, refuse, trigger_function


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
        one_of("old_part", Owed),
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
    old_part: Mapped[str] = mapped_column(
        String(8), default="by_rule", comment="whether the replaced piece is owed back: by_rule, always, never"
    )
    storage_condition: Mapped[str] = mapped_column(String(120), default="")
    specification: Mapped[str] = mapped_column(Text, default="")
    gtin: Mapped[str | None] = mapped_column(String(14), default=None, unique=True, comment="GS1 article number")
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("part.id"), default=None, index=True, comment="the part that this duplicate is another number of"
    )


class PartMerge(Base):
    """Hold that a duplicate was merged into the part that is kept; undone at most once, never deleted."""

    __tablename__ = "part_merge"
    __table_args__ = (
        CheckConstraint("duplicate_id <> kept_id", name="another_part"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_somebody"),
        Index(
            "uq_part_merge_open",
            "duplicate_id",
            unique=True,
            sqlite_where=sql("undone_at IS NULL"),
            postgresql_where=sql("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    duplicate_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    merged_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    merged_at: Mapped[datetime]
    state_before: Mapped[str] = mapped_column(String(12), comment="of the duplicate, given back when undone")
    carried: Mapped[dict[str, Any]] = mapped_column(
        JSON, comment="ids of fits and alternates that the kept part got, and of the requests that were asked anew"
    )
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_reason: Mapped[str] = mapped_column(String(300), default="")


class Fit(Base):
    """Say that a part fits a product model 适用机型; a part without rows here fits every model."""

    __tablename__ = "fit"
    __table_args__ = (UniqueConstraint("part_id", "product_model_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    product_model_id: Mapped[int] = mapped_column(ForeignKey("product_model.id"), index=True)
    quantity_per_repair: Mapped[Quantity] = mapped_column(default=Quantity(1000))


class FitRange(Base):
    """Narrow a fit to products whose serial number lies from one to another; a fit without ranges has no limit."""

    __tablename__ = "fit_range"
    __table_args__ = (
        UniqueConstraint("fit_id", "serial_from", "serial_to"),
        CheckConstraint("serial_from <> '' OR serial_to <> ''", name="one_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    fit_id: Mapped[int] = mapped_column(ForeignKey("fit.id", ondelete="CASCADE"))
    serial_from: Mapped[str] = mapped_column(
        String(80), default="", comment="the first that it fits; empty: from the beginning"
    )
    serial_to: Mapped[str] = mapped_column(String(80), default="", comment="the last that it fits; empty: to this day")


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
kept("part_merge")
frozen_columns("part_merge", "duplicate_id", "kept_id", "reason", "merged_by_id", "merged_at", "state_before")
refuse(
    "part_merge_undone_once",
    "part_merge",
    "BEFORE UPDATE",
    "OLD.undone_at IS NOT NULL OR CAST(NEW.carried AS TEXT) <> CAST(OLD.carried AS TEXT)",
    "merge_undone",
)
refuse(
    "part_merge_measures_the_same",
    "part_merge",
    "BEFORE INSERT",
    "NEW.undone_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM part d JOIN part k ON k.id = NEW.kept_id"
    " WHERE d.id = NEW.duplicate_id AND d.unit_id = k.unit_id AND d.serial_tracked = k.serial_tracked)",
    "merge_measured_otherwise",
)
refuse(
    "part_alias_is_merged",
    "part",
    "BEFORE UPDATE",
    "COALESCE(NEW.merged_into_id, 0) <> COALESCE((SELECT m.kept_id FROM part_merge m"
    " WHERE m.duplicate_id = NEW.id AND m.undone_at IS NULL), 0)",
    "merge_not_written",
    columns=("merged_into_id",),
)
refuse(
    "part_alias_keeps_measure",
    "part",
    "BEFORE UPDATE",
    "(NEW.unit_id <> OLD.unit_id OR NEW.serial_tracked <> OLD.serial_tracked) AND (NEW.merged_into_id IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM part d WHERE d.merged_into_id = NEW.id))",
    "part_is_merged",
    columns=("unit_id", "serial_tracked"),
)
refuse("part_begins_as_itself", "part", "BEFORE INSERT", "NEW.merged_into_id IS NOT NULL", "merge_not_written")


def no_circle(name: str, table: str, step: str, code: str, columns: tuple[str, ...]) -> None:
    """Refuse a row of a chain or a tree that would lead back to itself.

    `step` is the pair of columns (from, to) of one link. On PostgreSQL the table is locked first, because two writers
    could each add the half of a circle that the other does not see.
    """
    start, end = step.split(" -> ")
    circle = f"""EXISTS (WITH RECURSIVE reached (id) AS (SELECT NEW.{end} UNION
        SELECT t.{end} FROM {table} t JOIN reached r ON t.{start} = r.id WHERE t.{end} IS NOT NULL)
        SELECT 1 FROM reached WHERE id = NEW.{start})"""
    for when in ("INSERT", f"UPDATE OF {', '.join(columns)}"):
        full = f"{name}_{when[:6].lower()}"
        guard(
            full,
            sqlite=f"""CREATE TRIGGER {full} AFTER {when} ON {table} WHEN {circle}
                BEGIN SELECT RAISE(ABORT, 'sparewell:{code}'); END""",
            postgresql=trigger_function(
                full,
                table,
                f"AFTER {when}",
                f"""LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE;
                IF {circle} THEN RAISE EXCEPTION 'sparewell:{code}' USING ERRCODE = 'check_violation'; END IF;""",
            ),
            tables=(table,),
        )


no_circle(
    "supersession_ends",
    "supersession",
    "predecessor_id -> successor_id",
    "supersession_in_a_circle",
    ("predecessor_id", "successor_id"),
)
no_circle("category_is_a_tree", "category", "id -> parent_id", "category_in_a_circle", ("parent_id",))
refuse(
    "supersession_of_a_merge_stays",
    "supersession",
    "BEFORE DELETE",
    "EXISTS (SELECT 1 FROM part p WHERE p.id = OLD.predecessor_id AND p.merged_into_id = OLD.successor_id)",
    "part_is_merged",
)
refuse(
    "supersession_of_a_merge_keeps",
    "supersession",
    "BEFORE UPDATE",
    "EXISTS (SELECT 1 FROM part p WHERE p.id = OLD.predecessor_id AND p.merged_into_id = OLD.successor_id)"
    " AND (NEW.predecessor_id <> OLD.predecessor_id OR NEW.successor_id <> OLD.successor_id OR NOT NEW.two_way"
    " OR NEW.predecessor_factor <> NEW.successor_factor)",
    "part_is_merged",
)
