"""Words for what scenarios and the curve of service against money refuse."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "scenario_pruned": _l("%(number)s is old and its lines were dropped. Ask the question anew, then put it in force."),
    "scenario_in_force": _l("The targets of this scenario are in force. Its lines stay."),
    "no_levels_yet": _l("No levels are computed yet. Compute the plan first; levels come with it."),
    "nothing_to_mix": _l(
        "None of the levels has a price (%(unpriced)s without). Enter price lists of suppliers, then ask again."
    ),
    "choice_unknown": _l("Choose one of the list."),
    "budget_one_way": _l("For the best mix give either the budget or its change, one of the two."),
    "service_needed": _l("Give the wanted service in per cent, from 0 to below 100."),
    "changes_too_many": _l("At most %(most)s changes fit one scenario. Make a second one of the rest."),
    "change_unknown": _l("Line %(line)s names a change that does not exist. Choose one of the list."),
    "change_out_of_bounds": _l("Line %(line)s: the amount goes from %(low)s to %(high)s."),
    "scenario_unknown": _l("This scenario does not exist. Choose one of the list."),
    "targets_hold_from_today": _l("Targets can hold from today (%(today)s) on, not from a day before."),
    "service_curve_unknown": _l("This curve does not exist. Look in the list of curves."),
    "no_scenario_in_force": _l("No scenario is in force on that day; the targets of the settings hold already."),
}
