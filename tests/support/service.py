"""Service for tests: customers, symptoms, qualified engineers and shortcuts through a ticket's life."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count

from inventory.tables import Fit, Location, ProductModel
from kernel.amounts import Money
from kernel.tables import Attachment
from kernel.text import Text
from service import calling_back, dispatching, part_using, repairing, taking_in, triaging
from service.customer_keeping import add_customer, add_product
from service.engineer_keeping import qualify, set_neighbours, set_profile
from service.guidance_keeping import NewChoice, add_question, add_symptom
from tests.support.world import NOON, World, q

HOUR = timedelta(hours=1)
keys = count(1)


def key() -> str:
    """Return a request key that was never used."""
    return f"service-{next(keys)}"


class Desk:
    """Hold what service needs by short names; `engineer` is near and qualified, `engineer2` sits next door."""

    def __init__(self, world: World) -> None:
        """Build on a small company."""
        self.world, self.session = world, world.session
        self.desk, self.engineer, self.engineer2 = (world.people[n] for n in ("desk", "engineer", "engineer2"))
        self.model = world.models["AC-1"]
        session = self.session
        session.get_one(ProductModel, self.model).family = "AC"
        session.get_one(Location, world.places["VAN1"]).supplying_store_id = world.places["C"]
        session.add(Fit(part_id=world.parts["P2"], product_model_id=world.models["WM-2"]))
        session.add(Fit(part_id=world.parts["P1"], product_model_id=self.model))
        common = {"by": world.people["admin"], "at": NOON}
        self.customer = add_customer(
            session, name="王芳", phone="13800000000", region="East", address="人民路 1 号", request_key=key(), **common
        ).customer_id
        self.product = add_product(
            session,
            product_model_id=self.model,
            serial="SN-1",
            customer_id=self.customer,
            purchased_on=date(2025, 6, 1),
            request_key=key(),
            **common,
        ).product_id
        self.symptom = add_symptom(
            session, code="no-cooling", name=Text("不制冷", "Does not cool"), family="AC", request_key=key(), **common
        ).symptom_id
        asked = add_question(
            session,
            text=Text("是否有焦糊味？", "Is there a burnt smell?"),
            choices=(
                NewChoice(Text("有", "Yes"), urgency="urgent", fault_type="hardware"),
                NewChoice(Text("没有", "No"), urgency="normal"),
            ),
            symptom_id=self.symptom,
            request_key=key(),
            **common,
        )
        self.question, self.choices = asked.question_id, asked.choice_ids
        for person, region, van in ((self.engineer, "East", world.places["VAN1"]), (self.engineer2, "North", None)):
            set_profile(session, engineer_id=person, region=region, van_location_id=van, request_key=key(), **common)
            qualify(
                session,
                engineer_id=person,
                family="AC",
                valid_until_on=date(2026, 12, 31),
                request_key=key(),
                **common,
            )
        set_neighbours(session, region="East", neighbours=("North",), request_key=key(), **common)
        session.commit()

    def take_in(self, at: datetime = NOON, **more: object) -> taking_in.TakenIn:
        """Take in a case of the known product."""
        values = {"channel": "phone", "customer_id": self.customer, "product_id": self.product} | more
        values.setdefault("symptom_id", self.symptom)
        return taking_in.take_in(self.session, **values, by=self.desk, at=at, request_key=key())

    def triage(self, ticket_id: int, at: datetime = NOON, **more: object) -> triaging.Triaged:
        """Triage a ticket as a normal hardware fault on site unless told otherwise."""
        values = {"fault_type": "hardware", "urgency": "normal", "visit": "on_site"} | more
        return triaging.triage(self.session, ticket_id=ticket_id, **values, by=self.desk, at=at, request_key=key())

    def dispatch(
        self, ticket_id: int, at: datetime = NOON, to: int | None = None, reason: str = ""
    ) -> dispatching.Dispatched:
        """Send the engineer."""
        return dispatching.dispatch(
            self.session,
            ticket_id=ticket_id,
            engineer_id=self.engineer if to is None else to,
            reason=reason,
            by=self.desk,
            at=at,
            request_key=key(),
        )

    def on_site(self, at: datetime = NOON, triage: dict[str, object] | None = None, **intake: object) -> int:
        """Bring a new ticket to the moment when the engineer stands at the customer's; return it."""
        ticket = self.take_in(at, **intake).ticket_id
        self.triage(ticket, at, **(triage or {}))
        sent = self.dispatch(ticket, at)
        dispatching.accept(self.session, dispatch_id=sent.dispatch_id, by=self.engineer, at=at, request_key=key())
        repairing.arrive(self.session, ticket_id=ticket, by=self.engineer, at=at, request_key=key())
        return ticket

    def diagnose(self, ticket_id: int, told: str = "0", at: datetime = NOON) -> repairing.Diagnosed:
        """Find the compressor guilty and tell the cost."""
        return repairing.diagnose(
            self.session,
            ticket_id=ticket_id,
            diagnosis="压缩机不启动",
            told_cny=Money.of(told),
            by=self.engineer,
            at=at,
            request_key=key(),
        )

    def ask_part(
        self, ticket_id: int, part: str = "P1", quantity: int = 1, *, by: int | None = None
    ) -> part_using.PartAsked:
        """Ask for a part for a ticket, by its engineer where nobody else is named."""
        return part_using.ask_part(
            self.session,
            ticket_id=ticket_id,
            part_id=self.world.parts[part],
            quantity=q(quantity),
            by=by or self.engineer,
            at=NOON,
            request_key=key(),
        )

    def agree(self, ticket_id: int, at: datetime = NOON) -> repairing.StepTaken:
        """Let the customer agree by word of mouth."""
        return repairing.agree_cost(
            self.session, ticket_id=ticket_id, how="spoken", by=self.engineer, at=at, request_key=key()
        )

    def complete(self, ticket_id: int, at: datetime = NOON, **more: object) -> repairing.Completed:
        """Complete the repair with a signature."""
        values = {"work_done": "更换压缩机", "test_result": "出风 12 ℃", "test_passed": True} | more
        values.setdefault("signature_attachment_id", self.signature(ticket_id))
        return repairing.complete(
            self.session, ticket_id=ticket_id, **values, by=self.engineer, at=at, request_key=key()
        )

    def signature(self, ticket_id: int, purpose: str = "signature") -> int:
        """Add a stored file to a ticket."""
        row = Attachment(
            table_name="ticket",
            row_id=ticket_id,
            purpose=purpose,
            name=f"{purpose}.png",
            media_type="image/png",
            size_bytes=3,
            sha256="0" * 64,
            added_by_id=self.engineer,
            added_at=NOON,
        )
        self.session.add(row)
        self.session.flush()
        return row.id

    def repaired(self, at: datetime = NOON, **intake: object) -> repairing.Completed:
        """Bring a new ticket to completion without parts, under warranty."""
        ticket = self.on_site(at, **intake)
        self.diagnose(ticket, at=at)
        return self.complete(ticket, at=at)

    def call_back(self, callback_id: int, scores: tuple[int, int, int, int], **more: object) -> calling_back.CalledBack:
        """Call the customer back as the desk an hour later."""
        values = dict(zip(("attitude", "punctuality", "effect", "overall"), scores, strict=True)) | {
            "by": self.desk,
            "at": NOON + timedelta(hours=1),
        }
        return calling_back.call_back(self.session, callback_id=callback_id, **(values | more), request_key=key())
