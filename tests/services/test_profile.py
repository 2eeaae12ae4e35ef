"""One's own profile: fields, the address and its confirmation, passwords and resets, SSH keys, sessions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.builders import PASSWORD, Builder, Org, quick_hash
from tests.ssh_samples import ECDSA_384, ED25519, FINGERPRINTS, RSA_2048

from resellertui.adapters.clock import FixedClock
from resellertui.adapters.place import place_here
from resellertui.domain.errors import (
    Ambiguous,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    SignInNeeded,
    SlowedDown,
    WrongPassword,
)
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.roles import Role
from resellertui.services import password_reset, passwords, profile, sessions
from resellertui.services.actor import Actor, actor_for
from resellertui.services.console import Services
from resellertui.services.inputs import Invite, NewOrganisation, ProfileEdit, RequestToClient
from resellertui.services.tokens import new_token

NEW = "another long password"
MailsTo = Callable[[str], list[str]]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hashing a new password take no time."""
    for user in (passwords, profile, password_reset):
        monkeypatch.setattr(user, "hash_password", quick_hash)
    monkeypatch.setattr(password_reset, "sleep", lambda _seconds: None)


@pytest.fixture
def mails(services: Services) -> MailsTo:
    """Give the way to read the bodies of the mails to an address, the newest last."""

    def read(address: str) -> list[str]:
        operator = Actor.operator()
        listed = [one for one in services.mail.list(operator) if one.recipient == address]
        return [services.mail.show(operator, one.id).body or "" for one in listed]

    return read


def token_in(body: str) -> str:
    """Return the token that a mail carries."""
    found = re.search(r"resellertui (?:profile confirm|password choose|join) (\S+)", body)
    assert found, body
    return found[1]


def unconfirm(services: Services, actor: Actor) -> None:
    """Let nobody have shown that a person's address is theirs, as after a sign-up."""
    with services.office.filling() as session:
        session.execute(text("update users set email_confirmed_at = null where id = :id"), {"id": actor.user_id})


def test_fields_are_changed_together_recorded_once_and_not_over_someone_elses(services: Services, client: Org) -> None:
    before = services.profile.show(client.owner)
    edit = ProfileEdit.of(name=" Zoë ", language="IT", time_zone="asia/tokyo", version=before.version)

    after = services.profile.edit(client.owner, edit)

    assert (after.name, after.language, after.time_zone) == ("Zoë", "it", "Asia/Tokyo")
    assert after.version == before.version + 1
    assert services.accounts.refresh(client.owner).time_zone == "Asia/Tokyo"
    assert services.profile.edit(client.owner, ProfileEdit.of(name="Zoë")).version == after.version
    with pytest.raises(Conflict, match="changed elsewhere"):
        services.profile.edit(client.owner, edit)
    with pytest.raises(Invalid) as refusal:
        services.profile.edit(client.owner, ProfileEdit.of(name="", language="xx", time_zone="Mars"))
    assert [one.field for one in refusal.value.fields] == ["name", "language", "time_zone"]
    for nobody in (Actor(), Actor.operator()):
        with pytest.raises(Forbidden):
            services.profile.show(nobody)


def test_another_address_counts_once_its_token_comes_back(
    services: Services, client: Org, clock: FixedClock, mails: MailsTo
) -> None:
    with pytest.raises(WrongPassword):
        services.profile.change_email(client.owner, "new@bakery.example", "wrong")
    with pytest.raises(Refused, match="already"):
        services.profile.change_email(client.owner, "OWNER@bakery.example", PASSWORD)
    with pytest.raises(Invalid):
        services.profile.change_email(client.owner, "no address", PASSWORD)

    view = services.profile.change_email(client.owner, "new@bakery.example", PASSWORD)
    assert (view.email, view.waiting_email) == ("owner@bakery.example", "new@bakery.example")
    assert "new@bakery.example" in mails("owner@bakery.example")[-1]
    old_token = token_in(mails("new@bakery.example")[-1])
    services.profile.change_email(client.owner, "new@bakery.example", PASSWORD)
    token = token_in(mails("new@bakery.example")[-1])

    with pytest.raises(NotFound, match="confirms nothing"):
        services.profile.confirm(client.owner, old_token)
    after = services.profile.confirm(client.owner, f" {token}\n")
    assert (after.email, after.waiting_email) == ("new@bakery.example", "")
    assert after.email_confirmed_at == clock.now()
    assert "new@bakery.example" in mails("owner@bakery.example")[-1]
    with pytest.raises(NotFound):
        services.profile.confirm(client.owner, token)
    assert services.accounts.sign_in("new@bakery.example", PASSWORD)[0].user_id == client.owner.user_id
    with pytest.raises(WrongPassword):
        services.accounts.sign_in("owner@bakery.example", PASSWORD)


