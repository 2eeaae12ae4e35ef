"""The demonstration: who is in it, what there is to see, and that it is as sound as a real database."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from tests.builders import NOW
from tests.demonstration import opened

from resellertui.adapters.clock import FixedClock
from resellertui.domain.calendar import local_date
from resellertui.domain.errors import Refused
from resellertui.domain.organisation import check_organisation
from resellertui.domain.programme import check_product_name, default_terms
from resellertui.services.actor import Actor, actor_for
from resellertui.services.console import Services
from resellertui.services.demo import DEMO_PASSWORD, make_demo
from resellertui.services.demo.cast import AGENCY, CANUT, FLORIST, STUDIO, TAILOR, VINEYARD, WEBWERK
from resellertui.services.demo.clients import CLIENTS, TEAM_REACHES
from resellertui.settings import Settings, load_settings

TODAY = local_date(NOW)


@pytest.fixture(scope="module")
def demo(told: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Give one demonstration: these tests only look."""
    home = copytree(told, tmp_path_factory.mktemp("demo") / "home")
    with opened(load_settings({"HOME": str(home), "RESELLERTUI_SECRETS": "file"}), home / "demo.sqlite") as services:
        yield services


def rows(services: Services, statement: str) -> list[tuple[Any, ...]]:
    """Return what a statement finds in the file, read without any of our code."""
    connection = sqlite3.connect(str(services.office.database.path))
    try:
        return list(connection.execute(statement))
    finally:
        connection.close()


def actor(services: Services, email: str) -> Actor:
    """Return the person acting in the first of their organisations."""
    person = services.accounts.as_person(email)
    return actor_for(person, int(person.organisations[0].id.partition("-")[2]))


@pytest.mark.parametrize(
    ("email", "role", "is_partner"),
    [
        ("owner@agency.example", "legal_representative", True),
        ("team@agency.example", "collaborator", True),
        ("owner@client.example", "legal_representative", False),
        ("owner@studio.example", "legal_representative", True),
        ("staff@provider.example", "legal_representative", False),
    ],
)
def test_the_named_people_are_listed_and_sign_in_with_the_published_password(
    demo: Services, email: str, role: str, is_partner: bool
) -> None:
    assert email in {address for address, _name in demo.accounts.demo_people()[:5]}
    person, _token = demo.accounts.sign_in(email, DEMO_PASSWORD)
    assert (person.organisations[0].role.value, person.organisations[0].is_partner) == (role, is_partner)


def test_nothing_in_it_is_unsound(demo: Services) -> None:
    report = demo.maintenance.check(Actor.operator())
    assert (report.findings, report.clean) == ((), True)


def test_there_are_people_of_every_role(demo: Services) -> None:
    assert {role for (role,) in rows(demo, "SELECT DISTINCT role FROM memberships")} == {
        "legal_representative",
        "administrator",
        "collaborator",
        "external",
    }


def test_the_agency_has_clients_of_every_kind_in_four_towns(demo: Services) -> None:
    clients = rows(
        demo,
        "SELECT o.kind, o.city FROM organisations o JOIN partnerships p ON p.client_id = o.id "
        "JOIN organisations a ON a.id = p.partner_id WHERE a.name = 'Rive Gauche Numérique Sàrl'",
    )
    assert len(clients) >= 40
    assert {kind for kind, _city in clients} == {"company", "association", "individual", "public_body"}
    assert {city for _kind, city in clients} == {"Genève", "Milano", "Lyon", "Zürich"}


def test_there_is_a_partnership_in_every_state_and_of_every_arrangement(demo: Services) -> None:
    seen = Counter(rows(demo, "SELECT state, access, payment FROM partnerships"))
    assert {state for state, _access, _payment in seen} == {
        "pending",
        "active",
        "ended",
        "refused",
        "withdrawn",
        "expired",
    }
    for arrangement in (("full", "client"), ("full", "partner"), ("limited", None)):
        assert seen[("active", *arrangement)] >= 8


def test_three_ended_in_the_three_ways_there_are(demo: Services) -> None:
    ended = rows(demo, "SELECT ended_by FROM partnerships WHERE state = 'ended' ORDER BY 1")
    assert ended == [("client",), ("date",), ("partner",)]


def test_requests_wait_in_both_directions_and_one_for_somebody_unknown(demo: Services) -> None:
    waiting = rows(
        demo,
        "SELECT initiator, client_id IS NULL FROM partnerships p JOIN organisations a ON a.id = p.partner_id "
        "WHERE state = 'pending' AND a.email = 'owner@agency.example'",
    )
    assert ("client", 0) in waiting
    assert ("partner", 0) in waiting
    assert ("partner", 1) in waiting


