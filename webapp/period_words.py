"""The words of month close 月结 and of the period report."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

STATES = {"asked": _l("waits for a second person"), "confirmed": _l("closed for good"), "withdrawn": _l("withdrawn")}
TONES = {"asked": "warning", "confirmed": "success", "withdrawn": "secondary"}

POINTS: dict[str, tuple[Any, str, dict[str, str]]] = {
    "counts": (_l("Stock-takes of the month that are not posted"), "list.stock_takes", {}),
    "differences": (_l("Approved differences that are not posted"), "list.stock_takes", {"state": "approved"}),
    "transit": (_l("Lots in transit"), "list.lots", {"kind": "in_transit"}),
    "transfers": (_l("Transfers on the way or short"), "list.transfers", {"state": "sent"}),
    "hold": (_l("Lots in the receiving hold"), "list.lots", {"kind": "hold"}),
    "staging": (_l("Lots not put away yet"), "list.lots", {"kind": "staging"}),
    "quarantine": (_l("Lots in quarantine without a decision"), "list.quarantine", {}),
}
"""What is open before a close: words, and the list where it is settled."""

FLOWS = {
    "received": _l("Received and opening stock"),
    "supplier_returned": _l("Returned to suppliers"),
    "issued": _l("Issued to work orders"),
    "taken_back": _l("Taken back unused"),
    "transferred_in": _l("Transferred in"),
    "transferred_out": _l("Transferred out"),
    "gained": _l("Stock-take gains"),
    "lost": _l("Stock-take losses"),
    "scrapped": _l("Scrapped goods"),
    "other_in": _l("Other receipts"),
    "other_out": _l("Other issues"),
}
