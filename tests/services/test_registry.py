"""The registry checks from the form to the invoice, against a real server that answers, fails and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import Builder, Org
from tests.hostile import HOSTILE
from tests.registries import RegistryServer, registry_server
from tests.services.life import mails, rows, told

from resellertui.adapters.clock import FixedClock
from resellertui.adapters.registry import Reply, SoapRegistries
from resellertui.domain.errors import Forbidden, NotFound, Refused
from resellertui.domain.registry import Fact, Reason, Source, State
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput
from resellertui.services.console import Services
from resellertui.services.inputs import AccountEdit, NewOrganisation
from resellertui.services.jobs.asking import LONGEST_RUN, ask_registries
from resellertui.services.registry.views import NumberStandingView

OPERATOR = Actor.operator()
FRENCH = "FR61954506077"
OTHER = "FR83404833048"
SWISS = "CHE100155212"


@pytest.fixture(scope="module")
def running() -> Iterator[RegistryServer]:
    """Give one server for all tests of this module."""
    with registry_server() as server:
        yield server


@pytest.fixture
def server(running: RegistryServer) -> RegistryServer:
    """Give the server as it is when nothing was asked; it knows nobody's number."""
    running.mode = "answer"
    running.known.clear()
    running.asked.clear()
    return running


@pytest.fixture
def checking(services: Services, server: RegistryServer) -> Services:
    """Give the services with the checks switched on, asking our server."""
    addresses = {one: server.address(one.value) for one in Source}
    return Services(replace(services.office, registries=SoapRegistries(addresses, timeout=5)))


@pytest.fixture
def shop(make: Builder) -> Org:
    """Give a company in France without a number."""
    return make.organisation("Boutique", email="owner@boutique.example", country="FR", city="Lyon")


def give(services: Services, org: Org, **values: str) -> None:
    """Save numbers in the client account."""
    services.client_account.change(org.owner, AccountEdit.of(**values, accept_terms=True))


def tick(services: Services) -> dict[str, int]:
    """Run all jobs, and return what the checks did."""
    return next(dict(one.counts) for one in services.tick.run(OPERATOR) if one.job == "registry")


def known(services: Services, org: Org) -> NumberStandingView:
    """Return what is known of an organisation's first number."""
    return services.registry.show(org.owner).numbers[0]


def order(services: Services, org: Org, name: str) -> str:
    """Make a pro forma, and return its id."""
    done = services.orders.place(org.owner, OrderInput.of(lines=[{"sku": "web-hosting", "name": name}]))
    assert done.document_id is not None
    return done.document_id


def vat(services: Services, document: str) -> tuple[str, str]:
    """Return the rate and the reason of a document."""
    number = int(document.partition("-")[2])
    ((percent, reason),) = rows(services, "SELECT percent, reason FROM document_vat WHERE document_id = ?", number)
    return percent, reason


def explained(services: Services, org: Org, document: str) -> str:
    """Return what the derivation of a document says."""
    found = services.explain.explain(org.owner, document)
    assert found.agrees
    return " ".join(one for part in found.parts for one in part.sentences)


