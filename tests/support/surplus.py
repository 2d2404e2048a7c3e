"""Steps of surplus for tests: computed, submitted, approved, witnessed, sold, scrapped, sent back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory.deciding_surplus import approve_surplus, carry_out_surplus, submit_surplus
from inventory.disposing import Disposed, return_surplus, scrap_surplus, sell_surplus, witness_scrap
from inventory.places import MovementKind
from inventory.posting import Move, post
from inventory.proposing_surplus import Recomputed, recompute_surplus
from inventory.requesting import request_part
from inventory.tables import (
    Lot,
    SurplusProposal,
)
from kernel.amounts import Money
from tests.support.world import World, q

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


M = MovementKind


def dead_stock(session: Session) -> World:
    """Return a company where P1 lies dead in C and is used in N, and P2 is dead everywhere."""
    made = World(session).build()
    old = date(2024, 1, 5)
    made.stocked("P1", 10, on=old)
    made.stocked("P2", 4, at="C-A2", on=old)
    there = made.stocked("P1", 6, at="N-A1", on=date(2026, 2, 1))
    made.work_order("W1")
    part = session.get_one(Lot, there).part_id
    issue = Move(M.ISSUE, part, there, made.places["N-A1"], made.places["W1"], q(5))
    post(session, [issue], kind="issue", reference="W1", by=made.people["keeper2"], at=NOW)
    return made


def computed(world: World, key: str = "r") -> Recomputed:
    return recompute_surplus(world.session, by=world.people["supervisor"], at=NOW, request_key=key)


def proposal(world: World, part: str, store: str = "C") -> SurplusProposal:
    return world.session.scalars(
        select(SurplusProposal)
        .where(SurplusProposal.part_id == world.parts[part], SurplusProposal.store_id == world.places[store])
        .order_by(SurplusProposal.id.desc())
        .execution_options(populate_existing=True)
    ).first()  # type: ignore[return-value]


def submitted(world: World, part: str, act: str, quantity: int, to: str | None = None) -> int:
    row = proposal(world, part)
    submit_surplus(
        world.session,
        surplus_proposal_id=row.id,
        act=act,
        quantity=q(quantity),
        to_store_id=world.places[to] if to else None,
        by=world.people["buyer"],
        at=NOW,
        request_key=f"submit{row.id}",
    )
    return row.id


def approved(world: World, part: str, act: str, quantity: int, to: str | None = None) -> int:
    number = submitted(world, part, act, quantity, to)
    approve_surplus(
        world.session, surplus_proposal_id=number, by=world.people["supervisor"], at=NOW, request_key=f"approve{number}"
    )
    return number


def carried_out(world: World, number: int) -> str:
    return carry_out_surplus(
        world.session, surplus_proposal_id=number, by=world.people["keeper"], at=NOW, request_key=f"do{number}"
    ).reference


def witnessed(world: World, number: int, by: str = "inspector") -> None:
    witness_scrap(
        world.session,
        surplus_proposal_id=number,
        finding="rusted through",
        by=world.people[by],
        at=NOW,
        request_key=f"witness{number}{by}",
    )


def scrapped(world: World, number: int, by: str = "keeper") -> Disposed:
    return scrap_surplus(
        world.session, surplus_proposal_id=number, by=world.people[by], at=NOW, request_key=f"scrap{number}{by}"
    )


def sold(world: World, number: int, price: str = "12.5") -> Disposed:
    return sell_surplus(
        world.session,
        surplus_proposal_id=number,
        buyer="Second Hand Ltd.",
        unit_price_cny=Money.of(price),
        reference="C-1",
        by=world.people["keeper"],
        at=NOW,
        request_key=f"sell{number}",
    )


def promised(world: World, part: str, quantity: int) -> int:
    """Ask for a part on a work order; what is free is promised to it at once."""
    return request_part(
        world.session,
        work_order_id=1,
        part_id=world.parts[part],
        store_id=world.places["C"],
        quantity=q(quantity),
        by=world.people["desk"],
        at=NOW,
        request_key=f"ask{part}",
    ).part_request_id


def half_expired(world: World) -> tuple[int, int]:
    """Stock five that have expired and five that are good, and propose what becomes of them."""
    bad = world.stocked("FRESH", 5, on=date(2024, 1, 5), expires_on=date(2026, 2, 1))
    good = world.stocked("FRESH", 5, at="C-A2", on=date(2024, 1, 6), expires_on=date(2027, 1, 1))
    computed(world)
    return bad, good


def back(world: World, number: int, lots: tuple[int, ...] | None = None) -> Disposed:
    return return_surplus(
        world.session,
        surplus_proposal_id=number,
        supplier="Maker",
        credit_cny=Money.of(1),
        lot_ids=lots,
        by=world.people["keeper"],
        at=NOW,
        request_key=f"back{number}{lots}",
    )


def refused_by_the_database(world: World, code: str, statement: str, **named: object) -> None:
    with pytest.raises(DBAPIError, match=code), world.session.begin_nested():
        world.session.execute(text(statement), named)


END = (
    "UPDATE surplus_proposal SET state = 'carried_out', carried_out_by_id = :by, reference = :reference WHERE id = :id"
)


def ended(world: World, number: int, reference: str) -> None:
    """Say by raw SQL that a proposal is carried out, and see that the database does not believe it."""
    refused_by_the_database(
        world,
        "disposal_not_moved",
        END,
        by=world.people["keeper"],
        reference=reference,
        id=number,
    )
