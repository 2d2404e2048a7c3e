"""Words for what the part master, its labels and its scanning refuse."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "serial_does_not_fit": _l(
        "%(part)s fits %(model)s only with the serial numbers %(ranges)s, and this one is %(serial)s. Nothing was "
        "changed; choose a part that fits, or correct the serial number."
    ),
    "serial_range_empty": _l("Name at least one end of the range, with a letter or a digit in it."),
    "fit_range_backwards": _l("The range runs backwards: %(first)s comes after %(last)s."),
    "fit_range_unknown": _l("This range of serial numbers does not exist. Open the page anew."),
    "part_merged": _l("%(part)s is only another number of %(kept)s. Do this with %(kept)s."),
    "part_not_merged": _l("%(part)s stands for itself already."),
    "part_is_merged": _l("This belongs to a merge of parts. Only undoing the merge changes it."),
    "merge_measured_otherwise": _l(
        "%(part)s and %(kept)s are counted in different units, or only one has serial numbers. They cannot be one part."
    ),
    "merge_has_successor": _l(
        "%(part)s is succeeded by %(successor)s. Take that succession back first, or merge into %(successor)s."
    ),
    "merge_not_written": _l("A part becomes another number of a part only by a merge. Nothing was changed."),
    "merge_undone": _l("This merge is undone, and stays as it is written. Merge anew if need be."),
    "files_too_many": _l("At most %(most)s files of a kind belong here. Remove one first."),
    "labels_of_nothing": _l("Choose between 1 and %(most)s rows that are there; then print their labels."),
    "labels_too_many": _l("%(count)s labels are more than %(most)s at once. Print fewer copies or rows."),
    "label_layout_unknown": _l("There is no such sheet or roll. ZPL needs a roll; choose one of the list."),
    "scan_unknown": _l(
        "Unknown code: %(scanned)s. Nothing was put on the list; scan a part, a lot, a piece or a place."
    ),
    "scan_ambiguous": _l("%(scanned)s is the number of several pieces: %(lots)s. Scan the label of the lot."),
    "scan_list_full": _l("The list holds %(most)s lines. Act on it, or empty it, before you scan more."),
    "scan_list_without_lots": _l("There is no lot on the list. Scan the lots that are to move."),
    "scan_list_without_parts": _l("There is neither part nor lot on the list. Scan what is to go."),
    "scanned_unknown": _l("This line is not on your list any more."),
    "scanned_lot_not_in_one_bin": _l(
        "%(lot)s lies in %(bins)s other bins of the store, so it is not clear which to move. Nothing was moved; move "
        "it by itself, or take it off the list."
    ),
    "not_a_stand_in": _l("%(part)s does not stand in for %(asked)s. Name it as an alternate or successor first."),
    "nothing_lacking": _l("This request lacks nothing any more. Open the page anew."),
}
