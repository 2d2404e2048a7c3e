"""Real demand from end to end: imported, planned, approved by another person, ordered, printed."""

from __future__ import annotations

import csv
import gzip
import io
import random
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.demand import bucket
from forecasting.tables import HistoryDemand, Level
from inventory.issuing import issue
from inventory.requesting import close_work_order, open_work_order, request_part
from inventory.tables import Part, PartRequest, ProductModel
from kernel.amounts import Money, Quantity
from kernel.auditing import acting
from kernel.errors import FourEyes
from procurement.planning import approve_plan, run_plan, turn_into_orders
from procurement.tables import OrderLine, Proposal, SupplierPart
from tests.support.world import NOON, World, q
from webapp.imports.kinds import Options
from webapp.imports.limits import Limits
from webapp.imports.running import write
from webapp.imports.sources import Source

pytestmark = [pytest.mark.shared, pytest.mark.slow]

TODAY = date(2026, 3, 2)
SUPPLIERS, FEW = 8, 30


@pytest.fixture
def company(sqlite_url: str) -> World:
    from kernel.db import make_engine
    from tests.conftest import Sessions

    engine = make_engine(sqlite_url)
    return World(acting(Sessions(bind=engine), by=None, at=NOON, source="test")).build()


def bring(world: World, kind: str, source: Source, **chosen: object) -> dict[str, int]:
    options = Options(on=TODAY, **chosen)  # type: ignore[arg-type]
    _report, made = write(world.session, kind, source, options, Limits(), by=world.people["buyer"], at=NOON)
    world.session.commit()
    return made


def terms_of(path: Path) -> bytes:
    """Return a file of parts with supplier, lead time in weeks, pack and minimum for every part of a history."""
    chance = random.Random(7)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["配件编号", "供应商编号", "交期（周）", "包装数量", "最小起订量", "单价（元）"])
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            pack = chance.choice((1, 1, 1, 2, 5))
            supplier = f"S{chance.randrange(SUPPLIERS):02}" if number >= FEW else "SMALL"
            writer.writerow(
                [row["part"], supplier, chance.randrange(1, 9), pack, pack * chance.randrange(3), row["unit_price"]]
            )
    return out.getvalue().encode("gb18030")


def test_five_thousand_parts_become_a_plan_orders_and_papers(company: World, shared: Path, tmp_path: Path) -> None:
    session, people = company.session, company.people
    raf = shared / "data" / "raf.csv.gz"
    made = bring(company, "parts", Source("terms.csv", terms_of(raf)), approve_suppliers_by=people["supervisor"])
    assert (made["parts_created"], made["prices"], made["suppliers_approved"]) == (5000, 5000, SUPPLIERS + 1)
    made = bring(company, "history", Source.at(raf), last_period="2026-02", supplier="S00")
    assert (made["histories"], made["values"]) == (5000, 420_000)
    plan = run_plan(session, on=TODAY, by=people["buyer"], at=NOON, request_key="plan-of-real-parts")
    session.commit()
    levels = session.execute(select(Level.reorder_point, Level.history).where(Level.run_id == plan.level_run_id)).all()
    imported = [row for row in levels if sum(value or 0 for value in row.history) > 0]
    assert len(imported) == 5000
    needy = sum(row.reorder_point > 0 for row in imported)
    wanted = select(Proposal).where(Proposal.plan_id == plan.plan_id, Proposal.kind != "notice")
    proposals = session.scalars(wanted).all()
    assert needy <= len(proposals) <= 5000
    assert len(proposals) > 1000
    assert all(each.explanation and each.included and each.supplier_id for each in proposals)
    packs = dict(session.execute(select(SupplierPart.id, SupplierPart.multiple_quantity)).all())
    assert all(each.quantity.is_multiple_of(packs[each.supplier_part_id]) for each in proposals)
    with pytest.raises(FourEyes):
        approve_plan(session, plan_id=plan.plan_id, by=people["buyer"], at=NOON, request_key="self-approval")
    session.rollback()
    acting(session, by=None, at=NOON, source="test")
    approve_plan(session, plan_id=plan.plan_id, by=people["supervisor"], at=NOON, request_key="approval-of-plan")
    turned = turn_into_orders(session, plan_id=plan.plan_id, by=people["buyer"], at=NOON, request_key="orders-of-plan")
    session.commit()
    assert len(turned.orders) == SUPPLIERS + 1
    lines = session.scalar(select(func.count()).select_from(OrderLine))
    assert lines == len(proposals) == sum(order.lines for order in turned.orders)
    total = sum((order.amount_cny for order in turned.orders), Money.zero())
    assert total == plan.amount_cny
    small = min(turned.orders, key=lambda order: order.lines)
    text = _printed(company, str(session.get_bind().url), tmp_path, small.order_id)
    assert small.number in text
    assert len(set(re.findall(r"RAF\d{4}", text))) == small.lines <= FEW


