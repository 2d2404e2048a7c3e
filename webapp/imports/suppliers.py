"""Import the supplier file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from procurement.importing import SupplierRow, import_suppliers
from webapp.imports import values
from webapp.imports.columns import Column, lay_out, read_rows
from webapp.imports.facts import supplier_states
from webapp.imports.findings import BadValue, Finding, Findings
from webapp.imports.kinds import Kind, Options, Order, Steps, Tell, added, batches, kind
from webapp.imports.limits import Limits
from webapp.imports.sheet import Sheet

_ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_as_text = values.text(254)


def _email(raw: object) -> str:
    said = str(_as_text(raw))
    if not _ADDRESS.fullmatch(said):
        raise BadValue("import_not_an_address")
    return said


def _currency(raw: object) -> str:
    said = values.plain(raw).upper()
    if not re.fullmatch(r"[A-Z]{3}", said):
        raise BadValue("import_not_a_currency")
    return said


CODE = Column(
    "code",
    "Supplier code",
    "供应商编号",
    values.code(40),
    also=(
        "supplier",
        "code",
        "vendor code",
        "vendor",
        "supplier number",
        "供应商代码",
        "编号",
    ),
    required=True,
    filled=True,
    example="S001",
)
DETAILS = (
    Column(
        "name_zh",
        "Name (Chinese)",
        "中文名称",
        values.text(200),
        also=("name", "supplier name", "名称", "供应商名称", "供应商"),
        example="上海制冷配件厂",
    ),
    Column(
        "name_en",
        "Name (English)",
        "英文名称",
        values.text(200),
        also=("english name",),
        example="Shanghai Cooling Parts",
    ),
    Column("contact", "Contact", "联系人", values.text(120), also=("contact person",), example="王芳"),
    Column("phone", "Phone", "电话", values.text(40), also=("telephone", "mobile", "联系电话", "手机")),
    Column(
        "email",
        "E-mail",
        "电子邮箱",
        _email,
        also=("email address", "mail", "邮箱", "电子邮件"),
        example="orders@supplier.example",
    ),
    Column("address", "Address", "地址", values.text(300)),
    Column("bank_name", "Bank", "开户行", values.text(120), also=("bank name",)),
    Column("bank_account", "Bank account", "银行账号", values.text(60), also=("account", "账号")),
    Column("currency", "Currency", "币种", _currency, also=("货币",), example="CNY"),
    Column(
        "payment_terms", "Payment terms", "付款条件", values.text(200), also=("terms", "结算方式"), example="月结30天"
    ),
    Column("note", "Note", "备注", values.text(2000), also=("remark", "remarks", "comment")),
)
STATE = Column(
    "state",
    "State",
    "状态",
    values.choice({"approved": ("qualified", "已批准", "合格", "已合格"), "candidate": ("new", "候选", "待审批")}),
    also=("supplier state", "供应商状态"),
)


@dataclass(slots=True)
class SuppliersWork:
    """Hold checked suppliers."""

    rows: list[SupplierRow]
    new: int
    options: Options

    def counts(self) -> dict[str, int]:
        """Return what would be made and changed."""
        return {"suppliers_created": self.new, "suppliers_updated": len(self.rows) - self.new}

    def write(self, session: Session, order: Order, tell: Tell) -> dict[str, int]:
        """Write all suppliers."""
        total: dict[str, int] = {}
        steps = Steps(tell, len(self.rows))
        for number, some in enumerate(batches(self.rows)):
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
            if made.bank_changes:
                added(total, supplier_bank_changes=made.bank_changes)
            steps.step(len(some))
        return total


def check(session: Session, sheet: Sheet, options: Options, findings: Findings, limits: Limits) -> SuppliersWork:
    """Check every row of a supplier file."""
    del limits
    columns = (CODE, *DETAILS, STATE)
    layout = lay_out(sheet.header, sheet.header_row, columns, findings, lambda _cell: None)
    first: dict[str, int] = {}
    rows = []
    for row in read_rows(sheet.rows, layout, columns, findings):
        code = row.get("code")
        if code is None:
            continue
        if code in first:
            findings.fault(layout.find("import_supplier_twice", "code", row.number, code, first=first[code]))
            continue
        first[code] = row.number
        details = {column.name: row.values[column.name] for column in DETAILS if column.name in row.values}
        wanted = options.approve_suppliers_by is not None and row.get("state") != "candidate"
        rows.append(SupplierRow(code, details, wanted))
        if row.get("state") == "approved" and not wanted:
            findings.note(layout.find("import_supplier_needs_approval", "state", row.number, code))
    known = supplier_states(session, first)
    if options.approve_suppliers_by is None:
        for code, row_number in first.items():
            if known.get(code, "candidate") == "candidate":
                findings.note(Finding("import_supplier_not_approved", row_number, value=code))
    return SuppliersWork(rows, len(first) - len(known), options)


kind(
    Kind(
        "suppliers",
        _l("Suppliers"),
        _l("One row for each supplier. New ones are candidates until another person approves them."),
        (CODE, *DETAILS, STATE),
        check,
        (),
        ({column.name: column.example for column in (CODE, *DETAILS) if column.example is not None},),
        ("suppliers.write",),
        terminal=("approve_suppliers",),
    )
)
