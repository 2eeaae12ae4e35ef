"""Contracts that came of requests, and clients' products of other providers."""

from __future__ import annotations

from datetime import datetime

from resellertui.services.inputs import FilledLine, Input, Line, Lines
from resellertui.services.leads.views import OfferLineView
from resellertui.services.views import View


class ContractRow(View):
    """A contract that came of a request."""

    id: str
    request: str
    offer: str
    partner: str
    client: str
    client_id: str
    partnership: str
    partnership_state: str
    accepted_at: datetime
    order: str
    """The id of the order of its basket; empty until then, and again once that was declined."""
    ordered_at: datetime | None
    total: str
    currency: str
    breaches: int
    """Products of other providers noted on its client while it binds."""


class ContractPage(View):
    """A window on contracts, the newest first."""

    total: int
    offset: int
    rows: tuple[ContractRow, ...]


class ContractView(ContractRow):
    """A contract with its basket."""

    lines: tuple[OfferLineView, ...]
    may_order: bool
    why_not: str
    """Why its basket can't be ordered now, in words; empty where it can."""
    given_up: str
    """Which order of it came to nothing, in words, while it is left to order again; empty otherwise."""


class OutsideInput(Input):
    """A product of another provider, as somebody notes it."""

    client: Line = ""
    """One's own organisation, or the one entered, where left out."""
    provider: FilledLine
    product: FilledLine
    note: Lines = ""


class SettlementInput(Input):
    """What staff settle about a breach."""

    outcome: Lines = ""


class OutsideView(View):
    """A product of another provider noted on a client."""

    id: str
    client: str
    client_id: str
    partner: str
    provider: str
    product: str
    note: str
    noted_at: datetime
    noted_by: str
    contract: str
    """The contract whose commitment it breaks; empty where none does."""
    is_open: bool
    """Whether staff have still to settle it."""
    outcome: str


class OutsidePage(View):
    """A window on products of other providers."""

    total: int
    offset: int
    rows: tuple[OutsideView, ...]
