"""Turn what the database refuses into errors of the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from kernel.errors import (
    AppError,
    Conflict,
    FourEyes,
    InsufficientStock,
    InvalidState,
    NotInspected,
    OutOfOrder,
    OverReceipt,
    RuleViolation,
)

RAISED = re.compile(r"sparewell:([a-z_]+)(?::([a-z_]+))?")
CHECKED = re.compile(r"\b((?:ck|uq|fk|pk)_[a-z0-9_]+)")

KINDS: dict[str, type[AppError]] = {
    "insufficient_stock": InsufficientStock,
    "not_inspected": NotInspected,
    "over_receipt": OverReceipt,
    "out_of_order": OutOfOrder,
    "four_eyes": FourEyes,
    "taken": Conflict,
    "chain": Conflict,
    "reservation_resolved": InvalidState,
    "work_order_closed": InvalidState,
}

CHECKS: dict[str, str] = {
    "ck_balance_on_hand_not_negative": "insufficient_stock",
    "ck_stock_reserved_within_on_hand": "insufficient_stock",
    "ck_stock_on_hand_not_negative": "insufficient_stock",
}
"""Constraints whose refusal has a name of its own; rooms add theirs with `name_check`."""


def name_check(constraint: str, code: str, kind: type[AppError] = RuleViolation) -> None:
    """Give the refusal of a constraint its own code and kind of error."""
    CHECKS[constraint] = code
    KINDS.setdefault(code, kind)


def refusal(error: DBAPIError) -> AppError:
    """Return the error of the house for what the database said."""
    said = str(error.orig)
    if raised := RAISED.search(said):
        code, table = raised.groups()
        return KINDS.get(code, RuleViolation)(code, **({"table": table} if table else {}))
    diag = getattr(error.orig, "diag", None)
    named = getattr(diag, "constraint_name", None) or next(iter(CHECKED.findall(said)), None)
    if named in CHECKS:
        code = CHECKS[named]
        return KINDS.get(code, RuleViolation)(code)
    if "UNIQUE" in said or (named or "").startswith(("uq_", "pk_")):
        return Conflict("already_exists", constraint=named or said.rpartition(": ")[2])
    if "FOREIGN KEY" in said or (named or "").startswith("fk_"):
        return RuleViolation("refers_to_nothing", constraint=named or "")
    return RuleViolation("database_refused", constraint=named or "")


@contextmanager
def refusals() -> Iterator[None]:
    """Run database work and raise what the database refuses as an error of the house."""
    try:
        yield
    except IntegrityError as error:
        raise refusal(error) from error
    except DBAPIError as error:
        if RAISED.search(str(error.orig)):
            raise refusal(error) from error
        raise
