"""Plan purchases: compute the draft anew, let the buyer change it, have it approved, turn it into orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from forecasting.levelling import Levelled, compute_levels, store_levels
from forecasting.preparing_levels import Prepared, prepare_levels
from forecasting.tables import Level, LevelRun
from inventory.finding import found, written
from inventory.places import LocationKind
from inventory.tables import Location
from kernel.amounts import Money, Quantity
from kernel.auditing import log
from kernel.db import Base
from kernel.errors import NotFound, RuleViolation
from kernel.numbering import next_number
from kernel.refusals import refusals
from kernel.requests import once
from kernel.settings import setting
from kernel.telling import tell
from procurement import settings
from procurement.alerts import LAST_RANK
from procurement.composing import compose, supplied_by, supply
from procurement.drafts import Draft
from procurement.needs import THOUSAND
from procurement.offers import Offer, arrival, warned
from procurement.plan_approving import ApprovedPlan, MadeOrder, MadeTransfer, Turned, approve_plan, turn_into_orders
from procurement.plan_changing import Changed, change_proposal, reset_proposal
from procurement.prices import line_amount
from procurement.proposals import as_json
from procurement.queries.offers import offers
from procurement.tables import Plan, Proposal

__all__ = [
    "ApprovedPlan",
    "Changed",
    "MadeOrder",
    "MadeTransfer",
    "Planned",
    "Turned",
    "approve_plan",
    "buying_stores",
    "change_proposal",
    "level_stock",
    "prepare_stock",
    "reset_proposal",
    "run_plan",
    "store_stock",
    "turn_into_orders",
]

CHUNK = 2000
TABLE = Base.metadata.tables["proposal"]
"""The table rather than the class: with it a statement takes many rows at once."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Name the draft plan and sum it up; notices propose nothing and are counted apart."""

    plan_id: int
    number: str
    level_run_id: int
    proposals: int
    purchases: int
    transfers: int
    notices: int
    left_out: int
    amount_cny: Money


@dataclass(frozen=True, slots=True)
class Kept:
    """Hold an open proposal of the former draft: its row, and what the buyer made of it where it was changed."""

    id: int
    kind: str
    quantity: Quantity
    supplier_id: int | None
    supplier_part_id: int | None
    from_store_id: int | None
    unit_price_cny: Money | None
    needed_on: date | None
    computed_needed_on: date | None
    changed: bool

    @property
    def cost_cny(self) -> Money:
        """Return what the buyer's choice costs."""
        return line_amount(self.unit_price_cny, self.quantity) if self.unit_price_cny else Money.zero()


@once
def run_plan(
    session: Session,
    *,
    on: date,
    by: int,
    at: datetime,
    request_key: str,
    store_ids: tuple[int, ...] | None = None,
    budget_cny: Money | None = None,
    level_run_id: int | None = None,
    note: str = "",
) -> Planned:
    """Compute the draft plan of the stores that buy (without `store_ids`, of all of them) and of what they supply.

    There is one open proposal for a part and store: a second run replaces what the first proposed, keeps what the
    buyer has changed, and nets what is on order or in approved plans. The author's own draft for the same stores is
    reused; another one is superseded, or keeps what it has for stores that are not planned now. Levels are computed
    first unless a run of them is named.
    """
    roots = _roots(session, store_ids)
    drafts = _drafts_of(session, roots)
    offered = offers(session, on=on)
    if level_run_id is None:
        level_run_id = level_stock(
            session, on=on, by=by, at=at, request_key=f"{request_key}:levels", offered=offered
        ).level_run_id
    else:
        wanted = found(session, LevelRun, level_run_id)
        there = session.scalar(select(func.count()).select_from(Level).where(Level.run_id == level_run_id))
        if there != wanted.level_count:  # a plan of levels that are gone would propose nothing and lose what there is
            raise NotFound("level_run_unknown", id=level_run_id)
    others = sorted(
        {store for draft in drafts for store in draft.scope}.intersection(buying_stores(session)) - {*roots}
    )
    kept = _open_proposals(session, [draft.id for draft in drafts], supplied_by(session, others))
    tell("proposals")
    composed = compose(
        session,
        run_id=level_run_id,
        root_ids=roots,
        offered=offered,
        on=on,
        budget_cny=budget_cny,
        decided={key: former.cost_cny for key, former in kept.items() if former.changed and former.kind != "notice"},
    )
    plan = _head(session, drafts, roots, others, by, at, on, level_run_id, budget_cny, note)
    kept = _without_overtaken(session, composed, kept)
    rows = _rows(plan.id, composed, kept)
    _expect(session, rows, offered, on)
    tell("store_proposals", 0, len(rows))
    counts = _store(session, plan, rows, kept)
    log(session, action="logged", about="purchase_plan", key=str(plan.id), facts=counts)
    purchases = [row for row in rows if row["kind"] == "purchase"]
    return Planned(
        plan_id=plan.id,
        number=plan.number,
        level_run_id=level_run_id,
        proposals=sum(row["kind"] != "notice" for row in rows),
        purchases=len(purchases),
        transfers=sum(row["kind"] == "transfer" for row in rows),
        notices=sum(row["kind"] == "notice" for row in rows),
        left_out=sum(not row["included"] for row in rows),
        amount_cny=_amount(purchases),
    )


