"""One request for a quote from its filing to the partner's invoice, through every hand that it passes."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from tests.builders import PASSWORD, Builder
from tests.services.billed import biller, charged
from tests.services.life import rows
from tests.services.offering import DOMAIN, HOSTING, NEED, VISITOR, margin, number_of, opt_in

from resellertui.adapters.clock import FixedClock
from resellertui.domain.identifiers import Kind
from resellertui.domain.leads.states import RequestState, RouteState
from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import PrepaidInput, RenewInput
from resellertui.services.console import Services
from resellertui.services.inputs import Answer, SignUp
from resellertui.services.leads.lead_views import OfferInput
from resellertui.services.leads.views import QuoteRequestInput
from resellertui.services.reinvoicing.margin_views import MarginInput

SHOP = {
    "kind": "company",
    "name": "Blumen Brunner GmbH",
    "email": "rosa@blumen.example",
    "street": "Seefeldstrasse",
    "house_number": "12",
    "postal_code": "8008",
    "city": "Zürich",
    "country": "CH",
    "language": "en",
    "owner_name": "Rosa Brunner",
    "owner_email": "rosa@blumen.example",
    "accept_terms": True,
}


def letters(folder: Path) -> dict[str, list[str]]:
    """Return the subjects of the mails that left, by their recipients."""
    found: dict[str, list[str]] = {}
    for one in sorted(folder.glob("*.eml")):
        mail = message_from_bytes(one.read_bytes(), policy=policy.default)
        found.setdefault(str(mail["To"]).rpartition("<")[2].rstrip(">"), []).append(str(mail["Subject"]))
    return found


@pytest.mark.usefixtures("plain_papers")
def test_a_visitors_request_becomes_an_offer_a_contract_an_order_and_an_invoice(
    services: Services, make: Builder
) -> None:
    agency, studio = biller(services, make), make.partner("Studio", email="owner@studio.example")
    margin(services, agency)
    opt_in(services, agency, studio)
    services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="1000.00", currency="CHF"))

    wish = QuoteRequestInput.of(
        need=NEED, contact_name="Rosa Brunner", contact_email="rosa@blumen.example", language="en"
    )
    filed = services.quote_requests.file(VISITOR, wish)
    request = filed.request.id
    assert filed.token
    assert services.leads.show(agency.owner, request).contact is None

    offered = services.offers.answer(
        agency.owner, OfferInput.of(request=request, lines=[HOSTING, DOMAIN], note="From one hand.")
    ).offer
    assert [(one.unit_price, one.amount) for one in offered.lines] == [("7.44", "260.40"), ("12.00", "12.00")]
    assert offered.total == "272.40"
    lead = services.leads.show(agency.owner, request)
    assert lead.contact is not None
    assert lead.contact.email == "rosa@blumen.example"

    seen = services.quote_requests.by_token(VISITOR, filed.token)
    assert [(one.id, one.total, one.is_valid) for one in seen.offers] == [(offered.id, "272.40", True)]
    person = services.signing_up.sign_up(VISITOR, SignUp.of(**SHOP), PASSWORD).person
    assert person is not None
    shop = Actor(user_id=person.user_id, org_id=number_of(Kind.ORGANISATION, person.organisations[0].id))
    services.quote_requests.claim(shop, filed.token)

    rehearsal = services.rehearsing().quote_contracts.accept(shop, offered.id)
    assert rows(services, "SELECT count(*) FROM quote_contracts") == [(0,)]
    accepted = services.quote_contracts.accept(shop, offered.id, version=seen.offers[0].version)
    assert accepted == rehearsal
    assert services.quote_requests.show(shop, request).state is RequestState.AWARDED
    assert services.leads.show(studio.owner, request).route_state is RouteState.LOST
    waiting = services.quote_contracts.show(agency.owner, accepted.contract)
    assert (waiting.partnership_state, waiting.may_order) == ("pending", False)

    services.requests.accept(agency.owner, accepted.partnership, Answer())
    assert services.quote_contracts.show(agency.owner, accepted.contract).may_order
    done = services.quote_contracts.order(agency.owner, accepted.contract, {2: "blumen-brunner.ch"}, pay=True)
    assert (done.state, done.payer, done.benefit.value) == ("paid", "Agency", "discount")
    assert [(one.name, one.charged) for one in done.lines] == [
        ("Web hosting", "208.32"),
        ("blumen-brunner.ch", "7.60"),
    ]
    again = services.quote_contracts.order(agency.owner, accepted.contract, {2: "blumen-brunner.ch"}, pay=True)
    assert (again.order_id, again.repeated) == (done.order_id, True)

    draft = services.reinvoice_runs.preview(agency.owner, "2026-11").drafts[0]
    assert [one.price for one in draft.lines] == ["260.40", "12.00"]
    assert draft.net == offered.total

    services.mail.deliver(Actor.operator())
    sent = letters(services.office.outbox_folder)
    assert {who: sorted(subjects) for who, subjects in sent.items()} == {
        "rosa@blumen.example": [
            "Agency and Blumen Brunner GmbH are now partners",
            "Agency has ordered what you agreed",
            "Agency makes you an offer",
            "Welcome to resellertui",
            "You have accepted the offer of Agency",
            "Your request RFQ-1",
            "Your request RFQ-1 was claimed",
        ],
        "owner@agency.example": [
            "A request for a quote: RFQ-1",
            "Blumen Brunner GmbH accepts your offer",
            "Blumen Brunner GmbH asks you to be its partner",
            "The basket for Blumen Brunner GmbH is ready to order",
        ],
        "owner@studio.example": [
            "A request for a quote: RFQ-1",
            "The request RFQ-1 was awarded to another partner",
        ],
    }
    assert services.maintenance.check(Actor.operator()).findings == ()


@pytest.mark.usefixtures("plain_papers")
def test_an_offers_prices_hold_for_its_client_and_products_alone_from_its_acceptance_on(
    services: Services, make: Builder, clock: FixedClock
) -> None:
    """Earlier lines, other clients and other products keep the margins that held; so many decimals add up exactly."""
    agency, bakery, florist = biller(services, make), make.organisation("Bakery"), make.organisation("Florist")
    margin(services, agency)
    opt_in(services, agency)
    services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="999999.00", currency="CHF"))
    for one in (bakery, florist):
        make.active(one, agency, payment=Payment.PARTNER)
    own = {"method": "price", "value": "99.00", "currency": "CHF", "scope": "product", "target": "web-hosting"}
    services.margins.add(agency.owner, MarginInput.of(**own, client="Bakery"))
    charged(services, agency, bakery, quantity=2)
    clock.advance(days=1)

    filed = services.quote_requests.file(bakery.owner, QuoteRequestInput.of(need=NEED))
    lines = [{"sku": "web-hosting", "quantity": 10_000, "price": "7.4445"}, {"sku": "domain-ch", "name": "bakery.ch"}]
    draft = services.offers.draft(agency.owner, OfferInput.of(request=filed.request.id, lines=lines))
    offered = services.offers.answer(agency.owner, OfferInput.of(request=filed.request.id, lines=lines)).offer
    assert [one.amount for one in offered.lines] == ["74445.00", "9.50"]
    contract = services.quote_contracts.accept(bakery.owner, offered.id).contract
    done = services.quote_contracts.order(agency.owner, contract, pay=True)
    assert [one.charged for one in done.lines] == [one.cost for one in draft.lines], "the draft knew the cost"
    services.orders.renew(agency.owner, RenewInput.of(products=[one.product_id for one in done.lines], pay=True))
    charged(services, agency, florist, quantity=2)
    charged(services, agency, bakery, "wordpress-hosting")

    drafts = services.reinvoice_runs.preview(agency.owner, "2026-11").drafts
    prices = {one.client: [line.price for line in one.lines] for one in drafts if one.currency == "CHF"}
    assert prices["Bakery"] == ["198.00", "74445.00", "9.50", "74445.00", "9.50", "6.95"]
    assert prices["Florist"] == ["13.89"]