def _printed(world: World, url: str, folder: Path, order_id: int) -> str:
    """Return the text of an order's paper, without blanks."""
    from flask import g
    from pypdf import PdfReader

    from procurement.queries.one_order import order_detail
    from tests.support.web import make_app
    from webapp import context
    from webapp.context import Actor
    from webapp.order_paper import order_pdf

    buyer = world.people["buyer"]
    world.session.close()
    with make_app(url, folder).test_request_context("/"):
        g.actor = Actor(buyer, "buyer", "Buyer", frozenset({"buyer"}), frozenset())
        session = context.session()
        paper = order_pdf(session, order_detail(session, order_id=order_id), "zh")
    pages = PdfReader(io.BytesIO(paper)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_a_real_repair_history_becomes_requests_issues_and_the_same_demand(company: World, shared: Path) -> None:
    """Play the repairs of five excavators: what is issued by month equals the demand table made from them."""
    session, people = company.session, company.people
    repairs = _replacements(shared / "data" / "excavator_work_orders.csv.gz")
    table = _table(shared / "data" / "excavator_part_demand.csv.gz")
    by_part: dict[str, list[tuple[date, str, str]]] = {}
    for day, number, asset, part in repairs:
        by_part.setdefault(part, []).append((day, number, asset))
    chosen = [part for part in sorted(by_part) if part in table and 6 <= len(by_part[part]) <= 20][:10]
    assets = sorted({asset for part in chosen for _day, _number, asset in by_part[part]})
    session.add_all(
        ProductModel(code=f"EX-{asset}", name_zh=f"挖掘机{asset}", name_en=f"Excavator {asset}") for asset in assets
    )
    session.flush()
    models = dict(session.execute(select(ProductModel.code, ProductModel.id)).all())
    fits = [f'{part},"{";".join(f"EX-{asset}" for asset in assets)}"' for part in chosen]
    bring(company, "parts", Source("parts.csv", "\n".join(["part,fits models", *fits]).encode()))
    ids = dict(session.execute(select(Part.number, Part.id).where(Part.number.in_(chosen))).all())
    company.parts.update(ids)
    for part in chosen:
        company.stocked(part, len(by_part[part]), on=date(2001, 1, 1))
    session.commit()
    played = sorted((day, number, asset, part) for part in chosen for day, number, asset in by_part[part])
    for day, number, asset, part in played:
        _repair(session, people, company.places["C"], models[f"EX-{asset}"], ids[part], number, day)
    session.commit()
    rows = session.execute(select(PartRequest.part_id, PartRequest.asked_on, PartRequest.issued)).all()
    index = {ids[part]: i for i, part in enumerate(chosen)}
    history = bucket(
        [index[row.part_id] for row in rows],
        np.array([row.asked_on for row in rows], dtype="datetime64[D]"),
        [float(row.issued.decimal) for row in rows],
        parts=len(chosen),
        first=np.datetime64("2002-01-01"),
        periods=132,
        period="month",
    ).history
    assert len(rows) == len(played)
    for i, part in enumerate(chosen):
        assert history[i].astype(int).tolist() == table[part], part
    assert session.scalar(select(func.count()).select_from(PartRequest).where(PartRequest.open)) == 0


def _repair(
    session: Session, people: dict[str, int], store: int, model: int, part: int, number: str, day: date
) -> None:
    at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    desk, engineer, keeper = people["desk"], people["engineer"], people["keeper"]
    acting(session, by=desk, at=at, source="test")
    opened = open_work_order(
        session, number=number, urgency="normal", product_model_id=model, engineer_id=engineer, by=desk, at=at,
        request_key=f"{number}-open",
    )  # fmt: skip
    asked = request_part(
        session, work_order_id=opened.work_order_id, part_id=part, store_id=store, quantity=q(1), by=engineer, at=at,
        request_key=f"{number}-ask",
    )  # fmt: skip
    issue(
        session, part_request_id=asked.part_request_id, quantity=q(1), by=keeper, at=at + timedelta(minutes=5),
        request_key=f"{number}-issue",
    )  # fmt: skip
    close_work_order(
        session,
        work_order_id=opened.work_order_id,
        by=engineer,
        at=at + timedelta(hours=1),
        request_key=f"{number}-close",
    )


def _replacements(path: Path) -> list[tuple[date, str, str, str]]:
    """Return day, work order, asset and part of each replacement; a system stands in where no part is named."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [
            (date.fromisoformat(row["BscStartDate"]), row["work_order"], row["Asset"], part)
            for row in csv.DictReader(file)
            if "Replace" in row["Action"] and (part := row["Part"] or row["MajorSystem"])
        ]


def _table(path: Path) -> dict[str, list[int]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader)
        return {row[0]: [int(cell or 0) for cell in row[1:]] for row in reader}


def test_a_weekly_file_with_terms_per_part_is_planned_by_week(company: World) -> None:
    session = company.session
    chance = random.Random(11)
    head = ["sku", "unit_price", "lead_time_weeks", "moq", "pack", "order_cost", "holding_cost_per_week"]
    monday = date(2024, 11, 4)
    weeks = [monday + timedelta(weeks=number) for number in range(68)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*head, *(week.isoformat() for week in weeks)])
    for number in range(200):
        rate = chance.choice((0.05, 0.3, 1.0, 4.0))
        demand = [sum(chance.random() < rate / 8 for _ in range(8)) for _week in weeks]
        pack = chance.choice((1, 4, 10))
        writer.writerow([f"W{number:03}", 5 + number % 40, 1 + number % 6, pack * 2, pack, 30, 0.02, *demand])
    made = bring(
        company,
        "history",
        Source("weekly.csv", out.getvalue().encode("utf-8-sig")),
        create_parts=True,
        approve_suppliers_by=company.people["supervisor"],
    )
    assert (made["parts_created"], made["offers_created"]) == (200, 200)
    assert session.scalar(select(func.count()).select_from(HistoryDemand)) == 200 * 68
    plan = run_plan(session, on=TODAY, by=company.people["buyer"], at=NOON, request_key="plan-of-weeks")
    offers = {each.id: each for each in session.scalars(select(SupplierPart))}
    wanted = select(Proposal).where(Proposal.plan_id == plan.plan_id, Proposal.kind != "notice")
    proposals = session.scalars(wanted).all()
    assert len(proposals) > 100
    for each in proposals:
        offer = offers[each.supplier_part_id]
        assert each.quantity.is_multiple_of(offer.multiple_quantity)
        assert each.quantity >= offer.minimum_quantity
        assert each.expected_on is not None
        assert each.expected_on >= TODAY + timedelta(days=offer.lead_time_days)
    assert Counter(offer.lead_time_days for offer in offers.values())[7] > 0
    assert Quantity.zero() < max(each.quantity for each in proposals)
