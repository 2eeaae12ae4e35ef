"""Two years of a demonstration without anybody's act, in every way the jobs may run.

A day at a time, at once, in leaps, and at once in a program that is killed again and again; the first days also through
the command itself. It says what each way took, and fails where two ways come to something else. Too long for the suite:
`make years`, or `python -m tests.benchmarks.years`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.builders import NOW, TODAY
from tests.demonstration import make_story
from tests.years import days_from, pass_years

from resellertui.adapters.clock import FixedClock
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.billing.views import PrepaidInput
from resellertui.services.opening import open_services
from resellertui.settings import Settings, load_settings
from resellertui.store.models import Membership, Organisation, Partnership, Product
from resellertui.store.sqlite import copy_to

LENGTH = 730
"""Days."""
BY_COMMAND = 60
"""Days that are also run through the command, a process a day."""
KILLS = 6


def main() -> None:
    """Let the years pass in every way, and compare."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ |= {"HOME": folder, "RESELLERTUI_SECRETS": "file"}
        settings, start = load_settings(), home / "demo.sqlite"
        make_story(settings, start)
        _prepare(settings, start)
        last = TODAY + timedelta(days=LENGTH)
        ways: dict[str, list[date]] = {
            "at once": [last],
            "in leaps": list(days_from(TODAY, LENGTH, 60, 1)),
            "in longer leaps": list(days_from(TODAY, LENGTH, 200, 2)),
            "a day at a time": list(days_from(TODAY, LENGTH, 1)),
        }
        came: dict[str, dict[str, Any]] = {}
        for name, days in ways.items():
            copy_to(start, place := home / f"{name}.sqlite")
            came[name] = _timed(name, settings, place, days)
        copy_to(start, place := home / "killed.sqlite")
        _kill(place, last)
        came["killed"] = _timed("killed, then at once", settings, place, [last])
        _compare(came)

        short = {name: home / f"{name}.sqlite" for name in ("by command", "short")}
        for place in short.values():
            copy_to(start, place)
        days = list(days_from(TODAY, BY_COMMAND, 1))
        for day in days:
            _command(short["by command"], day).wait()
        _compare({name: _timed(f"{BY_COMMAND} days, {name}", settings, one, days[-1:]) for name, one in short.items()})


def _prepare(settings: Settings, place: Path) -> None:
    """Put money into every account, switch on what can renew, and give agreements pauses, ends and limits."""
    with closing(open_services(settings, database=str(place), clock=FixedClock(NOW))) as services:
        with Session(services.office.database.reader) as session:
            owners = session.execute(
                select(Organisation.id, Organisation.currency, Membership.user_id)
                .join(Membership, Membership.org_id == Organisation.id)
                .where(Membership.role == Role.LEGAL_REPRESENTATIVE.value)
                .group_by(Organisation.id)
            ).all()
            agreements = session.scalars(
                select(Partnership).where(Partnership.state == "active", Partnership.payment == "partner")
            ).all()
        actors = {one.id: Actor(user_id=one.user_id, org_id=one.id) for one in owners}
        for place_, one in enumerate(owners):
            amount = f"{place_ % 7 * 180 + 20}.00"
            services.prepaid.top_up(actors[one.id], PrepaidInput.of(amount=amount, currency=one.currency))
        for agreement in agreements:
            reference = show_id(Kind.PARTNERSHIP, agreement.id)
            services.limits.set(actors[agreement.partner_id], reference, "60.00")
        with services.office.filling() as session:
            for number, row in enumerate(session.scalars(select(Product).order_by(Product.id))):
                row.auto_renewal = row.expires_on is not None and number % 5 > 0
                row.auto_renewal_by = row.org_id if number % 3 == 0 else None
            for number, agreement in enumerate(
                session.scalars(select(Partnership).where(Partnership.state == "active"))
            ):
                if number % 5 == 1:
                    agreement.end_on = TODAY + timedelta(days=60 + number * 9)
                elif number % 5 == 3:
                    agreement.paused_on, agreement.paused_by = TODAY, "client"
                    agreement.paused_until = TODAY + timedelta(days=40 + number * 17)


def _timed(name: str, settings: Settings, place: Path, days: list[date]) -> dict[str, Any]:
    elapsed, processor = time.perf_counter(), time.process_time()
    came = pass_years(settings, place, days)
    elapsed, processor = time.perf_counter() - elapsed, time.process_time() - processor
    print(f"{name:24} {len(days):4} runs {elapsed:8.1f} s, of the processor {processor:7.1f} s")  # noqa: T201
    return came


def _command(place: Path, day: date) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "resellertui", "--db", str(place), "--at", f"{day.isoformat()} 08:00", "tick"],
        stdout=subprocess.DEVNULL,
    )


def _kill(place: Path, day: date) -> None:
    """Begin the run, and kill it ever later."""
    killed = 0
    for number in range(KILLS):
        with _command(place, day) as process:
            time.sleep(1.5 + number)
            process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
    print(f"killed {killed} times")  # noqa: T201


def _compare(came: dict[str, dict[str, Any]]) -> None:
    first, *others = came
    for name in others:
        for part, found in came[name].items():
            if found != came[first][part]:
                sys.exit(f"“{name}” and “{first}” differ in {part}:\n{found}\n{came[first][part]}")
    print(f"the same in {len(came)} ways: {len(came[first]['sums'])} sums")  # noqa: T201


if __name__ == "__main__":
    main()
