"""What requests and changes share: products as typed, entrusting them, and the outcome with its consequences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resellertui.domain.partnership import Arrangement
from resellertui.services.inputs import ArrangementInput
from resellertui.services.partnerships.dossier import Dossier
from resellertui.services.partnerships.views import view_of
from resellertui.services.unit import Unit
from resellertui.services.views import PartnershipView, View
from resellertui.services.who import the_products
from resellertui.store.models import EntrustedProduct, Partnership, Product


class Outcome(View):
    """What an act did, or in a rehearsal would do."""

    partnership: PartnershipView
    effects: tuple[str, ...]
    """Its consequences for money and access, one sentence each."""


def outcome_of(dossier: Dossier, effects: Iterable[str]) -> Outcome:
    """Return the outcome of an act on this partnership."""
    dossier.unit.session.flush()  # the view reads back what the act wrote
    return Outcome(partnership=view_of(dossier), effects=tuple(effects))


def products_for(unit: Unit, client_id: int, wish: ArrangementInput) -> list[Product]:
    """Return the client's own products that the wish names.

    Raises:
        NotFound: a name that is none of them.
        Ambiguous: a name that several bear.
    """
    return the_products(unit, client_id, wish.products)


def entrust(unit: Unit, row: Partnership, products: Sequence[Product]) -> None:
    """Entrust products to the partnership from now on."""
    for one in products:
        unit.session.add(EntrustedProduct(partnership_id=row.id, product_id=one.id, since=unit.now, until=None))
    unit.session.flush()  # a product entrusted elsewhere must be refused here, not at the end


def grant_words(arrangement: Arrangement, products: Sequence[Product]) -> dict[str, object]:
    """Return the arrangement as an event keeps it: names as they are today."""
    return {
        "access": arrangement.access.value,
        "payment": arrangement.payment.value if arrangement.payment else None,
        "products": [one.name for one in products] or None,
        "product_ids": [one.id for one in products] or None,
    }
