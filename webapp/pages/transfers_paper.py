"""Print the transfer note 调拨单 with the lots that went and the fields for both keepers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from inventory.queries.transfer_pieces import PieceOfTransfer, PieceState
from inventory.scan_codes import CodeKind, format_code
from inventory.tables import Location, Lot, Movement, Posting, Transfer
from kernel.amounts import Quantity
from kernel.tables import Person
from webapp import context
from webapp.documents.papers import TransferLine, TransferNote, render_transfer_note
from webapp.i18n import in_language, instant, number
from webapp.listings.transfers import STATES
from webapp.printing import head, paper_answer, part_words, signature


def transfer_note(transfer: Transfer, lines: Sequence[Any], pieces: Sequence[PieceOfTransfer]) -> Response:
    """Answer with the note of a transfer: lot by lot and piece by piece once it was sent, part by part before."""
    session = context.session()
    by_part = {each.part_id: each for each in lines}
    gone = _gone(transfer)
    arrived = {each.lot_id: each.state == PieceState.RECEIVED for each in pieces}
    source, target = (session.get_one(Location, key) for key in (transfer.from_store_id, transfer.to_store_id))
    sender = session.get(Person, transfer.sent_by_id) if transfer.sent_by_id else None
    receiver = session.get(Person, transfer.received_by_id) if transfer.received_by_id else None

    def make(language: str) -> bytes:
        def line(part: Any, lot: str, place: str, count: Any, came: str, serial: str | None = None) -> TransferLine:
            code = format_code(CodeKind.LOT, lot) if lot else format_code(CodeKind.PART, part.number)
            return TransferLine(
                part_number=part.number,
                **part_words(part, language),
                lot=serial or lot,
                quantity=number(count),
                scan_code=format_code(CodeKind.SERIAL, serial) if serial else code,
                from_location=place,
                received=came,
            )

        shown = [
            line(
                by_part[row.part_id],
                row.lot,
                row.place,
                row.quantity,
                _came(transfer, by_part, row, gone, arrived),
                row.serial_number,
            )
            for row in gone
        ] or [line(each, "", "", each.quantity, "") for each in lines]
        return render_transfer_note(
            TransferNote(
                **head(language, transfer.number, status=str(STATES[transfer.state])),
                from_store=f"{source.code} {in_language(source.name_zh, source.name_en)}",
                to_store=f"{target.code} {in_language(target.name_zh, target.name_en)}",
                lines=tuple(shown),
                reason=transfer.note,
                sent_at=instant(transfer.sent_at) if transfer.sent_at else "",
                arrived_at=instant(transfer.received_at) if transfer.received_at else "",
                sender=signature(sender.name if sender else None, instant(transfer.sent_at)),
                receiver=signature(receiver.name if receiver else None, instant(transfer.received_at)),
            ),
            language,
        )

    return paper_answer(make, f"{_('Transfer note')} {transfer.number}")


def _gone(transfer: Transfer) -> list[Any]:
    """Return what was sent, by lot and place."""
    place = aliased(Location)
    return list(
        context.session().execute(
            select(
                Movement.part_id,
                Movement.lot_id,
                Lot.number.label("lot"),
                Lot.serial_number,
                place.code.label("place"),
                Movement.quantity,
            )
            .join(Posting, Posting.id == Movement.posting_id)
            .join(Lot, Lot.id == Movement.lot_id)
            .join(place, place.id == Movement.from_location_id)
            .where(Posting.reference == transfer.number, Movement.kind == "transfer_out")
            .order_by(Movement.part_id, Lot.serial_number, Movement.id)
        )
    )


def _came(transfer: Transfer, by_part: dict[int, Any], row: Any, gone: list[Any], arrived: dict[int, bool]) -> str:
    """Return how much of a lot came where that is known: of pieces always, else all of it or all in one lot."""
    if transfer.received_at is None:
        return ""
    if row.lot_id in arrived:
        return number(row.quantity if arrived[row.lot_id] else Quantity.zero())
    part = by_part[row.part_id]
    if part.received == part.sent:
        return number(row.quantity)
    alone = len([each for each in gone if each.part_id == row.part_id]) == 1
    return number(part.received) if alone else ""
