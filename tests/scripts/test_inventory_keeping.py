"""Keep parts and places, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import parts_keeping, places_keeping
from inventory.parts_keeping import PartFacts
from inventory.putting_away import relocate
from inventory.tables import Category, Fit, Location, Part, ProductModel, Supersession, Unit
from kernel.errors import AppError, Conflict, InvalidState, NotFound, RuleViolation
from tests.support.inventory import key
from tests.support.world import NOON, World, q


class Clerk:
    """Call scripts with who and when filled in."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.by = session, world.people["admin"]

    def do(self, script: Any, **facts: Any) -> Any:
        return script(self.session, **{"by": self.by, "at": NOON, "request_key": key(), **facts})


@pytest.fixture
def clerk(session: Session, world: World) -> Clerk:
    return Clerk(session, world)


def code_of(clerk: Clerk, script: Any, **facts: Any) -> str:
    with pytest.raises(AppError) as caught:
        clerk.do(script, **facts)
    return caught.value.code


@pytest.fixture
def facts(session: Session, world: World) -> PartFacts:
    unit = session.scalars(select(Unit.id).where(Unit.code == "pcs")).one()
    return PartFacts("AC-1001", "压缩机", "Compressor", unit)


def test_a_part_is_kept(session: Session, clerk: Clerk, facts: PartFacts) -> None:
    made = clerk.do(parts_keeping.create_part, facts=facts, request_key="part")
    assert clerk.do(parts_keeping.create_part, facts=facts, request_key="part") == made
    changed = replace(facts, criticality="vital", gtin="6901234567892", shelf_life_days=365)
    clerk.do(parts_keeping.update_part, part_id=made.id, facts=changed)
    session.commit()
    row = session.get_one(Part, made.id)
    assert (row.criticality, row.gtin, row.shelf_life_days) == ("vital", "6901234567892", 365)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": " "}, "name_missing"),
        ({"number": "P1"}, "already_exists"),
        ({"number": " P1 "}, "already_exists"),
        ({"name_zh": "", "name_en": ""}, "name_missing"),
        ({"unit_id": 99}, "unit_unknown"),
        ({"category_id": 99}, "category_unknown"),
        ({"use_class": "rare"}, "word_unknown"),
        ({"criticality": "A"}, "word_unknown"),
        ({"state": "gone"}, "word_unknown"),
        ({"shelf_life_days": 0}, "shelf_life_not_positive"),
        ({"gtin": "6901234567891"}, "gtin_wrong"),
    ],
)
def test_wrong_facts_are_refused(clerk: Clerk, facts: PartFacts, change: dict[str, Any], code: str) -> None:
    assert code_of(clerk, parts_keeping.create_part, facts=replace(facts, **change)) == code


def test_the_measure_stays_once_there_are_lots(session: Session, world: World, clerk: Clerk) -> None:
    row = session.get_one(Part, world.parts["P1"])
    same = PartFacts(row.number, "新名", "New name", row.unit_id)
    world.stocked("P1", 1)
    clerk.do(parts_keeping.update_part, part_id=row.id, facts=same)
    assert row.name_zh == "新名"
    metre = session.scalars(select(Unit.id).where(Unit.code == "m")).one()
    for change in ({"unit_id": metre}, {"serial_tracked": True}):
        with pytest.raises(InvalidState):
            clerk.do(parts_keeping.update_part, part_id=row.id, facts=replace(same, **change))


def test_units_categories_and_models(session: Session, clerk: Clerk) -> None:
    clerk.do(parts_keeping.create_unit, code="kg", name_zh="千克", name_en="", step=q("0.001"))
    assert code_of(clerk, parts_keeping.create_unit, code="kg", name_zh="x", name_en="", step=q(1)) == "already_exists"
    assert code_of(clerk, parts_keeping.create_unit, code="g", name_zh="克", name_en="", step=q(0)) == (
        "quantity_not_positive"
    )
    top = clerk.do(parts_keeping.create_category, code="COOL", name_zh="制冷", name_en="Cooling").id
    low = clerk.do(parts_keeping.create_category, code="COMP", name_zh="压缩", name_en="", parent_id=top).id
    change = {"name_zh": "制冷系统", "name_en": "", "seasonal": True}
    clerk.do(parts_keeping.update_category, category_id=top, parent_id=None, **change)
    assert session.get_one(Category, top).seasonal
    assert code_of(clerk, parts_keeping.update_category, category_id=top, parent_id=low, **change) == (
        "category_in_a_circle"
    )
    model = clerk.do(parts_keeping.create_model, code="AC-9", name_zh="空调9", name_en="AC 9").id
    facts = {"name_zh": "空调九", "name_en": "", "family": "AC"}
    clerk.do(parts_keeping.update_model, product_model_id=model, warranty_months=36, **facts)
    assert session.get_one(ProductModel, model).warranty_months == 36
    assert code_of(clerk, parts_keeping.update_model, product_model_id=model, warranty_months=-1, **facts) == (
        "warranty_negative"
    )


