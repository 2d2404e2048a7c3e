"""Hash and check passwords with argon2id; an unknown name costs the same time as a wrong password."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from kernel.errors import RuleViolation

SHORTEST = 10
LONGEST = 200
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def random_password() -> str:
    """Return a password that can be read aloud and typed: 4 groups of 4 letters and digits, 92 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def check_strength(password: str, *names: str) -> None:
    """Refuse a password that is short, one letter over and over, or the person's own name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise RuleViolation("password_length", least=SHORTEST, most=LONGEST)
    if len(set(password)) < 5 or password.lower() in {name.lower() for name in names if name}:
        raise RuleViolation("password_guessable")


@cache
def _hasher(memory_kib: int, rounds: int) -> PasswordHasher:
    return PasswordHasher(memory_cost=memory_kib, time_cost=rounds, parallelism=1)


def hasher() -> PasswordHasher:
    """Return the hasher with the application's cost."""
    memory_kib, rounds = current_app.config["ARGON2_COST"]
    return _hasher(memory_kib, rounds)


@cache
def _nobodys_hash(memory_kib: int, rounds: int) -> str:
    return _hasher(memory_kib, rounds).hash(secrets.token_hex())


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return hasher().hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Tell whether the password is the one that was hashed; without a hash the same work is done in vain."""
    try:
        known = password_hash or _nobodys_hash(*current_app.config["ARGON2_COST"])
        return hasher().verify(known, password[: LONGEST * 4]) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
