"""Whom to turn to: the provider's public contact data, for anyone who has the console open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.services.actor import Actor
from resellertui.services.views import View
from resellertui.store.queries import organisations as queries

if TYPE_CHECKING:
    from resellertui.services.console import Services


class ProviderView(View):
    """The provider as everyone may see it."""

    name: str
    email: str
    phone: str
    website: str


def provider(services: Services) -> ProviderView:
    """Return the provider's contact data. Anyone may ask, signed in or not; it changes nothing."""
    with services.office.reading(Actor()) as unit:
        unit.open_to_everyone("how to reach the provider is public")
        org = queries.organisation(unit.session, unit.installation.provider_id)
        if org is None:  # the installation's row refers to it, so the database would have to be damaged
            return ProviderView(name="", email="", phone="", website="")
        return ProviderView(name=org.name, email=org.email, phone=org.phone or "", website=org.website or "")
