"""Put all facts of the installed base together: its sales, lives and failures, campaigns and maintenance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.arrays import FloatArray
from forecasting.installed_base import base_by_age, staying_shares
from forecasting.planned_demand import campaign_remainder, maintenance_visits
from forecasting.rate_keeping import BaseFacts, Need
from forecasting.rating import HORIZON, Fleet
from forecasting.reading_events import last_successors
from forecasting.settings import BASE
from inventory.fit import Fitted
from inventory.queries.columns import number, total
from inventory.tables import PartRequest, ProductModel
from kernel.months import months_after
from kernel.settings import setting
from service.reading_base import (
    THOUSAND,
    Sales,
    aged,
    month_start,
    read_failures,
    read_fleet,
    read_pairs,
    read_sales,
)
from service.tables import Campaign, CampaignLine, MaintenanceLine, PlannedTicket, Product, Ticket


def gather_base(session: Session, on: date) -> BaseFacts:
    """Return all facts of the installed base on a day."""
    sales = read_sales(session, on)
    fleet, models, first = read_fleet(session, sales, on)
    row = {model: number for number, model in enumerate(models)}
    used = [each for each in read_failures(session, on, models) if each.month - first >= fleet.watched]
    return BaseFacts(
        first_month_on=month_start(first),
        model_ids=models,
        fleet=fleet,
        pairs=tuple(read_pairs(session, used, row, on)),
        failures=tuple(aged(used, first, row)),
        needs=(*_campaigns(session, sales, on), *_maintenance(session, fleet, row, on)),
        works=tuple(_works(session)),
        settings={"horizon": HORIZON, **setting(session, BASE, on)},
    )


def _works(session: Session) -> list[tuple[int, str]]:
    rows = session.execute(
        select(Ticket.work_order_id, PlannedTicket.kind)
        .join(PlannedTicket, PlannedTicket.ticket_id == Ticket.id)
        .where(Ticket.work_order_id.is_not(None))
        .order_by(Ticket.work_order_id)
    )
    return [(key, kind) for key, kind in rows if key is not None]


def campaign_units(session: Session, campaign: Campaign) -> float:
    """Return the units that a campaign means: as said, or those registered of its model and serial numbers."""
    if campaign.units is not None:
        return float(campaign.units)
    serials = session.scalars(select(Product.serial).where(Product.product_model_id == campaign.product_model_id))
    meant = Fitted(campaign.product_model_id, campaign.serial_from, campaign.serial_to)
    return float(sum(serial in meant for serial in serials))


def campaign_asked(session: Session, campaign_id: int) -> dict[int, float]:
    """Return what the tickets of a campaign have asked for already, units by part."""
    rows = session.execute(
        select(PartRequest.part_id, total(number(PartRequest.quantity) - number(PartRequest.cancelled)))
        .join(Ticket, Ticket.work_order_id == PartRequest.work_order_id)
        .join(PlannedTicket, PlannedTicket.ticket_id == Ticket.id)
        .where(PlannedTicket.campaign_id == campaign_id)
        .group_by(PartRequest.part_id)
    )
    return {part: asked / THOUSAND for part, asked in rows}


def _campaigns(session: Session, sales: Sales, on: date) -> list[Need]:
    needs = []
    found = session.scalars(
        select(Campaign).where(Campaign.state == "approved", Campaign.to_on >= on).order_by(Campaign.id)
    ).all()
    last = last_successors(session, on)
    for campaign in found:
        units = campaign_units(session, campaign)
        if campaign.units is None and not (campaign.serial_from or campaign.serial_to):
            units = max(units, sum(sales.by_month.get(campaign.product_model_id, {}).values()))
        asked = campaign_asked(session, campaign.id)
        lines = session.scalars(
            select(CampaignLine).where(CampaignLine.campaign_id == campaign.id).order_by(CampaignLine.id)
        )
        for line in lines:
            part_id, each_is = last.get(line.part_id, (line.part_id, 1.0))
            done = 0.0
            for part, many in asked.items():
                counts_for, equals = last.get(part, (part, 1.0))
                done += many * equals if counts_for == part_id else 0.0
            left = campaign_remainder(units, campaign.percent / 100.0, line.quantity.scaled / THOUSAND * each_is, done)
            if left > 0:
                needs.append(Need(part_id, "campaign", campaign.number, campaign.from_on, campaign.to_on, left))
    return needs


def _maintenance(session: Session, fleet: Fleet, row: Mapping[int, int], on: date) -> list[Need]:
    """Return what maintenance lines need in each coming month; of the present one what is left of its days."""
    lines = session.scalars(select(MaintenanceLine).where(MaintenanceLine.active).order_by(MaintenanceLine.id)).all()
    lines = [line for line in lines if line.product_model_id in row]
    if not lines:
        return []
    alive = fleet.survival()
    base: FloatArray = base_by_age(fleet.sold, alive, fleet.now)
    staying = staying_shares(fleet.sold, alive, fleet.now, HORIZON)
    codes = dict(session.execute(select(ProductModel.id, ProductModel.code)).all())
    last, needs, start = last_successors(session, on), [], on.replace(day=1)
    for line in lines:
        at = row[line.product_model_id]
        visits = maintenance_visits(base[at], line.interval_months, HORIZON, staying[at])
        part_id, each_is = last.get(line.part_id, (line.part_id, 1.0))
        each = line.percent / 100.0 * line.quantity.scaled / THOUSAND * each_is
        for step, units in enumerate((visits * each).tolist()):
            begin, end = max(months_after(start, step), on), months_after(start, step + 1) - timedelta(days=1)
            left = units * ((end - begin).days + 1) / end.day
            if left > 0:
                needs.append(Need(part_id, "maintenance", codes[line.product_model_id], begin, end, left))
    return needs
