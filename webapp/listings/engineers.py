"""List engineers and what they may repair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kernel.tables import Person
from service.queries.keeping import engineers_select, qualifications_select
from service.tables import EngineerProfile, Qualification, RegionNeighbour
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue

SOON = timedelta(days=60)


def _engineers(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return engineers_select().add_columns(EngineerProfile.person_id.label("id"))


def _qualifications(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return qualifications_select().add_columns(Qualification.id.label("id"))


def _regions(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return select(
        func.row_number().over(order_by=(RegionNeighbour.region, RegionNeighbour.neighbour)).label("id"),
        RegionNeighbour.region.label("region"),
        RegionNeighbour.neighbour.label("neighbour"),
    )


ENGINEERS = listing(
    Listing(
        "engineers",
        _l("Engineers"),
        "dispatch.write",
        _engineers,
        [
            Column("name", _l("Name"), value=lambda row: row.name, sort_by="name"),
            Column("region", _l("Region")),
            Column("phone", _l("Telephone")),
            Column("van_code", _l("Van")),
            Column("load", _l("Open tickets"), "number"),
            Column("max_load", _l("At most"), "number"),
            Column("active", _l("Can be sent"), "flag"),
        ],
        [
            Filter("q", _l("Name"), where=lambda text: Person.name.icontains(text, autoescape=True)),
            Filter("region", _l("Region"), where=lambda text: EngineerProfile.region.icontains(text, autoescape=True)),
        ],
        "name",
        row_url=lambda row: url_for("engineers.show", engineer_id=row.id),
        actions=[Action(_l("New profile"), "engineers.new", "engineers.write", "person-plus")],
        group="service",
        order=60,
        tag="service",
        intro=_l("Where engineers work, with which van, how busy they are and what they may repair."),
        empty=_l("No engineer has a profile yet. Add one, or nobody can be sent."),
    )
)
QUALIFICATIONS = listing(
    Listing(
        "qualifications",
        _l("Qualifications"),
        "dispatch.write",
        _qualifications,
        [
            Column("engineer_name", _l("Engineer")),
            Column("family", _l("Product family")),
            Column("model_code", _l("Model")),
            Column("certificate", _l("Certificate")),
            Column("valid_until_on", _l("Valid until"), "date"),
        ],
        [
            Filter(
                "engineer", _l("Engineer"), "lookup", lookup="engineer", where=lambda v: Qualification.engineer_id == v
            ),
            Filter("until", _l("Ends by"), "date", where=lambda v: Qualification.valid_until_on <= v),
        ],
        "valid_until_on",
        row_url=lambda row: url_for("engineers.show", engineer_id=row.engineer_id),
        group="service",
        order=62,
        tag="service",
        intro=_l("Nobody without a valid certificate for the product can be sent."),
        empty=_l("No qualifications yet. Add them on the engineer's page."),
    )
)
listing(
    Listing(
        "region_neighbours",
        _l("Neighbouring regions"),
        "dispatch.write",
        _regions,
        [Column("region", _l("Region")), Column("neighbour", _l("Lies beside"))],
        [Filter("q", _l("Region"), where=lambda text: RegionNeighbour.region.icontains(text, autoescape=True))],
        "region",
        row_url=lambda row: url_for("engineers.neighbours", region=row.region),
        actions=[Action(_l("Set neighbours"), "engineers.neighbours", "engineers.write", "map")],
        group="service",
        order=64,
        tag="service",
        intro=_l("An engineer of a neighbouring region comes next after those of the same region."),
        empty=_l("No regions lie side by side yet. Say which do."),
    )
)


def _ending(session: Session, _actor: Actor) -> int:
    by = context.today() + SOON
    query = select(func.count(Qualification.id)).where(Qualification.valid_until_on.between(context.today(), by))
    return session.scalar(query) or 0


queue(
    "qualifications_ending",
    "service_manager",
    _l("Qualifications that end within 60 days"),
    count=_ending,
    endpoint="list.qualifications",
    icon="award",
    order=60,
)
