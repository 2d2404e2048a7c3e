"""Read one part, its stock card in a store, and one lot with where it came from and who got pieces of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from forecasting.tables import PartClass
from inventory import queries
from inventory.parts_keeping import PartFacts
from inventory.queries import Availability, LotThere, Substitute
from inventory.queries.stock_cards import CardEntry, card_page
from inventory.scan_codes import CodeKind, format_code
from inventory.tables import Category, Clearance, Lot, Part, Unit
from kernel.amounts import LARGEST, Money, Quantity
from kernel.errors import NotFound
from kernel.text import Text
from receiving.queries.inspections import InspectionView
from receiving.queries.traces import LotTrace
from receiving.queries.traces import trace as trace_of
from webapp import context
from webapp.detail import Detail, detail, made_of
from webapp.fields import TextField
from webapp.lookups import resolve
from webapp.pages import parts, stock, trace
from webapp.pages.parts import found
from webapp.part_files import files_of
from webapp.part_relations import (
    aliases_select,
    alternates_select,
    fits_select,
    kits_select,
    stands_in_select,
    successions_select,
)
from webapp.personal import shown_name
from webapp.shapes import Columns

LARGEST_PAGE = 500
NO_DAY = date(2000, 1, 1)

StockRows = Annotated[tuple[Any, ...], Columns("StockOfPart", queries.stock_select(on=NO_DAY))]
Movements = Annotated[tuple[Any, ...], Columns("Movement", queries.movements_select())]


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """Hold the figures behind ABC, XYZ and FSN of a part, and the bounds of the classes; shares as numbers to 1."""

    computed_at: datetime
    first_month_on: date
    months: int
    value_cny: Money
    rank: int
    share_before: float
    mean: float
    variation: float | None
    months_moved: int


@dataclass(frozen=True, slots=True)
class PartFile:
    """Name a photo or a specification sheet of a part; its bytes are at /files/{file_id}."""

    file_id: int
    purpose: str
    name: str
    media_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDetail(PartFacts):
    """Hold a part: its facts, where it is, what it fits, what stands in for it and what succeeds it."""

    part_id: int
    unit: Text
    unit_code: str
    category: Text | None
    abc: str | None
    xyz: str | None
    fsn: str | None
    label_code: str
    merged_into_id: int | None
    classes: ClassFigures | None
    also_known_as: Annotated[tuple[Any, ...], Columns("NumberOfPart", aliases_select(0))]
    used_instead_of: Annotated[tuple[Any, ...], Columns("PartStoodInFor", stands_in_select(0))]
    kits: Annotated[tuple[Any, ...], Columns("KitOfPart", kits_select(0))]
    files: tuple[PartFile, ...]
    stock: StockRows
    fits: Annotated[tuple[Any, ...], Columns("FitOfPart", fits_select(0))]
    alternates: Annotated[tuple[Any, ...], Columns("AlternateOfPart", alternates_select(0))]
    successions: Annotated[tuple[Any, ...], Columns("SuccessionOfPart", successions_select(0))]


def read_part(part_id: int) -> PartDetail:
    """Show a part with its stock in each store, the models it fits, alternates and successions."""
    session, row = context.session(), found(part_id)
    unit = session.get_one(Unit, row.unit_id)
    category = session.get(Category, row.category_id) if row.category_id else None
    there = queries.stock_select(on=context.today(), part_id=part_id).order_by(None)
    counted = session.get(PartClass, part_id)
    return made_of(
        PartDetail,
        row,
        part_id=row.id,
        unit=unit.name,
        unit_code=unit.code,
        category=category.name if category else None,
        label_code=format_code(CodeKind.PART, row.number),
        merged_into_id=row.merged_into_id,
        classes=made_of(ClassFigures, counted) if counted else None,
        also_known_as=session.execute(aliases_select(part_id)).all(),
        used_instead_of=session.execute(stands_in_select(part_id)).all(),
        kits=session.execute(kits_select(part_id)).all(),
        files=tuple(
            PartFile(each.id, each.purpose, each.name, each.media_type, each.size_bytes)
            for purpose in ("specification", "photo")
            for each in files_of(session, part_id, purpose)
        ),
        stock=session.execute(there).all() if context.may("stock.read") else (),
        fits=session.execute(fits_select(part_id)).all(),
        alternates=session.execute(alternates_select(part_id)).all(),
        successions=session.execute(successions_select(part_id)).all(),
    )


class CardQuery(Schema):
    """Ask for the card of a store, a page at a time, the newest line first.

    A page goes on before a movement or after one, as `older` and `newer` of another page say, or is the oldest.
    """

    store = TextField(60, required=True, metadata={"description": "code of the store or van"})
    before = fields.Integer(validate=validate.Range(1, LARGEST), load_default=0)
    after = fields.Integer(validate=validate.Range(1, LARGEST), load_default=0)
    oldest = fields.Boolean(load_default=False)
    size = fields.Integer(validate=validate.Range(1, LARGEST_PAGE), load_default=50)


@dataclass(frozen=True, slots=True)
class StockCard:
    """Hold a part's stock in a store opened to its lots and promises, and a page of its card, the newest first."""

    stock: Availability
    substitutes: tuple[Substitute, ...]
    entries: tuple[CardEntry, ...]
    size: int
    older: int
    newer: int


