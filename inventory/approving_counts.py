"""Close a stock-take, sign its differences and post them; large differences need two signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from inventory.finding import found, written
from inventory.finding_stock_takes import UNDER_WAY, Difference, differences, in_state, is_last
from inventory.places import MovementKind
from inventory.posting import lock_stock, post
from inventory.reading_books import unit_costs
from inventory.settling_variances import gains, losses, make_room, serve, worth
from inventory.tables import Count, CountLine, StockTake, StockTakeApproval, StockTakeEndorsement
from inventory.tables.count_guards import LIMIT_DEFAULT, LIMIT_SETTING
from kernel.amounts import Money
from kernel.errors import FourEyes, InvalidState
from kernel.refusals import name_check
from kernel.requests import once
from kernel.settings import day_of, define, setting

APPROVAL_LIMIT = define(
    LIMIT_SETTING,
    LIMIT_DEFAULT,
    "盘点差异金额（盘盈加盘亏，元）超过此数时，须两人先后签字审批",
    "Yuan of differences (gains and losses added) above which a stock-take needs two signatures",
)

name_check("ck_stock_take_approval_four_eyes", "four_eyes", FourEyes)
name_check("ck_stock_take_endorsement_four_eyes", "four_eyes", FourEyes)


@dataclass(frozen=True, slots=True)
class Changed:
    """Name the stock-take and the state it is in now."""

    stock_take_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Approved:
    """Say whether the differences are approved, or signed once and waiting for a second signature."""

    stock_take_id: int
    state: str
    value_cny: Money
    limit_cny: Money
    second_needed: bool


@dataclass(frozen=True, slots=True)
class Signatures:
    """Say what the differences come to, how far one signature reaches, and whose first one there is."""

    value_cny: Money
    limit_cny: Money
    endorsed_by_id: int | None
    endorsed_at: datetime | None

    @property
    def two_needed(self) -> bool:
        """Tell whether the differences are too large for one signature."""
        return self.value_cny > self.limit_cny

    @property
    def last_one(self) -> bool:
        """Tell whether the next signature approves the stock-take."""
        return not self.two_needed or self.endorsed_by_id is not None


@dataclass(frozen=True, slots=True)
class Posted:
    """Say what the differences came to; `waiting_again` are the requests whose promises had to be taken back."""

    stock_take_id: int
    posting_id: int | None
    gains: int
    losses: int
    gain_value_cny: Money
    loss_value_cny: Money
    waiting_again: tuple[int, ...]


@once
def review(session: Session, *, stock_take_id: int, by: int, at: datetime, request_key: str) -> Changed:
    """Close the counting: every line counted, no recount open, every difference with a cause."""
    take = in_state(session, stock_take_id, "counting")
    session.flush()
    of_take = select(CountLine.id).where(CountLine.stock_take_id == take.id)
    counted = select(Count.id).where(Count.count_line_id == CountLine.id).exists()
    differing = of_take.join(Count, is_last()).where(Count.counted != Count.book, CountLine.cause.is_(None))
    for code, wanting in (
        ("lines_not_counted", of_take.where(~counted)),
        ("recounts_open", of_take.where(CountLine.recount_asked)),
        ("causes_missing", differing),
    ):
        _none_left(session, code, take, wanting)
    take.state = "reviewed"
    written(session)
    return Changed(take.id, take.state)


def _none_left(session: Session, code: str, take: StockTake, wanting: Select[int]) -> None:
    count = session.scalar(select(func.count()).select_from(wanting.subquery())) or 0
    if count:
        ids = list(session.scalars(wanting.order_by(CountLine.id).limit(20)))
        raise InvalidState(code, number=take.number, count=count, count_line_ids=ids)


def value_of(session: Session, take: StockTake, lines: list[Difference]) -> Money:
    """Return what differences come to, gains and losses added without their signs, at the cost of their count."""
    missing = {line.part_id for line in lines if line.unit_cost is None}
    costs = unit_costs(session, part_ids=missing, store_id=take.store_id) if missing else {}
    return sum(
        (
            abs((costs[line.part_id] if line.unit_cost is None else line.unit_cost).times(line.counted - line.book))
            for line in lines
        ),
        Money.zero(),
    )


def signatures(session: Session, take: StockTake, at: datetime) -> Signatures:
    """Return what a stock-take's differences come to and which signatures that needs."""
    limit = Money.of(str(setting(session, APPROVAL_LIMIT, day_of(session, at))))
    first = session.scalar(
        select(StockTakeEndorsement).where(
            StockTakeEndorsement.stock_take_id == take.id,
            StockTakeEndorsement.last_count_id == _newest_count(session, take.id),
        )
    )
    return Signatures(
        value_of(session, take, differences(session, take.id)),
        limit,
        first.endorsed_by_id if first else None,
        first.endorsed_at if first else None,
    )


