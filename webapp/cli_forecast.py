"""Replay planning over a file of past demand, for judges of forecasts and stock levels: `sparewell forecast`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def numbers(least: float, most: float) -> Callable[[click.Context, click.Parameter, str | None], Any]:
    """Return what reads an option as numbers parted by commas, each above `least` and below `most`."""

    def read_numbers(_context: click.Context, _option: click.Parameter, said: str | None) -> tuple[float, ...] | None:
        if said is None:
            return None
        try:
            found = tuple(float(each) for each in said.split(",") if each.strip())
        except ValueError:
            raise click.BadParameter(f"{said!r} is no list of numbers such as 0.5,0.9") from None
        if not found or not all(least < each < most for each in found):
            raise click.BadParameter(f"each number must lie between {least:g} and {most:g}")
        return found

    return read_numbers


@click.command("forecast")
@click.argument("data", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--start", type=click.IntRange(1), required=True, help="Periods known at the first review.")
@click.option("--reviews", type=click.IntRange(1), default=1, show_default=True, help="Reviews, one period apart.")
@click.option("--horizon", type=click.IntRange(1), default=3, show_default=True, help="Periods forecast one by one.")
@click.option("--protection", type=click.IntRange(1), default=3, show_default=True, help="Lead time + review, periods.")
@click.option(
    "--levels", callback=numbers(0, 1), default="0.5,0.9,0.95,0.99", show_default=True, help="Of the quantiles."
)
@click.option("--dial", callback=numbers(0, 1), default="0.9,0.95,0.98", show_default=True, help="Service targets.")
@click.option(
    "--budget-dial", callback=numbers(0, 1e12), help="Lambdas: target of a part = 1 - lambda * price / median."
)
@click.option("--forecast", type=click.Path(path_type=Path, dir_okay=False, writable=True), help="Write forecasts.")
@click.option("--order-up-to", type=click.Path(path_type=Path, dir_okay=False, writable=True), help="Write levels.")
@click.option("--budget", type=click.Path(path_type=Path, dir_okay=False, writable=True), help="Write priced levels.")
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False, writable=True),
    help="Keep each review in this folder as it is done: a run that was stopped goes on from there.",
)
@click.option("--drop-incomplete", is_flag=True, help="Leave out parts with a blank period.")
@click.option("--all-parts", is_flag=True, help="Keep parts without demand before the first review.")
def command(
    data: Path,
    forecast: Path | None,
    order_up_to: Path | None,
    budget: Path | None,
    budget_dial: tuple[float, ...] | None,
    work: Path | None,
    **asked: Any,
) -> None:
    """Plan at each of H past reviews of DATA (part, one column a period) with only the periods before it.

    Writes arrays (.npz) of forecasts and quantiles, and of order-up-to levels by service target. Needs no database.
    """
    import numpy as np

    from forecasting.rolling import kept_parts
    from forecasting.rolling_parts import rolled
    from webapp.demand_file import read

    if (budget is None) != (budget_dial is None):
        raise click.UsageError("--budget and --budget-dial belong together")
    if forecast is None and order_up_to is None and budget is None:
        raise click.UsageError("say where to write: --forecast, --order-up-to or --budget")
    found = read(data)
    start, reviews = int(asked["start"]), int(asked["reviews"])
    if start + reviews - 1 > found.periods:
        raise click.UsageError(f"the last review needs {start + reviews - 1} periods, the file has {found.periods}")
    keep = kept_parts(
        found.history,
        start,
        drop_incomplete=asked.pop("drop_incomplete"),
        all_parts=asked.pop("all_parts"),
    )
    if not keep.any():
        raise click.ClickException("no part is left: none has demand before the first review")
    if budget_dial is not None and found.unit_price is None:
        raise click.UsageError("--budget-dial needs a column unit_price")
    with click.progressbar(length=reviews, label="Planning", file=sys.stderr) as bar:
        made = rolled(
            found.history[keep],
            budget_dial=budget_dial,
            unit_price=None if found.unit_price is None else found.unit_price[keep],
            progress=lambda done, _total: bar.update(done - bar.pos),
            folder=work,
            **asked,
        )
    if made.found:
        click.echo(f"{made.found} of {reviews} reviews were found in {work}")
    click.echo(f"{int(keep.sum())} of {len(found.parts)} parts, {found.periods} periods, {reviews} reviews")
    for path, arrays in ((forecast, made.forecast), (order_up_to, made.order_up_to), (budget, made.budget)):
        if path is not None and arrays is not None:
            with path.open("wb") as file:
                np.savez_compressed(file, allow_pickle=False, **arrays)
            click.echo(f"{path}: {', '.join(f'{name} {array.shape}' for name, array in arrays.items())}")
