"""My profile: what one's own person is called and reached by, its SSH keys, and where it is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from resellertui.adapters.secrets import SecretsUnavailable
from resellertui.domain.wording import _, ngettext
from resellertui.services.notices import NoticeChoiceView
from resellertui.services.profile_views import ProfileView, SessionView, SshKeyView
from resellertui.tui.commands import Command
from resellertui.tui.dialogs import profile_forms as forms
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.held_keys import HeldKeys
from resellertui.tui.profile_words import (
    KEYS,
    NOTICES,
    SESSIONS,
    choice_row,
    columns,
    key_row,
    profile_facts,
    session_row,
)
from resellertui.tui.screens.page import Page
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row
from resellertui.tui.widgets.tab_line import TabLine

EDIT = Command("profile.edit", "e", "Edit", "Change your name, language or time zone.", footer=10)
EMAIL = Command("profile.email", "m", "Change e-mail", "Ask for another address.", footer=50)
PASSWORD = Command("profile.password", "w", "Password", "Change your password.", footer=70)
CONFIRM = Command(
    "profile.confirm", "t", "Token", "Confirm an address with the token that was mailed to it.", footer=60
)
SEND = Command("profile.send", "v", "Send the mail anew", "Have the token for your address mailed again.")
ADD = Command("profile.add", "n", "Add key", "Add an SSH key of yours.", footer=20)
REMOVE = Command(
    "profile.remove", "d", "Remove", "Remove the SSH key, or end the session, under the cursor.", danger=True, footer=25
)
OTHERS = Command(
    "profile.others", "E", "End the others", "End every session but the one of this machine.", danger=True, footer=20
)
CHOOSE = Command(
    "profile.choose", "b", "By mail", "Get the notices under the cursor by mail, or in the console only.", footer=20
)
TAB_BEFORE = Command("profile.tab_before", "left_square_bracket", "Tab before", "Show the tab before.", palette=False)
TAB_AFTER = Command(
    "profile.tab_after", "right_square_bracket", "Next tab", "Show the next tab.", footer=30, palette=False
)


class ProfilePage(HeldKeys, Page[None]):  # type: ignore[misc]  # `app` is narrowed, by a property
    """The person itself; keys wait until it is read."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        EDIT,
        EMAIL,
        PASSWORD,
        CONFIRM,
        SEND,
        ADD,
        REMOVE,
        OTHERS,
        CHOOSE,
        TAB_BEFORE,
        TAB_AFTER,
    )
    HELP_TITLE = "My profile"
    GUIDE = "profile"
    CSS_PATH = "profile.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._view: ProfileView | None = None
        self._keys: tuple[SshKeyView, ...] = ()
        self._sessions: tuple[SessionView, ...] = ()
        self._choices: tuple[NoticeChoiceView, ...] = ()
        self.records = RecordList(WholeSource(self._items), columns(KEYS), ListQuery(tab=KEYS), empty=_nothing)

    @property
    def tab(self) -> str:
        """The tab that is open."""
        return self.records.asked.tab

    def title_text(self) -> str:
        """Return whose profile it is."""
        return _("My profile")

    def compose_body(self) -> ComposeResult:
        """Yield the facts above, and a list below them."""
        with VerticalScroll(id="profile-facts", can_focus=False):
            yield Static(id="profile-lines")
        yield TabLine([(KEYS, _("SSH keys")), (SESSIONS, _("Sessions")), (NOTICES, _("Notices"))])
        yield self.records
        yield Static(classes="section-status")

    def on_mount(self) -> None:
        """Read it."""
        self.set_focus(self.records)
        self.watch(self.records, "status", self._show_status)
        self.hold()
        self.load()

    def reload(self) -> None:
        """Read it again."""
        self.load()

    def why_not(self, command: Command) -> str | None:
        """Say what stands in the way of a mail or of an act on a row."""
        if command is SEND and self._view is not None and self._view.email_confirmed_at is not None:
            return _("Your address is confirmed already.")
        if command is REMOVE and self.records.total == 0:
            return _("There is no session to end.") if self.tab == SESSIONS else _("There is no key to remove.")
        if command is OTHERS and all(one.present for one in self._sessions):
            return _("There is no other session to end.")
        return super().why_not(command)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what the other tab is for."""
        tabs = {ADD.id: {KEYS}, OTHERS.id: {SESSIONS}, CHOOSE.id: {NOTICES}, REMOVE.id: {KEYS, SESSIONS}}
        if parameters and self.tab not in tabs.get(str(parameters[0]), {self.tab}):
            return False
        return super().check_action(action, parameters)

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the profile, the keys, the sessions and the choices."""
        services = self.app.services
        with self.app.reporting():
            view = await self.app.ask(services.profile.show)
            self._keys = await self.app.ask(services.ssh_keys.list)
            self._sessions = await self.app.ask(services.own_sessions.list, present=await self._present())
            self._choices = await self.app.ask(services.notices.choices)
            self._view = view
            self.query_one("#profile-lines", Static).update(fact_lines(profile_facts(view)))
            self.records.refresh_rows()
            self.refresh_bindings()
        if self.is_holding:
            self.release(replay=self._view is not None)

    def action_edit(self) -> None:
        """Open the form on the profile as it is now."""
        if self._view is not None:
            self.app.push_screen(forms.EditProfileDialog(self._view), self._note)

    def action_email(self) -> None:
        """Ask for another address."""
        if self._view is not None:
            self.app.push_screen(forms.ChangeEmailDialog(self._view))

    def action_confirm(self) -> None:
        """Take the mailed token."""
        self.app.push_screen(forms.ConfirmEmailDialog(), self._note)

    def action_password(self) -> None:
        """Change the password."""
        self.app.push_screen(forms.ChangePasswordDialog(self._present))

    @work(group="act")
    async def action_send(self) -> None:
        """Have the mail sent again."""
        with self.app.reporting():
            view = await self.app.tell(self.app.services.profile.send_confirmation)
            self.app.say(_("A token is on its way to {email}.").format(email=view.email))

    def action_add(self) -> None:
        """Add a key."""
        self.app.push_screen(forms.AddKeyDialog())

    def action_remove(self) -> None:
        """Remove the key, or end the session, under the cursor, after a question."""

        def ask(row: Row) -> None:
            self._ask_to_remove(row)

        self.records.on_row(ask)

    def action_others(self) -> None:
        """End the other sessions, after a question."""
        self._end_others()

    def action_choose(self) -> None:
        """Switch the mails of a category on or off."""

        def switch(row: Row) -> None:
            self._switch(row.key)

        self.records.on_row(switch)

    def action_tab_before(self) -> None:
        """Show the tab before."""
        self.show_tab(self.query_one(TabLine).neighbour(-1))

    def action_tab_after(self) -> None:
        """Show the next tab."""
        self.show_tab(self.query_one(TabLine).neighbour(1))

    @on(TabLine.Chosen)
    def choose_tab(self, message: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self.show_tab(message.key)

    def show_tab(self, tab: str) -> None:
        """Show the keys, the sessions or the choices."""
        self.query_one(TabLine).active = tab
        self.records.set_columns(columns(tab))
        self.records.set_query(ListQuery(tab=tab))
        self.refresh_bindings()

    @on(RecordList.Opened)
    def open_row(self, message: RecordList.Opened) -> None:
        """Show a key or a session whole; switch a category of notices."""
        from resellertui.tui.dialogs.reading import ReadingDialog

        key = next((one for one in self._keys if one.id == message.key), None)
        session = next((one for one in self._sessions if one.id == message.key), None)
        if self.tab == NOTICES:
            self._switch(message.key)
        elif key is not None:
            self.app.push_screen(ReadingDialog(key.label, (key.fingerprint, key.public_key)))
        elif session is not None:
            cells = session_row(session).cells
            lines = [f"{one.heading}: {cells[one.key]}" for one in columns(SESSIONS) if cells[one.key]]
            self.app.push_screen(ReadingDialog(session.id, lines))

    async def _present(self) -> str:
        from resellertui.services import sessions

        person = self.app.person
        if person is None:
            return ""
        try:
            return await self.app.behind(sessions.present_token, self.app.services, person.email)
        except SecretsUnavailable as error:
            self.app.warn(error.title)
            return ""

    def _note(self, answer: dict[str, object] | None) -> None:
        if answer is not None:
            self._call_anew()

    @work(group="session")
    async def _call_anew(self) -> None:
        """Use the present name, address and time zone everywhere."""
        with self.app.reporting():
            self.app.called_anew(await self.app.ask(self.app.services.accounts.refresh))
            self.app.changed.publish(None)  # times are in another zone, perhaps

    @work(group="dialog", exclusive=True)
    async def _ask_to_remove(self, row: Row) -> None:
        services = self.app.services
        if key := next((one for one in self._keys if one.id == row.key), None):
            question = _("Remove the SSH key {label}?").format(label=key.label)
            if await self._agrees(question, _("It opens nothing here any more."), _("Remove")):
                with self.app.reporting():
                    await self.app.tell(services.ssh_keys.remove, key.id)
                    self.app.say(_("The key {label} was removed.").format(label=key.label))
        elif session := next((one for one in self._sessions if one.id == row.key), None):
            question = _("End the session of {place}?").format(place=session.place or session.id)
            effect = (
                _("This machine forgets you, and you sign in again.")
                if session.present
                else _("There you sign in again; a console that is open does nothing more.")
            )
            if await self._agrees(question, effect, _("End it")):
                with self.app.reporting():
                    await self.app.tell(services.own_sessions.revoke, session.id)
                    self.app.say(_("{id} is ended.").format(id=session.id))

    @work(group="dialog", exclusive=True)
    async def _end_others(self) -> None:
        count = sum(not one.present for one in self._sessions)
        question = ngettext("End {count} other session?", "End {count} other sessions?", count).format(count=count)
        if await self._agrees(
            question, _("There you sign in again; consoles that are open do nothing more."), _("End them")
        ):
            with self.app.reporting():
                others = self.app.services.own_sessions.revoke_others
                ended = await self.app.tell(others, present=await self._present())
                self.app.say(ngettext("{count} session ended.", "{count} sessions ended.", ended).format(count=ended))

    async def _agrees(self, question: str, effect: str, yes: str) -> bool:
        answer: bool | None = await self.app.push_screen_wait(ConfirmDialog(question, (effect,), yes=yes, danger=True))
        return answer is True

    @work(group="act")
    async def _switch(self, category: str) -> None:
        one = next((one for one in self._choices if one.category.value == category), None)
        if one is not None:
            with self.app.reporting():
                await self.app.tell(self.app.services.notices.choose, category, by_mail=not one.by_mail)
                said = _("{category}: in the console only.") if one.by_mail else _("{category}: by mail too.")
                self.app.say(said.format(category=one.label))

    async def _items(self) -> Sequence[Item]:
        return [
            *(Item(key_row(one), tabs=(KEYS,)) for one in self._keys),
            *(Item(session_row(one), tabs=(SESSIONS,)) for one in self._sessions),
            *(Item(choice_row(one), tabs=(NOTICES,)) for one in self._choices),
        ]

    def _show_status(self, status: str) -> None:
        self.query_one(".section-status", Static).update(plain(status))


def _nothing(query: ListQuery) -> Content:
    if query.tab == SESSIONS:
        return plain(_("You are signed in nowhere: signing in with your password starts a session."))
    return plain(_("You have no SSH keys. Press n to add one."))
