"""The one tree of errors that scripts raise and the edge translates.

    AppError(code, **details)
    ├── NotFound               404  what was named does not exist
    ├── Forbidden              403  this person may not do it
    ├── Conflict               409  the same key with other content; somebody was quicker
    ├── InvalidState           409  the object is not in a state for this
    └── RuleViolation          422  a rule of the house forbids it
        ├── InvalidAmount           not a number, too fine, too large
        ├── InsufficientStock       less there than asked for
        ├── NotInspected            goods that have not passed inspection
        ├── OverReceipt             more than ordered plus tolerance
        ├── OutOfOrder              not the oldest lot, and no signed exception
        └── FourEyes                the same person twice

A code is a stable lower-case string; texts in either language are made from it at the edge.
"""

from __future__ import annotations

from typing import Any


class AppError(Exception):
    """Say what went wrong by a stable code and the facts that explain it."""

    status = 500

    def __init__(self, code: str, **details: Any) -> None:
        """Keep the code and its details; details are plain values that may be shown to the user."""
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        """Write code and details for a log line."""
        facts = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.code} ({facts})" if facts else self.code


class NotFound(AppError):
    """Say that what was named does not exist."""

    status = 404


class Forbidden(AppError):
    """Say that this person may not do it."""

    status = 403


class Conflict(AppError):
    """Say that the same key came with other content, or that somebody else was quicker."""

    status = 409


class InvalidState(AppError):
    """Say that the object is not in a state that allows this."""

    status = 409


class RuleViolation(AppError):
    """Say that a rule of the house forbids it."""

    status = 422


class InvalidAmount(RuleViolation):
    """Say that an amount is not a number, too fine or too large."""


class InsufficientStock(RuleViolation):
    """Say that less is there than was asked for."""


class NotInspected(RuleViolation):
    """Say that the goods have not passed inspection."""


class OverReceipt(RuleViolation):
    """Say that more came than ordered plus tolerance."""


class OutOfOrder(RuleViolation):
    """Say that an older lot must go first unless an exception is signed."""


class FourEyes(RuleViolation):
    """Say that another person has to do this step."""
