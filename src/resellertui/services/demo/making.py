"""Making the demonstration's database."""

from __future__ import annotations

from datetime import datetime, timedelta

from resellertui.adapters.clock import Clock, FixedClock, SystemClock
from resellertui.adapters.secrets import Secrets
from resellertui.domain.calendar import local_date
from resellertui.services.building import building, check_playable, place_of
from resellertui.services.console import Services
from resellertui.services.demo.people import STAFF, demo_hash
from resellertui.services.demo.stage import Stage
from resellertui.services.demo.story import tell
from resellertui.services.founding import Founders, lay_foundation
from resellertui.services.inputs import AccountEdit
from resellertui.services.jobs import begin_on
from resellertui.services.opening import open_services
from resellertui.settings import Settings
from resellertui.store.queries.outbox_history import count_as_sent
from resellertui.store.queries.portfolio import days

PROVIDER_NAME = "Alpenhost SA"
PROVIDER_ACCOUNT = {
    "street": "Rue des Alpes",
    "house_number": "12",
    "postal_code": "1201",
    "city": "Genève",
    "register_number": "CHE-999.999.996 TVA",
    "accept_terms": True,
}
"""What stands on its invoices as their issuer; the number is no company's."""

DAYS_TOLD = 910
"""How long before now the story begins."""


def make_demo(
    settings: Settings,
    database: str | None = None,
    *,
    fresh: bool = False,
    clock: Clock | None = None,
    secrets: Secrets | None = None,
) -> Services:
    """Open the demonstration, making it first where there is none.

    Args:
        settings: paths and preferences.
        database: a path or URL; the settings' one where None.
        fresh: make it anew where there is one.
        clock: the time; the machine's where None.
        secrets: the key store; the machine's where None.

    Raises:
        Refused: the file holds a database that is not marked as a demonstration.
        Busy: another console has the one to be replaced open.
        DatabaseTrouble: the file holds something else, or can't be made.
    """
    if fresh or check_playable(place_of(settings, database)) is None:
        now = (clock or SystemClock()).now()
        moving = FixedClock(now - timedelta(days=DAYS_TOLD))
        with building(settings, database, clock=moving, secrets=secrets, replacing=True) as site:
            _perform(site, moving, now)
    return open_services(settings, database=database, clock=clock, secrets=secrets)


def _perform(site: Services, clock: FixedClock, now: datetime) -> None:
    founders = Founders.of(
        provider_name=PROVIDER_NAME, provider_country="CH", owner_name=STAFF.name, owner_email=STAFF.email
    )
    staff = lay_foundation(site.office, "demo", founders, demo_hash())
    stage = Stage(site, clock, now, staff)
    site.client_account.change(staff, AccountEdit.of(**PROVIDER_ACCOUNT))
    tell(stage)
    stage.play()
    with site.office.filling() as session:
        count_as_sent(session, before=now - timedelta(days=1))
        days.turn_to(session, local_date(now))
        begin_on(session, local_date(now))
