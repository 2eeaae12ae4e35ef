"""The board of renewals and the list of documents, window by window, against a plain reference of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import NOW, TODAY, Builder, Org

from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.partnership import Payment
from resellertui.domain.search import beginnings, is_short, terms_of
from resellertui.domain.text import fold
from resellertui.services.billing.views import DocumentQuery, OrderInput
from resellertui.services.console import Services
from resellertui.services.inputs import Pause
from resellertui.services.renewals.views import RenewalQuery
from resellertui.store.models import Document
from resellertui.store.queries import document_list, renewal_board, walks

NAMES = ("Müller", "Zoé & Fils", "Łódź SA", "[red]a[/]", "a.b-c_d", "Bäckerei Ünal", "xx yy", "Boulangerie")
TEXTS = ("", "a", "mul", "zoe f", "yy xx", "ch", "shop", "q", "b-", "1.", "boulangerie shop", "[red]")
QUIET = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass(frozen=True)
class Line:
    """A product, or a document, as the reference knows it."""

    reference: str
    number: int
    names: tuple[str, ...]
    day: date = TODAY
    payer: str = ""
    state: str = ""

    def matches(self, text: str) -> bool:
        """Return whether every term matches one of the names."""
        return all(any(self._is_named(name, term) for name in self.names) for term in terms_of(text))

    @staticmethod
    def _is_named(name: str, term: str) -> bool:
        return f" {term}" in beginnings(fold(name)) if is_short(term) else term in fold(name)


@pytest.fixture(params=[0, 3, 10_000], ids=["many", "some", "few"])
def counted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let lists of more than so many lines be read as long ones are."""
    for module in (walks, renewal_board):
        monkeypatch.setattr(module, "COUNTED", request.param)
    monkeypatch.setattr(document_list, "FEW", request.param)
    return int(request.param)


@pytest.fixture
def clients(make: Builder, services: Services, agency: Org) -> list[Line]:
    """Give the agency clients of all sorts; return what its board has to show, in order."""
    draw, found = Random(7), []  # noqa: S311  # a test's data
    for place in range(24):
        client = make.organisation(f"{NAMES[place % len(NAMES)]} {place}")
        products = []
        for turn in range(draw.randint(1, 3)):
            day = TODAY + timedelta(days=draw.choice((-31, -30, -3, 0, 5, 13, 14, 30, 60, 61, 90)))
            name = f"{('shop', 'www')[turn % 2]}{place}.{turn}.ch"
            products.append((make.product(client, name, expires_on=day, auto_renewal=turn == 0), name, day))
        deal = draw.choice(("client", "partner", "limited", "paused", "none"))
        if deal == "none":
            continue
        payment = Payment.PARTNER if deal == "partner" else Payment.CLIENT
        covered = products[:1] if deal == "limited" else products
        entrusted = tuple(one[0] for one in covered) if deal == "limited" else ()
        partnership = make.active(client, agency, products=entrusted, payment=payment)
        if deal == "paused":
            services.agreements.pause(
                client.owner, partnership, Pause(until=TODAY + timedelta(days=9), reason="Works.")
            )
            continue
        payer = "partner" if deal == "partner" else "client"
        found += [
            Line(reference, int(reference.partition("-")[2]), (name, client.name), day, payer)
            for reference, name, day in covered
        ]
    return sorted(found, key=lambda one: (one.day, one.number))


@pytest.fixture
def documents(make: Builder, services: Services, agency: Org) -> list[Line]:
    """Give the agency documents for clients of all sorts, and another organisation some; return the agency's."""
    draw, found = Random(7), []  # noqa: S311  # a test's data
    other = make.organisation("Müller elsewhere")
    holders = [make.organisation(f"{NAMES[place % len(NAMES)]} {place}") for place in range(9)]
    for holder in holders:
        make.active(holder, agency, payment=Payment.PARTNER)
    with services.office.filling() as session:
        sequences = {"invoice": 0, "credit_note": 0}
        for _turn in range(70):
            holder, state = draw.choice((*holders, agency)), draw.choice(("to_pay", "paid", "void", "issued"))
            payer, kind = draw.choice((agency, agency, other)), "credit_note" if state == "issued" else "invoice"
            is_final = state in {"paid", "issued"}
            sequences[kind] += is_final
            row = Document(
                kind=kind, state=state, issuer_id=1, payer_id=payer.number, holder_id=holder.number, currency="CHF",
                terms_id=1, made_on=TODAY, due_on=TODAY, issued_on=TODAY if is_final else None,
                year=TODAY.year if is_final else None, sequence=sequences[kind] if is_final else None, net=5, vat=0,
                total=5, paid=0, refunded=0, issuer={}, buyer={}, reason="", made_at=NOW,
            )  # fmt: skip
            session.add(row)
            session.flush()
            if payer is agency:
                reference = show_id(Kind.CREDIT_NOTE if state == "issued" else Kind.INVOICE, row.id)
                found.append(Line(reference, row.id, (holder.name,), state=state))
    return found[::-1]


