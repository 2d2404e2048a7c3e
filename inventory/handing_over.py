"""Hand issued parts over to whom they were issued for: the receiver signs, and each issue is handed over once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from inventory.finding import found, locked, written
from inventory.places import LocationKind, MovementKind
from inventory.tables import Handover, HandoverPosting, Location, Movement, Posting, WorkOrder
from kernel.errors import FourEyes, RuleViolation
from kernel.numbering import next_number
from kernel.refusals import name_check
from kernel.requests import once
from kernel.settings import day_of
from kernel.tables import Attachment, Person

name_check("ck_handover_two_persons", "four_eyes", FourEyes)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Name a hand-over and the issues that it covers."""

    handover_id: int
    number: str
    work_order_id: int
    posting_ids: tuple[int, ...]


@once
def hand_over(
    session: Session,
    *,
    work_order_id: int,
    received_by_id: int,
    signature_attachment_id: int,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> HandedOver:
    """Record that everything issued to a work order from the bins, and not handed over yet, was given to a person."""
    order = locked(session, WorkOrder, work_order_id)
    found(session, Person, received_by_id)
    if received_by_id == by:
        raise FourEyes("four_eyes", step="hand_over", number=order.number)
    signature = found(session, Attachment, signature_attachment_id)
    if (signature.table_name, signature.row_id, signature.purpose) != ("work_order", work_order_id, "signature"):
        raise RuleViolation("signature_of_something_else", attachment_id=signature_attachment_id)
    posting_ids = tuple(session.scalars(waiting_postings(order)))
    if not posting_ids:
        raise RuleViolation("nothing_to_hand_over", number=order.number)
    row = Handover(
        number=next_number(session, "HO", day_of(session, at)),
        work_order_id=work_order_id,
        handed_by_id=by,
        received_by_id=received_by_id,
        handed_at=at,
        signature_attachment_id=signature_attachment_id,
        note=note.strip(),
    )
    session.add(row)
    written(session)
    session.add_all([HandoverPosting(handover_id=row.id, posting_id=each) for each in posting_ids])
    written(session)
    return HandedOver(row.id, row.number, work_order_id, posting_ids)


def waiting_postings(order: WorkOrder) -> Select[int]:
    """Select the issues out of bins to a work order that nobody has signed for and that were not undone."""
    undone = aliased(Movement)
    return (
        select(Posting.id)
        .where(
            Posting.reference == order.number,
            Posting.kind == "issue",
            ~select(HandoverPosting.id).where(HandoverPosting.posting_id == Posting.id).exists(),
            select(Movement.id)
            .join(Location, Location.id == Movement.from_location_id)
            .where(
                Movement.posting_id == Posting.id,
                Movement.kind == str(MovementKind.ISSUE),
                Location.kind == str(LocationKind.BIN),
                ~select(undone.id).where(undone.reverses_id == Movement.id).exists(),
            )
            .exists(),
        )
        .order_by(Posting.id)
    )
