"""Print what belongs to an arrival: the arrival note 到货登记单 and labels for its lots."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from sqlalchemy import select

from inventory.scan_codes import CodeKind, format_code
from inventory.tables import Location
from kernel.amounts import Quantity
from kernel.errors import NotFound
from procurement.tables import Supplier
from receiving.queries.arrivals import ArrivalLineView, ArrivalView, ArrivedLotView
from webapp import context
from webapp.access import needs
from webapp.documents.papers import (
    ArrivalLine,
    ArrivalNote,
    Party,
    Sticker,
    render_arrival_note,
    render_label_roll,
    render_label_sheet,
)
from webapp.i18n import day, instant, number
from webapp.pages.arrivals import still_open, view_of
from webapp.printing import head, paper_answer, signature
from webapp.receiving_words import ARRIVAL_STATES, second, units

blueprint = Blueprint("arrival_papers", __name__, url_prefix="/arrivals")
MOST_LABELS = 500


@blueprint.get("/<int:arrival_id>/note.pdf")
@needs("arrivals.read")
def note(arrival_id: int) -> Response:
    """Print the arrival note."""
    view = view_of(arrival_id)
    return paper_answer(lambda language: render_arrival_note(_note(view, language), language), view.number)


def _note(view: ArrivalView, language: str) -> ArrivalNote:
    session = context.session()
    names = {part: unit.in_(language) for part, unit in units(session, [x.part_id for x in view.lines]).items()}
    supplier = session.get_one(Supplier, view.supplier_id)
    hold = session.scalar(
        select(Location.code).where(Location.store_id == view.store_id, Location.kind == "hold").order_by(Location.id)
    )
    rest = still_open(session, view)
    orders = list(dict.fromkeys(line.order_number for line in view.lines if line.order_number))
    return ArrivalNote(
        **head(language, view.number, status=str(ARRIVAL_STATES[view.state]), note=view.note),
        supplier=Party(name=supplier.name.in_(language), number=supplier.code),
        lines=tuple(_line(line, names[line.part_id], rest, language, several=len(orders) > 1) for line in view.lines),
        order_number=", ".join(orders),
        arrived_at=day(view.arrived_on),
        carrier=view.carrier,
        delivery_note_number=view.delivery_note,
        hold_location=hold or "",
        receiver=signature(view.registered_by, instant(view.registered_at)),
    )


def _line(line: ArrivalLineView, unit: str, rest: dict[int, Quantity], language: str, *, several: bool) -> ArrivalLine:
    """Return a line as printed; where a delivery brought goods of several orders, each line names its own."""
    named = line.order_number if several else ""
    return ArrivalLine(
        part_number=line.part_number,
        part_name=line.part_name.in_(language),
        part_name_second=second(line.part_name, language),
        unit=unit,
        quantity=number(line.quantity),
        ordered=number(line.ordered) if line.ordered is not None and line.kind in {"ordered", "over"} else "",
        finding=finding(line, rest),
        note=" · ".join(each for each in (named, line.note) if each),
        lot=", ".join(lot.lot_number for lot in line.lots[:3]),
    )


def finding(line: ArrivalLineView, rest: dict[int, Quantity]) -> str:
    """Say in words what differs from the order; nothing where it came as ordered."""
    back = f" ({', '.join(line.return_numbers)})" if line.return_numbers else ""
    if line.kind == "over":
        return str(_("More than ordered, goes back%(number)s", number=back))
    if line.kind == "wrong_part":
        return str(_("Not ordered, goes back%(number)s", number=back))
    if line.claim_number:
        return str(_("For claim %(number)s", number=line.claim_number))
    missing = rest.get(line.order_line_id or 0)
    return _("%(quantity)s still to come", quantity=number(missing)) if missing else ""


@blueprint.get("/<int:arrival_id>/labels.pdf")
@needs("arrivals.read")
def labels(arrival_id: int) -> Response:
    """Print a label for each new lot (`per=piece`: for each piece), on sheets or (`size=roll`) for a label printer."""
    view = view_of(arrival_id)
    pieces = request.args.get("per") == "piece"
    skip = min(max(request.args.get("skip", default=0, type=int), 0), 23)
    found = [(line, lot) for line in view.lines for lot in line.lots]
    if not found:
        raise NotFound("no_lots_to_label", number=view.number)

    def make(language: str) -> bytes:
        stickers = [
            sticker
            for line, lot in found
            for sticker in [_sticker(line, lot, view, language)] * (_pieces(lot.quantities.received) if pieces else 1)
        ][:MOST_LABELS]
        if request.args.get("size") == "roll":
            return render_label_roll(stickers, language)
        return render_label_sheet(stickers, language, skip=skip)

    return paper_answer(make, f"{view.number} {_('labels')}")


def _pieces(quantity: Quantity) -> int:
    return max(1, int(quantity.decimal))


def _sticker(line: ArrivalLineView, lot: ArrivedLotView, view: ArrivalView, language: str) -> Sticker:
    second_fact = lot.serial_number or (_("expires %(day)s", day=day(lot.expires_on)) if lot.expires_on else "")
    return Sticker(
        scan_code=format_code(CodeKind.LOT, lot.lot_number),
        key=lot.lot_number,
        name=f"{line.part_number} {line.part_name.in_(language)}",
        name_second=second(line.part_name, language),
        facts=tuple(each for each in (f"{view.number} · {day(view.arrived_on)}", second_fact) if each),
    )
