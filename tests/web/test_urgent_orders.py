"""Urgent orders reach who approves; a blocked supplier gets the one order let through; scorecards are mailed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from kernel.settings import set_value
from kernel.tables import Mail, Person
from procurement.settings import LARGE_ORDER
from procurement.tables import Order, Supplier, SupplierRelease, SupplierScore
from tests.support.procurement import Market
from tests.support.web import START, Web
from tests.support.world import World


@pytest.fixture
def house(web: Web) -> Web:
    with web.session() as session:
        world = World(session).build()
        market = Market(world)
        market.offer("SLOW", "P1", (0, "9"), lead=60)
        market.offer("FAST", "P1", (0, "11"), lead=2)
        session.get_one(Person, world.people["supervisor"]).email = "boss@example.com"
        work = world.work_order()
        world.session.flush()
        assert work == 1
        session.commit()
    web.person("buyer", "buyer")
    web.person("supervisor", "supervisor")
    return web


def order_of(house: Web, supplier: str, **more: str) -> tuple[int, str]:
    """Draft an order for three pieces from the page; return the status and where it leads."""
    asked = {"supplier_id": supplier, "store_id": "C", "lines-0-part_id": "P1", "lines-0-quantity": "3", **more}
    answer = house.as_("buyer").post("/orders/new", asked)
    return answer.status_code, answer.location or answer.get_data(as_text=True)


def test_an_urgent_order_is_told_listed_first_and_printed_as_such(house: Web) -> None:
    buyer = house.as_("buyer")
    begun = buyer.text("/orders/new?part=1&quantity=3&work_order=1")
    assert 'value="FAST"' in begun
    with house.session() as session:
        number = session.connection().exec_driver_sql("SELECT number FROM work_order WHERE id = 1").scalar_one()
    status, said = order_of(house, "FAST", work_order_id=number)
    assert status == 422
    assert "Say why the order cannot wait" in said
    status, where = order_of(house, "FAST", work_order_id=number, urgent_reason="Cold store is down")
    assert status == 303
    with house.session() as session:
        mail = session.scalars(select(Mail)).one()
        assert mail.to_address == "boss@example.com"
        assert "Cold store is down" in mail.body
        assert number in mail.body
    boss = house.as_("supervisor")
    assert "Urgent orders to approve" in boss.text("/")
    assert where.rsplit("/", 1)[1] in boss.text("/orders?rush=yes&state=draft")
    shown = boss.text(where)
    assert "Cold store is down" in shown
    assert number in shown
    assert boss.api(where).json["urgent_reason"] == "Cold store is down"


def test_a_supervisor_lets_one_order_through_and_may_take_it_back(house: Web) -> None:
    with house.session() as session:
        fast = session.scalars(select(Supplier.id).where(Supplier.code == "FAST")).one()
        session.add(
            SupplierScore(
                supplier_id=fast,
                scored_on=START.date(),
                since_on=START.date(),
                scored_by_id=1,
                scored_at=START,
                standing="block",
                deliveries=9,
                weights={},
                rows={},
            )
        )
        session.commit()
    status, said = order_of(house, "FAST")
    assert status == 409
    assert "ask a supervisor to let one order through" in said
    page, boss = f"/suppliers/{fast}", house.as_("supervisor")
    assert house.as_("buyer").get(f"{page}/release").status_code == 403
    assert "Let one order through" in boss.text(page)
    assert boss.post(f"{page}/release", {"reason": ""}).status_code == 422
    assert boss.post(f"{page}/release", {"reason": "No other maker"}).status_code == 303
    assert "No other maker" in boss.text(page)
    assert boss.post(f"{page}/release/end", {}).status_code == 303
    assert order_of(house, "FAST")[0] == 409
    assert boss.post(f"{page}/release", {"reason": "Only this once"}).status_code == 303
    status, where = order_of(house, "FAST")
    assert status == 303
    assert "Only this once" in boss.text(where)
    assert order_of(house, "FAST")[0] == 409
    with house.session() as session:
        used = session.scalars(select(SupplierRelease).where(SupplierRelease.order_id.is_not(None))).one()
        assert session.get_one(Order, used.order_id).supplier_id == fast


def test_the_tolerance_of_a_line_is_typed_shown_and_amended(house: Web) -> None:
    status, where = order_of(house, "FAST", **{"lines-0-quantity": "100", "lines-0-over_percent": "20"})
    assert status == 303
    buyer = house.as_("buyer")
    assert "up to 20 more" in buyer.text(where)
    changed = {
        "reason": "agreed",
        "changes-0-order_line_id": "1",
        "changes-0-quantity": "50",
        "changes-0-over_percent": "10",
    }
    assert buyer.post(f"{where}/amend", changed).status_code == 303
    assert "up to 5 more" in buyer.text(where)
    assert order_of(house, "FAST", **{"lines-0-over_percent": "101"})[0] == 422


def test_a_scorecard_goes_to_the_supplier_with_the_buyers_words(house: Web) -> None:
    buyer = house.as_("buyer")
    assert buyer.post("/suppliers/scores", {}).status_code == 303
    with house.session() as session:
        fast = session.scalars(select(Supplier).where(Supplier.code == "FAST")).one()
        page = f"/suppliers/{fast.id}/scorecard/mail"
    answer = buyer.post(page, {"language": "en", "message": "Please have a look."})
    assert answer.status_code == 422
    assert "has no mail address" in answer.get_data(as_text=True)
    with house.session() as session:
        session.scalars(select(Supplier).where(Supplier.code == "FAST")).one().email = "sales@fast.example.com"
        session.commit()
    assert "sales@fast.example.com" in buyer.text(page)
    assert buyer.post(page, {"language": "en", "message": "Please have a look."}).status_code == 303
    with house.session() as session:
        mail = session.scalars(select(Mail).where(Mail.about.like("scorecard:%"))).one()
        assert (mail.to_address, mail.body) == ("sales@fast.example.com", "Please have a look.")
        assert mail.attachment_name == f"SC-FAST-{START:%Y%m%d}.pdf"


def test_a_large_order_needs_the_right_to_approve_large_ones(house: Web) -> None:
    with house.session() as session:
        set_value(session, name=LARGE_ORDER, value=100, valid_from_on=START.date(), by=None)
        session.commit()
    small, large = order_of(house, "FAST")[1], order_of(house, "FAST", **{"lines-0-quantity": "10"})[1]
    boss, manager = house.as_("supervisor"), house.as_("manager", "service_manager")
    assert "whoever may approve large ones" in boss.text(large)
    boss.post(f"{large}/approve", {})
    manager.post(f"{small}/approve", {})
    assert [boss.api(each).json["state"] for each in (small, large)] == ["draft", "draft"]
    boss.post(f"{small}/approve", {})
    assert manager.post(f"{large}/approve", {}).status_code == 303
    assert [boss.api(each).json["state"] for each in (small, large)] == ["approved", "approved"]
