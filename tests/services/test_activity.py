"""Activity: who reads what of the audit, what each side of a partnership is told, filters, windows and exports."""

from __future__ import annotations

import csv
import io

import pytest
from tests.builders import PASSWORD, Builder, Org
from tests.hostile import HOSTILE
from tests.services.life import ask_client

from resellertui.domain.activity import ActivityGroup
from resellertui.domain.errors import Forbidden, NotFound, Refused, Usage, WrongPassword
from resellertui.domain.partnership import Payment
from resellertui.domain.roles import ProductRight, Role
from resellertui.services import activity_export
from resellertui.services.activity_export import ActivityFormat
from resellertui.services.activity_views import ActivityPage, ActivityQuery
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.services.inputs import AccountEdit
from resellertui.services.teams.views import NewTeam, TeamEdit
from resellertui.store.queries import walks


def page(services: Services, who: Org | Actor, **asked: object) -> ActivityPage:
    """Return what somebody reads, all of it."""
    actor = who.owner if isinstance(who, Org) else who
    return services.activity.page(actor, ActivityQuery.of(**asked), 0, 500)


def told(services: Services, who: Org | Actor, **asked: object) -> list[tuple[str, str]]:
    """Return each act with who did it, newest first."""
    return [(one.action, one.who) for one in page(services, who, **asked).rows]


def order(services: Services, by: Org, client: str = "") -> None:
    """Order a web hosting."""
    services.orders.place(by.owner, OrderInput.of(lines=[{"sku": "web-hosting", "name": "new.ch"}], client=client))