def test_a_token_is_the_persons_own_and_grows_old(
    services: Services, client: Org, agency: Org, clock: FixedClock, mails: MailsTo
) -> None:
    services.profile.change_email(client.owner, "new@bakery.example", PASSWORD)
    token = token_in(mails("new@bakery.example")[-1])

    with pytest.raises(NotFound):
        services.profile.confirm(agency.owner, token)
    clock.advance(timedelta(days=7))
    with pytest.raises(NotFound):
        services.profile.confirm(client.owner, token)
    assert services.profile.show(client.owner).waiting_email == ""


def test_somebody_elses_address_is_answered_like_any_other_and_its_owner_is_told(
    services: Services, client: Org, agency: Org, mails: MailsTo
) -> None:
    free = services.profile.change_email(client.owner, "free@bakery.example", PASSWORD)
    taken = services.profile.change_email(client.owner, agency.email, PASSWORD)

    assert taken.model_dump(exclude={"waiting_email"}) == free.model_dump(exclude={"waiting_email"})
    assert taken.waiting_email == agency.email
    (mail,) = mails(agency.email)
    assert "It is yours already" in mail
    assert "confirm" not in mail
    assert client.email not in mail


def test_an_address_that_somebody_took_meanwhile_is_refused_when_it_is_confirmed(
    services: Services, client: Org, make: Builder, mails: MailsTo
) -> None:
    services.profile.change_email(client.owner, "new@bakery.example", PASSWORD)
    make.person(client, Role.COLLABORATOR, email="new@bakery.example")

    with pytest.raises(Conflict):
        services.profile.confirm(client.owner, token_in(mails("new@bakery.example")[-1]))
    assert services.profile.show(client.owner).email == client.email


def test_mails_to_addresses_are_slowed_down(services: Services, client: Org, clock: FixedClock, mails: MailsTo) -> None:
    unconfirm(services, client.owner)
    for _turn in range(6):
        services.profile.send_confirmation(client.owner)
    with pytest.raises(SlowedDown, match="Too many mails"):
        services.profile.send_confirmation(client.owner)

    services.profile.confirm(client.owner, token_in(mails(client.email)[-1]))
    with pytest.raises(Refused, match="confirmed already"):
        services.profile.send_confirmation(client.owner)
    services.profile.change_email(client.owner, "new@bakery.example", PASSWORD)


def test_an_address_that_is_not_confirmed_is_no_way_to_a_request(
    services: Services, client: Org, agency: Org, mails: MailsTo, make: Builder
) -> None:
    """Someone states a stranger's address as their own, to read and answer what a partner sends there."""
    squatter = make.organisation("Squatters", email="boss@victim.example")
    with services.office.filling() as session:
        session.execute(text("update organisations set email = '', email_key = '' where name = 'Squatters'"))
    unconfirm(services, squatter.owner)
    wish = RequestToClient.of(client="boss@victim.example", access=Access.FULL, payment=Payment.CLIENT)

    request = services.requests.ask_client(agency.owner, wish).partnership.id

    with pytest.raises(NotFound):
        services.partnerships.show(squatter.owner, request)
    assert services.home.show(squatter.owner).attention == ()
    services.profile.send_confirmation(squatter.owner)
    services.profile.confirm(squatter.owner, token_in(mails("boss@victim.example")[-1]))
    assert services.partnerships.show(squatter.owner, request).id == request
    assert [one.kind for one in services.home.show(squatter.owner).attention] == ["request"]


def test_joining_by_a_mailed_token_confirms_the_address(services: Services, client: Org, mails: MailsTo) -> None:
    from resellertui.services.inputs import Invite

    services.people.invite(client.owner, Invite.of(email="new@bakery.example", role=Role.COLLABORATOR))
    found = re.search(r"join (\S+)", mails("new@bakery.example")[-1])
    assert found
    person = services.accounts.join(found[1], NEW)

    assert services.profile.show(Actor(user_id=person.user_id)).email_confirmed_at is not None


