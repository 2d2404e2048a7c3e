"""Show old parts: who owes what, what comes on which note, what lies there and was decided, how punctual people are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from inventory.places import LocationKind
from inventory.queries.columns import Listing, number, or_zero, quantity, total
from inventory.tables import (
    Balance,
    Location,
    Lot,
    OldPartAnswer,
    OldPartDebt,
    OldPartExplanation,
    OldPartNote,
    OldPartNoteLine,
    OldPartReceipt,
    OldPartVerdict,
    Part,
    Refurbishment,
    Unit,
    WorkOrder,
    WorkshopLine,
    WorkshopOrder,
)
from kernel.tables import Person

OWED = number(OldPartDebt.quantity) - number(OldPartDebt.returned) - number(OldPartDebt.excused)
"""What is still owed of a debt, as an integer."""


def standing_on(on: date) -> Any:  # noqa: ANN401 - a case over columns
    """Return how a debt stands on a day: settled, overdue or open."""
    return case((OWED <= 0, "settled"), (OldPartDebt.due_on < on, "overdue"), else_="open")


def debts_select(*, on: date) -> Listing:
    """List what engineers owe or owed, one row a work order and part.

    Columns: debt_id, work_order_id, work_order, product_serial, part_id, number, name_*, unit, engineer_id, engineer,
    opened_on, due_on, quantity, returned, excused, owed, on_the_way (on open notes), waiting (an explanation without
    answer), standing, reason.
    """
    on_the_way = (
        select(total(number(OldPartNoteLine.quantity)) - total(or_zero(_confirmed(OldPartNoteLine.id))))
        .join(OldPartNote, OldPartNote.id == OldPartNoteLine.note_id)
        .where(OldPartNoteLine.debt_id == OldPartDebt.id, OldPartNote.state == "open")
        .correlate(OldPartDebt)
        .scalar_subquery()
    )
    return (
        select(
            OldPartDebt.id.label("debt_id"),
            OldPartDebt.work_order_id,
            WorkOrder.number.label("work_order"),
            WorkOrder.product_serial,
            OldPartDebt.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            OldPartDebt.engineer_id,
            Person.name.label("engineer"),
            OldPartDebt.opened_on,
            OldPartDebt.due_on,
            OldPartDebt.quantity,
            OldPartDebt.returned,
            OldPartDebt.excused,
            quantity(OWED).label("owed"),
            quantity(on_the_way).label("on_the_way"),
            waiting_explanation().label("waiting"),
            standing_on(on).label("standing"),
            OldPartDebt.reason,
        )
        .join(WorkOrder, WorkOrder.id == OldPartDebt.work_order_id)
        .join(Part, Part.id == OldPartDebt.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(Person, Person.id == OldPartDebt.engineer_id)
        .where(number(OldPartDebt.quantity) > 0)
    )


def _confirmed(line_id: Any) -> Any:  # noqa: ANN401 - a column, a subquery
    return (
        select(total(number(OldPartReceipt.quantity)))
        .where(OldPartReceipt.line_id == line_id, OldPartReceipt.undone_at.is_(None))
        .correlate(OldPartNoteLine)
        .scalar_subquery()
    )


def waiting_explanation() -> Any:  # noqa: ANN401 - a condition
    """Tell whether an explanation of a debt waits for its answer."""
    return (
        select(OldPartExplanation.id)
        .where(
            OldPartExplanation.debt_id == OldPartDebt.id,
            ~select(OldPartAnswer.id).where(OldPartAnswer.explanation_id == OldPartExplanation.id).exists(),
        )
        .correlate(OldPartDebt)
        .exists()
    )


def explanations_select(*debt_ids: int) -> Listing:
    """List what was said about debts and what was answered.

    Columns: explanation_id, debt_id, wish, excuse, quantity, note, until_on, explained_by, explained_at, granted,
    answer, signed_by, signed_at.
    """
    signer = aliased(Person)
    return (
        select(
            OldPartExplanation.id.label("explanation_id"),
            OldPartExplanation.debt_id,
            OldPartExplanation.wish,
            OldPartExplanation.excuse,
            OldPartExplanation.quantity,
            OldPartExplanation.note,
            OldPartExplanation.until_on,
            Person.name.label("explained_by"),
            OldPartExplanation.explained_at,
            OldPartAnswer.granted,
            OldPartAnswer.note.label("answer"),
            signer.name.label("signed_by"),
            OldPartAnswer.signed_at,
        )
        .join(Person, Person.id == OldPartExplanation.explained_by_id)
        .outerjoin(OldPartAnswer, OldPartAnswer.explanation_id == OldPartExplanation.id)
        .outerjoin(signer, signer.id == OldPartAnswer.signed_by_id)
        .where(OldPartExplanation.debt_id.in_(debt_ids))
        .order_by(OldPartExplanation.id)
    )


def notes_select() -> Listing:
    """List return notes.

    Columns: note_id, number, state, engineer_id, engineer, store_id, store_code, made_at, lines, closed_at, remark.
    """
    lines = (
        select(func.count(OldPartNoteLine.id))
        .where(OldPartNoteLine.note_id == OldPartNote.id)
        .correlate(OldPartNote)
        .scalar_subquery()
    )
    return (
        select(
            OldPartNote.id.label("note_id"),
            OldPartNote.number,
            OldPartNote.state,
            OldPartNote.engineer_id,
            Person.name.label("engineer"),
            OldPartNote.store_id,
            Location.code.label("store_code"),
            OldPartNote.made_at,
            lines.label("lines"),
            OldPartNote.closed_at,
            OldPartNote.remark,
        )
        .join(Person, Person.id == OldPartNote.engineer_id)
        .join(Location, Location.id == OldPartNote.store_id)
    )


def note_lines_select(note_id: int) -> Listing:
    """List the lines of a return note with what is confirmed of each.

    Columns: line_id, debt_id, part_id, number, name_*, unit, quantity, confirmed, waiting, serial_number, fault,
    work_order_id, work_order, due_on.
    """
    confirmed = or_zero(_confirmed(OldPartNoteLine.id))
    return (
        select(
            OldPartNoteLine.id.label("line_id"),
            OldPartNoteLine.debt_id,
            OldPartNoteLine.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            OldPartNoteLine.quantity,
            quantity(confirmed).label("confirmed"),
            quantity(number(OldPartNoteLine.quantity) - confirmed).label("waiting"),
            OldPartNoteLine.serial_number,
            OldPartNoteLine.fault,
            OldPartDebt.work_order_id,
            WorkOrder.number.label("work_order"),
            OldPartDebt.due_on,
        )
        .join(OldPartDebt, OldPartDebt.id == OldPartNoteLine.debt_id)
        .join(WorkOrder, WorkOrder.id == OldPartDebt.work_order_id)
        .join(Part, Part.id == OldPartNoteLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .where(OldPartNoteLine.note_id == note_id)
        .order_by(OldPartNoteLine.id)
    )


NEWEST = select(func.max(OldPartVerdict.id)).where(OldPartVerdict.lot_id == Lot.id).correlate(Lot).scalar_subquery()


def old_lots_select() -> Listing:
    """List lots of old parts that a keeper has confirmed, wherever they are now.

    Columns: lot_id, lot_number, serial_number, part_id, number, name_*, unit, quantity (still in the house), came,
    location_id, location_code, store_id, engineer, work_order_id, work_order, product_serial, note_id, note_number,
    confirmed_at, verdict, cause, state: to_judge, to_carry_out, at_workshop, gone.
    """
    here = and_(Balance.lot_id == Lot.id, number(Balance.on_hand) > 0)
    state = case(
        (Balance.lot_id.is_(None), "gone"),
        (Location.kind == LocationKind.WORKSHOP, "at_workshop"),
        (or_(OldPartVerdict.id.is_(None), _came_back_after(OldPartVerdict.id)), "to_judge"),
        else_="to_carry_out",
    )
    return (
        select(
            Lot.id.label("lot_id"),
            Lot.number.label("lot_number"),
            Lot.serial_number,
            Lot.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            quantity(or_zero(Balance.on_hand)).label("quantity"),
            OldPartReceipt.quantity.label("came"),
            Location.id.label("location_id"),
            Location.code.label("location_code"),
            OldPartNote.store_id,
            Person.name.label("engineer"),
            OldPartDebt.work_order_id,
            WorkOrder.number.label("work_order"),
            WorkOrder.product_serial,
            OldPartNote.id.label("note_id"),
            OldPartNote.number.label("note_number"),
            OldPartReceipt.confirmed_at,
            OldPartVerdict.verdict,
            OldPartVerdict.cause,
            state.label("state"),
        )
        .join(OldPartReceipt, OldPartReceipt.lot_id == Lot.id)
        .join(OldPartNoteLine, OldPartNoteLine.id == OldPartReceipt.line_id)
        .join(OldPartNote, OldPartNote.id == OldPartNoteLine.note_id)
        .join(OldPartDebt, OldPartDebt.id == OldPartReceipt.debt_id)
        .join(WorkOrder, WorkOrder.id == OldPartDebt.work_order_id)
        .join(Person, Person.id == OldPartReceipt.brought_by_id)
        .join(Part, Part.id == Lot.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .outerjoin(Balance, here)
        .outerjoin(Location, Location.id == Balance.location_id)
        .outerjoin(OldPartVerdict, OldPartVerdict.id == NEWEST)
        .where(OldPartReceipt.undone_at.is_(None))
    )


def _came_back_after(_verdict_id: Any) -> Any:  # noqa: ANN401 - a condition
    """Tell whether a workshop has sent pieces of the lot back unrepaired since its newest verdict said to repair."""
    return and_(
        OldPartVerdict.verdict == "repair",
        select(WorkshopLine.id)
        .join(WorkshopOrder, WorkshopOrder.id == WorkshopLine.workshop_order_id)
        .where(WorkshopLine.lot_id == Lot.id, WorkshopOrder.sent_at >= OldPartVerdict.judged_at)
        .correlate(Lot, OldPartVerdict)
        .exists(),
    )


def verdicts_select(lot_id: int) -> Listing:
    """List the verdicts on a lot, the newest first.

    Columns: verdict_id, verdict, cause, finding, judged_by, judged_at.
    """
    return (
        select(
            OldPartVerdict.id.label("verdict_id"),
            OldPartVerdict.verdict,
            OldPartVerdict.cause,
            OldPartVerdict.finding,
            Person.name.label("judged_by"),
            OldPartVerdict.judged_at,
        )
        .join(Person, Person.id == OldPartVerdict.judged_by_id)
        .where(OldPartVerdict.lot_id == lot_id)
        .order_by(OldPartVerdict.id.desc())
    )


def made_of_select(lot_id: int) -> Listing:
    """List the refurbished lots that became of an old lot.

    Columns: lot_id, lot_number, quantity, unit_cost_cny, made_at.
    """
    return (
        select(
            Refurbishment.new_lot_id.label("lot_id"),
            Lot.number.label("lot_number"),
            Refurbishment.quantity,
            Refurbishment.unit_cost_cny,
            Refurbishment.made_at,
        )
        .join(Lot, Lot.id == Refurbishment.new_lot_id)
        .where(Refurbishment.old_lot_id == lot_id)
        .order_by(Refurbishment.id)
    )


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Count the debts of an engineer that fell due in a month, by how they were met."""

    id: int
    month: str
    engineer_id: int
    engineer: str
    engineer_code: str
    due: int
    on_time: int
    late: int
    let_off: int
    overdue: int
    share: Decimal | None


