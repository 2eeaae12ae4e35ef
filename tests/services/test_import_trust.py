"""What a partner's import can't do: touch an organisation that is not its own creation, or learn that it exists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic_core import to_json
from tests.builders import NOW, PASSWORD, STAFF_EMAIL, Builder, Org, quick_hash
from tests.client_files import HEADER, as_csv, client
from tests.services.test_import import counts, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import NotFound
from resellertui.domain.partnership import Access, Payment
from resellertui.services.console import Services
from resellertui.services.founding import found
from resellertui.services.inputs import Answer
from resellertui.settings import load_settings

Prepare = Callable[[Builder, Org], object]


@pytest.fixture
def agency(make: Builder) -> Org:
    """Give an approved partner."""
    return make.partner("Agency")


def _untouched(services: Services, org: Org) -> tuple[object, ...]:
    return (
        rows(services, f"SELECT * FROM organisations WHERE id = {org.number}"),
        rows(services, f"SELECT * FROM products WHERE org_id = {org.number}"),
        rows(services, f"SELECT * FROM memberships WHERE org_id = {org.number}"),
        rows(services, f"SELECT * FROM invitations WHERE org_id = {org.number}"),
    )


def test_a_claimed_organisation_is_asked_and_nothing_in_it_changes(
    services: Services, make: Builder, agency: Org
) -> None:
    org = make.organisation("Client 1 SA", email="info1@client1.example", products=("other.ch",))
    before = _untouched(services, org)
    services.imports.run(agency.owner, as_csv([client(1, city="Elsewhere")]))
    services.imports.run(agency.owner, as_csv([client(1, city="Nowhere", expiry_date="2029-01-01")]))
    assert _untouched(services, org) == before
    (request,) = services.partnerships.list(org.owner)
    assert request.mine_to_answer
    assert [one.name for one in request.proposals] == ["client1.ch"]
    services.agreements.adopt_proposals(org.owner, request.id)
    assert "client1.ch" in [one.name for one in services.products.list(org.owner)]


def test_another_partners_creation_is_not_taken_over_by_naming_it(
    services: Services, make: Builder, agency: Org
) -> None:
    rival = make.partner("Rival")
    header = (*HEADER, "Register number", "Contact e-mail")
    number = "CHE-100.155.212"
    services.imports.run(agency.owner, as_csv([[*client(1), number, "right@client1.example"]], header))
    before = rows(services, "SELECT * FROM organisations WHERE name = 'Client 1 SA'")
    report = services.imports.run(rival.owner, as_csv([[*client(1), number, "thief@evil.example"]], header))
    assert counts(report) == (1, 0, 0, 0)
    assert rows(services, "SELECT * FROM organisations WHERE name = 'Client 1 SA'") == before
    invited = rows(services, "SELECT email, org_id IS NULL FROM invitations ORDER BY id")
    assert invited == [("right@client1.example", 0), ("thief@evil.example", 1)]
    (request,) = services.partnerships.list(rival.owner)
    services.requests.resend(rival.owner, request.id)
    assert rows(services, "SELECT count(*) FROM invitations WHERE email LIKE 'thief%' AND org_id NOT NULL") == [(0,)]


def test_the_same_contact_is_put_both_partners_requests(services: Services, make: Builder, agency: Org) -> None:
    rival = make.partner("Rival")
    services.imports.run(agency.owner, as_csv([client(1)]))
    services.imports.run(rival.owner, as_csv([client(1)]))
    assert rows(services, "SELECT count(*), count(DISTINCT client_id) FROM partnerships") == [(2, 1)]
    assert rows(services, "SELECT count(*) FROM organisations WHERE name = 'Client 1 SA'") == [(1,)]


def test_ones_own_organisation_is_no_client(services: Services, agency: Org) -> None:
    report = services.imports.run(agency.owner, as_csv([client(1, company="Agency", email=agency.email)]))
    assert counts(report) == (0, 0, 0, 1)


def test_an_active_client_without_record_is_unchanged_or_gets_a_proposal(
    services: Services, make: Builder, agency: Org
) -> None:
    org = make.organisation("Client 1 SA", email="info1@client1.example", city="Lausanne", products=("site.ch",))
    make.active(org, agency)
    exported = services.exports.clients(agency.owner).encode()
    assert counts(services.imports.run(agency.owner, exported)) == (0, 0, 1, 0)
    assert rows(services, "SELECT count(*) FROM client_records") == [(0,)]
    before = _untouched(services, org)
    data = as_csv([client(1)])
    assert counts(services.imports.run(agency.owner, data)) == (0, 1, 0, 0)
    assert counts(services.imports.run(agency.owner, data)) == (0, 0, 1, 0)
    assert _untouched(services, org) == before
    assert rows(services, "SELECT name FROM product_proposals") == [("client1.ch",)]
    assert len(services.clients.list(agency.owner)) == 1
    assert counts(services.imports.run(agency.owner, services.exports.clients(agency.owner).encode())) == (0, 0, 1, 0)


def _nobody(_make: Builder, _agency: Org) -> None:
    """Leave the client unknown."""


def _claimed(make: Builder, _agency: Org) -> None:
    make.organisation("Client 2 SA", email="info2@client2.example", products=("client2.ch", "more.ch"))


def _another_partners_active_client(make: Builder, _agency: Org) -> None:
    org = make.organisation("Client 2 SA", email="info2@client2.example", products=("client2.ch",))
    make.active(org, make.partner("Rival", email="rival@rival.example"))


def _another_partners_creation(make: Builder, _agency: Org) -> None:
    rival = make.partner("Rival", email="rival@rival.example")
    make.services.imports.run(rival.owner, as_csv([client(2)]))


def _story(folder: Path, prepare: Prepare) -> list[str]:
    """Return everything that a partner is shown around an import into a database prepared in some way."""
    folder.mkdir()
    settings = load_settings({"HOME": str(folder), "RESELLERTUI_SECRETS": "file"})
    services = found(
        settings,
        provider_name="Provider",
        owner_name="Staff",
        owner_email=STAFF_EMAIL,
        password=PASSWORD,
        kept=quick_hash(),
        clock=FixedClock(NOW),
    )
    try:
        return _shown(services, prepare)
    finally:
        services.close()


def _shown(services: Services, prepare: Prepare) -> list[str]:
    make = Builder(services)
    agency = make.partner("Agency")
    prepare(make, agency)
    first = as_csv([client(1), client(2), client(3)])
    changed = as_csv([client(1), client(2, company="Client Two SA", expiry_date="2029-09-09"), client(3)])
    shown: list[str] = []
    for data in (first, first, changed):
        shown.append(services.rehearsing().imports.run(agency.owner, data).model_dump_json())
        shown.append(services.imports.run(agency.owner, data).model_dump_json())
        shown.append(services.exports.clients(agency.owner))
        listed = services.clients.list(agency.owner)
        shown += [one.model_dump_json() for one in listed]
        shown += [services.clients.show(agency.owner, one.partnership_id).model_dump_json() for one in listed]
        requests = services.partnerships.list(agency.owner)
        shown += [one.model_dump_json() for one in requests]
        shown += [services.partnerships.history(agency.owner, one.id).model_dump_json() for one in requests]
        shown.append(to_json(services.home.show(agency.owner)).decode())
    first_id = min(int(one.id.removeprefix("PTN-")) for one in services.partnerships.list(agency.owner))
    return [_renumbered(one, first_id) for one in shown]


def _renumbered(text: str, first: int) -> str:
    """Number partnerships from 1: how many others there are is not the import's to hide."""
    for number in range(first, first + 3):
        text = text.replace(f'"PTN-{number}"', f'"PTN#{number - first}"')
    return text


