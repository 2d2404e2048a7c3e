"""Give the demo company what it deals in: parts that fit its models, and suppliers with their terms."""

from __future__ import annotations

from datetime import timedelta

from inventory import parts_keeping
from kernel.amounts import Money, Quantity
from procurement import suppliers_keeping
from webapp.demo.catalogue import CATEGORIES, FAMILIES, KINDS, ZONE_OF, Kind
from webapp.demo.company import SUPPLIERS
from webapp.demo.qualification import open_files, qualify, write_questions
from webapp.demo.stage import DemoOffer, DemoPart, Stage

SUPERSEDED = ("AC", "接收显示板")
"""The kind of which the first variant is succeeded by the second."""


def make_parts(stage: Stage, share: float) -> None:
    """Enter units, categories, models and the parts with what they fit; `share` of the kinds are kept."""
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


def find_suppliers(stage: Stage) -> None:
    """Enter, assess and approve suppliers, and what they offer on which terms."""
    write_questions(stage)
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
        for kind, years in (("business_licence", 8), ("quality_system", 3)):
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
        qualify(stage, made.supplier_id, truth.reputation)
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
    open_files(stage)


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