def test_a_new_password_asks_for_the_old_one_and_ends_the_other_sessions(
    services: Services, client: Org, mails: MailsTo
) -> None:
    tokens = [services.accounts.sign_in(client.email, PASSWORD, remember=True)[1] or "" for _turn in range(3)]
    with pytest.raises(WrongPassword):
        services.profile.change_password(client.owner, "wrong", NEW)
    for bad in ("short", PASSWORD):
        with pytest.raises(Invalid) as refusal:
            services.profile.change_password(client.owner, PASSWORD, bad)
        assert [one.field for one in refusal.value.fields] == ["new_password"]

    done = services.profile.change_password(client.owner, PASSWORD, NEW, present=tokens[1])

    assert done.sessions_ended == 2
    assert services.accounts.resume(tokens[1]).email == client.email
    for ended in (tokens[0], tokens[2]):
        with pytest.raises(SignInNeeded):
            services.accounts.resume(ended)
    assert "your password was changed" in mails(client.email)[-1]
    services.accounts.sign_in(client.email, NEW)
    with pytest.raises(WrongPassword):
        services.accounts.sign_in(client.email, PASSWORD)


def test_the_old_password_is_slowed_down_like_a_sign_in(services: Services, client: Org) -> None:
    for _turn in range(6):
        with pytest.raises(WrongPassword):
            services.profile.change_password(client.owner, "wrong", NEW)
    with pytest.raises(SlowedDown):
        services.profile.change_password(client.owner, PASSWORD, NEW)


def test_a_forgotten_password_is_chosen_anew_with_a_mailed_token(
    services: Services, client: Org, clock: FixedClock, mails: MailsTo
) -> None:
    _person, session = services.accounts.sign_in(client.email, PASSWORD, remember=True)
    services.ssh_keys.add(client.owner, ED25519)
    services.password_reset.request(client.email.upper())
    stale = token_in(mails(client.email)[-1])
    services.password_reset.request(client.email)
    token = token_in(mails(client.email)[-1])

    with pytest.raises(NotFound):
        services.password_reset.choose(stale, NEW)
    with pytest.raises(Invalid):
        services.password_reset.choose(token, "short")
    done = services.password_reset.choose(token, NEW)

    assert (done.email, done.sessions_ended, done.keys_removed) == (client.email, 1, 0)
    with pytest.raises(SignInNeeded):
        services.accounts.resume(session or "")
    with pytest.raises(NotFound):
        services.password_reset.choose(token, NEW)
    services.accounts.sign_in(client.email, NEW)
    assert "your password was changed" in mails(client.email)[-1]

    services.password_reset.request(client.email)
    late = token_in(mails(client.email)[-1])
    clock.advance(timedelta(hours=1))
    with pytest.raises(NotFound):
        services.password_reset.choose(late, NEW)


def test_asking_for_a_new_password_tells_nobody_whether_the_address_is_known(
    services: Services, client: Org, mails: MailsTo
) -> None:
    for address in (client.email, "nobody@nowhere.example"):
        for _turn in range(6):
            services.password_reset.request(address)
        with pytest.raises(SlowedDown, match="Too many mails"):
            services.password_reset.request(address)

    assert len(mails(client.email)) == 6
    assert mails("nobody@nowhere.example") == []
    with pytest.raises(Invalid):
        services.password_reset.request("no address")


def test_whoever_gets_the_mail_takes_the_address_back_from_whoever_only_stated_it(
    services: Services, client: Org, mails: MailsTo
) -> None:
    """A stranger signs up with the address, and leaves an SSH key behind to come back by."""
    unconfirm(services, client.owner)
    services.ssh_keys.add(client.owner, ED25519)
    services.password_reset.request(client.email)

    done = services.password_reset.choose(token_in(mails(client.email)[-1]), NEW)

    assert done.keys_removed == 1
    assert services.ssh_keys.list(client.owner) == ()
    assert services.profile.show(client.owner).email_confirmed_at is not None
    assert "1 SSH key was removed" in mails(client.email)[-1]


def test_a_token_can_be_typed_after_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["-begins-like-an-option", "good"])
    monkeypatch.setattr("secrets.token_urlsafe", lambda _count: next(drawn))

    assert new_token()[0] == "good"


