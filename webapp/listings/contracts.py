"""List contracts with the days that are left, and put those that end soon or wait on home pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from kernel.settings import setting
from procurement import settings
from procurement.queries.contracts import contracts_select
from procurement.tables import Contract, ContractLine, ContractVersion
from webapp import context
from webapp.commands_of.contracts import STATES, TONES
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue

_VERSION = aliased(ContractVersion)
DRAFTED = exists().where(_VERSION.contract_id == Contract.id, _VERSION.state == "draft")
"""The list shows a version of each contract itself, so another name of the table is looked through."""


def _contracts(_session: Session, filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    made = contracts_select()
    if text := filters.get("q"):
        made = made.where(
            Contract.number.icontains(text, autoescape=True) | ContractVersion.title.icontains(text, autoescape=True)
        )
    if (ending := filters.get("ending")) is not None:
        soon = (Contract.state == "active") & (ContractVersion.ends_on <= _horizon(context.session()))
        made = made.where(soon if ending else ~soon)
    return made


def _horizon(session: Session) -> Any:
    """Return the day until which a contract's end is near."""
    return context.today() + timedelta(days=int(setting(session, settings.CONTRACT_WARN, context.today())))


def _days_left(row: Any) -> int | None:
    return max((row.ends_on - context.today()).days, 0) if row.state == "active" else None


def _names_part(part_id: int) -> Any:
    return exists().where(ContractLine.contract_version_id == ContractVersion.id, ContractLine.part_id == part_id)


listing(
    Listing(
        "contracts",
        _l("Contracts"),
        "contracts.read",
        _contracts,
        [
            Column("number", _l("Number")),
            Column("title", _l("Title")),
            Column("supplier_name", _l("Supplier"), "name"),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("version", _l("Version"), "number"),
            Column("parts", _l("Parts"), "number"),
            Column("begins_on", _l("Begins on"), "date"),
            Column("ends_on", _l("Ends on"), "date"),
            Column("days_left", _l("Days left"), "number", value=_days_left, sort_by="ends_on"),
            Column("currency", _l("Currency"), shown=False),
            Column("supplier_code", _l("Supplier code"), shown=False),
        ],
        [
            Filter("q", _l("Number or title")),
            Filter("state", _l("State"), "choice", choices=STATES, where=lambda v: Contract.state == v),
            Filter("supplier", _l("Supplier"), "supplier", where=lambda v: Contract.supplier_id == v),
            Filter("part", _l("Part"), "part", where=_names_part),
            Filter("ending", _l("Ends soon"), "flag"),
            Filter("draft", _l("Waits for approval"), "flag", where=lambda wanted: DRAFTED if wanted else ~DRAFTED),
        ],
        "ends_on",
        row_url=lambda row: url_for("contracts.show", contract_id=row.id),
        actions=[Action(_l("New contract"), "contracts.new", "contracts.write")],
        group="buying",
        order=45,
        tag="contracts",
        intro=_l("What is agreed with suppliers: orders take these prices first, and say why where they leave them."),
        empty=_l("No contracts yet. Write the first one; somebody else approves it."),
    )
)


def _ending(session: Session, _actor: Actor) -> int:
    near = select(func.count()).select_from(Contract).join(ContractVersion, ContractVersion.contract_id == Contract.id)
    active = (Contract.state == "active", ContractVersion.state == "active")
    return session.scalar(near.where(*active, ContractVersion.ends_on <= _horizon(session))) or 0


def _drafts(session: Session, _actor: Actor) -> int:
    drafts = select(func.count()).select_from(ContractVersion).where(ContractVersion.state == "draft")
    return session.scalar(drafts) or 0


queue(
    "contracts_ending",
    "buyer",
    _l("Contracts that end soon"),
    count=_ending,
    endpoint="list.contracts",
    icon="calendar-x",
    order=45,
    ending="yes",
)
queue(
    "contracts_to_approve",
    "supervisor",
    _l("Contracts to approve"),
    count=_drafts,
    endpoint="list.contracts",
    icon="file-earmark-check",
    order=46,
    draft="yes",
)
