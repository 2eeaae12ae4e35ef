"""Which billing address a document names: chosen, remembered, usual, or none (rule: `domain/billing_address.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from resellertui.domain.billing_address import FIELDS, ITSELF, USUAL, itself
from resellertui.domain.errors import Invalid
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.unit import Unit
from resellertui.store.models import BillingAddress, Order, Organisation, Product
from resellertui.store.queries import billing_addresses as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries.people import Recipient

Choice = int | None
"""As orders and products keep it: an address, `itself(payer)`, or None for the payer's usual one."""


def chosen(unit: Unit, payer: Organisation, wanted: str) -> Choice:
    """Return what was chosen, by label or id, for a document that this organisation pays.

    Raises:
        Invalid: the payer is another one than the actor's organisation, or has no such address.
    """
    if payer.id != unit.actor.org_id:
        raise Invalid(
            {
                "billing_address": _("{payer} pays this, and chooses its billing address itself.").format(
                    payer=payer.name
                )
            }
        )
    if fold(wanted) == USUAL:
        return None
    if fold(wanted) == ITSELF or ("-" in wanted and parse_id(Kind.ORGANISATION, wanted) == payer.id):
        return itself(payer.id)
    row = named(unit, payer.id, wanted)
    if row is None:
        raise Invalid({"billing_address": _("Your organisation has no billing address “{name}”.").format(name=wanted)})
    return row.id


def named(unit: Unit, org_id: int, reference: str) -> BillingAddress | None:
    """Return one of an organisation's addresses by its label or id."""
    living, number = queries.living(unit.session, org_id), parse_id(Kind.BILLING_ADDRESS, reference)
    labelled = next((one for one in living if fold(one.label) == fold(reference)), None)
    return labelled or next((one for one in living if one.id == number), None)


def remembered(unit: Unit, product: Product, payer_id: int) -> Choice:
    """Return what the renewals of a product name where this organisation pays them, and nothing else is chosen."""
    choice = product.billing_address_id
    if choice is None:
        return None
    if choice == itself(payer_id):
        return choice if queries.usual(unit.session, payer_id) is not None else None
    row = _living(unit, choice, payer_id)
    return None if row is None or row.is_usual else row.id


def address_of(unit: Unit, choice: Choice, payer_id: int) -> BillingAddress | None:
    """Return the address that a choice stands for today; None for the organisation itself."""
    if choice == itself(payer_id):
        return None
    row = None if choice is None else _living(unit, choice, payer_id)
    return row or queries.usual(unit.session, payer_id)


def addressed(unit: Unit, buyer: dict[str, Any], order: Order) -> dict[str, Any]:
    """Return the buyer as a document keeps it: the organisation that pays, and the billing address to print."""
    row = address_of(unit, order.billing_address_id, order.payer_id)
    if row is None:
        return buyer
    return buyer | {"billing_address": {name: getattr(row, name) for name in FIELDS}}


def reminded_besides(unit: Unit, org_id: int, choices: Iterable[Choice]) -> list[Recipient]:
    """Return where reminders go besides to an organisation's people: the addresses that are chosen, each once."""
    rows = [address_of(unit, choice, org_id) for choice in dict.fromkeys(choices)]
    found = {one.email: one for one in rows if one is not None and one.email}
    if not found:
        return []
    org = organisation_queries.organisation(unit.session, org_id)
    return [Recipient(None, one.name, one.email, "en" if org is None else org.language) for one in found.values()]


def _living(unit: Unit, number: int, org_id: int) -> BillingAddress | None:
    row = queries.address(unit.session, number) if number > 0 else None
    return None if row is None or row.removed_at is not None or row.org_id != org_id else row
