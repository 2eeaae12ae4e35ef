"""Several processes that order, pay, top up and tick on one database: nothing is lost, nothing is done twice."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from multiprocessing.synchronize import Barrier

from tests.builders import TODAY, Builder, Org
from tests.forked import CONTEXT, forked

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Busy, ResellerError
from resellertui.services.actor import Actor
from resellertui.services.billing.views import DocumentQuery, OrderInput, PayInput, PrepaidInput, RenewInput
from resellertui.services.console import Services
from resellertui.services.opening import open_services
from resellertui.settings import load_settings

PROCESSES = 3
ROUNDS = 8
DAYS = 6


def act(environment: dict[str, str], moment: str, owner: Actor, number: int, barrier: Barrier) -> None:
    """Order and pay under keys that every process uses, and top up under its own."""
    from datetime import datetime

    os.environ.update(environment)
    services = open_services(load_settings(), clock=FixedClock(datetime.fromisoformat(moment)))
    for turn in range(ROUNDS):
        barrier.wait(60)
        order = OrderInput.of(lines=[{"sku": "web-hosting"}], key=f"order-{turn}")
        outcome = patient(lambda order=order: services.orders.place(owner, order))
        top_up = PrepaidInput.of(amount="10.00", currency="CHF", key=f"top-{number}-{turn}")
        patient(lambda top_up=top_up: services.prepaid.top_up(owner, top_up))
        payment = PayInput.of(document=outcome.document_id, key=f"pay-{turn}")  # type: ignore[attr-defined]  # an outcome
        try:
            patient(lambda payment=payment: services.billing.pay(owner, payment))
        except ResellerError:
            continue  # too little on the account at that moment
    services.close()


def tick_and_renew(environment: dict[str, str], moment: str, owner: Actor, names: list[str], barrier: Barrier) -> None:
    """Let time renew what is due while its owner renews and pays the same by hand."""
    from datetime import datetime

    os.environ.update(environment)
    clock = FixedClock(datetime.fromisoformat(moment))
    services = open_services(load_settings(), clock=clock)
    for turn in range(DAYS):
        barrier.wait(60)
        patient(lambda: services.tick.run(Actor.operator()))
        for name in names[turn::DAYS]:
            wish = RenewInput.of(products=[name], pay=True)
            try:
                patient(lambda wish=wish: services.orders.renew(owner, wish))
            except ResellerError:
                continue  # it waits already, or there is too little on the account
        top_up = PrepaidInput.of(amount="15.00", currency="CHF", key=f"top-{turn}")
        patient(lambda top_up=top_up: services.prepaid.top_up(owner, top_up))
        clock.advance(days=1)
    services.close()


def patient(act: object) -> object:
    """Do it as often as another process holds the lock too long."""
    while True:
        try:
            return act()  # type: ignore[operator]  # a function without arguments
        except Busy:
            continue


def test_processes_side_by_side_lose_and_double_nothing(services: Services, make: Builder) -> None:
    client: Org = make.organisation("Bakery")
    barrier = CONTEXT.Barrier(PROCESSES)
    moment = services.office.clock.now().isoformat()
    children = [forked(act, dict(os.environ), moment, client.owner, number, barrier) for number in range(PROCESSES)]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
        assert child.exitcode == 0
    page = services.billing.documents(client.owner, DocumentQuery())
    paid = [one for one in page.rows if one.state == "paid"]
    assert page.total == ROUNDS
    assert sorted(one.number or "" for one in paid) == [f"2026-{place:06d}" for place in range(1, len(paid) + 1)]
    spent = sum(int(one.total.replace(".", "")) for one in paid)
    held = int(services.prepaid.show(client.owner)[0].balance.replace(".", ""))
    assert held + spent == PROCESSES * ROUNDS * 1000
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_ticks_beside_renewals_by_hand_renew_nothing_twice(services: Services, make: Builder) -> None:
    client: Org = make.organisation("Bakery")
    for number in range(24):
        expires_on = TODAY + timedelta(days=number % 8 + 11)
        make.product(client, f"p{number}.ch", expires_on=expires_on, auto_renewal=number % 4 > 0)
    names = [one.id for one in services.products.list(client.owner)]
    barrier = CONTEXT.Barrier(PROCESSES)
    moment = services.office.clock.now().isoformat()
    children = [
        forked(tick_and_renew, dict(os.environ), moment, client.owner, names, barrier) for _number in range(PROCESSES)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
        assert child.exitcode == 0
    assert services.office.database.path is not None
    with closing(sqlite3.connect(services.office.database.path)) as connection:
        paid = connection.execute(
            "SELECT l.product_id, l.service_from, count(*) FROM document_lines l JOIN documents d "
            "ON d.id = l.document_id WHERE d.state = 'paid' GROUP BY 1, 2"
        ).fetchall()
        mails = connection.execute("SELECT recipient, body, count(*) FROM outbox GROUP BY 1, 2").fetchall()
        (spent,) = connection.execute("SELECT sum(total) FROM documents WHERE state = 'paid'").fetchone()
    assert len(paid) > 6
    assert {count for _product, _start, count in paid} == {1}
    assert {count for _recipient, _body, count in mails} == {1}
    held = int(services.prepaid.show(client.owner)[0].balance.replace(".", ""))
    assert held + spent == DAYS * 1500
    assert services.maintenance.check(Actor.operator()).findings == ()
