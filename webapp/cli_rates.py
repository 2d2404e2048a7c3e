"""Compute failure rates and planned needs anew: `sparewell rates`."""

from __future__ import annotations

from uuid import uuid4

import click

from webapp.terminal import language_option, terminal


@click.command("rates")
@click.option("--by", "by_code", help="Who asks; the first administrator otherwise.")
@language_option
@click.pass_context
def command(context: click.Context, by_code: str | None, language: str | None) -> None:
    """Compute failure rates by part and model, what the installed base will need, and what is planned."""
    from service.base_planning import plan_base

    with terminal(context, language) as at:
        by, on = at.person(by_code), at.today()
        done = at.write(
            lambda session: plan_base(session, on=on, by=by, at=at.at, request_key=f"terminal:rates:{uuid4().hex}"),
            by=by,
            source="sparewell rates",
        )
        click.echo(
            f"{done.units:.0f} units in use, {done.failures:.0f} failures: {done.rates} rates, forecasts of "
            f"{done.parts} parts, {done.needs} planned needs"
        )