def test_staff_read_no_token_that_lets_them_be_somebody_else(
    services: Services, client: Org, make: Builder, mails: MailsTo
) -> None:
    """One of the provider's staff asks for a client's new password and looks into the outbox for the token."""
    services.password_reset.request(client.email)
    services.people.invite(client.owner, Invite.of(email="new@bakery.example", name="", role=Role.ADMINISTRATOR))
    token, invited = (token_in(mails(one)[-1]) for one in (client.email, "new@bakery.example"))

    shown = [services.mail.show(make.staff, one.id).body or "" for one in services.mail.list(make.staff)]

    assert not any(token in body or invited in body for body in shown)


def test_a_token_for_a_password_dies_with_the_address_it_went_to(
    services: Services, client: Org, mails: MailsTo
) -> None:
    services.password_reset.request(client.email)
    reset = token_in(mails(client.email)[-1])
    services.profile.change_email(client.owner, "new@bakery.example", PASSWORD)
    services.profile.confirm(client.owner, token_in(mails("new@bakery.example")[-1]))

    with pytest.raises(NotFound):
        services.password_reset.choose(reset, NEW)


def test_keys_are_added_named_and_removed_and_told_by_mail(services: Services, client: Org, mails: MailsTo) -> None:
    key = services.ssh_keys.add(client.owner, ED25519)
    services.ssh_keys.add(client.owner, ECDSA_384, label="  My\x1b[31m laptop\n")
    services.ssh_keys.add(client.owner, RSA_2048)

    labels = [one.label for one in services.ssh_keys.list(client.owner)]
    assert labels == ["marie@laptop", "My␛[31m laptop", FINGERPRINTS[RSA_2048]]
    assert FINGERPRINTS[ED25519] in mails(client.email)[0]
    services.ssh_keys.remove(client.owner, "MARIE@laptop")
    services.ssh_keys.remove(client.owner, FINGERPRINTS[RSA_2048])
    with pytest.raises(NotFound):
        services.ssh_keys.remove(client.owner, key.id)
    services.ssh_keys.add(client.owner, ED25519, label="My␛[31m laptop")
    with pytest.raises(Ambiguous):
        services.ssh_keys.remove(client.owner, "my␛[31m laptop")


def test_one_key_is_one_persons_and_whose_it_is_is_not_said(services: Services, client: Org, agency: Org) -> None:
    services.ssh_keys.add(client.owner, ED25519, label="secret name")

    with pytest.raises(Conflict, match="You have this key already: secret name"):
        services.ssh_keys.add(client.owner, ED25519)
    with pytest.raises(Conflict) as refusal:
        services.ssh_keys.add(agency.owner, ED25519)
    assert "secret name" not in str(refusal.value)
    assert client.email not in str(refusal.value)
    (own,) = services.ssh_keys.list(client.owner)
    assert services.ssh_keys.list(agency.owner) == ()
    with pytest.raises(NotFound):
        services.ssh_keys.remove(agency.owner, own.id)


