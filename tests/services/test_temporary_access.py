"""Temporary access: it ends by the clock, support loses it at once, and no partner has any part in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import TODAY, Builder, Org
from tests.hostile import HOSTILE
from tests.services.life import mails, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, Invalid, NotFound, Refused, ResellerError
from resellertui.domain.look_grant import GrantRefused
from resellertui.domain.roles import Role
from resellertui.domain.temporary_access import AccessState
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Pause
from resellertui.services.support.access_views import IssuedLook, LookInput
from resellertui.services.support.case_views import NewCall, NewRequest
from resellertui.services.support.keys import SupportKeyMissing

OPERATOR = Actor.operator()


@pytest.fixture
def org(make: Builder) -> Org:
    """Give an organisation whose owner asks for support."""
    return make.organisation("Bakery", email="owner@bakery.example")


def asked(services: Services, actor: Actor) -> str:
    """Return the id of a new request."""
    return services.support_cases.open(actor, NewRequest.of(subject="Help", text="Broken")).case.id


def look(services: Services, staff: Actor, access: str, case: str, purpose: str = "find it") -> IssuedLook:
    return services.support_looks.look(staff, LookInput.of(access=access, case=case, purpose=purpose))


def reason(services: Services, token: str | None) -> str:
    """Return why a signed grant opens nothing."""
    with pytest.raises(GrantRefused) as refusal:
        services.support_looks.verify(OPERATOR, token or "")
    return str(refusal.value.facts["reason"])


def on(services: Services, actor: Actor) -> list[str]:
    """Return the switches that are on."""
    return [one.service.value for one in services.support_access.show(actor).switches if one.is_on]


def test_it_is_off_until_given_and_ends_by_the_clock_without_any_job(
    services: Services, make: Builder, org: Org, clock: FixedClock
) -> None:
    page = services.support_access.show(org.owner)
    assert (page.days, [one.is_on for one in page.switches], page.accesses) == (7, [False] * 3, ())
    assert all("30 Nov 2026 10:00" in one.preview for one in page.switches)
    case, staff = asked(services, org.owner), make.staff
    assert services.rehearsing().support_access.grant(org.owner, "kdrive").is_new
    access = services.support_access.grant(org.owner, " kDrive ").access
    assert on(services, org.owner) == ["kdrive"]
    clock.advance(days=6, hours=23, minutes=30)
    again = services.support_access.grant(org.owner, "kdrive")
    assert (again.is_new, again.access.id, again.access.left) == (False, access.id, "30 minutes left")
    issued = look(services, staff, access.id, case)
    assert issued.expires_at == access.expires_at, "no grant lasts longer than the access"
    assert [one.id for one in services.support_looks.open(staff, org.ref)] == [access.id]

    clock.advance(minutes=30)
    (over,) = services.support_access.show(org.owner).accesses
    assert (over.state, over.ended_at, over.left) == (AccessState.EXPIRED, access.expires_at, "")
    assert on(services, org.owner) == []
    assert services.support_looks.open(staff) == ()
    with pytest.raises(Refused, match="expired"):
        look(services, staff, access.id, case)
    assert reason(services, issued.token) == "expired"
    with pytest.raises(NotFound):
        services.support_access.revoke(org.owner, "kdrive")

    # given anew before any job has written down the end of the one before
    assert services.support_access.grant(org.owner, "kdrive").access.id != access.id
    with pytest.raises(Refused):
        look(services, staff, access.id, case)
    with pytest.raises(Invalid):
        services.support_access.grant(org.owner, "kfax")
    assert services.maintenance.check(OPERATOR).clean


def test_the_job_writes_the_end_down_once_and_says_so(services: Services, org: Org, clock: FixedClock) -> None:
    for service in ("kmail", "kchat"):
        services.support_access.grant(org.owner, service)
    services.support_access.revoke(org.owner, "kchat")
    assert [one.kind for one in mails(services)] == [], "one's own keypress needs no mail"

    clock.advance(days=8)
    counts = [{one.job: one.counts for one in services.tick.run(OPERATOR)}["access"] for _again in range(2)]
    assert counts == [{"ended": 1}, {"ended": 0}]
    (mail,) = [one for one in mails(services) if one.kind.startswith("access")]
    assert (mail.kind, mail.recipient) == ("access.ended", org.email)
    assert "kMail" in mail.subject
    assert "did not look" in mail.body
    states = {one.label: one.state for one in services.support_access.show(org.owner).accesses}
    assert states == {"kMail": AccessState.EXPIRED, "kChat": AccessState.REVOKED}
    assert services.maintenance.check(OPERATOR).clean


def test_support_loses_it_at_once_when_it_is_revoked(services: Services, make: Builder, org: Org) -> None:
    case, staff = asked(services, org.owner), make.staff
    given = {one: services.support_access.grant(org.owner, one).access.id for one in ("kmail", "kdrive", "kchat")}
    token = look(services, staff, given["kmail"], case).token
    other = look(services, staff, given["kdrive"], case).token

    (ended,) = services.support_access.revoke(org.owner, "kmail")
    assert ended.state is AccessState.REVOKED
    with pytest.raises(Refused, match="revoked"):
        look(services, staff, given["kmail"], case)
    assert reason(services, token) == "revoked"
    assert services.support_looks.verify(OPERATOR, other or "").service == "kdrive"
    assert on(services, org.owner) == ["kdrive", "kchat"]

    assert len(services.support_access.revoke(org.owner, None)) == 2
    assert reason(services, other) == "revoked"
    assert services.support_looks.open(staff) == ()
    assert services.maintenance.check(OPERATOR).clean


def test_every_look_is_shown_with_its_purpose_and_the_first_is_mailed(
    services: Services, make: Builder, org: Org, clock: FixedClock
) -> None:
    case, staff = asked(services, org.owner), make.staff
    access = services.support_access.grant(org.owner, "kdrive").access.id
    purposes = [one for one in HOSTILE if LookInputs.takes(one)]
    assert len(purposes) > 20
    for purpose in purposes:
        clock.advance(minutes=1)
        assert services.support_looks.verify(staff, look(services, staff, access, case, purpose).token or "").case
    (shown,) = services.support_access.show(org.owner).accesses
    assert [(one.staff, one.case) for one in shown.looks] == [("Sofia Staff", case)] * len(purposes)
    assert [one.at for one in shown.looks] == sorted(one.at for one in shown.looks)
    assert len({one.purpose for one in shown.looks}) == len(purposes)
    assert [one.recipient for one in mails(services) if one.kind == "access.looked"] == [org.email]
    noted = rows(services, "SELECT count(*) FROM audit_entries WHERE action = 'access.looked'")
    assert noted == [(len(purposes),)]


class LookInputs:
    """What may be said of a look."""

    @staticmethod
    def takes(purpose: str) -> bool:
        try:
            LookInput.of(access="ACC-1", case="CASE-1", purpose=purpose)
        except Invalid:
            return False
        return True


def test_a_look_is_staffs_for_an_open_case_of_the_same_organisation(
    services: Services, make: Builder, org: Org
) -> None:
    case, staff = asked(services, org.owner), make.staff
    stranger = make.organisation("Other")
    access = services.support_access.grant(org.owner, "kdrive").access.id
    guest = make.person(1, Role.EXTERNAL, email="guest@provider.example")
    for actor in (org.owner, stranger.owner, guest, OPERATOR):
        with pytest.raises(Forbidden):
            look(services, actor, access, case)
    with pytest.raises(Refused, match="another organisation"):
        look(services, staff, access, asked(services, stranger.owner))
    for wrong in (("ACC-99", case), (access, "CASE-99"), (access, "x")):
        with pytest.raises(NotFound):
            look(services, staff, *wrong)
    call = NewCall.of(organisation=org.ref, subject="Called", text="By phone")
    assert look(services, staff, access, services.support_queue.note_call(staff, call).case.id).token
    services.support_cases.close(org.owner, case)
    with pytest.raises(Refused, match="closed"):
        look(services, staff, access, case)
    assert (
        services.rehearsing()
        .support_looks.look(staff, LookInput.of(access=access, case="CASE-3", purpose="rehearse"))
        .token
        is None
    )


def test_who_leaves_the_organisation_takes_the_access_along(
    services: Services, make: Builder, org: Org, clock: FixedClock
) -> None:
    case, staff = asked(services, org.owner), make.staff
    member = make.person(org, Role.EXTERNAL, email="guest@bakery.example")
    access = services.support_access.grant(member, "kmail").access.id
    token = look(services, staff, access, case).token
    services.people.remove(org.owner, "guest@bakery.example")

    with pytest.raises(Refused, match="no longer belongs"):
        look(services, staff, access, case)
    assert reason(services, token) == "left"
    assert services.support_looks.open(staff) == ()
    code = services.support_codes.code(org.owner).code
    assert services.support_desk.identify(staff, code or "").grants == ()

    make.person(org, Role.EXTERNAL, email="guest@bakery.example")
    assert on(services, member) == [], "who comes back has given nothing"
    with pytest.raises(Refused):
        look(services, staff, access, case)
    assert reason(services, token) == "revoked"
    clock.advance(hours=1)
    services.tick.run(OPERATOR)
    assert rows(services, "SELECT ended_at < expires_at, ended_by_id FROM temporary_accesses") == [(1, None)]


def test_no_partner_gives_or_gets_it_and_its_overview_names_nobody(
    services: Services, make: Builder, agency: Org, org: Org
) -> None:
    reference = make.active(org, agency)
    inside = replace(agency.owner, for_client_id=org.number)
    access = services.support_access
    for act in (
        lambda: access.show(inside),
        lambda: access.grant(inside, "kdrive"),
        lambda: access.revoke(inside, None),
    ):
        with pytest.raises(Forbidden, match="never to a partner"):
            act()
    services.support_access.grant(org.owner, "kdrive")
    services.support_access.grant(make.organisation("Stranger").owner, "kmail")
    services.support_access.grant(agency.owner, "kchat")
    member = make.person(agency, Role.COLLABORATOR)

    page = services.support_access.clients(agency.owner)
    assert [(one.client, one.label, one.left) for one in page.rows] == [("Bakery", "kDrive", "7 days left")]
    assert "gain nothing" in page.about
    assert "owner" not in page.model_dump_json().lower(), "whose content it is stays the client's business"
    assert services.support_access.clients(member).rows == ()
    services.people.grant_client(agency.owner, "collaborator.2@test.example", reference)
    assert len(services.support_access.clients(member).rows) == 1
    with pytest.raises(Forbidden):
        services.support_access.clients(make.person(agency, Role.EXTERNAL))
    services.agreements.pause(org.owner, reference, Pause(reason="quiet", until=TODAY + timedelta(days=9)))
    assert services.support_access.clients(agency.owner).rows == ()
    with pytest.raises(ResellerError):
        access.show(inside)


def test_the_key_is_made_once_and_a_lost_one_is_never_made_again_silently(
    services: Services, make: Builder, org: Org, home: Path
) -> None:
    case, staff = asked(services, org.owner), make.staff
    access = services.support_access.grant(org.owner, "kdrive").access.id
    issued = look(services, staff, access, case)
    key = services.support_looks.key(staff)
    assert key.key_id == issued.key_id
    assert "BEGIN PUBLIC KEY" in key.public_key
    with pytest.raises(Forbidden):
        services.support_looks.key(org.owner)
    with pytest.raises(Forbidden):
        services.support_looks.verify(org.owner, issued.token or "")
    head, fields, signature = (issued.token or "").split(".")
    assert reason(services, f"{head}.{fields[:-2]}AA.{signature}") == "signature"
    assert reason(services, issued.token and issued.token[:-20]) in {"signature", "malformed"}

    (secret,) = (home / ".config" / "resellertui" / "secrets").glob("looks-*")
    kept = secret.read_text()
    secret.unlink()
    for act in (
        lambda: look(services, staff, access, case),
        lambda: services.support_looks.key(staff),
        lambda: services.support_looks.verify(staff, issued.token or ""),
    ):
        with pytest.raises(SupportKeyMissing, match=issued.key_id):
            act()
    assert not secret.exists()
    assert len(services.support_access.show(org.owner).accesses[0].looks) == 1
    assert services.support_looks.replace_key(staff).key_id != issued.key_id
    assert kept != secret.read_text()
    assert reason(services, issued.token) == "unknown_key"
    assert services.support_looks.verify(staff, look(services, staff, access, case).token or "").access_checked


def test_what_was_written_past_the_rules_is_found(services: Services, make: Builder, org: Org) -> None:
    case, staff = asked(services, org.owner), make.staff
    look(services, staff, services.support_access.grant(org.owner, "kdrive").access.id, case)
    assert services.office.database.path is not None
    with closing(sqlite3.connect(services.office.database.path, isolation_level=None)) as connection:
        connection.execute("DROP INDEX uq_temporary_accesses_open")
        columns = "org_id, user_id, service, granted_at, expires_at"
        connection.execute(f"INSERT INTO temporary_accesses ({columns}) SELECT {columns} FROM temporary_accesses")
        connection.execute(
            "INSERT INTO access_looks (access_id, staff_id, at, case_id, purpose, grant_id) "
            "SELECT 2, staff_id, '2027' || substr(at, 5), NULL, '', 'x' FROM access_looks"
        )
        connection.execute("UPDATE support_cases SET state = 'closed'")
    found = [one.text for one in services.maintenance.check(OPERATOR).findings if one.area == "support"]
    assert found == [
        f"USR-{org.owner.user_id} has several open accesses to kdrive in {org.ref}: ACC-1, ACC-2.",
        "Look 2 is outside the time of ACC-2.",
        "Look 2 names CASE-–, which is not of the same organisation.",
        "CASE-1 has a clock or dates that its state can't have.",
    ]
