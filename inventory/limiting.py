"""Keep the limits of engineers' vans, check what would go beyond them, and sign it where it is to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, func, select, type_coerce
from sqlalchemy.orm import Session

from inventory import fifo
from inventory.finding import check_quantity, found, locked, place, written
from inventory.picking import candidates
from inventory.places import LocationKind
from inventory.queries.van_room import IN_VAN, value_in_van
from inventory.tables import (
    Balance,
    LimitSignature,
    Location,
    Lot,
    Part,
    Transfer,
    TransferLine,
    VanLimit,
)
from inventory.van_limits import Load, too_dear, too_much
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.refusals import name_check
from kernel.requests import once
from kernel.settings import day_of

name_check("ck_limit_signature_four_eyes", "four_eyes", FourEyes)


@dataclass(frozen=True, slots=True)
class KeptLimit:
    """Name the van whose limits were changed."""

    van_id: int


@dataclass(frozen=True, slots=True)
class SignedLimit:
    """Name the transfer that may go beyond the limits."""

    transfer_id: int


@once
def set_van_limit(
    session: Session, *, van_id: int, part_id: int, most: Quantity, by: int, at: datetime, request_key: str
) -> KeptLimit:
    """Say how much of a part an engineer may have in the van; zero: none at all."""
    place(session, van_id, LocationKind.VAN)
    check_quantity(session, part_id, most, zero=True)
    row = _limit(session, van_id, part_id)
    if row is None:
        session.add(VanLimit(van_id=van_id, part_id=part_id, most=most))
    else:
        row.most = most
    written(session)
    return KeptLimit(van_id)


@once
def remove_van_limit(
    session: Session, *, van_id: int, part_id: int, by: int, at: datetime, request_key: str
) -> KeptLimit:
    """Let an engineer have as much of a part as is wanted."""
    row = _limit(session, van_id, part_id)
    if row is None:
        raise NotFound("van_limit_unknown", van_id=van_id, part_id=part_id)
    session.delete(row)
    written(session)
    return KeptLimit(van_id)


@once
def set_van_value(
    session: Session, *, van_id: int, most_value_cny: Money | None, by: int, at: datetime, request_key: str
) -> KeptLimit:
    """Say how much value an engineer may have in the van; none: no limit."""
    place(session, van_id, LocationKind.VAN)
    if most_value_cny is not None and most_value_cny <= Money.zero():
        raise RuleViolation("limit_not_positive", field="most_value_cny")
    locked(session, Location, van_id).most_value_cny = most_value_cny
    written(session)
    return KeptLimit(van_id)


@once
def sign_beyond(
    session: Session, *, transfer_id: int, reason: str, by: int, at: datetime, request_key: str
) -> SignedLimit:
    """Sign, as another person than who asked, that a transfer may take a van beyond its limits."""
    transfer = locked(session, Transfer, transfer_id)
    if transfer.state != "requested":
        raise InvalidState("transfer_in_other_state", number=transfer.number, state=transfer.state, wanted="requested")
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
    if transfer.asked_by_id == by:
        raise FourEyes("four_eyes", step="sign_beyond", number=transfer.number)
    session.add(
        LimitSignature(
            transfer_id=transfer_id,
            reason=reason.strip(),
            asked_by_id=transfer.asked_by_id,
            signed_by_id=by,
            signed_at=at,
        )
    )
    written(session)
    return SignedLimit(transfer_id)


def is_signed(session: Session, transfer_id: int) -> bool:
    """Tell whether a transfer may go beyond the limits of its van."""
    found_ = select(LimitSignature.id).where(LimitSignature.transfer_id == transfer_id)
    return session.scalar(found_) is not None


def check_limits(
    session: Session,
    store_id: int,
    from_store_id: int | None,
    lines: Iterable[tuple[int, Quantity]],
    at: datetime,
    *,
    parts: Iterable[int] = (),
) -> None:
    """Refuse what takes a van beyond its limits, with the sum: `lines` come on top of what is there and asked for.

    `parts` are looked at as they are, with nothing more to come; a warehouse has no such limits.
    """
    van = found(session, Location, store_id)
    if van.kind != LocationKind.VAN:
        return
    coming = dict(lines)
    loads = [_load(session, van.id, part_id, coming.get(part_id)) for part_id in (*coming, *parts)]
    for load in too_much(loads):
        raise RuleViolation(
            "beyond_limit",
            part=found(session, Part, load.part_id).number,
            van=van.code,
            most=str(load.most),
            there=str(load.there),
            asked=str(load.coming),
        )
    worth = value_in_van(session, van.id)
    more = sum((_value_of(session, from_store_id, *line, at) for line in coming.items()), Money.zero())
    if too_dear(van.most_value_cny, worth, more):
        raise RuleViolation(
            "beyond_value",
            van=van.code,
            most=str(van.most_value_cny),
            there=str(worth.rounded()),
            asked=str(more.rounded()),
        )


def _limit(session: Session, van_id: int, part_id: int) -> VanLimit | None:
    row: VanLimit | None = session.scalar(
        select(VanLimit).where(VanLimit.van_id == van_id, VanLimit.part_id == part_id).with_for_update()
    )
    return row


def _load(session: Session, van_id: int, part_id: int, coming: Quantity | None) -> Load:
    """Return how a van stands with a part: in it, on its way, and, before something is sent, asked for already."""
    there = session.scalar(
        select(func.coalesce(func.sum(type_coerce(Balance.on_hand, BigInteger)), 0))
        .join(Location, Location.id == Balance.location_id)
        .where(Balance.store_id == van_id, Balance.part_id == part_id, Location.kind.in_(IN_VAN))
    )
    asked: int | None = 0
    if coming is not None:
        asked = session.scalar(
            select(func.coalesce(func.sum(type_coerce(TransferLine.quantity, BigInteger)), 0))
            .join(Transfer, Transfer.id == TransferLine.transfer_id)
            .where(Transfer.to_store_id == van_id, Transfer.state == "requested", TransferLine.part_id == part_id)
        )
    most = session.scalar(select(VanLimit.most).where(VanLimit.van_id == van_id, VanLimit.part_id == part_id))
    return Load(part_id, most, Quantity(int(there or 0) + int(asked or 0)), coming or Quantity.zero())


def _value_of(session: Session, store_id: int | None, part_id: int, quantity: Quantity, at: datetime) -> Money:
    """Return what goods would be worth by the lots that would be sent now."""
    if store_id is None:
        return Money.zero()
    picked = fifo.picks(candidates(session, part_id, store_id, day_of(session, at)), quantity, day_of(session, at))
    return sum((session.get_one(Lot, pick.lot_id).unit_cost_cny.times(pick.quantity) for pick in picked), Money.zero())
