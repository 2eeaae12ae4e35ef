"""Support codes, VIP codes and transfer codes as their owners see them, and the plans that have a VIP code."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.builders import NOW, Builder, Org
from tests.hostile import HOSTILE
from tests.services.life import mails, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, Invalid, NotFound, Refused
from resellertui.domain.roles import ProductRight, Role
from resellertui.domain.support_code import CodeKind, code_of, read_code, shown
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, OrderOutcome, PayInput, PrepaidInput, RefundInput, RenewInput
from resellertui.services.console import Services
from resellertui.services.opening import open_services
from resellertui.services.unit import Office
from resellertui.settings import Settings
from resellertui.store.queries import support_codes as queries
from resellertui.tui.incidents import LOG_FILE, Incidents

DAY = timedelta(days=1)


def identified(services: Services, make: Builder, code: str | None) -> str | None:
    """Return the organisation that the desk finds, waiting first for as long as earlier failures ask for."""
    clock = services.office.clock
    assert isinstance(clock, FixedClock)
    staff = make.staff
    try:
        return services.support_desk.identify(staff, code or "").organisation
    except NotFound:
        return None


def said(services: Services) -> list[tuple[str, object]]:
    """Return what the audit says of codes, oldest first, with what it says of them."""
    statement = (
        'SELECT action, audit_values."values" FROM audit_entries JOIN audit_values ON entry_id = id '
        "WHERE action LIKE 'support.%' OR action LIKE 'transfer%' ORDER BY id"
    )
    found = rows(services, statement)
    return [(action, json.loads(facts)) for action, facts in found]


def actions(services: Services) -> list[str]:
    """Return what was done with codes, oldest first."""
    return [action for action, _facts in said(services)]


def test_a_code_stays_the_same_for_a_day_and_the_desk_takes_it_a_little_longer(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    first = services.support_codes.code(client.owner)
    assert first.code is not None
    assert read_code(first.shown) == first.code
    assert (first.is_new, first.valid_until) == (True, NOW + DAY)

    clock.advance(hours=23, minutes=59)
    again = services.support_codes.code(client.owner)
    assert (again.code, again.is_new, again.valid_until) == (first.code, False, first.valid_until)
    assert services.support_codes.look(client.owner).valid_until == first.valid_until

    clock.advance(minutes=1)
    assert services.support_codes.look(client.owner).valid_until is None
    assert identified(services, make, first.code) == "Bakery"
    second = services.support_codes.code(client.owner)
    assert (second.code != first.code, second.is_new) == (True, True)
    clock.advance(minutes=14, seconds=59)
    assert identified(services, make, first.code) == "Bakery"
    assert identified(services, make, second.code) == "Bakery"
    clock.advance(seconds=1)
    assert identified(services, make, first.code) is None
    assert identified(services, make, second.code) == "Bakery"


def test_renewing_kills_the_old_code_at_once_in_its_grace_too(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    first = services.support_codes.code(client.owner)
    second = services.support_codes.code(client.owner, renew=True)
    assert identified(services, make, first.code) is None
    assert identified(services, make, second.code) == "Bakery"

    clock.advance(DAY)
    third = services.support_codes.code(client.owner, renew=True)
    assert identified(services, make, second.code) is None
    assert identified(services, make, third.code) == "Bakery"
    assert actions(services).count("support.code_renewed") == 2


def test_renewing_kills_also_the_code_before_which_is_in_its_grace(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    first = services.support_codes.code(client.owner)
    clock.advance(days=1, minutes=1)
    assert services.support_codes.code(client.owner).is_new
    assert identified(services, make, first.code) == "Bakery"
    services.support_codes.code(client.owner, renew=True)
    assert identified(services, make, first.code) is None


def test_dead_codes_are_dropped_and_their_counter_goes_on(services: Services, client: Org, clock: FixedClock) -> None:
    seen = set()
    for _day in range(4):
        seen.add(services.support_codes.code(client.owner).code)
        clock.advance(days=2)

    assert len(seen) == 4
    assert rows(services, "SELECT counter FROM support_codes") == [(4,)]


def test_a_code_is_a_persons_in_one_organisation(
    services: Services, make: Builder, client: Org, agency: Org, office: Office
) -> None:
    outsider = make.person(client, Role.EXTERNAL, email="guest@test.example")
    elsewhere = make.person(agency, Role.COLLABORATOR, email="guest@test.example")
    found = [services.support_codes.code(one).code for one in (client.owner, outsider, elsewhere)]

    assert len(set(found)) == 3
    assert identified(services, make, found[2]) == "Agency"
    with pytest.raises(NotFound):
        services.support_codes.code(Actor(user_id=outsider.user_id, org_id=1))
    with pytest.raises(NotFound):
        services.support_codes.code(Actor.operator())
    rehearsed = Services(office.rehearsing()).support_codes.code(client.owner, renew=True)
    assert (rehearsed.code, rehearsed.shown) == (None, "")
    assert services.support_codes.code(client.owner).code == found[0]


def test_two_consoles_at_once_get_the_same_code(services: Services, settings: Settings, client: Org) -> None:
    others = [open_services(settings, clock=FixedClock(NOW)) for _console in range(3)]
    try:
        with ThreadPoolExecutor(3) as pool:
            found = list(pool.map(lambda one: one.support_codes.code(client.owner).code, others))
    finally:
        for one in others:
            one.close()

    assert len(set(found)) == 1
    assert rows(services, "SELECT count(*) FROM support_codes") == [(1,)]
    assert rows(services, "SELECT count(*) FROM support_keys") == [(1,)]


def test_a_collision_bumps_the_counter(
    services: Services, make: Builder, client: Org, agency: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    def colliding(key: bytes, kind: CodeKind, user_id: int | None, org_id: int, counter: int) -> str:
        return "1034208091" if counter == 1 else code_of(key, kind, user_id, org_id, counter)

    monkeypatch.setattr("resellertui.services.support.codes.code_of", colliding)
    first = services.support_codes.code(client.owner)
    second = services.support_codes.code(agency.owner)

    assert first.code == "1034208091"
    assert second.code != first.code
    assert [identified(services, make, one.code) for one in (first, second)] == ["Bakery", "Agency"]


def test_looks_and_copies_are_in_the_audit_without_digits(services: Services, client: Org) -> None:
    with pytest.raises(NotFound):
        services.support_codes.note_copy(client.owner, CodeKind.SUPPORT)
    services.support_codes.code(client.owner)
    services.support_codes.code(client.owner)
    services.support_codes.note_copy(client.owner, CodeKind.SUPPORT)

    assert actions(services) == [
        "support.code_issued",
        "support.code_shown",
        "support.code_shown",
        "support.code_copied",
    ]
    assert said(services)[-1][1] == {
        "kind": "support",
        "user": client.owner.user_id,
        "valid_until": "2026-11-24T09:00:00+00:00",
    }


def test_a_vip_code_is_the_organisations_while_its_plan_goes_on(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    helper = make.person(client, Role.COLLABORATOR)
    with pytest.raises(Refused) as refusal:
        services.support_codes.vip(client.owner)
    assert "Pro, Enterprise" in str(refusal.value)
    assert refusal.value.facts["choices"] == ["pro", "enterprise"]
    assert "Pro, Enterprise" in services.support_codes.look(client.owner).why_no_vip
    make.product(client, "Plus", sku="support-plus")
    with pytest.raises(Refused, match="The plan Plus has no VIP code"):
        services.support_codes.vip(helper)

    make.product(client, "Pro", sku="support-pro", expires_on=(NOW + 30 * DAY).date())
    first = services.support_codes.vip(client.owner)
    assert services.support_codes.vip(helper).code == first.code
    with pytest.raises(Forbidden, match="external"):
        services.support_codes.vip(make.person(client, Role.EXTERNAL))
    view = services.support_codes.look(helper)
    assert (view.vip, view.vip_issued_at, view.plan, view.why_no_vip) == (True, NOW, "Pro", "")
    second = services.support_codes.vip(helper, renew=True)
    assert identified(services, make, first.code) is None

    clock.advance(days=29)
    assert identified(services, make, second.code) == "Bakery"
    clock.advance(days=1)
    assert identified(services, make, second.code) is None
    with pytest.raises(Refused):
        services.support_codes.vip(client.owner)
    clock.advance(days=5)  # nobody looked, no job ran, and a plan is bought anew: the old code stays dead
    make.product(client, "Enterprise", sku="support-enterprise")
    assert identified(services, make, second.code) is None
    third = services.support_codes.vip(client.owner)
    assert third.code not in {first.code, second.code}
    assert identified(services, make, third.code) == "Bakery"


def order(services: Services, actor: Actor, sku: str, periods: int = 6, **more: object) -> OrderOutcome:
    """Order a plan, or another kind of product."""
    return services.orders.place(actor, OrderInput.of(lines=[{"sku": sku, "periods": periods}], **more))


def test_a_plan_that_was_ordered_before_a_gap_and_paid_after_it_brings_no_vip_code_back(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    services.prepaid.top_up(client.owner, PrepaidInput.of(amount="20000", currency="CHF"))
    make.product(client, "Pro", sku="support-pro", expires_on=(NOW + 5 * DAY).date())
    old = services.support_codes.vip(client.owner)
    waiting = order(services, client.owner, "support-enterprise")
    clock.advance(days=20)
    assert identified(services, make, old.code) is None
    services.billing.pay(client.owner, PayInput.of(document=waiting.document_id))
    assert identified(services, make, old.code) is None
    assert services.support_codes.vip(client.owner).code != old.code


def test_a_plan_is_bought_for_half_a_year_upgraded_never_downgraded_and_not_refunded(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    services.prepaid.top_up(client.owner, PrepaidInput.of(amount="20000", currency="CHF"))
    with pytest.raises(Invalid) as short:
        order(services, client.owner, "support-plus", periods=5)
    assert [(one.field, "6 months" in one.reason) for one in short.value.fields] == [("lines.1.periods", True)]
    two = OrderInput.of(lines=[{"sku": one, "periods": 6} for one in ("support-plus", "support-pro")])
    with pytest.raises(Invalid, match=r"."):
        services.orders.place(client.owner, two)

    waiting = order(services, client.owner, "support-plus")
    assert services.support_plans.show(client.owner).current.id == "standard"
    with pytest.raises(Refused, match="waits to be paid"):
        order(services, client.owner, "support-plus")
    services.billing.pay(client.owner, PayInput.of(document=waiting.document_id))
    page = services.support_plans.show(client.owner)
    assert (page.current.id, page.until, page.least_months) == ("plus", datetime(2027, 5, 23, tzinfo=UTC).date(), 6)
    (plus,) = [one.id for one in services.products.list(client.owner) if one.sku == "support-plus"]
    services.products.set_auto_renewal(client.owner, plus, True)

    order(services, client.owner, "support-pro", pay=True)
    assert services.support_plans.show(client.owner).current.id == "pro"
    assert services.products.show(client.owner, plus).auto_renewal is False
    with pytest.raises(Refused, match="the plan Pro counts"):
        services.products.set_auto_renewal(client.owner, plus, True)
    with pytest.raises(Refused, match="the plan Pro counts"):
        services.orders.renew(client.owner, RenewInput.of(products=[plus]))
    with pytest.raises(Refused, match="no downgrade from Pro to Plus"):
        order(services, client.owner, "support-plus", periods=12)

    mixed = [{"sku": "support-enterprise", "periods": 6}, {"sku": "web-hosting", "name": "one.ch"}]
    outcome = services.orders.place(client.owner, OrderInput.of(lines=mixed, pay=True))
    with pytest.raises(Refused, match="Premium support is not refunded"):
        services.billing.refund(make.staff, RefundInput.of(document=outcome.document_id, line=1, reason="please"))
    note = services.billing.refund(make.staff, RefundInput.of(document=outcome.document_id, reason="please"))
    assert note.net == outcome.lines[1].charged
    with pytest.raises(Refused, match="not refunded"):
        services.billing.refund(make.staff, RefundInput.of(document=waiting.document_id, reason="please"))


def test_a_transfer_code_is_sealed_and_shown_to_those_who_may_move_the_domain(
    services: Services, make: Builder, agency: Org, studio: Org, clock: FixedClock, office: Office
) -> None:
    shop = make.organisation("Shop", email="owner@shop.example")
    soon = (NOW + 10 * DAY).date()
    domain = make.product(shop, "shop.ch", sku="domain-ch", expires_on=soon)
    other = make.product(shop, "other.ch", sku="domain-ch")
    hosting = make.product(shop, "Hosting")
    staff, secret = make.staff, "EPP-s3cret!code"
    codes = services.transfer_codes
    with pytest.raises(Forbidden):
        codes.enter(shop.owner, domain, secret)
    with pytest.raises(Refused, match="no domain"):
        codes.enter(staff, hosting, secret)
    for text in ("short", "with blanks in it", "x" * 201, *(one for one in HOSTILE if "\x1b" in one)):
        with pytest.raises(Invalid):
            codes.enter(staff, domain, text)
    with pytest.raises(NotFound):
        codes.show(shop.owner, domain)

    assert codes.enter(staff, domain, f" {secret}\n").code is None
    assert codes.show(shop.owner, "shop.ch").code == secret
    assert Services(office.rehearsing()).transfer_codes.show(shop.owner, domain).code is None
    looker = make.person(shop, Role.COLLABORATOR)
    with pytest.raises(NotFound):
        codes.show(looker, domain)
    grant(services, shop, looker, domain, ProductRight.STATISTICS)
    with pytest.raises(Forbidden):
        codes.show(looker, domain)

    make.active(shop, agency, products=("shop.ch",))
    with pytest.raises(Forbidden, match="can't"):
        codes.show(agency.owner, domain)
    with pytest.raises(NotFound):
        codes.show(studio.owner, domain)
    assert actions(services) == ["transfer_code.entered", "transfer_code.shown"]
    assert secret.encode() not in everything(services)

    codes.enter(staff, other, "another-code")
    clock.advance(days=45)
    with pytest.raises(NotFound):
        codes.show(shop.owner, domain)
    services.tick.run(Actor.operator())
    assert rows(services, "SELECT count(*) FROM transfer_codes") == [(1,)]


def grant(services: Services, org: Org, person: Actor, product: str, right: ProductRight) -> None:
    """Give a person a right on a product."""
    from resellertui.domain.identifiers import Kind, show_id

    services.people.grant_product(org.owner, show_id(Kind.USER, person.user_id or 0), product, right)


def everything(services: Services) -> bytes:
    """Return every byte of the database, its log, and what the console wrote beside it but the secrets."""
    path = services.office.database.path
    assert path is not None
    home = Path.home()
    files = {one for folder in (path.parent, home) for one in folder.rglob("*") if one.is_file()}
    return b"".join(one.read_bytes() for one in sorted(files) if "secrets" not in one.parts)


def test_no_digit_of_a_life_stays_anywhere(
    services: Services,
    make: Builder,
    client: Org,
    clock: FixedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.product(client, "Pro", sku="support-pro")
    used = [services.support_codes.vip(client.owner)]
    used += [services.support_codes.vip(client.owner, renew=True)]
    own = [services.support_codes.code(client.owner)]
    services.support_codes.note_copy(client.owner, CodeKind.SUPPORT)
    own += [services.support_codes.code(client.owner, renew=True)]
    errors = []
    for typed in (own[0].shown, own[1].shown, used[0].shown, used[1].shown, "123 456 789 0"):
        clock.advance(hours=1)
        try:
            services.support_desk.identify(make.staff, typed)
        except NotFound as error:
            errors.append(repr(error) + str(error) + str(error.facts))
    monkeypatch.setattr(queries, "codes_like", lambda *_args: 1 // 0)
    with pytest.raises(ZeroDivisionError) as crash:
        services.support_desk.identify(make.staff, own[1].shown)
    Incidents(tmp_path, clock).note(crash.value)
    errors.append((tmp_path / LOG_FILE).read_text())
    services.maintenance.backup(Actor.operator(), tmp_path / "copy.sqlite")

    kept = everything(services) + (tmp_path / "copy.sqlite").read_bytes() + repr((errors, mails(services))).encode()
    assert len(errors) == 4
    for code in (*(one.code for one in used), *(one.code for one in own)):
        assert code is not None
        for text in (code, shown(code), code[:-1]):
            assert text.encode() not in kept
    assert b"123 456 789 0" not in kept
    assert b"1234567890" not in kept
