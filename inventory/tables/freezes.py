"""Lots that are frozen on suspicion, and who set them free again."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inventory.places import ISSUEABLE
from inventory.tables.movement_guards import kinds_in
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, guard, no_replace, other_person, refuse, trigger_function


class LotFreeze(Base):
    """Hold that a lot was frozen: by whom, why, and what it was found with."""

    __tablename__ = "lot_freeze"
    __table_args__ = (
        UniqueConstraint("id", "frozen_by_id"),
        ForeignKeyConstraint(["lot_id", "part_id"], ["lot.id", "lot.part_id"]),
        one_of("cause", ("found", "sister", "sample", "batch_fault")),
        *whole("ledger_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    lot_id: Mapped[int] = mapped_column(index=True)
    part_id: Mapped[int]
    cause: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(500))
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    frozen_at: Mapped[datetime]
    reference: Mapped[str] = mapped_column(String(60), comment="sample, lot or document it came from")
    ledger_id: Mapped[int] = mapped_column(comment="last movement before it was frozen")


class LotThaw(Base):
    """Hold that a frozen lot was set free, by another person than who froze it."""

    __tablename__ = "lot_thaw"
    __table_args__ = (
        ForeignKeyConstraint(["lot_freeze_id", "frozen_by_id"], ["lot_freeze.id", "lot_freeze.frozen_by_id"]),
        CheckConstraint("thawed_by_id <> frozen_by_id", name="four_eyes"),
        *whole("ledger_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    lot_freeze_id: Mapped[int] = mapped_column(unique=True)
    frozen_by_id: Mapped[int]
    thawed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    thawed_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    ledger_id: Mapped[int] = mapped_column(comment="last movement before it was set free")


class FrozenLot(Base):
    """Hold which lots are frozen now; written by trigger only."""

    __tablename__ = "frozen_lot"
    __audited__: ClassVar[bool] = False
    __table_args__ = ({"sqlite_with_rowid": False},)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    lot_freeze_id: Mapped[int] = mapped_column(ForeignKey("lot_freeze.id"), unique=True)


append_only("lot_freeze")
append_only("lot_thaw", ("lot_freeze_id",))
other_person("lot_thaw", "lot_freeze_id", "lot_freeze", "frozen_by_id", "frozen_by_id", "thawed_by_id")


def _knows_its_place(table: str) -> None:
    """Declare that a row names the last movement; the head stays locked, so that none slips in between the two."""
    name = f"{table}_knows_the_ledger"
    wrong = "NOT EXISTS (SELECT 1 FROM chain_head h WHERE h.name = 'movement' AND h.last_id = NEW.ledger_id)"
    guard(
        name,
        sqlite=f"""CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {wrong}
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_last_movement'); END""",
        postgresql=trigger_function(
            name,
            table,
            "BEFORE INSERT",
            f"""PERFORM 1 FROM chain_head WHERE name = 'movement' FOR UPDATE;
            IF {wrong} THEN
                RAISE EXCEPTION 'sparewell:not_the_last_movement' USING ERRCODE = 'check_violation';
            END IF;""",
        ),
        tables=(table, "chain_head"),
    )


