"""What a partner does with its clients, in the list with those that are marked and on a client's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from resellertui.domain.access import Action
from resellertui.domain.partnership import State, state_label
from resellertui.domain.roles import Role
from resellertui.domain.wording import _, ngettext
from resellertui.services.inputs import Answer
from resellertui.services.views import PersonView
from resellertui.tui.commands import Command
from resellertui.tui.deeds import Deed, carry_out, rehearse
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.form_dialog import TextDialog
from resellertui.tui.dialogs.progress import with_progress

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

ENTER = Command(
    "client.enter",
    "o",
    "Organisation",
    "Open the client's organisation, to act inside it in your organisation's name.",
    permission=Action.CLIENT_ENTER,
    footer=25,
)
ACCEPT = Command(
    "client.accept",
    "a",
    "Accept",
    "Accept what clients asked of you: the marked ones, or the one under the cursor.",
    permission=Action.PARTNERSHIP_ANSWER,
    footer=30,
)
REFUSE = Command(
    "client.refuse",
    "d",
    "Refuse",
    "Refuse what clients asked of you, and say why.",
    permission=Action.PARTNERSHIP_ANSWER,
    footer=91,
)
RESEND = Command(
    "client.resend",
    "u",
    "Resend",
    "Send your pending requests to clients again.",
    permission=Action.PARTNERSHIP_RESEND,
    footer=92,
)
WITHDRAW = Command(
    "client.withdraw",
    "w",
    "Withdraw",
    "Withdraw your pending requests to clients.",
    permission=Action.PARTNERSHIP_WITHDRAW,
    footer=93,
    danger=True,
)
GRANT = Command(
    "client.grant",
    "t",
    "Grant",
    "Let a collaborator of your organisation reach clients.",
    permission=Action.CLIENT_GRANT,
    footer=94,
)
CLIENT_ACTS = (ENTER, ACCEPT, REFUSE, RESEND, WITHDRAW, GRANT)


@dataclass(frozen=True)
class AtHand:
    """What the keys have to know of a client to say why they can't be used."""

    reference: str
    name: str
    state: State
    is_paused: bool
    is_to_answer: bool


class ClientActs:
    """Mixed into hosts that show clients; they say which ones are meant."""

    app: ConsoleApp

    def at_hand(self) -> AtHand | None:
        """Return the one client that is meant; None for several, or where none is known yet."""
        raise NotImplementedError

    async def meant(self) -> tuple[str, ...]:
        """Return the ids of the clients that are meant."""
        raise NotImplementedError

    def done_with(self) -> None:
        """Note that something was done to the clients that were meant."""

    def against(self, command: Command) -> str | None:
        """Return what of the client's state stands in the way, or None."""
        client = self.at_hand()
        return reason_against(command, client) if client is not None and command in CLIENT_ACTS else None

    @work(group="dialog", exclusive=True)
    async def action_enter(self) -> None:
        """Act inside the client's organisation."""
        with self.app.reporting():
            references = await self.meant()
            if len(references) == 1:
                self.app.enter_client(references[0])
            elif references:
                self.app.warn(_("Only one organisation can be opened at a time: unmark the others."))

    @work(group="dialog", exclusive=True)
    async def action_accept(self) -> None:
        """Accept what was asked."""
        with self.app.reporting():
            await self._do(accepting(), await self.meant())

    @work(group="dialog", exclusive=True)
    async def action_refuse(self) -> None:
        """Refuse what was asked, for one reason."""
        with self.app.reporting():
            references = await self.meant()
            if references:
                dialog = TextDialog(_("Refuse"), _("Why? The other side reads it."), yes=_("Go on"))
                answer = await self.app.push_screen_wait(dialog)
                if answer is not None:
                    await self._do(refusing(str(answer["text"])), references)

    @work(group="dialog", exclusive=True)
    async def action_resend(self) -> None:
        """Send pending requests again."""
        with self.app.reporting():
            await self._do(resending(), await self.meant())

    @work(group="dialog", exclusive=True)
    async def action_withdraw(self) -> None:
        """Withdraw pending requests."""
        with self.app.reporting():
            await self._do(withdrawing(), await self.meant())

    @work(group="dialog", exclusive=True)
    async def action_grant(self) -> None:
        """Let a collaborator reach the clients."""
        with self.app.reporting():
            references = await self.meant()
            if await grant_clients(self.app, references):
                self.done_with()

    async def _do(self, deed: Deed, references: Sequence[str]) -> None:
        if references and await do_deed(self.app, deed, references):
            self.done_with()


