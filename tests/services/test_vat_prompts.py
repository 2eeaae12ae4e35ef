"""A VAT number that is entered before a pro forma is paid: what it would change, and what it changes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.builders import TODAY, Builder, Org
from tests.services.life import mails, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Refused
from resellertui.domain.partnership import Payment
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.billing.views import DocumentQuery, OrderInput, PayInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.services.inputs import AccountEdit
from resellertui.services.views import AccountOutcome
from resellertui.store.models import RegistryAnswer

VAT = "IT00743110157"
HOSTING = {"sku": "web-hosting", "quantity": 10}


@pytest.fixture
def shop(make: Builder) -> Org:
    """Give a company in Italy without a VAT number."""
    return make.organisation("Bottega [red]", email="owner@bottega.example", country="IT", city="Roma")


def order(services: Services, org: Org, client: str = "") -> str:
    """Order ten hostings; return the pro forma's id."""
    placed = services.orders.place(org.owner, OrderInput.of(lines=[HOSTING], client=client))
    return placed.document_id or ""


def enter(services: Services, org: Org, number: str = VAT) -> AccountOutcome:
    """Enter the VAT number."""
    return services.client_account.change(org.owner, AccountEdit.of(vat_number=number, accept_terms=True))


def pay(services: Services, org: Org, document: str, amount: str = "", method: str = "bank") -> str:
    """Pay a document or a part of it; return its state."""
    return services.billing.pay(org.owner, PayInput.of(document=document, amount=amount, method=method)).state


def held(services: Services, org: Org) -> str:
    """Return what the prepaid account holds."""
    return next((one.balance for one in services.prepaid.show(org.owner) if one.currency == "EUR"), "0.00")


def sound(services: Services) -> None:
    """Check that everything proves: ledger, documents, numbers, cashback, audit."""
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_the_hint_says_what_the_number_changes_and_the_redrawn_pro_forma_is_just_that(
    services: Services, shop: Org
) -> None:
    rehearsed = services.rehearsing().orders.place(shop.owner, OrderInput.of(lines=[HOSTING], pay=False))
    old = order(services, shop)
    before = services.billing.document(shop.owner, old)
    hint = services.to_pay.vat_hint(shop.owner, [old, "INV-999", "nonsense"])

    assert hint is not None
    assert rehearsed.vat_hint == hint
    (amount,) = hint.amounts
    assert (amount.without_number, amount.with_number) == (before.total, before.net)
    assert f"With a valid VAT number it would be {before.net} EUR instead of {before.total}" in hint.sentence
    assert hint.may_enter

    (redrawn,) = enter(services, shop).redrawn

    new = services.billing.document(shop.owner, redrawn.made)
    assert (redrawn.replaced, redrawn.before, redrawn.after, redrawn.state) == (old, before.total, before.net, "to_pay")
    assert (new.total, new.net, new.vat, new.due_on) == (before.net, before.net, "0.00", before.due_on)
    assert [(one.sku, one.quantity, one.charged) for one in new.lines] == [
        (one.sku, one.quantity, one.charged) for one in before.lines
    ]
    assert new.buyer.vat_number == "IT 00743110157" or new.buyer.vat_number == VAT
    assert "Reverse charge" in new.vat_lines[0].reason
    assert services.billing.document(shop.owner, old).state == "void"
    assert "made again" in services.billing.document(shop.owner, old).reason
    assert services.to_pay.present_ones(shop.owner, [old, new.id]) == (new.id,)
    assert services.to_pay.vat_hint(shop.owner, [new.id]) is None
    body = mails(services)[-1].body
    assert f"- {old} is now {new.id}: {new.total} EUR instead of {before.total}." in body

    assert pay(services, shop, new.id) == "paid"
    products = services.products.list(shop.owner)
    assert [one.state for one in products] == ["active"]
    final = services.billing.document(shop.owner, new.id)
    assert enter(services, shop, "").redrawn == ()
    assert services.billing.document(shop.owner, new.id) == final
    sound(services)


def test_what_was_paid_towards_it_goes_on_and_what_exceeds_it_is_prepaid(services: Services, shop: Org) -> None:
    part, nearly = order(services, shop), order(services, shop)
    net, total = (getattr(services.billing.document(shop.owner, nearly), one) for one in ("net", "total"))
    assert pay(services, shop, part, "10.00") == "to_pay"
    assert pay(services, shop, nearly, str(Decimal(total) - 1)) == "to_pay"

    first, second = enter(services, shop).redrawn

    rest = services.billing.document(shop.owner, first.made)
    assert (rest.state, rest.paid, rest.due) == ("to_pay", "10.00", str(Decimal(net) - 10))
    done = services.billing.document(shop.owner, second.made)
    assert (second.state, done.state, done.total, done.number) == ("paid", "paid", net, "2026-000001")
    assert held(services, shop) == str(Decimal(total) - 1 - Decimal(net))
    assert "which what was paid already covers" in mails(services)[-1].body
    sound(services)


def test_other_changes_redraw_nothing_and_the_other_way_round_brings_the_vat_back(
    services: Services, shop: Org
) -> None:
    document = order(services, shop)
    wish = AccountEdit.of(name="Bottega Nuova", website="bottega.example", accept_terms=True)
    assert services.client_account.change(shop.owner, wish).redrawn == ()
    enter(services, shop)

    (redrawn,) = services.client_account.change(
        shop.owner, AccountEdit.of(kind="association", vat_number="", accept_terms=True)
    ).redrawn

    assert redrawn.after == services.billing.document(shop.owner, document).total
    assert services.to_pay.vat_hint(shop.owner, [redrawn.made]) is None
    rehearsal = services.rehearsing().client_account
    assert rehearsal.change(shop.owner, AccountEdit.of(kind="company", vat_number=VAT, accept_terms=True)).redrawn
    assert services.billing.document(shop.owner, redrawn.made).state == "to_pay"
    sound(services)