_knows_its_place("lot_freeze")
_knows_its_place("lot_thaw")
refuse(
    "lot_freeze_right",
    "lot_freeze",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM lot l WHERE l.id = NEW.lot_id AND l.part_id = NEW.part_id)",
    "lot_not_right",
)
refuse(
    "lot_freeze_once",
    "lot_freeze",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = NEW.lot_id)",
    "lot_frozen_already",
)
refuse(
    "frozen_lot_follows",
    "frozen_lot",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM lot_freeze f WHERE f.id = NEW.lot_freeze_id AND f.lot_id = NEW.lot_id"
    " AND f.part_id = NEW.part_id AND NOT EXISTS (SELECT 1 FROM lot_thaw t WHERE t.lot_freeze_id = f.id))",
    "kept_by_freezes",
)
refuse(
    "frozen_lot_leaves",
    "frozen_lot",
    "BEFORE DELETE",
    "NOT EXISTS (SELECT 1 FROM lot_thaw t WHERE t.lot_freeze_id = OLD.lot_freeze_id)",
    "kept_by_freezes",
)
refuse("frozen_lot_no_update", "frozen_lot", "BEFORE UPDATE", "true", "kept_by_freezes")
no_replace("frozen_lot", ("lot_id",), ("lot_freeze_id",))
_NO_TRUNCATE = "frozen_lot_no_truncate"
guard(
    _NO_TRUNCATE,
    sqlite=[],
    postgresql=[
        (
            f"CREATE FUNCTION {_NO_TRUNCATE}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION"
            " 'sparewell:kept_by_freezes' USING ERRCODE = 'check_violation'; END $guard$"
        ),
        (
            f"CREATE TRIGGER {_NO_TRUNCATE} BEFORE TRUNCATE ON frozen_lot FOR EACH STATEMENT"
            f" EXECUTE FUNCTION {_NO_TRUNCATE}()"
        ),
    ],
    tables=("frozen_lot",),
)

PROMISED_BEYOND = f"""EXISTS (SELECT 1 FROM stock s WHERE s.part_id = NEW.part_id AND s.reserved > s.on_hand
    - (SELECT COALESCE(SUM(b.on_hand), 0) FROM frozen_lot z JOIN balance b ON b.lot_id = z.lot_id
        JOIN location l ON l.id = b.location_id
        WHERE z.part_id = NEW.part_id AND b.store_id = s.store_id AND l.kind IN ({kinds_in(ISSUEABLE)})))"""
"""Whether more of a part is promised in a store than what is not frozen there."""


def _kept() -> None:
    """Declare that freezing and thawing keep the list of frozen lots, and that no promise is left on a frozen one."""
    name = "lot_freeze_counts"
    insert = "INSERT INTO frozen_lot (lot_id, part_id, lot_freeze_id) VALUES (NEW.lot_id, NEW.part_id, NEW.id);"
    guard(
        name,
        sqlite=f"""CREATE TRIGGER {name} AFTER INSERT ON lot_freeze BEGIN {insert}
            SELECT RAISE(ABORT, 'sparewell:lot_is_promised') WHERE {PROMISED_BEYOND}; END""",
        postgresql=trigger_function(
            name,
            "lot_freeze",
            "AFTER INSERT",
            f"{insert} IF {PROMISED_BEYOND} THEN"
            " RAISE EXCEPTION 'sparewell:lot_is_promised' USING ERRCODE = 'check_violation'; END IF;",
        ),
        tables=("lot_freeze", "frozen_lot", "stock", "balance"),
    )
    name = "lot_thaw_counts"
    delete = "DELETE FROM frozen_lot WHERE lot_freeze_id = NEW.lot_freeze_id;"
    guard(
        name,
        sqlite=f"CREATE TRIGGER {name} AFTER INSERT ON lot_thaw BEGIN {delete} END",
        postgresql=trigger_function(name, "lot_thaw", "AFTER INSERT", delete),
        tables=("lot_thaw", "frozen_lot"),
    )


_kept()
refuse(
    "reservation_not_of_frozen",
    "reservation",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM frozen_lot z WHERE z.part_id = NEW.part_id) AND NEW.quantity > COALESCE((SELECT"
    " s.on_hand - s.reserved FROM stock s WHERE s.part_id = NEW.part_id AND s.store_id = NEW.store_id), 0)"
    " - (SELECT COALESCE(SUM(b.on_hand), 0) FROM frozen_lot z JOIN balance b ON b.lot_id = z.lot_id"
    " WHERE z.part_id = NEW.part_id AND b.store_id = NEW.store_id AND b.issueable)",
    "lot_frozen",
)
