"""Leave a replacement in the hold: a supplier has sent what it owed on a claim, and an inspector has yet to look."""

from __future__ import annotations

from datetime import timedelta

from receiving import arriving
from receiving.queries.owed import OwedGoods, owed_goods
from receiving.tables import SupplierReturn
from webapp.demo.stage import Stage


def leave_replacement(stage: Stage) -> None:
    """Register what came for the oldest claim that asks for a replacement; nothing where no supplier owes any."""
    for owed in owed_goods(stage.session, SupplierReturn.demand == "replacement")[:1]:
        stage.do(
            arriving.register_arrival,
            by="keeper",
            store_id=owed.store_id,
            supplier_id=owed.supplier_id,
            lines=(_line(stage, owed),),
            delivery_note=f"RP-{owed.supplier_return_id:05d}",
            arrived_on=stage.today,
        )


def _line(stage: Stage, owed: OwedGoods) -> arriving.ArrivedLine:
    pieces = range(1, owed.open.scaled // 1000 + 1) if owed.serial_tracked else ()
    life = owed.shelf_life_days
    return arriving.ArrivedLine(
        None,
        owed.part_id,
        owed.open,
        supplier_lot=f"RP{stage.today:%y%W}",
        expires_on=stage.today + timedelta(days=life) if life else None,
        serial_numbers=tuple(f"RP{owed.supplier_return_id:05d}-{number}" for number in pieces),
        supplier_return_id=owed.supplier_return_id,
    )