def level_stock(
    session: Session,
    *,
    on: date,
    by: int,
    at: datetime,
    request_key: str,
    offered: dict[int, list[Offer]] | None = None,
) -> Levelled:
    """Compute the stock levels that a plan of the day rests on, or find them where they were computed already.

    Kept apart in a transaction of its own, this is what a plan that was stopped goes on from.
    """
    if offered is None:
        offered = offers(session, on=on)
    return compute_levels(
        session,
        on=on,
        lead_times=supply(session, offered, on),
        by=by,
        at=at,
        request_key=request_key,
        keep_run_ids=_in_use(session),
    )


def prepare_stock(session: Session, *, on: date) -> Prepared:
    """Read all that the stock levels of a day follow from, for planning them in shares."""
    return prepare_levels(session, on=on, lead_times=supply(session, offers(session, on=on), on))


def store_stock(session: Session, *, prepared: Prepared, by: int, at: datetime, request_key: str) -> Levelled:
    """Store stock levels that were prepared before, planned in shares or not yet."""
    return store_levels(
        session, prepared=prepared, by=by, at=at, request_key=request_key, keep_run_ids=_in_use(session)
    )


def _in_use(session: Session) -> tuple[int, ...]:
    """Return the runs of levels that a live plan rests on."""
    used = session.scalars(select(Plan.level_run_id).where(Plan.state.in_(("draft", "approved")))).all()
    return tuple(sorted(set(used)))


def buying_stores(session: Session) -> list[int]:
    """Return the stores that are planned: warehouses that no other store supplies."""
    query = select(Location.id).where(
        Location.kind == LocationKind.WAREHOUSE, Location.supplying_store_id.is_(None), Location.active
    )
    return list(session.scalars(query.order_by(Location.id)))


def _roots(session: Session, store_ids: Sequence[int] | None) -> list[int]:
    """Return the stores to be planned, all that buy or those that are named."""
    every = buying_stores(session)
    if store_ids is None:
        return every
    if strange := set(store_ids) - set(every):
        raise NotFound("store_does_not_buy", store_id=min(strange))
    return sorted(set(store_ids))


def _drafts_of(session: Session, roots: Sequence[int]) -> list[Plan]:
    """Return the drafts that plan one of the stores, locked."""
    drafts = session.scalars(select(Plan).where(Plan.state == "draft").order_by(Plan.id).with_for_update())
    return [draft for draft in drafts if set(draft.scope) & set(roots)]


def _head(
    session: Session,
    drafts: Sequence[Plan],
    roots: list[int],
    others: Sequence[int],
    by: int,
    at: datetime,
    on: date,
    level_run_id: int,
    budget_cny: Money | None,
    note: str,
) -> Plan:
    """Return the plan's head: the author's own draft for the same stores, or a new one that supersedes the others."""
    own = next((draft for draft in drafts if draft.created_by_id == by and draft.scope == roots), None)
    if own is None:
        own = Plan(
            number=next_number(session, "PP", on),
            created_by_id=by,
            created_at=at,
            planned_on=on,
            computed_at=at,
            level_run_id=level_run_id,
            scope=roots,
        )
        session.add(own)
    else:
        own.runs += 1
    own.planned_on, own.computed_at, own.level_run_id = on, at, level_run_id
    own.budget_cny, own.note = budget_cny, note or own.note
    for draft in drafts:
        rest = [store for store in draft.scope if store in others]
        if draft is not own and rest:
            draft.scope = rest
        elif draft is not own:
            draft.state = "superseded"
    written(session)
    return own


