"""Propose old stock first, wherever a part is about to be taken."""

from __future__ import annotations

from inventory.asking_instead import Instead, instead_of
from inventory.tables import WorkOrder
from webapp import context


def older_there(part_id: int, store_id: int, order: WorkOrder | None) -> list[Instead]:
    """Return the older parts that a store has free and that fit the work order: they are used up first."""
    found = instead_of(context.session(), part_id=part_id, store_id=store_id, at=context.now(), order=order)
    return [each for each in found if each.why == "older" and each.available]
