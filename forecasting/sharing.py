"""Give the shares of a run of levels to whoever is free, and gather what they made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from forecasting.tables import LevelShare
from kernel.bulk import insert_columns
from kernel.db import Base

LOST_AFTER = timedelta(minutes=1)
"""A share takes seconds: who has not brought it by then is given up, and another takes it."""
KEPT = timedelta(days=1)
TABLE = Base.metadata.tables["level_share"]


class SharesGone(Exception):
    """Say that the shares of a run are not there any more."""


@dataclass(frozen=True, slots=True)
class Share:
    """Name a share and hold its package."""

    id: int
    number: int
    package: bytes


def share_out(session: Session, *, inputs_hash: str, packages: Sequence[bytes], at: datetime) -> int:
    """Lay the shares of a run out for workers and return how many there are; a run that was begun before goes on.

    What is left of runs that nobody ended goes after a day.
    """
    session.execute(delete(LevelShare).where(LevelShare.shared_at < at - KEPT))
    known = session.scalar(select(func.count()).select_from(LevelShare).where(LevelShare.inputs_hash == inputs_hash))
    if known == len(packages):
        return known
    drop_shares(session, inputs_hash=inputs_hash)
    columns = {
        "inputs_hash": [inputs_hash] * len(packages),
        "number": [*range(len(packages))],
        "shared_at": [at] * len(packages),
        "package": packages,
    }
    return insert_columns(session, TABLE, columns)


def take_share(session: Session, *, inputs_hash: str, worker: str, at: datetime) -> Share | None:
    """Take a share that nobody works on, or whose worker has not brought it in time; None where there is none."""
    free = or_(LevelShare.taken_at.is_(None), LevelShare.taken_at < at - LOST_AFTER)
    row = session.scalar(
        select(LevelShare)
        .where(LevelShare.inputs_hash == inputs_hash, LevelShare.result.is_(None), free)
        .order_by(LevelShare.number)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    row.taken_at, row.worker = at, worker
    return Share(row.id, row.number, row.package)


def bring_share(session: Session, *, share_id: int, result: bytes) -> bool:
    """Keep what a share came to; tell whether it was still wanted: the first to bring it counts, all bring the same."""
    kept = session.execute(
        update(LevelShare).where(LevelShare.id == share_id, LevelShare.result.is_(None)).values(result=result)
    )
    return bool(kept.rowcount)  # type: ignore[attr-defined]


def shares_brought(session: Session, *, inputs_hash: str, shares: int) -> list[bytes] | None:
    """Return what the shares of a run came to, in their order; None while one is missing.

    :raises SharesGone: where they are no longer there: somebody else computes the same run and has ended it.
    """
    rows = session.scalars(
        select(LevelShare.result).where(LevelShare.inputs_hash == inputs_hash).order_by(LevelShare.number)
    ).all()
    if len(rows) != shares:
        raise SharesGone
    brought = [each for each in rows if each is not None]
    return brought if len(brought) == shares else None


def drop_shares(session: Session, *, inputs_hash: str) -> None:
    """Clear the shares of a run away."""
    session.execute(delete(LevelShare).where(LevelShare.inputs_hash == inputs_hash))