def expected(lines: Sequence[Line], query: RenewalQuery) -> list[str]:
    """Return what a board has to show."""
    last = date.max if query.whole else TODAY + timedelta(days=60)
    last = TODAY + timedelta(days=13) if query.limit else last
    return [
        one.reference
        for one in lines
        if TODAY - timedelta(days=29) <= one.day <= last and query.payer in {"", one.payer} and one.matches(query.text)
    ]


def test_every_window_of_the_board_is_that_of_a_plain_list(
    services: Services, agency: Org, clients: list[Line], counted: int
) -> None:
    @QUIET
    @given(
        text=st.sampled_from(TEXTS),
        payer=st.sampled_from(("", "partner", "client")),
        span=st.sampled_from(("", "whole", "limit")),
        offset=st.integers(0, 50),
        limit=st.integers(1, 12),
        hurried=st.booleans(),
    )
    def check(text: str, payer: str, span: str, offset: int, limit: int, hurried: bool) -> None:
        query = RenewalQuery(text=text, payer=payer, whole=span == "whole", limit=span == "limit")
        plain = expected(clients, query)
        page = services.renewals.board(agency.owner, query, offset, limit, hurried=hurried)
        assert [one.product_id for one in page.rows] == plain[offset : offset + limit]
        assert page.total == len(plain) if page.exact else hurried and page.total <= max(len(plain), counted)
        assert page.exact or counted < 10_000 or text
        places = [services.renewals.position(agency.owner, query, one) for one in plain[offset : offset + 2]]
        assert places == [offset, offset + 1][: len(plain[offset : offset + 2])]
        assert services.renewals.count(agency.owner, query) == len(plain)

    check()


def test_every_window_of_the_documents_is_that_of_a_plain_list(
    services: Services, agency: Org, documents: list[Line], counted: int
) -> None:
    @QUIET
    @given(
        text=st.sampled_from(TEXTS),
        state=st.sampled_from(("", "to_pay", "paid", "issued")),
        offset=st.integers(0, 60),
        limit=st.integers(1, 12),
        hurried=st.booleans(),
    )
    def check(text: str, state: str, offset: int, limit: int, hurried: bool) -> None:
        query = DocumentQuery(text=text, state=state)
        plain = [one.reference for one in documents if state in {"", one.state} and one.matches(text)]
        page = services.billing.documents(agency.owner, query, offset, limit, hurried=hurried)
        assert [one.id for one in page.rows] == plain[offset : offset + limit]
        assert page.total == len(plain) if page.exact else hurried and page.total <= max(len(plain), counted)
        places = [services.billing.position(agency.owner, query, one) for one in plain[offset : offset + 2]]
        assert places == [offset, offset + 1][: len(plain[offset : offset + 2])]
        assert services.billing.count(agency.owner, query) == len(plain)

    check()


def test_lists_are_counted_anew_once_something_was_changed(services: Services, make: Builder, agency: Org) -> None:
    for number in range(3):
        client = make.organisation(f"Client {number}")
        make.product(client, f"{number}.ch", expires_on=TODAY + timedelta(days=number))
        make.active(client, agency)
        assert services.renewals.board(agency.owner, RenewalQuery(), 5, 5).total == number + 1
        assert services.billing.documents(client.owner, DocumentQuery(), 5, 5).total == 0
        services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "web-hosting"}]))
        assert services.billing.documents(client.owner, DocumentQuery(), 0, 5).total == 1
