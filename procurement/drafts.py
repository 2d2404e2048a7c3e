"""Hold what lies on the planner's desk, and the lines of a plan while they are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from forecasting.arrays import FloatArray
from forecasting.gathering import Network
from kernel.amounts import Money, Quantity
from procurement.alerts import alert_of, bits_of, rank_of_alert
from procurement.needs import Stand
from procurement.offers import Choice, Offer
from procurement.prices import line_amount
from procurement.proposals import SumRow
from procurement.queries.positions import Positions

LEVELS = (
    "reorder_point",
    "order_up_to_level",
    "order_quantity",
    "safety_stock",
    "mean_per_day",
    "year_mean_per_day",
    "lead_time_days",
    "protection_mean",
    "protection_sd",
    "planned_need",
)
NOTHING = Quantity(0)


@dataclass(slots=True)
class Draft:
    """Hold a proposal while it is made."""

    part_id: int
    store_id: int
    kind: str
    computed: Quantity
    rank: int
    rows: list[SumRow]
    stand: Stand
    needed_on: date
    warnings: list[str] = field(default_factory=list)
    choice: Choice | None = None
    from_store_id: int | None = None
    expected_on: date | None = None
    urgent: Quantity = NOTHING
    included: bool = True
    excluded_reason: str = ""
    codes: list[str] = field(default_factory=list)
    saved: float | None = None

    @property
    def urgency_rank(self) -> int:
        """Return where the line stands in the plan: its own need or the first thing noticed beside it."""
        return min([self.rank, *(rank_of_alert(code) for code in self.codes)])

    @property
    def alerts(self) -> int:
        """Return all that the line is shown for, as bits."""
        return bits_of([*([alert_of(self.rank)] if self.kind != "notice" else []), *self.codes])

    @property
    def exception(self) -> str:
        """Return why the proposal stands where it stands."""
        return alert_of(self.urgency_rank)

    @property
    def cost_cny(self) -> Money:
        """Return what it costs; a transfer costs nothing."""
        return line_amount(self.choice.unit_price_cny, self.computed) if self.choice else Money.zero()


@dataclass(frozen=True)
class Desk:
    """Hold what lies on the planner's desk: positions with the levels beside them, offers, rules of choice."""

    positions: Positions
    levels: dict[str, FloatArray]
    step: dict[int, Quantity]
    discontinued: frozenset[int]
    offered: dict[int, list[Offer]]
    on: date
    weights: dict[str, float]
    urgent_weights: dict[str, float]
    neutral_score: float
    receiving_days: float
    transfer_days: int
    longest_cover_days: float
    weight: dict[int, float]

    @property
    def places(self) -> Network:
        """Return the stores."""
        return self.positions.network

    def above(self, store: int) -> int:
        """Return the index of the store that supplies another, -1 for none."""
        return int(self.places.above[store])

    def at(self, part_id: int, store: int) -> Stand | None:
        """Return how a part stands in a store, none where it never was."""
        row = self.positions.row(part_id, store)
        return None if row < 0 else self.stand(row)

    def stand(self, row: int) -> Stand:
        """Return how a row stands."""
        positions = self.positions
        part_id, store = divmod(int(positions.codes[row]), self.places.store_ids.size)
        return Stand(
            part_id=part_id,
            store=store,
            own={name: int(values[row]) for name, values in positions.own.items()},
            echelon={name: int(values[row]) for name, values in positions.echelon.items()},
            position=int(self.levels["position"][row]),
            urgency=int(positions.urgency[row]),
            next_days=float(positions.next_days[row]),
            **{name: float(self.levels[name][row]) for name in LEVELS},
        )
