"""What someone might try with money: keys used twice, references that are none, others' money, names in disguise."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.builders import Builder, Org

from resellertui.domain.errors import Conflict, Invalid, NotFound, Refused
from resellertui.domain.partnership import Access, Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import (
    DocumentQuery,
    OrderInput,
    PayInput,
    PrepaidInput,
    RefundInput,
    RenewInput,
)
from resellertui.services.console import Services
from resellertui.services.inputs import ArrangementInput

NO_DOCUMENT = ("9" * 20 + "-1", "2026-" + "9" * 30, "9" * 5000 + "-1", "INV-" + "9" * 19, "CN-1", "٢٠٢٦-١", "-", "\x1b")


def order(services: Services, actor: Actor, **line: object) -> str:
    """Order one line, and return its pro forma."""
    done = services.orders.place(actor, OrderInput.of(lines=[{"sku": "kdrive-solo", **line}]))
    return str(done.document_id)


def rich(services: Services, org: Org) -> None:
    """Put money into an organisation's prepaid account."""
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount="1000.00", currency="CHF"))


def test_a_reference_that_is_none_is_not_found_however_it_is_written(services: Services, client: Org) -> None:
    order(services, client.owner)
    for text in NO_DOCUMENT:
        assert services.billing.documents(client.owner, DocumentQuery(text=text)).total == 0
        acts: list[Callable[[str], object]] = [
            lambda one: services.billing.document(client.owner, one),
            lambda one: services.billing.decline(client.owner, one, "no"),
        ]
        if len(text) < 300 and text.isprintable():
            acts.append(lambda one: services.billing.pay(client.owner, PayInput.of(document=one)))
        for act in acts:
            with pytest.raises(NotFound):
                act(text)


@pytest.mark.parametrize("text", ["x" * 60_000, "\ud800", "%", "_", "\x1b[31m\x00"])
def test_a_filter_may_be_anything_that_was_typed(services: Services, client: Org, text: str) -> None:
    order(services, client.owner)
    assert services.billing.documents(client.owner, DocumentQuery.of(text=text)).total == 0


def test_a_reason_is_bounded_and_steers_no_terminal(services: Services, client: Org) -> None:
    document = order(services, client.owner)
    for reason in ("\x1b[31m", "x" * 4001):
        with pytest.raises(Invalid):
            services.billing.decline(client.owner, document, reason)
    assert services.billing.decline(client.owner, document, " [red]no[/] ").reason == "[red]no[/]"


def test_no_amount_is_so_high_that_a_balance_would_not_be_exact(services: Services, client: Org) -> None:
    document = order(services, client.owner)
    for amount in ("999999999999999.99", "1000000000.01", "0", "-5.00", "1e3", "٣", "0.001"):
        with pytest.raises(Invalid):
            services.prepaid.top_up(client.owner, PrepaidInput.of(amount=amount, currency="CHF"))
        with pytest.raises(Invalid):
            services.billing.pay(client.owner, PayInput.of(document=document, method="bank", amount=amount))
    most = PrepaidInput.of(amount="1000000000.00", currency="CHF")
    assert services.prepaid.top_up(client.owner, most).balance == "1000000000.00"


def test_an_unknown_currency_is_said_to_be_one(services: Services, client: Org) -> None:
    rich(services, client)
    assert services.prepaid.statement(client.owner, " chf ").total == 1
    for code in ("USD", "", "C" * 400):
        with pytest.raises(Invalid):
            services.prepaid.statement(client.owner, code)


@pytest.mark.parametrize("count", [0, -1, 100_001, 10**30, True, 2.0, "1.5", "many"])
def test_a_count_out_of_bounds_is_named_by_its_line(count: object) -> None:
    for field in ("quantity", "periods"):
        with pytest.raises(Invalid) as refusal:
            OrderInput.of(lines=[{"sku": "web-hosting"}, {"sku": "web-hosting", field: count}])
        assert [one.field for one in refusal.value.fields] == [f"lines.2.{field}"]
        assert refusal.value.fields[0].reason.startswith("It must be ")


def test_a_domain_is_ordered_once_in_whatever_spelling(services: Services, client: Org) -> None:
    def wish(*names: str) -> OrderInput:
        made: OrderInput = OrderInput.of(lines=[{"sku": "domain-ch", "name": one} for one in names])
        return made

    with pytest.raises(Invalid, match="can't be accepted"):
        services.orders.place(client.owner, wish("new.ch", "NEW.ch."))
    assert services.billing.to_pay(client.owner) == ()
    assert services.orders.place(client.owner, wish("bäckerei.ch.")).lines[0].name == "bäckerei.ch"
    for name in ("xn--bckerei-5wa.ch", "BÄCKEREI.CH", "ba\u0308ckerei.ch", "bäckerei.ch"):
        with pytest.raises(Conflict):
            services.orders.place(client.owner, wish(name))
    services.orders.place(client.owner, wish("straße.ch"))
    assert services.orders.place(client.owner, wish("strasse.ch")).state == "to_pay", "another name, since IDNA 2008"


