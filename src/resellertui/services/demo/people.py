"""The people that every demonstration and every seeded database has, and their password."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

DEMO_PASSWORD = "demo"  # noqa: S105  # published: it protects nothing


@dataclass(frozen=True)
class Person:
    """Someone in the story."""

    name: str
    email: str


STAFF = Person("Sofia Keller", "staff@provider.example")
AGENCY_OWNER = Person("Amélie Rochat", "owner@agency.example")
AGENCY_TEAM = Person("Davide Conti", "team@agency.example")
CLIENT_OWNER = Person("Florence Dubuis", "owner@client.example")
STUDIO_OWNER = Person("Giulia Ponte", "owner@studio.example")


@cache
def demo_hash() -> str:
    """Return the hash of the published password, the cheapest there is: it guards nothing and is checked often."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(DEMO_PASSWORD)
