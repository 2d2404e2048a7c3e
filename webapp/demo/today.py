"""Leave today's work to do: something waits in the queue of every role."""

from __future__ import annotations

from datetime import datetime

from webapp.demo.repairs import Service
from webapp.demo.stage import Stage
from webapp.demo.stores import Stores
from webapp.demo.supply import Supply


def fill_queues(stage: Stage, service: Service, supply: Supply, stores: Stores, now: datetime) -> None:
    """Leave work."""
