"""Say the words of service: states, clocks, steps, reasons; with the tone in which each is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from babel.dates import format_timedelta
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kernel.text import Text
from service.matching import Reason
from service.states import WORDS, Channel, Colour, FaultType, TicketState, Urgency, Visit
from webapp.i18n import day, in_language, locale
from webapp.service_times import as_day


class InWords:
    """Write a text of two languages in the reader's when it is shown."""

    def __init__(self, text: Text) -> None:
        """Keep both."""
        self.text = text

    def __str__(self) -> str:
        """Write it."""
        return in_language(self.text.zh, self.text.en)

    def __html__(self) -> str:
        """Write it for a page; the words hold no markup."""
        return str(self)


def _words(kinds: Iterable[StrEnum]) -> dict[str, Any]:
    return {str(each): InWords(WORDS[each]) for each in kinds}


STATES = _words(TicketState)
CHANNELS = _words(Channel)
URGENCIES = _words(Urgency)
COLOURS = _words(Colour)
FAULT_TYPES = _words(FaultType)
VISITS = _words(Visit)

STATE_TONES = {
    "new": "danger",
    "triaged": "warning",
    "dispatched": "info",
    "accepted": "primary",
    "on_site": "primary",
    "waiting_parts": "warning",
    "completed": "success",
    "closed": "secondary",
    "cancelled": "secondary",
}
URGENCY_TONES = {"urgent": "danger", "important": "warning", "normal": "secondary"}
COLOUR_TONES = {"red": "danger", "yellow": "warning", "green": "success"}

CLOCKS = {
    "dispatch": _l("Dispatched"),
    "on_site": _l("On site"),
    "first_response": _l("First response"),
    "solve": _l("Solved"),
    "notify": _l("Engineer told"),
    "progress": _l("Progress"),
}
STANDINGS = {
    "running": _l("in time"),
    "at_risk": _l("at risk"),
    "breached": _l("breached"),
    "met": _l("met"),
    "met_late": _l("met late"),
    "stopped": _l("stopped"),
}
STANDING_TONES = {
    "running": "success",
    "at_risk": "warning",
    "breached": "danger",
    "met": "success",
    "met_late": "danger",
    "stopped": "secondary",
}
RUNS = {
    "always": _l("day and night"),
    "working_days": _l("on working days"),
    "working_hours": _l("in working hours"),
}
EVENTS = {
    "opened": _l("Taken in"),
    "triaged": _l("Triaged"),
    "coloured": _l("Colour changed"),
    "escalated": _l("Escalated to the manager"),
    "noted": _l("Note"),
    "dispatched": _l("Engineer sent"),
    "withdrawn": _l("Engineer withdrawn"),
    "notified": _l("Engineer told"),
    "accepted": _l("Accepted"),
    "declined": _l("Declined"),
    "arrived": _l("Arrived"),
    "diagnosed": _l("Diagnosed"),
    "cost_agreed": _l("Customer agreed to the cost"),
    "part_asked": _l("Part asked for"),
    "waiting_parts": _l("Waits for a part"),
    "part_used": _l("Part used from the van"),
    "part_returned": _l("Part brought back"),
    "completed": _l("Completed"),
    "survey_sent": _l("Survey link made"),
    "callback_unanswered": _l("Callback: nobody answered"),
    "called_back": _l("Called back"),
    "follow_up_opened": _l("Task opened"),
    "follow_up_done": _l("Task done"),
    "warned": _l("Clock at risk"),
    "breached": _l("Clock breached"),
    "closed": _l("Closed"),
    "cancelled": _l("Cancelled"),
}
CONTACT_WAYS = {"phone": _l("Phone"), "wechat": _l("WeChat"), "mail": _l("Mail"), "sms": _l("Text message")}
AGREED = {"signature": _l("by signature"), "spoken": _l("by word of mouth"), "message": _l("by message")}
CAUSES = {"low_score": _l("low score"), "asked": _l("asked for")}
SCORES = {
    "attitude": _l("Attitude"),
    "punctuality": _l("Punctuality"),
    "effect": _l("Effect of the repair"),
    "overall": _l("Overall"),
}
REASONS = {
    "same_region": _l("In the same region (%(region)s)"),
    "neighbour_region": _l("In a neighbouring region (%(region)s)"),
    "far_region": _l("In another region (%(region)s)"),
    "load": _l("%(load)s of %(most)s open tickets"),
    "certified_for_model": _l("Certified for this very model until %(day)s"),
    "certified_for_family": _l("Certified for the family %(family)s until %(day)s"),
    "not_qualified": _l("No valid certificate for this product"),
}
PURPOSES = {"photo_before": _l("Before"), "photo_after": _l("After"), "signature": _l("Signature")}


def reason_words(reason: Mapping[str, Any] | Reason) -> str:
    """Say one line of an engineer's score, from the ranking or as the dispatch kept it."""
    code, facts = (reason.code, reason.facts) if isinstance(reason, Reason) else (reason["code"], reason["facts"])
    words = REASONS.get(code, REASONS["not_qualified"])
    return str(words) % {
        "region": facts.get("region") or "—",
        "load": facts.get("load", 0),
        "most": facts.get("max_load", 0),
        "family": facts.get("family") or "—",
        "day": day(as_day(facts.get("valid_until_on"))),
    }


def reason_points(reason: Mapping[str, Any] | Reason) -> int:
    """Return the points of one line of a score."""
    return int(reason.points if isinstance(reason, Reason) else reason["points"])


def remaining_words(seconds: int) -> str:
    """Say how much of a clock's own time is left, or by how much it was missed."""
    span = format_timedelta(timedelta(seconds=abs(seconds)), locale=locale(), threshold=1.2)
    return str(_("%(span)s left", span=span) if seconds >= 0 else _("%(span)s late", span=span))
