"""Subscribed products: one's own, or those of a client inside whose organisation a partner's person acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import NotFound, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.partnership import Access, Side, State
from resellertui.domain.roles import ProductRight, reaches_every_product
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.actor import Actor
from resellertui.services.billing.plans import check_still_counts
from resellertui.services.first_page import has_expired as has_expired_on
from resellertui.services.partnerships.dossier import Dossier, dossier_of, standing_of
from resellertui.services.reach import entered_client
from resellertui.services.unit import Office, Unit
from resellertui.services.views import ProductView
from resellertui.services.who import the_product
from resellertui.store.models import Product
from resellertui.store.queries import organisations as queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import people as people_queries


class Products:
    """What the people of an organisation, and of its partners, see and change of its products."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def list(self, actor: Actor) -> tuple[ProductView, ...]:
        """Return the products the actor may see, by family and name. Changes nothing.

        In one's own organisation: all, or those granted. Acting inside a client's: those that the partnership covers.

        Raises:
            NotFound: the client is not, or no longer, open to the actor.
            Forbidden: the partnership is paused, or the client not granted.
        """
        with self._office.reading(actor) as unit:
            if actor.for_client_id is not None:
                dossier = entered_client(unit)
                return products_in(unit, actor.for_client_id, dossier)
            unit.allow(Action.ORG_VIEW, Stance(relation=Relation.OWN))
            return products_in(unit, actor.org_id or 0, None)

    def show(self, actor: Actor, reference: str) -> ProductView:
        """Return one product, by name or id. Changes nothing.

        Raises:
            NotFound: none, or none that the actor may see.
            Ambiguous: several bear the name.
        """
        with self._office.reading(actor) as unit:
            return _reachable(unit, reference, Action.PRODUCT_VIEW)[1]

    def set_auto_renewal(self, actor: Actor, reference: str, on: bool) -> ProductView:
        """Switch the automatic renewal of a product; needs the technical right, and through a partner full access.

        Raises:
            NotFound: none, or none that the actor may see.
            Forbidden: a right to look only, limited access, a pause, or a client that is not granted.
            Refused: already so, switched on with fewer days left than the terms ask for, or for a support plan beside
                which a higher one runs.
        """
        with self._office.writing(actor) as unit:
            product, _view = _reachable(unit, reference, Action.PRODUCT_RENEWAL)
            least = unit.terms.days.auto_renewal_min
            if product.auto_renewal is on:
                raise Refused(
                    _("The automatic renewal is on already.") if on else _("The automatic renewal is off already.")
                )
            if on and (product.expires_on is None or product.expires_on < unit.today + timedelta(days=least)):
                raise Refused(
                    _("Automatic renewal needs {days} days or more before the expiry.").format(days=least),
                    _("{name} expires on {day}.").format(name=product.name, day=day(product.expires_on)),
                )
            if on:
                check_still_counts(unit, product)
            product.auto_renewal = on
            product.auto_renewal_by = actor.org_id if on else None
            product.version += 1
            unit.record(
                "product.auto_renewal",
                "product",
                product.id,
                {"before": not on, "after": on},
                for_org_id=product.org_id,
            )
            unit.session.flush()  # the answer reads it back
            return _reachable(unit, show_id(Kind.PRODUCT, product.id), Action.PRODUCT_VIEW)[1]


def products_in(unit: Unit, org_id: int, dossier: Dossier | None) -> tuple[ProductView, ...]:
    """Return the products of an organisation that the actor sees: as a member, or through a partnership.

    Raises:
        NotFound: the client is not open to the actor.
        Forbidden: paused, or not granted.
    """
    rows = queries.products_of(unit.session, org_id)
    if dossier is not None:
        unit.allow(Action.CLIENT_VIEW, dossier.client_stance(), missing=dossier.id)
        scope = None if dossier.access is Access.FULL else dossier.entrusted_ids()
        rows = [one for one in rows if scope is None or one.id in scope]
        name, charge = dossier.client_name, charge_through(dossier)
        return tuple(_view(unit, one, name, charge, ProductRight.TECHNICAL) for one in rows)
    name = queries.names(unit.session, [org_id]).get(org_id, "")
    charge = charge_in(unit, org_id)
    own_right = _own_rights(unit)
    found = ((one, own_right(one)) for one in rows)
    return tuple(_view(unit, one, name, charge, right) for one, right in found if right is not None)


def _own_rights(unit: Unit) -> Callable[[Product], ProductRight | None]:
    """Return what tells what the actor may do with a product of its organisation; all rights are read at once."""
    if unit.role is None or unit.actor.user_id is None or unit.actor.org_id is None:
        return lambda _product: None
    if reaches_every_product(unit.role):
        return lambda _product: ProductRight.TECHNICAL
    membership = people_queries.membership(unit.session, unit.actor.user_id, unit.actor.org_id)
    rights = {} if membership is None else people_queries.product_rights(unit.session, membership.id)

    def right_on(product: Product) -> ProductRight | None:
        held = rights.get(product.id, frozenset()) | rights.get(product.family, frozenset())
        return next((one for one in (ProductRight.TECHNICAL, ProductRight.STATISTICS) if one in held), None)

    return right_on


