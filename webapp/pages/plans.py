"""Plan purchases: compute, read exceptions first, open any number to its sum, change, approve, order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from sqlalchemy import select

from forecasting.queries import LevelDetail, explain_level, level_for
from inventory.tables import Location, Part, SurplusProposal, Unit, WorkshopOrder
from kernel.errors import NotFound
from kernel.text import Text
from procurement.alerts import codes_of
from procurement.plan_approving import Turned
from procurement.proposals import SumRow, from_json
from procurement.queries.plans import PlanDetail, plan_detail, plan_lines_select, proposal_detail
from procurement.tables import Order, Supplier, SupplierPart
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of import plans as can
from webapp.documents.papers import Figure, PlanLine, PurchasePlan, render_purchase_plan
from webapp.i18n import day, day_of_instant, money, number
from webapp.jobs import ask
from webapp.level_picture import (
    VERDICT_TONES,
    VERDICTS,
    Series,
    period_name,
    picture,
    series,
    streams_said,
    table,
)
from webapp.listing_pages import show as show_list
from webapp.listings.plans import LINES
from webapp.plan_words import (
    ADVICE,
    CLASSES,
    EXCEPTION_TONES,
    EXCEPTIONS,
    METHODS,
    POLICIES,
    RESULTS,
    STOCKINGS,
    VARIANTS,
    WARNINGS,
    in_a_line,
    label,
    sections,
    value,
)
from webapp.printing import head, paper_answer, signature
from webapp.units import unit_text

blueprint = Blueprint("plans", __name__)
MOST_PRINTED = 1500


def _detail(plan_id: int) -> PlanDetail:
    return plan_detail(context.session(), plan_id=plan_id)


def _at(plan_id: int) -> str:
    return url_for("plans.show", plan_id=plan_id)


@blueprint.route("/plans/run", methods=["GET", "POST"])
@needs("plan.write")
def run() -> ResponseReturnValue:
    """Compute the plan as a job: it reads everything and may take a while."""
    from webapp.forms import Form, validated

    schema = can.RunInput()
    if request.method == "POST":
        data, form = validated(schema, request.form)
        if not form.errors:
            budget = data["budget_cny"]
            job_id = ask(
                context.session(),
                "plan",
                form.request_key,
                store_id=data["store_id"],
                budget_cny=None if budget is None else str(budget),
            )
            return redirect(url_for("jobs.job", job_id=job_id), 303)
        return render_template("plans/run.html", form=form), 422
    return render_template("plans/run.html", form=Form(schema, {}))


@blueprint.get("/plans/<int:plan_id>")
@needs("plan.read")
def show(plan_id: int) -> ResponseReturnValue:
    """Show a plan with its proposals, what is most urgent first."""
    plan = _detail(plan_id)
    if request.args.get("plan") != str(plan_id):
        wanted: dict[str, Any] = {**request.args.to_dict(), "plan": plan_id}
        return redirect(url_for("plans.show", plan_id=plan_id, **wanted))
    orders = context.session().execute(select(Order.id, Order.number).where(Order.plan_id == plan_id)).all()
    return show_list(
        LINES,
        plan=plan,
        orders=orders,
        states=can.STATES,
        tones=can.TONES,
        exceptions=EXCEPTIONS,
        exception_tones=EXCEPTION_TONES,
        mine=plan.created_by_id == context.actor().id,
        template="plans/show.html",
    )


@blueprint.get("/plans/<int:plan_id>/plan.pdf")
@needs("plan.read")
def pdf(plan_id: int) -> Response:
    """Print the plan 采购计划."""
    plan, session = _detail(plan_id), context.session()
    rows = session.execute(plan_lines_select(plan_id=plan_id).limit(MOST_PRINTED)).all()
    kept = [row for row in rows if row.included and row.kind != "notice"]

    def make(language: str) -> bytes:
        sums: dict[str, Any] = {}
        for row in kept:
            if row.amount_cny is not None and row.supplier_code:
                name = Text(row.supplier_name_zh, row.supplier_name_en).in_(language)
                sums[name] = sums.get(name, 0) + row.amount_cny.decimal
        paper = PurchasePlan(
            **head(language, plan.number, status=str(can.STATES[plan.state])),
            lines=tuple(_printed(row, language) for row in kept),
            left_out=tuple(_printed(row, language) for row in rows if not row.included),
            notices=tuple(_printed(row, language) for row in rows if row.included and row.kind == "notice"),
            period=day(plan.planned_on),
            budget=money(plan.budget_cny) if plan.budget_cny is not None else "",
            total=money(plan.amount_cny),
            remaining=money(plan.budget_cny - plan.amount_cny) if plan.budget_cny is not None else "",
            by_supplier=tuple(
                Figure(name=name, value=float(amount), text=money(amount)) for name, amount in sums.items()
            ),
            author=signature(plan.created_by, day(plan.planned_on)),
            approver=signature(plan.approved_by, day_of_instant(plan.approved_at) if plan.approved_at else ""),
        )
        return render_purchase_plan(paper, language)

    return paper_answer(make, plan.number)


def _printed(row: Any, language: str) -> PlanLine:
    """Print a line with the figures that it rests on and its whole sum below."""
    rows = from_json(row.explanation)
    figure = {each.code: number(each.value) for each in rows if each.unit != "document"}
    reasons = [str(EXCEPTIONS.get(code, code)) for code in codes_of(row.alerts) or (row.exception,)]
    if not row.included:
        reasons.append(str(WARNINGS.get(row.excluded_reason, row.excluded_reason)))
    service = next((value(each) for each in rows if each.code == "marginal_service"), "")
    return PlanLine(
        on_hand=figure.get("on_hand", ""),
        on_order=figure.get("on_order", ""),
        backordered=figure.get("outstanding", ""),
        reorder_point=figure.get("reorder_point", ""),
        sum=in_a_line(rows),
        service=service,
        part_number=row.part_number,
        part_name=Text(row.part_name_zh, row.part_name_en).in_(language),
        unit=unit_text(row.unit).in_(language),
        quantity=number(row.quantity),
        note=", ".join(reasons),
        store=row.store_code,
        supplier=Text(row.supplier_name_zh or "", row.supplier_name_en or "").in_(language)
        if row.supplier_code
        else (row.from_store_code or ""),
        unit_price=money(row.unit_price_cny) if row.unit_price_cny is not None else "",
        amount=money(row.amount_cny) if row.amount_cny is not None else "",
        needed_on=day(row.needed_on) if row.needed_on else "",
        urgent=EXCEPTION_TONES.get(row.exception) == "danger",
    )


@blueprint.post("/plans/<int:plan_id>/approve")
@needs("plan.approve")
def approve(plan_id: int) -> ResponseReturnValue:
    """Approve the plan."""
    return do(can.APPROVE, _at(plan_id), plan_id=plan_id)


@blueprint.post("/plans/<int:plan_id>/orders")
@needs("plan.write", "plan.approve")
def turn(plan_id: int) -> ResponseReturnValue:
    """Turn the plan into orders and transfer requests."""
    return do(can.TURN, _at(plan_id), success=_turned, plan_id=plan_id)


def _turned(made: Turned) -> str:
    """Say what became of the plan, and what had to be left out."""
    said = str(can.TURN.done)
    if made.declined:
        said += " " + ngettext(
            "%(num)s line was left out: its supplier may not get orders any more, or it is too much for a van.",
            "%(num)s lines were left out: their supplier may not get orders any more, or they are too much for a van.",
            len(made.declined),
        )
    return said


@blueprint.route("/proposals/<int:proposal_id>", methods=["GET", "POST"])
@needs("plan.read")
def proposal(proposal_id: int) -> ResponseReturnValue:
    """Open a proposal to its whole sum, the forecast behind it and the suppliers that could have been chosen."""
    detail = proposal_detail(context.session(), proposal_id=proposal_id)
    plan_id = detail.plan_id
    return handle_form(
        can.CHANGE,
        "plans/proposal.html",
        url_for("plans.proposal", proposal_id=proposal_id),
        initial={
            "quantity": str(detail.quantity),
            "supplier_part_id": detail.supplier_part_id,
            "needed_on": str(detail.needed_on or ""),
            "reason": detail.change_reason,
        },
        fixed={"proposal_id": proposal_id},
        detail=lambda: proposal_detail(context.session(), proposal_id=proposal_id),
        plan=lambda: _detail(plan_id),
        suppliers=lambda: _suppliers_of(detail.part_id),
        documents=lambda: _documents(detail.rows),
        **part_in_store(detail.part_id, detail.store_id, detail.level),
    )


def _documents(rows: Sequence[SumRow]) -> dict[str, str]:
    """Return the addresses of the documents that a sum names, by their numbers."""
    numbers = {row.text for row in rows if row.unit == "document"}
    session = context.session()
    kinds: list[tuple[Any, str, str, str]] = [
        (Order, "orders.show", "order_id", "orders.read"),
        (WorkshopOrder, "old_parts.workshop_order", "workshop_order_id", "old_parts.read"),
        (SurplusProposal, "surplus.show", "surplus_proposal_id", "reports.read"),
    ]
    return {
        number: url_for(endpoint, **{name: key})
        for table_, endpoint, name, permission in kinds
        if numbers and context.may(permission)
        for key, number in session.execute(select(table_.id, table_.number).where(table_.number.in_(numbers)))
    }


def _suppliers_of(part_id: int) -> list[Any]:
    query = (
        select(SupplierPart.id, Supplier.id.label("supplier_id"), Supplier.code, Supplier.name_zh, Supplier.name_en)
        .join(Supplier, Supplier.id == SupplierPart.supplier_id)
        .where(SupplierPart.part_id == part_id, SupplierPart.active)
        .order_by(Supplier.code)
    )
    return list(context.session().execute(query))


def part_in_store(part_id: int, store_id: int, level: LevelDetail | None) -> dict[str, Any]:
    """Return what the templates show of a part in a store, with the chart of its demand."""

    def part() -> Part:
        return context.session().get_one(Part, part_id)

    made: list[Series] = []

    def drawn(found: LevelDetail) -> Series:
        if not made:
            made.append(series(context.session(), found, context.today()))
        return made[0]

    return {
        "part": part,
        "unit": lambda: context.session().get_one(Unit, part().unit_id),
        "store": lambda: context.session().get_one(Location, store_id),
        "chart": lambda: picture(drawn(level), level) if level else "",
        "twin": lambda: table(drawn(level)) if level else None,
        "streams": lambda: streams_said(level) if level else "",
        "period_name": lambda: period_name,
        "sections": lambda: sections,
        "results": lambda: RESULTS,
        "row_label": lambda: label,
        "row_value": lambda: value,
        "words": lambda: {
            "exceptions": EXCEPTIONS,
            "tones": EXCEPTION_TONES,
            "warnings": WARNINGS,
            "classes": CLASSES,
            "methods": METHODS,
            "policies": POLICIES,
            "stockings": STOCKINGS,
            "kinds": can.KINDS,
            "verdicts": VERDICTS,
            "verdict_tones": VERDICT_TONES,
            "advice": ADVICE,
            "variants": VARIANTS,
        },
    }


@blueprint.post("/proposals/<int:proposal_id>/reset")
@needs("plan.write")
def reset(proposal_id: int) -> ResponseReturnValue:
    """Take a change back."""
    return do(can.RESET, url_for("plans.proposal", proposal_id=proposal_id), proposal_id=proposal_id)


@blueprint.get("/levels/<int:level_id>")
@needs("plan.read")
def level(level_id: int) -> ResponseReturnValue:
    """Open a reorder point to its sum: demand, class, method, lead time, target."""
    return _level_page(explain_level(context.session(), level_id=level_id))


@blueprint.get("/levels/parts/<int:part_id>/stores/<int:store_id>")
@needs("plan.read")
def level_of(part_id: int, store_id: int) -> ResponseReturnValue:
    """Open the newest reorder point of a part in a store."""
    found = level_for(context.session(), part_id=part_id, store_id=store_id)
    if found is None:
        raise NotFound("level_unknown", part_id=part_id, store_id=store_id)
    return _level_page(found)


def _level_page(found: LevelDetail) -> str:
    shown = {name: make() for name, make in part_in_store(found.part_id, found.store_id, found).items()}
    return render_template("plans/level.html", level=found, **shown)
