"""Organisations: who makes them, for whom, and who reads them."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org
from tests.services.life import mails, rows, told

from resellertui.domain.errors import Ambiguous, Forbidden, Invalid, NotFound, Refused
from resellertui.domain.roles import Role
from resellertui.services.console import Services
from resellertui.services.inputs import NewOrganisation


def new(**values: object) -> NewOrganisation:
    """Return a new organisation."""
    found: NewOrganisation = NewOrganisation.of(
        **{"name": "Florist", "kind": "company", "email": "hello@florist.example", "country": "Switzerland"} | values
    )
    return found


def test_who_makes_an_organisation_becomes_its_legal_representative(services: Services, client: Org) -> None:
    view = services.organisations.create(client.owner, new())

    assert (view.claimed, view.currency, view.address.country) == (True, "CHF", "CH")
    choices = services.accounts.refresh(client.owner).organisations
    assert [(one.name, one.role) for one in choices][-1] == ("Florist", Role.LEGAL_REPRESENTATIVE)


@pytest.mark.parametrize(("country", "currency"), [("CH", "CHF"), ("LI", "CHF"), ("FR", "EUR"), ("GB", "EUR")])
def test_the_postal_country_sets_the_currency(services: Services, client: Org, country: str, currency: str) -> None:
    assert services.organisations.create(client.owner, new(country=country)).currency == currency


def test_only_staff_makes_an_organisation_for_someone_else(services: Services, client: Org) -> None:
    with pytest.raises(Forbidden):
        services.organisations.create(client.owner, new(owner_email="other@florist.example"))

    assert rows(services, "SELECT count(*) FROM organisations WHERE name = 'Florist'") == [(0,)]


def test_staff_makes_one_whose_owner_is_invited_by_mail(services: Services, make: Builder) -> None:
    view = services.organisations.create(make.staff, new(owner_email="fleur@florist.example", owner_name="Fleur"))

    assert not view.claimed
    assert told(services) == [("organisation.invited", "fleur@florist.example")]
    token = mails(services)[0].body.split("resellertui join ")[1].split()[0]
    person = services.accounts.join(token, "a long new password")
    assert [(one.name, one.role) for one in person.organisations] == [("Florist", Role.LEGAL_REPRESENTATIVE)]


def test_staff_may_set_the_first_password_of_someone_new_only(services: Services, make: Builder, client: Org) -> None:
    services.organisations.create(make.staff, new(owner_email="fleur@florist.example"), "a long new password")
    assert services.accounts.sign_in("fleur@florist.example", "a long new password")

    with pytest.raises(Refused, match="has a password already"):
        services.organisations.create(make.staff, new(owner_email=client.email), "a long new password")


def test_every_bad_field_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        new(name="", kind="circus", city="x\x00y", street="s" * 301)

    assert {one.field for one in refusal.value.fields} == {"name", "kind", "city", "street"}


def test_members_read_their_own_and_staff_reads_all(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    assert [one.name for one in services.organisations.list(client.owner)] == ["Bakery"]
    assert services.organisations.show(client.owner).name == "Bakery"
    assert {one.name for one in services.organisations.list(make.staff)} >= {"Bakery", "Agency"}
    assert services.organisations.show(make.staff, client.ref).name == "Bakery"


def test_a_foreign_organisation_and_one_that_does_not_exist_answer_the_same(
    services: Services, client: Org, agency: Org
) -> None:
    answers = set()
    for who in (agency.ref, "Agency", agency.email, "ORG-999", "Nobody"):
        with pytest.raises(NotFound) as refusal:
            services.organisations.show(client.owner, who)
        answers.add(str(refusal.value).replace(who, "#"))
    assert len(answers) == 1


def test_a_name_that_two_bear_is_ambiguous_to_who_knows_both(services: Services, make: Builder, client: Org) -> None:
    make.organisation("Bakery")

    assert services.organisations.show(client.owner, "bakery").id == client.ref
    with pytest.raises(Ambiguous):
        services.organisations.show(make.staff, "Bakery")


def test_making_one_is_audited(services: Services, client: Org) -> None:
    view = services.organisations.create(client.owner, new())

    last = "SELECT action, subject_id FROM audit_entries ORDER BY id DESC LIMIT 1"
    assert rows(services, last) == [("organisation.created", int(view.id.partition("-")[2]))]
