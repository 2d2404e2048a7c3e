"""Found the demo company: people, places, what it deals in, standards, guidance, and the stock of the first day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from math import ceil

from inventory import accepting, places_keeping, putting_away
from kernel.amounts import Money, Quantity
from kernel.text import Text
from receiving import standardising
from receiving.readings import Reading
from receiving.verdict import Aspect, DefectClass
from service import engineer_keeping, guidance_keeping
from webapp.auth.accounts import create_person
from webapp.demo.assortment import find_suppliers, make_parts
from webapp.demo.company import CENTRAL, ENGINEERS, REGIONAL, STAFF, ZONES, Store
from webapp.demo.demand import mean_a_day
from webapp.demo.stage import DemoEngineer, DemoPart, DemoStore, Stage
from webapp.demo.words import QUESTIONS, SYMPTOMS

BINS_PER_ZONE = {"HQ": 12, "SH": 5, "GZ": 4, "BJ": 4}


def found_company(stage: Stage, share: float, progress: Callable[[float], None]) -> None:
    """Set the company up on the day that the play begins; `share` of the kinds of part are kept."""
    _people(stage)
    _places(stage)
    _engineers(stage)
    progress(0.1)
    make_parts(stage, share)
    progress(0.35)
    find_suppliers(stage)
    progress(0.6)
    _standards(stage)
    _guidance(stage)
    _opening_stock(stage, lambda done: progress(0.65 + 0.35 * done))
    stage.commit()


def _people(stage: Stage) -> None:
    for staff in STAFF:
        mail, phone = f"{staff.code}@example.com", f"1380000{1000 + len(stage.people)}"
        made = stage.do(
            create_person,
            by="admin" if stage.people else None,
            code=staff.code,
            name=staff.name,
            roles=list(staff.roles),
            email=mail,
            phone=phone,
        )
        stage.people[staff.code] = made.person_id
    for code, name, _region, _families in ENGINEERS:
        phone = f"1380000{1000 + len(stage.people)}"
        made = stage.do(
            create_person,
            by="admin",
            code=code,
            name=name,
            roles=["engineer"],
            email=f"{code}@example.com",
            phone=phone,
        )
        stage.people[code] = made.person_id


def _places(stage: Stage) -> None:
    stage.do(places_keeping.open_outside, by="admin")
    for store in (CENTRAL, *REGIONAL):
        opened = stage.do(
            places_keeping.open_warehouse,
            by="admin",
            code=store.code,
            name_zh=store.name.zh,
            name_en=store.name.en,
            keeper_id=stage.people[store.keepers[0]],
            region=store.region,
            supplying_store_id=stage.stores["HQ"].id if store is not CENTRAL else None,
        )
        assert opened.hold_id is not None
        assert opened.staging_id is not None
        bins = {zone: _zone(stage, store, opened.store_id, zone, zh, en) for zone, zh, en in ZONES}
        stage.stores[store.code] = DemoStore(
            opened.store_id,
            store.code,
            store.region,
            store.keepers,
            opened.hold_id,
            opened.staging_id,
            opened.quarantine_id,
            bins,
        )


def _zone(stage: Stage, store: Store, store_id: int, zone: str, zh: str, en: str) -> list[int]:
    code = f"{store.code}-{zone}"
    made = stage.do(places_keeping.add_zone, by="admin", store_id=store_id, code=code, name_zh=zh, name_en=en)
    return [
        stage.do(
            places_keeping.add_bin,
            by="admin",
            store_id=store_id,
            code=f"{code}{number:02d}",
            zone_id=made.location_id,
            pick_sequence=(ord(zone) - ord("A")) * 100 + number,
        ).location_id
        for number in range(1, BINS_PER_ZONE[store.code] + 1)
    ]


def _engineers(stage: Stage) -> None:
    by_region = {store.region: store.code for store in REGIONAL}
    for place, (code, name, region, families) in enumerate(ENGINEERS, 1):
        person, store = stage.people[code], by_region[region]
        zh, _, en = name.partition(" ")
        van = stage.do(
            places_keeping.open_van,
            by="admin",
            code=f"VAN{place:02d}",
            name_zh=f"{zh}个人仓",
            name_en=f"Van of {en}",
            keeper_id=person,
            region=region,
            supplying_store_id=stage.stores[store].id,
        ).store_id
        stage.do(
            engineer_keeping.set_profile,
            by="manager",
            engineer_id=person,
            region=region,
            van_location_id=van,
            max_load=8,
        )
        for family in families:
            stage.do(
                engineer_keeping.qualify,
                by="manager",
                engineer_id=person,
                valid_until_on=stage.today + timedelta(days=1000 + 40 * place),
                family=family,
                certificate=f"ZG-{place:02d}-{family[:2].upper()}",
            )
        stage.engineers.append(DemoEngineer(person, code, region, families, van, store))
    for region, others in (("华东", ("华南", "华北")),):
        stage.do(engineer_keeping.set_neighbours, by="manager", region=region, neighbours=others)


SAMPLING = standardising.SamplingDraft(major_aql="1.5", minor_aql="4.0", reduced_allowed=True)
"""How lots of bought wear parts are sampled; boards and compressors are tried one by one."""


def _standards(stage: Stage) -> None:
    """Set acceptance standards for wear and key parts that are bought often."""
    look = standardising.CharacteristicDraft(
        Aspect.APPEARANCE, "外观无裂纹、变形、划伤", "No cracks, bends or scratches", DefectClass.MINOR
    )
    mark = standardising.CharacteristicDraft(
        Aspect.MARKING, "型号标识与认证标志清晰", "Type marking and approval marks legible", DefectClass.MAJOR
    )
    works = standardising.CharacteristicDraft(
        Aspect.PERFORMANCE, "通电测试功能正常", "Works in the power-on test", DefectClass.CRITICAL
    )
    fits = standardising.CharacteristicDraft(
        Aspect.DIMENSION,
        "安装孔距",
        "Mounting hole distance",
        DefectClass.MAJOR,
        gauge="游标卡尺 caliper",
        unit="mm",
        lower_limit=Reading.of("49.90"),
        upper_limit=Reading.of("50.10"),
    )
    for part in stage.parts:
        if part.kind.pace in ("fast", "season_fast", "pairs") or part.kind.criticality == "vital":
            wanted = (look, mark, works) if part.kind.category in ("boards", "compressors") else (look, mark, fits)
            made = stage.do(
                standardising.create_standard,
                by="inspector",
                characteristics=wanted,
                valid_from_on=stage.today,
                part_id=part.id,
                sampling=None if part.kind.serial or works in wanted else SAMPLING,
            )
            stage.standards[part.id] = tuple(zip(made.characteristic_ids, wanted, strict=True))


def _guidance(stage: Stage) -> None:
    for words in SYMPTOMS:
        made = stage.do(
            guidance_keeping.add_symptom, by="manager", code=words.code, name=words.name, family=words.family
        )
        stage.symptoms.setdefault(words.family, []).append((made.symptom_id, words.complaint))
    for place, (text, family, choices) in enumerate(QUESTIONS):
        kept = stage.do(
            guidance_keeping.add_question,
            by="manager",
            text=text,
            choices=tuple(
                guidance_keeping.NewChoice(Text(words.zh, words.en), urgency, fault, visit)
                for words, urgency, fault, visit in choices
            ),
            family=family,
            position=place,
        )
        stage.questions.append((kept.question_id, family, kept.choice_ids))


def _opening_stock(stage: Stage, progress: Callable[[float], None]) -> None:
    """Count what lies in the stores on the first day into the books, through hold, inspection and putaway."""
    for done, part in enumerate(stage.parts):
        progress(done / len(stage.parts))
        rate = mean_a_day(part.kind.pace)
        units = rate * 70 + (2 if part.kind.pace != "dead" or part.cost < 60 else 1)
        _declare(stage, part, units + (30 if (part.number == stage.old_part) else 0))


def _declare(stage: Stage, part: DemoPart, units: float) -> None:
    code, store = "HQ", stage.stores["HQ"]
    quantity = part.quantity(ceil(units) if part.step == 1000 else units)
    serials: tuple[str, ...] = ()
    if part.kind.serial:
        quantity = part.quantity(min(3, ceil(units)))
        serials = tuple(f"{part.number}-{code}{number:03d}" for number in range(1, quantity.scaled // 1000 + 1))
    received: date = stage.today - timedelta(days=stage.rng.randrange(5, 90))
    life = part.kind.shelf_life_days
    made = stage.do(
        accepting.declare_opening,
        by=store.keepers[0],
        part_id=part.id,
        quantity=quantity,
        hold_location_id=store.hold,
        unit_cost_cny=Money.of(f"{part.cost:.2f}"),
        received_on=received,
        reference=f"OPEN-{code}",
        expires_on=stage.today + timedelta(days=life - 60) if life else None,
        serial_numbers=serials,
    )
    for lot in made.lots:
        stage.do(
            accepting.clear,
            by="inspector",
            lot_id=lot.lot_id,
            hold_location_id=store.hold,
            passed=lot.quantity,
            failed=Quantity.zero(),
            reference=f"OPEN-{code}",
        )
    for lot in made.lots:
        stage.do(
            putting_away.put_away,
            by=store.keepers[0],
            lot_id=lot.lot_id,
            from_location_id=store.staging,
            to_location_id=stage.bin_of(code, part),
            quantity=lot.quantity,
        )
