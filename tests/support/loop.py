"""A small company in which a repair needs a part that is short: the start of every story of the main loop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inventory.tables import Location, Lot
from procurement.tables import Supplier
from tests.support.procurement import Market, add_history
from tests.support.service import Desk
from tests.support.web import Web
from tests.support.world import World

ROLES = {
    "desk": "desk",
    "engineer": "engineer",
    "keeper": "keeper",
    "buyer": "buyer",
    "supervisor": "supervisor",
    "inspector": "inspector",
}


@dataclass
class Company:
    """Hold the ids that a story needs, and two pieces of P1 in stock although five will be wanted."""

    web: Web
    parts: dict[str, int]
    places: dict[str, int]
    people: dict[str, int]
    supplier: int
    product: int
    symptom: int
    old_lot: int
    old_lot_number: str


def found_company(web: Web, *, in_stock: int = 2) -> Company:
    """Build the company: P1 sells five a month, comes from ACME in ten days, and is nearly out of stock."""
    with web.session() as session:
        world = World(session).build()
        desk = Desk(world)
        market = Market(world)
        market.offer("ACME", "P1", (0, "20"), lead=10)
        session.get_one(Supplier, market.suppliers["ACME"]).email = "orders@acme.example"
        session.get_one(Location, world.places["N"]).supplying_store_id = world.places["C"]
        old = world.stocked("P1", in_stock, at="C-A2", on=date(2026, 1, 5), cost="10")
        add_history(session, world, date(2024, 2, 1), date(2026, 3, 1))
        number = session.get_one(Lot, old).number
        supplier, product, symptom = market.suppliers["ACME"], desk.product, desk.symptom
        parts, places, people = dict(world.parts), dict(world.places), dict(world.people)
        session.commit()
    for code, role in ROLES.items():
        web.person(code, role)
    return Company(web, parts, places, people, supplier, product, symptom, old, number)