def test_a_partner_that_pays_for_its_client_is_asked_for_its_own_number_and_cashback_stays_right(
    services: Services, make: Builder, shop: Org
) -> None:
    agency = make.organisation("Agenzia", email="owner@agenzia.example", country="IT")
    make.approve(agency)
    make.active(shop, agency, payment=Payment.PARTNER)
    discounted = order(services, agency, client=shop.ref)
    services.orders.place(shop.owner, OrderInput.of(lines=[HOSTING]))
    assert services.to_pay.vat_hint(shop.owner, [discounted]) is None
    assert enter(services, shop).redrawn == ()

    placed = services.rehearsing().orders.place(shop.owner, OrderInput.of(lines=[HOSTING]))
    assert placed.vat_hint is None
    waiting = [one.id for one in services.billing.to_pay(agency.owner)]
    hint = services.to_pay.vat_hint(agency.owner, waiting)
    assert hint is not None
    assert hint.organisation == "Agenzia"

    redrawn = enter(services, agency, "IT02173550282").redrawn

    assert len(redrawn) == 2
    for one in redrawn:
        assert pay(services, agency, one.made) == "paid"
    sound(services)
    states = rows(services, "SELECT state, count(*) FROM cashbacks GROUP BY state ORDER BY state")
    assert states == [("credited", 1), ("void", 1)]


def test_a_number_that_a_registry_calls_invalid_counts_as_none_until_another_one_is_entered(
    services: Services, shop: Org
) -> None:
    enter(services, shop)
    with services.office.filling() as session:
        session.add(
            RegistryAnswer(
                org_id=shop.number,
                source="vies",
                number=VAT,
                state="invalid",
                asked_at=services.office.clock.now(),
                reason="",
                answer="",
            )
        )
    document = order(services, shop)
    hint = services.to_pay.vat_hint(shop.owner, [document])
    assert hint is not None
    assert services.billing.document(shop.owner, document).total == hint.amounts[0].without_number

    (redrawn,) = enter(services, shop, "IT02173550282").redrawn

    assert redrawn.after == hint.amounts[0].with_number
    assert services.to_pay.vat_hint(shop.owner, [redrawn.made]) is None
    sound(services)


def test_who_may_not_edit_the_account_is_told_who_may(services: Services, make: Builder, shop: Org) -> None:
    clerk = make.person(shop, Role.COLLABORATOR, accounting=True)
    document = order(services, shop)

    hint = services.to_pay.vat_hint(clerk, [document])

    assert hint is not None
    assert not hint.may_enter
    assert "legal representatives and administrators" in hint.why_not


@pytest.mark.parametrize("country", ["CH", "US"])
def test_nobody_else_is_asked(services: Services, make: Builder, country: str) -> None:
    org = make.organisation("Bakery", country=country)
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount="900.00", currency="CHF" if country == "CH" else "EUR"))
    placed = services.orders.place(org.owner, OrderInput.of(lines=[HOSTING]))

    assert placed.vat_hint is None
    assert services.to_pay.vat_hint(org.owner, [placed.document_id or ""]) is None


def test_a_renewal_mail_says_what_a_number_would_change(
    services: Services, make: Builder, clock: FixedClock, shop: Org
) -> None:
    make.product(shop, "bottega.it", expires_on=TODAY + timedelta(days=14), auto_renewal=True)
    make.product(shop, "altra.it", expires_on=TODAY + timedelta(days=14))
    swiss = make.organisation("Bäckerei", email="owner@baeckerei.example")
    make.product(swiss, "brot.ch", expires_on=TODAY + timedelta(days=14), auto_renewal=True)

    services.tick.run(Actor.operator())

    (waiting,) = services.billing.documents(shop.owner, DocumentQuery()).rows
    by_kind = {(one.kind, one.recipient): one.body for one in mails(services)}
    pro_forma = by_kind["renewal.invoice", shop.email]
    assert f"it would be {waiting.net} EUR instead of {waiting.total}" in pro_forma
    assert "resellertui org edit --vat-number NUMBER --accept-terms" in pro_forma
    assert "Client account" in pro_forma
    assert f"it would be {waiting.net} EUR instead of {waiting.total}" in by_kind["renewal.first", shop.email]
    assert "VAT number" not in by_kind["renewal.invoice", swiss.email]

    enter(services, shop)
    clock.advance(days=15)
    services.tick.run(Actor.operator())
    assert "VAT number" not in next(one for one in mails(services) if one.kind == "renewal.blocked").body
    sound(services)


def test_a_pro_forma_that_nobody_can_pay_any_more_is_left_alone(
    services: Services, make: Builder, clock: FixedClock, shop: Org
) -> None:
    make.product(shop, "bottega.it", expires_on=TODAY + timedelta(days=14), auto_renewal=True)
    services.tick.run(Actor.operator())
    (waiting,) = services.billing.to_pay(shop.owner)
    clock.advance(days=60)

    assert enter(services, shop).redrawn == ()
    with pytest.raises(Refused):
        pay(services, shop, waiting.id)
    sound(services)
