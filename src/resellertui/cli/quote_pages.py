"""Offers, contracts and products of other providers, as the commands print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resellertui.cli import printing
from resellertui.domain.partnership import State, state_label
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.leads.contract_views import ContractPage, ContractView, OutsidePage
    from resellertui.services.leads.lead_views import DraftView, OfferOutcome
    from resellertui.services.leads.views import ComparisonView, OfferLineView, OfferView

BEST = "*"
"""What marks the lowest price of a row."""


def offer_page(offer: OfferView, sentences: Sequence[str] = ()) -> str:
    """Return an offer with its lines, and what making it did."""
    return "\n".join(
        [
            _("{id} on {request}, by {partner}").format(id=offer.id, request=offer.request, partner=offer.partner),
            line_table(offer.lines),
            printing.record(
                [
                    (_("Total without VAT"), _money(offer.total, offer.currency)),
                    (_("In a year"), _money(offer.yearly, offer.currency)),
                    (_("Valid until"), printing.day(offer.valid_until)),
                    (_("Note"), offer.note),
                ]
            ),
            *sentences,
        ]
    )


def draft_page(draft: DraftView, done: OfferOutcome) -> str:
    """Return what an offer would be: lines with cost, price and margin, and why."""
    rows = [
        (one.line.sku, one.line.quantity, one.line.periods, one.line.unit_price, one.line.amount, one.cost, one.margin)
        for one in draft.lines
    ]
    heads = (_("Kind"), _("Quantity"), _("Periods"), _("Each"), _("Amount"), _("Cost"), _("Margin"))
    why = [
        _("{product}: {by}. {warning}").format(product=one.line.label, by=one.by, warning=one.warning).rstrip()
        for one in draft.lines
    ]
    return "\n".join([printing.table(heads, rows), *why, *done.sentences])


def line_table(lines: Sequence[OfferLineView]) -> str:
    """Return the lines of an offer."""
    heads = ("#", _("Kind"), _("Product"), _("Name"), _("Quantity"), _("Periods"), _("Each"), _("Amount"))
    rows = [
        (place, one.sku, one.label, one.name, one.quantity, one.periods, one.unit_price, one.amount)
        for place, one in enumerate(lines, 1)
    ]
    return printing.table(heads, rows)


def comparison_page(view: ComparisonView) -> str:
    """Return offers side by side, one column an offer."""
    if not view.offers:
        return _("There are no offers yet.")
    heads = ("", *(_("{id} {partner}").format(id=one.id, partner=one.partner) for one in view.offers))
    rows = [
        (row.label, *(f"{BEST} {cell.text}" if cell.is_best else cell.text for cell in row.cells)) for row in view.rows
    ]
    marked = _("{mark} is the lowest price of its row.").format(mark=BEST)
    return "\n".join([printing.side_by_side(heads, rows), *([marked] if len(view.offers) > 1 else [])])


def contract_table(page: ContractPage) -> str:
    """Return contracts as a list."""
    rows = [
        (
            one.id,
            one.partner,
            one.client,
            _money(one.total, one.currency),
            _("{id}: {state}").format(id=one.partnership, state=state_label(State(one.partnership_state))),
            one.order or _("to order"),
        )
        for one in page.rows
    ]
    heads = (_("Contract"), _("Partner"), _("Client"), _("Total"), _("Partnership"), _("Order"))
    return printing.table(heads, rows, empty=_("Your organisation has no contract that came of a request."))


def contract_page(view: ContractView) -> str:
    """Return a contract with what is to order."""
    return "\n".join(
        [
            _("{id}: {partner} for {client}").format(id=view.id, partner=view.partner, client=view.client),
            printing.record(
                [
                    (_("Request"), view.request),
                    (_("Offer"), view.offer),
                    (_("Partnership"), view.partnership),
                    (_("Accepted"), printing.moment(view.accepted_at)),
                    (_("Order"), view.order),
                    (_("Ordered"), printing.moment(view.ordered_at) if view.ordered_at else ""),
                    (_("Total without VAT"), _money(view.total, view.currency)),
                ]
            ),
            line_table(view.lines),
            *([view.given_up] if view.given_up else []),
            *([] if view.may_order else [view.why_not]),
        ]
    )


def outside_table(page: OutsidePage) -> str:
    """Return products of other providers as a list."""
    rows = [
        (one.id, one.client, one.provider, one.product, one.contract, _("to settle") if one.is_open else one.outcome)
        for one in page.rows
    ]
    heads = (_("Id"), _("Client"), _("Provider"), _("Product"), _("Contract"), _("Outcome"))
    return printing.table(heads, rows, empty=_("No product of another provider is noted."))


def _money(amount: str, currency: str) -> str:
    return _("{amount} {currency}").format(amount=amount, currency=currency)
