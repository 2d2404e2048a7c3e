"""Put the codes of the installed base, campaigns and last-time buys into words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

CAMPAIGN_KINDS = {"recall": _l("recall"), "campaign": _l("service campaign")}
CAMPAIGN_STATES = {
    "proposed": _l("waits for approval"),
    "approved": _l("approved"),
    "rejected": _l("turned down"),
    "ended": _l("has ended"),
}
CAMPAIGN_TONES = {"proposed": "warning", "approved": "success", "rejected": "danger", "ended": "secondary"}
NEED_KINDS = {"campaign": _l("campaign"), "maintenance": _l("maintenance plan")}
WORK_KINDS = {"campaign": _l("campaign work"), "maintenance": _l("maintenance work")}
BUY_STATES = {"proposed": _l("waits for approval"), "approved": _l("approved"), "rejected": _l("turned down")}
BUY_TONES = {"proposed": "warning", "approved": "success", "rejected": "danger"}
SHEET_SOURCES = {
    "rates": _l("failure rates of the units in use today, followed until they are scrapped"),
    "history": _l("demand of the stock levels, drawn out over the remaining months"),
    "nothing": _l("neither failure rates nor demand are known yet"),
}
FORECAST_SOURCES = {
    "rates": _l("installed base and failure rates"),
    "similar": _l("like a similar part"),
    "category": _l("like the median part of the category"),
}
SALES_SOURCES = {
    "counts": _l("imported sales"),
    "units": _l("registered units"),
    "both": _l("the larger of imported sales and registered units, month by month"),
    "cases": _l("not used: most registered units have a case, so the others are not registered. Import the sales."),
    "": _l("nothing known: import the sales or register units with their day of purchase"),
}
