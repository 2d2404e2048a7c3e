"""List returns to suppliers and claims; put those that wait on the home pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from inventory.tables import Part
from kernel.amounts import Quantity
from receiving.queries import claims as queries
from receiving.queries.owed import STORE, owed_select
from receiving.tables import SupplierReturn
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.receiving_words import CLAIM_STATES, CLAIM_TONES, DEMANDS, REASONS
from webapp.scopes import in_own_stores

UNSETTLED = ("open", "returned")


def _is_open(wanted: bool) -> ColumnElement[bool]:  # noqa: FBT001 - a filter's value
    waiting = SupplierReturn.state.in_(UNSETTLED)
    return waiting if wanted else ~waiting


def _overdue(wanted: bool) -> ColumnElement[bool]:  # noqa: FBT001 - a filter's value
    late = SupplierReturn.state.in_(UNSETTLED) & (SupplierReturn.deadline_on < context.today())
    return late if wanted else ~late


def _goods_to_come(wanted: bool) -> ColumnElement[bool]:  # noqa: FBT001 - a filter's value
    owed = owed_select().subquery()
    ids = select(owed.c.supplier_return_id).where(owed.c.open > Quantity.zero())
    return SupplierReturn.id.in_(ids) if wanted else SupplierReturn.id.not_in(ids)


def _lateness(row: Any) -> str | None:
    if row.state not in UNSETTLED:
        return None
    return "late" if row.deadline_on < context.today() else "open"


def _owed(row: Any) -> Quantity | None:
    """Return what is not settled; a claim that ended owes nothing."""
    return row.owed if row.state in UNSETTLED else None


def _days_overdue(row: Any) -> int | None:
    late = (context.today() - row.deadline_on).days
    return late if row.state in UNSETTLED and late > 0 else None


def _claims(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return queries.returns_select().add_columns(SupplierReturn.id.label("id"))


listing(
    Listing(
        "claims",
        _l("Returns and claims"),
        "inspection.read",
        _claims,
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=CLAIM_STATES, tones=CLAIM_TONES),
            Column("supplier_name", _l("Supplier"), "name"),
            Column("part_number", _l("Part number")),
            Column("part_name", _l("Name"), "name"),
            Column("reason", _l("Reason"), "state", choices=REASONS),
            Column("demand", _l("Asked for"), "state", choices=DEMANDS, shown=False),
            Column("quantity", _l("Quantity"), "quantity"),
            Column("sent", _l("Sent back"), "quantity", shown=False),
            Column("scrapped", _l("Scrapped"), "quantity", shown=False),
            Column("settled", _l("Settled"), "quantity", shown=False),
            Column("owed", _l("Owed"), "quantity", value=_owed, sort_by="owed"),
            Column("amount_cny", _l("Amount"), "money", permission="prices.read"),
            Column("deadline_on", _l("Answer by"), "date"),
            Column(
                "late",
                _l("Deadline"),
                "state",
                value=_lateness,
                sort_by="deadline_on",
                choices={"late": _l("overdue"), "open": _l("in time")},
                tones={"late": "danger", "open": "secondary"},
            ),
            Column("days_overdue", _l("Days overdue"), "number", value=_days_overdue, sort_by="deadline_on"),
            Column("arrival_number", _l("Arrival"), shown=False),
            Column("lot_number", _l("Lot"), shown=False),
        ],
        [
            Filter(
                "q",
                _l("Number or part"),
                where=lambda text: (
                    SupplierReturn.number.icontains(text, autoescape=True)
                    | Part.number.icontains(text, autoescape=True)
                ),
            ),
            Filter("open", _l("Not settled"), "flag", where=_is_open),
            Filter("overdue", _l("Overdue"), "flag", where=_overdue),
            Filter("goods", _l("Goods to come"), "flag", where=_goods_to_come),
            Filter("state", _l("State"), "choice", choices=CLAIM_STATES, where=lambda s: SupplierReturn.state == s),
            Filter("reason", _l("Reason"), "choice", choices=REASONS, where=lambda r: SupplierReturn.reason == r),
            Filter("supplier", _l("Supplier"), "supplier", where=lambda row: SupplierReturn.supplier_id == row),
            Filter("part", _l("Part"), "part", where=lambda row: SupplierReturn.part_id == row),
        ],
        "-number",
        row_url=lambda row: url_for("claims.show", supplier_return_id=row.id),
        actions=[
            Action(_l("Open a claim"), "claims.new", "orders.write"),
        ],
        scope=lambda session: in_own_stores(STORE, session, context.actor()),
        group="receiving",
        order=50,
        tag="claims",
        intro=_l("What goes back to suppliers, and what they still owe for it."),
        empty=_l("No returns. One is opened by itself for what fails inspection, is surplus or was not ordered."),
    )
)


def _count(*conditions: Callable[[bool], ColumnElement[bool]]) -> Callable[[Session, Actor], int]:
    def count(session: Session, actor: Actor) -> int:
        wanted = queries.returns_select().where(
            *(condition(True) for condition in conditions), in_own_stores(STORE, session, actor)
        )
        return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0

    return count


def _still_here(wanted: bool) -> ColumnElement[bool]:  # noqa: FBT001 - as above
    return SupplierReturn.state == "open" if wanted else SupplierReturn.state != "open"


queue(
    "claims",
    ("buyer", "supervisor"),
    _l("Claims not settled"),
    count=_count(_is_open),
    endpoint="list.claims",
    icon="arrow-return-left",
    order=60,
    open="yes",
)
queue(
    "claims_overdue",
    ("buyer", "supervisor"),
    _l("Claims overdue"),
    count=_count(_overdue),
    endpoint="list.claims",
    icon="hourglass-bottom",
    order=61,
    urgent=True,
    overdue="yes",
)
queue(
    "claims_to_send",
    ("keeper",),
    _l("Goods to send back"),
    count=_count(_still_here),
    endpoint="list.claims",
    icon="box-arrow-up",
    order=65,
    state="open",
)
queue(
    "replacements",
    ("keeper", "supervisor"),
    _l("Goods that suppliers owe on claims"),
    count=_count(_goods_to_come),
    endpoint="list.claims",
    icon="arrow-repeat",
    order=66,
    goods="yes",
)
