"""What pages of requests and clients say of the contracts that came of them, and the key to their partnership."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from resellertui.domain.errors import Forbidden, NotFound
from resellertui.domain.partnership import Side, State, state_label
from resellertui.domain.wording import _, ngettext
from resellertui.services.leads.contract_views import ContractRow, ContractView
from resellertui.services.views import PartnershipView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.facts import POINT
from resellertui.tui.quotes.words import Facts, money

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

PARTNERSHIP = Command(
    "quotes.partnership",
    "p",
    "Partnership",
    "Open the partnership that came of the accepted offer.",
    footer=35,
)


def contract_facts(view: ContractView | None) -> Facts:
    """Return an accepted offer's contract: with whom, how far it is, and what is left to order."""
    if view is None:
        return []
    ordered = (
        _("{order}, {moment}").format(order=view.order, moment=formats.moment(view.ordered_at))
        if view.order
        else view.why_not or _("not ordered yet")
    )
    facts: Facts = [
        ("", _("Contract {contract}").format(contract=view.id)),
        (_("Partner"), view.partner),
        (_("Client"), view.client),
        (_("Accepted"), formats.moment(view.accepted_at)),
        (
            _("Partnership"),
            _("{id}: {state}").format(id=view.partnership, state=state_label(State(view.partnership_state))),
        ),
        (_("Total"), _("{money} without VAT").format(money=money(view.total, view.currency))),
        (_("Order"), ordered),
        *([(POINT, view.given_up)] if view.given_up else []),
        (POINT, _("Won by a quote request: it is served with the provider's products only.")),
    ]
    if view.breaches:
        words = ngettext(
            "{count} product of another provider is noted on the client.",
            "{count} products of other providers are noted on the client.",
            view.breaches,
        )
        facts.append((POINT, words.format(count=view.breaches)))
    return facts


async def read_contract(app: ConsoleApp, contract: str) -> ContractView | None:
    """Return a contract by its id; nothing for none, or for who may not read it."""
    if contract:
        with suppress(Forbidden, NotFound):
            return await app.ask(app.services.quote_contracts.show, contract)
    return None


async def read_bound(app: ConsoleApp, one: PartnershipView) -> Sequence[ContractRow]:
    """Return the contracts of a client that bind the reader's organisation; nothing for who may not know."""
    if one.client_id is None or one.side is not Side.PARTNER or one.state is not State.ACTIVE:
        return ()
    with suppress(Forbidden, NotFound):
        return await app.ask(app.services.quote_contracts.of_client, one.client_id)
    return ()


def bound_facts(contracts: Sequence[ContractRow]) -> Facts:
    """Return the mark of a client's page: won by a quote request, and so served with the provider's products only."""
    if not contracts:
        return []
    facts: Facts = [(_("Commitment"), _("won by a quote request: provider's products only"))]
    for one in contracts:
        words = _("{contract} of {day}, {request}").format(
            contract=one.id, day=formats.day(formats.local(one.accepted_at)), request=one.request
        )
        facts.append((_("Contract"), words))
    return facts