def _open_proposals(session: Session, plan_ids: Sequence[int], apart: Sequence[int]) -> dict[tuple[int, int], Kept]:
    """Return the open lines of the drafts by part and store, but those of stores that are not planned now."""
    rows = session.execute(
        select(
            Proposal.part_id,
            Proposal.store_id,
            Proposal.id,
            Proposal.kind,
            Proposal.quantity,
            Proposal.supplier_id,
            Proposal.supplier_part_id,
            Proposal.from_store_id,
            Proposal.unit_price_cny,
            Proposal.needed_on,
            Proposal.computed_needed_on,
            Proposal.changed_by_id,
        ).where(Proposal.plan_id.in_(plan_ids), Proposal.state == "open", Proposal.store_id.not_in(apart))
    )
    return {
        (row.part_id, row.store_id): Kept(
            id=row.id,
            kind=row.kind,
            quantity=row.quantity,
            supplier_id=row.supplier_id,
            supplier_part_id=row.supplier_part_id,
            from_store_id=row.from_store_id,
            unit_price_cny=row.unit_price_cny,
            needed_on=row.needed_on,
            computed_needed_on=row.computed_needed_on,
            changed=row.changed_by_id is not None,
        )
        for row in rows
    }


def _without_overtaken(
    session: Session, composed: Sequence[Draft], kept: dict[tuple[int, int], Kept]
) -> dict[tuple[int, int], Kept]:
    """Drop answered notices of what is to be bought or moved now: the answer was to another question."""
    needed = {(draft.part_id, draft.store_id) for draft in composed if draft.kind != "notice"}
    gone = {key for key, former in kept.items() if former.changed and former.kind == "notice" and key in needed}
    ids = sorted(kept[key].id for key in gone)
    with refusals():
        for begin in range(0, len(ids), CHUNK):
            session.execute(delete(TABLE).where(TABLE.c.id.in_(ids[begin : begin + CHUNK])))
    return {key: former for key, former in kept.items() if key not in gone}


def _rows(plan_id: int, composed: Sequence[Draft], kept: dict[tuple[int, int], Kept]) -> list[dict[str, Any]]:
    """Return the rows of the plan: as computed, or as the buyer has changed them with the new sum beside."""
    rows = []
    for draft in composed:
        row = _row(plan_id, draft)
        former = kept.get((draft.part_id, draft.store_id))
        if former is not None and former.changed:
            row |= _choice_of(former) | _date_of(former)
            row["warnings"] = [*row["warnings"], "changed_by_buyer"]
            if former.kind != draft.kind:
                row["computed_quantity"] = Quantity.zero()
        rows.append(row)
    seen = {(row["part_id"], row["store_id"]) for row in rows}
    rows += [
        {
            **_nothing(plan_id, part_id, store_id),
            **_choice_of(former),
            **_date_of(former),
        }
        for (part_id, store_id), former in kept.items()
        if former.changed and former.kind != "notice" and (part_id, store_id) not in seen
    ]
    return rows


def _row(plan_id: int, draft: Draft) -> dict[str, Any]:
    choice = draft.choice
    return {
        "plan_id": plan_id,
        "part_id": draft.part_id,
        "store_id": draft.store_id,
        "kind": draft.kind,
        "computed_quantity": draft.computed,
        "quantity": draft.computed,
        "urgency_rank": draft.urgency_rank,
        "exception": draft.exception,
        "alerts": draft.alerts,
        "saved": None if draft.saved is None else Quantity(round(max(draft.saved, 0.0) * THOUSAND)),
        "explanation": as_json(draft.rows),
        "warnings": draft.warnings,
        "included": draft.included,
        "excluded_reason": draft.excluded_reason,
        "supplier_id": choice.offer.supplier_id if choice else None,
        "supplier_part_id": choice.offer.supplier_part_id if choice else None,
        "from_store_id": draft.from_store_id,
        "unit_price_cny": choice.unit_price_cny if choice else None,
        "needed_on": None if draft.kind == "notice" else draft.needed_on,
        "computed_needed_on": None if draft.kind == "notice" else draft.needed_on,
        "expected_on": draft.expected_on,
    }


