"""Name who signs for a person during an absence, and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, locked, written
from kernel.errors import Forbidden, InvalidState, NotFound, RuleViolation
from kernel.requests import once
from kernel.settings import day_of
from kernel.tables import Person
from webapp.permissions import lent_by
from webapp.tables import Login, RoleGrant, SigningDeputy

LONGEST_DAYS = 92
"""Whoever is away longer gives the work to somebody else: the administrator changes roles."""


@dataclass(frozen=True, slots=True)
class KeptDeputy:
    """Name the row by which a person signs for another."""

    signing_deputy_id: int
    giver_id: int
    deputy_id: int


@once
def name_signing_deputy(
    session: Session,
    *,
    deputy_id: int,
    begins_on: date,
    ends_on: date,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
    giver_id: int | None = None,
    for_anybody: bool = False,
) -> KeptDeputy:
    """Let another person sign for one who is away, from a day to a last day; nobody passes on what was lent.

    :param giver_id: who is away, whoever asks if nobody is named; others only with `for_anybody`.
    """
    del request_key  # `once` has used it
    giver = found(session, Person, giver_id or by)
    if giver.id != by and not for_anybody:
        raise Forbidden("deputy_of_oneself_only")
    _check(session, giver, found(session, Person, deputy_id), begins_on, ends_on, day_of(session, at))
    row = SigningDeputy(
        giver_id=giver.id,
        deputy_id=deputy_id,
        begins_on=begins_on,
        ends_on=ends_on,
        reason=reason.strip(),
        named_by_id=by,
        named_at=at,
    )
    session.add(row)
    written(session)
    return KeptDeputy(row.id, giver.id, deputy_id)


@once
def end_signing_deputy(
    session: Session, *, signing_deputy_id: int, by: int, at: datetime, request_key: str, for_anybody: bool = False
) -> KeptDeputy:
    """Take back that somebody signs for another: who is away, who named them, or who keeps people."""
    del request_key  # `once` has used it
    row = locked(session, SigningDeputy, signing_deputy_id)
    if by not in {row.giver_id, row.named_by_id} and not for_anybody:
        raise NotFound("signing_deputy_unknown", id=signing_deputy_id)
    if row.ended_at is not None:
        raise InvalidState("deputy_ended_already")
    row.ended_at, row.ended_by_id = at, by
    written(session)
    return KeptDeputy(row.id, row.giver_id, row.deputy_id)


def _check(session: Session, giver: Person, deputy: Person, begins_on: date, ends_on: date, today: date) -> None:
    roles = session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == giver.id)).all()
    if not lent_by(roles):
        raise RuleViolation("nothing_to_lend", name=giver.name)
    if giver.id == deputy.id:
        raise RuleViolation("deputy_is_another", field="deputy_id")
    if not deputy.active or session.get(Login, deputy.id) is None:
        raise RuleViolation("deputy_cannot_log_in", name=deputy.name, field="deputy_id")
    if ends_on < begins_on:
        raise RuleViolation("days_out_of_order", field="ends_on")
    if ends_on < today:
        raise RuleViolation("deputy_days_past", field="ends_on")
    if (ends_on - begins_on).days >= LONGEST_DAYS:
        raise RuleViolation("deputy_too_long", most=LONGEST_DAYS, field="ends_on")
    same = select(SigningDeputy.id).where(
        SigningDeputy.giver_id == giver.id,
        SigningDeputy.deputy_id == deputy.id,
        SigningDeputy.ended_at.is_(None),
        SigningDeputy.begins_on <= ends_on,
        SigningDeputy.ends_on >= begins_on,
    )
    if session.scalar(same.limit(1)) is not None:
        raise InvalidState("deputy_already", name=deputy.name)
