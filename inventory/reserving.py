"""Promise stock to requests: the more urgent first, then the older; take promises back when the stock is gone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, bindparam, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from inventory.finding import found, locked, written
from inventory.posting import lock_stock
from inventory.priority import URGENCIES, Claim, Promise, Takeover, promises, takeovers, withdrawals
from inventory.tables import NOTHING, OPEN, AllocationEvent, Balance, FrozenLot, PartRequest, Reservation, Stock
from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from kernel.prepared import run
from kernel.refusals import refusals
from kernel.requests import once
from kernel.rows import change_row, insert_row
from kernel.settings import day_of, define, setting

RESERVATION_DAYS = define(
    "reservation.days",
    {"urgent": 3, "important": 7, "normal": 14},
    "预留有效天数（按紧急程度）",
    "Days that a reservation holds, by urgency",
)
TAKING_OVER = define(
    "reservation.taking_over",
    ["urgent"],
    "可占用较不紧急需求软预留的紧急程度",
    "Urgencies that may take soft promises over from less urgent requests",
)

_PROMISED = (
    select(Reservation.part_request_id, func.sum(type_coerce(Reservation.quantity, BigInteger)).label("quantity"))
    .where(
        Reservation.part_id == bindparam("part"),
        Reservation.store_id == bindparam("store"),
        Reservation.state == OPEN,
    )
    .group_by(Reservation.part_request_id)
    .subquery()
)
_WAITING = (
    select(
        PartRequest.id,
        PartRequest.urgency,
        PartRequest.asked_at,
        PartRequest.quantity,
        PartRequest.issued,
        PartRequest.cancelled,
        _PROMISED.c.quantity,
    )
    .outerjoin(_PROMISED, _PROMISED.c.part_request_id == PartRequest.id)
    .where(
        PartRequest.part_id == bindparam("part"),
        PartRequest.store_id == bindparam("store"),
        PartRequest.open,
        type_coerce(PartRequest.quantity, BigInteger)
        > type_coerce(PartRequest.issued, BigInteger)
        + type_coerce(PartRequest.cancelled, BigInteger)
        + func.coalesce(_PROMISED.c.quantity, 0),
    )
)
_HELD = select(PartRequest.id, PartRequest.urgency, PartRequest.asked_at, _PROMISED.c.quantity, PartRequest.held).join(
    _PROMISED, _PROMISED.c.part_request_id == PartRequest.id
)
_SHELVED = (
    select(func.coalesce(func.sum(type_coerce(Balance.on_hand, BigInteger)), 0))
    .where(
        Balance.part_id == bindparam("part"),
        Balance.store_id == bindparam("store"),
        Balance.issueable,
        Balance.on_hand > NOTHING,
    )
    .correlate(None)
)
_EXPIRED = _SHELVED.where(Balance.expires_on < bindparam("day")).scalar_subquery()
_FROZEN = (
    _SHELVED.join(FrozenLot, FrozenLot.lot_id == Balance.lot_id)
    .where(or_(Balance.expires_on.is_(None), Balance.expires_on >= bindparam("day")))
    .scalar_subquery()
)
_FREE = select(Stock.on_hand, Stock.reserved, (_EXPIRED + _FROZEN).label("expired")).where(
    Stock.part_id == bindparam("part"), Stock.store_id == bindparam("store")
)
_LACKING = (
    select(
        func.sum(
            type_coerce(PartRequest.quantity, BigInteger)
            - type_coerce(PartRequest.issued, BigInteger)
            - type_coerce(PartRequest.cancelled, BigInteger)
        )
    )
    .where(
        PartRequest.part_id == bindparam("part"),
        PartRequest.store_id == bindparam("store"),
        PartRequest.open,
    )
    .correlate(None)
    .scalar_subquery()
)
_TOTALS = _FREE.add_columns(_LACKING.label("lacking"))
_OPEN = (
    select(Reservation)
    .where(Reservation.part_request_id == bindparam("request"), Reservation.state == OPEN)
    .order_by(Reservation.id)
    .execution_options(populate_existing=True)
)
"""Statements of every request and issue, made once."""


@dataclass(frozen=True, slots=True)
class Filled:
    """List what was newly promised and to whom."""

    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """Say how much of a request's promise was taken back and who got it."""

    quantity: Quantity
    filled: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Expired:
    """Count the promises that lapsed and list what was promised anew."""

    reservations: int
    filled: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Free:
    """Hold what of a part a store can promise: on hand, less reserved, less what has expired or is frozen."""

    on_hand: Quantity
    reserved: Quantity
    expired: Quantity

    @property
    def available(self) -> Quantity:
        """Return what is left to promise."""
        return max(self.on_hand - self.reserved - self.expired, Quantity.zero())


