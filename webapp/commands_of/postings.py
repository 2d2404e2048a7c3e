"""Undo a posting by its mirror image."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from inventory import reversing
from inventory.reversing import Reversed
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import own_posting
from webapp.fields import Input, RowId, TextField


class ReverseInput(Input):
    """Say which posting was wrong and why."""

    posting_id = RowId(required=True)
    reason = TextField(300, required=True, metadata={"label": _l("Reason"), "rows": 2})


REVERSE = command(
    Command(
        "reverse_posting",
        _l("Reverse"),
        "stock.reverse",
        reversing.reverse_posting,
        ReverseInput,
        "/postings/<int:posting_id>/reverse",
        "stock",
        own_posting,
        Reversed,
        _l("Reversed: everything is as it was before the posting."),
    )
)
