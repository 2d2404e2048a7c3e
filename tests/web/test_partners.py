"""Lists of movements name who stands outside: supplier, work order, customer; with as many queries for many rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from inventory.tables import Lot, Part, WorkOrder
from kernel.tables import Person
from service.tables import Customer, Ticket
from tests.support.old_parts import OldParts
from tests.support.procurement import Market
from tests.support.receiving import Ramp
from tests.support.service import Desk as ServiceDesk
from tests.support.web import Web
from tests.support.world import World


class House:
    """Hold a lot that came from ACME, and a repair of which the old part came back."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.session() as session:
            world = World(session).build()
            market = Market(world)
            market.offer("ACME", "P2", (0, "10"))
            ramp = Ramp(market)
            order = market.sent("ACME", ("P2", 30))
            for _each in range(10):
                ramp.register(ramp.line(order.line_ids[0], "P2", 3))
            service = ServiceDesk(world)
            old = OldParts(world)
            self.old_lot = old.brought(1)
            repaired = session.scalars(select(WorkOrder).where(WorkOrder.number == "W1")).one()
            ticket = session.get_one(Ticket, service.take_in().ticket_id)
            ticket.work_order_id, ticket.engineer_id = repaired.id, world.people["engineer"]
            self.order_id, self.ticket_id = repaired.id, ticket.id
            self.customer = session.get_one(Customer, ticket.customer_id).name
            self.new_lot = session.scalars(select(Lot.id).join(Part).where(Part.number == "P2")).first()
            self.part, self.store = world.parts["P1"], world.places["C"]
            session.commit()


@pytest.fixture
def house(web: Web) -> House:
    return House(web)


def test_the_supplier_of_a_lot_is_named_and_linked_for_who_may(house: House) -> None:
    boss, keeper = house.web.as_("supervisor"), house.web.as_("keeper")
    for page in (f"/lots/{house.new_lot}", f"/lots/{house.new_lot}/trace"):
        assert ">Supplier ACME</a>" in boss.text(page), page
    assert "Supplier Supplier ACME</a>" in boss.text("/movements?kind=receipt")
    for page in (f"/lots/{house.new_lot}", "/movements?kind=receipt"):
        shown = keeper.text(page)
        assert "Supplier ACME" in shown
        assert ("/suppliers/" in shown) == ("/suppliers/" in keeper.text("/movements?kind=loss")), page
    row = boss.api("/movements?kind=receipt").json["items"][0]
    assert (row["from_code"], row["partner"]) == ("SUPPLIER", "Supplier ACME")
    exported = boss.get("/movements/export.csv?kind=receipt").text
    assert exported.count("Supplier ACME") == 10


def test_the_customer_is_named_to_who_sees_the_ticket(house: House) -> None:
    boss, keeper = house.web.as_("admin"), house.web.as_("keeper")
    page = boss.text(f"/lots/{house.old_lot}")
    assert f'href="/tickets/{house.ticket_id}"' in page
    assert house.customer in page
    masked = keeper.text(f"/lots/{house.old_lot}")
    assert house.customer not in masked
    back = boss.api("/movements?kind=old_return").json["items"][0]
    assert (back["from_code"], back["partner"]) == ("CUSTOMER", house.customer)


def test_the_card_links_the_work_order(house: House) -> None:
    link = f'<a href="/work-orders/{house.order_id}">W1</a>'
    card = f"/stock/parts/{house.part}/stores/{house.store}"
    assert link in house.web.as_("supervisor").text(card)
    with house.web.session() as session:
        session.get_one(WorkOrder, house.order_id).engineer_id = session.scalars(
            select(Person.id).where(Person.code == "engineer2")
        ).one()
        session.commit()
    assert link not in house.web.as_("engineer").text("/movements")


@contextmanager
def statements(web: Web) -> Iterator[list[str]]:
    from webapp.db import db

    seen: list[str] = []
    with web.app.app_context():
        engine = db.engine

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_more_rows_take_no_more_queries(house: House) -> None:
    boss = house.web.as_("supervisor")
    counts = []
    for size in (10, 50):
        boss.text(f"/movements?size={size}")
        with statements(house.web) as seen:
            boss.text(f"/movements?size={size}")
        counts.append(len(seen))
    assert counts[0] == counts[1]
