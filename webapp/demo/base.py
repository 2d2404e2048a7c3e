"""Give the demo company an installed base: sales of years, lives, maintenance, campaigns, a last-time buy."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from forecasting.tables.base import BaseForecast
from inventory.tables import Part, ProductModel
from kernel.amounts import Money, Quantity
from kernel.months import months_after
from kernel.text import Text
from service import base_keeping, campaigning, last_time_buying
from service.base_planning import plan_base
from service.campaigning import CampaignPart
from service.tables import Product
from webapp.demo.stage import DemoPart, Stage

YEARS = 6
UNITS_FOR_EACH_CASE = 30
"""So many sold units stand behind one that had a case."""
COUNTED_IN_STEPS = 1000


def installed_base(stage: Stage) -> None:
    """Enter six years of sales of each model, what is planned for it, and compute the rates."""
    if not stage.parts:
        return
    models = stage.session.scalars(select(ProductModel).order_by(ProductModel.code)).all()
    cases = dict(
        stage.session.execute(select(Product.product_model_id, func.count()).group_by(Product.product_model_id)).all()
    )
    for number, model in enumerate(models):
        stage.do(
            base_keeping.keep_sales,
            by="buyer",
            rows=_sales(stage, model.id, max(cases.get(model.id, 0), 3), number),
            source="installed-base.xlsx",
        )
    stage.do(
        base_keeping.keep_life,
        by="buyer",
        product_model_id=models[0].id,
        life_months=144,
        shape_tenths=35,
        note="按维修记录与以旧换新登记估计 From repairs and trade-ins",
    )
    fitting = [part for part in stage.parts if part.models and part.step == COUNTED_IN_STEPS and not part.succeeded]
    if fitting:
        _maintenance(stage, fitting)
        _campaigns(stage, fitting)
    stage.do(plan_base, by="buyer", on=stage.today)
    often = stage.session.scalars(
        select(BaseForecast.part_id).order_by(BaseForecast.failures.desc(), BaseForecast.part_id)
    ).all()
    known = {part.id: part for part in fitting}
    wanted = [known[key] for key in often if key in known][1:2] or fitting[-1:]
    for part in wanted:
        _last_time(stage, part)


def _sales(stage: Stage, model_id: int, cases: int, number: int) -> tuple[tuple[int, object, int], ...]:
    """Return sales by month: some models grow, some fade, and summer sells more."""
    start = months_after(stage.today.replace(day=1), -12 * YEARS)
    total = cases * UNITS_FOR_EACH_CASE
    rising = number % 3 - 1
    rows = []
    for month in range(12 * YEARS):
        day = months_after(start, month)
        trend = 1.0 + rising * (month / (12 * YEARS) - 0.5) * 1.6
        season = 1.25 if day.month in (5, 6, 7) else 0.95
        rows.append((model_id, day, max(round(total / (12 * YEARS) * trend * season), 0)))
    return tuple(rows)


def _maintenance(stage: Stage, fitting: list[DemoPart]) -> None:
    for part, months in zip(fitting[:2], (12, 6), strict=False):
        stage.do(
            base_keeping.keep_maintenance,
            by="buyer",
            product_model_id=part.models[0],
            part_id=part.id,
            interval_months=months,
            quantity=Quantity.of(1),
            percent=4,
            note="保养合同 Maintenance contracts",
        )


def _campaigns(stage: Stage, fitting: list[DemoPart]) -> None:
    """Leave one campaign approved and one to be approved."""
    for number, part in enumerate(fitting[2:4] or fitting[:1]):
        made = stage.do(
            campaigning.propose_campaign,
            by="manager",
            kind="recall" if number == 0 else "campaign",
            name=Text("批次更换", "Replace a batch") if number == 0 else Text("密封改进", "Better sealing"),
            product_model_id=part.models[0],
            from_on=stage.today + timedelta(days=5),
            to_on=stage.today + timedelta(days=95),
            percent=60,
            units=60,
            lines=(CampaignPart(part.id, Quantity.of(1)),),
            note="供应商批次不良 Bad batch of the supplier" if number == 0 else "",
        )
        if number == 0:
            stage.do(campaigning.approve_campaign, by="supervisor", campaign_id=made.campaign_id)


def _last_time(stage: Stage, part: DemoPart) -> None:
    """Leave the last-time buy of a part that is phased out for the supervisor."""
    row = stage.session.get_one(Part, part.id)
    price = Money.of(f"{max(part.cost, 1.0):.2f}")
    row.state = "phasing_out"
    stage.do(
        last_time_buying.propose_last_time_buy,
        by="buyer",
        part_id=part.id,
        months=84,
        probability=0.95,
        unit_price_cny=price,
        shortage_cny=Money(price.scaled * 8),
        disposal_cny=Money.zero(),
        holding_rate=0.12,
        decline=0.15,
        quantity=part.quantity(12),
        note="供应商停产通知 The supplier ends production",
    )
