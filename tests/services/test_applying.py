"""Applying to the programme, deciding applications, and the listing of whoever was approved."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import update
from tests.builders import Builder, Org
from tests.services.life import mails, told

from resellertui.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused, ResellerError
from resellertui.domain.notices import About
from resellertui.domain.programme_membership.conditions import TICKED, Condition
from resellertui.domain.roles import Role
from resellertui.services.console import Services
from resellertui.services.directory import DirectoryQuery
from resellertui.services.inputs import AccountEdit, Listing
from resellertui.services.programme.views import ApplicationDraft, ApplicationState, ListingEdit
from resellertui.store.models import Organisation

WILLING = {one.value: True for one in TICKED} | {"reseller_terms": True}


@pytest.fixture
def novo(services: Services, make: Builder) -> Org:
    """Give an agency that could become a partner but for the value of its products."""
    org = make.organisation("Novo [red]", email="owner@novo.example", city="Lugano", products=("novo.ch",))
    with services.office.filling() as session:
        session.execute(
            update(Organisation)
            .where(Organisation.id == org.number)
            .values(register_number="CHE100155212", website="https://novo.example")
        )
    return org


def rich(make: Builder, org: Org) -> None:
    """Give it 16 more web hostings: 17 are worth 2023.68 CHF a year."""
    for number in range(16):
        make.product(org, f"site{number}.ch")


def applied(services: Services, org: Org) -> str:
    services.applications.save(org.owner, ApplicationDraft.of(**WILLING, note="We host [bold] sites."))
    return services.applications.submit(org.owner).application.id


def confirmed(services: Services, make: Builder, reference: str) -> None:
    for one in (Condition.WEBSITE, Condition.NOT_AFFILIATE):
        services.admissions.confirm(make.staff, reference, one)


def test_an_agency_applies_staff_approve_it_lists_itself_and_is_found(
    services: Services, make: Builder, novo: Org, client: Org
) -> None:
    rich(make, novo)
    before = services.applications.show(novo.owner)
    assert (before.state, before.id, before.met) == (None, "", 3)

    reference = applied(services, novo)
    shown = services.admissions.show(make.staff, reference)
    assert (shown.state, shown.values_at_submit["CHF"], shown.note) == (
        ApplicationState.SUBMITTED,
        "2023.68",
        "We host [bold] sites.",
    )
    with pytest.raises(Refused, match="can't be approved yet") as refusal:
        services.admissions.approve(make.staff, reference)
    assert refusal.value.detail.count("not confirmed by staff") == 2
    confirmed(services, make, reference)
    done = services.admissions.approve(make.staff, reference)
    assert (done.application.state, done.application.is_partner) == (ApplicationState.APPROVED, True)

    assert services.directory.search(client.owner, DirectoryQuery(text="novo")).rows == ()
    view = services.listings.change(
        novo.owner, ListingEdit.of(listed=True, services=("web design",), languages=("it",), version=1)
    )
    assert (view.shown, view.score, view.version) == (True, 70, 2)
    assert [one.name for one in services.directory.search(client.owner, DirectoryQuery(text="lugano design")).rows] == [
        "Novo [red]"
    ]
    assert services.directory.show(client.owner, novo.ref) == view.card
    assert [kind for kind, _to in told(services)] == ["programme.submitted"] * 2 + ["programme.approved"] * 2


def test_every_unmet_condition_is_named_when_it_is_sent_but_the_value(
    services: Services, make: Builder, client: Org
) -> None:
    with pytest.raises(Invalid) as refusal:
        services.applications.submit(client.owner)

    named = {one.field for one in refusal.value.fields}
    assert named == {one.value for one in Condition} - {"kind", "threshold"}
    assert services.admissions.page(make.staff).total == 0


def test_a_draft_is_kept_and_goes_on_where_it_was_left(services: Services, novo: Org) -> None:
    first = services.applications.save(novo.owner, ApplicationDraft.of(website=True, version=0))
    assert first.application.state is ApplicationState.DRAFT
    services.applications.save(novo.owner, ApplicationDraft.of(not_affiliate=True, note="x"))
    view = services.applications.save(novo.owner, ApplicationDraft.of(website=False)).application

    ticked = {one.name for one in view.conditions if one.declared}
    assert (ticked, view.note, view.version) == ({Condition.NOT_AFFILIATE}, "x", 3)
    with pytest.raises(Conflict):
        services.applications.save(novo.owner, ApplicationDraft.of(website=True, version=0))


def test_below_the_threshold_staff_may_only_approve_for_a_time(services: Services, make: Builder, novo: Org) -> None:
    reference = applied(services, novo)
    confirmed(services, make, reference)

    with pytest.raises(Refused, match="can't be approved yet") as refusal:
        services.admissions.approve(make.staff, reference)
    assert "2000.00" in refusal.value.detail
    done = services.admissions.approve(make.staff, reference, provisional=True)

    assert done.application.is_provisional
    view = services.membership.show(novo.owner)
    assert (view.state, str(view.provisional_until)) == ("provisional", "2027-11-23")
    assert "2027" in view.sentences[0]


def test_a_website_is_confirmed_as_the_one_that_staff_looked_at(services: Services, make: Builder, novo: Org) -> None:
    rich(make, novo)
    reference = applied(services, novo)
    confirmed(services, make, reference)
    services.client_account.change(novo.owner, AccountEdit.of(website="https://other.example", accept_terms=True))
    with pytest.raises(Refused) as refusal:
        services.admissions.approve(make.staff, reference)
    assert refusal.value.detail == "Active website: it is declared, and not confirmed by staff."
    services.admissions.confirm(make.staff, reference, Condition.WEBSITE)
    assert services.admissions.approve(make.staff, reference).application.is_partner


def test_at_the_threshold_there_is_no_approval_for_a_time(services: Services, make: Builder, novo: Org) -> None:
    rich(make, novo)
    reference = applied(services, novo)
    confirmed(services, make, reference)

    with pytest.raises(Refused, match="reaches the threshold"):
        services.admissions.approve(make.staff, reference, provisional=True)


def test_a_rejection_says_why_and_one_can_apply_again_with_what_was_declared(
    services: Services, make: Builder, novo: Org
) -> None:
    reference = applied(services, novo)
    with pytest.raises(Invalid):
        services.admissions.reject(make.staff, reference, "  ")
    services.admissions.reject(make.staff, reference, "The site is empty.")

    view = services.applications.show(novo.owner)
    assert (view.state, view.reasons) == (ApplicationState.REJECTED, "The site is empty.")
    assert any("The site is empty." in one.body for one in mails(services))
    with pytest.raises(Refused):
        services.admissions.reject(make.staff, reference, "Again.")
    assert [one.name for one in view.conditions if one.awaits_staff] == [Condition.WEBSITE, Condition.NOT_AFFILIATE]
    assert {one.name for one in view.conditions if not one.met} == {Condition.THRESHOLD, Condition.RESELLER_TERMS}
    with pytest.raises(Invalid) as refusal:
        services.applications.submit(novo.owner, 0)
    assert [one.field for one in refusal.value.fields] == ["reseller_terms"], "what the page shows is what counts"
    again = services.applications.save(novo.owner, ApplicationDraft.of(reseller_terms=True)).application
    assert again.id != reference
    assert sum(bool(one.declared) for one in again.conditions) == 6
    assert [one.id for one in services.admissions.page(make.staff, ApplicationState.REJECTED).rows] == [reference]


def test_what_is_sent_is_changed_only_after_it_is_withdrawn(services: Services, make: Builder, novo: Org) -> None:
    applied(services, novo)
    with pytest.raises(Refused, match="with the provider's staff"):
        services.applications.save(novo.owner, ApplicationDraft.of(website=False))
    with pytest.raises(Refused):
        services.applications.submit(novo.owner)

    services.applications.withdraw(novo.owner)

    assert services.admissions.page(make.staff).total == 0
    assert services.admissions.page(make.staff, ApplicationState.WITHDRAWN).total == 1
    with pytest.raises(Refused, match="No application is open"):
        services.applications.withdraw(novo.owner)


def test_who_may_do_what_with_an_application(services: Services, make: Builder, novo: Org, client: Org) -> None:
    admin = make.person(novo, Role.ADMINISTRATOR)
    collaborator = make.person(novo, Role.COLLABORATOR)
    external = make.person(novo, Role.EXTERNAL)
    services.applications.save(admin, ApplicationDraft.of(**WILLING))
    with pytest.raises(Forbidden):
        services.applications.submit(admin)
    with pytest.raises(Forbidden):
        services.applications.save(collaborator, ApplicationDraft.of(website=False))
    assert services.applications.show(collaborator).state is ApplicationState.DRAFT
    with pytest.raises(Forbidden):
        services.applications.show(external)
    reference = services.applications.submit(novo.owner).application.id
    for who in (novo.owner, client.owner):
        with pytest.raises(Forbidden):
            services.admissions.show(who, reference)
    with pytest.raises(NotFound):
        services.admissions.show(make.staff, "APP-99")
    with pytest.raises(Invalid):
        services.admissions.confirm(make.staff, reference, Condition.KIND)


def test_the_provider_has_no_application_of_its_own(services: Services, make: Builder) -> None:
    acts = (services.applications.show, services.applications.submit, services.applications.withdraw)
    for act in acts:
        with pytest.raises(NotFound):
            act(make.staff)


def test_a_draft_is_none_of_staffs_business(services: Services, make: Builder, novo: Org) -> None:
    draft = services.applications.save(novo.owner, ApplicationDraft.of(website=True)).application

    with pytest.raises(NotFound):
        services.admissions.show(make.staff, draft.id)


@pytest.mark.parametrize("ends", ["withdrawn", "approved"])
def test_what_was_never_sent_is_listed_for_staff_in_no_state(
    services: Services, make: Builder, novo: Org, ends: str
) -> None:
    services.applications.save(novo.owner, ApplicationDraft.of(website=True))
    if ends == "withdrawn":
        services.applications.withdraw(novo.owner)
    else:
        services.programme.approve(make.staff, novo.ref, Listing())

    assert services.applications.show(novo.owner).state == ends
    for state in (ApplicationState.WITHDRAWN, ApplicationState.APPROVED):
        page = services.admissions.page(make.staff, state)
        assert (page.rows, page.total) == ((), 0)
    assert {one.about for one in services.notices.list(make.staff)} <= {None, About.PROGRAMME}


def test_new_terms_have_to_be_accepted_anew(services: Services, novo: Org) -> None:
    services.applications.save(novo.owner, ApplicationDraft.of(**WILLING))
    with services.office.filling() as session:
        session.execute(update(Organisation).values(version=Organisation.version))
        from resellertui.store.models import ProgrammeApplication

        session.execute(update(ProgrammeApplication).values(terms_version="1999-1"))

    with pytest.raises(Invalid) as refusal:
        services.applications.submit(novo.owner)
    assert [one.field for one in refusal.value.fields] == ["reseller_terms"]
    assert "1999-1" in refusal.value.detail


def test_two_who_begin_at_once_have_one_application(services: Services, make: Builder, novo: Org) -> None:
    admin = make.person(novo, Role.ADMINISTRATOR)
    outcomes: list[object] = []
    gate = threading.Barrier(2)

    def save(actor: object) -> None:
        gate.wait()
        try:
            outcomes.append(services.applications.save(actor, ApplicationDraft.of(website=True, version=0)))  # type: ignore[arg-type]  # an actor
        except ResellerError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=save, args=(one,)) for one in (novo.owner, admin)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sum(isinstance(one, Conflict) for one in outcomes) == 1
    assert services.maintenance.check(make.staff).clean


def test_approving_an_organisation_decides_its_open_application(services: Services, make: Builder, novo: Org) -> None:
    reference = applied(services, novo)
    with pytest.raises(Refused, match="can't be approved yet"):
        services.programme.approve(make.staff, novo.ref, Listing(provisional=True))
    confirmed(services, make, reference)

    services.programme.approve(make.staff, novo.ref, Listing(provisional=True))

    assert services.admissions.show(make.staff, reference).state is ApplicationState.APPROVED
    with pytest.raises(Refused, match="partner already"):
        services.applications.save(novo.owner, ApplicationDraft.of(website=True))


def test_the_licence_key_is_read_by_representatives_and_administrators_and_is_in_no_audit(
    services: Services, make: Builder, agency: Org
) -> None:
    key = "ET-1234-SECRET"
    with pytest.raises(Forbidden):
        services.programme.assign_licence(agency.owner, agency.ref, key)
    services.programme.assign_licence(make.staff, agency.ref, key)
    collaborator = make.person(agency, Role.COLLABORATOR)

    assert services.membership.show(agency.owner).licence_key == key
    assert services.membership.show(collaborator).licence_key == ""
    assert services.membership.show(make.staff, agency.ref).licence_key == ""
    assert services.membership.show(collaborator).licence_assigned
    with services.office.filling() as session:
        assert key not in str(session.connection().exec_driver_sql("SELECT * FROM audit_values").all())
    services.programme.remove_licence(make.staff, agency.ref)
    assert not services.membership.show(agency.owner).licence_assigned
    with pytest.raises(Refused):
        services.programme.remove_licence(make.staff, agency.ref)


def test_two_who_edit_a_listing_do_not_overwrite_each_other(services: Services, make: Builder, agency: Org) -> None:
    version = services.listings.show(agency.owner).version
    services.listings.change(agency.owner, ListingEdit.of(description="One", version=version))

    with pytest.raises(Conflict, match="changed the listing meanwhile"):
        services.listings.change(agency.owner, ListingEdit.of(description="Two", version=version))
    same = services.listings.change(agency.owner, ListingEdit.of(description="One"))
    assert same.version == version + 1
    with pytest.raises(Forbidden):
        services.listings.change(make.person(agency, Role.COLLABORATOR), ListingEdit.of(listed=False))
    with pytest.raises(Invalid):
        services.listings.change(agency.owner, ListingEdit.of(languages=("xx",)))


def test_who_is_no_partner_has_no_listing_and_no_place(services: Services, client: Org) -> None:
    for ask in (services.listings.show, services.membership.show, services.membership.reviews):
        with pytest.raises(Refused, match="not a partner"):
            ask(client.owner)
    with pytest.raises(NotFound):
        services.directory.show(client.owner, client.ref)
