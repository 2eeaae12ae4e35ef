"""Signing up: what is made, what stands against it, and what it tells whoever tries addresses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import PASSWORD, STAFF_EMAIL, Builder
from tests.hostile import HOSTILE
from tests.services.life import mails, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, Invalid, Refused, SlowedDown
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput
from resellertui.services.console import Services
from resellertui.services.inputs import SignUp
from resellertui.services.tokens import hash_token
from resellertui.settings import load_settings

GOOD = {
    "kind": "company",
    "name": "Bottega Roma S.r.l.",
    "email": "office@bottega.example",
    "street": "Via Appia",
    "house_number": "7",
    "postal_code": "00183",
    "city": "Roma",
    "country": "Italia",
    "language": "it",
    "owner_name": "Ada Rossi",
    "owner_email": "Ada@Bottega.example",
    "accept_terms": True,
}
VISITOR = Actor()


def wish(**changes: object) -> SignUp:
    """Return what is typed, with changes."""
    made: SignUp = SignUp.of(**GOOD | changes)
    return made


def problems(services: Services, new: SignUp, password: str = PASSWORD, actor: Actor = VISITOR) -> dict[str, str]:
    """Return what stands against it, by field in order."""
    with pytest.raises(Invalid) as refusal:
        services.signing_up.sign_up(actor, new, password)
    return {one.field: one.reason for one in refusal.value.fields}


def test_a_visitor_makes_an_account_and_an_organisation_that_can_be_used_at_once(services: Services) -> None:
    assert services.rehearsing().signing_up.sign_up(VISITOR, wish(), PASSWORD).organisation.name == GOOD["name"]
    assert rows(services, "SELECT count(*) FROM organisations WHERE id > 1") == [(0,)]

    made = services.signing_up.sign_up(VISITOR, wish(), PASSWORD)

    org = made.organisation
    assert (org.name, org.kind, org.currency, org.address.country, org.claimed) == (
        GOOD["name"],
        "company",
        "EUR",
        "IT",
        True,
    )
    (choice,) = made.person.organisations
    assert (choice.role, made.person.name, made.person.email) == (
        Role.LEGAL_REPRESENTATIVE,
        "Ada Rossi",
        "Ada@bottega.example",
    )
    actor = Actor(user_id=made.person.user_id, org_id=int(org.id[4:]))
    assert services.accounts.sign_in("ada@bottega.example", PASSWORD)[0] == made.person
    services.orders.place(actor, OrderInput.of(lines=[{"sku": "web-hosting"}]))
    assert rows(services, "SELECT email_confirmed_at FROM users WHERE id = ?", made.person.user_id) == [(None,)]
    (welcome,) = mails(services)
    assert (welcome.recipient, welcome.language) == ("Ada@bottega.example", "it")
    token = welcome.body.partition("profile confirm ")[2].split()[0]
    ((kept, purpose, user_id, email, used),) = rows(
        services, "SELECT token_hash, purpose, user_id, email, used_at FROM mailed_tokens"
    )
    assert (kept, purpose, user_id, email, used) == (
        hash_token(token),
        "email",
        made.person.user_id,
        "Ada@bottega.example",
        None,
    )
    actions = [one for (one,) in rows(services, "SELECT action FROM audit_entries ORDER BY id")]
    assert {"organisation.created", "user.signed_up"} <= set(actions)
    assert services.maintenance.check(Actor.operator()).clean


def test_everything_that_stands_against_it_is_said_at_once(services: Services) -> None:
    new = wish(
        kind="individual",
        name=" ",
        email="",
        street="",
        country="Atlantis",
        phone="call me",
        vat_number="IT00743110157",
        owner_name="",
        owner_email="nobody",
        accept_terms=False,
    )

    found = problems(services, new, "short")

    assert list(found) == [
        "name",
        "email",
        "phone",
        "street",
        "country",
        "owner_name",
        "owner_email",
        "password",
        "accept_terms",
    ]
    assert "nothing is made without" in found["accept_terms"]
    assert rows(services, "SELECT count(*) FROM users") == [(1,)]


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"country": "CH", "vat_number": "CHE116281710"}, "vat_number", "its Swiss VAT number is its UID"),
        ({"kind": "association", "vat_number": "IT00743110157"}, "vat_number", "compan"),
        ({"vat_number": "FR61954506077"}, "vat_number", "Ital"),
        ({"city": " "}, "city", "invoices name where their buyer is"),
        ({"owner_name": "x" * 301}, "owner_name", "300 characters"),
        ({"owner_name": "a\x1b[31m"}, "owner_name", "300 characters"),
    ],
)
def test_each_rule_speaks_at_its_field(services: Services, changes: dict[str, str], field: str, reason: str) -> None:
    found = problems(services, wish(**changes))

    assert list(found) == [field]
    assert reason in found[field]


def test_an_address_that_has_an_account_is_said_at_its_field_and_trying_many_is_slowed_down(
    services: Services, clock: FixedClock
) -> None:
    taken = wish(owner_email=STAFF_EMAIL.upper())
    for _attempt in range(3):
        assert list(problems(services.rehearsing(), taken)) == ["owner_email"]
    assert "from the account menu" in problems(services, taken)["owner_email"]
    for _attempt in range(2):
        problems(services, taken)

    for one in (taken, wish()):
        with pytest.raises(SlowedDown) as slowed:
            services.rehearsing().signing_up.sign_up(VISITOR, one, PASSWORD)
        assert "Wait" in slowed.value.detail
    assert services.accounts.sign_in(STAFF_EMAIL, PASSWORD)[0].name == "Sofia Staff"
    clock.advance(seconds=3)
    assert services.signing_up.sign_up(VISITOR, wish(), PASSWORD).person.name == "Ada Rossi"


def test_a_signed_in_person_makes_a_further_organisation_without_typing_who_they_are(
    services: Services, make: Builder
) -> None:
    org = make.organisation("Bakery", email="owner@bakery.example")
    new = wish(owner_name="", owner_email="")
    assert list(problems(services, wish(accept_terms=False), actor=org.owner)) == ["accept_terms"]

    made = services.signing_up.sign_up(org.owner, new)

    assert [one.name for one in made.person.organisations] == ["Bakery", GOOD["name"]]
    assert all(one.role is Role.LEGAL_REPRESENTATIVE for one in made.person.organisations)
    assert mails(services) == []


def test_whoever_runs_the_installation_can_switch_it_off_and_locked_mode_does_not(
    services: Services, make: Builder
) -> None:
    org = make.organisation("Bakery")
    off = Services(replace(services.office, sign_up=False))
    with pytest.raises(Refused, match="Nobody can sign up here"):
        off.signing_up.sign_up(VISITOR, wish(), PASSWORD)
    assert off.signing_up.sign_up(org.owner, wish(name="Second")).organisation.name == "Second"
    with pytest.raises(Forbidden):
        services.signing_up.sign_up(Actor.operator(), wish(), PASSWORD)

    locked = Services(replace(services.office, locked=True))
    assert locked.signing_up.sign_up(VISITOR, wish(), PASSWORD).person.name == "Ada Rossi"
    assert load_settings({"HOME": "/nowhere", "RESELLERTUI_SIGN_UP": "false"}).sign_up is False


def test_any_text_is_kept_as_it_is_or_refused_with_a_reason(services: Services, make: Builder) -> None:
    owner = make.organisation("Bakery").owner
    kept = []
    for text in HOSTILE:
        for actor, area in ((owner, services), (VISITOR, services.rehearsing())):
            try:
                made = area.signing_up.sign_up(actor, wish(name=text, city=text, owner_name=text), PASSWORD)
            except Invalid as refusal:
                named = {one.field for one in refusal.fields if one.reason}
            else:
                named = set()
                kept.append(made.organisation.name)
            assert named <= {"name", "city", "owner_name"}
    assert "[red]" in " ".join(kept)
    assert len(services.organisations.list(owner)) == 1 + len(kept) // 2
