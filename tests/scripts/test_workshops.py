"""An outside workshop has an address; its orders keep it, and what is overdue is asked after once a day at most."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from inventory import workshops_keeping as keeping
from inventory.queries.workshops import late_workshop_orders, workshop_orders_select, workshops_select
from inventory.tables import Location, Lot
from kernel.amounts import Money
from kernel.errors import InvalidState
from tests.support.inventory import key
from tests.support.old_parts import OldParts
from tests.support.world import NOON, World, q

LATE = datetime(2026, 4, 1, 4, tzinfo=UTC)
FACTS: dict[str, Any] = {
    "name_zh": "诚信维修",
    "name_en": "Trusty",
    "address": "8 Example Road",
    "contact": "Mr Zhou",
    "phone": "0571 1234",
    "email": "repair@example.com",
    "note": "",
}


@pytest.fixture
def old(world: World) -> OldParts:
    """Return old parts with a workshop that has an address."""
    made = OldParts(world)
    who = {"by": world.people["keeper"], "at": NOON, "request_key": key()}
    opened = keeping.open_workshop(world.session, store_id=world.places["C"], code="C-WS", **FACTS, **who)
    world.places["C-WS"] = opened.location_id
    return made


def changed(old: OldParts, **more: Any) -> None:
    facts = {**FACTS, "supplier_id": None, "active": True, **more}
    who = {"by": old.world.people["keeper"], "at": NOON, "request_key": key()}
    keeping.change_workshop(old.session, workshop_id=old.world.places["C-WS"], **facts, **who)


def reminded(old: OldParts, order: int, at: datetime) -> None:
    keeping.note_reminder(old.session, workshop_order_id=order, sent_to="a@b", at=at, request_key=key())


def test_an_order_keeps_the_address_that_it_was_sent_to(old: OldParts) -> None:
    lot = old.brought(2)
    old.judge(lot, "repair")
    sent = old.sent_out(lot)
    changed(old, address="Elsewhere 1", phone="")
    row = old.session.execute(workshop_orders_select(on=date(2026, 3, 10))).one()
    assert (row.address, row.contact, row.phone) == ("8 Example Road", "Mr Zhou", "0571 1234")
    shop = old.session.execute(workshops_select(on=date(2026, 4, 1))).one()
    assert (shop.address, shop.open_orders, shop.overdue_orders, shop.quantity) == ("Elsewhere 1", 1, 1, q(2))
    back = old.came_back(sent.line_ids[0], 2, cost="3.25")
    assert back.lot_id is not None
    assert old.session.get_one(Lot, back.lot_id).unit_cost_cny == Money.of("3.25")
    assert old.session.execute(workshop_orders_select(on=date(2026, 3, 10))).one().cost_cny == Money.of("6.5")


def test_a_place_that_is_not_used_any_more_gets_nothing(old: OldParts) -> None:
    lot = old.brought(1)
    old.judge(lot, "repair")
    changed(old, active=False)
    with pytest.raises(InvalidState):
        old.sent_out(lot)
    assert not old.session.get_one(Location, old.world.places["C-WS"]).active


def test_what_is_overdue_is_asked_after_again_and_again_but_once_a_day(old: OldParts) -> None:
    lot = old.brought(1)
    old.judge(lot, "repair")
    order = old.sent_out(lot).workshop_order_id

    def late(on: date, quiet_since: date) -> list[int]:
        return [each.workshop_order_id for each in late_workshop_orders(old.session, on=on, quiet_since=quiet_since)]

    assert late(date(2026, 3, 20), date(2026, 3, 13)) == []
    assert late(date(2026, 4, 1), date(2026, 3, 25)) == [order]
    reminded(old, order, LATE)
    with pytest.raises(InvalidState, match="reminded_today"):
        reminded(old, order, LATE)
    assert late(date(2026, 4, 3), date(2026, 3, 27)) == []
    assert late(date(2026, 4, 9), date(2026, 4, 2)) == [order]
    old.came_back(line_of(old, order), 1)
    with pytest.raises(InvalidState, match="workshop_order_closed"):
        reminded(old, order, datetime(2026, 4, 9, 4, tzinfo=UTC))


def line_of(old: OldParts, order: int) -> int:
    found = old.session.scalar(text("SELECT id FROM workshop_line WHERE workshop_order_id = :id"), {"id": order})
    assert isinstance(found, int)
    return found


def test_the_database_keeps_addresses_of_orders_and_reminders(old: OldParts) -> None:
    lot = old.brought(1)
    old.judge(lot, "repair")
    order = old.sent_out(lot).workshop_order_id
    reminded(old, order, LATE)
    who = {"id": order, "bin": old.world.places["C-A1"]}
    for attack in (
        "UPDATE workshop_order SET address = 'x' WHERE id = :id",
        "UPDATE workshop_reminder SET sent_to = 'x' WHERE workshop_order_id = :id",
        "DELETE FROM workshop_reminder WHERE workshop_order_id = :id",
        "DELETE FROM workshop",
        ("INSERT INTO workshop (location_id, address, contact, phone, email, note) VALUES (:bin, '', '', '', '', '')"),
        (
            "INSERT INTO workshop_reminder (workshop_order_id, reminded_on, reminded_at, sent_to)"
            " VALUES (:id, '2020-01-01', '2020-01-01 00:00:00.000000', '')"
        ),
    ):
        with pytest.raises(DBAPIError), old.session.begin_nested():
            old.session.execute(text(attack), who)
