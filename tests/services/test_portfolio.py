"""The list of clients at any size against a plain model of it: read along indexes, listed, and looked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.builders import NOW, TODAY, Builder, Org

from resellertui.adapters.clock import FixedClock
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.roles import Role
from resellertui.domain.search import matches, searchable, terms_of
from resellertui.domain.text import fold
from resellertui.services.console import Services
from resellertui.services.inputs import ClientQuery, ClientSort, ClientTab
from resellertui.store.models import (
    EntrustedProduct,
    Organisation,
    Partnership,
    Product,
)
from resellertui.store.queries.portfolio import finding, orders

NAMES = ("Müller", "MULLER", "Zoé & Fils", "d’Été", "Łódź SA", "日本屋", "[red]a[/]", "a.b-c_d", "Ünal", "xx yy", "été")
CITIES = ("Genève", "Zürich", "Forlì", "", "Bern")


@dataclass(frozen=True)
class Client:
    """A client as the model knows it."""

    reference: str
    tab: str
    text: str
    keys: dict[str, object]


@dataclass
class Portfolio:
    """A partner with clients of every kind, and the model of its list."""

    services: Services
    partner: Org
    clients: list[Client]

    def expected(self, query: ClientQuery) -> list[str]:
        """Return the ids that the list shows, by the model."""
        terms = terms_of(query.text)
        found = [one for one in self.clients if one.tab == query.tab.value and matches(one.text, terms)]
        found.sort(
            key=lambda one: (one.keys[query.sort.value], one.keys["name"], int(one.reference.partition("-")[2])),
            reverse=query.descending,
        )
        return [one.reference for one in found]


def _add(services: Services, partner: Org, draw: Random, number: int) -> Client:
    """Add one client in a random state straight to the store; return what the model says of it."""
    with services.office.filling() as session:
        name, city = f"{draw.choice(NAMES)} {draw.choice(NAMES)}", draw.choice(CITIES)
        email = f"{fold(draw.choice('abcz'))}{number}@{draw.choice(('acme', 'été-x'))}.example"
        org = Organisation(
            kind="company", name=name, name_folded=fold(name), email=email, email_key=email, phone="", website="",
            language="en", street="", house_number="", postal_code=str(1000 + number % 7), city=city, region="",
            country="CH", currency="CHF", created_at=NOW, claimed_at=NOW, register_number=None, vat_number=None,
        )  # fmt: skip
        session.add(org)
        session.flush()
        expiries = [TODAY + timedelta(days=draw.randint(-5, 5)) for _one in range(draw.randint(0, 3))]
        products = [
            Product(
                org_id=org.id, sku="web-hosting", family="web_hosting", name="p", name_folded="p", period_months=12,
                anchor_day=1, expires_on=one, auto_renewal=False, created_at=NOW,
            )
            for one in expiries
        ]  # fmt: skip
        session.add_all(products)
        state = draw.choice(("active", "active", "active", "pending", "ended", "refused"))
        access = draw.choice(("full", "limited"))
        initiator = draw.choice(("client", "partner"))
        since = NOW - timedelta(days=draw.randint(1, 9)) if state in {"active", "ended"} else None
        until = TODAY + timedelta(days=draw.randint(-2, 2))
        paused = until if state == "active" and draw.random() < 0.3 else None
        end_on = until if state == "active" and draw.random() < 0.3 else None
        expires_on = until if state == "pending" else None
        label = draw.choice(NAMES)
        payment = draw.choice(("client", "partner")) if access == "full" else None
        row = Partnership(
            client_id=org.id, partner_id=partner.number, client_address=email, client_address_key=email,
            client_label=label, initiator=initiator, state=state, access=access, payment=payment,
            requested_access=access, requested_payment=payment, requested_families="", requested_at=NOW,
            sent_at=NOW, expires_on=expires_on, reason="", active_since=since, end_on=end_on,
            ended_at=NOW if state == "ended" else None, paused_until=paused, pause_reason="", reminded_for="",
            evidence="",
        )  # fmt: skip
        session.add(row)
        session.flush()
        entrusted = products[: draw.randint(0, len(products))] if access == "limited" and state == "active" else []
        session.add_all(
            EntrustedProduct(partnership_id=row.id, product_id=one.id, since=NOW, until=None) for one in entrusted
        )
        over = (state == "pending" and until <= TODAY) or (end_on is not None and end_on <= TODAY)
        tab = "past" if over or state in {"ended", "refused"} else state
        is_paused = tab == "active" and paused is not None and paused > TODAY
        reached, hidden = tab == "active" and not is_paused, initiator == "partner" and since is None
        shown = not hidden and (tab == "pending" or reached)
        held = (expiries if access == "full" else [one.expires_on for one in entrusted]) if reached else []
        shown_name = label if hidden else name
        fields = [shown_name, *((email, city) if shown else ()), *((org.postal_code,) if reached else ())]
        ending = {"active": "ended", "pending": "expired"}.get(state, state) if tab == "past" else tab
        return Client(
            show_id(Kind.PARTNERSHIP, row.id),
            tab,
            searchable(fields),
            {
                "name": fold(shown_name),
                "reference": "",
                "city": fold(city) if shown else "",
                "access": access + (payment or ""),
                "payment": payment or "",
                "products": len(held),
                "next_expiry": min((one for one in held if one), default=date.max),
                "since": since or NOW,
                "state": "paused" if is_paused else ending,
            },
        )


@pytest.fixture
def portfolio(services: Services, make: Builder) -> Portfolio:
    """Give a partner with sixty clients, and another partner whose clients are nobody else's to see."""
    partner, other = make.partner("Agency"), make.partner("Other")
    draw = Random(7)  # noqa: S311  # made-up clients need no cryptography
    clients = [_add(services, partner, draw, number) for number in range(60)]
    for number in range(60, 75):
        _add(services, other, draw, number)
    return Portfolio(services, partner, clients)


