"""What can be done with scores: make them, mail them, and let one order through to whom they block."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory.finding import found
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from procurement import evaluating, releasing
from procurement.evaluating import Evaluated
from procurement.tables import Supplier
from receiving.queries.claim_facts import claim_facts
from webapp import context
from webapp.commands import Command, command
from webapp.fields import ChoiceField, Input, RowId, TextField
from webapp.mail import queue_mail

LANGUAGES = {"zh": _l("Chinese"), "en": _l("English")}
S = "/suppliers/<int:supplier_id>"


class EvaluateInput(Input):
    """Score all suppliers as of today."""


class MailScorecardInput(Input):
    """Say in which language and with which words a scorecard goes to the supplier."""

    supplier_id = RowId(required=True)
    language = ChoiceField(LANGUAGES, required=True, metadata={"label": _l("Language of the paper")})
    message = TextField(2000, required=True, metadata={"label": _l("Message to the supplier"), "rows": 8})


class ReleaseInput(Input):
    """Say why the next order may go to a supplier that its score blocks."""

    supplier_id = RowId(required=True)
    reason = TextField(300, required=True, metadata={"label": _l("Reason")})


class EndReleaseInput(Input):
    """Name a supplier to which no order is let through any more."""

    supplier_id = RowId(required=True)


@dataclass(frozen=True, slots=True)
class Mailed:
    """Name the mail that carries a scorecard, and to whom it goes."""

    mail_id: int
    to: str
    number: str


def evaluate(session: Session, *, by: int, at: datetime, request_key: str) -> Evaluated:
    """Score all suppliers as of today from what really came."""
    on = context.today()
    claims = claim_facts(session, on=on)
    return evaluating.evaluate_suppliers(session, on=on, claims=claims, by=by, at=at, request_key=request_key)


@once
def mail_scorecard(
    session: Session, *, supplier_id: int, language: str, message: str, by: int, at: datetime, request_key: str
) -> Mailed:
    """Queue the newest scorecard to the supplier's address; the mail stays on record."""
    from webapp.score_words import score_of
    from webapp.scorecard_paper import scorecard_number, scorecard_pdf

    del by, request_key  # the trail and `once` keep them
    supplier = found(session, Supplier, supplier_id)
    detail = score_of(session, supplier_id)
    if detail is None:
        raise InvalidState("not_scored_yet", supplier=supplier.code)
    if not supplier.email:
        raise RuleViolation("supplier_unreachable", supplier=supplier.code)
    number = scorecard_number(supplier, detail)
    mail_id = queue_mail(
        session,
        to=supplier.email,
        subject=f"供应商综合评估 Supplier scorecard {number}",
        body=message,
        at=at,
        about=f"scorecard:{supplier_id}",
        attachment=(f"{number}.pdf", scorecard_pdf(session, supplier, detail, language)),
    )
    return Mailed(mail_id, supplier.email, number)


EVALUATE = command(
    Command(
        "evaluate_suppliers",
        _l("Score the suppliers"),
        "suppliers.write",
        evaluate,
        EvaluateInput,
        "/suppliers/scores",
        "suppliers",
        done=_l("All suppliers are scored as of today."),
    )
)
MAIL = command(
    Command(
        "mail_scorecard",
        _l("Mail the scorecard"),
        "suppliers.write",
        mail_scorecard,
        MailScorecardInput,
        f"{S}/scorecard/mail",
        "suppliers",
        done=_l("The scorecard is on its way to the supplier."),
    )
)
RELEASE = command(
    Command(
        "release_supplier",
        _l("Let one order through"),
        "suppliers.approve",
        releasing.release_supplier,
        ReleaseInput,
        f"{S}/release",
        "suppliers",
        done=_l("The next order to this supplier goes through; somebody else drafts it."),
    )
)
END_RELEASE = command(
    Command(
        "end_supplier_release",
        _l("Take the release back"),
        "suppliers.approve",
        releasing.end_release,
        EndReleaseInput,
        f"{S}/release/end",
        "suppliers",
        done=_l("No order is let through any more."),
    )
)
