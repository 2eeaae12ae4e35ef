"""The client account: who reads and changes it, every problem at once, the choice between two people's changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.builders import Builder, Org
from tests.hostile import HOSTILE
from tests.services.life import mails, rows, told

from resellertui.domain.client_account import FIELDS, AccountConflict
from resellertui.domain.errors import Forbidden, Invalid, NotFound
from resellertui.domain.roles import Role
from resellertui.domain.text import MAX_NAME, forbidden
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.services.directory import DirectoryQuery
from resellertui.services.inputs import AccountEdit, Pause
from resellertui.services.views import AccountOutcome, AccountView

VAT = {"fr": "fr 61 954 506 077", "it": "IT 00743110157"}


def change(services: Services, actor: Actor, **values: Any) -> AccountOutcome:
    """Change an account, with the general terms ticked unless said otherwise."""
    return services.client_account.change(actor, AccountEdit.of(**{"accept_terms": True, **values}))


def problems(refusal: Invalid) -> dict[str, str]:
    """Return the reasons by field."""
    return {one.field: one.reason for one in refusal.fields}


def as_read(view: AccountView, **values: object) -> dict[str, object]:
    """Return what a form sends that was opened on this view: everything, what was changed, and where it began."""
    return {**view.values, **values, "version": view.organisation.version, "original": view.values}


def written(services: Services) -> tuple[object, ...]:
    """Return how much a change has written: audit entries and mails."""
    return rows(services, "SELECT (SELECT count(*) FROM audit_entries), (SELECT count(*) FROM outbox)")[0]


@pytest.fixture
def shop(make: Builder) -> Org:
    """Give a company in France without any money yet."""
    return make.organisation("Boutique", email="owner@boutique.example", country="FR", city="Lyon")


def test_the_account_is_shown_whole(services: Services, shop: Org) -> None:
    view = services.client_account.show(shop.owner)

    assert tuple(view.values) == FIELDS
    assert {name: view.values[name] for name in ("kind", "name", "country", "city", "vat_number")} == {
        "kind": "company",
        "name": "Boutique",
        "country": "FR",
        "city": "Lyon",
        "vat_number": "",
    }
    assert (view.may_edit, view.why_not, view.currency_locked, view.organisation.version) == (True, "", False, 1)


def test_what_is_named_changes_and_the_rest_stays(services: Services, shop: Org) -> None:
    outcome = change(services, shop.owner, vat_number=VAT["fr"], phone="+33  4 72 00 00 00", website="boutique.example")

    view = services.client_account.show(shop.owner)
    assert [one.field for one in outcome.changes] == ["phone", "website", "vat_number"]
    assert view.values["vat_number"] == "FR61954506077"
    assert view.values["website"] == "https://boutique.example"
    assert (view.values["name"], view.values["city"]) == ("Boutique", "Lyon")
    assert view.organisation.version == 2


def test_a_new_name_and_city_are_found_everywhere(services: Services, make: Builder, client: Org, agency: Org) -> None:
    make.active(client, agency)
    change(services, client.owner, name="Pâtisserie Zoé", city="Nyon", email="hello@zoe.example")
    change(services, agency.owner, name="Atelier Numérique", city="Morges")

    assert [one.name for one in services.clients.list(agency.owner, text="patis nyon")] == ["Pâtisserie Zoé"]
    found = services.directory.search(client.owner, DirectoryQuery(text="numerique morges")).rows
    assert [one.name for one in found] == ["Atelier Numérique"]
    assert services.organisations.show(make.staff, "hello@zoe.example").name == "Pâtisserie Zoé"
    assert list(services.maintenance.check(make.staff).findings) == []


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.LEGAL_REPRESENTATIVE, True),
        (Role.ADMINISTRATOR, True),
        (Role.COLLABORATOR, False),
        (Role.EXTERNAL, False),
    ],
)
def test_everybody_of_it_reads_and_only_some_roles_change_it(
    services: Services, make: Builder, shop: Org, role: Role, may: bool
) -> None:
    member = make.person(shop, role, email="someone@boutique.example")

    assert services.client_account.show(member).may_edit is may
    if may:
        assert change(services, member, city="Paris").organisation.address.city == "Paris"
        return
    with pytest.raises(Forbidden, match="Only legal representatives and administrators"):
        change(services, member, city="Paris")
    assert rows(services, "SELECT city, version FROM organisations WHERE id = ?", shop.number) == [("Lyon", 1)]


def test_inside_a_client_a_partner_reads_the_account_and_changes_nothing(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    inside = replace(agency.owner, for_client_id=client.number)

    view = services.client_account.show(inside)
    assert (view.organisation.name, view.may_edit) == ("Bakery", False)
    assert "the client's own legal representatives" in view.why_not
    with pytest.raises(Forbidden, match="the client's own legal representatives"):
        change(services, inside, name="Mine now")

    services.agreements.pause(client.owner, reference, Pause.of(reason="audit", until="2026-12-20"))
    for act in (lambda: services.client_account.show(inside), lambda: change(services, inside, name="Mine now")):
        with pytest.raises(Forbidden, match="paused"):
            act()
    assert services.client_account.show(agency.owner).organisation.name == "Agency"
    assert services.client_account.show(client.owner).organisation.name == "Bakery"


def test_a_stranger_who_claims_to_be_inside_finds_nothing(services: Services, client: Org, agency: Org) -> None:
    for actor in (replace(agency.owner, for_client_id=client.number), Actor(agency.owner.user_id, client.number)):
        with pytest.raises(NotFound):
            services.client_account.show(actor)
        with pytest.raises(NotFound):
            change(services, actor, name="Mine now")


def test_nothing_is_saved_without_the_general_terms(services: Services, shop: Org) -> None:
    before = written(services)

    with pytest.raises(Invalid) as refusal:
        change(services, shop.owner, accept_terms=False, city="Paris")

    assert list(problems(refusal.value)) == ["accept_terms"]
    assert services.client_account.show(shop.owner).values["city"] == "Lyon"
    assert written(services) == before


def test_every_problem_is_said_at_once_each_at_its_field(services: Services, shop: Org) -> None:
    with pytest.raises(Invalid) as refusal:
        change(
            services,
            shop.owner,
            accept_terms=False,
            name=" ",
            email="nobody",
            phone="call me",
            website="https://user@evil.example",
            language="klingon",
            city="x\x1b[31m",
            register_number="123",
            vat_number="FR00954506077",
        )

    found = problems(refusal.value)
    assert list(found) == [
        *("name", "email", "phone", "website", "language", "city", "register_number", "vat_number"),
        "accept_terms",
    ]
    assert "name@example.com" in found["email"]
    assert "FR 61 954 506 077" in found["vat_number"]
    assert services.client_account.show(shop.owner).organisation.version == 1


@pytest.mark.parametrize(
    ("kind", "country", "vat", "words"),
    [
        ("individual", "FR", VAT["fr"], "change its kind to company first"),
        ("association", "FR", VAT["fr"], "change its kind to company first"),
        ("company", "IT", VAT["fr"], "one of Italy begins with IT"),
        ("company", "CH", "CHE-116.281.710 MWST", "its Swiss VAT number is its UID"),
        ("company", "LI", VAT["it"], "its Swiss VAT number is its UID"),
        ("company", "US", VAT["it"], "United States has none"),
    ],
)
def test_a_vat_number_has_to_go_with_kind_and_country(
    services: Services, shop: Org, kind: str, country: str, vat: str, words: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        change(services, shop.owner, kind=kind, country=country, vat_number=vat)

    assert words in problems(refusal.value)["vat_number"]


def test_moving_abroad_with_the_old_vat_number_is_refused_until_it_goes(services: Services, shop: Org) -> None:
    change(services, shop.owner, vat_number=VAT["fr"])

    with pytest.raises(Invalid) as refusal:
        change(services, shop.owner, country="Italy")
    assert list(problems(refusal.value)) == ["vat_number"]
    assert change(services, shop.owner, country="Italy", vat_number="").organisation.address.country == "IT"


def test_an_approved_partner_does_not_become_an_individual(services: Services, agency: Org) -> None:
    with pytest.raises(Invalid) as refusal:
        change(services, agency.owner, kind="individual")

    assert "affiliate programme" in problems(refusal.value)["kind"]


def test_the_currency_follows_the_country_until_there_is_money(services: Services, shop: Org) -> None:
    outcome = change(services, shop.owner, country="CH")
    assert outcome.organisation.currency == "CHF"
    assert [(one.field, one.before, one.after) for one in outcome.changes] == [
        ("country", "FR", "CH"),
        ("currency", "EUR", "CHF"),
    ]

    services.prepaid.top_up(shop.owner, PrepaidInput.of(amount="10.00", currency="CHF"))
    assert services.client_account.show(shop.owner).currency_locked
    with pytest.raises(Invalid) as refusal:
        change(services, shop.owner, country="FR")
    assert "stays CHF" in problems(refusal.value)["country"]
    assert "it would be EUR" in problems(refusal.value)["country"]
    assert change(services, shop.owner, country="LI").organisation.currency == "CHF"


def test_documents_keep_the_party_they_were_made_for(services: Services, shop: Org) -> None:
    order = OrderInput.of(lines=[{"sku": "web-hosting", "quantity": 1}])
    services.orders.place(shop.owner, order)
    old = rows(services, "SELECT buyer, net, vat, total FROM documents ORDER BY id")

    change(services, shop.owner, name="Boutique Italia", country="IT", vat_number=VAT["it"])
    services.orders.place(shop.owner, order)

    assert rows(services, "SELECT buyer, net, vat, total FROM documents ORDER BY id")[:1] == old
    new = json.loads(rows(services, "SELECT buyer FROM documents ORDER BY id DESC LIMIT 1")[0][0])
    assert (new["name"], new["country"], new["vat_number"]) == ("Boutique Italia", "IT", "IT00743110157")


def test_the_legal_representatives_get_a_summary_in_the_same_transaction(
    services: Services, make: Builder, shop: Org
) -> None:
    make.person(shop, Role.LEGAL_REPRESENTATIVE, email="second@boutique.example")
    admin = make.person(shop, Role.ADMINISTRATOR, email="admin@boutique.example", name="Ada Admin")

    change(services, admin, name="Boutique Rive", vat_number=VAT["fr"], phone="+33 4 72 00 00 00")

    assert sorted(told(services)) == [
        ("organisation.changed", "owner@boutique.example"),
        ("organisation.changed", "second@boutique.example"),
    ]
    body = mails(services)[0].body
    assert "Ada Admin has changed the client account of Boutique Rive:" in body
    assert "- Legal name: Boutique → Boutique Rive" in body
    assert "- VAT number: – → FR 61 954 506 077" in body
    assert "- Phone: – → +33 4 72 00 00 00" in body
    assert "Documents that exist already stay as they are" in body


def test_the_audit_holds_before_and_after_and_proves(services: Services, make: Builder, shop: Org) -> None:
    change(services, shop.owner, name="Boutique Rive")

    statement = (
        'SELECT action, for_org_id, audit_values."values" FROM audit_entries JOIN audit_values ON entry_id = '
        "audit_entries.id ORDER BY audit_entries.id DESC LIMIT 1"
    )
    ((action, org_id, values),) = rows(services, statement)
    assert (action, org_id) == ("organisation.changed", shop.number)
    assert json.loads(values) == {
        "before": {"name": "Boutique"},
        "after": {"name": "Boutique Rive"},
        "general_terms": "accepted",
    }
    assert list(services.maintenance.check(make.staff).findings) == []


def test_what_changes_nothing_writes_nothing_and_tells_nobody(services: Services, shop: Org) -> None:
    change(services, shop.owner, vat_number=VAT["fr"])
    before = written(services)

    outcome = change(services, shop.owner, name=" Boutique ", vat_number="FR61954506077", country="france")

    assert outcome.changes == ()
    assert outcome.organisation.version == 2
    assert written(services) == before


def test_a_rehearsal_computes_all_and_keeps_nothing(services: Services, shop: Org) -> None:
    before = written(services)

    assert change(services.rehearsing(), shop.owner, name="Other").organisation.name == "Other"

    assert services.client_account.show(shop.owner).values["name"] == "Boutique"
    assert written(services) == before


def conflict_of(services: Services, actor: Actor, values: Mapping[str, object]) -> AccountConflict:
    """Return the conflict that a change ends in."""
    with pytest.raises(AccountConflict) as refusal:
        change(services, actor, **values)
    return refusal.value


def test_what_someone_else_changed_meanwhile_is_a_choice_for_each_field(
    services: Services, make: Builder, shop: Org
) -> None:
    admin = make.person(shop, Role.ADMINISTRATOR, email="admin@boutique.example")
    mine = as_read(services.client_account.show(shop.owner), name="Mine", city="Nice", street="Rue Une")
    change(services, admin, name="Theirs", phone="+33 4 72 00 00 00", street="Rue Une")
    before = written(services)

    conflict = conflict_of(services, shop.owner, mine)

    assert [(one.field, one.original, one.mine, one.theirs, one.prefers_mine) for one in conflict.choices] == [
        ("name", "Boutique", "Mine", "Theirs", True),
        ("phone", "", "", "+33 4 72 00 00 00", False),
    ]
    assert (conflict.version, conflict.exit_code) == (2, 5)
    assert written(services) == before

    chosen = {**mine, "name": "Mine", "phone": conflict.theirs["phone"]}
    change(services, shop.owner, **{**chosen, "version": conflict.version, "original": conflict.theirs})
    now = services.client_account.show(shop.owner).values
    assert (now["name"], now["phone"], now["city"], now["street"]) == ("Mine", "+33 4 72 00 00 00", "Nice", "Rue Une")


def test_a_third_change_while_choosing_is_a_choice_again(services: Services, make: Builder, shop: Org) -> None:
    admin = make.person(shop, Role.ADMINISTRATOR, email="admin@boutique.example")
    mine = as_read(services.client_account.show(shop.owner), name="Mine")
    change(services, admin, name="Theirs")
    conflict = conflict_of(services, shop.owner, mine)
    change(services, admin, city="Nantes")

    again = conflict_of(services, shop.owner, {**mine, "version": conflict.version, "original": conflict.theirs})

    assert [(one.field, one.mine, one.theirs) for one in again.choices] == [("city", "Lyon", "Nantes")]


def test_the_same_change_by_two_is_no_conflict(services: Services, make: Builder, shop: Org) -> None:
    admin = make.person(shop, Role.ADMINISTRATOR, email="admin@boutique.example")
    mine = as_read(services.client_account.show(shop.owner), name="Boutique Rive", city="Nice")
    change(services, admin, name="Boutique Rive")

    outcome = change(services, shop.owner, **mine)

    assert [one.field for one in outcome.changes] == ["city"]


def test_only_the_version_is_enough_to_be_asked(services: Services, shop: Org) -> None:
    change(services, shop.owner, name="Theirs")

    conflict = conflict_of(services, shop.owner, {"name": "Mine", "version": 1})
    assert [(one.field, one.original, one.mine, one.theirs) for one in conflict.choices] == [
        ("name", None, "Mine", "Theirs")
    ]
    assert change(services, shop.owner, name="Mine", version=2).organisation.name == "Mine"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_stored_as_they_are_or_refused_at_their_field(
    services: Services, shop: Org, text: str
) -> None:
    fields = ("name", "street", "city", "region", "email", "phone", "website", "register_number", "vat_number")
    for field in fields:
        assert refused_fields(services, shop, field, text) in ([], [field])
        stored = services.client_account.show(shop.owner).values[field]
        assert forbidden(stored) is None
        assert len(stored) <= MAX_NAME
    assert all(forbidden(one.body, multiline=True) is None for one in mails(services))


def refused_fields(services: Services, shop: Org, field: str, text: str) -> list[str]:
    """Return the fields for which a text is refused, none where it was stored."""
    try:
        change(services, shop.owner, **{field: text})
    except Invalid as refusal:
        return list(problems(refusal))
    return []
