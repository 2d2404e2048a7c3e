"""Rows that attacks on the ledger begin with, and raw SQL that must be refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory.places import MovementKind as M
from inventory.tables import (
    Count,
    CountLine,
    FifoException,
    PartRequest,
    Reservation,
    StockTake,
    StockTakeApproval,
)
from kernel.amounts import Money
from kernel.refusals import refusal, refusals
from kernel.requests import once
from kernel.tables import ChainHead
from tests.support.world import NOON, World, q


def refused(session: Session, sql: str, **values: object) -> str:
    """Run raw SQL that must be refused and return the code of the refusal."""
    session.commit()
    with pytest.raises(DBAPIError) as caught:
        session.execute(text(sql), values)
    session.rollback()
    return refusal(caught.value).code


def fill(world: World) -> World:
    """Make stock, an open and a resolved reservation, a count, an exception, two request keys."""
    session = world.session
    lot = world.stocked("P1", 10, on=date(2026, 1, 5))
    world.stocked("P2", 10, on=date(2026, 1, 5))
    world.stocked("SER", 1, serial_number="SN1")
    work_order = world.work_order("W1")
    world.move(M.ISSUE, lot, "C-A1", "W1", 2)
    request(world, work_order, "P1", 4)
    first = reserve(world, 1, "P1", 1)
    first.state = "released"
    session.flush()
    reserve(world, 1, "P1", 3)
    stock_take(world)
    session.add(
        FifoException(
            lot_id=lot,
            work_order_id=work_order,
            reason="test",
            asked_by_id=world.people["engineer"],
            signed_by_id=world.people["supervisor"],
            signed_at=NOON,
        )
    )
    remember(session, number=1, by=world.people["keeper"], at=NOON, request_key="first")
    remember(session, number=2, by=world.people["keeper"], at=NOON, request_key="second")
    session.commit()
    return world


@once
def remember(session: Session, *, number: int, by: int, at: object, request_key: str) -> int:
    return number


def request(world: World, work_order: int, part: str, quantity: int, store: str = "C") -> int:
    row = PartRequest(
        work_order_id=work_order,
        part_id=world.parts[part],
        store_id=world.places[store],
        quantity=q(quantity),
        urgency="normal",
        asked_by_id=world.people["engineer"],
        asked_at=NOON,
        asked_on=date(2026, 3, 2),
    )
    world.session.add(row)
    world.session.flush()
    return row.id


def reserve(world: World, request_id: int, part: str, quantity: int, store: str = "C") -> Reservation:
    row = Reservation(
        part_request_id=request_id,
        part_id=world.parts[part],
        store_id=world.places[store],
        quantity=q(quantity),
        reserved_at=NOON,
        expires_at=NOON + timedelta(days=3),
    )
    world.session.add(row)
    with refusals():
        world.session.flush()
    return row


def stock_take(world: World, counted: int = 8, book: int = 8) -> int:
    """Make a stock-take with one counted line of P1 in C-A1 by the bare rows and return its id."""
    session = world.session
    made = StockTake(
        number=f"ST{book}{counted}",
        store_id=world.places["C"],
        scope={},
        due_on=date(2026, 3, 2),
        created_by_id=world.people["supervisor"],
        created_at=NOON,
    )
    session.add(made)
    session.flush()
    line = CountLine(stock_take_id=made.id, location_id=world.places["C-A1"], part_id=world.parts["P1"], cause="lost")
    session.add(line)
    session.flush()
    keep_count(world, line.id, counted, book)
    return made.id


def keep_count(
    world: World, line: int, counted: int, book: int, *, number: int = 1, ledger_id: int | None = None
) -> None:
    head = world.session.scalars(select(ChainHead.last_id).where(ChainHead.name == "movement")).one()
    row = Count(
        count_line_id=line,
        round=number,
        counted=q(counted),
        book=q(book),
        ledger_id=head if ledger_id is None else ledger_id,
        counted_by_id=world.people["keeper"],
        counted_at=NOON,
        entered_by_id=world.people["keeper2"],
        unit_cost_cny=Money.of(10),
    )
    world.session.add(row)
    with refusals():
        world.session.flush()


def approve(world: World, stock_take_id: int, by: str, author: str = "supervisor") -> None:
    row = StockTakeApproval(
        stock_take_id=stock_take_id,
        created_by_id=world.people[author],
        approved_by_id=world.people[by],
        approved_at=NOON,
        value_cny=Money.of(1000),
        limit_cny=Money.of(1000),
    )
    world.session.add(row)
    with refusals():
        world.session.flush()


# --- rows that only triggers or nobody may write --------------------------------------------------------------------

UNCHANGEABLE = {
    "movement": "UPDATE movement SET quantity = quantity + 1000 WHERE id = 1",
    "movement by date": "UPDATE movement SET moved_on = '2025-01-01' WHERE id = 1",
    "movement deleted": "DELETE FROM movement WHERE id = (SELECT MAX(id) FROM movement)",
    "posting": "UPDATE posting SET by_id = by_id + 1",
    "lot cost": "UPDATE lot SET unit_cost_cny = 1",
    "lot rank": "UPDATE lot SET rank_on = '2020-01-01', received_on = '2020-01-01'",
    "lot buyer": "UPDATE lot SET brought_by_id = 1",
    "lot deleted": "DELETE FROM lot",
    "clearance": "UPDATE clearance SET passed = passed + 1000",
    "clearance deleted": "DELETE FROM clearance",
    "exception": "UPDATE fifo_exception SET work_order_id = 99",
    "exception deleted": "DELETE FROM fifo_exception",
    "audit": "UPDATE audit SET after = ''",
    "audit deleted": "DELETE FROM audit",
    "request": "UPDATE request SET content_hash = '' WHERE key = 'first'",
    "request key": "UPDATE request SET key = 'third' WHERE key = 'first'",
    "request deleted": "DELETE FROM request",
    "count": "UPDATE count SET counted = counted - 1000",
    "count deleted": "DELETE FROM count",
    "count line moved": "UPDATE count_line SET part_id = part_id + 1",
    "count line deleted": "DELETE FROM count_line",
    "stock-take author": "UPDATE stock_take SET created_by_id = created_by_id + 1",
    "stock-take deleted": "DELETE FROM stock_take",
    "stock-take approved by itself": "UPDATE stock_take SET state = 'approved'",
    "rule": "UPDATE movement_rule SET to_kind = 'bin' WHERE kind = 'receipt'",
    "rule added": "INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('receipt', 'supplier', 'bin')",
    "rule deleted": "DELETE FROM movement_rule",
    "head": "UPDATE chain_head SET last_id = last_id - 1 WHERE name = 'movement'",
    "head jumped": "UPDATE chain_head SET last_id = last_id + 1 WHERE name = 'movement'",
    "head renamed": "UPDATE chain_head SET name = 'other' WHERE name = 'movement'",
    "head deleted": "DELETE FROM chain_head",
    "balance": "UPDATE balance SET on_hand = on_hand + 1000",
    "balance down": "UPDATE balance SET on_hand = 0",
    "balance elsewhere": "UPDATE balance SET location_id = location_id + 100",
    "balance of another lot": "UPDATE balance SET lot_id = lot_id + 100",
    "balance in another store": "UPDATE balance SET store_id = 1",
    "balance hidden": "UPDATE balance SET issueable = NOT issueable",
    "balance deleted": "DELETE FROM balance",
    "stock": "UPDATE stock SET on_hand = on_hand + 1000",
    "stock moved": "UPDATE stock SET store_id = store_id + 1",
    "stock of another part": "UPDATE stock SET part_id = part_id + 100",
    "reserved": "UPDATE stock SET reserved = 0 WHERE reserved > 0",
    "stock deleted": "DELETE FROM stock",
    "reservation reopened": "UPDATE reservation SET state = 'open' WHERE state = 'released'",
    "reservation resolved twice": "UPDATE reservation SET state = 'issued' WHERE state = 'released'",
    "reservation smaller": "UPDATE reservation SET quantity = 1000 WHERE state = 'open'",
    "reservation of another part": "UPDATE reservation SET part_id = part_id + 1",
    "reservation in another store": "UPDATE reservation SET store_id = store_id + 1",
    "reservation renumbered": "UPDATE reservation SET id = id + 100",
    "reservation deleted": "DELETE FROM reservation",
    "request for more": "UPDATE part_request SET quantity = quantity + 1000",
    "part request deleted": "DELETE FROM part_request",
    "kind of place": "UPDATE location SET kind = 'bin' WHERE kind = 'hold'",
    "store of place": "UPDATE location SET store_id = (SELECT id FROM location WHERE code = 'N') WHERE code = 'C-A1'",
    "store forgotten": "UPDATE location SET store_id = NULL WHERE code = 'C-A1'",
    "place renumbered": "UPDATE location SET id = id + 1000",
    "place deleted": "DELETE FROM location WHERE code = 'C-A1'",
    "store for a work order": (
        "UPDATE location SET store_id = (SELECT id FROM location WHERE code = 'C') WHERE code = 'W1'"
    ),
    "step of the unit": "UPDATE unit SET step = 1",
    "unit of the part": "UPDATE part SET unit_id = (SELECT id FROM unit WHERE code = 'm') WHERE number = 'P1'",
    "serials forgotten": "UPDATE part SET serial_tracked = false WHERE number = 'SER'",
    "part deleted": "DELETE FROM part",
    "work order elsewhere": "UPDATE work_order SET location_id = location_id + 1",
    "work order deleted": "DELETE FROM work_order",
    "person deleted": "DELETE FROM person",
}
