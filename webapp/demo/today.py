"""Leave today's work to do: something waits in the queue of every role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from inventory import planning_counts, requesting, sharing_counts, stock_take_queries, transferring
from inventory.proposing_counts import doubt
from inventory.tables import Stock
from kernel.amounts import Money, Quantity
from procurement import ordering, planning, scenario_making, suppliers_keeping
from procurement.drafting import NewLine
from procurement.scenario_making import AskedChange
from service import triaging
from webapp.demo.agenda import Agenda
from webapp.demo.base import installed_base
from webapp.demo.books import close_books
from webapp.demo.master import part_master
from webapp.demo.quotes import quotations
from webapp.demo.repairs import Repair, Service
from webapp.demo.stage import DemoEngineer, DemoPart, Stage
from webapp.demo.stores import Stores
from webapp.demo.supply import Supply
from webapp.demo.warehouse import keepers_day

SHOWN = "engineer"
"""The engineer whose log-in is printed, and whose day is filled."""
STEPS = {"taken_in": 0, "triaged": 1, "dispatched": 2, "accepted": 3, "on_site": 5, "completed": 6}
"""How many steps a repair takes until it is in a state."""


def fill_queues(stage: Stage, service: Service, supply: Supply, stores: Stores, now: datetime) -> None:
    """Do the last hours' work by halves, from four hours ago until now."""
    stage.at = max(stage.at, now - timedelta(hours=4))
    jobs: tuple[Callable[[], None], ...] = (
        lambda: _ramp(stage, supply),
        lambda: installed_base(stage),
        lambda: _buying(stage, supply),
        lambda: quotations(stage),
        lambda: _workshop(stage, stores),
        lambda: _transfers(stage, stores),
        lambda: _counting(stage, stores),
        lambda: keepers_day(stage, stores, _shown(stage)),
        lambda: part_master(stage),
        lambda: close_books(stage),
        lambda: _tickets(stage, service, now),
    )
    for job in jobs:
        job()


def _pass(stage: Stage, minutes: int) -> None:
    stage.at += timedelta(minutes=minutes)


