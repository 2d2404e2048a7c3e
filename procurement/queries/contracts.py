"""Read contracts: what is agreed on a day, what was called off, how order lines stand to it, what ends soon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from inventory.finding import found
from inventory.queries.columns import number
from inventory.tables import Part, Unit
from kernel.amounts import Money, Quantity
from kernel.db import QuantityType
from kernel.tables import Person
from procurement.contract_terms import Ordered, Term, kinds_outside, still_explained
from procurement.prices import Step
from procurement.tables import (
    Contract,
    ContractBreak,
    ContractLine,
    ContractVersion,
    Order,
    OrderLine,
    OutsideContract,
    Supplier,
)

PORTION = 500
"""Parts or lines named in one statement; for more of them everything is read."""


@dataclass(frozen=True, slots=True)
class ContractStand:
    """Say how an order line stands to the contracts; `reason` is the one that still speaks of it."""

    order_line_id: int
    line_no: int
    part_number: str
    contract_id: int | None
    contract_number: str
    contract_line_id: int | None
    contract_price_cny: Money | None
    difference_cny: Money | None
    kinds: tuple[str, ...]
    reason: str
    reason_by: str
    reason_at: datetime | None

    @property
    def unexplained(self) -> bool:
        """Tell whether the line leaves a contract and nobody has said why."""
        return bool(self.kinds) and not self.reason


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
    steps = _steps(session, {line.id for _, _, line in rows})
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


def _steps(session: Session, line_ids: set[int]) -> dict[int, list[Step]]:
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


def stands(session: Session, order: Order, *, on: date) -> list[ContractStand]:
    """Return how each line of an order stands to the contracts.

    A draft is judged by what is agreed on the day; an order that was approved keeps what it was approved with.
    """
    rows = session.execute(
        select(OrderLine, Part.number)
        .join(Part, Part.id == OrderLine.part_id)
        .where(OrderLine.order_id == order.id)
        .order_by(OrderLine.line_no)
        .execution_options(populate_existing=True)
    ).all()
    reasons = _reasons(session, [line.id for line, _ in rows])
    if order.state == "draft":
        judge = _Judge(session, order, [line for line, _ in rows], on)
        return [_stand(line, part, *judge.of(line), reasons.get(line.id, [])) for line, part in rows]
    kept = _kept_terms(session, [line.contract_line_id for line, _ in rows if line.contract_line_id is not None])
    found = []
    for line, part in rows:
        said = reasons.get(line.id, [])
        kinds = tuple(said[-1][0].kinds) if said else ()
        found.append(_stand(line, part, kept.get(line.contract_line_id or 0), kinds, said))
    return found


class _Judge:
    """Hold what the lines of one order are judged by, read once."""

    def __init__(self, session: Session, order: Order, lines: list[OrderLine], on: date) -> None:
        self.on, self.order = on, order
        part_ids = {line.part_id for line in lines}
        every = terms(session, part_ids=part_ids, ended=True)
        own = [term for term in every if term.supplier_id == order.supplier_id]
        self.own = {term.part_id: term for term in sorted(own, key=lambda term: term.holds_on(on))}
        self.elsewhere = {term.part_id for term in every if term.supplier_id != order.supplier_id and term.holds_on(on)}
        self.bound = any(term.holds_on(on) for term in terms(session, supplier_id=order.supplier_id))
        self.called_off = {
            (contract, part): quantity for contract, part, quantity, _ in session.execute(called_off(but=order))
        }

    def of(self, line: OrderLine) -> tuple[Term | None, tuple[str, ...]]:
        """Return the term that speaks of a line, and how the line leaves the contracts; earlier lines count first."""
        wanted = line.quantity - line.cancelled
        term = self.own.get(line.part_id)
        key = (term.contract_id, line.part_id) if term else (0, line.part_id)
        before = self.called_off.get(key, Quantity.zero())
        self.called_off[key] = before + wanted
        kinds = kinds_outside(
            Ordered(wanted, line.unit_price_cny),
            term=term,
            on=self.on,
            called_off=before,
            supplier_bound=self.bound,
            elsewhere=line.part_id in self.elsewhere,
        )
        return term, kinds if wanted else ()


def _kept_terms(session: Session, line_ids: list[int]) -> dict[int, Term]:
    rows = session.execute(
        select(Contract, ContractVersion, ContractLine)
        .join(ContractVersion, ContractVersion.contract_id == Contract.id)
        .join(ContractLine, ContractLine.contract_version_id == ContractVersion.id)
        .where(ContractLine.id.in_(line_ids))
    ).all()
    steps = _steps(session, set(line_ids))
    return {
        line.id: Term(
            contract.id,
            contract.number,
            version.version,
            line.id,
            contract.supplier_id,
            line.part_id,
            version.begins_on,
            version.ends_on,
            tuple(steps[line.id]),
        )
        for contract, version, line in rows
    }


def _stand(
    line: OrderLine,
    part_number: str,
    term: Term | None,
    kinds: tuple[str, ...],
    reasons: list[tuple[OutsideContract, str]],
) -> ContractStand:
    agreed = term.price(line.quantity) if term else None
    wanted = Ordered(line.quantity - line.cancelled, line.unit_price_cny)
    fitting = [
        (row, name)
        for row, name in reasons
        if still_explained(
            kinds, wanted, kinds=tuple(row.kinds), quantity=row.quantity, unit_price_cny=row.unit_price_cny
        )
    ]
    said = fitting[-1] if fitting and kinds else None
    return ContractStand(
        line.id,
        line.line_no,
        part_number,
        term.contract_id if term else None,
        term.number if term else "",
        term.contract_line_id if term else None,
        agreed,
        line.unit_price_cny - agreed if agreed is not None else None,
        kinds,
        said[0].reason if said else "",
        said[1] if said else "",
        said[0].at if said else None,
    )


def _reasons(session: Session, line_ids: list[int]) -> dict[int, list[tuple[OutsideContract, str]]]:
    found: dict[int, list[tuple[OutsideContract, str]]] = defaultdict(list)
    rows = session.execute(
        select(OutsideContract, Person.name)
        .join(Person, Person.id == OutsideContract.by_id)
        .where(OutsideContract.order_line_id.in_(line_ids))
        .order_by(OutsideContract.id)
    )
    for row, name in rows:
        found[row.order_line_id].append((row, name))
    return found


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


def contracts_select() -> Select[*tuple[object, ...]]:
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
    return {key: name for key, name in session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))}
