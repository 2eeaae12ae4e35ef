"""What use cases about cashback are given, and answer with. Amounts are exact decimals as text."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from resellertui.services.inputs import Input, Line, Sought
from resellertui.services.views import View


class CashbackBy(StrEnum):
    """By what cashback is summed up."""

    MONTH = "month"
    CLIENT = "client"
    PRODUCT = "product"


class CashbackQuery(Input):
    """Which cashback a list shows."""

    text: Sought = ""
    """Words, all of which must hold: a month (`2026-11`), a currency, an id (`CBK-7`, `ORG-12`, `PRD-5`); the others
    together are a part of the client's or of the product's name."""
    state: Line = ""
    """`pending`, `credited` or `void`; all where empty."""
    backwards: bool = False
    """Whether the list is turned round."""


class CashbackRow(View):
    """What a line earned the partner."""

    id: str
    client: str
    client_id: str
    product: str
    product_id: str | None
    currency: str
    amount: str
    reversed: str
    state: str
    """`pending`, `credited` (and reversed in part or whole, by `reversed`), or `void`."""
    made_on: date
    credited_on: date | None


class CashbackPage(View):
    """A window on the partner's cashback, newest first."""

    total: int
    offset: int
    rows: tuple[CashbackRow, ...]


class CashbackSum(View):
    """What a month, a client or a product earned the partner, in one currency."""

    id: str
    """What the list of lines takes for it: a month, or the id of the client or of the product."""
    label: str
    client: str
    """Of a product: its client's name."""
    currency: str
    lines: int
    credited: str
    pending: str
    reversed: str


class CashbackSums(View):
    """A window on sums: of months the newest first, of clients and products what earned most."""

    total: int
    offset: int
    rows: tuple[CashbackSum, ...]


class CashbackBar(View):
    """A month of the chart."""

    month: str
    credited: str
    pending: str
    reversed: str
    bar: str
    """As long as what was credited is to the greatest month's."""


class CashbackMonth(View):
    """What a partner earned in a month, in one currency."""

    month: str
    currency: str
    credited: str
    pending: str
    reversed: str


class CashbackSummary(View):
    """A partner's cashback: what it earned, what waits, and by month."""

    pending: tuple[tuple[str, str], ...]
    """Currency and amount."""
    credited: tuple[tuple[str, str], ...]
    reversed: tuple[tuple[str, str], ...]
    months: tuple[CashbackMonth, ...]


class CashbackExport(View):
    """What an export of cashback wrote."""

    path: str
    records: int
