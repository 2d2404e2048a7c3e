"""Collect the queues that the home page shows each role as cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from webapp import context
from webapp.context import Actor


@dataclass(frozen=True, slots=True)
class Queue:
    """Hold one card: whose it is, how much waits, and where it leads."""

    key: str
    roles: tuple[str, ...]
    title: Any
    count: Callable[[Session, Actor], int]
    endpoint: str
    arguments: dict[str, Any]
    icon: str
    order: int
    urgent: bool


QUEUES: dict[str, Queue] = {}


def queue(
    key: str,
    roles: tuple[str, ...] | str,
    title: Any,
    *,
    count: Callable[[Session, Actor], int],
    endpoint: str,
    icon: str,
    order: int = 100,
    urgent: bool = False,
    **arguments: Any,
) -> None:
    """Add a card for roles; `count` says how much waits, `arguments` go into the address of `endpoint`.

    `urgent` cards are marked as soon as anything waits.
    """
    named = (roles,) if isinstance(roles, str) else roles
    QUEUES[key] = Queue(key, named, title, count, endpoint, arguments, icon, order, urgent)


@dataclass(frozen=True, slots=True)
class Card:
    """Hold a card as it is shown."""

    title: Any
    waiting: int
    url: str
    icon: str
    urgent: bool


def cards() -> list[Card]:
    """Return the cards of whoever asks, in order."""
    actor, session = context.actor(), context.session()
    mine = [each for each in QUEUES.values() if (actor.roles | actor.lent_roles).intersection(each.roles)]
    return [
        Card(q.title, q.count(session, actor), url_for(q.endpoint, **q.arguments), q.icon, q.urgent)
        for q in sorted(mine, key=lambda each: (each.order, each.key))
    ]
