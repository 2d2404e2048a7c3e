"""Compare quotations 比价 line by line and award: to the best, by hand, or split; approve what is beyond the limit."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from kernel.amounts import Money, Quantity
from kernel.errors import Forbidden, NotFound
from kernel.settings import setting
from kernel.tables import Person
from procurement import settings
from procurement.awarding import Awarded
from procurement.queries.comparing import Comparison, compare, present_prices
from procurement.quote_comparison import Cost, split
from procurement.tables import QuoteAward, QuoteAwardLine
from webapp import context, exports
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of import quotations as can
from webapp.commands_of.suppliers import STANDING_TONES, STANDINGS
from webapp.i18n import in_language
from webapp.listing import Column
from webapp.pages.quotes import at, found, lines_of, trail

blueprint = Blueprint("quotes_comparing", __name__)
USUAL_SHARE = 60
BEST = {
    "price": _l("lowest cost"),
    "lead_time": _l("fastest"),
    "validity": _l("holds longest"),
    "score": _l("best score"),
}


def _table(request_id: int) -> Comparison:
    """Return the comparison to whoever may see prices: there is nothing else on it."""
    found(request_id)
    if not context.may("prices.read"):
        raise Forbidden("permission_missing", permission="prices.read")
    return compare(context.session(), request_id=request_id, on=context.today())


def _share() -> int:
    asked = request.args.get("share", USUAL_SHARE, type=int)
    return asked if 1 <= asked <= 99 else USUAL_SHARE


@blueprint.route("/quote-requests/<int:request_id>/compare", methods=["GET", "POST"])
@needs("quotes.read")
def compared(request_id: int) -> ResponseReturnValue:
    """Show the quotations side by side, and award them once the request is closed."""
    row, table, share = found(request_id), _table(request_id), _share()
    splits = {line.id: _split(table, line.id, line.quantity, share) for line in table.lines}
    lines = lines_of(request_id)
    limit = setting(context.session(), settings.AWARD_LIMIT, context.today())
    return handle_form(
        can.AWARD,
        "quotes/compare.html",
        at(request_id),
        initial={"makes_orders": True, "lines": _quantities(table, splits)},
        fixed={"request_id": request_id},
        success=_awarded,
        row=row,
        table=table,
        lines=lines,
        splits=splits,
        share=share,
        best={line.id: table.best(line.id) for line in table.lines},
        best_words=BEST,
        rivals={rival.supplier_id: rival for rival in table.rivals},
        listed=present_prices(context.session(), table),
        limit=limit,
        standings=STANDINGS,
        standing_tones=STANDING_TONES,
        trail=trail(row),
        back=at(request_id),
    )


def _split(table: Comparison, line_id: int, asked: Quantity, share: int) -> tuple[Cost, Cost] | None:
    """Return what the two cheapest cost together where the first gets its share."""
    bids = sorted(table.of_line(line_id), key=lambda bid: table.costs[line_id, bid.supplier_id].amount_cny)
    return split(bids[0], bids[1], asked, share) if len(bids) > 1 else None


def _quantities(table: Comparison, splits: dict[int, tuple[Cost, Cost] | None]) -> list[dict[str, Any]]:
    """Return the quantities that the award's form begins with: the best mix, one supplier, or a split."""
    supplier = request.args.get("all", type=int)
    split_line = request.args.get("split", type=int)
    wanted: dict[int, Quantity] = {}
    for line in table.lines:
        pair = splits.get(line.id)
        if line.id == split_line and pair is not None:
            wanted |= {cost.bid.quote_line_id: cost.quantity for cost in pair if cost.quantity}
            continue
        chosen = table.costs.get((line.id, supplier)) if supplier else table.mix.costs.get(line.id)
        if chosen is not None and table.valid(chosen.bid):
            wanted[chosen.bid.quote_line_id] = chosen.quantity
    return [
        {"quote_line_id": bid.quote_line_id, "quantity": str(wanted.get(bid.quote_line_id, ""))}
        for bid in table.bids.values()
    ]


def _awarded(made: Awarded) -> str:
    if made.state == "proposed":
        said = _("The award is proposed. It lies above the limit, so somebody else approves it.")
    elif made.order_ids:
        said = _("%(number)s is awarded; its orders are drafted.", number=made.number)
    else:
        said = _("%(number)s is awarded; its prices are entered.", number=made.number)
    return str(said)


