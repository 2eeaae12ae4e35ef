"""Programme: the application with its checklist, and once approved one's place in the programme."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from resellertui.domain.access import Action
from resellertui.domain.programme_membership.conditions import Condition
from resellertui.domain.wording import _
from resellertui.services.programme.views import (
    ApplicationConflict,
    ApplicationDraft,
    ApplicationState,
    ApplicationView,
    ConditionView,
    MembershipView,
)
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import ChoiceList
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.programme_words import application_head, condition_help, condition_line, membership_facts
from resellertui.tui.sections.section import Section
from resellertui.tui.text import plain

TICK = Command(
    "programme.tick",
    "space",
    "Tick",
    "Declare or commit yourself to what is under the cursor, or take it back.",
    permission=Action.PROGRAMME_CHANGE,
    footer=10,
    palette=False,
)
FILL = Command(
    "programme.fill",
    "e",
    "Fill in",
    "Fill the whole application in, with a note to staff.",
    permission=Action.PROGRAMME_CHANGE,
    footer=20,
)
TERMS = Command("programme.terms", "t", "Reseller terms", "Read the reseller terms.", footer=30)
SEND = Command(
    "programme.send",
    "n",
    "Send",
    "Send the application to the provider's staff.",
    permission=Action.PROGRAMME_APPLY,
    footer=40,
)
WITHDRAW = Command(
    "programme.withdraw",
    "w",
    "Withdraw",
    "Withdraw the application.",
    permission=Action.PROGRAMME_APPLY,
    danger=True,
    footer=50,
)
KEY = Command(
    "programme.key",
    "y",
    "Copy the key",
    "Send the key of the theme licence to your terminal's clipboard.",
    permission=Action.PROGRAMME_CHANGE,
    footer=60,
)
APPLYING = frozenset({TICK.id, FILL.id, SEND.id, WITHDRAW.id})


class PlaceFacts(VerticalScroll, can_focus=True):
    """A partner's place in the programme, to be scrolled."""

    BINDINGS = [("j", "scroll_down", "Down"), ("k", "scroll_up", "Up")]  # noqa: RUF012  # Textual's own name and type


