"""Purchase plans for tests: a small network that buys in its central store, and the steps of a plan."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from inventory.tables import Location, PartRequest
from procurement.planning import ApprovedPlan, Planned, Turned, approve_plan, run_plan, turn_into_orders
from procurement.tables import Proposal
from tests.support.procurement import Market, key
from tests.support.world import NOON, World

ON = date(2026, 3, 2)
STEADY = [3, 5, 4, 6, 2, 4, 5, 3, 4, 6, 4, 5]


def supplied(world: World) -> Market:
    """Let the central store supply the northern one and the van."""
    for code in ("N", "VAN1"):
        world.session.get_one(Location, world.places[code]).supplying_store_id = world.places["C"]
    world.session.flush()
    return Market(world)


def closed(market: Market) -> None:
    """Let all that was asked for be served: history, and nothing that waits."""
    for request in market.world.session.scalars(select(PartRequest)):
        request.open = False
    market.world.session.flush()


def run(market: Market, *, by: str = "buyer", **arguments: object) -> Planned:
    """Compute the plan."""
    session = market.world.session
    return run_plan(session, on=ON, by=market.world.people[by], at=NOON, request_key=key(), **arguments)


def proposals(market: Market, *, state: str = "open") -> dict[tuple[str, str], Proposal]:
    """Return the lines of a state by part and store."""
    parts = {value: code for code, value in market.world.parts.items()}
    places = {value: code for code, value in market.world.places.items()}
    rows = market.world.session.scalars(
        select(Proposal).where(Proposal.state == state).execution_options(populate_existing=True)
    )
    return {(parts[row.part_id], places[row.store_id]): row for row in rows}


def sums(row: Proposal) -> dict[str, float]:
    """Return the rows of a line's sum by their codes."""
    return {each["code"]: each["value"] for each in row.explanation}


def approve(market: Market, plan: Planned, by: str = "supervisor") -> ApprovedPlan:
    """Approve the plan by another person."""
    people = market.world.people
    return approve_plan(market.world.session, plan_id=plan.plan_id, by=people[by], at=NOON, request_key=key())


def turn(market: Market, plan: Planned) -> Turned:
    """Turn an approved plan into orders."""
    people = market.world.people
    return turn_into_orders(market.world.session, plan_id=plan.plan_id, by=people["buyer"], at=NOON, request_key=key())
