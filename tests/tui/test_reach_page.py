"""Who reaches what, at the size of a real agency: read from both sides, and changed from its cells, by keys alone."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from tests.builders import Builder, Org
from tests.hostile import FORBIDDEN, HOSTILE
from tests.large_agency import CLIENTS, PEOPLE, LargeAgency, large_agency
from tests.tui.driver import DESIGN, WIDE, Console, console, keys, press, screen_text, settle, type_text, until

from resellertui.domain.roles import Role
from resellertui.domain.text import visible
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Pause
from resellertui.services.teams.views import NewTeam
from resellertui.tui.app import ConsoleApp
from resellertui.tui.reaching import open_reach
from resellertui.tui.screens.reach import ReachPage
from resellertui.tui.widgets.reach_grid import ReachGrid

Open = Callable[[Org | Actor], ConsoleApp]


async def open_at(pilot: Console, person: str | None = None, client: str | None = None) -> None:
    """Open the page, and wait until its rows and sums are here."""
    await settle(pilot)
    open_reach(console(pilot), person, client)
    await settle(pilot)
    await settle(pilot)


def cursor_line(shown: str) -> str:
    """Return the line of the grid that the cursor is in."""
    return next(line for line in shown.splitlines() if line.lstrip().startswith("▸"))


def grid_lines(pilot: Console) -> list[str]:
    """Return the grid's lines as they are painted."""
    grid = console(pilot).screen.query_one(ReachGrid)
    return [grid.render_line(y).text for y in range(grid.scrollable_size.height)]


def warned(pilot: Console) -> list[str]:
    """Return what was said in passing, whole."""
    return [one.message for one in console(pilot)._notifications]


def counted(made: LargeAgency, person: str, client: str) -> tuple[int, int]:
    """Return how many people besides the owner reach the client, and how many clients the person has."""
    return sum(client in one for one in made.reached.values()), len(made.reached[person])


async def test_a_partner_with_thirty_people_and_two_hundred_clients_is_read_from_both_sides(
    open_as: Open, make: Builder
) -> None:
    agency = make.partner("Agency", email="owner@agency.example")
    made = large_agency(make, agency)
    client, person = made.clients[3], made.people[20]
    people, clients = counted(made, person, client)

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await open_at(pilot, person, client)
        await until(pilot, f"This person has {clients} of {CLIENTS} clients.")
        shown = screen_text(console(pilot))
        assert cursor_line(shown).lstrip().startswith(f"▸ {made.names[3]}")
        assert "Ana Rochat <p20@agency.example>, collaborator" in shown
        assert f"{people + 1} of {PEOPLE + 1} people reach this client." in shown
        assert "R role   ● own grant   T team   ‖ paused   · none" in shown
        width = {cell_len(line) for line in grid_lines(pilot)}
        assert width == {console(pilot).screen.query_one(ReachGrid).scrollable_size.width}

        await press(pilot, "reach.column")
        await until(pilot, f"of {clients}")
        assert "Which clients Ana Rochat reaches" in screen_text(console(pilot))
        await keys(pilot, "escape")
        await press(pilot, "reach.row")
        assert f"Who reaches {made.names[3]}: {people + 1} people" in screen_text(console(pilot))
        await keys(pilot, "escape")

        await press(pilot, "reach.find")
        await type_text(pilot, "#tic")
        await keys(pilot, "enter", "end")
        shown = screen_text(console(pilot))
        assert "#Ti" in shown
        assert cursor_line(shown).lstrip().startswith(f"▸ {made.names[-1]}")
        await press(pilot, "reach.page_left", "reach.page_left", "reach.page_left", "reach.page_left")
        await keys(pilot, "home", "l", "j")
        grid = console(pilot).screen.query_one(ReachGrid)
        assert (grid.column, grid.cursor_index) == (1, 1)
        await keys(pilot, "slash")
        await type_text(pilot, "brewery 007")
        await keys(pilot, "enter")
        assert (grid.total, grid.column) == (1, 1)


