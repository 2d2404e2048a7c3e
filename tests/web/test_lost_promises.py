"""Who loses a promise is told by mail and sees on every page who got it, when and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import allocating, freezing
from inventory.tables import Lot, WorkOrder
from kernel.tables import Mail, Person
from service.tables import Ticket
from tests.support.inventory import Desk, key
from tests.support.service import Desk as ServiceDesk
from tests.support.web import Web
from tests.support.world import NOON, World, q
from webapp.lost_promises import tell_losers


class Store:
    """Hold two pieces that a normal work order was promised, and a ticket for it."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.session() as session:
            world = World(session).build()
            service = ServiceDesk(world)
            world.stocked("P1", 2)
            desk = Desk(session, world)
            self.order = desk.order("W1")
            self.request = desk.ask(self.order, "P1", 2).part_request_id
            ticket = session.get_one(Ticket, service.take_in().ticket_id)
            ticket.work_order_id, ticket.engineer_id = self.order, world.people["engineer"]
            ticket.state = "accepted"
            session.get_one(Person, world.people["engineer"]).email = "engineer@example.com"
            self.ticket, self.supervisor = ticket.id, world.people["supervisor"]
            self.names = world.people, world.parts, world.places
            session.commit()

    def desk(self, session: Session) -> Desk:
        """Return who asks for parts, in another session."""
        world = World(session)
        world.people, world.parts, world.places = self.names
        return Desk(session, world)

    def urgent(self) -> None:
        """Let an urgent work order take one piece over."""
        with self.web.session() as session:
            desk = self.desk(session)
            order = desk.order("W2", urgency="urgent")
            session.get_one(WorkOrder, order).engineer_id = self.names[0]["engineer2"]
            desk.ask(order, "P1", 1, minutes=1)
            session.commit()

    def told(self) -> list[Mail]:
        with self.web.session() as session, self.web.app.test_request_context():
            tell_losers(session, NOON + timedelta(hours=1))
            tell_losers(session, NOON + timedelta(hours=2))
            session.commit()
            return list(session.scalars(select(Mail).where(Mail.about.startswith("promise:")).order_by(Mail.id)))


@pytest.fixture
def store(web: Web) -> Store:
    return Store(web)


def test_a_takeover_is_told_once_and_shown_everywhere(store: Store) -> None:
    store.urgent()
    [mail] = store.told()
    assert mail.to_address == "engineer@example.com"
    for words in ("W2 took it over: it is urgent, yours is normal", "由 W2 占用", f"/work-orders/{store.order}", "P1"):
        assert words in mail.body
    said = "went to W2"
    engineer = store.web.as_("engineer")
    for page in (f"/work-orders/{store.order}", f"/my-tickets/{store.ticket}"):
        shown = engineer.text(page)
        assert said in shown, page
        assert "that one is urgent, this one normal" in shown
        assert "by the rule" in shown
        assert "went to W2</a>" not in shown, "another engineer's order has no link"
    boss = store.web.as_("supervisor")
    assert "went to W2</a>" in boss.text(f"/work-orders/{store.order}")
    assert said in boss.text(f"/tickets/{store.ticket}")
    assert "Promises of mine that went to others" in engineer.text("/")
    assert "W2" in engineer.text("/part-requests/allocations?lost=yes")
    change = boss.api(f"/part-requests/{store.request}").json["promises_changed"][0]
    assert (change["kind"], change["to_work_order"], change["to_urgency"]) == ("taken_over", "W2", "urgent")


def test_who_waits_is_told_that_the_goods_are_gone(store: Store) -> None:
    with store.web.session() as session:
        lot = session.scalars(select(Lot.id)).one()
        freezing.freeze(session, lot_ids=(lot,), reason="cracked", by=store.supervisor, at=NOON, request_key=key())
        session.commit()
    [mail] = store.told()
    assert "货物已不可用" in mail.body
    assert "The goods cannot be used any more" in mail.body
    shown = store.web.as_("engineer").text(f"/work-orders/{store.order}")
    assert "of its promise were released" in shown
    assert "the goods are gone" in shown


def test_what_a_supervisor_gave_on_is_told_with_the_reason(store: Store) -> None:
    with store.web.session() as session:
        desk = store.desk(session)
        other = desk.ask(desk.order("W3"), "P1", 2, minutes=1).part_request_id
        allocating.reallocate(
            session,
            from_request_id=store.request,
            to_request_id=other,
            quantity=q(2),
            reason="customer waits at the counter",
            by=store.supervisor,
            at=NOON,
            request_key=key(),
        )
        session.commit()
    [mail] = store.told()
    assert "gave it to W3. Reason: customer waits at the counter" in mail.body
    shown = store.web.as_("engineer").text(f"/work-orders/{store.order}")
    assert "went to W3" in shown
    assert "customer waits at the counter" in shown
