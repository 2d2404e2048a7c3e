"""Order: draft, approve, send, confirm, follow, amend, end, print."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found
from inventory.scan_codes import CodeKind, ScanCode
from inventory.tables import Location
from kernel.amounts import Quantity
from kernel.settings import setting
from kernel.tables import Person
from kernel.text import Text
from procurement import settings
from procurement.finding_qualification import outside_categories
from procurement.finding_standing import release_of
from procurement.offers import choose
from procurement.queries.contract_stands import ContractStand, stands
from procurement.queries.offers import offers
from procurement.queries.one_order import OrderDetail, order_detail
from procurement.tables import Order, Plan, QuoteAward, QuoteAwardOrder, QuoteRequest
from receiving.tables import Arrival, ArrivalLine
from service.tables import LastTimeBuy, LastTimeOrder
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of import orders as can
from webapp.commands_of.contracts import EXPLAIN, OUTSIDE, OutsideInput
from webapp.context import Actor
from webapp.forms import Form
from webapp.order_log import log_of
from webapp.order_mailing import KNOWN_STATES, about, mails_of
from webapp.order_paper import order_pdf
from webapp.printing import answer, paper_language
from webapp.scanning import Found, scan_target

blueprint = Blueprint("orders", __name__, url_prefix="/orders")


def _detail(order_id: int) -> OrderDetail:
    return order_detail(context.session(), order_id=order_id)


def contract_stands(order_id: int) -> list[ContractStand]:
    """Return how the lines of an order stand to the contracts today."""
    session = context.session()
    return stands(session, found(session, Order, order_id), on=context.today())


def _at(order_id: int) -> str:
    return url_for("orders.show", order_id=order_id)


def _trail(number: str = "", order_id: int = 0) -> list[tuple[Any, str]]:
    trail = [(_("Purchase orders"), url_for("list.orders"))]
    return [*trail, (number, _at(order_id))] if number else trail


def central_store() -> int | None:
    """Return the store at the top of supply, to which most orders go."""
    return context.session().scalar(
        select(Location.id)
        .where(Location.kind == "warehouse", Location.supplying_store_id.is_(None), Location.active)
        .order_by(Location.id)
        .limit(1)
    )


@blueprint.route("/new", methods=["GET", "POST"])
@needs("orders.write")
def new() -> ResponseReturnValue:
    """Draft an order."""
    return handle_form(
        can.CREATE,
        "orders/new.html",
        lambda made: _at(made.order_id),
        initial={
            "store_id": request.args.get("store", type=int) or central_store(),
            "supplier_id": request.args.get("supplier", type=int) or _quickest(),
            "work_order_id": request.args.get("work_order", type=int),
            "lines": [{"part_id": request.args.get("part", type=int), "quantity": request.args.get("quantity", "")}],
        },
        success=lambda made: _("%(number)s is drafted. Somebody else approves it.", number=made.number),
    )


def _quickest() -> int | None:
    """Return the supplier that would be chosen for an urgent order of the asked part, where a repair waits for it."""
    part_id, needed = request.args.get("part", type=int), request.args.get("quantity", "")
    if not part_id or "work_order" not in request.args:
        return None
    session, on = context.session(), context.today()
    try:
        need = Quantity.of(needed)
    except ValueError:
        return None
    weights = setting(session, settings.CHOICE_WEIGHTS_URGENT, on)
    offered = offers(session, on=on, part_ids=[part_id]).get(part_id, [])
    chosen = choose(offered, need, weights, float(setting(session, settings.NEUTRAL_SCORE, on)))
    return chosen.offer.supplier_id if chosen else None


@blueprint.get("/<int:order_id>")
@needs("orders.read")
def show(order_id: int) -> ResponseReturnValue:
    """Show an order with everything that happened to it."""
    detail = _detail(order_id)
    mails = mails_of(context.session(), order_id)
    known = detail.state != "cancelled" and detail.sent_version == detail.version
    newest = about(order_id, detail.version, ended=detail.state == "cancelled")
    return render_template(
        "orders/show.html",
        order=detail,
        log=log_of(context.session(), detail, mails),
        untold=detail.state in KNOWN_STATES and bool(mails) and not known and newest not in {m.about for m in mails},
        may_mail=detail.state in KNOWN_STATES,
        supplier=Text(detail.supplier_name_zh, detail.supplier_name_en),
        store=Text(detail.store_name_zh, detail.store_name_en),
        today=context.today(),
        states=can.STATES,
        tones=can.TONES,
        forms={
            "send": Form(can.SendInput(), {"by_mail": True}, hidden=frozenset({"order_id"})),
            "outside": Form(OutsideInput(), {}, hidden=frozenset({"order_id", "order_line_id"})),
            "note": Form(can.NoteInput(), {"kind": "note"}, hidden=frozenset({"order_id", "order_line_id"})),
            "back": Form(can.TakeBackInput(), {}, hidden=frozenset({"order_id"})),
        },
        release=_release(order_id),
        plan=context.session().get(Plan, detail.plan_id) if detail.plan_id else None,
        asked=_asked(order_id),
        may_approve=context.may(right := can.right_to_approve(context.session(), order_id)),
        large=right == "orders.approve_large",
        mine=detail.created_by_id == context.actor().id,
        outside=_outside(detail),
        stands={each.order_line_id: each for each in contract_stands(order_id)},
        outside_words=OUTSIDE,
        line_of={each.order_line_id: each for each in detail.lines},
        arrivals={
            key: (arrival_id, number)
            for key, arrival_id, number in context.session().execute(
                select(ArrivalLine.delivery_id, Arrival.id, Arrival.number)
                .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
                .where(ArrivalLine.delivery_id.in_([each.delivery_id for each in detail.deliveries]))
            )
        },
        last_time=context.session()
        .execute(
            select(LastTimeBuy.id, LastTimeBuy.number)
            .join(LastTimeOrder, LastTimeOrder.last_time_buy_id == LastTimeBuy.id)
            .where(LastTimeOrder.order_id == order_id)
        )
        .one_or_none(),
    )


def _release(order_id: int) -> dict[str, Any] | None:
    """Return who let the order through to a supplier that its score blocks, and why."""
    row = release_of(context.session(), order_id)
    if row is None:
        return None
    by = context.session().get_one(Person, row.released_by_id).name
    return {"reason": row.reason, "by": by, "at": row.released_at}


def _asked(order_id: int) -> QuoteRequest | None:
    """Return the request for quotation whose award made the order."""
    return context.session().scalar(
        select(QuoteRequest)
        .join(QuoteAward, QuoteAward.request_id == QuoteRequest.id)
        .join(QuoteAwardOrder, QuoteAwardOrder.award_id == QuoteAward.id)
        .where(QuoteAwardOrder.order_id == order_id)
    )


def _outside(detail: OrderDetail) -> list[str]:
    """Return the numbers of the ordered parts that lie outside the categories of the supplier."""
    numbers = {line.part_id: line.part_number for line in detail.lines}
    beyond = outside_categories(context.session(), [(detail.supplier_id, part_id) for part_id in numbers])
    return sorted(numbers[part_id] for _supplier, part_id in beyond)


@blueprint.get("/<int:order_id>/order.pdf")
@needs("orders.read")
def pdf(order_id: int) -> Response:
    """Print the order 采购订单."""
    detail = _detail(order_id)
    prices = context.may("prices.read")
    return answer(order_pdf(context.session(), detail, paper_language(), prices=prices), detail.number)


@blueprint.post("/<int:order_id>/approve")
@needs("orders.approve", "orders.approve_large")
def approve(order_id: int) -> ResponseReturnValue:
    """Approve an order."""
    return do(can.APPROVE, _at(order_id), order_id=order_id)


@blueprint.post("/<int:order_id>/send")
@needs("orders.write")
def send(order_id: int) -> ResponseReturnValue:
    """Send an order."""
    return do(can.SEND, _at(order_id), order_id=order_id)


@blueprint.route("/<int:order_id>/confirm", methods=["GET", "POST"])
@needs("orders.write")
def confirm(order_id: int) -> ResponseReturnValue:
    """Note the promised dates, line by line."""
    detail = _detail(order_id)
    waiting = [line for line in detail.lines if line.open.scaled > 0]
    return handle_form(
        can.CONFIRM,
        "orders/confirm.html",
        _at(order_id),
        initial={
            "supplier_reference": detail.supplier_reference,
            "promises": [
                {
                    "order_line_id": line.order_line_id,
                    "promised_on": str(line.promised_on or detail.expected_on or ""),
                }
                for line in waiting
            ],
        },
        fixed={"order_id": order_id},
        order=detail,
        waiting={line.order_line_id: line for line in waiting},
    )


@blueprint.route("/<int:order_id>/amend", methods=["GET", "POST"])
@needs("orders.write")
def amend(order_id: int) -> ResponseReturnValue:
    """Amend an order."""
    detail = _detail(order_id)
    return handle_form(
        can.AMEND,
        "orders/amend.html",
        _at(order_id),
        initial={
            "note": detail.note,
            "changes": [
                {
                    "order_line_id": line.order_line_id,
                    "quantity": str(line.quantity),
                    "unit_price_cny": str(line.unit_price_cny),
                    "needed_on": str(line.needed_on or ""),
                    "over_percent": "" if line.over_percent is None else str(line.over_percent),
                }
                for line in detail.lines
            ],
        },
        fixed={"order_id": order_id},
        order=detail,
        by_line={line.order_line_id: line for line in detail.lines},
    )


@blueprint.route("/<int:order_id>/cancel", methods=["GET", "POST"])
@needs("orders.write")
def cancel(order_id: int) -> ResponseReturnValue:
    """Give up what has not come."""
    detail = _detail(order_id)
    return handle_form(
        can.CANCEL,
        "command.html",
        _at(order_id),
        initial={},
        fixed={"order_id": order_id, "order_line_id": request.args.get("line", type=int)},
        intro=_("What has come stays; what has not come is no longer expected."),
        back=_at(order_id),
        trail=_trail(detail.number, order_id),
    )


@blueprint.post("/<int:order_id>/close")
@needs("orders.write")
def close(order_id: int) -> ResponseReturnValue:
    """Close an order."""
    return do(can.CLOSE, _at(order_id), order_id=order_id)


@blueprint.post("/<int:order_id>/take-back")
@needs("orders.write")
def take_back(order_id: int) -> ResponseReturnValue:
    """Take an amendment back that waits for approval."""
    return do(can.TAKE_BACK, _at(order_id), order_id=order_id)


@blueprint.post("/<int:order_id>/remind")
@needs("orders.write")
def remind(order_id: int) -> ResponseReturnValue:
    """Ask the supplier after what is still to come."""
    return do(can.REMIND, _at(order_id), order_id=order_id)


@blueprint.post("/<int:order_id>/mail")
@needs("orders.write")
def mail(order_id: int) -> ResponseReturnValue:
    """Mail the order again as it holds now."""
    return do(can.MAIL, _at(order_id), order_id=order_id)


@blueprint.post("/<int:order_id>/outside-contract")
@needs("orders.write")
def explain(order_id: int) -> ResponseReturnValue:
    """Say why the order leaves a contract."""
    return do(EXPLAIN, _at(order_id), order_id=order_id)


@blueprint.post("/<int:order_id>/notes")
@needs("orders.write")
def note(order_id: int) -> ResponseReturnValue:
    """Add to the log."""
    return do(can.NOTE, _at(order_id), order_id=order_id)


def _scanned(session: Session, _actor: Actor, code: ScanCode) -> list[Found]:
    """Find an order by its number."""
    if code.kind not in {None, CodeKind.ORDER, CodeKind.DOCUMENT}:
        return []
    row = session.scalar(select(Order).where(Order.number == code.key))
    return [Found(_l("Purchase order"), row.number, str(can.STATES[row.state]), _at(row.id))] if row else []


scan_target("order", "orders.read", _scanned, 30)
