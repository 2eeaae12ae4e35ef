"""Products: how they are listed and explained, and the switch of their automatic renewal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.builders import TODAY, Builder, Org
from tests.hostile import HOSTILE
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, WIDE, console, keys, screen_text, settle, type_text

from resellertui.domain.roles import ProductRight, Role
from resellertui.domain.text import forbidden, visible
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org | Actor], ConsoleApp]


async def test_expiries_are_dates_with_distances_and_what_has_expired_says_so(
    open_as: Open, town: Town, make: Builder
) -> None:
    make.product(town.agency, "old.test", expires_on=TODAY - timedelta(days=3))

    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "o")
        shown = screen_text(console(pilot))

    assert "28 Nov 2026 (in 5 days)" in shown
    assert "■ expired 20 Nov 2026 (3 days ago)" in shown


async def test_sorting_by_expiry_brings_the_first_to_expire_to_the_top(
    open_as: Open, town: Town, make: Builder
) -> None:
    make.product(town.agency, "aaa.test", expires_on=TODAY + timedelta(days=300))

    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "o", "s", "s", "s", "s")
        shown = screen_text(console(pilot))

    assert "Expiry ▲" in shown
    assert shown.index("lac.test") < shown.index("aaa.test")


async def test_the_details_hold_everything_the_catalogue_s_words_included(open_as: Open, town: Town) -> None:
    async with open_as(town.bakery).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "o", "enter")
        shown = screen_text(console(pilot))

    for words in ("pain.test", "web-hosting", "Web hosting", "1 month", "Boulangerie [Rive]", "Agence du Lac"):
        assert words in shown


async def test_switching_the_automatic_renewal_on_asks_first(open_as: Open, town: Town, services: Services) -> None:
    async with open_as(town.bakery).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "o", "t")
        question = screen_text(console(pilot))
        assert services.products.list(town.bakery.owner)[0].auto_renewal is False
        await keys(pilot, "y")
        shown = screen_text(console(pilot))

    assert "Switch the automatic renewal of pain.test on?" in question
    assert services.products.list(town.bakery.owner)[0].auto_renewal is True
    assert "✓ auto" in shown


async def test_too_close_to_the_expiry_it_says_how_many_days_are_needed(
    open_as: Open, town: Town, services: Services
) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "o", "t")
        shown = screen_text(console(pilot))

    assert "needs 14 days or more" in " ".join(shown.replace("│", " ").split())
    assert services.products.list(town.agency.owner)[0].auto_renewal is False


async def test_who_may_only_look_is_told_so(open_as: Open, town: Town, make: Builder, services: Services) -> None:
    viewer = make.person(town.bakery, Role.COLLABORATOR, email="viewer@bakery.test")
    services.people.grant_product(town.bakery.owner, "viewer@bakery.test", "pain.test", ProductRight.STATISTICS)

    async with open_as(viewer).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "o", "t")
        said = [one.message for one in console(pilot)._notifications]

    assert said == ["Your right on pain.test is to look, not to change."]


async def test_a_collaborator_without_grants_is_told_who_grants(open_as: Open, town: Town, make: Builder) -> None:
    helper = make.person(town.bakery, Role.COLLABORATOR)

    async with open_as(helper).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "o")
        shown = screen_text(console(pilot))

    assert "No product has been granted to you." in shown
    assert "pain.test" not in shown


async def test_an_organisation_without_products_reads_what_would_fill_the_list(open_as: Open, make: Builder) -> None:
    async with open_as(make.organisation("Vide SA")).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "o")

        assert "No products yet." in screen_text(console(pilot))


async def test_the_filter_finds_by_any_word(open_as: Open, town: Town, make: Builder) -> None:
    make.product(town.agency, "other.test")

    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "o", "slash")
        await type_text(pilot, "lac")
        shown = screen_text(console(pilot))

    assert "lac.test" in shown
    assert "other.test" not in shown


async def test_a_product_found_elsewhere_is_revealed_and_opened(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        console(pilot).go("products", town.product)
        await settle(pilot)

        assert "You may" in screen_text(console(pilot))


async def test_names_are_shown_as_they_are_in_the_list_and_in_the_details(open_as: Open, make: Builder) -> None:
    names = tuple(one for one in HOSTILE[::4] if "\ud800" not in one)
    org = make.organisation("Maison", products=names)

    async with open_as(org).run_test(size=(160, 70)) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "o")
        screens = [screen_text(console(pilot))]
        for _product in names[::4]:
            await keys(pilot, "enter")
            screens.append(screen_text(console(pilot)))
            await keys(pilot, "escape", *["j"] * 4)

    for name in names:
        assert visible(name).strip()[:4] in screens[0]
    assert not any(forbidden(line) for screen in screens for line in screen.splitlines())
