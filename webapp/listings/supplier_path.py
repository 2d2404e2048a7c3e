"""List questionnaires, suppliers to be assessed, changes of bank accounts, and papers that end; count what waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from kernel.settings import setting
from kernel.tables import Person
from procurement import settings
from procurement.finding_qualification import ending_papers, waiting_for_approval
from procurement.tables import Questionnaire, Supplier, SupplierBank
from webapp import context
from webapp.commands_of.suppliers import CERTIFICATES, STATES, TONES
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.supplier_words import BANK_STATES, BANK_TONES

listing(
    Listing(
        "questionnaires",
        _l("Questionnaires"),
        "suppliers.read",
        lambda _session, _filters: select(
            Questionnaire.id.label("id"),
            Questionnaire.version,
            Questionnaire.name_zh,
            Questionnaire.name_en,
            Questionnaire.pass_percent,
            Questionnaire.created_at,
            Person.name.label("created_by"),
        ).join(Person, Person.id == Questionnaire.created_by_id),
        [
            Column("version", _l("Version"), "number"),
            Column("name", _l("Name"), "name"),
            Column("pass_percent", _l("Pass mark in percent"), "number"),
            Column("created_at", _l("Written"), "instant"),
            Column("created_by", _l("By")),
        ],
        [],
        "-version",
        row_url=lambda row: url_for("supplier_path.questions", questionnaire_id=row.id),
        actions=[Action(_l("New version"), "supplier_path.questionnaire", "suppliers.approve")],
        tag="suppliers",
        intro=_l("Suppliers are assessed by the newest version."),
        empty=_l("No questionnaire yet. Write the first one; the form begins with common questions."),
    )
)


def _due_by() -> Any:
    rule = setting(context.session(), settings.ASSESSMENT, context.today())
    return context.today() + timedelta(days=int(rule["warn_days"]))


def _in_use() -> ColumnElement[bool]:
    return Supplier.state.in_(("approved", "on_watch"))


def _assessments(_session: Session, filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    made: Select[*tuple[Any, ...]] = select(
        Supplier.id.label("id"),
        Supplier.code,
        Supplier.name_zh,
        Supplier.name_en,
        Supplier.state,
        Supplier.next_assessment_on,
        Supplier.approved_at,
    )
    which = filters.get("which")
    if which == "overdue":
        return made.where(Supplier.next_assessment_on < context.today(), _in_use())
    if which == "due":
        return made.where(Supplier.next_assessment_on <= _due_by(), _in_use())
    if which == "to_approve":
        return made.where(waiting_for_approval())
    candidate = Supplier.state == "candidate"
    if which == "new":
        return made.where(candidate, ~waiting_for_approval())
    return made.where(Supplier.next_assessment_on.is_not(None) | candidate | waiting_for_approval())


listing(
    Listing(
        "supplier_assessments",
        _l("Suppliers to assess"),
        "suppliers.read",
        _assessments,
        [
            Column("code", _l("Supplier code")),
            Column("name", _l("Name"), "name"),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("next_assessment_on", _l("Next assessment"), "date"),
            Column("approved_at", _l("Last approved"), "instant"),
        ],
        [
            Filter(
                "which",
                _l("Which"),
                "choice",
                choices={
                    "overdue": _l("overdue"),
                    "due": _l("due soon or overdue"),
                    "new": _l("candidates, not assessed yet"),
                    "to_approve": _l("assessed, waiting for approval"),
                },
            ),
            Filter("state", _l("State"), "choice", choices=STATES, where=lambda state: Supplier.state == state),
        ],
        "next_assessment_on",
        row_url=lambda row: url_for("suppliers.show", supplier_id=row.id, _anchor="path"),
        actions=[Action(_l("Questionnaires"), "list.questionnaires", "suppliers.read", "ui-checks")],
        group="buying",
        order=61,
        tag="suppliers",
        empty=_l("No supplier is to be assessed."),
    )
)

_asker, _decider = aliased(Person), aliased(Person)

listing(
    Listing(
        "supplier_banks",
        _l("Changes of bank accounts"),
        "prices.read",
        lambda _session, _filters: (
            select(
                SupplierBank.id.label("id"),
                SupplierBank.supplier_id,
                Supplier.code.label("code"),
                Supplier.name_zh.label("name_zh"),
                Supplier.name_en.label("name_en"),
                SupplierBank.state,
                SupplierBank.bank_name,
                SupplierBank.bank_account,
                SupplierBank.old_bank_account,
                SupplierBank.proposed_at,
                _asker.name.label("proposed_by"),
                _decider.name.label("decided_by"),
                SupplierBank.finding,
            )
            .join(Supplier, Supplier.id == SupplierBank.supplier_id)
            .join(_asker, _asker.id == SupplierBank.proposed_by_id)
            .outerjoin(_decider, _decider.id == SupplierBank.decided_by_id)
        ),
        [
            Column("code", _l("Supplier code")),
            Column("name", _l("Name"), "name"),
            Column("state", _l("State"), "state", choices=BANK_STATES, tones=BANK_TONES),
            Column("bank_name", _l("Bank")),
            Column("bank_account", _l("New account")),
            Column("old_bank_account", _l("Old account")),
            Column("proposed_at", _l("Asked for"), "instant"),
            Column("proposed_by", _l("By")),
            Column("decided_by", _l("Checked by")),
            Column("finding", _l("How it was checked"), shown=False),
        ],
        [
            Filter("state", _l("State"), "choice", choices=BANK_STATES, where=lambda v: SupplierBank.state == v),
            Filter("supplier", _l("Supplier"), "supplier", where=lambda key: SupplierBank.supplier_id == key),
        ],
        "-proposed_at",
        row_url=lambda row: url_for("suppliers.show", supplier_id=row.supplier_id, _anchor="bank"),
        tag="suppliers",
        empty=_l("No change of a bank account was asked for."),
    )
)


def _ending(session: Session, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    days = int(setting(session, settings.CERTIFICATE_WARN_DAYS, context.today()))
    by_day = filters.get("expires_by") or context.today() + timedelta(days=days)
    return [
        {
            "id": each.supplier_id,
            "code": each.supplier_code,
            "name_zh": each.name_zh,
            "name_en": each.name_en,
            "kind": each.kind,
            "expires_on": each.expires_on,
            "days": (each.expires_on - context.today()).days,
        }
        for each in ending_papers(session, by_day=by_day)
    ]


listing(
    Listing(
        "ending_certificates",
        _l("Certificates that end"),
        "suppliers.read",
        _ending,
        [
            Column("code", _l("Supplier code")),
            Column("name", _l("Name"), "name"),
            Column("kind", _l("Kind"), "state", choices=CERTIFICATES),
            Column("expires_on", _l("Expires"), "date"),
            Column("days", _l("Days left"), "number"),
        ],
        [Filter("expires_by", _l("Expires by"), "date")],
        "expires_on",
        row_url=lambda row: url_for("suppliers.show", supplier_id=row["id"], _anchor="papers"),
        tag="suppliers",
        intro=_l("Kinds of papers whose newest one ends soon or has ended."),
        empty=_l("No paper ends soon."),
    )
)


def _count_ending(session: Session, _actor: Actor) -> int:
    return len(_ending(session, {}))


def _count(where: ColumnElement[bool], session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Supplier).where(where)) or 0


queue(
    "ending_certificates",
    "buyer",
    _l("Suppliers' papers that end"),
    count=_count_ending,
    endpoint="list.ending_certificates",
    icon="file-earmark-excel",
    order=45,
)
queue(
    "supplier_assessments",
    ("buyer", "quality"),
    _l("Suppliers to assess anew"),
    count=lambda session, _actor: _count(_in_use() & (Supplier.next_assessment_on <= _due_by()), session),
    endpoint="list.supplier_assessments",
    icon="clipboard-check",
    order=46,
    which="due",
)
queue(
    "suppliers_to_approve",
    "supervisor",
    _l("Assessed suppliers to approve"),
    count=lambda session, _actor: _count(waiting_for_approval(), session),
    endpoint="list.supplier_assessments",
    icon="patch-check",
    order=46,
    which="to_approve",
)
queue(
    "supplier_banks",
    "supervisor",
    _l("Bank accounts to check"),
    count=lambda session, _actor: (
        session.scalar(select(func.count()).select_from(SupplierBank).where(SupplierBank.state == "open")) or 0
    ),
    endpoint="list.supplier_banks",
    icon="bank",
    order=47,
    urgent=True,
    state="open",
)
