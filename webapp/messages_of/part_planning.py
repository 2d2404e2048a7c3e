"""Words for what the planning of a part refuses."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "part_planning_unknown": _l("Nothing is set there any more. Open the page anew."),
    "bounds_crossed": _l("The most stock lies below the least. Change one of the two."),
    "minimum_of_nothing": _l("A part that is never stocked has no least stock. Leave it empty, or stock the part."),
    "target_out_of_range": _l("A service target lies between 0.01 and 99.99 percent, with two places at most."),
    "nothing_set": _l("Nothing was set. Fill in at least one entry, or take away what was set before."),
    "planning_setting_unusable": _l(
        "The setting %(name)s cannot be used for planning. Ask an administrator to correct it under Settings."
    ),
}
