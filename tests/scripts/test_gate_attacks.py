"""Attack the gate of inspection by every kind of movement and every script: what did not pass never gets into stock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import (
    accepting,
    emptying_bins,
    importing,
    issuing,
    merging,
    moving_serials,
    putting_away,
    refurbishing,
    returning,
    reversing,
    transferring,
)
from inventory.places import SOUND
from inventory.places import LocationKind as K
from inventory.places import MovementKind as M
from inventory.posting import Move, post, reverse
from inventory.tables import Balance, Clearance, Location, Lot, Movement
from kernel.amounts import Money, Quantity
from kernel.db import QuantityType
from kernel.errors import AppError
from receiving.arriving import ArrivedLine, undo_arrival
from receiving.claiming import drop
from receiving.conceding import ask_concession, decide_concession
from receiving.inspecting import Result, begin, decide
from receiving.readings import Reading
from receiving.tables import Arrival, Inspection, SupplierReturn
from tests.support.inventory import Desk
from tests.support.procurement import Market, refused
from tests.support.receiving import TODAY, Ramp, key
from tests.support.world import NOON, World, q

PASSED = 4


@dataclass
class Attacked:
    """Hold a ramp with one lot under attack and how much of it may be sound."""

    ramp: Ramp
    lot: int
    sound: Quantity

    @property
    def world(self) -> World:
        """Return the company."""
        return self.ramp.world

    def stands(self) -> None:
        """Fail unless no more of the lot lies among sound goods than inspectors let pass."""
        session = self.world.session
        there = session.scalar(
            select(func.sum(Balance.on_hand, type_=QuantityType))
            .join(Location, Location.id == Balance.location_id)
            .where(Balance.lot_id == self.lot, Location.kind.in_([str(kind) for kind in SOUND]))
        )
        assert (there or q(0)) <= self.sound, self.ramp.where(self.lot)


@pytest.fixture
def ramp(world: World) -> Ramp:
    market = Market(world)
    for part in ("P1", "P2", "SER"):
        market.offer("ACME", part, (0, "10"))
    world.work_order("W1")
    world.place("OLD", K.DEFECTIVE, store_id=world.places["C"], parent_id=world.places["C"])
    world.place("SHOP", K.WORKSHOP, store_id=world.places["C"], parent_id=world.places["C"])
    world.session.commit()
    return Ramp(market)


def fresh(ramp: Ramp) -> Attacked:
    """Return a lot that nobody has looked at."""
    return Attacked(ramp, ramp.arrived("P1", 10), q(0))


def judged(ramp: Ramp) -> Attacked:
    """Return a lot of which four passed and are in a bin, four failed onto a claim, two wait."""
    lot = ramp.arrived("P1", 10)
    ramp.decide(lot, PASSED, 4)
    ramp.put_away(lot, PASSED)
    return Attacked(ramp, lot, q(PASSED))


def replacement(ramp: Ramp) -> Attacked:
    """Return a replacement of which one passed, one failed and two wait."""
    claim = ramp.decide(ramp.arrived("P1", 10), 6, 4).supplier_return_id
    line = ArrivedLine(None, ramp.world.parts["P1"], q(4), supplier_return_id=claim)
    lot = ramp.register(line).lines[0].lots[0].lot_id
    ramp.decide(lot, 1, 1)
    return Attacked(ramp, lot, q(1))


def undone(ramp: Ramp) -> Attacked:
    """Return a lot whose arrival was undone: nothing of it is in the house."""
    made = fresh(ramp)
    session = ramp.world.session
    arrival = session.scalars(select(Arrival.id)).one()
    by = ramp.world.people["keeper"]
    undo_arrival(session, arrival_id=arrival, reason="x", by=by, at=NOON, request_key=key())
    return made


MAKERS = (fresh, judged, replacement, undone)


@pytest.mark.parametrize("make", MAKERS, ids=lambda made: made.__name__)
def test_no_kind_of_movement_from_anywhere_makes_more_of_a_lot_sound(
    session: Session, ramp: Ramp, make: Callable[[Ramp], Attacked]
) -> None:
    """Try every kind from every place to every sound one, also with a clearance that exists already."""
    attacked = make(ramp)
    world = attacked.world
    session.commit()
    part = session.get_one(Lot, attacked.lot).part_id
    sources = [*attacked.ramp.where(attacked.lot), "C-H", "C-Q", "SUPPLIER", "OPENING", "VARIANCE", "CUSTOMER", "OLD"]
    clearance = session.scalar(select(Clearance.id).where(Clearance.lot_id == attacked.lot).limit(1))
    targets = ("C-S", "C-A1", "C-A2", "N-A1", "N-T", "VAN1", "W1")
    tried = 0
    for kind, source, target, cleared in product(M, dict.fromkeys(sources), targets, {None, clearance}):
        if source == target:
            continue
        tried += 1
        move = Move(kind, part, attacked.lot, world.places[source], world.places[target], q(1), clearance_id=cleared)
        try:
            post(session, [move], kind=str(kind), reference="ATTACK", by=world.people["keeper"], at=NOON)
        except AppError:
            pass
        else:
            attacked.stands()
        session.rollback()
    assert tried > 900
    attacked.stands()


def by(attacked: Attacked, who: str = "keeper") -> dict[str, object]:
    return {"by": attacked.world.people[who], "at": NOON, "request_key": key()}


def _put_away(at: Attacked, source: str) -> None:
    places = at.world.places
    putting_away.put_away(
        at.world.session,
        lot_id=at.lot,
        from_location_id=places[source],
        to_location_id=places["C-A2"],
        quantity=q(1),
        **by(at),  # type: ignore[arg-type]
    )


def _move_lots(at: Attacked, source: str) -> None:
    places = at.world.places
    emptying_bins.move_lots(
        at.world.session,
        from_location_id=places[source],
        to_location_id=places["C-A2"],
        lots=((at.lot, q(1)),),
        **by(at),  # type: ignore[arg-type]
    )


def _issue(at: Attacked) -> None:
    desk = Desk(at.world.session, at.world)
    asked = desk.ask(desk.order("W9"), "P1", 9)
    issuing.issue(
        at.world.session,
        part_request_id=asked.part_request_id,
        quantity=q(9),
        lot_id=at.lot,
        **by(at),  # type: ignore[arg-type]
    )


def _transfer(at: Attacked) -> None:
    world = at.world
    asked = transferring.request_transfer(
        world.session,
        from_store_id=world.places["C"],
        to_store_id=world.places["N"],
        lines=((world.parts["P1"], q(9)),),
        **by(at, "keeper2"),  # type: ignore[arg-type]
    )
    transferring.send(world.session, transfer_id=asked.transfer_id, **by(at))  # type: ignore[arg-type]


def _returned(at: Attacked) -> None:
    world = at.world
    order = world.session.scalars(select(Location.id).where(Location.kind == "work_order")).first()
    assert order is not None
    returning.return_unused(
        world.session,
        work_order_id=1,
        lot_id=at.lot,
        quantity=q(9),
        to_location_id=world.places["C-A1"],
        **by(at),  # type: ignore[arg-type]
    )


def _restock(at: Attacked) -> None:
    cost = Money.of(1)
    refurbishing.restock(at.world.session, lot_id=at.lot, quantity=q(1), unit_cost_cny=cost, **by(at))  # type: ignore[arg-type]


def _workshop(at: Attacked) -> None:
    refurbishing.send_out(
        at.world.session,
        workshop_id=at.world.places["SHOP"],
        lot_ids=[at.lot],
        due_on=date(2026, 4, 1),
        **by(at),  # type: ignore[arg-type]
    )


def _serials(at: Attacked) -> None:
    moving_serials.move_serials(
        at.world.session,
        part_id=at.world.parts["P1"],
        serial_numbers=(at.world.session.get_one(Lot, at.lot).number,),
        to_location_id=at.world.places["C-A1"],
        **by(at),  # type: ignore[arg-type]
    )


def _clear(at: Attacked, who: str) -> None:
    accepting.clear(
        at.world.session,
        lot_id=at.lot,
        hold_location_id=at.world.places["C-H"],
        passed=q(1),
        failed=q(0),
        reference="FORGED",
        **by(at, who),  # type: ignore[arg-type]
    )


def _reverse_all(at: Attacked, script: bool) -> None:
    """Reverse the newest verdict or quarantine of the lot, by the script of the page or by the ledger's own."""
    kinds = [str(each) for each in (M.REJECTION, M.RELEASE, M.SUPPLIER_RETURN, M.RECEIPT)]
    last = select(Movement.posting_id).where(Movement.lot_id == at.lot, Movement.kind.in_(kinds))
    posting = at.world.session.scalars(last.order_by(Movement.id.desc()).limit(1)).one()
    if script:
        reversing.reverse_posting(at.world.session, posting_id=posting, reason="x", **by(at))  # type: ignore[arg-type]
    else:
        reverse(at.world.session, posting_id=posting, reason="x", by=at.world.people["keeper"], at=NOON)