@pytest.fixture(params=["looked through", "listed", "walked"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read lists as long ones are read: through the full texts, or along the index from landmark to landmark."""
    if request.param != "looked through":
        monkeypatch.setattr(finding, "FEW", 0)
    if request.param == "walked":
        monkeypatch.setattr(finding, "COUNTED", 2)
        monkeypatch.setattr(orders, "FAR", 3)
        monkeypatch.setattr(orders, "STEP", 4)
    return str(request.param)


queries = st.builds(
    ClientQuery,
    text=st.one_of(
        st.sampled_from(
            ("", "", "m", "mü", "MÜLLER", "zo fils", "acme", "zür", "z a", "ex", "&", "日本", "屋", "[red]")
        ),
        st.text(st.sampled_from("amüle.zé &"), max_size=5),
    ),
    tab=st.sampled_from(ClientTab),
    sort=st.sampled_from(ClientSort),
    descending=st.booleans(),
)


def _whole(portfolio: Portfolio, query: ClientQuery, size: int) -> list[str]:
    """Return the list read part by part, as a reader does who pages down to its end."""
    services, owner = portfolio.services, portfolio.partner.owner
    found: list[str] = []
    while True:
        page = services.clients.page(owner, query, len(found), size)
        found += [one.partnership_id for one in page.rows]
        if len(page.rows) < size:
            return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries, size=st.integers(1, 9), place=st.integers(0, 60))
def test_the_list_is_the_models_by_whichever_way_it_is_read(
    portfolio: Portfolio, way: str, query: ClientQuery, size: int, place: int
) -> None:
    services, owner = portfolio.services, portfolio.partner.owner

    expected = portfolio.expected(query)

    part = services.clients.page(owner, query, place, size)
    assert [one.partnership_id for one in part.rows] == expected[place : place + size]
    assert part.total == len(expected) if part.exact else part.total <= len(expected)
    assert services.clients.count(owner, query) == len(expected)
    assert _whole(portfolio, query, size) == expected
    assert list(services.clients.references(owner, query)) == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=queries, which=st.integers(0, 59), typed=st.sampled_from(("", "m", "mul", "z", "été", "xx y", "\U0010fffe"))
)
def test_places_are_the_models(portfolio: Portfolio, way: str, query: ClientQuery, which: int, typed: str) -> None:
    services, owner = portfolio.services, portfolio.partner.owner
    expected = portfolio.expected(query)
    reference = portfolio.clients[which].reference

    place = services.clients.position(owner, query, reference)
    among = services.clients.among(owner, query, [reference, "PTN-99999", "nonsense"])
    found = services.clients.find(owner, query, typed)

    assert place == (expected.index(reference) if reference in expected else None)
    assert among == ((reference,) if reference in expected else ())
    assert found == _found(portfolio, query, expected, fold(typed))


def _found(portfolio: Portfolio, query: ClientQuery, expected: Sequence[str], typed: str) -> int | None:
    """Return where a jump leads: in the column that orders where it holds words, else by name."""
    by_reference = {one.reference: one for one in portfolio.clients}
    textual = query.sort.value in {"name", "reference", "city"}
    searched = query if textual else query.model_copy(update={"sort": ClientSort.NAME, "descending": False})
    for reference in portfolio.expected(searched):
        key = str(by_reference[reference].keys[searched.sort.value])
        if (key <= typed + "\U0010ffff") if searched.descending else (key >= typed):
            return list(expected).index(reference)
    return None


def test_what_dates_decide_is_right_on_each_day_read_and_nothing_is_kept_of_a_simulation(
    portfolio: Portfolio, clock: FixedClock
) -> None:
    services, owner = portfolio.services, portfolio.partner.owner
    before = {tab: services.clients.references(owner, ClientQuery(tab=tab)) for tab in ClientTab}

    clock.advance(days=3)
    later = {tab: services.clients.references(owner, ClientQuery(tab=tab)) for tab in ClientTab}
    clock.advance(days=-3)
    again = {tab: services.clients.references(owner, ClientQuery(tab=tab)) for tab in ClientTab}

    assert later[ClientTab.PENDING] == ()
    assert set(later[ClientTab.PAST]) > set(before[ClientTab.PAST])
    assert again == before
    assert services.home.show(owner).counts["clients"] == len(before[ClientTab.ACTIVE])


def test_a_list_that_was_read_is_read_anew_when_it_has_changed(portfolio: Portfolio, make: Builder) -> None:
    services, owner = portfolio.services, portfolio.partner.owner
    before = services.clients.page(owner, ClientQuery())

    new = make.active(make.organisation("!! first of all"), portfolio.partner)
    after = services.clients.page(owner, ClientQuery())

    assert after.total == before.total + 1
    assert after.rows[0].partnership_id == new


def test_a_collaborator_reads_no_more_than_is_granted_by_any_way(portfolio: Portfolio, way: str, make: Builder) -> None:
    services, partner = portfolio.services, portfolio.partner
    helper = make.person(partner, Role.COLLABORATOR, email="helper@agency.test")
    granted = portfolio.expected(ClientQuery())[3]
    services.people.grant_client(partner.owner, "helper@agency.test", granted)

    page = services.clients.page(helper, ClientQuery())

    assert [one.partnership_id for one in page.rows] == [granted]
    assert services.home.show(helper).counts["clients"] == 1
    assert services.clients.position(helper, ClientQuery(), portfolio.expected(ClientQuery())[4]) is None


def test_a_former_partner_finds_a_client_by_nothing_that_became_known_since(
    services: Services, make: Builder, clock: FixedClock
) -> None:
    partner = make.partner("Agency")
    client = make.organisation("Client", city="Chur")
    services.agreements.end(client.owner, make.active(client, partner), "correct horse battery")
    with services.office.filling() as session:
        row = session.scalars(select(Organisation).where(Organisation.id == client.number)).one()
        row.email, row.email_key = "secret@client.example", "secret@client.example"

    past = [
        services.clients.page(partner.owner, ClientQuery(text=text, tab=ClientTab.PAST)).total
        for text in ("client", "chur", "secret")
    ]

    assert past == [1, 0, 0]
