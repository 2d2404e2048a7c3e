"""Leave keepers work of each kind: homes, limits, kits, an exception to sign, a walk, a loss on the way."""

from __future__ import annotations

import io

from sqlalchemy import select

from inventory import (
    allocating,
    asking_exceptions,
    bins_keeping,
    handing_over,
    limiting,
    picking_short,
    requesting,
    settling_transfers,
    transferring,
    walking,
)
from inventory.handing_over import waiting_postings
from inventory.picking import candidates, propose_pick
from inventory.tables import Balance, Location, WorkOrder
from kernel.amounts import Money, Quantity
from kernel.text import Text
from service import kit_keeping
from service.kit_keeping import KitPart
from webapp.demo.stage import DemoEngineer, DemoPart, Stage
from webapp.demo.stores import Stores
from webapp.uploads import store_content


def keepers_day(stage: Stage, stores: Stores, shown: DemoEngineer) -> None:
    """Set up what keepers lean on, and leave work under way."""
    _bins(stage)
    _limits(stage, shown)
    _kits(stage)
    free = stores.free("HQ")
    spare = [part for part in stage.parts if _plain(part) and free.get(part.id, Quantity.zero()) >= part.quantity(3)]
    if spare:
        _loss(stage, spare[0])
    wanted = [_asked(stage, part, number) for number, part in enumerate(spare[1:4])]
    if wanted:
        _walk(stage, wanted)
    _exception(stage, [part for part in stage.parts if _plain(part)])
    _hand_over(stage)
    for part in spare[4:][-1:] or spare[1:][-1:]:
        _short(stage, _asked(stage, part, 9))


def _plain(part: DemoPart) -> bool:
    return bool(part.models) and not part.kind.serial and not part.succeeded and part.step == 1000


def _bins(stage: Stage) -> None:
    """Give the bins of the central store homes and room for what they hold."""
    store = stage.stores["HQ"]
    rows = stage.session.execute(
        select(Balance.location_id, Balance.part_id)
        .join(Location, Location.id == Balance.location_id)
        .where(Balance.store_id == store.id, Location.kind == "bin", Balance.on_hand > Quantity.zero())
        .order_by(Location.code, Balance.part_id)
    ).all()
    seen: dict[int, int] = {}
    for location_id, part_id in rows:
        if part_id not in seen.values() and location_id not in seen and len(seen) < 12:
            seen[location_id] = part_id
    for location_id, part_id in seen.items():
        stage.do(
            bins_keeping.add_home, by="supervisor", location_id=location_id, part_id=part_id, position=1, most=None
        )
        stage.do(
            bins_keeping.set_capacity,
            by="supervisor",
            location_id=location_id,
            storage_condition="",
            most_units=Quantity.of(400),
            most_lots=12,
        )
    stage.do(
        bins_keeping.name_deputy,
        by="supervisor",
        store_id=store.id,
        person_id=stage.people[stage.stores["SH"].keepers[-1]],
        from_on=stage.today,
        until_on=None,
    )


def _limits(stage: Stage, shown: DemoEngineer) -> None:
    """Limit the van of the engineer whose log-in is shown, and let a refill beyond it wait for a signature."""
    there = list(
        stage.session.execute(
            select(Balance.part_id, Balance.on_hand)
            .where(Balance.location_id == shown.van, Balance.on_hand > Quantity.zero())
            .order_by(Balance.part_id)
            .limit(3)
        )
    )
    for part_id, on_hand in there:
        most = on_hand + Quantity.of(1)
        stage.do(limiting.set_van_limit, by="supervisor", van_id=shown.van, part_id=part_id, most=most)
    stage.do(limiting.set_van_value, by="supervisor", van_id=shown.van, most_value_cny=Money.of(60_000))
    for part_id, _ in there[:1]:
        stage.do(
            transferring.request_transfer,
            by=shown.code,
            from_store_id=stage.stores[shown.store].id,
            to_store_id=shown.van,
            lines=((part_id, Quantity.of(4)),),
            note="周末值班",
            beyond_reason="周末连续三台同型号维修",
        )


def _kits(stage: Stage) -> None:
    """Make a kit for each of two product models out of parts that fit them."""
    made = 0
    for model in sorted(stage.families):
        fitting = [part for part in stage.parts if _plain(part) and model in part.models][:3]
        if len(fitting) < 2 or made == 2:
            continue
        made += 1
        stage.do(
            kit_keeping.make_kit,
            by="supervisor",
            code=f"KIT-{made:02d}",
            name=Text(f"常见维修套件 {made}", f"Common repair kit {made}"),
            product_model_id=model,
            lines=tuple(KitPart(part.id, Quantity.of(1), optional=place > 1) for place, part in enumerate(fitting)),
        )


