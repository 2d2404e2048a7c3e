"""Words for what requests for quotation, quotations and contracts refuse."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

_ANEW = _l("Somebody was quicker, or the step is not open here. Nothing was changed; open the page anew.")

MESSAGES = {
    "setting_not_a_currency": _l("%(name)s is the code of a currency in three capital letters, such as USD."),
    "currency_without_rate": _l(
        "There is no exchange rate for %(currency)s. Ask the administrator to enter one in the settings, or choose CNY."
    ),
    # requests for quotation
    "quote_request_unknown": _l("This request for quotation does not exist."),
    "quote_invitation_unknown": _l("This supplier was not asked."),
    "quote_request_step": _ANEW,
    "quote_request_not_draft": _l("The request has been sent; what it asks stays. Give it up and ask anew."),
    "quote_request_empty": _l("Ask for at least one part."),
    "quote_request_to_nobody": _l("Name at least one supplier."),
    "quote_request_closed": _l("The closing day is over. Move it, then send the link."),
    "closing_in_the_past": _l("The closing day lies in the past. Choose today or later."),
    "supplier_twice": _l("A supplier is named twice. Keep it once."),
    "supplier_blocked": _l(
        "%(supplier)s is blocked: it is neither asked for quotations nor sent orders. Choose another supplier."
    ),
    "quote_link_gone": _l("This supplier has no link that could be voided."),
    # answers
    "quote_link_unknown": _l(
        "This link is not valid any more: the request has ended, or you were sent a newer link. Please ask the buyer."
    ),
    "quote_too_late": _l(
        "%(number)s is closed (last day %(closes_on)s); answers are no longer taken. Please ask the buyer."
    ),
    "quote_line_unknown": _l("A line is no longer part of the request. Open the page anew."),
    "quote_line_of_another": _l("A line belongs to another request. Open the page anew."),
    "quote_line_silent": _l("Line %(line)s: enter a price, or tick that you cannot offer it."),
    "quote_line_without_lead_time": _l("Line %(line)s: enter the lead time in days."),
    "validity_in_the_past": _l("The quotation would have run out already. Choose today or later."),
    "received_in_future": _l("It cannot have been received later than now."),
    # awards
    "quote_award_unknown": _l("This award does not exist."),
    "award_beyond_asked": _l(
        "%(total)s of %(part)s would be awarded, %(asked)s were asked for. Award no more than that, raised to"
        " minimum and packs."
    ),
    "quote_award_step": _ANEW,
    "quote_replaced": _l("A supplier has sent a newer quotation. Take the award back and award anew."),
    "quote_expired": _l("The quotation of %(supplier)s held until %(on)s. Ask it for a new one, or award to another."),
    "award_empty": _l("Award at least one line: enter a quantity beside a quotation."),
    "award_twice": _l("A quotation is awarded twice. Keep one quantity for it."),
    "award_waits": _l("An award of %(number)s waits for approval. Approve it or take it back first."),
    "award_without_effect": _l("Choose what the award does: draft orders, enter price lists, or both."),
    "award_needs_reason": _l("A quotation that holds costs less than this. Say why you do not take the cheapest."),
    "award_not_in_packs": _l(
        "%(part)s: %(quantity)s does not fit the supplier's minimum and packs; the next that does is %(fitting)s."
    ),
    "proposal_ordered_already": _l("%(part)s has been ordered from the plan already. Award only its prices."),
    # contracts
    "contract_unknown": _l("This contract does not exist."),
    "contract_step": _ANEW,
    "contract_over": _l("The version of %(number)s would have ended on %(on)s. Give it a later end first."),
    "contract_without_draft": _l("%(number)s has no draft. Change it first; the change is then approved."),
    "contract_without_lines": _l("A contract needs at least one part."),
    "contract_line_without_price": _l("%(part)s has no price. Enter at least one step."),
    "contract_bounds": _l("The least in all lies above the most in all. Check the two."),
    "contract_version_frozen": _l("This version is no draft any more. Change the contract by a new version."),
    "contract_part_twice": _l("A part is named twice. Put its prices into one line."),
    "ends_before_begin": _l("The end lies before the beginning. Check the two dates."),
    "outside_contract": _l(
        "%(number)s leaves a contract (%(parts)s). Somebody has to say why on the order's page before it is approved."
    ),
    "nothing_outside_contract": _l("Nothing of %(number)s leaves a contract without a reason."),
}
