"""What a partner mails to its client is a notice of whose address it goes to, and ends with that person."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org
from tests.services.billed import billed, biller, charged, credit, issue
from tests.services.life import rows

from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.leaving_views import ErasureInput
from resellertui.services.reinvoicing.views import ReinvoiceClientEdit

pytestmark = pytest.mark.usefixtures("plain_papers")


@pytest.fixture
def agency(services: Services, make: Builder) -> Org:
    """Give a partner that can bill."""
    return biller(services, make)


def listed(services: Services, actor: Actor) -> list[tuple[str, str | None, str]]:
    """Return a person's notices of what partners bill, and what opens from them."""
    found = services.notices.list(actor)
    return [(one.subject, one.about, one.about_id) for one in found if one.category == "reinvoicing"]


def test_whose_address_a_document_goes_to_has_it_among_the_notices_too(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery = billed(services, make, agency)
    charged(services, agency, bakery)
    issue(services, agency)
    credit(services, agency)

    assert listed(services, bakery.owner) == [
        ("Credit note CN-2026-0001 of Agency", "reinvoice", "RCN-2"),
        ("Invoice 2026-0001 of Agency", "reinvoice", "RIN-1"),
    ]
    for _subject, _about, reference in listed(services, bakery.owner):
        assert services.received_documents.document(bakery.owner, reference).id == reference
    assert listed(services, agency.owner) == listed(services, make.staff) == []


def test_an_address_of_somebody_else_makes_no_notice(services: Services, make: Builder, agency: Org) -> None:
    bakery, stranger = billed(services, make, agency), make.organisation("Mill", email="owner@mill.example")
    edit = ReinvoiceClientEdit.of(email="owner@mill.example")
    services.reinvoice_settings.change_client(agency.owner, bakery.ref, edit)
    charged(services, agency, bakery)
    issue(services, agency)

    assert rows(services, "SELECT recipient FROM outbox WHERE kind = 'reinvoice.issued'") == [("owner@mill.example",)]
    assert listed(services, stranger.owner) == listed(services, bakery.owner) == []


def test_a_person_can_be_erased_while_a_document_waits_to_be_mailed(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery = billed(services, make, agency)
    second = make.person(bakery, Role.LEGAL_REPRESENTATIVE, email="second@bakery.example")
    charged(services, agency, bakery)
    issue(services, agency)
    assert rows(services, "SELECT count(*) FROM outbox_attachments") == [(1,)]

    services.people.remove(second, "owner@bakery.example")
    services.erasing.person(make.staff, ErasureInput.of(person="owner@bakery.example", reason="asked for"))

    assert rows(services, "SELECT count(*) FROM outbox_attachments") == [(0,)]
    assert rows(services, "SELECT count(*) FROM outbox WHERE kind = 'reinvoice.issued'") == [(0,)]
    assert services.reinvoice_documents.document(agency.owner, "RIN-1").total == "8.58"
