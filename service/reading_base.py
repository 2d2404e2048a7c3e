"""Gather what is known of the installed base: sales by month, lives, failures, and what is planned for it.

The sales of a model are the imported counts, or the registered units where these are more; units without a day of
purchase have no age and are left out. Where only units that had a case are registered, they are no base: a model of
whose registered units most had a ticket, and of which no sales were imported, is left out too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.rating import Failure, Fleet, Pair
from forecasting.reading_events import last_successors
from forecasting.settings import BASE
from inventory.queries.columns import number, total
from inventory.tables import Category, Fit, Part, ProductModel
from kernel.settings import setting
from service.tables import (
    BaseCount,
    PlannedTicket,
    Product,
    ProductLife,
    RepairReport,
    ReportPart,
    Ticket,
)

LONGEST = 480
"""Months of sales that are looked at; older units count as sold in the first of them."""
THOUSAND = 1000.0
WITH_CASE = 0.5
"""Share of registered units with a ticket from which they are taken to be registered by their cases only."""
ENOUGH_TO_COUNT = 3


def month_number(day: date) -> int:
    """Return the number of a month, counted from the year 0."""
    return day.year * 12 + day.month - 1


def month_start(number: int) -> date:
    """Return the first day of a numbered month.

    >>> month_start(month_number(date(2026, 3, 2)))
    datetime.date(2026, 3, 1)
    """
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Sales:
    """Hold units by model and month, and where they come from: 'counts', 'units', 'both', or 'cases' (not used)."""

    by_month: dict[int, dict[int, float]]
    source: dict[int, str]
    undated: dict[int, int]


def read_sales(session: Session, on: date, model_ids: Iterable[int] | None = None) -> Sales:
    """Return the sales of each model by numbered month up to a day."""
    wanted = None if model_ids is None else sorted(set(model_ids))
    now = month_number(on)
    units: dict[int, Counter[int]] = defaultdict(Counter)
    undated: Counter[int] = Counter()
    bought = select(Product.product_model_id, Product.purchased_on, func.count()).group_by(
        Product.product_model_id, Product.purchased_on
    )
    counted = select(BaseCount.product_model_id, BaseCount.month_on, BaseCount.units)
    cases = (
        select(Product.product_model_id, func.count(func.distinct(Product.id)))
        .join(Ticket, Ticket.product_id == Product.id)
        .group_by(Product.product_model_id)
    )
    if wanted is not None:
        bought = bought.where(Product.product_model_id.in_(wanted))
        counted = counted.where(BaseCount.product_model_id.in_(wanted))
        cases = cases.where(Product.product_model_id.in_(wanted))
    for model, day, many in session.execute(bought):
        if day is None or day > on:
            undated[model] += many
        else:
            units[model][max(month_number(day), now - LONGEST)] += many
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for model, day, many in session.execute(counted):
        if day <= on:
            counts[model][max(month_number(day), now - LONGEST)] += many
    with_case = dict(session.execute(cases).all())
    sales: dict[int, dict[int, float]] = {}
    source: dict[int, str] = {}
    for model in sorted(units.keys() | counts.keys()):
        own = units.get(model, Counter())
        if model not in counts and with_case.get(model, 0) > WITH_CASE * (own.total() + undated[model]):
            source[model] = "cases"
            continue
        told = counts.get(model, Counter())
        both = {month: float(max(own[month], told[month])) for month in own.keys() | told.keys()}
        sales[model] = both
        source[model] = "units" if model not in counts else "both" if own else "counts"
    return Sales(sales, source, dict(undated))


def read_fleet(session: Session, sales: Sales, on: date) -> tuple[Fleet, tuple[int, ...], int]:
    """Return the fleet, the models of its rows, and the number of its first month."""
    rules = setting(session, BASE, on)
    models = tuple(sorted(sales.by_month))
    now = month_number(on)
    first_known = session.scalar(
        select(func.min(Ticket.opened_on))
        .join(RepairReport, RepairReport.ticket_id == Ticket.id)
        .where(RepairReport.completed_at.is_not(None))
    )
    first = min([now, *(min(each) for each in sales.by_month.values() if each)])
    sold = np.zeros((len(models), now - first + 1))
    for row, model in enumerate(models):
        for month, many in sales.by_month[model].items():
            sold[row, month - first] += many
    lives = {row.product_model_id: row for row in session.scalars(select(ProductLife))}
    life = np.array(
        [
            (lives[m].life_months, lives[m].shape_tenths / 10.0)
            if m in lives
            else (rules["life_months"], rules["life_shape"])
            for m in models
        ],
        dtype=np.float64,
    ).reshape(-1, 2)
    watched = now if first_known is None else max(month_number(first_known), now - int(rules["watched_months"]))
    return Fleet(sold, life, min(max(watched - first, 0), now - first), now - first), models, first


@dataclass(frozen=True, slots=True)
class Used:
    """Hold a part that a completed repair used: ticket's month, model, and the product with its month of purchase."""

    part_id: int
    model_id: int
    month: int
    product_id: int | None
    bought: int | None
    quantity: float


