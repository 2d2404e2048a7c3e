"""List turnover and cover, and lots that expire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session

from inventory.queries.costs import expiring_select
from inventory.queries.flows import By, period_select
from inventory.tables import Balance, Lot
from kernel.settings import define, setting
from webapp import context
from webapp.context import Actor
from webapp.i18n import in_language
from webapp.listing import Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.scopes import in_own_stores

WATCH_DAYS = define(
    "expiry.watch_days", 90, "到期前多少天列入效期关注", "Days before its expiry from which a lot is watched"
)
BIG = 1_000_003
YEAR = timedelta(days=364)


def days_asked(filters: Mapping[str, Any]) -> tuple[date, date]:
    """Return the days that are asked for; without any, the last twelve months."""
    until = filters.get("until") or context.today()
    return filters.get("since") or until - YEAR, until


DAYS = (Filter("since", _l("From day"), "date"), Filter("until", _l("Until day"), "date"))


def _turnover(by: By) -> Callable[[Session, Mapping[str, Any]], Select[Any]]:
    def rows(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
        since, until = days_asked(filters)
        listed = period_select(by, since=since, until=until, store_id=filters.get("store"))
        return listed.add_columns(
            literal((until - since).days + 1).label("span_days"),
            literal(since.isoformat()).label("since"),
            literal(until.isoformat()).label("until"),
        )

    return rows


def turns(row: Any) -> float | None:
    """Return how often the stock turns in a year: cost of use over the mean of the value before and after."""
    mean = (row.opening_cny.scaled + row.closing_cny.scaled) / 2
    return round(-row.issued_cny.scaled / mean * 365 / row.span_days, 2) if mean else None


def cover(row: Any) -> float | None:
    """Return for how many days the value lasts at the use of these days."""
    used = -row.issued_cny.scaled
    return round(row.closing_cny.scaled / (used / row.span_days), 1) if used > 0 else None


_TURNS: tuple[tuple[By, Any], ...] = (
    ("store", _l("Turnover and cover by store")),
    ("category", _l("Turnover and cover by category")),
    ("part", _l("Turnover and cover by part")),
)


def _opened(kind: By) -> Callable[[Any], str]:
    def address(row: Any) -> str:
        days = {"since": row.since, "until": row.until}
        if kind == "part":
            return url_for("list.movements", part=row.code, **days)
        return url_for("list.period_by_part", **days, **({kind: row.code} if row.code else {}))

    return address


for _order, (_kind, _title) in enumerate(_TURNS, 24):
    listing(
        Listing(
            f"turnover_by_{_kind}",
            _title,
            "prices.read",
            _turnover(_kind),
            [
                Column("code", _l("Code"), link=_opened(_kind)),
                Column("name", _l("Name"), value=lambda row: in_language(row.name_zh, row.name_en) or "—"),
                Column("opening_cny", _l("Value before"), "money"),
                Column("closing_cny", _l("Value after"), "money"),
                Column("used_cny", _l("Used"), "money", value=lambda row: -row.issued_cny, sort_by="issued_cny"),
                Column("turns", _l("Turnover a year"), "number", value=turns, sort=False),
                Column("cover_days", _l("Days of cover"), "number", value=cover, sort=False),
            ],
            [*DAYS, Filter("store", _l("Store"), "store")],
            "-closing_cny",
            url=f"/stock/turnover/{_kind}",
            group="reports",
            order=_order,
            tag="stock",
            intro=_l(
                "Turnover is the cost of what was used over the mean of the value before and after, a year; days of"
                " cover are the value after over the use of a day. Each row opens to the sums behind it."
            ),
            empty=_l("Nothing lay in the stores and nothing moved in these days."),
        )
    )

EXPIRY_STATES = {"expired": _l("expired"), "soon": _l("expires soon")}
EXPIRY_TONES = {"expired": "danger", "soon": "warning"}


def _expiring(session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    today = context.today()
    until = filters.get("until") or today + timedelta(days=setting(session, WATCH_DAYS, today))
    listed = expiring_select(on=today, until=until, store_id=filters.get("store"))
    if "expired" in filters:
        gone = Lot.expires_on < today
        listed = listed.where(gone if filters["expired"] else ~gone)
    return listed.add_columns((Lot.id * BIG + Balance.location_id).label("id"))


def days_left(row: Any) -> int:
    """Return the days until a lot expires, below zero once it has."""
    return int((row.expires_on - context.today()).days)


listing(
    Listing(
        "expiring",
        _l("Expiry watch-list"),
        "stock.read",
        _expiring,
        [
            Column("lot_number", _l("Lot"), link=lambda row: url_for("stock.lot", lot_id=row.lot_id)),
            Column("state", _l("State"), "state", choices=EXPIRY_STATES, tones=EXPIRY_TONES),
            Column("expires_on", _l("Expires"), "date"),
            Column("days_left", _l("Days left"), "number", value=days_left, sort_by="expires_on"),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("location_code", _l("Place")),
            Column("on_hand", _l("Quantity"), "quantity", unit="unit"),
            Column("value_cny", _l("Value"), "money", permission="prices.read"),
            Column(
                "next_step",
                _l("Next step"),
                value=lambda row: _l("take to quarantine") if row.state == "expired" else _l("use first, or move"),
                sort=False,
                link=lambda row: (
                    url_for("quarantine.new", lot=row.lot_number, place=row.location_code)
                    if row.state == "expired" and context.may("stock.move")
                    else url_for("list.stock", part=row.number)
                ),
            ),
        ],
        [
            Filter("store", _l("Store"), "store"),
            Filter("until", _l("Expires by"), "date"),
            Filter("expired", _l("Expired"), "flag"),
            Filter("part", _l("Part"), "part", where=lambda part: Balance.part_id == part),
        ],
        "expires_on",
        scope=lambda session: in_own_stores(Balance.store_id, session, context.actor()),
        url="/stock/expiring",
        group="stock",
        order=32,
        tag="stock",
        intro=_l("What expires soon leaves first by itself. What has expired can no longer be issued."),
        empty=_l("Nothing expires soon."),
    )
)


def _expired(session: Session, actor: Actor) -> int:
    today = context.today()
    listed = expiring_select(on=today, until=today - timedelta(days=1)).order_by(None)
    listed = listed.where(in_own_stores(Balance.store_id, session, actor))
    return session.scalar(select(func.count()).select_from(listed.subquery())) or 0


queue(
    "expired",
    ("keeper",),
    _l("Expired lots to take out"),
    count=_expired,
    endpoint="list.expiring",
    icon="calendar-x",
    order=75,
    expired="yes",
)