@blueprint.get("/quote-requests/<int:request_id>/compare.xlsx")
@needs("quotes.read")
def xlsx(request_id: int) -> ResponseReturnValue:
    """Export the comparison as a workbook: a row for each line and supplier."""
    row, table = found(request_id), _table(request_id)
    lines = {line.id: line for line in lines_of(request_id)}
    columns = [
        Column("line", _("Line"), "number"),
        Column("part", _("Part number")),
        Column("name", _("Name")),
        Column("asked", _("Quantity asked for"), "quantity"),
        Column("unit", _("Unit")),
        Column("supplier", _("Supplier")),
        Column("standing", _("Standing")),
        Column("score", _("Score"), "number"),
        Column("quantity", _("To buy"), "quantity"),
        Column("price", _("Unit price, CNY without tax"), "money"),
        Column("amount", _("Amount"), "money"),
        Column("lead", _("Lead time in days"), "number"),
        Column("valid", _("Valid until"), "date"),
        Column("currency", _("Currency")),
        Column("rate", _("Exchange rate"), "number"),
        Column("last", _("Last paid"), "money"),
        Column("marks", _("Best at")),
    ]
    rows = [
        _exported(table, lines[line.id], rival, table.costs.get((line.id, rival.supplier_id)))
        for line in table.lines
        for rival in table.rivals
    ]
    return exports.xlsx(row.number, row.number, columns, rows, context.today())


def _exported(table: Comparison, line: Any, rival: Any, cost: Cost | None) -> list[Any]:
    last = table.last_paid.get(line.part_id)
    marks = [str(BEST[name]) for name, best in table.best(line.id).items() if rival.supplier_id in best]
    head = [line.line_no, line.number, in_language(line.name_zh, line.name_en), line.quantity, line.unit]
    said = [
        cost.quantity if cost else None,
        cost.unit_price_cny if cost else None,
        cost.amount_cny if cost else None,
        cost.bid.lead_time_days if cost else None,
    ]
    rate = rival.rate_millionths / 1_000_000 if rival.rate_millionths else None
    return [
        *head,
        f"{rival.code} {in_language(rival.name_zh, rival.name_en)}",
        str(STANDINGS[rival.standing]),
        rival.score,
        *said,
        rival.valid_until_on,
        rival.currency,
        rate,
        last.unit_price_cny if last else None,
        ", ".join(marks),
    ]


@blueprint.get("/quote-awards/<int:award_id>")
@needs("quotes.read")
def award(award_id: int) -> ResponseReturnValue:
    """Show an award line by line to whoever is to approve it."""
    session = context.session()
    row = award_row(award_id)
    asked, table = found(row.request_id), _table(row.request_id)
    by_line = {
        bid.quote_line_id: rival
        for rival in table.rivals
        for bid in table.bids.values()
        if bid.supplier_id == rival.supplier_id
    }
    chosen = session.scalars(
        select(QuoteAwardLine).where(QuoteAwardLine.award_id == award_id).order_by(QuoteAwardLine.id)
    ).all()
    cheapest = {line.id: table.cheapest(line.id, line.quantity) for line in table.lines}
    return render_template(
        "quotes/award.html",
        award=row,
        row=asked,
        chosen=chosen,
        lines={line.id: line for line in lines_of(asked.id)},
        rivals=by_line,
        cheapest=cheapest,
        nothing=Money.zero(),
        states=can.AWARD_STATES,
        mine=context.actor().id in (row.proposed_by_id, row.requested_by_id),
        proposed_by=session.get_one(Person, row.proposed_by_id).name,
        approved_by=session.get_one(Person, row.approved_by_id).name if row.approved_by_id else "",
        trail=trail(asked),
    )


def award_row(award_id: int) -> QuoteAward:
    """Return an award or say that there is none."""
    row = context.session().get(QuoteAward, award_id)
    if row is None:
        raise NotFound("quote_award_unknown", award_id=award_id)
    return row


@blueprint.post("/quote-awards/<int:award_id>/approve")
@needs("quotes.approve")
def approve(award_id: int) -> ResponseReturnValue:
    """Approve an award beyond the limit."""
    return do(can.APPROVE, url_for("quotes_comparing.award", award_id=award_row(award_id).id), award_id=award_id)


@blueprint.post("/quote-awards/<int:award_id>/withdraw")
@needs("quotes.write", "quotes.approve")
def withdraw(award_id: int) -> ResponseReturnValue:
    """Take a proposed award back."""
    return do(can.WITHDRAW, at(award_row(award_id).request_id), award_id=award_id)
