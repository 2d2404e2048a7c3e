"""Put the path of suppliers, their people, bank changes and prices into words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.commands_of.suppliers import STATES, TONES

STEPS = {"assessed": _l("assessed"), "rescheduled": _l("next assessment moved"), **STATES}
STEP_TONES = {"assessed": "info", "rescheduled": "secondary", **TONES}
HINDRANCES = {
    "supplier_candidate": _l("it is not approved yet"),
    "supplier_blocked": _l("it is blocked"),
    "supplier_blocked_by_score": _l("its score blocks it"),
    "needed_certificate_missing": _l("a needed certificate is missing"),
    "needed_certificate_expired": _l("a needed certificate has expired"),
    "qualification_expired": _l("its qualification has expired; it is to be assessed anew"),
}
FAILED_FOR = {
    "below_pass_mark": _l("fewer points than the pass mark"),
    "question_below_least": _l("a question got fewer points than it bears"),
    "sample_failed": _l("the newest sample of a part failed"),
    "samples_missing": _l("fewer passed samples than are needed"),
}
CONTACT_ROLES = {
    "sales": _l("sales"),
    "management": _l("management"),
    "accounts": _l("accounts"),
    "quality": _l("quality"),
    "service": _l("after-sales service"),
    "other": _l("other role"),
}
BANK_STATES = {
    "open": _l("waits for a second person"),
    "approved": _l("put in force"),
    "refused": _l("refused"),
    "withdrawn": _l("withdrawn"),
}
BANK_TONES = {"open": "warning", "approved": "success", "refused": "danger", "withdrawn": "secondary"}
ALERT_KINDS = {
    "against_last": _l("jump against the last price"),
    "against_median": _l("jump against the median"),
    "volatility": _l("wide swing"),
}
ALERT_TONES = {"against_last": "danger", "against_median": "warning", "volatility": "warning"}
ALERT_BASES = {"paid": _l("paid price"), "market": _l("market note")}
SALE_STATES = {
    "open": _l("waits for approval"),
    "approved": _l("approved price"),
    "refused": _l("refused"),
    "withdrawn": _l("withdrawn"),
}
SALE_TONES = {"open": "warning", "approved": "success", "refused": "danger", "withdrawn": "secondary"}
SALE_MAKERS = {"rule": _l("by the rule"), "hand": _l("by hand")}
