"""Show how good the service is: satisfaction, on time, fixed on the first visit; in all and by engineer."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.queries.figures import Ratio, figures
from webapp import context
from webapp.access import needs
from webapp.charts import Bar, bar_rows, horizontal_bars
from webapp.i18n import percent
from webapp.listing_pages import show as show_list
from webapp.listing_rows import asked
from webapp.listings.service_figures import LIST, instants, lines, month_before, period, share
from webapp.navigation import entry

blueprint = Blueprint("service_figures", __name__)
entry("reports", _l("Service figures"), "service_figures.show", "reports.read", 60)


@blueprint.get("/service-figures")
@needs("reports.read")
def show() -> str:
    """Show the figures of a period with their sums, a chart, and a line for each engineer."""
    filters = asked(LIST, request.args).filters
    first, last = period(filters)
    since, until = instants(first, last)
    session = context.session()
    held = figures(session, since=since, until=until)
    names = (
        (_("Satisfied"), held.satisfied, _("callbacks whose overall score is not low")),
        (_("Solved in time"), held.solved_on_time, _("repairs whose clock was not missed")),
        (_("On site in time"), held.arrived_on_time, _("visits whose clock was not missed")),
        (_("Dispatched in time"), held.dispatched_on_time, _("cases whose clock was not missed")),
        (_("Fixed on the first visit"), held.fixed_first_time, _("repairs with one visit at most")),
    )
    target = float(held.target_percent) / 100
    bars = [_bar(name, ratio, target if ratio is held.satisfied else None) for name, ratio, _sum in names]
    by_engineer = [
        Bar(each.name, float(100 * each.satisfied), percent(each.satisfied, 1), _tone(each.satisfied, target))
        for each in lines(session, filters)
        if each.satisfied is not None
    ]
    return show_list(
        LIST,
        template="service_figures/show.html",
        figures=held,
        names=names,
        share=share,
        first=first,
        last=last,
        before=month_before(first),
        target=Decimal(held.target_percent) / 100,
        chart=horizontal_bars(_("Service in this time"), _("Share of all, in per cent"), bars, maximum=100),
        twin=bar_rows(bars, label_word=_("Figure"), value_word=_("Share")),
        engineers_chart=horizontal_bars(
            _("Satisfied customers by engineer"), _("Share of the callbacks, in per cent"), by_engineer, maximum=100
        )
        if by_engineer
        else None,
        engineers_twin=bar_rows(by_engineer, label_word=_("Engineer"), value_word=_("Satisfied")),
    )


def _bar(name: str, ratio: Ratio, target: float | None) -> Bar:
    part = share(ratio)
    if part is None:
        return Bar(name, None, _("not enough data"))
    return Bar(name, float(100 * part), percent(part, 1), _tone(part, target))


def _tone(part: Decimal, target: float | None) -> str:
    return "" if target is None else "good" if float(part) >= target else "bad"
