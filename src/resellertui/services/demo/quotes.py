"""Requests for quotes in the demonstration: one in every state, with offers to compare, to win and to lose."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.leads.states import Source
from resellertui.services.actor import Actor
from resellertui.services.demo.cast import AGENCY, CANUT, FLORIST, STUDIO, House
from resellertui.services.demo.clients import CLIENTS
from resellertui.services.demo.stage import Stage
from resellertui.services.jobs.quote_expiry import expire_quotes
from resellertui.services.leads.lead_views import OfferInput
from resellertui.services.leads.views import QuoteRequestInput
from resellertui.services.programme.views import ListingEdit

BICYCLES = next(one for one in CLIENTS if one.key == "cyclo-rhone")
TRUSTEES = next(one for one in CLIENTS if one.key == "fiduciaire-carlier")

WINE: dict[str, Any] = {
    "need": "Wir verkaufen Wein ab Hof und brauchen einen Webshop mit Hosting und dreissig Postfächer.",
    "families": ["web_hosting", "mail_hosting"],
    "budget": "900",
    "currency": "CHF",
    "languages": ["de"],
    "region": "Schaffhausen",
    "country": "CH",
    "contact_name": "Vreni Rüttimann",
    "contact_organisation": "Weingut Rüttimann",
    "contact_email": "vreni@weingut-ruettimann.example",
    "language": "de",
}
CLINIC: dict[str, Any] = {
    "need": "Trois cabinets de physiothérapie, un site commun avec prise de rendez-vous, et la messagerie à déplacer.",
    "families": ["web_hosting", "ksuite"],
    "budget": "1500",
    "currency": "CHF",
    "languages": ["fr"],
    "region": "Vevey",
    "country": "CH",
    "contact_name": "Maxime Berthoud",
    "contact_organisation": "Physio Riviera Sàrl",
    "contact_email": "maxime@physio-riviera.example",
    "contact_phone": "+41 21 555 40 40",
    "language": "fr",
}
BAKER: dict[str, Any] = {
    "need": "Un site vitrine pour notre boulangerie. Appelez Aline au 021 555 61 62, ou aline@pain-dore.example.",
    "families": ["web_hosting", "domain"],
    "languages": ["fr"],
    "region": "Morges",
    "country": "CH",
    "contact_name": "Aline Pittet",
    "contact_organisation": "Pain Doré",
    "contact_email": "aline@pain-dore.example",
    "contact_phone": "021 555 61 62",
    "language": "fr",
}
SCHOOL: dict[str, Any] = {
    "need": "A language school with four branches wants its sites on one plan, backups included, before the new term.",
    "families": ["web_hosting", "backup"],
    "budget": "2400",
    "currency": "EUR",
    "languages": ["en", "fr"],
    "region": "Annecy",
    "country": "FR",
    "contact_name": "Hugh Mercer",
    "contact_organisation": "Mercer Languages",
    "contact_email": "hugh@mercer-languages.example",
    "language": "en",
}
CRAFTS: dict[str, Any] = {
    "need": "Cooperativa di otto artigiani: un sito a testa, la posta e qualcuno che risponda in italiano.",
    "families": ["web_hosting", "mail_hosting"],
    "budget": "1200",
    "currency": "CHF",
    "languages": ["it"],
    "region": "Locarno",
    "country": "CH",
    "contact_name": "Dario Pedrazzini",
    "contact_organisation": "Mani Verzasca",
    "contact_email": "dario@mani-verzasca.example",
    "language": "it",
}
SERVERS: dict[str, Any] = {
    "need": "Four bare-metal servers on our own premises, with somebody on call at night.",
    "languages": ["en"],
    "region": "Basel",
    "country": "CH",
    "contact_name": "Iris Kern",
    "contact_organisation": "Kern Precision AG",
    "contact_email": "iris@kern-precision.example",
    "language": "en",
}
OWN_NEEDS = {
    BICYCLES.key: "Une messagerie pour nos trois ateliers, avec un calendrier que tout le monde voit.",
    TRUSTEES.key: "Une messagerie chiffrée pour douze collaborateurs, avec agenda partagé et reprise des archives.",
    FLORIST.key: "Une deuxième boutique en ligne pour les mariages, avec son domaine et cinq boîtes aux lettres.",
}


@dataclass
class Filed:
    """What was filed in the story so far, by a word for it."""

    ids: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


def tell_quotes(stage: Stage) -> None:
    """Plan half a year of requests."""
    filed = Filed()
    stage.plan(130, partial(_opt_in, stage, AGENCY))
    stage.plan(129, partial(_opt_in, stage, STUDIO))
    stage.plan(112, partial(_visit, stage, filed, "wine", WINE))
    stage.plan(111, partial(_read, stage, filed, "wine"))
    stage.plan(51, partial(_expire, stage))
    stage.plan(80, partial(_visit, stage, filed, "school", SCHOOL))
    stage.plan(79, partial(_offer, stage, filed, AGENCY, "school", "web-hosting:4"))
    stage.plan(70, partial(_withdraw, stage, filed, "school", "We have found somebody in town."))
    stage.plan(44, partial(_ask, stage, filed, TRUSTEES))
    stage.plan(43.6, partial(_offer, stage, filed, AGENCY, TRUSTEES.key, "ksuite-business"))
    stage.plan(42, partial(_offer, stage, filed, STUDIO, TRUSTEES.key, "ksuite-pro"))
    stage.plan(38, partial(_accept, stage, filed, TRUSTEES))
    stage.plan(33, partial(_ask, stage, filed, BICYCLES))
    stage.plan(32.5, partial(_offer, stage, filed, STUDIO, BICYCLES.key, "ksuite-essential:3"))
    stage.plan(32, partial(_offer, stage, filed, AGENCY, BICYCLES.key, "ksuite-essential:3"))
    stage.plan(30, partial(_accept, stage, filed, BICYCLES))
    stage.plan(1.2, partial(_order, stage, BICYCLES))
    stage.plan(20, partial(_visit, stage, filed, "clinic", CLINIC))
    stage.plan(19.5, partial(_offer, stage, filed, AGENCY, "clinic", "web-hosting", "ksuite-pro"))
    stage.plan(16, partial(_visit, stage, filed, "servers", SERVERS))
    stage.plan(15.8, partial(_decline, stage, filed, STUDIO, "servers", "We build no hardware."))
    stage.plan(15.2, partial(_decline, stage, filed, AGENCY, "servers", "Hors de notre métier."))
    stage.plan(14, partial(_opt_in, stage, CANUT))
    stage.plan(7, partial(_ask, stage, filed, FLORIST))
    stage.plan(6.5, partial(_offer, stage, filed, AGENCY, FLORIST.key, "web-hosting", "mail-hosting"))
    stage.plan(5, partial(_offer, stage, filed, STUDIO, FLORIST.key, "web-hosting"))
    stage.plan(2.2, partial(_visit, stage, filed, "crafts", CRAFTS))
    stage.plan(1.9, partial(_read, stage, filed, "crafts"))
    stage.plan(0.2, partial(_visit, stage, filed, "baker", BAKER))


def _opt_in(stage: Stage, house: House) -> None:
    stage.services.listings.change(stage.people[house.key], ListingEdit.of(receives_quotes=True))


def _visit(stage: Stage, filed: Filed, word: str, wish: dict[str, Any]) -> None:
    done = stage.services.quote_requests.file(Actor(), QuoteRequestInput.of(**wish), Source.FILE)
    filed.ids[word], filed.tokens[word] = done.request.id, done.token


def _ask(stage: Stage, filed: Filed, house: House) -> None:
    wish: QuoteRequestInput = QuoteRequestInput.of(need=OWN_NEEDS[house.key], languages=["fr"])
    filed.ids[house.key] = stage.services.quote_requests.file(stage.people[house.key], wish).request.id


def _read(stage: Stage, filed: Filed, word: str) -> None:
    stage.services.leads.show(stage.people[AGENCY.key], filed.ids[word])


def _offer(stage: Stage, filed: Filed, house: House, word: str, *wanted: str) -> None:
    lines = []
    for one in wanted:
        sku, _colon, quantity = one.partition(":")
        lines.append({"sku": sku, "quantity": int(quantity or 1)})
    wish: OfferInput = OfferInput.of(request=filed.ids[word], lines=lines)
    stage.services.offers.answer(stage.people[house.key], wish)


def _decline(stage: Stage, filed: Filed, house: House, word: str, reason: str) -> None:
    stage.services.leads.decline(stage.people[house.key], filed.ids[word], reason)


def _accept(stage: Stage, filed: Filed, house: House) -> None:
    """Accept the agency's offer: it has full access with its own payment method already."""
    actor = stage.people[house.key]
    offers = stage.services.quote_requests.show(actor, filed.ids[house.key]).offers
    best = next(one for one in offers if one.partner == AGENCY.name)
    stage.services.quote_contracts.accept(actor, best.id)


def _order(stage: Stage, house: House) -> None:
    """Let the agency order and pay what the client has accepted."""
    contracts, agency = stage.services.quote_contracts, stage.people[AGENCY.key]
    client = stage.people[house.key].org_id
    waiting = (one for one in contracts.page(agency).rows if one.client_id == show_id(Kind.ORGANISATION, client or 0))
    contracts.order(agency, next(waiting).id, pay=True)


def _withdraw(stage: Stage, filed: Filed, word: str, reason: str) -> None:
    stage.services.quote_requests.withdraw_by_token(Actor(), filed.tokens[word], reason)


def _expire(stage: Stage) -> None:
    """Let the daily job find what is past its day."""
    expire_quotes(stage.services.office, Actor.operator())