class ProgrammeSection(Section, can_focus=False):
    """The checklist before approval, the place in the programme after it."""

    TITLE = "Programme"
    GUIDE = "becoming-a-partner"
    HELP_TITLE = "Programme"
    VERBS: ClassVar[tuple[Command, ...]] = (TICK, FILL, TERMS, SEND, WITHDRAW, KEY)
    DEFAULT_CSS = """
    ProgrammeSection #application { height: 1fr; }
    ProgrammeSection #application-head, ProgrammeSection #condition-help { height: auto; margin: 0 0 1 0; }
    ProgrammeSection #conditions {
        max-height: 100%; background: transparent; text-wrap: nowrap; text-overflow: ellipsis;
    }
    ProgrammeSection #condition-help { color: $text-muted; margin: 1 0 0 0; }
    """

    application: ApplicationView | None = None
    place: MembershipView | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out both; one of them is in view."""
        with Vertical(id="application"):
            yield Static(id="application-head")
            yield ChoiceList(id="conditions", compact=True)
            yield Static(id="condition-help")
        with PlaceFacts(id="place"):
            yield Static(id="place-facts")

    def on_mount(self) -> None:
        """Read it."""
        self.query_one(PlaceFacts).display = False
        self.reload()

    def first_focus(self) -> Widget:
        """Return what is in view."""
        return self.query_one(PlaceFacts) if self.place is not None else self.query_one("#conditions", ChoiceList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what is for applicants from partners, and the other way round."""
        if self.place is not None and parameters and parameters[0] in APPLYING:
            return False
        if self.place is None and parameters == (KEY.id,):
            return False
        return super().check_action(action, parameters)

    def why_not(self, command: Command) -> str | None:
        """Say what the application's state forbids."""
        state = self.application.state if self.application is not None else None
        if command in {TICK, FILL, SEND} and state is ApplicationState.SUBMITTED:
            return _("It is with the provider's staff. Withdraw it (w) to change it.")
        if command is WITHDRAW and state not in {ApplicationState.DRAFT, ApplicationState.SUBMITTED}:
            return _("No application is open.")
        if command is TICK and (one := self._condition()) is not None and not one.can_be_ticked:
            return one.fix or _("The console knows this by itself; there is nothing to tick.")
        if command is KEY and self.place is not None and not self.place.licence_key:
            return _("No key is assigned yet: the provider's staff assign it.")
        return super().why_not(command)

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read it again; whoever was approved meanwhile is a partner from now on."""
        with self.app.reporting():
            services = self.app.services
            self.application = await self.app.ask(services.applications.show)
            self.place = await self.app.ask(services.membership.show) if self.application.is_partner else None
            if self.place is not None and self.app.choice is not None and not self.app.choice.is_partner:
                self.app.called_anew(await self.app.ask(services.accounts.refresh))
            self._show()

    def action_tick(self) -> None:
        """Tick what is under the cursor, or take it back; the terms are read first."""
        one = self._condition()
        if one is None:
            return
        if one.name is Condition.RESELLER_TERMS and not one.met:
            self.accept_terms()
        else:
            self._save({one.name.value: not one.declared})

    @work(group="dialog", exclusive=True)
    async def action_fill(self) -> None:
        """Fill everything in."""
        from resellertui.tui.dialogs.application import ApplicationDialog

        if self.application is not None:
            await self.app.push_screen_wait(ApplicationDialog(self.application))

    def action_terms(self) -> None:
        """Read the terms."""
        from resellertui.tui.screens.guides import open_guide

        open_guide(self.app, "reseller-terms")

    @work(group="dialog", exclusive=True)
    async def accept_terms(self) -> None:
        """Show the terms, then ask."""
        from resellertui.domain.guides import topic_of
        from resellertui.tui.screens.guides import GuideScreen

        topic, view = topic_of("reseller-terms"), self.application
        if topic is None or view is None:
            return
        await self.app.push_screen_wait(GuideScreen(topic))
        question = ConfirmDialog(
            _("Accept the reseller terms, version {version}?").format(version=view.terms_version),
            [_("They bind your organisation once it is approved.")],
            yes=_("Accept"),
        )
        if await self.app.push_screen_wait(question):
            self._save({Condition.RESELLER_TERMS.value: True})

    @work(group="dialog", exclusive=True)
    async def action_send(self) -> None:
        """Say what sending does, worked out by what does it, then send it."""
        view = self.application
        if view is None:
            return
        version = _version(view)
        with self.app.reporting(), self._looking_again():
            rehearsed = await self.app.ask(self.app.services.rehearsing().applications.submit, version)
            title = _("Send the application of {organisation}?").format(organisation=view.organisation)
            if await self.app.push_screen_wait(ConfirmDialog(title, rehearsed.effects, yes=_("Send"))):
                done = await self.app.tell(self.app.services.applications.submit, version)
                self.app.say(_("{id} is sent.").format(id=done.application.id))

    @work(group="dialog", exclusive=True)
    async def action_withdraw(self) -> None:
        """Withdraw the application after a question."""
        view = self.application
        if view is None:
            return
        title = _("Withdraw the application {id}?").format(id=view.id)
        effects = [_("You can apply again; what was ticked is remembered.")]
        if await self.app.push_screen_wait(ConfirmDialog(title, effects, yes=_("Withdraw"), danger=True)):
            with self.app.reporting(), self._looking_again():
                done = await self.app.tell(self.app.services.applications.withdraw, view.version)
                self.app.say(_("{id} is withdrawn.").format(id=done.application.id))

    def action_key(self) -> None:
        """Copy the licence key."""
        if self.place is not None:
            self.app.copy(self.place.licence_key)

    @on(OptionList.OptionSelected, "#conditions")
    async def tick_chosen(self) -> None:
        """Tick with enter too."""
        await self.action_command(TICK.id)

    @on(OptionList.OptionHighlighted, "#conditions")
    def explain_condition(self) -> None:
        """Say what would fix what is under the cursor."""
        one = self._condition()
        self.query_one("#condition-help", Static).update(plain(condition_help(one) if one is not None else ""))

    @work(group="act")
    async def _save(self, ticks: dict[str, Any]) -> None:
        view = self.application
        if view is None:
            return
        with self.app.reporting(), self._looking_again():
            draft = ApplicationDraft.of(**ticks, version=_version(view))
            await self.app.tell(self.app.services.applications.save, draft)

    @contextmanager
    def _looking_again(self) -> Iterator[None]:
        """Read the application again where someone else has changed it, as the error says."""
        try:
            yield
        except ApplicationConflict:
            self.reload()
            raise

    def _condition(self) -> ConditionView | None:
        at = self.query_one("#conditions", ChoiceList).highlighted
        if self.application is None or at is None:
            return None
        return self.application.conditions[at]

    def _show(self) -> None:
        is_partner = self.place is not None
        had_focus = self.screen.focused is not None and self in self.screen.focused.ancestors
        self.query_one("#application").display = not is_partner
        self.query_one(PlaceFacts).display = is_partner
        if self.place is not None:
            self.query_one("#place-facts", Static).update(fact_lines(membership_facts(self.place)))
        elif self.application is not None:
            self._show_application(self.application)
        if had_focus and self.app.screen is self.screen:
            self.screen.set_focus(self.first_focus())
        self.refresh_bindings()

    def _show_application(self, view: ApplicationView) -> None:
        self.query_one("#application-head", Static).update(plain(application_head(view)))
        conditions = self.query_one("#conditions", ChoiceList)
        at = conditions.highlighted or 0
        conditions.set_options([Option(plain(condition_line(one))) for one in view.conditions])
        conditions.highlighted = at
        self.explain_condition()


def _version(view: ApplicationView) -> int:
    """Return the version that was looked at, 0 where no application is open."""
    return view.version if view.state in {ApplicationState.DRAFT, ApplicationState.SUBMITTED} else 0
