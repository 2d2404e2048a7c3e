"""The words of surplus 积压: what can be done, why it is surplus, and how far a proposal is."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

ACTS = {
    "transfer": _l("transfer to a store that uses it"),
    "supplier_return": _l("return to the supplier"),
    "sell": _l("sell"),
    "scrap": _l("scrap it"),
}
REASONS = {
    "dead": _l("dead: nothing moved for long"),
    "slow": _l("slow: hardly anything moves"),
    "too_much": _l("more than will be used for years"),
}
STATES = {
    "open": _l("proposed by the figures"),
    "submitted": _l("waits for approval"),
    "approved": _l("approved, to be carried out"),
    "carried_out": _l("carried out"),
    "rejected": _l("turned down"),
    "lapsed": _l("no surplus any more"),
}
TONES = {
    "open": "info",
    "submitted": "warning",
    "approved": "primary",
    "carried_out": "success",
    "rejected": "danger",
    "lapsed": "secondary",
}
DISPOSAL_ACTS = {
    "sell": _l("sold"),
    "supplier_return": _l("returned to the supplier"),
    "scrap": _l("scrapped"),
}
UNDONE = {"done": _l("carried out"), "undone": _l("undone")}
UNDONE_TONES = {"done": "success", "undone": "secondary"}