def test_fits_and_alternates(session: Session, world: World, clerk: Clerk) -> None:
    pair = {"part_id": world.parts["P1"], "product_model_id": world.models["AC-1"]}
    clerk.do(parts_keeping.set_fit, **pair)
    clerk.do(parts_keeping.set_fit, **pair, quantity_per_repair=q(2))
    assert session.scalars(select(Fit.quantity_per_repair)).all() == [q(2)]
    assert code_of(clerk, parts_keeping.remove_fit, **pair) == "last_fit"
    clerk.do(parts_keeping.set_fit, part_id=world.parts["P1"], product_model_id=world.models["WM-2"])
    clerk.do(parts_keeping.remove_fit, **pair)
    assert code_of(clerk, parts_keeping.remove_fit, **pair) == "fit_unknown"
    other = {"part_id": world.parts["P1"], "alternate_part_id": world.parts["P2"]}
    kept = clerk.do(parts_keeping.set_alternate, **other)
    assert clerk.do(parts_keeping.set_alternate, **other, note="x") == kept
    clerk.do(parts_keeping.remove_alternate, alternate_id=kept.id)
    assert code_of(clerk, parts_keeping.remove_alternate, alternate_id=kept.id) == "alternate_unknown"
    same = {"part_id": world.parts["P1"], "alternate_part_id": world.parts["P1"]}
    assert code_of(clerk, parts_keeping.set_alternate, **same) == "same_part"


def test_a_circle_of_successors_is_refused(session: Session, world: World, clerk: Clerk) -> None:
    one, two, three = (world.parts[name] for name in ("P1", "P2", "P3"))
    on = date(2026, 1, 1)
    clerk.do(parts_keeping.supersede, predecessor_id=one, successor_id=two, valid_from_on=on)
    clerk.do(parts_keeping.supersede, predecessor_id=two, successor_id=three, valid_from_on=on)
    for old, new in ((three, one), (two, one), (one, one)):
        with pytest.raises(RuleViolation) as caught:
            clerk.do(parts_keeping.supersede, predecessor_id=old, successor_id=new, valid_from_on=on)
        assert caught.value.code == "supersession_in_a_circle"
    facts = {"predecessor_id": one, "successor_id": three, "valid_from_on": on}
    clerk.do(parts_keeping.supersede, **facts, two_way=True, successor_factor=2)
    row = session.scalars(select(Supersession).where(Supersession.predecessor_id == one)).one()
    assert (row.successor_id, row.two_way, row.successor_factor) == (three, True, 2)
    assert code_of(clerk, parts_keeping.supersede, **facts, predecessor_factor=0) == "factor_not_positive"
    clerk.do(parts_keeping.remove_supersession, predecessor_id=one)
    assert code_of(clerk, parts_keeping.remove_supersession, predecessor_id=one) == "supersession_unknown"


def test_a_warehouse_opens_with_everything_inside(session: Session, world: World, clerk: Clerk) -> None:
    facts = {"code": "S", "name_zh": "南仓", "name_en": "South", "keeper_id": world.people["keeper"]}
    made = clerk.do(
        places_keeping.open_warehouse,
        **facts,
        supplying_store_id=world.places["C"],
        bins=("S-01", "S-02"),
        request_key="open",
    )
    session.commit()
    inside = session.scalars(select(Location).where(Location.store_id == made.store_id)).all()
    assert sorted(place.kind for place in inside) == [
        "bin",
        "bin",
        "defective",
        "hold",
        "in_transit",
        "quarantine",
        "staging",
        "warehouse",
    ]
    assert {place.code for place in inside} >= {"S-HOLD", "S-STAGE", "S-QUAR", "S-OLD", "S-TRANSIT", "S-01"}
    assert session.get_one(Location, made.hold_id).name_zh == "南仓 待检区"
    with pytest.raises(Conflict):
        clerk.do(places_keeping.open_warehouse, **facts)


