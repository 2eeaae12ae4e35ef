"""What happens in the demonstration: two years of an agency with its clients, and of those around it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from resellertui.domain.calendar import local_date
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.roles import ProductRight, Role
from resellertui.domain.team import Colour
from resellertui.services.actor import Actor
from resellertui.services.demo.cast import (
    AGENCY,
    CANUT,
    FLORIST,
    OWN_CARD,
    PARTNER_CARD,
    STUDIO,
    TAILOR,
    VINEYARD,
    WEBWERK,
    Deal,
    House,
    entrusts,
)
from resellertui.services.demo.clients import CLIENTS, TEAM_REACHES
from resellertui.services.demo.money import tell_money
from resellertui.services.demo.people import AGENCY_TEAM, DEMO_PASSWORD, Person
from resellertui.services.demo.programme import tell_programme
from resellertui.services.demo.quotes import tell_quotes
from resellertui.services.demo.reinvoicing import tell_reinvoicing
from resellertui.services.demo.stage import Stage
from resellertui.services.inputs import Invite, Pause
from resellertui.services.partnerships.dossier import settle
from resellertui.services.teams.views import NewTeam

ADMINISTRATOR = Person("Camille Favre", "admin@agency.example")
BOOKKEEPER = Person("Simon Gerber", "books@agency.example")
WEBMASTER = Person("Karim Haddad", "webmaster@client.example")

TEAMS = (
    ("Sites", Colour.GREEN, AGENCY_TEAM, (AGENCY_TEAM, ADMINISTRATOR), "web_hosting"),
    ("Comptes", Colour.YELLOW, BOOKKEEPER, (BOOKKEEPER,), "domain"),
)
"""The agency's teams: name, colour, leader, members, and the family that they may look at."""

FAMILIES = "web hosting, domains"
ASKS_LIMITED = Deal(Access.LIMITED)

_BY_KEY = {one.key: one for one in CLIENTS}


def tell(stage: Stage) -> None:
    """Plan every act of the story."""
    _founders_arrive(stage)
    tell_programme(stage)
    _colleagues_join(stage)
    for place, client in enumerate(CLIENTS):
        arrival = 862 - 17 * place
        stage.plan(arrival, partial(stage.enter, client, place))
        if client.deal is not None and client.key not in {"farmacia-santambrogio", "ecole-musique-bourg"}:
            _agree(stage, client, client.deal, arrival - 6, client_first=place % 3 == 0)
    _agency_lives(stage)
    _requests_come_to_nothing(stage)
    _partnerships_end(stage)
    _requests_wait(stage)
    _studio_lives(stage)
    tell_money(stage)
    tell_reinvoicing(stage)
    tell_quotes(stage)
    _teams_form(stage)


def _founders_arrive(stage: Stage) -> None:
    """Let the named people come first: the sign-in screen lists the oldest."""
    stage.plan(900, partial(stage.enter, AGENCY, 0))
    stage.plan(898, partial(stage.join, AGENCY.key, AGENCY_TEAM, Role.COLLABORATOR))
    stage.plan(896, partial(stage.enter, FLORIST, 3))
    stage.plan(894, partial(stage.enter, STUDIO, 0))
    stage.plan(892, partial(stage.join, AGENCY.key, ADMINISTRATOR, Role.ADMINISTRATOR))
    stage.plan(890, partial(stage.join, AGENCY.key, BOOKKEEPER, Role.COLLABORATOR, accounting=True))
    stage.plan(888, partial(stage.join, FLORIST.key, WEBMASTER, Role.EXTERNAL))
    for place, house in enumerate((WEBWERK, CANUT, TAILOR, VINEYARD)):
        stage.plan(886 - 2 * place, partial(stage.enter, house, 1 + place))


def _colleagues_join(stage: Stage) -> None:
    """Give the people with few rights what they work on."""
    people = stage.services.people
    agency, florist = stage.actor(AGENCY), stage.actor(FLORIST)
    team, webmaster = AGENCY_TEAM.email, WEBMASTER.email
    stage.plan(860, lambda: people.grant_family(agency(), team, "web_hosting", ProductRight.TECHNICAL))
    stage.plan(859, lambda: people.grant_family(agency(), BOOKKEEPER.email, "domain", ProductRight.STATISTICS))
    for name, right in (("boutique-fleurs.ch", ProductRight.TECHNICAL), ("fleurs-du-lac.ch", ProductRight.STATISTICS)):
        stage.plan(858, partial(_grant_product, stage, webmaster, name, right))
    stage.plan(
        0.3,
        lambda: people.invite(florist(), Invite.of(email="stage@client.example", name="Noé", role=Role.COLLABORATOR)),
    )
    stage.plan(400, partial(stage.join, "ecole-musique-bourg", ADMINISTRATOR, Role.ADMINISTRATOR))
    for place, key in enumerate(TEAM_REACHES):
        stage.plan(90 - place, partial(_grant_client, stage, key))


