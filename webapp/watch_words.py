"""Put the alarms and groups of the watch on the forecast into words."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from webapp.commands_of.parts import CRITICALITIES
from webapp.i18n import in_language, number, percent
from webapp.plan_words import CLASSES


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


ALARMS = {
    "bias": _l("forecast is biased"),
    "coverage": _l("spread is wrong"),
    "service": _l("service below promise"),
}
ALARM_TONES = {"bias": "warning", "coverage": "warning", "service": "danger"}
GROUPS = {
    "all": _l("all parts and stores"),
    "demand_class": _l("class of demand"),
    "criticality": _l("criticality"),
    "store": _l("store"),
    "category": _l("category"),
}
ALARM_GROUPS = {**GROUPS, "part": _l("part in a store")}


def group_said(row: Any) -> str:
    """Name the group of a row of figures or alarms, which bears the words of store, category and part."""
    match row.group_kind:
        case "demand_class":
            return str(CLASSES.get(row.group_key, row.group_key))
        case "criticality":
            return str(CRITICALITIES.get(row.group_key, row.group_key))
        case "store":
            return str(row.store_code or _("a store that is gone"))
        case "category":
            return in_language(row.category_zh, row.category_en) if row.category_zh else _("a category that is gone")
        case "part":
            return f"{row.part_number} · {row.store_code}"
        case _:
            return str(_("all parts and stores"))


def alarm_said(row: Any) -> str:
    """Say what an alarm found, in a sentence."""
    match row.kind:
        case "bias":
            said = _("more came than was forecast") if row.value > 0 else _("less came than was forecast")
            return _(
                "%(said)s: the tracking signal of %(months)s months is %(signal)s, its limit %(limit)s.",
                said=said,
                months=row.cases,
                signal=number(row.value, 2),
                limit=number(row.bound, 2),
            )
        case "coverage":
            return _(
                "Of %(cases)s intervals %(value)s stayed within what should hold 95 %% of them; bound: %(bound)s.",
                cases=row.cases,
                value=percent(row.value, 1),
                bound=percent(row.bound, 1),
            )
        case _:
            return _(
                "Of %(cases)s requests %(value)s were met from stock at once; promised were %(bound)s.",
                cases=row.cases,
                value=percent(row.value, 1),
                bound=percent(row.bound, 1),
            )


def advice(row: Any) -> str:
    """Say what to look at first."""
    match row.kind:
        case "bias":
            return _("Open the level: is the demand real, has the installed base changed, is a successor missing?")
        case "coverage":
            return _("Look at lead times and outliers of this group, and at the service targets in the settings.")
        case _:
            return _("Look whether plans were ordered in time, whether suppliers were late, and what was transferred.")
