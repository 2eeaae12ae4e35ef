"""Consequence lines: every row of the table "who pays, who sees the invoice, what the partner earns", in words."""

from __future__ import annotations

import pytest

from resellertui.domain.consequence import (
    SHOWN,
    access_sentence,
    ending_sentences,
    enumerate_names,
    money_sentence,
)
from resellertui.domain.partnership import Access, Payment


def test_limited_access_says_that_the_client_pays_and_the_partner_never_orders() -> None:
    text = money_sentence("Agency", "Bakery", Access.LIMITED, None)

    assert "Bakery pays at public price and gets the invoices" in text
    assert "Agency earns cashback" in text
    assert "can't order or renew for Bakery" in text


def test_full_access_with_the_clients_method_charges_the_client_whoever_orders() -> None:
    text = money_sentence("Agency", "Bakery", Access.FULL, Payment.CLIENT)

    assert "Bakery pays at public price and gets the invoices, whoever orders" in text
    assert "earns cashback" in text


def test_full_access_with_the_partners_method_charges_the_partner_and_tells_discount_from_cashback() -> None:
    text = money_sentence("Agency", "Bakery", Access.FULL, Payment.PARTNER)

    assert "charged to Agency, who gets the invoices" in text
    assert "discount when Agency places them" in text
    assert "when Bakery places them, at public price with cashback, once Agency agrees to pay" in text


def test_full_access_reaches_what_does_not_exist_yet() -> None:
    assert access_sentence("Agency", "Bakery", Access.FULL, []) == (
        "Agency reaches every product of Bakery, present and future."
    )


@pytest.mark.parametrize(
    ("products", "families", "words"),
    [
        (["bakery.ch"], "", "reaches 1 product of Bakery: bakery.ch."),
        (["bakery.ch", "shop.ch"], "", "reaches 2 products of Bakery: bakery.ch, shop.ch."),
        ([], "domains", "the products that Bakery chooses; asked for: domains."),
        ([], "", "the products that Bakery chooses."),
    ],
)
def test_limited_access_names_what_is_reached(products: list[str], families: str, words: str) -> None:
    assert words in access_sentence("Agency", "Bakery", Access.LIMITED, products, families)


def test_many_names_are_counted_after_the_first_ones() -> None:
    names = [f"{number}.ch" for number in range(SHOWN + 2)]

    assert enumerate_names(names[:SHOWN]).count(",") == SHOWN - 1
    assert enumerate_names(names).endswith(f"{SHOWN - 1}.ch and 2 more")


def test_ending_says_who_loses_what_and_what_stays() -> None:
    text = " ".join(ending_sentences("Agency", "Bakery", Access.FULL, Payment.PARTNER, 2))

    assert "Agency loses access to Bakery at once." in text
    assert "2 people of Agency lose the client" in text
    assert "The products stay with Bakery." in text
    assert "Coming renewals are charged to Bakery by its own method, at public price." in text
    assert "cashback already earned stays" in text
    assert "Issued invoices stay where they are." in text


def test_ending_speaks_of_people_only_if_some_lose_the_client() -> None:
    assert "lose" not in " ".join(ending_sentences("A", "B", Access.LIMITED, None, 0)).replace("loses access", "")


@pytest.mark.parametrize(("access", "payment"), [(Access.LIMITED, None), (Access.FULL, Payment.CLIENT)])
def test_where_the_client_paid_before_it_goes_on_paying(access: Access, payment: Payment | None) -> None:
    assert "Coming renewals stay charged to B, at public price." in ending_sentences("A", "B", access, payment, 0)


def test_names_with_braces_are_shown_as_they_are() -> None:
    assert "{0} {name}" in money_sentence("{0} {name}", "%s", Access.LIMITED, None)
