"""What can be done with a stock-take 盘点."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import counting
from inventory.approving_counts import signatures
from inventory.counting import Approved, Changed, Counted, Created, LinesChanged, Posted, SheetCounted
from inventory.stock_take_queries import cause_words
from inventory.tables import CountLine, Location, StockTake
from kernel.amounts import Quantity
from kernel.errors import NotFound
from webapp import context
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import DayField, Input, InstantField, QuantityField, RowId, RowIds, TextField
from webapp.i18n import in_language
from webapp.lookups import table_lookup
from webapp.scopes import require_store

table_lookup("zone", Location, permission="stock.read", where=lambda: Location.active & (Location.kind == "zone"))

CLASSES = {"A": "A", "B": "B", "C": "C"}
MOST_LINES = 5000
"""Lines of a sheet in one call; a whole store comes as a file."""
MOST_CHOSEN = 500


class CausesInUse:
    """Offer the causes that are in use, in the reader's language, whenever a form is shown."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield code and words of each."""
        for code, text in cause_words(context.session(), only_active=True).items():
            yield code, in_language(text.zh, text.en)


class CauseField(TextField):
    """Read the code of a cause; whether there is one is for the script to say."""

    def __init__(self) -> None:
        """Offer every cause in use."""
        super().__init__(20, required=True, metadata={"label": _l("Cause"), "choices": CausesInUse()})


class NewStockTakeInput(Input):
    """Choose what to count and by when."""

    store_id = RowId("store", required=True, metadata={"label": _l("Store")})
    due_on = DayField(required=True, metadata={"label": _l("To be counted by")})
    zone_id = RowId(
        "zone", load_default=None, allow_none=True, metadata={"label": _l("Only this zone"), "help": _l("Empty: all.")}
    )
    category_id = RowId("category", load_default=None, allow_none=True, metadata={"label": _l("Only this category")})
    abc = fields.List(
        fields.String(validate=validate.OneOf(list(CLASSES))),
        load_default=list,
        metadata={"label": _l("Only these ABC classes"), "choices": list(CLASSES.items())},
    )


class StockTakeInput(Input):
    """Name a stock-take."""

    stock_take_id = RowId(required=True)


class CountInput(StockTakeInput):
    """Say how many were counted of a part in a place."""

    location_id = RowId("bin", required=True, metadata={"label": _l("Place")})
    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    counted = QuantityField(required=True, metadata={"label": _l("Counted")})
    serials = TextField(
        8000,
        load_default="",
        metadata={"label": _l("Serial numbers"), "rows": 4, "help": _l("One a line, as scanned.")},
    )


class LateCountInput(CountInput):
    """Say how many were counted while there was no signal, and when."""

    counted_at = InstantField(required=True, metadata={"label": _l("Counted at")})


class SheetLineInput(Input):
    """Hold a line of a printed sheet."""

    location_id = RowId("bin", required=True, metadata={"label": _l("Place")})
    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    counted = QuantityField(required=True, metadata={"label": _l("Counted")})
    serials = TextField(8000, load_default="", metadata={"label": _l("Serial numbers")})


class SheetInput(StockTakeInput):
    """Type in a sheet that was counted on paper."""

    counted_by_id = RowId("person", required=True, metadata={"label": _l("Counted by")})
    counted_at = InstantField(required=True, metadata={"label": _l("Counted at")})
    lines = fields.List(fields.Nested(SheetLineInput), required=True, validate=validate.Length(1, MOST_LINES))


class LineInput(Input):
    """Name a line of a stock-take."""

    count_line_id = RowId(required=True)


class CauseInput(LineInput):
    """Say why shelf and book differ."""

    cause = CauseField()
    note = TextField(300, load_default="", metadata={"label": _l("What was found out")})


class LinesInput(Input):
    """Name lines of one stock-take."""

    count_line_ids = RowIds(required=True, most=MOST_CHOSEN)


class CausesInput(LinesInput):
    """Say why shelf and book differ on several lines."""

    cause = CauseField()
    note = TextField(300, load_default="", metadata={"label": _l("What was found out")})


