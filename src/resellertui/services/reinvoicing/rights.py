"""Whether the actor may look at or do what belongs to its organisation's billing of clients, and whom it names."""

from __future__ import annotations

from difflib import get_close_matches

from resellertui.domain.access import Action
from resellertui.domain.errors import Invalid, NotFound
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.billing.rights import allow_accounting, own_org
from resellertui.services.unit import Unit, not_found
from resellertui.services.who import the_organisation
from resellertui.store.models import Organisation
from resellertui.store.queries import reinvoice_settings as queries

ALIKE, MOST_READ, FIRST_LETTERS = 5, 200, 2


def allowed_partner(unit: Unit, action: Action) -> int:
    """Return the partner whose billing is meant, one's own organisation, if the actor may do this.

    Raises:
        NotFound: the actor acts for no organisation, or inside a client's.
        Forbidden: no right to the accounting, or not among those who set margins.
    """
    partner_id = own_org(unit)
    allow_accounting(unit, action, partner_id)
    return partner_id


def billed_client(unit: Unit, partner_id: int, who: str) -> Organisation:
    """Return the client that the text names, by id, name or e-mail: one that is, was or is charged for.

    Raises:
        NotFound: none of this partner.
        Ambiguous: several.
    """
    if not who:
        raise not_found()
    return the_organisation(
        unit, who, lambda one: queries.is_billed_client(unit.session, partner_id, one.id), deleted=True
    )


def typed_client(unit: Unit, partner_id: int, who: str) -> Organisation:
    """Return the client that a form names.

    Raises:
        Invalid: none of this partner; clients of alike names are named.
        Ambiguous: several.
    """
    try:
        return billed_client(unit, partner_id, who)
    except NotFound:
        near = queries.clients_beginning(unit.session, partner_id, fold(who)[:FIRST_LETTERS], MOST_READ)
        raise Invalid({"client": unknown(who, near)}) from None


def unknown(typed: str, known: list[str]) -> str:
    """Return why what was typed can't be accepted, with what is alike among what is known."""
    by_key = {fold(one): one for one in known}
    near = [by_key[one] for one in get_close_matches(fold(typed), list(by_key), n=ALIKE, cutoff=0.5)]
    if near:
        return _("“{typed}” is not known. Near: {near}.").format(typed=typed, near=", ".join(near))
    return _("“{typed}” is not known.").format(typed=typed)
