"""A client asks a partner, key by key, as a user does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.builders import Builder, Org
from tests.hostile import HOSTILE
from tests.tui.driver import DESIGN, WIDE, keys, screen_text, settle, type_text
from textual import events
from textual.pilot import Pilot

from resellertui.domain.partnership import Access, Payment, State
from resellertui.domain.text import visible
from resellertui.services.console import Services
from resellertui.services.views import PartnershipView
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org], ConsoleApp]


def partnerships(services: Services, org: Org) -> tuple[PartnershipView, ...]:
    return services.partnerships.list(org.owner)


async def wait_for(pilot: Pilot[object], condition: Callable[[], bool]) -> None:
    for _round in range(20):
        await settle(pilot)
        if condition():
            return


@pytest.fixture
def cafe(make: Builder) -> Org:
    """Give a client with three products, and two partners to choose from."""
    make.partner("Agence du Lac")
    make.partner("Studio Nord", city="Basel")
    return make.organisation("Café Rive", products=("cafe.test", "shop.test", "blog.test"))


async def test_client_asks_a_partner_for_limited_access_to_two_products(
    open_as: Open, cafe: Org, services: Services
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "n")
        await type_text(pilot, "lac")
        await keys(pilot, "enter", "enter", "space", "down", "space", "enter")
        review = screen_text(app)
        await keys(pilot, "enter")
        after = screen_text(app)

    assert "Agence du Lac reaches 2 products of Café Rive: blog.test, cafe.test." in review
    assert "earns" in review
    (request,) = partnerships(services, cafe)
    assert (request.state, request.access, request.products) == (State.PENDING, Access.LIMITED, ())
    assert request.requested.products == ("blog.test", "cafe.test")
    assert "[Requests]" in after
    assert "▸  Agence du Lac" in after or "▸  Agence du" in after
    assert f"Request {request.id} sent to Agence du Lac" in after


async def test_full_access_with_the_partners_method_takes_one_letter(
    open_as: Open, cafe: Org, services: Services
) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "n")
        await type_text(pilot, "nord")
        await keys(pilot, "enter", "p", "enter")

    (request,) = partnerships(services, cafe)
    assert request.partner == "Studio Nord"
    assert (request.access, request.payment) == (Access.FULL, Payment.PARTNER)


async def test_keys_typed_without_waiting_for_answers_all_arrive(open_as: Open, cafe: Org, services: Services) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p")
        for key in ("n", "n", "o", "r", "d", "enter", "l", "space", "down", "space", "enter", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else " " if key == "space" else None))
        await wait_for(pilot, lambda: bool(partnerships(services, cafe)))

    (request,) = partnerships(services, cafe)
    assert request.partner == "Studio Nord"
    assert request.requested.products == ("blog.test", "cafe.test")


async def test_a_second_enter_sends_nothing_twice(open_as: Open, cafe: Org, services: Services) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "n")
        await type_text(pilot, "lac")
        await keys(pilot, "enter", "f")
        for _time in range(4):
            app.post_message(events.Key("enter", None))
        await settle(pilot)

    assert len(partnerships(services, cafe)) == 1


async def test_escape_goes_one_step_back_and_keeps_what_was_chosen(open_as: Open, cafe: Org) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "n")
        await type_text(pilot, "lac")
        await keys(pilot, "enter", "l", "space", "enter", "escape")
        products = screen_text(app)
        await keys(pilot, "escape")
        access = screen_text(app)
        await keys(pilot, "escape")
        search = screen_text(app)
        await keys(pilot, "enter", "enter")
        again = screen_text(app)

    assert "●  blog.test" in products
    assert "[2 Access]" in access
    assert "/ lac" in search
    assert "●  blog.test" in again


async def test_a_product_in_another_partners_care_can_not_be_picked_and_says_whose(
    open_as: Open, make: Builder, services: Services
) -> None:
    lake = make.partner("Agence du Lac")
    make.partner("Studio Nord")
    client = make.organisation("Café Rive", products=("blog.test", "cafe.test"))
    make.active(client, lake, products=("blog.test",))
    app = open_as(client)
    async with app.run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "n")
        await type_text(pilot, "nord")
        await keys(pilot, "enter", "l", "space")
        text = screen_text(app)
        await keys(pilot, "enter")
        still = screen_text(app)

    assert "blog.test  Web hosting  (in the care of Agence du Lac)" in text
    assert "0 picked" in text
    assert "[3 Products]" in still


async def test_full_access_beside_an_active_partner_is_refused_where_it_was_chosen(
    open_as: Open, make: Builder, services: Services
) -> None:
    lake = make.partner("Agence du Lac")
    make.partner("Studio Nord")
    client = make.organisation("Café Rive", products=("blog.test", "cafe.test"))
    make.active(client, lake, products=("blog.test",))
    app = open_as(client)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "n")
        await type_text(pilot, "nord")
        await keys(pilot, "enter", "p")
        refused = screen_text(app)
        await keys(pilot, "l", "down", "space", "enter", "enter")

    assert "[2 Access]" in refused
    assert "Another partner stands in the way." in refused
    assert "Agence du Lac has limited access to blog.test." in refused
    assert "full access needs it to be the only one" in refused.replace("\n ", " ")
    assert [one.access for one in partnerships(services, client)] == [Access.LIMITED, Access.LIMITED]


async def test_a_second_request_to_the_same_partner_is_refused_in_words(
    open_as: Open, make: Builder, services: Services
) -> None:
    lake = make.partner("Agence du Lac")
    client = make.organisation("Café Rive", products=("blog.test",))
    make.request(client, lake)
    app = open_as(client)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "n")
        await type_text(pilot, "lac")
        await keys(pilot, "enter", "f")
        text = screen_text(app)

    assert "There is a pending request between you already: PTN-1." in text
    assert "Resend or withdraw it." in text


async def test_a_search_without_an_answer_says_so_and_goes_on(open_as: Open, cafe: Org) -> None:
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "n")
        await type_text(pilot, "zzz")
        await keys(pilot, "enter")
        nobody = screen_text(app)
        await keys(pilot, "escape")
        await type_text(pilot, "nord")
        found = screen_text(app)

    assert "No approved partner matches “zzz”." in nobody
    assert "Studio Nord" in found


async def test_partners_and_products_of_any_name_are_shown_literally_in_every_step(
    open_as: Open, make: Builder
) -> None:
    names = [one for one in HOSTILE if one.strip() and "\ud800" not in one]
    for name in names:
        make.partner(name)
    client = make.organisation("Café Rive", products=tuple(name[:200] for name in names))
    app = open_as(client)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "n")
        texts = [screen_text(app)]
        await keys(pilot, "end", "enter", "l")
        texts.append(screen_text(app))
        await keys(pilot, "asterisk", "enter")
        texts.append(screen_text(app))
        await keys(pilot, "enter")
        texts.append(screen_text(app))

    assert all(visible(text, multiline=True) == text for text in texts)
    assert "[ACME] Ltd" in texts[0]
    assert "[3 Products]" in texts[1]
    assert "[@click=app.quit()]Click for a discount[/]" in texts[1]
    assert "[4 Review]" in texts[2]
    assert "PTN-1" in texts[3]
