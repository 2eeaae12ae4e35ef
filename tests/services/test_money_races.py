"""Several processes that order, pay and top up on one database: nothing is lost, nothing is done twice."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.synchronize import Barrier

from tests.builders import Builder, Org

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Busy, ResellerError
from resellertui.services.actor import Actor
from resellertui.services.billing.views import DocumentQuery, OrderInput, PayInput, PrepaidInput
from resellertui.services.console import Services
from resellertui.services.opening import open_services
from resellertui.settings import load_settings

PROCESSES = 3
ROUNDS = 8


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


def patient(act: object) -> object:
    """Do it as often as another process holds the lock too long."""
    while True:
        try:
            return act()  # type: ignore[operator]  # a function without arguments
        except Busy:
            continue


def test_processes_side_by_side_lose_and_double_nothing(services: Services, make: Builder) -> None:
    client: Org = make.organisation("Bakery")
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(PROCESSES)
    moment = services.office.clock.now().isoformat()
    children = [
        context.Process(target=act, args=(dict(os.environ), moment, client.owner, number, barrier))
        for number in range(PROCESSES)
    ]
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