def test_a_number_from_valid_through_an_outage_to_invalid_and_back(
    checking: Services, make: Builder, shop: Org, server: RegistryServer, clock: FixedClock
) -> None:
    server.known.add(FRENCH)
    give(checking, shop, vat_number=FRENCH)
    assert server.asked == []  # saving waits for nobody
    assert known(checking, shop).state is State.UNCHECKED
    unchecked = order(checking, shop, "zero.example")
    assert vat(checking, unchecked)[0] == "0"
    assert "proof" not in explained(checking, shop, unchecked)
    clock.advance(minutes=1)

    assert tick(checking) == {"valid": 1, "invalid": 0, "unknown": 0}
    assert (known(checking, shop).state, known(checking, shop).proof) == (State.VALID, 1)
    clock.advance(days=90)
    assert tick(checking) == {"valid": 0, "invalid": 0, "unknown": 0}
    assert (known(checking, shop).state, known(checking, shop).stale) == (State.VALID, False)

    clock.advance(days=1)
    assert (known(checking, shop).state, known(checking, shop).stale) == (State.STALE, True)
    stale = order(checking, shop, "one.example")
    assert vat(checking, stale)[0] == "0"
    assert "valid, said VIES on 23 Nov 2026 10:01" in explained(checking, shop, stale)
    assert "it is proof 1" in explained(checking, shop, stale)

    waits = []
    for mode in ("MS_UNAVAILABLE", "http_500", "close", "garbled"):
        server.mode = mode
        assert tick(checking)["unknown"] == 1
        assert tick(checking)["unknown"] == 0  # not again before its time
        view = known(checking, shop)
        assert view.ask_at is not None
        waits.append(view.ask_at - clock.now())
        clock.advance(waits[-1] - timedelta(seconds=1))
        assert tick(checking)["unknown"] == 0
        clock.advance(seconds=1)
    assert waits == [timedelta(minutes=one) for one in (5, 10, 20, 40)]
    view = known(checking, shop)
    assert (view.state, view.reason, view.last_definite, view.failures) == (
        State.UNKNOWN,
        Reason.UNREADABLE,
        State.VALID,
        4,
    )
    assert "unknown since 22 Feb 2027" in view.words
    assert "Before that: VAT number FR 61 954 506 077: valid, said VIES on 23 Nov 2026 10:01." in view.words
    assert vat(checking, order(checking, shop, "two.example"))[0] == "0"
    assert [one.kind for one in mails(checking) if one.kind.startswith("registry")] == []

    before = rows(checking, "SELECT * FROM documents ORDER BY id"), rows(checking, "SELECT * FROM document_vat")
    server.mode = "answer"
    server.known.clear()
    sent = len(mails(checking))
    assert tick(checking)["invalid"] == 1
    assert set(told(checking, sent)) >= {
        ("registry.invalid", "owner@boutique.example"),
        ("registry.invalid", "staff@provider.example"),
    }
    assert "FR 61 954 506 077 of Boutique is not valid" in mails(checking)[sent].subject
    assert before == (
        rows(checking, "SELECT * FROM documents ORDER BY id"),
        rows(checking, "SELECT * FROM document_vat"),
    )
    clock.advance(minutes=1)
    taxed = order(checking, shop, "three.example")
    percent, reason = vat(checking, taxed)
    assert percent == "20"
    assert "counts as none: VIES answered on 2027-02-22 that it is not valid." in reason
    assert "it is proof 6" in explained(checking, shop, taxed)
    assert "it is proof 1" in explained(checking, shop, stale)

    server.known.add(FRENCH)
    checking.registry.ask(shop.owner)
    assert tick(checking)["valid"] == 1
    assert vat(checking, order(checking, shop, "four.example"))[0] == "0"
    assert [one.state for one in checking.registry.proofs(shop.owner)] == [
        State.VALID,
        State.INVALID,
        *[State.UNKNOWN] * 4,
        State.VALID,
    ]
    assert list(checking.maintenance.check(make.staff).findings) == []


def test_switched_off_nothing_is_queued_asked_or_shown(services: Services, shop: Org, make: Builder) -> None:
    give(services, shop, vat_number=FRENCH)
    order(services, shop, "one.example")

    assert tick(services) == {}
    assert rows(services, "SELECT * FROM registry_questions") == []
    view = services.registry.show(shop.owner)
    assert (view.enabled, view.numbers) == (False, ())
    assert services.client_account.show(shop.owner).checked == ()
    with pytest.raises(Refused, match="switched off") as refusal:
        services.registry.ask(shop.owner)
    assert "[registry]" in refusal.value.hint


def test_the_uid_register_says_two_things_of_a_swiss_company(
    checking: Services, make: Builder, server: RegistryServer, clock: FixedClock
) -> None:
    org = make.organisation("Fondue")
    server.known.add(SWISS)
    give(checking, org, register_number="CHE-100.155.212 MWST")
    assert tick(checking) == {"valid": 1, "invalid": 1, "unknown": 0}

    uid, registration = checking.registry.show(org.owner).numbers
    assert (uid.fact, uid.state) == (Fact.UID, State.VALID)
    assert (registration.fact, registration.state) == (Fact.VAT_REGISTRATION, State.INVALID)
    assert checking.client_account.show(org.owner).checked == (uid.words, registration.words)
    assert "is not registered for VAT, said the UID register" in registration.words
    assert [one.kind for one in mails(checking) if one.kind == "registry.invalid"] == []
    assert vat(checking, order(checking, org, "one.example"))[0] == "8.1"

    server.known.add(f"{SWISS}MWST")
    clock.advance(days=91)
    assert tick(checking)["valid"] == 2
    server.mode = "Request_limit_exceeded"
    clock.advance(days=91)
    assert tick(checking)["unknown"] == 1
    assert [one.state for one in checking.registry.show(org.owner).numbers] == [State.UNKNOWN, State.STALE]


class Meanwhile:
    """A registry during whose answer something else happens."""

    def __init__(self, act: Callable[[], object], reply: Reply | None = None) -> None:
        self.act, self.reply, self.asked = act, reply, 0

    @property
    def sources(self) -> frozenset[Source]:
        return frozenset(Source)

    def ask(self, source: Source, number: str) -> tuple[Reply, ...]:
        self.asked += 1
        self.act()
        return (self.reply or Reply(number, State.INVALID, None, "no"),)


