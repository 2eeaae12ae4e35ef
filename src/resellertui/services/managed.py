"""The managed value of a partner: one sum a currency, and each client's part in it."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import Forbidden
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.managed import MONTHS, YearlyValue, reaches_threshold, yearly_value
from resellertui.domain.money import Currency
from resellertui.domain.partnership import Access, State
from resellertui.domain.programme.marks import Mark
from resellertui.domain.programme.terms import Terms
from resellertui.domain.roles import reaches_every_client, reaches_every_product
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.actor import Actor
from resellertui.services.billing.explanation import Explanation, ExplanationPart
from resellertui.services.clients import Clients, limiting_membership
from resellertui.services.inputs import ClientQuery, ClientTab
from resellertui.services.reach import the_client
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.store.queries import managed as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries.managed import Counted


class ManagedTotal(View):
    """The value in one currency, without VAT."""

    currency: str
    value: str
    threshold: str
    """What makes eligible; empty where the terms name none in this currency, or not all clients are counted."""
    reached: bool
    clients: int
    """How many clients have a part in it; 0 where one's own products are counted."""
    products: int
    unpriced: int
    """How many of the products have no price in the currency, and so count for nothing."""


class ManagedValue(View):
    """The managed value, or before approval the value of one's own products."""

    own_products: bool
    """Whether one's own products are counted: the organisation is not approved yet."""
    whole: bool
    """Whether all clients are counted: whoever sees only those granted has no sum to compare with a threshold."""
    totals: tuple[ManagedTotal, ...]
    eligible: bool | None
    """Whether either sum reaches its threshold; None where not all clients are counted."""
    terms_version: str


class ManagedRow(View):
    """A client with its part."""

    partnership_id: str
    id: str | None
    name: str
    access: Access
    paused: bool
    products: int
    currency: str
    """Empty where nothing of it counts."""
    value: str
    unpriced: int


class ManagedPage(View):
    """A window on the clients, with the size of the whole."""

    total: int
    offset: int
    rows: tuple[ManagedRow, ...]
    exact: bool = True


class Managed:
    """Reading the managed value: over all clients, or over those granted to the reader."""

    def __init__(self, office: Office, clients: Clients) -> None:
        """Count in the database; the list of clients is the one that `clients` reads."""
        self._office = office
        self._clients = clients

    def value(self, actor: Actor) -> ManagedValue:
        """Return the value in each currency, counted in the database. Changes nothing.

        Raises:
            Forbidden: an external user; before approval, who does not see all products of the organisation.
        """
        with self._office.reading(actor) as unit:
            org_id = unit.actor.org_id or 0
            unit.allow(Action.CLIENT_LIST, Stance(relation=Relation.OWN))
            clients: dict[str, int] = {}
            limit = None
            is_own = organisation_queries.programme_member(unit.session, org_id) is None
            if is_own:
                if unit.role is None or not reaches_every_product(unit.role):
                    raise Forbidden(
                        _("You can't do this."),
                        _("Before approval all products of the organisation count, and you don't see all of them."),
                    )
                counted = queries.of_organisation(unit.session, org_id, unit.today)
            else:
                limit = limiting_membership(unit)
                counted = queries.of_partner(unit.session, org_id, unit.today, limit)
                clients = queries.clients_of_partner(unit.session, org_id, unit.today, limit)
            return _value(unit.terms, counted, clients, is_own=is_own, is_whole=limit is None)

    def page(self, actor: Actor, query: ClientQuery, offset: int = 0, limit: int = 100) -> ManagedPage:
        """Return a part of the active clients, in the order of the list of clients, with their parts. Changes nothing.

        Raises:
            Forbidden: an external user.
        """
        active = query.model_copy(update={"tab": ClientTab.ACTIVE})
        page = self._clients.page(actor, active, offset, limit)
        numbers = [parse_id(Kind.PARTNERSHIP, one.partnership_id) or 0 for one in page.rows]
        with self._office.reading(actor) as unit:
            unit.allow(Action.CLIENT_LIST, Stance(relation=Relation.OWN))
            counted = queries.of_partnerships(unit.session, numbers, unit.today)
            rows = []
            for one, number in zip(page.rows, numbers, strict=True):
                held = counted.get(number, [])
                currency = held[0].currency if held else ""
                part = _part(unit.terms, held) if held else None
                rows.append(
                    ManagedRow(
                        partnership_id=one.partnership_id,
                        id=one.id,
                        name=one.name,
                        access=one.access,
                        paused=one.paused,
                        products=sum(each.quantity for each in held),
                        currency=currency,
                        value=str(part.value) if part is not None else "",
                        unpriced=part.unpriced if part is not None else 0,
                    )
                )
            return ManagedPage(total=page.total, offset=page.offset, rows=tuple(rows), exact=page.exact)