@once
def fill_backorders(
    session: Session, *, part_ids: tuple[int, ...], store_id: int, by: int, at: datetime, request_key: str
) -> Filled:
    """Promise what is free in a store to those who wait for these parts."""
    lock_stock(session, [(part_id, store_id) for part_id in part_ids])
    return Filled(tuple(p for part_id in sorted(set(part_ids)) for p in fill(session, part_id, store_id, at)))


@once
def release(
    session: Session, *, part_request_id: int, reason: str, by: int, at: datetime, request_key: str
) -> Released:
    """Take back for a reason what is promised to a request, which waits again; whoever is first in turn gets it."""
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
    request = found(session, PartRequest, part_request_id)
    lock_stock(session, [(request.part_id, request.store_id)])
    request = locked(session, PartRequest, part_request_id)
    unhold(session, request, reason.strip(), at, by)
    quantity = resolve(session, part_request_id, "released", at)
    note(session, "released", request.id, quantity, at, reason=reason.strip(), by=by)
    return Released(quantity, fill(session, request.part_id, request.store_id, at))


@once
def expire(session: Session, *, by: int, at: datetime, request_key: str) -> Expired:
    """Let promises lapse whose time is over, then serve everybody who waits where something is free.

    The lapsed part of a request is cancelled: nobody came for it, and whoever still needs it asks again.
    """
    due = session.execute(
        select(Reservation.part_id, Reservation.store_id, Reservation.part_request_id)
        .join(PartRequest, PartRequest.id == Reservation.part_request_id)
        .where(Reservation.state == "open", Reservation.expires_at <= at, ~PartRequest.held)
        .distinct()
    ).all()
    waiting = session.execute(
        select(PartRequest.part_id, PartRequest.store_id).where(PartRequest.open).distinct()
    ).all()
    pairs = sorted({(part, store) for part, store, _ in due} | {(part, store) for part, store in waiting})
    lock_stock(session, pairs)
    lapsed = 0
    for request_id in sorted({request_id for _, _, request_id in due}):
        request = locked(session, PartRequest, request_id)
        for reservation in open_reservations(session, request_id):
            if reservation.expires_at <= at and not request.held:
                reservation.state, reservation.resolved_at = "expired", at
                cancel(request, reservation.quantity)
                lapsed += 1
    written(session)
    return Expired(lapsed, tuple(p for part, store in pairs for p in fill(session, part, store, at)))


def free_stock(session: Session, part_id: int, store_id: int, at: datetime) -> Free:
    """Return what of a part a store has, has promised, and may not use because it has expired or is frozen."""
    row = run(session, _FREE, part=part_id, store=store_id, day=day_of(session, at)).one_or_none()
    return _free(row.on_hand, row.reserved, row.expired) if row else _free(None, None, None)


def _free(on_hand: Quantity | None, reserved: Quantity | None, expired: int | None) -> Free:
    return Free(on_hand or Quantity.zero(), reserved or Quantity.zero(), Quantity(int(expired or 0)))


