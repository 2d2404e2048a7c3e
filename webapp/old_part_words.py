"""Say the words of old parts on screen."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from inventory.old_parts import WORDS, Cause, Excuse, Owed, Verdict, Wish
from webapp.receiving_words import spoken

OWED = spoken(Owed, WORDS)
WISHES = spoken(Wish, WORDS)
EXCUSES = spoken(Excuse, WORDS)
VERDICTS = spoken(Verdict, WORDS)
CAUSES = spoken(Cause, WORDS)
STANDINGS = {"open": _l("owed"), "overdue": _l("overdue"), "settled": _l("all settled")}
STANDING_TONES = {"open": "warning", "overdue": "danger", "settled": "success"}
NOTE_STATES = {"open": _l("to be confirmed"), "closed": _l("confirmed"), "cancelled": _l("cancelled")}
NOTE_TONES = {"open": "warning", "closed": "success", "cancelled": "secondary"}
LOT_STATES = {
    "to_judge": _l("to be judged"),
    "to_carry_out": _l("to be carried out"),
    "at_workshop": _l("at the workshop"),
    "gone": _l("gone"),
}
LOT_TONES = {"to_judge": "warning", "to_carry_out": "info", "at_workshop": "info", "gone": "secondary"}
WORKSHOP_STATES = {"sent": _l("being repaired"), "overdue": _l("overdue"), "closed": _l("back")}
WORKSHOP_TONES = {"sent": "info", "overdue": "danger", "closed": "success"}
