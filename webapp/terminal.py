"""Share what commands of the terminal need: who works, in which language, in one transaction, with progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import AppError
from kernel.settings import day_of
from kernel.tables import Person

R = TypeVar("R")
LANGUAGES = {"en": "en", "zh": "zh_Hans_CN"}
IN_LANGUAGE = "Language of messages; the terminal's own otherwise."


@dataclass(frozen=True)
class Terminal:
    """Hold the application that a command works on."""

    app: Any
    at: datetime

    def read(self, work: Callable[[Session], R]) -> R:
        """Run work that only reads."""
        from kernel.auditing import acting
        from kernel.db import reading
        from webapp.db import db, own_sessions

        with own_sessions(db.engine)() as session:
            return work(reading(acting(session, by=None, at=self.at, source="terminal")))

    def write(self, work: Callable[[Session], R], *, by: int, source: str) -> R:
        """Run work in one transaction: all of it stands, or nothing."""
        from webapp.db import db, own_sessions
        from webapp.unit_of_work import transact

        return transact(own_sessions(db.engine), work, by=by, at=self.at, source=source)

    def today(self) -> date:
        """Return the business date."""
        return self.read(lambda session: day_of(session, self.at))

    def person(self, code: str | None) -> int:
        """Return the id of a person by code; without one, of the first active administrator."""
        return self.read(lambda session: person_id(session, code))


def person_id(session: Session, code: str | None) -> int:
    """Return an active person by code, or the first active administrator."""
    from webapp.tables import RoleGrant

    find = select(Person.id).where(Person.active).order_by(Person.id).limit(1)
    if code:
        found = session.scalar(find.where(Person.code == code))
    else:
        admins = select(RoleGrant.person_id).where(RoleGrant.role == "admin")
        found = session.scalar(find.where(Person.id.in_(admins)))
    if found is None:
        raise click.ClickException(f"There is no active person {code}." if code else "Say who works: --by CODE")
    return found


@contextmanager
def terminal(context: click.Context, language: str | None) -> Iterator[Terminal]:
    """Give a command the application; a refusal ends it with words instead of a trace."""
    from flask_babel import force_locale

    from webapp.cli import make_app
    from webapp.messages import message

    app = make_app(context)
    wanted = language or ("zh" if os.environ.get("LANG", "").startswith("zh") else "en")
    with app.app_context(), force_locale(LANGUAGES[wanted]):
        try:
            yield Terminal(app, app.config["CLOCK"].now())
        except AppError as error:
            raise click.ClickException(message(error)) from None


def bar_of(label: str) -> Any:
    """Return a progress bar that writes beside the output; its length becomes known as work goes on."""
    return click.progressbar(length=1, label=label, file=sys.stderr)


def teller(bar: Any) -> Callable[[int, int], None]:
    """Return what moves a progress bar to so many steps of so many."""

    def tell(done: int, total: int) -> None:
        if total:
            bar.length = total
            bar.update(done - bar.pos)

    return tell


def told_on_errors(step: str) -> None:
    """Say beside the output what a long command is at, where somebody watches."""
    if sys.stderr.isatty():
        click.echo(f"  {step.replace('_', ' ')}", err=True)


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the choice of language."""
    chosen = click.Choice(sorted(LANGUAGES))
    return click.option("--language", type=chosen, help=IN_LANGUAGE)(command)
