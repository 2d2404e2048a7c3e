"""Play repairs: from the customer's call through the engineer's visit to the callback and the closing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import issuing
from inventory.tables import PartRequest, Reservation, Stock
from kernel.amounts import Money, Quantity
from kernel.requests import once
from service import (
    calling_back,
    closing,
    customer_keeping,
    dispatching,
    part_using,
    repairing,
    taking_in,
    triaging,
)
from webapp.demo import words
from webapp.demo.agenda import Agenda, Step, at_work
from webapp.demo.catalogue import FAMILIES
from webapp.demo.company import GIVEN, REGIONAL, STREETS, SURNAMES
from webapp.demo.stage import DemoEngineer, DemoPart, Stage
from webapp.uploads import store_content

CHANNELS = ("phone",) * 11 + ("wechat",) * 4 + ("web",) * 2 + ("dealer", "mail")
DESKS = ("desk", "desk2", "desk3")


@dataclass
class Client:
    """Hold a customer and the unit they own."""

    id: int
    region: str
    product: int
    model: int


@dataclass
class Repair:
    """Hold a ticket on its way."""

    wanted: list[tuple[DemoPart, float]]
    model: int
    store: str
    desk: str
    ticket: int = 0
    number: str = ""
    work_order: int = 0
    urgency: str = "normal"
    fault: str = "hardware"
    remote: bool = False
    pays: bool = False
    engineer: DemoEngineer | None = None
    opened_at: datetime | None = None
    from_van: list[tuple[DemoPart, Quantity]] = field(default_factory=list)
    requests: int = 0
    picked: list[tuple[int, DemoPart, Quantity]] = field(default_factory=list)
    worth: Money = field(default_factory=Money.zero)


class Service:
    """Play the service desk, the engineers and the issuing counter of the regional stores."""

    def __init__(self, stage: Stage, agenda: Agenda, rng: Random) -> None:
        """Begin with no customers."""
        self.stage, self.agenda, self.rng = stage, agenda, rng
        self.clients: dict[tuple[str, int], list[Client]] = {}
        self.waiting: list[Repair] = []
        self.signed_since: datetime | None = None
        self.silent_since: datetime | None = None

    # --- the desk ---------------------------------------------------------------------------------------------------

    def open(
        self,
        wanted: list[tuple[DemoPart, float]],
        model: int,
        *,
        store: str = "",
        engineer: DemoEngineer | None = None,
    ) -> Repair:
        """Take a case in and go on with it in the next minutes; `store` and `engineer` are chosen unless given."""
        rng, stage = self.rng, self.stage
        store = store or rng.choices(REGIONAL, [each.share for each in REGIONAL])[0].code
        repair = Repair(wanted, model, store, rng.choice(DESKS), opened_at=stage.at, engineer=engineer)
        client = self._client(stage.stores[store].region, model, repair.desk)
        symptom, complaint = rng.choice(stage.symptoms[stage.families[model]])
        repair.urgency = rng.choices(("urgent", "important", "normal"), (12, 30, 58))[0]
        repair.fault = "hardware" if wanted else rng.choice(("software", "misuse", "software"))
        repair.remote = not wanted and rng.random() < 0.6
        made = stage.do(
            taking_in.take_in,
            by=repair.desk,
            channel=rng.choice(CHANNELS),
            customer_id=client.id,
            product_id=client.product,
            symptom_id=symptom,
            description=complaint,
            answers=self._answers(repair),
        )
        repair.ticket, repair.number = made.ticket_id, made.number
        repair.pays = made.in_warranty is not True or repair.fault == "misuse"
        self._later(4 + 8 * rng.random(), lambda: self.triage(repair))
        return repair

    def triage(self, repair: Repair) -> None:
        """Say how urgent it is; now and then the customer gives up."""
        rng = self.rng
        self.stage.do(
            triaging.triage,
            by=repair.desk,
            ticket_id=repair.ticket,
            fault_type=repair.fault,
            urgency=repair.urgency,
            visit="remote" if repair.remote else "on_site",
            complex=any(part.kind.criticality == "vital" for part, _ in repair.wanted),
            colour="yellow" if len(repair.wanted) > 1 and rng.random() < 0.2 else "green",
        )
        if repair.engineer is None and rng.random() < 0.02:
            self._later(60, lambda: self.cancel(repair))
        else:
            slow = 300 if rng.random() < 0.05 else 0
            self._later(6 + 20 * rng.random() + slow, lambda: self.dispatch(repair))

    def cancel(self, repair: Repair) -> None:
        """End a ticket that is not wanted any more."""
        reason = self.rng.choice(words.CANCEL_REASONS)
        self.stage.do(closing.cancel, by=repair.desk, ticket_id=repair.ticket, reason=reason)

    def dispatch(self, repair: Repair) -> None:
        """Send the certified engineer of the region who has the least to do."""
        stage = self.stage
        family, region = stage.families[repair.model], stage.stores[repair.store].region
        able = [each for each in stage.engineers if each.region == region and family in each.families]
        engineer = repair.engineer or min(able, key=lambda each: (each.load, each.id))
        made = stage.do(dispatching.dispatch, by=repair.desk, ticket_id=repair.ticket, engineer_id=engineer.id)
        engineer.load += 1
        repair.engineer, repair.work_order = engineer, made.work_order_id
        self._later(3 + 35 * self.rng.random(), lambda: self.accept(repair, made.dispatch_id))

    # --- the engineer -----------------------------------------------------------------------------------------------

    def accept(self, repair: Repair, dispatch_id: int) -> None:
        """Accept, and ask the store for what is not in the van."""
        stage, engineer = self.stage, self._engineer(repair)
        stage.do(dispatching.accept, by=engineer.code, dispatch_id=dispatch_id)
        for part, units in repair.wanted:
            quantity = part.quantity(units)
            if self._in_van(engineer, part) >= quantity and part.id not in {p.id for p, _ in repair.from_van}:
                repair.from_van.append((part, quantity))
                continue
            stage.do(part_using.ask_part, by=engineer.code, ticket_id=repair.ticket, part_id=part.id, quantity=quantity)
            repair.requests += 1
        if repair.requests:
            self.waiting.append(repair)
            self._later(45 + 120 * self.rng.random(), lambda: self.serve([repair]))
        else:
            self._later(60 + 240 * self.rng.random(), lambda: self.visit(repair))

    def serve(self, repairs: list[Repair] | None = None) -> None:
        """Issue at the counter what is promised in full to those who wait."""
        ready = self._ready(self.waiting if repairs is None else [each for each in repairs if each in self.waiting])
        for repair in ready:
            self.waiting.remove(repair)
            self._pick(repair)
            self._later(70 + 300 * self.rng.random(), partial(self.visit, repair))

    def visit(self, repair: Repair) -> None:
        """Go there, find the cause, agree on the cost."""
        stage, rng, engineer = self.stage, self.rng, self._engineer(repair)
        if not repair.remote:
            stage.do(repairing.arrive, by=engineer.code, ticket_id=repair.ticket)
        for part, quantity in repair.from_van:
            repair.worth += Money.of(f"{part.cost * 1.6:.2f}").times(quantity)
        name = repair.wanted[0][0].kind.name.zh if repair.wanted else ""
        diagnosis = rng.choice(words.DIAGNOSES).format(part=name) if name else rng.choice(words.SOLVED_WITHOUT_PART)[0]
        fee = Money.of(rng.choice((60, 80, 100, 120))) if repair.pays else Money.zero()
        told = (fee + Money.of(30) + repair.worth * 2) if repair.pays else Money.zero()
        stage.do(
            repairing.diagnose,
            by=engineer.code,
            ticket_id=repair.ticket,
            diagnosis=diagnosis,
            cause=rng.choice(words.CAUSES),
            told_cny=told.rounded(),
        )
        if repair.pays:
            stage.do(repairing.agree_cost, by=engineer.code, ticket_id=repair.ticket, how="spoken")
        self._later(25 + 60 * rng.random(), lambda: self.complete(repair, fee))

    def complete(self, repair: Repair, fee: Money) -> None:
        """Build the parts in, bring back what was not needed, report."""
        stage, rng, engineer = self.stage, self.rng, self._engineer(repair)
        for part, quantity in repair.from_van:
            if self._in_van(engineer, part) >= quantity:
                stage.attempt(
                    part_using.use_from_van,
                    by=engineer.code,
                    ticket_id=repair.ticket,
                    part_id=part.id,
                    quantity=quantity,
                )
        if repair.picked and rng.random() < 0.05:
            lot, _, quantity = repair.picked[-1]
            stage.do(part_using.bring_back, by=engineer.code, ticket_id=repair.ticket, lot_id=lot, quantity=quantity)
        signature = None
        if not repair.remote and self.signed_since is not None and stage.at >= self.signed_since:
            signature = stage.do(sign, by=engineer.code, ticket_id=repair.ticket, seed=rng.randrange(10**6))
        name = repair.wanted[0][0].kind.name.zh if repair.wanted else ""
        done = stage.do(
            repairing.complete,
            by=engineer.code,
            ticket_id=repair.ticket,
            work_done=rng.choice(words.WORK_DONE).format(part=name) if name else words.SOLVED_WITHOUT_PART[0][1],
            test_result=rng.choice(words.TESTS),
            test_passed=True,
            labour_fee_cny=fee,
            travel_fee_cny=Money.of(30) if repair.pays and not repair.remote else Money.zero(),
            signature_attachment_id=signature,
            unsigned_reason="" if signature else rng.choice(words.UNSIGNED),
        )
        engineer.load -= 1
        hours = (stage.at - (repair.opened_at or stage.at)).total_seconds() / 3600
        self._later(60 * (3 + 20 * rng.random()), lambda: self.call_back(repair, done.callback_id, hours))

    # --- afterwards -------------------------------------------------------------------------------------------------

    def call_back(self, repair: Repair, callback_id: int, hours: float) -> None:
        """Ask the customer how it was; whoever waited long says so."""
        rng = self.rng
        if self.silent_since is not None and self.stage.at >= self.silent_since:
            return  # nobody has called yet: today's list of callbacks shows it
        caller = rng.choice(("quality", *DESKS))
        if rng.random() < 0.06:
            self.stage.do(calling_back.note_unanswered, by=caller, callback_id=callback_id, note="无人接听")
            self._later(1500, lambda: self.call_back(repair, callback_id, hours))
            return
        waited = (hours > 100) + (hours > 240) * 2
        overall = max(3, min(10, rng.choice((9, 9, 9, 10, 10, 10, 8)) - waited * rng.choice((0, 1, 1, 2))))
        scores = {
            "attitude": min(10, overall + rng.choice((0, 0, 1))),
            "punctuality": max(1, overall - waited),
            "effect": min(10, overall + rng.choice((0, 1))),
            "overall": overall,
        }
        low = min(scores.values()) < 8
        made = self.stage.do(
            calling_back.call_back,
            by=caller,
            callback_id=callback_id,
            low_reason=rng.choice(words.LOW_REASONS) if low else "",
            task=rng.choice(words.FOLLOW_UPS) if low else "",
            **scores,
        )
        if made.follow_up_id is not None:
            self._later(60 * 30 * rng.random() + 600, lambda: self.follow_up(repair, made.follow_up_id or 0))
        else:
            self._later(30, lambda: self.close(repair))

    def follow_up(self, repair: Repair, follow_up_id: int) -> None:
        """Settle what a low score was about."""
        self.stage.do(
            calling_back.finish_follow_up, by=repair.desk, follow_up_id=follow_up_id, result="已与用户沟通，用户认可"
        )
        self.close(repair)

    def close(self, repair: Repair) -> None:
        """Close the ticket."""
        self.stage.do(closing.close, by=repair.desk, ticket_id=repair.ticket)

    # --- helpers ----------------------------------------------------------------------------------------------------

    def _later(self, minutes: float, step: Step) -> None:
        at = self.stage.at + timedelta(minutes=round(minutes))
        self.agenda.note(at_work(at), step)

    def _engineer(self, repair: Repair) -> DemoEngineer:
        assert repair.engineer is not None
        return repair.engineer

    def _client(self, region: str, model: int, desk: str) -> Client:
        known = self.clients.setdefault((region, model), [])
        if known and self.rng.random() < 0.45:
            return self.rng.choice(known)
        rng, stage = self.rng, self.stage
        number = sum(len(each) for each in self.clients.values())
        customer = stage.do(
            customer_keeping.add_customer,
            by=desk,
            name=rng.choice(SURNAMES) + rng.choice(GIVEN),
            phone=f"1390000{1000 + number:04d}",
            region=region,
            address=f"{rng.choice(STREETS[region])}{rng.randrange(1, 400)}号{rng.randrange(101, 2900)}室",
            remote_area=rng.random() < 0.04,
        )
        bought: date = stage.today - timedelta(
            days=rng.choice((100, 250, 400, 600, 800, 1000, 1400, 2000)) + number % 60
        )
        product = stage.do(
            customer_keeping.add_product,
            by=desk,
            product_model_id=model,
            serial=f"{bought:%y%m}{model:02d}{number:06d}",
            customer_id=customer.customer_id,
            purchased_on=bought,
            dealer=rng.choice(("线上旗舰店", "城市专卖店", "家电卖场")),
        )
        client = Client(customer.customer_id, region, product.product_id, model)
        known.append(client)
        return client

    def _answers(self, repair: Repair) -> tuple[taking_in.Answered, ...]:
        family = self.stage.families[repair.model]
        danger = {"urgent": 0, "important": 1, "normal": 1}[repair.urgency]
        works = {"urgent": 0, "important": 0, "normal": 2 if repair.fault == "misuse" else 1}[repair.urgency]
        found = []
        for (question, of, choices), choice in zip(self.stage.questions, (danger, works, 1), strict=True):
            if of in ("", family):
                found.append(taking_in.Answered(question, choices[choice]))
        return tuple(found)

    def _in_van(self, engineer: DemoEngineer, part: DemoPart) -> Quantity:
        row = self.stage.session.execute(
            select(Stock.on_hand, Stock.reserved).where(Stock.store_id == engineer.van, Stock.part_id == part.id)
        ).first()
        return row[0] - row[1] if row else Quantity.zero()

    def _ready(self, repairs: list[Repair]) -> list[Repair]:
        """Return those whose open requests are promised in full."""
        if not repairs:
            return []
        session, orders = self.stage.session, [each.work_order for each in repairs]
        rows = session.execute(
            select(
                PartRequest.id,
                PartRequest.work_order_id,
                PartRequest.quantity,
                PartRequest.issued,
                PartRequest.cancelled,
            ).where(PartRequest.open, PartRequest.work_order_id.in_(orders))
        ).all()
        promised: dict[int, Quantity] = {}
        for request, quantity in session.execute(
            select(Reservation.part_request_id, Reservation.quantity).where(
                Reservation.state == "open", Reservation.part_request_id.in_([row[0] for row in rows])
            )
        ):
            promised[request] = promised.get(request, Quantity.zero()) + quantity
        lacking = {
            order
            for request, order, quantity, issued, cancelled in rows
            if promised.get(request, Quantity.zero()) < quantity - issued - cancelled
        }
        return [each for each in repairs if each.work_order not in lacking]

    def _pick(self, repair: Repair) -> None:
        keeper = self.rng.choice(self.stage.stores[repair.store].keepers)
        rows = self.stage.session.execute(
            select(PartRequest.id, PartRequest.part_id, PartRequest.quantity, PartRequest.issued, PartRequest.cancelled)
            .where(PartRequest.work_order_id == repair.work_order, PartRequest.open)
            .order_by(PartRequest.id)
        ).all()
        for request, part_id, quantity, issued, cancelled in rows:
            rest = quantity - issued - cancelled
            made = self.stage.do(issuing.issue, by=keeper, part_request_id=request, quantity=rest)
            part = self.stage.part_of(part_id)
            repair.picked += [(line.lot_id, part, line.quantity) for line in made.lines]
            repair.worth += made.cost_cny


@once
def sign(session: Session, *, ticket_id: int, seed: int, by: int, at: datetime, request_key: str) -> int:
    """Keep a customer's signature on a ticket as the engineer's screen would."""
    del request_key
    rng = Random(seed)
    picture = Image.new("RGB", (320, 120), "white")
    points = [(20 + 14 * step + rng.randrange(-6, 7), 60 + rng.randrange(-34, 35)) for step in range(20)]
    ImageDraw.Draw(picture).line(points, fill="black", width=3, joint="curve")
    file = BytesIO()
    picture.save(file, "PNG")
    return store_content(
        session,
        file.getvalue(),
        "png",
        name="signature.png",
        table_name="ticket",
        row_id=ticket_id,
        purpose="signature",
        by=by,
        at=at,
    )


def model_for(part: DemoPart, stage: Stage, rng: Random) -> int:
    """Return a model in which a part may fail."""
    if part.models:
        return rng.choice(part.models)
    cooling = part.kind.unit == "kg" or part.kind.category in ("circuit", "season")
    families = [f for f in FAMILIES if f.code == "air_conditioner"] if cooling else FAMILIES
    return stage.models[rng.choice(rng.choice(families).models)[0]]
