"""A real SMTP server that keeps what it is sent, and the work that sends what waits to it."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from tests.support.web import Web
from webapp.config import Config
from webapp.mail import send_waiting
from webapp.unit_of_work import sessions, transact


class Inbox(Message):
    """Keep the mails that arrived, oldest first."""

    def __init__(self, port: int) -> None:
        """Begin empty."""
        super().__init__()
        self.port = port
        self.mails: list[EmailMessage] = []

    def handle_message(self, message: Any) -> None:
        """Keep a mail."""
        read = email.message_from_bytes(bytes(message), policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        self.mails.append(read)

    def to(self, address: str) -> EmailMessage:
        """Return the newest mail to an address."""
        return [each for each in self.mails if each["To"] == address][-1]


@contextmanager
def receiving() -> Iterator[Inbox]:
    """Run the server on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    handler = Inbox(port)
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield handler
    finally:
        server.stop()


def sender(web: Web, port: int) -> Callable[[], int]:
    """Return the work that sends the waiting mails of an application to a server."""
    config = Config(mail_host="127.0.0.1", mail_port=port, mail_security="none", mail_from="Parts <parts@example.com>")
    clock = web.app.config["CLOCK"]

    def write(work: Any) -> Any:
        with web.app.app_context():
            return transact(sessions(), work, by=None, at=clock.now(), source="test")

    return lambda: send_waiting(write, config, clock)
