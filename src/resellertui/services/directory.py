"""Finding a partner: the approved ones that chose to be listed."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.calendar import local_date
from resellertui.domain.identifiers import Kind, show_id
from resellertui.services.actor import Actor
from resellertui.services.unit import Office
from resellertui.services.views import PartnerCardView
from resellertui.store.models import Organisation, ProgrammeMember
from resellertui.store.queries import organisations as queries

MOST_FOUND = 200


class Directory:
    """What everyone may search."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def search(self, actor: Actor, text: str = "") -> tuple[PartnerCardView, ...]:
        """Return listed partners in whose listing every word occurs: name, e-mail, place, service or language.

        Any signed-in person may call it. Changes nothing. The actor's own organisation is left out.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.DIRECTORY_SEARCH)
            found = queries.listed_partners(unit.session, text, limit=MOST_FOUND)
            return tuple(card_of(org, member) for org, member in found if org.id != actor.org_id)


def card_of(org: Organisation, member: ProgrammeMember) -> PartnerCardView:
    """Return a partner's listing."""
    return PartnerCardView(
        id=show_id(Kind.ORGANISATION, org.id),
        name=org.name,
        email=org.email,
        city=org.city,
        country=org.country,
        website=org.website,
        languages=_words(member.languages),
        services=_words(member.services),
        description=member.description,
        verified_since=local_date(member.approved_at),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
