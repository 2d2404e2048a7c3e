"""A lot with a whole life: bought, inspected, split, sent, issued, brought back, returned old and refurbished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import refurbishing, transferring
from inventory.returning_old import AskedLine
from inventory.tables import Lot, OldPartDebt
from kernel.amounts import Money
from service.tables import Ticket
from tests.support.inventory import Desk as Counter
from tests.support.inventory import key
from tests.support.old_parts import OldParts
from tests.support.procurement import Market
from tests.support.receiving import Ramp
from tests.support.service import Desk
from tests.support.world import NOON, World, q

LATER = NOON + timedelta(hours=1)


@dataclass(frozen=True)
class Traced:
    """Name the lot, its piece with a number, the old parts, the refurbished child, and who got it."""

    lot: int
    number: str
    piece: int
    old: int
    child: int
    tickets: tuple[str, ...]
    transfer: str
    customer: int


def traced(session: Session) -> Traced:
    """Build the life of a lot of 30 pieces of P1 and of one numbered piece.

    The third repair takes out what the first had put into the same product: that piece is refurbished.
    """
    world = World(session).build()
    old, ramp = OldParts(world), Ramp(Market(world))
    desk, counter = Desk(world), Counter(session, world)
    for part in ("P1", "SER"):
        ramp.market.offer("ACME", part, (0, "10"))
    lot = ramp.arrived("P1", 30)
    ramp.decide(lot, 29, 1)
    ramp.put_away(lot, 20)
    ramp.put_away(lot, 9, "C-A2")
    transfer = _sent_north(session, world, 6)
    tickets, orders = [], []
    for product, quantity, at in ((desk.product, 4, NOON), (None, 3, NOON), (desk.product, 1, LATER)):
        facts = {} if product else {"product_id": None, "serial": "SN-OTHER"}
        taken = desk.take_in(at, **facts)
        desk.triage(taken.ticket_id, at)
        orders.append(desk.dispatch(taken.ticket_id, at).work_order_id)
        counter.issue(counter.ask(orders[-1], "P1", quantity).part_request_id, quantity, at=at)
        tickets.append(session.get_one(Ticket, taken.ticket_id))
    counter.give_back(orders[0], lot, 1)
    debt = session.scalars(select(OldPartDebt).where(OldPartDebt.work_order_id == orders[2])).one()
    brought = old.confirm(old.note(AskedLine(debt.id, q(1))).line_ids[0], 1).lot_id
    old.judge(brought, "restock")
    made = refurbishing.restock(
        session,
        lot_id=brought,
        quantity=q(1),
        unit_cost_cny=Money.of("2"),
        by=world.people["keeper"],
        at=NOON,
        request_key=key(),
    )
    piece = ramp.arrived("SER", 1, serial_numbers=("PX-77",))
    ramp.decide(piece, 1)
    ramp.put_away(piece, 1)
    session.commit()
    number = session.get_one(Lot, lot).number
    return Traced(
        lot, number, piece, brought, made.lot_id, tuple(each.number for each in tickets), transfer, desk.customer
    )


def _sent_north(session: Session, world: World, quantity: int) -> str:
    """Send pieces to the northern store, where they are put away."""
    made = transferring.request_transfer(
        session,
        from_store_id=world.places["C"],
        to_store_id=world.places["N"],
        lines=((world.parts["P1"], q(quantity)),),
        by=world.people["keeper"],
        at=NOON,
        request_key=key(),
    )
    transferring.send(session, transfer_id=made.transfer_id, by=world.people["keeper"], at=NOON, request_key=key())
    transferring.receive(
        session,
        transfer_id=made.transfer_id,
        lines=((world.parts["P1"], q(quantity)),),
        to_location_id=world.places["N-A1"],
        by=world.people["keeper2"],
        at=NOON,
        request_key=key(),
    )
    return made.number
