"""Print the return note 旧件返还单: what the engineer brings, and where engineer and keeper sign."""

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
from webapp.documents.papers import OldPartLine, OldPartNote, render_old_part_note
from webapp.i18n import day, in_language, instant, number
from webapp.old_part_words import NOTE_STATES
from webapp.printing import head, paper_answer, signature
from webapp.units import unit_text


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
                part_name=in_language(each.name_zh, each.name_en),
                part_name_second=each.name_en if language == "zh" else each.name_zh,
                unit=unit_text(each.unit).in_(language),
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
