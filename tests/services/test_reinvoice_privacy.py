"""What a partner's costs and margins are is its own: nobody else reads them, wherever they look."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.builders import PASSWORD, Builder, Org
from tests.services.billed import billed, biller, charged, issue, margin
from tests.services.life import mails, rows

from resellertui.domain.errors import Forbidden, NotFound, ResellerError
from resellertui.domain.roles import Role
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.reinvoicing.document_inputs import (
    CreditInput,
    IssueInput,
    ReinvoicePaymentInput,
    ReinvoiceQuery,
    RepaymentInput,
)

pytestmark = pytest.mark.usefixtures("plain_papers")

COST, PRICE, MARGIN, TOTAL = "7.94", "9.93", "1.99", "10.73"
EVERYTHING = ReinvoiceQuery.of()


@pytest.fixture
def agency(services: Services, make: Builder) -> Org:
    """Give a partner that has billed its client 10.73: 7.94 with a margin of 1.99, and VAT."""
    found = biller(services, make)
    margin(services, found)
    charged(services, found, billed(services, make, found))
    issue(services, found)
    return found


def acts(services: Services, actor: Actor) -> dict[str, Callable[[], object]]:
    """Return everything that a partner does with its documents, by name, in someone's hands."""
    credit = CreditInput.of(document="RIN-1", reason="x")
    payment = ReinvoicePaymentInput.of(document="RIN-1")
    back = RepaymentInput.of(document="RIN-1", amount="1.00", note="x")
    return {
        "document": lambda: services.reinvoice_documents.document(actor, "RIN-1"),
        "send": lambda: services.reinvoice_documents.send(actor, "RIN-1"),
        "position": lambda: services.reinvoice_documents.position(actor, EVERYTHING, "RIN-1"),
        "paper": lambda: services.reinvoice_exports.paper(actor, "RIN-1"),
        "statement": lambda: services.reinvoice_statements.show(actor, "Bakery"),
        "statement pdf": lambda: services.reinvoice_statements.pdf(actor, "Bakery"),
        "statement csv": lambda: services.reinvoice_statements.export(actor, "Bakery"),
        "preview": lambda: services.reinvoice_runs.preview(actor, "2026-11", "Bakery"),
        "issue": lambda: services.reinvoice_runs.issue(actor, IssueInput.of(period="2026-11", client="Bakery")),
        "credit": lambda: services.reinvoice_credits.credit(actor, credit),
        "pay": lambda: services.reinvoice_payments.record(actor, payment),
        "take back": lambda: services.reinvoice_payments.take_back(actor, back),
        "remind": lambda: services.reinvoice_reminders.remind(actor, "RIN-1"),
    }


def test_nobody_else_reaches_a_partners_documents(services: Services, make: Builder, agency: Org) -> None:
    bakery, studio = make.made[1], biller(services, make, "Studio")
    strangers = {
        "staff": make.staff,
        "studio": studio.owner,
        "client": bakery.owner,
        "visitor": Actor(),
        "operator": Actor.operator(),
        "inside": Actor(agency.owner.user_id, agency.number, for_client_id=bakery.number),
        "external": make.person(agency, Role.EXTERNAL, accounting=True),
        "collaborator": make.person(agency, Role.COLLABORATOR),
    }
    before = rows(services, "SELECT count(*), sum(paid), sum(credited) FROM reinvoice_documents")
    for who, actor in strangers.items():
        for name, act in acts(services, actor).items():
            with pytest.raises(ResellerError) as refusal:
                act()
            own = who in {"external", "collaborator"}
            assert isinstance(refusal.value, Forbidden if own else NotFound), (who, name, refusal.value)
            told = f"{refusal.value} {refusal.value.facts}"
            assert not any(amount in told for amount in (COST, PRICE, MARGIN, TOTAL)), (who, name)
        for listing in (
            lambda actor=actor: services.reinvoice_documents.documents(actor, EVERYTHING).rows,
            lambda actor=actor: services.reinvoice_exports.documents(actor, EVERYTHING).documents,
            lambda actor=actor: services.reinvoice_documents.totals(actor, EVERYTHING),
            lambda actor=actor: services.reinvoice_reminders.due(actor),
        ):
            try:
                assert listing() == (), who
            except (NotFound, Forbidden):
                continue
    assert rows(services, "SELECT count(*), sum(paid), sum(credited) FROM reinvoice_documents") == before
    bookkeeper = make.person(agency, Role.COLLABORATOR, email="books@test.example", accounting=True)
    assert services.reinvoice_documents.document(bookkeeper, "RIN-1").margin == MARGIN


