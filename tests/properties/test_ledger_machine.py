"""Let Hypothesis run the stores at random through the scripts and compare with a simple model after every step."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import (
    run_state_machine_as_test,
)

from tests.support.databases import Copies, quick_folder
from tests.support.stores_machine import PARTS, STORES, Stores

A_DATABASE, LOOK_EVERY = 1000, 100


SHARE = float(os.environ.get("SPAREWELL_RANDOM_SHARE") or os.environ.get("SPAREWELL_DRILL_SHARE", "1"))


SEED = int(os.environ.get("SPAREWELL_SEED", random.SystemRandom().randrange(2**32)))


def run(copies: Copies, examples: int, steps: int) -> None:
    """Run the machine; the seed is printed with a failure, and SPAREWELL_SEED repeats it."""
    print(f"SPAREWELL_SEED={SEED}")  # noqa: T201  pytest shows it with a failure
    machine = type("StoresOnThisEngine", (Stores,), {"copies": copies})
    machine.begun = machine().begin()
    run_state_machine_as_test(
        seed(SEED)(machine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def copies(database_url: str, tmp_path: Path) -> Copies:
    return Copies(database_url, tmp_path)


def test_the_stores_at_random(copies: Copies) -> None:
    run(copies, examples=6 if copies.url.startswith("sqlite") else 3, steps=25)


def by_dice(copies: Copies, steps: int, begin_with: int) -> None:
    """Run the same rules by plain dice: many more steps in the same time, each database going on for a thousand."""
    print(f"SPAREWELL_SEED={SEED}")  # noqa: T201  pytest shows it with a failure
    machine = type("StoresByDice", (Stores,), {"copies": copies, "note": lambda _self, _happened: None})
    machine.begun = machine().begin()
    dice = random.Random(begin_with)
    for first in range(0, steps, A_DATABASE):
        stores = machine()
        for number in range(first, min(first + A_DATABASE, steps)):
            step(stores, dice)
            if number % LOOK_EVERY == 0:
                look(stores)
        look(stores)
        stores.everything_verifies()
        stores.teardown()


def step(stores: Stores, dice: random.Random) -> None:
    """Follow one rule; much of what is tried is refused, as where people are in a hurry."""
    part, store, pieces = dice.choice(PARTS), dice.choice(STORES), dice.randint(1, 6)
    roll = dice.random()
    if roll < 0.08:
        stores.bring_in(part=part, store=store, pieces=pieces, age=dice.randint(0, 5))
    elif roll < 0.2:
        stores.inspect(data=dice)
    elif roll < 0.36:
        stores.put_away(data=dice, second=dice.random() < 0.5)
    elif roll < 0.5:
        stores.ask(part=part, store=store, pieces=dice.randint(1, 4), order=dice.randint(0, 1))
    elif roll < 0.7 and stores.requests:
        stores.issue(data=dice)
    elif roll < 0.85:
        stores.give_back(data=dice, store=store)
    elif roll < 0.978 and stores.requests:
        stores.cancel(data=dice)
    elif roll < 0.981:
        stores.let_promises_lapse()
    elif roll < 0.997:
        stores.transfer(part=part, source=store, pieces=pieces, arrived=dice.randint(0, 6))
    else:
        stores.take_stock(data=dice, store=store, wrong=dice.randint(-3, 3))


def look(stores: Stores) -> None:
    """Compare with the model."""
    stores.the_ledger_is_the_model()
    stores.nothing_is_promised_twice()
    stores.received_is_passed_failed_or_pending()


@pytest.mark.drill
def test_the_stores_at_random_for_long(copies: Copies) -> None:
    run(copies, examples=int(os.environ.get("SPAREWELL_EXAMPLES", "3")), steps=60)


@pytest.mark.drill
@pytest.mark.parametrize("quarter", range(4))
def test_a_hundred_thousand_steps_through_the_scripts(sqlite_url: str, tmp_path: Path, quarter: int) -> None:
    """Go in four quarters, so that two workers share them."""
    with quick_folder(tmp_path) as folder:
        by_dice(Copies(sqlite_url, folder), int(100_000 * SHARE / 4), SEED + quarter)
