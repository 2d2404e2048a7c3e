"""Find the lines that an arrival's form begins with: open lines of orders, ended ones, goods owed on claims."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Part
from kernel.amounts import Quantity
from procurement.tables import Order, OrderLine
from receiving.queries import arrivals as queries
from receiving.queries.owed import STORE, owed_goods
from receiving.tables import SupplierReturn
from webapp.i18n import in_language
from webapp.receiving_words import units


def open_lines(session: Session, supplier_id: int, store_id: int, order: Order | None) -> dict[str, dict[str, Any]]:
    """Return what the supplier still owes the store by the code of its order line; a finished order shows its lines."""
    owed = queries.expected_select(store_id=store_id, supplier_id=supplier_id).add_columns(OrderLine.line_no)
    rows = [dict(row) for row in session.execute(owed.order_by(OrderLine.order_id, OrderLine.line_no)).mappings()]
    if order is not None and all(row["order_id"] != order.id for row in rows):
        rows += _ended_lines(session, order)
    names = units(session, [row["part_id"] for row in rows])
    for row in rows:
        row["unit"] = names[row["part_id"]]
        row["name"] = in_language(row["part_name_zh"], row["part_name_en"])
        row["box"], row["id"] = "order_line_id", row["order_line_id"]
    found = {f"{row['order_number']}/{row['line_no']}": row for row in rows}
    return found | _claimed_lines(session, supplier_id, store_id)


def _claimed_lines(session: Session, supplier_id: int, store_id: int) -> dict[str, dict[str, Any]]:
    """Return what the supplier owes the store on claims, by the claim's number, as lines of the form."""
    owed = owed_goods(session, SupplierReturn.supplier_id == supplier_id, STORE.in_([store_id]))
    names = units(session, [each.part_id for each in owed])
    return {
        each.number: {
            **asdict(each),
            "box": "supplier_return_id",
            "id": each.supplier_return_id,
            "order_number": each.number,
            "expected": each.open,
            "over_tolerance": Quantity.zero(),
            "unit": names[each.part_id],
            "name": in_language(each.part_name_zh, each.part_name_en),
        }
        for each in owed
    }


def _ended_lines(session: Session, order: Order) -> list[dict[str, Any]]:
    """Return the lines of an order of which nothing is open: what comes for it all the same is surplus."""
    found = session.execute(
        select(OrderLine, Part).join(Part, Part.id == OrderLine.part_id).where(OrderLine.order_id == order.id)
    )
    return [
        {
            "order_line_id": line.id,
            "order_id": order.id,
            "order_number": order.number,
            "line_no": line.line_no,
            "part_id": part.id,
            "part_number": part.number,
            "part_name_zh": part.name_zh,
            "part_name_en": part.name_en,
            "serial_tracked": part.serial_tracked,
            "shelf_life_days": part.shelf_life_days,
            "expected": None,
            "over_tolerance": line.over_tolerance,
            "due_on": line.promised_on,
        }
        for line, part in found
    ]
