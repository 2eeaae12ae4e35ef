"""The desk: the provider's staff type the code that a caller says, and learn who calls.

Unknown, run out, ended and malformed codes get one and the same answer, after the same count of failures. Whoever has
to wait is answered before the code is looked at; a console logs the first such attempt of each wait and lets the others
go no further, so that a flood fills no log. A rehearsal is none: looking a code up always counts and is always logged,
or it would be a way to guess for free.
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import datetime

from resellertui.domain.access import Action
from resellertui.domain.errors import NotFound
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.partnership import Access, State
from resellertui.domain.support_code import GRACE, CodeKind, kept_of, read_code, verifies_at
from resellertui.domain.support_plan import response_target
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.slowing import Guessing, slowed_down
from resellertui.services.support.code_views import CallerView, InChargeView, OpenAccessView
from resellertui.services.support.codes import plan_goes_on
from resellertui.services.support.keys import known_key
from resellertui.services.support.plans import plan_in
from resellertui.services.unit import Office, Unit
from resellertui.store.models import SupportCode
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import support_access as access_queries
from resellertui.store.queries import support_codes as queries

OVERALL = "desk"
"""The key under which everyone's failures at the desk count together."""

SHOWN = 500
"""How many open accesses of the organisation are told at most, as elsewhere at the desk."""


class SupportDesk:
    """Recognising callers."""

    def __init__(self, office: Office) -> None:
        self._office = replace(office, dry_run=False)
        self._closed: dict[int | None, datetime] = {}
        """Until when whom has to wait, as far as it came up here: no wait ends earlier, so a flood ends here."""

    def identify(self, actor: Actor, code: str) -> CallerView:
        """Return whom a code belongs to. It is logged either way, and failures slow down what comes after them.

        Raises:
            Forbidden: not of the provider's staff.
            SlowedDown: too many failures before; the code was not looked at.
            NotFound: unknown code; why is not said.
            SecretsUnavailable: this console lacks the key of the codes.
        """
        self._check_closed(actor)
        guessing, view = Guessing(f"desk:{actor.user_id}", OVERALL), None
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_DESK)
            if until := guessing.closed_until(unit):
                self._closed[actor.user_id] = until
                unit.record("support.desk_closed", "support_code", None, {"closed_until": until.isoformat()})
            else:
                view = _recognised(unit, guessing, code)
        self._check_closed(actor)  # only now, as below: what was noted is committed
        if view is None:
            raise NotFound(_("Unknown code."), hint=_("Ask the caller to read it out again."))
        return view

    def _check_closed(self, actor: Actor) -> None:
        until, now = self._closed.get(actor.user_id), self._office.clock.now()
        if until is not None and now < until:
            raise slowed_down(_("Too many unknown codes."), until, now)


def _recognised(unit: Unit, guessing: Guessing, typed: str) -> CallerView | None:
    """Return whom a code belongs to, having counted and logged the attempt."""
    row = _found(unit, typed)
    view = None if row is None else _caller(unit, row)
    if row is None or view is None:
        guessing.count(unit)
        unit.record("support.code_unknown", "support_code", None, {})
        return None
    guessing.forget_own(unit)
    facts = {"kind": row.kind, "user": row.user_id}
    unit.record("support.code_recognised", "support_code", row.id, facts, for_org_id=row.org_id)
    return view


def _found(unit: Unit, typed: str) -> SupportCode | None:
    """Return the code that was typed, if the desk takes it now."""
    key = known_key(unit)
    digits = read_code(typed)
    if key is None or digits is None:
        return None
    kept = kept_of(key.of_hashes, digits)
    for row in queries.codes_like(unit.session, kept, unit.now - GRACE):
        if not hmac.compare_digest(row.code_hash, kept) or row.key_id != key.id:
            continue
        if row.kind == CodeKind.VIP.value and not plan_goes_on(unit, row):
            continue
        if verifies_at(unit.now, row.issued_at, row.expires_at, row.ended_at):
            return row
    return None


def _caller(unit: Unit, row: SupportCode) -> CallerView | None:
    """Return what the desk needs of a caller; None where it was deleted, or the person has left it since."""
    org = organisation_queries.organisation(unit.session, row.org_id)
    user = None if row.user_id is None else people_queries.user_by_id(unit.session, row.user_id)
    role = None if user is None else people_queries.role_of(unit.session, user.id, row.org_id)
    if org is None or org.deleted_at is not None or (row.user_id is not None and role is None):
        return None
    plan = plan_in(unit, org.id)
    return CallerView(
        vip=row.kind == CodeKind.VIP.value,
        caller=None if user is None else user.name,
        caller_id=None if user is None else show_id(Kind.USER, user.id),
        caller_email=None if user is None else user.email,
        role=role,
        organisation=org.name,
        organisation_id=show_id(Kind.ORGANISATION, org.id),
        plan=plan.label,
        plan_id=plan.id,
        response_hours=plan.response_hours,
        response_target=response_target(plan),
        emergency_calls=plan.emergency_calls,
        account_managers=plan.account_managers,
        grants=tuple(
            OpenAccessView(service=one.row.service, person=one.person, until=one.row.expires_at)
            for one in access_queries.open_at(unit.session, unit.now, org_id=org.id, limit=SHOWN)
        ),
        partners=tuple(
            InChargeView(name=name, access=Access(one.access), paused=standing_of(one).is_paused(unit.today))
            for one, name in partnership_queries.active_of_client(unit.session, org.id)
            if one.access is not None and standing_of(one).on(unit.today) is State.ACTIVE
        ),
        valid_until=None if row.expires_at is None else row.expires_at + GRACE,
    )
