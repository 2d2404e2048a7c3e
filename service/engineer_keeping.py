"""Keep engineers' regions, vans and qualifications, and which regions lie side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.places import LocationKind
from inventory.tables import Location
from kernel.errors import NotFound, RuleViolation
from kernel.refusals import refusals
from kernel.requests import once
from service.tables import EngineerProfile, Qualification, RegionNeighbour


@dataclass(frozen=True, slots=True)
class EngineerKept:
    """Name the engineer."""

    engineer_id: int


@dataclass(frozen=True, slots=True)
class Qualified:
    """Name the qualification."""

    qualification_id: int
    engineer_id: int


@dataclass(frozen=True, slots=True)
class NeighboursKept:
    """Tell which regions lie beside one."""

    region: str
    neighbours: tuple[str, ...]


@once
def set_profile(
    session: Session,
    *,
    engineer_id: int,
    region: str,
    by: int,
    at: datetime,
    request_key: str,
    van_location_id: int | None = None,
    max_load: int = 6,
    active: bool = True,
) -> EngineerKept:
    """Say where an engineer works, with which van, and how many open tickets are enough."""
    if van_location_id is not None:
        van = session.get(Location, van_location_id)
        if van is None or van.kind != LocationKind.VAN or van.keeper_id != engineer_id:
            raise RuleViolation("not_the_engineers_van", location_id=van_location_id)
    row = session.get(EngineerProfile, engineer_id)
    with refusals():
        if row is None:
            session.add(
                EngineerProfile(
                    person_id=engineer_id,
                    region=region.strip(),
                    van_location_id=van_location_id,
                    max_load=max_load,
                    active=active,
                )
            )
        else:
            row.region, row.van_location_id = region.strip(), van_location_id
            row.max_load, row.active = max_load, active
        session.flush()
    return EngineerKept(engineer_id)


@once
def qualify(
    session: Session,
    *,
    engineer_id: int,
    valid_until_on: date,
    by: int,
    at: datetime,
    request_key: str,
    family: str = "",
    product_model_id: int | None = None,
    certificate: str = "",
) -> Qualified:
    """Qualify an engineer for a product family or for one model, until a day."""
    if bool(family.strip()) == (product_model_id is not None):
        raise RuleViolation("family_or_model")
    if session.get(EngineerProfile, engineer_id) is None:
        raise NotFound("engineer_unknown", engineer_id=engineer_id)
    row = Qualification(
        engineer_id=engineer_id,
        valid_until_on=valid_until_on,
        family=family.strip(),
        product_model_id=product_model_id,
        certificate=certificate.strip(),
    )
    with refusals():
        session.add(row)
        session.flush()
    return Qualified(row.id, engineer_id)


@once
def end_qualification(
    session: Session,
    *,
    qualification_id: int,
    valid_until_on: date,
    by: int,
    at: datetime,
    request_key: str,
) -> Qualified:
    """Change the last day on which a qualification holds: renewed, or withdrawn early."""
    row = session.get(Qualification, qualification_id)
    if row is None:
        raise NotFound("qualification_unknown", qualification_id=qualification_id)
    row.valid_until_on = valid_until_on
    with refusals():
        session.flush()
    return Qualified(row.id, row.engineer_id)


@once
def set_neighbours(
    session: Session,
    *,
    region: str,
    neighbours: tuple[str, ...],
    by: int,
    at: datetime,
    request_key: str,
) -> NeighboursKept:
    """Say which regions lie beside one; the other direction follows."""
    wanted = {each.strip() for each in neighbours if each.strip()}
    rows = session.scalars(
        select(RegionNeighbour).where((RegionNeighbour.region == region) | (RegionNeighbour.neighbour == region))
    )
    held = {(row.region, row.neighbour): row for row in rows}
    both = {(region, each) for each in wanted} | {(each, region) for each in wanted}
    for pair, row in held.items():
        if pair not in both:
            session.delete(row)
    with refusals():
        missing = sorted(both - set(held))
        session.add_all(RegionNeighbour(region=one, neighbour=other) for one, other in missing)
        session.flush()
    return NeighboursKept(region, tuple(sorted(wanted)))
