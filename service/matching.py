"""Rank the engineers who could be sent: qualification, region, load; each score opens to its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.settings import define

WEIGHTS = define(
    "service.matching_points",
    {"same_region": 50, "neighbour_region": 25, "load": 40, "model_known": 10},
    "派工评分：同区域、相邻区域、空闲程度、持有本机型资质",
    "Points when ranking engineers: same region, neighbouring region, free capacity, certified for this very model",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hold what a ticket asks of an engineer on a day; no model: any qualification does."""

    region: str
    neighbours: frozenset[str]
    product_model_id: int | None
    family: str
    on: date


@dataclass(frozen=True, slots=True)
class Certificate:
    """Hold one qualification: a family or one model, until a day."""

    family: str
    product_model_id: int | None
    valid_until_on: date


@dataclass(frozen=True, slots=True)
class Engineer:
    """Hold an engineer as the ranking sees them; `load` counts their open tickets."""

    engineer_id: int
    name: str
    region: str
    load: int
    max_load: int
    certificates: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Hold one line of a score: a stable code, its points and the facts behind it."""

    code: str
    points: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold a ranked engineer; not eligible are those whom a rule forbids to send, whatever their points."""

    engineer_id: int
    name: str
    score: int
    eligible: bool
    full: bool
    reasons: tuple[Reason, ...]


def certificate_for(wanted: Wanted, certificates: Iterable[Certificate]) -> Certificate | None:
    """Return the certificate that covers the product on the day: one for the model first, then the longest valid."""
    fitting = [
        each
        for each in certificates
        if each.valid_until_on >= wanted.on
        and (
            wanted.product_model_id is None
            or each.product_model_id == wanted.product_model_id
            or (each.family != "" and each.family == wanted.family)
        )
    ]
    return max(fitting, key=lambda each: (each.product_model_id is not None, each.valid_until_on), default=None)


def rate(wanted: Wanted, engineer: Engineer, weights: Mapping[str, Any]) -> Candidate:
    """Score one engineer and say why."""
    reasons = [_region(wanted, engineer, weights), _load(engineer, weights)]
    certificate = certificate_for(wanted, engineer.certificates)
    if certificate is None:
        reasons.append(Reason("not_qualified", 0, {"on": wanted.on.isoformat()}))
    else:
        exact = certificate.product_model_id is not None and certificate.product_model_id == wanted.product_model_id
        reasons.append(
            Reason(
                "certified_for_model" if exact else "certified_for_family",
                int(weights["model_known"]) if exact else 0,
                {"family": certificate.family, "valid_until_on": certificate.valid_until_on.isoformat()},
            )
        )
    score = sum(reason.points for reason in reasons)
    full = engineer.load >= engineer.max_load
    return Candidate(engineer.engineer_id, engineer.name, score, certificate is not None, full, tuple(reasons))


def rank(wanted: Wanted, engineers: Iterable[Engineer], weights: Mapping[str, Any]) -> tuple[Candidate, ...]:
    """Rank engineers: those who may be sent and have room first, then by score, then by name."""
    rated = [rate(wanted, each, weights) for each in engineers]
    return tuple(sorted(rated, key=lambda each: (not each.eligible, each.full, -each.score, each.name)))


def _region(wanted: Wanted, engineer: Engineer, weights: Mapping[str, Any]) -> Reason:
    facts = {"region": engineer.region}
    if wanted.region and engineer.region == wanted.region:
        return Reason("same_region", int(weights["same_region"]), facts)
    if engineer.region in wanted.neighbours:
        return Reason("neighbour_region", int(weights["neighbour_region"]), facts)
    return Reason("far_region", 0, facts)


def _load(engineer: Engineer, weights: Mapping[str, Any]) -> Reason:
    free = max(engineer.max_load - engineer.load, 0)
    points = int(weights["load"]) * free // engineer.max_load
    return Reason("load", points, {"load": engineer.load, "max_load": engineer.max_load})
