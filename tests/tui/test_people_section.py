"""Users & teams by keys: inviting, roles, rights with their consequences, teams, and what each role is offered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update
from tests.builders import TODAY, Builder, Org
from tests.hostile import FORBIDDEN, HOSTILE
from tests.services.life import mails
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, SMALL, Console, console, keys, press, screen_text, settle, type_text

from resellertui.domain.errors import Forbidden, Refused
from resellertui.domain.rights import Accounting
from resellertui.domain.roles import ProductRight, Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.moving_rights import RightsAct
from resellertui.services.teams.views import NewTeam, TeamEdit
from resellertui.store.models import Invitation, Organisation, Team, User
from resellertui.tui import people_verbs as verbs
from resellertui.tui.app import ConsoleApp
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.people_acts import reason_against
from resellertui.tui.people_lines import known_people
from resellertui.tui.screens.person import PersonPage
from resellertui.tui.screens.team import TeamPage
from resellertui.tui.sections.people import OF_PEOPLE, OF_TEAMS
from resellertui.tui.widgets.key_footer import bound_commands
from resellertui.tui.widgets.key_footer import reason_against as why_grey
from resellertui.tui.widgets.record_list import RecordList

Open = Callable[[Org | Actor], ConsoleApp]
STORABLE = tuple(text for text in HOSTILE if "\ud800" not in text)
MIA = "mia@lac.test"


@pytest.fixture
def mia(make: Builder, town: Town) -> Actor:
    """Give a collaborator of the agency."""
    return make.person(town.agency, Role.COLLABORATOR, email=MIA, name="Mia [/]")


def shown(pilot: Console) -> str:
    """Return what is on the screen."""
    return screen_text(console(pilot))


def said(pilot: Console) -> str:
    """Return what was said in passing last."""
    return list(console(pilot)._notifications)[-1].message


def sentences(pilot: Console) -> tuple[str, ...]:
    """Return what the question in front says will happen."""
    dialog = console(pilot).screen
    assert isinstance(dialog, ConfirmDialog), shown(pilot)
    return dialog._effects


def offered(pilot: Console) -> dict[str, str | None]:
    """Return the commands that the keys do now, each with the reason against it."""
    return {one.command.id: why_grey(one) for one in bound_commands(console(pilot).screen)}


async def to_row(pilot: Console, key: str) -> None:
    """Put the cursor on a row, as the arrows do."""
    records = console(pilot).screen.query(RecordList).last()
    records.go_to(key)
    await settle(pilot)
    assert records.cursor_key == key


async def test_people_are_invited_sent_again_withdrawn_raised_and_removed_by_keys(
    open_as: Open, town: Town, mia: Actor, services: Services
) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "u", "n")
        await type_text(pilot, "nobody")
        await keys(pilot, "f8")
        assert "name@example.com" in shown(pilot)
        await type_text(pilot, "@lac.test")
        await keys(pilot, "f8")
        assert "invited, 30 days" in shown(pilot)
        assert said(pilot) == "nobody@lac.test is invited as collaborator."

        await keys(pilot, "e")
        assert "has not joined yet" in said(pilot)
        await keys(pilot, "u", "y")
        assert [one.kind for one in mails(services)][-2:] == ["people.invited"] * 2
        await keys(pilot, "d", "y")
        assert services.people.invitations(town.agency.owner) == ()

        await keys(pilot, "slash")
        await type_text(pilot, "mia")
        await keys(pilot, "enter", "e")
        assert "administrator: everything, but not liable" in shown(pilot)
        await keys(pilot, "j", "enter")
        assert "Mia [/] may reach every client from now on." in sentences(pilot)
        assert "Mia [/] is told by e-mail." in sentences(pilot)
        await keys(pilot, "y")
        assert services.people.show(town.agency.owner, MIA).person.role is Role.ADMINISTRATOR
        await keys(pilot, "d")
        assert sentences(pilot)[0] == "Mia [/] no longer belongs to the organisation."
        await keys(pilot, "enter")
        assert len(services.people.list(town.agency.owner)) == 2, "enter answers what is safe"
        await keys(pilot, "delete", "y", "escape")
        assert len(services.people.list(town.agency.owner)) == 1

        await keys(pilot, "d")
        assert "keeps at least one legal representative" in said(pilot)
    assert len(services.people.list(town.agency.owner)) == 1


async def test_a_persons_page_says_what_is_reached_and_why_and_changes_it(
    open_as: Open, town: Town, mia: Actor, make: Builder, services: Services
) -> None:
    owner = town.agency.owner
    make.product(town.agency, "rive.test", expires_on=TODAY + timedelta(days=50))
    for name in ("Support", "Web"):
        services.teams.create(owner, NewTeam.of(name=name))
    services.teams.grant_client(owner, "Web", town.active)
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "u")
        await to_row(pilot, f"USR-{mia.user_id}")
        await keys(pilot, "enter")
        assert isinstance(console(pilot).screen, PersonPage)
        assert "No product is reached. Press p to give a right." in shown(pilot)

        await keys(pilot, "p", "o", "s", "asterisk", "enter")
        assert sentences(pilot) == ("Mia [/] may look at lac.test, rive.test from now on.",)
        await keys(pilot, "y", "p", "f", "t")
        await to_pick(pilot, "Web hosting")
        await keys(pilot, "space", "enter")
        assert sentences(pilot) == (
            "Mia [/] may change lac.test, rive.test from now on.",
            "Mia [/] may change products of the family Web hosting that come later.",
        )
        await keys(pilot, "y")
        assert "Web hosting: all, later" in shown(pilot)
        await keys(pilot, "P", "space", "j", "space", "enter")
        assert sentences(pilot) == ("Nobody gains or loses access to anything by this.",)
        await keys(pilot, "y", "a")
        assert sentences(pilot)[0].startswith("Mia [/] may see and pay invoices")
        await keys(pilot, "y", "t", "j", "space", "enter")
        assert sentences(pilot)[0] == "Mia [/] may reach Boulangerie [Rive] from now on."
        await keys(pilot, "y", "right_square_bracket")
        assert "team Web" in shown(pilot)
        await keys(pilot, "c", "space", "enter", "y")
        assert "own grant, team Web" in shown(pilot)

        await keys(pilot, "right_square_bracket", "enter")
        assert isinstance(console(pilot).screen, TeamPage)
        await keys(pilot, "m", "asterisk", "enter", "y", "l", "home", "enter", "y")
        assert "leads it" in shown(pilot)
        await keys(pilot, "e", "end", "ctrl+u")
        await type_text(pilot, "X")
        await keys(pilot, "f8", "d", "y")
        assert isinstance(console(pilot).screen, PersonPage), "a page that is about nothing any more is left"
        assert "In no team." in shown(pilot)

    person = services.people.show(owner, MIA)
    assert person.person.accounting is Accounting.GRANTED
    assert [(one.kind, one.right) for one in person.person.grants] == [
        ("family", ProductRight.TECHNICAL),
        ("client", None),
    ]
    assert [one.name for one in services.teams.list(owner)] == ["Support"]


async def to_pick(pilot: Console, label: str) -> None:
    """Go down to a pick."""
    from resellertui.tui.dialogs.pick_many import PickDialog

    dialog = console(pilot).screen
    assert isinstance(dialog, PickDialog)
    for _step in dialog.picks.picks:
        if dialog.picks.under_cursor is not None and dialog.picks.under_cursor.label.startswith(label):
            return
        await keys(pilot, "down")
    raise AssertionError(label)


def acts_on(who: str, role: Role, client: str) -> dict[Command, RightsAct]:
    """Return for each command on a person what it would do in the end."""
    other = Role.EXTERNAL if role is Role.COLLABORATOR else Role.COLLABORATOR
    return {
        verbs.ROLE: lambda services, actor: services.people.set_role(actor, who, other),
        verbs.REMOVE: lambda services, actor: services.people.remove(actor, who),
        verbs.GIVE: lambda services, actor: services.people.grant_product(
            actor, who, "lac.test", ProductRight.STATISTICS
        ),
        verbs.CLIENTS: lambda services, actor: services.people.grant_client(actor, who, client),
        verbs.ACCOUNTING: lambda services, actor: services.people.set_accounting(actor, who, True),
        verbs.TEAMS: lambda services, actor: services.teams.add_member(actor, "Web", who),
    }


@pytest.mark.parametrize("role", Role)
async def test_each_role_is_offered_what_the_services_do_and_told_why_not_of_the_rest(
    open_as: Open, town: Town, make: Builder, services: Services, role: Role
) -> None:
    people = {one: make.person(town.agency, one) for one in Role}
    team = services.teams.create(town.agency.owner, NewTeam.of(name="Web"))
    actor = people[role]
    manages = role in {Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR}
    async with open_as(actor).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        if role is Role.EXTERNAL:
            assert "Users & teams" not in shown(pilot)
            await keys(pilot, "g", "u", "escape")
            assert app.frame is not None
            assert app.frame.current is not None
            assert app.frame.current.GUIDE == "home"
            with pytest.raises(Forbidden):
                services.people.list(actor)
            return
        await keys(pilot, "g", "u")
        assert ({one.id for one in OF_PEOPLE} <= offered(pilot).keys()) is manages
        app.go("people", f"USR-{people[Role.COLLABORATOR].user_id}")
        await settle(pilot)
        assert isinstance(app.screen, PersonPage)
        on_page = offered(pilot)
        known = {one.key: one for one in known_people(services.people.list(actor), TODAY)}
        for target, person in people.items():
            who = f"USR-{person.user_id}"
            for command, act in acts_on(who, target, town.active).items():
                is_offered = command.id in on_page and reason_against(command, known[who], app.choice) is None
                assert does(services, actor, act) is is_offered, (command.id, target)
                if target is Role.COLLABORATOR:
                    assert is_offered is (command.id in on_page and on_page[command.id] is None)
        await keys(pilot, "escape", "right_square_bracket")
        assert ({one.id for one in OF_TEAMS} <= offered(pilot).keys()) is manages
        await keys(pilot, "enter")
        assert isinstance(app.screen, TeamPage)
        of_team = {one.id: one for one in verbs.TEAM_VERBS} if manages else {}
        assert {one for one in offered(pilot) if one.startswith("team.")} == of_team.keys()
        assert does(services, actor, lambda services, actor: services.teams.delete(actor, team.id)) is manages
        if role is Role.LEGAL_REPRESENTATIVE:
            app.go("people", f"USR-{actor.user_id}")
            await settle(pilot)
            await keys(pilot, "e", "end", "enter", "y")
            assert "Home" in shown(pilot)
            assert "Users & teams" not in shown(pilot), "who gives its own role away has what the new one has"


def does(services: Services, actor: Actor, act: RightsAct) -> bool:
    """Return whether the services would do it."""
    try:
        act(services.rehearsing(), actor)
    except (Forbidden, Refused):
        return False
    return True


async def test_what_another_console_changed_is_shown_once_it_stands_in_the_way(
    open_as: Open, town: Town, mia: Actor, services: Services
) -> None:
    teams, owner = services.teams, town.agency.owner
    team = teams.create(owner, NewTeam.of(name="Web")).id
    async with open_as(town.agency).run_test(size=SMALL) as pilot:
        await settle(pilot)
        console(pilot).go("people", team)
        await settle(pilot)
        await keys(pilot, "e")
        teams.edit(owner, team, TeamEdit.of(name="Sites"))
        await keys(pilot, "end", "2", "f8")
        assert "changed by someone else" in shown(pilot)
        await keys(pilot, "escape", "f8")
        assert teams.show(owner, team).name == "Web2", "saving again is meant for the team as it is now"
        await keys(pilot, "m")
        await to_pick(pilot, "Mia")
        await keys(pilot, "space")
        teams.add_member(owner, team, MIA)
        await keys(pilot, "enter")
        assert "already" in shown(pilot)
        await keys(pilot, "escape")
        assert isinstance(console(pilot).screen, TeamPage)
        assert "Mia [/]" in shown(pilot)


async def test_any_text_is_shown_as_it_is_and_columns_stay_aligned(
    open_as: Open, town: Town, make: Builder, services: Services
) -> None:
    owner, now = town.agency.owner, services.office.clock.now()
    for number, text in enumerate(STORABLE[::5]):
        person = make.person(town.agency, Role.COLLABORATOR, email=f"p{number}@lac.test")
        with services.office.filling() as session:
            session.execute(update(User).where(User.id == person.user_id).values(name=text, email=text))
            session.add(
                Team(org_id=town.agency.number, name=text, name_folded=f"{number:03}", colour="red", created_at=now)
            )
            session.add(
                Invitation(
                    token_hash=f"{number}",
                    org_id=town.agency.number,
                    email=text,
                    email_key=f"i{number}",
                    name=text,
                    role="external",
                    created_at=now,
                    expires_at=now,
                )
            )
    last = services.teams.list(owner)[-1]
    services.teams.add_member(owner, last.id, f"USR-{owner.user_id}")
    services.teams.grant_client(owner, last.id, town.active)
    with services.office.filling() as session:
        session.execute(update(Organisation).where(Organisation.id == town.bakery.number).values(name=STORABLE[-1]))
    async with open_as(town.agency).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "u")
        for _page in range(2):
            check(pilot)
            await keys(pilot, "pagedown")
        await keys(pilot, "right_square_bracket")
        check(pilot)
        await keys(pilot, "end", "enter", "m")
        check(pilot)
        await keys(pilot, "space", "enter")
        check(pilot)
        await keys(pilot, "escape", "right_square_bracket", "right_square_bracket")
        check(pilot)
        await press(pilot, verbs.DELETE_TEAM.id)
        check(pilot)
        await pilot.resize_terminal(*SMALL)
        await settle(pilot)
        check(pilot)
    assert console(pilot).return_code is None


def check(pilot: Console) -> None:
    """Hold the screen to no control character, and to the headings' columns."""
    app = console(pilot)
    for strip in app.screen._compositor.render_strips():
        assert strip.cell_length == app.size.width
        for segment in strip:
            assert not {ord(letter) for letter in segment.text} & FORBIDDEN, repr(segment.text)