def _reachable(unit: Unit, reference: str, action: Action) -> tuple[Product, ProductView]:
    """Return a product for an act on it: the entered client's, one's own, or by id one of a client's."""
    actor = unit.actor
    if actor.for_client_id is not None:
        return _of_client(unit, entered_client(unit), reference, action)
    own_right = _own_rights(unit)
    try:
        product = the_product(unit, actor.org_id or 0, reference, lambda one: own_right(one) is not None)
    except NotFound:
        unit.may(action)
        dossier = _holder(unit, reference)
        if dossier is None:
            raise
        return _of_client(unit, dossier, reference, action)
    right = own_right(product)
    unit.allow(action, Stance(relation=Relation.OWN, product_right=right), missing=reference)
    name = queries.names(unit.session, [product.org_id])[product.org_id]
    charge = charge_in(unit, product.org_id)
    return product, _view(unit, product, name, charge, right or ProductRight.STATISTICS)


def reachable_product(unit: Unit, reference: str, action: Action) -> Product:
    """Return a product for an act on it: the entered client's, one's own, or by id one of a client's.

    Raises:
        NotFound: none, or none that the actor may see.
        Forbidden: the actor lacks the right.
    """
    return _reachable(unit, reference, action)[0]


def _of_client(unit: Unit, dossier: Dossier, reference: str, action: Action) -> tuple[Product, ProductView]:
    scope = None if dossier.access is Access.FULL else dossier.entrusted_ids()
    product = the_product(unit, dossier.row.client_id or 0, reference, lambda one: scope is None or one.id in scope)
    unit.allow(action, dossier.client_stance(), missing=reference)
    return product, _view(unit, product, dossier.client_name, charge_through(dossier), ProductRight.TECHNICAL)


def _holder(unit: Unit, reference: str) -> Dossier | None:
    """Return the partnership through which the actor's organisation may reach a product named by its id."""
    number = parse_id(Kind.PRODUCT, reference)
    product = queries.product(unit.session, number) if number is not None else None
    if product is None or unit.actor.org_id is None or unit.role is None:
        return None
    row = partnership_queries.active_of_partner(unit.session, unit.actor.org_id, product.org_id)
    if row is None or standing_of(row).on(unit.today) is not State.ACTIVE:
        return None
    return dossier_of(unit, row, Side.PARTNER)


def _view(unit: Unit, product: Product, organisation: str, charge: Charge, right: ProductRight) -> ProductView:
    in_charge = charge.of(product.id)
    return ProductView(
        id=show_id(Kind.PRODUCT, product.id),
        name=product.name,
        sku=product.sku,
        label=label_of(unit, product.sku),
        family=product.family,
        organisation=organisation,
        organisation_id=show_id(Kind.ORGANISATION, product.org_id),
        quantity=product.quantity,
        period_months=product.period_months,
        expires_on=product.expires_on,
        expired=has_expired(unit, product),
        state=product.state,
        auto_renewal=product.auto_renewal,
        entrusted_to=in_charge[0] if in_charge else None,
        entrusted_partnership=in_charge[1] if in_charge else None,
        right=right,
        is_domain=is_domain(unit, product),
    )


def is_domain(unit: Unit, product: Product) -> bool:
    """Return whether a product is a domain name, which a code moves to another registrar."""
    return product.family in {one.family for one in unit.terms.kinds if one.tld}


@dataclass(frozen=True)
class Charge:
    """Which partner is in charge of an organisation's products, as far as the reader may know."""

    everything: tuple[str, str] | None
    """Name and partnership of a full partner."""
    single: Mapping[int, tuple[str, str]]
    """The same for products entrusted to limited ones."""

    def of(self, product_id: int) -> tuple[str, str] | None:
        """Return the partner in charge of a product, with the partnership's id."""
        return self.everything or self.single.get(product_id)


def charge_in(unit: Unit, org_id: int) -> Charge:
    """Return who is in charge in the reader's own organisation."""
    active = [
        (row, name)
        for row, name in partnership_queries.active_of_client(unit.session, org_id)
        if standing_of(row).on(unit.today) is State.ACTIVE
    ]
    for row, name in active:
        if row.access == Access.FULL.value:
            return Charge((name, show_id(Kind.PARTNERSHIP, row.id)), {})
    entrusted = partnership_queries.entrusted(unit.session, [row for row, _name in active])
    return Charge(
        None,
        {
            number: (name, show_id(Kind.PARTNERSHIP, row.id))
            for row, name in active
            for number, _product in entrusted.get(row.id, ())
        },
    )


def charge_through(dossier: Dossier) -> Charge:
    """Return who is in charge as a partner knows it: itself; another partner's name is not its to know."""
    return Charge((dossier.partner_name, dossier.id), {})


def label_of(unit: Unit, sku: str) -> str:
    """Return the catalogue's name of a kind of product; one that left the catalogue keeps its sku."""
    return unit.terms.label_of(sku)


def has_expired(unit: Unit, product: Product) -> bool:
    """Return whether the product's date has come, whatever a job has recorded."""
    return has_expired_on(product.expires_on, unit.today)