async def grant_clients(app: ConsoleApp, references: Sequence[str]) -> bool:
    """Ask which collaborator shall reach the clients, and grant them. Return whether it was begun.

    Raises what the services raise.
    """
    people = [one for one in await app.ask(app.services.people.list) if _may_be_granted(one)]
    if not people:
        app.warn(_("Your organisation has no collaborator: the others reach every client already."))
    if not people or not references:
        return False
    choices = [Choice(one.id, one.name, one.email) for one in people]
    chosen = await app.push_screen_wait(ChooseDialog(_("Who shall reach them?"), choices))
    person = next((one for one in people if one.id == chosen), None)
    return person is not None and await do_deed(app, granting(person), references)


async def do_deed(app: ConsoleApp, deed: Deed, references: Sequence[str]) -> bool:
    """Ask once, naming how many; do it; say what became of each. Return whether it was begun.

    Raises whatever the act raises where it is about a single record.
    """
    from resellertui.tui.dialogs.results import ResultsDialog

    count = len(references)
    effects = await app.ask(rehearse, app.services, deed, references)
    question = deed.question(count)
    if not await app.push_screen_wait(ConfirmDialog(question, effects, yes=deed.yes, danger=deed.danger)):
        return False
    if count == 1:
        await app.tell(lambda actor: deed.act(app.services, actor, references[0]))
        app.say(f"{references[0]}: {deed.done}")
        return True
    results = await with_progress(
        app, question, partial(carry_out, services=app.services, deed=deed, references=references)
    )
    await app.push_screen_wait(ResultsDialog(results))
    return True


def reason_against(command: Command, client: AtHand) -> str | None:
    """Return what of the client's state forbids the command, in a sentence, or None."""
    if command is ENTER:
        if client.state is State.PENDING:
            return _("{client} is not open to you before the request is accepted.").format(client=client.name)
        if client.is_paused:
            return _("The partnership is paused: nothing of {client} is visible meanwhile.").format(client=client.name)
    if command in {ENTER, GRANT} and client.state is not State.ACTIVE:
        return _("{client} is no active client: {state}.").format(client=client.name, state=state_label(client.state))
    if command in {ACCEPT, REFUSE, RESEND, WITHDRAW}:
        return _against_request(command, client)
    return None


def _against_request(command: Command, client: AtHand) -> str | None:
    if client.state is not State.PENDING:
        return _("There is no pending request: {state}.").format(state=state_label(client.state))
    if command in {ACCEPT, REFUSE} and not client.is_to_answer:
        return _("This is your own request: the client answers it.")
    if command in {RESEND, WITHDRAW} and client.is_to_answer:
        return _("This is the client's request: accept or refuse it.")
    return None


def _may_be_granted(person: PersonView) -> bool:
    return bool(person.id) and person.role is Role.COLLABORATOR


def resending() -> Deed:
    """Return the act of sending requests again."""
    return Deed(
        question=lambda count: ngettext("Resend {count} request?", "Resend {count} requests?", count).format(
            count=count
        ),
        yes=_("Resend"),
        done=_("sent again"),
        act=lambda services, actor, reference: services.requests.resend(actor, reference),
    )


def withdrawing() -> Deed:
    """Return the act of withdrawing requests."""
    return Deed(
        question=lambda count: ngettext("Withdraw {count} request?", "Withdraw {count} requests?", count).format(
            count=count
        ),
        yes=_("Withdraw"),
        done=_("withdrawn"),
        act=lambda services, actor, reference: services.requests.withdraw(actor, reference),
        danger=True,
    )


def accepting() -> Deed:
    """Return the act of accepting what clients asked."""
    return Deed(
        question=lambda count: ngettext("Accept {count} request?", "Accept {count} requests?", count).format(
            count=count
        ),
        yes=_("Accept"),
        done=_("accepted"),
        act=lambda services, actor, reference: services.requests.accept(actor, reference, Answer()),
    )


def refusing(reason: str) -> Deed:
    """Return the act of refusing what clients asked, for one reason."""
    return Deed(
        question=lambda count: ngettext("Refuse {count} request?", "Refuse {count} requests?", count).format(
            count=count
        ),
        yes=_("Refuse"),
        done=_("refused"),
        act=lambda services, actor, reference: services.requests.refuse(actor, reference, reason),
        danger=True,
    )


def granting(person: PersonView) -> Deed:
    """Return the act of letting a collaborator reach clients."""
    return Deed(
        question=lambda count: ngettext(
            "Let {name} reach {count} client?", "Let {name} reach {count} clients?", count
        ).format(name=person.name, count=count),
        yes=_("Grant"),
        done=_("granted to {name}").format(name=person.name),
        act=lambda services, actor, reference: services.people.grant_client(actor, person.id, reference),
    )
