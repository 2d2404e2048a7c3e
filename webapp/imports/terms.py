"""Read on what terms a supplier offers a part: price, lead time, packs and costs, from columns that many files have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal

from sqlalchemy.orm import Session

from forecasting.settings import DEFAULT_LEAD_TIME
from kernel.amounts import Money, Quantity
from kernel.settings import setting
from procurement.importing import OfferRow, SupplierRow, import_offers, import_suppliers
from webapp.imports import values
from webapp.imports.columns import Column, Layout, Row
from webapp.imports.facts import supplier_states
from webapp.imports.findings import Finding, Findings
from webapp.imports.kinds import Options, Order, Steps, added, batches

UNNAMED = "TBD"
UNNAMED_DETAILS = {"name_zh": "待定供应商", "name_en": "Supplier to be named"}
"""The supplier of prices that name none: a candidate, so nothing is bought from it before somebody approves it."""

DAYS = {"day": Decimal(1), "week": Decimal(7), "month": Decimal("30.4375")}
PER_YEAR = {"year": Decimal(1), "month": Decimal(12), "week": Decimal("52.1775")}
LEAD_TIMES = {"lead_time_days": "day", "lead_time_weeks": "week", "lead_time_months": "month", "lead_time": ""}
HOLDING = {"holding_cost_year": "year", "holding_cost_month": "month", "holding_cost_week": "week", "holding_cost": ""}

_long = values.between("0", "3650")
TERMS = (
    Column(
        "unit_price",
        "Unit price (CNY)",
        "单价（元）",
        values.money,
        also=(
            "price",
            "unit price",
            "price_cny",
            "unit_price_cny",
            "unit cost",
            "cost",
            "purchase price",
            "单价",
            "价格",
            "采购价",
            "采购单价",
            "成本",
        ),
        example=12.5,
    ),
    Column(
        "supplier",
        "Supplier code",
        "供应商编号",
        values.code(40),
        also=(
            "supplier",
            "vendor",
            "vendor code",
            "supplier id",
            "supplier number",
            "供应商",
            "供应商代码",
            "供应商编码",
        ),
        example="S001",
    ),
    Column(
        "supplier_name",
        "Supplier name",
        "供应商名称",
        values.text(200),
        also=("vendor name", "supplier name zh"),
        example="上海制冷配件厂",
    ),
    Column(
        "supplier_state",
        "Supplier state",
        "供应商状态",
        values.choice(
            {"approved": ("qualified", "已批准", "合格", "已合格"), "candidate": ("new", "候选", "待审批", "")}
        ),
    ),
    Column(
        "supplier_part_number",
        "Supplier's part number",
        "供应商料号",
        values.text(80),
        also=(
            "supplier part number",
            "vendor part number",
            "供应商件号",
        ),
    ),
    Column(
        "lead_time_days",
        "Lead time (days)",
        "交期（天）",
        _long,
        also=(
            "lead time in days",
            "leadtime days",
            "lt days",
            "lead days",
            "delivery days",
            "采购周期（天）",
            "交货期（天）",
            "提前期（天）",
            "交期天数",
        ),
        example=14,
    ),
    Column(
        "lead_time_weeks",
        "Lead time (weeks)",
        "交期（周）",
        _long,
        also=(
            "lead time in weeks",
            "leadtime weeks",
            "lt weeks",
            "lead weeks",
            "lead time wk",
            "lead time w",
            "采购周期（周）",
            "交货期（周）",
            "提前期（周）",
        ),
    ),
    Column(
        "lead_time_months",
        "Lead time (months)",
        "交期（月）",
        _long,
        also=(
            "lead time in months",
            "leadtime months",
            "lt months",
            "采购周期（月）",
            "交货期（月）",
            "提前期（月）",
        ),
    ),
    Column("lead_time", "Lead time", "交期", _long, also=("leadtime", "lt", "采购周期", "交货期", "提前期")),
    Column(
        "multiple",
        "Pack quantity",
        "包装数量",
        values.positive_quantity,
        also=(
            "pack",
            "pack size",
            "packsize",
            "package",
            "package size",
            "multiple",
            "multiple quantity",
            "order multiple",
            "case pack",
            "pack qty",
            "lot size",
            "batch size",
            "最小包装量",
            "包装",
            "包装量",
            "订货倍数",
            "倍数",
        ),
        example=10,
    ),
    Column(
        "minimum",
        "Minimum order quantity",
        "最小起订量",
        values.quantity,
        also=(
            "moq",
            "minimum",
            "minimum quantity",
            "min order qty",
            "min order quantity",
            "min qty",
            "minimum order",
            "min order",
            "起订量",
            "最小订货量",
            "最小订购量",
            "最低起订量",
        ),
        example=20,
    ),
    Column(
        "order_cost",
        "Order cost per line (CNY)",
        "每行订货成本（元）",
        values.money,
        also=(
            "order cost",
            "ordering cost",
            "order cost cny",
            "setup cost",
            "fixed cost",
            "fixed order cost",
            "订货成本",
            "订货费用",
            "订购成本",
        ),
        example=60,
    ),
    Column(
        "holding_percent",
        "Holding cost per year (% of price)",
        "年持有成本率（%）",
        values.between("0", "1000"),
        also=(
            "holding percent",
            "holding rate",
            "holding rate percent",
            "carrying rate",
            "持有成本率",
            "年持有成本率",
            "持有费率",
        ),
    ),
    Column(
        "holding_cost_year",
        "Holding cost per unit and year (CNY)",
        "单位年持有成本（元）",
        values.money,
        also=(
            "holding cost per year",
            "annual holding cost",
            "yearly holding cost",
            "holding cost year",
            "holding cost per unit per year",
        ),
    ),
    Column(
        "holding_cost_month",
        "Holding cost per unit and month (CNY)",
        "单位月持有成本（元）",
        values.money,
        also=(
            "holding cost per month",
            "monthly holding cost",
            "holding cost month",
            "holding cost per unit per month",
        ),
    ),
    Column(
        "holding_cost_week",
        "Holding cost per unit and week (CNY)",
        "单位周持有成本（元）",
        values.money,
        also=(
            "holding cost per week",
            "weekly holding cost",
            "holding cost week",
            "holding cost per unit per week",
        ),
    ),
    Column(
        "holding_cost",
        "Holding cost",
        "持有成本",
        values.money,
        also=("holding", "carrying cost", "inventory cost", "库存成本"),
    ),
)


@dataclass(slots=True)
class Terms:
    """Gather the terms and suppliers of a file."""

    options: Options
    offers: list[OfferRow] = field(default_factory=list)
    suppliers: dict[str, SupplierRow] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    default_lead_time_days: int = 0

    def prepare(self, session: Session, layout: Layout, findings: Findings) -> bool:
        """Look at the headings: tell units that no heading says; return whether there are any terms at all."""
        days = self.options.lead_time_days
        default = int(setting(session, DEFAULT_LEAD_TIME, self.options.on)) if days is None else days
        self.default_lead_time_days = default
        if "lead_time" in layout.at and not self.options.lead_time_unit:
            findings.fault(layout.find("import_lead_time_unit", "lead_time", layout.row))
        if "holding_cost" in layout.at and not self.options.holding_period:
            findings.note(layout.find("import_holding_per_year", "holding_cost", layout.row))
        has = any(column.name in layout.at for column in TERMS)
        if has and days is None and not any(name in layout.at for name in LEAD_TIMES):
            findings.note(Finding("import_lead_time_default", details={"days": default}))
        return has

    def take(self, row: Row, part: str, step: Quantity | None, layout: Layout, findings: Findings) -> None:
        """Read the terms of a row, if it has any."""
        if not any(column.name in row.values for column in TERMS):
            return
        supplier = row.get("supplier") or self.options.supplier or UNNAMED
        self._supplier(supplier, row)
        for name in ("multiple", "minimum"):
            quantity = row.get(name)
            if quantity is not None and step is not None and not quantity.is_multiple_of(step):
                findings.fault(layout.find("import_not_whole_steps", name, row.number, quantity, step=str(step)))
        price = self._price(row, layout, findings)
        self.offers.append(
            OfferRow(
                supplier,
                part,
                unit_price_cny=price,
                lead_time_days=self._lead_time(row),
                minimum_quantity=row.get("minimum"),
                multiple_quantity=row.get("multiple"),
                order_cost_cny=row.get("order_cost"),
                holding_rate_bp=self._holding(row, price, layout, findings),
                supplier_part_number=row.get("supplier_part_number"),
            )
        )

    def _supplier(self, code: str, row: Row) -> None:
        known = self.suppliers.get(code)
        details = dict(UNNAMED_DETAILS) if code == UNNAMED else dict(known.details) if known else {}
        if name := row.get("supplier_name"):
            details["name_zh"] = name
        approve = bool(known and known.approve) or row.get("supplier_state") == "approved"
        wanted = self.options.approve_suppliers_by is not None and row.get("supplier_state") != "candidate"
        self.suppliers[code] = SupplierRow(code, details, approve or wanted)

    def _price(self, row: Row, layout: Layout, findings: Findings) -> Money | None:
        price: Money | None = row.get("unit_price")
        if price is not None and not price:
            findings.note(layout.find("import_price_zero", "unit_price", row.number))
            return None
        return price

    def _lead_time(self, row: Row) -> int | None:
        for name, unit in LEAD_TIMES.items():
            if (number := row.get(name)) is not None:
                days = number * DAYS[unit or self.options.lead_time_unit or "day"]
                return int(days.to_integral_value(ROUND_CEILING))
        return None

    def _holding(self, row: Row, price: Money | None, layout: Layout, findings: Findings) -> int | None:
        """Return hundredths of a percent of the price per year."""
        if (percent := row.get("holding_percent")) is not None:
            rate = percent * 100
        else:
            name = next((each for each in HOLDING if row.get(each) is not None), None)
            if name is None:
                return None
            if price is None:
                findings.note(layout.find("import_holding_without_price", name, row.number))
                return None
            period = HOLDING[name] or self.options.holding_period or "year"
            rate = row.get(name).decimal * PER_YEAR[period] / price.decimal * 10_000
        whole = int(rate.to_integral_value(ROUND_HALF_EVEN))
        return whole if whole > 0 else None

    def settle(self, session: Session, findings: Findings) -> None:
        """Tell which suppliers nothing can be bought from before somebody approves them."""
        self.states = supplier_states(session, self.suppliers)
        for code, row in self.suppliers.items():
            state = self.states.get(code, "candidate")
            approved = row.approve and self.options.approve_suppliers_by is not None
            if state not in {"approved", "on_watch"} and not (state == "candidate" and approved):
                findings.note(Finding("import_supplier_not_approved", value=code))

    def counts(self) -> dict[str, int]:
        """Return what would be made."""
        if not self.offers and not self.suppliers:
            return {}
        new = sum(1 for code in self.suppliers if code not in self.states)
        priced = sum(1 for offer in self.offers if offer.unit_price_cny is not None)
        return {
            "suppliers_created": new,
            "suppliers_updated": len(self.suppliers) - new,
            "offers": len(self.offers),
            "prices": priced,
        }

    def write(self, session: Session, order: Order, steps: Steps) -> dict[str, int]:
        """Write suppliers, terms and prices."""
        total: dict[str, int] = {}
        rows: Iterable[SupplierRow] = self.suppliers.values()
        for number, some in enumerate(batches(tuple(rows))):
            made = import_suppliers(
                session,
                rows=some,
                approved_by=self.options.approve_suppliers_by,
                by=order.by,
                at=order.at,
                request_key=f"{order.request_key}:suppliers:{number}",
            )
            added(
                total,
                suppliers_created=made.created,
                suppliers_updated=made.updated,
                suppliers_approved=made.approved,
            )
        for number, offers in enumerate(batches(self.offers)):
            kept = import_offers(
                session,
                rows=offers,
                valid_from_on=self.options.on,
                default_lead_time_days=self.default_lead_time_days,
                by=order.by,
                at=order.at,
                request_key=f"{order.request_key}:offers:{number}",
            )
            added(total, offers_created=kept.created, offers_updated=kept.updated, prices=kept.priced)
            steps.step(len(offers))
        return total
