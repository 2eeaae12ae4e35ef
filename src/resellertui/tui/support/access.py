"""Temporary access: three switches for one's own content, what is left of each, and every look by the support."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from resellertui.domain.errors import ResellerError
from resellertui.domain.span import left
from resellertui.domain.temporary_access import AccessState, state_label
from resellertui.domain.wording import _, ngettext
from resellertui.services.support.access_views import AccessPage, AccessView, SwitchView
from resellertui.tui.commands import Command
from resellertui.tui.formats import moment
from resellertui.tui.support.code_panel import TICK
from resellertui.tui.support.part import CursorList, StillScroll, SupportPart
from resellertui.tui.text import plain

SWITCH = Command("access.switch", "space", "Switch", "Give the access under the cursor, or revoke it.", footer=10)
REVOKE = Command("access.revoke", "x", "Revoke", "Revoke the access under the cursor at once.", footer=20)
REVOKE_ALL = Command("access.revoke_all", "X", "Revoke all", "Revoke every access at once.", footer=30)
WATCHED = 5.0
"""How often, in seconds, it is read again while it is looked at: the support may look at any moment."""


class AccessPart(SupportPart):
    """Off until switched on after a question; one key revokes one or all."""

    HELP_TITLE = "Temporary access"
    VERBS: ClassVar[tuple[Command, ...]] = (SWITCH, REVOKE, REVOKE_ALL)

    _page: AccessPage | None = None
    _why_none = ""

    def compose(self) -> ComposeResult:
        """Lay out the switches, and below them what was given and looked at."""
        yield Static(plain(content_words()), classes="part-about")
        yield CursorList(compact=True, classes="access-switches")
        with StillScroll():
            yield Static(classes="access-looks")

    def on_mount(self) -> None:
        """Let the time that is left shrink, and let looks appear as they happen."""
        self.set_interval(TICK, self._show_switches)
        self.set_interval(WATCHED, self._watch)

    def first_focus(self) -> Widget:
        """Return the switches."""
        return self.query_one(CursorList)

    def why_not(self, command: Command) -> str | None:
        """Say that nothing is open, or why it is not one's own to give here."""
        if self._why_none:
            return self._why_none
        chosen = self._under_cursor()
        if command is REVOKE_ALL and self._page is not None and not any(one.is_on for one in self._page.switches):
            return _("Support has no access to your content.")
        if command is REVOKE and chosen is not None and not chosen.is_on:
            return _("Support has no access to your {service}.").format(service=chosen.label)
        return super().why_not(command)

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read how the switches stand."""
        with self.app.reporting():
            try:
                self._page = await self.app.ask(self.app.services.support_access.show)
                self._why_none = ""
            except ResellerError as error:
                self._page, self._why_none = None, str(error)
            self._show_switches()
            looks = plain(self._why_none) if self._page is None else access_lines(self._page)
            self.query_one(".access-looks", Static).update(looks)
            self.refresh_bindings()

    def _watch(self) -> None:
        if self._page is not None and self.screen.is_current and self.region.area:
            self.reload()

    @work(group="dialog", exclusive=True)
    async def action_switch(self) -> None:
        """Give it after a question that says what will be seen and until when, or revoke it."""
        from resellertui.tui.dialogs.confirm import ConfirmDialog

        chosen = self._under_cursor()
        if chosen is None or self._page is None:
            return
        with self.app.reporting():
            if chosen.is_on:
                await self._revoke(chosen.service.value)
                return
            question = _("Let the support look into your {service}?").format(service=chosen.label)
            effects = (chosen.preview, self._page.about, content_words())
            if await self.app.push_screen_wait(ConfirmDialog(question, effects, yes=_("Give access"))):
                given = await self.app.tell(self.app.services.support_access.grant, chosen.service.value)
                self.app.say(
                    _("Support may look into your {service} until {moment}.").format(
                        service=given.access.label, moment=moment(given.access.expires_at)
                    )
                )

    @work(group="act")
    async def action_revoke(self) -> None:
        """Revoke the one under the cursor."""
        chosen = self._under_cursor()
        if chosen is not None:
            with self.app.reporting():
                await self._revoke(chosen.service.value)

    @work(group="act")
    async def action_revoke_all(self) -> None:
        """Revoke all."""
        with self.app.reporting():
            await self._revoke(None)

    @on(OptionList.OptionSelected)
    async def switch_chosen(self) -> None:
        """Switch what enter was pressed on."""
        await self.action_command(SWITCH.id)

    @on(OptionList.OptionHighlighted)
    def renew_keys(self) -> None:
        """Let the footer follow the cursor."""
        self.refresh_bindings()

    async def _revoke(self, service: str | None) -> None:
        ended = await self.app.tell(self.app.services.support_access.revoke, service)
        names = ", ".join(one.label for one in ended)
        self.app.say(_("Revoked: {services}. Support has lost it at once.").format(services=names))

    def _under_cursor(self) -> SwitchView | None:
        at = self.query_one(CursorList).highlighted
        return None if self._page is None or at is None else self._page.switches[at]

    def _show_switches(self) -> None:
        switches = self.query_one(CursorList)
        at = switches.highlighted or 0
        switches.clear_options()
        if self._page is not None:
            now = self.app.services.office.clock.now()
            lines: list[Content] = []
            for one in self._page.switches:
                words = _("off")
                if one.access is not None and one.access.expires_at > now:
                    words = _("on until {moment} · {left}").format(
                        moment=moment(one.access.expires_at), left=left(one.access.expires_at, now)
                    )
                mark = "[X]" if words != _("off") else "[ ]"
                lines.append(plain(f"{mark} {one.label:<8} {words}"))
            switches.add_options([Option(line) for line in lines])
            switches.highlighted = at


def content_words() -> str:
    """Return where the content is, and where it is not."""
    return _(
        "Your content is in kMail, kDrive and kChat; this console shows none of it, to nobody. A switch lets the "
        "provider's support staff look at it there."
    )


def access_lines(page: AccessPage) -> Content:
    """Return every access that was given, with each look by the support."""
    ends = ngettext(
        "Each access ends by itself after {count} day.", "Each access ends by itself after {count} days.", page.days
    )
    lines = [plain(f"{ends.format(count=page.days)} {page.about}"), Content("")]
    if not page.accesses:
        lines.append(plain(_("You have given no access so far.")))
    for one in page.accesses:
        lines += _lines_of(one)
    return Content("\n").join(lines)


def _lines_of(one: AccessView) -> Sequence[Content]:
    ended = one.ended_at if one.state is not AccessState.OPEN else one.expires_at
    head = _("{service}: {state}, {begin} – {end}").format(
        service=one.label, state=state_label(one.state), begin=moment(one.granted_at), end=moment(ended)
    )
    looks = [
        plain(
            _("  {moment}  {person} looked, for {case}: {purpose}").format(
                moment=moment(look.at), person=look.staff, case=look.case or "–", purpose=look.purpose
            )
        )
        for look in one.looks
    ] or [plain(_("  nobody looked"))]
    return [Content.styled(plain(head).plain, "bold"), *looks]
