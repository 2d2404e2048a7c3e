"""Read what the stock levels of a day follow from: demand, how parts come, rules, targets, and what lies ahead."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.arrays import FloatArray, IntArray
from forecasting.choosing_targets import with_choice
from forecasting.deciding import PartRules, part_rules
from forecasting.demand import PERIOD_DAYS, PERIODS_PER_YEAR, Period
from forecasting.gathering import Gathered, gather
from forecasting.levels import Levels, PlannerSettings
from forecasting.looking_ahead import Ahead, read_ahead
from forecasting.mending import mend
from forecasting.restarting import fingerprint, stored_run
from forecasting.rolling import log_prices
from forecasting.service_level import Criticality, ServiceTargets, service_targets
from forecasting.shares import Inputs
from inventory.tables import Category, Part
from kernel.errors import RuleViolation
from kernel.settings import setting
from kernel.telling import tell


@dataclass(frozen=True, slots=True)
class Supply:
    """Say how each bought part comes and what it costs: one column per fact, parts in one order.

    `lead_time_days` and its spread are those really delivered; `holding_rate` is a share of the price per year;
    `from_quantity` and `unit_price_cny` hold the steps of the price list, smallest first, empty where none is known.
    """

    part_ids: tuple[int, ...] = ()
    lead_time_days: tuple[float, ...] = ()
    lead_time_sd_days: tuple[float, ...] = ()
    order_cost_cny: tuple[float, ...] = ()
    holding_rate: tuple[float, ...] = ()
    minimum: tuple[float, ...] = ()
    multiple: tuple[float, ...] = ()
    from_quantity: tuple[tuple[float, ...], ...] = ()
    unit_price_cny: tuple[tuple[float, ...], ...] = ()

    @property
    def content_hash(self) -> str:
        """Return the hash of everything."""
        return fingerprint([], self.arrays())

    def arrays(self) -> list[NDArray[np.generic]]:
        """Return all that is known as arrays, the steps of all parts one after the other with their numbers."""
        columns = [getattr(self, each.name) for each in fields(self)]
        flat = [[value for steps in column for value in steps] for column in columns[-2:]]
        counts = [[len(steps) for steps in column] for column in columns[-2:]]
        return [
            np.array(column, dtype=np.int64 if number == 0 else np.float64)
            for number, column in enumerate([*columns[:-2], *flat, *counts])
        ]


@dataclass(frozen=True)
class Prepared:
    """Hold all that levels follow from, read once: the planner's inputs, and what is decided and explained by.

    `stored`: whether levels of the very same inputs were there when they were read.  `planned`: the levels where they
    are known already, as from shares.
    """

    on: date
    found: Gathered
    facts: list[Any]
    rules: PlannerSettings
    price: FloatArray
    own: PartRules
    ahead: Ahead
    supply: Supply
    inputs: Inputs
    inputs_hash: str
    stored: bool = False
    planned: Levels | None = None

    @property
    def content_hash(self) -> str:
        """Return the hash of what was read; what is planned follows from it."""
        return self.inputs_hash

    def with_levels(self) -> Prepared:
        """Return the same with its levels planned, unless they are stored already: pure, outside of any transaction."""
        tell("levels", 0, self.inputs.rows)
        return self if self.stored else replace(self, planned=self.inputs.planned())


def prepare_levels(session: Session, *, on: date, lead_times: Supply) -> Prepared:
    """Read what the levels of a day follow from; only periods that have ended count.

    A store that supplies others is planned for the demand of all below it.
    """
    tell("demand")
    period = cast("Period", setting(session, settings.PERIOD, on))
    parts = {row.id: row for row in session.execute(_part_facts())}
    wanted = [key for key, row in parts.items() if row.state != "discontinued"]
    found = gather(
        session,
        on=on,
        period=period,
        periods=int(setting(session, settings.PERIODS, on)),
        van_demand=setting(session, settings.VAN_DEMAND, on),
        wanted_part_ids=wanted,
        streams=setting(session, settings.STREAMS, on),
        overlap=setting(session, settings.OVERLAP, on),
    )
    found = mend(session, found, on)
    facts = [parts[key] for key in found.part_ids.tolist()]
    rules = _rules(session, found, facts, on)
    price = _known_prices(found, lead_times)
    own = part_rules(session, found, on)
    columns: dict[str, Any] = own.over(_inputs(session, found, facts, lead_times, on))
    ahead = read_ahead(session, found, on)
    inputs_hash = _hash(session, found, facts, columns, own, ahead, lead_times, rules, on)
    return Prepared(
        on=on,
        found=found,
        facts=facts,
        rules=rules,
        price=price,
        own=own,
        ahead=ahead,
        supply=lead_times,
        inputs=Inputs(
            history=found.history,
            **columns,
            attributes=log_prices(price, found.part.size),
            period_days=PERIOD_DAYS[period],
            settings=rules,
        ),
        inputs_hash=inputs_hash,
        stored=stored_run(session, on=on, inputs_hash=inputs_hash) is not None,
    )


def _part_facts() -> Select[int, str, str, int | None, int | None, bool | None]:
    return (
        select(Part.id, Part.state, Part.criticality, Part.shelf_life_days, Part.category_id, Category.seasonal)
        .outerjoin(Category, Category.id == Part.category_id)
        .order_by(Part.id)
    )


def _rules(session: Session, found: Gathered, facts: list[Any], on: date) -> PlannerSettings:
    try:
        plain = PlannerSettings(
            tilt=float(setting(session, settings.TILT, on)),
            default_lead_time_days=float(setting(session, settings.DEFAULT_LEAD_TIME, on)),
        )
    except (TypeError, ValueError):
        raise RuleViolation("planning_setting_unusable", name=settings.TILT) from None
    seasonal = setting(session, settings.SEASONS, on) and any(each.seasonal for each in facts)
    if not seasonal:
        return plain
    month = found.first_period_on.month - 1
    week = min((found.first_period_on.timetuple().tm_yday - 1) // 7, 51)
    return replace(
        plain,
        season=PERIODS_PER_YEAR[found.period],
        first_season=month if found.period == "month" else week,
    )


def _inputs(
    session: Session, found: Gathered, facts: list[Any], supply: Supply, on: date
) -> dict[str, NDArray[np.generic]]:
    """Return per row: lead time and spread, review, target and whether it is meant for this very row, family."""
    targets = setting(session, settings.TARGETS, on)
    transfer = setting(session, settings.TRANSFER_LEAD_TIME, on)
    root = found.network.above[found.store] < 0 if found.part.size else np.zeros(0, dtype=bool)
    lead = _by_part(found.part_ids, supply.part_ids, supply.lead_time_days, np.nan)[found.part]
    spread = _by_part(found.part_ids, supply.part_ids, supply.lead_time_sd_days, 0.0)[found.part]
    critical = np.array([Criticality[each.criticality.upper()] for each in facts], dtype=np.int64)
    categories = sorted({each.category_id for each in facts if each.seasonal})
    number = {category: i for i, category in enumerate(categories)}
    family = np.array([number.get(each.category_id, -1) for each in facts], dtype=np.int64)
    stores = found.network.store_ids[found.store] if found.part.size else found.store
    usual = service_targets(critical, np.zeros(critical.shape, dtype=np.int64), ServiceTargets(**targets))
    wanted, exact = with_choice(session, on, found.part_ids[found.part], stores, usual[found.part])
    return {
        "lead_time_days": np.where(root, lead, float(transfer["days"])),
        "lead_time_sd_days": np.where(root, spread, float(transfer["sd_days"])),
        "review_days": np.full(found.part.shape, float(setting(session, settings.REVIEW_DAYS, on))),
        "targets": wanted,
        "exact": exact,
        "family": family[found.part],
    }


def _known_prices(found: Gathered, supply: Supply) -> FloatArray:
    """Return the price of one unit of each row's part, blank where none is known."""
    known = [(key, prices[0]) for key, prices in zip(supply.part_ids, supply.unit_price_cny, strict=False) if prices]
    keys, prices = tuple(key for key, _ in known), tuple(price for _, price in known)
    return _by_part(found.part_ids, keys, prices, np.nan)[found.part]


