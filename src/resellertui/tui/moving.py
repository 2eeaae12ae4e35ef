"""Acts that move rights: what they will do is said by the verb that will do it, then asked, then done, all or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from resellertui.domain.errors import ResellerError
from resellertui.services.moving_rights import Moved, RightsAct
from resellertui.tui.dialogs.confirm import ConfirmDialog

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


async def ask_and_do(
    app: ConsoleApp, question: str, acts: Sequence[RightsAct], *, yes: str, done: str, danger: bool = False
) -> Moved | None:
    """Rehearse the acts, ask with their consequences, and do them; None where the user thought better of it.

    Raises whatever an act raises.
    """
    trial = await app.ask(app.services.rehearsing().moving_rights.carry_out, acts)
    if not await app.push_screen_wait(ConfirmDialog(question, trial.effects, yes=yes, danger=danger)):
        return None
    answer = await app.tell(app.services.moving_rights.carry_out, acts)
    app.say(done)
    return answer


@contextmanager
def reading_again(app: ConsoleApp) -> Iterator[None]:
    """Have what is shown read again where an act is refused: somebody else may have changed it meanwhile."""
    try:
        yield
    except ResellerError:
        app.changed.publish(None)
        raise
