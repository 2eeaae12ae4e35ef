"""What the guides take from the database: the figures of the terms in force, and how to reach the provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.guides import figures_of
from resellertui.services.actor import Actor
from resellertui.services.contact import ProviderView, provider
from resellertui.services.views import View

if TYPE_CHECKING:
    from resellertui.services.console import Services


class GuideFacts(View):
    """What stands in the guides and may change."""

    figures: dict[str, str]
    """By the names under which the guides leave them open."""

    provider: ProviderView | None = None
    """None where no database was read."""


def guide_facts(services: Services) -> GuideFacts:
    """Return the figures in force and the provider's contact data. Anyone may ask, signed in or not.

    Changes nothing.
    """
    with services.office.reading(Actor()) as unit:
        unit.open_to_everyone("the programme's figures are no secret to whoever may open the database")
        figures = figures_of(unit.terms)
    return GuideFacts(figures=figures, provider=provider(services))


def default_facts() -> GuideFacts:
    """Return the figures of the terms that the program ships: for reading guides where no database can be."""
    from resellertui.domain.programme import default_terms

    return GuideFacts(figures=figures_of(default_terms()))
