"""Activity: what was done in the organisation's name and for it, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import work
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.activity import ActivityGroup
from resellertui.domain.wording import _
from resellertui.services.activity_views import ActivityPage, ActivityQuery, ActivityRow
from resellertui.services.activity_words import act_facts, change, doer
from resellertui.services.actor import Actor
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.activity import ActDialogWhole, ExportActivityDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.exporting import no_files_here
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.served_source import ServedSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Row, Source, Tone

EXPORT = Command(
    "activity.export",
    "x",
    "Export",
    "Write what is listed, or what a partner did for a client, to a file.",
    permission=Action.ACTIVITY_VIEW,
    footer=82,
)
ALL, OTHERS = "all", "others"


def asked_of(query: ListQuery) -> ActivityQuery:
    """Return what a tab and a filter ask for."""
    group = None if query.tab in {ALL, OTHERS} else ActivityGroup(query.tab)
    asked: ActivityQuery = ActivityQuery.of(text=query.filter, group=group, by_others=query.tab == OTHERS)
    return asked


class ActivitySource(ServedSource[ActivityQuery, ActivityRow]):
    """Windows on the acts, whatever their number."""

    def asked(self, query: ListQuery) -> ActivityQuery:
        """Return what the tab and the filter ask for."""
        return asked_of(query)

    def served(self, actor: Actor, asked: ActivityQuery, offset: int, limit: int) -> ActivityPage:
        """Return a part of the acts."""
        return self.app.services.activity.page(actor, asked, offset, limit, hurried=True)

    def counted(self, actor: Actor, asked: ActivityQuery, is_wanted: Callable[[], bool]) -> int:
        """Return how many acts there are."""
        return self.app.services.activity.count(actor, asked, is_wanted)

    def placed(self, actor: Actor, asked: ActivityQuery, reference: str) -> int | None:
        """Return where the act of this id is."""
        return self.app.services.activity.position(actor, asked, reference)

    def row(self, one: ActivityRow) -> Row:
        """Return an act as the list shows it."""
        about = [one.subject] if one.subject else []
        about += [change(detail) for detail in one.details]
        if one.erased:
            about.append(_("erased with a person"))
        return Row(
            one.id,
            {
                "at": formats.moment(one.at),
                "who": doer(one),
                "what": one.words,
                "organisation": " → ".join(part for part in (one.organisation, one.for_organisation) if part),
                "about": " · ".join(about),
            },
            Tone.WARNING if one.action == "session.failed" else None,
        )


class ActivitySection(ListSection, can_focus=False):
    """The list of acts."""

    TITLE = "Activity"
    GUIDE = "activity"
    HELP_TITLE = "Activity"
    VERBS: ClassVar[tuple[Command, ...]] = (EXPORT,)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (
        (ALL, "All"),
        (OTHERS, "By others"),
        (ActivityGroup.AGREEMENTS.value, "Clients"),
        (ActivityGroup.MONEY.value, "Money"),
        (ActivityGroup.PEOPLE.value, "People"),
        (ActivityGroup.SIGN_INS.value, "Sign-ins"),
        (ActivityGroup.SUPPORT.value, "Support"),
    )

    def source(self) -> Source:
        """Return the acts."""
        return ActivitySource(self.app)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("at", _("When"), 17),
            Column("who", _("Who"), 12, weight=1, limit=28),
            Column("what", _("What"), 20, weight=3, limit=60),
            Column("organisation", _("Organisation"), 14, weight=2, limit=50, priority=2),
            Column("about", _("About"), 14, weight=2, priority=1),
        )

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == OTHERS:
            return plain(_("Nobody else has done anything for you yet. Press g p to see your partners."))
        return plain(_("There is none of these."))

    def why_not(self, command: Command) -> str | None:
        """Say why no file can be written here."""
        if command is EXPORT and self.app.is_locked:
            return no_files_here()
        return super().why_not(command)

    @work(group="dialog", exclusive=True)
    async def open_record(self, key: str) -> None:
        """Show one act whole."""
        with self.app.reporting():
            row = await self.app.ask(self.app.services.activity.show, key)
            self.app.push_screen(ActDialogWhole(row.words, act_facts(row)))

    @work(group="dialog", exclusive=True)
    async def action_export(self) -> None:
        """Ask what and how, write it, and show where it is."""
        shown = ListQuery(filter=self.filter_bar.value, tab=self.tab_line.active)
        with self.app.reporting():
            done = await self.app.push_screen_wait(ExportActivityDialog(asked_of(shown)))
            if done is not None:
                self.app.push_screen(ReadingDialog(done["title"], done["lines"]))
