"""The only road from a key to a service: off the interface's loop, in today's actor's name, failures named.

`ask` reads; `tell` writes, and belongs to the app, so that a dialog which is closed meanwhile loses nothing;
`reporting` turns what is raised into words on the screen.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from textual.app import App
from textual.reactive import var
from textual.signal import Signal
from textual.widget import Widget
from textual.worker import NoActiveWorker, get_current_worker

from resellertui.domain.errors import FieldProblem, ResellerError, SignInNeeded
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.tui.incidents import Incidents

if TYPE_CHECKING:
    from collections.abc import Sequence

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)


class StillSaving(ResellerError):
    """A second change was asked for while the first one is being written."""

    code = "still_saving"


class ShowsProblems(Protocol):
    """A form: it shows what is wrong under its fields and returns what belongs to none of them."""

    def show_problems(self, problems: Sequence[FieldProblem]) -> Sequence[FieldProblem]:
        """Show each problem under its field; return the rest."""


class Bridge(App[object]):
    """An app that asks and tells services."""

    actor: Actor = Actor()
    """Who acts now, and for which organisation. Read at call time, never kept by a screen."""
    saving: var[bool] = var(False)
    """Whether a change is being written."""
    incidents: Incidents

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.changed: Signal[None] = Signal(self, "changed")
        """Published after every change that was written here: what is shown is read again."""
        self.forget_typed: Callable[[], None] = lambda: None
        """Forgets the keys that wait for what is being done, because it went wrong."""

    async def ask(self, verb: Callable[Concatenate[Actor, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what the service answers; the first argument, the actor, is filled in here.

        Raises whatever the verb raises.
        """
        return await self.behind(verb, self.actor, *args, **kwargs)

    async def behind(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run what may block in a thread; for the verbs that take no actor, and for files and secrets.

        Whoever asked is not answered any more once its page was left: there is nothing to show it on.
        """
        try:
            return await asyncio.to_thread(work, *args, **kwargs)
        finally:
            self._stop_if_left()

    async def tell(self, verb: Callable[Concatenate[Actor, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Have the service change something, and return its answer; what is shown is read again afterwards.

        The change goes on when the caller is closed meanwhile; its end is then said by the app.

        Raises whatever the verb raises, and:
            StillSaving: the change before is still being written; nothing was done.
        """
        return await self._write(partial(verb, self.actor, *args, **kwargs))

    async def tell_plainly(self, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do as `tell` does, for the verbs that take no actor."""
        return await self._write(partial(verb, *args, **kwargs))

    async def _write(self, work: Callable[[], R]) -> R:
        if self.saving:
            raise StillSaving(_("The last change is still being written."), _("Nothing was done."), _("Try again."))
        self.saving = True
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self.run_worker(self._carry_out(work, answer), group="write", exit_on_error=False)
        try:
            await asyncio.wait([answer])
            self._stop_if_left()
            return answer.result()
        except asyncio.CancelledError:
            answer.add_done_callback(self._tell_the_end)
            raise

    async def _carry_out(self, work: Callable[[], Any], answer: asyncio.Future[Any]) -> None:
        try:
            outcome = await asyncio.to_thread(work)
        except Exception as error:  # handed to whoever waits
            self.saving = False
            answer.set_exception(error)
        else:
            self.saving = False
            answer.set_result(outcome)
            self.changed.publish(None)

    def _stop_if_left(self) -> None:
        """End what runs now, if it belongs to a page that is not open any more."""
        try:
            worker = get_current_worker()
        except NoActiveWorker:
            return
        node = worker.node
        if not worker.is_running or not isinstance(node, Widget):  # what a worker has opened inherits it, and goes on
            return
        if not (node.is_attached and node.screen in self.screen_stack):
            raise asyncio.CancelledError

    def _tell_the_end(self, answer: asyncio.Future[Any]) -> None:
        with self.reporting():
            answer.result()
            self.say(_("The change was saved."))

    @contextmanager
    def reporting(self, form: ShowsProblems | None = None) -> Iterator[None]:
        """Show what goes wrong inside: under the form's fields, in the error dialog, or as a logged incident."""
        try:
            yield
        except StillSaving as error:
            self.warn(error.title)
        except SignInNeeded as error:
            self.lose_session(error)
        except ResellerError as error:
            self.forget_typed()  # it was typed without knowing of this, and would take back what a form says
            rest = form.show_problems(error.fields) if form is not None and error.fields else error.fields
            if form is None or not error.fields or rest:
                self.show_error(error)
        except Exception as error:  # the console goes on: this is the one place that may
            self.show_error(self.incidents.as_error(error))

    def lose_session(self, error: SignInNeeded) -> None:
        """Say that the session by which the person came has ended."""
        self.show_error(error)

    def show_error(self, error: ResellerError) -> None:
        """Show an error in its dialog; keys that were typed without knowing of it do nothing there."""
        from resellertui.tui.dialogs.error import ErrorDialog

        self.forget_typed()
        self.push_screen(ErrorDialog(error))

    def say(self, text: str) -> None:
        """Say in passing that something was done; name the record in it."""
        self.notify(visible(text), markup=False)

    def warn(self, text: str) -> None:
        """Say in passing why a key did nothing."""
        self.notify(visible(text), severity="warning", markup=False)
