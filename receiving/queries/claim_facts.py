"""Tell the evaluation of suppliers how their claims began and ended."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.settings import day_of
from procurement.evaluating import ClaimOf
from procurement.score_facts import Claim
from receiving.settlement import SettlementKind
from receiving.tables import Settlement, SupplierReturn


def claim_facts(session: Session, *, on: date, supplier_id: int | None = None) -> tuple[ClaimOf, ...]:
    """Return every claim opened by a day, of all suppliers or of one; a cancelled one never was."""
    wanted = select(SupplierReturn).where(SupplierReturn.state != "cancelled").order_by(SupplierReturn.id)
    ends = select(Settlement.supplier_return_id, Settlement.kind, Settlement.quantity, Settlement.settled_at)
    if supplier_id is not None:
        wanted = wanted.where(SupplierReturn.supplier_id == supplier_id)
        ends = ends.join(SupplierReturn, SupplierReturn.id == Settlement.supplier_return_id).where(
            SupplierReturn.supplier_id == supplier_id
        )
    waived: dict[int, int] = defaultdict(int)
    ended: dict[int, date] = {}
    for key, kind, quantity, settled_at in session.execute(ends):
        ended[key] = max(day_of(session, settled_at), ended.get(key, date.min))
        waived[key] += quantity.scaled if kind == SettlementKind.WAIVED else 0
    return tuple(
        ClaimOf(row.supplier_id, _claim(row, opened, ended.get(row.id), waived[row.id], on))
        for row in session.scalars(wanted)
        if (opened := day_of(session, row.opened_at)) <= on
    )


def _claim(row: SupplierReturn, opened: date, last: date | None, waived: int, on: date) -> Claim:
    done = row.settled == row.quantity and last is not None and last <= on
    return Claim(
        row.id,
        row.reason,
        opened,
        row.deadline_on,
        last if done else None,
        Decimal(waived) / row.quantity.scaled,
    )
