"""What time alone does: recording what dates decided, reminding, mailing; and doing it once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from tests.builders import TODAY, Builder, Org

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import DatabaseTrouble, Forbidden
from resellertui.domain.partnership import State
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.jobs import JOBS, Job
from resellertui.services.jobs import expiring as expiring_job
from resellertui.services.jobs.reminding import reminder_due, reminder_word
from resellertui.services.partnerships import endings
from resellertui.services.ticking import Tick
from resellertui.services.unit import Office

OPERATOR = Actor.operator()
STEPS = (30, 7, 1)


def counts(services: Services) -> dict[str, dict[str, int]]:
    return {one.job: dict(one.counts) for one in services.tick.run(OPERATOR)}


def stored(office: Office, statement: str) -> list[tuple[object, ...]]:
    assert office.database.path is not None
    with closing(sqlite3.connect(office.database.path)) as connection:
        return list(connection.execute(statement))


@pytest.fixture
def partner(make: Builder) -> Org:
    """Give an approved partner."""
    return make.partner("Agency")


def ending(make: Builder, services: Services, partner: Org, days: int) -> tuple[Org, str]:
    """Make an active partnership that ends in so many days."""
    client = make.organisation(f"Client {days}")
    reference = make.active(client, partner)
    services.agreements.set_end_date(client.owner, reference, TODAY + timedelta(days=days))
    return client, reference


def test_an_unanswered_request_is_recorded_as_expired_and_its_sender_told(
    services: Services, make: Builder, partner: Org, clock: FixedClock, office: Office
) -> None:
    reference = make.request(make.organisation("Client"), partner)
    clock.advance(days=30)
    assert counts(services)["expire"] == {"expired": 1, "ended": 0}
    assert stored(office, "SELECT state FROM partnerships") == [("expired",)]
    assert stored(office, "SELECT count(*) FROM outbox WHERE kind = 'partnership.expired'") == [(1,)]
    assert services.partnerships.history(partner.owner, reference).events[-1].kind == "expired"


def test_an_agreement_past_its_end_date_is_recorded_as_ended_on_that_day(
    services: Services, make: Builder, partner: Org, clock: FixedClock
) -> None:
    client, reference = ending(make, services, partner, 10)
    clock.advance(days=15)
    assert counts(services)["expire"] == {"expired": 0, "ended": 1}
    view = services.partnerships.show(client.owner, reference)
    assert view.state is State.ENDED
    assert view.ended_at is not None
    assert view.ended_at.astimezone(clock.now().tzinfo).isoformat() == "2026-12-02T23:00:00+00:00"


def test_a_second_run_changes_nothing(
    services: Services, make: Builder, partner: Org, clock: FixedClock, office: Office
) -> None:
    make.request(make.organisation("Client"), partner)
    ending(make, services, partner, 40)
    clock.advance(days=34)
    first = counts(services)
    assert first["expire"]["expired"] == 1
    assert first["remind"] == {"reminded": 1}
    assert first["deliver"]["sent"] > 0
    audit = stored(office, "SELECT count(*) FROM audit_entries")
    assert counts(services) == {
        "quote_files": {"taken": 0, "refused": 0},
        "expire": {"expired": 0, "ended": 0},
        "quote_expiry": {"expired": 0, "reminded": 0},
        "renew": {"renewed": 0, "waiting": 0, "warranted": 0, "terminated": 0, "mails": 0},
        "remind": {"reminded": 0},
        "reinvoice": {"reminded": 0},
        "access": {"ended": 0},
        "review": {"met": 0, "warned": 0, "suspended": 0, "restored": 0},
        "arrears": {"told": 0, "raised": 0},
        "registry": {},
        "deliver": {"sent": 0, "failed": 0},
    }
    assert stored(office, "SELECT count(*) FROM audit_entries") == audit


def test_both_sides_are_reminded_thirty_seven_and_one_days_before(
    services: Services, make: Builder, partner: Org, clock: FixedClock, office: Office
) -> None:
    ending(make, services, partner, 40)
    reminded = []
    for day in range(41):
        if counts(services)["remind"]["reminded"]:
            reminded.append(40 - day)
        clock.advance(days=1)
    assert reminded == [30, 7, 1]
    recipients = stored(office, "SELECT count(DISTINCT recipient), count(*) FROM outbox WHERE kind LIKE '%reminder'")
    assert recipients == [(2, 6)]


def test_after_a_standstill_only_the_nearest_reminder_goes_out(
    services: Services, make: Builder, partner: Org, clock: FixedClock
) -> None:
    client, reference = ending(make, services, partner, 40)
    clock.advance(days=37)
    assert counts(services)["remind"] == {"reminded": 1}
    event = services.partnerships.history(client.owner, reference).events[-1]
    assert (event.kind, event.details["days"]) == ("reminded", 3)
    clock.advance(days=1)
    assert counts(services)["remind"] == {"reminded": 0}
    clock.advance(days=1)
    assert counts(services)["remind"] == {"reminded": 1}


def test_a_new_end_date_is_reminded_of_anew(services: Services, make: Builder, partner: Org, clock: FixedClock) -> None:
    client, reference = ending(make, services, partner, 30)
    assert counts(services)["remind"] == {"reminded": 1}
    services.agreements.set_end_date(client.owner, reference, TODAY + timedelta(days=60))
    clock.advance(days=30)
    assert counts(services)["remind"] == {"reminded": 1}


@pytest.mark.parametrize(
    ("left", "expected"), [(31, None), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, None), (-1, None)]
)
def test_the_reminder_of_a_day_is_the_nearest_step_reached(left: int, expected: int | None) -> None:
    end_on = TODAY + timedelta(days=left)
    assert reminder_due(end_on, TODAY, STEPS, "") == expected


def test_a_reminder_remembered_is_not_due() -> None:
    end_on = date(2026, 11, 30)
    assert reminder_due(end_on, TODAY, STEPS, reminder_word(end_on, 7)) is None


def test_a_rehearsal_says_what_would_be_done_and_keeps_nothing(
    services: Services, make: Builder, partner: Org, clock: FixedClock, office: Office
) -> None:
    make.request(make.organisation("Client"), partner)
    ending(make, services, partner, 60)
    clock.advance(days=30)
    before = stored(office, "SELECT count(*) FROM audit_entries")
    would = {one.job: dict(one.counts) for one in services.rehearsing().tick.run(OPERATOR)}
    assert would["expire"] == {"expired": 1, "ended": 0}
    assert would["remind"] == {"reminded": 1}
    assert would["deliver"]["sent"] > 0
    assert stored(office, "SELECT count(*) FROM tick_runs") == [(0,)]
    assert stored(office, "SELECT count(*) FROM audit_entries") == before
    assert not office.outbox_folder.exists()


def test_work_of_several_batches_is_done_whole(
    services: Services, make: Builder, partner: Org, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiring_job, "BATCH", 2)
    for number in range(5):
        make.request(make.organisation(f"Client {number}"), partner)
    clock.advance(days=31)
    assert {one.job: dict(one.counts) for one in services.rehearsing().tick.run(OPERATOR)}["expire"]["expired"] == 5
    assert counts(services)["expire"]["expired"] == 5


def test_a_run_stopped_between_batches_leaves_whole_records(
    services: Services, make: Builder, partner: Org, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    monkeypatch.setattr(expiring_job, "BATCH", 2)
    for number in range(5):
        make.request(make.organisation(f"Client {number}"), partner)
    clock.advance(days=31)
    record, done = endings.record_by_date, 0

    def stop_at_fourth(*arguments: object) -> bool:
        nonlocal done
        done += 1
        if done == 4:
            raise KeyboardInterrupt
        return record(*arguments)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(expiring_job, "record_by_date", stop_at_fourth)
    with pytest.raises(KeyboardInterrupt):
        services.tick.run(OPERATOR)
    monkeypatch.undo()
    assert stored(office, "SELECT count(*) FROM partnerships WHERE state = 'expired'") == [(2,)]
    assert services.maintenance.check(OPERATOR).findings == ()
    assert counts(services)["expire"]["expired"] == 3


def test_every_run_is_written_down_but_idle_ones_do_not_pile_up(
    services: Services, make: Builder, partner: Org, clock: FixedClock, office: Office
) -> None:
    for _round in range(3):
        counts(services)
    make.request(make.organisation("Client"), partner)
    clock.advance(days=31)
    counts(services)
    runs = stored(office, "SELECT count(*), count(finished_at), max(at) FROM tick_runs WHERE job = 'expire'")
    assert runs == [(2, 2, "2026-12-24T09:00:00.000000Z")]


def test_a_job_that_fails_does_not_keep_the_others_from_running(services: Services, office: Office) -> None:
    ran = []

    def fail(_office: Office, _actor: Actor) -> dict[str, int]:
        raise DatabaseTrouble("It broke.")

    def work(_office: Office, _actor: Actor) -> dict[str, int]:
        ran.append("work")
        return {"done": 1}

    with pytest.raises(DatabaseTrouble, match="It broke"):
        Tick(office, [Job("fail", fail), Job("work", work)]).run(OPERATOR)
    assert ran == ["work"]
    assert stored(office, "SELECT finished_at FROM tick_runs WHERE job = 'fail'") == [(None,)]


def test_only_staff_and_the_owner_of_the_file_run_the_jobs(services: Services, make: Builder) -> None:
    with pytest.raises(Forbidden):
        services.tick.run(make.organisation("Stranger").owner)
    assert len(services.tick.run(make.staff)) == len(JOBS)
