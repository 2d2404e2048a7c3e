"""Who could be sent to a ticket: the engineers with their load and certificates, ranked."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.tables import ProductModel
from kernel.errors import NotFound
from kernel.settings import setting
from kernel.tables import Person
from service.matching import WEIGHTS, Candidate, Certificate, Engineer, Wanted, rank
from service.states import WITH_ENGINEER
from service.tables import EngineerProfile, Qualification, RegionNeighbour, Ticket


def candidates(session: Session, ticket_id: int, on: date) -> tuple[Candidate, ...]:
    """Return the active engineers ranked for a ticket on a day, each with the reasons of its score."""
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        raise NotFound("ticket_unknown", ticket_id=ticket_id)
    model = session.get(ProductModel, ticket.product_model_id) if ticket.product_model_id else None
    neighbours = session.scalars(
        select(RegionNeighbour.neighbour).where(RegionNeighbour.region == ticket.region, RegionNeighbour.region != "")
    )
    wanted = Wanted(ticket.region, frozenset(neighbours), ticket.product_model_id, model.family if model else "", on)
    return rank(wanted, engineers(session), setting(session, WEIGHTS, on))


def engineers(session: Session) -> tuple[Engineer, ...]:
    """Return the active engineers with their open tickets and certificates."""
    loads = dict(
        session.execute(
            select(Ticket.engineer_id, func.count())
            .where(Ticket.engineer_id.is_not(None), Ticket.state.in_([str(each) for each in WITH_ENGINEER]))
            .group_by(Ticket.engineer_id)
        ).all()
    )
    held: dict[int, list[Certificate]] = defaultdict(list)
    for row in session.scalars(select(Qualification).order_by(Qualification.id)):
        held[row.engineer_id].append(Certificate(row.family, row.product_model_id, row.valid_until_on))
    profiles = session.execute(
        select(EngineerProfile, Person.name)
        .join(Person, Person.id == EngineerProfile.person_id)
        .where(EngineerProfile.active, Person.active)
        .order_by(EngineerProfile.person_id)
    )
    return tuple(
        Engineer(
            profile.person_id,
            name,
            profile.region,
            loads.get(profile.person_id, 0),
            profile.max_load,
            tuple(held[profile.person_id]),
        )
        for profile, name in profiles
    )
