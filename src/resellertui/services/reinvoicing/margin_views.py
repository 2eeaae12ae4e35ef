"""What use cases about margins are given and answer with. Amounts are exact decimals as text, without VAT."""

from __future__ import annotations

from datetime import date, datetime

from resellertui.domain.reinvoicing.margin import Method, Scope
from resellertui.services.inputs import Input, Line, Sought
from resellertui.services.views import View


class MarginInput(Input):
    """A margin to add, or to try out."""

    scope: Scope = Scope.ALL
    target: Line = ""
    """The family, or the kind of product, by id, sku or label; nothing for all products."""
    client: Line = ""
    """The only client it is for, by name, e-mail or id; all where it is empty."""
    method: Method
    value: Line = ""
    """Per cent of the cost, or an amount for each unit and period; nothing where there is no margin."""
    currency: Line = ""
    """Of an amount."""
    starts_on: date | None = None
    """The first day of the charges it is for; today where it is left out."""
    note: Line = ""


class MarginQuery(Input):
    """Which margins a list shows."""

    client: Line = ""
    """Only those that are for this client alone; all where it is empty."""
    text: Sought = ""
    """Words of what it says, its id, or its note."""
    current: bool = False
    """Only those that hold today or begin later."""


class MarginView(View):
    """A margin."""

    id: str
    """`MRG-12`."""
    client: str
    """Empty for all clients."""
    client_id: str | None
    scope: Scope
    target: str
    target_label: str
    method: Method
    value: str
    currency: str
    starts_on: date
    note: str
    origin: str
    """`entered`, or `offer`."""
    made_at: datetime
    made_by: str
    state: str
    """`coming`, `holds`, `overtaken`, `ends`."""
    currencies: tuple[str, ...]
    """In which it holds today."""
    overtaken_by: str | None
    margin: str
    """What it charges, in words."""
    lines: str
    """For which lines, in words."""


class MarginPage(View):
    """A window on the margins, the newest first."""

    total: int
    offset: int
    rows: tuple[MarginView, ...]


class PreviewSum(View):
    """What lines of one currency would have brought."""

    id: str
    """The client's id, or the family; empty for the whole."""
    label: str
    currency: str
    lines: int
    affected: int
    """How many of them would have cost the client something else."""
    cost: str
    before: str
    """By the margins as they are."""
    after: str
    """With the new one."""
    difference: str


class MarginPreview(View):
    """What a margin would have changed, had it held for all of the last twelve months."""

    margin: str
    lines: str
    since: date
    until: date
    totals: tuple[PreviewSum, ...]
    families: tuple[PreviewSum, ...]
    clients: tuple[PreviewSum, ...]
    """A window on the clients, those whose bills change most first."""
    clients_total: int
    """How many clients there are, each counted once a currency."""
    offset: int
