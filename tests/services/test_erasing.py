"""Erasing a person: what goes, what stays, that the audit still proves whole, and who may ask for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing

import pytest
from tests.builders import PASSWORD, STAFF_EMAIL, Builder, Org
from tests.services.life import mails, rows

from resellertui.domain.errors import Invalid, NotFound, Refused, SignInNeeded, WrongPassword
from resellertui.domain.roles import Role
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.actor import Actor
from resellertui.services.billing.views import PrepaidInput
from resellertui.services.console import Services
from resellertui.services.inputs import Invite, ProfileEdit
from resellertui.services.leaving_views import ErasureInput
from resellertui.services.teams.views import NewTeam
from resellertui.store.models import OutboxMail

EMAIL, NAME = "zoe.martin@bakery.example", "Zoé Martin"


def leftovers(services: Services) -> list[str]:
    """Return every table of the file that still holds the address or the name."""
    path = services.office.database.path
    assert path is not None
    with closing(sqlite3.connect(path)) as file:
        named = file.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
        tables = [table for (table,) in named.fetchall()]
        return [table for table in tables if _holds(file.execute(f"SELECT * FROM {table}"))]


def is_in_a_byte_of_the_file(services: Services) -> bool:
    """Return whether a page of the file, free ones too, still holds the address or the name."""
    path = services.office.database.path
    assert path is not None
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = path.read_bytes()
    return any(one.encode() in content for one in (NAME, EMAIL))


def _holds(found: Iterable[tuple[object, ...]]) -> bool:
    return any(NAME in str(cell) or EMAIL in str(cell).lower() for row in found for cell in row)


def test_a_person_goes_from_everywhere_and_the_audit_proves_whole(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    before = make.person(agency, Role.EXTERNAL, email=EMAIL, name=NAME)
    services.people.invite(client.owner, Invite.of(email=EMAIL, name=NAME, role=Role.ADMINISTRATOR))
    token = mails(services)[-1].body.split("resellertui join ")[1].split()[0]
    person = services.accounts.join(token, PASSWORD)
    assert person.user_id == before.user_id
    services.people.remove(agency.owner, EMAIL)
    zoe = Actor(person.user_id, client.number)
    services.prepaid.top_up(zoe, PrepaidInput.of(amount="1.00", currency="CHF", key="mine"))
    _person, remembered = services.accounts.sign_in(EMAIL, PASSWORD, remember=True)
    with pytest.raises(WrongPassword):
        services.accounts.sign_in(EMAIL, "wrong")
    services.password_reset.request(EMAIL)
    services.people.set_role(client.owner, EMAIL, Role.COLLABORATOR)
    with services.office.filling() as session:
        first = session.query(OutboxMail).order_by(OutboxMail.id).first()
        assert first is not None
        first.sent_at, first.attempts = first.created_at, 1
    kept = rows(services, "SELECT message_id FROM outbox WHERE sent_at IS NOT NULL")
    alone = Actor(person.user_id)
    with pytest.raises(Refused, match="Bakery"):
        services.erasing.myself(zoe, PASSWORD)
    services.people.remove(client.owner, EMAIL)
    with pytest.raises(WrongPassword):
        services.erasing.myself(alone, "wrong")
    assert leftovers(services), "or this test would look for nothing"

    view = services.erasing.myself(alone, PASSWORD)

    assert leftovers(services) == []
    assert not is_in_a_byte_of_the_file(services)
    assert (view.id, view.mails) == (f"USR-{person.user_id}", 5)
    assert rows(services, "SELECT message_id FROM outbox WHERE recipient = ''") == kept
    assert services.maintenance.check(Actor.operator()).findings == ()
    with pytest.raises(SignInNeeded):
        services.accounts.resume(remembered or "")
    with pytest.raises(WrongPassword):
        services.accounts.sign_in(EMAIL, PASSWORD)
    with pytest.raises(NotFound):
        services.erasing.myself(alone, PASSWORD)
    acts = services.activity.page(client.owner, ActivityQuery(), 0, 100).rows
    (paid,) = [one for one in acts if one.action == "prepaid.top_up"]
    assert (paid.who, paid.details[0].after, paid.erased) == ("erased person", "1.00 CHF", False)
    joined = [one for one in acts if one.action in {"people.invited", "people.role_changed", "people.removed"}]
    assert len(joined) == 3
    assert all(one.erased and one.details == () for one in joined)
    (erased,) = services.activity.page(make.staff, ActivityQuery.of(action="person.erased")).rows
    assert (erased.who, erased.words) == ("erased person", "Erased what was kept about a person.")
    assert make.person(agency, Role.EXTERNAL, email=EMAIL).user_id != person.user_id, "the address is free again"


def test_staff_erase_on_request_and_say_why_without_saying_whom(services: Services, make: Builder, client: Org) -> None:
    external = make.person(client, Role.EXTERNAL, email=EMAIL, name=NAME)
    staff = make.staff

    def erase(actor: Actor, who: str, reason: str = "Request of 3 November") -> str:
        return str(services.erasing.person(actor, ErasureInput.of(person=who, reason=reason)).id)

    with pytest.raises(Refused):
        erase(staff, EMAIL)
    services.people.remove(client.owner, EMAIL)
    for reason in ("", f"{NAME} asked", f"by mail of {EMAIL}"):
        with pytest.raises(Invalid):
            erase(staff, EMAIL, reason)
    for actor in (client.owner, external):
        with pytest.raises(NotFound):
            erase(actor, EMAIL)
    with pytest.raises(Refused):
        erase(staff, STAFF_EMAIL)

    assert erase(staff, EMAIL) == f"USR-{external.user_id}"

    assert leftovers(services) == []
    with pytest.raises(NotFound):
        erase(staff, f"USR-{external.user_id}")
    (act,) = services.activity.page(staff, ActivityQuery.of(action="person.erased")).rows
    assert (act.who, act.subject) == ("Sofia Staff", "erased person")
    assert {one.label: one.after for one in act.details}["Reason"] == "Request of 3 November"


def test_nobody_erases_what_is_of_others_by_calling_oneself_like_it(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    rival = make.person(agency, Role.COLLABORATOR, email="maria@rival.example", name="Maria Rival")
    services.people.set_role(agency.owner, "maria@rival.example", Role.ADMINISTRATOR)
    mallory = make.person(client, Role.ADMINISTRATOR, email="a@rival.example", name="Mallory")
    services.teams.create(mallory, NewTeam.of(name="Night shift"))
    services.people.invite(client.owner, Invite.of(email="new@rival.example", name="", role=Role.COLLABORATOR))
    services.profile.edit(mallory, ProfileEdit.of(name="Night shift"))
    services.profile.edit(mallory, ProfileEdit.of(name="administrator"))
    services.profile.edit(mallory, ProfileEdit.of(name="maria@rival.example"))
    for wished in ("maria@rival.example", "new@rival.example"):
        services.profile.change_email(mallory, wished, PASSWORD)
    services.profile.change_email(agency.owner, "a@rival.example", PASSWORD)  # gets no token, the address being taken
    services.people.remove(client.owner, "a@rival.example")
    kept = "SELECT recipient, body FROM outbox WHERE recipient IN (?, ?)"
    theirs = "maria@rival.example", "new@rival.example"
    found = [one for one in rows(services, kept, *theirs) if "Confirm" not in one[1] and "confirm" not in one[1]]
    assert len(found) == 3

    services.erasing.myself(Actor(mallory.user_id), PASSWORD)

    assert rows(services, kept, *theirs) == found
    assert rows(services, "SELECT count(*) FROM invitations WHERE email_key = 'new@rival.example'") == [(1,)]
    values = rows(
        services,
        "SELECT action, erased_at FROM audit_entries JOIN audit_values ON entry_id = audit_entries.id "
        "WHERE action = 'team.created' OR action = 'people.invited' OR (action LIKE 'people.%' AND subject_id = ?)",
        rival.user_id,
    )
    assert values == [("people.role_changed", None), ("team.created", None), ("people.invited", None)]
    assert rows(services, "SELECT email FROM mailed_tokens WHERE user_id <> ?", mallory.user_id) == []
    assert services.maintenance.check(Actor.operator()).findings == ()
