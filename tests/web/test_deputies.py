"""Who is away lets another sign: the rights pass for some days, each signature has both names, own work stays out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.tables import Mail, Person
from procurement.tables import Order, OrderApproval
from tests.support.papers import text_of
from tests.support.procurement import Market, refused
from tests.support.web import START, Web
from tests.support.world import World
from webapp.tables import DeputySignature, SigningDeputy

TODAY = START.date()


@pytest.fixture
def house(web: Web) -> Web:
    with web.session() as session:
        world = World(session).build()
        market = Market(world)
        market.offer("S1", "P1", (0, "10"))
        market.draft("S1", ("P1", 3))
        market.draft("S1", ("P1", 4))
        world.people["buyer"] = world.people["supervisor"]
        market.draft("S1", ("P1", 5))
        session.commit()
    web.person("buyer", "buyer")
    web.person("supervisor", "supervisor")
    web.person("quality", "quality")
    web.person("keeper", "keeper")
    with web.session() as session:
        keeper = session.scalars(select(Person).where(Person.code == "keeper")).one()
        keeper.email = "keeper@example.com"
        session.commit()
    return web


def name(
    house: Web, giver: str = "supervisor", deputy: str = "keeper", first: int = 0, last: int = 3, **more: str
) -> int:
    """Let somebody name a deputy for some days from today; return the status."""
    asked = {
        "deputy_id": deputy,
        "begins_on": str(TODAY + timedelta(days=first)),
        "ends_on": str(TODAY + timedelta(days=last)),
        "reason": "Leave",
        **more,
    }
    return house.as_(giver).post("/signing-deputies/new", asked).status_code


def approve(house: Web, who: str, order: int) -> str:
    """Let somebody approve an order from its page; return its state."""
    house.as_(who).post(f"/orders/{order}/approve", {})
    with house.session() as session:
        return session.get_one(Order, order).state


def test_a_deputy_approves_in_the_absence_with_both_names_on_record(house: Web) -> None:
    assert approve(house, "keeper", 1) == "draft"
    assert name(house) == 303
    keeper = house.as_("keeper")
    page = keeper.text("/")
    assert "You sign for" in page
    assert "Draft orders to approve" in page
    assert approve(house, "keeper", 1) == "approved"
    deputy = house.person("keeper")
    with house.session() as session:
        signed = session.scalars(select(DeputySignature)).one()
        assert (signed.command, signed.permission, signed.about) == ("approve_order", "orders.approve", {"order_id": 1})
        assert session.scalars(select(OrderApproval.approved_by_id)).one() == deputy
        assert session.scalars(select(Mail.to_address)).all() == ["keeper@example.com"]
    boss = house.as_("supervisor")
    signers = "Keeper for Supervisor"
    assert signers in boss.text("/orders/1")
    assert signers in text_of(boss.get("/orders/1/order.pdf?language=en").data)
    shown = boss.text(f"/signing-deputies/{signed.signing_deputy_id}")
    assert "Approve the order" in shown
    assert ">PO-202603-0001</a>" in shown
    assert "Approve purchase orders" in shown


def test_what_the_absent_person_made_is_signed_by_neither(house: Web) -> None:
    assert name(house) == 303
    keeper = house.as_("keeper")
    assert keeper.post("/orders/3/approve", {}).status_code == 303
    assert "Neither of you approves it" in keeper.text("/orders/3")
    with house.session() as session:
        assert session.get_one(Order, 3).state == "draft"
        assert session.scalars(select(DeputySignature)).all() == []
    assert approve(house, "keeper", 2) == "approved"


def test_rights_begin_and_end_with_the_days_and_pass_to_nobody_else(house: Web) -> None:
    assert name(house, first=1, last=2) == 303
    assert approve(house, "keeper", 1) == "draft"
    with house.session() as session:
        row = session.scalars(select(SigningDeputy)).one()
        key = row.id
    answer = house.as_("supervisor").post(f"/signing-deputies/{key}/end", {})
    assert answer.status_code == 303
    assert name(house) == 303
    assert house.as_("keeper").get("/signing-deputies/new").status_code == 403
    assert house.as_("supervisor").post(f"/signing-deputies/{key + 1}/end", {}).status_code == 303
    assert approve(house, "keeper", 1) == "draft"


def test_a_token_of_the_deputy_signs_nothing_for_others(house: Web) -> None:
    assert name(house) == 303
    keeper = house.as_("keeper")
    made = keeper.post("/account/tokens/new", {"name": "robot", "days": "30", "permissions": ["orders.approve"]})
    assert made.status_code in {403, 422}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"deputy_id": "supervisor"}, "A deputy is somebody else"),
        ({"last": -1, "first": -2}, "These days are over"),
        ({"last": 200}, "At most 92 days"),
        ({"last": -1}, "The last day is too early"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(house: Web, more: dict[str, object], said: str) -> None:
    first, last = int(str(more.pop("first", 0))), int(str(more.pop("last", 3)))
    asked = {
        "deputy_id": "keeper",
        "begins_on": str(TODAY + timedelta(days=first)),
        "ends_on": str(TODAY + timedelta(days=last)),
        "reason": "Leave",
        **more,
    }
    answer = house.as_("supervisor").post("/signing-deputies/new", asked)
    assert answer.status_code in {409, 422}
    assert said in answer.get_data(as_text=True)


def test_only_who_keeps_people_names_a_deputy_for_others(house: Web) -> None:
    assert name(house, giver="quality", giver_id="supervisor") == 403
    house.person("admin", "admin")
    assert name(house, giver="admin", giver_id="supervisor") == 303
    assert name(house, giver="admin", giver_id="supervisor") == 409
    assert name(house, giver="admin", giver_id="keeper", deputy="quality") == 422


def test_the_database_keeps_what_was_lent_and_signed(house: Web) -> None:
    assert name(house) == 303
    assert approve(house, "keeper", 1) == "approved"
    with house.session() as session:
        assert refused(session, "UPDATE signing_deputy SET ends_on = '2027-01-01'").startswith("unch")
        assert refused(session, "UPDATE signing_deputy SET deputy_id = giver_id") != ""
        assert refused(session, "DELETE FROM signing_deputy") != ""
        assert refused(session, "DELETE FROM deputy_signature").startswith("append_only")