def test_an_answer_about_a_number_that_was_changed_meanwhile_is_dropped(
    checking: Services, make: Builder, shop: Org, server: RegistryServer
) -> None:
    give(checking, shop, vat_number=FRENCH)
    # The form can be saved while a registry is asked: no lock is held.
    registry = Meanwhile(lambda: give(checking, shop, vat_number=OTHER))

    assert ask_registries(replace(checking.office, registries=registry), OPERATOR) == {
        "valid": 0,
        "invalid": 0,
        "unknown": 0,
    }
    assert rows(checking, "SELECT * FROM registry_answers") == []
    server.known.add(OTHER)
    assert tick(checking)["valid"] == 1
    assert vat(checking, order(checking, shop, "one.example"))[0] == "0"

    give(checking, shop, vat_number="")
    assert rows(checking, "SELECT * FROM registry_questions") == []
    give(checking, shop, vat_number=FRENCH)
    assert known(checking, shop).state is State.UNCHECKED  # what was said of the other number says nothing of this one
    server.known.clear()
    assert tick(checking)["invalid"] == 1
    give(checking, shop, vat_number=OTHER)
    assert vat(checking, order(checking, shop, "two.example"))[0] == "0"


def test_a_registry_that_is_down_is_left_alone_after_three_questions_and_the_run_ends_in_a_minute(
    checking: Services, make: Builder, clock: FixedClock
) -> None:
    shops = [make.organisation(f"Shop {place}", country="FR") for place in range(6)]
    for one in shops:
        give(checking, one, vat_number=FRENCH)
    down = Meanwhile(lambda: None, Reply(FRENCH, State.UNKNOWN, Reason.SLOW, "late"))
    assert ask_registries(replace(checking.office, registries=down), OPERATOR)["unknown"] == 3
    assert ask_registries(replace(checking.office, registries=down), OPERATOR)["unknown"] == 3
    assert ask_registries(replace(checking.office, registries=down), OPERATOR)["unknown"] == 0

    clock.advance(hours=1)
    stopwatch = FixedClock(clock.now())
    slow = Meanwhile(lambda: stopwatch.advance(LONGEST_RUN / 2))
    assert ask_registries(replace(checking.office, registries=slow), OPERATOR, stopwatch)["invalid"] == 2
    assert slow.asked == 2


def test_a_rehearsal_asks_nobody(checking: Services, shop: Org, server: RegistryServer) -> None:
    give(checking, shop, vat_number=FRENCH)

    assert tick(checking.rehearsing()) == {"due": 1}
    assert server.asked == []


def test_whoever_may_edit_asks_staff_ask_for_anyone_and_nobody_looks_at_others(
    checking: Services, make: Builder, shop: Org, agency: Org, server: RegistryServer
) -> None:
    collaborator = make.person(shop, Role.COLLABORATOR, email="c@boutique.example")
    administrator = make.person(shop, Role.ADMINISTRATOR, email="a@boutique.example")
    with pytest.raises(Refused, match="no number that a registry knows"):
        checking.registry.ask(shop.owner)
    give(checking, shop, vat_number=FRENCH)
    tick(checking)

    assert checking.registry.show(collaborator).numbers[0].state is State.INVALID
    with pytest.raises(Forbidden):
        checking.registry.ask(collaborator)
    for look in (checking.registry.show, checking.registry.ask, checking.registry.proofs):
        with pytest.raises(NotFound):
            look(agency.owner, shop.ref)
    for actor, who in ((administrator, None), (make.staff, shop.ref)):
        checking.registry.ask(actor, who)
        assert tick(checking)["invalid"] == 1
    assert [one.kind for one in mails(checking)].count("registry.invalid") == 2  # told once, not each time it is said
    assert checking.registry.proofs(make.staff, "Boutique")[0].number == FRENCH


def test_new_organisations_and_imported_ones_that_buy_are_asked_about(
    checking: Services, make: Builder, shop: Org, server: RegistryServer
) -> None:
    new = {"name": "Zoé", "kind": "company", "email": "z@zoe.example", "country": "FR", "city": "Nice"}
    checking.organisations.create(shop.owner, NewOrganisation.of(**new, vat_number=FRENCH, accept_terms=True))
    with checking.office.filling() as session:
        session.connection().exec_driver_sql(
            "UPDATE organisations SET vat_number = ? WHERE id = ?", (OTHER, shop.number)
        )
    order(checking, shop, "one.example")

    tick(checking)
    assert sorted(server.asked) == [FRENCH, OTHER]


def test_whatever_a_registry_sends_is_kept_and_harms_nothing(checking: Services, make: Builder, shop: Org) -> None:
    text = "\n".join(one.encode(errors="backslashreplace").decode() for one in HOSTILE)
    give(checking, shop, vat_number=FRENCH)
    hostile = Meanwhile(lambda: None, Reply(FRENCH, State.INVALID, None, text))

    assert ask_registries(replace(checking.office, registries=hostile), OPERATOR)["invalid"] == 1
    assert [one.answer for one in checking.registry.proofs(shop.owner)] == [text]
    assert list(checking.maintenance.check(make.staff).findings) == []
