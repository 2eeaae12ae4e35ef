"""The requests that one wrote to the support, with the clock of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work

from resellertui.domain.support_case import CaseState, state_label
from resellertui.domain.wording import _, ngettext
from resellertui.services.support.case_views import CaseRow
from resellertui.tui.commands import Command
from resellertui.tui.formats import moment
from resellertui.tui.sources import Item
from resellertui.tui.support.lists import ListPart
from resellertui.tui.support.words import page_words
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import Row, Tone

SHOWN = 500
"""How many requests are listed; scripts get the others."""

NEW = Command("requests.write", "n", "Write", "Write a request to the support.", footer=20)


class RequestsPart(ListPart):
    """Newest first; legal representatives and administrators follow all of their organisation."""

    HELP_TITLE = "Support requests"
    VERBS: ClassVar[tuple[Command, ...]] = (NEW,)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("id", _("Request"), 9),
            Column("subject", _("Subject"), 16, weight=3),
            Column("state", _("State"), 9, priority=1),
            Column("clock", _("Answer"), 20),
            Column("opened", _("Written"), 17, priority=2, sortable=True),
            Column("person", _("By"), 14, limit=30, weight=1, priority=3),
        )

    async def load(self) -> Sequence[Item]:
        """Return the requests."""
        page = await self.app.ask(self.app.services.support_cases.list, limit=SHOWN)
        self.say_about(
            ngettext(
                "The newest {count} of {total} requests.", "The newest {count} of {total} requests.", page.total
            ).format(count=len(page.rows), total=page.total)
            if page.total > len(page.rows)
            else _("What you wrote to the support, and by when it answers.")
        )
        return [Item(_row(one), order=(("opened", one.opened_at.isoformat()),)) for one in page.rows]

    def empty_words(self) -> str:
        """Say how to write one."""
        return _("No request yet. Press n to write one.")

    @work(group="dialog", exclusive=True)
    async def open_record(self, key: str) -> None:
        """Show a request with all that was written in it."""
        from resellertui.tui.dialogs.support_case import CaseDialog

        with self.app.reporting():
            view = await self.app.ask(self.app.services.support_cases.show, key)
            self.app.push_screen(CaseDialog(view))

    @work(group="dialog", exclusive=True)
    async def action_write(self) -> None:
        """Write a request, and show it in the list."""
        from resellertui.tui.dialogs.support_case import RequestDialog

        answer = await self.app.push_screen_wait(RequestDialog(page_words(self.app)))
        if answer is not None:
            self.records.go_to(answer["case"])


def _row(one: CaseRow) -> Row:
    return Row(
        one.id,
        {
            "id": one.id,
            "subject": one.subject,
            "state": state_label(one.state),
            "clock": one.clock,
            "opened": moment(one.opened_at),
            "person": one.person,
        },
        Tone.WARNING if one.is_late else Tone.MUTED if one.state is CaseState.CLOSED else None,
    )
