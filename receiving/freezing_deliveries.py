"""Freeze a lot and the other lots of the part that came with the same delivery."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from inventory.freezing import FrozenLots, freeze
from kernel.requests import once
from receiving.queries.traces import trace


@once
def freeze_lots(
    session: Session,
    *,
    lot_id: int,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
    sisters: bool = False,
    cause: str = "found",
    reference: str = "",
) -> FrozenLots:
    """Freeze a lot, and with `sisters` every lot of the same delivery, wherever they lie."""
    others = trace(session, lot_id).sister_lot_ids if sisters else ()
    return freeze(
        session,
        lot_ids=(lot_id, *others),
        reason=reason,
        cause=cause,
        reference=reference,
        by=by,
        at=at,
        request_key=f"{request_key}:freeze",
    )
