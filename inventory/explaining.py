"""Say why an old part does not come, or not in time, and sign it or refuse to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, written
from inventory.old_parts import Excuse, Wish
from inventory.tables import OldPartAnswer, OldPartDebt, OldPartExplanation
from kernel.amounts import Quantity
from kernel.db import QuantityType
from kernel.errors import Forbidden, FourEyes, InvalidState, RuleViolation
from kernel.requests import once
from kernel.settings import day_of


@dataclass(frozen=True, slots=True)
class Explained:
    """Name the explanation that waits for its signature."""

    explanation_id: int
    debt_id: int


@dataclass(frozen=True, slots=True)
class Answered:
    """Say what was answered and how the debt stands now."""

    explanation_id: int
    debt_id: int
    granted: bool
    due_on: date
    still_owed: Quantity


@once
def explain(
    session: Session,
    *,
    debt_id: int,
    wish: str,
    excuse: str,
    quantity: Quantity,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
    until_on: date | None = None,
) -> Explained:
    """Explain by the engineer who owes: to be let off so much, or to get time until a day."""
    debt = locked(session, OldPartDebt, debt_id)
    if debt.engineer_id != by:
        raise Forbidden("not_the_debtor", debt_id=debt_id)
    check_quantity(session, debt.part_id, quantity)
    owed = debt.quantity - debt.returned - debt.excused
    if quantity > owed:
        raise RuleViolation("more_than_owed", owed=str(owed), asked=str(quantity))
    if not note.strip():
        raise RuleViolation("reason_missing")
    if Wish(wish) is Wish.MORE_TIME and (until_on is None or until_on <= max(debt.due_on, day_of(session, at))):
        raise RuleViolation("later_day_needed", due_on=debt.due_on.isoformat())
    waiting = select(OldPartExplanation.id).where(
        OldPartExplanation.debt_id == debt_id,
        ~select(OldPartAnswer.id).where(OldPartAnswer.explanation_id == OldPartExplanation.id).exists(),
    )
    if session.scalar(waiting) is not None:
        raise InvalidState("explanation_waits", debt_id=debt_id)
    row = OldPartExplanation(
        debt_id=debt_id,
        wish=str(Wish(wish)),
        excuse=str(Excuse(excuse)),
        quantity=quantity,
        note=note.strip(),
        explained_by_id=by,
        explained_at=at,
        until_on=until_on if Wish(wish) is Wish.MORE_TIME else None,
    )
    session.add(row)
    written(session)
    return Explained(row.id, debt_id)


@once
def answer(
    session: Session,
    *,
    explanation_id: int,
    granted: bool,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> Answered:
    """Sign an explanation by another person than who gave it, or refuse it for a reason; only a signature counts."""
    said = found(session, OldPartExplanation, explanation_id)
    debt = locked(session, OldPartDebt, said.debt_id)
    if by in (said.explained_by_id, debt.engineer_id):
        raise FourEyes("four_eyes", step="sign_explanation")
    if session.scalar(select(OldPartAnswer.id).where(OldPartAnswer.explanation_id == said.id)) is not None:
        raise InvalidState("explanation_answered", explanation_id=said.id)
    if not granted and not note.strip():
        raise RuleViolation("reason_missing")
    owed = debt.quantity - debt.returned - debt.excused
    if granted and said.wish == Wish.LET_OFF and said.quantity > owed:
        raise RuleViolation("more_than_owed", owed=str(owed), asked=str(said.quantity))
    session.add(
        OldPartAnswer(
            explanation_id=said.id,
            explained_by_id=said.explained_by_id,
            granted=granted,
            signed_by_id=by,
            signed_at=at,
            note=note.strip(),
        )
    )
    written(session)
    if granted and said.until_on is not None:
        debt.due_on = said.until_on
    elif granted:
        debt.excused = _let_off(session, debt.id)
    written(session)
    return Answered(said.id, debt.id, granted, debt.due_on, debt.quantity - debt.returned - debt.excused)


def _let_off(session: Session, debt_id: int) -> Quantity:
    total = session.scalar(
        select(func.sum(OldPartExplanation.quantity, type_=QuantityType))
        .join(OldPartAnswer, OldPartAnswer.explanation_id == OldPartExplanation.id)
        .where(OldPartExplanation.debt_id == debt_id, OldPartExplanation.wish == Wish.LET_OFF, OldPartAnswer.granted)
    )
    return total or Quantity.zero()
