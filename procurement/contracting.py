"""Keep contracts: write a version, let another person approve it, change it by a new one, end it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, written
from inventory.tables import Part
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes, InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of, setting
from procurement import settings
from procurement.exchange import net_cny, rate_millionths
from procurement.prices import check_steps
from procurement.suppliers_keeping import offer_part
from procurement.tables import (
    Contract,
    ContractBreak,
    ContractLine,
    ContractVersion,
    Supplier,
    SupplierPart,
)

TERMS = ("quality_terms", "delivery_terms", "service_terms", "payment_terms", "note")
"""The clauses of a contract that are plain text."""


@dataclass(frozen=True, slots=True)
class AgreedStep:
    """Say that a price holds from a quantity of an order line on, without tax, in the contract's currency."""

    from_quantity: Quantity
    unit_price: Money


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """Say what is agreed on a part."""

    part_id: int
    steps: tuple[AgreedStep, ...]
    specification: str = ""
    lead_time_days: int | None = None
    minimum_total: Quantity | None = None
    maximum_total: Quantity | None = None


@dataclass(frozen=True, slots=True)
class ContractText:
    """Hold what a version says besides its lines."""

    title: str
    begins_on: date
    ends_on: date
    currency: str = "CNY"
    quality_terms: str = ""
    delivery_terms: str = ""
    service_terms: str = ""
    payment_terms: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contracted:
    """Say how a contract stands, and of which version the step was."""

    contract_id: int
    number: str
    state: str
    version: int


@once
def create_contract(
    session: Session,
    *,
    supplier_id: int,
    text: ContractText,
    lines: tuple[AgreedLine, ...],
    by: int,
    at: datetime,
    request_key: str,
    number: str = "",
) -> Contracted:
    """Draft a contract with a supplier; without a number of its own it gets the next one."""
    supplier = found(session, Supplier, supplier_id)
    contract = Contract(
        number=number.strip() or next_number(session, "CT", day_of(session, at)),
        supplier_id=supplier.id,
        created_by_id=by,
        created_at=at,
    )
    session.add(contract)
    written(session)
    version = _write(session, contract, 1, text, lines, "", by, at)
    return _contracted(contract, version)


@once
def write_version(
    session: Session,
    *,
    contract_id: int,
    text: ContractText,
    lines: tuple[AgreedLine, ...],
    by: int,
    at: datetime,
    request_key: str,
    reason: str = "",
) -> Contracted:
    """Write the draft of a contract anew, or begin a new version of one that holds; the change needs a reason."""
    contract = _living(session, contract_id)
    last = session.scalar(
        select(ContractVersion)
        .where(ContractVersion.contract_id == contract.id)
        .order_by(ContractVersion.version.desc())
        .limit(1)
    )
    assert last is not None, "a contract begins with a version"
    if last.version > 1 or last.state != "draft":
        reason = reason.strip()
        if not reason:
            raise RuleViolation("reason_needed", field="reason")
    if last.state == "draft":
        number = last.version
        _erase(session, last)
        version = _fill(session, last, text, lines, reason, by, at)
        assert version.version == number
        return _contracted(contract, version)
    return _contracted(contract, _write(session, contract, last.version + 1, text, lines, reason, by, at))


@once
def approve_version(session: Session, *, contract_id: int, by: int, at: datetime, request_key: str) -> Contracted:
    """Approve the draft of a contract, never by who wrote it; it replaces the version that held."""
    contract = _living(session, contract_id)
    draft = _draft(session, contract)
    if draft.written_by_id == by:
        raise FourEyes("four_eyes", number=contract.number)
    if draft.ends_on < day_of(session, at):
        raise RuleViolation("contract_over", number=contract.number, on=draft.ends_on.isoformat())
    former = select(ContractVersion).where(
        ContractVersion.contract_id == contract.id, ContractVersion.state == "active"
    )
    for version in session.scalars(former):
        version.state = "superseded"
    written(session)
    draft.state, draft.approved_by_id, draft.approved_at = "active", by, at
    written(session)
    contract.state, contract.warned_for_on = "active", None
    written(session)
    _offer(session, contract, draft, by, at, request_key)
    return _contracted(contract, draft)


@once
def withdraw_version(session: Session, *, contract_id: int, by: int, at: datetime, request_key: str) -> Contracted:
    """Take the draft of a contract back; what held goes on holding, a contract that never held is over."""
    contract = _living(session, contract_id)
    draft = _draft(session, contract)
    draft.state = "withdrawn"
    if contract.state == "draft":
        contract.state, contract.ended_at = "terminated", at
    written(session)
    return _contracted(contract, draft)


@once
def end_contract(
    session: Session, *, contract_id: int, reason: str, by: int, at: datetime, request_key: str
) -> Contracted:
    """End a contract before its time, or put one away that has run out: orders are no longer held to it."""
    contract = _living(session, contract_id)
    if not reason.strip():
        raise RuleViolation("reason_needed", field="reason")
    if contract.state == "draft":
        raise InvalidState("contract_step", number=contract.number, state=contract.state)
    for version in session.scalars(
        select(ContractVersion).where(ContractVersion.contract_id == contract.id, ContractVersion.state == "draft")
    ):
        version.state = "withdrawn"
    contract.state, contract.ended_at, contract.end_reason = "terminated", at, reason.strip()
    written(session)
    last = session.scalar(select(func.max(ContractVersion.version)).where(ContractVersion.contract_id == contract.id))
    return Contracted(contract.id, contract.number, contract.state, last or 1)


