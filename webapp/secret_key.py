"""Judge a secret key, and keep one for a place that was given none."""

from __future__ import annotations

import os
import secrets
from itertools import pairwise
from pathlib import Path
from typing import Final

KEY_FILE_NAME: Final = "secret-key"
SHORTEST_KEY: Final = 32
FEWEST_CHARACTERS: Final = 10
LARGEST_RUN_SHARE: Final = 0.5
# Words that stand in examples and templates; a random key of 64 letters holds one with a chance below 1 in 10^7.
KNOWN_WORDS: Final = (
    "changeme",
    "changethis",
    "default",
    "development",
    "example",
    "insecure",
    "password",
    "placeholder",
    "production",
    "replaceme",
    "secret",
    "sparewell",
    "yourkey",
)


def secret_weakness(key: str) -> str | None:
    """Say what is weak about `key`, or None for one that may guard a real place.

    >>> secret_weakness("")
    'is missing'
    >>> secret_weakness("ab" * 40)
    'repeats itself'
    """
    plain = "".join(letter for letter in key.lower() if letter.isalnum())
    weaknesses = (
        (not key, "is missing"),
        (len(key) < SHORTEST_KEY, f"is shorter than {SHORTEST_KEY} characters"),
        (any(word in plain for word in KNOWN_WORDS), "holds a well-known word"),
        (key in (key + key)[1:-1], "repeats itself"),
        (len(set(key)) < FEWEST_CHARACTERS, f"has fewer than {FEWEST_CHARACTERS} different characters"),
        (_run_share(key) > LARGEST_RUN_SHARE, "counts through the alphabet"),
    )
    return next((words for holds, words in weaknesses if holds), None)


def _run_share(key: str) -> float:
    """Give the share of neighbours that are the same, or next to each other in the alphabet."""
    near = [abs(ord(right) - ord(left)) <= 1 for left, right in pairwise(key)]
    return sum(near) / max(len(near), 1)


def kept_key(folder: Path) -> str:
    """Give the key that lies in `folder`, made on first use, so that log-ins outlive a restart."""
    path = folder / KEY_FILE_NAME
    if not path.exists():
        _write_new_key(path)
    return path.read_text(encoding="ascii").strip()


def _write_new_key(path: Path) -> None:
    """Write a fresh key whole, readable by its owner alone; a process that was first keeps its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as writer:
        writer.write(secrets.token_urlsafe(48) + "\n")
    try:
        part.rename(path) if os.name == "nt" else os.link(part, path)
    except FileExistsError:
        return
    finally:
        part.unlink(missing_ok=True)
