"""Read contracts: what is agreed on a day, what was called off, their versions and lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from inventory.finding import found
from inventory.queries.columns import number
from inventory.tables import Part, Unit
from kernel.amounts import Quantity
from kernel.db import QuantityType
from kernel.tables import Person
from procurement.contract_terms import Term
from procurement.prices import Step
from procurement.tables import (
    Contract,
    ContractBreak,
    ContractLine,
    ContractVersion,
    Order,
    OrderLine,
    Supplier,
)

PORTION = 500
"""Parts or lines named in one statement; for more of them everything is read."""


@dataclass(frozen=True, slots=True)
class CalledOff:
    """Hold a line of a contract with what was called off it over all its versions, and what remains."""

    contract_line_id: int
    line_no: int
    part_id: int
    part_number: str
    part_name_zh: str
    part_name_en: str
    unit_code: str
    unit_name_zh: str
    unit_name_en: str
    specification: str
    lead_time_days: int | None
    minimum_total: Quantity | None
    maximum_total: Quantity | None
    called_off: Quantity
    received: Quantity
    remaining: Quantity | None
    breaks: tuple[ContractBreak, ...]

    @property
    def beyond(self) -> bool:
        """Tell whether more was called off than agreed."""
        return self.maximum_total is not None and self.called_off > self.maximum_total


def terms(
    session: Session, *, supplier_id: int | None = None, part_ids: Collection[int] | None = None, ended: bool = False
) -> list[Term]:
    """Return what the approved versions of living contracts say of parts; `ended` takes those whose term is over too.

    The newest term of a supplier and part comes last.
    """
    states = ("active", "expired") if ended else ("active",)
    query = (
        select(Contract, ContractVersion, ContractLine)
        .join(ContractVersion, ContractVersion.contract_id == Contract.id)
        .join(ContractLine, ContractLine.contract_version_id == ContractVersion.id)
        .where(Contract.state.in_(states), ContractVersion.state == "active")
        .order_by(ContractVersion.begins_on, ContractLine.id)
    )
    if supplier_id is not None:
        query = query.where(Contract.supplier_id == supplier_id)
    if part_ids is not None and len(part_ids) <= PORTION:
        query = query.where(ContractLine.part_id.in_(part_ids))
    rows = session.execute(query).all()
    steps = steps_of(session, {line.id for _, _, line in rows})
    return [
        Term(
            contract.id,
            contract.number,
            version.version,
            line.id,
            contract.supplier_id,
            line.part_id,
            version.begins_on,
            version.ends_on,
            tuple(steps[line.id]),
            line.lead_time_days,
            line.minimum_total,
            line.maximum_total,
        )
        for contract, version, line in rows
    ]


def terms_in_force(
    session: Session, *, on: date, supplier_id: int | None = None, part_ids: Collection[int] | None = None
) -> dict[tuple[int, int], Term]:
    """Return what is agreed on a day, by supplier and part; of two contracts that name a part the later begun holds."""
    found = terms(session, supplier_id=supplier_id, part_ids=part_ids)
    return {(term.supplier_id, term.part_id): term for term in found if term.holds_on(on)}


def steps_of(session: Session, line_ids: set[int]) -> dict[int, list[Step]]:
    """Return the price steps of lines of contracts, the smallest quantity first."""
    found: dict[int, list[Step]] = defaultdict(list)
    query = select(ContractBreak).order_by(ContractBreak.from_quantity)
    if len(line_ids) <= PORTION:
        query = query.where(ContractBreak.contract_line_id.in_(line_ids))
    for row in session.scalars(query):
        found[row.contract_line_id].append(Step(row.from_quantity, row.unit_price_cny, date.min))
    return found


def called_off(*, but: Order | None = None) -> Select[int, int, Quantity, Quantity]:
    """List by contract and part what orders have called off and what has come, over all versions.

    `but` leaves a draft's own lines out, and those of drafts that were written after it.
    """
    wanted = number(OrderLine.quantity) - number(OrderLine.cancelled)
    query = (
        select(
            ContractVersion.contract_id,
            OrderLine.part_id,
            _quantity(func.sum(wanted)).label("called_off"),
            _quantity(func.sum(number(OrderLine.received))).label("received"),
        )
        .join(ContractLine, ContractLine.id == OrderLine.contract_line_id)
        .join(ContractVersion, ContractVersion.id == ContractLine.contract_version_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.state != "cancelled")
        .group_by(ContractVersion.contract_id, OrderLine.part_id)
    )
    if but is not None:
        query = query.where(Order.id != but.id, (Order.state != "draft") | (Order.id < but.id))
    return query


def _quantity(value: ColumnElement[int]) -> ColumnElement[Quantity]:
    return type_coerce(cast(value, BigInteger), QuantityType())


def lines_of_version(session: Session, version: ContractVersion) -> tuple[CalledOff, ...]:
    """Return the lines of a version with their prices and what was called off the contract's parts so far."""
    counts = {
        part: (off, came)
        for contract, part, off, came in session.execute(called_off())
        if contract == version.contract_id
    }
    rows = session.execute(
        select(ContractLine, Part, Unit)
        .join(Part, Part.id == ContractLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .where(ContractLine.contract_version_id == version.id)
        .order_by(ContractLine.line_no)
    ).all()
    breaks: dict[int, list[ContractBreak]] = defaultdict(list)
    listed = select(ContractBreak).where(ContractBreak.contract_line_id.in_([line.id for line, _, _ in rows]))
    for each in session.scalars(listed.order_by(ContractBreak.from_quantity)):
        breaks[each.contract_line_id].append(each)
    return tuple(_called(line, part, unit, counts, tuple(breaks[line.id])) for line, part, unit in rows)


def _called(
    line: ContractLine,
    part: Part,
    unit: Unit,
    counts: dict[int, tuple[Quantity, Quantity]],
    breaks: tuple[ContractBreak, ...],
) -> CalledOff:
    off, came = counts.get(part.id, (Quantity.zero(), Quantity.zero()))
    return CalledOff(
        line.id,
        line.line_no,
        part.id,
        part.number,
        part.name_zh,
        part.name_en,
        unit.code,
        unit.name_zh,
        unit.name_en,
        line.specification,
        line.lead_time_days,
        line.minimum_total,
        line.maximum_total,
        off,
        came,
        max(line.maximum_total - off, Quantity.zero()) if line.maximum_total is not None else None,
        breaks,
    )


def contracts_select() -> Select[*tuple[Any, ...]]:
    """List contracts with their present version: the active one, else the newest."""
    newest = (
        select(ContractVersion.id)
        .where(ContractVersion.contract_id == Contract.id)
        .order_by((ContractVersion.state == "active").desc(), ContractVersion.version.desc())
        .limit(1)
        .correlate(Contract)
        .scalar_subquery()
    )
    parts = (
        select(func.count())
        .select_from(ContractLine)
        .where(ContractLine.contract_version_id == ContractVersion.id)
        .correlate(ContractVersion)
        .scalar_subquery()
    )
    return (
        select(
            Contract.id.label("id"),
            Contract.number.label("number"),
            Contract.state.label("state"),
            Contract.supplier_id.label("supplier_id"),
            Supplier.code.label("supplier_code"),
            Supplier.name_zh.label("supplier_name_zh"),
            Supplier.name_en.label("supplier_name_en"),
            ContractVersion.title.label("title"),
            ContractVersion.version.label("version"),
            ContractVersion.begins_on.label("begins_on"),
            ContractVersion.ends_on.label("ends_on"),
            ContractVersion.currency.label("currency"),
            parts.label("parts"),
        )
        .join(Supplier, Supplier.id == Contract.supplier_id)
        .join(ContractVersion, ContractVersion.id == newest)
    )


def versions_of(session: Session, contract_id: int) -> list[ContractVersion]:
    """Return the versions of a contract, the newest first."""
    found(session, Contract, contract_id)
    query = select(ContractVersion).where(ContractVersion.contract_id == contract_id)
    return list(session.scalars(query.order_by(ContractVersion.version.desc())))


def names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of people by id."""
    wanted = {each for each in ids if each is not None}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}
