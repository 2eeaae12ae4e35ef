"""What the registry checks answer with."""

from __future__ import annotations

from datetime import datetime

from resellertui.domain.registry import Fact, Reason, Source, State
from resellertui.services.views import View


class NumberStandingView(View):
    """What is known of one fact about a number of an organisation."""

    source: Source
    fact: Fact
    number: str
    """As it is stored."""
    shown: str
    state: State
    stale: bool
    """The last definite answer is over 90 days old."""
    asked_at: datetime | None
    """When it was last asked about; None where it never was."""
    reason: Reason | None
    """Why it is unknown; None otherwise."""
    last_definite: State | None
    """What the registry last said for certain."""
    last_definite_at: datetime | None
    proof: int | None
    """Which answer that is."""
    ask_at: datetime | None
    """When it is asked about next; None where it is not."""
    failures: int
    """How often in a row there was no answer."""
    words: str
    """All of it in a sentence."""


class RegistryView(View):
    """What is known of an organisation's numbers."""

    organisation: str
    organisation_id: str
    enabled: bool
    """The checks are switched on in the settings."""
    numbers: tuple[NumberStandingView, ...]


class ProofView(View):
    """One answer of a registry, as it came."""

    id: int
    source: Source
    fact: Fact
    number: str
    state: State
    asked_at: datetime
    reason: Reason | None
    answer: str
    """Word for word; control characters included."""
