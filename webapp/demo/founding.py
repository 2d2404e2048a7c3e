"""Found the demo company: people, places, parts, suppliers, standards, guidance, and the stock of the first day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from math import ceil

from inventory import accepting, parts_keeping, places_keeping, putting_away
from kernel.amounts import Money, Quantity
from kernel.text import Text
from procurement import suppliers_keeping
from receiving import standardising
from receiving.readings import Reading
from receiving.verdict import Aspect, DefectClass
from service import engineer_keeping, guidance_keeping
from webapp.auth.accounts import create_person
from webapp.demo.catalogue import CATEGORIES, FAMILIES, KINDS, ZONE_OF, Kind
from webapp.demo.company import CENTRAL, ENGINEERS, REGIONAL, STAFF, SUPPLIERS, ZONES, Store
from webapp.demo.demand import mean_a_day
from webapp.demo.stage import DemoEngineer, DemoOffer, DemoPart, DemoStore, Stage
from webapp.demo.words import QUESTIONS, SYMPTOMS

BINS_PER_ZONE = {"HQ": 12, "SH": 5, "GZ": 4, "BJ": 4}
SUPERSEDED = ("AC", "接收显示板")
"""The kind of which the first variant is succeeded by the second."""


def found_company(stage: Stage, share: float, progress: Callable[[float], None]) -> None:
    """Set the company up on the day that the play begins; `share` of the kinds of part are kept."""
    _people(stage)
    _places(stage)
    _engineers(stage)
    progress(0.1)
    _parts(stage, share)
    progress(0.35)
    _suppliers(stage)
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


def _parts(stage: Stage, share: float) -> None:
    steps = {"pcs": 1000, "m": 100, "kg": 50}
    units = {
        code: stage.do(
            parts_keeping.create_unit, by="supervisor", code=code, name_zh=zh, name_en=en, step=Quantity(steps[code])
        ).id
        for code, zh, en in (("pcs", "件", "pcs"), ("m", "米", "m"), ("kg", "千克", "kg"))
    }
    categories: dict[str, int] = {}
    for code, parent, zh, en in CATEGORIES:
        categories[code] = stage.do(
            parts_keeping.create_category,
            by="supervisor",
            code=code,
            name_zh=zh,
            name_en=en,
            parent_id=categories[parent] if parent else None,
            seasonal=code == "season",
        ).id
    series: dict[str, dict[str, list[int]]] = {"GN": {"": []}}
    names = {"GN": ""}
    for family in FAMILIES:
        names[family.prefix] = family.code
        letters = series.setdefault(family.prefix, {})
        for code, zh, en, letter in family.models:
            made = stage.do(
                parts_keeping.create_model,
                by="supervisor",
                code=code,
                name_zh=zh,
                name_en=en,
                family=family.code,
                warranty_months=family.warranty_months,
            )
            stage.models[code] = made.id
            stage.families[made.id] = family.code
            letters.setdefault(letter, []).append(made.id)
    for prefix, kinds in KINDS.items():
        for place, kind in enumerate(kinds, 1):
            kept = (place * 0.618 + 0.1) % 1 < share or (prefix, kind.name.zh) == SUPERSEDED
            if kept:
                for variant in range(kind.variants):
                    _part(stage, prefix, names[prefix], place, kind, variant, series[prefix], units, categories, steps)
    _alternates(stage)


def _part(
    stage: Stage,
    prefix: str,
    family: str,
    place: int,
    kind: Kind,
    variant: int,
    series: dict[str, list[int]],
    units: dict[str, int],
    categories: dict[str, int],
    steps: dict[str, int],
) -> None:
    letters = list(series)
    mine = letters[variant :: kind.variants] if family else []
    zh, en = kind.name.zh, kind.name.en
    if mine:
        zh, en = f"{zh} {'/'.join(mine)}系列", f"{en}, series {'/'.join(mine)}"
    elif kind.variants > 1:
        zh, en = f"{zh} {variant + 1}型", f"{en}, type {variant + 1}"
    number = f"{prefix}-{place:02d}{variant + 1:02d}"
    facts = parts_keeping.PartFacts(
        number,
        zh,
        en,
        units[kind.unit],
        category_id=categories[kind.category],
        use_class=kind.use_class,
        criticality=kind.criticality,
        shelf_life_days=kind.shelf_life_days,
        serial_tracked=kind.serial,
        original_maker=kind.category not in ("consumables", "hardware"),
        storage_condition="阴凉干燥" if kind.shelf_life_days else "",
    )
    made = stage.do(parts_keeping.create_part, by="supervisor", facts=facts)
    models = tuple(model for letter in mine for model in series[letter])
    if (prefix, kind.name.zh) == SUPERSEDED:  # the newer board fits all that the older one fitted
        models = tuple(model for letter in letters for model in series[letter])
    for model in models:
        stage.do(parts_keeping.set_fit, by="supervisor", part_id=made.id, product_model_id=model)
    cost = round(kind.cost * stage.rng.lognormvariate(0, 0.22), 2)
    if (prefix, kind.name.zh) == SUPERSEDED and variant < 2:
        stage.old_part, stage.new_part = (number, "") if variant == 0 else (stage.old_part, number)
    stage.parts.append(
        DemoPart(made.id, number, kind, max(0.5, cost), family, models, ZONE_OF[kind.category], steps[kind.unit])
    )


def _alternates(stage: Stage) -> None:
    by_kind: dict[tuple[str, str], list[DemoPart]] = {}
    for part in stage.parts:
        by_kind.setdefault((part.family, part.kind.name.zh), []).append(part)
    for parts in by_kind.values():
        if len(parts) > 1 and parts[0].kind.category in ("sensors", "seals", "season"):
            stage.do(
                parts_keeping.set_alternate,
                by="supervisor",
                part_id=parts[0].id,
                alternate_part_id=parts[1].id,
                note="插件相同，可代用",
            )


def _suppliers(stage: Stage) -> None:
    for place, truth in enumerate(SUPPLIERS):
        details = {
            "contact": truth.contact,
            "phone": f"0571-8800{1000 + place}",
            "email": f"{truth.code.lower()}@example.com",
            "bank_name": "示例银行",
            "bank_account": f"6200 0000 0000 {1000 + place}",
            "payment_terms": "月结30天" if place % 2 else "月结60天",
        }
        made = stage.do(
            suppliers_keeping.create_supplier,
            by="buyer",
            code=truth.code,
            name_zh=f"{truth.name.zh}有限公司",
            name_en=f"{truth.name.en} Co., Ltd.",
            details=details,
        )
        stage.suppliers[truth.code] = made.supplier_id
        for kind, years in (("business_licence", 8), ("iso9001", 3)):
            ends = stage.today + timedelta(days=365 * years + 13 * place - (330 if place > 11 else 0))
            stage.do(
                suppliers_keeping.set_certificate,
                by="buyer",
                supplier_id=made.supplier_id,
                kind=kind,
                number=f"{truth.code}-{kind[:3].upper()}-{100 + place}",
                issued_on=stage.today - timedelta(days=200 + place),
                expires_on=ends,
            )
        stage.do(
            suppliers_keeping.set_supplier_state,
            by="supervisor",
            supplier_id=made.supplier_id,
            state="approved",
            reason="现场审核通过",
        )
        stage.do(
            suppliers_keeping.set_reputation,
            by="supervisor",
            supplier_id=made.supplier_id,
            reputation=truth.reputation,
            reason="行业口碑与以往合作",
        )
    taken: dict[str, int] = {}
    for part in stage.parts:
        _offers(stage, part, taken)


def _offers(stage: Stage, part: DemoPart, taken: dict[str, int]) -> None:
    """Let two or three suppliers of its category offer a part, those with the fewest parts first in turn."""
    able = [truth for truth in SUPPLIERS if part.kind.category in truth.categories]
    able.sort(key=lambda truth: (taken.get(truth.code, 0) * (0.6 if truth.code > "S08" else 1), truth.code))
    chosen = able[: 1 if part.kind.pace == "dead" else 2 if part.kind.pace in ("rare", "slow") else 3]
    for place, truth in enumerate(chosen):
        taken[truth.code] = taken.get(truth.code, 0) + 1
        price = round(part.cost * truth.price * stage.rng.uniform(0.96, 1.06), 2)
        cheap = part.kind.cost < 20
        multiple = 5 if cheap and part.step == 1000 and place else 1
        minimum = 10 if cheap and part.step == 1000 else (5 if part.step < 1000 else 1)
        lead = max(4, round(truth.lead_days * stage.rng.uniform(0.8, 1.25)))
        offer = DemoOffer(truth.code, price, lead, minimum, multiple)
        part.offers.append(offer)
        made = stage.do(
            suppliers_keeping.offer_part,
            by="buyer",
            supplier_id=stage.suppliers[truth.code],
            part_id=part.id,
            lead_time_days=lead,
            minimum_quantity=Quantity.of(minimum),
            multiple_quantity=Quantity.of(multiple) if multiple > 1 else None,
            supplier_part_number=f"{truth.code[1:]}{part.number.replace('-', '')}",
            preferred=place == 0,
        )
        stage.do(
            suppliers_keeping.set_prices,
            by="buyer",
            supplier_part_id=made.supplier_part_id,
            valid_from_on=stage.today,
            steps=_steps(price, cheap=cheap),
        )


def _steps(price: float, *, cheap: bool) -> tuple[suppliers_keeping.PriceStep, ...]:
    breaks = ((1, 1.0), (50, 0.96), (200, 0.91)) if cheap else ((1, 1.0), (20, 0.97))
    return tuple(
        suppliers_keeping.PriceStep(Quantity.of(quantity), Money.of(f"{price * factor:.2f}"))
        for quantity, factor in breaks
    )


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
