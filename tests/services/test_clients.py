"""A partner's clients: the list with its tabs, sorting and finding, a client's page, stepping inside."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import PASSWORD, Builder, Org
from tests.services.life import ask_client, ask_partner, rows

from resellertui.domain.errors import Ambiguous, Forbidden, NotFound
from resellertui.domain.partnership import Access, Payment, State
from resellertui.domain.roles import Role
from resellertui.services.console import Services
from resellertui.services.inputs import ClientQuery, ClientSort, ClientTab


@pytest.fixture
def portfolio(services: Services, make: Builder, agency: Org) -> dict[str, str]:
    """Give the partnerships of four active clients, by the client's name."""
    found = {}
    for name, city, days, payment in (
        ("Zoo", "Zürich", 3, Payment.CLIENT),
        ("Åre Bikes", "Lyon", 2, Payment.PARTNER),
        ("Bakery", "Genève", 9, Payment.CLIENT),
        ("Chapel", "Milano", 5, None),
    ):
        org = make.organisation(name, city=city)
        make.product(org, f"{name[0]}.ch", expires_on=date(2026, 12, days))
        make.product(org, f"{name[0]}2.ch", expires_on=date(2027, 12, days))
        found[name] = (
            make.active(org, agency, payment=payment)
            if payment
            else make.active(org, agency, products=(f"{name[0]}.ch",))
        )
    return found


def listed(services: Services, agency: Org, **query: object) -> list[str]:
    """Return the names of a page."""
    return [one.name for one in services.clients.page(agency.owner, ClientQuery.of(**query)).rows]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (ClientSort.NAME, ["Åre Bikes", "Bakery", "Chapel", "Zoo"]),
        (ClientSort.CITY, ["Bakery", "Åre Bikes", "Chapel", "Zoo"]),
        (ClientSort.NEXT_EXPIRY, ["Åre Bikes", "Zoo", "Chapel", "Bakery"]),
        (ClientSort.PRODUCTS, ["Chapel", "Åre Bikes", "Bakery", "Zoo"]),
        (ClientSort.ACCESS, ["Bakery", "Zoo", "Åre Bikes", "Chapel"]),
    ],
)
def test_the_list_is_sorted_by_what_is_asked(
    services: Services, agency: Org, portfolio: dict[str, str], sort: ClientSort, order: list[str]
) -> None:
    assert listed(services, agency, sort=sort) == order


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("are", ["Åre Bikes"]),
        ("GENEVE", ["Bakery"]),
        ("zoo zur", ["Zoo"]),
        ("owner test.example", ["Åre Bikes", "Bakery", "Chapel", "Zoo"]),
        ("nothing", []),
    ],
)
def test_every_word_typed_must_occur_without_accents_and_case(
    services: Services, agency: Org, portfolio: dict[str, str], text: str, found: list[str]
) -> None:
    assert listed(services, agency, text=text) == found


def test_a_row_counts_only_what_is_reached(services: Services, agency: Org, portfolio: dict[str, str]) -> None:
    seen = {one.name: (one.access, one.products, one.next_expiry) for one in services.clients.list(agency.owner)}

    assert seen["Chapel"] == (Access.LIMITED, 1, date(2026, 12, 5))
    assert seen["Zoo"] == (Access.FULL, 2, date(2026, 12, 3))


def test_a_window_is_a_part_of_the_whole(services: Services, agency: Org, portfolio: dict[str, str]) -> None:
    page = services.clients.page(agency.owner, ClientQuery(), 1, 2)

    assert (page.total, page.offset, [one.name for one in page.rows]) == (4, 1, ["Bakery", "Chapel"])


def test_a_client_is_found_by_where_it_stands_and_by_what_is_typed(
    services: Services, agency: Org, portfolio: dict[str, str]
) -> None:
    query = ClientQuery()

    assert services.clients.position(agency.owner, query, portfolio["Chapel"]) == 2
    assert services.clients.position(agency.owner, query, "PTN-999") is None
    assert services.clients.find(agency.owner, query, "ch") == 2


