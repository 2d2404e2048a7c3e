"""Words for what can go wrong with months, surplus, frozen lots and samples."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "period_balance_differs": _l("What is kept of the month is not what its movements give. Nothing was closed."),
    "period_closed": _l("The month of this date is closed for good. Post it with a date of the open month."),
    "period_closing_unknown": _l("This month close does not exist."),
    "period_decided": _l("This month close is decided already. Open the page anew."),
    "period_figures_frozen": _l("The figures of a closed month stay as they are."),
    "period_not_a_month": _l("Only a whole month can be closed."),
    "period_not_asked": _l("Nobody has asked to close this month."),
    "period_not_next": _l("Months are closed in their order. The next one is %(wanted)s."),
    "period_not_over": _l("The month is not over yet. Close it when its last day has passed."),
    "period_not_settled": _l("Something of the month is still open: settle what the list marks, then ask again."),
    "period_other_head": _l("Something was posted meanwhile. Try again."),
    "kept_by_freezes": _l("Which lots are frozen follows from freezing and setting free; it is not written by hand."),
    "lot_frozen": _l("The lot is frozen: it cannot be issued, promised or sent. Another lot may be taken."),
    "lot_frozen_already": _l("The lot is frozen already."),
    "not_the_last_movement": _l("Something was posted meanwhile. Open the page anew and try again."),
    "lot_is_promised": _l("The lot is promised. Its promises must be taken back before it is frozen."),
    "surplus_state": _l("The proposal is in another state meanwhile. Open the page anew."),
    "surplus_other_way": _l("Something else was approved. Open the page anew and take the step that it names."),
    "surplus_lots_lack": _l("Only %(available)s of %(asked)s can be taken from lots that fit."),
    "partner_missing": _l("Name who gets the goods."),
    "not_witnessed": _l("A second person has to see the goods first and sign as witness."),
    "already_witnessed": _l("Somebody has signed as witness already."),
    "disposal_not_approved": _l("Goods leave the house only as another person has approved it."),
    "disposal_not_moved": _l("The document does not agree with what left the store."),
    "disposal_unknown": _l("This disposal does not exist."),
    "surplus_proposal_unknown": _l("This proposal does not exist."),
    "surplus_store_wanted": _l("Name the store for a transfer, and only for a transfer."),
    "finding_missing": _l("Say what is wrong with it."),
    "lot_not_frozen": _l("The lot is not frozen."),
    "more_defective_than_sampled": _l("No more can be defective than was looked at: %(sample)s."),
    "stock_sample_unknown": _l("This sample does not exist."),
    "sample_judged": _l("The sample was judged already. Open the page anew."),
}
