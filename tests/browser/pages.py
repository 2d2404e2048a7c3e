"""Find an address for every page: sample rows of each kind, one for each state they may be in."""

from __future__ import annotations

from itertools import islice, product
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from forecasting.tables import DemandMark, ForecastAlarm, Level
from forecasting.tables.parts import PartPlanning
from forecasting.tables.scenarios import Scenario, ServiceCurve
from inventory.places import LocationKind
from inventory.tables import (
    Balance,
    Category,
    CountLine,
    CountPlan,
    Disposal,
    FifoAsk,
    Handover,
    Location,
    Lot,
    OldPartDebt,
    OldPartExplanation,
    OldPartNote,
    OldPartNoteLine,
    OldPartReceipt,
    Part,
    PartRequest,
    PeriodClosing,
    PickWave,
    Posting,
    ProductModel,
    StockTake,
    StoreDeputy,
    SurplusProposal,
    Transfer,
    VarianceCause,
    WorkOrder,
    WorkshopLine,
    WorkshopOrder,
)
from kernel.amounts import Quantity
from kernel.db import Base
from kernel.settings import DEFINITIONS
from kernel.tables import Attachment, Person
from procurement.tables import (
    Contract,
    Order,
    Plan,
    PriceAlert,
    Proposal,
    Questionnaire,
    Quote,
    QuoteAward,
    QuoteInvitation,
    QuoteRequest,
    SalePrice,
    Supplier,
    SupplierAssessment,
    SupplierBank,
    SupplierContact,
    SupplierPart,
)
from receiving.tables import Arrival, Concession, Inspection, Standard, StockSample, SupplierReturn
from service.tables import (
    Callback,
    Campaign,
    Customer,
    Dispatch,
    EngineerProfile,
    FollowUp,
    GuidedQuestion,
    Kit,
    LastTimeBuy,
    MaintenanceLine,
    Product,
    Qualification,
    Ticket,
)
from tests.support.samples import SURVEY
from webapp.tables import ApiToken, Job, SigningDeputy

TABLES: dict[str, type[Base]] = {
    "arrival_id": Arrival,
    "assessment_id": SupplierAssessment,
    "concession_id": Concession,
    "contact_id": SupplierContact,
    "price_alert_id": PriceAlert,
    "questionnaire_id": Questionnaire,
    "sale_price_id": SalePrice,
    "signing_deputy_id": SigningDeputy,
    "supplier_bank_id": SupplierBank,
    "award_id": QuoteAward,
    "callback_id": Callback,
    "campaign_id": Campaign,
    "category_id": Category,
    "contract_id": Contract,
    "count_line_id": CountLine,
    "count_plan_id": CountPlan,
    "customer_id": Customer,
    "debt_id": OldPartDebt,
    "invitation_id": QuoteInvitation,
    "quote_id": Quote,
    "request_id": QuoteRequest,
    "demand_mark_id": DemandMark,
    "dispatch_id": Dispatch,
    "engineer_id": EngineerProfile,
    "explanation_id": OldPartExplanation,
    "fifo_ask_id": FifoAsk,
    "file_id": Attachment,
    "follow_up_id": FollowUp,
    "forecast_alarm_id": ForecastAlarm,
    "handover_id": Handover,
    "inspection_id": Inspection,
    "job_id": Job,
    "kit_id": Kit,
    "last_time_buy_id": LastTimeBuy,
    "level_id": Level,
    "line_id": OldPartNoteLine,
    "location_id": Location,
    "maintenance_line_id": MaintenanceLine,
    "lot_id": Lot,
    "note_id": OldPartNote,
    "order_id": Order,
    "part_id": Part,
    "part_request_id": PartRequest,
    "period_closing_id": PeriodClosing,
    "person_id": Person,
    "pick_wave_id": PickWave,
    "plan_id": Plan,
    "posting_id": Posting,
    "product_id": Product,
    "product_model_id": ProductModel,
    "proposal_id": Proposal,
    "qualification_id": Qualification,
    "question_id": GuidedQuestion,
    "receipt_id": OldPartReceipt,
    "scenario_id": Scenario,
    "service_curve_id": ServiceCurve,
    "standard_id": Standard,
    "stock_sample_id": StockSample,
    "stock_take_id": StockTake,
    "store_deputy_id": StoreDeputy,
    "supplier_id": Supplier,
    "supplier_part_id": SupplierPart,
    "supplier_return_id": SupplierReturn,
    "surplus_proposal_id": SurplusProposal,
    "disposal_id": Disposal,
    "ticket_id": Ticket,
    "token_id": ApiToken,
    "variance_cause_id": VarianceCause,
    "transfer_id": Transfer,
    "work_order_id": WorkOrder,
    "workshop_line_id": WorkshopLine,
    "workshop_order_id": WorkshopOrder,
}
WORDS = {
    "kind": ("parts", "stock", "suppliers", "history", "intake", "part"),
    "name": tuple(sorted(DEFINITIONS)),
    "token": (SURVEY,),
}
QUERIES = {
    "arrivals.register": ("order", "order_id"),
    "api_details.stock_card": ("store", "store_code"),
    "api_files.labels": ("ids", "part_id"),
    "labels.choose": ("ids", "part_id"),
    "stock_takes.causes": ("lines", "count_line_id"),
    "labels.print_labels": ("ids", "part_id"),
}
"""Pages that are nothing without what follows the question mark."""
OWN = {
    **dict.fromkeys(("old_parts.lot", "old_parts.scrap", "old_parts.to_maker", "old_parts.restock"), "old_lot_id"),
    "api_details.old_part_lot": "old_lot_id",
    "serials.show": "piece_lot_id",
    "api_details.serial": "piece_lot_id",
}
"""Pages of a lot that open for some lots only."""
EACH_STATE = 2
"""How many rows of each state are tried."""


