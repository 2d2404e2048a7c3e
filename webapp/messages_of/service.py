"""Words for what the rooms of service refuse."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MESSAGES = {
    # tickets
    "ticket_unknown": _l("This ticket does not exist, or is not yours."),
    "ticket_state": _l("The ticket is in another state by now (%(state)s). Nothing was changed; open it anew."),
    "note_empty": _l("The note is empty. Write what happened."),
    "fault_missing": _l("Say what is wrong: choose a symptom or describe the fault."),
    "model_unknown": _l("This product model does not exist."),
    "model_fixed_by_work_order": _l(
        "Parts are already asked for on the work order of %(number)s, so its model stays. "
        "Cancel it, and take the case in anew."
    ),
    "choice_of_other_question": _l("An answer belongs to another question. Open the questions anew."),
    "purchase_in_future": _l("The date of purchase lies in the future. Check it."),
    "callback_open": _l("The customer was not called back yet. Call, or say why the ticket is closed without it."),
    "follow_up_open": _l("A task on %(number)s is still open. Finish it first."),
    # customers and sold units
    "customer_unknown": _l("This customer does not exist."),
    "customer_missing": _l("Choose a customer, or type name and telephone of a new one."),
    "customer_name_and_phone_needed": _l("Name and telephone are needed, or nobody could call back."),
    "product_unknown": _l("This unit does not exist."),
    "plate_serial_missing": _l("Type the serial number; it stands on the rating plate."),
    # dispatch
    "dispatch_unknown": _l("This dispatch does not exist, or is not yours."),
    "dispatch_over": _l("This dispatch of %(number)s is over: it was declined, or another engineer was sent."),
    "dispatch_accepted": _l("You have accepted %(number)s already. Ask the desk to send somebody else."),
    "already_dispatched": _l("This engineer has %(number)s already."),
    "not_qualified": _l("%(engineer)s has no valid certificate for this product. Choose another engineer."),
    "not_dispatched": _l("Nobody is sent to %(number)s now."),
    "engineer_unknown": _l("This engineer does not exist, or has no profile yet."),
    "no_work_order": _l("%(number)s has no work order yet. Send an engineer first."),
    # repair
    "diagnosis_missing": _l("Write the diagnosis first: what is wrong, and what it will cost."),
    "cost_not_told": _l("Tell the customer the cost first: it belongs to the diagnosis."),
    "cost_not_agreed": _l(
        "The customer has not agreed to this cost. Tell the cost, get the agreement, then go on. Nothing was changed."
    ),
    "fee_negative": _l("A fee cannot be below zero."),
    "work_and_passed_test_needed": _l(
        "Write what was done and the test result; only a passed test completes a repair."
    ),
    "price_of_unused_part": _l("A price was named for a part that was not used."),
    "attachment_unknown": _l("This file does not exist."),
    "signature_of_something_else": _l("This signature was given on something else."),
    "signature_missing": _l("Let the customer sign, or say why there is no signature."),
    "signature_blank": _l("Nothing was drawn. Let the customer sign, or say why there is no signature."),
    "picture_unreadable": _l("The picture could not be read. Take it again."),
    "not_completed": _l("The repair of %(number)s is not completed yet."),
    "engineer_without_van": _l("You have no van. Ask the service manager to enter one, or ask a store for the part."),
    "no_supplying_store": _l("No store supplies your van. Ask the service manager to name one."),
    # callbacks
    "callback_unknown": _l("This callback does not exist."),
    "callback_done": _l("The customer of %(number)s has already answered."),
    "score_out_of_range": _l("Scores go from 1 to 10."),
    "low_score_needs_reason": _l("A score below %(low_below)s needs the customer's reason."),
    "survey_unknown": _l("This link is not valid, or was used already. Thank you all the same."),
    "survey_expired": _l("This link is no longer valid. Please call us instead."),
    "customer_without_mail": _l("The customer has no mail address. Read the link out, or send it by message."),
    "task_missing": _l("Write what is to be done."),
    "result_missing": _l("Write what came of it."),
    "follow_up_unknown": _l("This task does not exist."),
    "follow_up_done": _l("This task is done already."),
    # keeping
    "family_or_model": _l("Name either a product family or one model, not both."),
    "not_the_engineers_van": _l("This is not the van that this engineer keeps."),
    "qualification_unknown": _l("This qualification does not exist."),
    "question_unknown": _l("This question does not exist."),
    "question_empty": _l("Write the question in at least one language."),
    "calendar_hours": _l("The working hours in the calendar end before they begin. Correct the setting."),
    "calendar_without_working_days": _l("The calendar has no working day. Correct the setting."),
}
