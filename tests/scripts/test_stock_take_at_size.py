"""A stock-take of hundreds of lines that all differ: opened, counted by a file, settled and posted as one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from inventory import counting
from inventory.keeping_counts import Seen
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, post
from inventory.tables import Clearance, CountLine, Lot, Movement, Part
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.db import Base
from tests.support.counting import LATER, Take, one_count_is_enough, set_now
from tests.support.world import NOON, World, q

LINES = 600


def _shelves(world: World) -> None:
    """Put ten of a part of its own on each line, in bulk."""
    session, unit = world.session, world.session.get_one(Part, world.parts["P1"]).unit_id
    parts = [Part(number=f"X{n}", name_zh="零", name_en="X", unit_id=unit) for n in range(LINES)]
    session.add_all(parts)
    session.flush()
    day = date(2026, 1, 5)
    lots = [
        Lot(
            number=f"XL{part.id}",
            part_id=part.id,
            origin="opening",
            reference="X",
            received_on=day,
            rank_on=day,
            unit_cost_cny=Money.of(2),
            brought_by_id=world.people["buyer"],
            created_at=NOON,
        )
        for part in parts
    ]
    session.add_all(lots)
    session.flush()
    places = world.places
    by = {"by": world.people["keeper"], "at": NOON, "reference": "X"}

    def move(kind: MovementKind, source: str, target: str, cleared: list[int | None]) -> None:
        moves = [
            Move(kind, lot.part_id, lot.id, places[source], places[target], q(10), clearance_id=verdict)
            for lot, verdict in zip(lots, cleared, strict=True)
        ]
        post(session, moves, kind=str(kind), **by)  # type: ignore[arg-type]

    move(MovementKind.OPENING, LocationKind.OPENING.upper(), "C-H", [None] * LINES)
    verdicts = [
        Clearance(
            lot_id=lot.id,
            hold_location_id=places["C-H"],
            passed=q(10),
            failed=q(0),
            brought_by_id=world.people["buyer"],
            inspected_by_id=world.people["inspector"],
            decided_at=NOON,
            reference="X",
        )
        for lot in lots
    ]
    session.add_all(verdicts)
    session.flush()
    move(MovementKind.RELEASE, "C-H", "C-S", [each.id for each in verdicts])
    move(MovementKind.PUTAWAY, "C-S", "C-A1", [None] * LINES)
    session.commit()


def test_hundreds_of_differences_are_one_posting(session: Session, world: World) -> None:
    one_count_is_enough(world)
    set_now(world, "stock_take.approval_limit_cny", 1_000_000)
    _shelves(world)
    take = Take(world)
    assert take.lines == LINES
    rows = session.execute(select(CountLine.location_id, CountLine.part_id).order_by(CountLine.id)).all()
    seen = tuple(
        Seen(place, part, q(9 if number % 2 else 12), world.people["keeper"], LATER)
        for number, (place, part) in enumerate(rows)
    )
    kept = take.do(counting.count_file, by="keeper", seen=seen)
    assert (kept.kept, kept.recounts, kept.refused) == (LINES, 0, 0)
    again = take.do(counting.count_file, by="keeper", seen=seen[:3])
    assert (again.kept, again.refused) == (0, 3)
    table = Base.metadata.tables["count_line"]
    session.execute(update(table).values(cause="miscounted"))
    done = take.settle()
    session.commit()
    assert (done.gains, done.losses) == (LINES // 2, LINES // 2)
    assert (done.gain_value_cny, done.loss_value_cny) == (Money.of(LINES * 2), Money.of(LINES))
    moved = session.execute(
        select(func.count(), func.count(Movement.posting_id.distinct())).where(Movement.kind == "adjustment")
    ).one()
    assert tuple(moved) == (LINES, 1)
    assert verify(session).findings == ()
