"""What a described order would cost, by the terms published in the database: nothing is written."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.partnership import Side
from resellertui.domain.pricing import Benefit, OrderDescription, PricedOrder, price_order
from resellertui.services.actor import Actor
from resellertui.services.unit import Office
from resellertui.services.views import View


class PricedLineView(View):
    """One line of a priced order; amounts are exact decimals as text."""

    gross: str
    charged: str
    partner_net: str | None
    """None without a benefit."""
    discount: str
    cashback: str


class VatView(View):
    """The VAT at one rate, in percent."""

    rate: str
    base: str
    amount: str
    reason: str


class PricedOrderView(View):
    """What an order costs, whom, what the partner earns, and every step on the way."""

    charged_to: Side
    invoice_to: Side
    benefit: Benefit
    lines: tuple[PricedLineView, ...]
    total_excl_vat: str
    vat: tuple[VatView, ...]
    total: str
    terms_version: str
    steps: tuple[str, ...]


class Pricing:
    """Pricing what someone describes."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def price(self, actor: Actor, order: OrderDescription) -> PricedOrderView:
        """Price an order by the terms effective on its date; whoever may open the database may. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
            Refused: a rule forbids the order, or there is no VAT rate for its days.
            Invalid: a line earns something that its family's price list does not name.
            NotFound: a product kind or family that is not in the terms.
            Usage: it counts subscriptions of a degressive group that does not exist.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.ORDER_PRICE)
            return _view(price_order(order, unit.terms_on(order.date)))


def _view(priced: PricedOrder) -> PricedOrderView:
    return PricedOrderView(
        charged_to=priced.charged_to,
        invoice_to=priced.invoice_to,
        benefit=priced.benefit,
        lines=tuple(
            PricedLineView(
                gross=str(line.gross),
                charged=str(line.charged),
                partner_net=None if line.partner_net is None else str(line.partner_net),
                discount=str(line.discount),
                cashback=str(line.cashback),
            )
            for line in priced.lines
        ),
        total_excl_vat=str(priced.total_excl_vat),
        vat=tuple(
            VatView(rate=one.rate, base=str(one.base), amount=str(one.amount), reason=one.reason) for one in priced.vat
        ),
        total=str(priced.total),
        terms_version=priced.terms_version,
        steps=priced.steps,
    )