def test_each_tab_shows_its_own(services: Services, make: Builder, agency: Org, portfolio: dict[str, str]) -> None:
    ask_partner(services, make.organisation("Asker"), "Agency")
    ask_client(services, agency, "new@client.example")
    zoo = next(one for one in make.made if one.name == "Zoo")
    services.agreements.end(zoo.owner, portfolio["Zoo"], PASSWORD)

    assert listed(services, agency, tab=ClientTab.ACTIVE) == ["Åre Bikes", "Bakery", "Chapel"]
    assert listed(services, agency, tab=ClientTab.PENDING) == ["Asker", "new@client.example"]
    assert listed(services, agency, tab=ClientTab.PAST) == ["Zoo"]


def test_lists_by_state_hold_those_states(
    services: Services, make: Builder, agency: Org, portfolio: dict[str, str]
) -> None:
    ask_partner(services, make.organisation("Asker"), "Agency")

    assert [one.name for one in services.clients.list(agency.owner, states=[State.PENDING])] == ["Asker"]


def test_a_collaborator_sees_the_clients_granted_to_it_and_counts_no_others(
    services: Services, make: Builder, agency: Org, portfolio: dict[str, str]
) -> None:
    member = make.person(agency, Role.COLLABORATOR, email="c@agency.example")
    services.people.grant_client(agency.owner, "c@agency.example", "Zoo")

    assert [one.name for one in services.clients.page(member, ClientQuery()).rows] == ["Zoo"]
    assert services.home.show(member).counts["clients"] == 1
    assert services.clients.show(member, "Zoo").organisation is not None
    with pytest.raises(Forbidden):
        services.clients.show(member, "Chapel")


def test_an_external_user_has_no_list(services: Services, make: Builder, agency: Org) -> None:
    member = make.person(agency, Role.EXTERNAL)

    with pytest.raises(Forbidden):
        services.clients.page(member, ClientQuery())


def test_a_clients_page_shows_what_it_granted(services: Services, agency: Org, portfolio: dict[str, str]) -> None:
    view = services.clients.show(agency.owner, "Chapel")

    assert view.organisation is not None
    assert view.organisation.address.city == "Milano"
    assert [one.name for one in view.products] == ["C.ch"]


@pytest.mark.parametrize("how", ["name", "folded", "id", "partnership", "e-mail", "representative"])
def test_a_client_is_named_in_every_way_that_its_partner_knows(
    services: Services, make: Builder, client: Org, agency: Org, how: str
) -> None:
    reference = make.active(client, agency)
    make.person(client, Role.LEGAL_REPRESENTATIVE, email="rep@bakery.example")
    typed = {
        "name": "Bakery",
        "folded": "bakery",
        "id": client.ref,
        "partnership": reference,
        "e-mail": client.email,
        "representative": "rep@bakery.example",
    }[how]

    assert services.clients.show(agency.owner, typed).partnership.id == reference


def test_a_name_that_two_clients_bear_is_ambiguous(services: Services, make: Builder, agency: Org) -> None:
    for _twin in range(2):
        make.active(make.organisation("Twin"), agency)

    with pytest.raises(Ambiguous):
        services.clients.show(agency.owner, "Twin")


def test_stepping_inside_names_both_and_is_recorded(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.active(client, agency)

    entered = services.clients.enter(agency.owner, "Bakery")

    assert (entered.client, entered.partner, entered.client_id) == ("Bakery", "Agency", client.number)
    last = "SELECT action, org_id, for_org_id FROM audit_entries ORDER BY id DESC LIMIT 1"
    assert rows(services, last) == [("client.entered", agency.number, client.number)]


def test_a_pending_client_is_not_entered(services: Services, client: Org, agency: Org) -> None:
    ask_partner(services, client, "Agency")

    with pytest.raises((Forbidden, NotFound)):
        services.clients.enter(agency.owner, "Bakery")