def _withdraw(at: Attacked) -> None:
    posting = at.world.session.scalars(
        select(Movement.posting_id).where(Movement.lot_id == at.lot, Movement.kind == str(M.REJECTION))
    ).one()
    accepting.withdraw_clearance(at.world.session, posting_id=posting, reason="x", **by(at))  # type: ignore[arg-type]


def _decided_again(at: Attacked) -> None:
    """Let more pass than waits."""
    at.ramp.decide(at.lot, 9)


def _declared(at: Attacked) -> None:
    """Declare goods of the lot's part as opening and clear them alone."""
    row = accepting.declare_opening(
        at.world.session,
        part_id=at.world.parts["P1"],
        quantity=q(4),
        hold_location_id=at.world.places["C-H"],
        unit_cost_cny=Money.of(1),
        received_on=TODAY,
        reference="AGAIN",
        **by(at),  # type: ignore[arg-type]
    )
    _clear(Attacked(at.ramp, row.lots[0].lot_id, q(0)), "keeper")


def _imported(at: Attacked) -> None:
    """Import the rejected pieces as opening stock that the importer clears."""
    rows = (
        importing.OpeningRow(
            part_id=at.world.parts["P1"],
            quantity=q(4),
            hold_location_id=at.world.places["C-H"],
            unit_cost_cny=Money.of(1),
            received_on=TODAY,
        ),
    )
    keeper = at.world.people["keeper"]
    importing.import_openings(at.world.session, rows=rows, cleared_by=keeper, reference="X", **by(at))  # type: ignore[arg-type]


