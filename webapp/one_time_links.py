"""Make links by which people without a log-in answer once: a secret of which only the hash is kept.

The secret follows from the application's key and what the link is for, so that a form that is sent twice, or a
reminder, shows the same link without keeping it.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Response, current_app, make_response

from webapp import context

RATE = "30 per minute; 200 per hour"
"""How often an address may open or answer such links: nobody guesses a secret at that pace."""
LONGEST = 200


def token_hash(token: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(token[:LONGEST].encode()).hexdigest()


def secret_for(purpose: str) -> str:
    """Return the secret of a link for a purpose, as `survey` and the request key that asks for it."""
    return hmac.new(str(current_app.secret_key).encode(), purpose.encode(), "sha256").hexdigest()


def address(folder: str, secret: str) -> str:
    """Return the whole address of a link under the name by which the world knows us; jobs have no request to ask."""
    return f"{context.config().base_url.rstrip('/')}/{folder}/{secret}"


def private_page(html: str, status: int = 200) -> Response:
    """Answer a page that no search engine keeps and that tells its address to nobody."""
    answer = make_response(html, status)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
