"""Published terms: versions by date, who publishes, what is refused, and what a new version changes for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.builders import TODAY, Builder

from resellertui.domain.errors import Conflict, DatabaseTrouble, Forbidden, Invalid, NotFound, Refused
from resellertui.domain.partnership import Payment
from resellertui.domain.pricing import read_order
from resellertui.domain.programme import default_terms, default_terms_text
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Pause
from resellertui.services.published import read_published
from resellertui.store.models import AuditEntry, ProgrammeMember, TermsVersion

OPERATOR = Actor.operator()
ORDER = """{"date": "%s", "currency": "CHF", "access": "full", "payment": "client", "ordered_by": "client",
"buyer": {"country": "CH", "kind": "company"}, "lines": [{"sku": "web-hosting"}]}"""


def edited(version: str = "next", effective: str = "2026-11-23", **replaced: str) -> str:
    """Return the shipped terms under another name and date, with web hosting at a rate or price of its own."""
    text = default_terms_text()
    changes = {
        f'version = "{default_terms().version}"': f'version = "{version}"',
        "effective = 2026-01-01": f"effective = {effective}",
    }
    if "rate" in replaced:
        changes['rate = "0.20"'] = f'rate = "{replaced["rate"]}"'
    if "price" in replaced:
        changes['CHF = "9.92"'] = f'CHF = "{replaced["price"]}"'
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    return text


def priced(services: Services, day: date = TODAY) -> tuple[str, str]:
    """Return the version that prices a web hosting on a day, and the cashback."""
    view = services.pricing.price(OPERATOR, read_order(ORDER % day.isoformat()))
    return view.terms_version, view.lines[0].cashback


def test_a_new_database_holds_the_shipped_terms_as_its_first_version(services: Services) -> None:
    view = services.terms.show(OPERATOR)

    assert (view.terms.version, view.terms.effective) == (default_terms().version, default_terms().effective)
    assert (view.terms.published_by, view.terms.in_force) == ("Sofia Staff", True)
    assert view.text == default_terms_text()
    assert [one.version for one in view.versions] == [default_terms().version]


def test_values_are_shown_with_their_marks(services: Services) -> None:
    values = {one.path: (one.value, one.mark) for one in services.terms.show(OPERATOR).values}

    assert values["families.mail_hosting.rate"] == ("0.20", "published")
    assert not [path for path in values if path.endswith(".mark")]


def test_a_published_version_prices_from_its_effective_date_on(services: Services, make: Builder) -> None:
    services.terms.publish(make.staff, edited(effective="2027-01-01", rate="0.30"))

    assert priced(services, date(2026, 12, 31)) == (default_terms().version, "1.98")
    assert priced(services, date(2027, 1, 1)) == ("next", "2.98")


def test_before_the_first_version_that_one_prices(services: Services) -> None:
    assert priced(services, date(2023, 6, 1))[0] == default_terms().version


def test_of_two_versions_of_one_date_the_later_publication_prices(services: Services, make: Builder) -> None:
    services.terms.publish(make.staff, edited("a", rate="0.30"))
    services.terms.publish(make.staff, edited("b", rate="0.35"))

    assert priced(services) == ("b", "3.47")


def test_every_version_is_kept_and_can_be_read_by_name_and_date(services: Services, make: Builder) -> None:
    text = edited(effective="2027-01-01", rate="0.30")
    services.terms.publish(make.staff, text)

    assert services.terms.show(OPERATOR, version="next").text == text
    assert services.terms.show(OPERATOR, date(2027, 5, 1)).terms.version == "next"
    view = services.terms.show(OPERATOR)
    assert [(one.version, one.in_force) for one in view.versions] == [(default_terms().version, True), ("next", False)]
    with pytest.raises(NotFound, match="nowhere"):
        services.terms.show(OPERATOR, version="nowhere")


def test_day_counts_that_are_published_hold_for_every_use_case(services: Services, make: Builder) -> None:
    agency, client = make.partner("Agency"), make.organisation("Client")
    services.terms.publish(make.staff, edited().replace("request_expires = 30", "request_expires = 10"))

    reference = make.request(client, agency)

    view = services.partnerships.show(client.owner, reference)
    assert view.expires_on == TODAY + timedelta(days=10)


@pytest.mark.parametrize("role", [Role.LEGAL_REPRESENTATIVE, Role.COLLABORATOR])
def test_only_staff_publish(services: Services, make: Builder, role: Role) -> None:
    partner = make.partner("Agency")

    for actor in (make.person(partner, role), OPERATOR, Actor()):
        with pytest.raises(Forbidden):
            services.terms.publish(actor, edited())
    assert len(services.terms.show(OPERATOR).versions) == 1


def test_whoever_may_open_the_database_reads_and_prices_and_a_visitor_does_not(
    services: Services, make: Builder
) -> None:
    client = make.organisation("Client")

    assert services.terms.show(client.owner).terms.in_force
    assert services.pricing.price(client.owner, read_order(ORDER % TODAY)).total == "10.72"
    with pytest.raises(Forbidden):
        services.terms.show(Actor(org_id=client.number))
    with pytest.raises(Forbidden):
        services.pricing.price(Actor(org_id=client.number), read_order(ORDER % TODAY))


def test_a_file_that_breaks_rules_is_refused_with_all_of_them(services: Services, make: Builder) -> None:
    broken = edited(rate="0.36").replace('CHF = "9.92", ', "", 1)

    with pytest.raises(Invalid) as refusal:
        services.terms.publish(make.staff, broken)
    assert {one.field for one in refusal.value.fields} == {
        "families.web_hosting.rate",
        "kinds.web-hosting.price.CHF",
    }


def test_publishing_the_same_text_again_changes_nothing(services: Services, make: Builder) -> None:
    services.terms.publish(make.staff, edited())

    again = services.terms.publish(make.staff, edited())

    assert not again.published
    assert len(services.terms.show(OPERATOR).versions) == 2


def test_another_text_under_the_same_name_is_a_conflict(services: Services, make: Builder) -> None:
    services.terms.publish(make.staff, edited(rate="0.30"))

    with pytest.raises(Conflict, match="version next already"):
        services.terms.publish(make.staff, edited(rate="0.31"))


def test_a_version_that_would_never_hold_is_refused(services: Services, make: Builder) -> None:
    services.terms.publish(make.staff, edited("newer", "2026-06-01"))

    with pytest.raises(Refused, match="never hold: version newer is effective from 2026-06-01"):
        services.terms.publish(make.staff, edited("older", "2026-05-31"))


def test_a_version_published_meanwhile_stops_what_was_compared_with_another(services: Services, make: Builder) -> None:
    looked_at = services.rehearsing().terms.publish(make.staff, edited("mine")).instead_of
    services.terms.publish(make.staff, edited("theirs", rate="0.30"))

    with pytest.raises(Conflict, match="theirs was published meanwhile"):
        services.terms.publish(make.staff, edited("mine"), instead_of=looked_at)


def test_a_kind_that_is_held_can_not_be_dropped(services: Services, make: Builder) -> None:
    make.organisation("Client", products=("fleurs.ch", "fruits.ch"))
    without = edited().replace('sku = "web-hosting"', 'sku = "web-space"')

    for look in (services.terms.publish, services.terms.diff):
        with pytest.raises(Refused, match=r"web-hosting \(2\)"):
            look(make.staff, without)


def test_a_rehearsal_publishes_nothing(services: Services, make: Builder) -> None:
    answer = services.rehearsing().terms.publish(make.staff, edited(rate="0.30"))

    assert answer.published
    assert priced(services)[0] == default_terms().version


def test_a_publication_is_audited_with_what_it_changed(services: Services, make: Builder) -> None:
    services.terms.publish(make.staff, edited(rate="0.30"))

    with services.office.filling() as session:
        entry = session.query(AuditEntry).filter_by(action="terms.published").one()
        assert entry.subject == "terms"
    assert services.maintenance.check(OPERATOR).clean


def effects(services: Services, make: Builder, text: str) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return the effects of a file on clients and on partners."""
    found = services.terms.diff(make.staff, text).effects
    clients = [
        (one.name, one.charged_to.value, one.price_before, one.price_after, one.benefit_before, one.benefit_after)
        for one in found.clients
    ]
    return clients, [(one.name, one.clients, one.benefit_before, one.benefit_after) for one in found.partners]