def _teams_form(stage: Stage) -> None:
    """Let the agency make its two teams: who builds sites, and who keeps the books of two clients."""
    teams, agency = stage.services.teams, stage.actor(AGENCY)
    for place, (name, colour, leader, members, family) in enumerate(TEAMS):
        wish = NewTeam.of(name=name, colour=colour)
        stage.plan(84 - place, partial(lambda wish: teams.create(agency(), wish), wish))
        for one in members:
            stage.plan(82 - place, partial(lambda name, who: teams.add_member(agency(), name, who), name, one.email))
        stage.plan(80 - place, partial(lambda name, who: teams.set_leader(agency(), name, who), name, leader.email))
        stage.plan(
            78 - place,
            partial(lambda name, one: teams.grant_family(agency(), name, one, ProductRight.STATISTICS), name, family),
        )
        for key in TEAM_REACHES[: 3 - place]:
            stage.plan(76 - place, partial(_give_team_client, stage, name, key))


def _give_team_client(stage: Stage, team: str, key: str) -> None:
    reference = stage.partnerships[key, AGENCY.key]
    stage.services.teams.grant_client(stage.people[AGENCY.key], team, reference)


def _grant_product(stage: Stage, email: str, name: str, right: ProductRight) -> None:
    stage.services.people.grant_product(stage.people[FLORIST.key], email, name, right)


def _grant_client(stage: Stage, key: str) -> None:
    reference = stage.partnerships[key, AGENCY.key]
    stage.services.people.grant_client(stage.people[AGENCY.key], AGENCY_TEAM.email, reference)


def _agree(stage: Stage, client: House, deal: Deal, days_ago: float, *, client_first: bool) -> None:
    """Let a client and the agency come together, whoever asked first."""
    if client_first:
        stage.plan(days_ago, partial(stage.client_asks, client, AGENCY, deal))
        stage.plan(days_ago - 2, partial(stage.partner_accepts, client, AGENCY))
        return
    wish, families = (deal, "") if deal.access is Access.FULL else (ASKS_LIMITED, FAMILIES)
    stage.plan(days_ago, partial(stage.partner_asks, AGENCY, client, wish, families))
    stage.plan(days_ago - 4, partial(stage.client_grants, client, AGENCY, deal))


def _agency_lives(stage: Stage) -> None:
    """Change what was agreed: access, payment, pauses, an end date, a proposal that waits."""
    agreements = stage.services.agreements
    pharmacy, school = _BY_KEY["farmacia-santambrogio"], _BY_KEY["ecole-musique-bourg"]
    _agree(stage, pharmacy, entrusts(0), 420, client_first=True)
    stage.plan(205, partial(stage.client_rearranges, pharmacy, AGENCY, OWN_CARD))
    stage.plan(700, partial(stage.partner_asks, AGENCY, school, PARTNER_CARD))
    stage.plan(694, partial(stage.client_grants, school, AGENCY, OWN_CARD))

    agency = stage.actor(AGENCY)

    def at(key: str) -> tuple[Actor, str]:
        return stage.people[key], stage.partnerships[key, AGENCY.key]

    def from_agency(key: str) -> tuple[Actor, str]:
        return agency(), stage.partnerships[key, AGENCY.key]

    stage.plan(61, lambda: agreements.change_payment(*at("cyclo-rhone"), Payment.PARTNER))
    stage.plan(150, lambda: agreements.propose_payment(*from_agency("pharmacie-terreaux"), Payment.CLIENT))
    stage.plan(141, lambda: agreements.decline_payment(*at("pharmacie-terreaux")))
    stage.plan(3, lambda: agreements.propose_payment(*from_agency("chez-zoe"), Payment.PARTNER))
    stage.plan(40, lambda: agreements.set_end_date(*at("garage-jonction"), _day(stage, 6)))
    closed = Pause.of(reason="L’hôtel est fermé pour travaux jusqu’à la saison.", until=_day(stage, 45))
    stage.plan(12, lambda: agreements.pause(*at("beausejour-leman"), closed))
    audit = Pause.of(reason="In attesa della nuova delibera del Comune.", until=_day(stage, 20))
    stage.plan(5, lambda: agreements.pause(*from_agency("borgo-lambro"), audit))
    holidays = Pause.of(reason="Sommerpause.", until=_day(stage, -80))
    stage.plan(125, lambda: agreements.pause(*at("baeckerei-suessmeier"), holidays))
    stage.plan(110, lambda: agreements.resume(*at("baeckerei-suessmeier")))
    stage.plan(300, partial(stage.client_asks, AGENCY, WEBWERK, entrusts(4)))
    stage.plan(298, partial(stage.partner_accepts, AGENCY, WEBWERK))


