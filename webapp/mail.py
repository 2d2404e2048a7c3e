"""Queue mail with the transaction that asks for it, and send what waits by SMTP."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import partial
from mimetypes import guess_type
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.tables import Blob, Mail
from webapp.config import Config

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 5, 15, 60, 240, 720, 1440))
"""How long after it was queued each try comes; after the last one the mail is given up."""
CONNECT_SECONDS = 20


def queue_mail(
    session: Session,
    *,
    to: str,
    subject: str,
    body: str,
    at: datetime,
    about: str = "",
    attachment: tuple[str, bytes] | None = None,
) -> int:
    """Put a mail into the queue, sent only if the caller's transaction commits; returns its id."""
    name, sha256 = None, None
    if attachment is not None:
        name, sha256 = attachment[0], store_blob(session, attachment[1])
    row = Mail(
        to_address=_one_line(to),
        subject=_one_line(subject)[:300],
        body=body,
        queued_at=at,
        attachment_name=name,
        attachment_sha256=sha256,
        about=about,
    )
    session.add(row)
    session.flush()
    return row.id


def store_blob(session: Session, content: bytes) -> str:
    """Keep bytes once for each content and return their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    if session.get(Blob, sha256) is None:
        session.add(Blob(sha256=sha256, content=content))
        session.flush()
    return sha256


def _one_line(text: str) -> str:
    return " ".join(text.split())


def send_waiting(write: Callable[[Callable[[Session], Any]], Any], config: Config, clock: Clock) -> int:
    """Send every mail that is due and return how many went; each is claimed before and settled after its sending."""
    if not config.sends_mail:
        return 0
    sent = 0
    tried: set[int] = set()
    while (claimed := write(lambda session: _claim(session, clock.now(), frozenset(tried)))) is not None:
        mail_id, message = claimed
        tried.add(mail_id)
        try:
            deliver(message, config, clock.now())
        except (smtplib.SMTPException, OSError) as error:
            said = f"{type(error).__name__}: {error}"[:500]
            write(partial(_settle, mail_id=mail_id, at=clock.now(), error=said))
        else:
            write(partial(_settle, mail_id=mail_id, at=clock.now(), error=None))
            sent += 1
    return sent


def _claim(session: Session, at: datetime, tried: frozenset[int]) -> tuple[int, EmailMessage] | None:
    """Take the oldest mail that is due, counting the try before it is made."""
    due = select(Mail).where(Mail.state.in_(("queued", "failed"))).order_by(Mail.id)
    for row in session.scalars(due.with_for_update(skip_locked=True)):
        if row.id in tried:
            continue
        if row.tries == 0 or at >= row.queued_at + PAUSES[min(row.tries, len(PAUSES) - 1)]:
            row.tries += 1
            row.state, row.last_error = "failed", "sending"
            if row.tries >= len(PAUSES):
                row.state = "given_up"
            return row.id, _message(session, row)
    return None


def _settle(session: Session, mail_id: int, at: datetime, error: str | None) -> None:
    row = session.get_one(Mail, mail_id)
    row.last_error = error
    if error is None:
        row.state, row.sent_at = "sent", at


def _message(session: Session, row: Mail) -> EmailMessage:
    message = EmailMessage()
    message["To"] = row.to_address
    message["Subject"] = row.subject
    message.set_content(row.body)
    if row.attachment_sha256 and row.attachment_name:
        kind, _encoding = guess_type(row.attachment_name)
        main, _slash, sub = (kind or "application/octet-stream").partition("/")
        content = session.get_one(Blob, row.attachment_sha256).content
        message.add_attachment(content, maintype=main, subtype=sub, filename=row.attachment_name)
    return message


def deliver(message: EmailMessage, config: Config, at: datetime) -> None:
    """Hand a mail to the server."""
    message["From"] = config.mail_from
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=config.mail_from.rpartition("@")[2].rstrip("> ") or "localhost")
    made: smtplib.SMTP
    if config.mail_security == "tls":
        made = smtplib.SMTP_SSL(
            config.mail_host, config.mail_port, timeout=CONNECT_SECONDS, context=ssl.create_default_context()
        )
    else:
        made = smtplib.SMTP(config.mail_host, config.mail_port, timeout=CONNECT_SECONDS)
    with made as server:
        if config.mail_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if config.mail_user:
            server.login(config.mail_user, config.mail_password)
        server.send_message(message)
