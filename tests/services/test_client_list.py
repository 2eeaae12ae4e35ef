"""The list of clients as services answer it: parts, orders, and everything that matches."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders import Builder, Org

from resellertui.domain.errors import Forbidden
from resellertui.domain.partnership import Access, State
from resellertui.domain.roles import Role
from resellertui.services.console import Services
from resellertui.services.inputs import ClientQuery, ClientSort, RequestToClient


@pytest.fixture
def agency(make: Builder) -> Org:
    """Give a partner with seven clients."""
    agency = make.partner("Agence du Lac")
    for number in range(7):
        name, city = f"Client{number}", f"Ville{6 - number}"
        client = make.organisation(name, city=city, products=(f"{number}.test",) * (number % 3 + 1))
        make.active(client, agency)
    return agency


@pytest.mark.parametrize("sort", list(ClientSort))
@pytest.mark.parametrize("descending", [False, True])
def test_parts_of_the_list_put_together_are_the_whole_in_its_order(
    services: Services, agency: Org, sort: ClientSort, descending: bool
) -> None:
    query = ClientQuery(sort=sort, descending=descending)

    parts = [services.clients.page(agency.owner, query, offset, 3) for offset in (0, 3, 6)]

    assert tuple(row.partnership_id for part in parts for row in part.rows) == services.clients.references(
        agency.owner, query
    )
    assert {part.total for part in parts} == {7}


def test_references_are_those_that_the_filter_leaves(services: Services, agency: Org) -> None:
    references = services.clients.references(agency.owner, ClientQuery(text="ville2"))

    (row,) = services.clients.page(agency.owner, ClientQuery(text="ville2")).rows
    assert references == (row.partnership_id,)
    assert row.name == "Client4"


def test_a_collaborator_s_references_are_the_clients_granted_to_them(
    services: Services, agency: Org, make: Builder
) -> None:
    helper = make.person(agency, Role.COLLABORATOR, email="helper@lac.test")
    granted = services.clients.references(agency.owner, ClientQuery())[2]
    services.people.grant_client(agency.owner, "helper@lac.test", granted)

    assert services.clients.references(helper, ClientQuery()) == (granted,)


def test_an_external_user_gets_no_references(services: Services, agency: Org, make: Builder) -> None:
    external = make.person(agency, Role.EXTERNAL)

    with pytest.raises(Forbidden):
        services.clients.references(external, ClientQuery())


def test_an_export_of_some_clients_holds_only_those_and_never_those_of_others(
    services: Services, agency: Org, make: Builder, tmp_path: Path
) -> None:
    other = make.partner("Studio", email="studio@other.test")
    foreign = make.active(make.organisation("Foreign SA"), other)
    mine = services.clients.references(agency.owner, ClientQuery(text="client3"))

    report = services.exports.to_file(agency.owner, tmp_path / "some.csv", only=(*mine, foreign, "nonsense"))

    text = (tmp_path / "some.csv").read_text("utf-8-sig")
    assert report.clients == 1
    assert "Client3" in text
    assert "Client4" not in text
    assert "Foreign" not in text


def test_an_export_of_what_is_over_writes_no_client_that_is_not_reached(
    services: Services, agency: Org, tmp_path: Path
) -> None:
    wish = RequestToClient.of(client="never@client.test", access=Access.LIMITED)
    reference = services.requests.ask_client(agency.owner, wish).partnership.id
    services.requests.withdraw(agency.owner, reference)

    report = services.exports.to_file(agency.owner, tmp_path / "past.csv", states=(State.WITHDRAWN,), only=(reference,))

    assert report.clients == 0
