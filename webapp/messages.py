"""Say in words what an error's code means: what happened, and what to do about it.

Texts may use the error's details as `%(name)s`. A room's codes are listed in `webapp/messages_of/<room>.py` as a
dictionary `MESSAGES`; what is listed here belongs to the kernel and the edge.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kernel.amounts import Scaled
from kernel.errors import AppError
from webapp.i18n import number
from webapp.rooms import import_all

MESSAGES: dict[str, Any] = {
    "amount_not_a_number": _l("“%(value)s” is not a number. Type digits, with a dot before the fraction."),
    "amount_out_of_range": _l("%(value)s is too large or too small to be meant. Check the number."),
    "amount_too_fine": _l("%(value)s has too many places: at most %(places)s after the dot."),
    "amount_not_positive": _l("The amount must be more than zero."),
    "amount_negative": _l("The amount must not be below zero."),
    "setting_unknown": _l("There is no setting %(name)s."),
    "setting_keys": _l("%(name)s has exactly these entries: %(expected)s. Add those that are missing, drop others."),
    "setting_not_a_number": _l("%(name)s is a number, such as 0.5; write it without quotation marks."),
    "setting_not_a_text": _l("%(name)s is a text that is not empty."),
    "setting_not_a_list": _l("%(name)s is a list in square brackets, with at least one entry."),
    "setting_not_yes_or_no": _l("%(name)s is true or false."),
    "setting_not_whole": _l("%(name)s is a whole number from %(low)s to %(high)s."),
    "setting_out_of_range": _l("%(name)s goes from %(low)s to %(high)s."),
    "setting_not_one_of": _l("%(name)s is one of: %(allowed)s."),
    "setting_twice": _l("%(name)s names something twice. Name each only once."),
    "setting_not_rising": _l("%(name)s must lie below %(other)s."),
    "setting_not_pairs": _l("%(name)s is a list of pairs, such as [[0, 2], [2000, 3]]."),
    "setting_steps_not_rising": _l("The first figures of the pairs of %(name)s must rise from pair to pair."),
    "request_key_reused": _l(
        "This form was already sent with other content. What was sent first stands; open the form anew to send more."
    ),
    "already_exists": _l("This exists already. Nothing was changed; choose another number or name."),
    "refers_to_nothing": _l("Something named here does not exist any more. Nothing was changed; open the page anew."),
    "database_refused": _l("The ledger refused this. Nothing was changed; check what you typed."),
    "append_only": _l("What is posted stays posted. Nothing was changed; correct it by a reversal."),
    "unchangeable": _l("This cannot be changed after it was written. Nothing was changed."),
    "taken": _l(
        "This is taken already, or somebody else was quicker. Nothing was changed; choose another number or name."
    ),
    "chain": _l("Somebody else was posting at the same moment. Nothing was changed; send it again."),
    "chain_head": _l("The chain of entries does not fit. Nothing was changed; tell the administrator."),
    "four_eyes": _l("Another person has to do this step: nobody approves their own work."),
    "too_busy": _l("Too many people are writing at the same moment. Nothing was changed; send it again."),
    "scan_code_empty": _l("Nothing was scanned. Scan again, or type the code."),
    "scan_code_too_long": _l("The code has %(length)s characters; at most %(limit)s are read."),
    "scan_code_control_character": _l("The code holds characters that cannot be read. Scan again, or type it."),
    "scan_code_unknown_kind": _l("“%(kind)s” is no kind of code that is known here."),
    # the edge
    "view_without_permission": _l("Nobody may open this page. Tell the administrator."),
    "permission_missing": _l("You have no permission for this (%(permission)s). Ask the administrator for the role."),
    "not_logged_in": _l("Log in first."),
    "password_must_change": _l("Choose a password of your own first: log in with the browser."),
    "not_your_store": _l("This store is kept by somebody else. Nothing was changed."),
    "not_your_ticket": _l("This work belongs to another engineer."),
    "location_unknown": _l("This place does not exist."),
    "work_order_unknown": _l("This work order does not exist."),
    "nothing_here": _l("There is nothing here."),
    "form_incomplete": _l("Something is missing or cannot be used: %(fields)s. Nothing was changed."),
    "request_key_missing": _l(
        "Send a header Idempotency-Key of 8 to 64 letters or digits, a new one for each command."
    ),
    "person_unknown": _l("This person does not exist."),
    "last_administrator": _l("At least one active administrator must remain. Make another one first."),
    "role_unknown": _l("There is no role %(role)s."),
    "password_length": _l("A password has %(least)s to %(most)s characters."),
    "password_guessable": _l("This password is easily guessed. Choose another one."),
    "password_wrong": _l("The present password is not right."),
    "token_permissions": _l("Choose permissions that you have yourself."),
    "token_days": _l("A token holds for 1 to %(most)s days."),
    "token_unknown": _l("This token does not exist."),
    "token_of_another": _l("This token belongs to another person."),
    "job_unknown": _l("This job does not exist, or is not yours."),
    "job_cancelled": _l("The job was cancelled. What it had not finished was not written."),
    "job_kind_unknown": _l("There is no job %(name)s."),
    "upload_empty": _l("The file is empty. Choose another one."),
    "upload_too_large": _l("The file is larger than %(limit_mib)s MiB. Nothing was stored; make it smaller."),
    "upload_kind": _l("This kind of file is not taken here. Taken: %(kinds)s."),
    "upload_not_an_image": _l("The picture cannot be read. Nothing was stored; take it again."),
    "upload_too_many_pixels": _l("The picture has too many pixels: at most %(most)s million."),
    "upload_unpacks_too_far": _l("The file unpacks to more than is allowed. Nothing was read."),
    "upload_broken": _l("The file is damaged and cannot be read."),
    "file_unknown": _l("This file does not exist."),
    "file_lost": _l("The content of %(name)s is missing. Tell the administrator: a backup may still hold it."),
    "setting_not_json": _l("The value cannot be read. Write it as the present one is written."),
    "store_unknown": _l("This store does not exist."),
    "code_not_writable": _l("This cannot be written as a code: %(length)s characters. Shorten it."),
    "picture_too_large": _l("The picture is too large for the paper: %(width)s × %(height)s points."),
    "document_refused_address": _l("The paper wanted something from outside (%(address)s) and was not made."),
    "place_in_use": _l("There is data here already."),
}

OTHERWISE: dict[int, Any] = {
    400: _l("The request could not be understood. Go back, and try again."),
    401: _l("Log in first."),
    403: _l("You may not do this."),
    404: _l("There is nothing here. It may have been moved, or the address is wrong."),
    405: _l("This address does not take such a request."),
    406: _l("No such form of answer is made here."),
    409: _l("This does not fit the present state. Nothing was changed; open the page anew."),
    413: _l("What was sent is too large. Nothing was stored."),
    415: _l("This kind of content is not taken here: send JSON."),
    422: _l("Some entries cannot be used. Nothing was changed; see the marked fields."),
    429: _l("Too many tries. Wait a few minutes, then try again."),
    500: _l("Something broke on our side. Nothing was changed; try again, and tell the administrator if it stays."),
}


class Facts(dict[str, str]):
    """Hold the details of an error as shown words; what is missing shows as a dash."""

    def __missing__(self, key: str) -> str:
        """Show a dash."""
        return "—"


def known_codes() -> dict[str, Any]:
    """Return the texts of all rooms by code."""
    return _collected()


@cache
def _words_of_details() -> dict[str, Mapping[str, Any]]:
    """Return the words of details that are codes themselves, by the name of the detail."""
    found: dict[str, Mapping[str, Any]] = {}
    for module in import_all("webapp.messages_of"):
        found.update(getattr(module, "DETAIL_WORDS", {}))
    return found


@cache
def _collected() -> dict[str, Any]:
    found = dict(MESSAGES)
    for module in import_all("webapp.messages_of"):
        if twice := found.keys() & module.MESSAGES.keys():
            raise ValueError(f"{module.__name__} says again what is said already: {', '.join(sorted(twice))}")
        found.update(module.MESSAGES)
    return found


def shown(value: Any) -> str:
    """Write one detail as a person reads it."""
    if isinstance(value, Scaled):
        return number(value)
    if isinstance(value, list | tuple):
        return ", ".join(shown(each) for each in value)
    return str(value)


def text_of(code: str, details: Mapping[str, Any], status: int = 422) -> str:
    """Return the words for an error's code."""
    found = known_codes().get(code)
    if found is None:
        otherwise = OTHERWISE.get(status, OTHERWISE[500])
        return str(_("%(text)s (%(code)s)", text=str(otherwise), code=code))
    words = str(found)
    return words % Facts({name: _said(name, value) for name, value in details.items()})


def _said(name: str, value: Any) -> str:
    words = _words_of_details().get(name, {})
    return str(words[value]) if isinstance(value, str) and value in words else shown(value)


def message(error: AppError) -> str:
    """Return the words for an error."""
    return text_of(error.code, error.details, error.status)