def test_a_new_rate_changes_what_partners_earn_and_not_what_their_clients_pay(
    services: Services, make: Builder
) -> None:
    agency, client = make.partner("Agency"), make.organisation("Client", products=("fleurs.ch",))
    make.organisation("Alone", products=("alone.ch",))
    make.active(client, agency)

    clients, partners = effects(services, make, edited(rate="0.30"))

    assert clients == [("Client", "client", "119.04", "119.04", "23.81", "35.71")]
    assert partners == [("Agency", 1, "23.81", "35.71")]


def test_a_partner_that_pays_is_charged_less_by_a_new_rate(services: Services, make: Builder) -> None:
    agency, client = make.partner("Agency"), make.organisation("Client", products=("fleurs.ch",))
    make.active(client, agency, payment=Payment.PARTNER)
    make.product(agency, "agency.ch")

    clients, partners = effects(services, make, edited(rate="0.30"))

    assert clients == [
        ("Agency", "client", "95.23", "83.33", "23.81", "35.71"),
        ("Client", "partner", "95.23", "83.33", "23.81", "35.71"),
    ]
    assert partners == [("Agency", 2, "47.62", "71.42")]


def test_a_limited_partner_earns_on_what_is_entrusted_only(services: Services, make: Builder) -> None:
    agency, client = make.partner("Agency"), make.organisation("Client", products=("fleurs.ch", "fruits.ch"))
    make.active(client, agency, products=("fleurs.ch",))

    clients, partners = effects(services, make, edited(rate="0.30"))

    assert clients == [("Client", "client", "238.08", "238.08", "23.81", "35.71")]
    assert partners == [("Agency", 1, "23.81", "35.71")]