def _choice_of(former: Kept) -> dict[str, Any]:
    """Return what the buyer decided: it stands through every run until the plan is approved or it is reset."""
    return {
        "kind": former.kind,
        "quantity": former.quantity,
        "supplier_id": former.supplier_id,
        "supplier_part_id": former.supplier_part_id,
        "from_store_id": former.from_store_id,
        "unit_price_cny": former.unit_price_cny,
        "included": True,
        "excluded_reason": "",
    }


def _date_of(former: Kept) -> dict[str, Any]:
    """Return the day that the buyer has set by hand, nothing where the computed one stood."""
    return {} if former.needed_on == former.computed_needed_on else {"needed_on": former.needed_on}


def _expect(session: Session, rows: Sequence[dict[str, Any]], offered: dict[int, list[Offer]], on: date) -> None:
    """Say of the purchases that the buyer has changed when they should come from the supplier that they have."""
    days = float(setting(session, settings.RECEIVING_DAYS, on))
    for row in rows:
        if row["kind"] != "purchase" or "changed_by_buyer" not in row["warnings"]:
            continue
        every = offered.get(row["part_id"], [])
        chosen = next((offer for offer in every if offer.supplier_part_id == row["supplier_part_id"]), None)
        if chosen is not None:
            row["expected_on"] = arrival(chosen, on, days)
            row["warnings"] = warned(row["warnings"], every, chosen, row["expected_on"], row["needed_on"])


def _nothing(plan_id: int, part_id: int, store_id: int) -> dict[str, Any]:
    """Return the row of a part that nothing asks for any more."""
    return {
        "plan_id": plan_id,
        "part_id": part_id,
        "store_id": store_id,
        "computed_quantity": Quantity.zero(),
        "urgency_rank": LAST_RANK + 1,
        "exception": "no_longer_needed",
        "alerts": 0,
        "saved": None,
        "explanation": [],
        "warnings": ["changed_by_buyer", "no_longer_needed"],
        "needed_on": None,
        "computed_needed_on": None,
        "expected_on": None,
    }


def _store(
    session: Session, plan: Plan, rows: Sequence[dict[str, Any]], kept: dict[tuple[int, int], Kept]
) -> dict[str, Any]:
    """Write the rows in bulk: known ones keep their id, new ones are added, those without need go."""
    known = [row | {"key": kept[_key(row)].id} for row in rows if _key(row) in kept]
    new = [row for row in rows if _key(row) not in kept]
    gone = sorted({former.id for former in kept.values()} - {row["key"] for row in known})
    columns = [name for name in next(iter(rows), {}) if name in TABLE.c]
    renewed = update(TABLE).where(TABLE.c.id == bindparam("key")).values({name: bindparam(name) for name in columns})
    with refusals():
        for begin in range(0, len(gone), CHUNK):
            session.execute(delete(TABLE).where(TABLE.c.id.in_(gone[begin : begin + CHUNK])))
        for begin in range(0, len(known), CHUNK):
            session.execute(renewed, known[begin : begin + CHUNK])
        for begin in range(0, len(new), CHUNK):
            session.execute(insert(TABLE), new[begin : begin + CHUNK])
    session.expire_all()
    return {"run": plan.runs, "added": len(new), "kept": len(known), "gone": len(gone)}


def _key(row: dict[str, Any]) -> tuple[int, int]:
    return row["part_id"], row["store_id"]


def _amount(rows: Sequence[dict[str, Any]]) -> Money:
    if any(row["quantity"] < Quantity.zero() for row in rows):
        raise RuleViolation("quantity_not_positive")
    bought = (row for row in rows if row["included"] and row["unit_price_cny"] is not None)
    return sum((line_amount(row["unit_price_cny"], row["quantity"]) for row in bought), Money.zero())
