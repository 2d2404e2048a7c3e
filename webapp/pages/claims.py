"""Follow returns and claims: open, send back, scrap, settle, change, cancel, print."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import Session

from inventory import queries as stock_queries
from inventory.finding import found
from inventory.scan_codes import CodeKind, ScanCode
from inventory.tables import Location, Lot
from kernel.amounts import Quantity
from kernel.db import QuantityType
from procurement.tables import Supplier
from receiving.queries import claims as queries
from receiving.queries.claims import ReturnView
from receiving.queries.owed import STORE
from receiving.settlement import GOODS, NOT_TAKEN_IN, UNPAID, Reason
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, SupplierReturn
from webapp import context
from webapp.access import needs
from webapp.commands import Command, handle_form
from webapp.commands_of.claims import CANCEL, CHANGE, OPEN, SCRAP, SEND, SETTLE
from webapp.context import Actor
from webapp.documents.papers import Party, ReturnLine, ReturnNote, render_return_note
from webapp.forms import new_key
from webapp.i18n import day, money, number, words
from webapp.printing import head, paper_answer, signature
from webapp.receiving_words import (
    CLAIM_STATES,
    CLAIM_TONES,
    DEMANDS,
    LINE_KINDS,
    REASONS,
    SETTLEMENTS,
    require_own,
    second,
    units,
)
from webapp.row_files import FileOwner, file_owner, files_of
from webapp.scanning import Found, scan_target
from webapp.scopes import in_own_stores
from webapp.uploads import DOCUMENTS

blueprint = Blueprint("claims", __name__, url_prefix="/claims")
CLAIM = "/<int:supplier_return_id>"
ZERO = Quantity.zero()


def _at(supplier_return_id: int) -> str:
    return url_for("claims.show", supplier_return_id=supplier_return_id)


def view_of(supplier_return_id: int) -> ReturnView:
    """Return a claim that whoever asks may see."""
    session = context.session()
    view = queries.supplier_return(session, supplier_return_id)
    require_own(session, context.actor(), view.store_id)
    return view


@blueprint.get(CLAIM)
@needs("inspection.read")
def show(supplier_return_id: int) -> ResponseReturnValue:
    """Show a claim: how far goods and settlement are, and what comes next."""
    view, session = view_of(supplier_return_id), context.session()
    return render_template(
        "claims/show.html",
        claim=view,
        unit=units(session, [view.part_id])[view.part_id],
        here=view.quantity - view.sent - view.scrapped,
        unsettled=view.quantity - view.settled,
        unpaid=Reason(view.reason) in NOT_TAKEN_IN,
        asks_goods=view.demand in GOODS and Reason(view.reason) not in UNPAID,
        days_late=(context.today() - view.deadline_on).days,
        touched=bool(view.sent or view.scrapped or view.settled),
        late=view.state in {"open", "returned"} and view.deadline_on < context.today(),
        states=CLAIM_STATES,
        tones=CLAIM_TONES,
        reasons=REASONS,
        demands=DEMANDS,
        settlements=SETTLEMENTS,
        kinds=LINE_KINDS,
        files=files_of(session, "supplier_return", supplier_return_id),
        file_key=new_key(),
    )


def _may_open(session: Session, actor: Actor, row_id: int) -> None:
    row = found(session, SupplierReturn, row_id)
    line = session.get_one(ArrivalLine, row.arrival_line_id)
    require_own(session, actor, session.get_one(Arrival, line.arrival_id).store_id)


file_owner(
    FileOwner(
        SupplierReturn, "inspection.read", ("orders.write", "inspection.write"), {"paper": DOCUMENTS}, _at, _may_open
    )
)


@blueprint.route("/new", methods=["GET", "POST"])
@needs("orders.write", "inspection.write", "orders.approve")
def new() -> ResponseReturnValue:
    """Choose goods in quarantine, then claim them."""
    session = context.session()
    lot, place = (
        session.get(Lot, request.args.get("lot", 0, int)),
        session.get(Location, request.args.get("place", 0, int)),
    )
    if lot is None or place is None:
        return render_template("claims/choose.html", rows=_claimable(session))
    free = next((each["free"] for each in _claimable(session, lot.id) if each["row"].location_id == place.id), ZERO)
    return handle_form(
        OPEN,
        "command.html",
        lambda made: _at(made.supplier_return_id),
        initial={"quantity": free, "demand": "replacement"},
        fixed={"lot_id": lot.id, "quarantine_location_id": place.id},
        success=lambda made: _(
            "%(number)s is open. Send the goods back, or settle it with the supplier.", number=made.number
        ),
        title=_("Claim %(lot)s", lot=lot.number),
        intro=_("Goods that had passed and were found defective later. They lie in %(place)s.", place=place.code),
        submit=_("Open the claim"),
        back=url_for("claims.new"),
        trail=[(_("Returns and claims"), url_for("list.claims"))],
    )


def _claimable(session: Session, lot_id: int | None = None) -> list[dict[str, Any]]:
    """Return goods in quarantine that came from a supplier and are on no claim yet."""
    mine = in_own_stores(Location.store_id, session, context.actor())
    wanted = stock_queries.quarantine_select().where(mine, Lot.id.in_(select(ArrivalLot.lot_id)))
    rows = session.execute(wanted if lot_id is None else wanted.where(Lot.id == lot_id)).all()
    rest = type_coerce(func.sum(SupplierReturn.quantity - SupplierReturn.sent - SupplierReturn.scrapped), QuantityType)
    claimed = {
        (lot, place): quantity
        for lot, place, quantity in session.execute(
            select(SupplierReturn.lot_id, SupplierReturn.quarantine_location_id, rest)
            .where(SupplierReturn.state != "cancelled", SupplierReturn.lot_id.in_([row.lot_id for row in rows]))
            .group_by(SupplierReturn.lot_id, SupplierReturn.quarantine_location_id)
        )
    }
    found = [{"row": row, "free": row.on_hand - claimed.get((row.lot_id, row.location_id), ZERO)} for row in rows]
    return [each for each in found if each["free"] > ZERO]


def _act(made: Command, supplier_return_id: int, intro: str, **initial: Any) -> ResponseReturnValue:
    """Show one step of a claim as a form, or carry it out."""
    view = view_of(supplier_return_id)
    return handle_form(
        made,
        "command.html",
        _at(supplier_return_id),
        initial=initial,
        fixed={"supplier_return_id": supplier_return_id},
        title=f"{made.title} · {view.number}",
        intro=intro,
        submit=str(made.title),
        back=_at(supplier_return_id),
        trail=[(_("Returns and claims"), url_for("list.claims")), (view.number, _at(supplier_return_id))],
    )


def _here(supplier_return_id: int) -> Quantity:
    view = view_of(supplier_return_id)
    return view.quantity - view.sent - view.scrapped


@blueprint.route(f"{CLAIM}/send", methods=["GET", "POST"])
@needs("arrivals.write")
def send(supplier_return_id: int) -> ResponseReturnValue:
    """Send goods back to the supplier."""
    return _act(SEND, supplier_return_id, _("What leaves for the supplier now."), quantity=_here(supplier_return_id))


@blueprint.route(f"{CLAIM}/scrap", methods=["GET", "POST"])
@needs("stock.scrap")
def scrap(supplier_return_id: int) -> ResponseReturnValue:
    """Scrap goods that the supplier does not want back."""
    intro = _("What the supplier does not want back. It leaves the books; the claim stays.")
    return _act(SCRAP, supplier_return_id, intro, quantity=_here(supplier_return_id))


@blueprint.route(f"{CLAIM}/settle", methods=["GET", "POST"])
@needs("orders.write", "orders.approve")
def settle(supplier_return_id: int) -> ResponseReturnValue:
    """Note how a claim, or a part of it, ended."""
    view = view_of(supplier_return_id)
    fits = {"credit": "credited", "take_back": "taken_back"}
    intro = _(
        "By credit note, taken back, or waived by another person than who opened it. "
        "Replaced and reworked goods settle the claim when they pass inspection."
    )
    return _act(
        SETTLE,
        supplier_return_id,
        intro,
        kind=fits.get(view.demand, ""),
        quantity=view.quantity - view.settled,
        amount_cny=view.amount_cny if view.demand == "credit" else None,
    )


@blueprint.route(f"{CLAIM}/change", methods=["GET", "POST"])
@needs("orders.write", "orders.approve")
def change(supplier_return_id: int) -> ResponseReturnValue:
    """Change what is asked of the supplier."""
    view = view_of(supplier_return_id)
    return _act(
        CHANGE,
        supplier_return_id,
        _("An empty box leaves the claim as it is."),
        demand=view.demand,
        deadline_on=f"{view.deadline_on:%Y-%m-%d}",
        amount_cny=view.amount_cny,
        note=view.note,
    )


@blueprint.route(f"{CLAIM}/cancel", methods=["GET", "POST"])
@needs("orders.write", "orders.approve")
def cancel(supplier_return_id: int) -> ResponseReturnValue:
    """Keep goods after all that were to go back."""
    return _act(
        CANCEL, supplier_return_id, _("The goods stay after all. Register them as an arrival of an order next.")
    )


@blueprint.get(f"{CLAIM}/note.pdf")
@needs("inspection.read")
def note_pdf(supplier_return_id: int) -> Response:
    """Print the rejection and return note 退货单."""
    view = view_of(supplier_return_id)
    return paper_answer(lambda language: render_return_note(_note(view, language), language), view.number)


def _note(view: ReturnView, language: str) -> ReturnNote:
    session = context.session()
    supplier = session.get_one(Supplier, view.supplier_id)
    unit = units(session, [view.part_id])[view.part_id].in_(language)
    lot = session.get(Lot, view.lot_id) if view.lot_id else None
    priced = context.may("prices.read")
    other = "en" if language == "zh" else "zh"
    return ReturnNote(
        **head(language, view.number, status=str(CLAIM_STATES[view.state])),
        supplier=Party(
            name=supplier.name.in_(language),
            name_second=supplier.name.in_(other),
            number=supplier.code,
            contact=supplier.contact,
            phone=supplier.phone,
            email=supplier.email,
            address=supplier.address,
        ),
        lines=(
            ReturnLine(
                part_number=view.part_number,
                part_name=view.part_name.in_(language),
                part_name_second=second(view.part_name, language),
                unit=unit,
                lot=view.lot_number or "",
                quantity=number(view.quantity),
                defect=view.note or str(REASONS[view.reason]),
                note=str(REASONS[view.reason]) if view.note else "",
                unit_cost=money(lot.unit_cost_cny) if lot is not None and priced else "",
                amount=money(view.amount_cny) if priced else "",
            ),
        ),
        order_number=view.order_number or "",
        arrival_number=view.arrival_number,
        acceptance_number=view.inspection_number or "",
        claim_number=view.number,
        rejected_on=day(view.opened_at.astimezone(context.business_zone()).date()),
        answer_by=day(view.deadline_on),
        demand=str(DEMANDS[view.demand]),
        quarantine=view.quarantine_code or "",
        total=money(view.amount_cny) if priced else "",
        inspector=signature(view.opened_by, day(view.opened_at.astimezone(context.business_zone()).date())),
    )


def _scanned(session: Session, actor: Actor, code: ScanCode) -> list[Found]:
    """Find a return by its number."""
    if code.kind not in {None, CodeKind.DOCUMENT}:
        return []
    row = session.execute(
        select(SupplierReturn.id, SupplierReturn.number, SupplierReturn.state)
        .join(ArrivalLine, ArrivalLine.id == SupplierReturn.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .outerjoin(Location, Location.id == SupplierReturn.quarantine_location_id)
        .where(SupplierReturn.number == code.key, in_own_stores(STORE, session, actor))
    ).one_or_none()
    return [Found(_l("Return"), row.number, words(CLAIM_STATES[row.state]), _at(row.id))] if row else []


scan_target("claim", "inspection.read", _scanned, 55)
