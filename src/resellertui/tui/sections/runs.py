"""Daily runs: what the jobs of `tick` did lately, for the provider's staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.wording import _, ngettext
from resellertui.services.ticking import RunView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Row, Source, Tone

RUN = Command(
    "runs.run",
    "n",
    "Run now",
    "Do now what time alone does: renew, block, terminate, remind, send mails. Twice does no more than once.",
    permission=Action.TICK,
    danger=True,
    footer=10,
)


class RunsSection(ListSection, can_focus=False):
    """The last runs, newest first."""

    TITLE = "Daily runs"
    GUIDE = "runs"
    HELP_TITLE = "Daily runs"
    VERBS: ClassVar[tuple[Command, ...]] = (RUN,)

    _runs: dict[str, RunView]

    def source(self) -> Source:
        """Return the runs."""
        self._runs = {}
        return WholeSource(self._load)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("started", _("Started"), 17),
            Column("job", _("Job"), 8),
            Column("done", _("Done"), 24, weight=4),
            Column("seconds", _("Seconds"), 8, right=True, priority=1),
            Column("at", _("For"), 17, priority=2),
        )

    def empty(self, _query: ListQuery) -> Content:
        """Say how a run comes about."""
        return plain(_("No run yet. Press n, or let the machine run this every day: resellertui tick."))

    def open_record(self, key: str) -> None:
        """Show a run whole."""
        run = self._runs.get(key)
        if run is not None:
            words = [f"{name}: {count}" for name, count in run.counts.items()]
            self.app.push_screen(ReadingDialog(run.job, [formats.moment(run.started_at), _state(run), *words]))

    @work(group="dialog", exclusive=True)
    async def action_run(self) -> None:
        """Run the jobs after a question."""
        question = ConfirmDialog(_("Run the daily jobs now?"), [_("What is due today is done, once.")], yes=_("Run"))
        if await self.app.push_screen_wait(question):
            with self.app.reporting():
                reports = await self.app.tell(self.app.services.tick.run)
                done = sum(sum(one.counts.values()) for one in reports)
                self.app.say(ngettext("{count} thing was done.", "{count} things were done.", done).format(count=done))
                for one in reports:
                    if one.trouble:
                        self.app.warn(one.trouble)
                self.reload()

    async def _load(self) -> Sequence[Item]:
        runs = await self.app.ask(self.app.services.tick.runs)
        self._runs = {str(one.id): one for one in runs}
        return [Item(_row(one)) for one in runs]


def _row(run: RunView) -> Row:
    done = ", ".join(f"{name} {count}" for name, count in run.counts.items() if count)
    seconds = "" if run.finished_at is None else f"{(run.finished_at - run.started_at).total_seconds():.1f}"
    return Row(
        str(run.id),
        {
            "started": formats.moment(run.started_at),
            "job": run.job,
            "done": done or _state(run),
            "seconds": seconds,
            "at": formats.moment(run.at),
        },
        Tone.WARNING if run.finished_at is None else None,
    )


def _state(run: RunView) -> str:
    if run.finished_at is None:
        return _("interrupted, or still at work: the next run goes on where it stands")
    return _("done") if any(run.counts.values()) else _("nothing to do")
