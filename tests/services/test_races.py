"""Two processes at the same moment, again and again: exactly one wins, and what must hold still holds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.synchronize import Barrier
from typing import Any

from tests.builders import Builder, Org
from tests.forked import CONTEXT, forked
from tests.services.life import arrangement, ask_client, ask_partner, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Busy, ResellerError
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Answer

ROUNDS = 8
"""How often each pair of acts meets; any one of them that both win is a failure."""

Act = tuple[str, Actor, str, Any]
"""What a racer does in a round: the verb, as whom, to what, with what."""


def race(environment: dict[str, str], moment: str, acts: list[Act], barrier: Barrier, outcomes: Any) -> None:
    """Do the acts, one a round, each at the moment when the other racer does its own."""
    from datetime import datetime

    from resellertui.services.opening import open_services
    from resellertui.settings import load_settings

    os.environ.update(environment)
    services = open_services(load_settings(), clock=FixedClock(datetime.fromisoformat(moment)))
    verbs: dict[str, Callable[[Actor, str, Any], object]] = {
        "accept": services.requests.accept,
        "access": services.agreements.change_access,
        "demote": services.people.set_role,
        "remove": lambda actor, who, _nothing: services.people.remove(actor, who),
    }
    for turn, (verb, actor, subject, wish) in enumerate(acts):
        barrier.wait(60)
        outcomes.put((turn, outcome(partial(verbs[verb], actor, subject, wish))))
        barrier.wait(60)
    services.close()


def outcome(act: Callable[[], object]) -> str:
    """Return what came of an act, tried again for as long as a busy machine keeps the lock with the other one."""
    while True:
        try:
            act()
        except Busy:
            continue
        except ResellerError as error:
            return error.code
        else:
            return "won"


@contextmanager
def racers(services: Services, *lanes: list[Act]) -> Iterator[list[list[str]]]:
    """Give what came out of each round, sorted, of two processes that did their acts side by side."""
    barrier, outcomes = CONTEXT.Barrier(len(lanes)), CONTEXT.Queue()
    environment = {"HOME": os.environ["HOME"], "RESELLERTUI_SECRETS": "file"}
    moment = services.office.clock.now().isoformat()
    processes = [forked(race, environment, moment, lane, barrier, outcomes) for lane in lanes]
    for one in processes:
        one.start()
    told = sorted(outcomes.get(timeout=90) for _act in range(sum(map(len, lanes))))  # they arrive in any order
    found = [[code for turn, code in told if turn == number] for number in range(len(lanes[0]))]
    for one in processes:
        one.join(30)
    yield found


def full(org: Org, reference: str) -> Act:
    """Return the acceptance of a request as it was asked."""
    return ("accept", org.owner, reference, Answer())


def test_of_two_acts_on_one_clients_partnerships_at_once_exactly_one_wins(
    services: Services, make: Builder, agency: Org, studio: Org
) -> None:
    first: list[Act] = []
    second: list[Act] = []
    wishes = ((), ()), ((), ("b.ch",)), (("a.ch", "b.ch"), ("b.ch",))  # two full, full and limited, one product twice
    for number in range(ROUNDS):
        for shape, (one, other) in enumerate(wishes):
            client = make.organisation(f"Client {number} of {shape}", products=("a.ch", "b.ch"))
            first.append(full(agency, ask_partner(services, client, "Agency", products=one).partnership.id))
            second.append(full(studio, ask_partner(services, client, "Studio", products=other).partnership.id))

        client = make.organisation(f"Asked client {number}")
        first.append(full(client, ask_client(services, agency, client.email).partnership.id))
        second.append(full(studio, ask_partner(services, client, "Studio").partnership.id))

        client = make.organisation(f"Changing client {number}", products=("a.ch", "b.ch"))
        mine = make.active(client, agency, products=("a.ch",))
        first.append(("access", client.owner, mine, arrangement(Access.FULL, Payment.CLIENT)))
        second.append(full(studio, ask_partner(services, client, "Studio", products=("b.ch",)).partnership.id))

    with racers(services, first, second) as outcomes:
        assert outcomes == [["conflict", "won"]] * 5 * ROUNDS, outcomes
    beside = "SELECT client_id FROM partnerships WHERE state = 'active' GROUP BY client_id HAVING count(*) > 1"
    assert not rows(services, beside + " AND sum(access = 'full') > 0")
    won = "SELECT count(*) FROM partnerships WHERE state = 'active' AND client_id IN "
    asked = "(SELECT id FROM organisations WHERE name LIKE 'Client %')"
    assert rows(services, won + asked) == [(3 * ROUNDS,)]


def test_of_the_two_last_legal_representatives_who_unmake_each_other_exactly_one_remains(
    services: Services, make: Builder
) -> None:
    first: list[Act] = []
    second: list[Act] = []
    for number in range(2 * ROUNDS):
        verb = "demote" if number % 2 else "remove"
        org = make.organisation(f"Org {number}", email=f"first{number}@test.example")
        other = make.person(org, Role.LEGAL_REPRESENTATIVE, email=f"second{number}@test.example")
        first.append((verb, org.owner, f"second{number}@test.example", Role.COLLABORATOR))
        second.append((verb, other, f"first{number}@test.example", Role.COLLABORATOR))

    with racers(services, first, second) as outcomes:
        assert all(one[1] == "won" and one[0] in {"forbidden", "not_found", "refused"} for one in outcomes), outcomes
    left = rows(
        services,
        "SELECT count(*) FROM memberships WHERE role = 'legal_representative' AND org_id > 1 GROUP BY org_id",
    )
    assert left == [(1,)] * 2 * ROUNDS
