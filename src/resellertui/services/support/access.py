"""Temporary access as people see it: three switches for their own content, and what was looked at (rules: section 6).

Giving and taking back is each person's own business in the organisation it acts for; inside a client's organisation a
partner's person is refused, whatever the access. Staff's side is in `looks.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.calendar import local_date
from resellertui.domain.errors import Invalid, NotFound
from resellertui.domain.identifiers import Kind, show_id, show_optional_id
from resellertui.domain.partnership import Access, State
from resellertui.domain.span import left
from resellertui.domain.temporary_access import (
    AccessState,
    AccessTime,
    ContentService,
    expires_after,
    service_label,
    what_is_seen,
    who_is_meant,
)
from resellertui.domain.wording import _
from resellertui.formats import moment
from resellertui.services.actor import Actor
from resellertui.services.clients import limiting_membership
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.reach import entered_client
from resellertui.services.support.access_views import (
    AccessPage,
    AccessView,
    ClientAccessPage,
    ClientAccessView,
    GrantedView,
    LookView,
    SwitchView,
)
from resellertui.services.unit import Office, Unit
from resellertui.store.models import AccessLook, TemporaryAccess
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import support_access as queries
from resellertui.store.queries.support_access import ClientAccess

SHOWN = 100
"""How many accesses a person's page shows, and a partner's overview of its clients."""


class SupportAccess:
    """One's own temporary accesses, and a partner's overview of its clients'."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> AccessPage:
        """Return the three switches, and every access given so far with its looks. Changes nothing.

        Raises:
            Forbidden: inside a client's organisation.
            NotFound: the actor acts for no organisation.
        """
        with self._office.reading(actor) as unit:
            _allow_own(unit)
            org_id, user_id = actor.org_id or 0, actor.user_id or 0
            views = _views(unit, queries.accesses_of(unit.session, org_id, user_id, SHOWN))
            return AccessPage(
                organisation=organisation_queries.names(unit.session, [org_id]).get(org_id, ""),
                days=unit.terms.days.temporary_access,
                about=who_is_meant(),
                switches=tuple(_switch(unit, one, views) for one in ContentService),
                accesses=tuple(views),
            )

    def grant(self, actor: Actor, service: str) -> GrantedView:
        """Give support leave to look into one's own content of one product, for the programme's days.

        Where it is given already nothing is changed.

        Raises:
            Forbidden: inside a client's organisation.
            NotFound: the actor acts for no organisation.
            Invalid: no such product.
        """
        with self._office.writing(actor) as unit:
            _allow_own(unit)
            wanted = _service(service)
            org_id, user_id = actor.org_id or 0, actor.user_id or 0
            for row in queries.unended(unit.session, org_id, user_id):
                if row.service != wanted.value:
                    continue
                if time_of(row).state_at(unit.now) is AccessState.OPEN:
                    return GrantedView(access=_views(unit, [row])[0], is_new=False)
                record_end(unit, row)
                unit.session.flush()  # one is open at most
            row = TemporaryAccess(
                org_id=org_id,
                user_id=user_id,
                service=wanted.value,
                granted_at=unit.now,
                expires_at=expires_after(unit.now, unit.terms.days.temporary_access),
                ended_at=None,
                ended_by_id=None,
            )
            unit.session.add(row)
            unit.session.flush()  # it has a number now
            values = {"service": row.service, "user": row.user_id, "expires_on": local_date(row.expires_at).isoformat()}
            unit.record("access.granted", "temporary_access", row.id, values, for_org_id=org_id)
            return GrantedView(access=_views(unit, [row])[0], is_new=True)

    def revoke(self, actor: Actor, service: str | None) -> tuple[AccessView, ...]:
        """Take back one access, or with None all of them: support loses them at once, and signed grants with them.

        Raises:
            Forbidden: inside a client's organisation.
            NotFound: the actor acts for no organisation, or none of them is open.
            Invalid: no such product.
        """
        with self._office.writing(actor) as unit:
            _allow_own(unit)
            wanted = None if service is None else _service(service)
            ended = []
            for row in queries.unended(unit.session, actor.org_id or 0, actor.user_id or 0):
                is_meant = wanted is None or row.service == wanted.value
                if not is_meant or time_of(row).state_at(unit.now) is not AccessState.OPEN:
                    continue
                row.ended_at, row.ended_by_id = unit.now, actor.user_id
                values = {"service": row.service, "user": row.user_id}
                unit.record("access.revoked", "temporary_access", row.id, values, for_org_id=row.org_id)
                ended.append(row)
            if not ended:
                what = _("Support has no access to your content.")
                if wanted is not None:
                    what = _("Support has no access to your {service}.").format(service=service_label(wanted))
                raise NotFound(what, _("Nothing was changed."))
            return tuple(_views(unit, ended))

    def clients(self, actor: Actor) -> ClientAccessPage:
        """Return the accesses that are open in the organisations of the clients that the actor reaches.

        The partner gains nothing by them, and is not told whose content they open. Changes nothing.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.CLIENT_LIST, Stance(relation=Relation.OWN))
            limit = limiting_membership(unit)
            found = queries.open_over_clients(unit.session, actor.org_id or 0, limit, unit.now, 10 * SHOWN)
            reached = [one for one in found if _is_reached(unit, one)]
            return ClientAccessPage(
                about=_("These accesses are for the provider's support only: you gain nothing by them."),
                rows=tuple(_client_row(unit, one) for one in reached[:SHOWN]),
                more=len(reached) > SHOWN,
            )


def time_of(row: TemporaryAccess) -> AccessTime:
    """Return the time of an access."""
    return AccessTime(row.granted_at, row.expires_at, row.ended_at)


def record_end(unit: Unit, row: TemporaryAccess) -> None:
    """Write down that an access is over: since its time came, or since now for a person who has left."""
    row.ended_at = min(row.expires_at, unit.now)
    values = {"service": row.service, "user": row.user_id}
    unit.record("access.ended", "temporary_access", row.id, values, for_org_id=row.org_id)


def end_with_membership(unit: Unit, org_id: int, user_id: int) -> None:
    """Write down that whoever leaves an organisation takes the accesses along: coming back gives none of them again."""
    for row in queries.unended(unit.session, org_id, user_id):
        record_end(unit, row)


def _allow_own(unit: Unit) -> None:
    stance = Stance(relation=Relation.OWN)
    if unit.actor.for_client_id is not None:
        stance = entered_client(unit).client_stance()
    unit.allow(Action.SUPPORT_ACCESS, stance)


def _service(text: str) -> ContentService:
    try:
        return ContentService(text.strip().lower())
    except ValueError:
        choices = ", ".join(one.value for one in ContentService)
        raise Invalid({"service": _("Choose one of: {choices}.").format(choices=choices)}) from None


def _views(unit: Unit, rows: Sequence[TemporaryAccess]) -> list[AccessView]:
    looks: dict[int, list[LookView]] = {}
    for look, name in queries.looks_through(unit.session, [one.id for one in rows]):
        looks.setdefault(look.access_id, []).append(_look(look, name))
    return [_view(unit, one, tuple(looks.get(one.id, ()))) for one in rows]


def _view(unit: Unit, row: TemporaryAccess, looks: tuple[LookView, ...]) -> AccessView:
    time = time_of(row)
    state = time.state_at(unit.now)
    return AccessView(
        id=show_id(Kind.TEMPORARY_ACCESS, row.id),
        service=ContentService(row.service),
        label=service_label(row.service),
        state=state,
        granted_at=row.granted_at,
        expires_at=row.expires_at,
        ended_at=None if state is AccessState.OPEN else row.ended_at or row.expires_at,
        left=time.words_at(unit.now),
        looks=looks,
    )


def _look(look: AccessLook, name: str) -> LookView:
    return LookView(at=look.at, staff=name, case=show_optional_id(Kind.CASE, look.case_id), purpose=look.purpose)


def _switch(unit: Unit, service: ContentService, views: Sequence[AccessView]) -> SwitchView:
    found = next((one for one in views if one.service is service and one.state is AccessState.OPEN), None)
    until = expires_after(unit.now, unit.terms.days.temporary_access)
    return SwitchView(
        service=service,
        label=service_label(service),
        is_on=found is not None,
        access=found,
        would_end_at=until,
        preview=what_is_seen(service).format(moment=moment(until)),
    )


def _is_reached(unit: Unit, one: ClientAccess) -> bool:
    standing = standing_of(one.partnership)
    active = standing.on(unit.today) is State.ACTIVE
    stance = Stance(
        relation=Relation.PARTNER_SIDE,
        access=Access(one.partnership.access) if active else None,
        paused=standing.is_paused(unit.today),
        client_granted=True,  # the query has left out what is not
    )
    return bool(unit.may(Action.CLIENT_VIEW, stance))


def _client_row(unit: Unit, one: ClientAccess) -> ClientAccessView:
    return ClientAccessView(
        client=one.client,
        client_id=show_id(Kind.ORGANISATION, one.partnership.client_id or 0),
        partnership_id=show_id(Kind.PARTNERSHIP, one.partnership.id),
        access=Access(one.partnership.access),
        service=ContentService(one.service),
        label=service_label(one.service),
        expires_at=one.expires_at,
        left=left(one.expires_at, unit.now),
    )
