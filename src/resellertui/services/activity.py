"""Activity: what was done in an organisation's name and for it, read from the audit."""

from __future__ import annotations

from collections.abc import Callable

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.activity import AREAS, known_actions
from resellertui.domain.activity_dates import days_as_period, period_typed
from resellertui.domain.errors import NotFound
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.organisation import email_key_of
from resellertui.domain.search import terms_of
from resellertui.domain.text import fold
from resellertui.services.activity_rows import rows_of
from resellertui.services.activity_views import ActivityPage, ActivityQuery, ActivityRow
from resellertui.services.actor import Actor
from resellertui.services.reach import the_client
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.who import the_organisation
from resellertui.store.models import Organisation
from resellertui.store.queries import activity as queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries.activity import Choice, Term
from resellertui.store.queries.walks import Walk, Walks, state_of

OWN = Stance(relation=Relation.OWN)


class Activity:
    """What legal representatives and administrators read of their organisation's acts; the provider's staff of any."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._walks = Walks()

    def newest(self, actor: Actor) -> int:
        """Return a number that grows with every act of anybody: what is shown is as old as when it was the same.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            return state_of(unit.session)

    def page(
        self, actor: Actor, query: ActivityQuery, offset: int = 0, limit: int = 50, *, hurried: bool = False
    ) -> ActivityPage:
        """Return a part of the acts, newest first. Changes nothing.

        `hurried` leaves the counting of many to `count`: the total may then be a lower bound.

        Raises:
            Forbidden: neither a legal representative nor an administrator of the organisation.
            NotFound: inside a client's organisation; or a person or organisation that the query names is none of the
                actor's business.
        """
        with self._office.reading(actor) as unit:
            choice = choice_of(unit, query)
            part = self._walk(unit, choice).part(unit.session, offset, limit, hurried=hurried)
            rows = rows_of(unit, choice.org_id, [number for (number,) in part.marks])
            return ActivityPage(total=part.total, offset=offset, rows=tuple(rows), exact=part.is_exact)

    def count(self, actor: Actor, query: ActivityQuery, is_wanted: Callable[[], bool] = lambda: True) -> int:
        """Return how many acts there are, as long as that `is_wanted`. Changes nothing.

        Raises:
            Forbidden: as for a page.
            NotFound: as for a page.
        """
        with self._office.reading(actor) as unit:
            return self._walk(unit, choice_of(unit, query)).count(unit.session, is_wanted)

    def position(self, actor: Actor, query: ActivityQuery, reference: str) -> int | None:
        """Return the place of an act in the list, or None where it is not in it. Changes nothing.

        Raises:
            Forbidden: as for a page.
            NotFound: as for a page.
        """
        with self._office.reading(actor) as unit:
            walk = self._walk(unit, choice_of(unit, query))
            number = parse_id(Kind.ACTIVITY, reference)
            mark = None if number is None else walk.path.place_of(unit.session, queries.is_entry(number))
            return None if mark is None else walk.place(unit.session, mark)

    def show(self, actor: Actor, reference: str) -> ActivityRow:
        """Return one act whole. Changes nothing.

        Raises:
            Forbidden: as for a page.
            NotFound: none, or none that the actor may see: the same answer.
        """
        with self._office.reading(actor) as unit:
            choice = choice_of(unit, ActivityQuery())
            number = parse_id(Kind.ACTIVITY, reference)
            path = queries.path(choice)
            if number is None or path.place_of(unit.session, queries.is_entry(number)) is None:
                raise not_found(reference)
            return rows_of(unit, choice.org_id, [number])[0]

    def _walk(self, unit: Unit, choice: Choice) -> Walk:
        return self._walks.remembered(unit.session, choice, lambda: queries.path(choice))


def choice_of(unit: Unit, query: ActivityQuery) -> Choice:
    """Return which entries a query means for the actor.

    Raises:
        Forbidden: neither a legal representative nor an administrator of the organisation.
        NotFound: inside a client's organisation, or something that is named is none of the actor's business.
        Ambiguous: several organisations are called so.
    """
    if unit.actor.for_client_id is not None:
        unit.allow(Action.ACTIVITY_VIEW)
    is_staff = bool(unit.may(Action.ACTIVITY_VIEW))
    if not is_staff:
        unit.allow(Action.ACTIVITY_VIEW, OWN)
    org_id = None if is_staff else unit.actor.org_id or 0
    if query.organisation:
        org_id = _whose(unit, org_id, query.organisation)
    since, before = days_as_period(query.since, query.until)
    for_org_id, partnership_id = _client(unit, org_id, query.client)
    return Choice(
        org_id=org_id,
        provider_id=unit.installation.provider_id,
        user_id=_person(unit, org_id, query.person) if query.person else None,
        for_org_id=for_org_id,
        partnership_id=partnership_id,
        by_org_id=_organisation(unit, org_id, query.partner) if query.partner else None,
        areas=AREAS[query.group] if query.group is not None else (),
        action=query.action,
        by_others=query.by_others,
        since=since,
        before=before,
        terms=_terms(unit, org_id, query.text),
    )


def _terms(unit: Unit, org_id: int | None, text: str) -> tuple[Term, ...]:
    if not text:
        return ()
    people = {number: fold(name) for number, name in queries.people(unit.session, org_id).items()}
    words = {action: fold(said) for action, said in known_actions().items()}
    return tuple(
        Term(
            one,
            tuple(action for action, said in words.items() if one in said or one == action),
            tuple(number for number, name in people.items() if one in name),
            period_typed(one),
        )
        for one in terms_of(text)
    )


def _whose(unit: Unit, org_id: int | None, who: str) -> int:
    """Return whose activity is read: any organisation's by staff, one's own by others."""
    return the_organisation(unit, who, lambda org: org_id is None or org.id == org_id, deleted=True).id


def _organisation(unit: Unit, org_id: int | None, who: str) -> int:
    """Return an organisation that the reader knows: any for staff; else one's own, the provider, or a partner."""
    if org_id is None or unit.may(Action.ACTIVITY_VIEW):
        return the_organisation(unit, who, lambda _org: True, deleted=True).id
    own = {org_id, unit.installation.provider_id}

    def knows(org: Organisation) -> bool:
        return org.id in own or org.id in queries.known_organisations(unit.session, org_id, [org.id])

    return the_organisation(unit, who, knows, deleted=True).id


def _client(unit: Unit, org_id: int | None, who: str) -> tuple[int | None, int | None]:
    """Return the client's organisation; where the partner may not know it, the partnership it asked it through."""
    if not who:
        return None, None
    if org_id != unit.actor.org_id:
        return _organisation(unit, org_id, who), None
    try:
        return _organisation(unit, org_id, who), None
    except NotFound:
        dossier = the_client(unit, who)
        if dossier.is_unknown_to_me or dossier.row.client_id is None:
            return None, dossier.row.id
        return dossier.row.client_id, None


def _person(unit: Unit, org_id: int | None, who: str) -> int:
    """Return whose acts are meant. An id may be anybody's: what they did that the reader may see is shown anyway."""
    number = parse_id(Kind.USER, who)
    if number is not None:
        return number
    key = email_key_of(who)
    if org_id is None:
        user = people_queries.user_by_email(unit.session, key)
        if user is not None:
            return user.id
        raise not_found(who)
    for _membership, user in people_queries.members_of(unit.session, org_id):
        if user.email_key == key or fold(user.name) == fold(who):
            return user.id
    raise not_found(who)
