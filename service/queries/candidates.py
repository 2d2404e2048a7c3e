"""Who could be sent to a ticket: the engineers with their load and certificates, ranked."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from inventory.tables import ProductModel
from kernel.errors import NotFound
from kernel.prepared import run
from kernel.settings import setting
from kernel.tables import Person
from service.matching import WEIGHTS, Candidate, Certificate, Engineer, Wanted, rank
from service.states import WITH_ENGINEER
from service.tables import EngineerProfile, Qualification, RegionNeighbour, Ticket

_NEIGHBOURS = select(RegionNeighbour.neighbour).where(
    RegionNeighbour.region == bindparam("region"), RegionNeighbour.region != ""
)
_LOADS = (
    select(Ticket.engineer_id, func.count())
    .where(Ticket.engineer_id.is_not(None), Ticket.state.in_([str(each) for each in WITH_ENGINEER]))
    .group_by(Ticket.engineer_id)
)
_CERTIFICATES = select(
    Qualification.engineer_id, Qualification.family, Qualification.product_model_id, Qualification.valid_until_on
).order_by(Qualification.id)
_ACTIVE = (
    select(EngineerProfile.person_id, Person.name, EngineerProfile.region, EngineerProfile.max_load)
    .join(Person, Person.id == EngineerProfile.person_id)
    .where(EngineerProfile.active, Person.active)
    .order_by(EngineerProfile.person_id)
)


def candidates(session: Session, ticket_id: int, on: date) -> tuple[Candidate, ...]:
    """Return the active engineers ranked for a ticket on a day, each with the reasons of its score."""
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        raise NotFound("ticket_unknown", ticket_id=ticket_id)
    model = session.get(ProductModel, ticket.product_model_id) if ticket.product_model_id else None
    neighbours = run(session, _NEIGHBOURS, region=ticket.region).scalars()
    wanted = Wanted(ticket.region, frozenset(neighbours), ticket.product_model_id, model.family if model else "", on)
    return rank(wanted, engineers(session), setting(session, WEIGHTS, on))


def engineers(session: Session) -> tuple[Engineer, ...]:
    """Return the active engineers with their open tickets and certificates."""
    loads: dict[int, int] = dict(run(session, _LOADS).all())
    held: dict[int, list[Certificate]] = defaultdict(list)
    for engineer_id, family, product_model_id, valid_until_on in run(session, _CERTIFICATES):
        held[engineer_id].append(Certificate(family, product_model_id, valid_until_on))
    return tuple(
        Engineer(person_id, name, region, loads.get(person_id, 0), max_load, tuple(held[person_id]))
        for person_id, name, region, max_load in run(session, _ACTIVE)
    )
