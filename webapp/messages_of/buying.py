"""Words for what buying and planning refuse: suppliers, orders, deliveries, plans, levels."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.commands_of.suppliers import CERTIFICATES

_ANEW = _l("Somebody was quicker, or the step is not open here. Nothing was changed; open the page anew.")

DETAIL_WORDS = {"certificate": CERTIFICATES}
"""Words for details of errors that are codes themselves."""

MESSAGES = {
    "supplier_unreachable": _l("%(supplier)s has no mail address. Enter one with the supplier."),
    "supplier_reminded_today": _l(
        "The supplier was reminded of %(number)s today already. Ask again tomorrow, or call."
    ),
    "issued_in_future": _l("It cannot have been issued later than today."),
    "bank_account_wrong": _l(
        "This is no bank account: an IBAN has its check digits, any other account at least six digits. Type it anew."
    ),
    "nothing_to_come": _l("Nothing of %(number)s is still to come."),
    # suppliers
    "assessment_needed": _l(
        "%(supplier)s has no passed assessment that is new enough. Have it assessed, or give a reason for an exception."
    ),
    "needed_certificate_expired": _l(
        "%(supplier)s cannot get orders: its %(certificate)s expired on %(ended_on)s. Enter the new paper, or choose"
        " another supplier."
    ),
    "needed_certificate_missing": _l(
        "%(supplier)s cannot get orders: its %(certificate)s is missing. Enter the paper, or choose another supplier."
    ),
    "qualification_expired": _l(
        "%(supplier)s cannot get orders: its qualification expired on %(ended_on)s. Have it assessed anew, or choose"
        " another supplier."
    ),
    "path_step_missing": _l("A supplier's state changes only by a step on its path. Nothing was changed."),
    "questionnaire_missing": _l("There is no questionnaire yet. A supervisor writes the first one."),
    "questionnaire_unknown": _l("There is no such questionnaire."),
    "questionnaire_empty": _l("A questionnaire needs at least one question."),
    "question_without_words": _l("Write every question in at least one language."),
    "question_of_another": _l("This question belongs to another questionnaire. Open the form anew."),
    "questionnaire_replaced": _l("A newer questionnaire holds now. Open the form anew; its questions may differ."),
    "answers_incomplete": _l("Give points for each of the %(questions)s questions, once."),
    "points_out_of_range": _l("Points go from 0 to 100."),
    "sample_empty": _l("Say how many pieces passed and how many failed; at least one was looked at."),
    "day_in_future": _l("This day lies in the future. Check it."),
    "order_not_mailed": _l("%(number)s was not sent yet, so there is nothing to mail again. Send it first."),
    "day_in_past": _l("This day has passed already. Choose today or later."),
    "number_needed": _l("Write the number of the paper."),
    "supplier_contact_unknown": _l("There is no such contact."),
    "supplier_certificate_unknown": _l("This supplier has no such certificate."),
    "supplier_assessment_unknown": _l("This supplier has no such assessment."),
    "supplier_bank_unknown": _l("There is no such change of a bank account."),
    "main_contact_left": _l("Who has left cannot be the main contact. Make somebody else the main one first."),
    "main_contact_needed": _l("This is the main contact. Make somebody else the main one; this one then steps back."),
    "bank_account_needed": _l("Write the new account."),
    "bank_same": _l("This account is in force already. Nothing was changed."),
    "bank_waits": _l("A change of the account of %(supplier)s waits already. Decide on it, or withdraw it first."),
    "bank_step": _l("This change of the account is decided or withdrawn already. Nothing was changed."),
    "bank_needs_second_person": _l(
        "A bank account changes by two persons: ask for the change on the supplier's page, another person checks it."
    ),
    # market and sale prices
    "source_needed": _l("Say where the price comes from."),
    "market_price_noted": _l("This source noted %(price)s for that day already. Notes stay; choose another day."),
    "price_alert_seen": _l("Somebody has looked at this alert already."),
    "price_alert_unknown": _l("There is no such alert."),
    "sale_price_step": _l("This price is decided or withdrawn already. Nothing was changed."),
    "sale_price_waits": _l("A price of %(part)s waits for approval already. Decide on it, or withdraw it first."),
    "sale_price_in_past": _l("%(from_on)s has passed: a price holds from today or a later day. Propose it anew."),
    "sale_price_unknown": _l("There is no such sale price."),
    "supplier_unknown": _l("This supplier does not exist. Choose one of the list."),
    "supplier_part_unknown": _l("This supplier does not offer this part."),
    "supplier_not_approved": _l(
        "%(supplier)s is not approved, so it cannot get orders. Ask a supervisor, or choose another."
    ),
    "supplier_blocked_by_score": _l(
        "%(supplier)s is blocked by its score. Choose another supplier, or ask a supervisor to let one order through."
    ),
    "supplier_not_blocked_by_score": _l("The score does not block %(supplier)s; orders go through anyway."),
    "released_already": _l("One order to %(supplier)s is let through already and not drafted yet."),
    "nothing_released": _l("No order to %(supplier)s is let through."),
    "urgent_without_reason": _l("Say why the order cannot wait; an order for a work order is an urgent one."),
    "supplier_state_same": _l("%(supplier)s is in that state already."),
    "supplier_without_mail": _l(
        "%(supplier)s has no mail address. Enter one in its file, or send the paper yourself and untick the box."
    ),
    "state_unknown": _l("“%(state)s” is none of the states. Choose one of the list."),
    "reputation_out_of_range": _l("The reputation goes from 0 to 100."),
    "name_needed": _l("Write a name in at least one language."),
    "field_unknown": _l("There is no such entry in a supplier's file. Nothing was changed."),
    "expires_before_issued": _l("The certificate would end before it was issued. One of the two dates is wrong."),
    "not_scored_yet": _l("%(supplier)s is not scored yet. Score the suppliers first."),
    # offers and prices
    "lead_time_negative": _l("A lead time cannot be below zero days."),
    "price_list_empty": _l("A price list needs at least one step."),
    "price_step_rises": _l(
        "From %(from_quantity)s on the price would be %(price)s, more than the %(before)s of a smaller quantity. Check"
        " quantities and prices."
    ),
    "price_step_twice": _l("Two steps begin at the same quantity. Keep one of them."),
    "price_not_positive": _l("A price must be more than zero."),
    "no_price": _l("No price of this supplier holds for the part. Enter a price list first, or type a price."),
    "no_supplier": _l("No supplier that may get orders offers this part."),
    "offer_of_another_part": _l("This offer is for another part. Choose a supplier of this one."),
    # orders
    "order_unknown": _l("This order does not exist."),
    "order_line_unknown": _l("This line of the order does not exist."),
    "line_of_another_order": _l("The line belongs to another order. Open the order anew."),
    "order_has_no_lines": _l("An order needs at least one line."),
    "order_has_receipts": _l("Something of %(number)s has come already. Amend its lines, or cancel the rest."),
    "order_not_amended": _l("No amendment of %(number)s waits for approval."),
    "nothing_changed": _l("Nothing of %(number)s is different. Change a figure, or leave the page."),
    "needed_in_past": _l("%(needed_on)s has passed. Give a day from today on."),
    "order_not_draft": _l("Only a draft can be changed this way. Amend the order instead."),
    "order_still_open": _l("%(number)s still waits for goods on %(lines)s lines. Cancel the rest first."),
    "order_ended": _l("This order has ended. Nothing was changed."),
    "order_step": _ANEW,
    "less_than_received": _l("%(received)s have come already. Order no less than that."),
    "cancelled_exceeds_order": _l("More would be cancelled than was ordered. Nothing was changed."),
    "promised_before_ordered": _l("The promised date lies before the day of the order. Check it."),
    "note_kind_unknown": _l("“%(kind)s” is no kind of note. Choose one of the list."),
    "not_approved": _l("Another person has to approve it first."),
    # deliveries
    "over_receipt": _l(
        "More came than was ordered and tolerated. Take in what the order allows; the surplus goes back."
    ),
    "delivery_settled": _l("This delivery is judged or undone already. Nothing was changed."),
    "delivery_undone": _l("This delivery was undone. Nothing was changed."),
    "delivery_step": _ANEW,
    "kept_by_deliveries": _l("What has come of an order follows from its deliveries only. Nothing was changed."),
    "verdict_exceeds_delivery": _l(
        "%(judged)s are judged, but only %(pending)s wait for a verdict. Check the quantities."
    ),
    # plans and levels
    "plan_frozen": _l("The plan is approved and frozen. Compute a new one for what has changed."),
    "plan_not_draft": _l("%(number)s is no draft any more. Nothing was changed."),
    "plan_not_approved": _l("%(number)s is not approved yet. Another person than its author approves it first."),
    "store_days_shape": _l(
        "The setting for the days between stores holds %(value)s. Write each pair as"
        ' {"from": "N", "to": "S", "days": 2}.'
    ),
    "plan_changed": _l("%(number)s has changed since you opened it. Look at it again, then approve it."),
    "plan_empty": _l("%(number)s has nothing to buy or move."),
    "proposal_step": _ANEW,
    "over_budget": _l(
        "The plan comes to %(amount_cny)s yuan, the budget is %(budget_cny)s. Lower a quantity, leave a part out, or"
        " raise the budget."
    ),
    "store_does_not_buy": _l("This store is replenished by another one; it does not buy. Choose the store above it."),
    "level_unknown": _l("No level is computed for this part here yet. Compute the plan first."),
    "demand_verdict_unknown": _l("Say whether the demand was real or a one-off."),
    "forecast_alarm_unknown": _l("There is no such alarm."),
    "alarm_seen": _l("Somebody has looked at this alarm already."),
    "month_watched": _l("%(month)s was watched already; months follow each other."),
    "no_level_kept": _l("No levels were in force when %(month)s began. Compute a plan; the month after it is watched."),
    "demand_mark_unknown": _l("This judgement is gone; somebody has taken it back."),
    "level_run_unknown": _l("These levels are no longer kept. Compute the plan anew."),
    "history_shape": _l("The history has rows of different length. Nothing was written; check the file."),
}
