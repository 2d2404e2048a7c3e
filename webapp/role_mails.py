"""Write a mail to everybody of a role, once for each occasion."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.tables import Mail, Person
from webapp.mail import queue_mail
from webapp.tables import RoleGrant


def mail_role(session: Session, role: str, *, subject: str, body: str, about: str, at: datetime) -> int:
    """Queue a mail to each active person of a role who has an address and was not told yet; return how many."""
    holders = select(RoleGrant.person_id).where(RoleGrant.role == role)
    queued = 0
    for person in session.scalars(select(Person).where(Person.id.in_(holders), Person.active).order_by(Person.id)):
        occasion = f"{about}:{person.id}"
        if person.email and session.scalar(select(Mail.id).where(Mail.about == occasion)) is None:
            queue_mail(session, to=person.email, subject=subject, body=body, at=at, about=occasion)
            queued += 1
    return queued
