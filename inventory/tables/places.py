"""Places: a tree of warehouses, zones and bins, engineers' vans, and the world outside."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inventory.places import EXTERNAL, LocationKind
from inventory.tables.parts import Named
from kernel.db import Base, one_of
from kernel.guards import frozen_columns, kept, refuse


class Location(Named, Base):
    """Hold a place; a warehouse or a van is a store, and everything inside names its store."""

    __tablename__ = "location"
    __table_args__ = (
        UniqueConstraint("id", "kind"),
        one_of("kind", LocationKind),
        CheckConstraint("kind <> 'van' OR keeper_id IS NOT NULL", name="van_has_keeper"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(12), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), default=None, index=True)
    store_id: Mapped[int | None] = mapped_column(
        ForeignKey("location.id"), default=None, index=True, comment="the warehouse it is in; a store names itself"
    )
    supplying_store_id: Mapped[int | None] = mapped_column(
        ForeignKey("location.id"), default=None, comment="where a regional store or a van is replenished from"
    )
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    region: Mapped[str] = mapped_column(String(60), default="")
    pick_sequence: Mapped[int] = mapped_column(default=0, comment="order of the walk through the bins")
    active: Mapped[bool] = mapped_column(default=True)


_STORES = "'warehouse', 'van'"
_NOWHERE = ", ".join(f"'{kind}'" for kind in sorted(EXTERNAL | {LocationKind.WORK_ORDER}))

frozen_columns("location", "kind")
refuse(
    "location_keeps_store",
    "location",
    "BEFORE UPDATE",
    "OLD.store_id IS NOT NULL AND (NEW.store_id IS NULL OR NEW.store_id <> OLD.store_id)",
    "unchangeable:location",
)

kept("location", ("code",))
for _when in ("INSERT", "UPDATE"):
    refuse(
        f"location_{_when.lower()}_store_right",
        "location",
        f"BEFORE {_when}",
        f"""NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ({_STORES}) THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ({_NOWHERE}) THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ({_STORES})) END""",
        "other_store",
    )