def _dropped(at: Attacked) -> None:
    """Drop the claim, and take the goods back into the shelf."""
    claim = at.world.session.scalars(select(SupplierReturn).where(SupplierReturn.lot_id == at.lot)).one()
    drop(at.world.session, claim, "keep them")
    at.world.session.flush()
    _put_away(at, "C-Q")


SCRIPTS: dict[str, Callable[[Attacked], None]] = {
    "put away from the hold": lambda at: _put_away(at, "C-H"),
    "put away from quarantine": lambda at: _put_away(at, "C-Q"),
    "empty the hold like a bin": lambda at: _move_lots(at, "C-H"),
    "empty quarantine like a bin": lambda at: _move_lots(at, "C-Q"),
    "issue the lot": _issue,
    "transfer it": _transfer,
    "bring it as unused": _returned,
    "restock it as an old part": _restock,
    "send it to the workshop": _workshop,
    "move it as a serial number": _serials,
    "clear it without a verdict": lambda at: _clear(at, "inspector"),
    "clear it by its buyer": lambda at: _clear(at, "buyer"),
    "reverse on the page": lambda at: _reverse_all(at, script=True),
    "reverse in the ledger": lambda at: _reverse_all(at, script=False),
    "withdraw the verdict": _withdraw,
    "decide again": _decided_again,
    "declare it as opening": _declared,
    "import it as opening": _imported,
    "drop its claim": _dropped,
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_leads_around_the_verdict(session: Session, ramp: Ramp, name: str) -> None:
    attacked = judged(ramp)
    session.commit()
    with pytest.raises(AppError):
        SCRIPTS[name](attacked)
    session.rollback()
    attacked.stands()
    assert ramp.where(attacked.lot) == {"C-A1": q(4), "C-Q": q(4), "C-H": q(2)}


def test_merged_parts_carry_no_goods_past_the_gate(session: Session, ramp: Ramp) -> None:
    """A part that is joined with another keeps its uninspected lots where they are, or is not joined at all."""
    attacked = judged(ramp)
    world = attacked.world
    session.commit()
    try:
        merging.merge_parts(
            session,
            duplicate_id=world.parts["P1"],
            kept_id=world.parts["P2"],
            reason="the same",
            by=world.people["supervisor"],
            at=NOON,
            request_key=key(),
        )
    except AppError:
        session.rollback()
    attacked.stands()
    assert ramp.where(attacked.lot) == {"C-A1": q(4), "C-Q": q(4), "C-H": q(2)}


def test_a_concession_does_not_outlive_its_day_or_serve_twice(session: Session, ramp: Ramp) -> None:
    ids = ramp.standard("P1")
    lot = ramp.arrived("P1", 6)
    inspector, supervisor = ramp.world.people["inspector"], ramp.world.people["supervisor"]
    row = begin(session, lot_id=lot, by=inspector, at=NOON, request_key=key())
    asked = ask_concession(
        session, inspection_id=row.inspection_id, quantity=q(2), reason="dent", by=inspector, at=NOON, request_key=key()
    )
    decide_concession(
        session,
        concession_id=asked.concession_id,
        granted=True,
        limits="not for export",
        valid_until_on=TODAY,
        by=supervisor,
        at=NOON,
        request_key=key(),
    )
    session.commit()
    results = (
        Result(ids[0], conforms=True),
        Result(ids[1], conforms=True),
        *(Result(ids[2], sample=n, measured=Reading.of("11")) for n in range(1, 7)),
    )
    facts = {"lot_id": lot, "failed": q(4), "severity": "major", "reason": "long", "results": results}
    late = {**facts, "by": inspector, "at": NOON + timedelta(days=1)}
    with pytest.raises(AppError, match="concession_needed"):
        decide(session, passed=q(2), request_key=key(), **late)  # type: ignore[arg-type]
    session.rollback()
    more = {**facts, "failed": q(3), "by": inspector, "at": NOON}
    with pytest.raises(AppError):
        decide(session, passed=q(3), request_key=key(), **more)  # type: ignore[arg-type]
    session.rollback()
    decide(session, passed=q(2), request_key=key(), **{**facts, "by": inspector, "at": NOON})  # type: ignore[arg-type]
    session.commit()
    with pytest.raises(AppError):  # what was conceded has passed; nothing is left of it
        ramp.decide(lot, 1)


def test_sql_forges_neither_verdict_nor_place(session: Session, ramp: Ramp) -> None:
    attacked = judged(ramp)
    world = attacked.world
    lies = (
        "UPDATE balance SET location_id = :bin WHERE lot_id = :lot AND location_id = :hold",
        "UPDATE balance SET issueable = :yes WHERE lot_id = :lot",
        "UPDATE movement SET to_location_id = :bin WHERE lot_id = :lot",
        "UPDATE clearance SET passed = 9000, failed = 0 WHERE lot_id = :lot",
        "UPDATE inspection SET passed = passed + failed, failed = 0",
        "UPDATE arrival_lot SET quantity = 1000 WHERE lot_id = :lot",
        "UPDATE lot SET part_id = :other WHERE id = :lot",
        "UPDATE lot SET origin = 'opening' WHERE id = :lot",
        "UPDATE location SET kind = 'bin' WHERE id = :hold",
        "DELETE FROM inspection WHERE :lot = :lot",
        "DELETE FROM arrival_lot WHERE lot_id = :lot",
    )
    values = {
        "bin": world.places["C-A2"],
        "hold": world.places["C-H"],
        "lot": attacked.lot,
        "other": world.parts["P2"],
        "yes": True,
    }
    for lie in lies:
        named = {name: value for name, value in values.items() if f":{name}" in lie}
        assert refused(session, lie, **named), lie
    attacked.stands()
    assert session.scalars(select(Inspection.passed)).one() == q(PASSED)