@pytest.mark.parametrize("prepare", [_claimed, _another_partners_active_client, _another_partners_creation])
def test_what_a_partner_is_shown_is_the_same_whether_or_not_the_client_existed(
    tmp_path: Path, prepare: Prepare
) -> None:
    assert _story(tmp_path / "one", prepare) == _story(tmp_path / "other", _nobody)


def test_a_request_that_reached_nobody_brings_its_proposals_to_who_answers_it(
    services: Services, make: Builder, agency: Org
) -> None:
    rival = make.partner("Rival")
    header = (*HEADER, "Register number")
    services.imports.run(rival.owner, as_csv([[*client(1), "CHE-100.155.212"]], header))
    other = client(1, email="office@other.example", company="Other name")
    services.imports.run(agency.owner, as_csv([[*other, "CHE-100.155.212"]], header))
    answering = make.organisation("Other name", email="office@other.example")
    (request,) = services.partnerships.list(answering.owner)
    assert request.proposals == ()
    services.requests.accept(answering.owner, request.id, Answer(access=Access.FULL, payment=Payment.CLIENT))
    services.agreements.adopt_proposals(answering.owner, request.id)
    assert [one.name for one in services.products.list(answering.owner)] == ["client1.ch"]
    with pytest.raises(NotFound):
        services.partnerships.show(answering.owner, "PTN-1")