class ApprovalInput(StockTakeInput):
    """Approve the differences."""

    note = TextField(300, load_default="", metadata={"label": _l("Note")})


def create(
    session: Session,
    *,
    store_id: int,
    due_on: date,
    zone_id: int | None,
    category_id: int | None,
    abc: list[str],
    by: int,
    at: datetime,
    request_key: str,
) -> Created:
    """Open a stock-take of a store, or of a zone, a category or classes in it."""
    return counting.create_stock_take(
        session,
        store_id=store_id,
        due_on=due_on,
        zone_ids=(zone_id,) if zone_id else (),
        category_ids=(category_id,) if category_id else (),
        abc=tuple(abc),
        by=by,
        at=at,
        request_key=request_key,
    )


def count(
    session: Session,
    *,
    stock_take_id: int,
    location_id: int,
    part_id: int,
    counted: Quantity,
    serials: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Counted:
    """Keep what was counted of a part in a place; nothing is said of what the book has."""
    return counting.count(
        session,
        stock_take_id=stock_take_id,
        location_id=location_id,
        part_id=part_id,
        counted=counted,
        serials=tuple(dict.fromkeys(serials.split())),
        by=by,
        at=at,
        request_key=request_key,
    )


def count_later(
    session: Session,
    *,
    stock_take_id: int,
    location_id: int,
    part_id: int,
    counted: Quantity,
    counted_at: datetime,
    serials: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Counted:
    """Keep a count that waited for a signal, as of the moment it was made."""
    return counting.count_later(
        session,
        stock_take_id=stock_take_id,
        location_id=location_id,
        part_id=part_id,
        counted=counted,
        counted_at=counted_at,
        serials=tuple(dict.fromkeys(serials.split())),
        by=by,
        at=at,
        request_key=request_key,
    )


def count_sheet(
    session: Session,
    *,
    stock_take_id: int,
    counted_by_id: int,
    counted_at: datetime,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> SheetCounted:
    """Keep a sheet that was counted on paper, as of the time of the count."""
    return counting.count_sheet(
        session,
        stock_take_id=stock_take_id,
        counted_by_id=counted_by_id,
        counted_at=counted_at,
        lines=tuple(
            (each["location_id"], each["part_id"], each["counted"], tuple(dict.fromkeys(each["serials"].split())))
            for each in lines
        ),
        by=by,
        at=at,
        request_key=request_key,
    )


def ask_recounts(
    session: Session, *, count_line_ids: list[int], by: int, at: datetime, request_key: str
) -> LinesChanged:
    """Ask for another count of several lines of one stock-take."""
    return counting.ask_recounts(
        session, count_line_ids=tuple(sorted(set(count_line_ids))), by=by, at=at, request_key=request_key
    )


def set_causes(
    session: Session,
    *,
    count_line_ids: list[int],
    cause: str,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> LinesChanged:
    """Note one cause for several lines of one stock-take."""
    ids = tuple(sorted(set(count_line_ids)))
    return counting.set_causes(
        session, count_line_ids=ids, cause=cause, note=note, by=by, at=at, request_key=request_key
    )


def own_take(session: Session, actor: Actor, data: dict[str, object]) -> None:
    """Refuse a stock-take of a store that somebody else keeps."""
    take = session.get(StockTake, data["stock_take_id"])
    if take is None:
        raise NotFound("stock_take_unknown", id=data["stock_take_id"])
    require_store(session, actor, take.store_id)


def _own_line(session: Session, actor: Actor, data: dict[str, object]) -> None:
    line = session.get(CountLine, data["count_line_id"])
    if line is None:
        raise NotFound("count_line_unknown", id=data["count_line_id"])
    own_take(session, actor, {"stock_take_id": line.stock_take_id})


def _own_lines(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    takes = select(CountLine.stock_take_id).where(CountLine.id.in_(data["count_line_ids"])).distinct()
    for take in session.scalars(takes).all():
        own_take(session, actor, {"stock_take_id": take})


def may_sign(session: Session, actor: Actor, take: StockTake) -> bool:
    """Tell whether somebody's role lets them give the signature that a stock-take waits for."""
    return actor.may(_signature(session, take))


def _signature(session: Session, take: StockTake) -> str:
    """Return the right that the next signature needs: another one for the last under large differences."""
    signed = signatures(session, take, context.now())
    return "counts.approve_large" if signed.two_needed and signed.last_one else "counts.approve"


def _own_store(session: Session, actor: Actor, data: dict[str, object]) -> None:
    require_store(session, actor, int(str(data["store_id"])))


PATH = "/stock-takes/<int:stock_take_id>"
LINE = "/count-lines/<int:count_line_id>"

CREATE = command(
    Command(
        "create_stock_take",
        _l("New stock-take"),
        "counts.write",
        create,
        NewStockTakeInput,
        "/stock-takes",
        "stock-takes",
        _own_store,
    )
)
COUNT = command(
    Command(
        "count",
        _l("Count"),
        "counts.count",
        count,
        CountInput,
        f"{PATH}/counts",
        "stock-takes",
        own_take,
        done=_l("Counted."),
    )
)
COUNT_LATER = command(
    Command(
        "count_later",
        _l("Count without a signal"),
        "counts.count",
        count_later,
        LateCountInput,
        f"{PATH}/late-counts",
        "stock-takes",
        own_take,
        done=_l("Counted."),
    )
)
COUNT_SHEET = command(
    Command(
        "count_sheet",
        _l("Type in a sheet"),
        "counts.write",
        count_sheet,
        SheetInput,
        f"{PATH}/sheets",
        "stock-takes",
        own_take,
        done=_l("The sheet is kept."),
    )
)
ASK_RECOUNT = command(
    Command(
        "ask_recount",
        _l("Ask for a recount"),
        "counts.write",
        counting.ask_recount,
        LineInput,
        f"{LINE}/recount",
        "stock-takes",
        _own_line,
        Changed,
        _l("Another person counts this line again."),
    )
)
ASK_RECOUNTS = command(
    Command(
        "ask_recounts",
        _l("Ask for recounts"),
        "counts.write",
        ask_recounts,
        LinesInput,
        "/count-lines/recount",
        "stock-takes",
        _own_lines,
        done=_l("Another person counts these lines again."),
    )
)
SET_CAUSES = command(
    Command(
        "set_causes",
        _l("Set one cause for several lines"),
        "counts.write",
        set_causes,
        CausesInput,
        "/count-lines/cause",
        "stock-takes",
        _own_lines,
        done=_l("The cause is noted on all of them."),
    )
)
SET_CAUSE = command(
    Command(
        "set_cause",
        _l("Set the cause"),
        "counts.write",
        counting.set_cause,
        CauseInput,
        f"{LINE}/cause",
        "stock-takes",
        _own_line,
        Changed,
        _l("The cause is noted."),
    )
)
REVIEW = command(
    Command(
        "review_stock_take",
        _l("Close the counting"),
        "counts.write",
        counting.review,
        StockTakeInput,
        f"{PATH}/review",
        "stock-takes",
        own_take,
        Changed,
        _l("The counting is closed and waits for approval."),
    )
)
APPROVE = command(
    Command(
        "approve_stock_take",
        _l("Approve the differences"),
        "counts.approve",
        counting.approve,
        ApprovalInput,
        f"{PATH}/approve",
        "stock-takes",
        own_take,
        Approved,
        _l("Signed."),
        also=("counts.approve_large",),
        needed=lambda session, data: _signature(session, session.get_one(StockTake, data["stock_take_id"])),
    )
)
POST = command(
    Command(
        "post_variances",
        _l("Post the differences"),
        "counts.approve",
        counting.post_variances,
        StockTakeInput,
        f"{PATH}/post",
        "stock-takes",
        own_take,
        Posted,
        _l("Posted: the book now says what the shelf says."),
        also=("counts.write",),
    )
)
CANCEL = command(
    Command(
        "cancel_stock_take",
        _l("Cancel the stock-take"),
        "counts.write",
        counting.cancel,
        StockTakeInput,
        f"{PATH}/cancel",
        "stock-takes",
        own_take,
        Changed,
        _l("Cancelled; nothing was posted."),
    )
)
