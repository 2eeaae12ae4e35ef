"""The history: everything that happened, as sentences, in order, for good."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from tests.builders import PASSWORD, Builder, Org
from tests.services.life import FULL, arrangement, ask_client, ask_partner, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.partnership import Payment
from resellertui.services.console import Services
from resellertui.services.inputs import Answer, Pause


def test_a_whole_life_is_told_in_order_with_who_and_when(
    services: Services, make: Builder, clock: FixedClock, client: Org, agency: Org
) -> None:
    reference = ask_partner(services, client, "Agency", products=("bakery.ch",)).partnership.id
    clock.advance(days=1)
    services.requests.resend(client.owner, reference)
    services.requests.accept(agency.owner, reference, Answer())
    services.agreements.change_access(client.owner, reference, arrangement(FULL, Payment.CLIENT))
    services.agreements.propose_payment(agency.owner, reference, Payment.PARTNER)
    services.agreements.decline_payment(client.owner, reference)
    services.agreements.change_payment(client.owner, reference, Payment.PARTNER)
    services.agreements.pause(agency.owner, reference, Pause.of(reason="holidays", until=date(2026, 12, 20)))
    services.agreements.resume(client.owner, reference)
    services.agreements.set_end_date(client.owner, reference, date(2026, 12, 31))
    services.agreements.set_end_date(client.owner, reference, None)
    services.agreements.end(agency.owner, reference, PASSWORD)

    history = services.partnerships.history(client.owner, reference)

    assert [(one.kind, one.side, one.text) for one in history.events] == [
        ("requested", "client", "Asked for limited access to bakery.ch."),
        ("resent", "client", "The request was sent again."),
        ("accepted", "partner", "Granted limited access to bakery.ch."),
        ("access_changed", "client", "Changed to full access with the client's payment method."),
        ("payment_proposed", "partner", "Proposed to charge the partner's payment method."),
        ("payment_declined", "client", "Declined to charge the partner's payment method."),
        ("payment_changed", "client", "From now on the partner's payment method is charged."),
        ("paused", "partner", "Paused until 20 Dec 2026: holidays"),
        ("resumed", "client", "The pause was ended."),
        ("end_date_set", "client", "Set to end on 31 Dec 2026."),
        ("end_date_cleared", "client", "The end date was removed."),
        ("ended", "partner", "The partnership was ended."),
    ]
    assert {one.who for one in history.events} == {"Owner"}
    assert [one.at for one in history.events] == sorted(one.at for one in history.events)


def test_asked_and_granted_stand_side_by_side_after_the_end_too(services: Services, client: Org, agency: Org) -> None:
    reference = ask_client(services, agency, client.email, payment=Payment.PARTNER).partnership.id
    services.requests.accept(client.owner, reference, Answer.of(access="limited", products=("shop.ch",)))
    services.agreements.end(client.owner, reference, PASSWORD)

    texts = [one.text for one in services.partnerships.history(client.owner, reference).events]

    assert texts[:2] == [
        "Asked for full access with the partner's payment method.",
        "Granted limited access to shop.ch.",
    ]


def test_what_dates_did_is_nobodys_doing(
    services: Services, make: Builder, clock: FixedClock, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    services.agreements.set_end_date(client.owner, reference, date(2026, 11, 30))
    clock.advance(days=8)
    ask_partner(services, client, "Agency")

    last = services.partnerships.history(client.owner, reference).events[-1]

    assert (last.kind, last.side, last.who) == ("ended_by_date", "date", "")


def test_names_are_kept_as_they_were_then(services: Services, make: Builder, client: Org, agency: Org) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))
    with services.office.filling() as session:
        session.connection().exec_driver_sql("UPDATE products SET name = 'renamed.ch' WHERE name = 'bakery.ch'")

    assert "bakery.ch" in services.partnerships.history(client.owner, reference).events[0].text


@pytest.mark.parametrize("statement", ["UPDATE partnership_events SET kind = 'x'", "DELETE FROM partnership_events"])
def test_the_database_itself_keeps_history_as_it_is(
    services: Services, make: Builder, client: Org, agency: Org, statement: str
) -> None:
    make.active(client, agency)

    with pytest.raises(sqlite3.IntegrityError, match="append_only"):
        rows(services, statement)
