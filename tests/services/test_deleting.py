"""Deleting an organisation: everything in the way at once, what goes with it, what stays, and that nobody finds it."""

from __future__ import annotations

import pytest
from tests.builders import PASSWORD, Builder, Org
from tests.client_files import as_csv
from tests.client_files import client as file_client
from tests.services.life import ask_client, mails, rows, told

from resellertui.adapters.clock import FixedClock
from resellertui.domain.deleting import Obstacle
from resellertui.domain.errors import Conflict, Forbidden, NotFound, Refused, WrongPassword
from resellertui.domain.partnership import Payment, State
from resellertui.domain.roles import Role
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, PayInput, PrepaidInput, RefundInput
from resellertui.services.console import Services
from resellertui.services.directory import DirectoryQuery
from resellertui.services.inputs import AccountEdit, Invite, NewOrganisation
from resellertui.store.models import Product
from resellertui.store.queries import deleting


def gone(services: Services, org: Org) -> None:
    """Delete an organisation in whose way nothing stands."""
    assert services.deleting.delete(org.owner, PASSWORD).deleted_at is not None


def test_everything_in_the_way_is_named_at_once_with_where_it_is_put_right(
    services: Services, make: Builder, agency: Org, studio: Org, clock: FixedClock
) -> None:
    make.product(agency, "agency.ch")
    services.orders.place(agency.owner, OrderInput.of(lines=[{"sku": "web-hosting", "name": "new.ch"}]))
    for currency in ("CHF", "EUR"):
        services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="5.00", currency=currency))
    admin = make.person(agency, Role.ADMINISTRATOR)
    make.active(agency, studio)
    make.active(make.organisation("Bakery"), agency)
    make.request(make.organisation("Florist"), agency)

    view = services.deleting.preview(agency.owner)

    assert [(one.kind, one.section, one.key) for one in view.obstacles] == [
        (Obstacle.PRODUCTS, "products", "g o"),
        (Obstacle.INVOICES, "to_pay", "g t"),
        (Obstacle.PARTNERS, "partner", "g p"),
        (Obstacle.CLIENTS, "clients", "g c"),
        (Obstacle.PEOPLE, "people", "g u"),
        (Obstacle.PREPAID, "prepaid", "g w"),
        (Obstacle.PREPAID, "prepaid", "g w"),
    ]
    assert [one.text for one in view.obstacles[::6]] == ["It has 2 products.", "Its prepaid account holds 5.00 EUR."]
    assert "1 pending request ends, and the other side is told." in view.effects
    with pytest.raises(Refused) as refusal:
        services.deleting.delete(agency.owner, PASSWORD)
    assert [one["kind"] for one in refusal.value.facts["obstacles"]] == [one.kind.value for one in view.obstacles]  # type: ignore[attr-defined]  # a list of facts
    for actor in (admin, make.person(agency, Role.COLLABORATOR)):
        with pytest.raises(Forbidden):
            services.deleting.preview(actor)
    with pytest.raises(Refused):
        services.deleting.delete(make.staff, PASSWORD)
    assert services.deleting.preview(make.staff).obstacles[0].kind is Obstacle.PROVIDER
    assert rows(services, "SELECT count(*) FROM organisations WHERE deleted_at IS NOT NULL") == [(0,)]


def test_a_whole_life_ends_and_nobody_finds_what_was_deleted(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    ended = make.active(agency, studio)
    services.agreements.end(agency.owner, ended, PASSWORD)
    asked = make.request(client, agency)
    sent = make.request(agency, studio)
    services.people.invite(agency.owner, Invite.of(email="new@agency.example", role=Role.EXTERNAL))
    services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="5.00", currency="CHF"))
    services.prepaid.withdraw(agency.owner, PrepaidInput.of(amount="5.00", currency="CHF"))
    since = len(mails(services))
    with pytest.raises(WrongPassword):
        services.deleting.delete(agency.owner, "wrong")

    gone(services, agency)

    assert told(services, since) == [
        ("withdrawn", "owner@studio.example"),
        ("refused", "owner@bakery.example"),
        ("organisation.deleted", "owner@agency.example"),
    ]
    states = {
        services.partnerships.show(client.owner, asked).state,
        services.partnerships.show(studio.owner, sent).state,
    }
    assert states == {State.REFUSED, State.WITHDRAWN}
    person = services.accounts.sign_in(agency.email, PASSWORD)[0]
    assert person.organisations == ()
    with pytest.raises(NotFound):
        services.partnerships.list(agency.owner)
    with pytest.raises(NotFound):
        make.request(client, agency)
    assert services.directory.search(client.owner, DirectoryQuery(text="agency")).rows == ()
    assert {one.name for one in services.directory.search(client.owner).rows} == {"Studio"}
    with pytest.raises(NotFound):
        services.organisations.show(client.owner, agency.ref)
    staff = make.staff
    with pytest.raises(NotFound):
        services.organisations.show(staff, "Agency")
    assert services.organisations.show(staff, agency.ref).deleted_at is not None
    assert [one.name for one in services.organisations.list(staff) if one.deleted_at] == ["Agency"]
    assert rows(services, "SELECT count(*) FROM invitations WHERE org_id = ?", agency.number) == [(0,)]
    assert services.maintenance.check(Actor.operator()).findings == ()
    with pytest.raises((NotFound, Conflict)):
        services.deleting.delete(agency.owner, PASSWORD)
    (newest, *_rest) = services.activity.page(staff, ActivityQuery.of(organisation=agency.ref)).rows
    assert newest.words == "Deleted the organisation."
    fresh = services.organisations.create(
        Actor(person.user_id),
        NewOrganisation.of(name="Agency", kind="company", email="owner@agency.example", country="CH"),
    )
    assert fresh.id != agency.ref


