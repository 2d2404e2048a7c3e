"""Class the parts anew: `sparewell classes`."""

from __future__ import annotations

from uuid import uuid4

import click

from webapp.terminal import language_option, terminal


@click.command("classes")
@click.option("--by", "by_code", help="Who asks; the first administrator otherwise.")
@language_option
@click.pass_context
def command(context: click.Context, by_code: str | None, language: str | None) -> None:
    """Compute ABC by value, XYZ by variability and FSN by movement of every part from what was issued."""
    from forecasting.classing import classify_parts

    with terminal(context, language) as at:
        by, on = at.person(by_code), at.today()
        done = at.write(
            lambda session: classify_parts(
                session, on=on, by=by, at=at.at, request_key=f"terminal:classes:{uuid4().hex}"
            ),
            by=by,
            source="sparewell classes",
        )
        click.echo(
            f"{done.parts} parts by {done.months} months from {done.first_month_on}: {done.changed} changed class"
        )
