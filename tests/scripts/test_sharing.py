"""Shares of a run go to whoever is free: each once, a lost one again, and what was left behind is cleared away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.sharing import (
    KEPT,
    LOST_AFTER,
    SharesGone,
    bring_share,
    drop_shares,
    share_out,
    shares_brought,
    take_share,
)
from forecasting.tables import LevelShare
from tests.support.world import NOON

RUN = "a" * 64


def lay_out(session: Session, *packages: bytes, run: str = RUN, at=NOON) -> int:
    return share_out(session, inputs_hash=run, packages=packages, at=at)


def take(session: Session, worker: str = "one", at=NOON, run: str = RUN) -> tuple[int, bytes] | None:
    share = take_share(session, inputs_hash=run, worker=worker, at=at)
    return share and (share.id, share.package)


def test_each_share_is_taken_once_and_brought_in_any_order(session: Session) -> None:
    assert lay_out(session, b"0", b"1", b"2") == 3
    lay_out(session, b"x", run="b" * 64)
    taken = [take(session), take(session, "two"), take(session)]
    assert [package for _, package in taken] == [b"0", b"1", b"2"]
    assert take(session) is None
    assert shares_brought(session, inputs_hash=RUN, shares=3) is None
    for key, package in reversed(taken):
        assert bring_share(session, share_id=key, result=package * 2)
    assert shares_brought(session, inputs_hash=RUN, shares=3) == [b"00", b"11", b"22"]
    drop_shares(session, inputs_hash=RUN)
    with pytest.raises(SharesGone):
        shares_brought(session, inputs_hash=RUN, shares=3)
    assert take(session, run="b" * 64) is not None, "another run's shares stay"


def test_what_a_lost_worker_had_is_taken_again_and_counts_once(session: Session) -> None:
    lay_out(session, b"0")
    key, _ = take(session)
    assert take(session, "two", NOON + LOST_AFTER) is None, "not lost yet"
    late = NOON + LOST_AFTER + timedelta(seconds=1)
    assert take(session, "two", late) == (key, b"0")
    assert bring_share(session, share_id=key, result=b"first")
    assert not bring_share(session, share_id=key, result=b"second"), "the lost one came back"
    assert shares_brought(session, inputs_hash=RUN, shares=1) == [b"first"]
    assert take(session, "three", late + LOST_AFTER * 2) is None


def test_a_run_that_was_stopped_goes_on_with_what_was_brought(session: Session) -> None:
    lay_out(session, b"0", b"1")
    key, _ = take(session)
    bring_share(session, share_id=key, result=b"done")
    assert lay_out(session, b"0", b"1") == 2
    late = NOON + LOST_AFTER * 2
    assert take(session, at=late)[1] == b"1"
    assert take(session, at=late) is None
    assert lay_out(session, b"0", b"1", b"2") == 3, "other shares are another way to part it"
    with pytest.raises(SharesGone):
        shares_brought(session, inputs_hash=RUN, shares=2)


def test_what_nobody_ended_goes_after_a_day(session: Session) -> None:
    lay_out(session, b"0", run="c" * 64)
    lay_out(session, b"0", at=NOON + KEPT + timedelta(minutes=1))
    assert session.scalar(select(func.count()).select_from(LevelShare)) == 1
