"""List suppliers, what they offer, certificates and scores."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inventory.tables import Part
from procurement.finding_qualification import hindrances
from procurement.queries import suppliers as queries
from procurement.queries.offers import standings
from procurement.tables import SupplierCategory, SupplierPart
from webapp import context
from webapp.commands_of.suppliers import CERTIFICATES, STANDING_TONES, STANDINGS, STATES, TONES
from webapp.listing import Action, Column, Filter, Listing, listing


def points(tenths: int | None) -> Decimal | None:
    """Return tenths of a point as points."""
    return None if tenths is None else Decimal(tenths) / 10


def _suppliers(session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = queries.suppliers_select().order_by(None).subquery()
    made = select(listed, listed.c.supplier_id.label("id"))
    if text := filters.get("q"):
        like = [c.icontains(text, autoescape=True) for c in (listed.c.code, listed.c.name_zh, listed.c.name_en)]
        made = made.where(like[0] | like[1] | like[2])
    if category := filters.get("category"):
        made = made.where(listed.c.supplier_id.in_(_of_category(category)))
    if "held" in filters:
        stood = {key: each[0] for key, each in standings(session).items()}
        held = list(hindrances(session, on=context.today(), standings=stood))
        made = made.where(listed.c.supplier_id.in_(held) if filters["held"] else listed.c.supplier_id.not_in(held))
    for name in ("state", "standing"):
        if wanted := filters.get(name):
            made = made.where(listed.c[name] == wanted)
    return made


def _of_category(category_id: int) -> Select[Any]:
    """Return the suppliers that offer a part of a category, or are bound to it."""
    offering = (
        select(SupplierPart.supplier_id)
        .join(Part, Part.id == SupplierPart.part_id)
        .where(Part.category_id == category_id, SupplierPart.active)
    )
    bound = select(SupplierCategory.supplier_id).where(SupplierCategory.category_id == category_id)
    return offering.union(bound).subquery().select()


listing(
    Listing(
        "suppliers",
        _l("Suppliers"),
        "suppliers.read",
        _suppliers,
        [
            Column("code", _l("Supplier code")),
            Column("name", _l("Name"), "name"),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("score", _l("Score"), "number", value=lambda row: points(row.score_tenths), sort_by="score_tenths"),
            Column("standing", _l("Standing"), "state", choices=STANDINGS, tones=STANDING_TONES),
            Column("deliveries", _l("Deliveries"), "number"),
            Column("parts", _l("Parts offered"), "number"),
            Column("open_orders", _l("Open orders"), "number"),
            Column("next_expiry_on", _l("Next certificate to expire"), "date"),
            Column("next_assessment_on", _l("Next assessment"), "date"),
            Column("contact", _l("Contact"), shown=False),
            Column("phone", _l("Phone"), shown=False),
            Column("email", _l("Mail"), shown=False),
        ],
        [
            Filter("q", _l("Code or name")),
            Filter("state", _l("State"), "choice", choices=STATES),
            Filter("standing", _l("Standing"), "choice", choices=STANDINGS),
            Filter("category", _l("Category"), "lookup", lookup="category"),
            Filter("held", _l("Gets no orders"), "flag"),
        ],
        "code",
        row_url=lambda row: url_for("suppliers.show", supplier_id=row.supplier_id),
        actions=[
            Action(_l("New supplier"), "suppliers.new", "suppliers.write"),
            Action(_l("Score the suppliers"), "supplier_scores.evaluate", "suppliers.write", "calculator"),
        ],
        group="buying",
        order=40,
        tag="suppliers",
        empty=_l("No suppliers yet. Import a file or enter the first one; somebody else approves it."),
    )
)


def _offers(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = (
        queries.supplier_parts_select(
            on=context.today(), supplier_id=filters.get("supplier"), part_id=filters.get("part")
        )
        .order_by(None)
        .subquery()
    )
    return select(listed, listed.c.supplier_part_id.label("id"))


listing(
    Listing(
        "supplier_parts",
        _l("Offers and prices"),
        "suppliers.read",
        _offers,
        [
            Column("part_number", _l("Part number")),
            Column("part_name", _l("Name"), "name"),
            Column("supplier_code", _l("Supplier")),
            Column("supplier_state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("unit_price_cny", _l("Unit price"), "money", permission="prices.read"),
            Column("lead_time_days", _l("Lead time in days"), "number"),
            Column("minimum_quantity", _l("Minimum quantity"), "quantity"),
            Column("multiple_quantity", _l("Pack"), "quantity"),
            Column("supplier_part_number", _l("Supplier's part number"), shown=False),
            Column("preferred", _l("Preferred"), "flag"),
            Column("active", _l("Offered now"), "flag", shown=False),
        ],
        [Filter("part", _l("Part"), "part"), Filter("supplier", _l("Supplier"), "supplier")],
        "part_number",
        row_url=lambda row: url_for("suppliers.prices", supplier_part_id=row.supplier_part_id),
        group="buying",
        order=50,
        tag="suppliers",
    )
)


def _certificates(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = (
        queries.certificates_select(supplier_id=filters.get("supplier"), expires_by=filters.get("expires_by"))
        .order_by(None)
        .subquery()
    )
    return select(listed, listed.c.supplier_certificate_id.label("id"))


listing(
    Listing(
        "certificates",
        _l("Certificates"),
        "suppliers.read",
        _certificates,
        [
            Column("supplier_code", _l("Supplier")),
            Column("supplier_name", _l("Name"), "name"),
            Column("kind", _l("Kind"), "state", choices=CERTIFICATES),
            Column("number", _l("Number")),
            Column("issued_on", _l("Issued"), "date"),
            Column("expires_on", _l("Expires"), "date"),
        ],
        [Filter("supplier", _l("Supplier"), "supplier"), Filter("expires_by", _l("Expires by"), "date")],
        "expires_on",
        row_url=lambda row: url_for("suppliers.show", supplier_id=row.supplier_id),
        group="buying",
        order=60,
        tag="suppliers",
    )
)