def read_failures(session: Session, on: date, model_ids: Iterable[int]) -> list[Used]:
    """Return repairs that used parts, ticket by ticket; planned work is no failure."""
    quantity = total(number(ReportPart.quantity))
    rows = session.execute(
        select(
            ReportPart.part_id,
            func.coalesce(Product.product_model_id, Ticket.product_model_id),
            Ticket.opened_on,
            Ticket.product_id,
            func.coalesce(Product.purchased_on, Ticket.purchased_on),
            quantity,
        )
        .join(RepairReport, RepairReport.id == ReportPart.report_id)
        .join(Ticket, Ticket.id == RepairReport.ticket_id)
        .outerjoin(Product, Product.id == Ticket.product_id)
        .where(
            RepairReport.completed_at.is_not(None),
            Ticket.id.not_in(select(PlannedTicket.ticket_id)),
            Ticket.opened_on < month_start(month_number(on)),
        )
        .group_by(
            ReportPart.part_id,
            Ticket.id,
            Product.product_model_id,
            Ticket.product_model_id,
            Ticket.opened_on,
            Ticket.product_id,
            Product.purchased_on,
            Ticket.purchased_on,
        )
        .order_by(Ticket.opened_on, Ticket.id, ReportPart.part_id)
    )
    known, last = set(model_ids), last_successors(session, on)
    return [
        Used(
            last.get(part, (part, 1.0))[0],
            model,
            month_number(day),
            product,
            None if bought is None or bought > day else month_number(bought),
            many / THOUSAND * last.get(part, (part, 1.0))[1],
        )
        for part, model, day, product, bought, many in rows
        if model in known
    ]


def aged(used: Iterable[Used], first: int, row: Mapping[int, int]) -> list[Failure]:
    """Return failures with the age of the part: since it was last replaced in the same product, else since the sale.

    Where neither product nor day of purchase is known the age is -1.
    """
    replaced: dict[tuple[int, int], int] = {}
    out = []
    for each in used:
        key = (each.part_id, each.product_id or 0)
        begun = replaced.get(key, each.bought) if each.product_id is not None else each.bought
        age = -1 if begun is None else max(each.month - max(begun, first), 0)
        if each.product_id is not None:
            replaced[key] = each.month
        out.append(Failure(each.part_id, row[each.model_id], each.month - first, age))
    return out


def read_pairs(session: Session, used: Iterable[Used], row: Mapping[int, int], on: date) -> list[Pair]:
    """Return each part in each model that it fits or was used in, with its family and what a repair takes."""
    last = last_successors(session, on)
    category = dict(
        session.execute(
            select(Part.id, func.coalesce(Category.code, "")).outerjoin(Category, Category.id == Part.category_id)
        ).all()
    )
    family = {
        key: name or code
        for key, name, code in session.execute(select(ProductModel.id, ProductModel.family, ProductModel.code))
    }
    takes: dict[tuple[int, int], float] = {}
    fits = select(Fit.part_id, Fit.product_model_id, Fit.quantity_per_repair).order_by(Fit.part_id)
    for part, model, quantity in session.execute(fits):
        if model in row:
            successor, each_is = last.get(part, (part, 1.0))
            takes.setdefault((successor, model), quantity.scaled / THOUSAND * each_is)
    seen: dict[tuple[int, int], list[float]] = defaultdict(list)
    for each in used:
        seen[each.part_id, each.model_id].append(each.quantity)
    for pair, quantities in seen.items():
        if pair not in takes or len(quantities) >= ENOUGH_TO_COUNT:
            takes[pair] = sum(quantities) / len(quantities)
    return [
        Pair(part, row[model], f"{category.get(part, '')}|{family.get(model, '')}", quantity)
        for (part, model), quantity in sorted(takes.items())
    ]
