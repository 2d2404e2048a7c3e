"""Read one tracked piece: where it is, every lot that bore its number, every step that it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from inventory.queries import movements_select
from webapp import context
from webapp.detail import Detail, detail
from webapp.pages import serials
from webapp.shapes import Columns


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """Hold a repair that got the piece."""

    work_order_id: int
    work_order: str
    ticket_id: int | None
    ticket_number: str | None
    product_serial: str | None
    came_back_unused: bool


@dataclass(frozen=True, slots=True)
class LotOfPiece:
    """Hold one lot that bore the number: how it came and who got it."""

    lot_id: int
    lot_number: str
    origin: str
    received_on: date
    place: str | None
    place_kind: str | None
    supplier_id: int | None
    order_id: int | None
    order_number: str | None
    arrival_id: int | None
    arrival_number: str | None
    inspection_numbers: tuple[str, ...]
    claim_numbers: tuple[str, ...]
    built_in: tuple[BuiltIn, ...]
    taken_out_for: str | None
    verdict: str | None


@dataclass(frozen=True, slots=True)
class PieceShown:
    """Hold a tracked piece."""

    part_id: int
    part_number: str
    serial_number: str
    place: str | None
    place_kind: str | None
    lots: tuple[LotOfPiece, ...]
    movements: Annotated[tuple[Any, ...], Columns("MovementOfPiece", movements_select())]


def read_piece(lot_id: int) -> PieceShown:
    """Show a tracked piece by any of its lots: from the supplier to the customer and back."""
    part, number, lives = serials.lives_of(lot_id)
    here = next((life for life in lives if life.place), None)
    moves = context.session().execute(serials.moves_of([life.lot.id for life in lives])).all()
    return PieceShown(
        part.id,
        part.number,
        number,
        here.place if here else None,
        here.kind if here else None,
        tuple(_lot(life) for life in lives),
        tuple(moves),
    )


def _lot(life: serials.Life) -> LotOfPiece:
    return LotOfPiece(
        life.lot.id,
        life.lot.number,
        life.lot.origin,
        life.lot.received_on,
        life.place or None,
        life.kind or None,
        life.trace.supplier_id,
        life.trace.order_id,
        life.trace.order_number,
        life.trace.arrival_id,
        life.trace.arrival_number,
        tuple(each.number for each in life.trace.inspections),
        tuple(each.number for each in life.trace.returns),
        tuple(
            BuiltIn(
                use.work_order_id,
                use.number,
                use.ticket.id if use.ticket else None,
                use.ticket.number if use.ticket else None,
                use.ticket.serial if use.ticket else None,
                use.returned == use.issued,
            )
            for use in life.uses
        ),
        life.old.work_order if life.old else None,
        life.old.verdict if life.old else None,
    )


detail(Detail("serial", "/serials/<int:lot_id>", serials.show, read_piece, "stock"))