def read_card(part_id: int, store: str, before: int, after: int, oldest: bool, size: int) -> StockCard:  # noqa: FBT001
    """Show the stock card of a part in a store: how the available quantity comes about, and every movement."""
    session = context.session()
    found(part_id)
    store_id = resolve("store", store)
    if store_id is None:
        raise NotFound("store_unknown", store=store)
    stock.found_store(store_id)
    page = card_page(session, part_id=part_id, store_id=store_id, before=before, after=after, oldest=oldest, size=size)
    return StockCard(
        queries.availability(session, part_id=part_id, store_id=store_id, on=context.today()),
        queries.substitutes(session, part_id=part_id, store_id=store_id),
        page.entries,
        size,
        page.older,
        page.newer,
    )


@dataclass(frozen=True, slots=True)
class LotUse:
    """Hold what a work order got of a lot, and the ticket it was for where whoever asks may see it."""

    work_order_id: int
    number: str
    state: str
    issued: Quantity
    returned: Quantity
    ticket_id: int | None
    ticket_number: str | None
    customer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotDetail(LotTrace):
    """Hold a lot: where it came from, where it lies, every movement, and who got pieces of it."""

    part_id: int
    part_number: str
    part_name: Text
    unit: Text
    reference: str
    received_on: date
    expires_on: date | None
    supplier_lot: str | None
    serial_number: str | None
    unit_cost_cny: Money
    there: tuple[LotThere, ...]
    movements: Movements
    clearances: Annotated[tuple[Any, ...], Columns("Clearance", Clearance)]
    uses: tuple[LotUse, ...]


def read_lot(lot_id: int) -> LotDetail:
    """Show a lot with its trace: supplier, arrival, inspections, returns, places, movements, repairs."""
    session = context.session()
    way = trace_of(session, lot_id)
    row = session.get_one(Lot, lot_id)
    part = session.get_one(Part, row.part_id)
    lies = queries.lots_select(part_id=part.id).where(Lot.id == lot_id).order_by(None)
    return made_of(
        LotDetail,
        way,
        row,
        inspections=way.inspections if context.may("inspection.read") else tuple(map(_in_short, way.inspections)),
        part_number=part.number,
        part_name=part.name,
        unit=session.get_one(Unit, part.unit_id).name,
        there=tuple(LotThere(**each) for each in session.execute(lies).mappings()),
        movements=session.execute(queries.movements_select(lot_id=lot_id)).all(),
        clearances=session.scalars(select(Clearance).where(Clearance.lot_id == lot_id).order_by(Clearance.id)).all(),
        uses=tuple(_use(each) for each in trace.uses(session, lot_id)),
    )


def _in_short(view: InspectionView) -> InspectionView:
    """Leave out what only the page of the inspection shows."""
    return replace(view, characteristics=(), results=())


def _use(each: trace.Use) -> LotUse:
    ticket = each.ticket
    return made_of(
        LotUse,
        each,
        ticket_id=ticket.id if ticket else None,
        ticket_number=ticket.number if ticket else None,
        customer=shown_name(ticket.customer) if ticket else None,
    )


detail(Detail("part", "/parts/<int:part_id>", parts.show, read_part, "parts"))
detail(Detail("stock_card", "/parts/<int:part_id>/card", stock.show, read_card, "stock", query=CardQuery))
detail(Detail("lot", "/lots/<int:lot_id>", stock.lot, read_lot, "stock"))