async def test_clients_are_granted_and_taken_back_from_cells_and_the_rest_says_why_not(
    open_as: Open, make: Builder, services: Services
) -> None:
    agency = make.partner("Agency", email="owner@agency.example")
    bakery = make.organisation("Bakery")
    reference = make.active(bakery, agency)
    make.person(agency, Role.COLLABORATOR, name="Kim Collaborator", email="kim@agency.example")
    make.person(agency, Role.EXTERNAL, name="Guest", email="guest@agency.example")
    kim = services.people.show(agency.owner, "kim@agency.example").person
    web = services.teams.create(agency.owner, NewTeam.of(name="Web"))
    services.teams.add_member(agency.owner, web.id, kim.id)

    async with open_as(agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "W")
        await settle(pilot)
        assert isinstance(console(pilot).screen, ReachPage)
        assert "[Guest]Kim Collaborator" in screen_text(console(pilot))
        await keys(pilot, "space")
        assert "External users never reach a client: Guest would need another role." in warned(pilot)
        await keys(pilot, "l", "space")
        assert "Kim Collaborator may reach Bakery from now on." in screen_text(console(pilot))
        await keys(pilot, "y")
        assert "Kim Collaborator reaches Bakery: own grant." in screen_text(console(pilot))
        assert [one.subject_id for one in services.people.show(agency.owner, kim.id).person.grants] == [reference]
        await keys(pilot, "l", "space")
        assert "Owner reaches every client by the role: only another role changes that." in warned(pilot)
        await keys(pilot, "l", "space")
        assert "Nobody gains or loses access to anything by this." in screen_text(console(pilot))
        await keys(pilot, "y", "h", "h")
        shown = screen_text(console(pilot))
        assert "Kim Collaborator reaches Bakery: own grant, team Web." in shown
        assert "●T" in cursor_line(shown)
        await keys(pilot, "space")
        assert "Nobody gains or loses access to anything by this." in screen_text(console(pilot))
        await keys(pilot, "y")
        assert services.people.show(agency.owner, kim.id).person.grants == ()
        await keys(pilot, "space")
        assert "It comes by #Web: take the client back from the team, in its column." in warned(pilot)
        await keys(pilot, "l", "l", "space")
        assert "Kim Collaborator may no longer reach Bakery." in screen_text(console(pilot))
        await keys(pilot, "y")
        assert services.teams.show(agency.owner, web.id).grants == ()

        until_day = services.office.clock.now().date().replace(year=2027)
        services.agreements.pause(bakery.owner, reference, Pause(reason="moving", until=until_day))
        console(pilot).changed.publish(None)
        await settle(pilot)
        await keys(pilot, "h")
        shown = screen_text(console(pilot))
        assert "‖ Bakery" in cursor_line(shown)
        assert "Paused: nobody reaches this client now, afterwards 1 of 3 people." in shown
        await keys(pilot, "escape", "g", "u", "j", "W")
        await settle(pilot)
        assert "[Kim Collaborator]" in screen_text(console(pilot))


async def test_hostile_names_stand_literally_in_their_columns_and_others_see_their_own_part_only(
    open_as: Open, make: Builder
) -> None:
    agency = make.partner("Agency", email="owner@agency.example")
    texts = tuple(one for one in HOSTILE if "\ud800" not in one)
    made = large_agency(make, agency, hostile=texts)
    for number, text in enumerate(texts[:12]):
        make.person(agency, Role.COLLABORATOR, name=text, email=f"hostile{number}@agency.example")
    helper = make.person(agency, Role.COLLABORATOR, name="Helper", email="helper@agency.example")
    make.product(agency, "agency.ch")
    guest = make.person(agency, Role.EXTERNAL, email="guest@agency.example")

    async with open_as(agency).run_test(size=WIDE) as pilot:
        await open_at(pilot, client=made.clients[0])
        lines: list[str] = []
        for _page in range(3):
            lines += grid_lines(pilot)
            await keys(pilot, "pagedown", "greater_than_sign")
            shown = screen_text(console(pilot))
            assert not {ord(ch) for ch in shown.replace("\n", "")} & FORBIDDEN
        width = console(pilot).screen.query_one(ReachGrid).scrollable_size.width
        assert {cell_len(line) for line in lines} == {width}
        assert all(any(visible(one)[:8] in line for line in lines) for one in ("[red]", "[@click=app.bell]x[/]"))

    async with open_as(helper).run_test(size=DESIGN) as pilot:
        await open_at(pilot)
        assert "No client is here." in screen_text(console(pilot))
        await keys(pilot, "right_square_bracket")
        assert "No product is here." in screen_text(console(pilot))

    async with open_as(guest).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "W")
        assert not isinstance(console(pilot).screen, ReachPage)