def _asked(stage: Stage, part: DemoPart, number: int) -> int:
    """Open a work order of the workshop that needs a part; return its request."""
    order = stage.do(
        requesting.open_work_order,
        by="supervisor",
        number=f"WS-{stage.today:%Y%m%d}-K{number}",
        urgency="normal",
        product_model_id=part.models[0],
        engineer_id=None,
    )
    asked = stage.do(
        requesting.request_part,
        by="supervisor",
        work_order_id=order.work_order_id,
        part_id=part.id,
        store_id=stage.stores["HQ"].id,
        quantity=Quantity.of(2),
    )
    return int(asked.part_request_id)


def _walk(stage: Stage, wanted: list[int]) -> None:
    """Leave a keeper on the way for several work orders, and a promise held for a customer."""
    keeper = stage.stores["HQ"].keepers[0]
    stage.do(walking.set_out, by=keeper, store_id=stage.stores["HQ"].id, part_request_ids=tuple(wanted[:2]))
    for request_id in wanted[2:]:
        stage.do(allocating.hold, by="supervisor", part_request_id=request_id, reason="已电话答应客户")


def _exception(stage: Stage, parts: list[DemoPart]) -> None:
    """Let a keeper ask for the youngest lot of a part, of one that lies in two lots where there is any."""
    keeper, store = stage.stores["HQ"].keepers[0], stage.stores["HQ"].id
    lots = {
        part.id: sorted({(each.rank_on, each.lot_id) for each in candidates(stage.session, part.id, store)})
        for part in parts
    }
    there = [part for part in parts if lots[part.id]]
    for part in sorted(there, key=lambda each: len(lots[each.id]) < 2)[:1]:
        stage.do(
            asking_exceptions.ask_exception,
            by=keeper,
            part_request_id=_asked(stage, part, 5),
            lot_id=lots[part.id][-1][1],
            reason="旧批次被托盘压住，叉车维修中",
        )


def _hand_over(stage: Stage) -> None:
    """Let an engineer sign for what was issued to the newest open work order that has an engineer."""
    keeper = stage.people[stage.stores["HQ"].keepers[0]]
    orders = stage.session.scalars(
        select(WorkOrder)
        .where(WorkOrder.state == "open", WorkOrder.engineer_id.is_not(None), WorkOrder.engineer_id != keeper)
        .order_by(WorkOrder.id.desc())
    )
    for order in orders:
        if stage.session.scalar(waiting_postings(order).limit(1)) is None:
            continue
        kept = store_content(
            stage.session,
            _drawn(),
            "png",
            name=f"{order.number}-signature.png",
            table_name="work_order",
            row_id=order.id,
            purpose="signature",
            by=keeper,
            at=stage.at,
        )
        stage.do(
            handing_over.hand_over,
            by=stage.stores["HQ"].keepers[0],
            work_order_id=order.id,
            received_by_id=order.engineer_id,
            signature_attachment_id=kept,
            note="",
        )
        return


def _drawn() -> bytes:
    """Draw something like a signature."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", (320, 120), (255, 255, 255, 0))
    points = [(20, 90), (60, 30), (80, 95), (120, 40), (150, 90), (200, 50), (240, 85), (300, 30)]
    ImageDraw.Draw(picture).line(points, fill=(16, 36, 62, 255), width=4, joint="curve")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _short(stage: Stage, request_id: int) -> None:
    """Find a shelf one piece short."""
    for line in propose_pick(stage.session, part_request_ids=(request_id,), on=stage.today)[:1]:
        stage.do(
            picking_short.pick_short,
            by=stage.stores["HQ"].keepers[0],
            part_request_id=request_id,
            lot_id=line.lot_id,
            location_id=line.location_id,
            taken=line.quantity - Quantity.of(1),
            reason="盒内少一件",
        )


def _loss(stage: Stage, part: DemoPart) -> None:
    """Let a transfer arrive one piece short, and report the piece as lost."""
    source, target = stage.stores["HQ"], stage.stores["SH"]
    made = stage.do(
        transferring.request_transfer,
        by=target.keepers[0],
        from_store_id=source.id,
        to_store_id=target.id,
        lines=((part.id, Quantity.of(2)),),
        note="补货",
    )
    stage.do(transferring.send, by=source.keepers[0], transfer_id=made.transfer_id)
    first = min(place for places in target.bins.values() for place in places)
    stage.do(
        transferring.receive,
        by=target.keepers[0],
        transfer_id=made.transfer_id,
        lines=((part.id, Quantity.of(1)),),
        to_location_id=first,
    )
    stage.do(
        settling_transfers.settle_missing,
        by=target.keepers[0],
        transfer_id=made.transfer_id,
        part_id=part.id,
        quantity=Quantity.of(1),
        cause="lost",
        note="到货时外箱破损",
    )