def _by_part(part_ids: IntArray, keys: tuple[int, ...], values: tuple[float, ...], otherwise: float) -> FloatArray:
    """Spread values by part id over the parts' own order."""
    out = np.full(part_ids.shape, otherwise)
    at = np.searchsorted(part_ids, np.array(keys, dtype=np.int64))
    out[at] = values
    return out


def _hash(
    session: Session,
    found: Gathered,
    facts: list[Any],
    inputs: dict[str, NDArray[np.generic]],
    own: PartRules,
    ahead: Ahead,
    supply: Supply,
    rules: PlannerSettings,
    on: date,
) -> str:
    """Return the hash of all that levels, order quantities and decisions follow from, but for the decisions before."""
    told = (settings.MAXIMUM_COVER, settings.BASE_STOCK, settings.STOCKING, settings.WAIT_ABOVE)
    plain = [
        str(found.first_period_on),
        found.period,
        rules.to_json(),
        [setting(session, name, on) for name in told],
        [[row, each["periods"]] for row, each in enumerate(found.marks) if "periods" in each],
        int(own.otherwise),
        ahead.facts,
    ]
    places = (found.network.store_ids, found.network.above)
    history = (found.part_ids[found.part], found.store, found.history, *found.sources.values())
    people = (own.policy, own.target, own.chosen, own.minimum, own.maximum)
    known = (
        np.array([each.shelf_life_days or 0 for each in facts], dtype=np.int64),
        np.array([int(Criticality[each.criticality.upper()]) for each in facts], dtype=np.int64),
    )
    arrays = (*places, *history, *found.streams.values(), *people, *inputs.values(), *known, *supply.arrays())
    return fingerprint(plain, arrays)