def test_something_is_paused_by_each_side_and_something_ends_within_a_week(demo: Services) -> None:
    live = demo.partnerships.list(actor(demo, "owner@agency.example"))
    assert {one.paused_by.value for one in live if one.paused and one.paused_by} == {"client", "partner"}
    assert any(one.end_on and TODAY < one.end_on <= TODAY + timedelta(days=7) for one in live)
    assert any(one.proposed_payment for one in live)


def test_the_studio_works_beside_the_agency_on_other_products(demo: Services) -> None:
    shared = rows(
        demo,
        "SELECT client_id, count(*) FROM partnerships WHERE state = 'active' GROUP BY client_id HAVING count(*) > 1",
    )
    assert len(shared) == 4


def test_a_client_waits_with_five_products_of_different_names_and_no_partner(demo: Services) -> None:
    owner = actor(demo, "owner@client.example")
    names = [one.name for one in demo.products.list(owner)]
    assert len(names) == len(set(names)) == 5
    assert demo.partnerships.list(owner) == ()


def test_the_collaborator_reaches_the_five_clients_it_was_given(demo: Services) -> None:
    names = {one.name for one in CLIENTS if one.key in TEAM_REACHES}
    assert len(names) == 5
    assert {row.name for row in demo.clients.list(actor(demo, "team@agency.example"))} == names


def test_products_of_many_families_expire_this_week_this_month_and_later(demo: Services) -> None:
    held = rows(demo, "SELECT family, expires_on FROM products WHERE state = 'active'")
    days = [(date.fromisoformat(expires_on) - TODAY).days for _family, expires_on in held]
    assert len({family for family, _expires_on in held}) >= 10
    assert sum(0 <= one <= 7 for one in days) >= 10
    assert sum(7 < one <= 31 for one in days) >= 20
    assert sum(one > 60 for one in days) >= 30


def test_old_mails_have_gone_out_and_those_of_the_last_day_wait(demo: Services) -> None:
    waiting = rows(demo, "SELECT created_at FROM outbox WHERE sent_at IS NULL")
    assert waiting
    assert all(datetime.fromisoformat(moment) >= NOW - timedelta(days=1) for (moment,) in waiting)
    assert len(rows(demo, "SELECT 1 FROM outbox WHERE sent_at IS NOT NULL")) > 50


def test_its_history_runs_forward_and_ends_before_now(demo: Services) -> None:
    for table in ("audit_entries", "partnership_events"):
        moments = [moment for (moment,) in rows(demo, f"SELECT at FROM {table} ORDER BY id")]
        assert moments == sorted(moments)
        assert datetime.fromisoformat(moments[-1]) <= NOW
        assert datetime.fromisoformat(moments[0]) < NOW - timedelta(days=600)


def test_a_long_partnership_has_a_history_to_read(demo: Services) -> None:
    ((number,),) = rows(
        demo,
        "SELECT p.id FROM partnerships p JOIN organisations o ON o.id = p.client_id WHERE o.name LIKE 'Horlogerie%'",
    )
    history = demo.partnerships.history(actor(demo, "owner@agency.example"), f"PTN-{number}")
    assert [one.kind for one in history.events] == ["requested", "accepted", "access_changed", "ended"]


@pytest.mark.parametrize(
    "house", [AGENCY, STUDIO, FLORIST, WEBWERK, CANUT, TAILOR, VINEYARD, *CLIENTS], ids=lambda house: str(house.key)
)
def test_every_organisation_could_have_been_typed_in(house: Any) -> None:
    assert check_organisation(house.data(1)) == []
    terms = default_terms()
    for one in house.holdings(terms):
        kind = terms.kind(one.sku)
        assert check_product_name(kind, one.name) is None
        assert 0 < one.days <= (31 if kind.period_months == 1 else 366)


@pytest.mark.usefixtures("plain_papers")
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2028, 2, 29, 22, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    ],
)
def test_it_can_be_made_at_any_moment(settings: Settings, moment: datetime) -> None:
    made = make_demo(settings, clock=FixedClock(moment))
    assert made.maintenance.check(Actor.operator()).findings == ()
    made.close()


@pytest.mark.usefixtures("services")
def test_a_live_database_is_never_taken_for_a_demonstration(settings: Settings) -> None:
    before = Path(settings.database).stat().st_size
    for fresh in (False, True):
        with pytest.raises(Refused):
            make_demo(settings, fresh=fresh)
    assert Path(settings.database).stat().st_size == before
