"""Offer the undoing of what somebody has just posted, on the screen that comes next."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from inventory.reversing import REVERSIBLE
from inventory.tables import Movement, Posting
from webapp import context

REASONS = (
    _l("Wrong quantity"),
    _l("Wrong part or lot"),
    _l("Wrong place"),
    _l("By mistake"),
)


@dataclass(frozen=True, slots=True)
class Last:
    """Hold the posting that may be undone with one tap, and the reasons to choose from."""

    posting: Posting
    reasons: tuple[object, ...]


def reversed_by(posting_id: int) -> int | None:
    """Return the posting that undid a posting, if one did."""
    undone = select(Movement.id).where(Movement.posting_id == posting_id)
    found: int | None = context.session().scalar(
        select(Movement.posting_id).where(Movement.reverses_id.in_(undone)).limit(1)
    )
    return found


def original_of(posting_id: int) -> int | None:
    """Return the posting that a posting undid, if it undid one."""
    undone = select(Movement.reverses_id).where(Movement.posting_id == posting_id, Movement.reverses_id.is_not(None))
    found: int | None = context.session().scalar(select(Movement.posting_id).where(Movement.id.in_(undone)).limit(1))
    return found


def may_undo(posting: Posting) -> bool:
    """Tell whether a posting stands for itself, was not undone, and whoever asks may undo postings."""
    return context.may("stock.reverse") and posting.kind in REVERSIBLE and reversed_by(posting.id) is None


def last_posting() -> Last | None:
    """Return the posting named by `done` in the address, when it is one's own and can be undone."""
    posting_id = request.args.get("done", type=int)
    posting = context.session().get(Posting, posting_id) if posting_id and 0 < posting_id < 2**63 else None
    if posting is None or posting.by_id != context.actor().id or not may_undo(posting):
        return None
    return Last(posting, REASONS)
