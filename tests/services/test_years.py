"""Years without anybody's act come to the same, however often the jobs run meanwhile."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import update
from tests.builders import TODAY, Builder, Org
from tests.services.test_renewals import rich
from tests.services.test_terms import edited
from tests.years import days_from, pass_years

from resellertui.domain.partnership import Payment
from resellertui.services.console import Services
from resellertui.services.inputs import Listing, Pause
from resellertui.settings import Settings
from resellertui.store.models import Product
from resellertui.store.sqlite import copy_to

LENGTH = 470
"""Days: the anniversaries, the days of grace after them, and what a suspension does to the renewals that follow."""


def expiring(make: Builder, org: Org, *days: int, sku: str = "web-hosting-yearly") -> None:
    """Make products that renew by themselves, from so many days from now on."""
    for one in days:
        make.product(org, f"{one}-{sku}.ch", sku=sku, expires_on=TODAY + timedelta(days=one), auto_renewal=True)


def settle(services: Services, make: Builder) -> None:
    """Make partners and clients on which dates decide: who pays, at what price, from when on, and for how long."""
    agency, term = make.organisation("Agency"), make.organisation("Term")
    services.programme.approve(make.staff, agency.ref, Listing())
    services.programme.approve(make.staff, term.ref, Listing(provisional=True))
    names = ("Limited", "Pausing", "Ending", "Entrusted", "Warranted")
    limited, pausing, ending, entrusted, warranted = (make.organisation(name) for name in names)
    for org, amount in ((agency, "900.00"), (term, "40.00"), (pausing, "60.00"), (ending, "300.00")):
        rich(services, org, amount)
    expiring(make, limited, 12, sku="web-hosting")
    expiring(make, pausing, 12, 106)
    expiring(make, ending, 12, 170)
    expiring(make, warranted, 12, 160)
    expiring(make, term, 12, sku="web-hosting")
    own = make.product(entrusted, "entrusted.ch", expires_on=TODAY + timedelta(days=160), auto_renewal=True)
    rich(services, entrusted, "40.00")
    make.product(warranted, "Warranty", sku="renewal-warranty", expires_on=TODAY + timedelta(days=330))
    allowed = make.active(limited, agency, payment=Payment.PARTNER)
    services.limits.set(agency.owner, allowed, "11.00")
    with services.office.filling() as session:  # by the client itself: within the limit only
        session.execute(update(Product).where(Product.org_id == limited.number).values(auto_renewal_by=limited.number))
    paused = make.active(pausing, agency, payment=Payment.PARTNER)
    services.agreements.pause(pausing.owner, paused, Pause(until=TODAY + timedelta(days=75), reason="Works."))
    ended = make.active(ending, agency, payment=Payment.PARTNER)
    services.agreements.set_end_date(ending.owner, ended, TODAY + timedelta(days=150))
    make.active(entrusted, term, products=(own,))
    make.request(warranted, agency)
    services.terms.publish(make.staff, edited("dearer", "2027-04-01", price="10.35", rate="0.30"))


def test_a_year_in_one_run_comes_to_what_it_comes_to_in_many(
    services: Services, settings: Settings, make: Builder, tmp_path: Path
) -> None:
    settle(services, make)
    services.tick.run(make.staff)
    path = services.office.database.path
    assert path is not None
    came = {}
    for name, days in (("at once", [TODAY + timedelta(days=LENGTH)]), ("in leaps", days_from(TODAY, LENGTH, 150))):
        copy_to(path, place := tmp_path / f"{name}.sqlite")
        came[name] = pass_years(settings, place, days)
    assert came["at once"] == came["in leaps"]
    assert {"paid", "void", "to_pay"} == {row[3] for row in came["at once"]["documents"]}