def fill(
    session: Session, part_id: int, store_id: int, at: datetime, asked: Claim | None = None
) -> tuple[Promise, ...]:
    """Promise what is free of one part in one store; the caller has locked the stock row.

    Who may, takes soft promises of less urgent requests over for what is still lacking. `asked` is a request that was
    just made: where all promises together lack no more than that, nobody else waits and nobody has to be looked for.
    """
    row = run(session, _TOTALS, part=part_id, store=store_id, day=day_of(session, at)).one_or_none()
    if row is None:
        return ()  # it has never been there
    lacking, free = Quantity(int(row.lacking or 0)) - row.reserved, _free(row.on_hand, row.reserved, row.expired)
    if not lacking:
        return ()
    claims = [asked] if asked and asked.quantity == lacking else _waiting(session, part_id, store_id)
    given = promises(claims, free.available)
    urgency = {claim.part_request_id: claim.urgency for claim in claims}
    for promise in given:
        _reserve(session, promise, part_id, store_id, expiry(session, urgency[promise.part_request_id], at), at)
    if any(claim.urgency != URGENCIES[-1] for claim in claims):
        given += _take_over(session, claims, given, part_id, store_id, at)
    return given


def _take_over(
    session: Session, claims: list[Claim], given: tuple[Promise, ...], part_id: int, store_id: int, at: datetime
) -> tuple[Promise, ...]:
    """Give what the more urgent still lack out of soft promises to the less urgent, each on record."""
    had = {promise.part_request_id: promise.quantity for promise in given}
    lacking = [
        replace(claim, quantity=rest)
        for claim in claims
        if (rest := claim.quantity - had.get(claim.part_request_id, Quantity.zero()))
    ]
    may = setting(session, TAKING_OVER, day_of(session, at)) if lacking else []
    if not any(claim.urgency in may for claim in lacking):
        return ()
    taken = takeovers(lacking, _held_claims(session, part_id, store_id), may)
    urgency = {claim.part_request_id: claim.urgency for claim in lacking}
    for each in taken:
        give_on(session, part_id, store_id, each, expiry(session, urgency[each.to_request_id], at), at)
        note(session, "taken_over", each.from_request_id, each.quantity, at, to=each.to_request_id)
    return tuple(Promise(each.to_request_id, each.quantity) for each in taken)


def give_on(session: Session, part_id: int, store_id: int, each: Takeover, expires_at: datetime, at: datetime) -> None:
    """Take a part of a request's promises and promise it to another; the rest stays promised as long as before."""
    _take_back(session, part_id, store_id, Promise(each.from_request_id, each.quantity), at)
    _reserve(session, Promise(each.to_request_id, each.quantity), part_id, store_id, expires_at, at)


def _waiting(session: Session, part_id: int, store_id: int) -> list[Claim]:
    """Return what each open request for a part in a store lacks beyond what is promised to it."""
    return [
        Claim(key, urgency, asked_at, quantity - issued - cancelled - Quantity(int(promised or 0)))
        for key, urgency, asked_at, quantity, issued, cancelled, promised in run(
            session, _WAITING, part=part_id, store=store_id
        )
    ]


def make_room(
    session: Session,
    part_id: int,
    store_id: int,
    quantity: Quantity,
    at: datetime,
    *,
    by: int,
    unusable: bool = False,
) -> tuple[int, ...]:
    """Take back as many promises as needed before `quantity` leaves a store for good; return whose they were.

    Used when goods turn out to be bad or missing: promises cannot hold what is not there. Each is put on record, so
    that whoever waits is told. `unusable` says that the goods have expired, so they were never promised. The caller
    has locked the stock row.
    """
    free = free_stock(session, part_id, store_id, at)
    lacking = quantity - (free.on_hand - free.reserved if unusable else free.available)
    if lacking <= Quantity.zero():
        return ()
    taken = withdrawals(_held_claims(session, part_id, store_id), lacking)
    for promise in taken:
        request = locked(session, PartRequest, promise.part_request_id)
        unhold(session, request, "insufficient_stock", at)
        _take_back(session, part_id, store_id, promise, at)
        note(session, "released", request.id, promise.quantity, at, reason="insufficient_stock", by=by)
    return tuple(promise.part_request_id for promise in taken)