def test_each_side_reads_its_own_acts_and_what_the_other_did_for_it(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    helper = make.person(agency, Role.COLLABORATOR, email="helper@agency.example", name="Henri Helper")
    reference = make.active(client, agency)
    services.people.grant_client(agency.owner, "helper@agency.example", reference)
    order(services, agency, reference)
    services.client_account.change(client.owner, AccountEdit.of(phone="+41227000000", accept_terms=True))
    services.prepaid.top_up(client.owner, PrepaidInput.of(amount="10.00", currency="CHF", key="once"))

    as_client, as_partner = page(services, client), page(services, agency)

    assert [one.action for one in as_client.rows] == [
        "prepaid.top_up",
        "organisation.changed",
        "order.new",
        "partnership.accepted",
        "partnership.requested",
    ], "no grant to one of the partner's people, and no note that only proves"
    placed = as_client.rows[2]
    assert (placed.who, placed.organisation, placed.for_organisation) == ("Owner", "Agency", "Bakery")
    assert [one.words for one in as_client.rows if one.action == "organisation.changed"] == [
        "Changed the client account."
    ]
    assert [(one.label, one.before, one.after) for one in as_client.rows[1].details] == [("Phone", "–", "+41227000000")]
    assert [one.action for one in as_partner.rows] == [
        "order.new",
        "grant.given",
        "partnership.accepted",
        "partnership.requested",
    ], "nothing of what the client does in its own name"
    assert as_partner.rows[0].details == (), "the document is the client's, and private to it"
    assert [one.label for one in placed.details] == ["Amount"]
    assert as_partner.rows[1].subject == "Henri Helper"
    partners = told(services, client, by_others=True)
    assert partners == [("order.new", "Owner"), ("partnership.accepted", "Owner")]
    assert told(services, client, partner="Agency") == partners
    assert told(services, agency, client="Bakery")[0] == ("order.new", "Owner")
    whole = [("order.new", "Owner"), ("partnership.accepted", "Owner")]
    assert told(services, client, text="Owner", by_others=True) == whole
    assert told(services, client, text="owner@ag") == [], "an address that is not shown is not found letter by letter"
    assert told(services, agency, text="owner@ag")[0] == ("order.new", "Owner")
    with pytest.raises(Forbidden):
        page(services, helper)


def test_a_document_that_a_partner_pays_is_not_told_to_its_client(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, payment=Payment.PARTNER)
    order(services, agency, reference)
    services.agreements.change_payment(client.owner, reference, Payment.CLIENT)

    rows = page(services, client).rows

    assert [one.details for one in rows if one.action == "order.new"] == [()]
    assert not [one for one in rows if one.subject.startswith("INV-")]


def test_a_partner_learns_nothing_of_whom_it_asked_until_it_is_accepted(
    services: Services, client: Org, agency: Org
) -> None:
    ask_client(services, agency, "owner@bakery.example")
    (row,) = page(services, agency).rows

    assert (row.for_organisation, row.for_organisation_id) == ("owner@bakery.example", None)
    assert page(services, agency, text="Bakery").total == 1, "the address that was typed holds it"
    assert page(services, agency, text="sàrl").total == 0
    assert page(services, agency, client="owner@bakery.example").total == 1
    with pytest.raises(NotFound):
        page(services, agency, client=client.ref)
    services.requests.refuse(client.owner, "PTN-1", "No, thank you.")
    refused = page(services, agency).rows[0]
    assert (refused.action, refused.who, refused.organisation_id) == ("partnership.refused", "", None)
    assert client.ref not in repr(page(services, agency)), "nor does any id tell"


def test_what_is_done_to_a_team_says_which_team_and_whom_it_concerns(
    services: Services, make: Builder, client: Org
) -> None:
    make.person(client, Role.COLLABORATOR, email="kim@bakery.example", name="Kim")
    teams, owner = services.teams, client.owner
    team = teams.create(owner, NewTeam.of(name="Web")).id
    teams.add_member(owner, team, "kim@bakery.example")
    teams.set_leader(owner, team, "kim@bakery.example")
    teams.edit(owner, team, TeamEdit.of(name="Sites"))
    teams.grant_family(owner, team, "domain", ProductRight.STATISTICS)
    teams.remove_member(owner, team, "kim@bakery.example")
    teams.add_member(owner, team, "kim@bakery.example")
    teams.delete(owner, team)

    rows = [one for one in reversed(page(services, client).rows) if one.action.startswith("team.")]
    assert [(one.action.removeprefix("team."), one.subject) for one in rows] == [
        ("created", "Web"),
        ("member_added", "Web"),
        ("leader_changed", "Web"),
        ("changed", "Sites"),
        ("grant_given", "Sites"),
        ("member_removed", "Sites"),
        ("member_added", "Sites"),
        ("deleted", "Sites"),
    ]
    said = [{one.label: (one.before, one.after) for one in row.details} for row in rows]
    assert said[1]["Person"] == said[5]["Person"] == (None, "Kim")
    assert said[2]["Leader"] == ("–", "Kim")
    assert said[7]["Members"] == (None, "Kim")


def test_sign_ins_of_its_people_are_an_organisations_and_nobody_elses(
    services: Services, client: Org, agency: Org
) -> None:
    services.accounts.sign_in(client.email, PASSWORD)
    with pytest.raises(WrongPassword):
        services.accounts.sign_in(client.email, "wrong")

    assert [one for one, _who in told(services, client, group=ActivityGroup.SIGN_INS)] == [
        "session.failed",
        "session.started",
    ]
    assert {who for _one, who in told(services, client, group=ActivityGroup.SIGN_INS)} == {"Owner"}
    assert told(services, agency, group=ActivityGroup.SIGN_INS) == []


def test_filters_narrow_and_say_so_when_what_they_name_is_nobodys(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    admin = make.person(client, Role.ADMINISTRATOR, email="zoe@bakery.example", name="Zoé Été")
    make.request(client, agency)
    services.prepaid.top_up(admin, PrepaidInput.of(amount="12.34", currency="CHF"))

    assert told(services, admin, person="zoe@bakery.example") == [("prepaid.top_up", "Zoé Été")]
    assert told(services, admin, person="zoé été") == told(services, admin, person=f"USR-{admin.user_id}")
    assert told(services, admin, group=ActivityGroup.MONEY) == told(services, admin, action="prepaid.top_up")
    for text in ("ete", "zoé topped", "12.34", "2026-11-23", "2026-11 prepaid"):
        assert ("prepaid.top_up", "Zoé Été") in told(services, admin, text=text), text
    assert told(services, admin, text="2025") == told(services, admin, text="zoe agency") == []
    assert told(services, admin, since="2026-11-24") == told(services, admin, until="2026-11-22") == []
    assert len(told(services, admin, since="2026-11-23", until="2026-11-23")) == 2
    for text in HOSTILE[::9]:
        page(services, admin, text=text)
    for asked in (
        {"person": "nobody@x.example"},
        {"partner": "Nobody"},
        {"client": "Nobody"},
        {"organisation": "Agency"},
    ):
        with pytest.raises(NotFound):
            page(services, admin, **asked)


def test_a_long_list_is_read_in_windows_from_anywhere(
    services: Services, client: Org, agency: Org, make: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walks, "COUNTED", 3)
    monkeypatch.setattr(walks, "STEP", 4)
    make.active(client, agency)
    for on in (True, False) * 4:
        services.client_account.change(client.owner, AccountEdit.of(phone=f"+4122{on:d}00000", accept_terms=True))
        services.accounts.sign_in(client.email, PASSWORD)
    whole = [one.id for one in page(services, client).rows]
    query = ActivityQuery()

    assert len(whole) == 18
    assert sorted(whole, key=lambda one: -int(one[4:])) == whole
    for start in range(19):
        part = services.activity.page(client.owner, query, start, 3, hurried=start % 2 == 0)
        assert [one.id for one in part.rows] == whole[start : start + 3]
        assert part.total == 18 if part.exact else part.total <= 18
    assert services.activity.count(client.owner, query) == 18
    assert [services.activity.position(client.owner, query, one) for one in whole] == list(range(18))
    assert services.activity.position(client.owner, query, "ACT-1") is None
    assert services.activity.show(client.owner, whole[3]).id == whole[3]
    with pytest.raises(NotFound):
        services.activity.show(client.owner, "ACT-1")


def test_staff_read_everybodys_and_a_client_that_is_entered_shows_nothing(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    entered = services.clients.enter(agency.owner, reference)
    inside = Actor(agency.owner.user_id, entered.org_id, entered.client_id)

    with pytest.raises(NotFound):
        services.activity.page(inside, ActivityQuery())
    assert page(services, client).rows[0].words == "Opened a client's organisation to act inside it."
    everything = page(services, make.staff)
    assert "installation.founded" in {one.action for one in everything.rows}
    assert "installation.founded" not in dict(told(services, make.staff, by_others=True))
    assert told(services, make.staff, organisation="Bakery") == told(services, client)
    with pytest.raises(Forbidden):
        page(services, make.person(client, Role.EXTERNAL))


def test_what_a_partner_did_is_exported_and_that_it_was_is_recorded(
    services: Services, make: Builder, client: Org, agency: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.active(client, agency)
    query = ActivityQuery.of(partner="Agency", since="2026-11-01", until="2026-11-30")

    table = services.activity_exports.export(client.owner, query, ActivityFormat.CSV)
    document = services.activity_exports.export(client.owner, query, ActivityFormat.of("what.PDF"))

    (row,) = csv.DictReader(io.StringIO(table.content.decode()))
    assert (row["words"], row["organisation"]) == ("Accepted a partnership.", "Agency")
    assert document.title == "What Agency did for Bakery"
    assert document.content.startswith(b"%PDF")
    newest = page(services, client).rows[0]
    assert newest.action == "activity.exported"
    said = {one.label: one.after for one in newest.details}
    assert said["Partner"] == "Agency"
    assert said["From"] == "1 Nov 2026"
    assert said["Entries"] == "1"
    mine = services.activity_exports.export(agency.owner, ActivityQuery.of(client="Bakery"), ActivityFormat.CSV)
    assert mine.title == "What Agency did for Bakery"
    assert (
        services.activity_exports.export(client.owner, ActivityQuery(), ActivityFormat.CSV).title
        == "Activity of Bakery"
    )
    monkeypatch.setitem(activity_export.MOST, "csv", 1)
    with pytest.raises(Refused):
        services.activity_exports.export(client.owner, ActivityQuery(), ActivityFormat.CSV)
    with pytest.raises(Usage):
        ActivityFormat.of("activity.doc")
