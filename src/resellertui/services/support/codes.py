"""Support codes of people and VIP codes of organisations, as their own people see them.

A code exists once it was shown. The same one is shown while it lives, whatever console asks: the digits are computed
anew each time, and only a keyed hash of them is stored. Every look, copy and renewal is in the audit, without digits; a
rehearsal, which records nothing, therefore shows none.
"""

from __future__ import annotations

from datetime import datetime

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.calendar import local_date
from resellertui.domain.errors import Refused
from resellertui.domain.support_code import (
    GRACE,
    CodeKind,
    code_of,
    ended_by_successor,
    kept_of,
    killed,
    lives_until,
    shown,
)
from resellertui.domain.support_plan import plans_with_vip
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.support.code_views import CodesView, OwnCodeView, VipCodeView
from resellertui.services.support.keys import MasterKey, SupportKeyMissing, master_key
from resellertui.services.support.plans import plan_in, vip_from, words_on_vip_plans
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import SupportCode
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import support_codes as queries

OWN = Stance(relation=Relation.OWN)


class SupportCodes:
    """One's own support code, and the VIP code of one's organisation."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def look(self, actor: Actor) -> CodesView:
        """Return how things stand with both codes, without showing either. Changes nothing.

        Raises:
            NotFound: the actor acts for no organisation.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.SUPPORT_CODE, OWN)
            org_id = actor.org_id or 0
            own = queries.live_code(unit.session, CodeKind.SUPPORT, org_id, actor.user_id)
            vip = queries.live_code(unit.session, CodeKind.VIP, org_id, None)
            decision = unit.may(Action.SUPPORT_VIP, OWN)
            why = decision.reason if not decision else "" if vip_from(unit, org_id) else words_on_vip_plans(unit)
            plan = plan_in(unit, org_id)
            return CodesView(
                organisation=_name(unit),
                valid_until=own.expires_at if own is not None and _lives(unit, own) else None,
                plan=plan.label,
                plan_id=plan.id,
                vip=not why,
                vip_issued_at=vip.issued_at if vip is not None and not why and _lives(unit, vip) else None,
                why_no_vip=why,
            )

    def code(self, actor: Actor, *, renew: bool = False) -> OwnCodeView:
        """Show the actor's own support code, issuing one where none lives; with `renew` the old one dies at once.

        Raises:
            NotFound: the actor acts for no organisation.
            SecretsUnavailable: this console lacks the key of the codes, or can't keep the first one.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_CODE, OWN)
            row, digits, is_new = _shown(unit, CodeKind.SUPPORT, actor.user_id, renew=renew)
            return OwnCodeView(
                code=digits,
                shown=shown(digits or ""),
                valid_until=row.expires_at or lives_until(row.issued_at),
                is_new=is_new,
                organisation=_name(unit),
            )

    def vip(self, actor: Actor, *, renew: bool = False) -> VipCodeView:
        """Show the VIP code of the actor's organisation to its people; with `renew` the old one dies at once.

        Raises:
            NotFound: the actor acts for no organisation.
            Forbidden: an external user.
            Refused: the plan has none; which plans have one is said.
            SecretsUnavailable: this console lacks the key of the codes, or can't keep the first one.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_VIP, OWN)
            plan = plan_in(unit, actor.org_id or 0)
            if vip_from(unit, actor.org_id or 0) is None:
                raise Refused(
                    _("The plan {plan} has no VIP code.").format(plan=plan.label),
                    words_on_vip_plans(unit),
                    _("Order one of them in the Shop; your own support code works with every plan."),
                    choices=[one.id for one in plans_with_vip(unit.terms)],
                )
            row, digits, is_new = _shown(unit, CodeKind.VIP, None, renew=renew)
            return VipCodeView(
                code=digits,
                shown=shown(digits or ""),
                issued_at=row.issued_at,
                is_new=is_new,
                organisation=_name(unit),
                plan=plan.label,
            )

    def note_copy(self, actor: Actor, kind: CodeKind) -> None:
        """Write down that a code that is shown was copied to the clipboard.

        Raises:
            NotFound: there is no such code.
            Forbidden: the VIP code, to an external user.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_CODE if kind is CodeKind.SUPPORT else Action.SUPPORT_VIP, OWN)
            user_id = actor.user_id if kind is CodeKind.SUPPORT else None
            row = queries.live_code(unit.session, kind, actor.org_id or 0, user_id)
            if row is None or not _lives(unit, row):
                raise not_found()
            _record(unit, row, "support.code_copied")


def _shown(unit: Unit, kind: CodeKind, user_id: int | None, *, renew: bool) -> tuple[SupportCode, str | None, bool]:
    """Return the code that lives, issued now where there is none or it is renewed, and note that it is shown."""
    org_id = unit.actor.org_id or 0
    key = master_key(unit)
    row = queries.live_code(unit.session, kind, org_id, user_id)
    is_new = row is None or renew or not _lives(unit, row)
    if is_new:
        row = _issue(unit, key, kind, user_id, former=row, renew=renew)
    assert row is not None  # noqa: S101  # it lives, or was issued
    digits = code_of(key.of_codes, kind, user_id, org_id, row.counter)
    if row.key_id != key.id or kept_of(key.of_hashes, digits) != row.code_hash:
        raise SupportKeyMissing(
            _("The key {key} of this console is not the one that made this code.").format(key=key.id),
            _("It lies {place}.").format(place=unit.office.secrets.place(f"support-{key.id}")),
            _("Run it as the account that has the key; staff can replace a lost key."),
        )
    if unit.office.dry_run:
        return row, None, is_new
    _record(unit, row, "support.code_shown")
    return row, digits, is_new


def _issue(
    unit: Unit, key: MasterKey, kind: CodeKind, user_id: int | None, *, former: SupportCode | None, renew: bool
) -> SupportCode:
    org_id = unit.actor.org_id or 0
    if former is not None:
        ran_out = former.expires_at is not None and former.expires_at <= unit.now
        if ran_out and not renew and former.expires_at is not None:
            former.ended_at = ended_by_successor(former.expires_at)
        else:
            former.ended_at = killed(unit.now, former.expires_at)
        unit.session.flush()  # one lives at most
    if renew:  # whoever renews wants every one dead, also the one before, which the desk still takes for its grace
        for row in queries.codes_in_grace(unit.session, kind, org_id, user_id):
            row.ended_at = killed(unit.now, row.expires_at)
    counter = queries.last_counter(unit.session, kind, org_id, user_id) + 1
    while True:
        kept = kept_of(key.of_hashes, code_of(key.of_codes, kind, user_id, org_id, counter))
        if not queries.codes_like(unit.session, kept, unit.now - GRACE):
            break
        counter += 1  # someone else's code has the same digits
    row = SupportCode(
        kind=kind.value,
        user_id=user_id,
        org_id=org_id,
        counter=counter,
        key_id=key.id,
        code_hash=kept,
        issued_at=unit.now,
        expires_at=lives_until(unit.now) if kind is CodeKind.SUPPORT else None,
        ended_at=None,
    )
    unit.session.add(row)
    unit.session.flush()  # it has a number now
    queries.drop_dead_codes(unit.session, row, unit.now - GRACE)
    _record(unit, row, "support.code_renewed" if former is not None and renew else "support.code_issued")
    return row


def _lives(unit: Unit, row: SupportCode) -> bool:
    """Return whether a code that nothing has ended still lives: by its date, a VIP code by its plan."""
    if row.kind == CodeKind.VIP.value:
        return plan_goes_on(unit, row)
    return row.expires_at is None or unit.now < row.expires_at


def plan_goes_on(unit: Unit, row: SupportCode) -> bool:
    """Return whether a VIP code's plan has gone on since it was issued, whatever a job has recorded."""
    since = vip_from(unit, row.org_id)
    return since is not None and since <= local_date(row.issued_at)


def _name(unit: Unit) -> str:
    org_id = unit.actor.org_id or 0
    return organisation_queries.names(unit.session, [org_id]).get(org_id, "")


def _record(unit: Unit, row: SupportCode, action: str) -> None:
    until: datetime | None = row.expires_at
    unit.record(
        action,
        "support_code",
        row.id,
        {"kind": row.kind, "user": row.user_id, "valid_until": None if until is None else until.isoformat()},
        for_org_id=row.org_id,
    )
