"""Requests for quotes and offers that need a person: `leads_expiring`, `leads_to_answer`, `offers_to_decide`."""

from __future__ import annotations

from collections.abc import Iterator

from resellertui.domain.attention import Fact
from resellertui.services.attention.onlooker import Onlooker


def lead_facts(_who: Onlooker) -> Iterator[Fact]:
    """Yield nothing yet: no requests for quotes are kept."""
    return iter(())