def test_nobody_has_more_keys_than_the_most(services: Services, client: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resellertui.services.ssh_keys.MAX_KEYS", 1)
    services.ssh_keys.add(client.owner, ED25519)

    with pytest.raises(Refused, match="which is the most"):
        services.ssh_keys.add(client.owner, RSA_2048)


def test_sessions_say_where_and_when_and_are_ended_one_by_one_or_all_others(
    services: Services, client: Org, agency: Org, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22")
    tokens = []
    for _turn in range(3):
        tokens.append(services.accounts.sign_in(client.email, PASSWORD, remember=True)[1] or "")
        clock.advance(timedelta(minutes=30))
    started = clock.now()
    services.accounts.resume(tokens[0])

    newest, middle, oldest = services.own_sessions.list(client.owner, present=tokens[1])

    assert [one.present for one in (newest, middle, oldest)] == [False, True, False]
    assert newest.place.endswith(" ← 192.0.2.7")
    assert oldest.used_at == started
    assert newest.used_at == started - timedelta(minutes=30)
    with pytest.raises(NotFound):
        services.own_sessions.revoke(agency.owner, newest.id)
    services.own_sessions.revoke(client.owner, newest.id)
    with pytest.raises(NotFound):
        services.own_sessions.revoke(client.owner, newest.id)
    with pytest.raises(SignInNeeded):
        services.accounts.resume(tokens[2])
    assert services.own_sessions.revoke_others(client.owner, present=tokens[1]) == 1
    assert [one.id for one in services.own_sessions.list(client.owner)] == [middle.id]
    assert services.own_sessions.revoke_others(client.owner, present=tokens[1]) == 0
    assert sessions.remember(services, tokens[1])
    clock.advance(timedelta(hours=1))
    sessions.note_use(services, client.email)
    assert services.own_sessions.list(client.owner)[0].used_at == clock.now()
    clock.advance(timedelta(days=400))
    assert services.own_sessions.list(client.owner) == ()


def test_a_place_is_harmless_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "evil\x1b[31m\n" + "x" * 400)

    assert "\x1b" not in place_here({})
    assert len(place_here({"SSH_CONNECTION": "fe80::1%eth0 1 2 3"})) <= 300
    assert place_here({"SSH_CONNECTION": "fe80::1%eth0 1 2 3"}).endswith(" ← fe80::1")
    assert place_here({"SSH_CONNECTION": "rm\x1b -rf"}) == place_here({})


def test_what_a_person_does_is_in_the_audit_and_the_chain_holds(services: Services, client: Org) -> None:
    services.profile.edit(client.owner, ProfileEdit.of(name="Zoë"))
    services.ssh_keys.add(client.owner, ED25519)
    services.password_reset.request(client.email)
    services.profile.change_password(client.owner, PASSWORD, NEW)

    with services.office.reading(client.owner) as unit:
        unit.open_to_everyone("the test looks at what was recorded")
        actions = set(unit.session.scalars(text("select action from audit_entries")))
    assert {"profile.changed", "ssh_key.added", "password.reset_asked", "password.changed"} <= actions
    assert services.maintenance.check(Actor.operator()).clean


def test_who_came_by_a_session_does_nothing_once_it_has_ended(
    services: Services, client: Org, clock: FixedClock
) -> None:
    (one, first), (two, _second), (three, _third) = (
        services.accounts.sign_in(client.email, PASSWORD, remember=True) for _turn in range(3)
    )
    actor, other, third = (actor_for(person, client.number) for person in (one, two, three))
    assert services.accounts.resume(first or "").session == actor.session
    assert [view.present for view in services.own_sessions.list(actor)] == [False, False, True]

    services.own_sessions.revoke(actor, services.own_sessions.list(other)[1].id)

    inside = replace(other, for_client_id=client.number)
    for ended, act in ((other, services.home.show), (other, services.profile.show), (inside, services.products.list)):
        with pytest.raises(SignInNeeded):
            act(ended)
    with pytest.raises(SignInNeeded):
        services.people.invite(other, Invite.of(email="friend@test.example", name="", role=Role.ADMINISTRATOR))
    services.profile.change_password(actor, PASSWORD, NEW)
    services.profile.show(actor)
    with pytest.raises(SignInNeeded):
        services.ssh_keys.add(third, ED25519)
    clock.advance(timedelta(days=400))
    with pytest.raises(SignInNeeded):
        services.profile.show(actor)


def test_who_was_erased_is_nobody_in_what_is_still_open(services: Services, make: Builder, client: Org) -> None:
    gone = Actor(make.person(client, Role.EXTERNAL, email="gone@test.example").user_id)
    services.people.remove(client.owner, "gone@test.example")
    services.erasing.myself(gone, PASSWORD)

    for act in (
        lambda: services.profile.edit(gone, ProfileEdit.of(name="Back again")),
        lambda: services.ssh_keys.add(gone, ED25519),
        lambda: services.organisations.create(
            gone, NewOrganisation.of(name="Ghost", email="ghost@test.example", country="CH", kind="company")
        ),
        lambda: services.directory.search(gone),
    ):
        with pytest.raises((Forbidden, NotFound)):
            act()


def test_the_time_of_an_answer_does_not_tell_whether_an_address_is_known(
    services: Services, client: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(password_reset, "sleep", waited.append)
    monkeypatch.setattr(password_reset, "monotonic", iter([1.0, 1.03, 2.0, 2.01, 3.0, 9.0]).__next__)

    for address in (client.email, "nobody@bakery.example", client.email):
        services.password_reset.request(address)

    assert waited == pytest.approx([0.17, 0.19, 0.0])