def punctuality(session: Session, *, since: date, until: date, on: date) -> tuple[Punctuality, ...]:
    """Return for each month and engineer how the debts due in [since, until) were met, as they stand on a day.

    A debt is on time when the last of it came by its due day, let off when signed explanations settled a part of it,
    late when it came after, overdue when it is still owed after its day. The share is on time of all that were not
    let off; what is not due yet does not count.
    """
    last = (
        select(func.max(OldPartReceipt.confirmed_on))
        .where(OldPartReceipt.debt_id == OldPartDebt.id, OldPartReceipt.undone_at.is_(None))
        .correlate(OldPartDebt)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            OldPartDebt.engineer_id,
            Person.name,
            Person.code,
            OldPartDebt.due_on,
            OWED > 0,
            number(OldPartDebt.excused) > 0,
            last,
        )
        .join(Person, Person.id == OldPartDebt.engineer_id)
        .where(
            OldPartDebt.due_on >= since,
            OldPartDebt.due_on < until,
            number(OldPartDebt.quantity) > 0,
            or_(OldPartDebt.due_on < on, OWED <= 0),
        )
    )
    counted: dict[tuple[str, str, str, int], dict[str, int]] = {}
    for engineer_id, name, code, due_on, owed, excused, came_on in rows:
        figures = counted.setdefault(
            (f"{due_on:%Y-%m}", name, code, engineer_id), dict.fromkeys(("on_time", "late", "let_off", "overdue"), 0)
        )
        figures[_met(owed=owed, excused=excused, came_on=came_on, due_on=due_on)] += 1
    return tuple(
        _punctuality(place, key, counted[key])
        for place, key in enumerate(sorted(counted, key=lambda key: (key[0], key[1]), reverse=True), 1)
    )


