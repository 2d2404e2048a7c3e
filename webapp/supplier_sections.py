"""Gather what the sections of a supplier's page show: path, papers, people, bank account, categories."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Category, Part
from kernel.settings import setting
from kernel.tables import Attachment, Person
from procurement import settings
from procurement.finding_qualification import hindrances, newest_assessment, steps_select, valid_assessment
from procurement.finding_standing import open_release
from procurement.qualification import Hindrance
from procurement.queries.offers import standings
from procurement.tables import (
    Supplier,
    SupplierAssessment,
    SupplierBank,
    SupplierCategory,
    SupplierCertificate,
    SupplierContact,
    SupplierRelease,
    SupplierSample,
)
from webapp import supplier_files
from webapp.forms import new_key

STEPS_SHOWN = 30
SAMPLES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Sections:
    """Hold what the page of a supplier shows beside its facts, score and offers."""

    hindrance: Hindrance | None
    assessment: SupplierAssessment | None
    assessed_by: str
    valid: bool
    may_approve: bool
    overdue: bool
    due_soon: bool
    steps: list[Any]
    samples: list[Any]
    certificates: list[SupplierCertificate]
    warn_on: date
    papers: dict[int, list[Attachment]]
    documents: list[Attachment]
    contacts: list[SupplierContact]
    bank: Any
    may_decide_bank: bool
    bank_history: list[Any]
    categories: list[Category]
    release: SupplierRelease | None
    released_by: str
    file_key: str = field(default_factory=new_key)


def sections(session: Session, row: Supplier, *, today: date, actor_id: int) -> Sections:
    """Read the sections of a supplier's page."""
    rule = setting(session, settings.ASSESSMENT, today)
    warn = int(setting(session, settings.CERTIFICATE_WARN_DAYS, today))
    assessment = newest_assessment(session, row.id)
    assessor = session.get(Person, assessment.assessed_by_id) if assessment else None
    standing = {key: each[0] for key, each in standings(session).items()}
    papers = list(
        session.scalars(
            select(SupplierCertificate)
            .where(SupplierCertificate.supplier_id == row.id)
            .order_by(SupplierCertificate.kind, SupplierCertificate.expires_on.desc())
        )
    )
    banks = bank_rows(session, row.id)
    due, release = row.next_assessment_on, open_release(session, row.id)
    return Sections(
        hindrance=hindrances(session, on=today, standings=standing, supplier_ids=[row.id]).get(row.id),
        assessment=assessment,
        assessed_by=assessor.name if assessor else "",
        valid=valid_assessment(session, row.id, today) is not None,
        may_approve=actor_id not in {row.proposed_by_id, assessor.id if assessor else 0}
        and (row.state != "approved" or _fresh(row, assessment)),
        overdue=due is not None and due < today,
        due_soon=due is not None and today <= due <= today + timedelta(days=int(rule["warn_days"])),
        steps=list(session.execute(steps_select(row.id).limit(STEPS_SHOWN)).all()),
        samples=samples_of(session, row.id),
        certificates=papers,
        warn_on=today + timedelta(days=warn),
        papers=supplier_files.papers_of(session, [each.id for each in papers]),
        documents=supplier_files.documents_of(session, row.id),
        contacts=list(
            session.scalars(
                select(SupplierContact)
                .where(SupplierContact.supplier_id == row.id)
                .order_by(SupplierContact.main.desc(), SupplierContact.active.desc(), SupplierContact.name)
            )
        ),
        bank=(waiting := next((each for each in banks if each.SupplierBank.state == "open"), None)),
        may_decide_bank=waiting is not None and waiting.SupplierBank.proposed_by_id != actor_id,
        bank_history=[each for each in banks if each.SupplierBank.state != "open"],
        categories=list(
            session.scalars(
                select(Category)
                .join(SupplierCategory, SupplierCategory.category_id == Category.id)
                .where(SupplierCategory.supplier_id == row.id)
                .order_by(Category.code)
            )
        ),
        release=release,
        released_by=session.get_one(Person, release.released_by_id).name if release else "",
    )


def _fresh(row: Supplier, assessment: SupplierAssessment | None) -> bool:
    """Tell whether a passed assessment waits for an approval that renews the qualification."""
    if assessment is None or not assessment.passed:
        return False
    return row.approved_at is None or assessment.assessed_at > row.approved_at


def samples_of(session: Session, supplier_id: int, since: date = date.min) -> list[Any]:
    """Return the newest samples of a supplier since a day, with part and inspector."""
    return list(
        session.execute(
            select(SupplierSample, Part.number, Person.name)
            .join(Part, Part.id == SupplierSample.part_id)
            .join(Person, Person.id == SupplierSample.inspected_by_id)
            .where(SupplierSample.supplier_id == supplier_id, SupplierSample.inspected_on >= since)
            .order_by(SupplierSample.inspected_on.desc(), SupplierSample.id.desc())
            .limit(SAMPLES_SHOWN)
        ).all()
    )


def bank_rows(session: Session, supplier_id: int) -> list[Any]:
    """Return the changes of a supplier's bank account with who asked for each, the newest first."""
    return list(
        session.execute(
            select(SupplierBank, Person.name)
            .join(Person, Person.id == SupplierBank.proposed_by_id)
            .where(SupplierBank.supplier_id == supplier_id)
            .order_by(SupplierBank.id.desc())
        ).all()
    )
