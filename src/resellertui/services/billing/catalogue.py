"""What can be ordered, at the price in the currency of whoever would be charged."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.money import Currency
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.programme.marks import Mark
from resellertui.services.actor import Actor
from resellertui.services.billing.covering import covering_partners
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import View
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries


class KindView(View):
    """A kind of product in the catalogue."""

    sku: str
    family: str
    family_label: str
    label: str
    price: str
    """The public price of one period without VAT; empty where it has none in this currency."""
    currency: str
    period_months: int
    names_domain: bool
    is_sample: bool


class Catalogue:
    """The catalogue of the terms published for today."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def kinds(self, actor: Actor) -> tuple[KindView, ...]:
        """Return what can be ordered, in the order of the catalogue. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
            NotFound: the actor acts for no organisation.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.TERMS_VIEW)
            currency, terms = _currency(unit), unit.terms
            return tuple(
                KindView(
                    sku=one.sku,
                    family=one.family,
                    family_label=terms.family(one.family).label,
                    label=one.label,
                    price=f"{one.prices[currency]:f}" if currency in one.prices else "",
                    currency=currency.value,
                    period_months=one.period_months,
                    names_domain=one.names_domain,
                    is_sample=one.mark is Mark.SAMPLE,
                )
                for one in terms.kinds
            )

    def carers(self, actor: Actor) -> tuple[str, ...]:
        """Return the limited partners, by name, to one of which one's organisation may entrust what it orders.

        None inside a client's organisation: only the client entrusts its products. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.TERMS_VIEW)
            if unit.actor.org_id is None or unit.actor.for_client_id is not None:
                return ()
            return tuple(
                name for row, name in covering_partners(unit, unit.actor.org_id) if row.access == Access.LIMITED.value
            )


def _currency(unit: Unit) -> Currency:
    """Return the currency of whoever pays: inside a client's organisation the partner, where its method is agreed."""
    org_id, client_id = unit.actor.org_id or 0, unit.actor.for_client_id
    if client_id is not None:
        row = partnership_queries.active_of_partner(unit.session, org_id, client_id)
        if row is None:
            raise not_found()
        org_id = org_id if row.payment == Payment.PARTNER.value else client_id
    found = organisation_queries.organisation(unit.session, org_id)
    if found is None:
        raise not_found()
    return Currency(found.currency)
