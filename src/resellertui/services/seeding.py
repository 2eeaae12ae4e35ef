"""Seeding: a large synthetic database, in bulk, for trying how the program behaves with many clients."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from resellertui.adapters.clock import Clock, FixedClock, SystemClock
from resellertui.adapters.secrets import Secrets
from resellertui.domain.calendar import local_date
from resellertui.domain.errors import Invalid
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.roles import ProductRight, Role
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.audit import AuditChain
from resellertui.services.building import building
from resellertui.services.console import Services
from resellertui.services.demo.cast import AGENCY, FLORIST, STUDIO
from resellertui.services.demo.making import PROVIDER_NAME
from resellertui.services.demo.people import AGENCY_TEAM, STAFF, demo_hash
from resellertui.services.demo.population import Character, population
from resellertui.services.demo.stage import Stage
from resellertui.services.demo.story import ADMINISTRATOR, BOOKKEEPER, WEBMASTER
from resellertui.services.founding import Founders, lay_foundation
from resellertui.services.inputs import Listing
from resellertui.services.jobs import begin_on
from resellertui.services.opening import open_services
from resellertui.services.seeded_rows import Sower
from resellertui.services.unit import Office, Unit, audit_key
from resellertui.settings import Settings
from resellertui.store.bulk import digest, set_lists_aside, take_lists_back

BATCH = 5000
"""Clients in one transaction, with one audit entry."""

TEAM_CLIENTS = 5
"""How many clients the agency's collaborator is granted: the first ones."""

Progress = Callable[[int, int], None]
"""Told how many clients are made, of how many; what it raises stops the seeding, and nothing is left."""


def seed(
    settings: Settings,
    database: str | None = None,
    *,
    clients: int,
    seed: int = 1,
    progress: Progress | None = None,
    clock: Clock | None = None,
    secrets: Secrets | None = None,
) -> Services:
    """Make a database with an agency of so many clients, in place of a demonstration that is there, and open it.

    Args:
        settings: paths and preferences.
        database: a path or URL; the settings' one where None.
        clients: how many clients the agency has.
        seed: the same seed gives the same clients.
        progress: told after each batch.
        clock: the time; the machine's where None.
        secrets: the key store; the machine's where None.

    Raises:
        Invalid: the number of clients makes no sense.
        Refused: the file holds a database that is not marked as a demonstration.
        Busy: another console has the one to be replaced open.
        DatabaseTrouble: the file holds something else, or can't be made.
    """
    if clients < TEAM_CLIENTS:
        raise Invalid({"clients": _("Make at least {count} clients.").format(count=TEAM_CLIENTS)})
    still = FixedClock((clock or SystemClock()).now())
    with building(settings, database, clock=still, secrets=secrets, replacing=True) as site:
        stage = _set_up(site, still)
        numbers = _sow(site.office, stage, clients, seed, progress or (lambda _done, _total: None))
        for number in numbers:
            site.people.grant_client(stage.people[AGENCY.key], AGENCY_TEAM.email, show_id(Kind.PARTNERSHIP, number))
    return open_services(settings, database=database, clock=clock, secrets=secrets)


def _set_up(site: Services, clock: FixedClock) -> Stage:
    """Bring in the people that every demonstration has."""
    founders = Founders.of(
        provider_name=PROVIDER_NAME, provider_country="CH", owner_name=STAFF.name, owner_email=STAFF.email
    )
    stage = Stage(site, clock, clock.now(), lay_foundation(site.office, "seeded", founders, demo_hash()))
    stage.enter(AGENCY, 0)
    stage.join(AGENCY.key, AGENCY_TEAM, Role.COLLABORATOR)
    stage.enter(FLORIST, 3)
    stage.enter(STUDIO, 0)
    stage.join(AGENCY.key, ADMINISTRATOR, Role.ADMINISTRATOR)
    stage.join(AGENCY.key, BOOKKEEPER, Role.COLLABORATOR, accounting=True)
    stage.join(FLORIST.key, WEBMASTER, Role.EXTERNAL)
    site.people.grant_family(stage.people[AGENCY.key], AGENCY_TEAM.email, "web_hosting", ProductRight.TECHNICAL)
    for house, services in ((AGENCY, ("web design", "hosting")), (STUDIO, ("newsletters",))):
        reference = show_id(Kind.ORGANISATION, stage.people[house.key].org_id or 0)
        site.programme.approve(stage.staff, reference, Listing.of(services=services, languages=(house.town.language,)))
    return stage


def _sow(office: Office, stage: Stage, clients: int, seed: int, progress: Progress) -> list[int]:
    """Write every client, batch by batch; return the partnerships of the first few."""
    agency = stage.people[AGENCY.key]
    with office.filling() as session:
        sower = Sower.after(session, office, agency, f"Synthetic data, seed {seed}.")
        chain = AuditChain(audit_key(office, Unit(office, session, stage.staff).installation))
        set_lists_aside(session)
    first = sower.partnership_id
    crowd, done = population(seed, clients), 0
    while batch := list(islice(crowd, BATCH)):
        _write(office, sower, chain, stage.staff, batch)
        done += len(batch)
        progress(done, clients)
    with office.filling() as session:
        take_lists_back(session)
        begin_on(session, local_date(office.clock.now()))
    return list(range(first, first + TEAM_CLIENTS))


def _write(office: Office, sower: Sower, chain: AuditChain, staff: Actor, batch: list[Character]) -> None:
    for one in batch:
        sower.add(one)
    fingerprint = digest(sower.heaps)
    with office.filling() as session:
        written = {heap.name: heap.write(session) for heap in sower.heaps}
        chain.append(
            session,
            staff,
            office.clock.now(),
            "seed.batch",
            "organisation",
            None,
            {"clients": len(batch), "rows": written, "digest": fingerprint},
        )