def explain_part(unit: Unit, reference: str) -> Explanation:
    """Say how a client's part in the managed value arises.

    Raises:
        NotFound: no client of the actor's organisation.
        Forbidden: an external user, or a client that is not granted.
    """
    unit.allow(Action.CLIENT_LIST, Stance(relation=Relation.OWN))
    dossier = the_client(unit, reference)
    if unit.role is None or not reaches_every_client(unit.role):
        unit.allow(Action.CLIENT_VIEW, dossier.client_stance(), missing=reference)
    held = queries.of_partnerships(unit.session, [dossier.row.id], unit.today).get(dossier.row.id, [])
    if not held:
        why = (
            _("The partnership is paused: nothing of this client is managed meanwhile.")
            if dossier.standing.is_paused(unit.today)
            else _("The partnership is not active: nothing of this client is managed.")
            if dossier.state is not State.ACTIVE
            else _("No product of it runs in your care.")
        )
        sentences = [why]
    else:
        sentences = explain_counted(unit.terms, held)
    return Explanation(
        id=dossier.id,
        title=_("Managed value of {client}").format(client=dossier.client_name),
        agrees=True,
        parts=(ExplanationPart(title=_("A year at public price, without VAT"), sentences=tuple(sentences)),),
    )


def explain_counted(terms: Terms, held: Sequence[Counted]) -> list[str]:
    """Say how the year's value of quantities of one currency arises."""
    kinds = {one.sku: one for one in terms.kinds}
    currency = Currency(held[0].currency)
    sentences = [
        _("By the programme terms {version}, effective from {day}.").format(
            version=terms.version, day=day(terms.effective)
        )
    ]
    for one in held:
        kind = kinds.get(one.sku)
        price = kind.prices.get(currency) if kind is not None else None
        if kind is None or price is None:
            sentences.append(
                _("{quantity} × {sku}: it has no price in {currency} and counts for nothing.").format(
                    quantity=one.quantity, sku=one.sku, currency=currency.value
                )
            )
            continue
        text = _("{label}: {quantity} × {price} × {months} / {period} months = {value} {currency}.").format(
            label=kind.label,
            quantity=one.quantity,
            price=f"{price:f}",
            months=MONTHS,
            period=kind.period_months,
            value=yearly_value([(one.sku, one.quantity)], terms, currency).value,
            currency=currency.value,
        )
        sentences.append(_("{text} (Sample data.)").format(text=text) if kind.mark is Mark.SAMPLE else text)
    total = _part(terms, held).value
    sentences.append(_("Together: {value} {currency}.").format(value=total, currency=currency.value))
    return sentences


def values_of(terms: Terms, counted: Sequence[Counted]) -> dict[Currency, YearlyValue]:
    """Return a year's value in each currency; a currency in which nothing is counted has nothing."""
    return {
        currency: yearly_value(
            [(one.sku, one.quantity) for one in counted if one.currency == currency.value], terms, currency
        )
        for currency in Currency
    }


def _part(terms: Terms, held: Sequence[Counted]) -> YearlyValue:
    return yearly_value([(one.sku, one.quantity) for one in held], terms, Currency(held[0].currency))


def _value(
    terms: Terms, counted: Sequence[Counted], clients: dict[str, int], *, is_own: bool, is_whole: bool
) -> ManagedValue:
    totals = []
    sums = values_of(terms, counted)
    values = {currency: one.value for currency, one in sums.items()}
    for currency, sum_ in sums.items():
        least = terms.eligibility.amounts.get(currency)
        totals.append(
            ManagedTotal(
                currency=currency.value,
                value=str(sum_.value),
                threshold="" if least is None or not is_whole else f"{least:f}",
                reached=is_whole and reaches_threshold({currency: sum_.value}, terms),
                clients=clients.get(currency.value, 0),
                products=sum(one.quantity for one in counted if one.currency == currency.value),
                unpriced=sum_.unpriced,
            )
        )
    return ManagedValue(
        own_products=is_own,
        whole=is_whole,
        totals=tuple(totals),
        eligible=reaches_threshold(values, terms) if is_whole else None,
        terms_version=terms.version,
    )
