"""Print the return note 旧件返还单 of an engineer and the repair order 送修单 to a workshop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import select

from inventory.scan_codes import CodeKind, format_code
from inventory.tables import Location, OldPartNoteLine, OldPartReceipt
from kernel.tables import Person
from webapp import context
from webapp.documents.papers import (
    OldPartLine,
    OldPartNote,
    Party,
    RepairLine,
    RepairOrder,
    render_old_part_note,
    render_repair_order,
)
from webapp.i18n import day, in_language, instant, number
from webapp.old_part_words import NOTE_STATES, WORKSHOP_STATES
from webapp.printing import company, head, paper_answer, part_words, signature


def return_note(note: Any, lines: Sequence[Any]) -> Response:
    """Answer with the paper of a return note."""
    session = context.session()
    store = session.get_one(Location, note.store_id)
    confirmed = session.execute(
        select(Person.name, OldPartReceipt.confirmed_at)
        .join(Person, Person.id == OldPartReceipt.confirmed_by_id)
        .join(OldPartNoteLine, OldPartNoteLine.id == OldPartReceipt.line_id)
        .where(OldPartNoteLine.note_id == note.note_id, OldPartReceipt.undone_at.is_(None))
        .order_by(OldPartReceipt.id.desc())
    ).first()

    def make(language: str) -> bytes:
        def line(each: Any) -> OldPartLine:
            return OldPartLine(
                part_number=each.number,
                **part_words(each, language),
                quantity=number(each.quantity),
                note=each.fault,
                scan_code=format_code(CodeKind.SERIAL, each.serial_number)
                if each.serial_number
                else format_code(CodeKind.PART, each.number),
                serial_number=each.serial_number or "",
                work_order=each.work_order,
                due_on=day(each.due_on),
                confirmed=number(each.confirmed) if each.confirmed else "",
            )

        return render_old_part_note(
            OldPartNote(
                **head(language, note.number, status=str(NOTE_STATES[note.state]), note=note.remark),
                engineer_name=note.engineer,
                store=f"{store.code} {in_language(store.name_zh, store.name_en)}",
                made_at=instant(note.made_at),
                lines=tuple(line(each) for each in lines),
                engineer=signature(note.engineer, instant(note.made_at)),
                keeper=signature(confirmed.name if confirmed else None, instant(confirmed[1]) if confirmed else ""),
            ),
            language,
        )

    return paper_answer(make, f"{_('Old-part return note')} {note.number}")


def repair_order(order: Any, lines: Sequence[Any]) -> Response:
    """Answer with the paper of a workshop order, addressed as it was sent."""
    session = context.session()
    store = session.get_one(Location, order.store_id)

    def make(language: str) -> bytes:
        def line(each: Any) -> RepairLine:
            came = each.repaired + each.unrepaired
            return RepairLine(
                part_number=each.number,
                **part_words(each, language),
                quantity=number(each.quantity),
                lot=each.lot_number,
                serial_number=each.serial_number or "",
                fault=each.finding or "",
                returned=number(came) if came else "",
                scan_code=format_code(CodeKind.LOT, each.lot_number),
            )

        held = company(language)
        return render_repair_order(
            RepairOrder(
                **head(language, order.number, status=str(WORKSHOP_STATES[order.state]), note=order.note),
                workshop=Party(
                    name=in_language(order.workshop_name_zh, order.workshop_name_en),
                    number=order.workshop_code,
                    contact=order.contact,
                    phone=order.phone,
                    email=order.email,
                    address=order.address,
                ),
                store=f"{held.name} {store.code} {in_language(store.name_zh, store.name_en)}",
                store_address=held.address,
                sent_on=day(order.sent_on),
                due_on=day(order.due_on),
                lines=tuple(line(each) for each in lines),
                keeper=signature(order.sent_by, day(order.sent_on)),
            ),
            language,
        )

    return paper_answer(make, f"{_('Repair order')} {order.number}")
