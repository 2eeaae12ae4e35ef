"""Requests for quotes from filing to their end: who files, where they go, what tokens open, what dates decide."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.builders import PASSWORD, Builder, Org
from tests.hostile import HOSTILE
from tests.services.life import mails, rows
from tests.services.quoting import NEED, asked, file, offer, wanting, wants

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused, SlowedDown
from resellertui.domain.leads.states import RequestState, RouteState, Source
from resellertui.domain.roles import Role
from resellertui.domain.text import fold
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.leads import inbox
from resellertui.services.leads.lead_views import LeadQuery, LeadTab
from resellertui.services.leads.views import QuoteQuery, QuoteRequestInput
from resellertui.store.models import ProgrammeMember

VISITOR = Actor()


@pytest.fixture
def agency(make: Builder) -> Org:
    """Give a partner that wants requests."""
    return wanting(make, "Agency")


def test_a_visitors_request_goes_to_every_partner_that_wants_it_and_its_token_opens_it(
    services: Services, make: Builder, agency: Org
) -> None:
    studio, quiet, asleep = wanting(make, "Studio"), make.partner("Quiet"), wanting(make, "Asleep")
    with services.office.filling() as session:
        member = session.get(ProgrammeMember, asleep.number)
        assert member is not None
        member.suspend_on = services.office.clock.now().date()

    filed = file(services)

    assert filed.request.partners == filed.request.waiting == 2
    assert [services.leads.pipeline(one.owner).counts["to_answer"] for one in (agency, studio, quiet, asleep)] == [
        1,
        1,
        0,
        0,
    ]
    told = [(one.kind, one.recipient) for one in mails(services)]
    assert told == [
        ("quote.filed_by_visitor", "jeanne@weber.example"),
        ("quote.received", agency.email),
        ("quote.received", studio.email),
    ]
    assert f"quote withdraw --token {filed.token}" in mails(services)[0].body
    assert NEED not in mails(services)[0].body, "an address that was only typed gets no text of whoever typed it"
    assert services.quote_requests.by_token(VISITOR, filed.token) == filed.request
    offer(services, agency.owner, filed.request.id)
    assert [one.partner for one in services.quote_requests.by_token(VISITOR, filed.token).offers] == ["Agency"]
    withdrawn = services.quote_requests.withdraw_by_token(VISITOR, filed.token, "Solved.")
    assert (withdrawn.state, withdrawn.close_reason, withdrawn.waiting) == (RequestState.WITHDRAWN, "Solved.", 0)
    assert [one.recipient for one in mails(services) if one.kind == "quote.withdrawn"] == [agency.email, studio.email]
    assert services.leads.show(studio.owner, filed.request.id).route_state is RouteState.LOST
    with pytest.raises(Refused, match="was withdrawn"):
        services.quote_requests.withdraw_by_token(VISITOR, filed.token)


def test_an_organisation_files_with_its_own_data_and_is_never_sent_its_own_request(
    services: Services, make: Builder, agency: Org
) -> None:
    wish = QuoteRequestInput.of(need="An intranet for forty people.", budget="900", key="once")
    admin = make.person(agency, Role.ADMINISTRATOR)

    filed = services.quote_requests.file(admin, wish)

    assert filed.request.contact is not None
    assert (filed.request.contact.organisation, filed.request.contact.email) == ("Agency", agency.email)
    assert (filed.request.currency, filed.request.country, filed.request.region) == ("CHF", "Switzerland", "Genève")
    assert (filed.token, filed.request.partners) == ("", 0)
    assert "nobody" in [one.kind.removeprefix("quote.") for one in mails(services)], "staff look for a partner"
    again = services.quote_requests.file(admin, wish)
    assert (again.request.id, len(rows(services, "SELECT id FROM quote_requests"))) == (filed.request.id, 1)
    with pytest.raises(Conflict):
        services.quote_requests.file(admin, QuoteRequestInput.of(need="Something else, quite different.", key="once"))
    page = services.quote_requests.page(agency.owner)
    assert [one.id for one in page.rows] == [filed.request.id]
    assert services.quote_requests.page(agency.owner, QuoteQuery.of(text="INTRANET forty")).total == 1
    assert services.quote_requests.page(agency.owner, QuoteQuery.of(state="awarded")).total == 0
    assert services.quote_requests.position(agency.owner, filed.request.id) == 0
    with pytest.raises(Invalid):
        services.quote_requests.page(agency.owner, QuoteQuery.of(state="nobody"))
    with pytest.raises(Conflict, match="changed by someone else"):
        services.quote_requests.withdraw(agency.owner, filed.request.id, version=7)
    assert services.quote_requests.withdraw(agency.owner, filed.request.id).state is RequestState.WITHDRAWN


def test_who_may_not_file_is_told_why_and_a_rehearsal_keeps_nothing(
    services: Services, make: Builder, agency: Org
) -> None:
    client = make.organisation("Bakery")
    for role in (Role.COLLABORATOR, Role.EXTERNAL):
        person = make.person(client, role)
        with pytest.raises(Forbidden):
            services.quote_requests.file(person, asked())
        with pytest.raises(Forbidden):
            services.quote_requests.page(person)
    with pytest.raises(NotFound):
        services.quote_requests.file(Actor(agency.owner.user_id, agency.number, for_client_id=client.number), asked())
    said = services.rehearsing().quote_requests.file(VISITOR, asked())
    assert (said.token, said.request.partners) == ("", 1)
    assert rows(services, "SELECT count(*) FROM quote_requests") == [(0,)]
    assert mails(services) == []


def test_one_address_has_five_open_requests_at_most(services: Services, agency: Org) -> None:
    tokens = [file(services, contact_email="Jeanne@WEBER.example").token for _one in range(5)]

    with pytest.raises(Refused, match="5 requests of this address"):
        file(services)

    services.quote_requests.withdraw_by_token(VISITOR, tokens[0])
    assert file(services).request.partners == 1


def test_wrong_tokens_are_slowed_down_also_in_a_rehearsal(
    services: Services, make: Builder, clock: FixedClock, agency: Org
) -> None:
    filed = file(services)
    for area in [services.quote_requests] * 5 + [services.rehearsing().quote_requests]:
        with pytest.raises(NotFound, match="does not open"):
            area.by_token(VISITOR, "x" * 32)

    with pytest.raises(SlowedDown):
        services.quote_requests.by_token(VISITOR, filed.token)
    with pytest.raises(SlowedDown):
        services.quote_requests.withdraw_by_token(VISITOR, "y" * 32)
    client = make.organisation("Bakery")
    assert services.quote_requests.by_token(client.owner, filed.token).id == filed.request.id, "others do not wait"
    clock.advance(seconds=61)
    assert services.quote_requests.by_token(VISITOR, f" {filed.token}\n").id == filed.request.id


def test_a_token_is_claimed_once_by_a_legal_representative_and_not_by_a_partner_that_was_sent_it(
    services: Services, make: Builder, agency: Org
) -> None:
    client, filed = make.organisation("Bakery"), file(services)
    with pytest.raises(Forbidden):
        services.quote_requests.claim(make.person(client, Role.ADMINISTRATOR), filed.token)
    with pytest.raises(NotFound):
        services.quote_requests.claim(VISITOR, filed.token)
    with pytest.raises(Refused, match="was sent this request"):
        services.quote_requests.claim(agency.owner, filed.token)

    count = len(mails(services))
    mine = services.quote_requests.claim(client.owner, filed.token)

    (told,) = mails(services, count)
    assert (told.kind, told.recipient, told.subject) == (
        "quote.claimed",
        "jeanne@weber.example",
        f"Your request {mine.id} was claimed",
    )
    assert "Bakery" not in told.subject + told.body, "nobody sends a stranger a name of their own"
    assert mine.contact is not None
    assert mine.contact.email == "jeanne@weber.example"
    assert services.quote_requests.show(client.owner, mine.id) == mine
    for act in (services.quote_requests.by_token, services.quote_requests.withdraw_by_token):
        with pytest.raises(NotFound):
            act(VISITOR, filed.token)
    with pytest.raises(NotFound):
        services.quote_requests.claim(make.organisation("Thief").owner, filed.token)


def test_a_partner_reads_answers_and_declines_and_its_clock_shows_how_quickly(
    services: Services, make: Builder, clock: FixedClock, agency: Org
) -> None:
    studio = wanting(make, "Studio")
    first, second, third = (file(services).request.id for _one in range(3))
    clock.advance(hours=3)

    assert services.rehearsing().leads.show(agency.owner, first).route_state is RouteState.VIEWED
    assert services.leads.page(agency.owner).rows[-1].state is RouteState.RECEIVED, "a rehearsal keeps it unread"
    seen = services.leads.show(agency.owner, first)
    assert (seen.route_state, seen.clock_hours, seen.is_running, seen.may_answer) == (RouteState.VIEWED, 3, True, True)
    with pytest.raises(Invalid, match="reason"):
        services.leads.decline(agency.owner, first, " \n")
    with pytest.raises(Conflict):
        services.leads.decline(agency.owner, first, "No time.", version=9)
    declined = services.leads.decline(agency.owner, first, "No time.", version=seen.version)
    assert (declined.route_state, declined.may_answer, declined.clock_hours) == (RouteState.DECLINED, False, 3)
    with pytest.raises(Refused, match="declined before"):
        services.leads.decline(agency.owner, first, "Still none.")
    offer(services, agency.owner, second)
    with pytest.raises(Refused, match="answered with an offer"):
        services.leads.decline(agency.owner, second, "Changed my mind.")

    board = services.leads.pipeline(agency.owner)
    assert board.counts == {"to_answer": 1, "answered": 1, "won": 0, "lost": 0, "declined": 1, "all": 3}
    assert (board.median_hours, board.win_rate) == (3, None)
    ids = {tab: [one.id for one in services.leads.page(agency.owner, LeadQuery(tab=tab)).rows] for tab in LeadTab}
    assert ids[LeadTab.TO_ANSWER] == [third]
    assert ids[LeadTab.ALL] == [third, second, first]
    assert [one.id for one in services.leads.page(studio.owner, LeadQuery(tab=LeadTab.TO_ANSWER)).rows] == [
        first,
        second,
        third,
    ], "those that wait longest come first"
    assert services.leads.position(studio.owner, third, LeadQuery(tab=LeadTab.TO_ANSWER)) == 2
    assert services.leads.position(agency.owner, third) == services.leads.find(agency.owner, third) == 0
    assert services.leads.find(agency.owner, "three web") == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inbox, "FILTERED", 1)
        few = services.leads.page(agency.owner, LeadQuery(text="three web"))
        assert (few.total, few.is_more, [one.id for one in few.rows]) == (1, True, [third])
        assert services.leads.page(agency.owner, LeadQuery(text=third)).is_more is False
    assert services.leads.position(agency.owner, first, LeadQuery(tab=LeadTab.WON)) is None
    assert services.leads.page(agency.owner, LeadQuery(tab=LeadTab.DECLINED, text="sites")).total == 1

    services.leads.decline(studio.owner, first, "Neither have we.")
    assert [(one.kind, one.recipient) for one in mails(services)[-2:]] == [
        ("quote.declined_by_all", "jeanne@weber.example"),
        ("quote.nobody", "staff@provider.example"),
    ]
    for actor in (make.person(agency, Role.COLLABORATOR), make.person(agency, Role.EXTERNAL)):
        with pytest.raises(Forbidden):
            services.leads.decline(actor, third, "No.")


def test_staff_route_what_has_nobody_and_take_abuse_away(services: Services, make: Builder, agency: Org) -> None:
    wants(make, agency, requests=False)
    filed = file(services, languages=["it"])
    wants(make, agency)
    late, near = wanting(make, "Late"), make.partner("Near")
    staff, routing = make.staff, services.quote_routing

    waiting = routing.page(staff, QuoteQuery.of(state="nobody"))
    assert [(one.id, one.is_visitor, one.requester) for one in waiting.rows] == [(filed.request.id, True, "Weber SA")]
    assert services.leads.page(agency.owner).total == 0, "opting in later brings nothing by itself"
    view = routing.show(staff, filed.request.id)
    assert [(one.partner, one.speaks) for one in view.candidates] == [("Agency", False), ("Late", False)]
    for who, why in ((near, "wants no requests"),):
        with pytest.raises(Refused, match=why):
            routing.send(staff, filed.request.id, who.ref)
    sent = routing.send(staff, filed.request.id, "Agency")
    assert [(one.partner, one.by_staff) for one in sent.routes] == [("Agency", True)]
    with pytest.raises(Refused, match="sent this request before"):
        routing.send(staff, filed.request.id, agency.ref)
    with pytest.raises(NotFound):
        routing.send(staff, filed.request.id, make.organisation("No partner").ref)
    assert routing.position(staff, filed.request.id) == 0
    assert routing.page(staff, QuoteQuery.of(text="jeanne weber.example")).total == 1
    with pytest.raises(Invalid):
        routing.close(staff, filed.request.id, "")
    closed = routing.close(staff, filed.request.id, "It is advertising.")
    assert (closed.state, closed.candidates) == (RequestState.WITHDRAWN, ())
    assert [one.kind for one in mails(services)[-2:]] == ["quote.closed", "quote.withdrawn"]
    assert "It is advertising." in mails(services)[-2].body
    assert "advertising" not in mails(services)[-1].body
    for act in (routing.show, lambda actor, one: routing.close(actor, one, "x")):
        for actor in (agency.owner, late.owner, VISITOR, Actor.operator()):
            with pytest.raises(Forbidden):
                act(actor, filed.request.id)


def test_what_is_past_its_day_is_expired_whether_or_not_a_job_has_run(
    services: Services, make: Builder, clock: FixedClock, agency: Org
) -> None:
    studio = wanting(make, "Studio")
    filed = file(services)
    offer(services, agency.owner, filed.request.id)
    count = len(mails(services))
    clock.advance(days=53)
    assert services.tick.run(Actor.operator())[2].counts == {"expired": 0, "reminded": 1}
    assert [(one.kind, one.recipient) for one in mails(services, count)] == [
        ("quote.closing_soon", studio.email),
        ("quote.closing_soon", "jeanne@weber.example"),
    ]
    assert services.tick.run(Actor.operator())[2].counts == {"expired": 0, "reminded": 0}
    clock.advance(days=7)

    assert services.quote_requests.by_token(VISITOR, filed.token).state is RequestState.EXPIRED
    board = services.leads.pipeline(agency.owner)
    assert (board.counts["lost"], board.counts["answered"]) == (1, 0)
    assert services.leads.page(studio.owner, LeadQuery(tab=LeadTab.LOST)).total == 1
    assert services.quote_routing.page(make.staff, QuoteQuery.of(state="expired")).total == 1
    with pytest.raises(Refused, match="has expired"):
        services.leads.decline(studio.owner, filed.request.id, "Too late.")
    with pytest.raises(Refused, match="has expired"):
        services.quote_requests.withdraw_by_token(VISITOR, filed.token)
    before = services.leads.show(agency.owner, filed.request.id)
    assert before.offer is not None
    assert (before.offer.state, before.offer.is_valid) == (RouteState.LOST, False)
    assert services.rehearsing().tick.run(Actor.operator())[2].counts["expired"] == 1
    assert services.tick.run(Actor.operator())[2].counts == {"expired": 1, "reminded": 0}
    after = services.leads.show(agency.owner, filed.request.id)
    same = {"version": before.version, "offer": before.offer}
    assert after.model_copy(update=same) == before, "the job changes nothing that is read"
    assert {one.recipient for one in mails(services) if one.kind == "quote.expired"} == {
        agency.email,
        studio.email,
        "jeanne@weber.example",
    }
    assert services.maintenance.check(Actor.operator()).clean


def test_hostile_texts_are_kept_as_data_or_refused_and_never_become_headers(services: Services, agency: Org) -> None:
    kept = 0
    for number, text in enumerate(HOSTILE[::3]):
        try:
            filed = file(
                services,
                need=f"{text} and twenty characters of need",
                contact_name=f"{text} Name",
                contact_email=f"a{number}@weber.example",
                source=Source.FILE,
            )
        except Invalid:
            continue
        kept += 1
        assert services.leads.show(agency.owner, filed.request.id).need
    assert kept > 5
    assert services.mail.deliver(Actor.operator()).failed == 0
    folder = services.office.outbox_folder
    for one in folder.glob("*.eml"):
        head = one.read_bytes().partition(b"\r\n\r\n")[0]
        assert re.findall(rb"(?im)^(bcc|cc|reply-to|x-[a-z]+):", head) == [], head
        assert head.count(b"\r\nSubject:") == head.count(b"\r\nTo:") == 1


def test_the_day_of_a_request_is_that_of_the_terms(services: Services, agency: Org) -> None:
    filed = file(services)

    assert filed.request.closes_on - filed.request.made_at.date() == timedelta(days=60)
    with pytest.raises(Invalid) as refusal:
        file(services, deadline="2026-11-22", contact_email="no", need="short")
    assert {one.field for one in refusal.value.fields} == {"deadline", "contact_email", "need"}


def test_a_deleted_organisation_takes_its_requests_and_answers_with_it(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery, studio = make.organisation("Bakery", email="owner@bakery.example"), wanting(make, "Studio")
    own = services.quote_requests.file(bakery.owner, asked(contact_email="")).request.id
    sent, offered = file(services).request.id, file(services).request.id
    offer(services, agency.owner, own)
    offer(services, studio.owner, offered)
    services.leads.decline(agency.owner, sent, "No time.")
    count = len(mails(services))

    assert "1 request for quotes is withdrawn." in services.deleting.preview(bakery.owner).effects
    services.deleting.delete(bakery.owner, PASSWORD)
    services.deleting.delete(studio.owner, PASSWORD)

    seen = services.leads.show(agency.owner, own)
    assert (seen.state, seen.contact and seen.contact.email) == (RequestState.WITHDRAWN, "")
    assert [(one.kind, one.recipient) for one in mails(services, count) if one.kind.startswith("quote.")] == [
        ("quote.withdrawn", agency.email),
        ("quote.withdrawn", studio.email),
        ("quote.declined_by_all", "jeanne@weber.example"),
        ("quote.nobody", "staff@provider.example"),
    ]
    routes = {one.partner: one.state for one in services.quote_routing.show(make.staff, offered).routes}
    assert routes == {"Agency": RouteState.RECEIVED, "Studio": RouteState.DECLINED}
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_what_a_deleted_organisation_wrote_of_itself_is_masked_before_nothing_tells_it_any_more(
    services: Services, make: Builder, agency: Org
) -> None:
    bakery = make.organisation("Bakery", email="owner@bakery.example")
    own = services.quote_requests.file(bakery.owner, asked(contact_email="")).request.id

    services.deleting.delete(bakery.owner, PASSWORD)

    read = services.leads.show(agency.owner, own)
    assert "sites" in read.need
    assert not {"weber", "jeanne"} & set(fold(f"{read.need} {read.region}").replace("'", " ").split())


def test_an_erased_person_is_no_contact_any_more_and_a_visitors_request_of_theirs_goes(
    services: Services, make: Builder, agency: Org
) -> None:
    client = make.organisation("Bakery")
    jeanne = make.person(client, Role.ADMINISTRATOR, email="jeanne@weber.example", name="Jeanne Weber")
    wish = asked(need="Ask Jeanne: three web sites are needed.", contact_email="", contact_phone="")
    mine, theirs = file(services), services.quote_requests.file(jeanne, wish)
    offer(services, agency.owner, mine.request.id)
    services.people.remove(client.owner, "jeanne@weber.example")

    services.erasing.myself(Actor(jeanne.user_id), PASSWORD)

    left = rows(services, "SELECT * FROM quote_requests")
    assert "Jeanne Weber" not in str(left)
    assert "jeanne@weber.example" not in str(rows(services, "SELECT * FROM quote_requests WHERE org_id IS NULL"))
    assert services.leads.show(agency.owner, mine.request.id).need == ""
    assert "jeanne" not in fold(services.leads.show(agency.owner, theirs.request.id).need)
    assert services.quote_requests.show(client.owner, theirs.request.id).state is RequestState.OPEN
    with pytest.raises(NotFound):
        services.quote_requests.by_token(VISITOR, mine.token)
    assert services.maintenance.check(Actor.operator()).findings == ()
