"""Rows that no history plays but pages show.

A token, jobs in every state, an import with faults, an open survey, pieces with serial numbers, a workshop order, a
signed hand-over, something scrapped.
"""

from __future__ import annotations

import base64
import io
from datetime import timedelta

from PIL import Image, ImageDraw
from sqlalchemy import select

from forecasting import demand_marking
from forecasting.tables import ForecastAlarm, ForecastWatch, Level
from inventory import accepting
from inventory.tables import (
    Balance,
    HandoverPosting,
    Location,
    OldPartReceipt,
    Part,
    Posting,
    SurplusProposal,
    Unit,
    WorkOrder,
)
from kernel.amounts import Money, Quantity
from kernel.tables import Attachment, Person
from procurement import requesting_quotes
from procurement.tables import PriceAlert, QuoteInvitation, QuoteRequest
from service import calling_back
from service.tables import Callback
from tests.support.web import START, Client, Web
from webapp.mail import store_blob
from webapp.one_time_links import token_hash
from webapp.tables import Job, SigningDeputy

SURVEY = "a-secret-that-only-the-customer-has"
"""Opens the survey of the company's newest callback that waits."""
FILES = {
    "sound.csv": "配件编号,名称,单位\nX-SAMPLE-1,压缩机,件\n",
    "faulty.csv": "part,unit,unit price\nX-SAMPLE-2,barrel,5\nX-SAMPLE-3,pcs,-1\n",
}


def add_samples(web: Web) -> None:
    """Add the rows; everything belongs to the administrator."""
    admin = web.as_("admin")
    token = {"name": "robot", "days": "30", "permissions": ["parts.read"]}
    assert admin.post("/account/tokens/new", token).status_code == 200
    at = web.app.config["CLOCK"].now()
    by = web.person("admin", "admin")
    with web.session() as session:
        for state in ("queued", "running", "done", "failed", "cancelled"):
            row = Job(key=f"sample:{state}", name="plan", arguments={}, asked_at=at, asked_by_id=by, state=state)
            row.done, row.total, row.message = 40, 100, "Reading demand"
            row.error = "worker_lost" if state == "failed" else None
            row.result = {"url": "/plans", "summary": "12 lines"} if state == "done" else None
            session.add(row)
        session.add(
            Attachment(
                table_name="part",
                row_id=1,
                purpose="photo",
                name="a.png",
                media_type="image/png",
                size_bytes=5,
                sha256=store_blob(session, b"a.png"),
                added_by_id=by,
                added_at=at,
            )
        )
        waiting = session.scalars(
            select(Callback.id).where(Callback.done_at.is_(None)).order_by(Callback.id.desc()).limit(1)
        )
        calling_back.invite(
            session,
            callback_id=waiting.one(),
            token_hash=token_hash(SURVEY),
            expires_at=at + timedelta(days=14),
            by=by,
            at=at,
            request_key="sample-survey",
        )
        session.add(
            PriceAlert(
                part_id=1,
                basis="paid",
                source="S01",
                kind="against_last",
                happened_on=at.date(),
                found_on=at.date(),
                reference="PO-SAMPLE",
                old_price_cny=Money.of(10),
                new_price_cny=Money.of(14),
                figure_bp=4000,
                bound_bp=1500,
            )
        )
        session.add(
            SigningDeputy(
                giver_id=by,
                deputy_id=session.scalars(select(Person.id).where(Person.id != by).limit(1)).one(),
                begins_on=at.date(),
                ends_on=at.date() + timedelta(days=9),
                reason="Leave",
                named_by_id=by,
                named_at=at,
            )
        )
        session.commit()
    for name, content in FILES.items():
        sent = {"file": (io.BytesIO(content.encode()), name)}
        assert admin.post("/imports/new/parts", sent).status_code == 303
    add_quote_link(web)
    add_pieces(web)
    add_workshop_order(web, admin)
    add_disposal(web, admin)
    add_handover(web, admin)
    add_watch(web)


def add_quote_link(web: Web) -> None:
    """Give a supplier of an open request a link with the same secret, which is another table's."""
    by, at = web.person("admin", "admin"), web.app.config["CLOCK"].now()
    with web.session() as session:
        asked = session.scalars(
            select(QuoteInvitation.id)
            .join(QuoteRequest, QuoteRequest.id == QuoteInvitation.request_id)
            .where(QuoteRequest.state == "sent")
            .order_by(QuoteInvitation.id.desc())
        )
        requesting_quotes.open_link(
            session,
            invitation_id=asked.first() or 0,
            token_hash=token_hash(SURVEY),
            expires_at=at + timedelta(days=5),
            sent_to="",
            by=by,
            at=at,
            request_key="sample-quote-link",
        )
        session.commit()


