"""Finding a partner: the approved ones that chose to be listed. Everyone who searches asks this."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.calendar import local_date
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.programme_membership.finding import Wish
from resellertui.domain.programme_membership.standing import is_suspended
from resellertui.services.actor import Actor
from resellertui.services.inputs import Input, Sought
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import PartnerCardView, View
from resellertui.services.who import the_organisation
from resellertui.store.models import Organisation, ProgrammeMember
from resellertui.store.queries import directory as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries.directory import words_of

PAGE = 50


class DirectoryQuery(Input):
    """Which partners are looked for; `domain/programme_membership/finding.py` says what each field finds."""

    text: Sought = ""
    """In any field; `place:`, `language:`, `service:` and `name:` in it name one."""
    name: Sought = ""
    place: Sought = ""
    language: Sought = ""
    service: Sought = ""

    def wish(self) -> Wish:
        """Return it as the domain reads it."""
        return Wish(self.text, self.name, self.place, self.language, self.service)


EVERYONE = DirectoryQuery()


class DirectoryPage(View):
    """A part of the partners that are found, by name."""

    total: int
    offset: int
    rows: tuple[PartnerCardView, ...]
    exact: bool = True
    """Always: all that match are counted."""


class Directory:
    """What everyone may search. Any signed-in person may call it; it changes nothing."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def search(
        self, actor: Actor, query: DirectoryQuery = EVERYONE, offset: int = 0, limit: int = PAGE
    ) -> DirectoryPage:
        """Return up to `limit` of the listed partners that are meant, from `offset` on; never the actor's own.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            ids = _found(unit, query)
            shown = queries.listings(unit.session, ids[offset : offset + limit])
            return DirectoryPage(
                total=len(ids), offset=offset, rows=tuple(card_of(org, member) for org, member in shown)
            )

    def position(self, actor: Actor, query: DirectoryQuery, reference: str) -> int | None:
        """Return the place of a partner, by id, among those that are meant; None where it is none of them.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            wanted = parse_id(Kind.ORGANISATION, reference)
            ids = _found(unit, query)
            return ids.index(wanted) if wanted in ids else None

    def show(self, actor: Actor, who: str) -> PartnerCardView:
        """Return one partner's listing, by id, exact name or e-mail.

        Raises:
            Forbidden: nobody is signed in.
            NotFound: no such partner is listed.
            Ambiguous: several are.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.DIRECTORY_SEARCH)
            org = the_organisation(unit, who, lambda one: is_listed(unit, one))
            member = organisation_queries.programme_member(unit.session, org.id)
            if member is None:
                raise not_found(who)
            return card_of(org, member)


def is_listed(unit: Unit, org: Organisation) -> bool:
    """Return whether the directory shows an organisation today."""
    member = organisation_queries.programme_member(unit.session, org.id)
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


def _found(unit: Unit, query: DirectoryQuery) -> list[int]:
    unit.allow(Action.DIRECTORY_SEARCH)
    return [one for one in queries.found(unit.session, query.wish(), unit.today) if one != unit.actor.org_id]
