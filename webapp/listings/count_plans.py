"""List cycle counts, what they make due, doubts about the book, and the causes of differences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from inventory.finding_stock_takes import UNDER_WAY
from inventory.places import ISSUEABLE
from inventory.planning_counts import CYCLE, last_at
from inventory.tables import (
    Balance,
    CountLine,
    CountPlan,
    CountProposal,
    Location,
    Part,
    StockTake,
    VarianceCause,
)
from kernel.amounts import Quantity
from kernel.settings import setting
from kernel.tables import Person
from webapp import context
from webapp.commands_of.count_plans import CLASSES, SIDES
from webapp.listing import Action, BulkAction, Column, Filter, Listing, listing
from webapp.scopes import in_own_stores

REASONS = {
    "short_pick": _l("less there than the pick list said"),
    "not_found": _l("not found"),
    "by_hand": _l("proposed by hand"),
}
class_of: ColumnElement[str] = func.coalesce(Part.abc, "C")


def _plans(_session: Session, _filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    store, zone, author = aliased(Location), aliased(Location), aliased(Person)
    mine = StockTake.plan_id == CountPlan.id
    takes, last = (
        select(each).select_from(StockTake).where(mine).correlate(CountPlan).scalar_subquery()
        for each in (func.count(), func.max(StockTake.created_at))
    )
    made: Select[*tuple[Any, ...]] = (
        select(
            CountPlan.id.label("id"),
            store.code.label("store"),
            store.name_zh.label("name_zh"),
            store.name_en.label("name_en"),
            zone.code.label("zone"),
            CountPlan.abc.label("abc"),
            CountPlan.every_days.label("every_days"),
            CountPlan.lines_at_once.label("lines_at_once"),
            CountPlan.days_to_count.label("days_to_count"),
            CountPlan.active.label("active"),
            author.name.label("author"),
            takes.label("takes"),
            last.label("last_at"),
        )
        .join(store, store.id == CountPlan.store_id)
        .outerjoin(zone, zone.id == CountPlan.zone_id)
        .join(author, author.id == CountPlan.created_by_id)
    )
    return made


listing(
    Listing(
        "count_plans",
        _l("Cycle counts"),
        "counts.write",
        _plans,
        [
            Column("name", _l("Store"), "name"),
            Column("zone", _l("Zone")),
            Column("abc", _l("Class")),
            Column("every_days", _l("Every … days"), "number"),
            Column("lines_at_once", _l("Most lines at once"), "number"),
            Column("days_to_count", _l("Days to count"), "number", shown=False),
            Column("active", _l("In use"), "flag"),
            Column("takes", _l("Stock-takes opened"), "number"),
            Column("last_at", _l("Last opened"), "instant"),
            Column("author", _l("Made by")),
        ],
        [
            Filter("store", _l("Store"), "store", where=lambda store: CountPlan.store_id == store),
            Filter("active", _l("In use"), "flag", where=CountPlan.active.is_),
        ],
        "every_days",
        row_url=lambda row: url_for("count_plans.change", count_plan_id=row.id),
        actions=[
            Action(_l("New cycle count"), "count_plans.new", "counts.write"),
            Action(_l("Count by class"), "count_plans.by_class", "counts.write", "sort-alpha-down"),
        ],
        bulk=[BulkAction(_l("Open what is due now"), "count_plans.open_due", "counts.write", "clipboard-plus")],
        scope=lambda session: in_own_stores(CountPlan.store_id, session, context.actor()),
        url="/count-plans",
        group="stock",
        order=62,
        tag="stock-takes",
        intro=_l("What is counted how often. Each morning a stock-take is opened over what is due."),
        empty=_l("No cycle counts yet. Count by class to begin: A monthly, B quarterly, C yearly."),
    )
)


def _before(session: Session, name: str) -> Any:
    days = int(setting(session, CYCLE, context.today())[name])
    return context.now() - timedelta(days=days)


def _is_due(session: Session) -> ColumnElement[bool]:
    """Return the condition that the cycle of its class has passed since a part was counted in a place."""
    late = [and_(class_of == name, last_at() <= _before(session, name)) for name in CLASSES]
    return or_(last_at().is_(None), *late)


def _due(session: Session, filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    store = aliased(Location)
    under_way = (
        select(func.min(StockTake.number))
        .join(CountLine, CountLine.stock_take_id == StockTake.id)
        .where(
            CountLine.location_id == Balance.location_id,
            CountLine.part_id == Balance.part_id,
            StockTake.state.in_(UNDER_WAY),
        )
        .correlate(Balance)
        .scalar_subquery()
    )
    rows: Select[*tuple[Any, ...]] = (
        select(
            func.min(Balance.last_movement_id).label("id"),
            store.code.label("store"),
            Location.code.label("place"),
            Part.number.label("part"),
            Part.name_zh.label("name_zh"),
            Part.name_en.label("name_en"),
            class_of.label("abc"),
            last_at().label("counted_at"),
            under_way.label("under_way"),
        )
        .select_from(Balance)
        .join(Location, Location.id == Balance.location_id)
        .join(store, store.id == Location.store_id)
        .join(Part, Part.id == Balance.part_id)
        .where(Balance.on_hand > Quantity.zero(), Location.kind.in_(ISSUEABLE))
        .group_by(
            Balance.location_id,
            Balance.part_id,
            store.code,
            Location.code,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Part.abc,
        )
    )
    which = filters.get("show") or "due"
    if which == "due":
        rows = rows.where(_is_due(session))
    elif which == "never":
        rows = rows.where(last_at().is_(None))
    return rows


def _due_on(row: Any) -> date | None:
    """Return when a part in a place is due by the cycle of its class; nothing where nobody ever counted it."""
    if row.counted_at is None:
        return None
    days = int(setting(context.session(), CYCLE, context.today())[row.abc if row.abc in CLASSES else "C"])
    on: date = row.counted_at.astimezone(context.business_zone()).date()
    return on + timedelta(days=days)


listing(
    Listing(
        "counts_due",
        _l("Due for counting"),
        "counts.write",
        _due,
        [
            Column("store", _l("Store")),
            Column("place", _l("Place")),
            Column("part", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("abc", _l("Class")),
            Column("counted_at", _l("Last counted"), "instant"),
            Column("due_on", _l("Due"), "date", value=_due_on, sort_by="counted_at"),
            Column("under_way", _l("Being counted in")),
        ],
        [
            Filter(
                "show",
                _l("Which"),
                "choice",
                choices={"due": _l("due or never counted"), "never": _l("never counted"), "all": _l("everything")},
            ),
            Filter("store", _l("Store"), "store", where=lambda store: Location.store_id == store),
            Filter("abc", _l("Class"), "choice", choices=CLASSES, where=lambda name: class_of == name),
            Filter("part", _l("Part"), "part", where=lambda part: Balance.part_id == part),
        ],
        "counted_at",
        scope=lambda session: in_own_stores(Location.store_id, session, context.actor()),
        url="/counts-due",
        group="stock",
        order=64,
        tag="stock-takes",
        intro=_l("What lies on the shelves, with when it was last counted and when the cycle of its class ends."),
        empty=_l("Nothing is due: everything was counted within the cycle of its class."),
    )
)


def _doubts(_session: Session, _filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    made: Select[*tuple[Any, ...]] = (
        select(
            CountProposal.id.label("id"),
            Location.code.label("place"),
            Part.number.label("part"),
            Part.name_zh.label("name_zh"),
            Part.name_en.label("name_en"),
            CountProposal.reason.label("reason"),
            CountProposal.reference.label("reference"),
            CountProposal.note.label("note"),
            Person.name.label("person"),
            CountProposal.proposed_at.label("proposed_at"),
            StockTake.number.label("stock_take"),
            StockTake.id.label("stock_take_id"),
        )
        .join(Location, Location.id == CountProposal.location_id)
        .join(Part, Part.id == CountProposal.part_id)
        .join(Person, Person.id == CountProposal.proposed_by_id)
        .outerjoin(CountLine, CountLine.id == CountProposal.count_line_id)
        .outerjoin(StockTake, StockTake.id == CountLine.stock_take_id)
    )
    return made


listing(
    Listing(
        "count_proposals",
        _l("Doubts about the book"),
        "counts.read",
        _doubts,
        [
            Column("part", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("place", _l("Place")),
            Column("reason", _l("Why"), "state", choices=REASONS),
            Column("reference", _l("Document")),
            Column("note", _l("Note")),
            Column("person", _l("Proposed by")),
            Column("proposed_at", _l("Proposed at"), "instant"),
            Column(
                "stock_take",
                _l("Counted in"),
                link=lambda row: (
                    url_for("stock_takes.show", stock_take_id=row.stock_take_id) if row.stock_take_id else ""
                ),
            ),
        ],
        [
            Filter(
                "open",
                _l("Still open"),
                "flag",
                where=lambda yes: (
                    CountProposal.count_line_id.is_(None) if yes else CountProposal.count_line_id.is_not(None)
                ),
            ),
            Filter("store", _l("Store"), "store", where=lambda store: Location.store_id == store),
            Filter("part", _l("Part"), "part", where=lambda part: CountProposal.part_id == part),
        ],
        "-proposed_at",
        actions=[Action(_l("Propose a count"), "count_plans.doubt", "counts.count")],
        scope=lambda session: in_own_stores(Location.store_id, session, context.actor()),
        url="/count-proposals",
        group="stock",
        order=66,
        tag="stock-takes",
        intro=_l("Where somebody found less or more than the book says. The next cycle count takes them in first."),
        empty=_l("Nobody doubts the book."),
    )
)


def _causes(_session: Session, _filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    used = (
        select(func.count())
        .select_from(CountLine)
        .where(CountLine.cause == VarianceCause.code)
        .correlate(VarianceCause)
        .scalar_subquery()
    )
    return select(
        VarianceCause.id.label("id"),
        VarianceCause.code.label("code"),
        VarianceCause.name_zh.label("name_zh"),
        VarianceCause.name_en.label("name_en"),
        VarianceCause.side.label("side"),
        VarianceCause.account.label("account"),
        VarianceCause.place.label("place"),
        VarianceCause.active.label("active"),
        used.label("used"),
    )


listing(
    Listing(
        "variance_causes",
        _l("Causes of differences"),
        "counts.write",
        _causes,
        [
            Column("code", _l("Code")),
            Column("name", _l("Name"), "name"),
            Column("side", _l("Explains"), "state", choices=SIDES),
            Column("account", _l("Account")),
            Column("place", _l("Turn in the list"), "number"),
            Column("used", _l("Lines with it"), "number"),
            Column("active", _l("In use"), "flag"),
        ],
        [Filter("active", _l("In use"), "flag", where=VarianceCause.active.is_)],
        "place",
        row_url=lambda row: url_for("count_plans.change_cause", variance_cause_id=row.id),
        actions=[Action(_l("New cause"), "count_plans.new_cause", "counts.write")],
        url="/variance-causes",
        group="stock",
        order=68,
        tag="stock-takes",
        intro=_l("Every difference of a stock-take gets one of these before it is approved."),
    )
)