def test_a_new_price_changes_what_everybody_who_holds_it_pays(services: Services, make: Builder) -> None:
    make.organisation("Client", products=("fleurs.ch",))
    other = make.organisation("Other")
    make.product(other, "server", sku="vps-lite")

    clients, partners = effects(services, make, edited(price="10.00"))

    assert clients == [("Client", "client", "119.04", "120.00", "0.00", "0.00")]
    assert partners == []


def test_a_tier_goes_by_everything_that_its_payer_is_charged_for(services: Services, make: Builder) -> None:
    agency = make.partner("Agency")
    for number in range(5):
        client = make.organisation(f"Client {number}", products=(f"shop{number}.ch",))
        make.active(client, agency, payment=Payment.PARTNER)
    text = edited().replace('{ from = 5, rate = "0.05"', '{ from = 5, rate = "0.10"')

    clients, _partners = effects(services, make, text)

    assert [one[2:4] for one in clients] == [("90.47", "85.71")] * 5


def test_a_suspended_partner_earns_nothing_in_the_comparison(services: Services, make: Builder) -> None:
    agency, client = make.partner("Agency"), make.organisation("Client", products=("fleurs.ch",))
    make.active(client, agency)
    with services.office.filling() as session:
        session.query(ProgrammeMember).filter_by(org_id=agency.number).one().state = "suspended"

    assert effects(services, make, edited(rate="0.30")) == ([], [])


def test_a_paused_partnership_counts_as_none_in_the_comparison(services: Services, make: Builder) -> None:
    agency, client = make.partner("Agency"), make.organisation("Client", products=("fleurs.ch",))
    reference = make.active(client, agency, payment=Payment.PARTNER)
    pause = Pause.of(reason="Works", until=TODAY + timedelta(days=20))
    services.agreements.pause(client.owner, reference, pause)

    clients, partners = effects(services, make, edited(price="10.00", rate="0.30"))

    assert clients == [("Client", "client", "119.04", "120.00", "0.00", "0.00")]
    assert partners == []


def test_what_has_expired_is_not_compared(services: Services, make: Builder) -> None:
    client = make.organisation("Client")
    make.product(client, "old.ch", expires_on=TODAY - timedelta(days=1))

    assert effects(services, make, edited(price="10.00")) == ([], [])


def test_only_staff_are_told_for_whom_a_file_changes_what(services: Services, make: Builder) -> None:
    client = make.organisation("Client", products=("fleurs.ch",))

    view = services.terms.diff(client.owner, edited(price="10.00"))

    assert [(one.path, one.before, one.after) for one in view.changes][-1] == (
        "kinds.web-hosting.price.CHF",
        "9.92",
        "10.00",
    )
    assert view.effects.clients == ()


def test_terms_published_before_there_was_vat_in_them_still_price(services: Services, make: Builder) -> None:
    text = edited("former")
    with services.office.filling() as session:
        session.add(
            TermsVersion(
                effective_from=TODAY,
                published_at=services.office.clock.now(),
                published_by_id=None,
                text=text[: text.index("[vat]")] + text[text.index("# First response") :],
            )
        )

    assert priced(services) == ("former", "1.98")


def test_a_published_text_that_can_not_be_read_is_said_to_be_the_database_s_trouble() -> None:
    with pytest.raises(DatabaseTrouble, match="can't be read"):
        read_published("version = 1")
