"""Name the states of suppliers, plans, proposals and orders, and the steps between them."""

from __future__ import annotations

from collections.abc import Mapping

SUPPLIER_STATES = ("candidate", "approved", "on_watch", "blocked")
PLAN_STATES = ("draft", "approved", "ordered", "superseded", "cancelled")
PROPOSAL_STATES = ("open", "approved", "ordered", "declined")
ORDER_STATES = (
    "draft",
    "approved",
    "sent",
    "confirmed",
    "partly_received",
    "received",
    "closed",
    "cancelled",
)

ORDER_STEPS: Mapping[str, tuple[str, ...]] = {
    "draft": ("approved", "sent", "confirmed", "partly_received", "received", "cancelled"),
    "approved": ("draft", "sent", "partly_received", "received", "cancelled"),
    "sent": ("draft", "confirmed", "partly_received", "received", "closed", "cancelled"),
    "confirmed": ("draft", "sent", "partly_received", "received", "closed", "cancelled"),
    "partly_received": ("sent", "confirmed", "received", "closed"),
    "received": ("sent", "confirmed", "partly_received", "closed"),
    "closed": (),
    "cancelled": (),
}
"""The steps an order may take: to draft when an amendment raises it, back when it is taken back or an arrival undone.

From a draft only an order goes back that was sent before and of which nothing exceeds what was approved then."""

PLAN_STEPS: Mapping[str, tuple[str, ...]] = {
    "draft": ("approved", "superseded", "cancelled"),
    "approved": ("ordered",),
    "ordered": (),
    "superseded": (),
    "cancelled": (),
}

REQUEST_STEPS: Mapping[str, tuple[str, ...]] = {
    "draft": ("sent", "cancelled"),
    "sent": ("closed", "cancelled"),
    "closed": ("sent", "awarded", "cancelled"),
    "awarded": (),
    "cancelled": (),
}
"""The steps of a request for quotation; a closed one is sent again when its closing date is put off."""

AWARD_STEPS: Mapping[str, tuple[str, ...]] = {
    "proposed": ("done", "withdrawn"),
    "done": (),
    "withdrawn": (),
}

CONTRACT_STEPS: Mapping[str, tuple[str, ...]] = {
    "draft": ("active", "terminated"),
    "active": ("expired", "terminated"),
    "expired": ("active", "terminated"),
    "terminated": (),
}
"""The steps of a contract; an expired one lives again with a version of a longer term."""

CONTRACT_VERSION_STEPS: Mapping[str, tuple[str, ...]] = {
    "draft": ("active", "withdrawn"),
    "active": ("superseded",),
    "superseded": (),
    "withdrawn": (),
}

QUOTE_WAYS = ("web", "mail", "phone", "paper")
"""How a quotation came: by the supplier's own link, or entered by a buyer."""

OPEN_ORDER_STATES = ("draft", "approved", "sent", "confirmed", "partly_received")
"""States in which what has not come yet is on order; a draft counts, or the next plan would buy it again."""

RECEIVING_ORDER_STATES = ("sent", "confirmed", "partly_received", "received")
"""States in which goods may arrive; a received order may still get what its tolerance allows."""

AMENDED_ORDER_STATES = ("draft", "approved")
"""States of an order whose amendment waits: of one that was sent before, what was agreed then may arrive."""

SEVERITIES = ("minor", "major", "critical")
"""How bad the worst finding of a delivery was, from the least."""


def step_allowed(steps: Mapping[str, tuple[str, ...]], old: str, new: str) -> bool:
    """Tell whether a step may be taken; staying is no step.

    >>> step_allowed(ORDER_STEPS, "draft", "approved"), step_allowed(ORDER_STEPS, "draft", "closed")
    (True, False)
    """
    return new in steps[old]


def worse(one: str | None, other: str | None) -> str | None:
    """Return the worse of two severities.

    >>> worse("minor", "critical"), worse(None, "minor"), worse(None, None)
    ('critical', 'minor', None)
    """
    known = [severity for severity in (one, other) if severity is not None]
    return max(known, key=SEVERITIES.index) if known else None


def order_state_after_receipt(*, received: int, wanted_open: int, confirmed: bool) -> str:
    """Return the state of an order from what has come and what is still open, both in thousandths over all lines.

    >>> order_state_after_receipt(received=5, wanted_open=3, confirmed=True)
    'partly_received'
    >>> order_state_after_receipt(received=0, wanted_open=3, confirmed=False)
    'sent'
    """
    if received > 0:
        return "received" if wanted_open <= 0 else "partly_received"
    return "confirmed" if confirmed else "sent"
