"""What can be ordered, at the price in the currency of whoever would be charged."""

from __future__ import annotations

from enum import StrEnum

from resellertui.domain.access import Action
from resellertui.domain.money import Currency
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.programme.marks import Mark
from resellertui.domain.search import matches, searchable, terms_of
from resellertui.domain.support_plan import least_periods
from resellertui.domain.text import fold
from resellertui.services.actor import Actor
from resellertui.services.billing.covering import covering_partners
from resellertui.services.inputs import Input, Sought
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
    least_periods: int = 1
    """For how many periods it is ordered at least: support plans are taken for some months."""


class CatalogueSort(StrEnum):
    """What orders the list."""

    CATALOGUE = ""
    FAMILY = "family"
    LABEL = "label"


class CatalogueQuery(Input):
    """Which kinds a list shows, in which order."""

    text: Sought = ""
    sort: CatalogueSort = CatalogueSort.CATALOGUE
    descending: bool = False


class CataloguePage(View):
    """A window on the catalogue."""

    total: int
    offset: int
    rows: tuple[KindView, ...]


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
                    least_periods=least_periods(terms, one),
                )
                for one in terms.kinds
            )

    def page(self, actor: Actor, query: CatalogueQuery, offset: int = 0, limit: int = 50) -> CataloguePage:
        """Return a part of the catalogue that matches, as a list shows it. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
            NotFound: the actor acts for no organisation.
        """
        kinds = self._matching(actor, query)
        return CataloguePage(total=len(kinds), offset=offset, rows=tuple(kinds[offset : offset + limit]))

    def position(self, actor: Actor, query: CatalogueQuery, sku: str) -> int | None:
        """Return the place of a kind in the list, or None where it is not in it. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
        """
        return next((place for place, one in enumerate(self._matching(actor, query)) if one.sku == sku), None)

    def find(self, actor: Actor, query: CatalogueQuery, typed: str) -> int | None:
        """Return the place of the first kind that begins with what was typed, else holds it, or None. Changes nothing.

        It is looked for in the column that sorts, and in the label where none does.

        Raises:
            Forbidden: nobody is signed in.
        """
        texts = [fold(_cell(one, query.sort)) for one in self._matching(actor, query)]
        for holds in (str.startswith, str.__contains__):
            for place, text in enumerate(texts):
                if holds(text, fold(typed)):
                    return place
        return None

    def kind(self, actor: Actor, sku: str) -> KindView:
        """Return one kind. Changes nothing.

        Raises:
            NotFound: it is not in the catalogue.
            Forbidden: nobody is signed in.
        """
        found = next((one for one in self.kinds(actor) if one.sku == sku), None)
        if found is None:
            raise not_found(sku)
        return found

    def _matching(self, actor: Actor, query: CatalogueQuery) -> list[KindView]:
        terms = terms_of(query.text)
        kinds = [
            one
            for one in self.kinds(actor)
            if not terms or matches(searchable((one.sku, one.family_label, one.label, one.price)), terms)
        ]
        if query.sort is not CatalogueSort.CATALOGUE:
            kinds.sort(key=lambda one: fold(_cell(one, query.sort)))
        return kinds[::-1] if query.descending else kinds

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


def _cell(one: KindView, sort: CatalogueSort) -> str:
    return one.family_label if sort is CatalogueSort.FAMILY else one.label
