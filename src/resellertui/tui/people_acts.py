"""What is done to people, in the list and on a person's page: each asks with its consequences, then acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resellertui.domain import people as rules
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.rights import Accounting
from resellertui.domain.roles import Role, role_label
from resellertui.domain.wording import _
from resellertui.services.moving_rights import RightsAct
from resellertui.tui import formats
from resellertui.tui import people_verbs as verbs
from resellertui.tui import people_words as words
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.invite import InviteDialog
from resellertui.tui.dialogs.pick_many import Pick, PickDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.moving import ask_and_do
from resellertui.tui.people_lines import INVITED, Invited, Known

if TYPE_CHECKING:
    from resellertui.services.first_views import OrganisationChoice
    from resellertui.tui.app import ConsoleApp

ALWAYS = frozenset({verbs.TEAMS})
"""What may be done to anyone in the organisation."""


def reason_against(command: Command, person: Known | Invited, choice: OrganisationChoice | None) -> str | None:
    """Return why the command can't be used on the person, in a sentence, or None."""
    mine = choice.role if choice is not None else Role.EXTERNAL
    if isinstance(person, Invited):
        return _against_invitation(command, person, mine)
    view = person.view
    if command is verbs.RESEND:
        return _("{name} belongs to the organisation: there is no invitation to send again.").format(name=view.name)
    if command in {verbs.ROLE, verbs.REMOVE}:
        return rules.why_no_role_change(mine, view.role, is_last_representative=person.is_last_representative)
    if command is verbs.GIVE:
        return rules.why_no_product_grant(view.role, view.name)
    if command is verbs.TAKE and not any(one.kind != "client" for one in view.grants):
        return rules.why_no_product_grant(view.role, view.name) or _(
            "{name} has no right of its own on products to take back."
        ).format(name=view.name)
    if command is verbs.CLIENTS:
        return rules.why_no_client_grant(view.role, view.name)
    if command is verbs.ACCOUNTING:
        return rules.why_no_accounting_grant(view.role, view.name)
    return None


def _against_invitation(command: Command, person: Invited, mine: Role) -> str | None:
    if command in {verbs.RESEND, verbs.REMOVE}:
        return rules.why_no_role_change(mine, person.view.role, is_last_representative=False)
    return _(
        "{name} has not joined yet. Send the invitation again, or withdraw it and invite with another role."
    ).format(name=person.view.name)


def open_record(app: ConsoleApp, key: str, invited: object) -> None:
    """Open the page of a person or a team by its id; of an invitation say what there is."""
    from resellertui.tui.screens.person import PersonPage
    from resellertui.tui.screens.team import TeamPage

    if isinstance(invited, Invited):
        one = invited.view
        lines = [
            one.email,
            role_label(one.role),
            words.waiting_words(one, invited.today),
            _("Invited {when}, expires {then}.").format(
                when=formats.moment(one.invited_at), then=formats.moment(one.expires_at)
            ),
        ]
        app.push_screen(ReadingDialog(one.name, lines))
    elif key.startswith("TEAM-"):
        app.push_screen(TeamPage(key))
    else:
        app.push_screen(PersonPage(key))


async def invite(app: ConsoleApp) -> str | None:
    """Invite somebody; return the key of the invitation in the list. Raises what the service raises."""
    if app.choice is None:
        return None
    answer = await app.push_screen_wait(InviteDialog(app.choice.role))
    return None if answer is None else INVITED + str(answer["email"])


async def resend(app: ConsoleApp, person: Invited) -> None:
    """Send an invitation again. Raises what the service raises."""
    one = person.view
    question = _("Send the invitation of {email} again?").format(email=one.email)
    effects = (
        _("A mail with a new token goes to {email}; the old token opens nothing any more.").format(email=one.email),
    )
    if await app.push_screen_wait(ConfirmDialog(question, effects, yes=_("Send again"), safe=False)):
        await app.tell(app.services.people.resend_invitation, one.email)
        app.say(_("{email} is invited again.").format(email=one.email))


async def remove(app: ConsoleApp, person: Known | Invited) -> bool:
    """Take a person out of the organisation, or withdraw an invitation. Raises what the service raises."""
    if isinstance(person, Invited):
        return await _withdraw(app, person)
    who, name = person.view.id, person.view.name
    answer = await ask_and_do(
        app,
        _("Remove {name} from the organisation?").format(name=name),
        (lambda services, actor: services.people.remove(actor, who),),
        yes=_("Remove"),
        done=_("{name} was removed from the organisation.").format(name=name),
        danger=True,
    )
    if answer is not None and is_oneself(app, person):
        await _begin_anew(app, org=None)
    return answer is not None


