"""Tokens: random, shown or kept once with their owner; only a hash is in the database, which so lets nobody in."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 24


def new_token() -> tuple[str, str]:
    """Return a token to send and the hash to keep. It never begins with a dash, which a command takes for an option."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    while token.startswith("-"):
        token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """Return what is kept of a token: it is random and long, so a plain hash gives nothing away."""
    return hashlib.sha256(token.strip().encode(errors="surrogatepass")).hexdigest()
