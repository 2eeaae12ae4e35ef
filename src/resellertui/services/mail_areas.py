"""The areas of mails and notices in the façade: `console.Services` has them beside all others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resellertui.services.mail import Mail
    from resellertui.services.notices import Notices
    from resellertui.services.outbox_desk import OutboxDesk
    from resellertui.services.unit import Office


class MailAreas:
    """What screens and commands call for mails and notices, each area made when it is first asked for."""

    office: Office

    @cached_property
    def mail(self) -> Mail:
        """Delivering the outbox."""
        from resellertui.services.mail import Mail

        return Mail(self.office)

    @cached_property
    def outbox(self) -> OutboxDesk:
        """What staff do with what is in the outbox."""
        from resellertui.services.outbox_desk import OutboxDesk

        return OutboxDesk(self.office)

    @cached_property
    def notices(self) -> Notices:
        """One's own notices, and which of them one gets by mail."""
        from resellertui.services.notices import Notices

        return Notices(self.office)
