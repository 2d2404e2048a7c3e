"""Read how the lines of an order stand to the contracts, and what was said about those that leave them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Part
from kernel.amounts import Money, Quantity
from kernel.tables import Person
from procurement.contract_terms import Ordered, Term, kinds_outside, still_explained
from procurement.queries.contracts import called_off, steps_of, terms
from procurement.tables import Contract, ContractLine, ContractVersion, Order, OrderLine, OutsideContract


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
    steps = steps_of(session, set(line_ids))
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