def _met(*, owed: bool, excused: bool, came_on: date | None, due_on: date) -> str:
    if owed:
        return "overdue"
    if excused or came_on is None:
        return "let_off"
    return "on_time" if came_on <= due_on else "late"


def _punctuality(place: int, key: tuple[str, str, str, int], figures: dict[str, int]) -> Punctuality:
    month, name, code, engineer_id = key
    judged = figures["on_time"] + figures["late"] + figures["overdue"]
    share = Decimal(figures["on_time"]) / Decimal(judged) if judged else None
    return Punctuality(place, month, engineer_id, name, code, sum(figures.values()), **figures, share=share)


@dataclass(frozen=True, slots=True)
class DueDebt:
    """Hold a debt that its engineer is to be reminded of."""

    debt_id: int
    work_order: str
    part_number: str
    name_zh: str
    name_en: str
    engineer_id: int
    due_on: date


def due_debts(session: Session, *, by_day: date) -> tuple[DueDebt, ...]:
    """Return what is owed and due by a day, the most overdue first; what waits for an answer is left in peace."""
    rows = session.execute(
        select(
            OldPartDebt.id,
            WorkOrder.number,
            Part.number,
            Part.name_zh,
            Part.name_en,
            OldPartDebt.engineer_id,
            OldPartDebt.due_on,
        )
        .join(WorkOrder, WorkOrder.id == OldPartDebt.work_order_id)
        .join(Part, Part.id == OldPartDebt.part_id)
        .where(OWED > 0, OldPartDebt.due_on <= by_day, ~waiting_explanation())
        .order_by(OldPartDebt.due_on, OldPartDebt.id)
    )
    return tuple(DueDebt(*row) for row in rows)
