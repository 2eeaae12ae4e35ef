"""A partner's clients in words: states, access and payment as lists and pages show them."""

from __future__ import annotations

from resellertui.domain.partnership import Access, Payment, Side, State, state_label
from resellertui.domain.wording import _
from resellertui.services.views import ClientRow
from resellertui.tui import formats
from resellertui.tui.widgets.record_source import Row, Tone

GLYPHS = {
    State.PENDING: "◐",
    State.ACTIVE: "●",
    State.ENDED: "■",
    State.REFUSED: "✕",
    State.WITHDRAWN: "○",
    State.EXPIRED: "○",
}
PAUSED = "‖"


def state_words(state: State, *, paused: bool = False, to_answer: bool = False) -> str:
    """Return a state as a sign and a word, told from the side of the partner."""
    if paused:
        return f"{PAUSED} {_('paused')}"
    if state is State.PENDING:
        return f"{GLYPHS[state]} {_('to answer') if to_answer else _('waiting')}"
    return f"{GLYPHS[state]} {state_label(state)}"


def access_word(access: Access) -> str:
    """Return the access in one word, for a column."""
    return {Access.LIMITED: _("limited"), Access.FULL: _("full")}[access]


def payment_word(payment: Payment | None) -> str:
    """Return whose payment method it is, for a column; a dash with limited access."""
    return "–" if payment is None else {Payment.CLIENT: _("client's"), Payment.PARTNER: _("partner's")}[payment]


def is_to_answer(row: ClientRow) -> bool:
    """Return whether the client asked and the partner has to answer."""
    return row.state is State.PENDING and row.initiator is Side.CLIENT


BOUND = "§"
"""The sign of a client won by a quote request, which is served with the provider's products only."""


def row_of(client: ClientRow, *, is_bound: bool = False) -> Row:
    """Return a client as the list shows it."""
    state = state_words(client.state, paused=client.paused, to_answer=is_to_answer(client))
    return Row(
        client.partnership_id,
        {
            "name": client.name,
            "reference": client.reference,
            "city": client.city,
            "access": access_word(client.access),
            "payment": payment_word(client.payment),
            "products": "–" if client.products is None else str(client.products),
            "next_expiry": formats.day(client.next_expiry),
            "since": formats.day(formats.local(client.since)),
            "state": f"{state} {BOUND}" if is_bound else state,
            "commitment": _("quote request: provider's products only") if is_bound else "",
        },
        _tone(client),
    )


def _tone(client: ClientRow) -> Tone | None:
    if client.paused or is_to_answer(client):
        return Tone.WARNING
    return None if client.state in {State.ACTIVE, State.PENDING} else Tone.MUTED
