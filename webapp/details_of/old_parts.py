"""Read one debt of an old part, one return note, one lot of old parts, one workshop and its orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from inventory.queries import old_parts as queries
from inventory.queries import workshops
from kernel.amounts import Money, Quantity
from receiving.warranty_claiming import live_claim
from webapp import context
from webapp.detail import Detail, detail, made_of
from webapp.pages import old_parts, old_parts_after
from webapp.shapes import Columns


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtShown:
    """Hold what is owed of a part for a work order, and everything that was said about it."""

    debt_id: int
    work_order_id: int
    work_order: str
    product_serial: str
    part_id: int
    number: str
    name_zh: str
    name_en: str
    unit: str
    engineer_id: int
    engineer: str
    opened_on: date
    due_on: date
    quantity: Quantity
    returned: Quantity
    excused: Quantity
    owed: Quantity
    on_the_way: Quantity
    standing: str
    reason: str
    explanations: Annotated[tuple[Any, ...], Columns("ExplanationOfOldPart", queries.explanations_select(0))]


def read_debt(debt_id: int) -> DebtShown:
    """Show a debt with its explanations and their answers."""
    row = old_parts.debt_of(debt_id)
    said = context.session().execute(queries.explanations_select(debt_id)).all()
    return made_of(DebtShown, row, explanations=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteShown:
    """Hold a return note with its lines and what is confirmed of each."""

    note_id: int
    number: str
    state: str
    engineer_id: int
    engineer: str
    store_id: int
    store_code: str
    made_at: datetime
    closed_at: datetime | None
    remark: str
    lines: Annotated[tuple[Any, ...], Columns("LineOfReturnNote", queries.note_lines_select(0))]


def read_note(note_id: int) -> NoteShown:
    """Show a return note."""
    row = old_parts.note_of(note_id)
    return made_of(NoteShown, row, lines=context.session().execute(queries.note_lines_select(note_id)).all())


@dataclass(frozen=True, slots=True, kw_only=True)
class OldLotShown:
    """Hold a lot of old parts: where it came from, every verdict, and what became of it."""

    lot_id: int
    lot_number: str
    serial_number: str | None
    part_id: int
    number: str
    name_zh: str
    name_en: str
    unit: str
    quantity: Quantity
    came: Quantity
    location_code: str | None
    store_id: int
    engineer: str
    work_order_id: int
    work_order: str
    product_serial: str
    note_id: int
    note_number: str
    confirmed_at: datetime
    verdict: str | None
    cause: str | None
    state: str
    supplier_return_id: int | None
    verdicts: Annotated[tuple[Any, ...], Columns("VerdictOnOldPart", queries.verdicts_select(0))]
    refurbished: Annotated[tuple[Any, ...], Columns("RefurbishedLot", queries.made_of_select(0))]


def read_old_lot(lot_id: int) -> OldLotShown:
    """Show a lot of old parts."""
    row, session = old_parts_after.lot_of(lot_id), context.session()
    claim = live_claim(session, lot_id)
    return made_of(
        OldLotShown,
        row,
        supplier_return_id=claim.id if claim else None,
        verdicts=session.execute(queries.verdicts_select(lot_id)).all(),
        refurbished=session.execute(queries.made_of_select(lot_id)).all(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopOrderShown:
    """Hold what was sent to a workshop, and what came back."""

    workshop_order_id: int
    number: str
    state: str
    workshop_id: int
    workshop_code: str
    store_id: int
    sent_on: date
    due_on: date
    closed_at: datetime | None
    sent_by: str
    quantity: Quantity
    back: Quantity
    cost_cny: Money
    note: str
    address: str
    contact: str
    phone: str
    email: str
    reminders: Annotated[tuple[Any, ...], Columns("ReminderOfWorkshopOrder", workshops.reminders_select(0))]
    lines: Annotated[tuple[Any, ...], Columns("LineOfWorkshopOrder", workshops.workshop_lines_select(0))]


def read_workshop_order(workshop_order_id: int) -> WorkshopOrderShown:
    """Show a workshop order."""
    row = old_parts_after.workshop_order_of(workshop_order_id)
    lines = context.session().execute(workshops.workshop_lines_select(workshop_order_id)).all()
    reminders = context.session().execute(workshops.reminders_select(workshop_order_id)).all()
    return made_of(WorkshopOrderShown, row, lines=lines, reminders=reminders)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopShown:
    """Hold an outside workshop: where it is, whom to ask, and what it has of ours."""

    id: int
    code: str
    name_zh: str
    name_en: str
    store_id: int
    store_code: str
    address: str
    contact: str
    phone: str
    email: str
    supplier_id: int | None
    note: str
    active: bool
    open_orders: int
    overdue_orders: int
    quantity: Quantity


def read_workshop(workshop_id: int) -> WorkshopShown:
    """Show an outside workshop."""
    return made_of(WorkshopShown, old_parts_after.workshop_of(workshop_id))


TAG = "old-parts"
detail(Detail("old_part", "/old-parts/<int:debt_id>", old_parts.show, read_debt, TAG))
detail(Detail("old_part_note", "/old-part-notes/<int:note_id>", old_parts.note, read_note, TAG))
detail(Detail("old_part_lot", "/old-part-lots/<int:lot_id>", old_parts_after.lot, read_old_lot, TAG))
detail(
    Detail(
        "workshop_order",
        "/workshop-orders/<int:workshop_order_id>",
        old_parts_after.workshop_order,
        read_workshop_order,
        TAG,
    )
)
detail(Detail("workshop", "/workshops/<int:workshop_id>", old_parts_after.workshop, read_workshop, TAG))
