"""Words for what the stores refuse: what happened, and what to do."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

ISSUING = {
    "insufficient_stock": _l(
        "Not enough is there: %(asked)s asked for, %(available)s available. Nothing was changed; take less, or look "
        "where the rest lies."
    ),
    "out_of_order": _l("An older lot goes first: %(first_lot)s. Take that one, or ask for a signed exception."),
    "lot_expired": _l("This lot has expired and may not be issued. Put it into quarantine."),
    "exception_for_another": _l("The signed exception is for another lot or work order. Ask for one of its own."),
    "more_than_requested": _l("More than was asked for. Take no more than the rest, or ask for more first."),
    "does_not_fit": _l("%(part)s does not fit the model %(model)s. Nothing was asked for; choose a part that fits."),
    "part_discontinued": _l(
        "%(part)s is no longer made and has no successor: %(asked)s asked for, only %(available)s available. Ask for "
        "no more than that."
    ),
    "part_request_closed": _l("This request is done: nothing of it waits any more."),
    "part_request_unknown": _l("This part request does not exist."),
    "part_unknown": _l("This part does not exist."),
    "product_model_unknown": _l("This product model does not exist."),
    "work_order_closed": _l("The work order %(number)s is no longer open. Nothing was changed."),
    "work_order_of_ticket": _l("This work order follows its ticket %(number)s. Change the ticket instead."),
    "parts_still_issued": _l(
        "%(number)s still holds %(parts)s. Return them first; then it can be cancelled as work that was not done."
    ),
    "urgency_unknown": _l("There is no urgency “%(urgency)s”. Choose one of the list."),
    "only_supervisors": _l("Only a supervisor may do this. Nothing was changed."),
    "lot_of_another_part": _l("This lot is of another part. Choose a lot of the part that is asked for."),
    "lot_not_on_work_order": _l("Nothing of this lot is on the work order %(number)s any more."),
    "lot_unknown": _l("This lot does not exist."),
    "fifo_exception_unknown": _l("This exception does not exist."),
    "reserved_for_others": _l("What is there is promised to others. Take less, or let a supervisor release a promise."),
    "not_asked_for": _l("This part was not asked for here. Nothing was promised."),
    "reservation_resolved": _l("This promise is no longer open. Open the page anew."),
    "nothing_promised": _l("Nothing is promised to this request now."),
    "not_held": _l("This promise is not held."),
    "not_the_same_part": _l("The other request is for another part or another store. Choose one for the same."),
    "more_than_lacking": _l("The other request lacks %(lacking)s only, not %(asked)s."),
    "promise_held": _l("This promise is held. Lift the hold first."),
    "hold_without_record": _l("A hold is set and lifted on record only. Nothing was changed."),
    "no_van": _l("You have no van. A supervisor opens one for you under Places."),
}
MOVING = {
    "wrong_kind_of_place": _l("%(place)s is not the right kind of place for this. Scan another one."),
    "place_not_used": _l("%(place)s is no longer used. Choose another place."),
    "place_holds_goods": _l("%(place)s still holds goods. Move them first."),
    "other_store": _l("Both places must be in the same store. Between stores goods go by a transfer."),
    "same_bin": _l("%(place)s is where they lie already. Choose another bin."),
    "nothing_chosen": _l("Nothing is ticked. Tick at least one lot."),
    "lot_repeated": _l("A lot stands twice. Name each once."),
    "no_store": _l("This place belongs to no store."),
    "no_such_place_in_store": _l("This store has no such place (%(kind)s). A supervisor adds one under Places."),
    "no_place_for_outside": _l("The place for the world outside (%(kind)s) is missing. Tell the administrator."),
    "no_such_move": _l("Goods do not move this way. Nothing was changed."),
    "movement_rules": _l("Goods do not move this way. Nothing was changed."),
    "not_inspected": _l("These goods have not passed inspection. They stay in the hold until an inspector has judged."),
    "more_than_in_hold": _l("More is judged than lies in the hold. Count again."),
    "quantity_not_positive": _l("The quantity must be more than zero."),
    "not_whole_steps": _l("%(quantity)s is not made of whole steps of %(step)s. Correct the quantity."),
    "reason_missing": _l("Say why."),
    "same_store": _l("A transfer goes from one store to another. Choose two different ones."),
    "no_lines": _l("Name at least one part."),
    "part_twice": _l("A part stands twice. Put it on one line."),
    "nothing_to_send": _l("Nothing of %(number)s would go. Cancel it instead."),
    "more_than_sent": _l("More came than was sent: %(came)s instead of %(sent)s. Count again and type what was sent."),
    "not_on_transfer": _l("This part is not on the transfer."),
    "quantity_missing": _l("%(part)s: how much? Type zero where nothing goes or came."),
    "pieces_not_named": _l("%(part)s has serial numbers: name each of the %(quantity)s pieces, by scan or as a range."),
    "pieces_not_the_quantity": _l("%(part)s: %(quantity)s pieces, but %(named)s serial numbers are named."),
    "pieces_not_on_the_way": _l(
        "%(part)s: these are not on the way with this transfer: %(serial_numbers)s. Scan again what came."
    ),
    "pieces_not_in_store": _l(
        "%(part)s: these do not lie free in the store that sends: %(serial_numbers)s. Scan again what goes."
    ),
    "piece_of_another_transfer": _l("This piece was not sent with this transfer. Nothing was changed."),
    "piece_not_on_transfer": _l("This piece was not sent with this transfer. Nothing was changed."),
    "piece_settled": _l("It is on record already what became of this piece."),
    "not_the_keeper": _l("Only the engineer of %(place)s may confirm this."),
    "transfer_in_other_state": _l("Somebody was quicker: %(number)s is no longer in that state. Open it anew."),
    "not_settled": _l("Something of this transfer is still on the way. Give each piece a cause first."),
    "settlement_decided": _l("This is decided already. Open the page anew."),
    "settlement_unknown": _l("This report of missing goods does not exist."),
    "more_than_missing": _l("Only %(missing)s are missing without a cause, not %(asked)s."),
    "place_missing": _l("Say into which bin or van it is put."),
    "loss_not_approved": _l("This loss is not approved. Nothing was taken out of the book."),
    "beyond_limit": _l(
        "%(van)s may have %(most)s of %(part)s at most: %(there)s are there or on the way, %(asked)s were to come. "
        "Ask for less, or give a reason and let a supervisor sign it."
    ),
    "beyond_value": _l(
        "%(van)s may hold ¥%(most)s at most: ¥%(there)s are there or on the way, ¥%(asked)s were to come. Ask for "
        "less, or give a reason and let a supervisor sign it."
    ),
    "limit_not_positive": _l("The limit must be more than zero, or empty."),
    "van_limit_unknown": _l("This part has no limit in this van."),
    "transfer_unknown": _l("This transfer does not exist."),
    "not_in_quarantine": _l("Nothing of this lot lies in quarantine here any more."),
    "lot_right": _l("This lot does not fit its part."),
    "lot_not_right": _l("This lot does not fit its part."),
    "not_a_date": _l("A date of the posting cannot be read. Nothing was changed."),
    "nothing_to_post": _l("There is nothing to post."),
}
UNDOING = {
    "posting_unknown": _l("This posting does not exist."),
    "already_reversed": _l("This posting was reversed already."),
    "reversal_of_reversal": _l("A reversal is not reversed. Post what is right anew."),
    "undone_by_its_document": _l("This posting is undone through its document %(reference)s, not by itself."),
    "already_put_away": _l("Some of it was put away already. Reverse the putaway first."),
    "no_longer_in_hold": _l("It no longer lies in the hold. Undo what came later first."),
    "other_kind_of_posting": _l("This posting is of another kind and cannot be undone here."),
    "other_posting": _l("The movement belongs to another posting. Nothing was changed."),
    "other_part": _l("The lot is of another part. Nothing was changed."),
    "not_the_mirror": _l("The reversal does not mirror its posting. Nothing was changed."),
    "kept_by_movements": _l("Stock is changed by movements only. Nothing was changed."),
}
KEEPING = {
    "category_in_a_circle": _l("A category cannot lie inside itself. Choose another parent."),
    "category_unknown": _l("This category does not exist."),
    "factor_not_positive": _l("The factors of a supersession must be more than zero."),
    "fit_unknown": _l("This fit does not exist."),
    "last_fit": _l("Without its last fit the part would fit every model. Name another model first, or say so."),
    "gtin_wrong": _l("%(gtin)s is no valid GTIN: its check digit is wrong. Compare it with the package."),
    "name_missing": _l("Write a name."),
    "same_part": _l("A part cannot replace itself. Choose another one."),
    "supersession_in_a_circle": _l("This would make parts succeed each other in a circle. Nothing was changed."),
    "supersession_unknown": _l("This supersession does not exist."),
    "shelf_life_not_positive": _l("The shelf life must be at least one day, or empty."),
    "warranty_negative": _l("The warranty must not be below zero months."),
    "serials_need_pieces": _l("Serial numbers need a unit that is counted in whole pieces, not %(unit)s."),
    "unit_unknown": _l("There is no unit “%(unit)s”."),
    "unit_in_use": _l("The unit is in use: its step can no longer change."),
    "part_has_lots": _l("The part was already in stock: its unit and its tracking can no longer change."),
    "supplied_in_a_circle": _l("A store cannot be supplied by one that it supplies itself. Choose another."),
    "van_needs_keeper": _l("A van belongs to an engineer. Name one."),
    "word_unknown": _l("This word is not in the list. Choose one of it."),
    "alternate_unknown": _l("This alternate does not exist."),
}
ARRIVING = {
    "not_serial_tracked": _l("%(part)s has no serial numbers. Leave them out."),
    "serial_known": _l("%(part)s: these serial numbers are in the house already: %(serial_numbers)s. Scan them again."),
    "serials_do_not_match": _l("%(part)s: %(quantity)s came, but %(serial_numbers)s serial numbers were scanned."),
    "serial_missing": _l("Every piece of this part has a serial number. Scan it."),
    "serial_twice": _l("A serial number stands twice. Scan again."),
    "unit_cost_negative": _l("The unit cost must not be below zero."),
    "clearance_unknown": _l("This verdict does not exist."),
}
COUNTING = {
    "already_being_counted": _l("Some of this is being counted in %(stock_take)s. Finish that one first."),
    "already_counted": _l("%(by)s has counted this line already. Ask for a recount to count it again."),
    "assigned_to_another": _l("%(to)s counts this. Count another place, or ask the supervisor to hand it to you."),
    "cause_code_wrong": _l("“%(cause)s” is no code. Write 2 to 20 small letters, digits or _, a letter first."),
    "cause_of_the_other_side": _l("This cause does not explain a difference of this side. Choose another one."),
    "count_plan_figures": _l("The figures of a cycle count must be above zero. Correct them."),
    "count_plan_there": _l("%(store)s has such a cycle count already. Change that one."),
    "count_plan_unknown": _l("This cycle count does not exist."),
    "counted_twice_here": _l("The same part in the same place stands on line %(first)s already. Count it once."),
    "lines_of_several_stock_takes": _l("These lines belong to several stock-takes. Choose lines of one."),
    "nobody_to_count": _l("Choose at least one person who counts."),
    "not_endorsable": _l("Something was counted meanwhile. Open the page anew before you sign."),
    "not_the_cost": _l("The cost of this count fits no lot of the part. Nothing was kept; tell the administrator."),
    "not_the_worth": _l("The differences come to more than what was to be signed. Open the page anew."),
    "second_signature_by_another": _l("You gave the first signature. The second one is another person's."),
    "second_signature_missing": _l("Differences as large as these need two signatures."),
    "variance_cause_unknown": _l("This cause does not exist."),
    "cause_unknown": _l("There is no cause “%(cause)s”. Choose one of the list."),
    "count_line_unknown": _l("This line of the stock-take does not exist."),
    "counted_at_out_of_range": _l("The time of the count lies outside the stock-take. Correct it."),
    "counted_before_the_last": _l("The line was counted later than that already. Correct the time."),
    "gain_without_sound_lot": _l(
        "More was found than the book has, and no sound lot to put it to. Bring it in as an arrival instead."
    ),
    "lost_goods_have_left": _l(
        "At %(place)s %(lost)s were lost, but goods have left since and only %(there)s are there. Count again."
    ),
    "no_difference": _l("This line has no difference: it needs no cause."),
    "no_serials_kept": _l("This part has no serial numbers. Leave them out."),
    "not_counted_yet": _l("This line was not counted yet."),
    "nothing_found": _l("Nothing of this part was found at %(place)s. Only finds are noted this way."),
    "nothing_to_count": _l("There is nothing to count at %(store)s in what was chosen."),
    "place_of_another_store": _l("%(place)s lies in another store. Scan a place of the store that is counted."),
    "recount_by_another": _l("Another person than who counted first does the recount."),
    "serial_not_in_book_here": _l("The book does not have these serial numbers here: %(serials)s. Scan them again."),
    "serials_not_the_count": _l("%(counted)s counted, but %(serials)s serial numbers were scanned. Scan again."),
    "stock_take_state": _l("%(number)s is in another state (%(state)s). Open it anew."),
    "stock_take_unknown": _l("This stock-take does not exist."),
    "count_approved": _l("The stock-take is approved: its counts stay as they are."),
    "count_not_approved": _l("The stock-take is not approved yet. Nothing was posted."),
    "count_out_of_turn": _l("This count is out of turn. Open the page anew."),
    "not_the_book": _l("The book has moved since. Open the page anew and count again."),
    "not_the_variance": _l("The posting is not the difference that was counted. Nothing was changed."),
}
MESSAGES = {**ISSUING, **MOVING, **UNDOING, **KEEPING, **ARRIVING, **COUNTING}
