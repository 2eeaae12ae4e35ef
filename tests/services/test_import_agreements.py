"""The provider's staff import agreements that exist already."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org
from tests.client_files import as_csv, client
from tests.services.test_import import counts, rows

from resellertui.domain.errors import Forbidden, NotFound, Usage
from resellertui.domain.partnership import State
from resellertui.services.console import Services
from resellertui.services.importing import ImportOptions


@pytest.fixture
def agency(make: Builder) -> Org:
    """Give an approved partner."""
    return make.partner("Agency")


def agreed(agency: Org, **options: object) -> ImportOptions:
    """Return the options of an import of that partner's agreements."""
    chosen = {"agreements": True, "partner": agency.email, "evidence": "Contract 12", **options}
    parsed: ImportOptions = ImportOptions.of(**chosen)
    return parsed


def test_an_agreement_becomes_an_active_partnership_with_its_evidence(
    services: Services, make: Builder, agency: Org
) -> None:
    data = as_csv([client(1), client(1, product="mail-hosting", domain="mail1.ch")])
    assert counts(services.imports.run(make.staff, data, agreed(agency))) == (1, 0, 0, 0)
    (one,) = services.partnerships.list(agency.owner)
    assert (one.state, one.evidence, sorted(one.products)) == (
        State.ACTIVE,
        "Contract 12",
        ["client1.ch", "mail1.ch"],
    )
    (event,) = services.partnerships.history(agency.owner, one.id).events
    assert (event.kind, event.side) == ("imported", "provider")
    assert rows(services, "SELECT recipient FROM outbox ORDER BY id") == [(agency.email,), ("info1@client1.example",)]
    assert counts(services.imports.run(make.staff, data, agreed(agency))) == (0, 0, 1, 0)
    changed = as_csv([client(1, city="Bern"), client(1, city="Bern", product="mail-hosting", domain="post1.ch")])
    assert counts(services.imports.run(make.staff, changed, agreed(agency))) == (0, 1, 0, 0)
    (one,) = services.partnerships.list(agency.owner)
    assert sorted(one.products) == ["client1.ch", "mail1.ch", "post1.ch"]


def test_the_partners_export_of_it_imports_again_unchanged(services: Services, make: Builder, agency: Org) -> None:
    services.imports.run(make.staff, as_csv([client(1)]), agreed(agency))
    exported = services.exports.clients(agency.owner).encode()
    assert counts(services.imports.run(agency.owner, exported)) == (0, 0, 1, 0)


def test_a_claimed_client_keeps_its_products_and_gets_proposals(services: Services, make: Builder, agency: Org) -> None:
    org = make.organisation("Client 1 SA", email="info1@client1.example", products=("client1.ch", "own.ch"))
    before = rows(services, "SELECT * FROM products")
    data = as_csv([client(1), client(1, domain="wished.ch")])
    assert counts(services.imports.run(make.staff, data, agreed(agency))) == (1, 0, 0, 0)
    assert rows(services, "SELECT * FROM products") == before
    (one,) = services.partnerships.list(org.owner)
    assert one.products == ("client1.ch",)
    assert [proposal.name for proposal in one.proposals] == ["wished.ch"]


def test_what_stands_in_the_way_rejects_the_row_with_its_reason(services: Services, make: Builder, agency: Org) -> None:
    org = make.organisation("Client 1 SA", email="info1@client1.example", products=("client1.ch",))
    make.active(org, make.partner("Rival"))
    report = services.imports.run(make.staff, as_csv([client(1), client(2)]), agreed(agency))
    assert counts(report) == (1, 0, 0, 1)
    assert report.rejected[0].line == 2
    assert "Rival has full access" in report.rejected[0].reason


def test_limited_access_needs_a_product(services: Services, make: Builder, agency: Org) -> None:
    bare = as_csv([client(1, product="", domain="", expiry_date="")])
    assert counts(services.imports.run(make.staff, bare, agreed(agency))) == (0, 0, 0, 1)
    assert rows(services, "SELECT count(*) FROM organisations") == [(2,)]
    full = agreed(agency, access="full", payment="client")
    assert counts(services.imports.run(make.staff, bare, full)) == (1, 0, 0, 0)


def test_only_staff_record_agreements_and_they_name_a_partner(services: Services, make: Builder, agency: Org) -> None:
    data = as_csv([client(1)])
    with pytest.raises(Forbidden):
        services.imports.run(agency.owner, data, agreed(agency))
    with pytest.raises(Usage):
        services.imports.run(make.staff, data, ImportOptions(agreements=True))
    with pytest.raises(NotFound):
        services.imports.run(make.staff, data, ImportOptions(agreements=True, partner="Nobody"))
    with pytest.raises(Usage, match="where they are written"):
        services.imports.run(make.staff, data, agreed(agency, evidence=" \n"))
    with pytest.raises(Usage):
        services.imports.run(agency.owner, data, ImportOptions(evidence="a handshake"))