def expire_contracts(session: Session, *, on: date, at: datetime) -> int:
    """Mark contracts whose term is over as expired, and return how many there were."""
    over = session.scalars(
        select(Contract)
        .join(ContractVersion, ContractVersion.contract_id == Contract.id)
        .where(Contract.state == "active", ContractVersion.state == "active", ContractVersion.ends_on < on)
    ).all()
    for contract in over:
        contract.state, contract.ended_at = "expired", at
    written(session)
    return len(over)


def _living(session: Session, contract_id: int) -> Contract:
    contract = locked(session, Contract, contract_id)
    if contract.state == "terminated":
        raise InvalidState("contract_step", number=contract.number, state=contract.state)
    return contract


def _draft(session: Session, contract: Contract) -> ContractVersion:
    row = session.scalar(
        select(ContractVersion).where(ContractVersion.contract_id == contract.id, ContractVersion.state == "draft")
    )
    if row is None:
        raise InvalidState("contract_without_draft", number=contract.number)
    return row


def _write(
    session: Session,
    contract: Contract,
    version: int,
    text: ContractText,
    lines: Sequence[AgreedLine],
    reason: str,
    by: int,
    at: datetime,
) -> ContractVersion:
    row = ContractVersion(
        contract_id=contract.id,
        version=version,
        title=text.title,
        begins_on=text.begins_on,
        ends_on=text.ends_on,
        currency=text.currency,
        rate_millionths=1,
        written_by_id=by,
        written_at=at,
        change_reason=reason,
    )
    return _fill(session, row, text, lines, reason, by, at)


def _fill(
    session: Session,
    row: ContractVersion,
    text: ContractText,
    lines: Sequence[AgreedLine],
    reason: str,
    by: int,
    at: datetime,
) -> ContractVersion:
    """Give a draft its text and lines; who wrote it last is the one who may not approve it."""
    if not text.title.strip():
        raise RuleViolation("name_needed", field="title")
    if text.ends_on < text.begins_on:
        raise RuleViolation("ends_before_begin", field="ends_on")
    if not lines:
        raise RuleViolation("contract_without_lines", field="lines")
    if len({line.part_id for line in lines}) < len(lines):
        raise RuleViolation("contract_part_twice", field="lines")
    rates = setting(session, settings.EXCHANGE_RATES, day_of(session, at))
    row.title, row.begins_on, row.ends_on = text.title.strip(), text.begins_on, text.ends_on
    row.currency, row.rate_millionths = text.currency, rate_millionths(rates, text.currency)
    row.written_by_id, row.change_reason = by, reason
    for name in TERMS:
        setattr(row, name, getattr(text, name).strip())
    session.add(row)
    written(session)
    for line_no, line in enumerate(lines, 1):
        _line(session, row, line_no, line)
    written(session)
    return row


def _line(session: Session, version: ContractVersion, line_no: int, line: AgreedLine) -> None:
    number = found(session, Part, line.part_id).number
    if not line.steps:
        raise RuleViolation("contract_line_without_price", part=number)
    check_steps([(step.from_quantity, step.unit_price) for step in line.steps], part=number)
    for bound in (line.minimum_total, line.maximum_total):
        if bound is not None:
            check_quantity(session, line.part_id, bound, zero=bound is line.minimum_total)
    if line.minimum_total is not None and line.maximum_total is not None and line.minimum_total > line.maximum_total:
        raise RuleViolation("contract_bounds", part=number)
    row = ContractLine(
        contract_version_id=version.id,
        line_no=line_no,
        part_id=line.part_id,
        specification=line.specification.strip(),
        lead_time_days=line.lead_time_days,
        minimum_total=line.minimum_total,
        maximum_total=line.maximum_total,
    )
    session.add(row)
    written(session)
    for step in line.steps:
        net = net_cny(step.unit_price, rate=version.rate_millionths, tax_included=False, tax_bp=0)
        session.add(
            ContractBreak(
                contract_line_id=row.id,
                from_quantity=step.from_quantity,
                unit_price=step.unit_price,
                unit_price_cny=net,
            )
        )


def _erase(session: Session, version: ContractVersion) -> None:
    mine = select(ContractLine.id).where(ContractLine.contract_version_id == version.id)
    session.execute(delete(ContractBreak).where(ContractBreak.contract_line_id.in_(mine)))
    session.execute(delete(ContractLine).where(ContractLine.contract_version_id == version.id))
    written(session)


def _offer(
    session: Session, contract: Contract, version: ContractVersion, by: int, at: datetime, request_key: str
) -> None:
    """Let the supplier offer the contract's parts that it did not offer yet, so that plans find them."""
    offered = select(SupplierPart.part_id).where(SupplierPart.supplier_id == contract.supplier_id)
    missing = session.scalars(
        select(ContractLine).where(ContractLine.contract_version_id == version.id, ContractLine.part_id.not_in(offered))
    ).all()
    for line in missing:
        offer_part(
            session,
            supplier_id=contract.supplier_id,
            part_id=line.part_id,
            lead_time_days=line.lead_time_days if line.lead_time_days is not None else 14,
            by=by,
            at=at,
            request_key=f"{request_key}:offer:{line.id}",
        )


def _contracted(contract: Contract, version: ContractVersion) -> Contracted:
    return Contracted(contract.id, contract.number, contract.state, version.version)