def test_a_van_opens_with_its_keeper(session: Session, world: World, clerk: Clerk) -> None:
    made = clerk.do(
        places_keeping.open_van,
        code="VAN2",
        name_zh="个人仓2",
        name_en="Van 2",
        keeper_id=world.people["engineer2"],
        supplying_store_id=world.places["C"],
    )
    van = session.get_one(Location, made.store_id)
    assert (van.store_id, van.keeper_id, made.hold_id) == (van.id, world.people["engineer2"], None)
    change = {"name_zh": "车", "name_en": "", "region": "", "pick_sequence": 0, "active": True}
    assert (
        code_of(
            clerk,
            places_keeping.update_place,
            location_id=van.id,
            keeper_id=None,
            supplying_store_id=None,
            **change,
        )
        == "van_needs_keeper"
    )


def test_zones_and_bins(session: Session, world: World, clerk: Clerk) -> None:
    store = world.places["C"]
    zone = clerk.do(places_keeping.add_zone, store_id=store, code="C-Z", name_zh="小件区", name_en="Small").location_id
    shelf = clerk.do(places_keeping.add_bin, store_id=store, code="C-Z1", zone_id=zone, pick_sequence=7).location_id
    row = session.get_one(Location, shelf)
    assert (row.parent_id, row.store_id, row.name_zh, row.pick_sequence) == (zone, store, "C-Z1", 7)
    assert code_of(clerk, places_keeping.add_bin, store_id=world.places["N"], code="N-9", zone_id=zone) == "other_store"
    assert code_of(clerk, places_keeping.add_bin, store_id=store, code=" ") == "name_missing"


def test_a_place_that_holds_goods_stays_in_use(session: Session, world: World, clerk: Clerk) -> None:
    world.stocked("P1", 1)
    facts = {
        "name_zh": "甲",
        "name_en": "A",
        "keeper_id": None,
        "region": "华东",
        "pick_sequence": 3,
        "supplying_store_id": None,
    }
    for place in ("C-A1", "C"):
        with pytest.raises(InvalidState) as caught:
            clerk.do(places_keeping.update_place, location_id=world.places[place], active=False, **facts)
        assert caught.value.details["place"] == "C-A1"
    clerk.do(places_keeping.update_place, location_id=world.places["C-A2"], active=False, **facts)
    assert not session.get_one(Location, world.places["C-A2"]).active
    lot = world.stocked("P2", 1)
    moved = {"from_location_id": world.places["C-A1"], "to_location_id": world.places["C-A2"], "quantity": q(1)}
    assert code_of(clerk, relocate, lot_id=lot, **moved) == "place_not_used"
    with pytest.raises(RuleViolation):
        clerk.do(places_keeping.update_place, location_id=world.places["SUPPLIER"], active=False, **facts)


def test_nobody_is_supplied_in_a_circle(world: World, clerk: Clerk) -> None:
    facts: dict[str, Any] = {"name_zh": "仓", "name_en": "", "keeper_id": None, "region": "", "pick_sequence": 0}
    clerk.do(
        places_keeping.update_place,
        location_id=world.places["N"],
        supplying_store_id=world.places["C"],
        active=True,
        **facts,
    )
    assert (
        code_of(
            clerk,
            places_keeping.update_place,
            location_id=world.places["C"],
            supplying_store_id=world.places["N"],
            active=True,
            **facts,
        )
        == "supplied_in_a_circle"
    )


def test_the_world_outside_is_completed(session: Session, world: World, clerk: Clerk) -> None:
    made = clerk.do(places_keeping.open_outside)
    assert made.location_ids["supplier"] == world.places["SUPPLIER"]
    assert set(made.location_ids) == {"supplier", "opening", "customer", "scrap", "conversion", "variance"}
    with pytest.raises(NotFound):
        clerk.do(places_keeping.add_bin, store_id=9999, code="X")
