"""Has every kind of mail written once, with names that say who they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.builders import PASSWORD, TODAY, Builder, Org
from tests.client_files import as_csv
from tests.client_files import client as file_line
from tests.services.every_quote_mail import write_quote_mails
from tests.services.test_signing_up import wish as wish_to_sign_up

from resellertui.adapters.clock import FixedClock
from resellertui.adapters.mail import render
from resellertui.domain.money import Currency
from resellertui.domain.partnership import Payment, Side
from resellertui.domain.programme_membership.standing import MemberState, ReviewKind, ReviewOutcome, Standing, Step
from resellertui.domain.registry import Fact
from resellertui.domain.roles import Role
from resellertui.services import letters_to_people as letters
from resellertui.services.actor import Actor
from resellertui.services.billing.views import PrepaidInput
from resellertui.services.console import Services
from resellertui.services.importing import ImportOptions
from resellertui.services.inputs import AccountEdit, Invite, Listing, NewOrganisation
from resellertui.services.mail import _outgoing
from resellertui.services.partnerships import notices
from resellertui.services.partnerships.dossier import dossier_of
from resellertui.services.programme import notices as programme_notices
from resellertui.services.registry.notices import tell_of_invalid
from resellertui.services.support.access_notices import tell_of_end, tell_of_first_look
from resellertui.services.support.case_views import Message, NewCall, NewRequest
from resellertui.services.teams.views import NewTeam
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, OutboxMail, Partnership, TemporaryAccess, User
from resellertui.store.queries import mail as queries

TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


def write_every_mail(services: Services, make: Builder, clock: FixedClock) -> None:
    """Cause each kind, or have its writer write it."""
    client = make.organisation("Bakery", email="owner@bakery.example", products=("bakery.ch",))
    agency = make.partner("Agency", email="owner@agency.example")
    _partnerships(services, make, client, agency)
    _people(services, make, client)
    _support(services, make, client)
    _programme(services, make, clock)
    _renewals(services, make, clock)
    write_quote_mails(services, make)


def _partnerships(services: Services, make: Builder, client: Org, agency: Org) -> None:
    newcomer = make.organisation("Newcomer", email="owner@newcomer.example")
    services.programme.approve(make.staff, newcomer.ref, Listing())
    reference = make.active(client, agency, payment=Payment.PARTNER)
    with services.office.writing(make.staff) as unit:
        unit.open_to_everyone("writes what the acts would")
        row = unit.session.get(Partnership, int(reference.partition("-")[2]))
        assert row is not None
        row.expires_on = TODAY + timedelta(days=30)
        dossier = dossier_of(unit, row, Side.CLIENT)
        row.reason = "No time for it."
        notices.tell_of_request(dossier, again=True)
        notices.tell_of_answer(dossier, None)
        notices.tell_of_withdrawal(dossier)
        notices.tell_of_expiry(dossier)
        notices.tell_of_access(dossier, {"access": "limited", "families": ["Domain .ch"]})
        notices.tell_of_payment(dossier, Payment.CLIENT)
        notices.tell_of_proposal(dossier, Payment.PARTNER)
        notices.tell_of_declined_proposal(dossier, Payment.PARTNER)
        notices.tell_of_pause(dossier, TODAY + timedelta(days=9), "Holidays.")
        notices.tell_of_pause(dossier, None)
        notices.tell_of_end_date(dossier, TODAY + timedelta(days=90))
        notices.tell_of_end_date(dossier, None)
        row.end_on = date(2026, 12, 31)
        notices.remind_of_end(dossier, 7)
        row.end_on = None
        notices.tell_of_end(dossier, *Side)
    options: ImportOptions = ImportOptions.of(agreements=True, partner=agency.email, evidence="Contract 12")
    services.imports.run(make.staff, as_csv([file_line(1)]), options)


def _people(services: Services, make: Builder, client: Org) -> None:
    make.person(client, Role.COLLABORATOR, email="member@bakery.example", name="Member")
    services.people.invite(client.owner, Invite.of(email="new@bakery.example", name="Nora", role=Role.ADMINISTRATOR))
    services.people.set_accounting(client.owner, "member@bakery.example", True)
    services.people.set_role(client.owner, "member@bakery.example", Role.EXTERNAL)
    team = services.teams.create(client.owner, NewTeam.of(name="Ovens")).id
    services.teams.add_member(client.owner, team, "member@bakery.example")
    services.teams.set_leader(client.owner, team, "member@bakery.example")
    services.teams.remove_member(client.owner, team, "member@bakery.example")
    services.people.remove(client.owner, "member@bakery.example")
    services.client_account.change(client.owner, AccountEdit.of(phone="+41 22 555 01 02", accept_terms=True))
    wish: NewOrganisation = NewOrganisation.of(
        kind="company", name="Florist", email="owner@florist.example", country="CH", owner_email="owner@florist.example"
    )
    services.organisations.create(make.staff, wish)
    services.signing_up.sign_up(Actor(), wish_to_sign_up(), PASSWORD)
    services.deleting.delete(make.organisation("Closing", email="owner@closing.example").owner, PASSWORD)
    with services.office.writing(client.owner) as unit:
        unit.open_to_everyone("writes what the acts would")
        user, org = unit.session.get(User, client.owner.user_id), unit.session.get(Organisation, client.number)
        assert user is not None
        assert org is not None
        _letters(unit, user)
        tell_of_invalid(unit, org, Fact.VAT_NUMBER, "IT12345670017")


def _letters(unit: Unit, user: User) -> None:
    letters.send_confirmation_token(unit, user, user.email)
    letters.tell_owner_of_address(unit, user)
    letters.tell_of_wish(unit, user, "other@bakery.example")
    letters.tell_of_new_address(unit, user, "former@bakery.example")
    letters.send_reset_token(unit, user)
    letters.tell_of_new_password(unit, user, keys_removed=1)
    letters.tell_of_key(unit, user, "laptop", "SHA256:abc")


def _support(services: Services, make: Builder, client: Org) -> None:
    case = services.support_cases.open(client.owner, NewRequest.of(subject="Oven", text="It is cold.")).case.id
    services.support_cases.reply(client.owner, case, Message.of(text="It still is."))
    services.support_queue.answer(make.staff, case, Message.of(text="Plug it in.\n\nThen wait."))
    services.support_queue.note_call(make.staff, NewCall.of(organisation=client.ref, subject="Called", text="By phone"))
    with services.office.writing(client.owner) as unit:
        unit.open_to_everyone("writes what the acts would")
        access = TemporaryAccess(
            user_id=client.owner.user_id,
            org_id=client.number,
            service="kdrive",
            expires_at=unit.now + timedelta(days=7),
        )
        tell_of_first_look(unit, access, "Sofia Staff", "CASE-1", "to find a file")
        tell_of_end(unit, access, 2)


def _programme(services: Services, make: Builder, clock: FixedClock) -> None:
    """Have each kind of the programme written, to the partner or applicant first and to staff after."""
    novo = make.organisation("Novo", email="owner@novo.example")
    soon = clock.now().date() + timedelta(days=90)
    before = Standing(MemberState.APPROVED, clock.now().date())
    warned = replace(before, warned_on=clock.now().date(), suspend_on=soon, review_on=soon)
    with services.office.writing(make.staff) as unit:
        unit.open_to_everyone("writes what the acts would")
        org = unit.session.get(Organisation, novo.number)
        assert org is not None
        programme_notices.tell_of_approval(unit, org, until=soon)
        programme_notices.tell_of_submission(unit, org, "APP-1")
        programme_notices.tell_of_withdrawal(unit, org, "APP-1")
        programme_notices.tell_of_rejection(unit, org, "APP-1", "The website does not open.")
        for step in (
            Step(ReviewKind.ANNIVERSARY, clock.now().date(), ReviewOutcome.WARNED, warned),
            Step(ReviewKind.GRACE_END, soon, ReviewOutcome.SUSPENDED, replace(warned, state=MemberState.SUSPENDED)),
            Step(ReviewKind.REGAINED, soon, ReviewOutcome.RESTORED, replace(before, review_on=soon)),
        ):
            programme_notices.tell_of_review(unit, org, step)
        programme_notices.tell_of_arrears(unit, org, "Bakery", 30, 1)
        programme_notices.tell_staff_of_arrears(unit, novo.number, "Bakery", "Novo", "2026-0007")


def _renewals(services: Services, make: Builder, clock: FixedClock) -> None:
    shop = make.organisation("Bottega", email="owner@bottega.example", country="IT")
    warranted = make.organisation("Warranted", email="owner@warranted.example")
    rich = make.organisation("Rich", email="owner@rich.example")
    services.prepaid.top_up(rich.owner, PrepaidInput.of(amount="900.00", currency=Currency.CHF.value))
    soon = TODAY + timedelta(days=14)
    make.product(shop, "bottega.it", expires_on=soon, auto_renewal=True)
    make.product(shop, "altra.it", expires_on=soon)
    make.product(rich, "rich.ch", expires_on=soon, auto_renewal=True)
    make.product(warranted, "Warranty", sku="renewal-warranty", expires_on=TODAY + timedelta(days=300))
    make.product(warranted, "warranted.ch", expires_on=soon, auto_renewal=True)
    for days in (0, 15, 30):
        clock.advance(days=days)
        services.tick.run(Actor.operator())


def told(services: Services, french: Mapping[tuple[str, str], tuple[str, str]] | None = None) -> str:
    """Return the first mail of each kind as it reads, and of the renewals the HTML too, tokens hidden.

    With what mails say in French, by what they say in English, it is that, and no HTML.

    What the programme and requests for quotes write under one kind reads differently to each side and at each outcome:
    all of it is returned.
    """
    found: dict[str, OutboxMail] = {}
    further: dict[str, list[OutboxMail]] = {}
    with services.office.reading(Actor.operator()) as unit:
        unit.open_to_everyone("reads what was written")
        for one in queries.newest(unit.session, queries.Wanted(), before=None, limit=1000):
            if found.setdefault(one.kind, one) is not one and one.kind.startswith(("programme.", "quote.")):
                further.setdefault(one.kind, []).append(one)
    parts = (
        _told(kind, one, french) for kind in sorted(found) for one in _different([found[kind], *further.get(kind, ())])
    )
    return TOKEN.sub("TOKEN", "\n".join(parts))


def _different(mails: Sequence[OutboxMail]) -> Iterable[OutboxMail]:
    """Return the mails without those that say to someone else what one before says."""
    return {(one.subject, one.body): one for one in reversed(mails)}.values()


def _told(kind: str, row: OutboxMail, french: Mapping[tuple[str, str], tuple[str, str]] | None) -> str:
    subject, body = (row.subject, row.body) if french is None else french[row.subject, row.body]
    parts = [f"=== {kind}", f"To: {row.recipient_name} <{row.recipient}>", f"Subject: {subject}", "", body]
    if french is None and kind.startswith("renewal."):
        parts += ["--- HTML", html_of(row)]
    return "\n".join(parts)


def html_of(row: OutboxMail) -> str:
    """Return the HTML part of a mail, between its head and its end."""
    content = message_from_bytes(render(_outgoing(row, "Provider", "staff@provider.example", ())), policy=policy.SMTP)
    assert isinstance(content, EmailMessage)
    part = content.get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n").partition("</p>\n")[2].partition("</div>")[0]
