"""Words for what picking refuses: asks, short shelves, walks, hand-overs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "bin_full": _l("Only %(fits)s more fit into %(place)s, not %(asked)s. Put the rest into another bin."),
    "bin_of_other_condition": _l("%(place)s is for “%(condition)s”; the part wants “%(wanted)s”. Choose another bin."),
    "zone_without_capacity": _l("A zone has a storage condition only; the capacity stands at its bins."),
    "kit_unknown": _l("This kit does not exist."),
    "bin_home_unknown": _l("This home does not exist."),
    "store_deputy_unknown": _l("This further keeper does not exist."),
    "days_out_of_order": _l("The last day is too early, or the time has ended already. Choose another day."),
    "asked_already": _l("An exception for lot %(lot)s is asked for already and waits for a signature."),
    "ask_decided": _l("This ask is decided already. Open the page anew."),
    "not_your_ask": _l("Only who asked may withdraw it."),
    "fifo_ask_unknown": _l("This ask does not exist."),
    "not_short": _l("%(taken)s are not fewer than the %(wanted)s that are to be taken. Issue them as usual."),
    "short_pick_right": _l("This lot is of another part. Choose a lot of the part that is asked for."),
    "walk_size": _l("A walk takes on between one request and %(most)s."),
    "wave_closed": _l("The walk %(number)s is closed already."),
    "already_being_picked": _l("Somebody is picking one of these already on another walk. Leave it out."),
    "pick_wave_unknown": _l("This walk does not exist."),
    "nothing_to_hand_over": _l("Nothing was issued to %(number)s that is not signed for."),
    "not_issued_to_it": _l("This issue is of another work order. Nothing was changed."),
    "handover_unsigned": _l("Let the receiver sign."),
    "handover_unknown": _l("This hand-over does not exist."),
}