def test_pending_cashback_is_given_up_and_a_later_payment_credits_nobody(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    partnership = make.active(client, agency, payment=Payment.CLIENT)
    lines = [{"sku": "web-hosting"}]
    for org in (client, agency):
        services.prepaid.top_up(org.owner, PrepaidInput.of(amount="100.00", currency="CHF"))
    services.orders.place(client.owner, OrderInput.of(lines=lines))
    services.orders.place(client.owner, OrderInput.of(lines=lines))
    services.prepaid.withdraw(agency.owner, PrepaidInput.of(amount="100.00", currency="CHF"))
    code = services.support_codes.code(agency.owner).shown
    services.agreements.end(agency.owner, partnership, PASSWORD)
    given_up = "Pending cashback of 3.96 CHF is given up: it will not be credited."
    assert given_up in services.deleting.preview(agency.owner).effects

    gone(services, agency)

    with pytest.raises(NotFound, match="Unknown code"):
        services.support_desk.identify(make.staff, code)
    number = rows(services, "SELECT max(id) FROM documents")[0][0]
    services.billing.pay(client.owner, PayInput.of(document=f"INV-{number}", amount="5.00"))
    moved = AccountEdit.of(country="LI", accept_terms=True)
    assert services.client_account.change(client.owner, moved).redrawn  # with a part paid
    for (one,) in rows(services, "SELECT id FROM documents WHERE state = 'to_pay'"):
        services.billing.pay(client.owner, PayInput.of(document=f"INV-{one}"))
    (paid, _other) = rows(services, "SELECT id FROM documents WHERE state = 'paid' AND kind = 'invoice'")
    services.billing.refund(make.staff, RefundInput.of(document=f"INV-{paid[0]}", reason="too much"))

    states = rows(services, "SELECT DISTINCT state, reversed, credited_on FROM cashbacks")
    assert states == [("void", 0, None)]
    held = "SELECT count(*) FROM ledger_transactions WHERE kind LIKE 'cashback%'"
    assert rows(services, held) == [(0,)]
    assert services.maintenance.check(Actor.operator()).findings == ()
    assert "It is void: it will not be credited." in str(services.explain.explain(make.staff, "CBK-1"))


def test_an_import_and_a_request_find_another_organisation_or_none(
    services: Services, make: Builder, agency: Org, studio: Org
) -> None:
    services.imports.run(agency.owner, as_csv([file_client(1)]))
    (body,) = [one.body for one in mails(services)]
    token = body.split("resellertui join ")[1].split()[0]
    person = services.accounts.join(token, "a long new password")
    number = int(person.organisations[0].id[4:])
    owner = Actor(person.user_id, number)
    services.requests.refuse(owner, "PTN-1", "No.")
    with services.office.filling() as session:
        for one in session.query(Product).filter_by(org_id=number):
            one.state = "terminated"

    assert services.deleting.delete(owner, "a long new password").deleted_at is not None

    assert services.imports.run(agency.owner, as_csv([file_client(1)])).unchanged == 1, "as before it was deleted"
    other = services.imports.run(studio.owner, as_csv([file_client(1)]))
    assert (other.created, other.rejected) == (1, ())
    assert rows(services, "SELECT count(*) FROM organisations WHERE name = 'Client 1 SA'") == [(2,)]
    assert rows(services, "SELECT count(*) FROM partnerships WHERE client_id = ? AND state = 'pending'", number) == [
        (0,)
    ]
    services.requests.withdraw(studio.owner, "PTN-2")
    ask_client(services, studio, "info1@client1.example")
    assert rows(services, "SELECT count(*) FROM partnerships WHERE client_id = ? AND state = 'pending'", number) == [
        (0,)
    ]
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_the_database_keeps_the_last_legal_representative_of_what_is_not_deleted(
    services: Services, make: Builder, client: Org
) -> None:
    with pytest.raises(Refused), services.office.filling() as session:
        deleting.drop_everything(session, client.number)

    assert services.organisations.show(client.owner).name == "Bakery"