def _requests_come_to_nothing(stage: Stage) -> None:
    """Let requests be refused, withdrawn, and forgotten."""
    requests = stage.services.requests
    claire, mueller = _BY_KEY["rive-claire"], _BY_KEY["mueller-lukasiewicz"]
    cream, nursery = _BY_KEY["fior-dalpe"], _BY_KEY["petits-gones"]
    stage.plan(210, partial(stage.partner_asks, AGENCY, claire, PARTNER_CARD))
    stage.plan(
        203,
        lambda: requests.refuse(
            stage.people[claire.key],
            stage.partnerships[claire.key, AGENCY.key],
            "Le conseil de fondation préfère garder l’administration à l’interne.",
        ),
    )
    stage.plan(70, partial(stage.client_asks, mueller, AGENCY, OWN_CARD))
    stage.plan(
        68,
        lambda: requests.refuse(
            stage.people[AGENCY.key],
            stage.partnerships[mueller.key, AGENCY.key],
            "Wir sind bis zum Frühling ausgelastet. Die Webwerk Limmat AG hilft Ihnen gern.",
        ),
    )
    stage.plan(160, partial(stage.partner_asks, AGENCY, cream, OWN_CARD))
    stage.plan(155, lambda: requests.withdraw(stage.people[AGENCY.key], stage.partnerships[cream.key, AGENCY.key]))
    stage.plan(75, partial(stage.partner_asks, AGENCY, nursery, ASKS_LIMITED, FAMILIES))
    stage.plan(44, partial(_record_dates, stage, nursery))


def _partnerships_end(stage: Stage) -> None:
    """Let three partnerships end: by the client, by the agency, by their date."""
    agreements = stage.services.agreements
    watches, cheese, bicycles = (
        _BY_KEY[key] for key in ("horlogerie-perrenoud", "fromagerie-tete-dor", "velo-wipkingen")
    )
    _agree(stage, watches, entrusts(0), 600, client_first=True)
    stage.plan(500, partial(stage.client_rearranges, watches, AGENCY, PARTNER_CARD))
    stage.plan(
        95,
        lambda: agreements.end(
            stage.people[watches.key],
            stage.partnerships[watches.key, AGENCY.key],
            DEMO_PASSWORD,
            reason="Nous avons engagé un informaticien.",
        ),
    )
    _agree(stage, cheese, OWN_CARD, 280, client_first=False)
    stage.plan(
        130,
        lambda: agreements.end(
            stage.people[AGENCY.key],
            stage.partnerships[cheese.key, AGENCY.key],
            DEMO_PASSWORD,
            reason="Fin du mandat.",
        ),
    )
    _agree(stage, bicycles, OWN_CARD, 140, client_first=True)
    stage.plan(
        100,
        lambda: agreements.set_end_date(
            stage.people[bicycles.key], stage.partnerships[bicycles.key, AGENCY.key], _day(stage, -50)
        ),
    )
    stage.plan(49, partial(_record_dates, stage, bicycles))


def _requests_wait(stage: Stage) -> None:
    """Leave requests to be answered, from both sides."""
    theatre, publisher = _BY_KEY["theatre-petit-saconnex"], _BY_KEY["quai-saint-vincent"]
    architect, gym = _BY_KEY["grosjean-architecte"], _BY_KEY["corpo-libero"]
    stage.plan(4, partial(stage.client_asks, theatre, AGENCY, PARTNER_CARD))
    stage.plan(0.1, partial(stage.client_asks, publisher, AGENCY, entrusts(0, 1)))
    stage.plan(25, partial(stage.partner_asks, AGENCY, gym, ASKS_LIMITED, FAMILIES))
    stage.plan(
        10,
        lambda: stage.services.requests.resend(stage.people[AGENCY.key], stage.partnerships[gym.key, AGENCY.key]),
    )
    stage.plan(6, partial(stage.partner_asks, AGENCY, architect, OWN_CARD))
    stage.plan(0.4, partial(stage.ask_address, AGENCY, "direktion@berghotel-edelgrat.example", PARTNER_CARD))


def _studio_lives(stage: Stage) -> None:
    """Let the studio work beside the agency, each with its own products, and for clients of its own."""
    beside = {"encre-bleue": (2,), "amici-naviglio": (2,), "ottica-brera": (2,), "veterinaire-champel": (2,)}
    for place, (key, products) in enumerate(beside.items()):
        stage.plan(230 - 20 * place, partial(stage.client_asks, _BY_KEY[key], STUDIO, entrusts(*products)))
        stage.plan(227 - 20 * place, partial(stage.partner_accepts, _BY_KEY[key], STUDIO))
    stage.plan(340, partial(stage.partner_asks, STUDIO, TAILOR, PARTNER_CARD))
    stage.plan(337, partial(stage.client_grants, TAILOR, STUDIO, OWN_CARD))
    stage.plan(2, partial(stage.client_asks, VINEYARD, STUDIO, PARTNER_CARD))
    stage.plan(8, partial(stage.partner_asks, STUDIO, _BY_KEY["gutenberg-saone"], ASKS_LIMITED, "newsletters"))


def _record_dates(stage: Stage, client: House) -> None:
    """Write down what a date has decided, as the daily job did."""
    with stage.services.office.writing(Actor.operator()) as unit:
        unit.open_to_everyone("dates decide, not people")
        settle(unit, stage.people[client.key].org_id or 0)


def _day(stage: Stage, days: int) -> date:
    return local_date(stage.now) + timedelta(days=days)
