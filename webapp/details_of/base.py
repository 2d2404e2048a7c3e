"""Read a campaign, a last-time buy, and the failure rates of a part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from forecasting.tables.base import PlannedNeed
from kernel.amounts import Money, Quantity
from service.queries.base import (
    base_forecasts_select,
    campaign_lines_select,
    planned_needs_select,
    rate_ages_select,
)
from service.tables import LastTimeBuy
from webapp import context
from webapp.detail import Detail, detail, made_of
from webapp.pages import campaigns, failure_rates, last_time_buys
from webapp.pages.parts import found as part_found
from webapp.shapes import Columns


@dataclass(frozen=True, slots=True)
class CampaignShown:
    """Hold a campaign with its parts."""

    id: int
    number: str
    kind: str
    name_zh: str
    name_en: str
    model: str
    serial_from: str
    serial_to: str
    percent: int
    units: int | None
    from_on: date
    to_on: date
    state: str
    note: str
    end_reason: str
    created_by: str
    approved_by: str | None
    tickets: int
    lines: Annotated[tuple[Any, ...], Columns("LineOfCampaign", campaign_lines_select(0))]


@dataclass(frozen=True, slots=True)
class LastTimeShown:
    """Hold a last-time buy; points of the curve are quantity, risk, units short, units left."""

    id: int
    number: str
    part_number: str
    quantity: Quantity
    unit_price_cny: Money | None
    computed_on: date
    state: str
    note: str
    end_reason: str
    created_by: str
    created_at: datetime
    approved_by: str | None
    expected_demand: float
    standard_deviation: float
    by_probability: float
    by_cost: float
    curve: tuple[tuple[float, ...], ...]
    order_id: int | None
    order_number: str | None


@dataclass(frozen=True, slots=True)
class RatesShown:
    """Hold the failure rates of a part, what its base will need, and what is planned."""

    part_number: str
    rates: Annotated[tuple[Any, ...], Columns("FailureRateOfPart", rate_ages_select(0))]
    forecasts: Annotated[tuple[Any, ...], Columns("BaseForecastOfPart", base_forecasts_select(0))]
    needs: Annotated[tuple[Any, ...], Columns("PlannedNeedOfPart", planned_needs_select())]


def read_campaign(campaign_id: int) -> CampaignShown:
    """Show a campaign with its parts."""
    return made_of(CampaignShown, campaigns.found(campaign_id), lines=campaigns.lines_of(campaign_id))


def read_last_time_buy(last_time_buy_id: int) -> LastTimeShown:
    """Show a last-time buy with the figures behind it."""
    row = last_time_buys.found(last_time_buy_id)
    kept = context.session().get_one(LastTimeBuy, last_time_buy_id)
    return made_of(
        LastTimeShown,
        row,
        expected_demand=float(kept.inputs["mean"]),
        standard_deviation=float(kept.inputs["sd"]),
        by_probability=float(kept.inputs["by_probability"]),
        by_cost=float(kept.inputs["by_cost"]),
        curve=tuple(tuple(point[:4]) for point in kept.curve),
    )


def read_rates(part_id: int) -> RatesShown:
    """Show the failure rates of a part and what follows from them."""
    session, part = context.session(), part_found(part_id)
    needs = planned_needs_select().where(PlannedNeed.part_id == part_id).order_by(PlannedNeed.from_on)
    return RatesShown(
        part_number=part.number,
        rates=tuple(session.execute(rate_ages_select(part_id)).all()),
        forecasts=tuple(session.execute(base_forecasts_select(part_id)).all()),
        needs=tuple(session.execute(needs).all()),
    )


detail(Detail("campaign", "/campaigns/<int:campaign_id>", campaigns.show, read_campaign, "base"))
detail(
    Detail(
        "last_time_buy",
        "/last-time-buys/<int:last_time_buy_id>",
        last_time_buys.show,
        read_last_time_buy,
        "base",
    )
)
detail(Detail("part_failure_rates", "/parts/<int:part_id>/failure-rates", failure_rates.part, read_rates, "base"))
