"""Words for what receiving refuses: arrivals, standards, inspections, claims."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "file_owner_unknown": _l("No files are kept for this."),
    "photos_too_many": _l("At most %(most)s photos belong to an inspection."),
    # arrivals
    "lines_needed": _l("There is no line to work on. Type at least one with a quantity."),
    "order_not_sent": _l("%(number)s was not sent to the supplier yet. Ask the buyer first."),
    "arrival_unknown": _l("This arrival does not exist."),
    "arrived_in_future": _l("The day of arrival lies in the future. Check it."),
    "arrival_not_open": _l("The arrival is not open any more. Nothing was changed; open it anew."),
    "arrival_inspected": _l(
        "%(number)s cannot be undone: an inspector has judged some of it. What is wrong goes back by a claim."
    ),
    "arrival_pending": _l("Something of the arrival still waits for a verdict, so it stays open."),
    "order_of_another_supplier": _l(
        "%(number)s is an order to another supplier. Register it as an arrival of its own."
    ),
    "order_for_another_store": _l("%(number)s was ordered for another store. Register it there."),
    "expiry_needed": _l(
        "%(part)s has a shelf life: type the expiry that stands on the package, or the day it was made."
    ),
    "recount_needed": _l("%(number)s differs from its order: the keeper counts it again before it is inspected."),
    "recount_unknown": _l("There is nothing to count again under this number."),
    "recount_confirmed": _l("This was counted again already."),
    "recount_differs": _l(
        "The recount finds %(counted)s, but %(registered)s are registered."
        " Undo %(number)s and register what really came."
    ),
    "made_in_future": _l("Made on %(made_on)s, but arrived on %(arrived_on)s. Check the two days."),
    "made_after_expiry": _l("Made on %(made_on)s, but expires on %(expires_on)s. Check the two days."),
    "not_the_delivery": _l(
        "The line does not fit the delivery of its order. Nothing was changed; open the order anew."
    ),
    "not_the_lot": _l("The lot does not fit what arrived. Nothing was changed; register the arrival anew."),
    "more_than_arrived": _l("The lots hold more than arrived. Nothing was changed; check the quantities."),
    "receipt_without_arrival": _l("Bought goods come in by an arrival only. Register the arrival."),
    "undo_where_it_was_done": _l("This is undone where it was done: undo the arrival or follow the claim."),
    "no_lots_to_label": _l("%(number)s has no lots: none of it was taken in, so there is nothing to label."),
    # standards
    "standard_unknown": _l("This acceptance standard does not exist."),
    "part_or_category": _l("A standard is for a part or for a category: choose one of them."),
    "characteristics_needed": _l("A standard needs at least one characteristic."),
    "text_needed": _l("Say of every characteristic what is looked at, in one language at least."),
    "limits_crossed": _l("The lower limit %(lower)s is above the upper limit %(upper)s. Check them."),
    "standard_in_use": _l("Inspections follow this version already. Set a new version instead."),
    # inspections
    "inspection_unknown": _l("This inspection does not exist."),
    "inspection_decided": _l(
        "This inspection is decided. What was found stays; begin another one for what is pending."
    ),
    "inspection_needed": _l(
        "%(lot)s came from a supplier: begin an inspection, so that supplier and order hear of it."
    ),
    "own_goods": _l("You ordered or declared %(lot)s yourself, so another inspector has to look at it."),
    "nothing_pending": _l("Nothing of this lot waits in the hold any more."),
    "lot_without_arrival": _l("This lot did not come from a supplier, so there is no arrival to go back to."),
    "not_of_the_standard": _l("The finding belongs to another standard. Open the inspection anew."),
    "sample_negative": _l("Pieces are numbered from 1; 0 is the whole lot."),
    "measured_value_needed": _l("Type the measured value: this characteristic has limits."),
    "right_or_not_needed": _l("Say whether it is right or wrong; nothing is measured here."),
    "judged_wrong": _l("A measured value and its verdict do not fit together. Nothing was changed; save it anew."),
    "characteristics_not_looked_at": _l(
        "Nothing can pass before every characteristic was looked at. Still missing: number %(positions)s."
    ),
    "sampling_stopped": _l(
        "Lots of this part from this supplier are not inspected any more: five were refused."
        " A supervisor lifts the stop."
    ),
    "sample_not_counted": _l(
        "Count the sample of %(number)s first: say how many pieces were looked at and are faulty."
    ),
    "pieces_decided_together": _l(
        "These %(pieces)s pieces came together and share the sample of inspection %(number)s. Decide over all of them "
        "there."
    ),
    "not_of_the_delivery": _l("That is not about the pieces of this delivery that wait. Open the inspection again."),
    "not_single_pieces": _l(
        "The goods of %(number)s have no serial numbers. Decide by quantity: how many passed, how many failed."
    ),
    "sample_not_accepted": _l(
        "The sample lets %(may_pass)s pass at most. Let the rest fail, sort the whole lot, or ask for a concession."
    ),
    "sample_too_small": _l("The plan asks for %(least)s pieces; only %(looked_at)s were looked at."),
    "sample_beyond_lot": _l("The lot has %(lot_size)s pieces; more cannot have been looked at."),
    "found_beyond_sample": _l(
        "More pieces are faulty than were looked at. Count each piece once, by its worst defect."
    ),
    "fewer_than_noted": _l("The findings above name %(noted)s such pieces already; the count may not be smaller."),
    "no_sample_asked": _l("The standard of %(number)s asks for no sample."),
    "quality_limit_needed": _l("Sampling needs an AQL for one class of defects at least."),
    "lot_too_small": _l("A single piece is no lot to draw a sample from; look at it."),
    "no_such_plan": _l("The standard has no plan for letter %(letter)s and AQL %(aql)s."),
    "aql_unknown": _l("%(aql)s is not among the preferred values of AQL."),
    "inspection_level_unknown": _l("“%(level)s” is no inspection level."),
    "skip_after_ten": _l("Lots may be skipped after %(least)s accepted ones in a row at the earliest."),
    "regime_same": _l("Lots are looked at like that already."),
    "stopped_goes_on_tightened": _l("After a stop inspection goes on tightened; it loosens by itself after five lots."),
    "concession_needed": _l(
        "What has a major defect passes only by a concession: let %(at_least)s fail, or ask for one first."
    ),
    "concession_beyond_lot": _l("Only %(pending)s of the lot are pending."),
    "concession_asked_already": _l("A concession is asked for already. Wait for the answer."),
    "concession_decided": _l("This concession is decided already."),
    "concession_until_when": _l("Say until which day a verdict may use the concession, today or later."),
    "concession_needs_limits": _l("Say where and how the goods may be used; a concession without limits is none."),
    "concession_unknown": _l("This concession does not exist."),
    "severity_unknown": _l("“%(severity)s” is no class of defects."),
    "severity_needed": _l("Something failed: choose how grave the worst defect is."),
    "reason_needed": _l("Say why: this step needs a reason in words."),
    "verdict_empty": _l("Say how much passed and how much failed; both are zero."),
    "verdict_exceeds_pending": _l("%(decided)s are decided, but only %(pending)s are pending. Check the quantities."),
    "critical_defect_passed": _l(
        "A critical defect was found: at least %(at_least)s have to fail, and %(failed)s were typed."
    ),
    "uninspected_release": _l("Nothing leaves the hold without a verdict. Inspect it first."),
    # claims
    "supplier_return_unknown": _l("This return does not exist."),
    "return_ended": _l("This return has ended. Nothing was changed; open it anew."),
    "return_under_way": _l("%(number)s is under way: something was sent, scrapped or settled already."),
    "more_than_claimed": _l("Only %(open)s of this return are still here, and %(asked)s were typed."),
    "settled_too_much": _l("Only %(open)s are not settled yet, and %(asked)s were typed."),
    "settlement_does_not_fit": _l(
        "This end does not fit: “taken back” is for goods that nobody paid for, the others for goods that were paid."
    ),
    "settlement_amount": _l("A credit needs its amount, and a replacement may have one; the other ends have none."),
    "settled_by_delivery": _l(
        "Replaced and reworked goods settle a claim when they pass inspection."
        " Register them as an arrival for the claim."
    ),
    "settled_without_verdict": _l("Only what passed inspection settles a claim. Nothing was changed."),
    "replacement_in_hold": _l(
        "%(waiting)s came for this claim and wait for their verdict; only %(open)s are open besides. Wait for it."
    ),
    "claim_asks_no_goods": _l("%(number)s asks for no goods. Change what is asked of the supplier first."),
    "claim_of_another_supplier": _l("%(number)s is a claim on another supplier. Register it as an arrival of its own."),
    "claim_of_another_store": _l("The goods of %(number)s belong to another store. Register them there."),
    "not_for_the_claim": _l("The line does not fit its claim any more. Nothing was changed; open the claim anew."),
    "credit_note_needed": _l("A credit needs the number and the day of its credit note."),
    "credit_note_used": _l(
        "Credit note %(reference)s stands already at claim %(claim)s. A note counts once for a claim, and has one day. "
        "Check number and day."
    ),
    "credited_in_future": _l("The day of the credit note lies in the future. Check it."),
    "credit_above_limit": _l(
        "A credit above %(limit_cny)s yuan is noted by neither who opened the claim nor who bought the goods."
    ),
    "claim_must_be_settled": _l(
        "%(number)s cannot be cancelled: the goods were paid for. Settle it, or have it waived."
    ),
    "not_ours_to_scrap": _l("These goods were never ours. Send them back, or keep them by cancelling the return."),
    "not_the_movements": _l("The claim does not fit what left quarantine. Nothing was changed; open it anew."),
    "on_a_claim": _l("These goods are on a claim. They leave quarantine by that claim only."),
    "not_the_settlements": _l(
        "The claim does not fit its settlements and movements. Nothing was changed; open it anew."
    ),
}
