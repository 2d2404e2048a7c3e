"""Suppliers are asked after what they promised: by the clock and by hand, logged, not too often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kernel.settings import set_value
from kernel.tables import Mail, Person
from procurement.tables import OrderNote, Supplier
from tests.support.procurement import Market
from tests.support.web import Web
from tests.support.world import NOON, World
from webapp.order_mails import REMIND_SUPPLIERS, remind_of_orders

TODAY = date(2026, 3, 2)


@pytest.fixture
def market(web: Web) -> Web:
    with web.session() as session:
        world = World(session).build()
        session.get_one(Person, world.people["buyer"]).email = "buyer@example.com"
        made = Market(world)
        made.offer("ACME", "P1")
        made.offer("MUTE", "P1")
        session.get_one(Supplier, made.suppliers["ACME"]).email = "sales@acme.example.com"
        made.sent("ACME", ("P1", 10), promised=TODAY + timedelta(days=2), at=NOON - timedelta(days=9))
        made.sent("ACME", ("P1", 20), promised=TODAY - timedelta(days=5), at=NOON - timedelta(days=9))
        made.sent("MUTE", ("P1", 30), promised=TODAY + timedelta(days=30), at=NOON - timedelta(days=9))
        session.commit()
    web.person("buyer", "buyer")
    return web


def asked(web: Web, days: int = 0) -> tuple[int, list[tuple[str, str]]]:
    with web.app.app_context(), web.session() as session:
        before = len(session.scalars(select(Mail.id)).all())
        count = remind_of_orders(session, NOON + timedelta(days=days))
        session.commit()
        mails = session.scalars(select(Mail).order_by(Mail.id)).all()[before:]
        return count, [(each.to_address, each.subject) for each in mails]


def test_the_clock_reminds_before_and_after_the_day_and_not_too_often(market: Web) -> None:
    count, mails = asked(market)
    assert count == 2
    assert {to for to, _ in mails} == {"buyer@example.com"}
    assert sorted(subject.split(" ")[0] for _, subject in mails) == ["交期提醒", "催货"]
    assert asked(market) == (0, [])
    assert asked(market, 1) == (0, [])
    assert asked(market, 2)[0] == 1  # the late one again after two days
    with market.session() as session:
        notes = session.scalars(select(OrderNote).where(OrderNote.kind == "reminder")).all()
        assert len(notes) == 3
        assert all("P1 " in each.text for each in notes)


def test_the_supplier_gets_the_mail_where_the_setting_says_so(market: Web) -> None:
    with market.session() as session:
        set_value(session, name=REMIND_SUPPLIERS, value={"mail_supplier": True}, valid_from_on=TODAY, by=None)
        session.commit()
    _, mails = asked(market)
    assert {to for to, _ in mails} == {"buyer@example.com", "sales@acme.example.com"}
    with market.session() as session:
        bodies = session.execute(select(Mail.to_address, Mail.body)).all()
        assert all(("/orders/" in body) == (to == "buyer@example.com") for to, body in bodies)


def test_a_buyer_reminds_by_hand_and_hears_why_it_cannot_be(market: Web) -> None:
    buyer = market.as_("buyer")
    assert buyer.post("/orders/1/remind", {}).status_code == 303
    page = buyer.text("/orders/1")
    assert "The supplier is reminded by mail" in page
    assert "sales@acme.example.com" in page
    buyer.post("/orders/3/remind", {})
    assert "MUTE has no mail address" in buyer.text("/orders/3")
    buyer.post("/orders/1/remind", {})
    assert "was reminded of" in buyer.text("/orders/1")
    with market.session() as session:
        assert len(session.scalars(select(OrderNote).where(OrderNote.order_id == 1)).all()) == 1
