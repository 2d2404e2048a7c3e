"""Play buying and receiving: what to order, what suppliers really deliver, inspection, putaway, claims, plans."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from math import ceil
from random import Random

from sqlalchemy import func, select

from inventory import putting_away
from inventory.tables import Lot, PartRequest, Stock
from kernel.amounts import Money, Quantity
from procurement import evaluating, ordering, plan_approving, planning
from procurement.drafting import NewLine
from procurement.tables import OrderLine
from receiving import arriving, beginning, claiming, conceding, inspecting, settling
from receiving.counting_samples import count_sample
from receiving.drawing_samples import draw_of, set_regime, state_of
from receiving.queries.claim_facts import claim_facts
from receiving.queries.inspections import worklist_select
from receiving.readings import Reading
from receiving.settlement import SettlementKind
from receiving.switching import Regime
from receiving.tables import Arrival
from receiving.verdict import DefectClass
from webapp.demo import words
from webapp.demo.agenda import Agenda, Step, at_work
from webapp.demo.company import SUPPLIERS, SupplierTruth
from webapp.demo.demand import mean_around
from webapp.demo.stage import DemoOffer, DemoPart, Stage, clock

TRUTHS = {truth.code: truth for truth in SUPPLIERS}


CREDIT_BY_BUYER = Money.of(5000)
"""What the buyer notes alone, by the usual setting."""


@dataclass
class PurchaseLine:
    """Hold an order line: its part and what is still to come."""

    id: int
    part: DemoPart
    rest: Quantity


@dataclass
class Purchase:
    """Hold an order on its way."""

    order: int
    supplier: str
    lines: list[PurchaseLine] = field(default_factory=list)
    lead_days: int = 14
    buyer: str = "buyer"


@dataclass
class Held:
    """Hold a lot that waits for the inspector or for putaway."""

    lot: int
    part: DemoPart
    quantity: Quantity
    supplier: str


class Supply:
    """Play the buyers, the suppliers, the ramp and the inspectors of the central store."""

    def __init__(self, stage: Stage, agenda: Agenda, rng: Random) -> None:
        """Begin with nothing on order."""
        self.stage, self.agenda, self.rng = stage, agenda, rng
        self.coming: dict[int, float] = defaultdict(float)
        self.hold: list[Held] = []
        self.staging: list[Held] = []
        self.serial = 0
        self.pending: list[Purchase] = []
        self.stall_before: date | None = None
        self.stalls = 2
        self.planned_transfers: list[plan_approving.MadeTransfer] = []

    # --- the buyer --------------------------------------------------------------------------------------------------

    def reorder(self) -> None:
        """Order what is short, supplier by supplier, every other week."""
        wanted: dict[str, list[tuple[DemoPart, DemoOffer, float]]] = defaultdict(list)
        for part, units in self._short():
            offer = self.rng.choices(part.offers, (60, 26, 14)[: len(part.offers)])[0]
            packs = ceil(max(units, offer.minimum) / offer.multiple)
            wanted[offer.supplier].append((part, offer, packs * offer.multiple))
        for supplier, lines in sorted(wanted.items()):
            self._order(supplier, lines)

    def _short(self) -> list[tuple[DemoPart, float]]:
        net = self._net()
        found = []
        for part in self.stage.parts:
            if part.succeeded or not part.offers:
                continue
            rate = mean_around(part.kind.pace, self.stage.today)
            lead = part.offers[0].lead_days + 10
            least = rate * lead * 1.5 + (0.4 if rate > 0.004 else -0.5)
            position = net.get(part.id, 0.0) + self.coming[part.id]
            if position < least:
                found.append((part, max(1.0, ceil(least + rate * 100 - position))))
        return found

    def _net(self) -> dict[int, float]:
        """Return what the warehouses have of each part, less what people wait for; vans keep theirs."""
        session = self.stage.session
        net = {
            part: on_hand.scaled / 1000
            for part, on_hand in session.execute(
                select(Stock.part_id, func.sum(Stock.on_hand))
                .where(Stock.store_id.in_([store.id for store in self.stage.stores.values()]))
                .group_by(Stock.part_id)
            )
        }
        rows = select(PartRequest.part_id, PartRequest.quantity, PartRequest.issued, PartRequest.cancelled)
        for part, quantity, issued, cancelled in session.execute(rows.where(PartRequest.open)):
            net[part] = net.get(part, 0.0) - (quantity - issued - cancelled).scaled / 1000
        return net

    def _order(self, supplier: str, lines: list[tuple[DemoPart, DemoOffer, float]]) -> None:
        stage, buyer = self.stage, self.rng.choice(("buyer", "buyer2"))
        made = stage.do(
            ordering.create_order,
            by=buyer,
            supplier_id=stage.suppliers[supplier],
            store_id=stage.stores["HQ"].id,
            lines=tuple(NewLine(part.id, part.quantity(units)) for part, _, units in lines),
        )
        purchase = Purchase(
            made.order_id, supplier, lead_days=max(offer.lead_days for _, offer, _ in lines), buyer=buyer
        )
        for line, (part, _, units) in zip(made.line_ids, lines, strict=True):
            purchase.lines.append(PurchaseLine(line, part, part.quantity(units)))
            self.coming[part.id] += units
        self._later(120, lambda: self.approve(purchase))

    def rush(self, part: DemoPart) -> None:
        """Order a part and hear from its supplier within the hour."""
        own, self.agenda = self.agenda, Agenda()
        offer = part.offers[0]
        self._order(offer.supplier, [(part, offer, max(4.0, offer.minimum))])
        for step, (_, play) in zip(range(3), self.agenda.until(self.stage.at + timedelta(days=30)), strict=False):
            self.stage.at += timedelta(minutes=step + 1)
            play()
        self.agenda = own

    def approve(self, purchase: Purchase) -> None:
        """Approve by the supervisor, send, and hear from the supplier in a day or two."""
        self.stage.do(ordering.approve_order, by="supervisor", order_id=purchase.order)
        self._later(30, lambda: self.send(purchase))

    def send(self, purchase: Purchase) -> None:
        """Send the order; the supplier promises and delivers in its own way."""
        self.stage.do(ordering.send_order, by=purchase.buyer, order_id=purchase.order)
        self._later(1440 + 600 * self.rng.random(), lambda: self.confirm(purchase))

    def confirm(self, purchase: Purchase) -> None:
        """Note the promised date."""
        rng, stage, truth = self.rng, self.stage, TRUTHS[purchase.supplier]
        days = max(3, purchase.lead_days + rng.randrange(-1, 2))
        promised = stage.today + timedelta(days=days)
        stage.do(
            ordering.confirm_order,
            by=purchase.buyer,
            order_id=purchase.order,
            promises=tuple(ordering.Promise(line.id, promised) for line in purchase.lines),
            supplier_reference=f"{truth.code}-{purchase.order:05d}",
        )
        if self.stall_before and self.stalls and promised < self.stall_before < stage.today + timedelta(days=30):
            self.stalls -= 1  # never heard of again: today's list of overdue orders shows it
            return
        self.pending.append(purchase)
        late = max(-3.0, rng.gauss(truth.late_days, truth.late_spread))
        due = clock(promised + timedelta(days=round(late)), 9 + 6 * rng.random())
        self.agenda.note(at_work(max(due, stage.at + timedelta(days=1))), lambda: self.deliver(purchase))

    # --- the ramp ---------------------------------------------------------------------------------------------------

    def deliver(self, purchase: Purchase) -> None:
        """Let what the supplier sends arrive: all of it, or less now and the rest later, or a little too much."""
        rng, stage, truth = self.rng, self.stage, TRUTHS[purchase.supplier]
        store = stage.stores["HQ"]
        if purchase in self.pending:
            self.pending.remove(purchase)
        short = rng.random() < truth.short
        arrived = []
        for line in purchase.lines:
            part, rest = line.part, line.rest
            if not rest:
                continue
            now = part.quantity(rest.scaled / 1000 * 0.6) if short and rest.scaled > 2000 else rest
            line.rest = rest - now
            arrived.append(self._arrived(line.id, part, now, truth))
        if not arrived:
            return
        made = stage.do(
            arriving.register_arrival,
            by=rng.choice(store.keepers),
            store_id=store.id,
            supplier_id=stage.suppliers[purchase.supplier],
            lines=tuple(arrived),
            delivery_note=f"DN{stage.today:%y%m%d}-{purchase.order:04d}",
            arrived_on=stage.today,
            carrier=rng.choice(("顺丰", "德邦", "中通快运")),
        )
        for each in made.lines:
            if each.supplier_return_id is not None:
                self._claim(each.supplier_return_id, each.quantity, Money.zero(), SettlementKind.TAKEN_BACK)
            for lot in each.lots:
                self.hold.append(Held(lot.lot_id, stage.part_of(each.part_id), lot.quantity, purchase.supplier))
        if any(line.rest for line in purchase.lines):
            self._later(1440 * rng.randrange(4, 12), lambda: self.deliver(purchase))
        else:
            self._later(1440 * 4, lambda: self.close(purchase))

    def _arrived(self, line: int, part: DemoPart, quantity: Quantity, truth: SupplierTruth) -> arriving.ArrivedLine:
        rng, stage = self.rng, self.stage
        serials: tuple[str, ...] = ()
        if part.kind.serial:
            first, self.serial = self.serial + 1, self.serial + quantity.scaled // 1000
            serials = tuple(f"{truth.code}{number:06d}" for number in range(first, self.serial + 1))
        elif rng.random() < 0.02:
            quantity = quantity + part.quantity(max(1.0, quantity.scaled / 1000 * 0.2))
        life = part.kind.shelf_life_days
        return arriving.ArrivedLine(
            line,
            part.id,
            quantity,
            supplier_lot=f"{truth.code[1:]}{stage.today:%y%W}{rng.randrange(100):02d}",
            expires_on=stage.today + timedelta(days=life - rng.randrange(10, 60)) if life else None,
            serial_numbers=serials,
        )

    def close(self, purchase: Purchase) -> None:
        """Close an order of which all has come."""
        self.stage.do(ordering.close_order, by=purchase.buyer, order_id=purchase.order)

    def inspect(self, keep: int = 0, *, fail_one: bool = False) -> None:
        """Inspect what lies in the hold, but for the newest `keep` lots; what fails goes back to its supplier."""
        inspector = self.rng.choice(("inspector", "inspector2"))
        cut = max(0, len(self.hold) - keep)
        ready, self.hold = self.hold[:cut], self.hold[cut:]
        for place, held in enumerate(ready):
            self._decide(held, inspector, fails=fail_one and not place)

    def _decide(self, held: Held, inspector: str, *, fails: bool = False) -> None:
        rng, part, truth = self.rng, held.part, TRUTHS[held.supplier]
        pieces = held.quantity.scaled // part.step
        bad = sum(rng.random() < truth.defects for _ in range(min(pieces, 60))) if part.step == 1000 else 0
        bad = max(bad, int(fails))
        sampled = self._sampled(held, inspector, pieces, bad) if part.id in self.stage.standards else None
        bad = bad if sampled is None else sampled
        failed = Quantity(min(bad, pieces) * part.step)
        gravity = "critical" if sampled is None and bad and rng.random() < 0.15 else "major"
        made = self.stage.do(
            inspecting.decide,
            by=inspector,
            lot_id=held.lot,
            passed=held.quantity - failed,
            failed=failed,
            severity=gravity if failed else None,
            reason=rng.choice(words.REJECT_REASONS) if failed else "",
            results=self._results(part, failed=bool(failed)),
        )
        passed = held.quantity - failed
        if passed:
            self.staging.append(Held(held.lot, part, passed, held.supplier))
        if made.supplier_return_id is not None:
            self.coming[part.id] -= failed.scaled / 1000
            worth = Money.of(f"{part.cost:.2f}").times(failed).rounded()
            self._claim(made.supplier_return_id, failed, worth, SettlementKind.CREDITED)

    def leave_concession(self) -> None:
        """Leave a concession to decide: an inspector has begun a lot of the hold and asks for some of it."""
        waiting = worklist_select().where(Arrival.id.is_not(None)).order_by(Lot.id)
        for row in self.stage.session.execute(waiting).all():
            if state_of(self.stage.session, row.supplier_id, row.part_id).regime is Regime.STOPPED:
                continue
            inspection = (
                row.inspection_id or self.stage.do(beginning.begin, by="inspector", lot_id=row.lot_id).inspection_id
            )
            self.stage.do(
                conceding.ask_concession,
                by="inspector",
                inspection_id=inspection,
                quantity=self.stage.part_of(row.part_id).quantity(1),
                reason="外包装压痕，不影响功能 Dented box, works all the same",
            )
            return

    def _sampled(self, held: Held, inspector: str, pieces: int, bad: int) -> int | None:
        """Draw and count the sample that the standard asks for, sort a lot that it refuses; return what was found bad.

        Which pieces come into the sample is drawn by chance of its own, so that the rest of the story stays as it is.
        """
        stage = self.stage
        supplier, part = stage.suppliers[held.supplier], held.part.id
        if state_of(stage.session, supplier, part).regime is Regime.STOPPED:
            stage.do(
                set_regime,
                by="supervisor",
                supplier_id=supplier,
                part_id=part,
                regime="tightened",
                reason="供应商已提交整改报告 Corrective action received",
            )
        inspection = stage.do(beginning.begin, by=inspector, lot_id=held.lot).inspection_id
        drawn = draw_of(stage.session, inspection)
        if drawn is None:
            return None
        size = max(drawn.critical_size, drawn.major_size, drawn.minor_size)
        chance = Random(inspection)
        found = sum(chance.sample([True] * bad + [False] * (pieces - bad), size))
        if self._count(inspection, inspector, size, found):
            return found
        self._count(inspection, inspector, pieces, bad)
        return bad

    def _count(self, inspection: int, inspector: str, looked_at: int, bad: int) -> bool:
        found = {"critical_found": 0, "major_found": bad, "minor_found": 0}
        made = self.stage.do(count_sample, by=inspector, inspection_id=inspection, looked_at=looked_at, **found)
        return made.accepted

    def _results(self, part: DemoPart, *, failed: bool) -> tuple[inspecting.Result, ...]:
        found = []
        for key, draft in self.stage.standards.get(part.id, ()):
            if draft.lower_limit is not None:
                reading = Reading.of(f"{50 + self.rng.uniform(-0.08, 0.08):.3f}")
                found.append(inspecting.Result(key, sample=1, measured=reading))
            else:
                fails = failed and draft.defect_class is DefectClass.MINOR
                found.append(inspecting.Result(key, sample=1, conforms=not fails))
        return tuple(found)

    def put_away(self, keep: int = 0) -> None:
        """Put away what waits in staging, but for the newest `keep` lots."""
        keeper = self.rng.choice(self.stage.stores["HQ"].keepers)
        cut = max(0, len(self.staging) - keep)
        ready, self.staging = self.staging[:cut], self.staging[cut:]
        for held in ready:
            self.stage.do(
                putting_away.put_away,
                by=keeper,
                lot_id=held.lot,
                from_location_id=self.stage.stores["HQ"].staging,
                to_location_id=self.stage.bin_of("HQ", held.part),
                quantity=held.quantity,
            )
            self.coming[held.part.id] -= held.quantity.scaled / 1000

    def _claim(self, claim: int, quantity: Quantity, worth: Money, how: SettlementKind) -> None:
        days = self.rng.randrange(2, 5)
        self._later(1440 * days, lambda: self._send_back(claim, quantity))
        self._later(1440 * (days + self.rng.randrange(5, 14)), lambda: self._settle(claim, quantity, worth, how))

    def _send_back(self, claim: int, quantity: Quantity) -> None:
        self.stage.do(claiming.send_back, by="keeper", supplier_return_id=claim, quantity=quantity)

    def _settle(self, claim: int, quantity: Quantity, worth: Money, how: SettlementKind) -> None:
        self.stage.do(
            settling.settle,
            by="buyer" if worth <= CREDIT_BY_BUYER else "supervisor",
            supplier_return_id=claim,
            kind=how,
            quantity=quantity,
            amount_cny=worth,
            reference=f"CN-{claim:05d}",
            credited_on=self.stage.today,
        )

    # --- the planner ------------------------------------------------------------------------------------------------

    def plan(self) -> None:
        """Run the purchase plan; somebody else approves it two hours later."""
        made = self.stage.do(planning.run_plan, by="buyer", on=self.stage.today, note="季度采购计划")
        self._later(120, lambda: self.approve_plan(made.plan_id))

    def approve_plan(self, plan_id: int) -> None:
        """Approve a plan and turn it into orders and transfers."""
        approved = self.stage.do(plan_approving.approve_plan, by="supervisor", plan_id=plan_id)
        if approved.approved:
            self._later(60, lambda: self.turn(plan_id))

    def turn(self, plan_id: int) -> None:
        """Send the orders of a plan; dear ones get their own approval first."""
        stage = self.stage
        turned = stage.do(plan_approving.turn_into_orders, by="buyer", plan_id=plan_id)
        codes = {key: code for code, key in stage.suppliers.items()}
        for order in turned.orders:
            purchase = Purchase(
                order.order_id, codes[order.supplier_id], lead_days=TRUTHS[codes[order.supplier_id]].lead_days
            )
            rows = stage.session.execute(
                select(OrderLine.id, OrderLine.part_id, OrderLine.quantity)
                .where(OrderLine.order_id == order.order_id)
                .order_by(OrderLine.id)
            )
            for line, part_id, quantity in rows:
                purchase.lines.append(PurchaseLine(line, stage.part_of(part_id), quantity))
                self.coming[part_id] += quantity.scaled / 1000
            step = self.send if order.state == "approved" else self.approve
            self._later(60, partial(step, purchase))
        self.planned_transfers += turned.transfers

    def evaluate(self) -> None:
        """Score the suppliers."""
        on = self.stage.today
        claims = claim_facts(self.stage.session, on=on)
        self.stage.do(evaluating.evaluate_suppliers, by="buyer", on=on, claims=claims)

    def _later(self, minutes: float, step: Step) -> None:
        at = self.stage.at + timedelta(minutes=round(minutes))
        self.agenda.note(at_work(at), step)
