"""Import the part master with supplier terms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory.importing import PartRow, import_parts
from inventory.tables import Category, ProductModel
from kernel.amounts import Quantity
from webapp.imports import facts, values
from webapp.imports.columns import Column, Layout, Row, lay_out, read_rows
from webapp.imports.findings import Findings
from webapp.imports.kinds import Kind, Options, Order, Steps, Tell, added, batches, kind
from webapp.imports.limits import Limits
from webapp.imports.sheet import Sheet
from webapp.imports.terms import TERMS, Terms

PIECE = Quantity(1000)
_MODELS = re.compile(r"[,;，；、|\n]+")

NUMBER = Column(
    "part",
    "Part number",
    "配件编号",
    values.code(60),
    also=(
        "part",
        "part no",
        "part_number",
        "number",
        "sku",
        "item",
        "item number",
        "material",
        "article",
        "product",
        "配件",
        "配件号",
        "编号",
        "料号",
        "物料编号",
        "物料号",
        "零件号",
    ),
    required=True,
    filled=True,
    example="AC-1001",
)
NAMES = (
    Column(
        "name_zh",
        "Name (Chinese)",
        "中文名称",
        values.text(200),
        also=("name zh", "chinese name", "名称", "配件名称", "中文名"),
        example="压缩机",
    ),
    Column(
        "name_en",
        "Name (English)",
        "英文名称",
        values.text(200),
        also=("name", "name en", "english name", "description", "part name", "英文名"),
        example="Compressor",
    ),
    Column("unit", "Unit", "单位", values.text(40), also=("uom", "unit of measure", "计量单位"), example="pcs"),
    Column(
        "category", "Category", "类别", values.code(40), also=("group", "product group", "分类", "配件类别", "功能类别")
    ),
    Column(
        "criticality",
        "Criticality",
        "关键性",
        values.choice(
            {
                "vital": ("v", "high", "关键", "致命"),
                "essential": ("e", "medium", "重要"),
                "desirable": ("d", "low", "一般", "次要"),
            }
        ),
        also=("ved", "重要程度"),
        example="essential",
    ),
)
OTHERS = (
    Column(
        "use_class",
        "Use class",
        "使用类别",
        values.choice({"wear": ("易损件", "易损"), "common": ("常用件", "常用"), "key": ("关键件", "关键")}),
        example="common",
    ),
    Column(
        "state",
        "State",
        "状态",
        values.choice(
            {
                "active": ("在用",),
                "phasing_out": ("phasing out", "逐步淘汰", "淘汰中"),
                "discontinued": ("停用", "已停产"),
            }
        ),
        also=("part state", "配件状态"),
    ),
    Column(
        "shelf_life_days", "Shelf life (days)", "保质期（天）", values.whole(1, 36_500), also=("shelf life", "保质期")
    ),
    Column(
        "serial_tracked", "Serial numbers", "序列号管理", values.flag, also=("serial", "serial tracked", "按序列号")
    ),
    Column("specification", "Specification", "规格", values.text(4000), also=("spec", "规格型号", "技术规格")),
    Column(
        "models",
        "Fits models",
        "适用机型",
        values.text(4000),
        also=("models", "fits", "product models", "适用型号"),
        example="AC-1, AC-2",
    ),
)


@dataclass(slots=True)
class PartsWork:
    """Hold checked parts with their terms."""

    rows: list[PartRow]
    terms: Terms
    new: int

    def counts(self) -> dict[str, int]:
        """Return what would be made and changed."""
        return {"parts_created": self.new, "parts_known": len(self.rows) - self.new, **self.terms.counts()}

    def write(self, session: Session, order: Order, tell: Tell) -> dict[str, int]:
        """Write the parts, then suppliers and terms."""
        steps = Steps(tell, len(self.rows) + len(self.terms.offers))
        total = write_parts(session, self.rows, order, steps)
        added(total, **self.terms.write(session, order, steps))
        return total


def write_parts(session: Session, rows: list[PartRow], order: Order, steps: Steps) -> dict[str, int]:
    """Write parts in batches of one transaction."""
    total = {"parts_created": 0, "parts_updated": 0}
    for number, some in enumerate(batches(rows)):
        made = import_parts(
            session, rows=some, by=order.by, at=order.at, request_key=f"{order.request_key}:parts:{number}"
        )
        added(total, parts_created=made.created, parts_updated=made.updated)
        steps.step(len(some))
    return total


class Words:
    """Turn words of a file into the codes of the house, and tell those that mean nothing."""

    def __init__(self, session: Session, options: Options, layout: Layout, findings: Findings) -> None:
        """Load the words that are known."""
        self.layout, self.findings, self.options = layout, findings, options
        self.units = facts.units(session) if "unit" in layout.at else {}
        self.categories = facts.named(session, Category) if "category" in layout.at else {}
        self.models = facts.named(session, ProductModel) if "models" in layout.at else {}

    def unit(self, row: Row) -> tuple[str | None, Quantity | None]:
        """Return code and step of the unit that a row names."""
        said = row.get("unit")
        if not said:
            return None, None
        found = self.units.get(said.casefold())
        if found is None:
            known = sorted({code for code, _step in self.units.values()})
            self.findings.fault(self.layout.find("import_unit_unknown", "unit", row.number, said, known=known))
            return None, None
        return found

    def category(self, row: Row) -> str | None:
        """Return the code of the category that a row names."""
        said = row.get("category")
        return None if not said else self._code(self.categories, said, "category", row)

    def fits(self, row: Row) -> tuple[str, ...]:
        """Return the codes of the models that a row names."""
        said = [each.strip() for each in _MODELS.split(row.get("models", "")) if each.strip()]
        codes = [self._code(self.models, each, "models", row) for each in said]
        return tuple(code for code in codes if code is not None)

    def _code(self, known: dict[str, str], said: str, name: str, row: Row) -> str | None:
        found = known.get(said.casefold())
        if found is not None:
            return found
        if self.options.create_missing and len(said) <= 40:
            known[said.casefold()] = said
            self.findings.note(self.layout.find(f"import_{name}_new", name, row.number, said))
            return said
        self.findings.fault(self.layout.find(f"import_{name}_unknown", name, row.number, said))
        return None


def part_row(row: Row, words: Words) -> tuple[PartRow, Quantity | None]:
    """Return the part that a row describes, and the step of the unit it names."""
    unit, step = words.unit(row)
    return (
        PartRow(
            row.values["part"],
            name_zh=row.get("name_zh") or None,
            name_en=row.get("name_en") or None,
            unit=unit,
            category=words.category(row),
            criticality=row.get("criticality"),
            use_class=row.get("use_class"),
            state=row.get("state"),
            shelf_life_days=row.get("shelf_life_days"),
            serial_tracked=row.get("serial_tracked"),
            specification=row.get("specification"),
            models=words.fits(row),
        ),
        step,
    )


def check(session: Session, sheet: Sheet, options: Options, findings: Findings, limits: Limits) -> PartsWork:
    """Check every row of a part master."""
    del limits
    columns = (NUMBER, *NAMES, *OTHERS, *TERMS)
    layout = lay_out(sheet.header, sheet.header_row, columns, findings, _nothing)
    terms = Terms(options)
    terms.prepare(session, layout, findings)
    words = Words(session, options, layout, findings)
    first: dict[str, int] = {}
    found: list[tuple[Row, PartRow, Quantity | None]] = []
    for row in read_rows(sheet.rows, layout, columns, findings):
        number = row.get("part")
        if number is None:
            continue
        if number in first:
            findings.fault(layout.find("import_part_twice", "part", row.number, number, first=first[number]))
            continue
        first[number] = row.number
        found.append((row, *part_row(row, words)))
    known = facts.parts(session, first)
    _check_units(session, found, known, layout, findings)
    for row, part, step in found:
        there = known.get(part.number)
        terms.take(row, part.number, step or (there.step if there else PIECE), layout, findings)
    terms.settle(session, findings)
    return PartsWork([part for _row, part, _step in found], terms, len(found) - len(known))


def _nothing(_cell: object) -> None:
    return None


def _check_units(
    session: Session,
    found: list[tuple[Row, PartRow, Quantity | None]],
    known: dict[str, facts.KnownPart],
    layout: Layout,
    findings: Findings,
) -> None:
    """Refuse to change how a part is measured once there are lots of it."""
    changed: list[tuple[int, Row, str, object]] = []
    for row, part, _step in found:
        there = known.get(part.number)
        if there is None:
            continue
        if part.unit is not None and part.unit != there.unit:
            changed.append((there.id, row, "unit", part.unit))
        if part.serial_tracked is not None and part.serial_tracked != there.serial_tracked:
            changed.append((there.id, row, "serial_tracked", part.serial_tracked))
    with_lots = facts.parts_with_lots(session, {key for key, *_more in changed}) if changed else set()
    for key, row, name, value in changed:
        if key in with_lots:
            findings.fault(layout.find("import_part_has_lots", name, row.number, value))


_EXAMPLES: tuple[dict[str, Any], ...] = (
    {column.name: column.example for column in (NUMBER, *NAMES, *OTHERS, *TERMS) if column.example is not None},
)

kind(
    Kind(
        "parts",
        _l("Parts and supplier terms"),
        _l("One row for each part: names, unit, class, and on what terms a supplier offers it."),
        (NUMBER, *NAMES, *OTHERS, *TERMS),
        check,
        ("supplier", "lead_time_days", "lead_time_unit", "holding_period", "create_missing"),
        _EXAMPLES,
        ("parts.write", "suppliers.write"),
        terminal=("approve_suppliers",),
    )
)
