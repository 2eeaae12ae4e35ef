"""The Partner section: its tabs, what its keys do by state, and whole lives of partnerships in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.builders import PASSWORD, TODAY, Builder, Org
from tests.tui.driver import DESIGN, WIDE, keys, screen_text, settle, type_text, until

from resellertui.domain.partnership import Access, Payment, Side, State
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Pause, RequestToClient, RequestToPartner
from resellertui.tui.app import ConsoleApp
from resellertui.tui.screens.partnership import PartnershipPage

Open = Callable[[Org | Actor], ConsoleApp]


@pytest.fixture
def lake(make: Builder) -> Org:
    """Give a partner."""
    return make.partner("Agence du Lac")


@pytest.fixture
def cafe(make: Builder) -> Org:
    """Give a client with two products."""
    return make.organisation("Café Rive", products=("blog.test", "cafe.test"))


def asks(services: Services, partner: Org, client: Org, *, payment: Payment | None = Payment.PARTNER) -> str:
    """Let the partner ask the client, for full access or, without a payment method, for limited access."""
    access = Access.FULL if payment else Access.LIMITED
    wish = RequestToClient.of(
        client=client.email, access=access, payment=payment, families="" if payment else "web hosting"
    )
    return str(services.requests.ask_client(partner.owner, wish).partnership.id)


async def test_a_partnership_lives_its_whole_life_by_keys_from_both_sides(
    open_as: Open, lake: Org, cafe: Org, services: Services
) -> None:
    """The client asks for limited access, the partner accepts, the client changes it to full and ends it."""
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "n")
        await type_text(pilot, "lac")
        await keys(pilot, "enter", "l", "space", "down", "space", "enter", "enter")
    reference = services.partnerships.list(cafe.owner)[0].id

    partner = open_as(lake)
    async with partner.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        partner.push_screen(PartnershipPage(reference))
        await settle(pilot)
        await keys(pilot, "a")
        asked = screen_text(partner)
        await keys(pilot, "enter")
    assert services.partnerships.show(cafe.owner, reference).state is State.ACTIVE
    assert "Accept the request of Café Rive?" in asked

    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "e", "p")
        review = screen_text(app)
        await keys(pilot, "enter")
        changed = services.partnerships.show(cafe.owner, reference)
        await keys(pilot, "X")
        stops = screen_text(app)
        await keys(pilot, "y")
        await type_text(pilot, PASSWORD)
        await keys(pilot, "enter")
        after = screen_text(app)

    assert "limited access: blog.test, cafe.test" in review
    assert "Orders and renewals are charged to Agence du Lac" in review
    assert (changed.access, changed.payment) == (Access.FULL, Payment.PARTNER)
    assert "Agence du Lac loses access to Café Rive at once." in stops
    assert services.partnerships.show(cafe.owner, reference).state is State.ENDED
    assert "[Past]" in after


async def test_tabs_hold_what_is_active_asked_and_over(
    open_as: Open, make: Builder, lake: Org, cafe: Org, services: Services
) -> None:
    north, south = make.partner("Studio Nord"), make.partner("Atelier Sud")
    make.active(cafe, lake, products=("blog.test",))
    request = make.request(cafe, north, products=("cafe.test",))
    services.requests.withdraw(cafe.owner, request)
    make.request(cafe, north, products=("cafe.test",))
    asks(services, south, cafe)
    app = open_as(cafe)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p")
        active = screen_text(app)
        await keys(pilot, "right_square_bracket")
        requests = screen_text(app)
        await keys(pilot, "right_square_bracket")
        past = screen_text(app)

    assert "Agence du Lac" in active
    assert "● active" in active
    assert requests.index("Atelier Sud") < requests.index("Studio Nord")
    assert "▶ to answer" in requests
    assert "○ waiting" in requests
    assert "■ withdrawn" in past


async def test_client_grants_something_else_than_was_asked(
    open_as: Open, lake: Org, cafe: Org, services: Services
) -> None:
    reference = asks(services, lake, cafe)
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "right_square_bracket", "a")
        answer = screen_text(app)
        await keys(pilot, "l", "space", "enter")
        review = screen_text(app)
        await keys(pilot, "enter")

    assert "Agence du Lac asks for full access, the partner's payment method" in answer
    sides = next(line for line in review.splitlines() if "Asked" in line and "Granted" in line)
    assert sides.index("Asked") < sides.index("Granted")
    assert "limited access: blog.test" in review
    view = services.partnerships.show(cafe.owner, reference)
    assert (view.state, view.access, view.products) == (State.ACTIVE, Access.LIMITED, ("blog.test",))
    assert view.requested.access is Access.FULL


async def test_client_accepts_as_asked_with_two_more_keys(
    open_as: Open, lake: Org, cafe: Org, services: Services
) -> None:
    reference = asks(services, lake, cafe)
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "right_square_bracket", "a", "a", "enter")

    view = services.partnerships.show(cafe.owner, reference)
    assert (view.state, view.access, view.payment) == (State.ACTIVE, Access.FULL, Payment.PARTNER)


async def test_client_refuses_with_a_reason(open_as: Open, lake: Org, cafe: Org, services: Services) -> None:
    reference = asks(services, lake, cafe, payment=None)
    app = open_as(cafe)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "right_square_bracket", "d", "enter")
        without = screen_text(app)
        await type_text(pilot, "not now")
        await keys(pilot, "enter")

    assert "Say why: the other side reads it." in without
    view = services.partnerships.show(cafe.owner, reference)
    assert (view.state, view.reason) == (State.REFUSED, "not now")


async def test_a_key_that_the_state_forbids_says_why(open_as: Open, make: Builder, lake: Org, cafe: Org) -> None:
    make.active(cafe, lake, products=("blog.test",))
    app = open_as(cafe)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "p")
        payment = screen_text(app)
        await keys(pilot, "a")
        accept = screen_text(app)
        await keys(pilot, "c")
        resume = screen_text(app)

    assert "Limited access has no payment method" in payment
    assert "There is no pending request here" in accept
    assert "This partnership is not paused." in resume


async def test_keys_about_a_row_say_that_there_is_none(open_as: Open, cafe: Org) -> None:
    app = open_as(cafe)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "e")
        await until(pilot, "There is no partnership under the cursor.")
        await until(pilot, "Press n to add one.")


async def test_a_collaborator_sees_partnerships_but_not_the_keys_that_change_them(
    open_as: Open, make: Builder, lake: Org, cafe: Org
) -> None:
    make.active(cafe, lake)
    app = open_as(make.person(cafe, Role.COLLABORATOR))
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p")
        text = screen_text(app)
        await keys(pilot, "X", "e", "n")
        after = screen_text(app)

    assert "Agence du Lac" in text
    assert "Add a partner" not in text
    assert "Access" not in text.splitlines()[-1]
    assert "[My partners]" in after


async def test_payment_proposal_is_marked_and_agreed_with_one_key_and_a_look(
    open_as: Open, make: Builder, lake: Org, cafe: Org, services: Services
) -> None:
    reference = make.active(cafe, lake)
    services.agreements.propose_payment(lake.owner, reference, Payment.PARTNER)
    app = open_as(cafe)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p")
        marked = screen_text(app)
        await keys(pilot, "y")
        question = screen_text(app)
        await keys(pilot, "enter")

    assert "▶ proposal" in marked
    assert "Charge the partner's payment method from now on?" in question
    assert "Orders and renewals are charged to Agence du Lac" in question
    assert services.partnerships.show(cafe.owner, reference).payment is Payment.PARTNER


async def test_pause_and_end_date_are_marked_in_the_list(
    open_as: Open, make: Builder, lake: Org, cafe: Org, services: Services
) -> None:
    north = make.partner("Studio Nord")
    first = make.active(cafe, lake, products=("blog.test",))
    second = make.active(cafe, north, products=("cafe.test",))
    services.agreements.pause(cafe.owner, first, Pause.of(reason="holidays", until=TODAY + timedelta(days=7)))
    services.agreements.set_end_date(cafe.owner, second, TODAY + timedelta(days=9))
    app = open_as(cafe)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p")
        text = screen_text(app)

    assert "‖ paused, 30 Nov 2026" in text
    assert "● ends 2 Dec 2026" in text


async def test_a_request_by_the_client_is_listed_on_its_side_only(
    open_as: Open, make: Builder, lake: Org, cafe: Org, services: Services
) -> None:
    wish = RequestToPartner.of(partner=lake.email, access=Access.FULL, payment=Payment.CLIENT)
    services.requests.ask_partner(cafe.owner, wish)
    app = open_as(lake)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "p", "right_square_bracket")
        text = screen_text(app)

    assert services.partnerships.list(lake.owner, side=Side.PARTNER)
    assert "No request waits for an answer." in text
