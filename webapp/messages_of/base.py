"""Words for what can go wrong with the installed base, campaigns, maintenance and last-time buys."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "base_month_twice": _l("A month of a model is named twice. Keep one of the rows."),
    "base_units_negative": _l("Units sold are none or more."),
    "import_month_in_future": _l("The month is yet to come. Sales count when they have been made."),
    "import_month_twice": _l("The month of this model stands in row %(first)s already. Keep one of the rows."),
    "import_months_replaced": _l("%(count)s months are known already with other figures; the file takes their place."),
    "campaign_dates_backwards": _l("The last day lies before the first. Choose a later one."),
    "campaign_in_the_past": _l("The last day has passed. Choose one that is yet to come."),
    "campaign_not_approved": _l("Campaign %(number)s is not approved or has ended. Choose another."),
    "campaign_of_another_model": _l("Campaign %(number)s is for another product model. Choose another."),
    "campaign_state": _l("The campaign is decided already. Open the page anew to see where it stands."),
    "campaign_unknown": _l("This campaign does not exist."),
    "last_time_buy_open": _l("%(number)s of this part waits for approval. Approve or reject it first."),
    "last_time_buy_state": _l("The last-time buy is decided already. Open the page anew."),
    "last_time_buy_not_approved": _l("%(number)s is not approved. Another person approves it before it is ordered."),
    "last_time_buy_ordered": _l("%(number)s is ordered already with %(order)s. Open that order, or cancel it first."),
    "last_time_part_missing": _l("The order lacks the part of %(number)s. Add a line with it."),
    "last_time_buy_unknown": _l("This last-time buy does not exist."),
    "maintenance_line_there": _l("The model has this part at this interval already. Change that line."),
    "maintenance_line_unknown": _l("This maintenance line does not exist."),
    "part_start_unknown": _l("The part is planned by itself already."),
    "serials_backwards": _l("The last serial number comes before the first. Swap them."),
    "shortage_costs_nothing": _l("A unit short must cost something, else nothing is worth buying."),
    "starts_like_itself": _l("A part cannot start like itself. Choose a similar one."),
    "starts_without_category": _l("The part has no category to take a median of. Name a similar part."),
    "deputy_for_its_maker": _l(
        "%(name)s, for whom you sign, made this. Neither of you approves it; ask somebody else who may."
    ),
    "deputy_of_oneself_only": _l("You name a deputy for yourself only. Ask who keeps people to name one for others."),
    "nothing_to_lend": _l("%(name)s approves and signs nothing, so no deputy is needed."),
    "deputy_is_another": _l("A deputy is somebody else. Choose another person."),
    "deputy_cannot_log_in": _l("%(name)s cannot log in. Choose somebody who works here and has a password."),
    "deputy_days_past": _l("These days are over. Choose days from today on."),
    "deputy_too_long": _l("At most %(most)s days in one go; for longer, an administrator changes the roles."),
    "deputy_already": _l("%(name)s is named for some of these days already."),
    "deputy_ended_already": _l("It was taken back already."),
    "signing_deputy_unknown": _l("There is no such deputy."),
}