def test_a_key_renews_the_same_products_only(services: Services, make: Builder, agency: Org) -> None:
    """Products of two payers are two documents; the key stands for both of them."""
    one, other = make.organisation("One", products=("one.ch",)), make.organisation("Other", products=("other.ch",))
    make.active(one, agency, payment=Payment.PARTNER)
    make.active(other, agency, payment=Payment.CLIENT)
    ids = [services.products.list(org.owner)[0].id for org in (one, other)]
    first = services.orders.renew(agency.owner, RenewInput.of(products=ids[:1], key="k"))
    for products in (ids, ids[1:]):
        with pytest.raises(Conflict):
            services.orders.renew(agency.owner, RenewInput.of(products=products, key="k"))
    both = services.orders.renew(agency.owner, RenewInput.of(products=ids[1:], key="other"))
    again = services.orders.renew(agency.owner, RenewInput.of(products=ids[:1], key="k"))
    assert [(done.order_id, done.repeated) for done in again] == [(first[0].order_id, True)]
    assert (len(services.billing.to_pay(agency.owner)), len(services.billing.to_pay(other.owner))) == (1, len(both))


def test_a_product_named_twice_is_renewed_once(services: Services, client: Org) -> None:
    products = ["shop.ch", services.products.show(client.owner, "shop.ch").id, "SHOP.ch"]
    (done,) = services.orders.renew(client.owner, RenewInput.of(products=products))
    assert [one.name for one in done.lines] == ["shop.ch"]


@pytest.mark.parametrize("other", ["Agency", "Studio"])
def test_a_product_that_was_entrusted_before_it_was_paid_can_still_be_paid(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org, other: str
) -> None:
    references = {
        "Agency": make.active(client, agency, products=("bakery.ch",)),
        "Studio": make.active(client, studio, products=("shop.ch",)),
    }
    done = services.orders.place(
        client.owner, OrderInput.of(lines=[{"sku": "web-hosting", "name": "new.ch", "entrust_to": "Agency"}])
    )
    held = {"Agency": "bakery.ch", "Studio": "shop.ch"}[other]
    wish = ArrangementInput.of(access=Access.LIMITED, products=(held, done.lines[0].product_id))
    services.agreements.change_access(client.owner, references[other], wish)
    paid = services.billing.pay(client.owner, PayInput.of(document=done.document_id, method="bank"))
    assert paid.state == "paid"
    assert set(services.partnerships.show(client.owner, references[other]).products) == {held, "new.ch"}
    assert dict(services.cashback.summary(agency.owner).credited) == {"CHF": "1.98"}, "fixed when it was ordered"


def test_an_order_said_again_after_its_refund_is_still_that_order(
    services: Services, make: Builder, client: Org
) -> None:
    rich(services, client)
    wish = OrderInput.of(lines=[{"sku": "web-hosting", "quantity": 2}], pay=True, key="k")
    done = services.orders.place(client.owner, wish)
    services.billing.refund(make.staff, RefundInput.of(document=done.document_id, amount="1.00", reason="less"))
    assert services.orders.place(client.owner, wish).model_copy(update={"repeated": False}) == done


def test_staff_records_payments_but_never_spends_what_is_prepaid(
    services: Services, make: Builder, client: Org
) -> None:
    rich(services, client)
    document = order(services, client.owner)
    with pytest.raises(Refused, match="Only Bakery spends"):
        services.billing.pay(make.staff, PayInput.of(document=document))
    assert services.prepaid.show(client.owner)[0].balance == "1000.00"
    assert services.billing.pay(make.staff, PayInput.of(document=document, method="bank")).state == "paid"


def test_nothing_is_paid_or_refunded_twice_under_other_keys(services: Services, make: Builder, client: Org) -> None:
    rich(services, client)
    document = order(services, client.owner)
    pay = [PayInput.of(document=document, method=method, key=key) for method, key in (("prepaid", "a"), ("bank", "b"))]
    paid = services.billing.pay(client.owner, pay[0])
    with pytest.raises(Refused):
        services.billing.pay(client.owner, pay[1])
    assert services.billing.pay(client.owner, pay[0]) == paid
    shares = ("20.00", "20.00", "19.90")  # of 59.90: in parts it gives back what one refund does
    for place, amount in enumerate(shares):
        wish = RefundInput.of(document=document, amount=amount, reason="back", key=f"r{place}")
        note = services.billing.refund(make.staff, wish)
        assert services.billing.refund(make.staff, wish) == note
    for amount in ("", "0.01"):
        with pytest.raises(Refused):
            services.billing.refund(make.staff, RefundInput.of(document=document, amount=amount, reason="more"))
    assert services.prepaid.show(client.owner)[0].balance == "1000.00"
    assert services.billing.document(client.owner, document).state == "refunded"


def attempts(services: Services, actor: Actor, document: str) -> list[Callable[[], object]]:
    """Return everything that can be done to a document by its id."""
    return [
        lambda: services.billing.document(actor, document),
        lambda: services.explain.explain(actor, document),
        lambda: services.billing.pay(actor, PayInput.of(document=document)),
        lambda: services.billing.decline(actor, document, "no"),
    ]


def test_to_the_other_side_an_invoice_does_not_exist(services: Services, make: Builder, agency: Org) -> None:
    payers = {}
    for name, payment in (("Own", Payment.CLIENT), ("Covered", Payment.PARTNER)):
        client = make.organisation(name)
        make.active(client, agency, payment=payment)
        services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
        payer = client if payment is Payment.CLIENT else agency
        payers[services.billing.to_pay(payer.owner)[0].id] = (payer, agency if payer is client else client)
    for document, (payer, other) in payers.items():
        acts = attempts(services, other.owner, document)
        said = []
        for act in acts:
            with pytest.raises(NotFound) as refusal:
                act()
            said.append(refusal.value.title)
        assert said == [f"“{document}” was not found."] * len(acts)
        assert document not in {one.id for one in services.billing.documents(other.owner, DocumentQuery()).rows}
        assert services.billing.position(other.owner, DocumentQuery(), document) is None
        assert services.billing.document(payer.owner, document).state == "to_pay"
