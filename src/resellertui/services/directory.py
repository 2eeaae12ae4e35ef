"""Finding a partner: the approved ones that chose to be listed."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.calendar import local_date
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.programme_membership.standing import is_suspended
from resellertui.services.actor import Actor
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import PartnerCardView
from resellertui.services.who import the_organisation
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
            found = queries.listed_partners(unit.session, text, unit.today, limit=MOST_FOUND)
            return tuple(card_of(org, member) for org, member in found if org.id != actor.org_id)

    def show(self, actor: Actor, who: str) -> PartnerCardView:
        """Return one partner's listing, by id, exact name or e-mail. Changes nothing.

        Raises:
            NotFound: no such partner is listed.
            Ambiguous: several are.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.DIRECTORY_SEARCH)
            org = the_organisation(unit, who, lambda one: is_listed(unit, one))
            member = queries.programme_member(unit.session, org.id)
            if member is None:
                raise not_found(who)
            return card_of(org, member)


def is_listed(unit: Unit, org: Organisation) -> bool:
    """Return whether the directory shows an organisation today."""
    member = queries.programme_member(unit.session, org.id)
    return member is not None and member.listed and not is_suspended(member.state, member.suspend_on, unit.today)


def card_of(org: Organisation, member: ProgrammeMember) -> PartnerCardView:
    """Return a partner's listing."""
    return PartnerCardView(
        id=show_id(Kind.ORGANISATION, org.id),
        name=org.name,
        email=org.email,
        city=org.city,
        country=org.country,
        website=org.website,
        languages=words_of(member.languages),
        services=words_of(member.services),
        description=member.description,
        verified_since=local_date(member.approved_at),
    )


def words_of(text: str) -> tuple[str, ...]:
    """Return what a listing holds between commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())
