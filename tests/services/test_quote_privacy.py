"""Who asks is told to staff, and to partners that answered with an offer: to nobody else, wherever they look."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.builders import Builder, Org
from tests.services.life import mails
from tests.services.quoting import SECRETS, asked, file, offer, wanting, wants

from resellertui.domain.errors import Forbidden, NotFound, ResellerError
from resellertui.domain.leads.states import RouteState
from resellertui.domain.roles import Role
from resellertui.domain.text import fold
from resellertui.services.activity_export import ActivityFormat
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.directory import DirectoryQuery
from resellertui.services.leads.lead_views import LeadQuery
from resellertui.services.leads.views import QuoteQuery, QuoteRequestInput
from resellertui.store.models import ProgrammeMember

VISITOR = Actor()


def tells(value: object) -> list[str]:
    """Return what of the secrets something tells."""
    dump = getattr(value, "model_dump", None)
    said = fold(json.dumps(dump(mode="json"), ensure_ascii=False) if dump else str(value))
    return [one for one in SECRETS if one in said]


def everything_of(services: Services, partner: Org) -> list[object]:
    """Return all that a partner can look at: its pipeline, searches, notices, activity and exports."""
    owner = partner.owner
    found: list[object] = [services.leads.pipeline(owner), services.leads.page(owner)]
    found += [services.leads.show(owner, one.id) for one in services.leads.page(owner).rows]
    found += [services.notices.show(owner, one.id) for one in services.notices.list(owner)]
    found += [services.activity.page(owner, ActivityQuery()), *services.search.find(owner, "weber")]
    found += [services.search.find(owner, "jeanne"), services.directory.search(owner, DirectoryQuery.of(text="weber"))]
    found += [services.activity_exports.export(owner, ActivityQuery(), ActivityFormat.CSV)]
    return [one for one in found if one is not None]


@pytest.mark.parametrize("by_organisation", [False, True], ids=["visitor", "organisation"])
def test_a_partner_reads_who_asks_once_it_has_offered_and_never_otherwise(
    services: Services, make: Builder, by_organisation: bool
) -> None:
    silent, declining, winning, losing = (wanting(make, one) for one in ("Silent", "Declining", "Winning", "Losing"))
    weber = make.organisation("Weber SA", email="jeanne@weber.example", city="Weber")
    if by_organisation:
        wish: QuoteRequestInput = QuoteRequestInput.of(need=asked().need, families=["web_hosting"])
        request = services.quote_requests.file(weber.owner, wish).request.id
        token = ""
    else:
        filed = file(services)
        request, token = filed.request.id, filed.token
    partners = (silent, declining, winning, losing)
    for one in partners:
        assert not [part for part in everything_of(services, one) if tells(part)]
        assert services.leads.page(one.owner, LeadQuery(text="weber")).total == 0, "a search finds nothing masked"
        assert services.leads.page(one.owner, LeadQuery(text="sites")).total == 1
        assert services.leads.find(one.owner, "jeanne") is None

    services.leads.decline(declining.owner, request, "No time.")
    for one in (winning, losing):
        offer(services, one.owner, request)
        view = services.leads.show(one.owner, request)
        assert view.contact is not None
        assert {"weber", "jeanne", "345 67 89"} <= set(tells(view))
        assert services.leads.page(one.owner, LeadQuery(text="weber")).total == 1
        assert services.leads.page(one.owner).rows[0].requester
    if not by_organisation:
        services.quote_requests.claim(weber.owner, token)
    best = next(one for one in services.quote_requests.show(weber.owner, request).offers if one.partner == "Winning")
    services.quote_contracts.accept(weber.owner, best.id)

    states = {one.name: services.leads.show(one.owner, request).route_state for one in partners}
    assert states == {
        "Silent": RouteState.LOST,
        "Declining": RouteState.DECLINED,
        "Winning": RouteState.WON,
        "Losing": RouteState.LOST,
    }
    for one in (silent, declining):
        assert not [part for part in everything_of(services, one) if tells(part)]
    assert services.leads.show(losing.owner, request).contact is not None
    told = {org.email: [one for one in mails(services) if one.recipient == org.email] for org in partners}
    for org in (silent, declining, losing):
        assert not [one for one in told[org.email] if tells(one.subject + one.body)], org.name


def test_nobody_but_its_requester_the_partners_that_were_sent_it_and_staff_find_a_request(
    services: Services, make: Builder
) -> None:
    sent = wanting(make, "Sent")
    quiet, asleep = make.partner("Quiet"), wanting(make, "Asleep")
    with services.office.filling() as session:
        member = session.get(ProgrammeMember, asleep.number)
        assert member is not None
        member.state = "suspended"
    weber = make.organisation("Weber SA", email="jeanne@weber.example")
    request = services.quote_requests.file(weber.owner, asked()).request.id
    other = make.organisation("Other")
    inside = Actor(sent.owner.user_id, sent.number, for_client_id=weber.number)
    own = {role: make.person(weber, role) for role in (Role.ADMINISTRATOR, Role.COLLABORATOR, Role.EXTERNAL)}

    reads: dict[str, Callable[[Actor], object]] = {
        "show": lambda actor: services.quote_requests.show(actor, request),
        "page": lambda actor: services.quote_requests.page(actor, QuoteQuery()).rows,
        "withdraw": lambda actor: services.quote_requests.withdraw(actor, request),
        "lead": lambda actor: services.leads.show(actor, request),
        "decline": lambda actor: services.leads.decline(actor, request, "No."),
        "routing": lambda actor: services.quote_routing.show(actor, request),
        "compare": lambda actor: services.offers.compare(actor, request),
    }
    seen = {"sent": sent.owner, "staff": make.staff, "weber": weber.owner}
    found = {who: [one.name for one in services.search.find(actor, request)] for who, actor in seen.items()}
    assert not tells(found["sent"])
    assert [len(names) for names in found.values()] == [1, 1, 1]
    strangers = {
        "quiet": quiet.owner,
        "asleep": asleep.owner,
        "other": other.owner,
        "visitor": VISITOR,
        "operator": Actor.operator(),
        "inside": inside,
    }
    for who, actor in strangers.items():
        if who in {"quiet", "asleep", "other"}:
            assert services.search.find(actor, request) == (), who
        for name, read in reads.items():
            if name == "page" and who in {"quiet", "asleep", "other"}:
                assert read(actor) == ()
                continue
            with pytest.raises(ResellerError) as refusal:
                read(actor)
            assert isinstance(refusal.value, Forbidden if name == "routing" else NotFound), (who, name, refusal.value)
            assert not tells(refusal.value), (who, name)
    for role in (Role.COLLABORATOR, Role.EXTERNAL):
        for name in ("show", "page", "withdraw", "compare"):
            with pytest.raises(Forbidden):
                reads[name](own[role])
    with pytest.raises(NotFound):
        services.leads.show(weber.owner, request)
    assert tells(services.quote_requests.show(own[Role.ADMINISTRATOR], request)) == list(SECRETS)
    assert set(tells(services.quote_routing.show(make.staff, request))) == set(SECRETS)
    collaborator = make.person(sent, Role.COLLABORATOR)
    assert tells(services.leads.show(collaborator, request)) == []
    with pytest.raises(Forbidden):
        services.leads.show(make.person(sent, Role.EXTERNAL), request)
    offer(services, sent.owner, request)
    assert tells(services.activity.page(sent.owner, ActivityQuery())) in ([], ["weber"]), "it has answered"
    wants(make, sent, requests=False)
    assert services.leads.show(sent.owner, request).contact is not None, "opting out takes nothing back"
    assert {one.recipient for one in mails(services) if tells(one.body) and one.kind == "quote.received"} == set()
