"""Clients' products of other providers: who notes them, when they break a contract, and how staff settle that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import Builder, Org
from tests.services.life import mails, rows
from tests.services.offering import Market

from resellertui.domain.errors import Forbidden, Invalid, NotFound, Refused
from resellertui.domain.partnership import Payment
from resellertui.domain.roles import Role
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Answer
from resellertui.services.leads.contract_views import OutsideInput

MAILBOX = {"provider": "Other [red]Host[/]", "product": "Mailbox"}


def test_without_a_contract_it_is_only_noted_and_read_by_those_concerned(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    make.active(client, agency, payment=Payment.PARTNER)
    before = len(mails(services))
    outside = services.outside_products
    own = outside.note(client.owner, OutsideInput.of(**MAILBOX))
    inside = replace(agency.owner, for_client_id=client.number)
    theirs = outside.note(inside, OutsideInput.of(**MAILBOX, note="Since 2019."))
    ours = outside.note(make.staff, OutsideInput.of(**MAILBOX, client=client.ref))

    assert [(one.partner, one.contract, one.is_open) for one in (own, theirs, ours)] == [("Agency", "", False)] * 3
    assert len(mails(services)) == before
    assert [one.id for one in outside.page(client.owner).rows] == ["OUT-3", "OUT-2", "OUT-1"]
    assert [one.noted_by for one in outside.page(client.owner).rows] == ["Léman Hébergement SA", "Agency", "Owner"]
    assert outside.page(agency.owner, client.ref).total == 3
    assert outside.breaches(make.staff).total == 0
    for actor, error in (
        (make.person(client, Role.COLLABORATOR), Forbidden),
        (make.person(agency, Role.COLLABORATOR), Forbidden),
        (studio.owner, NotFound),
        (Actor(), NotFound),
    ):
        with pytest.raises(error):
            outside.note(actor, OutsideInput.of(**MAILBOX, client=client.ref))
        with pytest.raises(error):
            outside.page(actor, client.ref)
    with pytest.raises(Invalid):
        outside.note(make.staff, OutsideInput.of(**MAILBOX))


def test_under_a_contract_it_is_a_breach_that_staff_settle(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    market = Market(services, make, client, (agency, studio))
    contract = market.accept(market.offer(agency))
    outside = services.outside_products
    assert outside.note(client.owner, OutsideInput.of(**MAILBOX)).contract == ""  # it does not bind before it begins
    services.requests.accept(agency.owner, "PTN-1", Answer())
    before = len(mails(services))

    noted = outside.note(client.owner, OutsideInput.of(**MAILBOX))

    assert (noted.contract, noted.partner, noted.is_open) == (contract, "Agency", True)
    told = mails(services, before)
    assert [(one.kind, one.recipient) for one in told] == [
        ("quote.breach", "staff@provider.example"),
        ("quote.breach", agency.email),
    ]
    assert "“Mailbox” of Other [red]Host[/] is noted for Bakery (OUT-2)." in told[0].body
    assert services.quote_contracts.show(agency.owner, contract).breaches == 1
    assert [one.id for one in outside.breaches(make.staff).rows] == ["OUT-2"]
    for actor in (agency.owner, client.owner, Actor()):
        with pytest.raises(Forbidden):
            outside.breaches(actor)
        with pytest.raises(Forbidden):
            outside.settle(actor, "OUT-2", "x")
    with pytest.raises(NotFound):
        outside.settle(make.staff, "OUT-1", "It breaks nothing.")
    with pytest.raises(Invalid):
        outside.settle(make.staff, "OUT-2", "  ")

    settled = outside.settle(make.staff, "OUT-2", "Moves over by March.")

    assert (settled.is_open, settled.outcome) == (False, "Moves over by March.")
    assert "Moves over by March." in mails(services)[-1].body
    assert mails(services)[-1].recipient == agency.email
    assert outside.breaches(make.staff).total == 0
    assert outside.breaches(make.staff, settled=True).total == 1
    assert outside.page(agency.owner, client.ref).rows[0].outcome == "Moves over by March."
    assert outside.page(client.owner).rows[0].outcome == ""
    with pytest.raises(Refused):
        outside.settle(make.staff, "OUT-2", "Again.")
    assert services.maintenance.check(Actor.operator()).findings == ()
    done = [one.words for one in services.activity.page(agency.owner, ActivityQuery()).rows]
    assert "Settled the matter of a product of another provider." in done
    assert rows(services, "SELECT count(*) FROM outside_products") == [(2,)]
