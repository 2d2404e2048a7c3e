"""Words for what an import finds: what is wrong, and what to do about it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MESSAGES = {
    # the file
    "import_old_workbook": _l("This is an old .xls workbook, or one with a password. Save it as .xlsx without one."),
    "import_password": _l("The workbook has a password. Save it without one."),
    "import_wrong_encoding": _l(
        "Row %(row)s, column %(column)s: the byte %(byte)s is neither UTF-8 nor GB18030. Save the file as “CSV UTF-8”."
    ),
    "import_bad_quotes": _l("Row %(row)s: a quotation mark is not closed, or text stands behind a closed one."),
    "import_line_too_long": _l("A line is longer than any real one. Is it a table, with one row a line?"),
    "import_too_many_columns": _l("The table has too many columns: at most %(most)s are read."),
    "import_too_many_rows": _l("The table has too many rows: at most %(most)s are read. Divide the file."),
    "import_sheet_too_large": _l(
        "The sheet reaches over more than %(most)s cells. Delete empty rows and columns at its edges,"
        " or save it as CSV."
    ),
    "import_too_many_values": _l("The file holds more than %(most)s values. Divide it."),
    "import_cell_too_long": _l("A cell holds more than %(most)s characters."),
    "import_declares_entities": _l(
        "The workbook declares entities, which no spreadsheet program does. Nothing was read."
    ),
    "import_only_headings": _l("The file has headings but no rows. Nothing was read."),
    "import_kind_unknown": _l("There is no import of %(kind)s."),
    "import_has_faults": _l("%(count)s faults in %(rows)s rows. Nothing was written; mend the file and send it again."),
    "import_not_sound": _l("The file has faults or was not checked to its end. Nothing was written."),
    "import_other_file": _l("The file is another one than was checked. Check it again."),
    "import_done_before": _l("Somebody else has imported this very file already. Nothing was changed."),
    "import_checked_by_self": _l("Another person has to release opening stock: nobody clears what they brought in."),
    "import_no_store": _l("There is no warehouse yet. Open one first."),
    "import_store_unknown": _l("There is no store %(store)s."),
    # headings
    "import_column_missing": _l("This column is missing. Known headings: %(accepted)s."),
    "import_column_twice": _l("This heading means the same as “%(first)s”. Keep one of the two columns."),
    "import_column_unknown": _l("The column is not known here and is left out."),
    "import_column_unused": _l("The column is known but not used."),
    "import_cell_without_heading": _l("The cell stands under no heading. Is there a delimiter too many in this row?"),
    "import_lead_time_unit": _l(
        "The heading does not say days, weeks or months. Write “Lead time (weeks)”, or choose the unit."
    ),
    "import_lead_time_default": _l("No column gives a lead time: %(days)s days are taken."),
    "import_holding_per_year": _l("The heading names no period: the cost is taken for one unit and one year."),
    # cells
    "import_count_kept": _l("%(count)s rows were kept from this file before and are passed over."),
    "import_counts_blank": _l("%(count)s rows have no figure: they were not counted."),
    "import_no_such_moment": _l("“%(text)s” is no time. Write it as 2026-03-31T14:30."),
    "import_person_unknown": _l("There is nobody with this log-in name."),
    "import_take_unknown": _l("There is no stock-take “%(number)s”."),
    "import_blank": _l("The cell is empty. Fill it in."),
    "import_not_a_number": _l("This is not a number. Write digits, with a dot before the fraction."),
    "import_negative": _l("A quantity cannot be below zero."),
    "import_negative_demand": _l(
        "Demand cannot be below zero: returns are not demand. Clear them, or read them as zero."
    ),
    "import_negative_money": _l("An amount cannot be below zero."),
    "import_not_positive": _l("The quantity must be more than zero."),
    "import_not_whole": _l("A whole number from %(least)s to %(most)s is needed."),
    "import_out_of_bounds": _l("A number from %(least)s to %(most)s is needed."),
    "import_not_whole_steps": _l("The part is counted in steps of %(step)s."),
    "import_not_a_choice": _l("One of these is needed: %(choices)s."),
    "import_not_a_day": _l("This is not a date. Write 2026-01-05."),
    "import_day_out_of_range": _l("The date lies too far away to be meant."),
    "import_market_price_twice": _l("This source and day stand in row %(first)s already."),
    "import_day_in_future": _l("The date lies in the future."),
    "import_expires_before": _l("It expires before it was received. One of the two dates is wrong."),
    "import_text_too_long": _l("The text is longer than %(most)s characters."),
    "import_unstorable": _l("The text holds characters that cannot be stored."),
    "import_damaged_text": _l("The text was damaged before (�). Export it again from where it came."),
    "import_not_an_address": _l("This is not an e-mail address."),
    "import_not_a_currency": _l("A currency has three letters, as CNY."),
    # references
    "import_part_twice": _l("The part stands in row %(first)s already. Keep one of the rows."),
    "import_supplier_twice": _l("The supplier stands in row %(first)s already. Keep one of the rows."),
    "import_serial_twice": _l("The serial number stands in row %(first)s already."),
    "import_part_unknown": _l("There is no such part. Import the parts first, or let the import make them."),
    "import_unit_unknown": _l("There is no such unit. Known: %(known)s."),
    "import_category_unknown": _l("There is no such category. Make it first, or let the import make it."),
    "import_category_new": _l("The category will be made."),
    "import_models_unknown": _l("There is no such product model. Make it first, or let the import make it."),
    "import_model_unknown": _l("There is no such product model. Make it first."),
    "import_serial_without_sign": _l("A serial number needs a letter or a digit."),
    "import_serials_backwards": _l("The range runs backwards: it begins with %(first)s."),
    "import_fit_twice": _l("The same fit stands in row %(first)s already. Keep one of the rows."),
    "import_fit_whole_and_part": _l(
        "Row %(first)s says otherwise: either every serial number of the model fits, or only those of ranges."
    ),
    "import_fit_quantities_differ": _l("Row %(first)s says another quantity for the same part and model."),
    "import_fits_kept": _l("%(count)s rows are kept already and are passed over."),
    "import_fits_first": _l("%(count)s parts fitted every model until now; from then on only those of the list."),
    "import_fits_narrowed": _l("%(count)s fits held for every serial number; from then on only for those of the list."),
    "import_fits_stay_narrow": _l("%(count)s fits have ranges already and keep them, though the row names none."),
    "import_models_new": _l("The product model will be made."),
    "import_part_has_lots": _l("The part has lots: its unit and its serial numbers stay as they are."),
    "import_place_unknown": _l("There is no such bin or store."),
    "import_place_no_bin": _l("Goods are laid into a bin, or into a warehouse as a whole. This place is neither."),
    "import_place_not_used": _l("This place is no longer used."),
    "import_store_without_hold": _l("The store of this place has no receiving hold."),
    "import_serials_differ": _l("The part is tracked by serial number: write as many different ones as pieces."),
    "import_serials_unread": _l("These serial numbers or ranges cannot be read. Write SN0001–SN0050, or one by one."),
    "import_serials_unwanted": _l("The part is not tracked by serial number. Clear the cell."),
    "import_stock_there": _l("%(count)s parts have stock in their store already; this comes on top of it."),
    "import_stock_waits_in_hold": _l("The goods wait in the hold until another person has cleared them."),
    "import_price_zero": _l("A price of zero is no price; the part comes without one."),
    "import_holding_without_price": _l("A holding cost per unit needs the unit price in the same row; it is left out."),
    "import_supplier_not_approved": _l("Nothing is bought from this supplier before another person has approved it."),
    "import_supplier_needs_approval": _l(
        "The file says approved, but another person has to approve the supplier here."
    ),
    # periods
    "import_no_periods": _l("No heading names a period. Write 2026-01, 2026-W05 or a date over each column."),
    "import_period_unclear": _l(
        "It cannot be told which period is meant: %(value)s. Write 2026-01, 2026-W05 or a date."
    ),
    "import_periods_mixed": _l("The headings mix months, weeks and counted periods. Use one of them throughout."),
    "import_periods_other_unit": _l("The headings are not of the chosen kind of period; they read as: %(unit)s."),
    "import_periods_uneven": _l(
        "The dates of the headings are neither months nor weeks apart. Add them up by month first."
    ),
    "import_periods_too_many": _l("The headings count more periods than there can have been."),
    "import_period_twice": _l("Two columns name the same period. Keep one of them."),
    "import_period_in_future": _l(
        "The history reaches to %(last)s, which has not ended yet. Leave out what lies ahead."
    ),
    "import_periods_month": _l("%(count)s months, from %(first)s to %(last)s."),
    "import_periods_week": _l("%(count)s weeks, from %(first)s to %(last)s."),
    "import_periods_counted": _l(
        "The columns have no dates: the last one is taken for %(last)s. Choose another last period if that is wrong."
    ),
    "import_periods_moved_month": _l("The history was moved by %(by)s months, to end with %(last)s."),
    "import_periods_moved_week": _l("The history was moved by %(by)s weeks, to end with %(last)s."),
    "import_periods_missing": _l(
        "%(missing)s periods between %(first)s and %(last)s have no column: they were not observed."
    ),
    "import_planned_by_month": _l(
        "Weeks are added up to months for planning, as the settings say (forecasting.period)."
    ),
    "import_planned_by_week": _l(
        "Planning goes by week: a month's demand counts in its first week (forecasting.period)."
    ),
    "import_history_too_old": _l(
        "The history ends with %(last)s: too long ago for a plan of today. Choose a last period to move it there,"
        " or plan for a day of that time."
    ),
    "import_returns_as_zero": _l("%(count)s returns were read as no demand."),
}
"""By code; the place of a finding is written before it."""

COUNTS = {
    "parts_created": _l("Parts, new"),
    "parts_known": _l("Parts, known"),
    "parts_updated": _l("Parts, changed"),
    "fits_created": _l("Fits, new"),
    "fit_ranges_created": _l("Ranges of serial numbers, new"),
    "fits_changed": _l("Fits with another quantity"),
    "suppliers_created": _l("Suppliers, new"),
    "suppliers_updated": _l("Suppliers, known"),
    "suppliers_approved": _l("Suppliers, approved"),
    "offers": _l("Supplier terms"),
    "offers_created": _l("Supplier terms, new"),
    "offers_updated": _l("Supplier terms, changed"),
    "prices": _l("Prices"),
    "histories": _l("Parts with a history"),
    "base_months": _l("Months of sales"),
    "market_prices": _l("Market prices noted"),
    "market_prices_known": _l("Market prices that stand there already"),
    "supplier_bank_changes": _l("Bank accounts that wait for a second person"),
    "base_months_replaced": _l("Months of sales, replaced"),
    "periods": _l("Periods"),
    "values": _l("Values of demand"),
    "values_replaced": _l("Values that took the place of others"),
    "lots": _l("Lots"),
    "lots_cleared": _l("Lots cleared"),
    "lots_put_away": _l("Lots put away"),
    "counts": _l("Counts"),
    "recounts": _l("Lines to be counted again"),
    "refused": _l("Rows refused meanwhile"),
}
"""What an import counts."""