def _newest_count(session: Session, stock_take_id: int) -> int:
    newest = (
        select(func.max(Count.id))
        .join(CountLine, CountLine.id == Count.count_line_id)
        .where(CountLine.stock_take_id == stock_take_id)
    )
    return session.scalar(newest) or 0


@once
def approve(
    session: Session, *, stock_take_id: int, note: str = "", by: int, at: datetime, request_key: str
) -> Approved:
    """Sign the differences: never the author, a counter or a typist; above the limit two persons one after the other.

    The second signature needs a permission of its own, which the edge looks at (`signatures` tells when).
    """
    take = in_state(session, stock_take_id, "reviewed")
    signed = signatures(session, take, at)
    if not signed.last_one:
        session.add(
            StockTakeEndorsement(
                stock_take_id=take.id,
                created_by_id=take.created_by_id,
                endorsed_by_id=by,
                endorsed_at=at,
                last_count_id=_newest_count(session, take.id),
                note=note,
            )
        )
        written(session)
        return Approved(take.id, take.state, signed.value_cny, signed.limit_cny, second_needed=True)
    if signed.two_needed and signed.endorsed_by_id == by:
        raise FourEyes("second_signature_by_another", number=take.number)
    session.add(
        StockTakeApproval(
            stock_take_id=take.id,
            created_by_id=take.created_by_id,
            approved_by_id=by,
            approved_at=at,
            note=note,
            value_cny=signed.value_cny,
            limit_cny=signed.limit_cny,
        )
    )
    written(session)
    take.state = "approved"
    written(session)
    return Approved(take.id, take.state, signed.value_cny, signed.limit_cny, second_needed=False)


@once
def cancel(session: Session, *, stock_take_id: int, by: int, at: datetime, request_key: str) -> Changed:
    """Give a stock-take up before it is posted; its counts stay on record and change nothing."""
    take = in_state(session, stock_take_id, *UNDER_WAY)
    take.state = "cancelled"
    written(session)
    return Changed(take.id, take.state)


@once
def post_variances(session: Session, *, stock_take_id: int, by: int, at: datetime, request_key: str) -> Posted:
    """Bring the book to the shelf: a gain goes to the newest sound lot, a loss comes from the oldest lots there.

    Where a loss reaches into what is promised, the least urgent and newest requests wait again.
    """
    head = found(session, StockTake, stock_take_id)
    lines = differences(session, stock_take_id)
    lock_stock(session, [(line.part_id, head.store_id) for line in lines])
    take = in_state(session, stock_take_id, "approved")
    gained = gains(session, [line for line in lines if line.counted > line.book])
    lost = losses(session, take.id, [line for line in lines if line.counted < line.book])
    waiting_again = make_room(session, take.store_id, gained, lost, at, by=by)
    if moves := [*gained, *lost]:
        take.posting_id = post(
            session, moves, kind=MovementKind.ADJUSTMENT, reference=take.number, by=by, at=at
        ).posting_id
    take.state, take.posted_at = "posted", at
    written(session)
    serve(session, take.store_id, moves, at)
    return Posted(
        take.id,
        take.posting_id,
        gains=len(gained),
        losses=len({move.count_line_id for move in lost}),
        gain_value_cny=worth(session, gained),
        loss_value_cny=worth(session, lost),
        waiting_again=waiting_again,
    )