async def _withdraw(app: ConsoleApp, person: Invited) -> bool:
    email = person.view.email
    question = _("Withdraw the invitation of {email}?").format(email=email)
    effects = (_("The token that was mailed opens nothing any more. Nobody is told."),)
    if not await app.push_screen_wait(ConfirmDialog(question, effects, yes=_("Withdraw"), danger=True)):
        return False
    await app.tell(app.services.people.withdraw_invitation, email)
    app.say(_("The invitation of {email} was withdrawn.").format(email=email))
    return True


async def change_role(app: ConsoleApp, person: Known) -> None:
    """Ask for another role, and give it. Raises what the service raises."""
    view = person.view
    mine = app.choice.role if app.choice is not None else Role.EXTERNAL
    choices = [Choice(one.value, rules.role_with_reach(one)) for one in rules.roles_to_give(mine, view.role)]
    lines = (_("Now: {role}.").format(role=role_label(view.role)),)
    chosen = await app.push_screen_wait(
        ChooseDialog(_("Which role shall {name} have?").format(name=view.name), choices, lines=lines)
    )
    if chosen is None:
        return
    role, who = Role(chosen), view.id
    answer = await ask_and_do(
        app,
        _("Make {name} {role}?").format(name=view.name, role=role_label(role)),
        (lambda services, actor: services.people.set_role(actor, who, role),),
        yes=_("Change"),
        done=_("{name} is {role} now.").format(name=view.name, role=role_label(role)),
    )
    if answer is not None and is_oneself(app, person):
        await _begin_anew(app, org=app.actor.org_id)


def is_oneself(app: ConsoleApp, person: Known | Invited) -> bool:
    """Return whether the person is the one who acts."""
    return isinstance(person, Known) and person.view.id == show_id(Kind.USER, app.actor.user_id or 0)


async def _begin_anew(app: ConsoleApp, org: int | None) -> None:
    """Show what there is for whoever has changed its own role, or has left."""
    app.welcome(await app.ask(app.services.accounts.refresh), org)


async def switch_accounting(app: ConsoleApp, person: Known) -> None:
    """Give the right to the accounting, or take it back. Raises what the service raises."""
    view = person.view
    on, who = view.accounting is not Accounting.GRANTED, view.id
    question = _("Give {name} the right to the accounting?") if on else _("Take the accounting back from {name}?")
    done = _("{name} has the right to the accounting.") if on else _("{name} has no right to the accounting any more.")
    await ask_and_do(
        app,
        question.format(name=view.name),
        (lambda services, actor: services.people.set_accounting(actor, who, on),),
        yes=_("Give") if on else _("Take back"),
        done=done.format(name=view.name),
    )


async def choose_teams(app: ConsoleApp, person: Known) -> None:
    """Pick the teams that a person is in. Raises what the services raise."""
    who, name = person.view.id, person.view.name
    teams = await app.ask(app.services.teams.list)
    if not teams:
        app.warn(_("There is no team yet. Make one in Users & teams, under Teams, with n."))
        return
    before = {team.id for team in teams if any(one.id == who for one in team.members)}
    picks = [Pick(one.id, f"{one.name} · {words.colour_words(one.colour)}", picked=one.id in before) for one in teams]
    chosen = await app.push_screen_wait(PickDialog(_("Which teams is {name} in?").format(name=name), picks))
    if chosen is None:
        return
    acts: list[RightsAct] = [_joining(team, who) for team in chosen if team not in before]
    acts += [_leaving(team, who) for team in sorted(before - {*chosen})]
    await move(
        app, acts, _("Change the teams of {name}?").format(name=name), _("The teams of {name} were changed."), name
    )


async def move(app: ConsoleApp, acts: Sequence[RightsAct], question: str, done: str, name: str) -> bool:
    """Do what was picked, after a question; say so where nothing is different. Raises what the services raise."""
    if not acts:
        app.say(_("Nothing is different."))
        return False
    answer = await ask_and_do(app, question, acts, yes=_("Change"), done=done.format(name=name))
    return answer is not None


def _joining(team: str, who: str) -> RightsAct:
    return lambda services, actor: services.teams.add_member(actor, team, who)


def _leaving(team: str, who: str) -> RightsAct:
    return lambda services, actor: services.teams.remove_member(actor, team, who)