def _ramp(stage: Stage, supply: Supply) -> None:
    """Let some orders arrive: a part is inspected and waits for putaway, a part waits in the hold."""
    for part in [each for each in stage.parts if each.offers and not each.kind.serial][
        : max(0, 6 - len(supply.pending))
    ]:
        supply.rush(part)
    for purchase in supply.pending[:4]:
        supply.deliver(purchase)
    _pass(stage, 8)
    half = max(1, len(supply.hold) // 2)
    supply.inspect(keep=half, fail_one=True)
    _pass(stage, 7)
    supply.put_away(keep=max(3, len(supply.staging) // 2))


def _buying(stage: Stage, supply: Supply) -> None:
    """Leave a draft plan, a draft order and a supplier to be approved."""
    _pass(stage, 5)
    supply.evaluate()
    stage.do(planning.run_plan, by="buyer", on=stage.today, note="本周采购计划")
    _pass(stage, 5)
    _scenarios(stage)
    parts = [
        part for part in stage.parts if part.offers and part.offers[0].supplier == stage.parts[0].offers[0].supplier
    ]
    lines = tuple(NewLine(part.id, part.quantity(max(4, part.offers[0].minimum))) for part in parts[:4])
    supplier = stage.suppliers[stage.parts[0].offers[0].supplier]
    stage.do(
        ordering.create_order,
        by="buyer2",
        supplier_id=supplier,
        store_id=stage.stores["HQ"].id,
        lines=lines,
        note="旺季备货",
    )
    _orders(stage)
    stage.do(
        suppliers_keeping.create_supplier,
        by="buyer2",
        code="S15",
        name_zh="无锡新锐传感有限公司",
        name_en="Wuxi Xinrui Sensors Co., Ltd.",
        details={"contact": "顾经理", "email": "s15@example.com"},
    )


def _scenarios(stage: Stage) -> None:
    """Draw the curve of service against money and leave three questions answered."""
    stage.do(scenario_making.draw_curve, by="buyer", on=stage.today)
    slower = AskedChange("lead_time_days", Quantity.of(14))
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        ("库存金额压缩两千元的最优组合", {"goal": "budget", "budget_change_cny": Money.of(-2_000)}),
        ("全部交期延长两周", {"goal": "targets", "changes": (slower,)}),
        (
            "加权满足率达到 97% 的最少资金",
            {"goal": "service", "service_percent": Quantity.of(97), "measure": "weighted"},
        ),
    )
    for name, question in asked:
        stage.do(scenario_making.make_scenario, by="buyer", on=stage.today, name=name, **question)


def _orders(stage: Stage) -> None:
    """Leave an order to be sent and one to be confirmed by its supplier."""
    offered: dict[str, list[DemoPart]] = {}
    for part in stage.parts:
        if part.offers:
            offered.setdefault(part.offers[0].supplier, []).append(part)
    for supplier, sent in zip(sorted(offered)[-2:], (False, True), strict=False):
        lines = tuple(NewLine(part.id, part.quantity(max(2, part.offers[0].minimum))) for part in offered[supplier][:3])
        made = stage.do(
            ordering.create_order,
            by="buyer",
            supplier_id=stage.suppliers[supplier],
            store_id=stage.stores["HQ"].id,
            lines=lines,
        )
        stage.do(ordering.approve_order, by="supervisor", order_id=made.order_id)
        if sent:
            stage.do(ordering.send_order, by="buyer", order_id=made.order_id)


def _workshop(stage: Stage, stores: Stores) -> None:
    """Let the workshop of the central store need parts: its keeper has something to pick."""
    free = stores.free("HQ")
    plain = [part for part in stage.parts if part.models and not part.kind.serial and not part.succeeded]
    for part in [each for each in plain if free.get(each.id, Quantity.zero()) >= each.quantity(1)][:2]:
        made = stage.do(
            requesting.open_work_order,
            by="supervisor",
            number=f"WS-{stage.today:%Y%m%d}-{part.id}",
            urgency="important",
            product_model_id=part.models[0],
            engineer_id=None,
        )
        stage.do(
            requesting.request_part,
            by="supervisor",
            work_order_id=made.work_order_id,
            part_id=part.id,
            store_id=stage.stores["HQ"].id,
            quantity=part.quantity(1),
        )


def _transfers(stage: Stage, stores: Stores) -> None:
    """Leave a transfer to send, one to receive, and one on its way to the engineer's van."""
    _pass(stage, 6)
    free = stores.free("HQ")
    spare = [part for part in stage.parts if free.get(part.id, Quantity.zero()) > part.quantity(3)][:6]
    own, stores.agenda = stores.agenda, Agenda()
    for few in (spare[::2], spare[1::2]):
        if few:
            stores.transfer("HQ", "SH", tuple((part.id, part.quantity(1)) for part in few), "区域补货")
    _play_first(stage, stores.agenda)
    shown = _shown(stage)
    here = stores.free(shown.store)
    mine = [part for part, _ in stores.carried[shown.id] if here.get(part.id, Quantity.zero()) >= part.quantity(1)][:2]
    if mine:
        stores.agenda = Agenda()
        stores.to_van(shown, tuple((part.id, part.quantity(1)) for part in mine))
        _play_first(stage, stores.agenda)
    stores.agenda = own
    far = stage.parts[-1]
    stage.do(
        transferring.request_transfer,
        by="keeper-south",
        from_store_id=stage.stores["SH"].id,
        to_store_id=stage.stores["GZ"].id,
        lines=((far.id, far.quantity(1)),),
        note="邻区调剂",
    )


def _play_first(stage: Stage, agenda: Agenda) -> None:
    """Play the first step that a transfer has noted for later: its sending."""
    for _, step in agenda.until(stage.at + timedelta(days=9)):
        _pass(stage, 2)
        step()
        return


def _counting(stage: Stage, stores: Stores) -> None:
    """Leave stock-takes half counted, one to be approved, cycle counts planned, and a doubt about the book."""
    _pass(stage, 5)
    figures = {"abc": "A", "every_days": 30, "lines_at_once": 20}
    stage.do(planning_counts.plan_counts, by="supervisor", store_id=stage.stores["SH"].id, **figures)
    for code, zone in (("SH", "C"), ("HQ", "D")):
        take = stores.open_stock_take(code, (zone,))
        if take:
            _pass(stage, 10)
            stores.count(take, stage.stores[code].keepers[0], share=0.5)
            people = tuple(stage.people[each] for each in stage.stores[code].keepers)
            stage.do(sharing_counts.share_out, by="supervisor", stock_take_id=take, person_ids=people)
    lines = stock_take_queries.count_sheet(stage.session, stock_take_id=take, only_open=True) if take else ()
    if lines:
        where = {"location_id": lines[0].location_id, "part_id": lines[0].part_id}
        stage.do(doubt, by=stage.stores["HQ"].keepers[0], **where, note="包装已拆，数量存疑")
    done = stores.open_stock_take("GZ", ("B",))
    if done:
        keepers = stage.stores["GZ"].keepers
        stores.count(done, keepers[0])
        stores.count(done, keepers[-1], again=True)
        stores.review(done)


def _tickets(stage: Stage, service: Service, now: datetime) -> None:
    """Leave repairs in every state, several of them with the engineer whose log-in is shown."""
    shown = _shown(stage)
    there, empty = _parts_for(stage, shown)
    stage.at = max(stage.at, now - timedelta(minutes=150))
    plan: list[tuple[str, DemoPart | None]] = [
        *(("completed", part) for part in there[:2]),
        *(("on_site", part) for part in there[2:3]),
        *(("accepted", part) for part in (*there[3:6], *empty[:2])),
        *(("dispatched", part) for part in there[6:8]),
        ("triaged", None),
        ("taken_in", None),
    ]
    for state, part in plan:
        _drive(stage, service, shown, state, part)
        _pass(stage, 3)
    waiting = next((each for each in service.waiting if each.ticket), None)
    if waiting:
        stage.do(
            triaging.recolour, by="manager", ticket_id=waiting.ticket, colour="red", reason="客户多次催促，需经理协调"
        )
    for part in there[8:10]:
        stage.at = max(stage.at, now - timedelta(minutes=4))
        _drive(stage, service, shown, "taken_in", part)


def _drive(stage: Stage, service: Service, engineer: DemoEngineer, state: str, part: DemoPart | None) -> Repair:
    """Take a case in and bring it so far and no further."""
    families = [model for model, family in sorted(stage.families.items()) if family in engineer.families]
    model = service.rng.choice([each for each in part.models if each in families]) if part else families[0]
    own, service.agenda = service.agenda, Agenda()
    repair = service.open([(part, 1.0)] if part else [], model, store=engineer.store, engineer=engineer)
    steps = service.agenda.until(stage.at + timedelta(days=9))
    for _ in range(STEPS[state]):
        _, step = next(steps)
        _pass(stage, 2)
        step()
    service.agenda = own
    return repair


def _parts_for(stage: Stage, engineer: DemoEngineer) -> tuple[list[DemoPart], list[DemoPart]]:
    """Return parts for the engineer's products that the store has free, and some that it lacks."""
    rows = stage.session.execute(
        select(Stock.part_id, Stock.on_hand, Stock.reserved).where(Stock.store_id == stage.stores[engineer.store].id)
    )
    free = {part: on_hand - reserved for part, on_hand, reserved in rows}
    mine = [
        part for part in stage.parts if part.family in engineer.families and part.step == 1000 and not part.succeeded
    ]
    carried = {each.id for each in mine if each.kind.pace in ("fast", "steady", "season_fast")}
    there = [part for part in mine if free.get(part.id, Quantity.zero()) >= part.quantity(1)]
    lacking = [
        part for part in mine if not free.get(part.id, Quantity.zero()) and part.kind.pace in ("slow", "season_slow")
    ]
    return sorted(there, key=lambda part: (part.id in carried, part.id)), lacking


def _shown(stage: Stage) -> DemoEngineer:
    return next(engineer for engineer in stage.engineers if engineer.code == SHOWN)
