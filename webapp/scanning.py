"""Find what a scanned code stands for; each room adds its own kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from inventory.scan_codes import ScanCode, parse_code
from webapp import context
from webapp.context import Actor


@dataclass(frozen=True, slots=True)
class Found:
    """Hold what a code stands for: the kind in words, its code and name, its page, and what to do next."""

    kind: Any
    code: str
    label: str
    url: str
    actions: tuple[tuple[Any, str], ...] = ()


Finder = Callable[[Session, Actor, ScanCode], "list[Found]"]


@dataclass(frozen=True, slots=True)
class Target:
    """Hold a finder with the permission that it needs."""

    key: str
    permission: str
    find: Finder
    order: int


TARGETS: dict[str, Target] = {}


def scan_target(key: str, permission: str, find: Finder, order: int = 100) -> None:
    """Register a finder: it gets the parsed code (`code.kind` is None for a plain key) and returns what fits."""
    TARGETS[key] = Target(key, permission, find, order)


def find(text: str) -> list[Found]:
    """Return everything that bears the code and that whoever asks may see."""
    code, session, actor = parse_code(text), context.session(), context.actor()
    mine = sorted((t for t in TARGETS.values() if actor.may(t.permission)), key=lambda t: (t.order, t.key))
    return [found for target in mine for found in target.find(session, actor, code)]