def _take_back(session: Session, part_id: int, store_id: int, promise: Promise, at: datetime) -> None:
    """Release so much of a request's promises; what is left stays promised as long as it was."""
    kept_until = max(r.expires_at for r in open_reservations(session, promise.part_request_id))
    rest = resolve(session, promise.part_request_id, "released", at) - promise.quantity
    if rest:
        _reserve(session, Promise(promise.part_request_id, rest), part_id, store_id, kept_until, at)


def unhold(session: Session, request: PartRequest, reason: str, at: datetime, by: int | None = None) -> None:
    """Make the promises of a request soft again, on record; nothing happens where they are."""
    if request.held:
        note(session, "lifted", request.id, promised_to(session, request.id), at, reason=reason, by=by)
        request.held = False
        written(session)


def note(
    session: Session,
    kind: str,
    part_request_id: int,
    quantity: Quantity,
    at: datetime,
    *,
    reason: str = "",
    by: int | None = None,
    to: int | None = None,
) -> None:
    """Put on record what was done to the promises of a request beyond the plain rule."""
    session.add(
        AllocationEvent(
            kind=kind,
            part_request_id=part_request_id,
            quantity=quantity,
            at=at,
            reason=reason,
            by_id=by,
            to_request_id=to,
        )
    )
    written(session)


def resolve(session: Session, part_request_id: int, state: str, at: datetime) -> Quantity:
    """Resolve every open promise to a request and return how much they were."""
    return _resolved(session, open_reservations(session, part_request_id), state, at)


def _resolved(session: Session, promised: list[Reservation], state: str, at: datetime) -> Quantity:
    with refusals():
        for reservation in promised:
            change_row(session, reservation, state=state, resolved_at=at)
    return total_of(promised)


def take_promise(
    session: Session, request: PartRequest, promised: list[Reservation], quantity: Quantity, at: datetime
) -> None:
    """Turn `quantity` of a request's open promises into an issue; what is promised beyond stays promised as long."""
    kept_until = max((reservation.expires_at for reservation in promised), default=at)
    rest = _resolved(session, promised, "issued", at) - quantity
    if rest:
        _reserve(session, Promise(request.id, rest), request.part_id, request.store_id, kept_until, at)


def open_reservations(session: Session, part_request_id: int) -> list[Reservation]:
    """Return the open promises to a request as they are now."""
    return list(session.scalars(_OPEN, {"request": part_request_id}))


def promised_to(session: Session, part_request_id: int) -> Quantity:
    """Return how much is promised to a request."""
    return total_of(open_reservations(session, part_request_id))


def total_of(promised: list[Reservation]) -> Quantity:
    """Return how much promises hold together."""
    return sum((reservation.quantity for reservation in promised), Quantity.zero())


def expiry(session: Session, urgency: str, at: datetime) -> datetime:
    """Return when a promise made now lapses."""
    days = setting(session, RESERVATION_DAYS, day_of(session, at))
    return at + timedelta(days=days[urgency])


def cancel(request: PartRequest, quantity: Quantity) -> None:
    """Note that so much of a request is no longer wanted."""
    request.cancelled += quantity
    request.open = request.issued + request.cancelled < request.quantity


def _reserve(
    session: Session, promise: Promise, part_id: int, store_id: int, expires_at: datetime, at: datetime
) -> None:
    with refusals():
        insert_row(
            session,
            Reservation,
            part_request_id=promise.part_request_id,
            part_id=part_id,
            store_id=store_id,
            quantity=promise.quantity,
            reserved_at=at,
            expires_at=expires_at,
        )


def _held_claims(session: Session, part_id: int, store_id: int) -> list[Claim]:
    rows = run(session, _HELD, part=part_id, store=store_id)
    return [Claim(key, urgency, asked_at, Quantity(int(total)), held) for key, urgency, asked_at, total, held in rows]
