"""Close the months gone by, look for surplus, sample stored lots and freeze one: what a supervisor does at times.

And say of two parts how they are planned, as a buyer does.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from forecasting.part_planning import set_part_planning
from inventory import closing, deciding_surplus, proposing_surplus
from inventory.queries.periods import last_day, next_month
from inventory.tables import Balance, FrozenLot, Lot, Stock, SurplusProposal
from kernel.amounts import Quantity
from kernel.settings import day_of
from receiving import freezing_deliveries, sampling_stock
from receiving.tables import StockSample
from webapp.demo.stage import Stage


def close_books(stage: Stage) -> None:
    """Close every month that is over but the last one, which waits for its second person."""
    _close_months(stage)
    stage.at += timedelta(minutes=3)
    _surplus(stage)
    stage.at += timedelta(minutes=3)
    _quality(stage)
    _planning(stage)


def _close_months(stage: Stage) -> None:
    today = day_of(stage.session, stage.at)
    while (month := next_month(stage.session)) is not None and last_day(month) < today:
        asked = stage.attempt(closing.ask_close, by="supervisor", month_on=month, note="账实核对完毕")
        if asked is None or last_day(month) >= today - timedelta(days=today.day):
            return
        stage.do(closing.confirm_close, by="admin", period_closing_id=asked.period_closing_id)


def _surplus(stage: Stage) -> None:
    stage.do(proposing_surplus.recompute_surplus, by="supervisor")
    listed = select(SurplusProposal).where(SurplusProposal.state == "open").order_by(SurplusProposal.value_cny.desc())
    for row, approved in zip(stage.session.scalars(listed.limit(2)).all(), (False, True), strict=False):
        facts = {"act": row.advice, "quantity": row.advised_quantity, "to_store_id": row.advised_store_id}
        done = stage.attempt(
            deciding_surplus.submit_surplus, by="buyer", surplus_proposal_id=row.id, note="长期无用量", **facts
        )
        if done is not None and approved:
            stage.do(deciding_surplus.approve_surplus, by="supervisor", surplus_proposal_id=done.surplus_proposal_id)


def _quality(stage: Stage) -> None:
    """Look at one lot that is due, and freeze one of which nothing is promised."""
    stage.do(sampling_stock.plan_samples, by="inspector")
    due = stage.session.scalar(select(StockSample.id).where(StockSample.state == "due").order_by(StockSample.id))
    if due is not None:
        stage.do(sampling_stock.judge_sample, by="inspector", stock_sample_id=due, defective=Quantity.zero())
    lot_id = stage.session.scalar(
        select(Lot.id)
        .join(Balance, Balance.lot_id == Lot.id)
        .join(Stock, (Stock.part_id == Balance.part_id) & (Stock.store_id == Balance.store_id))
        .where(
            Balance.issueable,
            Balance.on_hand > Quantity.zero(),
            Stock.reserved == Quantity.zero(),
            Lot.serial_number.is_(None),
            Lot.id.not_in(select(FrozenLot.lot_id)),
        )
        .order_by(Lot.id.desc())
        .limit(1)
    )
    if lot_id is not None:
        stage.do(freezing_deliveries.freeze_lots, by="inspector", lot_id=lot_id, reason="外壳有裂纹，待复检")


def _planning(stage: Stage) -> None:
    """Say of two parts how they are planned, whatever the rules think."""
    unset = dict.fromkeys(("store_id", "policy", "target_permyriad", "minimum", "maximum"))
    first, second = (part.id for part in stage.parts[:2])
    said = (
        {"part_id": first, "stocked": "yes", "minimum": Quantity.of(1), "reason": "停机损失大，至少备一件"},
        {"part_id": second, "stocked": "auto", "target_permyriad": 9750, "reason": "大客户合同要求"},
    )
    for facts in said:
        stage.do(set_part_planning, by="buyer", **unset | facts)
