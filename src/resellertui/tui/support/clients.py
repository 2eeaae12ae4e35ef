"""For a partner: the temporary accesses that are open over its clients, by which it gains nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.wording import _
from resellertui.services.support.access_views import ClientAccessView
from resellertui.tui.client_words import access_word
from resellertui.tui.formats import moment
from resellertui.tui.sources import Item
from resellertui.tui.support.lists import ListPart
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import Row


class ClientsPart(ListPart):
    """Over which clients, to what and until when; not by whom."""

    HELP_TITLE = "Temporary access to clients"
    _partnerships: dict[str, str]

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("client", _("Client"), 18, limit=44, weight=3),
            Column("service", _("Content of"), 10),
            Column("left", _("Ends"), 16),
            Column("until", _("Until"), 17, priority=1, sortable=True),
            Column("access", _("Your access"), 11, priority=2),
        )

    async def load(self) -> Sequence[Item]:
        """Return the open accesses."""
        page = await self.app.ask(self.app.services.support_access.clients)
        more = _("Only the first of them are listed.") if page.more else ""
        self.say_about(f"{page.about} {more}".strip())
        self._partnerships = {str(at): one.partnership_id for at, one in enumerate(page.rows)}
        return [Item(_row(at, one), order=(("until", one.expires_at.isoformat()),)) for at, one in enumerate(page.rows)]

    def empty_words(self) -> str:
        """Say that nothing is open."""
        return _("Support has no temporary access to the content of any client that you reach.")

    def open_record(self, key: str) -> None:
        """Open the client's partnership."""
        self.app.open_partnership(self._partnerships[key])


def _row(at: int, one: ClientAccessView) -> Row:
    return Row(
        str(at),
        {
            "client": one.client,
            "service": one.label,
            "left": one.left,
            "until": moment(one.expires_at),
            "access": access_word(one.access),
        },
    )
