"""Set a company with an installed base up: repairs, rates, campaigns and levels."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy import select

from forecasting.levelling import compute_levels
from forecasting.preparing_levels import Supply
from forecasting.queries import level_for
from inventory.tables import Category, Location, Part, PartRequest
from kernel.amounts import Money
from kernel.text import Text
from service.base_planning import plan_base
from service.campaigning import CampaignPart, approve_campaign, propose_campaign
from service.tables import Product, RepairReport, ReportPart, Ticket
from tests.support.service import Desk
from tests.support.world import NOON, World, q

ON = date(2026, 3, 2)
keys = count(1)


def key() -> str:
    return f"base-{next(keys)}"


def with_base(world: World) -> Desk:
    """Six units of WM-2 were sold each month of two years, and nobody else has registered anything."""
    made = Desk(world)
    session = made.session
    session.get_one(Location, world.places["N"]).supplying_store_id = world.places["C"]
    session.get_one(Product, made.product).purchased_on = None
    session.add(Category(code="pump", name_zh="水泵", name_en="Pump"))
    session.flush()
    pump = session.scalar(select(Category.id))
    for number in ("P2", "P3"):
        session.get_one(Part, world.parts[number]).category_id = pump
    for back in range(1, 25):
        month = 2026 * 12 + 2 - back
        session.add_all(
            [
                Product(
                    product_model_id=world.models["WM-2"],
                    serial=f"W{back:02}-{unit}",
                    purchased_on=date(month // 12, month % 12 + 1, 10),
                )
                for unit in range(6)
            ]
        )
    session.commit()
    return made


def repaired(desk: Desk, part: str, on: date, *, quantity: int = 1, serial: str = "", model: str = "WM-2") -> int:
    """Write a completed repair of the past that used a part; return its ticket."""
    session, world, number = desk.session, desk.world, next(keys)
    at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    product = session.scalar(select(Product).where(Product.serial == serial)) if serial else None
    ticket = Ticket(
        number=f"T-{number}",
        channel="phone",
        customer_id=desk.customer,
        owner_id=desk.desk,
        opened_at=at,
        opened_on=on,
        product_id=product.id if product else None,
        product_model_id=world.models[model],
        work_order_id=world.work_order(f"WT-{number}"),
        state="completed",
        completed_at=at,
    )
    session.add(ticket)
    session.flush()
    report = RepairReport(
        ticket_id=ticket.id, engineer_id=desk.engineer, visit="on_site", diagnosis="x", unsigned_reason="gone"
    )
    session.add(report)
    session.flush()
    zero = Money(0)
    session.add(
        ReportPart(
            report_id=report.id,
            part_id=world.parts[part],
            lot_id=world.lot(part),
            quantity=q(quantity),
            unit_cost_cny=zero,
            cost_cny=zero,
            unit_price_cny=zero,
            price_cny=zero,
        )
    )
    session.flush()
    report.completed_at = at
    session.flush()
    return ticket.id


def ask(desk: Desk, ticket_id: int, part: str, quantity: int, on: date) -> None:
    session = desk.session
    session.add(
        PartRequest(
            work_order_id=session.get_one(Ticket, ticket_id).work_order_id,
            part_id=desk.world.parts[part],
            store_id=desk.world.places["C"],
            quantity=q(quantity),
            urgency="normal",
            asked_by_id=desk.engineer,
            asked_at=datetime(on.year, on.month, on.day, 4, tzinfo=UTC),
            asked_on=on,
            issued=q(quantity),
            open=False,
        )
    )
    session.flush()


def recompute(desk: Desk, on: date = ON) -> int:
    made = plan_base(desk.session, on=on, by=desk.desk, at=NOON, request_key=key())
    desk.session.commit()
    return made.rate_run_id


def levels(desk: Desk, lead: float = 30.0) -> None:
    parts = tuple(sorted(desk.world.parts.values()))
    nothing = tuple(0.0 for _ in parts)
    supply = Supply(
        parts,
        tuple(lead for _ in parts),
        nothing,
        nothing,
        nothing,
        nothing,
        tuple(1.0 for _ in parts),
        tuple(() for _ in parts),
        tuple(() for _ in parts),
    )
    compute_levels(desk.session, on=ON, lead_times=supply, by=desk.desk, at=NOON, request_key=key())
    desk.session.commit()


def level(desk: Desk, part: str, store: str = "C"):
    found = level_for(desk.session, part_id=desk.world.parts[part], store_id=desk.world.places[store])
    assert found is not None
    return found, {row.code: row for row in found.rows}


def campaign(desk: Desk, part: str = "P3", **more: object) -> int:
    values = {
        "kind": "recall",
        "name": Text("水泵召回", "Pump recall"),
        "product_model_id": desk.world.models["WM-2"],
        "from_on": ON,
        "to_on": ON + timedelta(days=29),
        "percent": 50,
        "lines": (CampaignPart(desk.world.parts[part], q(1)),),
        "by": desk.desk,
        "at": NOON,
    } | more
    return propose_campaign(desk.session, **values, request_key=key()).campaign_id


def approved(desk: Desk, **more: object) -> int:
    made = campaign(desk, **more)
    approve_campaign(desk.session, campaign_id=made, by=desk.world.people["supervisor"], at=NOON, request_key=key())
    return made
