"""Close months: what is still open, who asked, who confirms, and the figures that stay."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from inventory.queries.periods import (
    MonthSum,
    checklist,
    closed_until,
    closings_select,
    last_day,
    month_sum,
    next_month,
)
from inventory.tables import PeriodClosing
from kernel.errors import NotFound
from webapp import charts, context
from webapp.access import needs
from webapp.charts import Bar
from webapp.commands import do
from webapp.commands_of.periods import ASK_CLOSE, CONFIRM_CLOSE, WITHDRAW_CLOSE
from webapp.i18n import money
from webapp.listing_pages import show as show_list
from webapp.listings.periods import PERIODS
from webapp.navigation import entry
from webapp.period_words import FLOWS, POINTS, STATES, TONES

blueprint = Blueprint("periods", __name__, url_prefix="/periods")


def found(period_closing_id: int) -> Any:
    """Return the closing of a month or say that there is none."""
    row = context.session().execute(closings_select().where(PeriodClosing.id == period_closing_id)).one_or_none()
    if row is None:
        raise NotFound("period_closing_unknown", id=period_closing_id)
    return row


@blueprint.get("")
@needs("prices.read")
def index() -> ResponseReturnValue:
    """Show which month is next, what is still open in it, and the months closed before."""
    session, today = context.session(), context.today()
    month = next_month(session)
    ends_on = None if month is None else last_day(month)
    points = () if ends_on is None else checklist(session, ends_on=ends_on)
    return show_list(
        PERIODS,
        template="periods/index.html",
        month=month,
        ends_on=ends_on,
        over=ends_on is not None and today > ends_on,
        waiting=month is not None and any(month == row.month_on and row.state == "asked" for row in _asked()),
        closed_until=closed_until(session),
        points=[(*POINTS[each.name], each.open) for each in points],
    )


def _asked() -> list[Any]:
    return list(context.session().execute(closings_select().where(PeriodClosing.state == "asked")))


@blueprint.post("")
@needs("periods.close")
def ask() -> ResponseReturnValue:
    """Ask to close the next month."""
    return do(
        ASK_CLOSE,
        lambda made: url_for("periods.show", period_closing_id=made.period_closing_id),
        back=url_for(".index"),
    )


@blueprint.get("/<int:period_closing_id>")
@needs("prices.read")
def show(period_closing_id: int) -> ResponseReturnValue:
    """Show the closing of a month: the checklist as it was, and its figures once it is closed."""
    session, row = context.session(), found(period_closing_id)
    closing = session.get_one(PeriodClosing, period_closing_id)
    summed = month_sum(session, period_close_id=row.close_id) if row.close_id else None
    return render_template(
        "periods/show.html",
        row=row,
        ends_on=last_day(row.month_on),
        mine=closing.asked_by_id == context.actor().id,
        points=[(*POINTS[name], open_) for name, open_ in closing.checklist.items() if name in POINTS],
        states=STATES,
        tones=TONES,
        summed=summed,
        flows=FLOWS,
        chart=_chart(summed) if summed else "",
    )


def _chart(summed: MonthSum) -> Any:
    bars = [Bar(str(_("Opening value")), float(summed.opening_cny.decimal), money(summed.opening_cny))]
    bars += [Bar(str(FLOWS[name]), float(value.decimal), money(value), "good") for name, value in summed.into if value]
    bars += [Bar(str(FLOWS[name]), -float(v.decimal), money(-v), "watch") for name, v in summed.out_of if v]
    bars.append(Bar(str(_("Closing value")), float(summed.closing_cny.decimal), money(summed.closing_cny)))
    return charts.horizontal_bars(
        _("What the month brought"), _("Opening, what came in, what went out, closing, in yuan"), bars
    )


@blueprint.post("/<int:period_closing_id>/confirm")
@needs("periods.close")
def confirm(period_closing_id: int) -> ResponseReturnValue:
    """Close the month for good."""
    here = url_for(".show", period_closing_id=period_closing_id)
    return do(CONFIRM_CLOSE, here, period_closing_id=period_closing_id)


@blueprint.post("/<int:period_closing_id>/withdraw")
@needs("periods.close")
def withdraw(period_closing_id: int) -> ResponseReturnValue:
    """Withdraw the wish to close the month."""
    here = url_for(".show", period_closing_id=period_closing_id)
    return do(WITHDRAW_CLOSE, url_for(".index"), back=here, period_closing_id=period_closing_id)


entry("reports", _l("Month close"), "periods.index", "prices.read", 15)