def samples(engine: Engine) -> dict[str, list[Any]]:
    """Return ids for each name that an address may hold: a few of every state or kind, the newest first."""
    found: dict[str, list[Any]] = {}
    with Session(engine) as session:
        for name, table in TABLES.items():
            key = table.__table__.primary_key.columns.values()[0]
            state = getattr(table, "state", None) or getattr(table, "kind", None)
            if state is None:
                found[name] = list(session.scalars(select(key).order_by(key.desc()).limit(EACH_STATE)))
                continue
            found[name] = []
            for value in session.scalars(select(state).distinct().order_by(state)).all():
                rows = select(key).where(state == value).order_by(key.desc()).limit(EACH_STATE)
                found[name] += session.scalars(rows).all()
        stores = select(Location.id).where(Location.kind == str(LocationKind.WAREHOUSE)).limit(EACH_STATE)
        vans = select(Location.id).where(Location.kind == str(LocationKind.VAN)).limit(EACH_STATE)
        found["store_id"], found["van_id"] = list(session.scalars(stores)), list(session.scalars(vans))
        shops = select(Location.id).where(Location.kind == str(LocationKind.WORKSHOP)).limit(EACH_STATE)
        found["workshop_id"] = list(session.scalars(shops))
        old = select(OldPartReceipt.lot_id).order_by(OldPartReceipt.id).limit(4)
        pieces = select(Lot.id).where(Lot.serial_number.is_not(None)).order_by(Lot.id.desc()).limit(EACH_STATE)
        found["old_lot_id"], found["piece_lot_id"] = list(session.scalars(old)), list(session.scalars(pieces))
        found["store_code"] = list(session.scalars(stores.with_only_columns(Location.code)))
    return found


def pairs(engine: Engine) -> dict[tuple[str, ...], list[tuple[int, ...]]]:
    """Return ids that belong together, for addresses that name two rows."""
    with Session(engine) as session:
        lying = select(Balance.location_id, Balance.lot_id, Location.kind).join(
            Location, Location.id == Balance.location_id
        )
        lies = [row for row in session.execute(lying.where(Balance.on_hand > Quantity.zero())) if row.kind != "bin"]
        orders = select(WorkOrder.id, Balance.lot_id).join(Balance, Balance.location_id == WorkOrder.location_id)
        parts = select(Level.part_id, Level.store_id).limit(EACH_STATE)
        kept = select(PartPlanning.part_id, PartPlanning.id).limit(EACH_STATE)
        sent = select(Dispatch.ticket_id, Dispatch.id).order_by(Dispatch.id.desc()).limit(20)
        return {
            ("location_id", "lot_id"): [(row.location_id, row.lot_id) for row in lies][:60],
            ("lot_id", "work_order_id"): [
                (b, a) for a, b in session.execute(orders.where(Balance.on_hand > Quantity.zero()).limit(20))
            ],
            ("part_id", "store_id"): [(row[0], row[1]) for row in session.execute(parts)],
            ("part_id", "part_planning_id"): [(row[0], row[1]) for row in session.execute(kept)],
            ("dispatch_id", "ticket_id"): [(b, a) for a, b in session.execute(sent)],
        }


def addresses(
    rule: Rule, ids: dict[str, list[Any]], together: dict[tuple[str, ...], list[tuple[int, ...]]]
) -> list[str]:
    """Return addresses of a page to try, filled with sample rows."""
    names = tuple(sorted(rule.arguments))
    if rule.endpoint in OWN:
        return [rule.rule.replace("<int:lot_id>", str(key)) for key in ids[OWN[rule.endpoint]]]
    if names in together:
        choices = together[names]
    else:
        names = tuple(sorted(names, key=WORDS.__contains__))  # words change from one address to the next
        choices = list(islice(product(*(WORDS.get(name) or ids.get(name, []) for name in names)), 60))
    built = []
    for values in choices:
        path = rule.rule
        for name, value in zip(names, values, strict=True):
            path = path.replace(f"<int:{name}>", str(value)).replace(f"<{name}>", str(value))
        built.append(path)
    if rule.endpoint in QUERIES:
        name, key = QUERIES[rule.endpoint]
        built = [f"{path}?{name}={value}" for path in built for value in ids[key]]
    return built
