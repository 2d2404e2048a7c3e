"""Contracts 采购合同: write, approve, change by a new version, follow what is called off, print, end."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel.errors import NotFound
from kernel.settings import setting
from kernel.text import Text
from procurement import settings
from procurement.queries.contracts import lines_of_version, names, versions_of
from procurement.tables import Contract, ContractVersion, Supplier
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of import contracts as can
from webapp.contract_paper import contract_pdf
from webapp.forms import new_key
from webapp.printing import answer, paper_language
from webapp.row_files import FileOwner, file_owner, files_of
from webapp.uploads import DOCUMENTS

blueprint = Blueprint("contracts", __name__)
TEXTS = ("title", "begins_on", "ends_on", "currency", "quality_terms", "delivery_terms", "service_terms")
MORE_TEXTS = ("payment_terms", "note")


def found(contract_id: int) -> Contract:
    """Return a contract or say that there is none."""
    row = context.session().get(Contract, contract_id)
    if row is None:
        raise NotFound("contract_unknown", contract_id=contract_id)
    return row


def chosen_version(contract_id: int) -> tuple[list[ContractVersion], ContractVersion]:
    """Return the versions of a contract, and the one asked for: else what is in force, else the newest."""
    versions = versions_of(context.session(), contract_id)
    asked = request.args.get("version", type=int)
    active = next((each for each in versions if each.state == "active"), versions[0])
    return versions, next((each for each in versions if each.version == asked), active)


def _at(contract_id: int) -> str:
    return url_for("contracts.show", contract_id=contract_id)


file_owner(
    FileOwner(Contract, "contracts.read", ("contracts.write", "contracts.approve"), {"contract": DOCUMENTS}, _at)
)


def _trail(row: Contract | None = None) -> list[tuple[Any, str]]:
    first = [(_("Contracts"), url_for("list.contracts"))]
    return [*first, (row.number, _at(row.id))] if row else first


@blueprint.route("/contracts/new", methods=["GET", "POST"])
@needs("contracts.write")
def new() -> ResponseReturnValue:
    """Write a contract."""
    return handle_form(
        can.CREATE,
        "contracts/edit.html",
        lambda made: _at(made.contract_id),
        initial={
            "supplier_id": request.args.get("supplier", type=int),
            "begins_on": context.today(),
            "lines": [{"part_id": request.args.get("part", type=int)}],
        },
        success=lambda made: _("%(number)s is drafted. Somebody else approves it.", number=made.number),
        trail=_trail(),
        back=url_for("list.contracts"),
    )


@blueprint.route("/contracts/<int:contract_id>/change", methods=["GET", "POST"])
@needs("contracts.write")
def change(contract_id: int) -> ResponseReturnValue:
    """Write the draft anew, or begin a new version from what holds."""
    row, session = found(contract_id), context.session()
    versions = versions_of(session, contract_id)
    last = next((each for each in versions if each.state in ("draft", "active")), versions[0])
    lines = [
        {
            "part_id": line.part_id,
            "specification": line.specification,
            "lead_time_days": line.lead_time_days,
            "minimum_total": line.minimum_total,
            "maximum_total": line.maximum_total,
            "breaks": [{"from_quantity": each.from_quantity, "unit_price": each.unit_price} for each in line.breaks],
        }
        for line in lines_of_version(session, last)
    ]
    return handle_form(
        can.WRITE,
        "contracts/edit.html",
        lambda made: url_for("contracts.show", contract_id=contract_id, version=made.version),
        initial={name: getattr(last, name) for name in (*TEXTS, *MORE_TEXTS)}
        | {"lines": lines, "reason": last.change_reason if last.state == "draft" else ""},
        fixed={"contract_id": contract_id},
        contract=row,
        trail=_trail(row),
        back=_at(contract_id),
    )


@blueprint.get("/contracts/<int:contract_id>")
@needs("contracts.read")
def show(contract_id: int) -> ResponseReturnValue:
    """Show a contract with its lines, what is called off, its versions and files."""
    row, session = found(contract_id), context.session()
    versions, version = chosen_version(contract_id)
    supplier = session.get_one(Supplier, row.supplier_id)
    return render_template(
        "contracts/show.html",
        contract=row,
        supplier=supplier,
        name=Text(supplier.name_zh, supplier.name_en),
        version=version,
        versions=versions,
        draft=next((each for each in versions if each.state == "draft"), None),
        lines=lines_of_version(session, version),
        people=names(session, [each for v in versions for each in (v.written_by_id, v.approved_by_id)]),
        files=files_of(session, "contract", contract_id),
        file_key=new_key(),
        states=can.STATES,
        tones=can.TONES,
        version_states=can.VERSION_STATES,
        version_tones=can.VERSION_TONES,
        days_left=(version.ends_on - context.today()).days,
        warn_days=int(setting(session, settings.CONTRACT_WARN, context.today())),
        me=context.actor().id,
        trail=_trail(),
    )


@blueprint.get("/contracts/<int:contract_id>/contract.pdf")
@needs("contracts.read")
def pdf(contract_id: int) -> Response:
    """Print a version of the contract."""
    row = found(contract_id)
    _versions, version = chosen_version(contract_id)
    made = contract_pdf(context.session(), row, version, paper_language(), prices=context.may("prices.read"))
    return answer(made, f"{row.number} v{version.version}")


@blueprint.post("/contracts/<int:contract_id>/approve")
@needs("contracts.approve")
def approve(contract_id: int) -> ResponseReturnValue:
    """Approve the draft."""
    return do(can.APPROVE, _at(contract_id), contract_id=contract_id)


@blueprint.post("/contracts/<int:contract_id>/withdraw")
@needs("contracts.write")
def withdraw(contract_id: int) -> ResponseReturnValue:
    """Take the draft back."""
    return do(can.WITHDRAW, _at(contract_id), contract_id=contract_id)


@blueprint.route("/contracts/<int:contract_id>/end", methods=["GET", "POST"])
@needs("contracts.approve")
def end(contract_id: int) -> ResponseReturnValue:
    """End a contract."""
    row = found(contract_id)
    return handle_form(
        can.END,
        "command.html",
        _at(contract_id),
        fixed={"contract_id": contract_id},
        intro=_("Orders are no longer held to it and take prices from the price list again."),
        back=_at(contract_id),
        trail=_trail(row),
    )
