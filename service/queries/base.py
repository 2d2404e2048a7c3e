"""List the installed base, failure rates, campaigns, maintenance lines and last-time buys."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from forecasting.tables.base import BaseForecast, FailureRate, PartStart, PlannedNeed, RateRun
from inventory.tables import Part, ProductModel, Unit
from kernel.tables import Person
from procurement.tables import Order
from service.tables import (
    BaseCount,
    Campaign,
    CampaignLine,
    LastTimeBuy,
    LastTimeOrder,
    MaintenanceLine,
    PlannedTicket,
    Product,
    ProductLife,
)


def newest_rate_run() -> Select[int | None]:
    """Return the id of the newest run of failure rates, as a query."""
    return select(func.max(RateRun.id))


def base_select() -> Select[*tuple[object, ...]]:
    """List product models with units registered, units by imported sales, and the life that was set."""
    registered = select(func.count(Product.id)).where(Product.product_model_id == ProductModel.id)
    sold = select(func.coalesce(func.sum(BaseCount.units), 0)).where(BaseCount.product_model_id == ProductModel.id)
    first = select(func.min(BaseCount.month_on)).where(BaseCount.product_model_id == ProductModel.id)
    last = select(func.max(BaseCount.month_on)).where(BaseCount.product_model_id == ProductModel.id)
    return select(
        ProductModel.id.label("id"),
        ProductModel.code.label("code"),
        ProductModel.name_zh,
        ProductModel.name_en,
        ProductModel.family,
        registered.correlate(ProductModel).scalar_subquery().label("registered"),
        sold.correlate(ProductModel).scalar_subquery().label("sold"),
        first.correlate(ProductModel).scalar_subquery().label("first_month_on"),
        last.correlate(ProductModel).scalar_subquery().label("last_month_on"),
        ProductLife.life_months,
        ProductLife.shape_tenths,
    ).outerjoin(ProductLife, ProductLife.product_model_id == ProductModel.id)


def base_months_select(product_model_id: int) -> Select[*tuple[object, ...]]:
    """List the imported sales of a model by month, the newest first."""
    return (
        select(BaseCount.month_on, BaseCount.units, BaseCount.source)
        .where(BaseCount.product_model_id == product_model_id)
        .order_by(BaseCount.month_on.desc())
    )


def failure_rates_select() -> Select[*tuple[object, ...]]:
    """List the newest failure rates with part and model."""
    return (
        select(
            FailureRate.id.label("id"),
            FailureRate.run_id,
            FailureRate.part_id,
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            FailureRate.product_model_id,
            ProductModel.code.label("model"),
            FailureRate.family,
            FailureRate.units,
            FailureRate.unit_months,
            FailureRate.failures,
            FailureRate.expected,
            (FailureRate.rate * 12000).label("yearly_per_thousand"),
            (FailureRate.low * 12000).label("yearly_low"),
            (FailureRate.high * 12000).label("yearly_high"),
            FailureRate.relative_variance,
            FailureRate.quantity,
            FailureRate.shape,
            FailureRate.scale,
        )
        .join(Part, Part.id == FailureRate.part_id)
        .join(ProductModel, ProductModel.id == FailureRate.product_model_id)
        .where(FailureRate.run_id == newest_rate_run().scalar_subquery())
    )


def rate_ages_select(part_id: int) -> Select[*tuple[object, ...]]:
    """List the newest rates of a part with their classes of age, the model with most units first."""
    return (
        failure_rates_select()
        .add_columns(FailureRate.ages)
        .where(FailureRate.part_id == part_id)
        .order_by(FailureRate.units.desc(), ProductModel.code)
    )


def base_forecasts_select(part_id: int) -> Select[*tuple[object, ...]]:
    """List what the base gives for a part, from the newest run: none or one row."""
    similar = aliased(Part)
    return (
        select(
            BaseForecast.id.label("id"),
            BaseForecast.source,
            similar.number.label("similar_number"),
            BaseForecast.units,
            BaseForecast.failures,
            BaseForecast.past,
            BaseForecast.relative_variance,
            BaseForecast.means,
            BaseForecast.variances,
        )
        .outerjoin(similar, similar.id == BaseForecast.similar_part_id)
        .where(BaseForecast.run_id == newest_rate_run().scalar_subquery(), BaseForecast.part_id == part_id)
    )


def planned_needs_select() -> Select[*tuple[object, ...]]:
    """List what is certain to be needed, from the newest run."""
    return (
        select(
            PlannedNeed.id.label("id"),
            PlannedNeed.part_id,
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            PlannedNeed.kind,
            PlannedNeed.reference,
            PlannedNeed.from_on,
            PlannedNeed.to_on,
            PlannedNeed.quantity,
        )
        .join(Part, Part.id == PlannedNeed.part_id)
        .where(PlannedNeed.run_id == newest_rate_run().scalar_subquery())
    )


def part_start_select(part_id: int) -> Select[*tuple[object, ...]]:
    """List whose demand a part starts with: none or one row."""
    similar = aliased(Part)
    return (
        select(
            PartStart.similar_part_id,
            similar.number.label("similar_number"),
            PartStart.from_on,
            PartStart.percent,
            PartStart.ramp_months,
            PartStart.note,
        )
        .outerjoin(similar, similar.id == PartStart.similar_part_id)
        .where(PartStart.part_id == part_id)
    )


def campaigns_select() -> Select[*tuple[object, ...]]:
    """List campaigns with model, author, approver, and how many tickets were marked as theirs."""
    author, approver = aliased(Person), aliased(Person)
    tickets = select(func.count()).select_from(PlannedTicket).where(PlannedTicket.campaign_id == Campaign.id)
    return (
        select(
            Campaign.id.label("id"),
            Campaign.number,
            Campaign.kind,
            Campaign.name_zh,
            Campaign.name_en,
            Campaign.product_model_id,
            ProductModel.code.label("model"),
            Campaign.serial_from,
            Campaign.serial_to,
            Campaign.percent,
            Campaign.units,
            Campaign.from_on,
            Campaign.to_on,
            Campaign.state,
            Campaign.note,
            Campaign.end_reason,
            Campaign.created_by_id,
            author.name.label("created_by"),
            Campaign.created_at,
            approver.name.label("approved_by"),
            Campaign.approved_at,
            tickets.correlate(Campaign).scalar_subquery().label("tickets"),
        )
        .join(ProductModel, ProductModel.id == Campaign.product_model_id)
        .join(author, author.id == Campaign.created_by_id)
        .outerjoin(approver, approver.id == Campaign.approved_by_id)
    )


def campaign_lines_select(campaign_id: int) -> Select[*tuple[object, ...]]:
    """List the parts of a campaign."""
    return (
        select(
            CampaignLine.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            CampaignLine.quantity,
        )
        .join(Part, Part.id == CampaignLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .where(CampaignLine.campaign_id == campaign_id)
        .order_by(Part.number)
    )


def maintenance_select() -> Select[*tuple[object, ...]]:
    """List maintenance lines."""
    return (
        select(
            MaintenanceLine.id.label("id"),
            ProductModel.code.label("model"),
            Part.id.label("part_id"),
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            MaintenanceLine.interval_months,
            MaintenanceLine.quantity,
            Unit.code.label("unit"),
            MaintenanceLine.percent,
            MaintenanceLine.active,
            MaintenanceLine.note,
        )
        .join(ProductModel, ProductModel.id == MaintenanceLine.product_model_id)
        .join(Part, Part.id == MaintenanceLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
    )


def last_time_buys_select() -> Select[*tuple[object, ...]]:
    """List last-time buys with part, author and approver, and the order that was made of each."""
    author, approver, made = aliased(Person), aliased(Person), aliased(Order)
    return (
        select(
            LastTimeBuy.id.label("id"),
            LastTimeBuy.number,
            LastTimeBuy.part_id,
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            LastTimeBuy.quantity,
            LastTimeBuy.unit_price_cny,
            LastTimeBuy.computed_on,
            LastTimeBuy.state,
            LastTimeBuy.note,
            LastTimeBuy.end_reason,
            LastTimeBuy.created_by_id,
            author.name.label("created_by"),
            LastTimeBuy.created_at,
            approver.name.label("approved_by"),
            LastTimeBuy.approved_at,
            Order.id.label("order_id"),
            Order.number.label("order_number"),
        )
        .join(Part, Part.id == LastTimeBuy.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(author, author.id == LastTimeBuy.created_by_id)
        .outerjoin(approver, approver.id == LastTimeBuy.approved_by_id)
        .outerjoin(
            Order,
            Order.id
            == select(func.max(made.id))
            .join(LastTimeOrder, LastTimeOrder.order_id == made.id)
            .where(LastTimeOrder.last_time_buy_id == LastTimeBuy.id, made.state != "cancelled")
            .scalar_subquery(),
        )
    )
