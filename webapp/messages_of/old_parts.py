"""Say in words what old parts, workshops and claims under warranty refuse."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "old_part_debt_unknown": _l("There is no such debt of an old part."),
    "old_part_note_unknown": _l("There is no such return note."),
    "old_part_note_line_unknown": _l("The return note has no such line."),
    "old_part_receipt_unknown": _l("There is no such confirmation."),
    "old_part_explanation_unknown": _l("There is no such explanation."),
    "old_part_owed_already": _l("The old part of %(part)s is owed for %(number)s already."),
    "no_engineer": _l("%(number)s has no engineer yet. Send somebody first."),
    "part_not_used": _l("%(number)s has used no %(part)s. Choose a part that went in."),
    "not_the_debtor": _l("This old part is owed by somebody else. Only they bring or explain it."),
    "more_than_owed": _l("That is more than is owed. Correct the quantity, or look whether it is on a note already."),
    "more_than_on_note": _l("%(waiting)s of this line wait, not %(asked)s. Correct the quantity."),
    "later_day_needed": _l("Name a day after the one on which it is due."),
    "explanation_waits": _l("An explanation waits for its answer already."),
    "explanation_answered": _l("This explanation has been answered."),
    "old_part_note_closed": _l("The return note is closed. Make a new one."),
    "old_part_note_begun": _l("%(number)s is confirmed in part already. The keeper closes it."),
    "other_unit": _l("%(part)s is counted in another unit. Choose the part that was taken out."),
    "serial_elsewhere": _l(
        "The book has %(serial_number)s in %(place)s. Check the number, or close that repair first."
    ),
    "not_an_old_part": _l("This is not an old part that lies in a store of yours."),
    "verdict_followed": _l("Something followed this already. Look at the page of the old part."),
    "no_such_verdict": _l("The verdict does not say so. Ask an inspector to judge it first."),
    "due_in_past": _l("Name today or a later day."),
    "more_than_sent_out": _l("There is not so much of it at the workshop. Correct the quantity."),
    "workshop_line_unknown": _l("The workshop order has no such line."),
    "workshop_order_unknown": _l("There is no such workshop order in your stores."),
    "workshop_order_closed": _l("%(number)s is back in full."),
    "workshop_order_open": _l("Something is still at the workshop."),
    "old_part_never_stock": _l("An old part never becomes stock by itself. Judge it; a refurbished lot is made of it."),
    "not_what_was_used": _l("A debt follows what the repair used. Return or reverse the issue instead."),
    "not_what_came_back": _l("Only what a keeper or the workshop's return has booked counts."),
    "not_signed": _l("Nobody has signed this. Hand in an explanation first."),
    "not_the_engineer": _l("A debt goes with its work order. Assign the work order to the engineer."),
    "not_on_the_note": _l("This does not stand on an open return note in that quantity."),
    "not_fitted_yet": _l("The repair is still open: return the piece unused instead."),
    "not_at_the_workshop": _l("No workshop order names this old part."),
    "not_refurbished": _l("This lot was not made of old parts in that quantity."),
    "not_under_warranty": _l("No old part of that repair came from this delivery."),
}
