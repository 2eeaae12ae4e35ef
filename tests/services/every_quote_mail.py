"""Has every kind of mail about requests for quotes written once."""

from __future__ import annotations

from tests.builders import Builder
from tests.services.offering import DOMAIN, HOSTING, NEED, VISITOR, Market, opt_in

from resellertui.domain.identifiers import Kind, parse_id
from resellertui.services.console import Services
from resellertui.services.inputs import Answer
from resellertui.services.leads import notices
from resellertui.services.leads.contract_views import OutsideInput
from resellertui.services.leads.lead_views import OfferInput
from resellertui.services.leads.views import QuoteRequestInput
from resellertui.store.models import QuoteRequest
from resellertui.store.queries import quotes


def write_quote_mails(services: Services, make: Builder) -> None:
    """Cause each kind."""
    client = make.organisation("Brewery", email="owner@brewery.example")
    gmbh, webwerk = (make.partner(name, email=f"owner@{name.lower()}.example") for name in ("Netzbau", "Webwerk"))
    alone = services.quote_requests.file(client.owner, QuoteRequestInput.of(need=NEED)).request.id
    services.quote_routing.close(make.staff, alone, "It is an advertisement.")
    opt_in(services, gmbh, webwerk)
    _of_visitor(services, make, gmbh.owner.org_id or 0)
    solved = services.quote_requests.file(client.owner, QuoteRequestInput.of(need=NEED)).request.id
    services.quote_requests.withdraw(client.owner, solved, "Solved.")
    unwanted = services.quote_requests.file(client.owner, QuoteRequestInput.of(need=NEED)).request.id
    for one in (gmbh, webwerk):
        services.leads.decline(one.owner, unwanted, "Too much to do.")

    market = Market(services, make, client, (gmbh, webwerk))
    market.offer(webwerk, HOSTING | {"price": "8.00"})
    market.offer(gmbh, HOSTING | {"price": "7.90"}, DOMAIN | {"name": "brewery.ch"}, note="From one hand.")
    offered = market.offer(gmbh, HOSTING | {"price": "7.80"}, DOMAIN | {"name": "brewery.ch"}, note="From one hand.")
    contract = market.accept(offered)
    partnership = services.quote_contracts.show(gmbh.owner, contract).partnership
    services.requests.accept(gmbh.owner, partnership, Answer())
    ordered = services.quote_contracts.order(gmbh.owner, contract)
    services.billing.decline(gmbh.owner, str(ordered.document_id), "The wrong address on it.")
    noted = services.outside_products.note(client.owner, OutsideInput.of(provider="Other Host", product="Mailbox"))
    services.outside_products.settle(make.staff, noted.id, "The mailbox moves over by March.")
    of_visitor = QuoteRequestInput.of(need=NEED, contact_name="Rosa", contact_email="rosa@blumen.example")
    services.quote_requests.claim(client.owner, services.quote_requests.file(VISITOR, of_visitor).token)


def _of_visitor(services: Services, make: Builder, partner_id: int) -> None:
    wish = QuoteRequestInput.of(
        need=NEED,
        families=["web_hosting"],
        budget="900",
        currency="CHF",
        languages=["de", "fr"],
        region="Zürich",
        country="CH",
        contact_name="Rosa Brunner",
        contact_email="rosa@blumen.example",
    )
    filed = services.quote_requests.file(VISITOR, wish).request.id
    partner = next(one for one in make.made if one.number == partner_id)
    services.offers.answer(partner.owner, OfferInput.of(request=filed, lines=[HOSTING | {"price": "8.00"}]))
    with services.office.writing(make.staff) as unit:
        unit.open_to_everyone("writes what the job would")
        row = unit.session.get(QuoteRequest, parse_id(Kind.QUOTE, filed))
        assert row is not None
        routes = quotes.routes_of(unit.session, row.id)
        notices.remind_of_closing(unit, row, routes, 1)
        notices.tell_of_expiry(unit, row, routes)