def add_watch(web: Web) -> None:
    """Watch two months on, and let one demand be judged; an alarm of each kind waits."""
    by, at = web.person("admin", "admin"), web.app.config["CLOCK"].now()
    with web.session() as session:
        level = session.scalars(select(Level).order_by(Level.id.desc()).limit(1)).one_or_none()
        if level is None:
            return
        figures = {"rows": 9, "forecast": 40.0, "demand": 52.0, "deviation": 20.0, "alarms": ["service"]}
        figures |= {"ended": 8, "within_50": 5, "within_90": 7, "within_95": 7, "under_95": 6}
        figures |= {"lines": 30, "lines_met": 24, "asked": 50.0, "met": 41.0, "promised": 0.95}
        figures |= {"cycles": 9, "cycles_kept": 7, "target": 0.95}
        month = START.date().replace(day=1)
        for each in (month - timedelta(days=31), month):
            for kind, key in (("all", "all"), ("demand_class", "lumpy"), ("store", str(level.store_id))):
                session.add(ForecastWatch(month_on=each.replace(day=1), group_kind=kind, group_key=key, **figures))
        alarms = (("bias", "part", 0.8, 0.5), ("coverage", "demand_class", 0.8, 0.9), ("service", "all", 0.8, 0.95))
        for kind, group, value, bound in alarms:
            row = ForecastAlarm(
                month_on=month, kind=kind, group_kind=group, group_key="lumpy", value=value, bound=bound, cases=30
            )
            if group == "part":
                row.part_id, row.store_id = level.part_id, level.store_id
            session.add(row)
        demand_marking.mark_demand(
            session,
            part_id=level.part_id,
            store_id=level.store_id,
            period_start_on=month,
            verdict="one_off",
            reason="A fair",
            by=by,
            at=at,
            request_key="sample-mark",
        )
        session.commit()


def add_pieces(web: Web) -> None:
    """Put two pieces with serial numbers into the hold of a warehouse."""
    by = web.person("admin", "admin")
    with web.session() as session:
        hold = session.scalars(select(Location).where(Location.kind == "hold").order_by(Location.id).limit(1)).one()
        unit = session.scalars(select(Unit.id).where(Unit.code == "pcs")).one()
        part = Part(number="X-PIECE", name_zh="主板", name_en="Main board", unit_id=unit, serial_tracked=True)
        session.add(part)
        session.flush()
        accepting.declare_opening(
            session,
            part_id=part.id,
            quantity=Quantity.of(2),
            hold_location_id=hold.id,
            unit_cost_cny=Money.of(30),
            received_on=START.date(),
            reference="SAMPLE",
            serial_numbers=("SAMPLE-1", "SAMPLE-2"),
            by=by,
            at=web.app.config["CLOCK"].now(),
            request_key="sample-pieces",
        )
        session.commit()


def add_workshop_order(web: Web, admin: Client) -> None:
    """Judge an old part that may be repaired and send it to a workshop."""
    with web.session() as session:
        lying = (
            select(OldPartReceipt.lot_id, Location.store_id)
            .join(Balance, (Balance.lot_id == OldPartReceipt.lot_id) & (Balance.on_hand > Quantity.zero()))
            .join(Location, (Location.id == Balance.location_id) & (Location.kind == "defective"))
            .order_by(OldPartReceipt.id.desc())
        )
        lots = [(lot, session.get_one(Location, store).code) for lot, store in session.execute(lying)]
    said = {"verdict": "repair", "cause": "defect", "finding": "coil open"}
    lot, store = next(each for each in lots if admin.post(f"/old-parts/lots/{each[0]}", said).status_code == 303)
    added = {"store_id": store, "code": "X-WORKSHOP", "name_zh": "诚信维修", "name_en": "Trusty Repairs"}
    assert admin.post("/old-parts/workshops/new", added).status_code == 303
    due_on = (web.app.config["CLOCK"].now() + timedelta(days=9)).date()
    sent = {"lot_ids": str(lot), "workshop_id": "X-WORKSHOP", "due_on": due_on.isoformat()}
    answer = admin.post("/old-parts/workshop-orders/new", sent)
    assert answer.status_code == 303, answer.text


def add_disposal(web: Web, admin: Client) -> None:
    """Propose what lies longest to be scrapped, let others approve and witness it, and scrap it."""
    with web.session() as session:
        longest = (
            select(SurplusProposal.id, SurplusProposal.store_id)
            .where(SurplusProposal.state == "open")
            .order_by(SurplusProposal.id)
        )
        key, store = session.execute(longest.limit(1)).one()
        keeper_id = session.get_one(Location, store).keeper_id
        keeper = session.get_one(Person, keeper_id).code
    here = f"/surplus/{key}"
    said = {"act": "scrap", "quantity": "1", "note": "too old"}
    for client, step, data in (
        (admin, "submit", said),
        (web.as_("supervisor"), "approve", {}),
        (web.as_(keeper, "keeper"), "witness", {"finding": "one piece, rusted"}),
        (admin, "scrap", {"note": "to the yard"}),
    ):
        answer = client.post(f"{here}/{step}", data)
        assert answer.status_code == 303, (step, answer.text)


def add_handover(web: Web, admin: Client) -> None:
    """Hand what was issued to a work order over to its engineer, who signs."""
    with web.session() as session:
        issued = (
            select(WorkOrder.id, Person.code)
            .join(Posting, (Posting.reference == WorkOrder.number) & (Posting.kind == "issue"))
            .join(Person, Person.id == WorkOrder.engineer_id)
            .where(Posting.id.not_in(select(HandoverPosting.posting_id)))
            .order_by(Posting.id.desc())
            .limit(20)
        )
        orders = session.execute(issued).all()
    signed = (
        admin.post(f"/work-orders/{order}/hand-over", {"received_by_id": code, "signature": ink()})
        for order, code in orders
    )
    assert any(answer.status_code == 303 for answer in signed)


def ink() -> str:
    """Return a drawn signature as base64 text."""
    picture = Image.new("RGBA", (40, 20), (255, 255, 255, 0))
    ImageDraw.Draw(picture).line((2, 15, 38, 4), fill=(0, 0, 60, 255), width=3)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()
