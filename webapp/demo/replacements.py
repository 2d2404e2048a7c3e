"""Leave a replacement in the hold: a supplier has sent what it owed on a claim, and an inspector has yet to look."""

from __future__ import annotations

from inventory.tables import Part
from receiving import arriving
from receiving.queries.owed import owed_goods
from receiving.tables import SupplierReturn
from webapp.demo.stage import Stage


def leave_replacement(stage: Stage) -> None:
    """Register what came for the oldest claim that asks for plain goods; nothing where no supplier owes any."""
    plain = ~Part.serial_tracked & Part.shelf_life_days.is_(None)
    for owed in owed_goods(stage.session, plain, SupplierReturn.demand == "replacement")[:1]:
        stage.do(
            arriving.register_arrival,
            by="keeper",
            store_id=owed.store_id,
            supplier_id=owed.supplier_id,
            lines=(arriving.ArrivedLine(None, owed.part_id, owed.open, supplier_return_id=owed.supplier_return_id),),
            delivery_note=f"RP-{owed.supplier_return_id:05d}",
            arrived_on=stage.today,
        )