def test_a_client_reads_its_documents_and_nothing_of_what_they_cost(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery = make.made[1]
    view = services.received_documents.document(bakery.owner, "2026-0001")
    page = services.received_documents.documents(bakery.owner, EVERYTHING)
    exported = services.received_documents.export(bakery.owner, EVERYTHING)
    assert (view.total, view.partner, page.total, view.lines[0].amount) == (TOTAL, "Agency", 1, PRICE)
    assert services.received_documents.paper(bakery.owner, "RIN-1").content == (
        services.reinvoice_exports.paper(agency.owner, "RIN-1").content
    )
    for text in (view.model_dump_json(), page.model_dump_json(), exported.csv()):
        assert COST not in text
        assert MARGIN not in text
        assert "cost" not in text
        assert "margin" not in text
    assert services.received_documents.documents(bakery.owner, ReinvoiceQuery.of(client="Agency")).total == 1
    assert services.received_documents.position(bakery.owner, EVERYTHING, "RIN-1") == 0
    for actor in (
        make.staff,
        agency.owner,
        Actor(agency.owner.user_id, agency.number, for_client_id=bakery.number),
        Actor(),
        Actor.operator(),
    ):
        with pytest.raises(NotFound):
            services.received_documents.document(actor, "RIN-1")
        with pytest.raises(NotFound):
            services.received_documents.paper(actor, "RIN-1")
    with pytest.raises(Forbidden):
        services.received_documents.documents(make.person(bakery, Role.COLLABORATOR), EVERYTHING)
    services.agreements.end(bakery.owner, services.partnerships.list(bakery.owner)[0].id, PASSWORD)
    assert services.received_documents.document(bakery.owner, "RIN-1").total == TOTAL


def test_no_price_stands_in_the_audit_in_others_activity_or_in_what_staff_read_of_the_mails(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery = make.made[1]
    services.reinvoice_payments.record(
        agency.owner, ReinvoicePaymentInput.of(document="RIN-1", amount="5.55", key="k", note="8.88")
    )
    services.reinvoice_credits.credit(
        agency.owner,
        CreditInput.of(document="RIN-1", lines=[{"position": 1, "amount": "1.11"}], reason="since 2.22", key="c"),
    )
    audited = rows(
        services, "SELECT action, \"values\" FROM audit_entries JOIN audit_values ON entry_id = id WHERE action > 'o'"
    )
    kept = " ".join(text for action, text in audited if action.startswith(("reinvoice.", "operation.")))
    assert "reinvoice.issued" in {action for action, _text in audited}
    for amount in (COST, PRICE, MARGIN, TOTAL, "794", "993", "1073", "5.55", "555", "8.88", "1.11", "2.22"):
        assert amount not in kept, amount
    for other in (bakery.owner, make.staff):
        told = services.activity.page(other, ActivityQuery.of()).model_dump_json()
        assert "an invoice to a client" not in told or other == make.staff
        assert not any(amount in told for amount in (PRICE, MARGIN, TOTAL, "5.55", "1.11"))
    numbers = rows(services, "SELECT id, kind FROM outbox WHERE kind LIKE 'reinvoice.%'")
    assert len(numbers) == 2
    for number, _kind in numbers:
        shown = services.mail.show(make.staff, f"MAIL-{number}")
        assert TOTAL not in f"{shown.subject} {shown.body}"
        assert "who alone read it" in (shown.body or "")
        assert services.mail.show(Actor.operator(), f"MAIL-{number}").body in {one.body for one in mails(services)}
    letters = " ".join(one.body for one in mails(services) if one.kind.startswith("reinvoice."))
    assert TOTAL in letters
    assert COST not in letters
    assert MARGIN not in letters
    assert json.dumps(letters)
